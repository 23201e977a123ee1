//! What a file has around it: the folder or the container it lies in, where its neighbours are found by their paths.

use crate::{container::Container, source::Source};
use std::path::{Component, Path, PathBuf};

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
