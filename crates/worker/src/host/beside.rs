//! What lies beside a manifest: its signature, on the host and on the device. Whether one fits is told by `signed`.
//!
//! A signature is kept in two places, as its manifest is: with the version that was seen last, and with the one that is here whole.

use super::{ARCHIVES, WebHost, cached, download, remove, store, whole};
use tangthu_archive::{SIGNATURE_ENDING, signed_by};
use tangthu_engine::Failure;
use web_sys::RequestCache;

/// How every signature of minisign's begins. What begins otherwise is a page of the host's and is not kept.
const BEGIN: &[u8] = b"untrusted comment:";

impl WebHost {
    /// The manifest that is open, and whether it is the copy on this device.
    pub(crate) fn opened(&self) -> (Vec<u8>, bool) {
        (self.seen.borrow().clone(), self.is_copy.get())
    }

    /// The manifest as the host has it now; what is open stays as it is.
    pub(crate) async fn published(&self) -> Result<Vec<u8>, Failure> {
        download(&self.manifest, &self.address(&self.manifest)?, RequestCache::Reload).await
    }

    /// What the host has as signature.
    pub(crate) async fn signature(&self) -> Result<Vec<u8>, Failure> {
        let name = format!("{}{SIGNATURE_ENDING}", self.manifest);
        download(&name, &self.place()?, RequestCache::NoCache).await
    }

    /// The signatures on this device.
    pub(crate) async fn signatures(&self) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        if let Ok(place) = self.place() {
            found.extend(cached(ARCHIVES, &place).await);
            found.extend(cached(ARCHIVES, &whole(&place)).await);
        }
        found
    }

    /// Keeps the signature of the manifest that is open.
    pub(crate) async fn keep_signature(&self, signature: &[u8]) {
        if let Ok(place) = self.place() {
            // Where there is no room, only verifying without a network is missing, and then it is said.
            let _ = store(ARCHIVES, &place, signature).await;
        }
    }

    /// Keeps the signature of a version that is here whole, where it has one. False where the browser refuses.
    pub(super) async fn keep_signature_whole(&self, manifest: &[u8]) -> bool {
        let Ok(place) = self.place() else { return true };
        if signed_by(manifest).is_none() {
            remove(ARCHIVES, &whole(&place)).await;
            return true;
        }
        let signature = match self.signature().await {
            Ok(came) if came.starts_with(BEGIN) => Some(came),
            _ => cached(ARCHIVES, &place).await,
        };
        match signature {
            Some(signature) => store(ARCHIVES, &whole(&place), &signature).await.is_ok(),
            None => true,
        }
    }

    /// Drops both copies.
    pub(super) async fn drop_signatures(&self) {
        if let Ok(place) = self.place() {
            remove(ARCHIVES, &place).await;
            remove(ARCHIVES, &whole(&place)).await;
        }
    }

    /// The address of the signature. An archive that came inside the page has none.
    fn place(&self) -> Result<String, Failure> {
        if self.inside.is_some() {
            return Err(Failure::Missing { name: SIGNATURE_ENDING.to_owned() });
        }
        Ok(self.address(&self.manifest)? + SIGNATURE_ENDING)
    }
}
