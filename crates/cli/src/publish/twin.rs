//! What a publisher does beyond archive and viewer: it knows what the site's builder asked for, lets pages be written by others,
//! and leaves alone what people have made their own.

use super::{Publisher, is_attachment};
use crate::generations::Settings;
use std::{collections::BTreeSet, fs, io, path::Path};
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

    /// Takes files of documents out again that no document names in the end: it was folded into another one, or skipped.
    pub(crate) fn drop_all_but(&mut self, named: &BTreeSet<&str>) {
        let is_idle = |name: &&String| is_attachment(name) && !named.contains(name.as_str());
        let idle: BTreeSet<String> = self.written.iter().filter(is_idle).cloned().collect();
        for name in &idle {
            let waits = self.waiting.iter().find(|(waiting, _)| waiting == name);
            let length = match waits {
                Some((_, bytes)) => bytes.len() as u64,
                None => self.root.join(name).metadata().map_or(0, |file| file.len()),
            };
            self.written.remove(name);
            self.bytes -= length;
            self.archive.0 -= 1;
            self.archive.1 -= length;
        }
        self.waiting.retain(|(name, _)| !idle.contains(name));
        self.waiting_bytes = self.waiting.iter().map(|(_, bytes)| bytes.len()).sum();
        // What is on the disk already goes with what runs before have left.
        self.before.pending.extend(idle);
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
