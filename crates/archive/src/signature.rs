//! What the signature of a manifest says beside signing: when it was made and by which key.
//!
//! Signatures are minisign's, made and verified by libraries; the words of their trusted comment are ours and defined here.
//! The key stands in them so that a page can name it. Whoever replaces an archive can replace its signature, so a key that
//! comes along proves nothing until it is compared with one that came another way, or with the one that was seen before.

/// What is added to the name of a manifest for that of its signature.
pub const SIGNATURE_ENDING: &str = ".minisig";

/// Characters of a public key as minisign writes it: 42 bytes in base 64.
const KEY_LENGTH: usize = 56;

/// The trusted comment of a signature made at `time`, in seconds since 1970, of the file `name` by the public key `key`.
pub fn signed_comment(time: u64, name: &str, key: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    format!("timestamp:{time}\tfile:{name}\tkey:{key}")
}

/// The public key that a trusted comment names, if it has the form of one.
pub fn key_of_comment(comment: &str) -> Option<&str> {
    let is_of_key = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'=');
    field(comment, "key:").filter(|key| key.len() == KEY_LENGTH && key.bytes().all(is_of_key))
}

/// When a signature was made by its trusted comment, in seconds since 1970.
pub fn time_of_comment(comment: &str) -> Option<u64> {
    field(comment, "timestamp:")?.parse().ok()
}

fn field<'a>(comment: &'a str, name: &str) -> Option<&'a str> {
    comment.split('\t').find_map(|field| field.strip_prefix(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_into_a_comment_is_read_from_it() {
        let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
        let comment = signed_comment(1_700_000_000, "kho\tx\n.json", key);
        assert_eq!((key_of_comment(&comment), time_of_comment(&comment)), (Some(key), Some(1_700_000_000)));
        assert_eq!(comment.split('\t').count(), 3, "a name cannot add a field");
        for odd in ["", "timestamp:x", "key:RW", "key:<script>", "timestamp:-1\tkey:"] {
            assert_eq!((key_of_comment(odd), time_of_comment(odd)), (None, None), "{odd}");
        }
    }
}
