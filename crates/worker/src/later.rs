//! What the worker loads when it is first needed: functions that `cargo xtask finish` puts into chunks of their own.

use tangthu_engine::{Failure, InMemory};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A failure, also that of a chunk which did not arrive.
pub(crate) struct Trouble(pub(crate) Failure);

impl From<SplitLoaderError> for Trouble {
    fn from(_: SplitLoaderError) -> Self {
        let reason = "a file of the program did not arrive".to_owned();
        Self(Failure::Unreachable { name: "app/".to_owned(), reason })
    }
}

/// Reads a one-file archive and builds its index: nothing that the reader of a folder ever needs.
#[wasm_split(one_file, fallible)]
pub(crate) fn read_one_file(name: String, bytes: Vec<u8>) -> Result<InMemory, Trouble> {
    InMemory::read(&name, &bytes).map_err(Trouble)
}
