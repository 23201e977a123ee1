//! `cargo xtask demo`: from a fresh clone to the sample archive in a browser, in one command.

use crate::dist;
use crate::shell::{self, Shell};
use anyhow::Result;
use std::process::ExitCode;

/// Builds everything, makes the sample archive's site, and serves it.
pub(crate) fn run(shell: &mut Shell, arguments: &[String]) -> Result<ExitCode> {
    let mut serve = true;
    let mut port = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--no-serve" => serve = false,
            "--port" => match words.next().and_then(|word| word.parse::<u16>().ok()) {
                Some(number) => port = Some(number),
                None => return Ok(misused("--port wants a number from 0 to 65535")),
            },
            other => return Ok(misused(&format!("\"{other}\" is not understood"))),
        }
    }
    let tangthu = dist::build(shell)?;
    let site = shell.root.join("target/demo-site");
    shell::run(shell.command(&tangthu).args(["build", "demo", "-o"]).arg(&site))?;
    if serve {
        let mut command = shell.command(&tangthu);
        command.arg("serve").arg(&site);
        if let Some(port) = port {
            command.args(["--port", &port.to_string()]);
        }
        shell::run(&mut command)?;
    } else {
        println!("The site of the sample archive lies in {}", site.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn misused(complaint: &str) -> ExitCode {
    eprintln!("{complaint}: cargo xtask demo [--no-serve] [--port N]");
    ExitCode::from(2)
}
