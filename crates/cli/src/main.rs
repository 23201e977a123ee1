//! The `tangthu` command: builds sites and archives, checks, searches and serves them.
//!
//! A command reads its arguments, does its work through the libraries, and ends in one of three ways: good (0), faults
//! found (1), cannot run (2). What the words of an answer are stands in `commands/`, how files are published in
//! `publish.rs`, how an archive is read from a folder in `host.rs`.

mod commands;
mod conditions;
mod connect;
mod gather;
mod generations;
mod headers;
mod holdings;
mod host;
mod hosting;
mod lock;
mod output;
mod pages;
mod progress;
mod publish;
mod questions;
mod report;
mod server;
mod shell;
mod signature;
mod single;
mod viewer;
mod workshop;

use clap::{Parser, Subcommand};
use output::{End, Problem};
use std::process::ExitCode;

/// Packing asks for many large pieces of memory and gives them back; the allocator of glibc keeps a good part of them, so that a million
/// documents took more with every segment.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns a pile of documents into one static folder that anyone can open, search and read in a browser.
#[derive(Debug, Parser)]
#[command(name = "tangthu", version, max_term_width = 100)]
#[command(
    long_about = "Tàng Thư turns a pile of documents into one static folder that anyone can open in a browser, search, \
    read offline and cite. No server, no account, no tracking.\n\nStart with `tangthu build FOLDER -o SITE`, look at it with \
    `tangthu serve SITE`, then copy SITE to any web host."
)]
#[command(
    after_help = "Exit codes: 0 good, 1 faults found, 2 cannot run.\n`tangthu COMMAND --help` explains each command with examples."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(commands::build::Build),
    Pack(commands::pack::Pack),
    Check(commands::check::Check),
    Search(commands::search::Search),
    Eval(commands::eval::Eval),
    Show(commands::show::Show),
    Mentions(commands::mentions::Mentions),
    Figures(commands::study::Figures),
    Dossier(commands::study::Dossier),
    Info(commands::info::Info),
    Remove(commands::remove::Remove),
    Merge(commands::merge::Merge),
    Diff(commands::diff::Diff),
    Export(commands::export::Export),
    Keygen(commands::keygen::Keygen),
    Sign(commands::sign::Sign),
    Serve(commands::serve::Serve),
    #[command(hide = true)]
    ReadPdf(commands::read_pdf::ReadPdf),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Build(command) => command.run(),
        Command::Pack(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Search(command) => command.run(),
        Command::Eval(command) => command.run(),
        Command::Show(command) => command.run(),
        Command::Mentions(command) => command.run(),
        Command::Figures(command) => command.run(),
        Command::Dossier(command) => command.run(),
        Command::Info(command) => command.run(),
        Command::Remove(command) => command.run(),
        Command::Merge(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Keygen(command) => command.run(),
        Command::Sign(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::ReadPdf(command) => command.run(),
    };
    match result {
        Ok(End::Good) | Err(Problem::ClosedPipe) => ExitCode::SUCCESS,
        Ok(End::Faults) => ExitCode::from(1),
        Err(Problem::Sentence(sentence)) => {
            output::say(&sentence);
            ExitCode::from(2)
        }
    }
}
