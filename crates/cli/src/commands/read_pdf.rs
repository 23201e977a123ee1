//! `tangthu read-pdf`: the process in which one PDF is read. The command starts itself with it; nobody else needs it, so no
//! help shows it.
//!
//! A PDF holds programs for filters, fonts and pages, and there is no end of ways to make them ask for gigabytes. The kernel counts
//! what this process takes, whatever the way, and the run that asked goes on without the file.

use crate::output::{End, Problem};
use clap::Args;
use std::{
    env,
    ffi::OsString,
    io::{self, Write},
};
use tangthu_ingest::{PdfProcess, Wanted, answer_pdf};

/// The memory that reading may take besides the file itself, in bytes. The largest stream that is read has 96 MB and is held
/// three times at most while it is opened; the heaviest books take some 300 MB.
#[cfg(unix)]
const MAX_MEMORY: u64 = 1024 * 1024 * 1024;

/// The time that the processor may spend on it, in seconds. Pages stop by themselves after 60 and say why.
#[cfg(unix)]
const MAX_SECONDS: u64 = 120;

/// Read one PDF from standard input (used by the command itself)
#[derive(Debug, Args)]
pub(crate) struct ReadPdf {
    /// The length of the file in bytes
    length: u64,
    /// Tell everything that it says, for whoever looks for a text in it
    #[arg(long)]
    everything: bool,
}

/// How this program is started to read a PDF.
pub(crate) fn process() -> Result<PdfProcess, Problem> {
    let program = env::current_exe().map_err(|error| {
        Problem::new(format_args!("the program cannot find itself ({error}); start it by its path"))
    })?;
    Ok(PdfProcess { program, arguments: vec![OsString::from("read-pdf")] })
}

impl ReadPdf {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        limit(self.length);
        let wanted = if self.everything { Wanted::Everything } else { Wanted::Document };
        let mut output = io::BufWriter::new(io::stdout().lock());
        answer_pdf(self.length, wanted, io::stdin().lock(), &mut output)
            .and_then(|()| output.flush())
            .map_err(|error| Problem::new(format_args!("the PDF cannot be taken or answered ({error})")))?;
        Ok(End::Good)
    }
}

/// Has the kernel end this process when it takes too much. Some systems refuse some limits (macOS that of memory): there the
/// others, the reader's own checks and the clock of the run that asked are what is left.
#[cfg(unix)]
fn limit(length: u64) {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    // What is read lies in memory once as it came and once as the reader holds it.
    let memory = MAX_MEMORY.saturating_add(length.saturating_mul(2));
    // An end by these limits is no fault of the program to be looked into: no image of its memory is kept.
    let limits =
        [(Resource::RLIMIT_AS, memory), (Resource::RLIMIT_CPU, MAX_SECONDS), (Resource::RLIMIT_CORE, 0)];
    for (resource, most) in limits {
        // Where the publisher's own limits are lower they stay.
        let most = getrlimit(resource).map_or(most, |(_, hard)| most.min(hard));
        let _ = setrlimit(resource, most, most);
    }
}

#[cfg(not(unix))]
fn limit(_length: u64) {}
