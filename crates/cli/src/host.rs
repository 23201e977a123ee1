//! The engine's host on a disk: bytes by name from one folder, and never from outside it.

use crate::{generations::LIST_NAME, output::Problem};
use std::{
    fs::File,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};
use tangthu_archive::{MANIFEST_NAME, MAX_ONE_FILE_BYTES, PART_FOLDER};
use tangthu_engine::{Failure, Host, Reader};

/// Reads the files of the archive in one folder.
#[derive(Debug)]
pub(crate) struct FolderHost {
    location: Location,
}

impl FolderHost {
    fn path(&self, name: &str) -> Result<PathBuf, Failure> {
        let refused = || Failure::Refused { name: name.to_owned() };
        // The user typed this one: it may be called what it likes and be a link to where it likes.
        if name == self.location.name {
            return Ok(self.location.file.clone());
        }
        if !is_plain_name(name) {
            return Err(refused());
        }
        let root = &self.location.folder;
        let real = root.join(name).canonicalize().map_err(|error| failure(name, &error))?;
        let root = root.canonicalize().map_err(|error| failure(name, &error))?;
        // A link may point anywhere; what it points to must still lie in the folder.
        if real.starts_with(root) { Ok(real) } else { Err(refused()) }
    }
}

/// Whether `name` is a path of plain names below a folder.
pub(crate) fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(['\\', ':', '\0'])
        && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
        && name.split('/').all(|part| !part.is_empty() && part != "." && !is_strange_on_windows(part))
}

/// Whether Windows would take the name for a device, or for another name: it drops points and blanks at the end.
fn is_strange_on_windows(part: &str) -> bool {
    const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let is_port = |stem: &str| {
        let digits = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
        digits.is_some_and(|digit| {
            digit.chars().count() == 1 && digit.chars().all(|c| matches!(c, '0'..='9' | '¹' | '²' | '³'))
        })
    };
    part.ends_with(['.', ' ']) || DEVICES.contains(&stem.as_str()) || is_port(&stem)
}

fn failure(name: &str, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::Missing { name: name.to_owned() },
        _ => Failure::Unreachable { name: name.to_owned(), reason: error.to_string() },
    }
}

impl Host for FolderHost {
    async fn fetch(&self, name: &str, _fresh: bool) -> Result<Vec<u8>, Failure> {
        let file = File::open(self.path(name)?).map_err(|error| failure(name, &error))?;
        let mut bytes = Vec::new();
        // One byte past the largest file of the format, so that the reader sees that it is too long.
        let limit = MAX_ONE_FILE_BYTES as u64 + 1;
        file.take(limit).read_to_end(&mut bytes).map_err(|error| failure(name, &error))?;
        Ok(bytes)
    }

    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        let mut content = Vec::new();
        let decoder = flate2::read::GzDecoder::new(bytes.as_slice());
        decoder
            .take(limit as u64 + 1)
            .read_to_end(&mut content)
            .map_err(|error| format!("it is not gzip ({error})"))?;
        if content.len() > limit { Err(format!("it holds more than {limit} bytes")) } else { Ok(content) }
    }

    async fn keep(&self, _name: &str, _bytes: &[u8]) {}
}

/// Where an archive lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Location {
    /// The folder with its parts.
    pub(crate) folder: PathBuf,
    /// What the file to open is called.
    pub(crate) name: String,
    /// That file.
    pub(crate) file: PathBuf,
}

impl Location {
    /// Finds the archive that `path` names: a folder with `archive.json`, a site, or a one-file archive.
    pub(crate) fn find(path: &Path) -> Result<Self, Problem> {
        let location = Self::find_or_site(path)?;
        if path.is_dir() && !location.file.is_file() {
            return Err(no_manifest(path));
        }
        Ok(location)
    }

    /// As [`Location::find`], also where the manifest is missing from what was a site.
    pub(crate) fn find_or_site(path: &Path) -> Result<Self, Problem> {
        let shown = path.display();
        let metadata = path.metadata().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Problem::new(format_args!("there is no {shown}; check the path")),
            _ => Problem::new(format_args!("{shown} cannot be opened ({error}); check its permissions")),
        })?;
        let is_page = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html"));
        if is_page && metadata.is_file() {
            return Err(Problem::new(format_args!(
                "{shown} is a page: one that `tangthu build --single-file` made opens by double click; commands read archives, so make one of the same inputs with `tangthu pack`"
            )));
        }
        let file = if metadata.is_dir() { path.join(MANIFEST_NAME) } else { path.to_owned() };
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let location = Self { folder: folder_of(&file), name, file };
        if metadata.is_dir() && !location.file.exists() && !location.is_site() {
            return Err(no_manifest(path));
        }
        Ok(location)
    }

    /// An archive in `folder` whose manifest, called `name`, is not in its place yet.
    pub(crate) fn with_manifest(folder: &Path, name: &str, manifest: &Path) -> Self {
        Self { folder: folder.to_owned(), name: name.to_owned(), file: manifest.to_owned() }
    }

    /// Whether this program made the folder.
    pub(crate) fn is_site(&self) -> bool {
        self.name == MANIFEST_NAME && self.folder.join(LIST_NAME).is_file()
    }

    /// Opens it.
    pub(crate) fn open(&self) -> Result<Reader<FolderHost>, Failure> {
        pollster::block_on(Reader::open(FolderHost { location: self.clone() }, &self.name))
    }
}

fn no_manifest(path: &Path) -> Problem {
    Problem::new(format_args!(
        "{} holds no {MANIFEST_NAME}, so it is no archive; make one with `tangthu pack` or name the folder that has it",
        path.display()
    ))
}

/// The folder with the parts of the archive that `file` opens: the one it lies in, or, where it is a link to an archive
/// elsewhere, the one the link leads to.
fn folder_of(file: &Path) -> PathBuf {
    let here = |file: &Path| match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let folder = here(file);
    if file.is_symlink() && !folder.join(PART_FOLDER).exists() {
        return file.canonicalize().map_or(folder, |real| here(&real));
    }
    folder
}

/// Opens the archive that `path` names, or says why it cannot be opened.
pub(crate) fn open(path: &Path) -> Result<Reader<FolderHost>, Problem> {
    Location::find(path)?.open().map_err(|failure| in_archive(path, &failure))
}

/// A failure, said of the archive at `path`.
pub(crate) fn in_archive(path: &Path, failure: &Failure) -> Problem {
    let (shown, sentence) = (path.display().to_string(), sentence(failure));
    // Some failures begin with the file's name.
    if sentence.starts_with(&shown) {
        Problem::new(sentence)
    } else {
        Problem::new(format_args!("{shown}: {sentence}"))
    }
}

/// The sentence for a failure. On a disk there are no sites: what is refused here is a file outside the archive's folder.
pub(crate) fn sentence(failure: &Failure) -> String {
    match failure {
        Failure::Refused { name } => format!(
            "{name} lies outside the folder of the archive, and no file outside it is opened; if it is a link, copy what it leads to into its place"
        ),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in [
            "",
            "/etc/passwd",
            "../a",
            "parts/../../a",
            "a\\b",
            "C:a",
            "a//b",
            "./a",
            "a/",
            "a\0b",
            "parts/nul",
            "CON.json",
            "com1.txt",
            "lpt¹",
            "aux .bin",
            "a.",
            "a ",
            "parts./0.bin",
        ] {
            assert!(!is_plain_name(name), "{name}");
        }
        assert!(is_plain_name("console.js") && is_plain_name("com10.bin") && is_plain_name("công.bin"));
        assert!(is_plain_name("archive.json") && is_plain_name("parts/0a.bin"));
    }

    #[test]
    fn inflating_stops_at_the_limit() {
        let host = FolderHost { location: Location::default() };
        let zeros = tangthu_archive_gzip(&[0; 4096]);
        assert!(pollster::block_on(host.inflate(zeros.clone(), 100)).is_err());
        assert_eq!(pollster::block_on(host.inflate(zeros, 4096)).unwrap().len(), 4096);
        assert!(pollster::block_on(host.inflate(b"plain".to_vec(), 100)).is_err());
    }

    fn tangthu_archive_gzip(bytes: &[u8]) -> Vec<u8> {
        let mut content = Vec::new();
        flate2::read::GzEncoder::new(bytes, flate2::Compression::fast()).read_to_end(&mut content).unwrap();
        content
    }
}
