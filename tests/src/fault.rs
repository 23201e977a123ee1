//! What can happen to an answer on its way from a host to a browser, done on purpose.

use serde::Deserialize;
use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// A web page that some hosts and networks give in place of a file, as if it were that file.
const FALLBACK: &[u8] =
    b"<!doctype html><html lang=\"vi\"><title>Trang chung</title><h1>Trang chung</h1><p>Xin hay dang nhap.</p></html>";

/// In how many pieces a slow line brings an answer, and how long it takes over each.
const PIECES: usize = 5;
const PIECE_TIME: Duration = Duration::from_millis(200);

/// What happens to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Fault {
    /// The host has no such file.
    NotFound,
    /// The host fails.
    ServerError,
    /// No answer comes.
    Silence,
    /// The connection breaks off in the middle.
    Reset,
    /// Half of the file comes, and is said to be all.
    Truncated,
    /// One bit in the middle is another.
    FlippedBit,
    /// The file is said to be of the type `text/plain`.
    WrongType,
    /// A web page comes in its place, with the status 200.
    WebPage,
    /// The host ends every connection before it answers.
    Killed,
    /// The file comes in pieces, with pauses between.
    Slow,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::NotFound,
        Self::ServerError,
        Self::Reset,
        Self::Truncated,
        Self::FlippedBit,
        Self::WrongType,
        Self::WebPage,
        Self::Killed,
        Self::Slow,
        Self::Silence,
    ];

    /// The fault in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotFound => "404",
            Self::ServerError => "500",
            Self::Silence => "no answer (timeout)",
            Self::Reset => "reset half-way",
            Self::Truncated => "truncated",
            Self::FlippedBit => "one flipped bit",
            Self::WrongType => "wrong type",
            Self::WebPage => "a web page in its place",
            Self::Killed => "server killed",
            Self::Slow => "slow network",
        }
    }

    /// What the host says in place of `body`: status, type and content. None where the fault is in how it is sent.
    pub(crate) fn changes(self, media_type: &str, mut body: Vec<u8>) -> (&'static str, String, Vec<u8>) {
        let (status, media_type) = match self {
            Self::NotFound => ("404 Not Found", "text/html"),
            Self::ServerError => ("500 Internal Server Error", "text/html"),
            Self::WebPage => ("200 OK", "text/html"),
            Self::WrongType => ("200 OK", "text/plain"),
            _ => ("200 OK", media_type),
        };
        match self {
            Self::NotFound | Self::ServerError | Self::WebPage => body = FALLBACK.to_vec(),
            Self::Truncated => body.truncate(body.len() / 2),
            Self::FlippedBit => {
                let middle = body.len() / 2;
                if let Some(byte) = body.get_mut(middle) {
                    *byte ^= 1;
                }
            }
            _ => {}
        }
        (status, media_type.to_owned(), body)
    }

    /// Sends `head` and `body` as the fault has it. `over` says when a silent host need not go on being silent.
    pub(crate) fn send(
        self,
        stream: &TcpStream,
        head: &[u8],
        body: &[u8],
        over: impl Fn() -> bool,
    ) -> std::io::Result<()> {
        let mut writer = stream;
        match self {
            Self::Killed => return reset(stream),
            Self::Reset => {
                writer.write_all(head)?;
                writer.write_all(&body[..body.len() / 2])?;
                writer.flush()?;
                // What was sent must have left before the connection is torn down.
                std::thread::sleep(Duration::from_millis(50));
                return reset(stream);
            }
            Self::Silence => {
                while !over() {
                    std::thread::sleep(Duration::from_millis(50));
                }
                return reset(stream);
            }
            Self::Slow => {
                writer.write_all(head)?;
                for piece in body.chunks((body.len() / PIECES).max(1)) {
                    std::thread::sleep(PIECE_TIME);
                    writer.write_all(piece)?;
                    writer.flush()?;
                }
            }
            _ => {
                writer.write_all(head)?;
                writer.write_all(body)?;
            }
        }
        Ok(())
    }
}

/// Ends the connection as a host does that has died: with a reset, not with a farewell.
fn reset(stream: &TcpStream) -> std::io::Result<()> {
    socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO))?;
    stream.shutdown(Shutdown::Read)
}
