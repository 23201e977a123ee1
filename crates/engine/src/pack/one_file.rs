//! The one-file archive: documents in an object of JSON, without an index.

use std::io;
use tangthu_archive::{Document, FORMAT, Head, ONE_FILE_VERSION, OneFile};

/// The bytes of a one-file archive of `documents`, in order of their ids.
///
/// # Errors
/// Never for these types; the serialiser's error is passed on.
pub fn one_file(head: Head, mut documents: Vec<Document>) -> io::Result<Vec<u8>> {
    documents.iter_mut().for_each(tangthu_mentions::record_all);
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let file = OneFile {
        format: FORMAT.to_owned(),
        version: ONE_FILE_VERSION,
        title: head.title,
        description: head.description,
        language: head.language,
        generator: Some(head.generator),
        documents,
    };
    Ok(file.to_json()?)
}
