//! `tangthu serve`: addresses, types, caching, headers, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop with the value it met"
)]

mod common;

use common::{Desk, files};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
};

struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(desk: &Desk, site: &str) -> Self {
        let mut child = desk
            .command(&["serve", site, "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix(&format!("Serving {site} at http://127.0.0.1:"))
            .unwrap_or_else(|| panic!("{line}"));
        let port = address.trim_end_matches('/').parse().unwrap();
        Self { child, port }
    }

    /// The status line and headers in lower case, and the body.
    fn ask(&self, method: &str, path: &str) -> (String, Vec<u8>) {
        self.ask_as("localhost", method, path)
    }

    /// As [`Server::ask`], under a name of the asker's choice.
    fn ask_as(&self, host: &str, method: &str, path: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer[end + 4..].to_vec())
    }
}

#[test]
fn a_site_is_served_with_types_caching_and_security_headers() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let server = Server::start(&desk, "site");
    let (head, body) = server.ask("GET", "/");
    assert!(head.starts_with("http/1.1 200") && head.contains("content-type: text/html"), "{head}");
    assert_eq!(body, std::fs::read(desk.path("site/index.html")).unwrap());
    for header in [
        "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cross-origin-opener-policy: same-origin",
        "cache-control: no-cache",
    ] {
        assert!(head.contains(header), "{header}: {head}");
    }
    let site = files(&desk.path("site"));
    let part = site.keys().find(|name| name.starts_with("parts/")).unwrap();
    let (head, body) = server.ask("GET", &format!("/{part}"));
    assert!(head.contains("content-type: application/octet-stream"), "{head}");
    assert!(head.contains("max-age=31536000, immutable") && !head.contains("content-encoding"), "{head}");
    assert_eq!(body, site[part]);
    let app = site.keys().find(|name| name.starts_with("app/")).unwrap();
    let (head, _) = server.ask("GET", &format!("/{app}"));
    assert!(head.contains("content-type: text/javascript") && head.contains("immutable"), "{head}");
    let (head, _) = server.ask("GET", "/manifest.webmanifest");
    assert!(head.contains("content-type: application/manifest+json"), "{head}");
    let (head, _) = server.ask("GET", "/archive.json?x=1");
    assert!(head.contains("content-type: application/json") && head.contains("no-cache"), "{head}");
    let (head, body) = server.ask("HEAD", "/index.html");
    assert!(head.starts_with("http/1.1 200") && body.is_empty(), "{head}");
}

#[test]
fn what_a_static_host_refuses_is_refused() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write("secret.txt", "mine");
    desk.write("site/.git/config", "mine");
    desk.write("site/parts/.hid", "mine");
    let server = Server::start(&desk, "site");
    for path in [
        "/nothing",
        "/parts/",
        "/parts",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/.git/config",
        "/%2egit/config",
        "/parts%2f.hid",
        "/parts%2F.hid",
        "/parts%5c.hid",
        "/parts/.hid",
        "/parts/%2ehid",
        "//parts/.hid",
        "/app%2f..%2f.git/config",
    ] {
        let (head, body) = server.ask("GET", path);
        assert!(!head.starts_with("http/1.1 200"), "{path}: {head}");
        assert!(
            !String::from_utf8_lossy(&body).contains("mine") && !head.contains("immutable"),
            "{path}: {head}"
        );
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let (head, _) = server.ask(method, "/");
        assert!(head.starts_with("http/1.1 405") && head.contains("allow: get, head"), "{method}: {head}");
    }
}

#[test]
fn a_path_in_disguise_gets_the_headers_of_what_it_names() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write("site/a b.html", "hello");
    let server = Server::start(&desk, "site");
    let (head, _) = server.ask("GET", "/%73w.js");
    assert!(head.contains("content-type: text/javascript") && head.contains("no-cache"), "{head}");
    let (head, body) = server.ask("GET", "/a%20b%2ehtml");
    assert!(head.contains("content-type: text/html") && body == b"hello", "{head}");
    let site = files(&desk.path("site"));
    let part = site.keys().find(|name| name.starts_with("parts/")).unwrap();
    let (head, _) = server.ask("GET", &format!("/%70{}", &part[1..]));
    assert!(head.starts_with("http/1.1 200") && head.contains("immutable"), "{head}");
}

#[test]
fn another_name_for_this_machine_is_not_answered() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let server = Server::start(&desk, "site");
    let page = std::fs::read(desk.path("site/index.html")).unwrap();
    for host in ["127.0.0.1", "127.0.0.1:8080", "LOCALHOST:1", "[::1]:9"] {
        let (head, body) = server.ask_as(host, "GET", "/");
        assert!(head.starts_with("http/1.1 200") && body == page, "{host}: {head}");
    }
    for host in ["evil.example", "evil.example:8080", "localhost.evil.example", "192.168.1.5", ""] {
        let (head, body) = server.ask_as(host, "GET", "/archive.json");
        let body = String::from_utf8(body).unwrap();
        assert!(head.starts_with("http/1.1 421") && head.contains("no-cache"), "{host}: {head}");
        assert!(body.contains("answers to 127.0.0.1 and localhost alone"), "{host}: {body}");
    }
    let (head, _) = server.ask("GET", "http://evil.example/archive.json");
    assert!(!head.starts_with("http/1.1 200"), "{head}");
}

#[test]
fn a_taken_port_is_said_and_a_folder_without_a_page_is_served_with_a_warning() {
    let desk = Desk::with_documents();
    desk.run(&["pack", "in", "-o", "archive"]).good();
    let server = Server::start(&desk, "archive");
    assert!(server.ask("GET", "/archive.json").0.starts_with("http/1.1 200"));
    assert!(server.ask("GET", "/").0.starts_with("http/1.1 404"));
    let ran = desk.run(&["serve", "archive", "--port", &server.port.to_string()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("has no index.html") && ran.err.contains("is taken"), "{}", ran.err);
    assert_eq!(desk.run(&["serve", "nowhere"]).code, 2);
}
