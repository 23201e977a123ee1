//! The few things of the browser that web-sys lacks or hides, each behind a small safe function.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CacheStorage, DedicatedWorkerGlobalScope, ReadableStream, ReadableStreamDefaultReader};

/// The worker's global scope; none where this is no worker.
pub(crate) fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// The cache storage; none where the page is no secure context (plain http from another machine) or it is forbidden.
pub(crate) fn caches() -> Option<CacheStorage> {
    let global = js_sys::global();
    let caches = Reflect::get(&global, &"caches".into()).ok()?;
    if caches.is_undefined() || caches.is_null() { None } else { Some(caches.unchecked_into()) }
}

/// What gives the files of an archive that came inside the page (`tangthu build --single-file`), by their names; none where
/// they are fetched.
pub(crate) fn inside() -> Option<Function> {
    Reflect::get(&js_sys::global(), &"tangthuFile".into()).ok()?.dyn_into().ok()
}

/// The file that `inside` gives; none if the page does not hold it.
pub(crate) async fn given(inside: &Function, name: &str) -> Option<Vec<u8>> {
    let promise: Promise = inside.call1(&JsValue::NULL, &name.into()).ok()?.dyn_into().ok()?;
    Some(JsFuture::from(promise).await.ok()?.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// Waits so many milliseconds.
pub(crate) async fn pause(milliseconds: i32) {
    let Some(scope) = scope() else { return };
    let promise = Promise::new(&mut |resolve, _| {
        // A worker without a clock does not wait.
        let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// The words of a JavaScript error.
pub(crate) fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| "unknown error".to_owned())
}

/// Opens gzip-compressed bytes; as [`inflate`].
pub(crate) async fn gunzip(bytes: &[u8], limit: usize) -> Result<Vec<u8>, JsValue> {
    inflate("gzip", bytes, limit).await
}

/// Opens bytes compressed in `format` with the browser's own `DecompressionStream`. web-sys offers it only under an unstable
/// flag for the whole build, so it is reached by name. Reading stops as soon as more than `limit` bytes came out.
pub(crate) async fn inflate(format: &str, bytes: &[u8], limit: usize) -> Result<Vec<u8>, JsValue> {
    let constructor: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?.dyn_into()?;
    let transform = Reflect::construct(&constructor, &Array::of1(&format.into()))?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let source: Object = blob.stream().into();
    let pipe: Function = Reflect::get(&source, &"pipeThrough".into())?.dyn_into()?;
    let stream: ReadableStream = pipe.call1(&source, &transform)?.dyn_into()?;
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
    let mut opened = Vec::new();
    loop {
        let step = JsFuture::from(reader.read()).await?;
        if Reflect::get(&step, &"done".into())?.is_truthy() {
            return Ok(opened);
        }
        let chunk: Uint8Array = Reflect::get(&step, &"value".into())?.dyn_into()?;
        let length = chunk.length() as usize;
        if length > limit.saturating_sub(opened.len()) {
            // The rest is dropped unread; whether cancelling works makes no difference any more.
            let _ = reader.cancel();
            return Err(format!("it opens to more than the {limit} bytes it declares").into());
        }
        let at = opened.len();
        opened.resize(at + length, 0);
        chunk.copy_to(&mut opened[at..]);
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    //! Run in a worker of a real browser by `cargo xtask test wasm`.

    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    const TEXT: &str = "tàng thư\n";
    /// [`TEXT`] as gzip writes it.
    const PACKED: [u8; 31] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2b, 0x39, 0xbc, 0x20, 0x2f, 0x5d, 0xa1,
        0x24, 0xe3, 0xd8, 0x06, 0x2e, 0x00, 0xb0, 0x56, 0x7e, 0xbd, 0x0b, 0x00, 0x00, 0x00,
    ];

    #[wasm_bindgen_test]
    async fn what_gzip_packed_opens() {
        assert_eq!(gunzip(&PACKED, TEXT.len()).await.unwrap(), TEXT.as_bytes());
    }

    #[wasm_bindgen_test]
    async fn more_than_was_declared_is_refused() {
        let error = gunzip(&PACKED, TEXT.len() - 1).await.unwrap_err();
        assert!(words(&error).contains("more than"), "{error:?}");
    }

    #[wasm_bindgen_test]
    async fn damaged_and_cut_gzip_are_errors() {
        let mut damaged = PACKED;
        damaged[14] ^= 1;
        assert!(gunzip(&damaged, 1000).await.is_err());
        assert!(gunzip(&PACKED[..20], 1000).await.is_err());
        assert!(gunzip(b"<!doctype html>", 1000).await.is_err());
    }

    #[wasm_bindgen_test]
    fn a_worker_knows_its_scope() {
        assert!(scope().is_some());
    }
}
