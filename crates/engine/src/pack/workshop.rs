//! What packing asks of the program around it: a place to keep documents, and hands to work with.

use std::io;

/// What packing asks of the program around it.
pub trait Workshop: Sync {
    /// Keeps `bytes` after those kept before.
    ///
    /// # Errors
    /// When there is no room for them.
    fn keep(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Called when everything is kept, before the pieces are worked on.
    ///
    /// # Errors
    /// When there is no room for it.
    fn kept(&mut self) -> io::Result<()>;

    /// Some bytes that were kept, also before [`Workshop::kept`]. They never reach from one call of [`Workshop::keep`] into
    /// the next.
    ///
    /// # Errors
    /// When they cannot be read any more.
    fn recall(&self, offset: u64, length: usize) -> io::Result<Vec<u8>>;

    /// Does `work` on every task, on as many at once as is good here, and hands over the results in the order of the tasks.
    ///
    /// # Errors
    /// The first error of `work` or `take`.
    fn each<T: Send, R: Send>(
        &self,
        tasks: Vec<T>,
        work: impl Fn(T) -> io::Result<R> + Sync,
        take: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()>;

    /// Told how much of the work is done, as a share of all of it in documents, for whoever shows it.
    fn progress(&self, _done: u64, _of: u64) {}
}

/// `length` bytes of what is `kept` in memory, from `offset` on.
///
/// # Errors
/// When there are not so many.
pub fn recalled(kept: &[u8], offset: u64, length: usize) -> io::Result<Vec<u8>> {
    let start = usize::try_from(offset).map_err(io::Error::other)?;
    let bytes = kept.get(start..start.saturating_add(length));
    bytes.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// A workshop that keeps everything in memory and does one thing at a time.
#[derive(Debug, Default)]
pub struct InMemory(Vec<u8>);

impl Workshop for InMemory {
    fn keep(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn kept(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn recall(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        recalled(&self.0, offset, length)
    }

    fn each<T: Send, R: Send>(
        &self,
        tasks: Vec<T>,
        work: impl Fn(T) -> io::Result<R> + Sync,
        mut take: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        tasks.into_iter().try_for_each(|task| take(work(task)?))
    }
}
