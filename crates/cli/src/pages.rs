//! The static twin of a site: a plain page for every document, lists of them, a sitemap and a feed.
//!
//! Pages are made of the archive as it was just written, and of nothing else, so that every command that changes a site
//! makes the same ones. Each is readable without a script and loads nothing but the site's own style sheet and pictures.
//! Documents come by one after the other; memory holds some bytes of each. What a page's name is, the engine says
//! (`page_name`); writing files is left to `publish.rs`.

mod blocks;
mod document;
mod feed;
mod frame;
mod lists;
mod register;
mod sitemap;
mod words;
mod work;

use crate::{
    host::Location,
    output::Counted,
    progress::Bar,
    publish::{Publisher, replace},
    workshop::DiskWorkshop,
};
use document::Neighbours;
use frame::Frame;
use lists::{INDEX, LIST_FOLDER, List};
use register::Register;
use sitemap::Sitemap;
use std::{
    io::{self, Write as _},
    path::Path,
};
use tangthu_archive::{Card, Document, MANIFEST_NAME, PartialDate, Sha256Hex};
use tangthu_engine::{Failure, PAGE_FOLDER, Reader, page_name};
use words::Words;

/// The style sheet of all pages.
const STYLE: &str = include_str!("pages/pages.css");

/// How its name begins; the hash of its content follows.
const STYLE_START: &str = "app/pages-";

/// Documents that a thread takes at once.
const AT_ONCE: usize = 32;

/// Whether the file belongs to the static twin. Such files are made anew with every change of the archive.
pub(crate) fn is_page(name: &str) -> bool {
    let is_below = |folder: &str| name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    is_below(PAGE_FOLDER)
        || is_below(LIST_FOLDER)
        || name.starts_with(STYLE_START)
        || name == feed::FEED
        || Sitemap::is_name(name)
}

/// Writes all pages of the archive that `manifest` is to publish, whose parts are written.
pub(crate) fn write(publisher: &mut Publisher, manifest: &[u8], bar: &Bar) -> io::Result<()> {
    // The manifest takes its place when everything else is there; until then the archive is read through a copy.
    let mut copy = tempfile::NamedTempFile::new()?;
    copy.write_all(manifest)?;
    let mut register = Register::new(DiskWorkshop::new(publisher.root(), bar.clone())?);
    publisher.announce([])?;
    let location = Location::with_manifest(publisher.root(), MANIFEST_NAME, copy.path());
    let reader = location.open().map_err(|failure| unreadable(&failure))?;
    each_segment(&reader, |segment| {
        let mut failed = Ok(());
        let mut take = |card| {
            failed = register.add(&card);
            failed.is_ok()
        };
        pollster::block_on(reader.each_card(segment, &mut take)).map_err(|failure| unreadable(&failure))?;
        failed
    })?;
    register.close()?;

    let info = reader.info();
    let style = format!("{STYLE_START}{}.css", Sha256Hex::of(STYLE.as_bytes()).prefix(16));
    let frame = Frame {
        words: Words::of(info.language.as_deref()),
        title: info.title,
        description: info.description,
        language: info.language,
        base_url: publisher.settings().base_url.clone(),
        style,
    };
    publisher.write(&frame.style, STYLE.as_bytes())?;
    let lists = List::all(&register);
    let mut sitemap = frame.base_url.as_deref().map(Sitemap::new);
    write_lists(publisher, &frame, &register, &lists, &mut sitemap)?;
    bar.stage(format_args!("writing {}", Counted(register.len() as u64, "page")));
    write_documents(publisher, &frame, &register, &reader, &mut sitemap, bar)?;
    if let (Some(base), Some(sitemap)) = (&frame.base_url, sitemap) {
        let feed = feed::feed(&frame, base, &register)?;
        publisher.write(feed::FEED, feed.as_bytes())?;
        sitemap.finish(&mut |name, text| publisher.write(name, text.as_bytes()))?;
    }
    Ok(())
}

fn write_lists(
    publisher: &mut Publisher,
    frame: &Frame,
    register: &Register,
    lists: &[List],
    sitemap: &mut Option<Sitemap>,
) -> io::Result<()> {
    if let Some(sitemap) = sitemap {
        let names = lists.iter().flat_map(List::names);
        for name in ["".to_owned(), INDEX.to_owned()].into_iter().chain(names) {
            sitemap.add(&name, None, &mut |name, text| publisher.write(name, text.as_bytes()))?;
        }
    }
    publisher.write(INDEX, lists::index(frame, register, lists)?.as_bytes())?;
    lists.iter().try_for_each(|list| {
        list.write(frame, register, &mut |name, text| publisher.write(name, text.as_bytes()))
    })
}

/// A page that is in its place.
struct Placed {
    name: String,
    length: u64,
    hash: Sha256Hex,
    changed: Option<PartialDate>,
}

fn write_documents(
    publisher: &mut Publisher,
    frame: &Frame,
    register: &Register,
    reader: &Reader<crate::host::FolderHost>,
    sitemap: &mut Option<Sitemap>,
    bar: &Bar,
) -> io::Result<()> {
    let mut names = Vec::with_capacity(register.len());
    for position in 0..register.len() {
        names.push(page_name(&register.card_at(position)?.id));
    }
    publisher.announce(names)?;
    let (root, all) = (publisher.root().to_owned(), register.len() as u64);
    let mut done = 0;
    let take = |pages: Vec<Placed>| {
        for Placed { name, length, hash, changed } in pages {
            if let Some(sitemap) = sitemap.as_mut() {
                sitemap.add(&name, changed, &mut |name, text| publisher.write(name, text.as_bytes()))?;
            }
            publisher.placed(name, length, hash);
            done += 1;
        }
        bar.indexed(done, all);
        Ok(())
    };
    let work = |documents: Vec<(Document, Neighbours)>| {
        documents.iter().map(|(document, neighbours)| place(&root, frame, document, neighbours)).collect()
    };
    work::in_order(work, take, |hand_out| {
        let (mut position, mut waiting) = (0, Vec::new());
        each_segment(reader, |segment| {
            let mut failed = Ok(());
            let mut take = |document| {
                failed = neighbours(register, position).and_then(|neighbours| {
                    waiting.push((document, neighbours));
                    position += 1;
                    if waiting.len() == AT_ONCE { hand_out(std::mem::take(&mut waiting)) } else { Ok(()) }
                });
                failed.is_ok()
            };
            pollster::block_on(reader.each_document(segment, &mut take))
                .map_err(|failure| unreadable(&failure))?;
            failed
        })?;
        hand_out(waiting)
    })
}

fn place(root: &Path, frame: &Frame, document: &Document, neighbours: &Neighbours) -> io::Result<Placed> {
    let (name, page) = (page_name(&document.id), document::page(frame, document, neighbours));
    replace(&root.join(&name), page.as_bytes())?;
    let changed = document.updated.or(document.published);
    Ok(Placed { name, length: page.len() as u64, hash: Sha256Hex::of(page.as_bytes()), changed })
}

/// The documents before and after the one at a position of the archive, in the order of the lists.
fn neighbours(register: &Register, position: usize) -> io::Result<Neighbours> {
    let Some(rank) = register.rank(position) else { return Ok(Neighbours::default()) };
    let newer: Option<Card> = rank.checked_sub(1).map(|rank| register.card(rank)).transpose()?.flatten();
    Ok(Neighbours { newer, older: register.card(rank + 1)? })
}

fn each_segment(
    reader: &Reader<crate::host::FolderHost>,
    mut each: impl FnMut(usize) -> io::Result<()>,
) -> io::Result<()> {
    (0..reader.manifest().map_or(0, |manifest| manifest.segments.len())).try_for_each(&mut each)
}

fn unreadable(failure: &Failure) -> io::Error {
    io::Error::other(crate::host::sentence(failure))
}
