//! Pictures and files of a copy, kept with the document that stands for both: of a text and a saved page of it only the page may have them.
//!
//! Documents whose files differ are no copies (`files.rs`), so this is for what one of them has not, or lists and has not here.

use super::{came_alike, formats};
use std::collections::HashSet;
use tangthu_archive::{Attachment, Block, Document};

/// Takes from `copy` the files that `there` lists and that were missing when it was read; says whether there were any.
pub(super) fn fill(there: &mut Document, copy: &Document) -> bool {
    // A record of an archive in one file knows how long its file was.
    fill_where(there, copy, |file, own| file.bytes.is_none() || file.bytes == own.bytes)
}

/// As [`fill`], of files that are known by more than their name: what an archive in one file lists, and not what a page refers to and
/// its publisher took away.
pub(super) fn fill_known(there: &mut Document, copy: &Document) -> bool {
    fill_where(there, copy, |file, own| file.bytes.is_some() && file.bytes == own.bytes)
}

fn fill_where(
    there: &mut Document,
    copy: &Document,
    may_be: impl Fn(&Attachment, &Attachment) -> bool,
) -> bool {
    let mut filled = false;
    for file in there.attachments.iter_mut().filter(|file| file.sha256.is_none()) {
        let is_it = |own: &&Attachment| own.name == file.name && own.sha256.is_some() && may_be(file, own);
        let found = copy.attachments.iter().find(is_it);
        if let Some(found) = found {
            file.clone_from(found);
            filled = true;
        }
    }
    filled
}

/// The files that `there` has and `new` only lists: with `new` in its place they are gone.
pub(super) fn lost(there: &Document, new: &Document) -> Vec<String> {
    let missing = new.attachments.iter().filter(|file| file.sha256.is_none());
    let had = |name: &str| there.attachments.iter().any(|file| file.name == name && file.sha256.is_some());
    missing.filter(|file| had(&file.name)).map(|file| file.name.clone()).collect()
}

/// Takes over the files of `copy` that `there` has neither by name nor by content; says whether there were any.
pub(super) fn adopt(there: &mut Document, copy: &Document) -> bool {
    let is_known = |file: &Attachment| {
        there.attachments.iter().any(|known| known.name == file.name || known.sha256 == file.sha256)
    };
    let files: Vec<Attachment> =
        formats::other_files(copy).filter(|file| file.sha256.is_some() && !is_known(file)).cloned().collect();
    if files.is_empty() {
        return false;
    }
    let names: HashSet<String> = files.iter().map(|file| file.name.clone()).collect();
    there.attachments.extend(files);
    for (at, block) in copy.body.iter().enumerate() {
        let Block::Figure { caption, image: Some(name) } = block else { continue };
        if names.contains(name) && !give_picture(&mut there.body, caption, name) {
            there.body.insert(place(&there.body, &copy.body[..at]), block.clone());
        }
    }
    true
}

/// Gives a picture to the figure that has the same caption and none yet.
fn give_picture(body: &mut [Block], words: &str, name: &str) -> bool {
    let without = body.iter_mut().find_map(|block| match block {
        Block::Figure { caption, image: image @ None } if caption == words && !words.is_empty() => {
            Some(image)
        }
        _ => None,
    });
    without.is_some_and(|image| {
        *image = Some(name.to_owned());
        true
    })
}

/// Where in `body` a figure stands that comes after `before` in the copy: behind the last of these that is there, too.
fn place(body: &[Block], before: &[Block]) -> usize {
    let last = before.iter().rev().find_map(|block| body.iter().position(|there| there == block));
    last.map_or(if before.is_empty() { 0 } else { body.len() }, |at| at + 1)
}

/// A document that is there, without files of copies, where `new` was read from the same bytes and names no file.
pub(super) fn parted(mut there: Document, new: &Document) -> Document {
    let has_copies = there.provenance.as_ref().is_some_and(|from| !from.copies.is_empty());
    if !came_alike(&there, new) || formats::other_files(new).next().is_some() && !has_copies {
        return there;
    }
    let listed = |file: &Attachment| new.attachments.iter().find(|own| own.name == file.name);
    let adopted: HashSet<String> = formats::other_files(&there)
        .filter(|file| file.sha256.is_some() && listed(file).is_none())
        .map(|file| file.name.clone())
        .collect();
    for file in &mut there.attachments {
        if let Some(missing) = listed(file).filter(|own| own.sha256.is_none()) {
            file.clone_from(missing);
        }
    }
    there.attachments.retain(|file| !adopted.contains(&file.name));
    let is_own = |words: &str| {
        new.body
            .iter()
            .any(|block| matches!(block, Block::Figure { caption, image: None } if caption == words))
    };
    there.body.retain_mut(|block| {
        let Block::Figure { caption, image } = block else { return true };
        if image.as_ref().is_none_or(|name| !adopted.contains(name)) {
            return true;
        }
        *image = None;
        is_own(caption)
    });
    there
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_archive::{Provenance, Sha256Hex};

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { text: text.to_owned() }
    }

    fn figure(caption: &str, image: Option<&str>) -> Block {
        Block::Figure { caption: caption.to_owned(), image: image.map(str::to_owned) }
    }

    fn document(input: &str, body: Vec<Block>, files: &[&str]) -> Document {
        let file = |name: &&str| Attachment {
            name: (*name).to_owned(),
            media_type: Some("image/png".to_owned()),
            bytes: Some(1),
            sha256: Some(Sha256Hex::of(name.as_bytes())),
        };
        let provenance = Provenance {
            input: Some(input.to_owned()),
            sha256: Some(Sha256Hex::of(input.as_bytes())),
            ..Provenance::default()
        };
        Document {
            body,
            attachments: files.iter().map(file).collect(),
            provenance: Some(provenance),
            ..Document::default()
        }
    }

    #[test]
    fn pictures_of_a_copy_stand_where_they_stood_and_are_taken_over_once() {
        let own = document("a.txt", vec![paragraph("Một."), paragraph("Hai."), figure("Chợ quê", None)], &[]);
        let page = [
            paragraph("Một."),
            figure("Cổng làng", Some("cong.png")),
            paragraph("Hai."),
            figure("Chợ quê", Some("cho.png")),
        ];
        let copy = document("a.html", page.to_vec(), &["cong.png", "cho.png"]);
        let mut there = own.clone();
        assert!(adopt(&mut there, &copy));
        assert_eq!((&there.body[..], &there.attachments), (&page[..], &copy.attachments));
        assert!(!adopt(&mut there, &copy));
        // The same text again is no change; once it was edited it counts as it is.
        assert_eq!(parted(there.clone(), &own), own);
        let edited = document("a.txt ", own.body, &[]);
        assert_eq!(parted(there.clone(), &edited), there);
    }

    #[test]
    fn what_is_there_by_name_or_content_is_not_taken_again_nor_what_is_missing() {
        let mut there = document("a.html", Vec::new(), &["a.png"]);
        let mut copy = document("b.html", Vec::new(), &["a.png", "b.png"]);
        copy.attachments[1].sha256 = there.attachments[0].sha256;
        assert!(!adopt(&mut there, &copy));
        copy.attachments[1].sha256 = None;
        assert!(!adopt(&mut there, &copy));
    }

    #[test]
    fn a_picture_that_was_missing_is_taken_from_the_copy_that_has_it() {
        let shown = || vec![paragraph("Một."), figure("Chợ quê", Some("cho.png"))];
        let copy = document("b.html", shown(), &["cho.png"]);
        let mut own = document("a.html", shown(), &["cho.png"]);
        own.attachments[0] =
            Attachment { sha256: None, bytes: None, media_type: None, ..own.attachments[0].clone() };
        let mut there = own.clone();
        assert!(fill(&mut there, &copy) && !fill(&mut there, &copy));
        assert_eq!((&there.attachments, &there.body), (&copy.attachments, &copy.body));
        // The page again, still without it, is no change; where there is no copy, it is.
        assert_ne!(parted(there.clone(), &own), own);
        there.provenance.as_mut().unwrap().copies.push("b.html".to_owned());
        assert_eq!(parted(there, &own).attachments, own.attachments);
    }
}
