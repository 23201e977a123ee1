//! Debian's nginx as a stand-in for the hosts that people have: it compresses, sits under a sub-path, knows few types, and can
//! listen on an address that is not this machine's own loop. Hosts set up by our own recipes are in `recipes.rs`.

use crate::Child;
use crate::command::scratch;
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A running nginx, until dropped.
#[derive(Debug)]
pub struct Nginx {
    /// The address of the site, with a slash at the end.
    pub url: String,
    _server: Child,
    _folder: tempfile::TempDir,
}

impl Nginx {
    /// Serves `site` below `prefix` (`/` or `/a/b/`) at `address`, with compression on and no headers of our own.
    ///
    /// # Errors
    /// When nginx does not start.
    pub fn start(site: &Path, prefix: &str, address: IpAddr) -> Result<Self> {
        let site = site.canonicalize()?;
        Self::with(address, prefix, |listen| {
            format!(
                "server {{\nlisten {listen};\nlocation {prefix} {{\nalias \"{}/\";\nindex index.html;\n}}\n}}\n",
                site.display()
            )
        })
    }

    /// Serves `site` with no more types than are written in `types` (as nginx spells them); all other files are bytes. `more`
    /// are further lines of the server.
    ///
    /// # Errors
    /// When nginx does not start.
    pub fn with_types(site: &Path, types: &str, more: &str) -> Result<Self> {
        let site = site.canonicalize()?;
        Self::with(IpAddr::V4(Ipv4Addr::LOCALHOST), "/", |listen| {
            format!(
                "server {{\nlisten {listen};\nroot \"{}\";\nindex index.html;\ntypes {{\n{types}\n}}\n{more}\n}}\n",
                site.display()
            )
        })
    }

    /// Starts nginx with the servers that `servers` writes for an address and a port, each with Debian's own defaults.
    pub(crate) fn with(
        address: IpAddr,
        prefix: &str,
        servers: impl FnOnce(SocketAddr) -> String,
    ) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("nginx-").tempdir_in(scratch())?;
        let port = TcpListener::bind((address, 0))?.local_addr()?.port();
        let listen = SocketAddr::new(address, port);
        let path = folder.path().join("nginx.conf");
        std::fs::write(&path, configuration(folder.path(), &servers(listen))?)?;
        let program =
            std::env::var_os("TANGTHU_NGINX").map_or_else(|| PathBuf::from("/usr/sbin/nginx"), PathBuf::from);
        let mut command = Command::new(program);
        command
            .arg("-p")
            .arg(folder.path())
            .arg("-e")
            .arg(folder.path().join("error.log"))
            .arg("-c")
            .arg(&path);
        let mut server = Child::start(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        server.wait_for(listen).with_context(|| {
            let log = std::fs::read_to_string(folder.path().join("error.log")).unwrap_or_default();
            format!("nginx says: {log}")
        })?;
        Ok(Self { url: format!("http://{listen}{prefix}"), _server: server, _folder: folder })
    }
}

fn configuration(folder: &Path, servers: &str) -> Result<String> {
    let folder = folder.display();
    let mut text = String::new();
    // Started by root, nginx would read files as another user, who may not look into a folder of root's.
    if is_root() {
        writeln!(text, "user root;")?;
    }
    write!(
        text,
        "daemon off;\nworker_processes 1;\npid \"{folder}/pid\";\nerror_log \"{folder}/error.log\";\nevents {{ worker_connections 2048; }}\nhttp {{\n\
         access_log off;\nclient_body_temp_path \"{folder}/a\";\nproxy_temp_path \"{folder}/b\";\n\
         fastcgi_temp_path \"{folder}/c\";\nuwsgi_temp_path \"{folder}/d\";\nscgi_temp_path \"{folder}/e\";\ninclude /etc/nginx/mime.types;\n\
         default_type application/octet-stream;\ngzip on;\n\
         gzip_types text/css application/javascript text/javascript application/wasm application/json;\n{servers}}}\n"
    )?;
    Ok(text)
}

/// Whether the tests run as root, as they do in most containers.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// An address of this machine that is not its loop, so that a page from there has no secure context. None where the
/// machine has no network.
#[must_use]
pub fn own_address() -> Option<IpAddr> {
    // Connecting a datagram socket sends nothing; it only asks the system which address it would send from. The
    // destination is from a range that is set aside for documentation.
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("203.0.113.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    if address.is_loopback() || address.is_unspecified() {
        eprintln!("skipped: this machine has no address but its loop");
        return None;
    }
    Some(address)
}
