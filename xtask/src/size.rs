//! The download of the viewer against its budget: the scripts, WebAssembly and style sheets of a first visit, compressed as a
//! host would, and beside them the chunks that load when a page of theirs is opened. Compression is Node's, whose brotli and zlib are the same libraries that hosts use.

use crate::shell::{self, Shell};
use crate::viewer;
use anyhow::{Context, Result, bail};

/// A KB here is 1,024 bytes.
const KB: u64 = 1024;
/// The most that a first visit may load after `brotli -q 11` (DESIGN, section 8).
const BROTLI_BUDGET: u64 = 350 * KB;
/// The most that a first visit may load after `gzip -9` (DESIGN, section 8).
const GZIP_BUDGET: u64 = 420 * KB;

const COMPRESS: &str = "\
const { readFileSync } = require('node:fs');
const { brotliCompressSync, gzipSync, constants } = require('node:zlib');
for (const path of process.argv.slice(1)) {
    const bytes = readFileSync(path);
    const brotli = brotliCompressSync(bytes, { params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    } });
    console.log(bytes.length, brotli.length, gzipSync(bytes, { level: 9 }).length);
}";

/// The sizes of one file, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    raw: u64,
    /// After `brotli -q 11`.
    pub(crate) brotli: u64,
    /// After `gzip -9`.
    pub(crate) gzip: u64,
}

/// One file of the viewer.
struct Row {
    name: String,
    sizes: Sizes,
    /// Whether a first visit does without it.
    later: bool,
}

/// Measures, prints where the bytes go, and fails past the budget.
pub(crate) fn run(shell: &mut Shell) -> Result<()> {
    let mut rows = measure(shell)?;
    rows.sort_by_key(|row| (row.later, std::cmp::Reverse(row.sizes.brotli)));
    println!("{:>10} {:>10} {:>10}  (KB of {KB} bytes)", "raw", "brotli", "gzip");
    let (later, first): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.later);
    let total = sum(&first);
    first.iter().for_each(|row| print_row(&row.name, row.sizes));
    print_row("a first visit", total);
    print_row("budget", Sizes { raw: 0, brotli: BROTLI_BUDGET, gzip: GZIP_BUDGET });
    if !later.is_empty() {
        println!();
        later.iter().for_each(|row| print_row(&row.name, row.sizes));
        print_row("loaded when needed", sum(&later));
    }
    judge(total)
}

/// The sizes of what a first visit loads.
pub(crate) fn total(shell: &mut Shell) -> Result<Sizes> {
    let first: Vec<Row> = measure(shell)?.into_iter().filter(|row| !row.later).collect();
    Ok(sum(&first))
}

/// Every file that counts, with its sizes.
fn measure(shell: &mut Shell) -> Result<Vec<Row>> {
    let dist = viewer::build(shell)?;
    let is_counted =
        |file: &String| [".js", ".mjs", ".wasm", ".css"].iter().any(|ending| file.ends_with(ending));
    let files: Vec<String> = viewer::files(&dist)?.into_iter().filter(is_counted).collect();
    let later = viewer::later(&dist)?;
    let mut node = shell.command("node");
    node.args(["-e", COMPRESS, "--"]).args(files.iter().map(|file| dist.join(file)));
    let measured =
        shell::output(&mut node).context("node compresses the files to measure them; it is needed here")?;
    let sizes: Vec<Sizes> =
        measured.lines().map(parse).collect::<Option<_>>().context("node wrote no sizes")?;
    if sizes.len() != files.len() {
        bail!("{} files were measured instead of {}", sizes.len(), files.len());
    }
    let row = |(name, sizes): (String, Sizes)| Row { later: later.contains(&name), name, sizes };
    Ok(files.into_iter().zip(sizes).map(row).collect())
}

fn sum(rows: &[Row]) -> Sizes {
    rows.iter().fold(Sizes::default(), |sum, row| Sizes {
        raw: sum.raw + row.sizes.raw,
        brotli: sum.brotli + row.sizes.brotli,
        gzip: sum.gzip + row.sizes.gzip,
    })
}

fn parse(line: &str) -> Option<Sizes> {
    let mut numbers = line.split_whitespace().map(|word| word.parse().ok());
    Some(Sizes { raw: numbers.next()??, brotli: numbers.next()??, gzip: numbers.next()?? })
}

fn print_row(name: &str, sizes: Sizes) {
    let in_kb =
        |bytes: u64| if bytes == 0 { "–".to_owned() } else { format!("{:.1}", bytes as f64 / KB as f64) };
    println!("{:>10} {:>10} {:>10}  {name}", in_kb(sizes.raw), in_kb(sizes.brotli), in_kb(sizes.gzip));
}

fn judge(total: Sizes) -> Result<()> {
    if total.brotli > BROTLI_BUDGET || total.gzip > GZIP_BUDGET {
        bail!(
            "the viewer is past its budget: a visitor on a slow line waits for every KB; find what grew and take it out"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_past_either_budget_fails() {
        let within = Sizes { raw: 9 * BROTLI_BUDGET, brotli: BROTLI_BUDGET, gzip: GZIP_BUDGET };
        assert!(judge(within).is_ok());
        assert!(judge(Sizes { brotli: BROTLI_BUDGET + 1, ..within }).is_err());
        assert!(judge(Sizes { gzip: GZIP_BUDGET + 1, ..within }).is_err());
    }
}
