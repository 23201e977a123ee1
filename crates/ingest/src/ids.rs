//! Stable ids: from the record, its address or its path, never from its position; and no two documents under one.

use std::collections::{HashMap, hash_map::Entry};
use tangthu_archive::{Document, OwnId, Sha256Hex, without_endings};

/// The longest id that is kept, in characters.
const MAX_ID: usize = 200;

/// An id as a record states it, made fit to stand in addresses and file lists; `None` if nothing is left of it.
pub(crate) fn own(text: &str) -> Option<String> {
    let kept: String = tangthu_text::clean(text).chars().filter(|c| !c.is_control()).collect();
    let kept: String = kept.trim().chars().take(MAX_ID).collect();
    let kept = kept.trim_end();
    (!kept.is_empty()).then(|| kept.to_owned())
}

/// An id from the address a document was published at.
pub(crate) fn from_url(url: &str) -> String {
    format!("u-{}", Sha256Hex::of(url.trim().as_bytes()).prefix(16))
}

/// Whether `id` was given to a document because another one with the address `url` was read before it.
pub fn shares_address(id: &str, url: &str) -> bool {
    id.strip_prefix(&from_url(url)).is_some_and(|rest| rest.starts_with('~'))
}

/// Whether `id` was given to a document because another file, which `input` differs from by its ending alone, was read before it.
pub fn shares_path(id: &str, input: &str) -> bool {
    let stem = id.rsplit_once('~').map(|(stem, _)| stem);
    // What an input is called begins with the containers that it lies in.
    stem.is_some_and(|stem| !stem.is_empty() && from_path(input).ends_with(stem))
}

/// An id from the path of a file that is one document: without its endings, in NFC (some systems store names in NFD).
pub(crate) fn from_path(path: &str) -> String {
    own(without_endings(path)).unwrap_or_else(|| Sha256Hex::of(path.as_bytes()).prefix(16))
}

/// An id for a record inside a file, from its content.
pub(crate) fn inside(path: &str, content: &str) -> String {
    let id = format!("{}#{}", from_path(path), content.get(..12).unwrap_or(content));
    own(&id).unwrap_or(id)
}

/// The ids of a record that states `own`, in the file at `path`.
pub(crate) fn stated(path: &str, own_id: &str) -> OwnId {
    let ids = OwnId::new(own_id, &from_path(path));
    OwnId { in_file: own(&ids.in_file).unwrap_or(ids.in_file), ..ids }
}

/// The hash of what a document says, everything but its id and how it came here, and its length as it is stored.
pub(crate) fn content_hash(document: &Document) -> (Sha256Hex, usize) {
    let said = Document { id: String::new(), provenance: None, ..document.clone() };
    let json = serde_json::to_vec(&said).unwrap_or_default();
    (Sha256Hex::of(&json), json.len())
}

/// What became of an id.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It was free.
    Free,
    /// The same document has it, or the id given here, which it got in its place.
    Same(String),
    /// Another document has it; this one takes the id given here.
    Taken(String),
}

/// Who has an id.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// The same document.
    Same,
    /// Another one, out of the file of this number.
    Other(u32),
}

/// The ids given so far, each with the beginning of its document's content hash and the number of the file that it was read from.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// Sixteen bytes of a hash for each id and each content: a million of them take 50 MB and not 200.
    taken: HashMap<[u8; 16], ([u8; 16], u32)>,
}

impl Ids {
    /// Who has `id`, beside a document with this content.
    pub(crate) fn holder(&self, id: &str, content: &Sha256Hex) -> Option<Holder> {
        let (there, file) = self.taken.get(&key(id))?;
        Some(if *there == short(content) { Holder::Same } else { Holder::Other(*file) })
    }

    /// Asks for `id` on behalf of a document with this content, out of the file of this number.
    pub(crate) fn claim(&mut self, id: &str, content: &Sha256Hex, file: u32) -> Claim {
        let digits = content.prefix(32);
        let content = short(content);
        let mut wanted = id.to_owned();
        for length in [0, 8, 16, 32] {
            if length > 0 {
                wanted = format!("{id}~{}", digits.get(..length).unwrap_or(&digits));
            }
            match self.taken.entry(key(&wanted)) {
                Entry::Occupied(there) if there.get().0 == content => return Claim::Same(wanted),
                Entry::Occupied(_) => {}
                Entry::Vacant(free) => {
                    free.insert((content, file));
                    return if length == 0 { Claim::Free } else { Claim::Taken(wanted) };
                }
            }
        }
        Claim::Same(wanted)
    }
}

/// An id in short, for lists of many.
pub(crate) fn key(id: &str) -> [u8; 16] {
    short(&Sha256Hex::of(id.as_bytes()))
}

/// The beginning of a hash.
pub(crate) fn short(hash: &Sha256Hex) -> [u8; 16] {
    u128::from_str_radix(&hash.prefix(32), 16).unwrap_or_default().to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_gives_an_id_without_endings_and_in_nfc() {
        assert_eq!(from_path("van-ban/01-ctr-qu.md"), "van-ban/01-ctr-qu");
        assert_eq!(from_path("tin.jsonl.zst"), "tin");
        assert_eq!(from_path("v1.2/qua\u{302}\u{323}n.txt.gz"), "v1.2/quận");
    }

    #[test]
    fn own_ids_lose_what_nobody_sees() {
        assert_eq!(own(" a\u{7}b\u{200B} ").as_deref(), Some("ab"));
        assert_eq!(own(" \n"), None);
        assert_eq!(own(&"x".repeat(300)).map(|id| id.len()), Some(200));
    }

    #[test]
    fn one_id_is_never_given_twice() {
        let mut ids = Ids::default();
        let (one, two) = (Sha256Hex::of(b"1"), Sha256Hex::of(b"2"));
        assert_eq!(ids.claim("a", &one, 1), Claim::Free);
        assert_eq!(ids.claim("a", &one, 2), Claim::Same("a".to_owned()));
        assert_eq!(ids.holder("a", &one), Some(Holder::Same));
        assert_eq!((ids.holder("a", &two), ids.holder("b", &two)), (Some(Holder::Other(1)), None));
        let other = format!("a~{}", two.prefix(8));
        assert_eq!(ids.claim("a", &two, 2), Claim::Taken(other.clone()));
        assert_eq!(ids.claim("a", &two, 2), Claim::Same(other));
    }
}
