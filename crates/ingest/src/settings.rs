//! `tangthu.toml`: what the publisher says of the archive as a whole.

use crate::{
    FieldNames, Profile,
    item::{Notice, Place},
    record::one_line,
};

/// The name of the file, at the root of an input folder.
pub(crate) const SETTINGS_NAME: &str = "tangthu.toml";

/// The longest title and the longest description, in characters: both stand in the manifest, which every reader fetches
/// first and which may hold 64 KB.
const MAX_TITLE: usize = 300;
const MAX_DESCRIPTION: usize = 1000;

/// The share of all documents that feeds must give to name the archive: so many of so many.
const NEARLY_ALL: (u64, u64) = (9, 10);

/// Title, description and language of an archive, as far as its inputs say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The title.
    pub title: Option<String>,
    /// A sentence about it.
    pub description: Option<String>,
    /// Its main language, as a BCP 47 tag.
    pub language: Option<String>,
    /// The input that has this title for itself, where nobody gave it to the archive: a feed, an archive in one file.
    pub named_by: Option<String>,
    /// What fields are called in the files of one input; it says nothing of the archive.
    pub fields: FieldNames,
    /// How the HTML pages of certain sites are read; it says nothing of the archive.
    pub sites: Vec<Profile>,
}

impl Settings {
    /// Fills what is still open from `other`: the first input that says something is believed.
    pub fn fill(&mut self, other: Self) {
        if self.title.is_none() {
            (self.title, self.named_by) = (other.title, other.named_by);
        }
        self.description = self.description.take().or(other.description);
        self.language = self.language.take().or(other.language);
        self.sites.extend(other.sites);
    }

    /// What all of `feeds` say alike, each with how many documents it gave: the one title of several is that of a part of the archive,
    /// and so is that of a few among all `documents`.
    #[must_use]
    pub(crate) fn agreed(feeds: &[(Self, u64)], documents: u64) -> Self {
        // Plain lists of records say nothing.
        let telling = feeds.iter().filter(|(feed, _)| *feed != Self::default());
        let given: u64 = telling.clone().map(|(_, given)| given).sum();
        let is_nearly_all = given * NEARLY_ALL.1 >= documents * NEARLY_ALL.0;
        let mut feeds = telling.map(|(feed, _)| feed.clone());
        let first = feeds.next().unwrap_or_default();
        let said = feeds.fold(first, |said, feed| Self {
            title: said.title.filter(|title| feed.title.as_ref() == Some(title)),
            description: said.description.filter(|text| feed.description.as_ref() == Some(text)),
            language: said.language.filter(|tag| feed.language.as_ref() == Some(tag)),
            ..said
        });
        if is_nearly_all { said } else { Self { language: said.language, ..Self::default() } }
    }

    /// The settings as an archive keeps them: repaired, on one line each, of a length that a manifest can hold. What was cut
    /// or left out becomes a notice about `input`.
    #[must_use]
    pub fn fitted(self, input: &str, notice: &mut dyn FnMut(Notice)) -> Self {
        let mut cut = |field: &str, text: Option<String>, most: usize| {
            let text = one_line(&text?);
            let length = text.chars().count();
            if length > most {
                let reason = format!("the {field} has {length} characters and was cut to {most}");
                notice(Notice::warning(input, None, reason, "write a shorter one"));
                let kept: String = text.chars().take(most - 1).collect();
                return Some(format!("{}…", kept.trim_end()));
            }
            (!text.is_empty()).then_some(text)
        };
        let title = cut("title", self.title, MAX_TITLE);
        let description = cut("description", self.description, MAX_DESCRIPTION);
        let language = self.language.map(|tag| one_line(&tag)).filter(|tag| !tag.is_empty()).filter(|tag| {
            let fits = is_language_tag(tag);
            if !fits {
                let reason = "the language is not a language tag and was left out";
                notice(Notice::warning(input, None, reason, "write it like vi, en or zh-Hant"));
            }
            fits
        });
        Self { title, description, language, ..self }
    }

    /// Reads the file. What is not understood becomes a notice.
    pub(crate) fn read(input: &str, text: &str) -> (Self, Vec<Notice>) {
        let mut settings = Self::default();
        let mut notices = Vec::new();
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let reason = format!("it is not TOML ({})", error.message());
                let before = error.span().and_then(|span| text.get(..span.start));
                let place = before.map(|before| Place::line(before.matches('\n').count() as u64 + 1));
                let remedy = "none of its settings were used: correct it and pack again";
                notices.push(Notice::warning(input, place, reason, remedy));
                return (settings, notices);
            }
        };
        for (key, value) in table {
            let field = match key.as_str() {
                "title" => &mut settings.title,
                "description" => &mut settings.description,
                "language" => &mut settings.language,
                "fields" => {
                    settings.fields = FieldNames::read(input, &value, &mut |notice| notices.push(notice));
                    continue;
                }
                "site" => {
                    settings.sites = Profile::read_all(value, &mut |reason, remedy| {
                        notices.push(Notice::warning(input, None, reason, remedy));
                    });
                    continue;
                }
                _ => {
                    let reason = format!("the setting \"{key}\" is not known");
                    notices.push(Notice::warning(
                        input,
                        None,
                        reason,
                        "known are title, description, language and the tables [fields] and [[site]]",
                    ));
                    continue;
                }
            };
            match value.as_str().map(str::trim) {
                Some(text) if !text.is_empty() => *field = Some(text.to_owned()),
                _ => {
                    let reason = format!("the setting \"{key}\" is not a text");
                    notices.push(Notice::warning(input, None, reason, "write it in quotation marks"));
                }
            }
        }
        let settings = settings.fitted(input, &mut |notice| notices.push(notice));
        (settings, notices)
    }
}

/// Whether `text` has the form of a language tag (BCP 47): `vi`, `en`, `zh-Hant`.
pub fn is_language_tag(text: &str) -> bool {
    (2..=35).contains(&text.len())
        && text
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_settings_are_read_and_others_named() {
        let (settings, notices) =
            Settings::read("tangthu.toml", "title = \"Kho\"\nlanguage = 5\ncolour = \"red\"");
        assert_eq!(settings.title.as_deref(), Some("Kho"));
        assert_eq!(settings.language, None);
        let said: Vec<String> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 2);
        assert!(said.iter().any(|line| line.contains("\"colour\"")));
    }

    #[test]
    fn settings_are_repaired_and_cut_to_what_a_manifest_holds() {
        let text = format!(
            "title = \"Kho qua\u{302}\u{323}n\\n thử\u{200B}\"\ndescription = \"{}\"\nlanguage = \"tiếng Việt\"",
            "ậ ".repeat(35_000)
        );
        let (settings, notices) = Settings::read("tangthu.toml", &text);
        assert_eq!(settings.title.as_deref(), Some("Kho quận thử"));
        let description = settings.description.unwrap();
        assert!(
            description.chars().count() <= MAX_DESCRIPTION && description.ends_with("ậ…"),
            "{description}"
        );
        assert_eq!((settings.language, notices.len()), (None, 2), "{notices:?}");
    }

    #[test]
    fn broken_settings_are_no_reason_to_stop() {
        let (settings, notices) = Settings::read("tangthu.toml", "title = \"Kho\"\nlanguage = ");
        assert_eq!((settings, notices.len()), (Settings::default(), 1));
        assert!(notices[0].to_string().starts_with("tangthu.toml:2: it is not TOML"), "{}", notices[0]);
    }
}
