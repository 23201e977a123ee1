//! The headers that go with a site: what `tangthu serve` sends, and what `_headers` asks other hosts to send.

use crate::connect::policy;

/// What the page may load and do (DESIGN: strict from the first day). The meta tag of the page says the same but for
/// `frame-ancestors`, which counts in a header only.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:; style-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'";

/// What a plain page of a document may load, in its own meta tag: the site's style sheet and pictures, and no script at all.
pub(crate) const PAGE_POLICY: &str =
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'";

/// Headers of every answer.
pub(crate) const EVERYWHERE: [(&str, &str); 4] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Headers of every answer of a site that may open archives of the origins `connect`, too.
pub(crate) fn everywhere(connect: &[String]) -> impl Iterator<Item = (&'static str, String)> {
    // Only the policy holds what is replaced.
    EVERYWHERE.into_iter().map(move |(name, value)| (name, policy(value, connect)))
}

/// For files whose name carries the hash of their content: they never change.
pub(crate) const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// For all others: ask each time whether they changed.
pub(crate) const ASK_AGAIN: &str = "no-cache";

/// The folders whose files never change.
pub(crate) const HASHED_FOLDERS: [&str; 3] = ["app/", "parts/", "files/"];

/// How long the file at `path` (without a leading slash) may be kept.
pub(crate) fn cache_control(path: &str) -> &'static str {
    if HASHED_FOLDERS.iter().any(|folder| path.starts_with(folder)) { FOR_EVER } else { ASK_AGAIN }
}

/// The media type of a file, where a host's own table may lack it or be wrong.
pub(crate) fn media_type(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    Some(match ending {
        "bin" => "application/octet-stream",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        _ => return None,
    })
}

/// The file `_headers`, which Netlify, Cloudflare Pages and others read. No path matches two rules on one header, because
/// hosts differ in what they then do. `connect` are the origins that the site was built to open archives of.
pub(crate) fn headers_file(connect: &[String]) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in everywhere(connect) {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    for folder in HASHED_FOLDERS {
        text.push_str(&format!("/{folder}*\n  cache-control: {FOR_EVER}\n"));
    }
    for name in [
        "",
        "index.html",
        "sw.js",
        "archive.json",
        "manifest.webmanifest",
        "doc/*",
        "list/*",
        "feed.xml",
        "sitemap.xml",
    ] {
        text.push_str(&format!("/{name}\n  cache-control: {ASK_AGAIN}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recipes_for_web_servers_ask_for_the_same_headers() {
        let recipes = [
            ("nginx", include_str!("../../../docs/hosting/nginx.conf")),
            ("Apache", include_str!("../../../docs/hosting/apache.conf")),
            ("Caddy", include_str!("../../../docs/hosting/Caddyfile")),
        ];
        for (program, recipe) in recipes {
            for (name, value) in EVERYWHERE {
                let is_there = |line: &str| {
                    line.to_ascii_lowercase().contains(&format!("{name} "))
                        && line.contains(&format!("\"{value}\""))
                };
                assert!(recipe.lines().any(is_there), "{program}: {name}");
            }
            for value in [FOR_EVER, ASK_AGAIN] {
                assert!(recipe.contains(&format!("\"{value}\"")), "{program}: {value}");
            }
            let folders = HASHED_FOLDERS.map(|folder| folder.trim_end_matches('/')).join("|");
            assert!(recipe.contains(&format!("/({folders})/")), "{program}");
        }
    }

    /// What a host makes of `_headers` for `path`: all rules that match it, a `*` standing for anything.
    fn by_rules(file: &str, path: &str) -> Vec<(String, String)> {
        let (mut matches, mut found) = (false, Vec::new());
        for line in file.lines() {
            match line.strip_prefix("  ").and_then(|header| header.split_once(": ")) {
                Some((name, value)) if matches => found.push((name.to_owned(), value.to_owned())),
                Some(_) => {}
                None => {
                    matches = match line.strip_suffix('*') {
                        Some(start) => path.starts_with(start),
                        None => path == line,
                    };
                }
            }
        }
        found
    }

    #[test]
    fn hosts_that_read_the_file_send_what_the_command_sends() {
        let file = headers_file(&[]);
        // Cloudflare Pages: 100 rules, 2,000 characters a line.
        assert!(file.lines().count() < 100 && file.lines().all(|line| line.len() < 2_000));
        for path in
            ["/", "/index.html", "/sw.js", "/archive.json", "/app/a.js", "/parts/0.bin", "/files/0.pdf"]
        {
            let mut expected: Vec<_> =
                EVERYWHERE.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            expected.push(("cache-control".to_owned(), cache_control(&path[1..]).to_owned()));
            assert_eq!(by_rules(&file, path), expected, "{path}");
        }
    }
}
