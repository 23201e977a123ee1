//! Where the bytes of a file come from: a disk, a container, standard input; through gzip or Zstandard where they say so.
//!
//! What is compressed may hold far more than it shows, so whatever is inflated here is watched ([`Bounded`]). Formats that
//! must go to and fro in a file get one that is seekable ([`Shared`]), if need be copied to the disk first.

use crate::seekable::{Kept, Shared, hash_of, put_aside};
use std::{
    cell::RefCell,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    rc::Rc,
};
use tangthu_archive::Sha256Hex;

/// How much of a file its format is told by, and how much is read at once.
pub(crate) const HEAD: usize = 64 * 1024;

/// What is inflated may grow to this many bytes whatever it was made of: a page of blanks is no attack.
const FREE_GROWTH: u64 = 16 * 1024 * 1024;

/// Past that, to so many times the bytes it is made of. Text shrinks to a third or a tenth, tables of zeros to a hundredth;
/// what was made to fill a disk, to a thousandth and less.
const MAX_GROWTH: u64 = 200;

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

    /// The hash of the file as it is stored; reads it to its end.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn hash_as_stored(self) -> io::Result<Sha256Hex> {
        hash_of(self.stored())
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
        let mut content = looked.content().unwrap();
        let mut text = String::new();
        content.read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), "Quận ủy ".len() * 20_000);
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
}
