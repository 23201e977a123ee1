//! What the hosts of these tests have in common: parts are gzip.

#![allow(dead_code, reason = "each file of tests uses a part of these helpers")]

use std::{collections::HashMap, io::Read};
use tangthu_engine::{Failure, Host};

/// The content of a part, no more of it than a reader asks for and one byte to tell that there is more.
///
/// # Errors
/// When `stored` is no gzip.
pub(crate) fn inflate(stored: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    let decoder = flate2::read::GzDecoder::new(stored);
    decoder.take(limit as u64 + 1).read_to_end(&mut content).map_err(|error| error.to_string())?;
    Ok(content)
}

/// The files of an archive in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files(pub(crate) HashMap<String, Vec<u8>>);

impl Host for Files {
    async fn fetch(&self, name: &str, _: bool) -> Result<Vec<u8>, Failure> {
        self.0.get(name).cloned().ok_or_else(|| Failure::Missing { name: name.to_owned() })
    }

    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        inflate(&bytes, limit)
    }

    async fn keep(&self, _: &str, _: &[u8]) {}
}
