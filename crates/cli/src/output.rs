//! What the command writes: answers on the standard output, everything else on the standard error, and nothing at all when
//! the reader of a pipe has gone.

use std::{
    fmt::{self, Display},
    io::{self, BufWriter, IsTerminal, Stdout, Write},
};

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All is well.
    Good,
    /// Faults were found.
    Faults,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Problem {
    /// A sentence: what happened, what it means, what to do.
    Sentence(String),
    /// Whoever read the answer stopped reading, which is their right.
    ClosedPipe,
}

impl Problem {
    pub(crate) fn new(sentence: impl Display) -> Self {
        Self::Sentence(sentence.to_string())
    }
}

/// Errors of writing the answer; those of files are put into sentences where they arise.
impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::Sentence(format!(
                "the answer could not be written ({error}); check the disk and the terminal"
            ))
        }
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

/// Writes a sentence to the standard error, after the command's name. If even that is closed, there is nobody to tell.
pub(crate) fn say(sentence: &str) {
    let _ = writeln!(io::stderr(), "tangthu: {}", printable(sentence));
}

/// The standard output.
pub(crate) struct Answer {
    out: BufWriter<Stdout>,
    terminal: bool,
}

impl Answer {
    pub(crate) fn new() -> Self {
        let out = io::stdout();
        Self { terminal: out.is_terminal(), out: BufWriter::new(out) }
    }

    /// Writes one line for people. Control characters that an archive may hold are made visible first.
    pub(crate) fn line(&mut self, text: impl Display) -> Result<(), Problem> {
        Ok(writeln!(self.out, "{}", printable(&text.to_string()))?)
    }

    /// Writes one line of JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Problem> {
        serde_json::to_writer(&mut self.out, value)?;
        Ok(writeln!(self.out)?)
    }

    /// Writes JSON over several lines, as people like to read it.
    pub(crate) fn pretty_json(&mut self, value: &impl serde::Serialize) -> Result<(), Problem> {
        serde_json::to_writer_pretty(&mut self.out, value)?;
        Ok(writeln!(self.out)?)
    }

    /// Writes the heading of a passage: bold on a terminal.
    pub(crate) fn heading(&mut self, text: &str) -> Result<(), Problem> {
        let text = printable(text);
        let (bold, plain) = if self.terminal { ("\u{1B}[1m", "\u{1B}[0m") } else { ("", "") };
        Ok(writeln!(self.out, "{bold}{text}{plain}")?)
    }

    /// Hands everything over to the reader now.
    pub(crate) fn flush(&mut self) -> Result<(), Problem> {
        Ok(self.out.flush()?)
    }
}

/// Text without control characters: an archive is untrusted, and a terminal obeys some of them.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}

/// A number of documents as people read it.
pub(crate) struct Documents(pub(crate) u64);

impl Display for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Counted(self.0, "document").fmt(f)
    }
}

/// A number of things as people read it; the word is that for one of them.
pub(crate) struct Counted(pub(crate) u64, pub(crate) &'static str);

impl Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.0, self.1, if self.0 == 1 { "" } else { "s" })
    }
}

/// A length as people read it.
pub(crate) struct Bytes(pub(crate) u64);

impl Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0..1_000 => Counted(self.0, "byte").fmt(f),
            1_000..1_000_000 => write!(f, "{:.1} KB", self.0 as f64 / 1e3),
            _ => write!(f, "{:.1} MB", self.0 as f64 / 1e6),
        }
    }
}
