//! What every page has: the head with its policy and what machines read, the top with the search, the foot.

use super::words::Words;
use crate::headers::PAGE_POLICY;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// The longest title in a `<title>`, in characters: tabs and lists of results cut far earlier.
const MAX_TITLE: usize = 300;

/// What all pages of a site share.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) words: &'static Words,
    /// The archive's title.
    pub(super) title: String,
    pub(super) description: Option<String>,
    /// The main language of the documents.
    pub(super) language: Option<String>,
    /// The address of the site, which ends in a slash.
    pub(super) base_url: Option<String>,
    /// The style sheet, below the site's folder.
    pub(super) style: String,
}

/// What one page says in its head.
#[derive(Debug, Default)]
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) description: Option<&'a str>,
    /// The page's name below the site's folder.
    pub(super) name: &'a str,
    /// `article` or `website`, as Open Graph has it.
    pub(super) kind: &'static str,
    /// Further elements of the head.
    pub(super) more: Markup,
    /// The pages before and after it, in the same folder.
    pub(super) neighbours: [Option<&'a str>; 2],
}

impl Frame {
    /// The absolute address of a file of the site, where the site's is known.
    pub(super) fn address(&self, name: &str) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}{name}"))
    }

    /// A whole page.
    pub(super) fn page(&self, about: &About<'_>, content: &Markup) -> String {
        let Self { words, base_url, .. } = self;
        let archive = plain(&self.title);
        let title: String = plain(about.title).chars().take(MAX_TITLE).collect();
        let whole_title = if title == archive { title.clone() } else { format!("{title} – {archive}") };
        let canonical = self.address(about.name);
        let page = html! {
            (DOCTYPE)
            html lang=(words.tag) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(PAGE_POLICY);
                    meta name="referrer" content="no-referrer";
                    meta name="color-scheme" content="light dark";
                    meta name="theme-color" content="#8C1C13";
                    title { (whole_title) }
                    @if let Some(description) = about.description {
                        meta name="description" content=(plain(description));
                        meta property="og:description" content=(plain(description));
                    }
                    @if let Some(address) = &canonical {
                        link rel="canonical" href=(address);
                        meta property="og:url" content=(address);
                    }
                    meta property="og:type" content=(about.kind);
                    meta property="og:title" content=(title);
                    meta property="og:site_name" content=(archive);
                    meta property="og:locale" content=(words.locale);
                    (about.more)
                    @if let [Some(before), _] = about.neighbours { link rel="prev" href=(before); }
                    @if let [_, Some(after)] = about.neighbours { link rel="next" href=(after); }
                    @if base_url.is_some() {
                        link rel="alternate" type="application/atom+xml" href="../feed.xml" title=(archive);
                    }
                    link rel="icon" href="../icon.svg" type="image/svg+xml";
                    link rel="stylesheet" href=(format!("../{}", self.style));
                }
                body {
                    a.skip href="#main" { (words.skip) }
                    header.top {
                        a.brand href="../" { img src="../icon.svg" alt="" width="32" height="32"; span { (archive) } }
                        form.search action="../" method="get" role="search" {
                            label.unseen for="q" { (words.search_label) }
                            input #q type="search" name="q" maxlength="1000" autocomplete="off" placeholder=(words.search_label);
                            button type="submit" { (words.search_button) }
                        }
                    }
                    main #main { (content) }
                    footer.foot {
                        p { a href="../list/index.html" { (words.all_documents) } }
                        @if let Some(description) = &self.description { p { (plain(description)) } }
                    }
                }
            }
        };
        let mut text = page.into_string();
        text.push('\n');
        text
    }

    /// The `lang` attribute of texts in another language than the page's own.
    pub(super) fn foreign(&self, language: Option<&str>) -> Option<String> {
        let language = language.or(self.language.as_deref())?;
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let is_tag = !language.is_empty()
            && language.len() <= 35
            && language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (is_tag && primary(language) != self.words.tag).then(|| language.to_owned())
    }
}

/// `text` without what HTML and XML forbid and without marks that turn the direction of what follows: people see neither.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let is_forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}')
            || matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF)
    };
    if text.contains(is_forbidden) { Cow::Owned(text.replace(is_forbidden, "")) } else { Cow::Borrowed(text) }
}

/// What a value in a query string may not hold as it stands.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value as a part of a query string.
pub(super) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// An address that leads out of the site, as browsers read it; `None` unless it is http or https.
pub(super) fn outside(url: &str) -> Option<String> {
    let url = url::Url::parse(url.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// A JSON value inside a `<script>` that is data: nothing in it can end the element or begin another.
pub(super) fn data(value: &serde_json::Value) -> Markup {
    let mut json = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    html! { script type="application/ld+json" { (PreEscaped(json)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_end_its_element() {
        let value = serde_json::json!({ "headline": "</script><script>alert(1)</script><!-- & \u{2028}" });
        let json = data(&value).into_string();
        assert_eq!(json.matches('<').count(), 2, "{json}");
        let inside =
            json.trim_start_matches("<script type=\"application/ld+json\">").trim_end_matches("</script>");
        assert_eq!(serde_json::from_str::<serde_json::Value>(inside).unwrap(), value);
    }

    #[test]
    fn only_web_addresses_lead_out() {
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//x",
            "java\nscript:alert(1)",
            "",
            "vbscript:x",
        ] {
            assert_eq!(outside(url), None, "{url}");
        }
        assert_eq!(outside(" https://example.vn/a b\"c ").as_deref(), Some("https://example.vn/a%20b%22c"));
    }

    #[test]
    fn what_nobody_may_see_is_dropped() {
        assert_eq!(plain("a\0b\u{1b}[31m\u{202E}c\u{FFFF}d\ne"), "ab[31mcd\ne");
        assert!(matches!(plain("quận ủy"), Cow::Borrowed(_)));
    }
}
