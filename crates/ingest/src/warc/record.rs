//! Records of a WARC file, one after the other, within bounded memory. What is damaged is passed over to the next record, and
//! said.
//!
//! A file is either plain, or each of its records is a gzip member of its own; then a record can be opened by the place of
//! its member alone. Files that were compressed in one piece are inflated first by whoever walks them.

use crate::{
    seekable::Shared,
    source::{Bounded, HEAD},
};
use std::{
    cell::RefCell,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    rc::Rc,
};

/// The longest head of a record, in bytes: addresses may be long, but not that long.
const MAX_RECORD_HEAD: usize = 256 * 1024;

/// The most damaged places of one file that are passed over; beyond, it is no crawl any more.
const MAX_FAULTS: u32 = 1_000;

/// The first bytes of every record.
const MARK: &[u8] = b"WARC/";

/// The first bytes of a gzip member: the method is always deflate.
const GZIP: [u8; 3] = [0x1F, 0x8B, 8];

/// The fields of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    fields: Vec<(String, String)>,
}

impl Head {
    /// A field by its name in lower case.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The address that the record is about. Some crawlers put it in brackets.
    pub(crate) fn target(&self) -> Option<&str> {
        let target = self.get("warc-target-uri")?;
        let bare = target.strip_prefix('<').and_then(|bare| bare.strip_suffix('>'));
        Some(bare.unwrap_or(target).trim()).filter(|target| !target.is_empty())
    }
}

/// What walking a file finds.
pub(crate) trait Visit {
    /// A record and the reader of its block, which need not be read to its end. `place` is where it can be opened again.
    ///
    /// # Errors
    /// When the block cannot be read; the walk then goes on after the damage.
    fn record(&mut self, head: &Head, place: u64, block: &mut dyn Read) -> io::Result<()>;

    /// A sentence about a damaged place.
    fn fault(&mut self, reason: String);
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Walk {
    /// Every record was seen.
    Done,
    /// Gzip members hold several records, or pieces of one, so the file has to be inflated first.
    OnePiece,
}

/// A file of records.
#[derive(Clone, Debug)]
pub(crate) struct Records {
    file: Shared,
    packed: bool,
}

impl Records {
    /// The records of a file, as its first bytes tell.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn open(file: Shared) -> io::Result<Self> {
        let mut start = Vec::new();
        file.piece(0, GZIP.len() as u64).read_to_end(&mut start)?;
        Ok(Self { file, packed: start == GZIP })
    }

    /// Goes through all records.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn walk(&self, visit: &mut dyn Visit) -> io::Result<Walk> {
        if self.packed { self.walk_members(visit) } else { self.walk_plain(visit) }
    }

    /// The record at a place that a walk gave, with its block up to `most` bytes.
    ///
    /// # Errors
    /// When it cannot be read, or is longer.
    pub(crate) fn load(&self, place: u64, most: u64) -> io::Result<(Head, Vec<u8>)> {
        let mut raw = self.from(place)?;
        if !self.packed {
            return load(&mut raw, most);
        }
        let taken = Rc::clone(&raw.since);
        let member = Bounded::new(flate2::bufread::GzDecoder::new(&mut raw), taken);
        load(&mut Counting::new(BufReader::with_capacity(HEAD, member)), most)
    }

    fn from(&self, place: u64) -> io::Result<Counting<BufReader<Shared>>> {
        let mut file = self.file.clone();
        file.seek(SeekFrom::Start(place))?;
        Ok(Counting { place, ..Counting::new(BufReader::with_capacity(HEAD, file)) })
    }

    fn walk_plain(&self, visit: &mut dyn Visit) -> io::Result<Walk> {
        let mut raw = self.from(0)?;
        let mut faults = 0;
        loop {
            let (head, place) = match next_head(&mut raw)? {
                Step::End => return Ok(Walk::Done),
                Step::Damage => {
                    faults += 1;
                    visit.fault("there are bytes that belong to no record".to_owned());
                    if faults > MAX_FAULTS {
                        visit.fault("it is damaged in too many places, and the rest is not read".to_owned());
                        return Ok(Walk::Done);
                    }
                    continue;
                }
                Step::Head(head, place) => (head, place),
            };
            if !block(&head, place, &mut raw, visit)? {
                visit.fault("the last record ends before its length: the file was cut off".to_owned());
                return Ok(Walk::Done);
            }
        }
    }

    fn walk_members(&self, visit: &mut dyn Visit) -> io::Result<Walk> {
        let mut raw = self.from(0)?;
        let mut faults = 0;
        let mut damaged = false;
        loop {
            let start = raw.place;
            let Some(begins) = begins_member(&mut raw)? else { return Ok(Walk::Done) };
            let read = if begins {
                self.member(&mut raw, start, visit)
            } else {
                Err(io::ErrorKind::InvalidData.into())
            };
            match read {
                Ok(Member::OneRecord) => damaged = false,
                Ok(Member::NoRecord) => return Ok(Walk::OnePiece),
                Err(error) => {
                    // One damaged place is said once, however many bytes are tried as the next beginning.
                    if !damaged {
                        let what = if begins { error.to_string() } else { "no gzip".to_owned() };
                        visit.fault(format!("a compressed record is damaged ({what}) and passed over"));
                    }
                    damaged = true;
                    faults += 1;
                    if faults > MAX_FAULTS {
                        visit.fault("it is damaged in too many places, and the rest is not read".to_owned());
                        return Ok(Walk::Done);
                    }
                    raw = self.from(start + 1)?;
                    seek_member(&mut raw)?;
                }
            }
        }
    }

    /// Reads the gzip member at `start`, and leaves `raw` behind it.
    fn member(
        &self,
        raw: &mut Counting<BufReader<Shared>>,
        start: u64,
        visit: &mut dyn Visit,
    ) -> io::Result<Member> {
        *raw.since.borrow_mut() = 0;
        let taken = Rc::clone(&raw.since);
        let member = Bounded::new(flate2::bufread::GzDecoder::new(raw), taken);
        let mut inside = Counting::new(BufReader::with_capacity(HEAD, member));
        match next_head(&mut inside)? {
            Step::End => {}
            Step::Damage => return Ok(Member::NoRecord),
            Step::Head(head, _) => {
                if !block(&head, start, &mut inside, visit)? {
                    return Ok(Member::NoRecord);
                }
                match next_head(&mut inside)? {
                    Step::End => {}
                    Step::Head(..) => return Ok(Member::NoRecord),
                    Step::Damage => visit.fault("there are bytes that belong to no record".to_owned()),
                }
            }
        }
        io::copy(&mut inside, &mut io::sink())?;
        Ok(Member::OneRecord)
    }
}

/// What a gzip member holds.
enum Member {
    /// A record, or nothing.
    OneRecord,
    /// Several, or a piece of one.
    NoRecord,
}

/// Hands a record on and passes over the rest of it. Whether it was all there.
fn block(head: &Head, place: u64, reader: &mut dyn Read, visit: &mut dyn Visit) -> io::Result<bool> {
    let Some(length) = head.get("content-length").and_then(|text| text.trim().parse::<u64>().ok()) else {
        visit.fault("a record does not say how long it is, so it is passed over".to_owned());
        return Ok(true);
    };
    let mut block = reader.take(length);
    let seen = visit.record(head, place, &mut block);
    let rest = io::copy(&mut block, &mut io::sink());
    let left = block.limit();
    seen.and(rest)?;
    Ok(left == 0)
}

fn load(reader: &mut Counting<impl BufRead>, most: u64) -> io::Result<(Head, Vec<u8>)> {
    let Step::Head(head, _) = next_head(reader)? else { return Err(io::ErrorKind::InvalidData.into()) };
    let length = head.get("content-length").and_then(|text| text.trim().parse::<u64>().ok()).unwrap_or(0);
    if length > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, super::http::too_long(most)));
    }
    let mut block = Vec::new();
    reader.take(length).read_to_end(&mut block)?;
    Ok((head, block))
}

/// Whether a gzip member begins here; `None` at the end of the file.
fn begins_member(raw: &mut impl BufRead) -> io::Result<Option<bool>> {
    let start = raw.fill_buf()?;
    // A buffer that ends inside the mark is the file's own end: nothing can follow it.
    Ok((!start.is_empty()).then(|| start.starts_with(&GZIP) || GZIP.starts_with(start)))
}

/// Passes over bytes until a gzip member may begin.
fn seek_member(raw: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = raw.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let at = buffer.windows(GZIP.len()).position(|window| window == GZIP);
        // The mark may stand across the end of the buffer, so its last bytes are looked at again with what follows.
        let used = at.unwrap_or_else(|| buffer.len().saturating_sub(GZIP.len() - 1).max(1));
        raw.consume(used);
        if at.is_some() {
            return Ok(());
        }
    }
}

/// What comes next in a stream of records.
enum Step {
    End,
    /// A head and where it began.
    Head(Head, u64),
    /// Bytes that are no record, which were passed over.
    Damage,
}

fn next_head(reader: &mut Counting<impl BufRead>) -> io::Result<Step> {
    let mut line = Vec::new();
    let mut damaged = false;
    let place = loop {
        let place = reader.place;
        if damaged && reader.fill_buf()?.starts_with(MARK) {
            return Ok(Step::Damage);
        }
        if !read_line(reader, &mut line)? {
            return Ok(if damaged { Step::Damage } else { Step::End });
        }
        if line.starts_with(MARK) {
            break place;
        }
        damaged |= !line.trim_ascii().is_empty();
    };
    let mut head = Head::default();
    let mut length = 0;
    while read_line(reader, &mut line)? && !line.trim_ascii().is_empty() {
        length += line.len();
        if length > MAX_RECORD_HEAD {
            return Ok(Step::Damage);
        }
        let text = String::from_utf8_lossy(&line);
        if let (true, Some((_, value))) = (text.starts_with([' ', '\t']), head.fields.last_mut()) {
            value.push(' ');
            value.push_str(text.trim());
        } else if let Some((name, value)) = text.split_once(':') {
            head.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Ok(Step::Head(head, place))
}

/// Reads a line, or as much of it as a head may be long. Whether there was any.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(reader.by_ref().take(MAX_RECORD_HEAD as u64).read_until(b'\n', line)? > 0)
}

/// A reader that knows its place, and how many bytes were taken since that was last asked for.
struct Counting<R> {
    inner: R,
    place: u64,
    since: Rc<RefCell<u64>>,
}

impl<R> Counting<R> {
    fn new(inner: R) -> Self {
        Self { inner, place: 0, since: Rc::default() }
    }
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counting<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
        self.place += count as u64;
        *self.since.borrow_mut() += count as u64;
    }
}
