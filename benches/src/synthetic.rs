//! Documents made up by a rule, for machines that lack the measuring material: the same bytes everywhere, with the traits of
//! Vietnamese news that decide the size of an index. Few syllables, long lists, words of two syllables that recur within a
//! document, marks on most letters, numbers of documents here and there. Their figures are no substitute for real ones.

use crate::random::Random;
use anyhow::Result;
use serde_json::json;
use std::io::Write;

const ONSETS: [&str; 22] = [
    "", "b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "nh", "ng", "ph", "qu", "s", "t", "th",
    "tr", "v", "x",
];
const CODAS: [&str; 6] = ["", "n", "ng", "m", "i", "o"];
/// Vowels with the six tones.
const VOWELS: [[&str; 6]; 8] = [
    ["a", "à", "á", "ả", "ã", "ạ"],
    ["ă", "ằ", "ắ", "ẳ", "ẵ", "ặ"],
    ["â", "ầ", "ấ", "ẩ", "ẫ", "ậ"],
    ["ê", "ề", "ế", "ể", "ễ", "ệ"],
    ["o", "ò", "ó", "ỏ", "õ", "ọ"],
    ["ô", "ồ", "ố", "ổ", "ỗ", "ộ"],
    ["ơ", "ờ", "ớ", "ở", "ỡ", "ợ"],
    ["ư", "ừ", "ứ", "ử", "ữ", "ự"],
];
const WORDS: usize = 30_000;
const TOPICS: usize = 400;
const SECTIONS: [&str; 8] =
    ["Thời sự", "Kinh tế", "Văn hóa", "Giáo dục", "Y tế", "Thể thao", "Pháp luật", "Đời sống"];
const SOURCES: [&str; 5] = ["Báo Một", "Báo Hai", "Báo Ba", "Báo Bốn", "Báo Năm"];
const TAILS: [&str; 5] = ["QĐ-UBND", "KH-UBND", "NQ-HĐND", "CTr/QU", "TB-VP"];

/// Writes `count` documents, a line each.
pub(crate) fn write(count: usize, out: &mut impl Write) -> Result<usize> {
    let vocabulary = vocabulary();
    for at in 0..count {
        // Each document has numbers of its own, so that the first thousand are the same in a corpus of any size.
        let mut random = Random::new(at as u64 + 1);
        serde_json::to_writer(&mut *out, &document(at, &vocabulary, &mut random))?;
        out.write_all(b"\n")?;
    }
    Ok(count)
}

fn syllable(random: &mut Random) -> String {
    let onset = random.pick(&ONSETS).copied().unwrap_or_default();
    let vowel = random.pick(&VOWELS).and_then(|tones| random.pick(tones)).copied().unwrap_or_default();
    let coda = random.pick(&CODAS).copied().unwrap_or_default();
    format!("{onset}{vowel}{coda}")
}

/// Words, most of two syllables, the frequent ones first.
fn vocabulary() -> Vec<String> {
    let mut random = Random::new(0);
    let syllables: Vec<String> = (0..2_500).map(|_| syllable(&mut random)).collect();
    // A word takes its syllables from the frequent ones more often, as languages do.
    let frequent = |random: &mut Random| syllables[skewed(random, syllables.len())].clone();
    (0..WORDS)
        .map(|at| {
            let first = frequent(&mut random);
            if at % 4 == 0 { first } else { format!("{first} {}", frequent(&mut random)) }
        })
        .collect()
}

/// A position below `end`, early ones far more often: roughly Zipf's law.
pub(crate) fn skewed(random: &mut Random, end: usize) -> usize {
    let share = (random.next() >> 11) as f64 / (1_u64 << 53) as f64;
    (((end as f64 + 1.0).powf(share) - 1.0) as usize).min(end.saturating_sub(1))
}

fn sentence(words: usize, vocabulary: &[String], topic: &[usize], random: &mut Random) -> String {
    let mut chosen: Vec<&str> = Vec::with_capacity(words);
    for _ in 0..words {
        let own = random.below(3) == 0;
        let at = if own { topic[skewed(random, topic.len())] } else { skewed(random, vocabulary.len()) };
        chosen.push(&vocabulary[at]);
    }
    let text = chosen.join(" ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn document(at: usize, vocabulary: &[String], random: &mut Random) -> serde_json::Value {
    let mut of_topic = Random::new(1_000_000 + random.below(TOPICS) as u64);
    let topic: Vec<usize> = (0..60).map(|_| of_topic.below(vocabulary.len())).collect();
    let (year, month, day) = (2005 + random.below(20), 1 + random.below(12), 1 + random.below(28));
    let paragraph = |random: &mut Random| {
        let sentences: Vec<String> = (0..2 + random.below(4))
            .map(|_| {
                let words = 8 + random.below(12);
                sentence(words, vocabulary, &topic, random)
            })
            .collect();
        sentences.join(". ") + "."
    };
    let mut body: Vec<String> = (0..4 + random.below(8)).map(|_| paragraph(random)).collect();
    if random.below(4) == 0 {
        let tail = random.pick(&TAILS).copied().unwrap_or_default();
        body.push(format!("Căn cứ văn bản số {:02}/{tail} năm {year}.", 1 + random.below(300)));
    }
    json!({
        "id": format!("made-up-{at:06}"),
        "title": sentence(5, vocabulary, &topic, random),
        "date": format!("{year}-{month:02}-{day:02}"),
        "section": random.pick(&SECTIONS),
        "source": random.pick(&SOURCES),
        "lead": sentence(16, vocabulary, &topic, random) + ".",
        "body": body.join("\n"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Vec<String> {
        let mut out = Vec::new();
        write(count, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_larger_corpus_begins_like_a_smaller_one() {
        let (small, large) = (lines(20), lines(40));
        assert_eq!(small, large[..20]);
        assert_eq!(large.iter().collect::<std::collections::HashSet<_>>().len(), 40);
    }

    #[test]
    fn frequent_words_are_far_more_frequent() {
        let mut random = Random::new(1);
        let early = (0..1_000).filter(|_| skewed(&mut random, 10_000) < 100).count();
        assert!((400..600).contains(&early), "{early}");
    }
}
