//! What a publisher does beyond archive and viewer: it knows what the site's builder asked for, lets pages be written by others,
//! and leaves alone what people have made their own.

use super::Publisher;
use crate::generations::Settings;
use std::{fs, io, path::Path};
use tangthu_archive::Sha256Hex;

impl Publisher {
    /// The folder that is written.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What the site's builder asked for; of a folder that is written anew in part, what was asked for at first.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Notes what the site's builder asks for.
    pub(crate) fn set_settings(&mut self, settings: Settings) {
        self.settings = settings;
    }

    /// What the builder of the generation before asked for.
    pub(crate) fn settings_before(&self) -> &Settings {
        &self.before.now.settings
    }

    /// Names files in the list that [`Publisher::placed`] will be told of, and puts everything that waits on the disk.
    pub(crate) fn announce(&mut self, names: impl IntoIterator<Item = String>) -> io::Result<()> {
        self.write_waiting()?;
        self.written.extend(names);
        self.write_list_so_far(None)?;
        self.is_unnamed = false;
        Ok(())
    }

    /// Counts a file that was announced and that somebody else put in its place.
    pub(crate) fn placed(&mut self, name: String, length: u64, hash: Sha256Hex) {
        self.bytes += length;
        self.hashes.insert(name, hash);
    }

    /// As [`Publisher::write`], for a file that people may have written or changed: theirs stays, and is not ours any more.
    pub(crate) fn write_unless_theirs(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let there = fs::read(self.root.join(name)).ok();
        let is_ours = there.is_none_or(|there| {
            there == bytes || self.before.now.hashes.get(name) == Some(&Sha256Hex::of(&there))
        });
        if is_ours {
            return self.write(name, bytes);
        }
        // What the list names and the new site lacks is removed.
        let now = &mut self.before.now;
        for names in [&mut now.current, &mut now.previous, &mut self.before.pending] {
            names.remove(name);
        }
        Ok(())
    }
}
