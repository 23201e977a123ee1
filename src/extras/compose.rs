//! What the form asks for, as a query; and a query as the form shows it. Pure.

use crate::days::read_date;
use crate::i18n::format::date;
use crate::pieces::{Kind, pieces};
use tangthu_protocol::Language;

/// The fields of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// Every one of these words.
    pub(super) all: String,
    /// Exactly this phrase.
    pub(super) phrase: String,
    /// One of these words.
    pub(super) any: String,
    /// None of these words.
    pub(super) none: String,
    /// These words in the title.
    pub(super) title: String,
    /// A section.
    pub(super) section: String,
    /// A source.
    pub(super) source: String,
    /// A document number.
    pub(super) number: String,
    /// The first day.
    pub(super) from: String,
    /// The last day.
    pub(super) to: String,
}

/// The fields of the query language that the form writes: title, section, source, number, from, to.
fn names(language: Language) -> [&'static str; 6] {
    match language {
        Language::Vi => ["tiêu đề", "mục", "nguồn", "số", "từ", "đến"],
        Language::En => ["title", "section", "source", "number", "from", "to"],
    }
}

impl Form {
    /// The query. What the fields hold is never read as anything else: quotation marks are taken out.
    pub(super) fn query(&self, language: Language) -> String {
        let [title, section, source, number, from, to] = names(language);
        let mut parts: Vec<String> = Vec::new();
        let plain = |text: &str| text.replace(is_quote, " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let quote =
            |text: &str| Some(plain(text)).filter(|text| !text.is_empty()).map(|text| format!("\"{text}\""));
        parts.extend(Some(self.all.trim().to_owned()).filter(|all| !all.is_empty()));
        parts.extend(quote(&self.phrase));
        let any = plain(&self.any);
        let any: Vec<&str> = any.split(' ').filter(|word| !word.is_empty()).collect();
        match any.as_slice() {
            [] => {}
            [one] => parts.push((*one).to_owned()),
            several if parts.is_empty() && self.is_only_any() => parts.push(several.join(" OR ")),
            several => parts.push(format!("({})", several.join(" OR "))),
        }
        let none = plain(&self.none);
        let none = none.split(' ').filter(|word| !word.is_empty());
        parts.extend(none.map(|word| format!("-{}", word.trim_start_matches('-'))));
        for (name, value) in
            [(title, &self.title), (section, &self.section), (source, &self.source), (number, &self.number)]
        {
            parts.extend(quote(value).map(|value| format!("{name}:{value}")));
        }
        for (name, value) in [(from, &self.from), (to, &self.to)] {
            let read = read_date(value).map(|day| date(Language::Vi, &day));
            parts.extend(read.map(|day| format!("{name}:{day}")));
        }
        parts.join(" ")
    }

    fn is_only_any(&self) -> bool {
        Self { any: self.any.clone(), ..Self::default() } == *self
    }

    /// The form that writes `query`, as far as it can: what it has no field for stays among the words.
    pub(super) fn of(query: &str) -> Self {
        let mut form = Self::default();
        let all = pieces(query);
        // The form knows no parentheses within others: such a query is shown as it stands.
        if all.iter().any(|piece| piece.kind == Kind::Glue) {
            return Self { all: query.trim().to_owned(), ..form };
        }
        let add = |field: &mut String, text: &str| {
            if !field.is_empty() {
                field.push(' ');
            }
            field.push_str(text);
        };
        for piece in all {
            let unquoted = piece.text.trim_matches(is_quote);
            match piece.kind {
                Kind::Phrase if form.phrase.is_empty() => add(&mut form.phrase, unquoted),
                Kind::Excluded if !piece.text.contains(is_quote) => add(&mut form.none, &piece.text[1..]),
                Kind::Field => {
                    let (name, value) = piece.text.split_once(':').unwrap_or_default();
                    let place = [Language::Vi, Language::En].into_iter().find_map(|language| {
                        names(language).iter().position(|known| known.eq_ignore_ascii_case(name))
                    });
                    let field = match place {
                        Some(0) => Some(&mut form.title),
                        Some(1) => Some(&mut form.section),
                        Some(2) => Some(&mut form.source),
                        Some(3) => Some(&mut form.number),
                        Some(4) => Some(&mut form.from),
                        Some(5) => Some(&mut form.to),
                        _ => None,
                    };
                    match field.filter(|field| field.is_empty()) {
                        Some(field) => add(field, value.trim_matches(is_quote)),
                        None => add(&mut form.all, piece.text),
                    }
                }
                _ => add(&mut form.all, piece.text),
            }
        }
        form
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Form {
        Form {
            all: "giá đất".into(),
            phrase: "quận ủy".into(),
            any: "vàng bạc".into(),
            none: "lậu -chợ".into(),
            title: "thông báo".into(),
            section: "Tin \"tức\"".into(),
            source: String::new(),
            number: "01-CTr/QU".into(),
            from: "3/2020".into(),
            to: "31/2/2020".into(),
        }
    }

    #[test]
    fn the_form_writes_the_query() {
        let vi = full().query(Language::Vi);
        assert_eq!(
            vi,
            r#"giá đất "quận ủy" (vàng OR bạc) -lậu -chợ tiêu đề:"thông báo" mục:"Tin tức" số:"01-CTr/QU" từ:03/2020"#
        );
        assert!(full().query(Language::En).ends_with("from:03/2020"));
        assert_eq!(Form { any: "vàng bạc".into(), ..Form::default() }.query(Language::Vi), "vàng OR bạc");
        assert_eq!(Form::default().query(Language::Vi), "");
    }

    #[test]
    fn a_query_comes_back_into_the_form() {
        let form = Form {
            any: String::new(),
            to: String::new(),
            section: "Tin tức".into(),
            none: "lậu chợ".into(),
            from: "03/2020".into(),
            ..full()
        };
        assert_eq!(Form::of(&form.query(Language::Vi)), form);
        assert_eq!(Form::of(&form.query(Language::En)), form);
    }

    #[test]
    fn what_the_form_has_no_field_for_stays_as_it_was_typed() {
        for query in ["(a OR b) c", "a \"b c\" \"d e\" năm:2020", "-\"a b\" c"] {
            let blank = |query: &str| {
                let mut words: Vec<_> = query.split(' ').map(str::to_owned).collect();
                words.sort();
                words
            };
            assert_eq!(blank(&Form::of(query).query(Language::Vi)), blank(query), "{query}");
        }
    }
}
