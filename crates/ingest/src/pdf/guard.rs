//! What a PDF would cost in memory, looked at before it is opened: its streams are compressed, and the reader inflates them whole.
//!
//! Each stream is taken through its filters, one after the other and within limits. That tells a reason at once and on every system;
//! what a file can hide from it (streams that are encrypted, pictures that a page takes for its text) meets the limits of the process
//! that PDF are read in (`apart.rs`). Streams of pictures are not inflated for a text and may be of any size.

use crate::office::Refused;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::{
    borrow::Cow,
    io::{self, Read},
};

/// The longest stream of text or structure, inflated, in bytes. The page of a map has a few megabytes.
const MAX_STREAM: u64 = 96 * 1024 * 1024;

/// What all of them may hold together.
const MAX_STREAMS: u64 = 512 * 1024 * 1024;

/// The longest stream in LZW, as it is stored: it may grow a thousandfold, and nobody has written it for twenty years.
const MAX_LZW: usize = 256 * 1024;

/// Filters of one stream under which it grows. Programs write one; two come from programs that pack what was packed.
const MAX_GROWING: usize = 2;

/// How much before a stream its dictionary is looked for.
const DICTIONARY: usize = 2048;

/// A filter of a stream; those of pictures are none that concern us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    Flate,
    Lzw,
    RunLength,
    Hex,
    Base85,
}

impl Filter {
    fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"FlateDecode" | b"Fl" => Self::Flate,
            b"LZWDecode" | b"LZW" => Self::Lzw,
            b"RunLengthDecode" | b"RL" => Self::RunLength,
            b"ASCIIHexDecode" | b"AHx" => Self::Hex,
            b"ASCII85Decode" | b"A85" => Self::Base85,
            _ => return None,
        })
    }

    fn grows(self) -> bool {
        matches!(self, Self::Flate | Self::Lzw | Self::RunLength)
    }
}

/// Looks at every stream of the file.
///
/// # Errors
/// When one of them would inflate without measure.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    check_within(bytes, MAX_STREAM)
}

/// The same with `most` bytes for each stream.
fn check_within(bytes: &[u8], most: u64) -> Result<(), Refused> {
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
        let names = names(dictionary);
        let says = |word: &[u8]| names.iter().any(|name| name == word);
        if says(b"Image") && !says(b"Form") {
            continue;
        }
        let start = from + bytes[from..].iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
        let filters: Vec<Filter> = names.iter().filter_map(|name| Filter::named(name)).collect();
        let inflated = inflated(&bytes[start..], &filters, most).ok_or_else(refused)?;
        total += inflated;
        if total > MAX_STREAMS {
            return Err(refused());
        }
    }
    Ok(())
}

/// How many bytes a stream holds in all that its filters make of it; none where that is too much.
fn inflated(stored: &[u8], filters: &[Filter], most: u64) -> Option<u64> {
    if filters.iter().filter(|filter| filter.grows()).count() > MAX_GROWING {
        return None;
    }
    // Filters that stand elsewhere in the file are guessed by what they left.
    let guessed = [Filter::Flate; MAX_GROWING + 1];
    let (filters, is_guess) = if filters.is_empty() { (&guessed[..], true) } else { (filters, false) };
    // Only what is deflated says by itself where it ends.
    let end = if filters[0] == Filter::Flate { None } else { find(stored, 0, b"endstream") };
    let (mut data, mut total) = (Cow::Borrowed(&stored[..end.unwrap_or(stored.len())]), 0);
    for filter in filters {
        // The first byte of zlib names its method and the size of its window.
        let is_zlib = data.first().is_some_and(|byte| byte & 0x0F == 8 && byte >> 4 <= 7);
        if is_guess && !is_zlib {
            break;
        }
        let made = match filter {
            Filter::Flate if is_zlib => bounded(ZlibDecoder::new(&*data), most),
            Filter::Flate => bounded(DeflateDecoder::new(&*data), most),
            // What it would grow to is not looked at: it is short, or refused.
            Filter::Lzw => return (data.len() <= MAX_LZW).then_some(total),
            Filter::RunLength => run_length(&data, most),
            Filter::Hex => of_text(&data, 16, 2, 1),
            Filter::Base85 => of_text(&data, 85, 5, 4),
        };
        if made.len() as u64 > most {
            return None;
        }
        if filter.grows() {
            total += made.len() as u64;
        }
        data = Cow::Owned(made);
    }
    Some(total)
}

/// What is read before the end, an error, or one byte more than a stream may have.
fn bounded(read: impl Read, most: u64) -> Vec<u8> {
    let mut made = Vec::new();
    // What is broken later was inflated up to there.
    let _: io::Result<usize> = read.take(most + 1).read_to_end(&mut made);
    made
}

fn run_length(mut data: &[u8], most: u64) -> Vec<u8> {
    let mut made = Vec::new();
    while let [length, rest @ ..] = data {
        let length = usize::from(*length);
        match (length, rest) {
            (..=127, _) => {
                let count = (length + 1).min(rest.len());
                made.extend_from_slice(&rest[..count]);
                data = &rest[count..];
            }
            (129.., [byte, after @ ..]) => {
                made.resize(made.len() + 257 - length, *byte);
                data = after;
            }
            _ => break,
        }
        if made.len() as u64 > most {
            break;
        }
    }
    made
}

/// Bytes that were written as digits of a base: `digits` for every `bytes`.
fn of_text(data: &[u8], base: u32, digits: usize, bytes: usize) -> Vec<u8> {
    let (mut made, mut value, mut have) = (Vec::new(), 0_u32, 0);
    let mut flush = |value: u32, count: usize| {
        let at = 4 - bytes;
        made.extend_from_slice(&value.to_be_bytes()[at..at + count]);
    };
    for &byte in data {
        let digit = match byte {
            b'~' => break,
            b'>' if base == 16 => break,
            _ if byte.is_ascii_whitespace() => continue,
            b'z' if base == 85 && have == 0 => {
                flush(0, bytes);
                continue;
            }
            _ if base == 16 => char::from(byte).to_digit(16),
            _ => byte.checked_sub(b'!').map(u32::from).filter(|digit| *digit < base),
        };
        let Some(digit) = digit else { break };
        value = value.wrapping_mul(base).wrapping_add(digit);
        have += 1;
        if have == digits {
            flush(value, bytes);
            (value, have) = (0, 0);
        }
    }
    if have > 1 {
        // What is missing of the last group counts as its highest digit.
        let filled = (have..digits).fold(value, |value, _| value.wrapping_mul(base).wrapping_add(base - 1));
        flush(filled, have - 1);
    }
    made
}

/// The names in a dictionary, in order, with what is written as `#46` in them resolved.
fn names(dictionary: &[u8]) -> Vec<Vec<u8>> {
    let ends = |byte: u8| byte.is_ascii_whitespace() || byte == 0 || b"/<>[](){}%".contains(&byte);
    let name = |part: &[u8]| {
        let length = part.iter().position(|&byte| ends(byte)).unwrap_or(part.len());
        let (mut name, mut rest) = (Vec::new(), &part[..length]);
        while let [first, after @ ..] = rest {
            let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
            let code = code.filter(|_| *first == b'#').and_then(|code| u8::from_str_radix(code, 16).ok());
            name.push(code.unwrap_or(*first));
            rest = if code.is_some() { &after[2..] } else { after };
        }
        name
    };
    dictionary.split(|&byte| byte == b'/').skip(1).map(name).collect()
}

fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len()).position(|part| part == wanted).map(|at| from + at)
}

fn last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|part| part == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const MOST: u64 = 1 << 20;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn bomb() -> Vec<u8> {
        deflated(&vec![b' '; MOST as usize + 1])
    }

    fn passes(dictionary: &str, stored: &[u8]) -> bool {
        let head = format!("%PDF-1.7\n1 0 obj\n<< {dictionary} /Length {} >>\nstream\n", stored.len());
        check_within(&[head.as_bytes(), stored, b"\nendstream\nendobj"].concat(), MOST).is_ok()
    }

    fn base85(bytes: &[u8]) -> Vec<u8> {
        let mut made = Vec::new();
        for four in bytes.chunks(4) {
            let mut value = [0; 4];
            value[..four.len()].copy_from_slice(four);
            let value = u32::from_be_bytes(value);
            let digits = (0..5).map(|at| b'!' + (value / 85_u32.pow(4 - at) % 85) as u8);
            made.extend(digits.take(four.len() + 1));
        }
        made.extend(b"~>");
        made
    }

    #[test]
    fn a_stream_is_measured_through_all_its_filters_however_they_are_written() {
        let once = bomb();
        let twice = deflated(&once);
        let thrice = deflated(&twice);
        let hex: Vec<u8> = twice.iter().flat_map(|byte| format!("{byte:02x} ").into_bytes()).collect();
        for (dictionary, stored) in [
            ("/Filter/FlateDecode", &once),
            ("/Filter/#46lateDecode", &once),
            ("/Filter[/FlateDecode/Flate#44ecode]", &twice),
            ("/Filter [/Fl /Fl /Fl]", &thrice),
            ("/Filter 5 0 R", &once),
            ("/Filter 5 0 R", &thrice),
            ("/Filter[/ASCII85Decode/FlateDecode/FlateDecode]", &base85(&twice)),
            ("/Filter[/A85/Fl]", &base85(&once)),
            ("/Filter[/ASCIIHexDecode/FlateDecode/FlateDecode]", &hex),
            ("/Type/XRef/Filter[/FlateDecode/FlateDecode]", &twice),
            ("/Filter[/FlateDecode/RunLengthDecode]", &deflated(&[0x81, b' '].repeat(12_000))),
        ] {
            assert!(!passes(dictionary, stored), "{dictionary}");
        }
    }

    #[test]
    fn what_programs_write_passes() {
        let text = b"BT /F 12 Tf (Uy ban) Tj ET ".repeat(1_000);
        let once = deflated(&text);
        for (dictionary, stored) in [
            ("", &text),
            ("/Filter/FlateDecode", &once),
            ("/Filter[/FlateDecode/FlateDecode]", &deflated(&once)),
            ("/Filter[/ASCII85Decode/FlateDecode]", &base85(&once)),
            ("/Filter 5 0 R", &once),
            ("/Subtype/Image/Filter/FlateDecode", &bomb()),
        ] {
            assert!(passes(dictionary, stored), "{dictionary}");
        }
        assert_eq!(of_text(&base85(&once), 85, 5, 4), once);
        assert_eq!(of_text(b"48 656C6c 6F7>", 16, 2, 1), b"Hello");
        assert_eq!(run_length(&[2, 1, 2, 3, 254, 9, 128, 7], MOST), [1, 2, 3, 9, 9, 9]);
    }
}
