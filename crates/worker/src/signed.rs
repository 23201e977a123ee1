//! Verifies the signature of an archive: what its manifest names as key, against what lies beside it or was kept on the device.
//!
//! Loaded when an archive says that it is signed, or did so before. What is to be thought of a key, the page tells: it knows which
//! one this device has seen here.

use crate::desk::Desk;
use crate::host::WebHost;
use crate::shelf::ArchiveHost;
use tangthu_archive::{SIGNATURE_ENDING, Sha256Hex, Verified, signed_by, verify_signature};
use tangthu_engine::Failure;
use tangthu_protocol::{Signature, SignatureState};

/// What is known of the signature of the archive at `address`.
pub(crate) async fn look(desk: &Desk, address: &str) -> Result<Signature, Failure> {
    let reader = desk.shelf.take(address).await?;
    let (manifest, from_device) = match reader.host() {
        ArchiveHost::Web(host) => host.opened(),
        ArchiveHost::Local(files) => (files.fetch(&files.manifest).await?, false),
    };
    let key = signed_by(&manifest).map(str::to_owned);
    let state = match (&key, reader.host()) {
        (None, _) => SignatureState::Unsigned,
        (Some(key), ArchiveHost::Web(host)) => fetched(host, &manifest, from_device, key).await,
        (Some(key), ArchiveHost::Local(files)) => {
            let beside = files.fetch(&format!("{}{SIGNATURE_ENDING}", files.manifest)).await;
            verified(&manifest, key, beside.as_deref())
        }
    };
    Ok(Signature { key, state, manifest: Sha256Hex::of(&manifest).to_string(), from_device })
}

/// What came of a signature that the host has, or that is on the device.
async fn fetched(host: &WebHost, manifest: &[u8], from_device: bool, key: &str) -> SignatureState {
    let came = host.signature().await;
    let state = verified(manifest, key, came.as_deref());
    if let (SignatureState::Good { .. }, Ok(signature)) = (state, &came) {
        host.keep_signature(manifest, signature).await;
        return state;
    }
    if let Some(kept) = host.kept_signature(manifest).await
        && let good @ SignatureState::Good { .. } = verified(manifest, key, Ok(&kept))
    {
        return good;
    }
    match state {
        // What the host has now belongs to what the host has now.
        SignatureState::Differs | SignatureState::Missing if from_device => SignatureState::Unreachable,
        SignatureState::Differs | SignatureState::Missing => match host.published().await {
            Ok(now) if now != manifest && signed_by(&now).is_some() => SignatureState::Renewed,
            _ => state,
        },
        other => other,
    }
}

fn verified(manifest: &[u8], key: &str, signature: Result<&[u8], &Failure>) -> SignatureState {
    match signature {
        Ok(signature) => match verify_signature(manifest, key, signature) {
            Verified::Fits { time } => SignatureState::Good { time },
            Verified::Differs => SignatureState::Differs,
            Verified::NoSignature => SignatureState::Missing,
        },
        Err(Failure::Missing { .. }) => SignatureState::Missing,
        Err(_) => SignatureState::Unreachable,
    }
}
