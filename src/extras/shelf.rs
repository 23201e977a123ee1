//! Saved searches as they lie on the device and in files. What is read there may be anything: it is checked and bounded.

use crate::dom;
use crate::keys::OFF;
use crate::recent::RECENT_KEY;
use crate::route::Route;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::JsCast;

/// Where they are kept: a line each, the name, a tab, and the search as addresses write it.
const SAVED_KEY: &str = "tangthu-saved";
/// How many are kept.
const MOST: usize = 200;
/// The longest name, in characters.
const LONGEST_NAME: usize = 200;
/// The longest search, in bytes.
const LONGEST: usize = 4000;

/// A saved search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Saved {
    /// Its name.
    pub(super) name: String,
    /// The search, as addresses write it.
    pub(super) search: String,
}

impl Saved {
    /// A saved search, if it makes sense; what addresses do not know is dropped.
    pub(super) fn new(name: &str, search: &str) -> Option<Self> {
        if search.len() > LONGEST {
            return None;
        }
        let route = Route { language: None, ..Route::parse(search).without_doc() };
        let name: String =
            name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_NAME).collect();
        let name = name.trim().to_owned();
        (!name.is_empty() && route != Route::default()).then(|| Self { name, search: route.to_search() })
    }
}

/// Those in the text that is kept.
fn read(text: &str) -> Vec<Saved> {
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, search)| Saved::new(name, search))
        .take(MOST)
        .collect()
}

/// The saved searches, newest first.
pub(super) fn saved() -> Vec<Saved> {
    read(&dom::remembered(SAVED_KEY).unwrap_or_default())
}

/// Keeps `all`.
pub(super) fn keep(all: &[Saved]) {
    let lines = all.iter().take(MOST).map(|one| format!("{}\t{}", one.name, one.search));
    dom::remember(SAVED_KEY, &lines.collect::<Vec<_>>().join("\n"));
}

/// `all` with `one` first; another of the same search goes.
pub(super) fn with(all: &[Saved], one: Saved) -> Vec<Saved> {
    let others: Vec<Saved> = all.iter().filter(|other| other.search != one.search).cloned().collect();
    std::iter::once(one).chain(others).take(MOST).collect()
}

/// The recent searches, newest first; none where the reader does not want them kept.
pub(super) fn recent() -> Option<Vec<String>> {
    let text = dom::remembered(RECENT_KEY).unwrap_or_default();
    (text != OFF)
        .then(|| text.lines().filter(|line| line.len() <= LONGEST).take(MOST).map(str::to_owned).collect())
}

/// Forgets the recent searches; keeps no more of them where `on` is false.
pub(super) fn forget_recent(on: bool) {
    dom::remember(RECENT_KEY, if on { "" } else { OFF });
}

/// `all` as a file of JSON.
pub(super) fn to_json(all: &[Saved]) -> String {
    let list: Array = all
        .iter()
        .map(|one| {
            let object = Object::new();
            let _ = Reflect::set(&object, &dom::js("name"), &dom::js(&one.name));
            let _ = Reflect::set(&object, &dom::js("search"), &dom::js(&one.search));
            object
        })
        .collect();
    let file = Object::new();
    let _ = Reflect::set(&file, &dom::js("tangthu-searches"), &list);
    JSON::stringify_with_replacer_and_space(&file, &wasm_bindgen::JsValue::NULL, &2.into())
        .map(String::from)
        .unwrap_or_default()
}

/// The searches in a file of JSON.
pub(super) fn from_json(text: &str) -> Vec<Saved> {
    let file = JSON::parse(text).ok();
    let list = file
        .and_then(|file| Reflect::get(&file, &dom::js("tangthu-searches")).ok()?.dyn_into::<Array>().ok());
    let field = |one: &wasm_bindgen::JsValue, name: &str| Reflect::get(one, &dom::js(name)).ok()?.as_string();
    let list = list.unwrap_or_default();
    let all =
        list.iter().take(MOST).filter_map(|one| Saved::new(&field(&one, "name")?, &field(&one, "search")?));
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_search_is_not_taken_in() {
        let text = "a\t?q=vàng&year=2020&lang=en\nb\nc\t\n\t?q=x\nd\t?evil=1\ne\t?q=b%C3%A1n&doc=7";
        let all = read(text);
        assert_eq!(all.len(), 2, "{all:?}");
        assert_eq!(Route::parse(&all[0].search).query, "vàng");
        assert!(!all[0].search.contains("lang") && !all[1].search.contains("doc"));
        assert!(Saved::new("a", &format!("?q={}", "x".repeat(LONGEST))).is_none());
        assert_eq!(Saved::new("a\tb\nc", "?q=x").unwrap().name, "a b c");
    }

    #[test]
    fn a_search_is_kept_once() {
        let one = |name: &str| Saved::new(name, "?q=x").unwrap();
        let all = with(&with(&[], one("a")), one("b"));
        assert_eq!(all, [one("b")]);
    }
}
