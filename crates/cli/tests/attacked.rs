//! `tangthu serve` under clients that are slow, broken or hostile: they get nothing, and others are answered.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop with the value it met"
)]

mod common;

use common::Desk;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpStream, UdpSocket},
    process::{Child, Stdio},
    time::{Duration, Instant},
};

/// The longest that a good client may wait, whatever others do: the time of a request, twice over, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(30);

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
    fn start(desk: &Desk) -> Self {
        let mut child = desk
            .command(&["serve", "site", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        Self { child, port }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// What is answered to bytes as they are; empty where the server only hangs up.
    fn says_to(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // It may hang up in the middle of what it is told.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// A good client is answered, and within a time that people wait.
    fn still_answers(&self) {
        let start = Instant::now();
        let answer =
            self.says_to(b"GET /index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer:?} after {:?}", start.elapsed());
        assert!(start.elapsed() < PATIENCE, "answered after {:?}", start.elapsed());
    }

    /// The most memory that the server ever held, in KB, by the kernel's count; none where the kernel does not tell.
    fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

fn desk() -> Desk {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk
}

#[test]
fn a_thousand_clients_that_never_end_their_request_do_not_keep_others_out() {
    let desk = desk();
    let server = Server::start(&desk);
    let slow: Vec<TcpStream> = (0..1_000)
        .map(|at| {
            let mut stream = server.connect();
            let half = if at % 2 == 0 { &b"GET /index.html HTTP/1.1\r\nHost: local"[..] } else { b"" };
            stream.write_all(half).unwrap();
            stream
        })
        .collect();
    server.still_answers();
    // They are let go, and not by us.
    for mut stream in slow {
        let mut rest = Vec::new();
        let ended = stream.read_to_end(&mut rest);
        assert!(ended.is_ok() || ended.is_err_and(|error| error.kind() != std::io::ErrorKind::WouldBlock));
    }
    server.still_answers();
}

#[test]
fn clients_that_keep_asking_do_not_keep_others_out() {
    let desk = desk();
    let server = Server::start(&desk);
    // As many as are answered at once, and each asks again before its time is over.
    let mut asking: Vec<TcpStream> = (0..400).map(|_| server.connect()).collect();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let asker = std::thread::spawn(move || {
        while stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            for stream in &mut asking {
                stream.set_nonblocking(true).unwrap();
                let _ = stream.write(b"HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
                let _ = stream.read(&mut [0; 4096]);
            }
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    std::thread::sleep(Duration::from_secs(2));
    for _ in 0..3 {
        server.still_answers();
    }
    drop(stop);
    asker.join().unwrap();
    server.still_answers();
}

#[test]
fn clients_that_drip_their_request_are_cut_off() {
    let desk = desk();
    let server = Server::start(&desk);
    let mut stream = server.connect();
    let start = Instant::now();
    // One letter each half second would keep any time limit on single reads from running out.
    let cut_off = b"GET /index.html HTTP/1.1\r\nHost: localhost\r\nX-A: "
        .iter()
        .chain(std::iter::repeat(&b'a'))
        .any(|letter| {
            std::thread::sleep(Duration::from_millis(500));
            assert!(start.elapsed() < PATIENCE, "a request may go on for ever");
            stream.write_all(&[*letter]).is_err()
        });
    assert!(cut_off);
    server.still_answers();
}

#[test]
fn clients_that_break_off_are_forgotten() {
    let desk = desk();
    desk.write("site/lon.bin", vec![7; 8_000_000]);
    let server = Server::start(&desk);
    for _ in 0..200 {
        // Gone before the answer is read: the system tells the server with a reset.
        let mut stream = server.connect();
        stream.write_all(b"GET /lon.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        drop(stream);
        // Gone in the middle of the request.
        server.connect().write_all(b"GET /lon.b").unwrap();
    }
    // Half closed: no more is asked, but the answer is awaited.
    let mut stream = server.connect();
    stream.write_all(b"GET /index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    server.still_answers();
}

#[test]
fn what_is_no_request_and_what_is_too_long_is_refused_within_bounded_memory() {
    let desk = desk();
    let server = Server::start(&desk);
    let long_header = [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ".to_vec(),
        vec![b'a'; 16_000_000],
        b"\r\n\r\n".to_vec(),
    ];
    let many_headers = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X-A: b\r\n".repeat(200_000));
    let long_path = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a/".repeat(2_000_000));
    for bytes in [
        long_header.concat(),
        many_headers.into_bytes(),
        long_path.into_bytes(),
        vec![0; 1_000_000],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03 an https client".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\nHost: localhost\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n"
            .to_vec(),
    ] {
        let answer = server.says_to(&bytes);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    server.still_answers();
    if let Some(peak) = server.peak_memory() {
        assert!(peak < 60_000, "the server held {peak} KB");
    }
}

#[test]
fn a_body_that_is_announced_is_not_waited_for() {
    let desk = desk();
    let server = Server::start(&desk);
    let mut streams: Vec<_> = (0..50).map(|_| server.connect()).collect();
    for stream in &mut streams {
        stream.write_all(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n").unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 405");
    }
    server.still_answers();
}

#[cfg(unix)]
#[test]
fn links_and_names_in_disguise_do_not_lead_out_of_the_folder() {
    let desk = desk();
    desk.write("secret.txt", "mine");
    desk.write("secrets/a.txt", "mine");
    let link = |from: &str, to: &str| std::os::unix::fs::symlink(desk.path(from), desk.path(to)).unwrap();
    link("secret.txt", "site/link.txt");
    link("secrets", "site/folder");
    link("site/index.html", "site/inside.html");
    let server = Server::start(&desk);
    let ask = |path: &str| {
        server.says_to(
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes(),
        )
    };
    for path in [
        "/link.txt",
        "/folder/a.txt",
        "/folder",
        "/folder/",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/.%2e/secret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/a/../../secret.txt",
        "//secret.txt",
        "/%00",
        "/index.html%00.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/..;/secret.txt",
        "file:///etc/passwd",
        "/etc/passwd",
        "//etc/passwd",
        "http://elsewhere.example/index.html",
    ] {
        let answer = ask(path);
        assert!(!answer.starts_with("HTTP/1.1 200") && !answer.contains("mine"), "{path}: {answer}");
    }
    assert!(
        ask("/inside.html").starts_with("HTTP/1.1 200"),
        "a link inside the folder is the publisher's own business"
    );
}

#[test]
fn nobody_but_this_machine_reaches_it() {
    let desk = desk();
    let server = Server::start(&desk);
    // Connecting a datagram socket sends nothing; it only asks the system which address it would send from. The destination is
    // from a range that is set aside for documentation.
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let own = socket.connect("203.0.113.1:9").and_then(|()| socket.local_addr());
    let Some(own) = own.ok().map(|own| own.ip()).filter(|own| !own.is_loopback()) else {
        println!("skipped: this machine has no address but its loop");
        return;
    };
    let other = TcpStream::connect_timeout(&(own, server.port).into(), Duration::from_secs(5));
    assert!(other.is_err(), "the server listens at {own}, too");
    server.still_answers();
}
