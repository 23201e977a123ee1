//! Origins besides its own from which a site may open archives (`tangthu build --connect`): they go into its policy, in the page and in
//! the headers, and nowhere else. The page reads them from there.

use crate::viewer::Viewer;
use std::{borrow::Cow, io};
use tangthu_archive::Sha256Hex;
use url::Url;

/// Where the policy says what the page may fetch from; the origins stand behind it.
const OWN: &str = "connect-src 'self'";

/// The most origins of a site. Each makes every answer of the host longer.
pub(crate) const MAX_ORIGINS: usize = 20;

/// The page, whose hash the service worker holds.
const PAGE: &str = "index.html";
const SERVICE_WORKER: &str = "sw.js";

/// Digits of a hash in the service worker's list.
const DIGITS: usize = 16;

/// Reads an origin: scheme, name and port, and nothing behind them.
///
/// # Errors
/// A sentence, where it is none.
pub(crate) fn origin(text: &str) -> Result<String, String> {
    let example = "write it as https://kho.example.vn";
    let url = Url::parse(text).map_err(|error| format!("it is no address ({error}); {example}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("archives are fetched over https, or http; {example}"));
    }
    let origin = url.origin().ascii_serialization();
    let bare = text.trim_end_matches('/').to_ascii_lowercase();
    // A star in a policy stands for any name, and a comma or semicolon would end the rule.
    let is_plain = origin
        .bytes()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b':' | b'/' | b'-' | b'[' | b']'));
    if !is_plain || !url.username().is_empty() || url.password().is_some() {
        return Err(format!("an origin has no user, no star and no odd characters; {example}"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !bare.contains("://") {
        return Err(format!("an origin ends with the name or the port, without a path; {example}"));
    }
    Ok(origin)
}

/// A policy that lets the page fetch from `origins`, too.
pub(crate) fn policy(policy: &str, origins: &[String]) -> String {
    match origins {
        [] => policy.to_owned(),
        origins => policy.replacen(OWN, &format!("{OWN} {}", origins.join(" ")), 1),
    }
}

/// The viewer for a site with `origins`: its page has the policy, and its service worker knows that page and is of a version of its own.
///
/// # Errors
/// When the viewer is not one in which that can be done.
pub(crate) fn fitted(viewer: &Viewer, origins: &[String]) -> io::Result<Viewer> {
    let mut files = viewer.files.clone();
    if origins.is_empty() {
        return Ok(Viewer { files });
    }
    let unfit = |what: &str| {
        io::Error::other(format!(
            "the viewer's {what}, so --connect cannot be set in it; build the viewer again"
        ))
    };
    let text = |name: &str| {
        let found = viewer.files.iter().find(|(known, _)| known == name);
        found
            .and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
            .ok_or_else(|| unfit(&format!("{name} is not there")))
    };
    let page = text(PAGE)?;
    if page.matches(OWN).count() != 1 {
        return Err(unfit("page does not hold its policy once"));
    }
    let new_page = policy(page, origins);
    let hash = |page: &str| Sha256Hex::of(page.as_bytes()).prefix(DIGITS);
    // As `cargo xtask finish` writes it.
    let known = |hash: &str| format!("\"{PAGE}\":\"{hash}\"");
    let (old_hash, new_hash) = (hash(page), hash(&new_page));
    let worker = text(SERVICE_WORKER)?;
    if worker.matches(&known(&old_hash)).count() != 1 {
        return Err(unfit("service worker does not hold the hash of its page"));
    }
    let mut new_worker = worker.replace(&known(&old_hash), &known(&new_hash));
    for version in quoted_hashes(worker) {
        let other = Sha256Hex::of(format!("{version} {new_hash}").as_bytes()).to_string();
        new_worker = new_worker.replace(version, &other);
    }
    for (name, bytes) in &mut files {
        match name.as_str() {
            PAGE => *bytes = Cow::Owned(new_page.clone().into_bytes()),
            SERVICE_WORKER => *bytes = Cow::Owned(new_worker.clone().into_bytes()),
            _ => {}
        }
    }
    Ok(Viewer { files })
}

/// The whole hashes that stand in a script as strings of their own: its version is one.
fn quoted_hashes(script: &str) -> impl Iterator<Item = &str> {
    script
        .split(['"', '\'', '`'])
        .filter(|word| word.len() == 64 && word.bytes().all(|c| c.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headers::CONTENT_SECURITY_POLICY;

    #[test]
    fn only_origins_are_taken_for_origins() {
        for (text, wanted) in [
            ("https://kho.example.vn", "https://kho.example.vn"),
            ("https://kho.example.vn/", "https://kho.example.vn"),
            ("HTTPS://Kho.Example.VN:443", "https://kho.example.vn"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://kho.việt.vn", "https://kho.xn--vit-jma.vn"),
        ] {
            let found = origin(text);
            if text.is_ascii() {
                assert_eq!(found.as_deref(), Ok(wanted), "{text}");
            } else {
                assert!(found.is_ok_and(|found| found.is_ascii()), "{text}");
            }
        }
        for text in [
            "",
            "*",
            "https://*",
            "https://*.example.vn",
            "kho.example.vn",
            "https://kho.example.vn/a",
            "https://a;script-src *",
            "https://a.vn?x",
            "https://u@a.vn",
            "data:x",
            "file:///a",
            "javascript:alert(1)",
            "https://a.vn, https://b.vn",
            "'none'",
        ] {
            assert!(origin(text).is_err(), "{text}");
        }
    }

    #[test]
    fn page_and_service_worker_change_together() {
        let page = format!("<meta content=\"{CONTENT_SECURITY_POLICY}\">");
        let hash = Sha256Hex::of(page.as_bytes()).prefix(DIGITS);
        let version = "0".repeat(64);
        let files = [
            ("index.html", page),
            ("sw.js", format!("a({{\"index.html\":\"{hash}\"}}, '{version}')")),
            ("app/a.js", "x".into()),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), Cow::Owned(text.into_bytes())));
        let viewer = Viewer { files: files.to_vec() };
        assert_eq!(fitted(&viewer, &[]).unwrap().files, viewer.files);
        let origins = ["https://a.vn".to_owned(), "http://b.vn:81".to_owned()];
        let fitted = fitted(&viewer, &origins).unwrap();
        let text = |at: usize| String::from_utf8(fitted.files[at].1.to_vec()).unwrap();
        assert!(text(0).contains("connect-src 'self' https://a.vn http://b.vn:81; img-src"), "{}", text(0));
        let new_hash = Sha256Hex::of(text(0).as_bytes()).prefix(DIGITS);
        assert!(text(1).contains(&new_hash) && !text(1).contains(&hash), "{}", text(1));
        assert!(!text(1).contains(&version), "{}", text(1));
        assert_eq!(text(2), "x");
        let other = Viewer { files: vec![("index.html".into(), Cow::Borrowed(b"<p>"))] };
        assert!(super::fitted(&other, &origins).is_err());
    }
}
