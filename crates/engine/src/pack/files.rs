//! Whether the files of two documents can be those of one: a picture that was missing when one of the copies was read is none that
//! tells them apart.

use super::formats;
use tangthu_archive::{Attachment, Block, Document};

/// Whether the files of the two cannot be those of one document. Where one of them has none at all, nothing is known.
pub(super) fn contradict(one: &Document, other: &Document) -> bool {
    let (files, others) = (listed(one, other), listed(other, one));
    if files.is_empty() || others.is_empty() {
        return false;
    }
    let (files, others) = unmatched(files, others);
    // Of two copies of a page one may lack pictures; with a file more it is another state of the document.
    match (files.is_empty(), others.is_empty()) {
        (true, true) => false,
        (true, false) => !others.iter().all(|file| is_picture(other, file)),
        (false, true) => !files.iter().all(|file| is_picture(one, file)),
        (false, false) => true,
    }
}

/// Whether the two have the same files, so far as these are here.
pub(super) fn are_the_same(one: &Document, other: &Document) -> bool {
    let (files, others) = unmatched(one.attachments.iter().collect(), other.attachments.iter().collect());
    files.is_empty() && others.is_empty()
}

/// The files of `document` that are compared with those of `other`.
fn listed<'a>(document: &'a Document, other: &Document) -> Vec<&'a Attachment> {
    if formats::differ(document, other) {
        formats::other_files(document).collect()
    } else {
        document.attachments.iter().collect()
    }
}

/// The files of both that are none of the other's: told by content, and by name where it is missing in one of them.
fn unmatched<'a>(
    mut files: Vec<&'a Attachment>,
    mut others: Vec<&'a Attachment>,
) -> (Vec<&'a Attachment>, Vec<&'a Attachment>) {
    let same_content =
        |one: &Attachment, other: &Attachment| one.sha256.is_some() && one.sha256 == other.sha256;
    let one_is_missing = |one: &Attachment, other: &Attachment| {
        one.name == other.name && (one.sha256.is_none() || other.sha256.is_none())
    };
    let both_are_missing = |one: &Attachment, other: &Attachment| {
        one.sha256.is_none() && other.sha256.is_none() && one.bytes == other.bytes
    };
    let mut part = |is_match: &dyn Fn(&Attachment, &Attachment) -> bool| {
        files.retain(|file| match others.iter().position(|other| is_match(file, other)) {
            Some(at) => {
                others.swap_remove(at);
                false
            }
            None => true,
        });
    };
    part(&same_content);
    part(&one_is_missing);
    part(&both_are_missing);
    (files, others)
}

/// Whether a file is a picture that the document shows.
fn is_picture(document: &Document, file: &Attachment) -> bool {
    document
        .body
        .iter()
        .any(|block| matches!(block, Block::Figure { image: Some(name), .. } if *name == file.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_archive::Sha256Hex;

    /// A document with these files, a missing one with `?` before its name; pictures are shown.
    fn document(files: &[&str]) -> Document {
        let file = |name: &&str| Attachment {
            name: name.trim_start_matches('?').to_owned(),
            media_type: None,
            bytes: None,
            sha256: (!name.starts_with('?')).then(|| Sha256Hex::of(name.as_bytes())),
        };
        let attachments: Vec<Attachment> = files.iter().map(file).collect();
        let shown = attachments.iter().filter(|file| file.name.ends_with(".png"));
        let body = shown
            .map(|file| Block::Figure { caption: String::new(), image: Some(file.name.clone()) })
            .collect();
        Document { attachments, body, ..Document::default() }
    }

    #[test]
    fn what_is_missing_in_one_of_them_tells_nothing() {
        for (one, other, is_one) in [
            (vec!["?a.png"], vec!["a.png"], true),
            (vec!["?a.png", "b.png"], vec!["b.png", "a.png"], true),
            (vec!["a.png", "?b.pdf"], vec!["?a.png", "b.pdf"], true),
            (vec!["a.png"], vec!["a.png", "b.png"], true),
            (vec![], vec!["a.pdf"], true),
            (vec!["a.png"], vec!["b.png"], false),
            (vec!["?a.png"], vec!["b.png"], false),
            (vec!["a.pdf"], vec!["a.pdf", "b.pdf"], false),
            (vec!["a.png", "c.png"], vec!["a.png", "b.png"], false),
        ] {
            let (one, other) = (document(&one), document(&other));
            assert_eq!(!contradict(&one, &other), is_one, "{one:?} {other:?}");
            assert_eq!(!contradict(&other, &one), is_one, "{one:?} {other:?}");
        }
        assert!(are_the_same(&document(&["?a.png"]), &document(&["a.png"])));
        assert!(!are_the_same(&document(&[]), &document(&["a.png"])));
    }
}
