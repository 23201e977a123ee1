//! Gets a machine that has only rustup and Node ready: says what it installs and why, and skips what is there.
//!
//! Tools go into a folder of their own, never into the user's own `~/.cargo/bin`. System packages are installed only
//! where that can be done without asking anyone (as root, with apt-get); elsewhere a sentence says what is missing.

use crate::shell::{self, Shell};
use crate::tools::{
    self, AXE_VERSION, CARGO_DENY, CargoTool, GECKODRIVER, INFISEARCH, PAGEFIND_VERSION, TRUNK, WASM_BINDGEN,
};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// How much of the machine is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Nothing beyond cargo.
    Nothing,
    /// The compiler's own additions: the WebAssembly target, rustfmt, clippy.
    Compiler,
    /// What builds the viewer.
    Viewer,
    /// What the tests in browsers need, too.
    Everything,
}

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that everything of `level` is there, and that programs started later find it.
pub(crate) fn ensure(shell: &mut Shell, level: Level) -> Result<()> {
    if level >= Level::Compiler {
        wasm_target(shell)?;
    }
    if level == Level::Compiler || level == Level::Everything {
        component(shell, "rustfmt", "fmt", "checks how the code is laid out")?;
        component(shell, "clippy", "clippy", "checks the code for common mistakes")?;
    }
    if level >= Level::Viewer {
        cargo_tool(shell, &TRUNK)?;
        cargo_tool(shell, &WASM_BINDGEN)?;
    }
    if level >= Level::Everything {
        cargo_tool(shell, &CARGO_DENY)?;
        cargo_tool(shell, &GECKODRIVER)?;
        system_packages(shell)?;
        axe(shell)?;
    }
    Ok(())
}

/// What the check of libraries needs.
pub(crate) fn supply(shell: &mut Shell) -> Result<()> {
    cargo_tool(shell, &CARGO_DENY)
}

fn announce(what: &str, why: &str) {
    println!("setup: {what} ({why}) is not here; installing it");
}

fn wasm_target(shell: &Shell) -> Result<()> {
    let query = ["--print", "target-libdir", "--target", WASM_TARGET];
    let there = shell::output(shell.command("rustc").args(query))
        .is_ok_and(|folder| PathBuf::from(folder.trim()).is_dir());
    if there {
        return Ok(());
    }
    announce(&format!("the compiler target {WASM_TARGET}"), "the viewer runs as WebAssembly");
    shell::run(shell.command("rustup").args(["target", "add", WASM_TARGET]))
        .context("without rustup, install the WebAssembly target of your compiler by hand")
}

fn component(shell: &Shell, name: &str, subcommand: &str, why: &str) -> Result<()> {
    if shell::succeeds(shell.cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    announce(name, why);
    shell::run(shell.command("rustup").args(["component", "add", name]))
        .with_context(|| format!("without rustup, install {name} for your compiler by hand"))
}

fn cargo_tool(shell: &mut Shell, tool: &CargoTool) -> Result<()> {
    if tool.on_path(shell) {
        return Ok(());
    }
    let folder = tool.folder()?;
    if !tool.kept(shell)? {
        announce(&format!("{} {}", tool.package, tool.version), tool.purpose);
        println!("setup: into {}; building it takes some minutes, once", folder.display());
        install(shell, tool)?;
        if !tool.kept(shell)? {
            bail!("{} was installed into {} but does not run", tool.package, folder.display());
        }
    }
    shell.add_tools(folder.join("bin"));
    Ok(())
}

fn install(shell: &Shell, tool: &CargoTool) -> Result<()> {
    let folder = tool.folder()?;
    if shell::succeeds(shell.cargo().args(["binstall", "-V"])) {
        let package = format!("{}@{}", tool.package, tool.version);
        let binstall = ["binstall", "--no-confirm", "--force", "--disable-telemetry", "--root"];
        let done = shell::run(shell.cargo().args(binstall).arg(&folder).arg(package));
        if done.is_ok() && tool.kept(shell)? {
            return Ok(());
        }
        println!("setup: no ready-made {} could be had; building it from source", tool.package);
    }
    let mut command = shell.cargo();
    command.args(["install", "--force", tool.package, "--version", tool.version]);
    command.args(tool.arguments).arg("--root").arg(&folder);
    // One build folder lets them share what they have in common.
    command.env("CARGO_TARGET_DIR", tools::tools_folder()?.join("build"));
    if !tool.optimised {
        // An unoptimised build is ready in half the time.
        command
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    }
    shell::run(&mut command)
}

/// A system program, the Debian package that brings it, and what it is for.
struct SystemProgram {
    names: &'static [&'static str],
    package: &'static str,
    purpose: &'static str,
    /// The variable that tells those who use it where it lies.
    variable: &'static str,
}

const SYSTEM_PROGRAMS: &[SystemProgram] = &[
    SystemProgram {
        names: &["chromium", "chromium-browser", "google-chrome", "chrome"],
        package: "chromium",
        purpose: "the tests open the site in it",
        variable: "TANGTHU_CHROMIUM",
    },
    SystemProgram {
        names: &["chromedriver"],
        package: "chromium-driver",
        purpose: "drives Chromium in the tests",
        variable: "TANGTHU_CHROMEDRIVER",
    },
    SystemProgram {
        names: &["firefox-esr", "firefox"],
        package: "firefox-esr",
        purpose: "the tests open the site in it",
        variable: "TANGTHU_FIREFOX",
    },
    SystemProgram {
        names: &["nginx"],
        package: "nginx-light",
        purpose: "the tests serve the site with it, as a real host would",
        variable: "TANGTHU_NGINX",
    },
    SystemProgram {
        names: &["apache2", "httpd"],
        package: "apache2-bin",
        purpose: "the tests serve the site with it as docs/hosting says",
        variable: "TANGTHU_APACHE",
    },
    SystemProgram {
        // It also brings the table of types (/etc/mime.types) that Apache reads.
        names: &["caddy"],
        package: "caddy",
        purpose: "the tests serve the site with it as docs/hosting says",
        variable: "TANGTHU_CADDY",
    },
    SystemProgram {
        names: &["minisign"],
        package: "minisign",
        purpose: "the tests have it verify our signatures, and we verify its own",
        variable: "TANGTHU_MINISIGN",
    },
];

/// Compiles libFuzzer, which comes as source with the library that joins it to Rust.
const CPP_COMPILER: SystemProgram = SystemProgram {
    names: &["c++", "g++", "clang++"],
    package: "g++",
    purpose: "compiles libFuzzer, which finds the input that breaks something",
    variable: "CXX",
};

/// What `cargo xtask fuzz` needs beside cargo.
pub(crate) fn fuzzing(shell: &mut Shell) -> Result<()> {
    if std::env::var_os(CPP_COMPILER.variable).is_some() {
        return Ok(());
    }
    installed(shell, std::slice::from_ref(&CPP_COMPILER))
}

fn system_packages(shell: &mut Shell) -> Result<()> {
    installed(shell, SYSTEM_PROGRAMS)?;
    if let Some(path) = shell.find("geckodriver") {
        shell.set("TANGTHU_GECKODRIVER", path);
    }
    Ok(())
}

/// Installs those of `programs` that are missing, and sets the variable of each.
fn installed(shell: &mut Shell, programs: &[SystemProgram]) -> Result<()> {
    let find =
        |shell: &Shell, program: &SystemProgram| program.names.iter().find_map(|name| shell.find(name));
    let missing: Vec<_> = programs.iter().filter(|program| find(shell, program).is_none()).collect();
    if !missing.is_empty() {
        for program in &missing {
            announce(program.package, program.purpose);
        }
        let packages: Vec<_> = missing.iter().map(|program| program.package).collect();
        let is_root = shell::output(shell.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
        if !is_root || shell.find("apt-get").is_none() {
            bail!(
                "these programs are missing: {}. They can be installed for you only by root and with apt-get; \
                 please install them by hand (on Debian: sudo apt-get install {}) and try again",
                packages.join(", "),
                packages.join(" ")
            );
        }
        let apt = || {
            let mut command = shell.command("apt-get");
            command.env("DEBIAN_FRONTEND", "noninteractive");
            command
        };
        shell::run(apt().args(["update", "-q"]))?;
        shell::run(apt().args(["install", "-q", "-y", "--no-install-recommends"]).args(&packages))?;
    }
    for program in programs {
        let path = find(shell, program)
            .with_context(|| format!("{} was installed but cannot be found", program.package))?;
        shell.set(program.variable, path);
    }
    Ok(())
}

/// axe-core finds faults of accessibility from inside the page; the tests load it into the browser themselves.
fn axe(shell: &mut Shell) -> Result<()> {
    let script = npm(shell, "axe-core", AXE_VERSION, "finds faults of accessibility in the tests")?
        .join("axe-core/axe.min.js");
    if !script.is_file() {
        bail!("{} was installed but does not hold axe.min.js", script.display());
    }
    shell.set("TANGTHU_AXE", script);
    Ok(())
}

/// The programs that are measured beside ours, for the benchmarks alone.
pub(crate) fn peers(shell: &mut Shell) -> Result<()> {
    let pagefind = npm(shell, "pagefind", PAGEFIND_VERSION, "is measured beside Tàng Thư")?;
    shell.set("TANGTHU_PAGEFIND", pagefind.join(".bin/pagefind"));
    cargo_tool(shell, &INFISEARCH)?;
    let infisearch = shell.find("infisearch").context("infisearch was installed but cannot be found")?;
    shell.set("TANGTHU_INFISEARCH", infisearch);
    Ok(())
}

/// Installs a package from npm into a folder of its own, and returns the folder with it and what it needs.
fn npm(shell: &Shell, package: &str, version: &str, purpose: &str) -> Result<PathBuf> {
    let folder = tools::tools_folder()?.join(format!("{package}-{version}"));
    let modules = folder.join("node_modules");
    if !modules.join(package).is_dir() {
        announce(&format!("{package} {version}"), purpose);
        if shell.find("npm").is_none() {
            bail!("npm is missing; install Node (it brings npm) and try again");
        }
        std::fs::create_dir_all(&folder)?;
        let quiet = ["install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix"];
        shell::run(shell.command("npm").args(quiet).arg(&folder).arg(format!("{package}@{version}")))?;
    }
    Ok(modules)
}
