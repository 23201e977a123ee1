//! Which documents a number stands for: what texts that cite it say, and, where the archive holds the document itself, what that
//! says of itself. Texts shorten (Quận ủy for Quận ủy Long Biên), so beside the document they are read generously; among
//! themselves strictly, since nothing then tells which of them is right.

use super::Identity;
use std::collections::{BTreeMap, HashMap};
use tangthu_archive::Document;
use tangthu_mentions::in_full;
use tangthu_search::sort_by;

/// Identities that are told.
const MAX_TOLD: usize = 50;

/// What stands between bodies where a text leaves open which of them it means.
const EITHER: &str = " hoặc ";

/// What is said of the number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Said {
    pub(super) kind: Option<String>,
    pub(super) issuer: Option<String>,
    pub(super) date: Option<String>,
    pub(super) title: Option<String>,
}

impl Said {
    /// What a document that bears the number says of itself. The day it was published is not the day it was issued.
    pub(super) fn of_itself(document: &Document) -> Self {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            kind: document.kind.as_deref().and_then(some),
            issuer: document.issuer.as_deref().and_then(some),
            date: document.issued.map(|date| date.to_string()),
            title: some(&document.title),
        }
    }

    /// How much it says.
    fn weight(&self) -> usize {
        let settled = self.issuer.as_ref().is_some_and(|issuer| !issuer.contains(EITHER));
        usize::from(self.date.is_some()) * 4 + usize::from(settled) * 2 + usize::from(self.kind.is_some())
    }
}

/// Whether two accounts may be of one document: where both say something, they say the same.
fn agree(one: &Said, other: &Said) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    let issuers = match (&one.issuer, &other.issuer) {
        (Some(a), Some(b)) => a == b || bodies(a).any(|a| bodies(b).any(|b| body(a) == body(b))),
        _ => true,
    };
    same(&one.kind, &other.kind) && same(&one.date, &other.date) && issuers
}

/// Whether an account may be of a document that tells of itself: it may say less of the body and of the day, and mark it otherwise.
fn fits(record: &Said, said: &Said) -> bool {
    let both = |a: &Option<String>, b: &Option<String>, fit: fn(&str, &str) -> bool| match (a, b) {
        (Some(a), Some(b)) => fit(a, b),
        _ => true,
    };
    both(&record.kind, &said.kind, |a, b| folded(a) == folded(b))
        && both(&record.date, &said.date, |a, b| a.starts_with(b) || b.starts_with(a))
        && both(&record.issuer, &said.issuer, |a, b| {
            let whole = body(a);
            bodies(b).map(body).any(|part| one_holds_the_other(&whole, &part))
        })
}

fn bodies(issuer: &str) -> impl Iterator<Item = &str> {
    issuer.split(EITHER)
}

/// The name of a body as it is compared: Ủy ban nhân dân and UBND are one.
fn body(name: &str) -> String {
    folded(&in_full(name).unwrap_or_else(|| name.to_owned()))
}

fn folded(text: &str) -> String {
    tangthu_text::fold(&tangthu_text::normal_word(text.trim()))
}

/// Whether one of two names holds the other, word for word: Ban Thường vụ Quận ủy Long Biên and Quận ủy.
fn one_holds_the_other(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|name| format!(" {name} "));
    one.contains(&other) || other.contains(&one)
}

/// The different documents that the number stands for, those that the archive holds first, each with how many documents say so.
pub(super) fn identities<'a>(said: impl Iterator<Item = &'a Said>, records: &[Said]) -> Vec<Identity> {
    let mut told: Vec<Identity> = by_texts(said);
    for record in records {
        let known = told.iter().position(|known| known.own && fits(record, &account(known)));
        if known.is_some() {
            continue;
        }
        let one = |known: &Identity| !known.own && fits(record, &account(known));
        let fitting: Vec<&Identity> = told.iter().filter(|known| one(known)).collect();
        let mut days: Vec<&String> = fitting.iter().filter_map(|known| known.date.as_ref()).collect();
        days.dedup();
        // A document that does not tell its day fits those of two terms alike: then it stands for itself.
        let clear = record.date.is_some() || days.len() <= 1;
        let mut identity = Identity { own: true, ..Identity::from(record.clone()) };
        if clear {
            for known in fitting {
                identity.documents += known.documents;
                identity.kind = identity.kind.or_else(|| known.kind.clone());
                identity.issuer = identity.issuer.or_else(|| known.issuer.clone());
                identity.date = identity.date.or_else(|| known.date.clone());
                identity.title = identity.title.or_else(|| known.title.clone());
            }
            told.retain(|known| !one(known));
        }
        told.insert(told.iter().take_while(|known| known.own).count(), identity);
    }
    told.truncate(MAX_TOLD);
    told
}

/// The documents that texts tell apart, the most frequent first. An account that fits one of them alone is of that one; one that
/// fits several is of none.
fn by_texts<'a>(said: impl Iterator<Item = &'a Said>) -> Vec<Identity> {
    let mut accounts = BTreeMap::<_, (Said, u32)>::new();
    let mut titles: HashMap<(Said, &str), u32> = HashMap::new();
    for one in said {
        let said = Said { title: None, ..one.clone() };
        let order = [one.date.as_deref(), one.issuer.as_deref(), one.kind.as_deref()];
        accounts.entry((usize::MAX - said.weight(), order)).or_insert_with(|| (said.clone(), 0)).1 += 1;
        if let Some(title) = &one.title {
            *titles.entry((said, title)).or_default() += 1;
        }
    }
    let mut identities: Vec<(Said, u32)> = Vec::new();
    for (said, count) in accounts.into_values() {
        let fits: Vec<usize> = (0..identities.len()).filter(|&at| agree(&identities[at].0, &said)).collect();
        match fits.as_slice() {
            [] if said != Said::default() => identities.push((said, count)),
            [only] => {
                let (known, documents) = &mut identities[*only];
                known.kind = known.kind.take().or(said.kind);
                known.issuer = known.issuer.take().or(said.issuer);
                known.date = known.date.take().or(said.date);
                *documents += count;
            }
            _ => {}
        }
    }
    sort_by(&mut identities, |a, b| b.1.cmp(&a.1).then_with(|| a.0.date.cmp(&b.0.date)));
    identities.truncate(MAX_TOLD);
    for (identity, _) in &mut identities {
        let fitting = titles.iter().filter(|((said, _), _)| agree(said, identity));
        let title = fitting.max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.1.cmp(a.0.1)));
        identity.title = title.map(|((_, title), _)| (*title).to_owned());
    }
    identities.into_iter().map(|(said, documents)| Identity { documents, ..Identity::from(said) }).collect()
}

/// Which of the identities an account means, where it says enough.
pub(super) fn identity_of(said: &Said, identities: &[Identity]) -> Option<u32> {
    let means = |identity: &Identity| {
        let known = account(identity);
        if identity.own { fits(&known, said) } else { agree(&known, said) }
    };
    let mut fitting = (0u32..).zip(identities).filter(|(_, identity)| means(identity));
    let (at, _) = fitting.next()?;
    fitting.next().is_none().then_some(at)
}

/// An identity as it is compared.
fn account(identity: &Identity) -> Said {
    let Identity { kind, issuer, date, .. } = identity.clone();
    Said { kind, issuer, date, title: None }
}

impl From<Said> for Identity {
    fn from(said: Said) -> Self {
        let Said { kind, issuer, date, title } = said;
        Self { kind, issuer, date, title, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: &str, issuer: &str, date: &str) -> Said {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Said { kind: some(kind), issuer: some(issuer), date: some(date), title: None }
    }

    fn record(issuer: &str, date: &str) -> Said {
        Said { title: Some("Tên văn bản".into()), ..said("Chương trình", issuer, date) }
    }

    #[test]
    fn what_the_document_says_of_itself_stands_before_what_texts_say() {
        let texts = [
            said("Chương trình", "Quận uỷ", ""),
            said("", "Quận ủy Long Biên", ""),
            said("chương trình", "", "2021-03-15"),
        ];
        let told = identities(texts.iter(), &[record("Ban Thường vụ Quận ủy Long Biên", "")]);
        let [one] = told.as_slice() else { panic!("{told:?}") };
        assert!(one.own && one.documents == 3);
        assert_eq!(one.issuer.as_deref(), Some("Ban Thường vụ Quận ủy Long Biên"));
        assert_eq!(one.title.as_deref(), Some("Tên văn bản"));
        assert_eq!(one.date.as_deref(), Some("2021-03-15"), "the texts know what the document does not tell");
        assert_eq!(identity_of(&texts[0], &told), Some(0));
    }

    #[test]
    fn a_body_is_one_under_its_short_and_its_long_name() {
        let texts = [said("", "Ủy ban nhân dân", "2023-01-10"), said("Kế hoạch", "UBND", "")];
        assert_eq!(identities(texts.iter(), &[]).len(), 1);
        let table = Said { kind: None, ..record("UBND quận", "2023-01-10") };
        let told = identities(texts.iter(), &[table]);
        let [one] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((one.kind.as_deref(), one.documents), (Some("Kế hoạch"), 2));
        let other = [said("", "Sở Tài chính", "2023-01-10")];
        assert_eq!(identities(other.iter(), &[record("UBND quận", "2023-01-10")]).len(), 2);
    }

    #[test]
    fn another_body_or_another_term_stays_another_document() {
        let texts =
            [said("Chương trình", "Quận ủy Ba Đình", ""), said("", "Quận ủy Long Biên", "2016-03-02")];
        let told = identities(texts.iter(), &[record("Quận ủy Long Biên", "2021-03")]);
        assert_eq!(told.iter().map(|one| one.own).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(told[0].documents, 0);
        let terms = [said("", "Quận ủy", "2016-03-02"), said("", "Quận ủy", "2021-03-02")];
        let told = identities(terms.iter(), &[record("Quận ủy Long Biên", "")]);
        assert_eq!(told.len(), 3, "an undated document may be of either term");
    }

    #[test]
    fn without_the_document_texts_are_read_strictly() {
        let texts = [said("", "Quận ủy", ""), said("", "Quận ủy Long Biên", "")];
        assert_eq!(identities(texts.iter(), &[]).len(), 2);
        assert_eq!(identities(std::iter::empty(), &[record("", "")]).len(), 1);
    }
}
