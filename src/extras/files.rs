//! A list of documents as a file: CSV, JSON, BibTeX, RIS. Pure. What is not known is left out.

use crate::cite::{Work, bibtex, json, ris};
use tangthu_protocol::csv;

/// A document of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Its id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// When it was published, as the archive writes dates.
    pub(super) published: Option<String>,
    /// Its section path.
    pub(super) section: Vec<String>,
    /// Its source.
    pub(super) source: Option<String>,
    /// Its own number.
    pub(super) number: Option<String>,
    /// Its views.
    pub(super) views: Option<u64>,
    /// Where the archive shows it.
    pub(super) address: String,
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A table.
    Csv,
    /// A list of objects.
    Json,
    /// Entries of BibTeX.
    BibTex,
    /// Records of RIS.
    Ris,
}

impl Form {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::BibTex, Self::Ris];

    /// Its name, the ending of its files, its media type.
    pub(super) fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Csv => ("CSV", "csv", "text/csv"),
            Self::Json => ("JSON", "json", "application/json"),
            Self::BibTex => ("BibTeX", "bib", "application/x-bibtex"),
            Self::Ris => ("RIS", "ris", "application/x-research-info-systems"),
        }
    }

    /// What stands before the first document.
    pub(super) fn head(self) -> String {
        match self {
            Self::Csv => csv::MARK.to_owned() + &csv::line(COLUMNS),
            Self::Json => "[".to_owned(),
            Self::BibTex | Self::Ris => String::new(),
        }
    }

    /// A document; `first` where none stands before it.
    pub(super) fn line(self, line: &Line, first: bool) -> String {
        match self {
            Self::Csv => table_row(line),
            Self::Json => format!("{}\n  {}", if first { "" } else { "," }, object(line)),
            Self::BibTex => bibtex(&work(line)) + "\n",
            Self::Ris => ris(&work(line)),
        }
    }

    /// What stands behind the last document.
    pub(super) fn foot(self) -> &'static str {
        if self == Self::Json { "\n]\n" } else { "" }
    }
}

/// The columns of the table, named as the command names them.
const COLUMNS: [&str; 8] = ["id", "title", "published", "section", "source", "number", "views", "url"];

fn table_row(line: &Line) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        line.id.clone(),
        line.title.clone(),
        text(&line.published),
        line.section.join(" / "),
        text(&line.source),
        text(&line.number),
        line.views.map(|views| views.to_string()).unwrap_or_default(),
        line.address.clone(),
    ];
    csv::line(cells.iter().map(String::as_str))
}

fn object(line: &Line) -> String {
    let mut fields = vec![format!("\"id\": {}", json(&line.id)), format!("\"title\": {}", json(&line.title))];
    let mut put = |name: &str, value: &Option<String>| {
        fields.extend(value.as_ref().map(|value| format!("\"{name}\": {}", json(value))));
    };
    put("published", &line.published);
    put("source", &line.source);
    put("number", &line.number);
    let section: Vec<String> = line.section.iter().map(|step| json(step)).collect();
    fields.push(format!("\"section\": [{}]", section.join(", ")));
    fields.extend(line.views.map(|views| format!("\"views\": {views}")));
    fields.push(format!("\"url\": {}", json(&line.address)));
    format!("{{ {} }}", fields.join(", "))
}

/// What citations tell of it.
fn work(line: &Line) -> Work {
    Work {
        id: line.id.clone(),
        title: line.title.clone(),
        number: line.number.clone(),
        source: line.source.clone(),
        date: line.published.clone(),
        address: line.address.clone(),
        ..Work::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd() -> Line {
        Line {
            id: "a/1".into(),
            title: "=SUM(1) \"100%\" & {x}\nhai".into(),
            published: Some("2023-03-28T14:04+07:00".into()),
            section: vec!["Tin".into(), "Quận".into()],
            number: Some("01-CTr/QU".into()),
            views: Some(7),
            address: "https://a/?doc=a%2F1".into(),
            source: None,
        }
    }

    fn file(form: Form, lines: &[Line]) -> String {
        let lines = lines.iter().enumerate().map(|(at, line)| form.line(line, at == 0));
        form.head() + &lines.collect::<String>() + form.foot()
    }

    #[test]
    fn a_table_begins_with_the_mark_and_holds_no_formula() {
        let table = file(Form::Csv, &[odd()]);
        let expected = "\u{feff}id,title,published,section,source,number,views,url\r\na/1,\"'=SUM(1) \"\"100%\"\" & {x}\nhai\",\
            2023-03-28T14:04+07:00,Tin / Quận,,01-CTr/QU,7,https://a/?doc=a%2F1\r\n";
        assert_eq!(table, expected);
    }

    #[test]
    fn json_is_a_list_whatever_titles_hold() {
        let list = file(Form::Json, &[odd(), Line::default()]);
        assert!(list.contains(r#""title": "=SUM(1) \"100%\" & {x}\u000ahai""#), "{list}");
        assert!(
            list.starts_with("[\n  {") && list.ends_with("}\n]\n") && list.matches("},\n").count() == 1,
            "{list}"
        );
        assert_eq!(file(Form::Json, &[]), "[\n]\n");
    }

    #[test]
    fn bibtex_and_ris_keep_to_their_lines_and_braces() {
        let entry = file(Form::BibTex, &[odd()]);
        assert!(
            entry.starts_with(
                "@misc{tangthu-a-1_e620f0190469,\n  title = {{=SUM(1) \"100\\%\" \\& \\{x\\}\nhai}}"
            ),
            "{entry}"
        );
        assert!(entry.contains("year = {2023},\n  month = {03},\n  day = {28}"), "{entry}");
        let record = file(Form::Ris, &[odd()]);
        assert!(
            record.contains("TI  - =SUM(1) \"100%\" & {x} hai\r\n")
                && record.contains("DA  - 2023/03/28/\r\n"),
            "{record}"
        );
        let bare = file(Form::Ris, &[Line { title: "x".into(), ..Line::default() }]);
        assert_eq!(bare, "TY  - NEWS\r\nTI  - x\r\nER  - \r\n");
    }
}
