//! The conditions that a query sets with its fields (`mục:`, `từ:`, `số:` …): how they were read, in plain words, and which of them
//! nothing can meet. What the words of a query were read as, the engine says itself (`read_as`).

use serde::Serialize;
use tangthu_archive::PartialDate;
use tangthu_engine::{Count, Facets, Language};
use tangthu_mentions::typed_numbers;
use tangthu_search::{List, PATH_SEPARATOR, Query};
use tangthu_text::unmarked;

/// Values that are offered in the place of one that the archive lacks.
const OFFERED: usize = 3;

/// A shorter value stands by chance within others.
const TELLING: usize = 3;

/// One condition, as a program reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Condition {
    /// The English name of its field in the query language.
    pub(crate) field: &'static str,
    /// The value, in the archive's own writing where there is one for all: dates as 2021-03-28, numbers as 01-CTr/QU.
    pub(crate) value: String,
    /// Whether documents that meet it are left out.
    pub(crate) exclude: bool,
    /// The same in plain words.
    pub(crate) read_as: String,
}

/// A person, a place or a body of a query, of which the archive decides whether it is a condition or a phrase.
pub(crate) struct Asked {
    list: List,
    value: String,
    exclude: bool,
}

impl Asked {
    /// The query that asks for it and nothing else. Where the archive knows such a name, no word of it is searched.
    pub(crate) fn alone(&self) -> String {
        written(field_of(self.list), &self.value)
    }

    /// That it was not read as a condition.
    fn unknown(&self, language: Language) -> String {
        let Self { list, value, exclude } = self;
        let (vietnamese, english) = match list {
            List::Numbers => ("văn bản", "document"),
            List::People => ("người", "person"),
            List::Places => ("nơi", "place"),
            List::Bodies => ("cơ quan", "body"),
        };
        let (done, then) = match exclude {
            false => ("nên tên ấy được tìm như từ ngữ", "the name was searched as words"),
            true => ("nên tài liệu có những từ ấy bị loại trừ", "documents with its words were left out"),
        };
        match language {
            Language::Vi => format!("kho không nhận ra {vietnamese} nào tên “{value}”, {done}"),
            Language::En => format!("the archive has recognised no {english} called “{value}”, so {then}"),
        }
    }
}

/// All conditions of a query.
#[derive(Default)]
pub(crate) struct Conditions {
    /// Each of them, those of a field together.
    pub(crate) all: Vec<Condition>,
    /// What keeps the query from finding anything, or was not read as it was written: a sentence each.
    pub(crate) notes: Vec<String>,
    /// What the conditions of days say together, and whether no day meets them.
    range: Option<(String, bool)>,
}

impl Conditions {
    /// The conditions of `query`. `knows` says whether the archive has recognised a name.
    pub(crate) fn read<E>(
        query: &str,
        language: Language,
        mut knows: impl FnMut(&Asked) -> Result<bool, E>,
    ) -> Result<Self, E> {
        let query = Query::parse(query);
        let filters = &query.filters;
        let mut read = Self::default();
        let fields = [
            ("section", &filters.section),
            ("source", &filters.source),
            ("kind", &filters.kind),
            ("language", &filters.language),
            ("year", &filters.year),
            ("month", &filters.month),
            ("number", &filters.number),
        ];
        for (field, filters) in fields {
            for filter in filters {
                let value = if field == "number" { proper(&filter.value) } else { filter.value.clone() };
                read.add(field, value, filter.exclude, language);
            }
        }
        for name in &query.names {
            let (value, exclude) = (name.filter.value.clone(), name.filter.exclude);
            let asked = Asked { list: name.list, value, exclude };
            if knows(&asked)? {
                read.add(field_of(asked.list), asked.value, asked.exclude, language);
            } else {
                read.notes.push(asked.unknown(language));
            }
        }
        // Wanted values of a field are alternatives and so stand side by side.
        let order: Vec<&str> = read.all.iter().map(|condition| condition.field).collect();
        let first = |condition: &Condition| order.iter().position(|field| *field == condition.field);
        read.all.sort_by_key(|condition| (first(condition), condition.exclude));
        let (from, to) = (filters.range.from, filters.range.to);
        for (field, date) in [("from", from), ("to", to)] {
            if let Some(date) = date {
                read.add(field, date.to_string(), false, language);
            }
        }
        let never = matches!((from, to), (Some(from), Some(to)) if from.first_day() > to.last_day());
        if from.is_some() || to.is_some() {
            let told = |field, date: PartialDate| says(field, &date.to_string(), false, language);
            let ends = [from.map(|date| told("from", date)), to.map(|date| told("to", date))];
            let range = ends.into_iter().flatten().collect::<Vec<_>>().join(" ");
            if never {
                read.notes.push(pick(
                    language,
                    format!("{range}: không có ngày nào nằm trong khoảng này; hãy đổi chỗ hai ngày"),
                    format!("{range}: no day lies in it; swap the two dates"),
                ));
            }
            read.range = Some((range, never));
        }
        Ok(read)
    }

    fn add(&mut self, field: &'static str, value: String, exclude: bool, language: Language) {
        let read_as = says(field, &value, exclude, language);
        let condition = Condition { field, value, exclude, read_as };
        if !self.all.contains(&condition) {
            self.all.push(condition);
        }
    }

    /// All of them in one sentence; empty where there are none.
    pub(crate) fn sentence(&self, language: Language) -> String {
        let mut sentence = String::new();
        let mut before: Option<&Condition> = None;
        for condition in &self.all {
            sentence.push_str(match before {
                None => "",
                Some(before) if before.field == condition.field && !condition.exclude => {
                    if language == Language::Vi { " hoặc " } else { " or " }
                }
                Some(before) if before.field == "from" => " ",
                Some(_) => "; ",
            });
            sentence.push_str(&condition.read_as);
            before = Some(condition);
        }
        sentence
    }

    /// Says of each condition that not one document of the archive meets it, where that is so. `alone` counts what a query
    /// finds; `archive` tells what values there are.
    pub(crate) fn explain<E>(
        &mut self,
        language: Language,
        mut alone: impl FnMut(String) -> Result<u32, E>,
        mut archive: impl FnMut() -> Result<Facets, E>,
    ) -> Result<(), E> {
        // What was recognised as a name is in some document, and days are asked for together.
        let is_lone = |condition: &&Condition| {
            !condition.exclude && !matches!(condition.field, "person" | "place" | "org" | "from" | "to")
        };
        for Condition { field, value, read_as, .. } in self.all.iter().filter(is_lone) {
            if alone(written(field, value))? > 0 {
                continue;
            }
            let mut note = absent(read_as, language);
            if matches!(*field, "section" | "source" | "kind" | "language") {
                let Facets { section, source, kind, language: languages, .. } = archive()?;
                let values = match *field {
                    "section" => section,
                    "source" => source,
                    "kind" => kind,
                    _ => languages,
                };
                note.push_str(&offer(&values, value, language));
            }
            self.notes.push(note);
        }
        if let Some((range, false)) = &self.range {
            let ends = self.all.iter().filter(|condition| matches!(condition.field, "from" | "to"));
            let ends: Vec<String> = ends.map(|end| written(end.field, &end.value)).collect();
            if alone(ends.join(" "))? == 0 {
                self.notes.push(absent(range, language));
            }
        }
        Ok(())
    }
}

/// A condition as it is written in a query.
fn written(field: &str, value: &str) -> String {
    // What was not written between quotation marks has no blank, and may hold such a mark.
    let mark = if value.contains(['"', '“', '”', '„', '«', '»']) { "" } else { "\"" };
    format!("{field}:{mark}{value}{mark}")
}

fn field_of(list: List) -> &'static str {
    match list {
        List::Numbers => "number",
        List::People => "person",
        List::Places => "place",
        List::Bodies => "org",
    }
}

fn pick<T>(language: Language, vietnamese: T, english: T) -> T {
    if language == Language::Vi { vietnamese } else { english }
}

/// A number of a document in its proper writing.
fn proper(key: &str) -> String {
    let number = typed_numbers(key).into_iter().find(|number| number.start == 0 && number.end == key.len());
    number.map_or_else(|| key.to_owned(), |number| number.canonical)
}

fn says(field: &str, value: &str, exclude: bool, language: Language) -> String {
    let vietnamese = |before: &str| format!("{}{before} “{value}”", if exclude { "trừ " } else { "" });
    let english = |before: &str| format!("{}{before} “{value}”", if exclude { "not " } else { "" });
    let (not, date) = match language {
        Language::Vi => (if exclude { "trừ " } else { "" }, day_first(value)),
        Language::En => (if exclude { "not " } else { "" }, value.to_owned()),
    };
    match (field, language) {
        ("section", Language::Vi) => vietnamese("mục"),
        ("section", Language::En) => english("in section"),
        ("source", Language::Vi) => vietnamese("nguồn"),
        ("source", Language::En) => english("from source"),
        ("kind", Language::Vi) => vietnamese("loại"),
        ("kind", Language::En) => english("of kind"),
        ("language", Language::Vi) => vietnamese("ngôn ngữ"),
        ("language", Language::En) => english("in language"),
        ("person", Language::Vi) => vietnamese("có nói đến người"),
        ("person", Language::En) => english("naming the person"),
        ("place", Language::Vi) => vietnamese("có nói đến nơi"),
        ("place", Language::En) => english("naming the place"),
        ("org", Language::Vi) => vietnamese("có nói đến cơ quan"),
        ("org", Language::En) => english("naming the body"),
        ("number", Language::Vi) => format!("{not}mang hoặc dẫn số {value}"),
        ("number", Language::En) => format!("{not}bearing or citing number {value}"),
        ("year", Language::Vi) => format!("{not}năm {value}"),
        ("month", Language::Vi) => format!("{not}tháng {date}"),
        ("year" | "month", Language::En) => format!("{not}dated {value}"),
        ("from", Language::Vi) => format!("từ {date}"),
        ("to", Language::Vi) => format!("đến {date}"),
        (_, _) => format!("{field} {date}"),
    }
}

/// A date as it is written in Vietnamese.
fn day_first(date: &str) -> String {
    // A moment is told by its day.
    let fields: Vec<&str> = date.get(..10).unwrap_or(date).rsplit('-').collect();
    match fields.as_slice() {
        [month, year] => format!("{}/{year}", month.trim_start_matches('0')),
        _ => fields.join("/"),
    }
}

fn absent(condition: &str, language: Language) -> String {
    pick(
        language,
        format!("không tài liệu nào trong kho thỏa điều kiện: {condition}"),
        format!("no document of the archive meets this: {condition}"),
    )
}

/// What the archive has in the place of a value that it lacks: what differs in marks, case and blanks only, else what holds it, else the
/// most frequent values.
fn offer(values: &[Count], wanted: &str, language: Language) -> String {
    let key = |text: &str| unmarked(text).to_lowercase().replace(char::is_whitespace, "");
    let wanted = key(wanted);
    let last = |value: &str| value.rsplit(PATH_SEPARATOR).next().map(key).unwrap_or_default();
    let those = |is: &dyn Fn(&str) -> bool| -> Vec<&str> {
        values.iter().map(|count| count.value.as_str()).filter(|value| is(value)).collect()
    };
    let same = those(&|value| key(value) == wanted || last(value) == wanted);
    let like = if same.is_empty() {
        those(&|value| wanted.len() >= TELLING && key(value).contains(&wanted))
    } else {
        same
    };
    let (values, lead) = if like.is_empty() {
        (those(&|_| true), pick(language, "; trong kho có", "; the archive has"))
    } else {
        (like, pick(language, "; gần nhất là", "; close to it:"))
    };
    if values.is_empty() {
        return pick(language, "; không tài liệu nào có trường này", "; no document has this field at all")
            .to_owned();
    }
    let more = if values.len() > OFFERED { ", …" } else { "" };
    let shown: Vec<String> = values.iter().take(OFFERED).map(|value| format!("“{value}”")).collect();
    format!("{lead} {}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn read(query: &str, language: Language) -> Conditions {
        let knows = |asked: &Asked| Ok::<_, Infallible>(asked.value.contains("Mơ"));
        let Ok(read) = Conditions::read(query, language, knows);
        read
    }

    fn said(query: &str, language: Language) -> String {
        read(query, language).sentence(language)
    }

    #[test]
    fn conditions_are_said_in_both_languages() {
        for (query, vietnamese, english) in [
            ("số:01-ctr/qu", "mang hoặc dẫn số 01-CTr/QU", "bearing or citing number 01-CTr/QU"),
            (
                "mục:A mục:B -mục:C giá",
                "mục “A” hoặc mục “B”; trừ mục “C”",
                "in section “A” or in section “B”; not in section “C”",
            ),
            ("-mục:C mục:A", "mục “A”; trừ mục “C”", "in section “A”; not in section “C”"),
            ("từ:2021", "từ 2021", "from 2021"),
            ("từ:28/3/2020 đến:3/2021", "từ 28/03/2020 đến 3/2021", "from 2020-03-28 to 2021-03"),
            ("tháng:3/2020 loại:X", "loại “X”; tháng 3/2020", "of kind “X”; dated 2020-03"),
            ("người:\"Đỗ Mơ\"", "có nói đến người “Đỗ Mơ”", "naming the person “Đỗ Mơ”"),
            ("giá vàng", "", ""),
        ] {
            assert_eq!(said(query, Language::Vi), vietnamese, "{query}");
            assert_eq!(said(query, Language::En), english, "{query}");
        }
    }

    #[test]
    fn a_range_without_a_day_and_a_name_that_nobody_knows_are_told() {
        let notes = read("từ:2021 đến:2020", Language::En).notes;
        assert_eq!(notes, ["from 2021 to 2020: no day lies in it; swap the two dates"]);
        assert!(read("từ:2021 đến:2021", Language::En).notes.is_empty());
        let read = read("cơ quan:\"Sở Lạ\"", Language::En);
        assert!(read.all.is_empty());
        assert!(read.notes[0].contains("no body called “Sở Lạ”"), "{:?}", read.notes);
        assert!(self::read("-nơi:Lạ", Language::En).notes[0].ends_with("its words were left out"));
    }

    #[test]
    fn what_no_document_has_is_told_with_what_there_is() {
        let explained = |query: &str, values: &[&str]| {
            let count = |value: &&str| Count { value: (*value).to_owned(), count: 1 };
            let section: Vec<Count> = values.iter().map(count).collect();
            let mut read = read(query, Language::En);
            let alone = |query: String| {
                let found = values.iter().any(|value| query == format!("section:\"{value}\""));
                Ok::<_, Infallible>(u32::from(found))
            };
            let archive = || Ok(Facets { section: section.clone(), ..Facets::default() });
            let Ok(()) = read.explain(Language::En, alone, archive);
            read.notes
        };
        let none = "no document of the archive meets this: ";
        assert_eq!(
            explained("mục:\"giao thong\"", &["Tin", "Tin / Giao thông"]),
            [format!("{none}in section “giao thong”; close to it: “Tin / Giao thông”")]
        );
        assert_eq!(
            explained("mục:x", &["A", "B", "C", "D"]),
            [format!("{none}in section “x”; the archive has “A”, “B”, “C”, …")]
        );
        assert_eq!(
            explained("mục:x", &[]),
            [format!("{none}in section “x”; no document has this field at all")]
        );
        assert_eq!(explained("từ:2031 đến:2032", &[]), [format!("{none}from 2031 to 2032")]);
        assert!(explained("mục:A -mục:x", &["A"]).is_empty());
    }
}
