//! Hosts set up by the recipes of `docs/hosting`: the very files that people copy, with nothing changed but the address, the
//! folder and the name in them, below the defaults that Debian's packages bring.

use crate::command::scratch;
use crate::nginx::{Nginx, is_root};
use crate::{Child, free_port};
use anyhow::{Context, Result, ensure};
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder that the recipes name as the place of the site.
const PLACE: &str = "/srv/kho";
/// Where below it the tests put the site: recipes must hold for a folder below the root, too.
const BELOW: &str = "kho";

/// A web server that Debian has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// nginx, with docs/hosting/nginx.conf.
    Nginx,
    /// Apache, with docs/hosting/apache.conf as the `.htaccess` of the site.
    Apache,
    /// Caddy, with docs/hosting/Caddyfile.
    Caddy,
}

/// A running server, until dropped.
#[derive(Debug)]
pub struct Recipe {
    /// The address of the site, with a slash at the end.
    pub url: String,
    _server: Server,
    _folder: tempfile::TempDir,
}

#[derive(Debug)]
#[expect(dead_code, reason = "held so that it runs; dropped to end it")]
enum Server {
    Nginx(Nginx),
    Other(Child),
}

impl Recipe {
    /// Serves a copy of `site` as the recipe for `program` says.
    ///
    /// # Errors
    /// When the recipe lacks what is replaced in it, or the server does not start.
    pub fn start(program: Program, site: &Path) -> Result<Self> {
        Self::serve(program, site, true)
    }

    /// Serves a copy of `site` with what the program does by itself, and no recipe: as on a host where nothing can be set.
    ///
    /// # Errors
    /// When the server does not start.
    pub fn bare(program: Program, site: &Path) -> Result<Self> {
        Self::serve(program, site, false)
    }

    fn serve(program: Program, site: &Path, with_recipe: bool) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("host-").tempdir_in(scratch())?;
        let root = folder.path().join("root");
        copy(site, &root.join(BELOW))?;
        let (url, server) = match program {
            Program::Nginx => nginx(&root, with_recipe)?,
            Program::Apache => apache(folder.path(), &root, with_recipe)?,
            Program::Caddy => caddy(folder.path(), &root, with_recipe)?,
        };
        Ok(Self { url: format!("{url}{BELOW}/"), _server: server, _folder: folder })
    }
}

/// The text of a recipe.
fn recipe(name: &str) -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hosting").join(name);
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Puts `to` in the place of `from`, which must be there.
fn adapt(text: &str, from: &str, to: &str) -> Result<String> {
    ensure!(text.contains(from), "the recipe no longer holds \"{from}\", which the test replaces");
    Ok(text.replace(from, to))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &there)?;
        } else {
            std::fs::copy(entry.path(), there)?;
        }
    }
    Ok(())
}

fn nginx(root: &Path, with_recipe: bool) -> Result<(String, Server)> {
    let root = root.canonicalize()?.display().to_string();
    let text = if with_recipe {
        let text = adapt(&recipe("nginx.conf")?, PLACE, &format!("\"{root}\""))?;
        ensure!(text.contains("listen 80;"), "the recipe no longer listens on port 80");
        text
    } else {
        format!("server {{\nlisten 80;\nroot \"{root}\";\nindex index.html;\n}}\n")
    };
    let servers = |listen: SocketAddr| text.replace("listen 80;", &format!("listen {listen};"));
    let nginx = Nginx::with(IpAddr::V4(Ipv4Addr::LOCALHOST), "/", servers)?;
    Ok((nginx.url.clone(), Server::Nginx(nginx)))
}

/// What Debian's Apache has switched on when it is installed, and `headers`, which the recipe asks for.
const APACHE_MODULES: [&str; 14] = [
    "mpm_event",
    "authz_core",
    "authz_host",
    "access_compat",
    "dir",
    "autoindex",
    "mime",
    "negotiation",
    "alias",
    "env",
    "setenvif",
    "filter",
    "deflate",
    "headers",
];

fn apache(folder: &Path, root: &Path, with_recipe: bool) -> Result<(String, Server)> {
    if with_recipe {
        std::fs::write(root.join(BELOW).join(".htaccess"), recipe("apache.conf")?)?;
    }
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
    let mut text = String::new();
    for module in APACHE_MODULES {
        writeln!(text, "LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so")?;
    }
    let (folder_name, root) = (folder.display(), root.canonicalize()?);
    if is_root() {
        // Started by root, it would read files as another user, who may not look into a folder of root's.
        writeln!(text, "User www-data\nGroup www-data")?;
        open_to_all(&root)?;
    }
    // The lines about compression are those of Debian's mods-available/deflate.conf.
    write!(
        text,
        "ServerName 127.0.0.1\nListen {listen}\nPidFile \"{folder_name}/pid\"\nErrorLog \"{folder_name}/error.log\"\nDefaultRuntimeDir \"{folder_name}\"\n\
         TypesConfig /etc/mime.types\nDirectoryIndex index.html index.cgi index.pl index.php index.xhtml index.htm\n\
         AddOutputFilterByType DEFLATE text/html text/plain text/xml text/css text/javascript application/x-javascript\n\
         AddOutputFilterByType DEFLATE application/javascript application/ecmascript application/rss+xml application/wasm application/xml\n\
         DocumentRoot \"{root}\"\n<Directory />\nAllowOverride None\nRequire all denied\n</Directory>\n\
         <Directory \"{root}\">\nOptions Indexes FollowSymLinks\nAllowOverride All\nRequire all granted\n</Directory>\n\
         <FilesMatch \"^\\.ht\">\nRequire all denied\n</FilesMatch>\n",
        root = root.display()
    )?;
    let path = folder.join("apache.conf");
    std::fs::write(&path, text)?;
    let program = program("TANGTHU_APACHE", "/usr/sbin/apache2");
    let mut command = Command::new(program);
    command.arg("-d").arg(folder).arg("-f").arg(&path).arg("-DFOREGROUND");
    let mut server = Child::start(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
    server.wait_for(listen).with_context(|| {
        let log = std::fs::read_to_string(folder.join("error.log")).unwrap_or_default();
        format!("apache says: {log}")
    })?;
    Ok((format!("http://{listen}/"), Server::Other(server)))
}

fn caddy(folder: &Path, root: &Path, with_recipe: bool) -> Result<(String, Server)> {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
    let (root, address) = (root.canonicalize()?.display().to_string(), format!("http://{listen}"));
    let site = if with_recipe {
        let text = adapt(&recipe("Caddyfile")?, PLACE, &format!("\"{root}\""))?;
        adapt(&text, "kho.example.vn {", &format!("{address} {{"))?
    } else {
        format!("{address} {{\nroot * \"{root}\"\nencode gzip\nfile_server\n}}\n")
    };
    let path = folder.join("Caddyfile");
    // Certificates and the port for administration are of no use to a test.
    std::fs::write(&path, format!("{{\nadmin off\nauto_https off\n}}\n{site}"))?;
    let log = std::fs::File::create(folder.join("log"))?;
    let mut command = Command::new(program("TANGTHU_CADDY", "/usr/bin/caddy"));
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&path).env("HOME", folder);
    command.env("XDG_CONFIG_HOME", folder).env("XDG_DATA_HOME", folder);
    let mut server = Child::start(command.stdout(Stdio::null()).stderr(log))?;
    server.wait_for(listen).with_context(|| {
        format!("caddy says: {}", std::fs::read_to_string(folder.join("log")).unwrap_or_default())
    })?;
    Ok((format!("{address}/"), Server::Other(server)))
}

fn program(variable: &str, usual: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| PathBuf::from(usual), PathBuf::from)
}

/// Lets every user read what lies below `root`, and pass the folders above it.
fn open_to_all(root: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let private = root.parent().context("the folder of a host has no parent")?;
    std::fs::set_permissions(private, std::fs::Permissions::from_mode(0o755))?;
    Ok(())
}
