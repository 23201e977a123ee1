//! What an HTTP response in a record holds: status, the fields that matter here, and the body as it was before it was chunked
//! and encoded for the wire. Servers and crawlers err, so what cannot be undone is taken as it is.

use crate::source::{Bounded, Counted};
use std::{
    io::{self, Read},
    rc::Rc,
};

/// The longest head that is read, in bytes; servers refuse to send half as much.
pub(crate) const MAX_HEAD: usize = 64 * 1024;

/// The most fields of a head.
const MAX_FIELDS: usize = 256;

/// The most encodings that are undone one after another; servers use one.
const MAX_ENCODINGS: usize = 3;

/// The head of a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) status: u16,
    /// The media type, in lower case and without its parameters.
    pub(crate) media_type: String,
    /// The encoding of the text, where the head names one.
    pub(crate) charset: Option<String>,
    /// Where a redirect leads.
    pub(crate) location: Option<String>,
    chunked: bool,
    /// In the order in which they were applied.
    encodings: Vec<String>,
    /// How long the head is.
    pub(crate) length: usize,
}

impl Head {
    /// Reads the head that `block` begins with.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub(crate) fn read(block: &[u8]) -> Result<Self, String> {
        let block = block.get(..MAX_HEAD).unwrap_or(block);
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut response = httparse::Response::new(&mut fields);
        let mut config = httparse::ParserConfig::default();
        config
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_space_before_first_header_name(true)
            .allow_multiple_spaces_in_response_status_delimiters(true)
            .ignore_invalid_headers_in_responses(true);
        let length = match config.parse_response(&mut response, block) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Err("its HTTP head has no end".to_owned()),
            Err(error) => return Err(format!("its HTTP head cannot be read ({error})")),
        };
        let mut head = Self { status: response.code.unwrap_or_default(), length, ..Self::default() };
        for field in response.headers.iter() {
            let value = String::from_utf8_lossy(field.value);
            match field.name.to_ascii_lowercase().as_str() {
                "content-type" if head.media_type.is_empty() => {
                    (head.media_type, head.charset) = media_type(&value);
                }
                "location" => head.location = Some(value.trim().to_owned()),
                "transfer-encoding" => head.chunked |= value.to_ascii_lowercase().contains("chunked"),
                "content-encoding" => {
                    let names = value.split(',').map(|name| name.trim().to_ascii_lowercase());
                    head.encodings.extend(names.filter(|name| !name.is_empty() && name != "identity"));
                }
                _ => {}
            }
        }
        Ok(head)
    }

    /// Whether the body is chunked for the wire.
    pub(crate) fn is_chunked(&self) -> bool {
        self.chunked
    }

    /// The body without what encoded it. `most` is the longest that it may become, in bytes.
    ///
    /// # Errors
    /// A sentence that says why it cannot be undone.
    pub(crate) fn decoded(&self, body: Vec<u8>, most: u64) -> Result<Vec<u8>, String> {
        if self.encodings.len() > MAX_ENCODINGS {
            return Err(format!("it is encoded {} times over", self.encodings.len()));
        }
        let mut body = body;
        for name in self.encodings.iter().rev() {
            let decoded = decode(name, &body, most)?;
            // Some crawlers store the body decoded and leave the field that says otherwise.
            body = decoded.unwrap_or(body);
        }
        Ok(body)
    }
}

/// A media type in lower case, and the encoding it names.
pub(crate) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (name, charset)
}

/// The bytes without the chunks of the wire. Where the chunks are wrong, the rest is taken as it is; a body that was never
/// chunked is one that goes wrong at once.
pub(crate) fn dechunked(body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((length, after)) = chunk_head(rest) {
        if length == 0 {
            return whole;
        }
        let end = length.min(after.len());
        whole.extend_from_slice(&after[..end]);
        rest = &after[end..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
    whole.extend_from_slice(rest);
    whole
}

/// The length that a chunk states, and what follows.
fn chunk_head(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().take(1024).position(|&byte| byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next().unwrap_or_default().trim();
    let plain = !digits.is_empty() && digits.len() <= 8 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let length = plain.then(|| usize::from_str_radix(digits, 16).ok()).flatten()?;
    Some((length, &bytes[end + 1..]))
}

/// Undoes one encoding; `None` where the bytes were not encoded so at all.
fn decode(name: &str, body: &[u8], most: u64) -> Result<Option<Vec<u8>>, String> {
    let counted = Counted::new(body);
    let taken = Rc::clone(&counted.taken);
    let reader: Box<dyn Read + '_> = match name {
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(counted)),
        // The name means zlib, and some servers send deflate without its head.
        "deflate" if body.first().is_some_and(|byte| byte & 0x0F == 8) => {
            Box::new(flate2::read::ZlibDecoder::new(counted))
        }
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(counted)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(counted, 16 * 1024)),
        #[cfg(feature = "zstd")]
        "zstd" => Box::new(zstd::stream::read::Decoder::new(counted).map_err(|error| error.to_string())?),
        _ => {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            return Err(format!("it is encoded by a method that is not read ({shown})"));
        }
    };
    let mut decoded = Vec::new();
    let result = Bounded::new(reader, taken).take(most + 1).read_to_end(&mut decoded);
    match result {
        Ok(_) if decoded.len() as u64 > most => Err(too_long(most)),
        Ok(_) => Ok(Some(decoded)),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Err(error.to_string()),
        // What was sent is often cut short; what came is what a browser would show.
        Err(_) => Ok((!decoded.is_empty()).then_some(decoded)),
    }
}

/// The sentence for a body past what is read.
pub(crate) fn too_long(most: u64) -> String {
    format!("it holds more than {} MB", most / 1024 / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const MOST: u64 = 1 << 20;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_head_is_read_with_what_servers_do_to_it() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; Charset=\"utf-8\"\r\nX: \xFF\r\nbad line\r\nTransfer-Encoding: Chunked\r\n\r\nx";
        let head = Head::read(block).unwrap();
        assert_eq!(
            (head.status, head.media_type.as_str(), head.charset.as_deref()),
            (200, "text/html", Some("utf-8"))
        );
        assert!(head.is_chunked());
        assert_eq!(&block[head.length..], b"x");
        assert!(
            Head::read(b"HTTP/1.1 301 Moved\nLocation:  /moi \n\n").unwrap().location.as_deref()
                == Some("/moi")
        );
        for wrong in [&b""[..], b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b", b"<html>"] {
            assert!(Head::read(wrong).is_err());
        }
    }

    #[test]
    fn chunks_are_taken_out_and_wrong_ones_left_as_they_are() {
        assert_eq!(dechunked(b"4\r\nQuan\r\n3;x=y\r\n uy\r\n0\r\n\r\n"), b"Quan uy");
        assert_eq!(dechunked(b"<html>never chunked"), b"<html>never chunked");
        assert_eq!(dechunked(b"4\r\nQuan\r\nzz\r\n uy"), b"Quanzz\r\n uy");
        assert_eq!(dechunked(b"ff\r\ncut"), b"cut");
        assert_eq!(dechunked(b"ffffffffff\r\nx"), b"ffffffffff\r\nx");
    }

    #[test]
    fn encodings_are_undone_in_their_order() {
        let text = "Quận ủy ".repeat(50).into_bytes();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(&text).unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(&text).unwrap();
        // "Quận ủy" as brotli stores it, without compression.
        for (encodings, body) in [
            ("gzip", gzip(&text)),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", raw.finish().unwrap()),
            ("identity", text.clone()),
            ("gzip, x-gzip", gzip(&gzip(&text))),
            ("gzip", text.clone()),
        ] {
            let block = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encodings}\r\n\r\n");
            let head = Head::read(block.as_bytes()).unwrap();
            assert_eq!(head.decoded(body, MOST).unwrap(), text, "{encodings}");
        }
        let head = Head::read(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n").unwrap();
        assert_eq!(
            head.decoded(vec![0x0B, 0x02, 0x80, b'a', b'b', b'c', b'd', b'e', 0x03], MOST).unwrap(),
            b"abcde"
        );
    }

    #[test]
    fn bodies_that_grow_past_measure_are_refused_and_cut_ones_kept() {
        let head = Head::read(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n").unwrap();
        assert!(head.decoded(gzip(&vec![0; 2 << 20]), MOST).unwrap_err().contains("1 MB"));
        let noise: Vec<u8> =
            (0..60_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let whole = gzip(&noise);
        let cut = head.decoded(whole[..whole.len() / 2].to_vec(), MOST).unwrap();
        assert!(!cut.is_empty() && noise.starts_with(&cut));
        let over = Head::read(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip,gzip,gzip,gzip\r\n\r\n").unwrap();
        assert!(over.decoded(Vec::new(), MOST).is_err());
        let strange = Head::read(b"HTTP/1.1 200 OK\r\nContent-Encoding: sdch\r\n\r\n").unwrap();
        assert!(strange.decoded(Vec::new(), MOST).unwrap_err().contains("sdch"));
    }
}
