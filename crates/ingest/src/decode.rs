//! Bytes to text: by their mark, by what they are, by what was declared, by detection; and text that was written for the fonts
//! of the nineties to letters.
//!
//! Bytes that are UTF-8 are read as UTF-8 whatever was declared. For others, the old encodings of Vietnamese are tried side by
//! side with what was declared, because pages in TCVN3 and VNI commonly declare windows-1252 or nothing: the one that makes
//! Vietnamese syllables wins. Each that was repaired is told with what was changed or lost.

mod fonts;
mod vietnamese;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258, X_USER_DEFINED};
use fonts::Legacy;
use vietnamese::Count;

/// A text and, where it was not what it should be, a sentence that says what it was taken for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) warning: Option<String>,
}

/// Of so many letters beyond ASCII, one may be broken in a text that is still UTF-8.
const BROKEN: usize = 20;

/// The text of a whole file, with `\n` as its only line end.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    decode_as(bytes, None)
}

/// The same, of bytes that were declared to be in the encoding `label`.
pub(crate) fn decode_as(bytes: &[u8], label: Option<&str>) -> Decoded {
    let Decoded { text, warning } = letters(bytes, label);
    let (text, warning) = match fonts::repair(&text) {
        Some(repaired) => (repaired.text, Some(both(warning, &repaired.warning))),
        None => (text, warning),
    };
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    Decoded { text, warning }
}

/// A text that was written for fonts of the nineties, in letters; `None` where it is fine. Its lines stay the same in number.
#[cfg(feature = "pdf")]
pub(crate) fn repaired(text: &str) -> Option<Decoded> {
    fonts::repair(text).map(|repaired| Decoded { text: repaired.text, warning: Some(repaired.warning) })
}

/// A text that is set in the font of this name, in letters; `None` where the font needs Unicode like all others.
pub(crate) fn set_in(font: &str, text: &str) -> Option<String> {
    fonts::set_in(font, text)
}

fn both(first: Option<String>, second: &str) -> String {
    first.map_or(second.to_owned(), |first| format!("{first}; {second}"))
}

fn letters(bytes: &[u8], label: Option<&str>) -> Decoded {
    let plain = |text| Decoded { text, warning: None };
    let bytes = match bytes {
        [0xFF, 0xFE, rest @ ..] => return plain(UTF_16LE.decode_without_bom_handling(rest).0.into_owned()),
        [0xFE, 0xFF, rest @ ..] => return plain(UTF_16BE.decode_without_bom_handling(rest).0.into_owned()),
        [0xEF, 0xBB, 0xBF, rest @ ..] => rest,
        bytes => bytes,
    };
    let declared = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let legacy = label.and_then(Legacy::for_label);
    let error = match std::str::from_utf8(bytes) {
        // Seven-bit encodings (ISO-2022-JP) are valid UTF-8 as well.
        Ok(text) if !bytes.is_ascii() || declared.is_none_or(Encoding::is_ascii_compatible) => {
            if let Some(legacy) = legacy.filter(|_| vietnamese::holds_control_letters(bytes)) {
                return legacy.decoded(bytes, "as was declared");
            }
            return plain(text.to_owned());
        }
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    if let Some(text) = nearly_utf8(bytes) {
        let lost = text.matches('\u{FFFD}').count();
        let warning = format!(
            "letters in it are broken and were lost ({lost} in all, the first at byte {})",
            error + 1
        );
        return Decoded { text, warning: Some(warning) };
    }
    if let Some(legacy) = legacy {
        return legacy.decoded(bytes, "as was declared");
    }
    // What is declared as the West's encoding is not seldom Vietnam's.
    let is_western = declared.is_none_or(|encoding| {
        encoding == UTF_8
            || encoding == WINDOWS_1252
            || encoding == WINDOWS_1258
            || encoding == X_USER_DEFINED
            || encoding.name().starts_with("ISO-8859")
    });
    if is_western && let Some(found) = vietnamese_of(bytes, declared, error) {
        return found;
    }
    match declared.filter(|&encoding| encoding != UTF_8) {
        Some(encoding) => plain(encoding.decode_without_bom_handling(bytes).0.into_owned()),
        None => guessed(bytes, error),
    }
}

/// The old encoding of Vietnamese that makes syllables of the bytes.
fn vietnamese_of(bytes: &[u8], declared: Option<&'static Encoding>, error: usize) -> Option<Decoded> {
    match old_vietnamese(bytes)? {
        Old::Windows(text) => {
            let warning = (declared != Some(WINDOWS_1258)).then(|| {
                format!("it is not UTF-8 (byte {} breaks it) and was read as windows-1258", error + 1)
            });
            Some(Decoded { text, warning })
        }
        Old::OfFonts(legacy) => Some(legacy.decoded(bytes, "as its letters show")),
    }
}

/// An encoding that Vietnamese was written in before Unicode.
enum Old {
    /// windows-1258, with the text.
    Windows(String),
    OfFonts(Legacy),
}

fn old_vietnamese(bytes: &[u8]) -> Option<Old> {
    let windows = WINDOWS_1258.decode_without_bom_handling(bytes).0;
    let windows_count = Count::of(&tangthu_text::clean(&windows));
    let (legacy, best) = Legacy::SINGLE_BYTE
        .into_iter()
        .map(|legacy| (legacy, Count::of(&legacy.decode(bytes).0)))
        .max_by_key(|(_, count)| count.weight())?;
    if windows_count.is_vietnamese() && windows_count.weight() >= best.weight() {
        return Some(Old::Windows(windows.into_owned()));
    }
    best.is_vietnamese().then_some(Old::OfFonts(legacy))
}

/// Names of files that are not UTF-8 and come out of one container, read as what makes words of them all; and what that is called.
/// Containers of old archivers do not say it.
pub(crate) fn names(names: &[Vec<u8>]) -> (Vec<String>, String) {
    // No name holds the mark between them: one that does is refused for it.
    let joined = names.join(&b'\n');
    let (text, encoding) = match old_vietnamese(&joined) {
        Some(Old::Windows(text)) => (tangthu_text::clean(&text), "windows-1258".to_owned()),
        Some(Old::OfFonts(legacy)) => (legacy.decode(&joined).0, legacy.name().to_owned()),
        // The encoding of the first PC has its letters in few places; the standard of ZIP names it.
        None if joined.iter().all(|byte| *byte < 0xA6) => {
            (joined.iter().map(|&byte| of_first_pc(byte)).collect(), "CP437".to_owned())
        }
        None => {
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(&joined, true);
            let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
            (encoding.decode_without_bom_handling(&joined).0.into_owned(), encoding.name().to_lowercase())
        }
    };
    (text.split('\n').map(str::to_owned).collect(), encoding)
}

/// A letter of CP437, of those below 0xA6.
fn of_first_pc(byte: u8) -> char {
    const LETTERS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑ";
    let at = byte.checked_sub(0x80).map(usize::from);
    at.and_then(|at| LETTERS.chars().nth(at)).unwrap_or(char::from(byte))
}

/// A text in UTF-8 of which few letters are broken.
fn nearly_utf8(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let broken = text.matches('\u{FFFD}').count();
    let whole = text.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}').count();
    (whole >= broken * BROKEN).then(|| text.into_owned())
}

/// The encoding that a detector takes the bytes for; windows-1258 where it sees nothing but the West.
fn guessed(bytes: &[u8], error: usize) -> Decoded {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let encoding = if encoding == WINDOWS_1252
        && Count::of(&WINDOWS_1252.decode_without_bom_handling(bytes).0).all < 20
    {
        WINDOWS_1258
    } else {
        encoding
    };
    let warning = format!(
        "it is not UTF-8 (byte {} breaks it) and was read as {}",
        error + 1,
        encoding.name().to_lowercase()
    );
    Decoded { text: encoding.decode_without_bom_handling(bytes).0.into_owned(), warning: Some(warning) }
}

/// Whether the bytes are no text at all: a zero byte, outside UTF-16.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    !matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) && bytes.contains(&0)
}

#[cfg(test)]
mod tests;
