//! Collecting garbage of a tab in all its threads. A driver's commands reach the page alone, and what its worker no longer uses
//! would count as kept; a connection of our own to the developer tools reaches both.

use crate::Page;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::{net::TcpStream, time::Duration};
use tungstenite::{Message, WebSocket, stream::MaybeTlsStream};

/// What one command may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// What refers to one another across threads goes piece by piece.
const TIMES: usize = 3;

impl Page {
    /// Collects what neither the page nor its workers use any more; returns how many workers of its own the page has, without the
    /// service worker.
    ///
    /// # Errors
    /// When the browser is not Chromium, or does not answer.
    pub fn collect_garbage(&self) -> Result<usize> {
        let port = self.log.with_file_name("chromium").join("DevToolsActivePort");
        let port = std::fs::read_to_string(port).context("this browser names no port for developer tools")?;
        let (port, path) =
            port.split_once('\n').context("the port of the developer tools has another form")?;
        let (socket, _) = tungstenite::connect(format!("ws://127.0.0.1:{port}{}", path.trim()))?;
        let mut tools = Tools { socket, sent: 0, sessions: Vec::new() };
        if let MaybeTlsStream::Plain(stream) = tools.socket.get_ref() {
            stream.set_read_timeout(Some(PATIENCE))?;
        }
        let targets = tools.command(None, "Target.getTargets", &json!({}))?;
        let pages = targets["targetInfos"].as_array().context("no targets")?.iter();
        let page = pages.clone().find(|one| one["type"] == "page").context("no page is open")?;
        let attach = json!({ "targetId": page["targetId"], "flatten": true });
        let page = tools.command(None, "Target.attachToTarget", &attach)?["sessionId"]
            .as_str()
            .context("the page cannot be reached")?
            .to_owned();
        tools.sessions.clear();
        let all = json!({ "autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true });
        tools.command(Some(&page), "Target.setAutoAttach", &all)?;
        let workers = tools.sessions.clone();
        for _ in 0..TIMES {
            for session in workers.iter().map(|(session, _)| session).chain([&page]) {
                tools.command(Some(session), "HeapProfiler.collectGarbage", &json!({}))?;
            }
        }
        Ok(workers.iter().filter(|(_, kind)| kind == "worker").count())
    }
}

/// A connection to the developer tools of a browser.
struct Tools {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    sent: u64,
    /// The sessions that were opened of themselves, and of what kind each is.
    sessions: Vec<(String, String)>,
}

impl Tools {
    fn command(&mut self, session: Option<&str>, method: &str, parameters: &Value) -> Result<Value> {
        self.sent += 1;
        let mut command = json!({ "id": self.sent, "method": method, "params": parameters });
        if let Some(session) = session {
            command["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(command.to_string()))?;
        loop {
            let Message::Text(text) = self.socket.read().with_context(|| format!("no answer to {method}"))?
            else {
                continue;
            };
            let said: Value = serde_json::from_str(&text)?;
            if said["method"] == "Target.attachedToTarget"
                && let Some(session) = said["params"]["sessionId"].as_str()
            {
                let kind = said["params"]["targetInfo"]["type"].as_str().unwrap_or_default();
                self.sessions.push((session.to_owned(), kind.to_owned()));
            }
            if said["id"] == json!(self.sent) {
                ensure!(said["error"].is_null(), "{method}: {}", said["error"]);
                return Ok(said["result"].clone());
            }
        }
    }
}
