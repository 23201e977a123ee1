//! `sitemap.xml`: the addresses of all pages, for crawlers; in several files where one may not hold them all.

use std::io;
use tangthu_archive::PartialDate;

/// The file that crawlers ask for.
pub(super) const SITEMAP: &str = "sitemap.xml";

/// Most addresses of one file, by the protocol (sitemaps.org).
const MAX_ADDRESSES: usize = 50_000;
/// Longest file, by the protocol: 52,428,800 bytes, of which the last lines take some.
const MAX_BYTES: usize = 52_428_800 - 1_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Where files go: name and text.
type Write<'a> = &'a mut dyn FnMut(&str, &str) -> io::Result<()>;

/// Collects addresses; memory holds those of one file.
#[derive(Debug)]
pub(super) struct Sitemap {
    base: String,
    lines: String,
    count: usize,
    /// Files that are written.
    files: usize,
}

impl Sitemap {
    /// A sitemap of the site at `base`, which ends in a slash.
    pub(super) fn new(base: &str) -> Self {
        Self { base: base.to_owned(), lines: String::new(), count: 0, files: 0 }
    }

    /// The names of its files where so many addresses, each of at most so many bytes with its date, are to be added.
    pub(super) fn is_name(name: &str) -> bool {
        name == SITEMAP
            || name.strip_prefix("sitemap-").and_then(|rest| rest.strip_suffix(".xml")).is_some_and(
                |number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()),
            )
    }

    /// Takes the address of the page `name`, which changed last on this day.
    pub(super) fn add(
        &mut self,
        name: &str,
        changed: Option<PartialDate>,
        write: Write<'_>,
    ) -> io::Result<()> {
        let changed = changed.map(|date| format!("<lastmod>{date}</lastmod>")).unwrap_or_default();
        let line = format!("<url><loc>{}</loc>{changed}</url>\n", escaped(&format!("{}{name}", self.base)));
        if self.count == MAX_ADDRESSES || self.lines.len() + line.len() > MAX_BYTES {
            self.files += 1;
            write(&part(self.files), &self.file())?;
            self.lines.clear();
            self.count = 0;
        }
        self.lines.push_str(&line);
        self.count += 1;
        Ok(())
    }

    /// Writes what is left, and the list of files where there are several.
    pub(super) fn finish(self, write: Write<'_>) -> io::Result<()> {
        if self.files == 0 {
            return write(SITEMAP, &self.file());
        }
        let files = self.files + 1;
        write(&part(files), &self.file())?;
        let list: String = (1..=files)
            .map(|at| {
                format!("<sitemap><loc>{}</loc></sitemap>\n", escaped(&format!("{}{}", self.base, part(at))))
            })
            .collect();
        write(SITEMAP, &whole("sitemapindex", &list))
    }

    fn file(&self) -> String {
        whole("urlset", &self.lines)
    }
}

fn part(at: usize) -> String {
    format!("sitemap-{at}.xml")
}

fn whole(element: &str, lines: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"{NAMESPACE}\">\n{lines}</{element}>\n"
    )
}

/// An address as XML text. The names of pages need nothing of it, the address of a site may.
fn escaped(address: &str) -> String {
    quick_xml::escape::escape(address).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write_all(addresses: usize) -> Vec<(String, String)> {
        let mut files = Vec::new();
        let mut write = |name: &str, text: &str| {
            files.push((name.to_owned(), text.to_owned()));
            Ok(())
        };
        let mut sitemap = Sitemap::new("https://example.vn/a&b/");
        for at in 0..addresses {
            sitemap.add(&format!("doc/{at}.html"), "2023-03".parse().ok(), &mut write).unwrap();
        }
        sitemap.finish(&mut write).unwrap();
        files
    }

    #[test]
    fn a_small_site_has_one_file() {
        let files = write_all(2);
        assert_eq!(files.len(), 1);
        let (name, text) = &files[0];
        assert_eq!(name, SITEMAP);
        assert!(
            text.contains("<loc>https://example.vn/a&amp;b/doc/1.html</loc><lastmod>2023-03</lastmod>"),
            "{text}"
        );
    }

    #[test]
    fn more_than_fifty_thousand_addresses_are_split_and_listed() {
        let files = write_all(MAX_ADDRESSES * 2 + 1);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", SITEMAP]);
        assert!(names.iter().all(|name| Sitemap::is_name(name)) && !Sitemap::is_name("sitemap-of-mine.xml"));
        let counts: Vec<usize> = files.iter().map(|(_, text)| text.matches("<url>").count()).collect();
        assert_eq!(counts, [MAX_ADDRESSES, MAX_ADDRESSES, 1, 0]);
        assert_eq!(files[3].1.matches("<sitemap>").count(), 3);
    }
}
