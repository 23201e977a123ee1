//! What a file has around it: the folder or the container it lies in, where its neighbours are found by their paths.

use crate::{container::Container, source::Source};
use std::{
    collections::HashMap,
    path::{Component, Path, PathBuf},
};

/// A folder or a container; a file that has neither has no neighbours.
#[derive(Debug)]
pub(crate) enum Tree {
    /// Standard input.
    Nothing,
    /// A folder on the disk.
    Folder(PathBuf),
    /// An open ZIP or tar.
    Container(Container),
}

impl Tree {
    /// The file at a path of plain names below the root; `None` where there is none.
    pub(crate) fn open(&self, path: &str) -> Option<Source<'static>> {
        match self {
            Self::Nothing => None,
            Self::Folder(root) => inside(root, path).map(Source::Disk),
            Self::Container(container) => container.open(path),
        }
    }
}

/// What folders hold, by names in lower case, of those that were looked through last.
#[derive(Debug, Default)]
pub(crate) struct Listings {
    folders: HashMap<PathBuf, HashMap<String, String>>,
}

/// Folders whose listings are held at once.
const MAX_LISTINGS: usize = 64;

impl Listings {
    /// The name in `folder` that is `name` but for capitals and small letters.
    fn alike(&mut self, folder: &Path, name: &str) -> Option<String> {
        if self.folders.len() >= MAX_LISTINGS && !self.folders.contains_key(folder) {
            self.folders.clear();
        }
        let names = self.folders.entry(folder.to_owned()).or_insert_with(|| {
            let entries = folder.read_dir().into_iter().flatten().flatten();
            let mut names: Vec<String> =
                entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
            // Of several that differ in capitals alone the first counts, wherever the disk has it.
            names.sort_unstable_by(|one, other| other.cmp(one));
            names.into_iter().map(|name| (name.to_lowercase(), name)).collect()
        });
        names.get(&name.to_lowercase()).cloned()
    }
}

impl Tree {
    /// The path of a file that differs from `path` in capitals and small letters alone: servers of Windows do not tell them apart, so
    /// pages that lay there need not.
    pub(crate) fn alike(&self, path: &str, listings: &mut Listings) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Folder(root) => {
                let mut found = String::new();
                for part in path.split('/') {
                    let folder = root.join(&found);
                    if !found.is_empty() {
                        found.push('/');
                    }
                    if folder.join(part).exists() {
                        found.push_str(part);
                    } else {
                        found.push_str(&listings.alike(&folder, part)?);
                    }
                }
                Some(found)
            }
            Self::Container(container) => container.alike(path),
        }
    }
}

/// The file at `path` below `root`, if it is one and no link leads out of the folder.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let plain =
        !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let real = plain.then(|| root.join(path).canonicalize().ok()).flatten()?;
    (real.is_file() && real.starts_with(root.canonicalize().ok()?)).then_some(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_a_folder_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("trong")).unwrap();
        std::fs::write(folder.path().join("ngoai.txt"), "x").unwrap();
        std::fs::write(folder.path().join("trong/a.txt"), "x").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../ngoai.txt", folder.path().join("trong/b.txt")).unwrap();
        let tree = Tree::Folder(folder.path().join("trong"));
        assert!(tree.open("a.txt").is_some());
        for path in ["", "../ngoai.txt", "b.txt", "/etc/passwd", "c.txt", "."] {
            assert!(tree.open(path).is_none(), "{path}");
        }
    }
}
