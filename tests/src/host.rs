//! A small static host inside the test: it can lie under a sub-path, hold WebAssembly back until the test lets it go, and
//! answer with something else than what is in the folder. `tangthu serve` rightly does none of that.

use crate::Fault;
use anyhow::Result;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// An answer that the host gave, for whoever counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What was asked for, relative to the folder; `index.html` for the folder itself.
    pub path: String,
    /// Length of the body. All of it counts, also where the page gave up half-way: it was on its way.
    pub bytes: u64,
    /// When the request had come.
    pub begun: Instant,
    /// When the last byte had been handed over; none while it is under way.
    pub ended: Option<Instant>,
}

/// A host, until dropped.
#[derive(Debug)]
pub struct Host {
    /// The address of the folder it serves, with a slash at the end.
    pub url: String,
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<std::thread::JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    folder: PathBuf,
    prefix: String,
    stopped: AtomicBool,
    wasm_held: AtomicBool,
    parts_damaged: AtomicBool,
    clean_addresses: AtomicBool,
    lasting: AtomicBool,
    silent: AtomicBool,
    open: AtomicBool,
    delay_millis: AtomicU64,
    sent: Mutex<Vec<Sent>>,
    /// Everything that was asked for, as it was written in the request.
    asked: Mutex<Vec<String>>,
    /// Files that are answered otherwise than they lie in the folder; nothing means "not found".
    instead: Mutex<BTreeMap<String, Option<Vec<u8>>>>,
    /// What happens to the answers for these files.
    faults: Mutex<BTreeMap<String, Fault>>,
}

impl Host {
    /// Serves `folder` below the path `prefix` (`/` or `/a/b/`).
    ///
    /// # Errors
    /// When there is no free port.
    pub fn start(folder: &Path, prefix: &str) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Shared { folder: folder.to_owned(), prefix: prefix.to_owned(), ..Shared::default() };
        let shared = Arc::new(shared);
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if for_thread.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&for_thread);
                // A reader that goes away in the middle of an answer is none of the test's business.
                std::thread::spawn(move || answer(&shared, &stream).unwrap_or(()));
            }
        });
        Ok(Self { url: format!("http://{address}{prefix}"), address, shared, thread: Some(thread) })
    }

    /// Answers requests for `path` with these bytes from now on.
    pub fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.instead().insert(path.to_owned(), Some(bytes.into()));
    }

    /// Answers requests for `path` with "not found" from now on.
    pub fn remove(&self, path: &str) {
        self.instead().insert(path.to_owned(), None);
    }

    /// Lets `fault` happen to every answer for `path` from now on.
    pub fn inject(&self, path: &str, fault: Fault) {
        self.shared.faults().insert(path.to_owned(), fault);
    }

    /// Answers everything as it lies in the folder again.
    pub fn restore(&self) {
        self.instead().clear();
        self.shared.faults().clear();
        self.shared.parts_damaged.store(false, Ordering::SeqCst);
    }

    /// Whether one bit of every part is flipped on the way.
    pub fn damage_parts(&self, damaged: bool) {
        self.shared.parts_damaged.store(damaged, Ordering::SeqCst);
    }

    /// Sends requests for `index.html` on to the folder, as hosts with "clean" addresses do.
    pub fn clean_addresses(&self) {
        self.shared.clean_addresses.store(true, Ordering::SeqCst);
    }

    /// Everything that was asked for so far.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.shared.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every answer so far, in the order of the requests.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.shared.sent().clone()
    }

    /// Lets browsers keep files whose names carry their hash for ever, as the headers of a published site do. Without this
    /// everything is asked for each time.
    pub fn lasting(&self) {
        self.shared.lasting.store(true, Ordering::SeqCst);
    }

    /// Lets pages of other origins read what it sends from now on, as hosts of archives for other sites must.
    pub fn open_to_all(&self) {
        self.shared.open.store(true, Ordering::SeqCst);
    }

    /// Sends no header but the length from now on: neither type nor policy, so that browsers guess what a file is.
    pub fn say_nothing(&self) {
        self.shared.silent.store(true, Ordering::SeqCst);
    }

    /// Holds every answer that comes from the archive back for so long, as a line to a far host would.
    pub fn delay_archive(&self, delay: Duration) {
        let millis = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.shared.delay_millis.store(millis, Ordering::SeqCst);
    }

    /// Whether requests for WebAssembly wait until this is called with `false`.
    pub fn hold_wasm(&self, held: bool) {
        self.shared.wasm_held.store(held, Ordering::SeqCst);
    }

    fn instead(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Option<Vec<u8>>>> {
        self.shared.instead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn sent(&self) -> std::sync::MutexGuard<'_, Vec<Sent>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn faults(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Fault>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self, path: &str) -> Option<Fault> {
        self.faults().get(path).copied()
    }

    /// How long a browser may keep the file at `path`.
    fn cache_control(&self, path: &str) -> &'static str {
        let hashed = path.starts_with("parts/") || path.starts_with("app/");
        if hashed && self.lasting.load(Ordering::SeqCst) { "max-age=31536000, immutable" } else { "no-cache" }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        crate::complaints::note_end();
        self.shared.stopped.store(true, Ordering::SeqCst);
        self.shared.wasm_held.store(false, Ordering::SeqCst);
        // Wakes the thread that waits for connections, so that it sees that it should stop.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(shared: &Shared, stream: &TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    if reader.read_line(&mut request)? == 0 {
        // Browsers open connections in advance and close those that they did not need.
        return Ok(());
    }
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? <= 2 {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or("/").split('?').next().unwrap_or("/");
    shared.asked.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
    if path.ends_with("/index.html") && shared.clean_addresses.load(Ordering::SeqCst) {
        let to = path.trim_end_matches("index.html");
        let mut writer = stream;
        return write!(
            writer,
            "HTTP/1.1 308 Permanent Redirect\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
    }
    let path = path
        .strip_prefix(shared.prefix.as_str())
        .map(|path| if path.is_empty() { "index.html" } else { path });
    while path.is_some_and(|path| path.ends_with(".wasm")) && shared.wasm_held.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let place = {
        let mut sent = shared.sent();
        let path = path.unwrap_or_default().to_owned();
        sent.push(Sent { path, bytes: 0, begun: Instant::now(), ended: None });
        sent.len() - 1
    };
    if path.is_some_and(|path| path == "archive.json" || path.starts_with("parts/")) {
        std::thread::sleep(Duration::from_millis(shared.delay_millis.load(Ordering::SeqCst)));
    }
    let body = path.and_then(|path| find(shared, path));
    let mut writer = stream;
    let fault = path.and_then(|path| shared.fault(path));
    let (status, body) = match body {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", b"<!doctype html><title>404</title>".to_vec()),
    };
    let media_type =
        if status.starts_with("404") { "text/html" } else { media_type(path.unwrap_or_default()) };
    let (status, media_type, body) = match fault {
        Some(fault) => fault.changes(media_type, body),
        None => (status, media_type.to_owned(), body),
    };
    if let Some(sent) = shared.sent().get_mut(place) {
        sent.bytes = body.len() as u64;
    }
    let cache_control = shared.cache_control(path.unwrap_or_default());
    let is_open = shared.open.load(Ordering::SeqCst);
    let allowed = if is_open { "Access-Control-Allow-Origin: *\r\n" } else { "" };
    let mut head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nCache-Control: {cache_control}\r\n\
         {allowed}Connection: close\r\n\r\n",
        body.len()
    );
    if shared.silent.load(Ordering::SeqCst) {
        head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    }
    let written = match fault {
        Some(fault) => {
            let over =
                || shared.stopped.load(Ordering::SeqCst) || path.and_then(|p| shared.fault(p)) != Some(fault);
            fault.send(stream, head.as_bytes(), &body, over)
        }
        None => writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(&body)),
    };
    if let Some(sent) = shared.sent().get_mut(place) {
        sent.ended = Some(Instant::now());
    }
    written
}

fn find(shared: &Shared, path: &str) -> Option<Vec<u8>> {
    let instead = shared.instead.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(other) = instead.get(path) {
        return other.clone();
    }
    drop(instead);
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    let mut bytes = std::fs::read(shared.folder.join(path)).ok()?;
    if path.starts_with("parts/") && shared.parts_damaged.load(Ordering::SeqCst) {
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 1;
        }
    }
    Some(bytes)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}
