//! The last step of a release build of the viewer, which Trunk calls as its post-build hook: every file of the app gets
//! a name that carries the hash of its final bytes, and all who refer to it learn the new name.
//!
//! Trunk's own file hashes are taken before wasm-bindgen runs, so different bytes can carry one name; a file published
//! as unchangeable must not do that. Files whose names are fixed (`index.html`, `sw.js`, icons …) keep them. A debug
//! build is left alone: `trunk serve` needs no such names.

use crate::references::{self, Kind, folder, relative};
use crate::shrink;
use crate::split;
use crate::viewer::hex;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Files by their path below the staging folder, with `/`.
type Files = BTreeMap<String, Vec<u8>>;

/// The list of the viewer's files, for the `tangthu` command that carries them.
pub(crate) const LIST_NAME: &str = "viewer.json";

const PAGE: &str = "index.html";
const SERVICE_WORKER: &str = "sw.js";
/// Copied beside the viewer so that `trunk serve` has something to show; not part of it.
const DEMO_ARCHIVE: &str = "archive.json";
const APP_FOLDER: &str = "app";
const FILES_PLACEHOLDER: &str = "/*FILES*/{}";
const VERSION_PLACEHOLDER: &str = "\"/*VERSION*/\"";
/// How the style sheet begins that a first visit does without (`web/rooms.css`).
const LATER_STYLE: &str = "app/rooms-";
/// Digits of the hash by which the service worker knows a file: those that stand in the names, too.
const DIGITS: usize = 16;

/// Reads Trunk's staging folder, renames, and writes it back.
pub(crate) fn run() -> Result<()> {
    let profile = std::env::var("TRUNK_PROFILE").unwrap_or_default();
    let staging = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging =
        staging.context("TRUNK_STAGING_DIR is not set: this command is for Trunk's post-build hook")?;
    split::run(&staging, &profile)?;
    if profile != "release" {
        return Ok(());
    }
    let staged = read_folder(&staging, "")?;
    let finished = finish(staged.clone())?;
    for path in staged.keys().filter(|path| !finished.contains_key(*path)) {
        std::fs::remove_file(staging.join(path))?;
        // Folders that became empty go as well; others refuse, which is as it should be.
        let _ = std::fs::remove_dir(staging.join(folder(path)));
    }
    for (path, bytes) in &finished {
        let place = staging.join(path);
        std::fs::create_dir_all(place.parent().unwrap_or(&staging))?;
        std::fs::write(&place, bytes).with_context(|| format!("cannot write {}", place.display()))?;
    }
    println!("xtask: {} files of the viewer named by their content", finished.len() - 1);
    Ok(())
}

fn read_folder(root: &Path, below: &str) -> Result<Files> {
    let mut files = Files::new();
    let place = root.join(below);
    for entry in std::fs::read_dir(&place).with_context(|| format!("cannot read {}", place.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.file_type()?.is_dir() {
            files.append(&mut read_folder(root, &path)?);
        } else {
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// A script of the app with fewer bytes; any other file as it is.
fn shrunk((path, bytes): (String, Vec<u8>)) -> (String, Vec<u8>) {
    let text = if path.ends_with(".js") {
        String::from_utf8(bytes).map_err(|error| error.into_bytes())
    } else {
        Err(bytes)
    };
    let bytes = text.map_or_else(|bytes| bytes, |text| shrink::script(&text).into_bytes());
    (path, bytes)
}

/// The finished viewer, from what Trunk left.
fn finish(mut files: Files) -> Result<Files> {
    let mut page = take_text(&mut files, PAGE)?;
    let service_worker = shrink::script(&take_text(&mut files, SERVICE_WORKER)?);
    let archive = files.remove(DEMO_ARCHIVE);
    files.remove(LIST_NAME);
    // Type declarations are for editors, not for browsers.
    files.retain(|path, _| !path.ends_with(".d.ts"));
    if files.keys().any(|path| folder(path) == APP_FOLDER) {
        bail!("there is an {APP_FOLDER}/ folder already: this staging folder was finished before");
    }
    if page.contains(" integrity=") {
        bail!(
            "{PAGE} carries integrity hashes of files that are still to change: set data-integrity=\"none\" on Trunk's links"
        );
    }

    let (app, fixed): (Files, Files) = files.into_iter().partition(|(path, _)| is_app_file(path));
    let fixed_names: Vec<String> =
        fixed.keys().cloned().chain([PAGE, SERVICE_WORKER].map(str::to_owned)).collect();
    let app = app.into_iter().map(shrunk).collect();
    let (names, app) = rename(app, &fixed_names)?;
    for (old, new) in &names {
        page = references::replace(Kind::Page, &page, old, &format!("./{new}"));
    }

    let mut finished: Files = app.into_iter().chain(fixed).collect();
    finished.insert(PAGE.to_owned(), page.into_bytes());
    check(&finished, &names)?;

    // What the service worker fetches as one set, each file with its hash, and a version that changes with any byte of it.
    let set: BTreeMap<&String, String> =
        finished.iter().map(|(path, bytes)| (path, hash(bytes)[..DIGITS].to_owned())).collect();
    let mut digest = Sha256::new();
    digest.update(&service_worker);
    for (path, bytes) in &finished {
        digest.update(format!("\n{path} {}", hash(bytes)));
    }
    let version = hex(&digest.finalize());
    let service_worker = fill(&service_worker, FILES_PLACEHOLDER, &serde_json::to_string(&set)?)?;
    let service_worker = fill(&service_worker, VERSION_PLACEHOLDER, &format!("\"{version}\""))?;
    finished.insert(SERVICE_WORKER.to_owned(), service_worker.into_bytes());

    let paths: Vec<&String> = finished.keys().collect();
    let is_later = |path: &&String| path.contains(split::CHUNK) || path.starts_with(LATER_STYLE);
    let later: Vec<&String> = finished.keys().filter(is_later).collect();
    let list = serde_json::json!({ "version": version, "files": paths, "later": later });
    finished.insert(LIST_NAME.to_owned(), (serde_json::to_string_pretty(&list)? + "\n").into_bytes());
    finished.extend(archive.map(|bytes| (DEMO_ARCHIVE.to_owned(), bytes)));
    Ok(finished)
}

fn is_app_file(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(ending, "js" | "mjs" | "wasm" | "css")
}

/// Names the app's files by their content, those first to which others refer. Returns old names with new ones, and
/// the files under their new names.
fn rename(mut app: Files, fixed: &[String]) -> Result<(BTreeMap<String, String>, Files)> {
    let mut waiting: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in &app {
        let mut wanted = BTreeSet::new();
        if let Some(kind) = Kind::of(path) {
            let text = std::str::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))?;
            let others = app.keys().filter(|other| *other != path);
            wanted.extend(
                others
                    .filter(|other| references::refers(kind, text, &relative(folder(path), other)))
                    .cloned(),
            );
        }
        waiting.insert(path.clone(), wanted);
    }
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut renamed = Files::new();
    while !waiting.is_empty() {
        let ready = waiting.iter().find(|(_, wanted)| wanted.iter().all(|other| names.contains_key(other)));
        let Some((path, wanted)) = ready.map(|(path, wanted)| (path.clone(), wanted.clone())) else {
            let circle: Vec<_> = waiting.into_keys().collect();
            bail!(
                "these files refer to each other in a circle, so none can be named by its content: {}",
                circle.join(", ")
            );
        };
        waiting.remove(&path);
        let mut bytes = app.remove(&path).unwrap_or_default();
        if let Some(kind) = Kind::of(&path) {
            let mut text = String::from_utf8(bytes)?;
            for other in &wanted {
                let new = relative(APP_FOLDER, &names[other]);
                text = references::replace(kind, &text, &relative(folder(&path), other), &format!("./{new}"));
            }
            // A style sheet moves to another folder; what it refers to there does not. (Scripts refer to fixed files
            // only for the page, whose place stays.)
            for other in fixed.iter().filter(|_| kind == Kind::Style) {
                let new = relative(APP_FOLDER, other);
                text = references::replace(kind, &text, &relative(folder(&path), other), &new);
            }
            bytes = text.into_bytes();
        }
        let file = path.rsplit_once('/').map_or(path.as_str(), |(_, file)| file);
        let (stem, ending) = file.rsplit_once('.').context("a file of the app has no ending")?;
        let name = format!("{APP_FOLDER}/{stem}-{}.{ending}", &hash(&bytes)[..DIGITS]);
        names.insert(path, name.clone());
        renamed.insert(name, bytes);
    }
    Ok((names, renamed))
}

/// Whether everything that is referred to is there, and everything that is there is referred to.
fn check(finished: &Files, names: &BTreeMap<String, String>) -> Result<()> {
    let mut referred = BTreeSet::new();
    for (path, bytes) in finished {
        let Some(kind) = Kind::of(path) else { continue };
        let text = std::str::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))?;
        for reference in references::all(kind, text) {
            let bare = reference.trim_start_matches("./");
            let places = [resolve(folder(path), reference), bare.to_owned()];
            let there = places.iter().find(|place| finished.contains_key(*place) || *place == SERVICE_WORKER);
            match there {
                Some(place) => referred.insert(place.clone()),
                None => {
                    bail!("{path} refers to \"{reference}\", which Trunk did not put into the staging folder")
                }
            };
        }
        for (old, _) in names.iter().filter(|(old, new)| old != new) {
            if references::refers(kind, text, old) {
                bail!("{path} still refers to {old} by its old name");
            }
        }
    }
    for (old, new) in names {
        if !referred.contains(new) {
            bail!(
                "nothing refers to {old}, so no one could load it: its new name {new} must stand where it is loaded from"
            );
        }
    }
    Ok(())
}

/// The path that `reference` means in a file of `folder`.
fn resolve(folder: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn take_text(files: &mut Files, path: &str) -> Result<String> {
    let bytes = files.remove(path).with_context(|| format!("Trunk put no {path} into the staging folder"))?;
    String::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))
}

fn fill(text: &str, placeholder: &str, value: &str) -> Result<String> {
    match text.matches(placeholder).count() {
        1 => Ok(text.replace(placeholder, value)),
        count => bail!("{SERVICE_WORKER} must hold {placeholder} once, but holds it {count} times"),
    }
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staged() -> Files {
        let page = "<link rel=\"stylesheet\" href=\"./style.css\">\
            <script type=\"module\" src=\"./boot.js\" data-js=\"./v.js\" data-wasm=\"./v_bg.wasm\" data-worker=\"./worker.js\"></script>\
            <link rel=\"manifest\" href=\"./m.webmanifest\">";
        let files: [(&str, &str); 11] = [
            ("index.html", page),
            ("sw.js", "const files = /*FILES*/{}; const version = \"/*VERSION*/\";"),
            ("boot.js", "navigator.serviceWorker.register('./sw.js');"),
            ("style.css", "a { background: url(icon.svg) }"),
            ("v.js", "new URL('v_bg.wasm', import.meta.url)"),
            ("v_bg.wasm", "viewer"),
            ("worker.js", "import init from './w.js';"),
            ("w.js", "new URL('w_bg.wasm', import.meta.url)"),
            ("w_bg.wasm", "worker"),
            ("m.webmanifest", "{}"),
            ("icon.svg", "<svg/>"),
        ];
        let archive = ("archive.json".to_owned(), b"{}".to_vec());
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .chain([archive])
            .collect()
    }

    fn text(files: &Files, start: &str) -> String {
        let (_, bytes) = files.iter().find(|(path, _)| path.starts_with(start)).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    }

    fn named(path: &str, content: &str) -> String {
        let (stem, ending) = path.rsplit_once('.').unwrap();
        format!("{stem}-{}.{ending}", &hash(content.as_bytes())[..DIGITS])
    }

    #[test]
    fn every_file_is_named_by_its_final_bytes_and_found_under_that_name() {
        let finished = finish(staged()).unwrap();
        for (path, bytes) in finished.iter().filter(|(path, _)| path.starts_with("app/")) {
            assert!(path.contains(&hash(bytes)[..DIGITS]), "{path}");
        }
        let wasm = named("v_bg.wasm", "viewer");
        let js = format!("new URL('./{wasm}', import.meta.url)\n");
        assert_eq!(text(&finished, "app/v-"), js);
        let page = text(&finished, "index.html");
        assert!(page.contains(&format!("data-js=\"./app/{}\"", named("v.js", &js))), "{page}");
        assert!(page.contains(&format!("data-wasm=\"./app/{wasm}\"")), "{page}");
        assert!(page.contains("href=\"./m.webmanifest\""), "{page}");
        assert_eq!(text(&finished, "app/style-"), "a { background: url(../icon.svg) }");
    }

    #[test]
    fn a_change_in_the_worker_reaches_the_page_and_the_version() {
        let before = finish(staged()).unwrap();
        let mut files = staged();
        files.insert("w_bg.wasm".into(), b"another worker".to_vec());
        let after = finish(files).unwrap();
        assert_ne!(text(&before, "index.html"), text(&after, "index.html"));
        assert_ne!(text(&before, "sw.js"), text(&after, "sw.js"));
        assert_eq!(text(&before, "app/v_bg"), text(&after, "app/v_bg"));
    }

    #[test]
    fn the_lists_name_what_is_there_and_leave_the_demo_archive_out() {
        let finished = finish(staged()).unwrap();
        let list: serde_json::Value = serde_json::from_slice(&finished[LIST_NAME]).unwrap();
        let listed: BTreeSet<&str> =
            list["files"].as_array().unwrap().iter().filter_map(|path| path.as_str()).collect();
        let there: BTreeSet<&str> = finished
            .keys()
            .map(String::as_str)
            .filter(|path| !["archive.json", LIST_NAME].contains(path))
            .collect();
        assert_eq!(listed, there);
        let sw = text(&finished, "sw.js");
        assert!(
            sw.contains("{\"app/boot-") && sw.contains("\"index.html\"") && !sw.contains("\"sw.js\""),
            "{sw}"
        );
        assert!(sw.contains(&format!("version = {};", list["version"])), "{sw}");
        let page = &hash(&finished[PAGE])[..DIGITS];
        assert!(sw.contains(&format!("\"index.html\":\"{page}\"")), "{sw}");
    }

    #[test]
    fn mistakes_in_the_sources_stop_the_build() {
        let broken = |path: &str, content: &str| {
            let mut files = staged();
            files.insert(path.into(), content.as_bytes().to_vec());
            finish(files).unwrap_err().to_string()
        };
        assert!(broken("w.js", "new URL('other.wasm', import.meta.url)").contains("other.wasm"));
        assert!(broken("unused.js", "").contains("nothing refers to unused.js"));
        assert!(broken("w.js", "'./worker.js'; 'w_bg.wasm'").contains("circle"));
        assert!(broken("sw.js", "const files = {};").contains("once"));
        let mut files = staged();
        files.remove("v_bg.wasm");
        assert!(finish(files).unwrap_err().to_string().contains("v_bg.wasm"));
    }
}
