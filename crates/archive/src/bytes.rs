//! Variable-length integers and byte strings: the letters of which tables and the index are written.

/// Appends `value` in groups of seven bits, lowest first, the high bit saying that more follow (LEB128).
pub fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a length and the bytes.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Reads what the functions above wrote. Everything read is checked; an archive is untrusted.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

/// Why bytes could not be read, as the end of a sentence about the file.
pub type Fault = &'static str;

impl<'a> Reader<'a> {
    /// A reader at the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether everything has been read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Bytes not yet read: a count of things of at least one byte each cannot be larger.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// A number.
    ///
    /// # Errors
    /// When the bytes end inside it, or it has more than 63 bits.
    pub fn varint(&mut self) -> Result<u64, Fault> {
        let mut value = 0u64;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.rest.split_first().ok_or("it ends inside a number")?;
            self.rest = rest;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err("a number is too large")
    }

    /// The next number, if it takes one byte.
    #[inline]
    pub fn small(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        if byte >= 0x80 {
            return None;
        }
        self.rest = rest;
        Some(byte)
    }

    /// How many bytes the next `count` numbers take.
    ///
    /// # Errors
    /// When there are not so many.
    pub fn length_of(&self, count: u32) -> Result<u32, Fault> {
        let mut left = count;
        let mut length = 0;
        for byte in self.rest {
            if left == 0 {
                break;
            }
            left -= u32::from(*byte < 0x80);
            length += 1;
        }
        if left == 0 { Ok(length) } else { Err("it ends inside a number") }
    }

    /// A number of 32 bits.
    ///
    /// # Errors
    /// As [`Reader::varint`], and when it is larger.
    pub fn u32(&mut self) -> Result<u32, Fault> {
        u32::try_from(self.varint()?).map_err(|_| "a number is too large")
    }

    /// A count of things that take at least one byte each.
    ///
    /// # Errors
    /// When it is no number, or larger than what is left.
    pub fn count(&mut self) -> Result<usize, Fault> {
        let count = self.varint()?;
        usize::try_from(count)
            .ok()
            .filter(|&count| count <= self.remaining())
            .ok_or("a count is larger than the part")
    }

    /// The next `length` bytes.
    ///
    /// # Errors
    /// When there are not so many.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or("it ends too early")?;
        self.rest = rest;
        Ok(taken)
    }

    /// Passes over `wanted`, if it comes next.
    pub fn skip(&mut self, wanted: &[u8]) -> bool {
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// A byte string: its length and its bytes.
    ///
    /// # Errors
    /// When it is longer than what is left.
    pub fn bytes(&mut self) -> Result<&'a [u8], Fault> {
        let length = self.count()?;
        self.take(length)
    }

    /// A byte string that is a text.
    ///
    /// # Errors
    /// As [`Reader::bytes`], and when it is not UTF-8.
    pub fn text(&mut self) -> Result<&'a str, Fault> {
        std::str::from_utf8(self.bytes()?).map_err(|_| "a text is not UTF-8")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_and_strings_read_back(number in 0u64..=u64::MAX >> 1, text in "\\PC{0,20}") {
            let mut out = Vec::new();
            put_varint(&mut out, number);
            put_bytes(&mut out, text.as_bytes());
            let mut reader = Reader::new(&out);
            prop_assert_eq!(reader.varint(), Ok(number));
            prop_assert_eq!(reader.text(), Ok(text.as_str()));
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..30)) {
            let mut reader = Reader::new(&bytes);
            while !reader.is_empty() && reader.text().is_ok() {}
            let _ = Reader::new(&bytes).varint();
        }
    }
}
