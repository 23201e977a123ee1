//! What a PDF would cost in memory, looked at before it is opened: its streams are compressed, and the reader inflates them whole.
//!
//! Streams of pictures are not inflated for a text and may be of any size.

use crate::office::Refused;
use flate2::{Decompress, FlushDecompress};

/// The longest stream of text or structure, inflated, in bytes. The page of a map has a few megabytes.
const MAX_STREAM: u64 = 96 * 1024 * 1024;

/// What all of them may hold together.
const MAX_STREAMS: u64 = 512 * 1024 * 1024;

/// The longest stream in LZW, as it is stored: it may grow a thousandfold, and nobody has written it for twenty years.
const MAX_LZW: usize = 256 * 1024;

/// How much before a stream its dictionary is looked for.
const DICTIONARY: usize = 2048;

/// Looks at every stream of the file.
///
/// # Errors
/// When one of them would inflate without measure.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    let refused = || {
        let reason = "a stream of it inflates without measure, as in what is made to do harm";
        Refused::new(reason, "print it to a new PDF, and read that")
    };
    let mut total = 0;
    let mut from = 0;
    while let Some(at) = find(bytes, from, b"stream") {
        from = at + b"stream".len();
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let before = &bytes[at.saturating_sub(DICTIONARY)..at];
        let dictionary = last(before, b" obj").map_or(before, |start| &before[start..]);
        let says = |word: &[u8]| find(dictionary, 0, word).is_some();
        if says(b"/Image") && !says(b"/Form") {
            continue;
        }
        let start = from + bytes[from..].iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
        let stored = &bytes[start..];
        if says(b"LZWDecode") || says(b"/LZW") {
            let length = find(stored, 0, b"endstream").unwrap_or(stored.len());
            if length > MAX_LZW {
                return Err(refused());
            }
        }
        let twice =
            find(dictionary, 0, b"Flate").is_some_and(|at| find(dictionary, at + 1, b"Flate").is_some());
        let inflated = inflated(stored);
        // What is compressed twice may grow twice.
        total += if twice { inflated.saturating_mul(1000) } else { inflated };
        if inflated > MAX_STREAM || total > MAX_STREAMS {
            return Err(refused());
        }
    }
    Ok(())
}

/// How many bytes a zlib stream holds, counted no further than is allowed; 0 for what is none.
fn inflated(stored: &[u8]) -> u64 {
    // The first byte of zlib names its method and the size of its window.
    if stored.first().is_none_or(|byte| byte & 0x0F != 8) {
        return 0;
    }
    let mut inflater = Decompress::new(true);
    let mut window = vec![0; 32 * 1024];
    loop {
        let (taken, given) = (inflater.total_in(), inflater.total_out());
        let rest = usize::try_from(taken).ok().and_then(|taken| stored.get(taken..)).unwrap_or_default();
        let status = inflater.decompress(rest, &mut window, FlushDecompress::None);
        let stands = inflater.total_in() == taken && inflater.total_out() == given;
        match status {
            Ok(flate2::Status::Ok) if !stands && inflater.total_out() <= MAX_STREAM => {}
            _ => return inflater.total_out(),
        }
    }
}

fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len()).position(|part| part == wanted).map(|at| from + at)
}

fn last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|part| part == wanted)
}
