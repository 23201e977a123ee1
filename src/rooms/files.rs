//! Files of the device, as pairs of path and `File`: from a dialog, or gathered from what was dropped, folders and all. What the
//! browser cannot read is counted and named.

use crate::dom;
use js_sys::{Array, Function, Promise, Reflect};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::{JsCast, JsValue};
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

/// What was gathered.
#[derive(Default)]
pub(super) struct Gathered {
    /// Pairs of path and `File`.
    pub(super) pairs: Array,
    /// How many files and folders could not be read.
    pub(super) unread: usize,
    /// The first of them.
    pub(super) first: String,
}

/// The files in `entries`, those of folders as well.
pub(super) async fn gathered(entries: Array) -> Gathered {
    let mut gathered = Gathered::default();
    for entry in entries.iter() {
        gather(entry.unchecked_into(), &mut gathered).await;
    }
    gathered
}

impl Gathered {
    fn lacks(&mut self, entry: &FileSystemEntry) {
        if self.unread == 0 {
            self.first = entry.name();
        }
        self.unread += 1;
    }
}

fn gather(entry: FileSystemEntry, into: &mut Gathered) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    Box::pin(async move {
        if into.pairs.length() >= MAX_FILES {
            return;
        }
        if entry.is_file() {
            let file: FileSystemFileEntry = entry.clone().unchecked_into();
            let file = called_back(|done, failed| file.file_with_callback_and_callback(done, failed)).await;
            match file.and_then(|file| file.dyn_into::<File>().ok()) {
                Some(file) => {
                    let path = entry.full_path();
                    into.pairs.push(&Array::of2(&dom::js(path.trim_start_matches('/')), &file));
                }
                None => into.lacks(&entry),
            }
            return;
        }
        let folder: FileSystemDirectoryEntry = entry.clone().unchecked_into();
        let reader = folder.create_reader();
        // A folder is read by the hundred, until nothing more comes.
        loop {
            let read = called_back(|done, failed| {
                let _ = reader.read_entries_with_callback_and_callback(done, failed);
            });
            let Some(Ok(some)) = read.await.map(JsCast::dyn_into::<Array>) else {
                return into.lacks(&entry);
            };
            if some.length() == 0 {
                return;
            }
            for entry in some.iter() {
                gather(entry.unchecked_into(), into).await;
            }
        }
    })
}

/// What a function of the browser calls back with; none where it calls back that it failed.
async fn called_back(call: impl FnOnce(&Function, &Function)) -> Option<JsValue> {
    let mut call = Some(call);
    let promise = Promise::new(&mut |resolve, reject| {
        if let Some(call) = call.take() {
            call(&resolve, &reject);
        }
    });
    JsFuture::from(promise).await.ok()
}
