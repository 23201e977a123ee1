//! The citation of a document in the form that Vietnamese publications use. Pure.

use crate::i18n::format::day;
use tangthu_protocol::{DocumentView, Language};

/// Author, title in quotes, number, source, day, address; what is not known is left out.
pub(crate) fn citation(language: Language, document: &DocumentView, address: &str) -> String {
    let title: String = document.title.iter().map(|run| run.text.as_str()).collect();
    let mut parts = Vec::new();
    if !document.authors.is_empty() {
        parts.push(document.authors.join(", "));
    } else if let Some(issuer) = &document.issuer {
        parts.push(issuer.clone());
    }
    parts.push(format!("“{}”", title.trim()));
    parts.extend(document.number.clone());
    parts.extend(document.source.clone());
    let date = document.published.as_ref().or(document.issued.as_ref());
    parts.extend(date.map(|date| day(language, date)));
    let address = document.url.as_deref().unwrap_or(address);
    format!("{}. {address}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_protocol::Run;

    #[test]
    fn a_citation_says_what_is_known_and_no_more() {
        let mut document = DocumentView {
            title: vec![Run::plain("Quận ủy"), Run::plain(" làm việc")],
            ..Default::default()
        };
        assert_eq!(citation(Language::Vi, &document, "https://a/"), "“Quận ủy làm việc”. https://a/");
        document.authors = vec!["A".into(), "B".into()];
        document.source = Some("Cổng thông tin".into());
        document.published = Some("2023-03-28T14:04:00+07:00".into());
        document.url = Some("https://b/".into());
        let expected = "A, B, “Quận ủy làm việc”, Cổng thông tin, 28/03/2023. https://b/";
        assert_eq!(citation(Language::Vi, &document, "https://a/"), expected);
    }
}
