//! What the worker tells of an archive's signature. It travels as bytes, so that a first visit carries no code for it.

use serde::{Deserialize, Serialize};

/// What is known of an archive's signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The key by which the archive says that it is signed.
    pub key: Option<String>,
    /// What came of verifying that.
    pub state: SignatureState,
    /// SHA-256 of the manifest that is open, or of the one file that the archive is.
    pub manifest: String,
    /// Whether that is the copy on this device, because the network had none.
    pub from_device: bool,
}

/// What came of verifying a signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignatureState {
    /// The archive does not say that it is signed.
    #[default]
    Unsigned,
    /// The signature is of this archive by this key.
    Good {
        /// When it was made, in seconds since 1970, as whoever signed says.
        time: Option<u64>,
    },
    /// There is a signature, and it is not of this archive by this key.
    Differs,
    /// The host has no signature, or gives something else in its place.
    Missing,
    /// No signature came, and none is on this device: nothing can be said.
    Unreachable,
    /// The host has a newer archive than the one that is open, and what it has as signature belongs to that.
    Renewed,
}
