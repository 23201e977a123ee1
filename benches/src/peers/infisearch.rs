//! InfiSearch, from crates.io.

use super::Indexed;
use crate::measured;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// What its documentation says for large collections: index and documents in many files, of which a search takes a few.
const SETTINGS: &str = "{ \"preset\": \"large\" }\n";

/// Its page: the script that it writes beside its index.
const PAGE: &str = "<!doctype html>\n<html lang=\"vi\"><meta charset=\"utf-8\"><title>InfiSearch</title>\
    <script src=\"index/assets/search-ui.ascii.bundle.js\"></script></html>\n";

/// Asks for results, and for the fields of the first ten, as its documentation shows.
const SEARCH: &str =
    "const searcher = new infisearch.Searcher({ url: new URL('index/', location.href).href });
    await searcher.setupPromise;
    const once = async () => {
        const found = await searcher.runQuery(query);
        await found.getNextN(10);
        return found.resultsTotal;
    };
    const again = () => searcher.runQuery(query);";

/// Indexes the pages below `pages` into the folder `place`.
pub(super) fn index(program: &Path, pages: &Path, place: &Path) -> Result<Indexed> {
    let (output, settings) = (place.join("index"), place.with_extension("json"));
    std::fs::write(&settings, SETTINGS)?;
    let mut command = Command::new(program);
    command.arg(pages).arg(&output).arg("--config-file-path").arg(&settings);
    let spent = measured::run(&command, &place.with_extension("log"))?;
    std::fs::write(place.join("index.html"), PAGE)?;
    Ok(Indexed { spent, site: place.to_owned(), search: SEARCH, is_app })
}

fn is_app(path: &str) -> bool {
    path.starts_with("index/assets/")
}
