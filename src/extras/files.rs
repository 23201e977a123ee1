//! A list of documents as a file: CSV, JSON, BibTeX, RIS. Pure. What is not known is left out.

use crate::cite::{Work, bibtex, date_of, json, ris};
use tangthu_protocol::csv;
use tangthu_protocol::study::ExportRow;

/// A document of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// What the archive tells of it.
    pub(super) row: ExportRow,
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

/// The columns of the table, named as the command names them; `address` is where the archive shows the document.
const COLUMNS: [&str; 14] = [
    "id",
    "title",
    "published",
    "section",
    "source",
    "authors",
    "number",
    "kind",
    "issuer",
    "issued",
    "effective",
    "views",
    "url",
    "address",
];

fn table_row(Line { row, address }: &Line) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        row.id.clone(),
        row.title.clone(),
        text(&row.published),
        row.section.join(" / "),
        text(&row.source),
        row.authors.join("; "),
        text(&row.number),
        text(&row.kind),
        text(&row.issuer),
        text(&row.issued),
        text(&row.effective),
        row.views.map(|views| views.to_string()).unwrap_or_default(),
        text(&row.url),
        address.clone(),
    ];
    csv::line(cells.iter().map(String::as_str))
}

fn object(Line { row, address }: &Line) -> String {
    let mut fields = vec![format!("\"id\": {}", json(&row.id)), format!("\"title\": {}", json(&row.title))];
    let mut put = |name: &str, value: &Option<String>| {
        fields.extend(value.as_ref().map(|value| format!("\"{name}\": {}", json(value))));
    };
    put("published", &row.published);
    put("source", &row.source);
    put("number", &row.number);
    put("kind", &row.kind);
    put("issuer", &row.issuer);
    put("issued", &row.issued);
    put("effective", &row.effective);
    put("url", &row.url);
    let list = |values: &[String]| values.iter().map(|value| json(value)).collect::<Vec<_>>().join(", ");
    fields.push(format!("\"section\": [{}]", list(&row.section)));
    fields.push(format!("\"authors\": [{}]", list(&row.authors)));
    fields.extend(row.views.map(|views| format!("\"views\": {views}")));
    fields.push(format!("\"address\": {}", json(address)));
    format!("{{ {} }}", fields.join(", "))
}

/// What citations tell of it.
fn work(Line { row, address }: &Line) -> Work {
    Work {
        id: row.id.clone(),
        title: row.title.trim().to_owned(),
        authors: row.authors.clone(),
        issuer: row.issuer.clone(),
        number: row.number.clone(),
        kind: row.kind.clone(),
        source: row.source.clone(),
        date: date_of(row.number.as_ref(), &row.published, &row.issued),
        address: row.url.clone().unwrap_or_else(|| address.clone()),
        fetched: row.crawled.clone(),
        language: row.language.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd() -> Line {
        let row = ExportRow {
            id: "a/1".into(),
            title: "=SUM(1) \"100%\" & {x}\nhai".into(),
            published: Some("2023-03-28T14:04+07:00".into()),
            section: vec!["Tin".into(), "Quận".into()],
            number: Some("01-CTr/QU".into()),
            kind: Some("Chương trình".into()),
            issued: Some("2023-03-28".into()),
            views: Some(7),
            url: Some("https://bao.vn/1".into()),
            ..ExportRow::default()
        };
        Line { row, address: "https://a/?doc=a%2F1".into() }
    }

    fn file(form: Form, lines: &[Line]) -> String {
        let lines = lines.iter().enumerate().map(|(at, line)| form.line(line, at == 0));
        form.head() + &lines.collect::<String>() + form.foot()
    }

    #[test]
    fn a_table_begins_with_the_mark_and_holds_no_formula() {
        let table = file(Form::Csv, &[odd()]);
        let expected = "\u{feff}id,title,published,section,source,authors,number,kind,issuer,issued,effective,views,url,address\r\na/1,\"'=SUM(1) \"\"100%\"\" & {x}\nhai\",\
            2023-03-28T14:04+07:00,Tin / Quận,,,01-CTr/QU,Chương trình,,2023-03-28,,7,https://bao.vn/1,https://a/?doc=a%2F1\r\n";
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
        let bare = file(
            Form::Ris,
            &[Line { row: ExportRow { title: "x".into(), ..ExportRow::default() }, ..Line::default() }],
        );
        assert_eq!(bare, "TY  - NEWS\r\nTI  - x\r\nER  - \r\n");
    }
}
