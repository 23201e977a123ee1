//! Text in any encoding as a stream of UTF-8, for formats that are read piece by piece.

use crate::decode;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// How much is decoded at a time.
const PIECE: usize = 64 * 1024;

/// The longest file whose encoding must be guessed from all of it.
pub(crate) const MAX_GUESSED: u64 = 64 * 1024 * 1024;

/// How far into an XML file its declaration may reach, in bytes.
const MAX_DECLARATION: usize = 400;

/// A text in UTF-8 and, where its encoding was guessed, a sentence that says what it was taken for.
pub(crate) struct Stream<'a> {
    pub(crate) reader: Box<dyn BufRead + 'a>,
    pub(crate) warning: Option<String>,
}

/// The text of `reader`, which begins with `head` (`whole` if that is all of it).
///
/// # Errors
/// When it cannot be read, or is too long for its encoding to be guessed.
pub(crate) fn utf8<'a>(head: &[u8], whole: bool, reader: impl BufRead + 'a) -> io::Result<Stream<'a>> {
    let told = match head {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => declared(head).or_else(|| is_utf8(head, whole).then_some(UTF_8)),
    };
    if let Some(encoding) = told {
        // What a file declares may be out of date: its bytes decide where they are UTF-8 and more than ASCII.
        let encoding = if !head.is_ascii() && is_utf8(head, whole) { UTF_8 } else { encoding };
        let decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).strip_bom(true).build(reader);
        return Ok(Stream { reader: Box::new(BufReader::with_capacity(PIECE, decoder)), warning: None });
    }
    let mut bytes = Vec::new();
    reader.take(MAX_GUESSED + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_GUESSED {
        let reason = format!(
            "it is not UTF-8, and longer than the {} MB that are read of other encodings",
            MAX_GUESSED / 1024 / 1024
        );
        return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    }
    let decoded = decode::decode(&bytes);
    Ok(Stream { reader: Box::new(Cursor::new(decoded.text.into_bytes())), warning: decoded.warning })
}

/// Whether a file that begins with `head` is UTF-8 as far as that goes.
pub(crate) fn is_utf8(head: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        // No error length means that the text is right as far as it goes and only ends too early.
        Err(error) => !whole && error.error_len().is_none(),
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let declaration = head.strip_prefix(b"<?xml")?;
    let declaration =
        String::from_utf8_lossy(declaration.get(..MAX_DECLARATION).unwrap_or(declaration)).into_owned();
    let (declaration, _) = declaration.split_once("?>")?;
    let (_, label) = declaration.split_once("encoding")?;
    let label = label.trim_start().strip_prefix('=')?.trim_start();
    let quote = label.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(label[1..].split(quote).next()?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, bool) {
        let stream = utf8(bytes, true, bytes).unwrap();
        let mut text = String::new();
        let mut reader = stream.reader;
        reader.read_to_string(&mut text).unwrap();
        (tangthu_text::clean(&text), stream.warning.is_some())
    }

    #[test]
    fn every_encoding_comes_out_as_utf8() {
        let utf16: Vec<u8> = "\u{FEFF}Quận ủy".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16), ("Quận ủy".to_owned(), false));
        assert_eq!(read("\u{FEFF}Quận ủy".as_bytes()), ("Quận ủy".to_owned(), false));
        assert_eq!(read(b"Qu\xE2\xF2n u\xD2y"), ("Quận ủy".to_owned(), true));
        let declared = b"<?xml version='1.0' encoding='windows-1258'?>Qu\xE2\xF2n";
        assert_eq!(read(declared).0, "<?xml version='1.0' encoding='windows-1258'?>Quận");
        // Declared as something that it is not.
        let wrong = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>Quận";
        assert_eq!(read(wrong.as_bytes()).0, wrong);
    }

    #[test]
    fn a_broken_letter_is_marked_and_the_rest_is_there() {
        let text = [b"<?xml version='1.0' encoding='utf-8'?>a".as_slice(), b"\xC4", b"b"].concat();
        assert!(read(&text).0.ends_with("a\u{FFFD}b"));
    }
}
