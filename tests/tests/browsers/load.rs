//! Many readers at once: the requests of a first visit, recorded and sent again by hundreds of clients at a time, while a real
//! browser visits. `cargo xtask reliability load` sends 500 at a time; CI a few.

use anyhow::{Context, Result, bail, ensure};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use whole_program_tests::{Host, Nginx, Page, demo_documents, demo_site, in_each_browser};

/// Clients at a time: in CI, and where the figures are made.
const FEW: usize = 25;
const MANY: usize = 500;
/// The stack of a client's thread: it holds a buffer and little else.
const STACK: usize = 256 << 10;

/// What the clients met with.
#[derive(Default)]
struct Tally {
    answers: AtomicU64,
    bytes: AtomicU64,
    visits: AtomicU64,
    slowest_micros: AtomicU64,
}

/// Visits once: every request in its order, over one connection. The length of each answer must be that of the file.
fn visit(address: SocketAddr, requests: &[String], tally: &Tally) -> Result<()> {
    let stream = TcpStream::connect_timeout(&address, Duration::from_secs(30))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    for path in requests {
        let begun = Instant::now();
        write!(writer, "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: identity\r\n\r\n")?;
        let mut line = String::new();
        reader.read_line(&mut line)?;
        ensure!(line.starts_with("HTTP/1.1 200"), "{path}: {}", line.trim());
        let mut length = None;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            if header.trim().is_empty() {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = Some(value.trim().parse::<usize>()?);
            }
        }
        let mut body = vec![0; length.context("an answer without a length")?];
        reader.read_exact(&mut body)?;
        tally.answers.fetch_add(1, Ordering::Relaxed);
        tally.bytes.fetch_add(body.len() as u64, Ordering::Relaxed);
        let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        tally.slowest_micros.fetch_max(took, Ordering::Relaxed);
    }
    tally.visits.fetch_add(1, Ordering::Relaxed);
    Ok(())
}

/// Opens the page, searches and reads; returns how long the list of all documents took to stand.
async fn read(page: &Page, url: &str) -> Result<Duration> {
    let begun = Instant::now();
    page.go(url).await?;
    page.wait_for_total(demo_documents()?).await?;
    let took = begun.elapsed();
    page.search("quan uy").await?;
    page.open_first().await?;
    Ok(took)
}

async fn hundreds_of_readers_at_once_are_all_served(page: Page) -> Result<()> {
    let folder = std::env::var_os("TANGTHU_RELIABILITY").map(std::path::PathBuf::from);
    let clients = if folder.is_some() { MANY } else { FEW };
    // What a first visit asks for, the service worker's requests included.
    let host = Host::start(demo_site()?, "/")?;
    read(&page, &host.url).await?;
    page.ready_for_offline().await?;
    let requests: Vec<String> = host.asked().into_iter().filter(|path| path != "/favicon.ico").collect();
    drop(host);
    page.expect_error("");

    let nginx = Nginx::start(demo_site()?, "/", IpAddr::V4(Ipv4Addr::LOCALHOST))?;
    let quiet = read(&page, &nginx.url).await?;
    page.forget_site(&nginx.url).await?;
    let url = url::Url::parse(&nginx.url)?;
    let address = *url.socket_addrs(|| None)?.first().context("no address")?;
    let (tally, over, requests) =
        (Arc::new(Tally::default()), Arc::new(AtomicBool::new(false)), Arc::new(requests));
    let begun = Instant::now();
    let threads: Vec<_> = (0..clients)
        .map(|_| {
            let (tally, over, requests) = (Arc::clone(&tally), Arc::clone(&over), Arc::clone(&requests));
            let client = move || -> Result<()> {
                while !over.load(Ordering::Relaxed) {
                    visit(address, &requests, &tally)?;
                }
                Ok(())
            };
            std::thread::Builder::new().stack_size(STACK).spawn(client)
        })
        .collect::<std::io::Result<_>>()?;
    let loaded = read(&page, &nginx.url).await;
    // Every client has visited at least once when the figures are made.
    while folder.is_some()
        && tally.visits.load(Ordering::Relaxed) < clients as u64
        && begun.elapsed().as_secs() < 240
    {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let took = begun.elapsed();
    over.store(true, Ordering::Relaxed);
    let mut failures = Vec::new();
    for thread in threads {
        match thread.join() {
            Ok(result) => failures.extend(result.err().map(|error| format!("{error:#}"))),
            Err(_) => bail!("a client's thread ended badly"),
        }
    }
    ensure!(
        failures.is_empty(),
        "{} of {clients} clients failed, the first with: {}",
        failures.len(),
        failures[0]
    );
    let loaded = loaded?;
    if let Some(folder) = folder {
        let (answers, bytes) = (tally.answers.load(Ordering::Relaxed), tally.bytes.load(Ordering::Relaxed));
        let seconds = took.as_secs_f64();
        let line = format!(
            "| {:?} | {clients} | {} | {answers} | 0 | {:.0} | {:.0} | {:.1} s | {:.1} s | {:.1} s |\n",
            page.kind,
            requests.len(),
            answers as f64 / seconds,
            bytes as f64 / 1e6 / seconds,
            tally.slowest_micros.load(Ordering::Relaxed) as f64 / 1e6,
            quiet.as_secs_f64(),
            loaded.as_secs_f64(),
        );
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("load-{:?}.txt", page.kind)), line)?;
    }
    Ok(())
}

in_each_browser!(hundreds_of_readers_at_once_are_all_served);
