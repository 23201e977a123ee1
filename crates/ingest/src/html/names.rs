//! What the names of an element (the words of its class and id) say of it. The table is `data/page-names.tsv`, to be edited by
//! people.

use super::tree::{Id, Tree};
use std::{collections::HashMap, sync::LazyLock};

/// The longest class or id that is looked at, in characters.
const MAX_NAMES: usize = 300;

static TABLE: LazyLock<HashMap<&'static str, Said>> = LazyLock::new(|| {
    let mut table: HashMap<&str, Said> = HashMap::new();
    for line in include_str!("../../data/page-names.tsv").lines().filter(|line| !line.starts_with('#')) {
        if let Some((kind, words)) = line.split_once('\t') {
            for word in words.split(' ') {
                table.entry(word).or_default().add(Said::of(kind));
            }
        }
    }
    table
});

/// What is said; any of it, or nothing. Each is a kind of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) out: bool,
    pub(super) talk: bool,
    pub(super) good: bool,
    pub(super) bad: bool,
    pub(super) caption: bool,
    pub(super) title: bool,
    pub(super) lead: bool,
    pub(super) date: bool,
    pub(super) author: bool,
    pub(super) source: bool,
    pub(super) section: bool,
    pub(super) path: bool,
}

impl Said {
    fn of(kind: &str) -> Self {
        let is = |name| kind == name;
        Self {
            out: is("out"),
            talk: is("talk"),
            good: is("good"),
            bad: is("bad"),
            caption: is("caption"),
            title: is("title"),
            lead: is("lead"),
            date: is("date"),
            author: is("author"),
            source: is("source"),
            section: is("section"),
            path: is("path"),
        }
    }

    fn add(&mut self, other: Self) {
        self.out |= other.out;
        self.talk |= other.talk;
        self.good |= other.good;
        self.bad |= other.bad;
        self.caption |= other.caption;
        self.title |= other.title;
        self.lead |= other.lead;
        self.date |= other.date;
        self.author |= other.author;
        self.source |= other.source;
        self.section |= other.section;
        self.path |= other.path;
    }
}

/// What the names of an element say.
pub(super) fn said(tree: &Tree, id: Id) -> Said {
    tree.said.get(id).copied().unwrap_or_default()
}

/// What the names of every element say.
pub(super) fn read(tree: &Tree) -> Vec<Said> {
    let mut all = vec![Said::default(); tree.len()];
    for (id, said) in all.iter_mut().enumerate() {
        let words = words(tree, id);
        for word in &words {
            said.add(TABLE.get(word.as_str()).copied().unwrap_or_default());
        }
        for pair in words.windows(2) {
            said.add(TABLE.get(format!("{}+{}", pair[0], pair[1]).as_str()).copied().unwrap_or_default());
        }
    }
    all
}

/// The words of class and id: parted at marks, and where a capital follows a small letter.
fn words(tree: &Tree, id: Id) -> Vec<String> {
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
