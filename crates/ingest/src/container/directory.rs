//! The directories of containers, read within bounded memory.

use super::{Container, Found, MAX_MEMBERS, Member};
use crate::seekable::Shared;
use std::{
    cell::Cell,
    io::{self, BufReader, Read, Seek, SeekFrom},
    rc::Rc,
};

/// The most that may be read to know what a ZIP file holds, in bytes: all of it then stands in memory.
const MAX_DIRECTORY: u64 = 64 * 1024 * 1024;

/// The most that tar may say of one member (long names, extended headers), in bytes.
const MAX_HEADERS: u64 = 1024 * 1024;

/// The length of a tar header.
const HEADER: usize = 512;

/// Buffer for directories: every local header is a seek of its own, and most of a larger buffer would be read in vain.
const BUFFER: usize = 1024;

impl Container {
    /// Reads the directory of a ZIP file.
    ///
    /// # Errors
    /// A sentence that says why it cannot be opened.
    pub(crate) fn zip(file: Shared) -> Result<Self, String> {
        let mut container = Self::new(file);
        let (metered, left) = Metered::new(container.file.clone(), MAX_DIRECTORY);
        let unreadable = |error: zip::result::ZipError| format!("its directory cannot be read ({error})");
        let mut zip = zip::ZipArchive::new(BufReader::with_capacity(BUFFER, metered)).map_err(unreadable)?;
        if zip.len() > MAX_MEMBERS {
            return Err(format!("it has {} members, more than {MAX_MEMBERS}", zip.len()));
        }
        left.set(u64::MAX);
        if zip.has_overlapping_entries().map_err(unreadable)? {
            return Err("its members lie over one another, as in what is made to do harm".to_owned());
        }
        if zip.has_duplicate_names() {
            let reason = "some members of the container have one name, and the last of each is read";
            container.refuse(None, reason, "give each file a name of its own");
        }
        for number in 0..zip.len() {
            match zip.by_index_raw(number) {
                Ok(entry) => container.zip_entry(&entry),
                Err(error) => container.refuse(None, format!("a member cannot be read ({error})"), ""),
            }
        }
        container.name_all();
        Ok(container)
    }

    fn zip_entry<R: Read>(&mut self, entry: &zip::read::ZipFile<'_, R>) {
        if !entry.is_dir() {
            // Many archivers write UTF-8 without saying so, which would be read as letters of the first PC.
            self.found(entry.name_raw(), zip_member(entry));
        }
    }

    /// Reads through a tar file. Where it breaks off, what came before is kept.
    ///
    /// # Errors
    /// A sentence that says why it cannot be opened.
    pub(crate) fn tar(file: Shared) -> Result<Self, String> {
        let mut container = Self::new(file);
        let length = container.file.length();
        let (metered, left) = Metered::new(container.file.clone(), MAX_HEADERS);
        let mut tar = tar::Archive::new(metered);
        let mut entries = tar.entries_with_seek().map_err(|error| error.to_string())?;
        loop {
            left.set(MAX_HEADERS);
            let entry = match entries.next() {
                None => break,
                Some(Ok(entry)) => entry,
                Some(Err(error)) => {
                    let reason = format!("it breaks off or is damaged ({error}); what came before is read");
                    container.refuse(None, reason, "get it again");
                    break;
                }
            };
            if container.members.len() + container.unnamed.len() + container.refused.len() >= MAX_MEMBERS {
                return Err(format!("it has more than {MAX_MEMBERS} members"));
            }
            container.tar_entry(&entry, length);
        }
        container.name_all();
        Ok(container)
    }

    fn tar_entry<R: Read>(&mut self, entry: &tar::Entry<'_, R>, file_length: u64) {
        let kind = entry.header().entry_type();
        if !kind.is_dir() && !kind.is_pax_global_extensions() {
            self.found(&entry.path_bytes(), tar_member(entry, file_length));
        }
    }
}

fn zip_member<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> Found {
    let refused = |reason: &'static str, remedy| Err((reason.into(), remedy));
    if entry.is_symlink() {
        return refused(LINK, "pack what it points to");
    }
    if entry.encrypted() {
        return refused("it is encrypted", "pack it again without a password");
    }
    let deflated = match entry.compression() {
        zip::CompressionMethod::Stored => false,
        zip::CompressionMethod::Deflated => true,
        other => {
            let reason = format!("it is compressed by a method that is not read ({other})");
            return Err((reason.into(), "pack it again the common way (deflate)"));
        }
    };
    let Some(start) = entry.data_start() else {
        return refused("the container does not say where it begins", "");
    };
    let (stored, length, crc) = (entry.compressed_size(), entry.size(), Some(entry.crc32()));
    Ok(Member { start, stored, length, crc, deflated })
}

fn tar_member<R: Read>(entry: &tar::Entry<'_, R>, file_length: u64) -> Found {
    let refused = |reason: &'static str, remedy| Err((reason.into(), remedy));
    let kind = entry.header().entry_type();
    if kind.is_symlink() || kind.is_hard_link() {
        return refused(LINK, "pack what it points to");
    }
    if !kind.is_file() && !kind.is_contiguous() {
        return refused("it is no file but a device, a pipe or a file with holes", "pack plain files");
    }
    let (start, length) = (entry.raw_file_position(), entry.size());
    if start.checked_add(length).is_none_or(|end| end > file_length) {
        return refused("the container ends before the file does", "get it again");
    }
    Ok(Member { start, stored: length, length, crc: None, deflated: false })
}

const LINK: &str = "it is a link, and links inside containers are not followed";

/// Whether a file that begins with `head` is a tar: its first header carries its own sum.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.first_chunk::<HEADER>() else { return false };
    let header = tar::Header::from_byte_slice(block);
    let sum: u32 = block
        .iter()
        .enumerate()
        .map(|(at, &byte)| {
            // The sum's own place counts as blanks.
            if (148..156).contains(&at) { u32::from(b' ') } else { u32::from(byte) }
        })
        .sum();
    block[0] != 0 && header.cksum().is_ok_and(|stated| stated == sum)
}

/// A reader that gives no more than it was allowed to, wherever it is asked to read.
struct Metered {
    inner: Shared,
    left: Rc<Cell<u64>>,
}

impl Metered {
    fn new(inner: Shared, most: u64) -> (Self, Rc<Cell<u64>>) {
        let left = Rc::new(Cell::new(most));
        (Self { inner, left: Rc::clone(&left) }, left)
    }
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.get().checked_sub(count as u64) {
            Some(left) => self.left.set(left),
            None => return Err(io::Error::other("its names and headers are longer than any that are sane")),
        }
        Ok(count)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
