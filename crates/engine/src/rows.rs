//! One value of a JSON array: a part holds some thirty cards or documents, and an answer wants one of them. Reading all to
//! throw the others away was most of the time of a search.

use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, SeqAccess, Visitor};
use std::{fmt, marker::PhantomData};

/// The value at position `nth` of the array `json`; none where it has fewer. What comes after it is not read.
///
/// # Errors
/// When the JSON up to there is malformed, or is no array of such values.
pub(crate) fn nth<T: DeserializeOwned>(json: &[u8], nth: u32) -> Result<Option<T>, serde_json::Error> {
    let mut found = None;
    let mut reader = serde_json::Deserializer::from_slice(json);
    let read = reader.deserialize_seq(Nth { nth, found: &mut found, value: PhantomData });
    // An array that is left before its end is an error to the parser, and none here.
    if found.is_some() { Ok(found) } else { read.map(|()| None) }
}

struct Nth<'f, T> {
    nth: u32,
    found: &'f mut Option<T>,
    value: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Nth<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        for _ in 0..self.nth {
            if array.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        *self.found = array.next_element()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::nth;

    #[test]
    fn one_value_is_read_and_the_others_are_passed_over() {
        let json = br#"[{"a":1}, "hai", [3], 4]"#;
        assert_eq!(nth::<String>(json, 1).unwrap().as_deref(), Some("hai"));
        assert_eq!(nth::<u32>(json, 3).unwrap(), Some(4));
        assert_eq!(nth::<u32>(json, 4).unwrap(), None);
        assert_eq!(nth::<u32>(b"[]", 0).unwrap(), None);
        assert!(nth::<u32>(json, 1).is_err(), "it is no number");
        assert!(nth::<u32>(b"[1, 2", 2).is_err() && nth::<u32>(b"{}", 0).is_err());
    }
}
