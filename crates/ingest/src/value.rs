//! JSON values within a measure: a list of single letters takes fifty times its length in memory.
//!
//! What a record's fields mean is told in `record.rs`; how the JSON of a file is gone through, in `json.rs` and `jsonl.rs`.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::{cell::Cell, fmt};

/// What one record may hold, counted in values, of which an object counts for [`OBJECT`]. The longest law has 20,000 paragraphs and the
/// largest tables 100,000 cells; so many values take some 200 MB until they are a document.
pub(crate) const MAX_VALUES: usize = 1_000_000;

/// What an object takes, in values: a node of its tree has room for eleven fields.
const OBJECT: usize = 10;

/// Reads a value as long as there is something `left`. From there on nothing more is held, and `left` stays at none: what was read is
/// to be thrown away.
pub(crate) struct Measured<'a>(pub(crate) &'a Cell<Option<usize>>);

/// A new measure, for one record.
pub(crate) fn measure() -> Cell<Option<usize>> {
    Cell::new(Some(MAX_VALUES))
}

/// Why a record past the measure is skipped.
pub(crate) const TOO_MANY: &str = "it holds more values than any document has";

/// What to do about it.
pub(crate) const SPLIT: &str = "split it into documents";

impl<'de> DeserializeSeed<'de> for Measured<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.spend(1);
        if self.0.get().is_none() {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Value::Null);
        }
        deserializer.deserialize_any(self)
    }
}

impl Measured<'_> {
    fn spend(&self, cost: usize) {
        self.0.set(self.0.get().and_then(|left| left.checked_sub(cost)));
    }
}

impl<'de> Visitor<'de> for Measured<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(Measured(self.0))? {
            if self.0.get().is_some() {
                list.push(value);
            }
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.spend(OBJECT);
        let mut fields = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(Measured(self.0))?;
            if self.0.get().is_some() {
                fields.insert(key, value);
            }
        }
        Ok(Value::Object(fields))
    }
}

/// The value that `text` is; none where it holds more than is allowed.
///
/// # Errors
/// When it is not JSON.
pub(crate) fn parse(text: &str) -> Result<Option<Value>, serde_json::Error> {
    let left = measure();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Measured(&left).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(left.get().map(|_| value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_they_are_without_a_measure() {
        let text = r#"{"a":[1,-2,2.5,true,null,"\u1ec7",{"b":{}}],"a2":"x","c":[]}"#;
        assert_eq!(parse(text).unwrap(), Some(serde_json::from_str(text).unwrap()));
        assert!(parse("[1,").is_err() && parse("[1] 2").is_err() && parse("").is_err());
    }

    #[test]
    fn what_holds_too_much_is_gone_through_and_not_kept() {
        let list = |count: usize, of: &str| format!("[{}]", vec![of; count].join(","));
        assert!(parse(&list(MAX_VALUES - 1, "1")).unwrap().is_some());
        assert_eq!(parse(&list(MAX_VALUES, "1")).unwrap(), None);
        assert_eq!(parse(&list(MAX_VALUES / OBJECT, "{}")).unwrap(), None);
        assert!(parse(&format!("{} 5", list(MAX_VALUES, "1"))).is_err());
    }
}
