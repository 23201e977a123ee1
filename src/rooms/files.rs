//! Files of the device, as pairs of path and `File`: from a dialog, or gathered from what was dropped, folders and all.

use crate::dom;
use js_sys::{Array, Promise, Reflect};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// Files that are gathered from folders, at most.
const MAX_FILES: u32 = 400_000;

/// The files of a dialog, each under its path in the folder that was chosen, where one was.
pub(super) fn chosen(list: &FileList) -> Array {
    let pairs = Array::new();
    for file in (0..list.length()).filter_map(|at| list.get(at)) {
        let path = Reflect::get(&file, &dom::js("webkitRelativePath")).ok().and_then(|path| path.as_string());
        let path = path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name());
        pairs.push(&Array::of2(&dom::js(&path), &file));
    }
    pairs
}

/// The name of the archive in `pairs`: that of the folder, or of the first file; empty where there is none.
pub(super) fn name_of(pairs: &Array) -> String {
    if pairs.length() == 0 {
        return String::new();
    }
    let first: Array = pairs.get(0).unchecked_into();
    let path = first.get(0).as_string().unwrap_or_default();
    path.split('/').find(|step| !step.is_empty()).unwrap_or_default().chars().take(100).collect()
}

/// The files in `entries`, those of folders as well.
pub(super) async fn gathered(entries: Array) -> Array {
    let pairs = Array::new();
    for entry in entries.iter() {
        gather(entry.unchecked_into(), &pairs).await;
    }
    pairs
}

fn gather(entry: FileSystemEntry, pairs: &Array) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    Box::pin(async move {
        if pairs.length() >= MAX_FILES {
            return;
        }
        if entry.is_file() {
            let file: FileSystemFileEntry = entry.clone().unchecked_into();
            let file = called_back(|done| file.file_with_callback(done.unchecked_ref())).await;
            if let Some(file) = file.and_then(|file| file.dyn_into::<File>().ok()) {
                let path = entry.full_path();
                pairs.push(&Array::of2(&dom::js(path.trim_start_matches('/')), &file));
            }
            return;
        }
        let folder: FileSystemDirectoryEntry = entry.unchecked_into();
        let reader = folder.create_reader();
        // A folder is read by the hundred, until nothing more comes.
        loop {
            let read = called_back(|done| {
                let _ = reader.read_entries_with_callback(done.unchecked_ref());
            });
            let Some(Ok(some)) = read.await.map(JsCast::dyn_into::<Array>) else { return };
            if some.length() == 0 {
                return;
            }
            for entry in some.iter() {
                gather(entry.unchecked_into(), pairs).await;
            }
        }
    })
}

/// What a function of the browser calls back with.
async fn called_back(call: impl FnOnce(&JsValue)) -> Option<JsValue> {
    let mut call = Some(call);
    let promise = Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |value: JsValue| resolve.call1(&JsValue::NULL, &value));
        if let Some(call) = call.take() {
            call(&done);
        }
    });
    JsFuture::from(promise).await.ok()
}
