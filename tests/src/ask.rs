//! One question to a web server and its answer as it came, headers and all: what no page in a browser gets to see.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What a server answered.
#[derive(Clone, Debug)]
pub struct Heard {
    /// The status, as in `200`.
    pub status: u16,
    /// The headers, their names in lower case. Of several with one name, the last.
    pub headers: BTreeMap<String, String>,
}

impl Heard {
    /// A header, empty where it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Asks for an address with plain http, and says that gzip is welcome.
///
/// # Errors
/// When nothing answers, or what answers does not speak HTTP.
pub fn ask(address: &str) -> Result<Heard> {
    let url = url::Url::parse(address)?;
    let socket = url.socket_addrs(|| None)?.into_iter().next().context("the address has no host")?;
    let mut stream = TcpStream::connect_timeout(&socket, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        stream,
        "GET {} HTTP/1.1\r\nHost: {socket}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n",
        url.path()
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .context("the answer has no end of its head")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let Some(status) = status else { bail!("{address} is answered with \"{head}\"") };
    let pairs = lines.filter_map(|line| line.split_once(':'));
    let headers = pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    Ok(Heard { status, headers })
}
