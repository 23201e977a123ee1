//! Archives from files of this device: dropped onto the page or chosen in a dialog. Nothing of them leaves the device, and the
//! page forgets them when it is closed.
//!
//! The page hands over `File` objects, which are read as their parts are wanted: a folder as many files, a ZIP file as what
//! its directory lists, a lone JSON file as itself.

use crate::{js, names::leads_out};
use js_sys::{Array, Uint8Array};
use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ReaderAt, ZipArchive};
use std::{collections::HashMap, pin::Pin, rc::Rc};
use tangthu_engine::Failure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReaderSync};

/// Files of a folder or a ZIP file that are looked at, at most: an archive of a million documents has fewer.
const MAX_FILES: usize = 400_000;
/// The longest file that any archive has (docs/format.md, Limits): what is longer is not taken into memory.
const MAX_BYTES: usize = 64 << 20;
/// The name of the manifest of a folder.
const MANIFEST: &str = "archive.json";
/// Bytes of a local header of a ZIP file before its name and its extra fields, and where their lengths stand in it.
const LOCAL_HEADER: f64 = 30.0;
const LENGTHS_AT: usize = 26;

/// Whether a file of this path is a folder's manifest.
fn is_manifest(path: &str) -> bool {
    path.rsplit('/').next() == Some(MANIFEST)
}

/// One file.
#[derive(Clone)]
pub(crate) enum Stored {
    /// A file of the device.
    File(Blob),
    /// A member of a ZIP file.
    Member(Member),
}

/// A member of a ZIP file.
#[derive(Clone)]
pub(crate) struct Member {
    zip: Blob,
    /// Where its local header begins.
    header: f64,
    /// Its length as it lies there.
    length: f64,
    /// Its length when it is opened; none where it lies there as it is.
    deflated: Option<usize>,
}

/// The bytes of a file, once they are read.
type Reading = Pin<Box<dyn Future<Output = Result<Vec<u8>, Failure>>>>;

/// The files of one archive, by their names in it.
pub(crate) struct LocalFiles {
    /// The name of its manifest, or of the one file that it is.
    pub(crate) manifest: String,
    /// Reads the file of a name. Whoever calls it so leaves the code in the chunk that made this.
    pub(crate) read: fn(Rc<Self>, String) -> Reading,
    files: HashMap<String, Stored>,
}

impl LocalFiles {
    /// What is in `chosen`: pairs of a path and a `File`.
    pub(crate) fn read(chosen: &Array) -> Result<Self, Failure> {
        let (mut files, mut zips) = (Vec::new(), Vec::new());
        for pair in chosen.iter().take(MAX_FILES) {
            let pair: Array = pair.unchecked_into();
            let (Some(path), Ok(blob)) = (pair.get(0).as_string(), pair.get(1).dyn_into::<Blob>()) else {
                continue;
            };
            if path.to_ascii_lowercase().ends_with(".zip") {
                zips.push((path, blob));
            } else {
                files.push((path, Stored::File(blob)));
            }
        }
        // Beside an archive that lies open, a ZIP file is something else: an old copy of it, or a file of its documents.
        let mut broken = None;
        if !files.iter().any(|(path, _)| is_manifest(path)) {
            for (path, zip) in zips {
                match members(&path, &zip) {
                    Ok(members) => files.extend(members),
                    // One that does not open matters only where no other file is an archive.
                    Err(failure) => broken = broken.or(Some(failure)),
                }
            }
        }
        Self::archive_of(files).map_err(|none| broken.unwrap_or(none))
    }

    /// The archive among `files`: that of the manifest nearest to the top, or the only JSON file there is.
    fn archive_of(files: Vec<(String, Stored)>) -> Result<Self, Failure> {
        let depth = |path: &str| path.matches('/').count();
        let paths = || files.iter().map(|(path, _)| path.as_str());
        let json = || paths().filter(|path| path.ends_with(".json"));
        let top = paths().filter(|path| is_manifest(path)).min_by_key(|path| depth(path));
        let only = || json().next().filter(|_| json().count() == 1);
        let Some(manifest) = top.or_else(only).map(str::to_owned) else {
            let name = paths().next().unwrap_or(MANIFEST).to_owned();
            return Err(Failure::NotAnArchive { name });
        };
        let (folder, name) = manifest
            .rsplit_once('/')
            .map_or(("", manifest.as_str()), |(_, name)| (&manifest[..manifest.len() - name.len()], name));
        let below = |(path, stored): (String, Stored)| Some((path.strip_prefix(folder)?.to_owned(), stored));
        let files = files.into_iter().filter_map(below).collect();
        let read =
            |files: Rc<Self>, name: String| -> Reading { Box::pin(async move { files.fetch(&name).await }) };
        Ok(Self { manifest: name.to_owned(), read, files })
    }

    /// The bytes of the file `name`.
    pub(crate) async fn fetch(&self, name: &str) -> Result<Vec<u8>, Failure> {
        let stored = self.files.get(name).ok_or_else(|| Failure::Missing { name: name.to_owned() })?;
        stored.bytes().await.map_err(|reason| Failure::Unreachable { name: name.to_owned(), reason })
    }
}

impl Stored {
    async fn bytes(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::File(blob) => bytes_of(blob).await,
            Self::Member(member) => member.bytes().await,
        }
    }
}

impl Member {
    async fn bytes(&self) -> Result<Vec<u8>, String> {
        // The directory tells where the header is, and the header alone how long it is.
        let header = bytes_of(&slice(&self.zip, self.header, self.header + LOCAL_HEADER)?).await?;
        let length = |at: usize| {
            let two = header.get(at..at + 2).ok_or("the ZIP file breaks off")?;
            Ok::<_, String>(f64::from(u16::from_le_bytes([two[0], two[1]])))
        };
        let start = self.header + LOCAL_HEADER + length(LENGTHS_AT)? + length(LENGTHS_AT + 2)?;
        let bytes = bytes_of(&slice(&self.zip, start, start + self.length)?).await?;
        match self.deflated {
            None => Ok(bytes),
            Some(limit) => js::inflate("deflate-raw", &bytes, limit).await.map_err(|error| js::words(&error)),
        }
    }
}

fn slice(blob: &Blob, from: f64, to: f64) -> Result<Blob, String> {
    blob.slice_with_f64_and_f64(from, to).map_err(|error| js::words(&error))
}

async fn bytes_of(blob: &Blob) -> Result<Vec<u8>, String> {
    if blob.size() > MAX_BYTES as f64 {
        return Err(format!("it has {} bytes, more than any file of an archive", blob.size()));
    }
    let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|error| js::words(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The members of a ZIP file.
fn members(path: &str, zip: &Blob) -> Result<Vec<(String, Stored)>, Failure> {
    let broken = |reason: String| Failure::Damaged {
        name: path.to_owned(),
        reason: format!("no ZIP file ({reason})"),
    };
    let reader = Sync::new(zip).map_err(|error| broken(js::words(&error)))?;
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::with_max_search_space(u64::from(u16::MAX) + 1024)
        .locate_in_reader(reader, &mut buffer, zip.size() as u64)
        .map_err(|(_, error)| broken(error.to_string()))?;
    let (mut found, mut entries) = (Vec::new(), archive.entries(&mut buffer));
    while let Some(entry) = entries.next_entry().map_err(|error| broken(error.to_string()))? {
        let deflated = match entry.compression_method() {
            CompressionMethod::STORE => None,
            CompressionMethod::DEFLATE => {
                Some(usize::try_from(entry.uncompressed_size_hint()).unwrap_or(usize::MAX).min(MAX_BYTES))
            }
            _ => continue,
        };
        // A name that is no UTF-8 or leads out of the ZIP file names no file of an archive. It is looked at as it stands there: made
        // normal, `../archive.json` would be the manifest.
        let path = entry.file_path();
        if leads_out(path.as_bytes()) {
            continue;
        }
        let Ok(name) = path.try_normalize() else { continue };
        if found.len() >= MAX_FILES {
            break;
        }
        let member = Member {
            zip: zip.clone(),
            header: entry.local_header_offset() as f64,
            length: entry.compressed_size_hint() as f64,
            deflated,
        };
        found.push((name.as_ref().to_owned(), Stored::Member(member)));
    }
    Ok(found)
}

/// Reads a file at once and not by and by, as only a worker may.
struct Sync {
    reader: FileReaderSync,
    blob: Blob,
}

impl Sync {
    fn new(blob: &Blob) -> Result<Self, JsValue> {
        Ok(Self { reader: FileReaderSync::new()?, blob: blob.clone() })
    }
}

impl ReaderAt for Sync {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        let failed = |error: &JsValue| std::io::Error::other(js::words(error));
        let (from, to) = (offset as f64, (offset + buffer.len() as u64) as f64);
        let part = self.blob.slice_with_f64_and_f64(from, to).map_err(|error| failed(&error))?;
        let bytes = self.reader.read_as_array_buffer(&part).map_err(|error| failed(&error))?;
        let bytes = Uint8Array::new(&bytes);
        let length = bytes.length() as usize;
        bytes.copy_to(&mut buffer[..length]);
        Ok(length)
    }
}
