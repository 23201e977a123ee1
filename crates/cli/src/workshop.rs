//! Where packing keeps documents and does its work: a temporary file beside the result, and as many threads as there are
//! processors.

use crate::progress::Bar;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    num::NonZero,
    path::{Path, PathBuf},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};
use tangthu_engine::pack::{Workshop, recalled};

/// Results that may wait for their turn, for each thread: enough that no thread stands idle, few enough for the memory.
const WAITING: usize = 2;

/// Keeps documents in a file and works with several threads.
#[derive(Debug)]
pub(crate) struct DiskWorkshop {
    /// A file without a name: it is gone with the program, however that ends.
    file: Mutex<File>,
    waiting: Vec<u8>,
    /// How many bytes the file holds.
    written: u64,
    threads: usize,
    bar: Bar,
}

/// Documents wait in memory until so many bytes of them are written at once.
const BUFFER_BYTES: usize = 1 << 20;

impl DiskWorkshop {
    /// A workshop whose file lies on the disk of `folder`, which the result is written to.
    pub(crate) fn new(folder: &Path, bar: Bar) -> io::Result<Self> {
        let file = Mutex::new(tempfile::tempfile_in(folder_near(folder))?);
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        Ok(Self { file, waiting: Vec::new(), written: 0, threads, bar })
    }
}

/// The folder nearest to `output` that is there: where its disk has room, what is put aside has too.
pub(crate) fn folder_near(output: &Path) -> PathBuf {
    let there = output.ancestors().find(|path| path.is_dir());
    there.unwrap_or(Path::new(".")).to_owned()
}

impl Workshop for DiskWorkshop {
    fn keep(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() > BUFFER_BYTES { self.kept() } else { Ok(()) }
    }

    fn kept(&mut self) -> io::Result<()> {
        let mut file = locked(&self.file);
        // Something may have been recalled since the last time.
        let result = file.seek(SeekFrom::End(0)).and_then(|_| file.write_all(&self.waiting));
        drop(file);
        self.written += self.waiting.len() as u64;
        self.waiting.clear();
        result
    }

    fn recall(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        if let Some(start) = offset.checked_sub(self.written) {
            return recalled(&self.waiting, start, length);
        }
        let mut bytes = vec![0; length];
        let mut file = locked(&self.file);
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn progress(&self, done: u64, of: u64) {
        self.bar.indexed(done, of);
    }

    fn each<T: Send, R: Send>(
        &self,
        tasks: Vec<T>,
        work: impl Fn(T) -> io::Result<R> + Sync,
        mut take: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        let count = tasks.len();
        let desk = Desk { state: Mutex::new(State::new(tasks)), changed: Condvar::new() };
        let ahead = self.threads * WAITING;
        thread::scope(|scope| {
            for _ in 0..self.threads.min(count) {
                scope.spawn(|| desk.work_off(&work, ahead));
            }
            for at in 0..count {
                let taken = desk.result(at).and_then(&mut take);
                if taken.is_err() {
                    desk.close();
                    return taken;
                }
            }
            Ok(())
        })
    }
}

/// Tasks that wait and results that are ready, between the threads.
struct Desk<T, R> {
    state: Mutex<State<T, R>>,
    changed: Condvar,
}

struct State<T, R> {
    tasks: std::iter::Enumerate<std::vec::IntoIter<T>>,
    results: BTreeMap<usize, io::Result<R>>,
    /// Threads that a panic ended.
    lost: bool,
    taken: usize,
    begun: usize,
    closed: bool,
}

impl<T, R> State<T, R> {
    fn new(tasks: Vec<T>) -> Self {
        let tasks = tasks.into_iter().enumerate();
        Self { tasks, results: BTreeMap::new(), lost: false, taken: 0, begun: 0, closed: false }
    }
}

impl<T, R> Desk<T, R> {
    fn work_off(&self, work: &impl Fn(T) -> io::Result<R>, ahead: usize) {
        let _guard = LostThread(self);
        loop {
            let mut state = locked(&self.state);
            while !state.closed && state.begun >= state.taken + ahead {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.closed {
                return;
            }
            let Some((at, task)) = state.tasks.next() else { return };
            state.begun += 1;
            drop(state);
            let result = work(task);
            locked(&self.state).results.insert(at, result);
            self.changed.notify_all();
        }
    }

    /// The result of the task at `at`, once it is there.
    fn result(&self, at: usize) -> io::Result<R> {
        let mut state = locked(&self.state);
        loop {
            if let Some(result) = state.results.remove(&at) {
                state.taken += 1;
                self.changed.notify_all();
                return result;
            }
            if state.lost {
                return Err(io::Error::other("a part of the work ended before it was done"));
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn close(&self) {
        locked(&self.state).closed = true;
        self.changed.notify_all();
    }
}

/// Tells the others when a thread dies of a panic, so that nobody waits for it.
struct LostThread<'a, T, R>(&'a Desk<T, R>);

impl<T, R> Drop for LostThread<'_, T, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            let mut state = locked(&self.0.state);
            (state.lost, state.closed) = (true, true);
            drop(state);
            self.0.changed.notify_all();
        }
    }
}

/// A lock that a thread died with still guards whole values: nothing panics between two changes of them.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workshop() -> (tempfile::TempDir, DiskWorkshop) {
        let folder = tempfile::tempdir().unwrap();
        let workshop = DiskWorkshop::new(folder.path(), Bar::new(true)).unwrap();
        (folder, workshop)
    }

    #[test]
    fn what_is_kept_comes_back_and_leaves_nothing_behind() {
        let (folder, mut workshop) = workshop();
        workshop.keep(b"mot").unwrap();
        workshop.keep(b"hai").unwrap();
        assert_eq!(workshop.recall(3, 3).unwrap(), b"hai", "also before it is on the disk");
        workshop.kept().unwrap();
        assert_eq!(workshop.recall(0, 3).unwrap(), b"mot");
        workshop.keep(b"ba").unwrap();
        workshop.kept().unwrap();
        assert_eq!(workshop.recall(6, 2).unwrap(), b"ba");
        assert_eq!(workshop.recall(3, 3).unwrap(), b"hai");
        assert!(workshop.recall(6, 3).is_err());
        drop(workshop);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn results_come_in_the_order_of_the_tasks() {
        let (_folder, workshop) = workshop();
        let mut taken = Vec::new();
        let slow_start = |task: u64| {
            thread::sleep(std::time::Duration::from_millis(if task == 0 { 30 } else { 0 }));
            Ok(task * 2)
        };
        workshop
            .each((0..50).collect(), slow_start, |result| {
                taken.push(result);
                Ok(())
            })
            .unwrap();
        assert_eq!(taken, (0..50).map(|task| task * 2).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_error_ends_the_work() {
        let (_folder, workshop) = workshop();
        let work = |task: u32| if task == 7 { Err(io::Error::other("seven")) } else { Ok(task) };
        let error = workshop.each((0..1_000).collect(), work, |_| Ok(())).unwrap_err();
        assert_eq!(error.to_string(), "seven");
        let full = |_: u32| Err(io::Error::other("full"));
        assert!(workshop.each((0..1_000).collect(), |task: u32| Ok(task), full).is_err());
    }
}
