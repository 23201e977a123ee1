//! Digests of WARC records: `sha1:` or `sha256:` and the hash, in base 32, hexadecimal or base 64, as crawlers write them.

use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A digest that a record states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    kind: Kind,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Sha1,
    Sha256,
}

impl Digest {
    /// Reads what a record states; `None` for other algorithms and for what is no digest.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (name, value) = text.trim().split_once(':')?;
        let (kind, length) = match name.to_ascii_lowercase().replace('-', "").as_str() {
            "sha1" => (Kind::Sha1, 20),
            "sha256" => (Kind::Sha256, 32),
            _ => return None,
        };
        let value = value.trim();
        let bare = value.trim_end_matches('=');
        let upper = bare.to_ascii_uppercase();
        // What one writing gives by chance, another would give at another length, so the length decides.
        let readings = [
            HEXLOWER_PERMISSIVE.decode(bare.as_bytes()),
            BASE32_NOPAD.decode(upper.as_bytes()),
            BASE64.decode(value.as_bytes()),
            BASE64URL_NOPAD.decode(bare.as_bytes()),
        ];
        let bytes = readings.into_iter().flatten().find(|bytes| bytes.len() == length)?;
        Some(Self { kind, bytes })
    }

    /// Whether these bytes have this digest.
    pub(crate) fn fits(&self, content: &[u8]) -> bool {
        let mut hasher = self.hasher();
        hasher.update(content);
        hasher.fits(self)
    }

    /// What makes digests of this kind.
    pub(crate) fn hasher(&self) -> Hasher {
        match self.kind {
            Kind::Sha1 => Hasher::Sha1(Sha1::new()),
            Kind::Sha256 => Hasher::Sha256(Sha256::new()),
        }
    }

    /// The hash's first bytes, to look equal content up by.
    pub(crate) fn key(&self) -> u64 {
        self.bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }
}

impl fmt::Display for Digest {
    /// As WARC writes it: the hash in base 32.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Sha1 => write!(f, "sha1:{}", BASE32_NOPAD.encode(&self.bytes)),
            Kind::Sha256 => write!(f, "sha256:{}", HEXLOWER_PERMISSIVE.encode(&self.bytes)),
        }
    }
}

/// A hash in the making.
pub(crate) enum Hasher {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Hasher {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(hasher) => hasher.update(bytes),
            Self::Sha256(hasher) => hasher.update(bytes),
        }
    }

    /// Whether the result is `digest`.
    pub(crate) fn fits(self, digest: &Digest) -> bool {
        match self {
            Self::Sha1(hasher) => hasher.finalize().as_slice() == digest.bytes,
            Self::Sha256(hasher) => hasher.finalize().as_slice() == digest.bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_of_a_hash_is_the_same_digest() {
        let writings = [
            "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
            "SHA-1: vgmt4nsha2awvor6evyxqugcnsonbwe5",
            "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
            "sha1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
        ];
        for writing in writings {
            let digest = Digest::read(writing).unwrap();
            assert!(digest.fits(b"abc") && !digest.fits(b"abd"), "{writing}");
            assert_eq!(digest.to_string(), writings[0]);
        }
        let long = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert!(Digest::read(long).unwrap().fits(b"abc"));
        assert_eq!(Digest::read(long).unwrap().to_string(), long);
    }

    #[test]
    fn what_is_no_digest_is_none() {
        for text in ["", "sha1", "sha1:", "md5:900150983cd24fb0d6963f7d28e17f72", "sha1:zz", "sha256:abc"] {
            assert_eq!(Digest::read(text), None, "{text}");
        }
    }
}
