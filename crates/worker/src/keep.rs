//! Keeping a whole archive on the device: part after part is fetched, checked and put into the cache, in slices that the page
//! asks for one after the other, so that it can tell how far it is and stop.
//!
//! Nothing is remembered that the cache does not hold: after a restart the parts that are there are read and checked again and
//! not fetched. Only once all are there is the manifest kept as the one to open without a network, and what an older version
//! left is dropped.
//!
//! One slice runs at a time, and nothing is dropped while one does: a part that it was about to write would come back.

use crate::desk::Desk;
use crate::host::{OnDevice, WebHost};
use crate::js;
use crate::shelf::{ArchiveHost, Open};
use futures_util::future::{Either, join_all, select};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::pin::pin;
use std::rc::Rc;
use tangthu_engine::{Attachment, Failure, Listed};
use tangthu_protocol::{Kept, KeptState, Stored};

/// Parts fetched at once: browsers hold six connections to a host of HTTP/1.1, and one stays free for who reads meanwhile.
const AT_ONCE: usize = 5;
/// Rounds of that many in a slice: about a second on a slow line, so that the bar moves and a pause is heard.
const ROUNDS: usize = 4;

/// How often, in milliseconds, it is looked whether a slice has ended or is to end.
const LOOK: i32 = 50;

/// What is being kept, archive by archive, and whether a slice of one runs now.
#[derive(Default)]
pub(crate) struct KeepDesk {
    known: RefCell<Vec<Keeping>>,
    running: Cell<bool>,
    /// How often something was dropped: a slice that sees the number change fetches nothing more.
    dropped: Cell<u32>,
}

/// Whoever holds it is alone with the archives that are kept.
struct Turn<'a>(&'a KeepDesk);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.running.set(false);
    }
}

impl KeepDesk {
    async fn turn(&self) -> Turn<'_> {
        while self.running.replace(true) {
            js::pause(LOOK).await;
        }
        Turn(self)
    }

    /// What is known of the archive at `address`; no longer known here.
    fn take(&self, address: &str) -> Option<Keeping> {
        let mut known = self.known.borrow_mut();
        let at = known.iter().position(|keeping| keeping.address == address)?;
        Some(known.swap_remove(at))
    }

    /// What `fetch` brings, unless something is dropped before.
    async fn unless_dropped<T>(&self, fetch: impl Future<Output = T>) -> Option<T> {
        let before = self.dropped.get();
        let dropped = async {
            while self.dropped.get() == before {
                js::pause(LOOK).await;
            }
        };
        match select(pin!(fetch), pin!(dropped)).await {
            Either::Left((fetched, _)) if self.dropped.get() == before => Some(fetched),
            _ => None,
        }
    }
}

/// An archive that is being kept.
pub(crate) struct Keeping {
    address: String,
    /// The manifest that names the parts: published anew, the archive is another.
    manifest: Vec<u8>,
    parts: Vec<Listed>,
    files: Vec<Attachment>,
    /// How many of both were gone through.
    done: usize,
    bytes: u64,
    /// What is not there or damaged on the host.
    missing: Vec<Failure>,
}

/// What became of one file; none where it was left because something is dropped.
type Step = Option<Result<(u64, Vec<Attachment>), (KeptState, Failure)>>;

/// Goes on with keeping the archive at `address`.
pub(crate) async fn go_on(desk: &Desk, address: &str) -> Result<Kept, Failure> {
    let _turn = desk.keeping.turn().await;
    let reader = desk.shelf.take(address).await?;
    let ArchiveHost::Web(host) = reader.host() else {
        return Err(Failure::Refused { name: address.to_owned() });
    };
    let (manifest, _) = host.opened();
    let known = desk.keeping.take(address).filter(|keeping| keeping.manifest == manifest);
    let mut keeping = match known {
        Some(keeping) => keeping,
        None => Keeping {
            address: address.to_owned(),
            manifest,
            parts: reader.inventory().await?,
            files: Vec::new(),
            done: 0,
            bytes: 0,
            missing: Vec::new(),
        },
    };
    let mut state = KeptState::Going;
    let mut failure = None;
    'slice: for _ in 0..ROUNDS {
        let steps = step(desk, &reader, host, &keeping).await;
        if steps.is_empty() {
            state = if keeping.missing.is_empty() { KeptState::Whole } else { KeptState::Incomplete };
            break;
        }
        for one in steps {
            // What was left is gone through in the next slice, if there is one.
            let Some(one) = one else { break 'slice };
            match one {
                Ok((bytes, files)) => {
                    keeping.bytes += bytes;
                    keeping.files.extend(files);
                }
                Err((KeptState::Incomplete, lacking)) => keeping.missing.push(lacking),
                // Without a network, or room, going on makes no sense; what is done stays done.
                Err((stop, why)) => {
                    (state, failure) = (stop, Some(why));
                    break 'slice;
                }
            }
            keeping.done += 1;
        }
    }
    if state == KeptState::Whole {
        let names = keeping.parts.iter().map(|(part, _)| part.name());
        let names: HashSet<String> = names.chain(keeping.files.iter().filter_map(Attachment::path)).collect();
        if !host.keep_whole(&keeping.manifest, &names).await {
            state = KeptState::Full;
        }
    }
    let kept = Kept {
        state,
        files: keeping.done as u64,
        all: (keeping.parts.len() + keeping.files.len()) as u64,
        bytes: keeping.bytes,
        all_bytes: keeping.parts.iter().map(|(part, _)| u64::from(part.bytes)).sum::<u64>()
            + keeping.files.iter().filter_map(|file| file.bytes).sum::<u64>(),
        missing: keeping.missing.len() as u64,
        failure: failure.or_else(|| keeping.missing.first().cloned()),
    };
    let over = matches!(state, KeptState::Whole | KeptState::Incomplete);
    if !over {
        desk.keeping.known.borrow_mut().push(keeping);
    }
    Ok(kept)
}

/// What of the archive at `address` is on the device.
pub(crate) async fn stored(desk: &Desk, address: &str) -> Result<Stored, Failure> {
    let reader = desk.shelf.take(address).await?;
    let ArchiveHost::Web(host) = reader.host() else { return Ok(Stored::default()) };
    if js::caches().is_none() {
        return Ok(Stored::default());
    }
    let OnDevice { files, whole, gone } = host.stored().await;
    Ok(Stored { possible: true, files, whole, gone })
}

/// Drops the archive at `address` from the device.
pub(crate) async fn let_go(desk: &Desk, address: &str) -> Result<Stored, Failure> {
    let keep = &desk.keeping;
    keep.dropped.set(keep.dropped.get().wrapping_add(1));
    let turn = keep.turn().await;
    keep.take(address);
    let reader = desk.shelf.take(address).await?;
    if let ArchiveHost::Web(host) = reader.host() {
        host.drop_all().await;
    }
    drop(turn);
    stored(desk, address).await
}

/// The next files, at once; nothing when all were gone through.
async fn step(desk: &Desk, reader: &Rc<Open>, host: &WebHost, keeping: &Keeping) -> Vec<Step> {
    let end = keeping.parts.len();
    if keeping.done < end {
        let next = keeping.parts.iter().skip(keeping.done).take(AT_ONCE);
        return join_all(next.map(|listed| part(desk, reader, host, listed))).await;
    }
    let next = keeping.files.iter().skip(keeping.done - end).take(AT_ONCE);
    join_all(next.map(|attachment| file(desk, reader, host, attachment))).await
}

async fn part(desk: &Desk, reader: &Rc<Open>, host: &WebHost, (part, texts): &Listed) -> Step {
    let name = part.name();
    let come = async {
        match host.copy_of(&name).await.filter(|copy| part.verify(copy).is_ok()) {
            Some(copy) => Ok((copy, true)),
            None => reader.verified(part).await.map(|fetched| (fetched, false)),
        }
    };
    let come = desk.keeping.unless_dropped(come).await?;
    Some(
        async {
            let (stored, is_here) = come.map_err(sort)?;
            if !is_here {
                host.put(&name, &stored)
                    .await
                    .map_err(|reason| (KeptState::Full, unwritten(&name, reason)))?;
            }
            let files =
                if *texts { reader.attachments_in(part, stored).await.map_err(sort)? } else { Vec::new() };
            Ok((u64::from(part.bytes), files))
        }
        .await,
    )
}

async fn file(desk: &Desk, reader: &Rc<Open>, host: &WebHost, attachment: &Attachment) -> Step {
    let Some(name) = attachment.path() else { return Some(Ok((0, Vec::new()))) };
    // Most files lie compressed; what their document says is said of what they hold.
    if let Some(copy) = host.copy_of(&name).await
        && reader.unpacked(attachment, copy).await.is_ok()
    {
        return Some(Ok((attachment.bytes.unwrap_or_default(), Vec::new())));
    }
    let come = desk.keeping.unless_dropped(host.fetch(&name, true)).await?;
    Some(
        async {
            let fetched = come.map_err(sort)?;
            let opened = reader.unpacked(attachment, fetched.clone()).await;
            opened.map_err(|failure| (KeptState::Incomplete, failure))?;
            host.put(&name, &fetched).await.map_err(|reason| (KeptState::Full, unwritten(&name, reason)))?;
            Ok((attachment.bytes.unwrap_or(fetched.len() as u64), Vec::new()))
        }
        .await,
    )
}

/// Whether the others are worth trying after a failure.
fn sort(failure: Failure) -> (KeptState, Failure) {
    match failure {
        Failure::Unreachable { .. } => (KeptState::Broken, failure),
        other => (KeptState::Incomplete, other),
    }
}

fn unwritten(name: &str, reason: String) -> Failure {
    Failure::Unreachable { name: name.to_owned(), reason }
}
