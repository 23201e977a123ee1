//! How much of an archive stays in memory. Parts are kept for the next question, which often needs them again; those that none has
//! read for the longest time are let go once there are too many, else a day of searches would fill the memory of a telephone.

use crate::{Host, Reader, store::StoredSegment};
use tangthu_search::sort_by;

/// Bytes of parts that are held at most between two questions: those of some hundred searches of 100,000 documents. What the last
/// question needed is held in any case.
pub(crate) const MOST_HELD: usize = 64 << 20;

impl<H: Host> Reader<H> {
    /// Holds at most so many bytes of parts from one question to the next, in place of 64 MB.
    pub fn hold_at_most(&self, bytes: usize) {
        self.most_held.set(bytes);
    }

    /// Bytes of parts that are held and could be fetched again.
    pub fn held(&self) -> usize {
        self.notes.held.get()
    }

    /// A question was answered: if too much is held, what was read longest ago is let go, down to three quarters.
    pub(crate) fn answered(&self) {
        let answered = self.notes.answered.get() + 1;
        self.notes.answered.set(answered);
        let most = self.most_held.get();
        if self.held() <= most {
            return;
        }
        let mut held = Vec::new();
        self.segments.iter().for_each(|segment| segment.list_held(&mut held));
        sort_by(&mut held, |a, b| b.0.cmp(&a.0));
        let mut sum = 0;
        let over = held.iter().find(|(_, bytes)| {
            sum += bytes;
            sum > most / 4 * 3
        });
        // What one question read goes together, and that of the last one stays: the next is often about the same.
        let before = over.map_or(0, |(read, _)| read + 1).min(answered - 1);
        self.segments.iter().for_each(|segment| StoredSegment::let_go(segment, before));
    }
}
