//! Signatures of manifests: how a manifest says by which key it is signed, and what its signature says beside signing.
//!
//! Signatures are minisign's, made and verified by libraries; the field of the manifest and the words of the trusted comment are
//! ours and defined here. Whoever replaces an archive can replace its key and its signature, so a key that comes along proves
//! nothing until it is compared with one that came another way, or with the one that was seen before.

use crate::one_file::without_mark;

/// What is added to the name of a manifest for that of its signature.
pub const SIGNATURE_ENDING: &str = ".minisig";

/// Characters of a public key as minisign writes it: 42 bytes in base 64.
const KEY_LENGTH: usize = 56;

/// The field that names the key. It stands first, so that putting it in or taking it out leaves every other byte of a manifest as
/// it is, and nothing needs to read the rest to see it.
const BEGIN: &[u8] = b"\"signed_by\":\"";
const END: &[u8] = b"\",";

/// The public key by which a manifest, or an archive in one file, says that it is signed. Without it nobody looks for a signature.
pub fn signed_by(manifest: &[u8]) -> Option<&str> {
    let field = manifest.get(field(manifest)?)?;
    std::str::from_utf8(field.get(BEGIN.len()..BEGIN.len() + KEY_LENGTH)?).ok()
}

/// A manifest that names `key`, in place of another where it names one already.
pub fn with_key(manifest: &[u8], key: &str) -> Vec<u8> {
    let mut named = without_key(manifest);
    if let Some(at) = inside(&named) {
        let field = [BEGIN, key.as_bytes(), END].concat();
        named.splice(at..at, field);
    }
    named
}

/// A manifest as it was before it named a key.
pub fn without_key(manifest: &[u8]) -> Vec<u8> {
    let mut plain = manifest.to_vec();
    if let Some(field) = field(manifest) {
        plain.drain(field);
    }
    plain
}

/// Where the field stands.
fn field(manifest: &[u8]) -> Option<std::ops::Range<usize>> {
    let at = inside(manifest)?;
    let key = manifest.get(at..)?.strip_prefix(BEGIN)?;
    let is_whole = is_key(key.get(..KEY_LENGTH)?) && key.get(KEY_LENGTH..)?.starts_with(END);
    is_whole.then_some(at..at + BEGIN.len() + KEY_LENGTH + END.len())
}

/// Where the first field of a JSON object stands, were it written without a blank before it.
fn inside(json: &[u8]) -> Option<usize> {
    let object = without_mark(json).trim_ascii_start();
    object.starts_with(b"{").then(|| json.len() - object.len() + 1)
}

fn is_key(key: &[u8]) -> bool {
    key.iter().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'='))
}

/// The trusted comment of a signature made at `time`, in seconds since 1970, of the file `name` by the public key `key`.
pub fn signed_comment(time: u64, name: &str, key: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    format!("timestamp:{time}\tfile:{name}\tkey:{key}")
}

/// The public key that a trusted comment names, if it has the form of one.
pub fn key_of_comment(comment: &str) -> Option<&str> {
    part(comment, "key:").filter(|key| key.len() == KEY_LENGTH && is_key(key.as_bytes()))
}

/// When a signature was made by its trusted comment, in seconds since 1970.
pub fn time_of_comment(comment: &str) -> Option<u64> {
    part(comment, "timestamp:")?.parse().ok()
}

fn part<'a>(comment: &'a str, name: &str) -> Option<&'a str> {
    comment.split('\t').find_map(|part| part.strip_prefix(name))
}

/// The most that the file of a signature has: minisign's own have some 400 bytes.
#[cfg(feature = "verify")]
const MAX_SIGNATURE: usize = 16 * 1024;

/// What came of comparing a manifest with a signature.
#[cfg(feature = "verify")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// The signature is of this manifest, by this key.
    Fits {
        /// When it was made, in seconds since 1970, as whoever signed says.
        time: Option<u64>,
    },
    /// It is a signature, but not of this manifest by this key.
    Differs,
    /// It is no signature: hosts answer with a page of theirs where a file is missing.
    NoSignature,
}

/// Compares a manifest with what lies beside it as its signature by `key`.
#[cfg(feature = "verify")]
pub fn verify_signature(manifest: &[u8], key: &str, signature: &[u8]) -> Verified {
    let text = Some(signature).filter(|bytes| bytes.len() <= MAX_SIGNATURE);
    let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(signature) = text.and_then(|text| minisign_verify::Signature::decode(text).ok()) else {
        return Verified::NoSignature;
    };
    // Signatures of the older form, without a hash in between, are as good; minisign still makes them when it is told to.
    let allow_legacy = true;
    match minisign_verify::PublicKey::from_base64(key)
        .map(|key| key.verify(manifest, &signature, allow_legacy))
    {
        Ok(Ok(())) => Verified::Fits { time: time_of_comment(signature.trusted_comment()) },
        _ => Verified::Differs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    #[test]
    fn what_is_written_into_a_comment_is_read_from_it() {
        let comment = signed_comment(1_700_000_000, "kho\tx\n.json", KEY);
        assert_eq!((key_of_comment(&comment), time_of_comment(&comment)), (Some(KEY), Some(1_700_000_000)));
        assert_eq!(comment.split('\t').count(), 3, "a name cannot add a field");
        for odd in ["", "timestamp:x", "key:RW", "key:<script>", "timestamp:-1\tkey:"] {
            assert_eq!((key_of_comment(odd), time_of_comment(odd)), (None, None), "{odd}");
        }
    }

    #[test]
    fn a_manifest_names_one_key_and_is_else_as_it_was() {
        for plain in ["{\"title\":\"Kho\"}", "\u{feff}  {\n  \"title\": \"Kho\"\n}\n"] {
            let named = with_key(plain.as_bytes(), KEY);
            assert_eq!(signed_by(&named), Some(KEY));
            let bare = named.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&named);
            let json: serde_json::Value = serde_json::from_slice(bare).unwrap();
            assert_eq!((json["title"].as_str(), json["signed_by"].as_str()), (Some("Kho"), Some(KEY)));
            let other = KEY.replace('Q', "R");
            assert_eq!(without_key(&with_key(&named, &other)), plain.as_bytes());
        }
    }

    #[test]
    fn what_is_no_key_in_its_place_names_none() {
        let short = format!("{{\"signed_by\":\"{}\",\"title\":\"\"}}", &KEY[1..]);
        let second = format!("{{\"title\":\"\",\"signed_by\":\"{KEY}\"}}");
        let strange = format!("{{\"signed_by\":\"{}\",\"title\":\"\"}}", KEY.replace('7', "<"));
        for odd in [short.as_str(), &second, &strange, "", "[]", "{", "{\"signed_by\":\""] {
            assert_eq!(signed_by(odd.as_bytes()), None, "{odd}");
            assert_eq!(without_key(odd.as_bytes()), odd.as_bytes());
        }
    }

    proptest! {
        #[test]
        fn taking_the_key_out_undoes_putting_it_in(json in "[ \n]{0,3}\\{[^\u{1}]{0,40}") {
            prop_assume!(signed_by(json.as_bytes()).is_none());
            prop_assert_eq!(without_key(&with_key(json.as_bytes(), KEY)), json.as_bytes());
        }
    }

    #[cfg(feature = "verify")]
    #[test]
    fn a_signature_fits_its_own_bytes_and_key_alone() {
        // The example of minisign's own page: the word "test" and its line end.
        let signature = "untrusted comment: signature from minisign secret key\n\
            RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
            trusted comment: timestamp:1556193335\tfile:test\n\
            y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==\n";
        let verify =
            |manifest: &[u8], key: &str, signature: &[u8]| verify_signature(manifest, key, signature);
        assert_eq!(verify(b"test", KEY, signature.as_bytes()), Verified::Fits { time: Some(1_556_193_335) });
        assert_eq!(verify(b"tesT", KEY, signature.as_bytes()), Verified::Differs);
        let later = signature.replace("1556193335", "1556193336");
        assert_eq!(verify(b"test", KEY, later.as_bytes()), Verified::Differs, "the time is signed, too");
        let other = KEY.replace("GFO3", "GFO4");
        assert_eq!(verify(b"test", &other, signature.as_bytes()), Verified::Differs);
        assert_eq!(verify(b"test", "RW", signature.as_bytes()), Verified::Differs);
        let long = vec![b'u'; MAX_SIGNATURE + 1];
        for page in [&b"<!doctype html><title>404</title>"[..], b"", b"\xFF\xFE", &long] {
            assert_eq!(verify(b"test", KEY, page), Verified::NoSignature);
        }
    }
}
