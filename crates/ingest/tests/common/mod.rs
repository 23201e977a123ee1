//! Reading inputs through the public door, and files made for it.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop with the value it met"
)]

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use tangthu_archive::Document;
use tangthu_ingest::{Item, NoticeKind, Options, Settings, ingest};

/// Everything that reading brought to light.
pub(crate) struct Read {
    pub(crate) documents: Vec<Document>,
    pub(crate) said: Vec<(NoticeKind, String)>,
    pub(crate) settings: Settings,
    /// By their paths in the bundle.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Read {
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.documents.iter().map(|document| document.id.as_str()).collect()
    }

    pub(crate) fn titles(&self) -> Vec<&str> {
        self.documents.iter().map(|document| document.title.as_str()).collect()
    }

    /// The notice that begins with `start`.
    pub(crate) fn about(&self, start: &str) -> &str {
        let found = self.said.iter().find(|(_, line)| line.starts_with(start));
        found.map_or_else(|| panic!("nothing is said of {start}: {:?}", self.said), |(_, line)| line)
    }
}

pub(crate) fn read(inputs: &[&Path]) -> Read {
    read_with(inputs, &Options::default())
}

pub(crate) fn read_with(inputs: &[&Path], options: &Options) -> Read {
    let inputs: Vec<PathBuf> = inputs.iter().map(|path| path.to_path_buf()).collect();
    let (mut documents, mut said, mut files) = (Vec::new(), Vec::new(), BTreeMap::new());
    let settings = ingest(&inputs, options, &mut |item| match item {
        Item::File(file) => {
            assert!(files.insert(file.path.clone(), file.bytes).is_none(), "{} came twice", file.path);
        }
        Item::Document(document, _) => documents.push(*document),
        Item::Notice(notice) => said.push((notice.kind, notice.to_string())),
    })
    .unwrap();
    Read { documents, said, settings, files }
}

pub(crate) fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

/// A ZIP file of these members, in this order.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in members {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// One member of a tar, its name written as it is, whatever it says.
pub(crate) fn tar_member(name: &str, kind: tar::EntryType, bytes: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    let mut member = header.as_bytes().to_vec();
    member.extend_from_slice(bytes);
    member.resize(member.len().next_multiple_of(512), 0);
    member
}

/// A tar of plain files.
pub(crate) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar: Vec<u8> =
        members.iter().flat_map(|(name, bytes)| tar_member(name, tar::EntryType::Regular, bytes)).collect();
    tar.extend([0; 1024]);
    tar
}
