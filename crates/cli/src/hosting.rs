//! What well-known hosts do not take: said when a site is built, and not when its upload fails.

use crate::{
    generations::{List, PAGE_NAME},
    output::Bytes,
};
use std::{collections::BTreeMap, path::Path};

/// Files of a site on Cloudflare Pages: 20,000 on the free plan, 100,000 on paid ones since January 2026
/// (developers.cloudflare.com/pages/platform/limits).
const CLOUDFLARE_FILES: u64 = 20_000;
const CLOUDFLARE_FILES_PAID: u64 = 100_000;
/// Length of a file on Cloudflare Pages: 25 MiB (the same page).
const CLOUDFLARE_FILE_BYTES: u64 = 25 * 1024 * 1024;
/// Length of a site on GitHub Pages: 1 GB (docs.github.com, "GitHub Pages limits").
const GITHUB_BYTES: u64 = 1_000_000_000;
/// Length of a file in a repository of GitHub: 100 MiB (docs.github.com, "About large files on GitHub").
const GITHUB_FILE_BYTES: u64 = 100 * 1024 * 1024;
/// Files of one folder on Netlify: 54,000 (docs.netlify.com, "Deploy overview", files per directory).
const NETLIFY_FOLDER_FILES: u64 = 54_000;

/// What is to be uploaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Load {
    files: u64,
    bytes: u64,
    /// The longest file.
    longest: (String, u64),
    /// The folder with the most files.
    fullest: (String, u64),
}

impl Load {
    /// The load of the site in `root`: all files that its list names.
    pub(crate) fn of(root: &Path) -> Self {
        let Some(list) = List::read(root).ok().flatten() else { return Self::default() };
        let mut load = Self::default();
        let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
        for name in list.now.current.union(&list.now.previous) {
            let length = root.join(name).metadata().map_or(0, |file| file.len());
            load.files += 1;
            load.bytes += length;
            if length > load.longest.1 {
                load.longest = (name.clone(), length);
            }
            *folders.entry(name.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default() += 1;
        }
        let fullest = folders.into_iter().max_by_key(|(_, files)| *files);
        load.fullest = fullest.map(|(folder, files)| (folder.to_owned(), files)).unwrap_or_default();
        load
    }

    /// What hosts do not take of it, a sentence each; and a way on behind them.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let Self { files, bytes, longest: (longest, length), fullest: (folder, in_folder) } = self;
        let mut warnings = Vec::new();
        if *files > CLOUDFLARE_FILES {
            let paid = if *files > CLOUDFLARE_FILES_PAID {
                "more than any plan of"
            } else {
                "which only paid plans of"
            };
            let take = if *files > CLOUDFLARE_FILES_PAID { "takes" } else { "take" };
            warnings.push(format!(
                "the site has {files} files, {paid} Cloudflare Pages {take} ({CLOUDFLARE_FILES} on the free plan, {CLOUDFLARE_FILES_PAID} on paid ones)"
            ));
        }
        if *length > CLOUDFLARE_FILE_BYTES {
            warnings.push(format!(
                "{longest} takes {}, and Cloudflare Pages takes files of {} at most",
                Bytes(*length),
                Bytes(CLOUDFLARE_FILE_BYTES)
            ));
        }
        if *length > GITHUB_FILE_BYTES {
            warnings.push(format!(
                "{longest} takes {}, and GitHub takes files of {} at most",
                Bytes(*length),
                Bytes(GITHUB_FILE_BYTES)
            ));
        }
        if *bytes > GITHUB_BYTES {
            warnings.push(format!(
                "the site takes {}, and GitHub Pages takes {} at most",
                Bytes(*bytes),
                Bytes(GITHUB_BYTES)
            ));
        }
        if *in_folder > NETLIFY_FOLDER_FILES {
            warnings.push(format!(
                "the folder {folder} has {in_folder} files, and Netlify takes {NETLIFY_FOLDER_FILES} in a folder at most"
            ));
        }
        if !warnings.is_empty() {
            let pages = if folder == "doc" {
                "without --pages the site has a file less for every document; "
            } else {
                ""
            };
            warnings.push(format!(
                "{pages}any other web server, and stores such as S3, take it as it is ({PAGE_NAME} and everything beside it)"
            ));
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(files: u64, bytes: u64, longest: u64, fullest: u64) -> Load {
        Load { files, bytes, longest: ("files/a.bin".into(), longest), fullest: ("doc".into(), fullest) }
    }

    #[test]
    fn a_small_site_fits_everywhere() {
        assert!(load(20_000, 1_000_000_000, 25 * 1024 * 1024, 54_000).warnings().is_empty());
    }

    #[test]
    fn each_host_is_named_with_what_it_does_not_take() {
        let said = |load: Load| load.warnings().join("\n");
        assert!(said(load(20_001, 1, 1, 1)).contains("only paid plans of Cloudflare Pages take"));
        assert!(said(load(100_001, 1, 1, 1)).contains("more than any plan of Cloudflare Pages takes"));
        assert!(
            said(load(1, 1, 26 * 1024 * 1024, 1)).contains("files/a.bin takes 27.3 MB, and Cloudflare Pages")
        );
        assert!(said(load(1, 1_000_000_001, 1, 1)).contains("GitHub Pages takes 1000.0 MB"));
        let netlify = said(load(1, 1, 1, 54_001));
        assert!(netlify.contains("Netlify takes 54000") && netlify.contains("without --pages"), "{netlify}");
    }
}
