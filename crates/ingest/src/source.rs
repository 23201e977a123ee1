//! Where the bytes of a file come from: a disk, a container, standard input; through gzip or Zstandard where they say so.
//!
//! What is compressed may hold far more than it shows, so whatever is inflated here is watched ([`Bounded`]). Formats that
//! must go to and fro in a file get one that is seekable ([`Shared`]), if need be copied to the disk first.

use sha2::{Digest, Sha256};
use std::{
    cell::RefCell,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, Mutex, PoisonError},
};
use tangthu_archive::Sha256Hex;

/// How much of a file its format is told by, and how much is read at once.
pub(crate) const HEAD: usize = 64 * 1024;

/// What is inflated may grow to this many bytes whatever it was made of: a page of blanks is no attack.
const FREE_GROWTH: u64 = 16 * 1024 * 1024;

/// Past that, to so many times the bytes it is made of. Text shrinks to a third or a tenth, tables of zeros to a hundredth;
/// what was made to fill a disk, to a thousandth and less.
const MAX_GROWTH: u64 = 200;

/// The most that is put aside on the disk for one file that has to be gone through more than once.
const MAX_ASIDE: u64 = 64 * 1024 * 1024 * 1024;

/// What is said of a `.zst` file where this program was built without its library.
#[cfg(not(feature = "zstd"))]
const NO_ZSTD: &str = "it is compressed with Zstandard, which this program cannot open here";

/// The bytes of a file that nobody has looked at yet.
pub(crate) enum Source<'a> {
    /// A file of its own.
    Disk(PathBuf),
    /// What can be read once.
    Stream(Box<dyn Read + 'a>),
    /// A piece of a seekable file, and a reader of it that knows what is wrong with it.
    Piece(Shared, Box<dyn Read + 'a>),
}

/// A file whose beginning was looked at, and which is still whole.
pub(crate) struct Looked<'a> {
    /// The beginning of what it holds, inflated.
    pub(crate) head: Vec<u8>,
    /// Whether that is all of it.
    pub(crate) whole: bool,
    packing: Packing,
    seekable: Seekable,
    start: Vec<u8>,
    rest: Box<dyn Read + 'a>,
}

/// What there is to go to and fro in.
enum Seekable {
    Nothing,
    Disk(PathBuf),
    Piece(Shared),
}

impl<'a> Source<'a> {
    /// Looks at the beginning.
    ///
    /// # Errors
    /// When it cannot be opened or read.
    pub(crate) fn look(self) -> io::Result<Looked<'a>> {
        let (seekable, mut rest): (_, Box<dyn Read + 'a>) = match self {
            Self::Disk(path) => {
                let file = File::open(&path)?;
                (Seekable::Disk(path), Box::new(file))
            }
            Self::Stream(reader) => (Seekable::Nothing, reader),
            Self::Piece(piece, reader) => (Seekable::Piece(piece), reader),
        };
        let mut start = Vec::new();
        rest.by_ref().take(HEAD as u64).read_to_end(&mut start)?;
        let packing = Packing::of(&start);
        let mut head = Vec::new();
        let mut whole = start.len() < HEAD;
        if packing == Packing::None {
            head.clone_from(&start);
        } else {
            // The end of the beginning is no fault; a fault is met again, and said, by whoever reads on.
            let _ = packing.open(start.as_slice())?.take(HEAD as u64).read_to_end(&mut head);
            whole &= head.len() < HEAD;
        }
        Ok(Looked { head, whole, packing, seekable, start, rest })
    }
}

impl<'a> Looked<'a> {
    /// Whether it is compressed as a whole.
    pub(crate) fn is_packed(&self) -> bool {
        self.packing != Packing::None
    }

    /// What it holds, to be read once.
    ///
    /// # Errors
    /// When it is compressed by what this program cannot open.
    pub(crate) fn content(self) -> io::Result<Box<dyn BufRead + 'a>> {
        let (packing, stored) = (self.packing, self.stored());
        packing.open(stored)
    }

    /// What it holds, together with what tells the hash of the bytes as they are stored.
    ///
    /// # Errors
    /// As [`Looked::content`].
    pub(crate) fn hashed_content(self) -> io::Result<(Box<dyn BufRead + 'a>, Hash)> {
        let hash = Hash::default();
        let (packing, stored) = (self.packing, self.stored());
        Ok((packing.open(Hashing { hash: hash.clone(), inner: stored })?, hash))
    }

    /// The hash of the file as it is stored; reads it to its end.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn hash_as_stored(self) -> io::Result<Sha256Hex> {
        let hash = Hash::default();
        io::copy(&mut Hashing { hash: hash.clone(), inner: self.stored() }, &mut io::sink())?;
        Ok(hash.so_far())
    }

    /// The file, to be opened again and again: as it is stored, or inflated if it is compressed by Zstandard.
    ///
    /// # Errors
    /// When it cannot be read, or there is no room to put it aside.
    pub(crate) fn kept(self, aside: &Path) -> io::Result<Kept> {
        match self.seekable {
            // Its members cannot be opened one by one, as those of gzip can.
            _ if self.packing == Packing::Zstandard => self.content_aside(aside).map(Kept::Open),
            Seekable::Disk(path) => Ok(Kept::Disk(path)),
            _ => self.stored_aside(aside).map(Kept::Open),
        }
    }

    /// The file as it is stored, seekable.
    ///
    /// # Errors
    /// When it cannot be read, or there is no room to put it aside.
    pub(crate) fn stored_aside(self, aside: &Path) -> io::Result<Shared> {
        match &self.seekable {
            Seekable::Disk(path) => Shared::open(path),
            Seekable::Piece(piece) => Ok(piece.clone()),
            Seekable::Nothing => put_aside(self.stored(), aside),
        }
    }

    /// What the file holds, seekable.
    ///
    /// # Errors
    /// When it cannot be read, or there is no room to put it aside.
    pub(crate) fn content_aside(self, aside: &Path) -> io::Result<Shared> {
        if self.is_packed() { put_aside(self.content()?, aside) } else { self.stored_aside(aside) }
    }

    /// The bytes as they are stored, to be read once.
    pub(crate) fn stored(self) -> impl Read + 'a {
        Cursor::new(self.start).chain(self.rest)
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

/// How a file is compressed as a whole, told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstandard,
}

impl Packing {
    fn of(start: &[u8]) -> Self {
        if start.starts_with(&[0x1F, 0x8B]) {
            Self::Gzip
        } else if start.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
            Self::Zstandard
        } else {
            Self::None
        }
    }

    fn open<'a>(self, stored: impl Read + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
        match self {
            Self::None => Ok(Box::new(BufReader::with_capacity(HEAD, stored))),
            Self::Gzip => {
                let counted = Counted::new(stored);
                let taken = Rc::clone(&counted.taken);
                let inner = BufReader::with_capacity(HEAD, counted);
                let decoder = flate2::bufread::MultiGzDecoder::new(inner);
                Ok(Box::new(BufReader::with_capacity(HEAD, Bounded::new(decoder, taken))))
            }
            Self::Zstandard => zstandard(stored),
        }
    }
}

#[cfg(feature = "zstd")]
fn zstandard<'a>(stored: impl Read + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    let counted = Counted::new(stored);
    let taken = Rc::clone(&counted.taken);
    let decoder = zstd::stream::read::Decoder::new(counted)?;
    Ok(Box::new(BufReader::with_capacity(HEAD, Bounded::new(decoder, taken))))
}

/// The browser has no Zstandard: its library is written in C.
#[cfg(not(feature = "zstd"))]
fn zstandard<'a>(_stored: impl Read + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    Err(io::Error::new(io::ErrorKind::Unsupported, NO_ZSTD))
}

/// Inflates a stream of deflate without a head, as ZIP keeps it.
pub(crate) fn deflated<'a>(stored: impl Read + 'a) -> Box<dyn Read + 'a> {
    let counted = Counted::new(stored);
    let taken = Rc::clone(&counted.taken);
    let inner = BufReader::with_capacity(HEAD, counted);
    Box::new(Bounded::new(flate2::bufread::DeflateDecoder::new(inner), taken))
}

/// Counts the bytes that are taken from a reader.
pub(crate) struct Counted<R> {
    inner: R,
    pub(crate) taken: Rc<RefCell<u64>>,
}

impl<R> Counted<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, taken: Rc::default() }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        *self.taken.borrow_mut() += count as u64;
        Ok(count)
    }
}

/// What an inflater gives, as long as it stands in a sane proportion to what it takes.
pub(crate) struct Bounded<R> {
    inner: R,
    taken: Rc<RefCell<u64>>,
    given: u64,
}

impl<R> Bounded<R> {
    /// `taken` counts what `inner` reads.
    pub(crate) fn new(inner: R, taken: Rc<RefCell<u64>>) -> Self {
        Self { inner, taken, given: 0 }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.given += count as u64;
        if self.given > FREE_GROWTH && self.given / MAX_GROWTH > *self.taken.borrow() {
            let reason =
                format!("it inflates to more than {MAX_GROWTH} times its length, as what is made to do harm");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
        }
        Ok(count)
    }
}

/// Tells the hash of what a [`Hashing`] has read.
#[derive(Clone, Default)]
pub(crate) struct Hash(Rc<RefCell<Sha256>>);

impl Hash {
    pub(crate) fn so_far(&self) -> Sha256Hex {
        Sha256Hex::from_bytes(self.0.borrow().clone().finalize().into())
    }
}

struct Hashing<R> {
    hash: Hash,
    inner: R,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.0.borrow_mut().update(&buffer[..count]);
        Ok(count)
    }
}

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
        let hash = Hash::default();
        io::copy(&mut Hashing { hash: hash.clone(), inner: self.piece(0, u64::MAX) }, &mut io::sink())?;
        Ok(hash.so_far())
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(chunk: &[u8], times: usize) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        (0..times).for_each(|_| encoder.write_all(chunk).unwrap());
        encoder.finish().unwrap()
    }

    #[test]
    fn the_head_is_inflated_and_nothing_is_lost_by_looking() {
        let bytes = gzip("Quận ủy ".as_bytes(), 20_000);
        let source = Source::Stream(Box::new(bytes.as_slice()));
        let looked = source.look().unwrap();
        assert!(looked.is_packed() && !looked.whole && looked.head.starts_with("Quận ủy ".as_bytes()));
        let (mut content, hash) = looked.hashed_content().unwrap();
        let mut text = String::new();
        content.read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), "Quận ủy ".len() * 20_000);
        assert_eq!(hash.so_far(), Sha256Hex::of(&bytes));
    }

    #[test]
    fn what_inflates_without_measure_is_refused_and_text_that_repeats_itself_is_not() {
        let inflate = |given: u64, taken: u64| {
            let count = Rc::new(RefCell::new(taken));
            io::copy(&mut Bounded::new(io::repeat(0).take(given), count), &mut io::sink())
        };
        let error = inflate(FREE_GROWTH + HEAD as u64, FREE_GROWTH / 1000).unwrap_err();
        assert!(error.to_string().contains("200 times"), "{error}");
        assert!(inflate(FREE_GROWTH, 1).is_ok());
        assert!(inflate(3 * FREE_GROWTH, FREE_GROWTH / 40).is_ok());
    }

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
