//! Files of questions, one JSON object a line: what `search --queries` and `eval` read. What a question holds is left to them.

use crate::output::{End, Problem, say};
use serde::de::DeserializeOwned;
use std::{
    fs::File,
    io::{BufRead, BufReader},
    marker::PhantomData,
    path::{Path, PathBuf},
};

/// The lines of a file of questions. A line that is none is named and passed over, and the command ends with faults.
pub(crate) struct Questions<T> {
    lines: BufReader<File>,
    path: PathBuf,
    shape: &'static str,
    number: u64,
    read: u64,
    faults: bool,
    question: PhantomData<T>,
}

impl<T: DeserializeOwned> Questions<T> {
    /// Opens a file whose lines have this shape.
    pub(crate) fn open(path: &Path, shape: &'static str) -> Result<Self, Problem> {
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let (lines, path) = (BufReader::new(file), path.to_owned());
        Ok(Self { lines, path, shape, number: 0, read: 0, faults: false, question: PhantomData })
    }

    /// The next question.
    pub(crate) fn next(&mut self) -> Result<Option<T>, Problem> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let read =
                self.lines.read_until(b'\n', &mut line).map_err(|error| unreadable(&self.path, &error))?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match serde_json::from_slice(&line) {
                Ok(question) => {
                    self.read += 1;
                    return Ok(Some(question));
                }
                Err(error) => {
                    let (shown, number, shape) = (self.path.display(), self.number, self.shape);
                    say(&format!("{shown}:{number} is no query ({error}); a line is {shape}"));
                    self.faults = true;
                }
            }
        }
    }

    /// How a command ends that has read them all. A file without a line is none that somebody meant.
    pub(crate) fn end(&self) -> Result<End, Problem> {
        match (self.read, self.faults) {
            (_, true) => Ok(End::Faults),
            (0, false) => Err(Problem::new(format_args!(
                "{} holds no question, so there was nothing to ask; each line of it is to be {}",
                self.path.display(),
                self.shape
            ))),
            _ => Ok(End::Good),
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format_args!("{} cannot be read ({error}); check the path", path.display()))
}
