//! The name of a document's permanent page, which is made of its id alone and never changes.
//!
//! A name must be a good file name on every system and a good address on every host: a few ASCII letters in one case.
//! An id that is one already gives its name as it stands. Any other is told by its hash, with a beginning that people can
//! read; two underscores, which no name of the first kind holds, keep the kinds apart. So no two ids share a name.

use tangthu_archive::Sha256Hex;
use tangthu_text::unmarked;

/// The folder of the permanent pages, in a site.
pub const PAGE_FOLDER: &str = "doc";

/// The longest id that is a name as it stands, in bytes: with folder and ending far below what any system takes.
const MAX_PLAIN: usize = 100;
/// The longest beginning that people can read, in bytes.
const MAX_BEGINNING: usize = 40;

/// Names that Windows keeps for devices, whatever ending follows, and those that mean something else on many hosts.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "index", "404"];
/// The same with a digit behind.
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// The name of the page of the document with this id, below the site's folder: `doc/tin_chuyen-cu.html`.
///
/// ```
/// use tangthu_engine::page_name;
/// assert_eq!(page_name("tin/chuyen-cu"), "doc/tin_chuyen-cu.html");
/// assert!(page_name("Báo cáo (1)").starts_with("doc/bao-cao-1__"));
/// ```
pub fn page_name(id: &str) -> String {
    let stem = if is_plain(id) { id.replace('/', "_") } else { told_by_hash(id) };
    format!("{PAGE_FOLDER}/{stem}.html")
}

/// Whether an id is a good name as it stands, but for the slashes in it.
fn is_plain(id: &str) -> bool {
    let in_alphabet = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/');
    // Dots at the ends of a part hide a file, lead upwards, or are dropped by Windows.
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.');
    // A name that begins with a dash is an option to programs that are given it.
    let is_name = id.len() <= MAX_PLAIN && !id.starts_with('-') && id.bytes().all(in_alphabet);
    is_name && id.split('/').all(is_part) && !is_reserved(id)
}

fn is_reserved(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or(id);
    let is_numbered = |name: &str| matches!(stem.strip_prefix(name).map(str::as_bytes), Some([b'0'..=b'9']));
    RESERVED.contains(&stem) || NUMBERED.into_iter().any(is_numbered)
}

fn told_by_hash(id: &str) -> String {
    let mut beginning = String::new();
    for c in unmarked(id).chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => beginning.push(c),
            _ if !beginning.is_empty() && !beginning.ends_with('-') => beginning.push('-'),
            _ => {}
        }
        if beginning.len() == MAX_BEGINNING {
            break;
        }
    }
    let beginning = match beginning.trim_end_matches('-') {
        "" => "x",
        beginning => beginning,
    };
    format!("{beginning}__{}", Sha256Hex::of(id.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The id that a name of the first kind was made of.
    fn read_back(name: &str) -> String {
        name["doc/".len()..name.len() - ".html".len()].replace('_', "/")
    }

    #[test]
    fn ids_that_are_good_names_stay_readable() {
        for (id, name) in [
            ("u-0123456789abcdef", "doc/u-0123456789abcdef.html"),
            ("van-ban/01-ctr-qu", "doc/van-ban_01-ctr-qu.html"),
            ("bai.1", "doc/bai.1.html"),
            ("console", "doc/console.html"),
            ("com", "doc/com.html"),
        ] {
            assert_eq!(page_name(id), name);
        }
    }

    #[test]
    fn ids_that_would_harm_are_told_by_their_hash() {
        let long = "a".repeat(101);
        for id in [
            "",
            ".",
            "..",
            "../../etc/passwd",
            "/etc/passwd",
            "a/../b",
            "a//b",
            "a/",
            ".htaccess",
            "a.",
            "a\\b",
            "C:a",
            "a\0b",
            "-rf",
            "con",
            "con.txt",
            "com1",
            "lpt9.a.b",
            "index",
            "404",
            "A",
            "a_b",
            "a b",
            "a%2fb",
            "a?b#c",
            "<script>",
            "\u{202E}gpj",
            "ế",
            "한국",
            "🙂",
            &long,
        ] {
            let name = page_name(id);
            let stem = name.strip_prefix("doc/").and_then(|name| name.strip_suffix(".html")).unwrap();
            let (beginning, hash) = stem.split_once("__").unwrap();
            assert_eq!(hash, Sha256Hex::of(id.as_bytes()).to_string(), "{id}");
            assert!(!beginning.is_empty() && beginning.len() <= MAX_BEGINNING, "{name}");
            assert!(
                beginning.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{name}"
            );
        }
        assert!(
            page_name("Đề án số 11-ĐA/TU về cải cách").starts_with("doc/de-an-so-11-da-tu-ve-cai-cach__")
        );
    }

    #[test]
    fn ids_that_differ_in_case_or_form_alone_have_pages_of_their_own() {
        let ids = ["a", "A", "á", "a\u{301}", "a/b", "a_b", "a__b", "con", "CON", "a.html", "a"];
        let names: std::collections::BTreeSet<String> = ids.iter().map(|id| page_name(id)).collect();
        assert_eq!(names.len(), ids.len() - 1);
    }

    proptest! {
        #[test]
        fn every_name_is_safe_and_no_two_ids_share_one(id in "[a-z0-9./_\\-A-Zđ ]{0,30}|\\PC{0,300}") {
            let name = page_name(&id);
            prop_assert!(name.len() <= 130 && name.is_ascii(), "{}", name);
            prop_assert!(!name.contains("..") && !name.contains("/."), "{}", name);
            let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b);
            prop_assert!(name["doc/".len()..].bytes().all(allowed), "{}", name);
            match name.split_once("__") {
                Some((_, rest)) => prop_assert_eq!(rest, format!("{}.html", Sha256Hex::of(id.as_bytes()))),
                None => prop_assert_eq!(read_back(&name), id),
            }
        }
    }
}
