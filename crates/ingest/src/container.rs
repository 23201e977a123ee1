//! Containers: ZIP and tar, as lists of members in a seekable file, so that a page may ask for its neighbours.
//!
//! Directories are read by the crates `zip` and `tar`; the members' bytes are read here, in one way for both. Nothing is
//! unpacked, so no name in a container leads anywhere. What a member is, is left to whoever opens it.

mod directory;

pub(crate) use directory::is_tar;

use crate::{
    decode, paths,
    seekable::Shared,
    source::{Source, deflated},
};
use std::{
    borrow::Cow,
    cell::OnceCell,
    collections::{BTreeMap, HashMap},
    io::{self, Read},
};

/// The most members that a container may have: a crawl of a page a file is smaller.
const MAX_MEMBERS: usize = 1_000_000;

/// An open container.
#[derive(Debug)]
pub(crate) struct Container {
    file: Shared,
    /// By path, so in the order in which a folder is read.
    members: BTreeMap<String, Member>,
    /// What was left out or is odd.
    pub(crate) refused: Vec<Refused>,
    /// Where names of members had to be guessed: what they were taken for.
    pub(crate) guessed: Option<String>,
    /// Members whose names are not UTF-8, until all names are known.
    unnamed: Vec<(Vec<u8>, Found)>,
    /// Paths by their spelling in lower case, once one was looked for.
    alike: OnceCell<HashMap<String, String>>,
}

/// A member as its container has it, or why it is not taken.
type Found = Result<Member, (Cow<'static, str>, &'static str)>;

/// A member that was not taken; without a name, something about the whole.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) name: Option<String>,
    pub(crate) reason: String,
    pub(crate) remedy: &'static str,
}

/// Where the bytes of a member are, and how they are kept.
#[derive(Clone, Copy, Debug)]
struct Member {
    start: u64,
    stored: u64,
    length: u64,
    crc: Option<u32>,
    deflated: bool,
}

impl Container {
    fn new(file: Shared) -> Self {
        let (members, refused, unnamed) = (BTreeMap::new(), Vec::new(), Vec::new());
        Self { file, members, refused, guessed: None, unnamed, alike: OnceCell::new() }
    }

    /// Files that lie one after the other in `file`, each by its path and its length.
    pub(crate) fn of(file: Shared, files: impl IntoIterator<Item = (String, u64)>) -> Self {
        let mut container = Self::new(file);
        let mut start = 0;
        for (path, length) in files {
            let member = Member { start, stored: length, length, crc: None, deflated: false };
            container.members.insert(path, member);
            start += length;
        }
        container
    }

    /// The paths of its files, in order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// Whether there is a member with this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.members.contains_key(path)
    }

    /// The path of the member that differs from `path` in capitals and small letters alone; of several the first.
    pub(crate) fn alike(&self, path: &str) -> Option<String> {
        let paths = self.alike.get_or_init(|| {
            self.members.keys().rev().map(|path| (path.to_lowercase(), path.clone())).collect()
        });
        paths.get(&path.to_lowercase()).cloned()
    }

    /// The bytes of a member; `None` where there is no such member.
    pub(crate) fn open(&self, path: &str) -> Option<Source<'static>> {
        let Member { start, stored, length, crc, deflated: is_deflated } = *self.members.get(path)?;
        let piece = self.file.piece(start, stored);
        let checked = |content: Box<dyn Read>| {
            Box::new(Checked { content, left: length, wanted: crc, crc: flate2::Crc::new() })
        };
        Some(if is_deflated {
            Source::Stream(checked(deflated(piece)))
        } else {
            Source::Piece(piece.clone(), checked(Box::new(piece)))
        })
    }

    /// Takes what was found under a name; one that is not UTF-8 waits for the others, which help to tell what it is.
    fn found(&mut self, name: &[u8], found: Found) {
        match std::str::from_utf8(name) {
            Ok(name) => self.named(name, found),
            Err(_) => self.unnamed.push((name.to_vec(), found)),
        }
    }

    fn named(&mut self, name: &str, found: Found) {
        match found {
            Ok(member) => self.add(name, member),
            Err((reason, remedy)) => self.refuse(Some(name), reason, remedy),
        }
    }

    /// Gives names to what has none yet.
    fn name_all(&mut self) {
        let (raw, found): (Vec<_>, Vec<_>) = std::mem::take(&mut self.unnamed).into_iter().unzip();
        if raw.is_empty() {
            return;
        }
        let (names, encoding) = decode::names(&raw);
        let shown: String = names.iter().take(1).flat_map(|name| name.chars().take(80)).collect();
        self.guessed = Some(format!(
            "names in it are not UTF-8 and do not say what they are ({}), so they were read as {encoding}: \"{shown}\"",
            raw.len()
        ));
        let mut names = names.into_iter();
        for (raw, found) in raw.iter().zip(found) {
            let name = names.next().unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned());
            self.named(&name, found);
        }
    }

    /// Takes a member, unless its name is a trick.
    fn add(&mut self, name: &str, member: Member) {
        match paths::plain(name) {
            Ok(path) => {
                if self.members.insert(path.clone(), member).is_some() {
                    let reason = "two members of the container have this name, and the last is read";
                    self.refuse(Some(&path), reason, "give each file a name of its own");
                }
            }
            Err(reason) => self.refuse(Some(name), reason, "give the file a plain name and pack it again"),
        }
    }

    fn refuse(&mut self, name: Option<&str>, reason: impl Into<Cow<'static, str>>, remedy: &'static str) {
        let shown = |name: &str| name.chars().filter(|c| !c.is_control()).take(200).collect();
        self.refused.push(Refused { name: name.map(shown), reason: reason.into().into_owned(), remedy });
    }
}

/// What a member gives, compared at its end with what the directory says of it.
struct Checked {
    content: Box<dyn Read>,
    left: u64,
    wanted: Option<u32>,
    crc: flate2::Crc,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(buffer)?;
        if count == 0 && !buffer.is_empty() {
            if self.left > 0 {
                let reason = "it ends before the length that its container states";
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
            }
            if self.wanted.is_some_and(|wanted| wanted != self.crc.sum()) {
                return Err(io::Error::other("it does not match the checksum that its container states"));
            }
        }
        let Some(left) = self.left.checked_sub(count as u64) else {
            return Err(io::Error::other("it is longer than its container states"));
        };
        self.left = left;
        if self.wanted.is_some() {
            self.crc.update(&buffer[..count]);
        }
        Ok(count)
    }
}
