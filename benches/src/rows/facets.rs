//! Facets, dates, the timeline and sorting, with documents that have dates and sections, and with a list of 50,000 values.

use super::{pack, warm};
use crate::browse;
use crate::corpus::{self, Corpus};
use crate::random::Random;
use crate::report::{Figure, Report, Unit};
use crate::sample;
use crate::settings::Settings;
use crate::stats::percentile;
use crate::synthetic::skewed;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::rc::Rc;
use std::time::Duration;
use whole_program_tests::{Host, Kind, Options, Page, drive_within};

/// Headlines with their dates, sections and sources.
const HEADLINES: &str = "corpora/headlines-154k.jsonl.zst";
/// How many are made up where there are none.
const MADE_UP: usize = 100_000;
/// Different values of the long list.
const VALUES: usize = 50_000;
/// Values of a document.
const EACH: usize = 10;
/// Tails of numbers, of which each stands for a quarter of the values.
const TAILS: [&str; 4] = ["QĐ-UBND", "NQ-HĐND", "TT-BTC", "TT-BGDĐT"];
const QUERIES: usize = 50;
/// How often the list is opened and searched in the browser.
const OPENED: usize = 20;
const QUIET: Duration = Duration::from_millis(400);

const METHOD: &str = "Headlines of newspapers (title, lead, date, section, source), to each of which are added views, and a body that \
    cites ten of 50,000 made-up numbers of documents, frequent ones more often (roughly by Zipf's law). As for the warm query of the \
    command: one process asks everything twice, the second time counts; every answer has ten results with snippets, the total, and the \
    counts of sections, sources, kinds, languages, years and months. In the browser, each query on a page that was opened anew: from opening \
    the list of numbers to its values on the page, and from typing two letters above it to those that hold them (a pause of 150 ms for the next \
    letter included); then how long it takes once more with other letters.";

/// What is added to a query, and what that is called.
fn conditions(facts: &Facts) -> [(&'static str, String); 4] {
    [
        ("words alone", String::new()),
        ("words in a year", format!(" năm:{}", facts.year)),
        ("words in a section", format!(" mục:\"{}\"", facts.section)),
        ("words in three months", format!(" từ:{0}-01 đến:{0}-03", facts.year)),
    ]
}

/// What the documents hold most of.
#[derive(Debug)]
struct Facts {
    year: String,
    section: String,
}

/// Packs the documents and measures.
pub(crate) fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    report.section("Facets, dates and sorting", METHOD);
    let (corpus, facts) = write(settings)?;
    let size = corpus.documents;
    let archive = settings.work.join("archive-facets");
    let spent = pack::pack(&[&corpus.path], &archive)?;
    report.add(Figure::new("`pack` of headlines, time", size, spent.seconds, Unit::Seconds));
    let queries = sample::draw(&corpus, QUERIES)?;
    let mut add = |what: &str, ms: &[f64]| {
        for percent in [50.0, 95.0] {
            let figure =
                Figure::new(format!("{what}, p{percent}"), size, percentile(ms, percent), Unit::Milliseconds);
            report.add(figure.note(format!("{} queries", ms.len())));
        }
    };
    let mut time = |what: &str, questions: &[String], options: &[&str]| -> Result<()> {
        add(what, &warm::warm(settings, &archive, questions, 10, options)?);
        Ok(())
    };
    for (what, addition) in conditions(&facts) {
        let questions: Vec<String> = queries.iter().map(|query| format!("{query}{addition}")).collect();
        time(what, &questions, &["--facets"])?;
    }
    for sort in ["newest", "oldest", "views"] {
        time(&format!("words alone, by {sort}"), &queries, &["--facets", "--sort", sort])?;
    }
    time("words alone, with the list of numbers", &queries, &["--facets=numbers"])?;
    let all = [format!("năm:{}", facts.year), String::new()];
    time("most of all documents, and all", &all, &["--facets"])?;
    time("most of all documents, and all, with the list of numbers", &all, &["--facets=numbers"])?;
    let folder = settings.work.join("site-facets");
    pack::make_site(&archive, &settings.dist, &folder)?;
    let times = session(Rc::new(Host::start(&folder, "/")?), queries)?;
    for (at, what) in
        ["opening the list of numbers", "two letters above it", "two others"].into_iter().enumerate()
    {
        let ms: Vec<f64> = times.iter().map(|times| times[at]).collect();
        add(&format!("in the browser, {what}"), &ms);
    }
    Ok(())
}

/// The documents that are measured with.
fn write(settings: &Settings) -> Result<(Corpus, Facts)> {
    let path = settings.work.join("corpus-facets.jsonl");
    let source = match settings.shared(HEADLINES) {
        Some(source) if !settings.made_up => source,
        _ => corpus::made_up(settings, MADE_UP)?,
    };
    let mut out = BufWriter::new(File::create(&path)?);
    let (mut years, mut sections): (HashMap<String, usize>, HashMap<String, usize>) = Default::default();
    let mut documents = 0;
    corpus::each(&source, &mut |at, line| {
        let mut random = Random::new(at as u64);
        let mut cited = BTreeSet::new();
        while cited.len() < EACH {
            cited.insert(skewed(&mut random, VALUES));
        }
        let numbers: Vec<String> = cited.into_iter().map(number).collect();
        let document = json!({ "id": line.id, "title": line.title, "date": line.date, "section": line.section, "source": line.source,
            "lead": line.lead, "views": random.below(100_000), "body": format!("Căn cứ các văn bản số {}.", numbers.join(", số ")) });
        writeln!(out, "{document}")?;
        *years.entry(line.date.chars().take(4).collect()).or_default() += 1;
        *sections.entry(line.section).or_default() += 1;
        documents = at + 1;
        Ok(())
    })?;
    out.flush()?;
    let most = |counts: HashMap<String, usize>| {
        counts.into_iter().filter(|(value, _)| !value.is_empty()).max_by(|a, b| (a.1, &b.0).cmp(&(b.1, &a.0)))
    };
    let (year, _) = most(years).context("no document has a date")?;
    let (section, _) = most(sections).context("no document has a section")?;
    Ok((Corpus { path, documents }, Facts { year, section }))
}

/// One of the made-up numbers.
fn number(value: usize) -> String {
    let (of_tail, tail) = (value % (VALUES / TAILS.len()), value / (VALUES / TAILS.len()));
    format!("{}/{}/{}", 1 + of_tail % 500, 2000 + of_tail / 500, TAILS[tail])
}

/// For each query the time to the open list, to the values of two letters, and of two others.
fn session(host: Rc<Host>, queries: Vec<String>) -> Result<Vec<[f64; 3]>> {
    host.lasting();
    drive_within(browse::long(), Kind::Chromium, &Options::default(), "facets", |page| async move {
        let mut times = Vec::new();
        for query in queries.iter().take(OPENED) {
            // A list that was open stays so: each time the page is a new one.
            browse::open(&page, &host, QUIET).await?;
            page.put(query, true).await?;
            browse::standing(&page, &host, query, QUIET).await?;
            times.extend(open(&page).await?);
        }
        anyhow::ensure!(!times.is_empty(), "no query cites so many numbers that they can be searched");
        Ok(times)
    })
}

/// Opens the list of numbers and types above it, twice; none where it is too short to be searched.
async fn open(page: &Page) -> Result<Option<[f64; 3]>> {
    let script = "const done = arguments[0];
        const panel = [...document.querySelectorAll('.panel')].find(one => one.querySelector('summary').innerText.startsWith('Số'));
        const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
        const until = async holds => {
            const start = performance.now();
            while (!holds()) {
                if (performance.now() - start > 20000) throw new Error('waited in vain');
                await frame();
            }
            await frame();
            return performance.now() - start;
        };
        const values = () => [...panel.querySelectorAll('li .name')].map(one => one.innerText.toLowerCase());
        const typed = text => {
            const field = panel.querySelector('input.find');
            field.value = text;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            return until(() => values().length > 0 && values().every(value => value.includes(text)));
        };
        (async () => {
            panel.open = true;
            const opened = await until(() => values().length > 0);
            if (!panel.querySelector('input.find')) return null;
            const times = [opened, await typed('btc'), await typed('hđ')];
            panel.open = false;
            return times;
        })().then(done, error => done(String(error)))";
    let times: Value = page.client.execute_async(script, vec![]).await?;
    serde_json::from_value(times.clone()).with_context(|| format!("the list of numbers: {times}"))
}
