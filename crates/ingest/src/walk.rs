//! The way through folders and containers: every file in order, with what it has around it; what is no input is left out.

use crate::{
    FieldNames,
    container::{Container, Refused},
    decode,
    file::File,
    input::Reading,
    item::Notice,
    paths,
    settings::{SETTINGS_NAME, Settings},
    source::Source,
    tree::Tree,
    warc::is_wacz,
};
use std::{cell::RefCell, io::Read, path::Path};
use walkdir::WalkDir;

/// The file that describes an input folder to people who look at the folder itself.
const README_NAME: &str = "README.md";

/// How many files of no known format wait until it is known whether they belong to a document; further ones are named at once.
const MAX_UNREAD: usize = 200_000;

/// The longest settings file that is read, in bytes.
const MAX_SETTINGS: u64 = 1024 * 1024;

impl Reading<'_> {
    /// Reads a folder.
    pub(crate) fn folder(&mut self, root: &Path) {
        let tree = Tree::Folder(root.to_owned());
        self.settings_of(&tree, "", "");
        let left_out = self.left_out.clone();
        let archives = RefCell::new(Vec::new());
        let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
            let hidden = entry.depth() > 0 && paths::is_hidden(&entry.file_name().to_string_lossy());
            let out = !left_out.is_empty()
                && entry.path().canonicalize().is_ok_and(|path| left_out.contains(&path));
            let archive = !hidden && !out && entry.depth() > 0 && is_archive(entry.path());
            if archive {
                archives.borrow_mut().push(relative(root, entry.path()));
            }
            !hidden && !out && !archive
        });
        let mut saved = 0u64;
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let input = error.path().map(|path| relative(root, path)).unwrap_or_default();
                    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    let reason = format!("it cannot be read ({reason})");
                    self.skip(&input, reason, "check its permissions and read it again");
                    continue;
                }
            };
            let name = relative(root, entry.path());
            if entry.file_type().is_symlink() {
                let reason = "it is a link, and links inside folders are not followed";
                self.skip(&name, reason, "name what it points to as an input of its own");
            } else if entry.file_type().is_file()
                && paths::saved_with(&name, |page| root.join(page).is_file()).is_some()
            {
                saved += 1;
            } else if entry.file_type().is_file() && !self.is_no_input(&name, &name) {
                let source = Source::Disk(entry.into_path());
                self.file(File::new(&name, &name, source, &tree));
            } else if !entry.file_type().is_file() && !entry.file_type().is_dir() {
                let reason = "it is neither a file nor a folder, but a pipe, a socket or a device";
                self.skip(&name, reason, "leave it out, or save what comes out of it as a file");
            }
        }
        self.note_saved(&root.file_name().unwrap_or(root.as_os_str()).to_string_lossy(), saved);
        for name in archives.into_inner() {
            let reason = "left out: it holds an archive that was packed before, and no documents of its own";
            self.keeper.notice(Notice::note(
                &name,
                reason,
                "write archives beside the folder of their documents; `merge` joins several",
            ));
        }
    }

    /// Reads what is in a container, which is `input` in reports; ids of its files begin with `path`.
    pub(crate) fn container(&mut self, input: &str, path: &str, mut container: Container, depth: u8) {
        for Refused { name, reason, remedy } in std::mem::take(&mut container.refused) {
            let shown = name.map_or_else(|| input.to_owned(), |name| format!("{input}/{name}"));
            self.skip(&shown, reason, remedy);
        }
        if let Some(reason) = container.guessed.take() {
            let remedy =
                "check the ids of its documents; to be sure, pack it again with an archiver of today";
            self.keeper.notice(Notice::warning(input, None, reason, remedy));
        }
        if is_wacz(&container) {
            if let Err(error) = self.wacz(input, &container) {
                self.skip(input, format!("it cannot be read to its end ({error})"), "get it again");
            }
            return;
        }
        let names: Vec<String> = container.paths().map(str::to_owned).collect();
        let tree = Tree::Container(container);
        let outside = self.names.clone();
        let top = common_folder(&names);
        self.settings_of(&tree, top, &format!("{input}/{top}"));
        let mut saved = 0u64;
        for name in names.iter().filter(|name| !paths::is_hidden(name)) {
            if paths::saved_with(name, |page| {
                names.binary_search_by(|other| other.as_str().cmp(page)).is_ok()
            })
            .is_some()
            {
                saved += 1;
                continue;
            }
            let shown = format!("{input}/{name}");
            if self.is_no_input(name.strip_prefix(top).unwrap_or(name), &shown) {
                continue;
            }
            let Some(source) = tree.open(name) else { continue };
            let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            let file = File::new(&shown, &path, source, &tree);
            self.file(File { within: name, depth: depth + 1, ..file });
        }
        self.note_saved(input, saved);
        self.names = outside;
    }

    /// Says that files which a browser saved together with pages are no documents.
    fn note_saved(&mut self, input: &str, count: u64) {
        if count > 0 {
            let reason = format!(
                "what browsers saved beside pages, in folders called like them (\"…_files\"), is no document of its own and was left out, but for pictures that the pages show ({count} files looked at)"
            );
            self.keeper.notice(Notice::note(input, reason, ""));
        }
    }

    /// Whether the file at `path` below a root belongs to the root itself and is no document.
    fn is_no_input(&mut self, path: &str, shown: &str) -> bool {
        if path == README_NAME {
            let reason = "left out: it describes the folder and is no document";
            self.keeper.notice(Notice::note(shown, reason, "if it is a document, give it another name"));
        }
        path == README_NAME || path == SETTINGS_NAME
    }

    /// Reads the settings in the folder `top` of a folder or container, if there are any; its files are called `below` and
    /// their path in reports.
    fn settings_of(&mut self, tree: &Tree, top: &str, below: &str) {
        self.names = FieldNames::default();
        let shown = &format!("{below}{SETTINGS_NAME}");
        let Some(source) = tree.open(&format!("{top}{SETTINGS_NAME}")) else { return };
        let mut bytes = Vec::new();
        let read =
            source.look().and_then(|looked| looked.content()?.take(MAX_SETTINGS).read_to_end(&mut bytes));
        if let Err(error) = read {
            let reason = format!("it cannot be read ({error})");
            let remedy = "its settings were not used: check its permissions, or get it again";
            return self.skip(shown, reason, remedy);
        }
        let (settings, notices) = Settings::read(shown, &decode::decode(&bytes).text);
        self.names = settings.fields.clone();
        below.clone_into(&mut self.names.below);
        self.settings.fill(settings);
        notices.into_iter().for_each(|notice| self.keeper.notice(notice));
    }

    /// Takes note of a file of no format that is read: a picture, say, which a page that comes later may show.
    pub(crate) fn unread(&mut self, input: &str, reason: impl Into<String>, remedy: &str) {
        let notice = Notice::skipped(input, None, reason, remedy);
        if self.unread.len() < MAX_UNREAD { self.unread.push(notice) } else { self.keeper.notice(notice) }
    }

    /// Names the files that were left out, save those that went along with a document.
    pub(crate) fn name_unread(&mut self) {
        for notice in std::mem::take(&mut self.unread) {
            if !self.keeper.attached.contains(&notice.input) {
                self.keeper.notice(notice);
            }
        }
        self.keeper.attached.clear();
    }

    pub(crate) fn skip(&mut self, input: &str, reason: impl Into<String>, remedy: &str) {
        self.keeper.notice(Notice::skipped(input, None, reason, remedy));
    }
}

/// Whether a folder holds an archive, or a site around one: its manifest, and what only such folders have beside it.
fn is_archive(folder: &Path) -> bool {
    folder.join("archive.json").is_file()
        && (folder.join("parts").is_dir() || folder.join("tangthu-site.json").is_file())
}

/// The folder, with its `/`, that all files of a container lie in, as when a folder was packed by its name; empty if there is none.
fn common_folder(names: &[String]) -> &str {
    let first = names.iter().find(|name| !paths::is_hidden(name));
    let Some(top) = first.and_then(|name| Some(&name[..=name.find('/')?])) else { return "" };
    let all = names.iter().filter(|name| !paths::is_hidden(name)).all(|name| name.starts_with(top));
    if all { top } else { "" }
}

/// The path of a file below `root`, with `/` on every system.
fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
