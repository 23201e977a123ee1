//! SHA-256: of documents and sources whole, of parts the first half.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest, Sha256};
use std::fmt;

/// A SHA-256 digest. In JSON it is 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Hex([u8; 32]);

impl Sha256Hex {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest that these bytes are.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The first `digits` hexadecimal digits (at most 64), for names.
    pub fn prefix(&self, digits: usize) -> String {
        let mut text = self.to_string();
        text.truncate(digits);
        text
    }
}

impl fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Sha256Hex {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "a SHA-256 hash is 64 lower-case hexadecimal digits";
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(WANTED);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let value = |digit: u8| if digit <= b'9' { digit - b'0' } else { digit - b'a' + 10 };
            *byte = value(pair[0]) * 16 + value(pair[1]);
        }
        Ok(Self(bytes))
    }
}

/// What tells a part: the first 128 bits of its SHA-256. Tables are made of little else, and who wants to pass another
/// file off as a part must still try 2^128 of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartHash([u8; PartHash::BYTES]);

impl PartHash {
    /// How many bytes it has.
    pub const BYTES: usize = 16;

    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self::first_of(&Sha256Hex::of(bytes))
    }

    /// The hash's bytes.
    pub fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// The hash with which `bytes` begin, be it written in part or whole; `None` where they are fewer.
    pub fn begins(bytes: &[u8]) -> Option<Self> {
        bytes.first_chunk().copied().map(Self)
    }

    /// The hash that `digits` write, in part or whole.
    pub(crate) fn read(digits: &str) -> Option<Self> {
        let whole = if digits.len() == 2 * Self::BYTES { digits.repeat(2) } else { digits.to_owned() };
        whole.parse().ok().map(|whole| Self::first_of(&whole))
    }

    fn first_of(whole: &Sha256Hex) -> Self {
        let mut hash = Self([0; Self::BYTES]);
        hash.0.copy_from_slice(&whole.0[..Self::BYTES]);
        hash
    }
}

impl fmt::Display for PartHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PartHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PartHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Version 1 wrote all 64 digits; of them, too, the first half is what counts.
impl<'de> Deserialize<'de> for PartHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        Self::read(&digits)
            .ok_or_else(|| D::Error::custom("the hash of a part is 32 hexadecimal digits, or 64"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PartHash {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartHash".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[0-9a-f]{32}([0-9a-f]{32})?$",
            "description": "The first 128 bits of the SHA-256 of the file as stored, in lower-case hexadecimal; version 1 has all of it"
        })
    }
}

impl Serialize for Sha256Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Sha256Hex {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Sha256".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 of the stored bytes, in lower-case hexadecimal"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{PartHash, Sha256Hex};

    #[test]
    fn a_part_is_told_by_the_first_half_of_the_digits_whether_all_are_written_or_not() {
        let hash = PartHash::of(b"abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223");
        let read = |digits: &str| serde_json::from_str::<PartHash>(&format!("\"{digits}\"")).ok();
        assert_eq!(read(&hash.to_string()), Some(hash));
        assert_eq!(read(&Sha256Hex::of(b"abc").to_string()), Some(hash));
        assert_eq!(read(&hash.to_string()[1..]), None);
        assert_eq!(PartHash::begins(hash.bytes()), Some(hash));
        assert_eq!(PartHash::begins(&hash.bytes()[1..]), None);
    }

    #[test]
    fn a_hash_reads_back_as_it_is_written() {
        let hash = Sha256Hex::of(b"abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert!("BA78".parse::<Sha256Hex>().is_err());
    }
}
