//! Records with ids of their own, file by file: tables commonly count from 1, each for itself, so an id is often that of a record
//! of another file, too. Then it stands behind the name of its file, which is the same whatever else the record says.

use crate::{
    ids::{Holder, Ids},
    item::Notice,
    keep::From,
};
use tangthu_archive::{OwnId, Sha256Hex};

/// Records at the beginning of a file whose ids, being numbers that another file has, tell that the file counts for itself. One
/// alone may be the same record, edited.
const TELLING: u32 = 2;

/// The file whose records are being read, and those before it.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// Their names; a file has the number of its place, counted from 1.
    files: Vec<String>,
    seen: u32,
    /// How many of the first records have the number of another file's.
    taken: u32,
    told: bool,
}

impl Records {
    /// The number of the file at hand.
    pub(super) fn file(&mut self, input: &str) -> u32 {
        if self.files.last().is_none_or(|last| last != input) {
            self.files.push(input.to_owned());
            (self.seen, self.taken, self.told) = (0, 0, false);
        }
        u32::try_from(self.files.len()).unwrap_or(u32::MAX)
    }

    /// The id of a record that states one; and once a file, that it could not have the id it states.
    pub(super) fn id(
        &mut self,
        stated: &OwnId,
        content: &Sha256Hex,
        ids: &Ids,
        from: &From,
    ) -> (String, Option<Notice>) {
        let file = self.file(from.input);
        let holder = match ids.holder(&stated.own, content) {
            Some(Holder::Same) => return (stated.own.clone(), None),
            Some(Holder::Other(holder)) if holder == file => None,
            Some(Holder::Other(holder)) => Some(holder),
            None => None,
        };
        self.seen += 1;
        let is_counted = stated.own.bytes().all(|byte| byte.is_ascii_digit());
        self.taken += u32::from(holder.is_some() && is_counted && self.seen <= TELLING);
        // Two records with one id in one file stay two of that id.
        if holder.is_none() && (self.taken < TELLING || !is_counted) {
            return (stated.own.clone(), None);
        }
        let notice = holder.filter(|_| !std::mem::replace(&mut self.told, true)).map(|holder| {
            let other = self.files.get((holder as usize).wrapping_sub(1)).map(String::as_str);
            let reason = format!(
                "its records have ids that others have already (\"{}\", in {}), so they are kept under the name of this file: \"{}\"",
                stated.own,
                other.unwrap_or("another file"),
                stated.in_file
            );
            let remedy = "nothing is lost; for other ids, give each record one that no other file has";
            Notice::warning(from.input, from.place, reason, remedy)
        });
        (stated.in_file.clone(), notice)
    }
}
