//! What the names of an element (the words of its class and id) say of it. The table is `data/page-names.tsv`, to be edited by
//! people.

use super::tree::{Id, Tree};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// The longest class or id that is looked at, in characters.
const MAX_NAMES: usize = 300;

static TABLE: LazyLock<HashMap<&'static str, HashSet<&'static str>>> = LazyLock::new(|| {
    let mut table: HashMap<&str, HashSet<&str>> = HashMap::new();
    for line in include_str!("../../data/page-names.tsv").lines().filter(|line| !line.starts_with('#')) {
        if let Some((kind, words)) = line.split_once('\t') {
            table.entry(kind).or_default().extend(words.split(' '));
        }
    }
    table
});

/// What is said; any of it, or nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) out: bool,
    pub(super) talk: bool,
    pub(super) good: bool,
    pub(super) bad: bool,
    pub(super) caption: bool,
}

/// What the names of an element say.
pub(super) fn said(tree: &Tree, id: Id) -> Said {
    let words = words(tree, id);
    if words.is_empty() {
        return Said::default();
    }
    let pairs: Vec<String> = words.windows(2).map(|pair| format!("{}+{}", pair[0], pair[1])).collect();
    let has = |kind| {
        let set = TABLE.get(kind);
        set.is_some_and(|set| words.iter().chain(&pairs).any(|word| set.contains(word.as_str())))
    };
    Said { out: has("out"), talk: has("talk"), good: has("good"), bad: has("bad"), caption: has("caption") }
}

/// The words of class and id: parted at marks, and where a capital follows a small letter.
pub(super) fn words(tree: &Tree, id: Id) -> Vec<String> {
    let mut words = Vec::new();
    for attr in ["class", "id"] {
        let Some(value) = tree.attr(id, attr) else { continue };
        let mut word = String::new();
        let mut small = false;
        for c in value.chars().take(MAX_NAMES) {
            let ends = !c.is_alphanumeric() || (small && c.is_uppercase());
            if ends && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
            }
            small = c.is_lowercase();
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::guard;
    use super::*;

    fn of(tag: &str) -> Said {
        let parsed = guard::parse(tag);
        let tree = Tree::of(&parsed.html);
        let id = tree.all("div").next().unwrap();
        said(&tree, id)
    }

    #[test]
    fn words_are_compared_whole() {
        assert!(
            of("<div class='tinLienQuan'>").out
                && of("<div id=tin_khac>").out
                && of("<div class='hop ad'>").out
        );
        assert!(!of("<div class='download header-text'>").out && !of("<div>").out);
        assert!(of("<div class=binh-luan>").talk && of("<div id=noi_dung class='noiDung'>").good);
    }
}
