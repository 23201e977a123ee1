//! The web server behind `tangthu serve`: files of one folder, with the headers that a site asks for.
//!
//! Clients may be slow or broken. Each connection has a time in which a request must have come and one in which the client must
//! take what it is sent, and there are so many connections and no more, none of which lasts, so that nobody is held up for long by
//! others: who comes when all are taken has those end that have been answered.

use crate::{connect, generations::List, headers};
use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use percent_encoding::percent_decode_str;
use std::{
    future::{Future, poll_fn},
    io,
    net::TcpListener,
    path::{Path, PathBuf},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};
use tokio::sync::{Notify, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower_http::services::ServeDir;

/// Connections at once. Systems allow a program some 1,000 open files, and an answer needs one more.
const MAX_CONNECTIONS: usize = 400;

/// How long a client may take for the head of a request, and how long a connection is kept for its next one. Browsers on the same
/// machine need milliseconds, and open a new connection where the old one is gone.
const REQUEST_TIME: Duration = Duration::from_secs(5);

/// How long a client may take nothing of an answer that is under way.
const ANSWER_TIME: Duration = Duration::from_secs(30);

/// How long a connection takes new requests. Browsers open another without anybody's noticing.
const CONNECTION_TIME: Duration = Duration::from_secs(10);

/// How long the last answer of a connection may take, however slowly it is taken: the largest file in minutes, on the same machine.
const LAST_ANSWER_TIME: Duration = Duration::from_secs(600);

/// The most that the head of a request may have: addresses hold queries, of which the page takes 1,000 characters.
const MAX_HEAD: usize = 64 * 1024;

/// How long the server waits where the system has no more files to give.
const SHORTAGE: Duration = Duration::from_millis(100);

/// The names under which this machine reaches itself.
const LOOPBACK: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// Serves `folder` until the program ends.
pub(crate) fn run(listener: TcpListener, folder: &Path) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let files = ServeDir::new(folder).append_index_html_on_directories(true);
    let site = Arc::new(Site { root: folder.canonicalize()?, headers: headers_of(folder) });
    let check = middleware::from_fn(move |request, next| guard(Arc::clone(&site), request, next));
    let router = Router::new().fallback_service(files).layer(check);
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        accept(tokio::net::TcpListener::from_std(listener)?, router).await;
        Ok(())
    })
}

/// What every answer depends on.
struct Site {
    /// The folder, without links on the way to it.
    root: PathBuf,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// The headers of every answer of the site in `folder`, as it was built: its list may name origins that it opens archives of.
fn headers_of(folder: &Path) -> Vec<(HeaderName, HeaderValue)> {
    let named = List::read(folder).ok().flatten().map(|list| list.now.settings.connect).unwrap_or_default();
    // The list lies in a folder that others can write to: what is no origin does not get into a header.
    let origins: Vec<String> =
        named.iter().take(connect::MAX_ORIGINS).filter_map(|origin| connect::origin(origin).ok()).collect();
    let all = headers::everywhere(&origins);
    all.filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?)))
        .collect()
}

/// Takes connections for ever.
async fn accept(listener: tokio::net::TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let crowded = Arc::new(Notify::new());
    loop {
        if places.available_permits() == 0 {
            crowded.notify_waiters();
        }
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(SHORTAGE).await;
            continue;
        };
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(ANSWER_TIME));
        let service = TowerToHyperService::new(router.clone());
        let crowded = Arc::clone(&crowded);
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(REQUEST_TIME).max_buf_size(MAX_HEAD);
            let mut connection = pin!(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
            let mut leave = pin!(tokio::time::timeout(CONNECTION_TIME, crowded.notified()));
            // A client that is broken gets no answer, and is none of the others' business.
            let ended = poll_fn(|context| match connection.as_mut().poll(context) {
                Poll::Ready(_) => Poll::Ready(true),
                Poll::Pending => leave.as_mut().poll(context).map(|_| false),
            });
            if !ended.await {
                // What is being answered is answered to its end.
                connection.as_mut().graceful_shutdown();
                let _ = tokio::time::timeout(LAST_ANSWER_TIME, connection).await;
            }
            drop(place);
        });
    }
}

/// Whether the file at `path` of the site is in its folder: a link may lead out of it.
fn is_inside(root: &Path, path: &str) -> bool {
    // What is not there is said to be missing by who looks for it.
    root.join(path).canonicalize().map_or(true, |real: PathBuf| real.starts_with(root))
}

/// Refuses what a static host refuses, and adds the headers to what it gives.
async fn guard(site: Arc<Site>, request: Request, next: Next) -> Response {
    let path = site_path(request.uri().path()).filter(|path| is_inside(&site.root, path));
    let mut response = if !is_loopback(request.uri(), request.headers()) {
        // A page elsewhere can let its own name stand for this machine (DNS rebinding) and would then read the site.
        let sentence = "this server answers to 127.0.0.1 and localhost alone; open the address that `tangthu serve` printed\n";
        (StatusCode::MISDIRECTED_REQUEST, sentence).into_response()
    } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, "GET, HEAD")];
        (StatusCode::METHOD_NOT_ALLOWED, allow, "only GET and HEAD are answered here\n").into_response()
    } else if path.is_none() {
        (StatusCode::NOT_FOUND, "there is no such file\n").into_response()
    } else {
        next.run(request).await
    };
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    // What is missing now may be there after the next build: a 404 is never kept.
    let path = path.filter(|_| found);
    let answer = response.headers_mut();
    for (name, value) in &site.headers {
        answer.insert(name.clone(), value.clone());
    }
    let caching = path.as_deref().map_or(headers::ASK_AGAIN, headers::cache_control);
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Some(media_type) = path.as_deref().and_then(headers::media_type) {
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    response
}

/// The path of a file of the site, decoded and without its leading slash; `None` for what can be no such path. Hidden files
/// (.git, files half written) are no part of the site, and a slash in disguise is an attempt to reach them.
fn site_path(path: &str) -> Option<String> {
    let lower = path.to_ascii_lowercase();
    if lower.contains("%2f") || lower.contains("%5c") {
        return None;
    }
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let path = decoded.strip_prefix('/')?;
    let mut parts = path.split('/').rev();
    // Only the last part may be empty: that is a folder's page.
    let last = parts.next()?;
    let is_hidden = |part: &str| part.starts_with('.');
    let fits = !is_hidden(last) && parts.all(|part| !part.is_empty() && !is_hidden(part));
    (fits && !path.contains(['\\', '\0'])).then(|| path.to_owned())
}

/// Whether the request was made to this machine by one of its own names, with any port.
fn is_loopback(uri: &Uri, headers: &HeaderMap) -> bool {
    let is_ours = |authority: &str| {
        let name = match authority.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => authority,
        };
        LOOPBACK.iter().any(|ours| ours.eq_ignore_ascii_case(name))
    };
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    host.is_some_and(is_ours)
        && hosts.next().is_none()
        && uri.authority().is_none_or(|authority| is_ours(authority.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_once_and_never_leads_to_a_hidden_file() {
        assert_eq!(site_path("/").as_deref(), Some(""));
        assert_eq!(site_path("/%61pp/a%20b.js").as_deref(), Some("app/a b.js"));
        assert_eq!(site_path("/a%252fb").as_deref(), Some("a%2fb"));
        for path in [
            "", "a", "//a", "/a//b", "/.a", "/%2Ea", "/a/.b", "/a%2f.b", "/a%2F.b", "/a%5c.b", "/a%5C.b",
            "/a\\.b", "/..", "/a/../b", "/%00", "/%ff", "/.",
        ] {
            assert_eq!(site_path(path), None, "{path}");
        }
    }

    #[test]
    fn only_this_machines_own_names_are_answered() {
        let asked = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            is_loopback(&Uri::from_static("/"), &headers)
        };
        for host in ["127.0.0.1", "127.0.0.1:8080", "localhost", "LocalHost:1", "[::1]", "[::1]:8080"] {
            assert!(asked(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "::1",
            "a@localhost",
        ] {
            assert!(!asked(host), "{host}");
        }
        assert!(!is_loopback(&Uri::from_static("/"), &HeaderMap::new()), "a request without a host");
    }
}
