//! The documents that are measured with: the first so many lines of a file of JSON lines, or made-up ones.

use crate::settings::Settings;
use crate::synthetic;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The corpus that the figures of DESIGN are meant for.
const NEWS: &str = "corpora/news-100k.jsonl.zst";

/// A corpus of a certain size, ready to be packed.
#[derive(Clone, Debug)]
pub(crate) struct Corpus {
    /// A file with one document a line.
    pub(crate) path: PathBuf,
    /// How many there are.
    pub(crate) documents: usize,
}

/// What of a line is looked at here.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) date: String,
    pub(crate) section: String,
    pub(crate) source: String,
    pub(crate) lead: String,
    pub(crate) body: String,
}

/// The file of documents to measure with; none where made-up ones must do.
pub(crate) fn source(settings: &Settings) -> Option<PathBuf> {
    if settings.made_up { None } else { settings.corpus.clone().or_else(|| settings.shared(NEWS)) }
}

/// What the corpus is called in the report.
pub(crate) fn name(settings: &Settings) -> String {
    let name = source(settings).and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    name.unwrap_or_else(|| "made-up documents".to_owned())
}

/// The corpora of the sizes asked for, smallest first. A size past the end of the file becomes all that there is.
pub(crate) fn prepare(settings: &Settings) -> Result<Vec<Corpus>> {
    let mut sizes = settings.documents.clone();
    sizes.sort_unstable();
    let mut corpora: Vec<Corpus> = Vec::new();
    for size in sizes {
        let path = settings.work.join(format!("corpus-{size}.jsonl"));
        let mut out = BufWriter::new(File::create(&path)?);
        let documents = match source(settings) {
            Some(source) => copy_lines(&source, size, &mut out)?,
            None => synthetic::write(size, &mut out)?,
        };
        out.flush()?;
        if documents == 0 {
            bail!("the corpus holds no documents");
        }
        if documents < size {
            println!("note: the corpus holds only {documents} documents, not {size}");
        }
        if corpora.iter().all(|corpus| corpus.documents != documents) {
            corpora.push(Corpus { path, documents });
        }
    }
    Ok(corpora)
}

/// A file of so many made-up documents.
pub(crate) fn made_up(settings: &Settings, documents: usize) -> Result<PathBuf> {
    let path = settings.work.join("made-up.jsonl");
    let mut out = BufWriter::new(File::create(&path)?);
    synthetic::write(documents, &mut out)?;
    out.flush()?;
    Ok(path)
}

/// The lines of a file, which may be compressed, that are not empty.
fn open(path: &Path) -> Result<BufReader<Box<dyn Read>>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let is_zst = path.extension().is_some_and(|ending| ending == "zst");
    let reader: Box<dyn Read> = if is_zst { Box::new(zstd::Decoder::new(file)?) } else { Box::new(file) };
    Ok(BufReader::with_capacity(1 << 20, reader))
}

fn copy_lines(source: &Path, limit: usize, out: &mut impl Write) -> Result<usize> {
    let mut reader = open(source)?;
    let (mut line, mut count) = (Vec::new(), 0);
    while count < limit && reader.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            out.write_all(line.trim_ascii_end())?;
            out.write_all(b"\n")?;
            count += 1;
        }
        line.clear();
    }
    Ok(count)
}

/// Calls `take` with every line of a corpus and its position.
pub(crate) fn each(path: &Path, take: &mut impl FnMut(usize, Line) -> Result<()>) -> Result<()> {
    let mut reader = open(path)?;
    let (mut bytes, mut at) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut bytes)? > 0 {
        if !bytes.trim_ascii().is_empty() {
            let line = serde_json::from_slice(&bytes);
            take(at, line.with_context(|| format!("{}:{}: no document", path.display(), at + 1))?)?;
            at += 1;
        }
        bytes.clear();
    }
    Ok(())
}

/// The ids of all documents.
pub(crate) fn ids(path: &Path) -> Result<HashSet<String>> {
    let mut ids = HashSet::new();
    each(path, &mut |_, line| {
        ids.insert(line.id);
        Ok(())
    })?;
    Ok(ids)
}
