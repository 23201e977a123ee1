//! The inputs that stand in the repository: one file a target in `fuzz/corpus`, an input a line in hexadecimal digits. Every run
//! begins with them, and `cargo xtask test` tries each, so that code which random input once reached is reached on every machine.

use super::{Target, files};
use crate::shell::{self, Shell};
use crate::viewer::hex;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Longest input that is kept, in bytes. Short ones reach nearly all code, and stay readable in a diff.
const LONGEST: usize = 256;

/// Most inputs of one target, those that reach the most first; the file then has some tens of kilobytes.
const MOST: usize = 250;

/// Where the inputs of a target stand.
fn file(shell: &Shell, target: &Target) -> PathBuf {
    shell.root.join("fuzz/corpus").join(format!("{}.hex", target.name))
}

/// Writes the inputs of a target each into a file of its own, as libFuzzer reads them; returns their folder.
pub(super) fn unpack(shell: &Shell, target: &Target, folder: &Path) -> Result<PathBuf> {
    let into = folder.join("corpus").join(target.name);
    if into.exists() {
        fs::remove_dir_all(&into)?;
    }
    fs::create_dir_all(&into)?;
    let file = file(shell, target);
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    for (number, line) in text.lines().enumerate() {
        let input = bytes_of(line);
        let input = input.with_context(|| format!("{} line {}: no digits", file.display(), number + 1))?;
        fs::write(into.join(format!("kept-{number:03}")), input)?;
    }
    Ok(into)
}

/// Chooses among all inputs of a target those that together reach what all reach, the shortest that do, and writes them down.
/// Returns how many there are.
pub(super) fn keep(shell: &Shell, target: &Target, programs: &Path, folder: &Path) -> Result<usize> {
    let before = unpack(shell, target, folder)?;
    let chosen = folder.join("chosen").join(target.name);
    if chosen.exists() {
        fs::remove_dir_all(&chosen)?;
    }
    fs::create_dir_all(&chosen)?;
    let mut merge = shell.command(programs.join(target.name));
    merge.args(["-merge=1", &format!("-max_len={LONGEST}")]);
    merge.arg(&chosen).arg(before).arg(folder.join("inputs").join(target.name));
    shell::run(merge.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))?;
    let mut inputs = files(&chosen)?.into_iter().map(fs::read).collect::<Result<Vec<_>, _>>()?;
    inputs.retain(|input| !input.is_empty() && input.len() <= LONGEST);
    inputs.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    inputs.truncate(MOST);
    let lines: String = inputs.iter().map(|input| hex(input) + "\n").collect();
    fs::write(file(shell, target), lines)?;
    Ok(inputs.len())
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let pairs =
        digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    if digits.len().is_multiple_of(2) { pairs.collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_reads_back_as_it_is_written() {
        let input = [0, 9, 10, 127, 255, 0xc3, 0xa1];
        assert_eq!(bytes_of(&hex(&input)).as_deref(), Some(&input[..]));
        for wrong in ["0", "0g", "00 1"] {
            assert_eq!(bytes_of(wrong), None, "{wrong}");
        }
    }
}
