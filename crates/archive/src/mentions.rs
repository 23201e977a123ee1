//! The mentions of documents as they lie in parts of their own, apart from the texts: a reader of results needs texts and no
//! mentions, and whoever goes through the figures of an archive needs mentions and no texts.
//!
//! A part is a JSON array with one value a document, in the order of the documents: the array of its mentions, each
//! `[kind, value, text, start, end]` and, where something else is told, an object of details behind them.

use crate::{Mention, MentionKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeSeq};
use std::collections::BTreeMap;

/// The mentions of one document, which are written and read as rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MentionRows(pub Vec<Mention>);

/// A row. What it is of is a text here, so that kinds which come later are passed over and not refused.
#[derive(Deserialize)]
struct Row(String, String, u32, u32, u32, #[serde(default)] BTreeMap<String, String>);

impl Serialize for MentionRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        for Mention { kind, value, text, start, end, details } in &self.0 {
            if details.is_empty() {
                rows.serialize_element(&(kind, value, text, start, end))?;
            } else {
                rows.serialize_element(&(kind, value, text, start, end, details))?;
            }
        }
        rows.end()
    }
}

impl<'de> Deserialize<'de> for MentionRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows = Vec::<Row>::deserialize(deserializer)?.into_iter();
        let mention = |Row(kind, value, text, start, end, details)| {
            let kind = MentionKind::named(&kind)?;
            Some(Mention { kind, value, text, start, end, details })
        };
        Ok(Self(rows.filter_map(mention).collect()))
    }
}

impl MentionKind {
    /// All kinds, with their names in files.
    const NAMES: [(Self, &'static str); 8] = [
        (Self::Number, "number"),
        (Self::Figure, "figure"),
        (Self::Date, "date"),
        (Self::Period, "period"),
        (Self::Person, "person"),
        (Self::Place, "place"),
        (Self::Body, "body"),
        (Self::Abbreviation, "abbreviation"),
    ];

    /// The kind of this name.
    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mention() -> impl Strategy<Value = Mention> {
        let details = proptest::collection::btree_map("[a-z]{1,6}", "\\PC{0,9}", 0..3);
        let kind = proptest::sample::select(MentionKind::NAMES.map(|(kind, _)| kind).to_vec());
        (kind, "\\PC{0,12}", any::<(u32, u32, u32)>(), details).prop_map(
            |(kind, value, (text, start, end), details)| Mention { kind, value, text, start, end, details },
        )
    }

    proptest! {
        #[test]
        fn mentions_read_back(mentions in proptest::collection::vec(mention(), 0..9)) {
            let rows = MentionRows(mentions);
            let json = serde_json::to_vec(&rows).unwrap();
            prop_assert_eq!(serde_json::from_slice::<MentionRows>(&json).unwrap(), rows);
        }
    }

    #[test]
    fn a_row_is_short_and_a_kind_that_is_not_known_is_passed_over() {
        let json = r#"[["figure","231",2,0,3],["scent","rose",0,0,1],["number","01-CTr/QU",0,0,9,{"kind":"Chương trình"}]]"#;
        let rows: MentionRows = serde_json::from_str(json).unwrap();
        assert_eq!(
            rows.0.iter().map(|mention| mention.value.as_str()).collect::<Vec<_>>(),
            ["231", "01-CTr/QU"]
        );
        let known = json.replace(r#"["scent","rose",0,0,1],"#, "");
        assert_eq!(serde_json::to_string(&rows).unwrap(), known);
    }
}
