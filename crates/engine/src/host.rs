//! What the engine asks of the program around it: bytes by name. The command reads a folder, the worker fetches.

use crate::{Failure, InMemory};

/// Gives the engine the files of one archive. Names are relative to the archive and use `/`.
///
/// Futures need not be `Send`: the browser's are not, and the command waits for each in turn.
#[allow(async_fn_in_trait, reason = "the engine is single-threaded on purpose; no caller needs Send futures")]
pub trait Host {
    /// The bytes of the file `name`, as stored. With `fresh`, every cache between here and the origin is passed by:
    /// the engine asks so once when the bytes it got before were damaged.
    async fn fetch(&self, name: &str, fresh: bool) -> Result<Vec<u8>, Failure>;

    /// Opens gzip-compressed `bytes` that will not exceed `limit` bytes; more is an error, and must not be allocated.
    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String>;

    /// Called with bytes whose hash was found right, so that the host may keep them for use without a network.
    async fn keep(&self, name: &str, bytes: &[u8]);

    /// The manifest or one-file archive `name` as it was when it was last kept, where the host has it still: what is opened while
    /// the origin already has one of a format that this program cannot read.
    async fn older(&self, _name: &str) -> Option<Vec<u8>> {
        None
    }

    /// A table of version 1, which is JSON, as later versions write it. A host that loads code only when it is needed does so here.
    async fn modern_table(&self, name: &str, json: Vec<u8>) -> Result<Vec<u8>, Failure> {
        Ok(tangthu_archive::table_of_version_1(name, &json)?)
    }

    /// Reads a one-file archive and builds its index. A host that loads code only when it is needed does so here.
    async fn index(&self, name: &str, bytes: Vec<u8>) -> Result<InMemory, Failure> {
        InMemory::read(name, &bytes)
    }
}
