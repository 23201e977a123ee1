//! What reading the inputs brought to light, as the command tells it: counted by kind, the first shown, all of it in a file where one
//! was named. What the sentences say is left to whoever makes them.

use crate::output::{Counted, Problem, say};
use std::{
    collections::{BTreeSet, HashMap},
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};
use tangthu_ingest::{Notice, NoticeKind};

/// How many notices are shown; all of them go into the report.
const SHOWN: usize = 10;

/// How many are shown that differ in names and figures alone: a table with a thousand bad rows must not hide a page that is missing.
const ALIKE: usize = 3;

/// The sentences that are told apart.
const MAX_SENTENCES: usize = 10_000;

/// What the settings of an input are called.
const SETTINGS: &str = "tangthu.toml";

/// How many notices there were, by kind.
pub(crate) struct Counts {
    pub(crate) skipped: u64,
    pub(crate) warnings: u64,
    pub(crate) folded: u64,
    pub(crate) lost: BTreeSet<String>,
}

/// Counts notices by kind, keeps some to be shown, and writes all of them to a file where one was named.
pub(crate) struct Report {
    file: Option<(PathBuf, BufWriter<File>)>,
    failed: Option<Problem>,
    shown: Shown,
    lost: BTreeSet<String>,
    skipped: u64,
    warnings: u64,
    folded: u64,
    notes: u64,
}

impl Report {
    pub(crate) fn new(path: Option<&Path>) -> Result<Self, Problem> {
        let open = |path: &Path| match File::create(path) {
            Ok(file) => Ok((path.to_owned(), BufWriter::new(file))),
            Err(error) => Err(crate::publish::cannot_write(path, &error)),
        };
        let file = path.map(open).transpose()?;
        Ok(Self {
            file,
            failed: None,
            shown: Shown::default(),
            lost: BTreeSet::new(),
            skipped: 0,
            warnings: 0,
            folded: 0,
            notes: 0,
        })
    }

    pub(crate) fn add(&mut self, notice: Notice) {
        if let Some((path, file)) = &mut self.file {
            let written =
                serde_json::to_writer(&mut *file, &notice).map_err(Into::into).and_then(|()| writeln!(file));
            if let Err(error) = written {
                self.failed = Some(crate::publish::cannot_write(path, &error));
                self.file = None;
            }
        }
        match notice.kind {
            NoticeKind::Skipped => self.skipped += 1,
            NoticeKind::Warning => self.warnings += 1,
            NoticeKind::Folded => self.folded += 1,
            NoticeKind::Note => self.notes += 1,
        }
        if notice.is_loss {
            self.lost.insert(notice.input.clone());
        }
        self.shown.add(notice);
    }

    /// Shows the first notices and says how many there are.
    pub(crate) fn finish(mut self, quiet: bool) -> Result<Counts, Problem> {
        if let Some((path, mut file)) = self.file.take()
            && let Err(error) = file.flush()
        {
            self.failed = Some(crate::publish::cannot_write(&path, &error));
        }
        if let Some(problem) = self.failed {
            return Err(problem);
        }
        let first = self.shown.finish();
        let shown: Vec<&Notice> =
            first.iter().filter(|notice| !quiet || notice.kind == NoticeKind::Skipped).collect();
        for notice in &shown {
            let word = match notice.kind {
                NoticeKind::Skipped => "skipped",
                NoticeKind::Warning => "warning",
                NoticeKind::Folded | NoticeKind::Note => "note",
            };
            say(&format!("{word}: {notice}"));
        }
        let all = self.skipped + self.warnings + self.folded + self.notes;
        let shown = shown.len() as u64;
        // Whoever wants to hear of nothing but what went wrong must know that there is more of that.
        let worth_saying = if quiet { self.skipped } else { all };
        if worth_saying > shown {
            say(&format!(
                "{} more; in all {} skipped, {}, {} kept once; --report FILE lists every one",
                all - shown,
                self.skipped,
                Counted(self.warnings, "warning"),
                self.folded
            ));
        }
        Ok(Counts { skipped: self.skipped, warnings: self.warnings, folded: self.folded, lost: self.lost })
    }
}

/// The notices that are shown: the first, but of those that are alike some only, if there are others.
#[derive(Default)]
struct Shown {
    first: Vec<Notice>,
    /// Such as are like some that are shown already.
    spare: Vec<Notice>,
    /// How many there were of each sentence.
    alike: HashMap<String, usize>,
}

impl Shown {
    fn add(&mut self, notice: Notice) {
        // Without its settings every document of an input may be read wrongly.
        let weight = |notice: &Notice| match notice.kind {
            _ if notice.input.ends_with(SETTINGS) => 2,
            NoticeKind::Skipped => 1,
            _ => 0,
        };
        let sentence = sentence(&notice);
        if self.alike.len() < MAX_SENTENCES || self.alike.contains_key(&sentence) {
            let count = self.alike.entry(sentence).or_default();
            *count += 1;
            if *count > ALIKE {
                if self.spare.len() < SHOWN {
                    self.spare.push(notice);
                }
                return;
            }
        }
        if self.first.len() < SHOWN {
            self.first.push(notice);
        } else if let Some(at) = self.first.iter().rposition(|shown| weight(shown) < weight(&notice)) {
            // What was left out matters more than what was changed: it takes the place of the last warning shown.
            self.first.remove(at);
            self.first.push(notice);
        }
    }

    fn finish(self) -> Vec<Notice> {
        self.first.into_iter().chain(self.spare).take(SHOWN).collect()
    }
}

/// What a notice says but for figures, and what stands in quotation marks and brackets.
fn sentence(notice: &Notice) -> String {
    let (mut kept, mut quoted, mut depth) = (format!("{:?} ", notice.kind), false, 0u32);
    for letter in notice.reason.chars() {
        match letter {
            '"' => quoted = !quoted,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if quoted || depth > 0 || letter.is_ascii_digit() => {}
            _ => kept.push(letter),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(kind: NoticeKind, input: &str, reason: String) -> Notice {
        Notice { kind, input: input.to_owned(), place: None, reason, remedy: String::new(), is_loss: false }
    }

    fn shown(notices: Vec<Notice>) -> Vec<String> {
        let mut shown = Shown::default();
        notices.into_iter().for_each(|notice| shown.add(notice));
        shown.finish().iter().map(|notice| notice.input.clone()).collect()
    }

    #[test]
    fn a_table_with_many_bad_rows_hides_nothing_else() {
        let row = |number: u32| {
            notice(NoticeKind::Warning, "bang.csv", format!("record {number}: \"ngày {number}\" is no day"))
        };
        let mut notices: Vec<Notice> = (0..50).map(row).collect();
        assert_eq!(shown(notices.clone()).len(), SHOWN);
        notices.push(notice(NoticeKind::Skipped, "trang.html", "it is empty".to_owned()));
        let found = shown(notices);
        assert_eq!((found.len(), &*found[ALIKE]), (SHOWN, "trang.html"));
    }

    #[test]
    fn settings_that_were_not_used_are_shown_however_much_was_skipped() {
        let mut notices = vec![notice(NoticeKind::Warning, SETTINGS, "it is not TOML".to_owned())];
        let reason = |number: u8| "x".repeat(usize::from(number));
        notices.extend((0..30).map(|number| notice(NoticeKind::Skipped, "a", reason(number))));
        assert!(shown(notices).contains(&SETTINGS.to_owned()));
    }
}
