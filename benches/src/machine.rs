//! What the figures were measured on and with: without that they say nothing.

use crate::settings::Settings;
use std::process::Command;

/// Facts of the machine and of the programs, by name.
pub(crate) fn facts(settings: &Settings) -> Vec<(&'static str, String)> {
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown".to_owned());
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let mut facts = vec![
        ("revision", settings.revision.clone()),
        ("processor", format!("{processor}, {cores} of it")),
        ("memory", memory),
        ("system", said_by("uname", &["-sr"])),
        (
            "other work on the machine when it began (load)",
            load.split(' ').take(3).collect::<Vec<_>>().join(" "),
        ),
        ("Chromium", said_by(&program("TANGTHU_CHROMIUM", "chromium"), &["--version"])),
        ("Firefox", said_by(&program("TANGTHU_FIREFOX", "firefox-esr"), &["--version"])),
        ("Rust", said_by("rustc", &["--version"])),
    ];
    for (name, peer) in [("Pagefind", &settings.pagefind), ("InfiSearch", &settings.infisearch)] {
        if let Some(peer) = peer {
            facts.push((name, said_by(&peer.to_string_lossy(), &["--version"])));
        }
    }
    facts
}

fn program(variable: &str, name: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| name.to_owned())
}

fn field(path: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("unknown");
    first.trim().to_owned()
}
