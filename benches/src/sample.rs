//! The queries: runs of words drawn from the corpus by seed, half of them typed without marks.

use crate::corpus::{self, Corpus};
use crate::random::Random;
use anyhow::{Result, ensure};
use std::collections::{HashMap, HashSet};
use tangthu_text::{clean, unmarked};

const SEED: u64 = 0x0001_2025;
/// The most words of a query.
const MAX_WORDS: usize = 4;

/// Draws `count` different queries of two to four words that stand together in a document, in its title or its text by turns.
/// Every other one is without marks. The same corpus and count always give the same queries.
pub(crate) fn draw(corpus: &Corpus, count: usize) -> Result<Vec<String>> {
    let mut random = Random::new(SEED);
    let mut order: Vec<usize> = (0..corpus.documents).collect();
    random.shuffle(&mut order);
    // Some documents have nothing that could be a query, so twice as many are looked at.
    order.truncate(count * 2);
    let places: HashMap<usize, usize> = order.iter().copied().zip(0..).collect();
    let mut drawn: Vec<Option<String>> = vec![None; order.len()];
    corpus::each(&corpus.path, &mut |at, line| {
        if let Some(place) = places.get(&at) {
            // The numbers of a document are its own: what another one holds changes nothing here.
            let mut random = Random::new(SEED ^ at as u64);
            let text = if place % 2 == 0 { line.title } else { format!("{}. {}", line.lead, line.body) };
            drawn[*place] = words_together(&text, &mut random);
        }
        Ok(())
    })?;
    let mut seen = HashSet::new();
    let mut queries: Vec<String> =
        drawn.into_iter().flatten().filter(|query| seen.insert(query.clone())).take(count).collect();
    ensure!(!queries.is_empty(), "no query could be drawn from {}", corpus.path.display());
    // By pairs of places, so that both halves hold queries from titles and from texts.
    let half = queries.iter_mut().enumerate().filter(|(at, _)| at % 4 >= 2);
    half.for_each(|(_, query)| *query = unmarked(query));
    Ok(queries)
}

/// Some words of `text` that no punctuation parts.
fn words_together(text: &str, random: &mut Random) -> Option<String> {
    let runs: Vec<Vec<String>> = runs(text).into_iter().filter(|run| run.len() >= 2).collect();
    let run = random.pick(&runs)?;
    let words = 2 + random.below(MAX_WORDS.min(run.len()) - 1);
    let from = random.below(run.len() - words + 1);
    Some(run[from..from + words].join(" "))
}

fn runs(text: &str) -> Vec<Vec<String>> {
    let mut runs = vec![Vec::new()];
    for chunk in clean(text).to_lowercase().split_whitespace() {
        let word = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        let is_word = !word.is_empty() && word.chars().all(char::is_alphanumeric) && word.len() < 20;
        let opens = is_word && chunk.starts_with(word);
        if !opens {
            runs.push(Vec::new());
        }
        if is_word && let Some(run) = runs.last_mut() {
            run.push(word.to_owned());
        }
        if !is_word || !chunk.ends_with(word) {
            runs.push(Vec::new());
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_together_and_no_punctuation_parts_them() {
        let found: Vec<String> =
            runs("Quận ủy, (HĐND quận) họp 28/3. Tốt").iter().map(|run| run.join(" ")).collect();
        let found: Vec<&str> = found.iter().map(String::as_str).filter(|run| !run.is_empty()).collect();
        assert_eq!(found, ["quận ủy", "hđnd quận", "họp", "tốt"]);
        for seed in 0..50 {
            let query = words_together("Một hai ba bốn năm sáu", &mut Random::new(seed)).unwrap();
            assert!((2..=4).contains(&query.split(' ').count()), "{query}");
        }
        assert_eq!(words_together("Một. Hai", &mut Random::new(1)), None);
    }
}
