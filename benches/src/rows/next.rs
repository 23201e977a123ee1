//! The next query, with words that the archive was not asked for before: its bytes, and how many fetches wait for each other.

use super::{goal, pack::Site};
use crate::browse;
use crate::ledger::Ledger;
use crate::report::{Figure, Report, Unit, thousands};
use crate::stats::percentile;
use anyhow::Result;
use std::collections::HashSet;
use std::rc::Rc;
use std::time::Duration;
use tangthu_text::unmarked;
use whole_program_tests::{Bounds, Host, Kind, Options, Sent, drive_within};

const PAIRS: usize = 50;
/// Holding answers back for so long makes what was asked for together look so, however the machine is loaded.
const DELAY: Duration = Duration::from_millis(100);
const QUIET: Duration = Duration::from_millis(800);
/// More than any page asks for at once.
const CONNECTIONS: u16 = 250;

const METHOD: &str = "Pairs of the drawn queries that share no word, also without marks. Everything the site keeps in the browser is \
    removed, the site is opened, the first query asked at once (with Enter), and when its answer stands, the second; what the \
    second fetches counts. The host holds every answer of the archive back for 100 ms; a request that begins after another one \
    ended belongs to a later round. In Firefox, because it can be told to open as many connections as an HTTP/2 host would serve.";

/// Measures every site.
pub(crate) fn measure(report: &mut Report, sites: &[Site], queries: &[String]) -> Result<()> {
    report.section("Next query with new words", METHOD);
    let pairs = pairs(queries);
    for site in sites {
        let size = site.corpus.documents;
        let asked = ask(site, pairs.clone())?;
        let counted = |sent: &&Sent| site.classes.of(&sent.path).is_some();
        let mut all = Ledger::default();
        let (mut bytes, mut whole, mut results) = (Vec::new(), Vec::new(), Vec::new());
        for sent in &asked {
            let sent: Vec<Sent> = sent.iter().filter(counted).cloned().collect();
            bytes.push(sent.iter().map(|one| one.bytes).sum::<u64>() as f64);
            whole.push(rounds(&sent) as f64);
            // Passages come from texts, after the results stand.
            let for_passages =
                |path: &str| [site.classes.of(path), site.classes.listed(path)].contains(&Some("texts"));
            let before_passages: Vec<Sent> =
                sent.iter().filter(|one| !for_passages(&one.path)).cloned().collect();
            results.push(rounds(&before_passages) as f64);
            for one in &sent {
                all.add(site.classes.of(&one.path).unwrap_or("other"), one.bytes);
            }
        }
        let rounds_goal = goal(size, Some(2.0), Some(2.0));
        report.add(
            Figure::new("next query, bytes, p50", size, percentile(&bytes, 50.0), Unit::Bytes)
                .goal(goal(size, None, Some(60e3)))
                .note(format!("{} queries", asked.len())),
        );
        report.add(Figure::new("next query, bytes, p95", size, percentile(&bytes, 95.0), Unit::Bytes));
        report.add(
            Figure::new(
                "next query, rounds until the results, most",
                size,
                percentile(&results, 100.0),
                Unit::Count,
            )
            .goal(rounds_goal)
            .note(format!("p50 {}", percentile(&results, 50.0))),
        );
        report.add(
            Figure::new(
                "next query, rounds with the snippets, most",
                size,
                percentile(&whole, 100.0),
                Unit::Count,
            )
            .note(format!("p50 {}", percentile(&whole, 50.0))),
        );
        let caption = format!("A next query by kind, the mean of all, {} documents", thousands(size));
        report.ledger(&caption, &all, asked.len());
    }
    Ok(())
}

/// Queries two by two, the second without a word of the first.
fn pairs(queries: &[String]) -> Vec<(String, String)> {
    let words = |query: &str| unmarked(query).split(' ').map(str::to_owned).collect::<HashSet<_>>();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for first in queries.iter().step_by(2).take(PAIRS) {
        let known = words(first);
        let free = |query: &&String| {
            words(query).is_disjoint(&known) && pairs.iter().all(|(_, second)| second != *query)
        };
        if let Some(second) = queries.iter().skip(1).step_by(2).find(free) {
            pairs.push((first.clone(), second.clone()));
        }
    }
    pairs
}

/// What the second query of each pair fetched.
fn ask(site: &Site, pairs: Vec<(String, String)>) -> Result<Vec<Vec<Sent>>> {
    let host = Rc::new(Host::start(&site.folder, "/")?);
    host.delay_archive(DELAY);
    let bounds = Bounds { connections: CONNECTIONS, ..browse::long() };
    drive_within(bounds, Kind::Firefox, &Options::default(), "next-query", |page| async move {
        let mut asked = Vec::new();
        for (first, second) in pairs {
            page.forget_site(&host.url).await?;
            browse::open(&page, &host, QUIET).await?;
            page.put(&first, true).await?;
            browse::standing(&page, &host, &first, QUIET).await?;
            let before = host.sent().len();
            page.put(&second, true).await?;
            browse::standing(&page, &host, &second, QUIET).await?;
            asked.push(host.sent().split_off(before));
        }
        Ok(asked)
    })
}

/// The longest chain of requests of which each began after the one before had ended.
fn rounds(sent: &[Sent]) -> usize {
    let mut depths: Vec<usize> = Vec::with_capacity(sent.len());
    for one in sent {
        let before = sent.iter().zip(&depths);
        let over = before.filter(|(other, _)| other.ended.is_some_and(|ended| ended <= one.begun));
        depths.push(1 + over.map(|(_, depth)| *depth).max().unwrap_or(0));
    }
    depths.into_iter().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn sent(times: &[(u64, u64)]) -> Vec<Sent> {
        let zero = Instant::now();
        let at = |millis: u64| zero + Duration::from_millis(millis);
        let one = |(begun, ended): &(u64, u64)| Sent {
            path: String::new(),
            bytes: 1,
            begun: at(*begun),
            ended: Some(at(*ended)),
        };
        times.iter().map(one).collect()
    }

    #[test]
    fn what_was_asked_for_together_is_one_round() {
        assert_eq!(rounds(&[]), 0);
        assert_eq!(rounds(&sent(&[(0, 100), (1, 101), (2, 160)])), 1);
        assert_eq!(rounds(&sent(&[(0, 100), (1, 101), (105, 205), (106, 206), (210, 310)])), 3);
    }

    #[test]
    fn the_second_query_of_a_pair_has_new_words() {
        let queries: Vec<String> = ["quận ủy", "quan ly", "đường số", "giá vàng"].map(str::to_owned).to_vec();
        let pairs = pairs(&queries);
        assert_eq!(pairs[0], ("quận ủy".to_owned(), "giá vàng".to_owned()));
        assert_eq!(pairs[1], ("đường số".to_owned(), "quan ly".to_owned()));
    }
}
