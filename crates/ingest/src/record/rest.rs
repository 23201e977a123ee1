//! Records as the interface of WordPress gives them (`wp-json/wp/v2/posts`): texts wrapped in `rendered`, people and categories as
//! numbers that only the site itself knows.

use crate::entities;
use serde_json::{Map, Value};

/// Fields that hold numbers of other records there, or what only the site needs.
const OF_THE_SITE: [&str; 12] = [
    "author",
    "categories",
    "tags",
    "featured_media",
    "slug",
    "type",
    "status",
    "template",
    "format",
    "sticky",
    "meta",
    "class_list",
];

/// Turns such a record into one with plain fields; leaves others as they are.
pub(super) fn unwrap(record: &mut Map<String, Value>) {
    let rendered = |value: &Value| value.get("rendered").and_then(Value::as_str).map(str::to_owned);
    let Some(title) = record.get("title").and_then(rendered) else { return };
    record.insert("title".to_owned(), entities::unescaped(&title).into_owned().into());
    for field in ["content", "excerpt"] {
        if let Some(text) = record.get(field).and_then(rendered) {
            record.insert(field.to_owned(), text.into());
        }
    }
    // The address by which WordPress itself knows the record is no id for people.
    let is_of_site =
        |field: &str| OF_THE_SITE.contains(&field) || field.starts_with('_') || field.ends_with("_status");
    record.retain(|field, value| {
        !is_of_site(field) && !matches!(field.as_str(), "guid" | "date_gmt" | "modified_gmt")
            || value.is_string() && field == "author"
    });
}
