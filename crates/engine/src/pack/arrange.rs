//! The order of the documents of a segment: newest first, and like ones together where date, source and section do not tell.

use super::{Workshop, segment::recall, shelf::Shelf};
use std::io;
use tangthu_search::{Bisection, Sketch};

/// So many documents of one date, source and section, or more, are put in order of their words: with fewer it changes little.
const MANY: usize = 256;

/// Documents whose words are read at once.
const BATCH: usize = 512;

/// The `positions` of a segment, which are in order, in the order in which its documents are written.
pub(super) fn arrange(positions: &[u32], shelf: &Shelf, workshop: &impl Workshop) -> io::Result<Vec<u32>> {
    let mut arranged = Vec::with_capacity(positions.len());
    for equals in positions.chunk_by(|one, other| shelf.differ_by_id_alone(*one, *other)) {
        if equals.len() < MANY {
            arranged.extend_from_slice(equals);
            continue;
        }
        let mut sketches = Vec::with_capacity(equals.len());
        let read = |batch: &[u32]| -> io::Result<Vec<Sketch>> {
            let kept = |position: &u32| &shelf.kept[*position as usize];
            batch.iter().map(|position| Ok(Sketch::of(&recall(kept(position), workshop)?))).collect()
        };
        workshop.each(equals.chunks(BATCH).collect(), read, |batch| {
            sketches.extend(batch);
            Ok(())
        })?;
        let bisection = Bisection::new(sketches);
        workshop.each(
            bisection.quarters(),
            |quarter| Ok(bisection.order(quarter)),
            |quarter| {
                arranged.extend(quarter.into_iter().map(|at| equals[at as usize]));
                Ok(())
            },
        )?;
    }
    Ok(arranged)
}
