//! PDF read in a process of its own: whatever a file does to its reader, memory that runs out and a stack that runs over
//! among it, ends that process and nothing else.
//!
//! Both ends are here: [`read_pdf`] asks, [`answer_pdf`] answers. How much memory and time the process may have is for the
//! program to say that is started; here only the clock on the wall is watched. What is in a PDF is told in `pdf.rs`.

use crate::{
    office::{self, Refused},
    record::{Notes, Unknown},
};
use serde::{Deserialize, Serialize};
use std::{
    ffi::OsString,
    io::{self, Read, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};
use tangthu_archive::Document;

/// How long the process may take. Its own limits end it earlier; this one is for a machine that has no such limits.
const MAX_TIME: Duration = Duration::from_secs(600);

/// The most that it may answer, in bytes: the text of a document and where it came from has some megabytes.
const MAX_ANSWER: u64 = 128 * 1024 * 1024;

/// What is said of a file that ended its reader.
const ENDED: &str = "it is damaged or hostile: reading it took more memory or time than any document needs";
const PRINT: &str = "print it to a new PDF, and read that";

/// The program that reads one PDF in a process of its own, by calling [`answer_pdf`].
#[derive(Clone, Debug)]
pub struct PdfProcess {
    /// The program.
    pub program: PathBuf,
    /// What it is told. The length of the file in bytes comes after.
    pub arguments: Vec<OsString>,
}

/// What is wanted of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Its text as a document.
    Document,
    /// Everything that it says, for whoever looks for a text in it: heads and feet of its pages and all its properties as well. What
    /// of it cannot be told is a warning, and a scan is refused.
    Everything,
}

impl Wanted {
    /// The argument by which the process is told that everything is wanted.
    pub const EVERYTHING: &str = "--everything";
}

/// Why a file is not read, and what to do about it.
pub(crate) type NotRead = (String, String);

pub(crate) fn not_read(refused: Refused) -> NotRead {
    (refused.reason, refused.remedy.to_owned())
}

/// What the process says.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Read {
        document: Box<Document>,
        /// Warnings, each with its remedy.
        warnings: Vec<(String, String)>,
    },
    Refused {
        reason: String,
        remedy: String,
        warnings: Vec<(String, String)>,
    },
}

/// Reads a PDF: in the process `apart`, or here where there is none.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn read_pdf(
    bytes: Vec<u8>,
    wanted: Wanted,
    apart: Option<&PdfProcess>,
    notes: &mut Notes,
) -> Result<Document, NotRead> {
    let Some(apart) = apart else {
        return office::read_pdf(bytes, wanted, notes).map_err(not_read);
    };
    let (read, warnings) = match ask(bytes, wanted, apart)? {
        Answer::Read { document, warnings } => (Ok(*document), warnings),
        Answer::Refused { reason, remedy, warnings } => (Err((reason, remedy)), warnings),
    };
    warnings.into_iter().for_each(|(reason, remedy)| notes.warn(reason, &remedy));
    read
}

fn ask(bytes: Vec<u8>, wanted: Wanted, apart: &PdfProcess) -> Result<Answer, NotRead> {
    let mut command = Command::new(&apart.program);
    command.args(&apart.arguments).arg(bytes.len().to_string());
    if wanted == Wanted::Everything {
        command.arg(Wanted::EVERYTHING);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| {
        let reason = format!("the program that reads PDF cannot be started ({error})");
        (reason, format!("see whether {} is there and may be run", apart.program.display()))
    })?;
    let answer = answer_of(&mut child, bytes);
    // It has ended, or answered and is about to; or it never will.
    let _ = child.kill();
    let _ = child.wait();
    let answer = answer.and_then(|answer| serde_json::from_slice(&answer).ok());
    answer.ok_or_else(|| (ENDED.to_owned(), PRINT.to_owned()))
}

/// All that the process says, if it does so in time.
fn answer_of(child: &mut Child, bytes: Vec<u8>) -> Option<Vec<u8>> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    // Both ends are threads: a process that neither reads nor writes holds up nobody longer than its time.
    thread::spawn(move || input.write_all(&bytes));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = output.take(MAX_ANSWER + 1).read_to_end(&mut answer);
        let _ = sender.send(read.is_ok_and(|length| length as u64 <= MAX_ANSWER).then_some(answer));
    });
    receiver.recv_timeout(MAX_TIME).ok().flatten()
}

/// Reads one PDF of `length` bytes from `input` and writes what is in it to `output`, for the process that asked through
/// [`PdfProcess`].
///
/// # Errors
/// When `input` or `output` fail. A file that cannot be read is an answer like others.
pub fn answer_pdf(length: u64, wanted: Wanted, input: impl Read, output: impl Write) -> io::Result<()> {
    // As much as is needed and no more: a vector that grows holds the file three times for a moment.
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(office::MAX_PDF)).unwrap_or_default());
    input.take(office::MAX_PDF).read_to_end(&mut bytes)?;
    let mut unknown = Unknown::default();
    let mut notes = Notes::new("", None, &mut unknown);
    let read = office::read_pdf(bytes, wanted, &mut notes);
    let warnings = notes.found.into_iter().map(|notice| (notice.reason, notice.remedy)).collect();
    let answer = match read {
        Ok(document) => Answer::Read { document: Box::new(document), warnings },
        Err(refused) => {
            Answer::Refused { reason: refused.reason, remedy: refused.remedy.to_owned(), warnings }
        }
    };
    serde_json::to_writer(output, &answer).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(program: &str, arguments: &[&str]) -> NotRead {
        let mut unknown = Unknown::default();
        let mut notes = Notes::new("a.pdf", None, &mut unknown);
        let arguments = arguments.iter().map(OsString::from).collect();
        let apart = PdfProcess { program: program.into(), arguments };
        read_pdf(b"%PDF-1.7".repeat(100_000), Wanted::Document, Some(&apart), &mut notes).unwrap_err()
    }

    #[test]
    fn a_reader_that_is_not_there_is_named() {
        let (reason, remedy) = asked("/nothing/here", &[]);
        assert!(
            reason.contains("cannot be started") && remedy.contains("/nothing/here"),
            "{reason}; {remedy}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_reader_that_dies_or_babbles_costs_its_file_alone() {
        for script in ["kill -9 $$", "exit 3", "echo '{\"Read\":5}'", "cat"] {
            assert_eq!(asked("/bin/sh", &["-c", script]).0, ENDED, "{script}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_answer() {
        let mut answer = Vec::new();
        answer_pdf(8, Wanted::Document, &b"%PDF-1.7"[..], &mut answer).unwrap();
        let answer: Answer = serde_json::from_slice(&answer).unwrap();
        assert!(matches!(answer, Answer::Refused { .. }), "{answer:?}");
    }
}
