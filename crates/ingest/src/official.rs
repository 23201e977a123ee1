//! The head of an official document: who issued it, under what number, where and when, of what kind and about what.
//!
//! Official documents of the State and of the Party open alike: the issuing body on the left and the motto of the State or the
//! name of the Party on the right, the number below the one and place and date below the other, then the kind in capitals
//! and what it is about. Precision comes before recall: without the motto, or a number and a line of place and date that stand by
//! themselves near the top, nothing is claimed, and of what is doubtful nothing is taken. Only fields that are still open are filled, and a title that somebody gave stays.

mod names;

use crate::dates::read_date;
use names::{is_level, proper_issuer};
use tangthu_archive::{Block, Document, PartialDate};
use tangthu_mentions::{kind_named, numbers};

/// How many lines are looked through for the head: that of a joint document of three bodies has some twenty.
const MAX_LINES: usize = 40;

/// The longest line that can be part of a head, in characters.
const MAX_LINE: usize = 400;

/// What a document is about may take so many lines.
const MAX_SUBJECT_LINES: usize = 3;

/// Where no motto tells a head, number and date stand among so many first lines, and no further apart than half of them.
const TOP_LINES: usize = 12;

/// How the first paragraph of the text begins: what a document rests on and whom it addresses.
const OPENINGS: &[&str] =
    &["căn cứ", "kính gửi", "xét đề nghị", "xét tờ trình", "theo đề nghị", "chiểu theo", "nơi nhận"];

/// Fills in number, kind, issuer, day of issue and title from how the text begins. Returns whether a head was found.
pub(crate) fn recognise(document: &mut Document) -> bool {
    let Some(head) = Head::of(document) else { return false };
    if (document.title.is_empty() || is_line_of_head(&document.title))
        && let Some(title) = head.title()
    {
        document.title = title;
    }
    // The name of a body that stands in bold above all opens the head, and is no lead.
    if let Some(lead) = document.lead.take_if(|lead| is_line_of_head(lead)) {
        document.body.insert(0, Block::Paragraph { text: lead });
    }
    document.number = document.number.take().or(head.number);
    document.kind = document.kind.take().or(head.kind);
    document.issuer = document.issuer.take().or(head.issuer);
    document.issued = document.issued.take().or(head.issued);
    true
}

/// Whether what stands as title is only a line of the head, as where the first line of a text was taken for one.
pub(crate) fn is_line_of_head(title: &str) -> bool {
    let named = is_shouted(title) && (names::is_body(title) || kind_line(title).is_some());
    named || is_motto(title) || announced_number(title).is_some() || place_and_date(title).is_some()
}

#[derive(Debug, Default)]
struct Head {
    number: Option<String>,
    kind: Option<String>,
    issuer: Option<String>,
    issued: Option<PartialDate>,
    subject: Option<String>,
}

impl Head {
    fn of(document: &Document) -> Option<Self> {
        let lines = first_lines(document);
        let motto = lines.iter().position(|line| is_motto(line)).or_else(|| {
            // In a narrow column it takes two lines.
            lines.windows(2).position(|pair| is_motto(&pair.join(" ")))
        });
        let mut head = Self::default();
        // Nothing above the text counts as its head when the motto stands far below: it is then quoted.
        let motto = motto.filter(|motto| *motto <= MAX_LINES / 2).or_else(|| number_and_date(&lines))?;
        let numbered =
            lines.iter().enumerate().find_map(|(at, line)| announced_number(line).map(|number| (at, number)));
        let (number_at, number) = numbered.map_or((None, None), |(at, number)| (Some(at), Some(number)));
        head.number = number.filter(|number| !number.is_empty());
        let dated =
            lines.iter().enumerate().find_map(|(at, line)| place_and_date(line).map(|date| (at, date)));
        let beside = || number_at.and_then(|at| date_beside_number(lines.get(at)?));
        head.issued = dated.map_or_else(beside, |(_, date)| date);
        let kinds =
            || lines.iter().enumerate().filter_map(|(at, line)| kind_line(line).map(|kind| (at, kind)));
        // In what was copied out of a gazette the sides of the head may stand behind the kind.
        let kind =
            kinds().find(|(at, _)| *at >= motto).or_else(|| kinds().find(|(_, (_, rest))| rest.is_empty()));
        if let Some((at, (name, rest))) = kind {
            head.kind = Some(name.to_owned());
            head.subject = subject(rest, lines.get(at + 1..).unwrap_or_default());
        } else if let Some(subject) = number_at.and_then(|at| regarding(lines.get(at..).unwrap_or_default()))
        {
            // A letter names no kind: what it is about stands below its number.
            head.kind = Some("Công văn".to_owned());
            head.subject = Some(subject);
        }
        // A motto alone also opens forms and letters of private people.
        if head.number.is_none() && (head.kind.is_none() || head.issued.is_none()) {
            return None;
        }
        head.issuer = issuer(
            lines.get(..number_at.unwrap_or(motto).max(motto).min(lines.len())).unwrap_or_default(),
            number_at,
        );
        Some(head)
    }

    /// `Kế hoạch nâng cao chất lượng …`.
    fn title(&self) -> Option<String> {
        let kind = self.kind.as_deref()?;
        let Some(subject) = self.subject.as_deref() else {
            return self.number.as_deref().map(|number| format!("{kind} số {number}"));
        };
        let mut words = subject.split(' ');
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        // A name keeps its capitals: its second word has one as well.
        let is_plain = second.chars().next().is_some_and(char::is_lowercase)
            && first.chars().skip(1).all(char::is_lowercase);
        if !is_plain {
            return Some(format!("{kind} {subject}"));
        }
        let mut letters = subject.chars();
        let lower: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
        Some(format!("{kind} {lower}{}", letters.as_str()))
    }
}

/// The first lines of a document, its title first; cells of tables are lines of their own.
fn first_lines(document: &Document) -> Vec<String> {
    let texts = document.body.iter().take(MAX_LINES).flat_map(Block::texts);
    let texts = std::iter::once(document.title.as_str()).chain(document.lead.as_deref()).chain(texts);
    let mut lines: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()).take(MAX_LINES) {
        let text: String = text.chars().take(MAX_LINE + 1).collect();
        lines.extend(apart(&text).map(str::to_owned));
        // What the title repeats of the first line is one line.
        if lines.len() == 2 && lines.first() == lines.get(1) {
            lines.pop();
        }
    }
    lines
}

/// The lines of a head that was flattened into one: what begins with the motto or the number is a line of its own.
fn apart(text: &str) -> impl Iterator<Item = &str> {
    const BEGINNINGS: &[&str] =
        &["CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐẢNG CỘNG SẢN VIỆT NAM", "Độc lập", "Số:", "Số ", "V/v "];
    let mut cuts: Vec<usize> = vec![0, text.len()];
    for beginning in BEGINNINGS {
        let found = text.match_indices(beginning).map(|(at, _)| at);
        // In prose these words stand behind small letters.
        cuts.extend(found.filter(|&at| {
            let before = text[..at].trim_end();
            let word = before.rsplit(' ').next().unwrap_or_default();
            at > 0
                && text[..at].ends_with(' ')
                && (is_shouted(word) || word.ends_with('*') || word.contains(['/', '_']))
        }));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let parts: Vec<&str> =
        cuts.windows(2).filter_map(|cut| text.get(cut[0]..cut[1])).map(str::trim).collect();
    parts.into_iter().filter(|part| !part.is_empty())
}

/// Whether a line is, or holds, the motto of the State or the name of the Party that heads its documents.
pub(crate) fn is_motto(line: &str) -> bool {
    let upper = line.replace("HOÀ", "HÒA");
    let state = upper.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        || upper.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT");
    state
        || upper.trim() == "ĐẢNG CỘNG SẢN VIỆT NAM"
        || (upper.contains("ĐẢNG CỘNG SẢN VIỆT NAM") && is_shouted(line))
}

fn is_shouted(line: &str) -> bool {
    let mut letters = line.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| !c.is_lowercase())
}

/// The number behind "Số:" on a line of its own or among the others of a head that stands on one line; empty where the number
/// was left blank.
fn announced_number(line: &str) -> Option<String> {
    // "Luật số: 41/2024/QH15" on a line of its own; without the colon it is a law that is cited.
    let small = line.match_indices("số:").filter(|(at, _)| kind_of(line[..*at].trim()).is_some());
    for (at, _) in line.match_indices("Số").chain(line.match_indices("SỐ")).chain(small) {
        let starts_word = line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = line.get(at..)?.trim_start_matches(['S', 's', 'ố', 'Ố']).trim_start();
        let (colon, after) = (after.starts_with(':'), after.strip_prefix([':', '.']).unwrap_or(after));
        let bare = after.trim_start();
        if !starts_word {
            continue;
        }
        // Only at the start of a line: in running text it is the number of another document.
        let opens = at == 0 || is_shouted(&line[..at]) || kind_of(line[..at].trim()).is_some();
        if let Some(number) = numbers(bare).into_iter().find(|number| number.start == 0).filter(|_| opens) {
            return Some(number.canonical);
        }
        if opens
            && colon
            && let Some(number) = letter_number(bare)
        {
            return Some(number);
        }
        if opens && bare.starts_with(['/', '-', '…', '.']) && bare.contains('/') {
            return Some(String::new());
        }
    }
    None
}

/// The number of a letter, which names no kind but who sends it: `1234/SXD-QLN` by the housing department of a building authority. No
/// table knows all of these codes, so this is a number only where "Số:" announces it and nothing stands behind it.
fn letter_number(text: &str) -> Option<String> {
    let (digits, code) = text.split_once('/')?;
    let code = code.trim_end_matches([' ', '.', ',', ';']);
    let is_number = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = (2..=24).contains(&code.chars().count())
        && code
            .split(['-', '&', '.', '/'])
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()))
        && code.chars().filter(|c| c.is_uppercase()).count() > 1;
    (is_number && is_code).then(|| format!("{digits}/{code}"))
}

/// The day in "An Hòa, ngày 24 tháng 10 năm 2022"; an empty one where the line is one of place and date but the day was left
/// blank.
fn place_and_date(line: &str) -> Option<Option<PartialDate>> {
    // The comma behind the place may be forgotten.
    let bare = || {
        let at = line.find(" ngày ")?;
        let words = line[..at].split_whitespace();
        let is_name = words.clone().all(|word| word.starts_with(char::is_uppercase));
        (is_name && (1..=4).contains(&words.count())).then_some(at)
    };
    let at = line.find(", ngày ").or_else(|| line.find(",ngày ")).or_else(bare)?;
    let place = line[..at].trim_start_matches(['-', '–', '*', ' ']);
    // What a document rests on is dated, too: Căn cứ Luật …, ngày 19 tháng 6 năm 2015.
    let opens = OPENINGS.iter().any(|opening| place.to_lowercase().starts_with(opening));
    let is_place =
        !opens && place.chars().next().is_some_and(char::is_uppercase) && place.chars().count() <= 120;
    let date = line[at..].trim_start_matches(',').trim_start();
    let words: Vec<&str> = date.split_whitespace().collect();
    let month = words.iter().position(|word| *word == "tháng")?;
    let year = words.iter().position(|word| *word == "năm")?;
    if !is_place || month > year {
        return None;
    }
    let whole = words.get(..year + 2)?.join(" ");
    let whole = whole.trim_end_matches(['.', ';', ',', ')']);
    // Behind the year nothing more may stand, or it is a sentence.
    let rest = words.len() - (year + 2);
    (rest == 0 || is_shouted(&words[year + 2..].join(" ")))
        .then(|| read_date(whole).ok().filter(|date| date.day().is_some()))
}

/// Where a head begins that has no motto: a number and a line of place and date, each by itself, near the top and near each other;
/// or both on one line.
fn number_and_date(lines: &[String]) -> Option<usize> {
    let top = lines.get(..TOP_LINES.min(lines.len()))?;
    let alone = |line: &String| {
        let rest = behind_number(line);
        announced_number(line).is_some_and(|number| !number.is_empty())
            && (rest.is_empty() || place_and_date(line).is_some() || place_and_date(rest).is_some())
    };
    let beside = |line: &String| {
        announced_number(line).is_some_and(|number| !number.is_empty()) && date_beside_number(line).is_some()
    };
    let number = top.iter().position(|line| alone(line) || beside(line))?;
    if top.get(number).is_some_and(beside) {
        return Some(number);
    }
    let date = top.iter().position(|line| place_and_date(line).flatten().is_some())?;
    (number.abs_diff(date) <= TOP_LINES / 2).then_some(number.min(date))
}

/// What stands behind the last number of a line.
fn behind_number(line: &str) -> &str {
    let end = numbers(line).last().map_or(0, |number| number.end);
    line.get(end..).unwrap_or_default().trim_matches([' ', ',', ';', '.', '(', ')'])
}

/// The day in "Số: 45/BC-UBND ngày 20 tháng 11 năm 2023", where nothing follows it.
fn date_beside_number(line: &str) -> Option<PartialDate> {
    let rest = behind_number(line);
    let is_day = rest.starts_with("ngày ") || rest.starts_with("Ngày ");
    // Behind a second number it is the date of another document.
    let own = numbers(line).len() == 1;
    read_date(rest).ok().filter(|date| is_day && own && date.day().is_some())
}

/// The kind with this name, also of those that have no code of their own in numbers.
fn kind_of(name: &str) -> Option<&'static str> {
    const WITHOUT_CODE: &[&str] = &["Luật", "Bộ luật", "Hiến pháp"];
    let lower = name.to_lowercase();
    kind_named(name).or_else(|| WITHOUT_CODE.iter().copied().find(|kind| kind.to_lowercase() == lower))
}

/// The kind that a line in capitals names, and what stands behind it on the line.
fn kind_line(line: &str) -> Option<(&'static str, &str)> {
    let trimmed = line.trim();
    let words: Vec<(usize, &str)> = trimmed
        .split(' ')
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start + word.len(), word))
        })
        .take(4)
        .collect();
    // The longest name first: CHƯƠNG TRÌNH HÀNH ĐỘNG is not CHƯƠNG TRÌNH.
    words.iter().rev().find_map(|(end, _)| {
        let name = trimmed.get(..*end)?;
        let kind = kind_of(name).filter(|_| is_shouted(name))?;
        let rest = trimmed.get(*end..)?.trim();
        // A body of this name, or a heading of a part of the text, is no kind.
        let goes_on = rest.chars().next();
        (goes_on.is_none_or(|c| c.is_uppercase() || c == '(') && !rest.ends_with([':', ';']))
            .then_some((kind, rest))
    })
}

/// What the document is about: what stands behind the kind, or the lines below it.
fn subject(behind: &str, below: &[String]) -> Option<String> {
    let mut subject = behind.to_owned();
    for (taken, line) in below.iter().enumerate() {
        let line = line.trim().trim_matches(['-', '–', '_', '*', ' ']);
        let lower = line.to_lowercase();
        let opens = OPENINGS.iter().any(|opening| lower.starts_with(opening));
        let is_long = line.chars().count() > MAX_LINE - subject.chars().count().min(MAX_LINE);
        if taken >= MAX_SUBJECT_LINES || opens || is_long || is_authority(line) {
            break;
        }
        if line.is_empty() {
            continue;
        }
        let first = line.chars().next();
        let goes_on = if subject.is_empty() {
            !line.ends_with(['.', ';', ':'])
        } else if is_shouted(&subject) {
            is_shouted(line)
                || (taken == 0 && !line.ends_with(['.', ';', ':']) && first.is_some_and(char::is_uppercase))
        } else {
            first.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || c == '(')
                && !line.ends_with([';', ':', '.'])
        };
        let is_part = crate::office::is_numbered_heading(line) || line.starts_with("1.");
        if !goes_on || is_part || (subject.is_empty() && is_shouted(line) && names::is_body(line)) {
            break;
        }
        if !subject.is_empty() {
            subject.push(' ');
        }
        subject.push_str(line);
    }
    let subject = subject.trim_end_matches(['.', ',', ' ', '_', '-', '*']).to_owned();
    (subject.chars().filter(|c| c.is_alphabetic()).count() > 3).then_some(subject)
}

/// Whether a line names who decides, as it stands between what a decision is about and what it rests on.
fn is_authority(line: &str) -> bool {
    is_shouted(line)
        && (names::is_body(line)
            || ["CHỦ TỊCH", "GIÁM ĐỐC", "BỘ TRƯỞNG", "TRƯỞNG", "THỦ TƯỚNG"]
                .iter()
                .any(|office| line.starts_with(office)))
}

/// What a letter is about, below its number: "V/v tăng cường phòng cháy".
fn regarding(lines: &[String]) -> Option<String> {
    let begins = |line: &String| {
        let at = line
            .find("V/v")
            .or_else(|| line.find("V/V"))
            .or_else(|| line.find("Về việc").filter(|at| *at == 0))?;
        let rest = line.get(at..)?;
        let rest = rest.strip_prefix("Về việc").unwrap_or_else(|| rest.get(3..).unwrap_or_default());
        Some(rest.trim_start_matches([':', '.', ' ']).to_owned())
    };
    let (at, mut line) = lines.iter().take(6).enumerate().find_map(|(at, line)| Some((at, begins(line)?)))?;
    // In the narrow column of a head it goes on below.
    for more in lines.get(at + 1..).unwrap_or_default() {
        if !more.chars().next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit()) {
            break;
        }
        line.push(' ');
        line.push_str(more);
    }
    let subject = line.trim_end_matches(['.', ',', ' ']);
    (subject.chars().count() > 3 && subject.chars().count() <= MAX_LINE).then(|| format!("về việc {subject}"))
}

/// The body that issued it: the last that is named in capitals before the number.
fn issuer(lines: &[String], number_at: Option<usize>) -> Option<String> {
    let lines = lines.get(..number_at.unwrap_or(lines.len()).min(lines.len())).unwrap_or_default();
    let mut name = String::new();
    let mut before = "";
    for line in lines {
        let line = line.trim().trim_matches(['_', '*', ' ']).trim_start_matches(['-', '–', ' ']);
        if is_motto(line) || !is_shouted(line) || line.chars().count() > 120 {
            before = "";
            continue;
        }
        // The name of a field of work may take two lines.
        let goes_on = names::is_of_a_field(before) && !name.is_empty() && kind_line(line).is_none();
        if names::is_body(line) {
            line.clone_into(&mut name);
        } else if !name.is_empty() && (is_level(line) || goes_on) {
            name.push(' ');
            name.push_str(line);
        }
        before = line;
    }
    proper_issuer(&name)
}

#[cfg(test)]
mod tests;
