//! Work that one thread hands out as it reads, and several do; results come back in the order of the tasks.
//!
//! The workshop's `each` wants all tasks at once; here they are documents, which are read one by one and never all held.

use std::{
    collections::BTreeMap,
    io,
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

/// Tasks that are handed out and results that wait for their turn, for each thread: enough that none stands idle, few enough for
/// the memory.
const AHEAD: usize = 4;

/// Does `work` on every task that `read` hands over, and gives the results to `take` in the order of the tasks.
///
/// # Errors
/// The first error of `read`, `work` or `take`. Work that panics ends with an error as well: whoever waits for it would else wait
/// for ever.
pub(super) fn in_order<T: Send, R: Send>(
    work: impl Fn(T) -> io::Result<R> + Sync,
    mut take: impl FnMut(R) -> io::Result<()>,
    read: impl FnOnce(&mut dyn FnMut(T) -> io::Result<()>) -> io::Result<()>,
) -> io::Result<()> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let (hand_out, tasks) = mpsc::channel::<(usize, T)>();
    let (hand_in, results) = mpsc::channel::<(usize, io::Result<R>)>();
    let tasks = Mutex::new(tasks);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (hand_in, tasks, work) = (hand_in.clone(), &tasks, &work);
            scope.spawn(move || {
                loop {
                    // The lock is held while waiting for a task, not while working on it.
                    let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((at, task)) = task else { return };
                    // Nothing that a panic may have left half done is used again: its error ends all the work.
                    let result =
                        catch_unwind(AssertUnwindSafe(|| work(task))).unwrap_or_else(|_| Err(lost()));
                    if hand_in.send((at, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(hand_in);
        let mut row = Row { early: BTreeMap::new(), next: 0 };
        let mut handed = 0;
        read(&mut |task| {
            while handed - row.next >= threads * AHEAD {
                let (at, result) = results.recv().map_err(|_| lost())?;
                row.put(at, result, &mut take)?;
            }
            hand_out.send((handed, task)).map_err(|_| lost())?;
            handed += 1;
            results.try_iter().try_for_each(|(at, result)| row.put(at, result, &mut take))
        })?;
        drop(hand_out);
        results.iter().try_for_each(|(at, result)| row.put(at, result, &mut take))?;
        if row.next == handed { Ok(()) } else { Err(lost()) }
    })
}

fn lost() -> io::Error {
    io::Error::other("a part of the work ended before it was done")
}

/// Results that came before their turn.
struct Row<R> {
    early: BTreeMap<usize, R>,
    next: usize,
}

impl<R> Row<R> {
    fn put(
        &mut self,
        at: usize,
        result: io::Result<R>,
        take: &mut impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        self.early.insert(at, result?);
        while let Some(result) = self.early.remove(&self.next) {
            self.next += 1;
            take(result)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::atomic::{AtomicU64, Ordering},
        time::Duration,
    };

    fn run(work: impl Fn(u64) -> io::Result<u64> + Sync, tasks: u64) -> (Vec<u64>, io::Result<()>) {
        let mut taken = Vec::new();
        let take = |result| {
            taken.push(result);
            Ok(())
        };
        let result = in_order(work, take, |hand_out| (0..tasks).try_for_each(hand_out));
        (taken, result)
    }

    #[test]
    fn results_come_in_the_order_of_the_tasks() {
        let slow_start = |task| {
            thread::sleep(Duration::from_millis(if task == 0 { 30 } else { 0 }));
            Ok(task * 2)
        };
        let (taken, result) = run(slow_start, 100);
        assert!(result.is_ok());
        assert_eq!(taken, (0..100).map(|task| task * 2).collect::<Vec<_>>());
    }

    #[test]
    fn work_that_panics_ends_the_run_with_an_error_and_nobody_waits_for_it() {
        for fails in [|task: u64| task == 7, |_| true] {
            let (_, result) = run(|task| if fails(task) { panic!("a test's") } else { Ok(task) }, 1_000);
            assert_eq!(result.unwrap_err().to_string(), lost().to_string());
        }
    }

    #[test]
    fn one_slow_task_does_not_let_the_results_of_all_others_pile_up() {
        let begun = AtomicU64::new(0);
        let work = |task| {
            begun.fetch_add(1, Ordering::SeqCst);
            if task > 0 {
                return Ok(task);
            }
            thread::sleep(Duration::from_millis(200));
            Ok(begun.load(Ordering::SeqCst))
        };
        let (taken, result) = run(work, 10_000);
        assert!(result.is_ok() && taken.len() == 10_000);
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        assert!(taken[0] <= (threads * AHEAD) as u64, "{} were begun before the first was done", taken[0]);
    }

    #[test]
    fn an_error_of_any_side_ends_the_work() {
        let (_, result) =
            run(|task| if task == 7 { Err(io::Error::other("seven")) } else { Ok(task) }, 1_000);
        assert_eq!(result.unwrap_err().to_string(), "seven");
        let full = in_order(
            Ok::<u64, _>,
            |_| Err(io::Error::other("full")),
            |hand_out| (0..1_000).try_for_each(hand_out),
        );
        assert_eq!(full.unwrap_err().to_string(), "full");
        let torn = in_order(Ok::<u64, _>, |_| Ok(()), |_| Err(io::Error::other("torn")));
        assert_eq!(torn.unwrap_err().to_string(), "torn");
    }
}
