//! The citation of a document in the forms that writers and their programs want. Pure.
//!
//! What is not known is left out, save that the line for people says so of the day: no form invents a date, an author or a
//! publisher. Names are kept as they are written; a
//! Vietnamese name is not cut into a first and a last one.

use crate::i18n::format::{day, fetched};
use crate::i18n::texts;
use std::fmt::Write;
use tangthu_protocol::{DocumentView, Language};

/// What citations tell of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    /// Its id in the archive.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// Who wrote it.
    pub(crate) authors: Vec<String>,
    /// The body that issued it.
    pub(crate) issuer: Option<String>,
    /// Its own number, if it is an official document.
    pub(crate) number: Option<String>,
    /// Its kind.
    pub(crate) kind: Option<String>,
    /// Where it appeared.
    pub(crate) source: Option<String>,
    /// Its date, as the archive writes dates: [`date_of`].
    pub(crate) date: Option<String>,
    /// Where it can be read.
    pub(crate) address: String,
    /// When it was fetched from there.
    pub(crate) fetched: Option<String>,
    /// Its language tag.
    pub(crate) language: Option<String>,
}

impl Work {
    /// The work that `document` is; `address` is where the archive shows it, for documents that name no page of their own.
    pub(crate) fn of(document: &DocumentView, address: &str) -> Self {
        let title: String = document.title.iter().map(|run| run.text.as_str()).collect();
        Self {
            id: document.id.clone(),
            title: title.trim().to_owned(),
            authors: document.authors.clone(),
            issuer: document.issuer.clone(),
            number: document.number.clone(),
            kind: document.kind.clone(),
            source: document.source.clone(),
            date: date_of(document.number.as_ref(), &document.published, &document.issued),
            address: document.url.clone().unwrap_or_else(|| address.to_owned()),
            fetched: document.provenance.as_ref().and_then(|provenance| provenance.crawled.clone()),
            language: document.language.clone(),
        }
    }

    /// Who answers for it: its authors, or the body that issued it.
    fn by(&self) -> Vec<&str> {
        match (&*self.authors, &self.issuer) {
            ([], Some(issuer)) => vec![issuer],
            (authors, _) => authors.iter().map(String::as_str).collect(),
        }
    }

    fn dated(&self) -> Option<[Option<&str>; 3]> {
        self.date.as_deref().map(fields)
    }
}

/// The date by which a document is cited. An official one is known by its number and the day on which it was issued, not by the day
/// on which somebody put it on a page; all else by the day on which it appeared.
pub(crate) fn date_of(
    number: Option<&String>,
    published: &Option<String>,
    issued: &Option<String>,
) -> Option<String> {
    let (first, second) = if number.is_some() { (issued, published) } else { (published, issued) };
    first.clone().or_else(|| second.clone())
}

/// The forms of a citation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// A line of text, as Vietnamese publications write it.
    #[default]
    Text,
    /// An entry of BibTeX.
    BibTex,
    /// A record of RIS.
    Ris,
    /// An item of CSL-JSON.
    Csl,
}

impl Form {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Text, Self::BibTex, Self::Ris, Self::Csl];

    /// The ending of a file of it, and its media type.
    pub(crate) fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("txt", "text/plain"),
            Self::BibTex => ("bib", "application/x-bibtex"),
            Self::Ris => ("ris", "application/x-research-info-systems"),
            Self::Csl => ("json", "application/vnd.citationstyles.csl+json"),
        }
    }

    /// The citation of `work`.
    pub(crate) fn write(self, language: Language, work: &Work) -> String {
        match self {
            Self::Text => text(language, work),
            Self::BibTex => bibtex(work),
            Self::Ris => ris(work),
            Self::Csl => format!("[{}]", csl(work)),
        }
    }
}

/// Author, title in quotes, number, source, day, address; that the day is not known is said. The day of a document with a number stands behind its number, as
/// official texts cite one another.
fn text(language: Language, work: &Work) -> String {
    let mut parts: Vec<String> = Vec::new();
    let by = work.by().join(", ");
    parts.extend(Some(by).filter(|by| !by.is_empty()));
    parts.push(format!("“{}”", work.title));
    let date = work.date.as_ref().filter(|date| !date.is_empty()).map(|date| day(language, date));
    match (&work.number, &work.source, date) {
        (Some(number), source, Some(date)) => {
            let of = match work.dated().unwrap_or_default() {
                _ if language != Language::Vi => "",
                [_, _, Some(_)] => "ngày ",
                [_, Some(_), None] => "tháng ",
                _ => "năm ",
            };
            parts.push(format!("{number}, {of}{date}"));
            parts.extend(source.clone());
        }
        (number, source, date) => {
            let date = date.unwrap_or_else(|| texts(language).undated.to_owned());
            parts.extend(number.iter().chain(source).cloned().chain([date]));
        }
    }
    let mut line = format!("{}. {}", parts.join(", "), work.address);
    if let Some(date) = &work.fetched {
        let _ = write!(line, " ({})", fetched(language, date));
    }
    line
}

/// An entry of BibTeX: a report where the document is an official one, else a work of some other sort.
pub(crate) fn bibtex(work: &Work) -> String {
    let official = work.number.is_some() && work.issuer.is_some();
    let mut entry = format!("@{}{{{}", if official { "techreport" } else { "misc" }, key(work));
    // Double braces keep names and titles as they are: styles would cut and lower them.
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(entry, ",\n  {name} = {{{value}}}");
        }
    };
    let by: Vec<String> = work.by().into_iter().map(|name| format!("{{{}}}", tex(name))).collect();
    put("author", Some(by.join(" and ")).filter(|by| !by.is_empty()));
    put("title", Some(format!("{{{}}}", tex(&work.title))));
    if official {
        put("institution", work.issuer.as_deref().map(tex));
        put("type", work.kind.as_deref().map(tex));
    }
    put("number", work.number.as_deref().map(tex));
    // Reports have no such field as others have for where they appeared.
    put(if official { "note" } else { "howpublished" }, work.source.as_deref().map(tex));
    let [year, month, day] = work.dated().unwrap_or_default();
    put("year", year.map(str::to_owned));
    put("month", month.map(str::to_owned));
    put("day", day.map(str::to_owned));
    // Addresses are set by \url, which wants them as they are; only braces would end the field.
    put("url", Some(work.address.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")));
    put("urldate", work.fetched.as_deref().map(|date| date.split('T').next().unwrap_or(date).to_owned()));
    put("language", work.language.as_deref().map(tex));
    entry.push_str("\n}\n");
    entry
}

/// Digits of the hash in a key: with 48 bits, two of a hundred thousand ids of one form have the same once in sixty thousand archives.
const HASH_DIGITS: usize = 12;

/// The key of a BibTeX entry: letters and digits of the id, which is unique in the archive. Where that is not all that the id
/// says, a hash of it follows, behind a sign that no other key holds. Capitals are told apart so, too: BibTeX does not.
fn key(work: &Work) -> String {
    let mut key = String::from("tangthu");
    let mut gap = true;
    for letter in work.id.chars() {
        if letter.is_ascii_alphanumeric() {
            if gap {
                key.push('-');
            }
            key.push(letter);
        }
        gap = !letter.is_ascii_alphanumeric();
    }
    let same = key.strip_prefix("tangthu-") == Some(&work.id);
    if !same || work.id.contains(|c: char| c.is_ascii_uppercase()) {
        let hash = format!("{:016x}", fnv(&work.id));
        key.push('_');
        key.push_str(&hash[..HASH_DIGITS]);
    }
    key
}

/// The hash FNV-1a: short, and the same everywhere and always, as keys in a bibliography must be.
fn fnv(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// `text` with the characters that TeX reads as commands written out.
fn tex(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => result.push_str("\\textbackslash{}"),
            '~' => result.push_str("\\textasciitilde{}"),
            '^' => result.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => {
                result.push('\\');
                result.push(letter);
            }
            _ => result.push(letter),
        }
    }
    result
}

/// A record of RIS.
pub(crate) fn ris(work: &Work) -> String {
    let mut record = String::new();
    let mut put = |tag: &str, value: &str| {
        // A line break would begin another field.
        let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if !value.is_empty() {
            let _ = write!(record, "{tag}  - {value}\r\n");
        }
    };
    put("TY", if work.number.is_some() { "GOVDOC" } else { "NEWS" });
    put("ID", &work.id);
    work.by().into_iter().for_each(|name| put("AU", name));
    put("TI", &work.title);
    put("T2", work.source.as_deref().unwrap_or_default());
    put("PB", work.issuer.as_deref().unwrap_or_default());
    put("M1", work.number.as_deref().unwrap_or_default());
    put("M3", work.kind.as_deref().unwrap_or_default());
    if let Some([year, month, day]) = work.dated() {
        put("PY", year.unwrap_or_default());
        let [year, month, day] = [year, month, day].map(Option::unwrap_or_default);
        put("DA", &format!("{year}/{month}/{day}/"));
    }
    if let Some([year, month, day]) = work.fetched.as_deref().map(fields) {
        let [year, month, day] = [year, month, day].map(Option::unwrap_or_default);
        put("Y2", &format!("{year}/{month}/{day}/"));
    }
    put("LA", work.language.as_deref().unwrap_or_default());
    put("UR", &work.address);
    record.push_str("ER  - \r\n");
    record
}

/// An item of CSL-JSON.
fn csl(work: &Work) -> String {
    let mut item = String::from("{");
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let comma = if item.len() > 1 { "," } else { "" };
            let _ = write!(item, "{comma}\n  \"{name}\": {value}");
        }
    };
    let quote = |text: &String| json(text);
    put("id", Some(json(&work.id)));
    put("type", Some(json(if work.number.is_some() { "report" } else { "webpage" })));
    put("title", Some(json(&work.title)));
    let by: Vec<String> =
        work.by().into_iter().map(|name| format!("{{\"literal\": {}}}", json(name))).collect();
    put("author", (!by.is_empty()).then(|| format!("[{}]", by.join(", "))));
    put("publisher", work.issuer.as_ref().map(quote));
    put("genre", work.kind.as_ref().map(quote));
    put("number", work.number.as_ref().map(quote));
    put("container-title", work.source.as_ref().map(quote));
    put("issued", work.dated().and_then(parts));
    put("accessed", work.fetched.as_deref().map(fields).and_then(parts));
    put("language", work.language.as_ref().map(quote));
    put("URL", Some(json(&work.address)));
    item.push_str("\n}");
    item
}

/// A date as CSL-JSON writes it; none where the year is no number.
fn parts(date: [Option<&str>; 3]) -> Option<String> {
    let numbers: Vec<String> = date
        .iter()
        .map_while(|part| part.and_then(|part| part.parse::<u32>().ok()))
        .map(|n| n.to_string())
        .collect();
    (!numbers.is_empty()).then(|| format!("{{\"date-parts\": [[{}]]}}", numbers.join(", ")))
}

/// Year, month and day of a date of the archive, as far as it is known.
fn fields(date: &str) -> [Option<&str>; 3] {
    let mut fields = date.split('T').next().unwrap_or(date).split('-').filter(|field| !field.is_empty());
    [fields.next(), fields.next(), fields.next()]
}

/// `text` as a string of JSON.
pub(crate) fn json(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 2);
    result.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                result.push('\\');
                result.push(letter);
            }
            _ if letter.is_control() => {
                let _ = write!(result, "\\u{:04x}", u32::from(letter));
            }
            _ => result.push(letter),
        }
    }
    result.push('"');
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_protocol::{ProvenanceView, Run};

    fn article() -> Work {
        let document = DocumentView {
            id: "bao/2023-03_28".into(),
            title: vec![Run::plain("Quận ủy"), Run::plain(" làm việc & 100% {hồ sơ}")],
            authors: vec!["Nguyễn Văn A".into(), "B".into()],
            source: Some("Cổng thông tin".into()),
            published: Some("2023-03-28T14:04:00+07:00".into()),
            url: Some("https://b/?a=1&b=2%20".into()),
            language: Some("vi".into()),
            provenance: Some(ProvenanceView { crawled: Some("2024-01-02".into()), ..Default::default() }),
            ..Default::default()
        };
        Work::of(&document, "https://a/")
    }

    fn official() -> Work {
        Work {
            id: "01-ctr-qu".into(),
            title: "Đổi mới \"phương thức\"\nlãnh đạo".into(),
            issuer: Some("Quận ủy Long Biên".into()),
            number: Some("01-CTr/QU".into()),
            kind: Some("Chương trình".into()),
            date: Some("2020".into()),
            address: "https://a/?doc=01-ctr-qu".into(),
            ..Default::default()
        }
    }

    #[test]
    fn a_citation_says_what_is_known_and_no_more() {
        let bare = Work { title: "Quận ủy".into(), address: "https://a/".into(), ..Default::default() };
        assert_eq!(Form::Text.write(Language::Vi, &bare), "“Quận ủy”, không rõ ngày. https://a/");
        for form in Form::ALL {
            let written = form.write(Language::En, &bare);
            assert!(!written.contains("year") && !written.contains("None"), "{written}");
        }
        let expected = "Nguyễn Văn A, B, “Quận ủy làm việc & 100% {hồ sơ}”, Cổng thông tin, 28/03/2023. \
            https://b/?a=1&b=2%20 (lấy về ngày 02/01/2024)";
        assert_eq!(Form::Text.write(Language::Vi, &article()), expected);
        let decree =
            Work { source: Some("Trang quận, 2023".into()), date: Some("2022-10-24".into()), ..official() };
        let line = Form::Text.write(Language::Vi, &decree);
        assert!(line.contains(", 01-CTr/QU, ngày 24/10/2022, Trang quận, 2023. https://"), "{line}");
        assert!(bibtex(&decree).contains("note = {Trang quận, 2023}"));
    }

    #[test]
    fn an_official_document_is_cited_by_the_day_on_which_it_was_issued() {
        let of = |number: Option<&str>, issued: Option<&str>| {
            let document = DocumentView {
                number: number.map(str::to_owned),
                issued: issued.map(str::to_owned),
                published: Some("2021-05-06T09:15:00+07:00".into()),
                ..Default::default()
            };
            Form::Text.write(Language::Vi, &Work::of(&document, "https://a/"))
        };
        let both = of(Some("05-KH/QU"), Some("2021-05-04"));
        assert!(both.contains("05-KH/QU, ngày 04/05/2021"), "{both}");
        let published = of(Some("05-KH/QU"), None);
        assert!(published.contains("05-KH/QU, ngày 06/05/2021"), "{published}");
        let article = of(None, Some("2021-05-04"));
        assert!(article.contains(", 06/05/2021."), "{article}");
    }

    #[test]
    fn bibtex_keeps_names_whole_and_writes_out_what_tex_reads_as_commands() {
        let entry = bibtex(&article());
        let expected = "@misc{tangthu-bao-2023-03-28_c37c918067e3,\n  author = {{Nguyễn Văn A} and {B}},\n  \
            title = {{Quận ủy làm việc \\& 100\\% \\{hồ sơ\\}}},\n  howpublished = {Cổng thông tin},\n  year = {2023},\n  \
            month = {03},\n  day = {28},\n  url = {https://b/?a=1&b=2%20},\n  urldate = {2024-01-02},\n  language = {vi}\n}\n";
        assert_eq!(entry, expected);
        let report = bibtex(&official());
        assert!(
            report.starts_with("@techreport{") && report.contains("institution = {Quận ủy Long Biên}"),
            "{report}"
        );
    }

    #[test]
    fn no_two_documents_share_a_key() {
        let ids = [
            "tin/họp-1",
            "tin/hợp-1",
            "tin/hp-1",
            "tin-h-p-1",
            "a/b",
            "a-b",
            "a--b",
            "-a-b",
            "a-b-",
            "A-b",
            "a b",
            "họp",
            "hợp",
            "會議",
            "会议",
            "",
        ];
        let of = |id: &str| key(&Work { id: id.into(), ..Default::default() });
        let keys: std::collections::BTreeSet<String> =
            ids.iter().map(|id| of(id).to_ascii_lowercase()).collect();
        assert_eq!(keys.len(), ids.len(), "{keys:?}");
        // A plain id is all there is to say, and signs that end a key are in none.
        assert_eq!(of("a-b"), "tangthu-a-b");
        assert!(
            keys.iter().all(|key| key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))),
            "{keys:?}"
        );
    }

    #[test]
    fn ris_has_a_field_a_line_whatever_the_title_holds() {
        let record = ris(&official());
        let expected = "TY  - GOVDOC\r\nID  - 01-ctr-qu\r\nAU  - Quận ủy Long Biên\r\nTI  - Đổi mới \"phương thức\" lãnh đạo\r\n\
            PB  - Quận ủy Long Biên\r\nM1  - 01-CTr/QU\r\nM3  - Chương trình\r\nPY  - 2020\r\nDA  - 2020///\r\n\
            UR  - https://a/?doc=01-ctr-qu\r\nER  - \r\n";
        assert_eq!(record, expected);
    }

    #[test]
    fn csl_json_holds_dates_as_exact_as_they_are_known() {
        let items = Form::Csl.write(Language::Vi, &official());
        assert!(items.contains("\"issued\": {\"date-parts\": [[2020]]}"), "{items}");
        assert!(items.contains("\"title\": \"Đổi mới \\\"phương thức\\\"\\u000alãnh đạo\""), "{items}");
        let items = Form::Csl.write(Language::Vi, &article());
        assert!(items.contains("\"issued\": {\"date-parts\": [[2023, 3, 28]]}"), "{items}");
        assert!(items.contains("\"accessed\": {\"date-parts\": [[2024, 1, 2]]}"), "{items}");
    }
}
