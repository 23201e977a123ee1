//! The finished `tangthu` command: making sites, serving them, asking it what a browser should show.

use crate::Child;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The finished command.
///
/// # Errors
/// When the tests were not started by `cargo xtask`, which builds it and says where it lies.
pub fn tangthu() -> Result<Command> {
    let path = std::env::var_os("TANGTHU_BIN").context(
        "TANGTHU_BIN is not set: these tests need the finished command; run `cargo xtask test browsers`",
    )?;
    let mut command = Command::new(path);
    command.current_dir(root());
    Ok(command)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs the command and returns what it printed.
///
/// # Errors
/// When it fails; the error holds what it complained of.
pub fn output<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Result<String> {
    let mut command = tangthu()?;
    command.args(arguments);
    let output = command.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} failed ({}): {complaint}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A folder for what tests make; cargo keeps it apart from the sources.
#[must_use]
pub fn scratch() -> PathBuf {
    std::env::var_os("TANGTHU_SCRATCH")
        .map_or_else(|| std::env::temp_dir().join("tangthu-tests"), PathBuf::from)
}

/// The site of the sample archive, made once for all tests of a run.
///
/// # Errors
/// When the command cannot make it.
pub fn demo_site() -> Result<&'static Path> {
    static SITE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = SITE.get_or_init(|| {
        let site = scratch().join(format!("demo-site-{}", std::process::id()));
        let build = || -> Result<()> {
            std::fs::create_dir_all(scratch())?;
            output([OsStr::new("build"), OsStr::new("demo"), OsStr::new("-o"), site.as_os_str()])?;
            Ok(())
        };
        build().map(|()| site).map_err(|error| format!("{error:#}"))
    });
    made.as_deref().map_err(|error| anyhow::anyhow!("{error}")).map(AsRef::as_ref)
}

/// How many documents the sample archive has: its Markdown files, counted without the program under test. The README is
/// not one of them.
///
/// # Errors
/// When the folder cannot be read.
pub fn demo_documents() -> Result<usize> {
    fn count(folder: &Path) -> Result<usize> {
        let mut found = 0;
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                found += count(&path)?;
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found += usize::from(path.file_name().is_some_and(|name| name != "README.md"));
            }
        }
        Ok(found)
    }
    count(&root().join("demo"))
}

/// The command's answer to a query over the sample archive: how many documents, and the ids of the ten best.
///
/// # Errors
/// When the command fails or prints something else than its `--help` says.
pub fn answer(query: &str) -> Result<(usize, Vec<String>)> {
    found(query, 10)
}

/// The ids of all documents of the sample archive that the command finds.
///
/// # Errors
/// As [`answer`].
pub fn all_of(query: &str) -> Result<Vec<String>> {
    Ok(found(query, 1_000)?.1)
}

fn found(query: &str, limit: usize) -> Result<(usize, Vec<String>)> {
    let (site, limit) = (demo_site()?, limit.to_string());
    let words = ["--json", "--limit", &limit, "--", query].map(OsStr::new);
    let arguments = [OsStr::new("search"), site.as_os_str()].into_iter().chain(words);
    let answer: serde_json::Value = serde_json::from_str(&output(arguments)?)?;
    let total = answer["total"].as_u64().context("no total")?;
    let hits = answer["hits"].as_array().context("no hits")?;
    let ids = hits.iter().filter_map(|hit| hit["id"].as_str().map(str::to_owned)).collect();
    Ok((usize::try_from(total)?, ids))
}

/// A file or folder beside the project that only some machines have; where it is absent, a test that wants it says so and
/// passes.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let place = root().join("../shared").join(path);
    if place.exists() {
        return Some(place);
    }
    eprintln!("skipped: {path} is not on this machine");
    None
}

/// The whole numbers in a text, with the separators that people put between thousands taken out.
#[must_use]
pub fn numbers(text: &str) -> Vec<usize> {
    let separator = |character: char| matches!(character, '.' | ',' | '\u{a0}' | '\u{202f}');
    let mut characters = text.chars().peekable();
    let mut found = Vec::new();
    let mut digits = String::new();
    while let Some(character) = characters.next() {
        if character.is_ascii_digit() {
            digits.push(character);
        }
        let inside =
            separator(character) && !digits.is_empty() && characters.peek().is_some_and(char::is_ascii_digit);
        if !character.is_ascii_digit() && !inside || characters.peek().is_none() {
            found.extend(digits.parse::<usize>().ok());
            digits.clear();
        }
    }
    found
}

/// A site served by `tangthu serve`, until dropped.
#[derive(Debug)]
pub struct Served {
    /// Its address, with a slash at the end.
    pub url: String,
    _server: Child,
}

impl Served {
    /// Serves `site` on a free port.
    ///
    /// # Errors
    /// When the command does not start, or does not say its address first.
    pub fn start(site: &Path) -> Result<Self> {
        let mut command = tangthu()?;
        command.arg("serve").arg(site).args(["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Child::start(&mut command)?;
        let output = server.take_output().context("the server has no output")?;
        let mut line = String::new();
        let mut reader = BufReader::new(output);
        reader.read_line(&mut line)?;
        let words = line.split(|character: char| character.is_whitespace() || character == '"');
        let url = words.into_iter().find(|word| word.starts_with("http://"));
        let url = url.with_context(|| {
            format!("`tangthu serve` first says \"{}\", which holds no address", line.trim())
        })?;
        let url = format!("{}/", url.trim_end_matches('/'));
        // Whatever the server still has to say must find a reader, or it may stop at a full pipe.
        std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
        Ok(Self { url, _server: server })
    }

    /// Serves the sample archive.
    ///
    /// # Errors
    /// As [`Served::start`].
    pub fn demo() -> Result<Self> {
        Self::start(demo_site()?)
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(numbers("Tìm thấy 1.234 tài liệu (0,5 giây)"), [1234, 5]);
        assert_eq!(numbers("48 tài liệu."), [48]);
        assert_eq!(numbers("12"), [12]);
        assert_eq!(numbers("không có"), [0; 0]);
    }
}
