//! One command at a time writes an archive: whoever writes holds a lock from before it reads what is there until all is in its
//! place. Two at once would both begin with the same archive, and what the first wrote would be gone without a word.
//!
//! The lock is the operating system's on a hidden, empty file in the folder, or beside an archive in one file. A process that
//! dies lets go of it, so a file that was left behind locks nothing; hidden files are neither read as inputs nor served.

use crate::{
    host::Location,
    output::{Problem, say},
    publish::cannot_write,
};
use same_file::Handle;
use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};
use tangthu_archive::MANIFEST_NAME;

/// How the name of every lock ends; in a folder it is all of it.
pub(crate) const LOCK_ENDING: &str = ".tangthu-lock";

/// Tries at a file that others remove in the moment in which they let go of it.
const TRIES: usize = 20;

/// The right to write one folder, or one file.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    /// Locked as long as it is open. It is closed after its name is gone.
    _file: File,
    _made: Made,
}

impl Lock {
    /// Takes the right to write the folder `root`, which is made if it is not there.
    pub(crate) fn of_folder(root: &Path) -> Result<Self, Problem> {
        Self::take(root, root, LOCK_ENDING)
    }

    /// Takes the right to write the file at `path`, whose folder is made if it is not there.
    pub(crate) fn of_file(path: &Path) -> Result<Self, Problem> {
        let folder = path.parent().unwrap_or(path);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name == MANIFEST_NAME {
            return Self::of_folder(folder);
        }
        Self::take(path, folder, &format!(".{name}{LOCK_ENDING}"))
    }

    /// Takes the right to write an archive that is there.
    pub(crate) fn of(location: &Location) -> Result<Self, Problem> {
        Self::of_file(&location.file)
    }

    fn take(target: &Path, folder: &Path, name: &str) -> Result<Self, Problem> {
        let failed = |error| cannot_write(target, &error);
        let made = Made::make(folder).map_err(failed)?;
        let path = folder.join(name);
        for _ in 0..TRIES {
            let file =
                File::options().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => say(&format!(
                    "note: the disk of {} knows no locks ({error}); see to it that no other tangthu writes there at the same time",
                    target.display()
                )),
            }
            // Whoever held it before may have removed its name in between: then others would lock another file.
            let is_there = || Ok(Handle::from_file(file.try_clone()?)? == Handle::from_path(&path)?);
            match is_there() {
                Ok(true) => return Ok(Self { path, _file: file, _made: made }),
                Ok(false) => {}
                Err(error) if io::Error::kind(&error) == io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Err(Problem::new(format_args!(
            "{} is being written by another tangthu at this moment, so nothing was changed; run this again when that one is done",
            target.display()
        )))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // One that stays is harmless.
        let _ = fs::remove_file(&self.path);
    }
}

/// Folders that were made for the result; those that stay empty are removed again.
#[derive(Debug, Default)]
struct Made(Vec<PathBuf>);

impl Drop for Made {
    fn drop(&mut self) {
        for folder in &self.0 {
            // Fails, as it should, on every folder that holds something.
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Made {
    /// Makes the folder and those above it that are missing.
    fn make(folder: &Path) -> io::Result<Self> {
        let missing = folder.ancestors().filter(|path| !path.as_os_str().is_empty());
        let made = Self(missing.take_while(|path| !path.exists()).map(Path::to_owned).collect());
        fs::create_dir_all(folder)?;
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        thread,
    };

    #[test]
    fn many_at_once_hold_it_one_after_the_other_and_leave_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        let (inside, times) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..300 {
                        let Ok(_lock) = Lock::of_folder(&root) else { continue };
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two hold it");
                        thread::yield_now();
                        times.fetch_add(1, Ordering::SeqCst);
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(times.into_inner() > 10);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn files_in_one_folder_are_written_at_once_and_a_folder_is_one_with_its_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let of_file = |name: &str| Lock::of_file(&folder.path().join(name));
        let (_one, _two) = (of_file("a.json").ok().unwrap(), of_file("b.json").ok().unwrap());
        assert!(of_file("a.json").is_err());
        let whole = Lock::of_folder(folder.path()).ok().unwrap();
        assert!(of_file(MANIFEST_NAME).is_err());
        drop(whole);
        assert!(of_file(MANIFEST_NAME).is_ok());
    }
}
