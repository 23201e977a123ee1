//! `docs/archive.schema.json` is what the types say. After a change of the types run the test with `UPDATE_SCHEMA=1` to
//! write the file anew, and read the difference: every difference is a change of the format.

#![allow(clippy::expect_used, reason = "a test that cannot go on should stop with the reason")]

use std::path::Path;

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/archive.schema.json");
    let mut schema =
        serde_json::to_string_pretty(&tangthu_archive::bundle_schema()).expect("a schema is JSON");
    schema.push('\n');
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &schema).expect("docs/ can be written");
    }
    let published = std::fs::read_to_string(&path).expect("docs/archive.schema.json is there");
    assert!(
        published == schema,
        "docs/archive.schema.json is out of date: run this test with UPDATE_SCHEMA=1"
    );
}
