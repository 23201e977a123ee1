//! Pagefind, from npm.

use super::Indexed;
use crate::measured;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// Asks for results, and for the data of the first ten, as its documentation shows.
const SEARCH: &str = "const pagefind = await import(new URL('pagefind/pagefind.js', location.href).href);
    const once = async () => {
        const found = await pagefind.search(query);
        await Promise.all(found.results.slice(0, 10).map(one => one.data()));
        return found.results.length;
    };
    const again = () => pagefind.search(query);";

/// Indexes the pages below `pages` into the folder `place`.
pub(super) fn index(program: &Path, pages: &Path, place: &Path) -> Result<Indexed> {
    let output = place.join("pagefind");
    let mut command = Command::new(program);
    command.arg("--site").arg(pages).arg("--output-path").arg(&output);
    let spent = measured::run(&command, &place.with_extension("log"))?;
    std::fs::write(
        place.join("index.html"),
        "<!doctype html>\n<html lang=\"vi\"><title>Pagefind</title></html>\n",
    )?;
    Ok(Indexed { spent, site: place.to_owned(), search: SEARCH, is_app })
}

fn is_app(path: &str) -> bool {
    path.ends_with(".js") || path.ends_with(".css") || path.starts_with("pagefind/wasm.")
}
