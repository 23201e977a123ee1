//! An archive that is there, as the beginning of another: its documents, its files, what it says of itself.

use crate::{
    commands::GENERATOR,
    host::{self, FolderHost, Location},
    lock::Lock,
    output::Problem,
    workshop::DiskWorkshop,
};
use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};
use tangthu_archive::{Attachment, Document, Head, VERSION};
use tangthu_engine::{Failure, Reader, pack::Packer};

/// An archive that is there.
pub(crate) struct Holdings {
    pub(crate) path: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) reader: Reader<FolderHost>,
}

impl Holdings {
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        Self::at(path, &Location::find(path)?)
    }

    /// As [`Holdings::open`], to write it anew: nobody else may write it until the lock is let go.
    pub(crate) fn open_to_write(path: &Path) -> Result<(Self, Lock), Problem> {
        let location = Location::find(path)?;
        let lock = Lock::of(&location)?;
        Ok((Self::at(path, &location)?, lock))
    }

    fn at(path: &Path, location: &Location) -> Result<Self, Problem> {
        let folder = location.folder.clone();
        let reader = location.open().map_err(|failure| host::in_archive(path, &failure))?;
        Ok(Self { path: path.to_owned(), folder, reader })
    }

    /// Whether it is one file without an index.
    pub(crate) fn is_file(&self) -> bool {
        self.reader.manifest().is_none()
    }

    pub(crate) fn head(&self) -> Head {
        let info = self.reader.info();
        let generator = GENERATOR.to_owned();
        Head { title: info.title, description: info.description, language: info.language, generator }
    }

    /// Hands over every document, in the order of the archive.
    pub(crate) fn each(&self, take: &mut dyn FnMut(Document) -> Result<(), Problem>) -> Result<(), Problem> {
        let mut failed = None;
        let read = pollster::block_on(self.reader.every_document(&mut |document| {
            failed = take(document).err();
            failed.is_none()
        }));
        read.map_err(|failure| self.failed(&failure))?;
        failed.map_or(Ok(()), Err)
    }

    /// The bytes of a file of a document, compared with its hash.
    pub(crate) fn file(&self, attachment: &Attachment) -> Result<Vec<u8>, Failure> {
        pollster::block_on(self.reader.attachment(attachment))
    }

    /// Has a packer begin with this archive. Segments that another version of this program made are to be written anew.
    pub(crate) fn begin(&self, packer: &mut Packer<DiskWorkshop>) -> Result<(), Problem> {
        let aside = |error: io::Error| crate::publish::cannot_write(&self.path, &error);
        let Some(manifest) = self.reader.manifest() else {
            return self.each(&mut |document| packer.stored(&document).map_err(aside));
        };
        for (at, segment) in manifest.segments.iter().enumerate() {
            packer.segment(segment.clone());
            let mut failed = None;
            let read = pollster::block_on(self.reader.each_document(at, &mut |document| {
                failed = packer.stored(&document).err();
                failed.is_none()
            }));
            read.map_err(|failure| self.failed(&failure))?;
            if let Some(error) = failed {
                return Err(aside(error));
            }
        }
        if manifest.version != VERSION || manifest.generator.as_deref() != Some(GENERATOR) {
            packer.rewrite();
        }
        Ok(())
    }

    /// The names of the files of some segments of the archive.
    pub(crate) fn names(
        &self,
        segments: &[tangthu_archive::SegmentEntry],
    ) -> Result<BTreeSet<String>, Problem> {
        let mut names = BTreeSet::new();
        for segment in segments {
            let files = pollster::block_on(self.reader.files_of(segment));
            names.extend(files.map_err(|failure| self.failed(&failure))?.names());
        }
        Ok(names)
    }

    /// The names of all its parts.
    pub(crate) fn all_names(&self) -> Result<BTreeSet<String>, Problem> {
        self.names(self.reader.manifest().map_or(&[], |manifest| &manifest.segments))
    }

    pub(crate) fn failed(&self, failure: &Failure) -> Problem {
        host::in_archive(&self.path, failure)
    }
}
