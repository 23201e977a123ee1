//! `tangthu serve`: a site on this machine, as a good web host would serve it.

use crate::{
    output::{Answer, End, Problem, say},
    server,
};
use clap::Args;
use std::{
    io,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

/// The port that is tried first when none is named.
const FIRST_PORT: u16 = 8080;

/// How many ports after the first are tried.
const MORE_PORTS: u16 = 100;

/// Serve a site on this machine, for this machine alone
#[derive(Debug, Args)]
#[command(
    long_about = "Serves a site at http://127.0.0.1, with the types, caching and security headers of a good web host. Nobody but this \
    machine can reach it. Press Ctrl-C to end it."
)]
#[command(
    after_help = "Examples:\n  tangthu serve site\n  tangthu serve site --port 9000\n\nWithout --port the first free port from 8080 on is taken; --port 0 \
    takes any free one. The first line printed is the address."
)]
pub(crate) struct Serve {
    /// The folder to serve
    #[arg(value_name = "SITE")]
    site: PathBuf,
    /// The port; 0 for any free one
    #[arg(long)]
    port: Option<u16>,
}

impl Serve {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let site = self.site.display();
        if !self.site.is_dir() {
            return Err(Problem::new(format_args!(
                "there is no folder {site} to serve; make a site with `tangthu build`"
            )));
        }
        if !self.site.join("index.html").is_file() {
            say(&format!(
                "{site} has no index.html, so browsers will find no page there; make a site with `tangthu build`"
            ));
        }
        let listener = self.listen()?;
        let address = listener.local_addr().map_err(|error| cannot_listen(self.port, &error))?;
        let mut answer = Answer::new();
        answer.line(format_args!("Serving {site} at http://{address}/"))?;
        answer.flush()?;
        server::run(listener, &self.site)
            .map_err(|error| Problem::new(format_args!("serving {site} ended ({error}); start it again")))?;
        Ok(End::Good)
    }

    fn listen(&self) -> Result<TcpListener, Problem> {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        if let Some(port) = self.port {
            return bind(port).map_err(|error| cannot_listen(self.port, &error));
        }
        let mut result = bind(FIRST_PORT);
        for port in FIRST_PORT + 1..=FIRST_PORT + MORE_PORTS {
            match &result {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => result = bind(port),
                _ => break,
            }
        }
        result.map_err(|error| cannot_listen(None, &error))
    }
}

fn cannot_listen(port: Option<u16>, error: &io::Error) -> Problem {
    let port = port.unwrap_or(FIRST_PORT);
    if error.kind() == io::ErrorKind::AddrInUse {
        return Problem::new(format_args!(
            "port {port} is taken by another program; name another with --port, or leave --port out"
        ));
    }
    Problem::new(format_args!("port {port} cannot be opened ({error}); name another with --port"))
}
