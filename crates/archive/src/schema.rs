//! The JSON Schema of the bundle's JSON files, generated from the types that read and write them.

use crate::{Card, Document, Manifest, OneFile, TablePage, TableRoot};

/// One schema with a definition for each JSON file of a bundle; the root describes the file that is opened, which is
/// either a one-file archive or the manifest of a folder archive.
pub fn bundle_schema() -> serde_json::Value {
    let mut generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let one_file = generator.subschema_for::<OneFile>();
    let manifest = generator.subschema_for::<Manifest>();
    generator.subschema_for::<Document>();
    generator.subschema_for::<Card>();
    generator.subschema_for::<TableRoot>();
    generator.subschema_for::<TablePage>();
    serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tàng Thư bundle, version 1",
        "anyOf": [manifest, one_file],
        "$defs": generator.take_definitions(true),
    })
}
