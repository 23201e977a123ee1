//! Files to go to and fro in: on the disk, a piece of one, or put aside on the disk because they can be read but once.

use crate::source::Source;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tangthu_archive::Sha256Hex;

/// The most that is put aside on the disk for one file that has to be gone through more than once.
const MAX_ASIDE: u64 = 64 * 1024 * 1024 * 1024;

/// A seekable file, or a piece of one, that several readers share, each with a place of its own.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    file: Arc<Mutex<File>>,
    start: u64,
    length: u64,
    place: u64,
}

impl Shared {
    /// All of a file on the disk.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Self::new(File::open(path)?)
    }

    fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(Mutex::new(file)), start: 0, length, place: 0 })
    }

    /// How long it is, in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The `length` bytes from `start` on, as far as they are there.
    pub(crate) fn piece(&self, start: u64, length: u64) -> Self {
        let start = start.min(self.length);
        let length = length.min(self.length - start);
        Self { file: Arc::clone(&self.file), start: self.start + start, length, place: 0 }
    }

    /// The hash of all of it, read in pieces.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn hash(&self) -> io::Result<Sha256Hex> {
        hash_of(self.piece(0, u64::MAX))
    }
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.place);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.start + self.place))?;
        let count = file.read(&mut buffer[..most])?;
        self.place += count as u64;
        Ok(count)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}

/// A file that can be opened at any time; those on the disk are closed in between, so that a crawl of thousands fits.
#[derive(Clone, Debug)]
pub(crate) enum Kept {
    Disk(PathBuf),
    Open(Shared),
}

impl Kept {
    /// Opens it.
    ///
    /// # Errors
    /// When it is not there any more or cannot be read.
    pub(crate) fn open(&self) -> io::Result<Shared> {
        match self {
            Self::Disk(path) => Shared::open(path),
            Self::Open(file) => Ok(file.clone()),
        }
    }

    /// What it holds, inflated and put aside as far as it can be read, and what stopped that.
    ///
    /// # Errors
    /// When there is no room for it, or nothing of it can be read.
    pub(crate) fn inflated(&self, aside: &Path) -> io::Result<(Shared, Option<io::Error>)> {
        let mut stopped = None;
        let content = Source::Stream(Box::new(self.open()?)).look()?.content()?;
        let file = put_aside(Stopping { inner: content, stopped: &mut stopped }, aside)?;
        match stopped {
            Some(error) if file.length() == 0 => Err(error),
            stopped => Ok((file, stopped)),
        }
    }
}

/// A reader whose faults are its end.
struct Stopping<'a, R> {
    inner: R,
    stopped: &'a mut Option<io::Error>,
}

impl<R: Read> Read for Stopping<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(self.inner.read(buffer).unwrap_or_else(|error| {
            *self.stopped = Some(error);
            0
        }))
    }
}

/// Copies what a reader gives to a nameless file in the folder `aside`, which is gone with the program.
///
/// # Errors
/// When it cannot be read, is too long, or there is no room for it.
pub(crate) fn put_aside(reader: impl Read, aside: &Path) -> io::Result<Shared> {
    let mut file = tempfile::tempfile_in(aside)?;
    let copied = io::copy(&mut reader.take(MAX_ASIDE + 1), &mut file)?;
    if copied > MAX_ASIDE {
        let reason = format!("it holds more than {} GB", MAX_ASIDE / 1024 / 1024 / 1024);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Shared::new(file)
}

/// The hash of what a reader gives, read in pieces.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn hash_of(mut reader: impl Read) -> io::Result<Sha256Hex> {
    struct Into(Sha256);
    impl Write for Into {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut hash = Into(Sha256::new());
    io::copy(&mut reader, &mut hash)?;
    Ok(Sha256Hex::from_bytes(hash.0.finalize().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_of_one_file_have_places_of_their_own() {
        let shared = put_aside(&b"mot hai ba"[..], &std::env::temp_dir()).unwrap();
        let (mut one, mut two) = (shared.piece(0, 3), shared.piece(4, 6).piece(0, 3));
        let (mut first, mut second) = (String::new(), String::new());
        two.read_to_string(&mut second).unwrap();
        one.read_to_string(&mut first).unwrap();
        assert_eq!((first.as_str(), second.as_str()), ("mot", "hai"));
        assert_eq!((shared.length(), shared.hash().unwrap()), (10, Sha256Hex::of(b"mot hai ba")));
    }
}
