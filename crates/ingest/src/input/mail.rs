//! Mail, as a message or a mailbox of many: each message is a document, and so is what is attached to it as one.

use super::{MAX_DEPTH, MAX_PAGE, Reading};
use crate::{
    attach::Original,
    file::{At, File},
    ids,
    item::{Notice, Place},
    keep::From,
    mail::{self, mailbox},
    record::{Notes, Unknown},
    sniff::{self, Format},
    source::{HEAD, Looked},
    tree::Tree,
};
use std::{io, io::Read};
use tangthu_archive::{Sha256Hex, without_endings};

impl Reading<'_> {
    pub(super) fn message(&mut self, at: &At, looked: Looked, depth: u8) -> io::Result<()> {
        let Some(bytes) = self.whole_page(at.input, looked)? else { return Ok(()) };
        self.read_message(at, &bytes, None, depth);
        Ok(())
    }

    pub(super) fn mailbox(&mut self, at: &At, looked: Looked, depth: u8) -> io::Result<()> {
        let most = usize::try_from(MAX_PAGE).unwrap_or(usize::MAX);
        mailbox::messages(looked.content()?, most, &mut |message, line| {
            let place = Some(Place::line(line));
            match message {
                Some(bytes) => self.read_message(at, &bytes, place, depth),
                None => {
                    let reason = format!("the message is longer than {} MB", MAX_PAGE / 1024 / 1024);
                    let remedy = "save its files from the mail program, and the others are read as they are";
                    self.keeper.notice(Notice::skipped(at.input, place, reason, remedy));
                }
            }
        })
    }

    /// Reads a message; `place` says where in a mailbox it begins.
    fn read_message(&mut self, at: &At, bytes: &[u8], place: Option<Place>, depth: u8) {
        let mut unknown = Unknown::default();
        let mut notes = Notes::new(at.input, place, &mut unknown);
        let read = mail::read(bytes, &self.aside, &mut notes);
        notes.found.into_iter().for_each(|notice| self.keeper.notice(notice));
        let (mut document, files, own) = match read {
            Ok(message) => (message.document, message.files, message.id),
            Err((reason, remedy)) => {
                return self.keeper.notice(Notice::skipped(at.input, place, reason, remedy));
            }
        };
        let hash = Sha256Hex::of(bytes);
        let names: Vec<String> = files.paths().map(str::to_owned).collect();
        let tree = Tree::Container(files);
        let at = At { tree: &tree, within: "", ..*at };
        // Where a message lies in a mailbox changes with every one that is thrown away.
        let mut below = without_endings(at.path).to_owned();
        let from = if place.is_some() {
            let own = own.unwrap_or_else(|| format!("m-{}", hash.prefix(16)));
            below = format!("{below}/{own}");
            document.id = ids::own(&own).unwrap_or(own);
            at.record(place, hash)
        } else {
            at.alone(hash, Original::Source(bytes))
        };
        self.keeper.keep(document, &From { web: None, ..from });
        for name in names {
            self.attached_document(&at, &below, &name, depth);
        }
    }

    /// Reads a file that is attached to a message, if it is a document: what else is attached stays with the message alone.
    fn attached_document(&mut self, at: &At, below: &str, name: &str, depth: u8) {
        let shown = format!("{}/{name}", at.input);
        let mut head = Vec::new();
        let looked = at.tree.open(name).and_then(|source| source.look().ok());
        if looked
            .and_then(|looked| looked.content().ok())
            .is_none_or(|content| content.take(HEAD as u64).read_to_end(&mut head).is_err())
        {
            return;
        }
        let format = sniff::format(name, &head, head.len() < HEAD, true);
        if !matches!(format, Ok(Format::Pdf | Format::Zip | Format::Mail)) {
            return;
        }
        if depth >= MAX_DEPTH {
            let reason = "it is attached to a message in a container in a container, and was kept as a file but not read";
            let remedy = "save it beside them if it is a document of its own";
            return self.keeper.notice(Notice::warning(&shown, None, reason, remedy));
        }
        // What is of no format that is read is there all the same, as a file of the message.
        self.keeper.attached.insert(shown.clone());
        let Some(source) = at.tree.open(name) else { return };
        let path = format!("{below}/{name}");
        let file = File::new(&shown, &path, source, at.tree);
        self.file(File { within: name, depth: depth + 1, ..file });
    }
}
