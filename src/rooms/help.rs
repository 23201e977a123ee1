//! How to search: what one may type, each line a search to try; how to narrow a result; the keys.

use super::texts::{Value, texts};
use crate::client::{Archive, expect_client};
use crate::extras::Extra;
use crate::history::expect_nav;
use crate::route::Route;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, Count, FacetAsk, ListField, SearchAnswer, SearchRequest};

/// The help page.
#[component]
pub(super) fn Help() -> impl IntoView {
    let (nav, ui, client) = (expect_nav(), expect_ui(), expect_client());
    let t = texts(expect_texts().language);
    ui.title.set(t.help.to_owned());
    let start = nav.route.get_untracked().start();
    let row = move |typed: String, own: bool, does: &'static str| {
        let href = Route { query: typed.clone(), ..start.clone() }.href();
        let perhaps = (!own).then(|| view! { " " <span class="count">{t.perhaps}</span> });
        view! { <dt><a href=href><code>{typed}</code></a></dt> <dd>{does} {perhaps}</dd> }
    };
    let field = row.clone();
    // Examples are to find something: their values are those of the archive, once it has told them.
    let held = RwSignal::new(None::<Box<SearchAnswer>>);
    Effect::new(move |_| {
        let count =
            [ListField::Number, ListField::Person].map(|field| FacetAsk { field, ..FacetAsk::default() });
        let request = SearchRequest { count: count.to_vec(), limit: TITLES, ..SearchRequest::default() };
        let listen = move |answer| {
            if let Answer::Found(found) = answer {
                held.try_set(Some(Box::new(found)));
            }
        };
        if client.archive.with(|archive| matches!(archive, Archive::Open(_))) {
            client.ask(Ask::Aside(Box::new(request)), listen, || {});
        }
    });
    let words = move || {
        let rows = t.syntax.iter().map(|(value, does)| {
            let (typed, own) = held.with(|held| example(*value, held.as_deref()));
            row(typed, own, does)
        });
        rows.collect_view()
    };
    let fields = move || {
        let rows = t.fields.iter().map(|(name, value, does)| {
            let (typed, own) = held.with(|held| example(*value, held.as_deref()));
            field(format!("{name}{typed}"), own, does)
        });
        rows.collect_view()
    };
    let ways = t.narrowing.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
    view! {
        <section class="room help">
            <h1>{t.help}</h1>
            <p>{t.help_about}</p>
            <p class="ways">
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Advanced))>{t.open_form}</button>
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Keys))>{t.open_keys}</button>
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Palette))>{t.open_palette}</button>
            </p>
            <h2>{t.headings[0]}</h2>
            <dl>{words}</dl>
            <h2>{t.headings[1]}</h2>
            <p>{t.fields_about}</p>
            <dl>{fields}</dl>
            <h2>{t.headings[2]}</h2>
            <ul>{ways}</ul>
        </section>
    }
}

/// How many titles are looked at for words.
const TITLES: u32 = 8;
/// How many words of a title are an example, and how many of them a phrase.
const WORDS: usize = 2;
const PHRASE: usize = 3;

/// The value of an example as it is typed, and whether it is the archive's own. Before the archive has told what it holds, all
/// pass for its own: they are about to be.
fn example(value: Value, held: Option<&SearchAnswer>) -> (String, bool) {
    let first = |counts: &[Count]| {
        counts.iter().map(|count| count.value.clone()).find(|value| !value.trim().is_empty())
    };
    let listed = |at: usize| held.and_then(|held| first(&held.lists.get(at)?.values));
    let facet = |take: fn(&SearchAnswer) -> &[Count]| held.and_then(|held| first(take(held)));
    let titles = || -> Vec<Vec<String>> {
        let hits = held.map(|held| held.hits.as_slice()).unwrap_or_default();
        hits.iter().map(|hit| words_of(&hit.title.iter().map(|run| &*run.text).collect::<String>())).collect()
    };
    let marked = || titles().into_iter().find(|words| words.len() >= WORDS && bears_marks(&words[..WORDS]));
    let two = |write: fn(&[String], &[String]) -> String| two_of(&titles()).map(|(a, b)| write(&a, &b));
    // What is no single value is written as it is typed.
    let (found, else_) = match value {
        Value::Is(text) => return (text.to_owned(), held.is_none()),
        Value::Plain(text) => (marked().map(|words| plain(&decomposed(&words[..WORDS].join(" ")))), text),
        Value::Marked(text) => (marked().map(|words| words[..WORDS].join(" ")), text),
        Value::Telex(text) => (marked().map(|words| telex(&decomposed(&words[..WORDS].join(" ")))), text),
        Value::Phrase(text) => {
            let phrase = titles().into_iter().find(|words| words.len() >= PHRASE);
            (phrase.map(|words| format!("\"{}\"", words[..PHRASE].join(" "))), text)
        }
        Value::Without(text) => {
            (two(|a, b| format!("{} -\"{}\"", a[..WORDS].join(" "), b[..PHRASE].join(" "))), text)
        }
        Value::Either(text) => {
            (two(|a, b| format!("{} OR {}", a[..WORDS].join(" "), b[..WORDS].join(" "))), text)
        }
        Value::Grouped(text) => (two(|a, b| format!("{} ({} OR {})", a[0], a[1], b[0])), text),
        Value::Range(text, to) => {
            let years = held.map(|held| held.facets.year.iter()).unwrap_or_default();
            let mut years: Vec<&String> =
                years.map(|year| &year.value).filter(|year| !year.is_empty()).collect();
            years.sort_unstable();
            let range = years.first().zip(years.last());
            (range.map(|(first, last)| format!("1/{first} {to}31/12/{last}")), text)
        }
        Value::Title(text) => return one_value(marked().map(|words| words[..WORDS].join(" ")), text, held),
        Value::Section(text) => return one_value(facet(|held| &held.facets.section), text, held),
        Value::Source(text) => return one_value(facet(|held| &held.facets.source), text, held),
        Value::Kind(text) => return one_value(facet(|held| &held.facets.kind), text, held),
        Value::Year(text) => return one_value(facet(|held| &held.facets.year), text, held),
        Value::Number(text) => return one_value(listed(0), text, held),
        Value::Person(text) => return one_value(listed(1), text, held),
    };
    let own = found.is_some() || held.is_none();
    (found.unwrap_or_else(|| else_.to_owned()), own)
}

/// One value, in quotation marks where it has several words.
fn one_value(found: Option<String>, else_: &str, held: Option<&SearchAnswer>) -> (String, bool) {
    let own = found.is_some() || held.is_none();
    let text = found.unwrap_or_else(|| else_.to_owned());
    // A quotation mark would end the value.
    let text = text.replace('"', " ");
    (if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text }, own)
}

/// The words with which a title begins, up to the first that is not of letters alone: so they stand side by side.
fn words_of(title: &str) -> Vec<String> {
    let words = title.split_whitespace().take_while(|word| word.chars().all(char::is_alphabetic));
    words.filter(|word| !matches!(*word, "OR" | "HOẶC")).map(str::to_owned).collect()
}

/// Whether a word has letters that English has not.
fn bears_marks(words: &[String]) -> bool {
    words.iter().any(|word| !word.is_ascii())
}

/// Two titles that begin with other words, long enough for all examples.
fn two_of(titles: &[Vec<String>]) -> Option<(Vec<String>, Vec<String>)> {
    let mut long = titles.iter().filter(|words| words.len() >= PHRASE);
    let one = long.next()?;
    let other = long.find(|words| words.iter().take(PHRASE).all(|word| !one.contains(word)))?;
    Some((one.clone(), other.clone()))
}

/// A text with its marks as signs of their own: the browser knows how.
fn decomposed(text: &str) -> String {
    String::from(js_sys::JsString::from(text).normalize("NFD"))
}

/// A decomposed text without its marks.
fn plain(decomposed: &str) -> String {
    let letters = decomposed.chars().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter));
    letters
        .map(|letter| {
            if letter == 'đ' {
                'd'
            } else if letter == 'Đ' {
                'D'
            } else {
                letter
            }
        })
        .collect()
}

/// The keys of Telex that write a decomposed text; the tone of a syllable is typed at its end.
fn telex(decomposed: &str) -> String {
    let words = decomposed.split(' ').map(|word| {
        let (mut keys, mut tone, mut base) = (String::new(), None, ' ');
        for letter in word.chars() {
            match letter {
                '\u{302}' => keys.push(base.to_ascii_lowercase()),
                '\u{306}' | '\u{31b}' => keys.push('w'),
                '\u{300}' => tone = Some('f'),
                '\u{301}' => tone = Some('s'),
                '\u{309}' => tone = Some('r'),
                '\u{303}' => tone = Some('x'),
                '\u{323}' => tone = Some('j'),
                'đ' => keys.push_str("dd"),
                'Đ' => keys.push_str("DD"),
                _ => {
                    keys.push(letter);
                    base = letter;
                }
            }
        }
        keys.extend(tone);
        keys
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_protocol::{Facets, Hit, ListCounts, Run};

    fn held(titles: &[&str], numbers: &[&str], years: &[&str]) -> SearchAnswer {
        let counts = |values: &[&str]| -> Vec<Count> {
            values.iter().map(|value| Count { value: (*value).to_owned(), count: 1 }).collect()
        };
        let hits = titles.iter().map(|title| Hit { title: vec![Run::plain(*title)], ..Hit::default() });
        SearchAnswer {
            hits: hits.collect(),
            lists: vec![
                ListCounts { values: counts(numbers), ..ListCounts::default() },
                ListCounts::default(),
            ],
            facets: Facets { year: counts(years), ..Facets::default() },
            ..SearchAnswer::default()
        }
    }

    #[test]
    fn examples_are_of_the_words_and_numbers_of_the_archive() {
        let held = held(
            &["Họp tổ dân phố: tháng 3", "Họp tổ trưởng", "Tổng vệ sinh ngõ xóm"],
            &["12-KH/QU"],
            &["2023", "2016", ""],
        );
        let of = |value: Value| example(value, Some(&held));
        let own = |text: &str| (text.to_owned(), true);
        assert_eq!(of(Value::Marked("x")), own("Họp tổ"));
        assert_eq!(of(Value::Title("x")), own("\"Họp tổ\""));
        assert_eq!(of(Value::Phrase("x")), own("\"Họp tổ dân\""));
        assert_eq!(of(Value::Without("x")), own("Họp tổ -\"Tổng vệ sinh\""));
        assert_eq!(of(Value::Either("x")), own("Họp tổ OR Tổng vệ"));
        assert_eq!(of(Value::Grouped("x")), own("Họp (tổ OR Tổng)"));
        assert_eq!(of(Value::Number("x")), own("12-KH/QU"));
        assert_eq!(of(Value::Range("x", "đến:")), own("1/2016 đến:31/12/2023"));
    }

    #[test]
    fn what_the_archive_does_not_give_is_called_an_example() {
        let held = held(&["Notes 1", "\"A\" or b"], &[], &[""]);
        for value in
            [Value::Marked("quận"), Value::Number("quận"), Value::Either("quận"), Value::Year("quận")]
        {
            assert_eq!(example(value, Some(&held)), ("quận".to_owned(), false));
        }
        assert_eq!(example(Value::Is("TTHC"), Some(&held)), ("TTHC".to_owned(), false));
        assert_eq!(example(Value::Number("quận"), None), ("quận".to_owned(), true));
    }

    #[test]
    fn marks_are_taken_off_or_typed() {
        // Quận ủy, đường, Đề xuất, decomposed.
        let quan = "Qua\u{302}\u{323}n u\u{309}y";
        assert_eq!((plain(quan).as_str(), telex(quan).as_str()), ("Quan uy", "Quaanj uyr"));
        let duong = "đu\u{31b}o\u{31b}\u{300}ng";
        assert_eq!((plain(duong).as_str(), telex(duong).as_str()), ("duong", "dduwowngf"));
        assert_eq!(telex("Đe\u{302}\u{300} xua\u{302}\u{301}t"), "DDeef xuaats");
    }
}
