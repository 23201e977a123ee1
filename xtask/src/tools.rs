//! The tools that building and testing need: their versions, what each is for, and where they are kept.

use crate::shell::Shell;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A tool that cargo can install.
pub(crate) struct CargoTool {
    /// The package's name.
    pub(crate) package: &'static str,
    /// The one version that is used.
    pub(crate) version: &'static str,
    /// The programs of it that are used; the first tells its version.
    pub(crate) programs: &'static [&'static str],
    /// What it is for, to be told before it is installed.
    pub(crate) purpose: &'static str,
    /// More arguments for `cargo install`.
    pub(crate) arguments: &'static [&'static str],
    /// Whether its own speed matters. Most tools spend their time waiting for compilers and browsers.
    pub(crate) optimised: bool,
}

/// Trunk builds the viewer. 0.22 wants a newer compiler than the project does.
pub(crate) const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    purpose: "builds the viewer",
    arguments: &["--locked", "--no-default-features", "--features", "rustls"],
    optimised: false,
};

/// Its version must be the one that `Cargo.toml` pins for the library; `cargo xtask tidy` compares them. Without
/// `--locked`, because the lock file of this release names a package version that registries no longer offer.
pub(crate) const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    purpose: "joins WebAssembly to the browser",
    arguments: &[],
    optimised: false,
};

/// Drives Firefox in tests. (Chromium's driver comes with Chromium.)
pub(crate) const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    version: "0.37.1",
    programs: &["geckodriver"],
    purpose: "drives Firefox in the tests",
    arguments: &["--locked"],
    optimised: false,
};

/// Checks licences, sources and doubles of libraries, by `deny.toml`.
pub(crate) const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    version: "0.20.2",
    programs: &["cargo-deny"],
    purpose: "checks what libraries come in, and under which licences",
    arguments: &["--locked", "--no-default-features"],
    optimised: false,
};

/// A peer that `cargo xtask bench --peers` measures.
pub(crate) const INFISEARCH: CargoTool = CargoTool {
    package: "infisearch",
    version: "0.10.1",
    programs: &["infisearch"],
    purpose: "is measured beside Tàng Thư",
    arguments: &["--locked"],
    optimised: true,
};

/// Another one, from npm.
pub(crate) const PAGEFIND_VERSION: &str = "1.6.0";

/// Checks pages for faults that keep people with disabilities out. From npm.
pub(crate) const AXE_VERSION: &str = "4.14.1";

impl CargoTool {
    /// Where this tool is kept.
    pub(crate) fn folder(&self) -> Result<PathBuf> {
        Ok(tools_folder()?.join(format!("{}-{}", self.package, self.version)))
    }

    /// Whether the PATH already leads to every program of it, in the right version.
    pub(crate) fn on_path(&self, shell: &Shell) -> bool {
        self.programs.iter().all(|program| shell.find(program).is_some())
            && self.programs.first().is_some_and(|program| self.has_version(shell.command(program)))
    }

    /// Whether it lies in the tools folder.
    pub(crate) fn kept(&self, shell: &Shell) -> Result<bool> {
        let bin = self.folder()?.join("bin");
        let programs = self.programs.iter().map(|program| bin.join(program));
        Ok(programs.clone().all(|path| path.is_file() || path.with_extension("exe").is_file())
            && programs.take(1).all(|path| self.has_version(shell.command(path))))
    }

    fn has_version(&self, mut command: Command) -> bool {
        let output = command.arg("--version").stdin(Stdio::null()).output();
        output.is_ok_and(|output| {
            let said = String::from_utf8_lossy(&output.stdout);
            output.status.success() && said.split_whitespace().any(|word| word == self.version)
        })
    }
}

/// `$TANGTHU_TOOLS`, or a folder in the user's cache.
pub(crate) fn tools_folder() -> Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = set("TANGTHU_TOOLS") {
        return Ok(std::path::absolute(folder)?);
    }
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").or_else(|| set("USERPROFILE")).map(|home| home.join(".cache")))
        .context("no home folder is known; set TANGTHU_TOOLS to a folder where tools may be installed")?;
    Ok(cache.join("tangthu").join("tools"))
}
