//! `cargo xtask COMMAND`: set-up, builds, checks and tests of Tàng Thư.
//!
//! Everything that a contributor or a build machine runs is a command here, so that there is one way to do it and it
//! works the same everywhere. What the program itself does is left to the crates; this one only starts tools and
//! inspects what they made.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a command-line program: talking to the person at the terminal is its job"
)]

mod bench;
mod demo;
mod dist;
mod finish;
mod fuzz;
mod names;
mod references;
mod reliability;
mod setup;
mod shell;
mod shots;
mod shrink;
mod size;
mod split;
mod supply;
mod tally;
mod test;
mod tidy;
mod tools;
mod viewer;

use anyhow::Result;
use shell::Shell;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  setup             install what building and testing need; says what and why, skips what is there
  demo              build everything, pack the sample archive and serve it
                      --no-serve   stop before serving      --port N   serve on this port
  test [STEP…]      run every check and test, or only the steps named; --list names them
  bench             measure what DESIGN section 8 asks for and write docs/performance.md; takes an hour or two
                      --only ROW,…         only these rows, after packing: app, warm, relevance, numbers, facets, first,
                                           next, frame, memory, peers
                      --documents N,…      sizes of the corpus (10000,100000)
                      --corpus FILE        JSON lines, also .zst, in place of ../shared/corpora/news-100k.jsonl.zst
                      --made-up            documents made up by a rule, as where ../shared is not there
                      --queries N          how many queries are drawn (200)
                      --peers              Pagefind and InfiSearch too, up to 10,000 documents; installs them
                      --peers-100k         the same with any number; Pagefind then wants 17 GB of memory
                      --out FILE           the report; else docs/performance.md, or where not everything is measured
                                           target/bench/performance.md
  fuzz [TARGET…]    let random input look for what breaks: query, words, numbers, one_file, segment,
                        address, ingest; all by default
                      --minutes N          how long each runs (10)
                      --keep               then write the inputs that reach the most into fuzz/corpus
                      --input FILE         only this input, with the target named
  reliability [PART…]  break everything that can break, at length, and write docs/reliability.md; takes an hour.
                    Parts: faults, soak, load, kill
  shots [STATE…]    make pictures of every page and state at 360, 768, 1280 and 2560 pixels, light and dark, in
                    target/shots, with an index.html that shows them side by side
                      --firefox            in Firefox; else in Chromium
  dist              build the finished command, viewer inside, at target/dist/tangthu
  viewer            build the viewer into dist/ (trunk build --release), unless it is up to date
  size              measure the viewer's download against its budget
  tidy              check the rules of the house: crate edges, module docs, file sizes, forbidden words
  finish            what Trunk calls after a build: cuts programs into chunks, names files by their content

Tools are installed once into ${TANGTHU_TOOLS:-~/.cache/tangthu/tools}; delete that folder to be rid of them.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    if matches!(command, "help" | "--help" | "-h") || rest.iter().any(|word| word == "--help" || word == "-h")
    {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match run(command, rest) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, rest: &[String]) -> Result<ExitCode> {
    let takes_arguments = matches!(command, "bench" | "demo" | "fuzz" | "reliability" | "shots" | "test");
    if !takes_arguments && let Some(word) = rest.first() {
        eprintln!("`cargo xtask {command}` takes no arguments, but was given \"{word}\"");
        return Ok(ExitCode::from(2));
    }
    let mut shell = Shell::new()?;
    match command {
        "setup" => {
            setup::ensure(&mut shell, setup::Level::Everything)?;
            println!("Everything that building and testing need is here.");
            if let Some(folders) = shell.tools_on_path() {
                println!("To run trunk by hand: export PATH=\"{folders}:$PATH\"");
            }
        }
        "bench" => return bench::run(&mut shell, rest),
        "demo" => return demo::run(&mut shell, rest),
        "fuzz" => return fuzz::run(&mut shell, rest),
        "reliability" => return reliability::run(&mut shell, rest),
        "shots" => return shots::run(&mut shell, rest),
        "test" => return test::run(&mut shell, rest),
        "dist" => {
            dist::build(&mut shell)?;
        }
        "viewer" => {
            viewer::build(&mut shell)?;
        }
        "size" => size::run(&mut shell)?,
        "tidy" => tidy::run(&mut shell)?,
        "finish" => finish::run()?,
        unknown => {
            eprintln!("there is no command \"{unknown}\"\n\n{HELP}");
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}
