//! Bytes to text: UTF-8, UTF-16 with a byte order mark, and windows-1258 for what is neither.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1258};

/// A text and, where it was not UTF-8, a sentence that says what it was taken for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) warning: Option<String>,
}

/// The text of a whole file, with `\n` as its only line end.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let (text, warning) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (UTF_16LE.decode_without_bom_handling(rest).0.into_owned(), None),
        [0xFE, 0xFF, rest @ ..] => (UTF_16BE.decode_without_bom_handling(rest).0.into_owned(), None),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => (text.to_owned(), None),
                Err(error) => {
                    let warning = format!(
                        "it is not UTF-8 (byte {} breaks it) and was read as windows-1258",
                        error.valid_up_to() + 1
                    );
                    (WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned(), Some(warning))
                }
            }
        }
    };
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    Decoded { text, warning }
}

/// Whether the bytes are no text at all: a zero byte, outside UTF-16.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    !matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) && bytes.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_order_mark_is_taken_off() {
        for bytes in [&b"\xEF\xBB\xBFa"[..], b"\xFF\xFEa\0", b"\xFE\xFF\0a"] {
            assert_eq!(decode(bytes), Decoded { text: "a".to_owned(), warning: None });
        }
    }

    #[test]
    fn windows_1258_is_read_with_a_warning() {
        // "Quận ủy" as windows-1258 writes it: base letters followed by combining tones.
        let decoded = decode(b"Qu\xE2\xF2n u\xD2y");
        assert_eq!(tangthu_text::clean(&decoded.text), "Quận ủy");
        assert!(decoded.warning.unwrap().contains("windows-1258"));
    }

    #[test]
    fn all_line_ends_become_one() {
        assert_eq!(decode(b"a\r\nb\rc\n").text, "a\nb\nc\n");
    }
}
