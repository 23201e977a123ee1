//! WACZ: a ZIP with the WARC files of a crawl, a list of its pages, and the digests of all of them.

use super::{CrawlFile, indexing::host};
use crate::{container::Container, input::Reading, item::Notice};
use serde::Deserialize;
use std::{
    collections::HashSet,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};
use tangthu_archive::Sha256Hex;

/// What lists the files of the crawl with their digests, and what states the digest of that list.
const PACKAGE: &str = "datapackage.json";
const PACKAGE_DIGEST: &str = "datapackage-digest.json";

/// The longest of these two that is read, and the longest line of a list of pages, in bytes.
const MAX_LIST: u64 = 16 * 1024 * 1024;

/// The most listed pages that are looked for.
const MAX_PAGES: usize = 1_000_000;

/// How many missing pages are named one by one.
const NAMED: usize = 5;

#[derive(Deserialize)]
struct Package {
    #[serde(default)]
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(default)]
    path: String,
    #[serde(default)]
    hash: String,
}

#[derive(Deserialize)]
struct Page {
    url: Option<String>,
}

/// Whether a ZIP is a WACZ, as far as the names in it tell.
pub(crate) fn is_wacz(container: &Container) -> bool {
    container.has(PACKAGE) && container.paths().any(is_warc)
}

fn is_warc(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.starts_with("archive/") && [".warc", ".warc.gz"].iter().any(|ending| path.ends_with(ending))
}

impl Reading<'_> {
    /// Checks the digests of a WACZ and takes note of its crawl.
    pub(crate) fn wacz(&mut self, input: &str, container: &Container) -> io::Result<()> {
        self.check_digests(input, container);
        let listed = self.crawl_pages.len();
        for path in container.paths().filter(|path| path.starts_with("pages/") && path.ends_with(".jsonl")) {
            if let Err(error) = self.pages(container, path) {
                let reason = format!("it cannot be read to its end ({error})");
                self.skip(&format!("{input}/{path}"), reason, "the crawl is read all the same");
            }
        }
        let hosts: HashSet<String> = self.crawl_pages[listed..].iter().filter_map(|url| host(url)).collect();
        let hosts = (!hosts.is_empty()).then(|| Rc::new(hosts));
        for path in container.paths().filter(|path| is_warc(path)) {
            let Some(source) = container.open(path) else { continue };
            let file = source.look()?.kept(&self.aside)?;
            self.crawl_files.push(CrawlFile { input: format!("{input}/{path}"), file, hosts: hosts.clone() });
        }
        Ok(())
    }

    /// Names the listed pages that a crawl turned out not to hold.
    pub(super) fn missing_pages(&mut self, crawl: &super::Crawl) {
        let listed = std::mem::take(&mut self.crawl_pages);
        let mut missing: Vec<&String> = listed.iter().filter(|url| crawl.find(url).is_none()).collect();
        missing.dedup();
        let Some(file) = crawl.files.first().filter(|_| !missing.is_empty()) else { return };
        let named: Vec<&str> = missing.iter().take(NAMED).map(|url| url.as_str()).collect();
        let reason = format!(
            "{} of the pages that the crawl lists are not in it ({}{})",
            missing.len(),
            named.join(", "),
            if missing.len() > NAMED { " …" } else { "" }
        );
        let remedy = "they were not answered, or other files of the crawl hold them";
        self.keeper.notice(Notice::warning(&file.input, None, reason, remedy));
    }

    fn check_digests(&mut self, input: &str, container: &Container) {
        let mut faults = Vec::new();
        if let Some(stated) = json::<Resource>(container, PACKAGE_DIGEST, &mut faults) {
            check(container, PACKAGE, &stated.hash, &mut faults);
        }
        let package = json::<Package>(container, PACKAGE, &mut faults);
        for resource in package.map(|package| package.resources).unwrap_or_default() {
            check(container, &resource.path, &resource.hash, &mut faults);
        }
        for (path, reason) in faults {
            let path: String = path.chars().filter(|c| !c.is_control()).take(200).collect();
            let remedy = "it was damaged or changed after the crawl: get the file again";
            self.keeper.notice(Notice::warning(&format!("{input}/{path}"), None, reason, remedy));
        }
    }

    fn pages(&mut self, container: &Container, path: &str) -> io::Result<()> {
        let Some(source) = container.open(path) else { return Ok(()) };
        let mut reader = BufReader::new(source.look()?.content()?);
        let mut line = Vec::new();
        while self.crawl_pages.len() < MAX_PAGES {
            line.clear();
            if reader.by_ref().take(MAX_LIST).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            // The first line describes the list; what is no page has no address.
            let page = serde_json::from_slice::<Page>(&line).ok().and_then(|page| page.url);
            self.crawl_pages.extend(page);
        }
        Ok(())
    }
}

/// A small JSON file of the container, if it is there.
fn json<T: for<'de> Deserialize<'de>>(
    container: &Container,
    path: &str,
    faults: &mut Vec<(String, String)>,
) -> Option<T> {
    let source = container.open(path)?;
    let mut bytes = Vec::new();
    let read = source.look().and_then(|looked| looked.content()?.take(MAX_LIST).read_to_end(&mut bytes));
    let parsed = read.map_err(|error| error.to_string());
    match parsed.and_then(|_| serde_json::from_slice(&bytes).map_err(|error| error.to_string())) {
        Ok(value) => Some(value),
        Err(error) => {
            faults
                .push((path.to_owned(), format!("it cannot be read ({error}), so digests are not compared")));
            None
        }
    }
}

/// Compares a file of the container with the digest that is stated of it; algorithms other than SHA-256 are not known here.
fn check(container: &Container, path: &str, stated: &str, faults: &mut Vec<(String, String)>) {
    let Some(stated) = stated.strip_prefix("sha256:") else { return };
    let mut fault = |reason: &str| faults.push((path.to_owned(), reason.to_owned()));
    let Some(source) = container.open(path) else {
        return fault("it is listed in datapackage.json and is not there");
    };
    match source.look().and_then(|looked| looked.hash_as_stored()) {
        Ok(hash) if stated.parse::<Sha256Hex>().is_ok_and(|stated| stated == hash) => {}
        Ok(_) => fault("it does not match the digest that datapackage.json states"),
        Err(error) => fault(&format!("it cannot be read to its end ({error})")),
    }
}
