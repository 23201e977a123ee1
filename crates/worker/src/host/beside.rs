//! What lies beside a manifest: its signature, on the host and on the device. Whether one fits is told by `signed`.
//!
//! A signature is kept under the hash of the manifest that it fits, and only once it was found to fit: whichever versions of both
//! come and go, and wherever the line breaks, none is ever taken for another's.

use super::{ARCHIVES, WebHost, cached, download, open_cache, remove, store, whole};
use js_sys::Array;
use tangthu_archive::{SIGNATURE_ENDING, Sha256Hex, Verified, signed_by, verify_signature};
use tangthu_engine::Failure;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, RequestCache};

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

    /// The signature of this manifest on this device.
    pub(crate) async fn kept_signature(&self, manifest: &[u8]) -> Option<Vec<u8>> {
        cached(ARCHIVES, &of_manifest(&self.place().ok()?, manifest)).await
    }

    /// Keeps a signature that was found to fit this manifest. False where the browser refuses: then only verifying without a
    /// network is missing, and it is said.
    pub(crate) async fn keep_signature(&self, manifest: &[u8], signature: &[u8]) -> bool {
        let Ok(place) = self.place() else { return true };
        let own = of_manifest(&place, manifest);
        if store(ARCHIVES, &own, signature).await.is_err() {
            return false;
        }
        // Of all others, only the one of the version that is here whole can be wanted again.
        let whole = match self.address(&self.manifest) {
            Ok(address) => cached(ARCHIVES, &whole(&address)).await,
            Err(_) => None,
        };
        let wanted = [Some(own), whole.map(|manifest| of_manifest(&place, &manifest))];
        for old in
            kept_at(&place).await.into_iter().filter(|old| !wanted.iter().flatten().any(|one| one == old))
        {
            remove(ARCHIVES, &old).await;
        }
        true
    }

    /// Keeps the signature of a version that is here whole, where it has one that fits. False where the browser refuses.
    pub(super) async fn keep_signature_whole(&self, manifest: &[u8]) -> bool {
        let Some(key) = signed_by(manifest) else { return true };
        if self.kept_signature(manifest).await.is_some() {
            return true;
        }
        match self.signature().await {
            // The host may have gone on to another version meanwhile.
            Ok(came) if matches!(verify_signature(manifest, key, &came), Verified::Fits { .. }) => {
                self.keep_signature(manifest, &came).await
            }
            _ => true,
        }
    }

    /// Drops all that are kept.
    pub(super) async fn drop_signatures(&self) {
        let Ok(place) = self.place() else { return };
        for kept in kept_at(&place).await {
            remove(ARCHIVES, &kept).await;
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

/// Where the signature of this manifest is kept.
fn of_manifest(place: &str, manifest: &[u8]) -> String {
    format!("{place}?{}", Sha256Hex::of(manifest))
}

/// Where signatures are kept of the archive whose own lies at `place`.
async fn kept_at(place: &str) -> Vec<String> {
    let Some(cache) = open_cache(ARCHIVES).await else { return Vec::new() };
    let Ok(keys) = JsFuture::from(cache.keys()).await else { return Vec::new() };
    let keys = Array::from(&keys);
    let urls = keys.iter().filter_map(|key| key.dyn_into::<Request>().ok()).map(|key| key.url());
    urls.filter(|url| url.split('?').next() == Some(place)).collect()
}
