//! What a publisher says of a site: where on its pages each field stands, as CSS selectors in `tangthu.toml`.
//!
//! ```toml
//! [[site]]
//! host = "*.example.vn"          # or path = "tin-tuc/*", the place of files in the input
//! title = "h1.tieu-de"
//! body = ".noi-dung"
//! remove = [".hop-qua", ".tin-lien-quan"]
//! ```

use scraper::Selector;
use url::Url;

/// Rules for the pages of one site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The site's host name, in lower case; `*` stands for any letters. Absent: any.
    pub host: Option<String>,
    /// The path of the page's address, or of its file in the input; `*` stands for any letters. Absent: any.
    pub path: Option<String>,
    /// Where fields stand: pairs of a field and a selector, in the order in which they are tried.
    pub fields: Vec<(Field, Selector)>,
}

/// What a selector of a profile points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The headline.
    Title,
    /// The path of sections; each link or item is one of them.
    Section,
    /// When it was published.
    Published,
    /// When it was last changed.
    Updated,
    /// How often it was read.
    Views,
    /// Who wrote it.
    Author,
    /// The publication it comes from.
    Source,
    /// The opening paragraph.
    Lead,
    /// The text; several elements follow one another.
    Body,
    /// Keywords.
    Tags,
    /// What is left out of the page before anything is read.
    Remove,
}

impl Field {
    /// The names of the fields in `tangthu.toml`.
    pub(crate) const NAMES: [(&'static str, Self); 11] = [
        ("title", Self::Title),
        ("section", Self::Section),
        ("published", Self::Published),
        ("updated", Self::Updated),
        ("views", Self::Views),
        ("author", Self::Author),
        ("source", Self::Source),
        ("lead", Self::Lead),
        ("body", Self::Body),
        ("tags", Self::Tags),
        ("remove", Self::Remove),
    ];
}

impl Profile {
    /// Whether the profile is for a page with this address and this path in the input.
    pub(crate) fn fits(&self, url: Option<&Url>, path: &str) -> bool {
        let host = url.and_then(Url::host_str);
        let host_fits = self.host.as_deref().is_none_or(|pattern| {
            host.is_some_and(|host| matches(pattern, host) || pattern.strip_prefix("*.") == Some(host))
        });
        let path_fits = self.path.as_deref().is_none_or(|pattern| {
            url.is_some_and(|url| matches(pattern, url.path())) || matches(pattern, path)
        });
        host_fits && path_fits && (self.host.is_some() || self.path.is_some())
    }

    /// The selectors of a field.
    pub(super) fn selectors(&self, field: Field) -> impl Iterator<Item = &Selector> {
        self.fields.iter().filter(move |(of, _)| *of == field).map(|(_, selector)| selector)
    }

    /// Reads all `[[site]]` of the settings.
    pub(crate) fn read_all(value: toml::Value, problem: &mut dyn FnMut(String, &'static str)) -> Vec<Self> {
        let tables = match value {
            toml::Value::Array(list) => list,
            one => vec![one],
        };
        let mut profiles = Vec::with_capacity(tables.len());
        for table in tables {
            match table.as_table() {
                Some(table) => profiles.push(Self::read(table, problem)),
                None => problem("a \"site\" is no table".to_owned(), "write [[site]] above it"),
            }
        }
        profiles
    }

    /// Reads one `[[site]]` of the settings; what is not understood is told to `problem`, as a sentence and a remedy.
    fn read(table: &toml::Table, problem: &mut dyn FnMut(String, &'static str)) -> Self {
        let mut profile = Self::default();
        for (key, value) in table {
            let texts: Vec<&str> = match value {
                toml::Value::String(text) => vec![text],
                toml::Value::Array(list) => list.iter().filter_map(toml::Value::as_str).collect(),
                _ => Vec::new(),
            };
            if texts.is_empty() {
                problem(format!("the setting \"site.{key}\" is not a text"), "write it in quotation marks");
                continue;
            }
            match key.as_str() {
                "host" => profile.host = Some(texts[0].to_lowercase()),
                "path" => profile.path = Some(texts[0].to_owned()),
                _ => match Field::NAMES.iter().find(|(name, _)| name == key) {
                    Some(&(_, field)) => {
                        for text in texts {
                            match Selector::parse(text) {
                                Ok(selector) => profile.fields.push((field, selector)),
                                Err(_) => problem(
                                    format!("\"{text}\" of \"site.{key}\" is no CSS selector"),
                                    "write it like h1.title or #content p",
                                ),
                            }
                        }
                    }
                    None => problem(
                        format!("the setting \"site.{key}\" is not known"),
                        "known are host, path, title, section, published, updated, views, author, source, lead, \
                         body, tags and remove",
                    ),
                },
            }
        }
        if profile.host.is_none() && profile.path.is_none() {
            problem("a \"site\" says neither host nor path and was not used".to_owned(), "add host = \"…\"");
        }
        profile
    }
}

/// Whether `text` has the form of `pattern`, in which `*` stands for any letters, also none.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(text: &str) -> (Profile, Vec<String>) {
        let mut said = Vec::new();
        let table = text.parse::<toml::Table>().unwrap();
        let profile = Profile::read(&table, &mut |reason, _| said.push(reason));
        (profile, said)
    }

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, text) in
            [("*.example.vn", "tin.example.vn"), ("/tin/*.html", "/tin/a.html"), ("a", "a"), ("*", "")]
        {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("*.example.vn", "example.com"), ("/tin/*.html", "/tin.html"), ("a", "ab"), ("ab*ba", "aba")]
        {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_profile_knows_its_pages_by_host_or_path() {
        let (profile, said) = profile("host = \"*.quan.vn\"\npath = \"/tin/*\"\ntitle = \"h2\"");
        assert!(said.is_empty());
        let fits = |url: &str| profile.fits(Url::parse(url).ok().as_ref(), "");
        assert!(fits("https://www.quan.vn/tin/1") && fits("https://quan.vn/tin/1"));
        assert!(!fits("https://www.quan.vn/van-ban/1") && !fits("https://phuong.vn/tin/1"));
        assert!(!profile.fits(None, "tin/1.html"));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let (profile, said) = profile("title = \"h1[\"\ncolour = \"red\"\nbody = 5");
        assert!(profile.fields.is_empty());
        assert_eq!(said.len(), 4, "{said:?}");
    }
}
