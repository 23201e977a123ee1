//! Writing a site or an archive folder so that nobody who reads it meanwhile meets a half of it.
//!
//! Order: hash-named parts, the pages of documents, the viewer's hashed files, its other files, `sw.js`, `index.html`,
//! `archive.json`. Each is named in the list of files first (`generations.rs`), written beside its place and renamed into it;
//! the list is made final last. A site that is built again keeps the files of the generation before, for readers who are
//! still on it, but no page of a document that is gone; what only older generations and runs that died used is removed.
//! Nothing is ever removed that the list does not name.

use crate::{
    connect,
    generations::{
        Generations, HEADERS_NAME, LIST_NAME, List, Next, PAGE_NAME, Settings, Unfinished, has_listed_hash,
        in_lines,
    },
    headers,
    host::is_plain_name,
    lock::Lock,
    output::Problem,
    pages::is_page,
    signature::Successor,
    viewer::Viewer,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};
use tangthu_archive::{ATTACHMENT_FOLDER, MANIFEST_NAME, Opened, Sha256Hex};

#[cfg(test)]
mod tests;
mod twin;

/// Files of a site besides the hashed ones that are written late, in this order.
const LATE: [&str; 2] = ["sw.js", PAGE_NAME];

/// Files are named in the list before they are written. To name each alone would write the list once a part, so this many
/// bytes of them wait for one another.
const MAX_WAITING: usize = 16 * 1024 * 1024;

/// Writes one folder.
#[derive(Debug)]
pub(crate) struct Publisher {
    root: PathBuf,
    before: List,
    written: BTreeSet<String>,
    /// Whether something was written that the list on the disk does not name.
    is_unnamed: bool,
    hashes: BTreeMap<String, Sha256Hex>,
    waiting: Vec<(String, Vec<u8>)>,
    waiting_bytes: usize,
    bytes: u64,
    /// Files of the archive and their bytes, attachments included.
    archive: (u64, u64),
    parts: u64,
    keeps_nothing: bool,
    settings: Settings,
    _lock: Lock,
    /// Steps after which a test lets the run die.
    /// Folders of files that were found to lie below the root.
    inside: BTreeSet<PathBuf>,
    #[cfg(test)]
    steps_left: Option<usize>,
}

/// What a finished folder holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Published {
    /// All files: of a site the viewer's and the pages too.
    pub(crate) files: u64,
    pub(crate) parts: u64,
    pub(crate) bytes: u64,
    /// Files of the archive alone, as `check` counts them: manifest, parts, attachments.
    pub(crate) archive_files: u64,
    pub(crate) archive_bytes: u64,
}

impl Published {
    /// An archive in one file.
    pub(crate) fn one_file(bytes: u64) -> Self {
        Self { files: 1, parts: 0, bytes, archive_files: 1, archive_bytes: bytes }
    }

    /// A site in one page, with an archive of so many parts inside.
    pub(crate) fn one_page(bytes: u64, parts: u64) -> Self {
        Self { files: 1, parts, bytes, archive_files: 0, archive_bytes: 0 }
    }
}

impl Publisher {
    /// Prepares to write into `root`, which must be new, empty, or a folder that this program made, and which nobody else is
    /// writing.
    pub(crate) fn open(root: &Path) -> Result<Self, Problem> {
        list_of(root)?;
        Self::begin(root, Lock::of_folder(root)?)
    }

    fn begin(root: &Path, lock: Lock) -> Result<Self, Problem> {
        Ok(Self {
            root: root.to_owned(),
            before: list_of(root)?,
            written: BTreeSet::new(),
            is_unnamed: false,
            hashes: BTreeMap::new(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            bytes: 0,
            parts: 0,
            archive: (0, 0),
            keeps_nothing: false,
            settings: Settings::default(),
            _lock: lock,
            inside: BTreeSet::new(),
            #[cfg(test)]
            steps_left: None,
        })
    }

    /// As [`Publisher::open`], for an archive without a viewer: a site is refused, because what is not written again would
    /// count as old, and the page with it.
    pub(crate) fn open_archive(root: &Path) -> Result<Self, Problem> {
        let publisher = Self::open(root)?;
        let is_site = publisher.before.now.current.contains(PAGE_NAME)
            || publisher.before.pending.contains(PAGE_NAME)
            || root.join(PAGE_NAME).exists();
        if is_site {
            return Err(Problem::new(format_args!(
                "{} is a site, which an archive alone would replace, so nothing was written; use `tangthu build` to renew the site, \
                 or name another folder",
                root.display()
            )));
        }
        Ok(publisher)
    }

    /// As [`Publisher::open`], for a folder whose archive is written anew in part: the files of the archive that is there and of its
    /// documents, which `names` tells, and those of a site's viewer. The folder was locked before its archive was read.
    pub(crate) fn open_again(root: &Path, lock: Lock, names: &BTreeSet<String>) -> Result<Self, Problem> {
        let mut publisher = Self::begin(root, lock)?;
        let viewer = publisher.before.now.clone();
        // Pages are written anew: each names its neighbours. Which files of documents stay, their documents tell.
        let is_viewer = |name: &&String| !is_of_archive(name) && !is_attachment(name) && !is_page(name);
        let viewer_files = viewer.current.iter().filter(is_viewer);
        viewer_files.clone().for_each(|name| publisher.stays(name));
        publisher.hashes = viewer.hashes;
        publisher.hashes.retain(|name, _| !is_page(name));
        publisher.settings = viewer.settings;
        // A folder that was copied without its list is known by its archive.
        publisher.before.now.current.extend(names.iter().cloned());
        publisher.before.now.current.insert(MANIFEST_NAME.to_owned());
        Ok(publisher)
    }

    /// Counts a file that is there among those of the result.
    pub(crate) fn stays(&mut self, name: &str) {
        if self.note(name) {
            self.count(name, self.root.join(name).metadata().map_or(0, |file| file.len()));
        }
    }

    /// Takes a file among those of the result; says whether it was none yet.
    fn note(&mut self, name: &str) -> bool {
        let is_new = self.written.insert(name.to_owned());
        self.is_unnamed |= is_new;
        is_new
    }

    /// Counts a file of the result.
    fn count(&mut self, name: &str, length: u64) {
        self.bytes += length;
        self.parts += u64::from(is_of_archive(name) && name != MANIFEST_NAME);
        if is_of_archive(name) || is_attachment(name) {
            self.archive.0 += 1;
            self.archive.1 += length;
        }
    }

    /// Has nothing kept for readers of the generation before: what is removed from an archive is to be gone.
    pub(crate) fn keep_nothing(&mut self) {
        self.keeps_nothing = true;
    }

    /// Takes one file to write. It is on the disk when the folder is finished, if not before.
    pub(crate) fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        if !is_plain_name(name) {
            return Err(io::Error::other(format!("\"{name}\" is no plain name")));
        }
        if self.note(name) {
            self.count(name, bytes.len() as u64);
        }
        if has_listed_hash(name) {
            self.hashes.insert(name.to_owned(), Sha256Hex::of(bytes));
        }
        self.waiting_bytes += bytes.len();
        self.waiting.push((name.to_owned(), bytes.to_vec()));
        if self.waiting_bytes > MAX_WAITING { self.write_waiting() } else { Ok(()) }
    }

    /// Writes the viewer: hashed files first, `sw.js` and `index.html` last.
    pub(crate) fn viewer(&mut self, viewer: &Viewer) -> io::Result<()> {
        let rank = |name: &str| match LATE.iter().position(|late| *late == name) {
            Some(at) => 2 + at,
            None => usize::from(!name.starts_with("app/")),
        };
        let viewer = connect::fitted(viewer, &self.settings.connect)?;
        let mut files: Vec<_> = viewer.files.iter().collect();
        files.sort_by_key(|(name, _)| (rank(name), name.as_str()));
        let (early, late): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| rank(name) < 2);
        for (name, bytes) in early {
            self.write(name, bytes)?;
        }
        // Hosts that would otherwise drop folders or serve without our headers.
        self.write(".nojekyll", b"")?;
        self.write(HEADERS_NAME, headers::headers_file(&self.settings.connect).as_bytes())?;
        late.into_iter().try_for_each(|(name, bytes)| self.write(name, bytes))
    }

    /// Writes what is left and the manifest, removes what only generations before the last one used, and makes the list
    /// final.
    pub(crate) fn finish(mut self, manifest: &[u8]) -> io::Result<Published> {
        self.write_waiting()?;
        let successor = Successor::of(&self.root.join(MANIFEST_NAME), manifest);
        let manifest = &successor.bytes;
        let changes_nothing = fs::read(self.root.join(MANIFEST_NAME)).is_ok_and(|bytes| bytes == *manifest);
        let before = &self.before.now;
        let mut current = self.written.clone();
        current.insert(MANIFEST_NAME.to_owned());
        // Pages belong to no generation: that of a document which is gone goes with it.
        let lasting = |names: &BTreeSet<String>| -> BTreeSet<String> {
            names.iter().filter(|name| !is_page(name)).cloned().collect()
        };
        let (lasting_before, lasting_now) = (lasting(&before.current), lasting(&current));
        let previous = if self.keeps_nothing {
            BTreeSet::new()
        } else if changes_nothing && lasting_now == lasting_before {
            before.previous.clone()
        } else {
            lasting_before.difference(&lasting_now).cloned().collect()
        };
        let (hashes, settings) = (self.hashes.clone(), self.settings.clone());
        let after = Generations { current, previous, hashes, settings };
        let next = Next::new(manifest, after.clone());
        self.write_list_so_far(Some(&next))?;
        self.write(MANIFEST_NAME, manifest)?;
        for (name, bytes) in std::mem::take(&mut self.waiting) {
            self.put(&name, &bytes)?;
        }
        self.step()?;
        successor.settle()?;
        self.remove_all_but(&after)?;
        self.write_list(&List { now: after, ..List::default() })?;
        let (archive_files, archive_bytes) = self.archive;
        let files = self.written.len() as u64;
        Ok(Published { files, parts: self.parts, bytes: self.bytes, archive_files, archive_bytes })
    }

    /// Takes away what runs have left that did not come to their end; says whether there was anything.
    pub(crate) fn clean_up(mut self) -> io::Result<bool> {
        if self.before.pending.is_empty() {
            return Ok(false);
        }
        let now = self.before.now.clone();
        self.remove_all_but(&now)?;
        self.write_list(&List { now, ..List::default() })?;
        Ok(true)
    }

    /// Names the waiting files in the list and then writes them, in order.
    fn write_waiting(&mut self) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        if self.is_unnamed {
            self.write_list_so_far(None)?;
            self.is_unnamed = false;
        }
        waiting.into_iter().try_for_each(|(name, bytes)| self.put(&name, &bytes))
    }

    /// Writes what the list says while the run goes on.
    fn write_list_so_far(&mut self, next: Option<&Next>) -> io::Result<()> {
        let pending = self.before.pending.union(&self.written).map(String::as_str).collect();
        let list = Unfinished { now: &self.before.now, pending, next };
        let bytes = in_lines(&list)?;
        self.put(LIST_NAME, &bytes)
    }

    fn write_list(&mut self, list: &List) -> io::Result<()> {
        let bytes = in_lines(list)?;
        self.put(LIST_NAME, &bytes)
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        if self.leads_out(name) {
            let sentence =
                format!("{name} lies behind a link that leads out of the folder; take the link away");
            return Err(io::Error::other(sentence));
        }
        replace(&self.root.join(name), bytes)
    }

    /// Whether the folder of a file is a link to one outside: whoever can write here could have put it there.
    fn leads_out(&mut self, name: &str) -> bool {
        let name = Path::new(name);
        let folder = name.parent().unwrap_or(name);
        // Thousands of files share a folder.
        if self.inside.contains(folder) {
            return false;
        }
        let real = |path: &Path| path.canonicalize().ok();
        let nearest = folder.ancestors().find_map(|folder| real(&self.root.join(folder)));
        let leads_out = nearest.zip(real(&self.root)).is_some_and(|(folder, root)| !folder.starts_with(root));
        if !leads_out {
            self.inside.insert(folder.to_owned());
        }
        leads_out
    }

    /// Removes the files of older generations and of runs that died.
    fn remove_all_but(&mut self, after: &Generations) -> io::Result<()> {
        let List { now, pending, .. } = self.before.clone();
        for name in now.previous.iter().chain(&now.current).chain(&pending) {
            // The list lies in a folder that others can write to: it may only ever name files below that folder.
            if !is_plain_name(name) || self.leads_out(name) {
                continue;
            }
            let path = self.root.join(name);
            if pending.contains(name) {
                remove(&beside(&path))?;
            }
            if !after.current.contains(name) && !after.previous.contains(name) {
                self.step()?;
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// Passes before each change of the folder; in a test, the run may die here.
    #[cfg(test)]
    fn step(&mut self) -> io::Result<()> {
        match &mut self.steps_left {
            Some(0) => Err(io::Error::other("the run died")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    #[cfg(not(test))]
    fn step(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The list of a folder that may be written: a new or empty one, or one that this program made.
fn list_of(root: &Path) -> Result<List, Problem> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(List::default()),
        Err(error) => return Err(cannot_write(root, &error)),
    };
    // Hidden files (.git, .nojekyll) may lie in a folder that is otherwise empty.
    let is_empty = !entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    // A list that cannot be read is no list, but its folder may still be known by its archive.
    let list = List::read(root).ok().flatten();
    if list.is_none() && !is_empty && !holds_archive(root) {
        return Err(Problem::new(format_args!(
            "{} is not empty and is no site or archive of Tàng Thư, so nothing was written; name a new or empty folder",
            root.display()
        )));
    }
    Ok(list.unwrap_or_default())
}

/// Whether a file belongs to the archive and not to the viewer.
fn is_of_archive(name: &str) -> bool {
    name == MANIFEST_NAME || name.starts_with("parts/")
}

/// Whether a file belongs to documents of the archive.
fn is_attachment(name: &str) -> bool {
    name.strip_prefix(ATTACHMENT_FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the folder holds an archive that this program can read.
fn holds_archive(root: &Path) -> bool {
    fs::read(root.join(MANIFEST_NAME)).is_ok_and(|bytes| Opened::parse(MANIFEST_NAME, &bytes).is_ok())
}

/// Puts `bytes` at `path` in one step: whoever opens it finds the old file or the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let same_length = path.metadata().is_ok_and(|there| there.len() == bytes.len() as u64);
    if same_length && fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let beside = beside(path);
    fs::write(&beside, bytes).inspect_err(|_| {
        // On a full disk, half of a file takes room that the next try needs.
        let _ = fs::remove_file(&beside);
    })?;
    fs::rename(&beside, path).inspect_err(|_| {
        // What cannot be put in place should not lie around either.
        let _ = fs::remove_file(&beside);
    })
}

/// Where a file is written before it takes its place.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    path.with_file_name(format!(".{name}.tangthu-part"))
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The sentence for a folder or file that cannot be written.
pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Problem {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let remedy = match (error.kind(), parent) {
        (io::ErrorKind::NotFound, Some(parent)) if !parent.exists() => {
            format!("there is no folder {} to write it in: make it, or name another place", parent.display())
        }
        (io::ErrorKind::NotADirectory, _) if path.is_file() => {
            "there is a file of that name, and this writes a folder: name another".to_owned()
        }
        (io::ErrorKind::IsADirectory, _) => "it is a folder: name a file in it".to_owned(),
        (io::ErrorKind::StorageFull, _) => "the disk is full: make room on it".to_owned(),
        _ => "check its permissions and the space on the disk".to_owned(),
    };
    Problem::new(format_args!("{} cannot be written ({error}); {remedy}", path.display()))
}
