//! What an archive knows of a document number. A number is not an identity, since Party numbers begin anew with each term: what
//! texts say of it is told as they say it, and where they differ, all of it.

use super::{
    Citation, Dossier, DossierRequest, Edge, MAX_ROWS, PLAIN_REFERENCE, Relation,
    found::{evidence, place_of},
    identities::{Said, identities, identity_of},
    says_more,
};
use crate::{Choice, Count, Failure, Filters, Host, Reader, SearchRequest, Sort, reader::Place};
use std::collections::{BTreeMap, HashMap, HashSet};
use tangthu_archive::{Document, Mention, MentionKind, PartKind};
use tangthu_mentions::{kind_of_number, number_key, typed_numbers};
use tangthu_search::{best, sort_by};

/// Parts of mentions that one dossier reads, at most: some three megabytes.
const MAX_PARTS: usize = 96;

/// Documents whose cards are opened, to see which numbers they bear themselves.
const MAX_CARDS: usize = 200;

/// Numbers, relations and documents that are told.
const MAX_TOLD: usize = 50;

/// Numbers of the graph, beside the dossier's own.
const MAX_NODES: usize = 12;

/// Documents bearing the number that are opened for what they are: more than one or two are rare.
const MAX_OPENED: usize = 8;

/// Arrows of the graph.
const MAX_EDGES: usize = 60;

/// What one document says of the number.
struct Seen {
    /// Its position among all that were found.
    nth: usize,
    times: u32,
    first: Mention,
    said: Said,
    relation: Option<String>,
    /// The other numbers it cites, each with its relation.
    others: Vec<(String, Option<String>)>,
}

impl<H: Host> Reader<H> {
    /// What the archive knows of a document number.
    ///
    /// # Errors
    /// As [`Reader::figures`].
    pub async fn dossier(
        &self,
        request: &DossierRequest,
        stale: &dyn Fn() -> bool,
    ) -> Result<Dossier, Failure> {
        let written: String = request.number.trim().chars().take(120).collect();
        let key = number_key(&written);
        let typed = typed_numbers(&written).into_iter().next();
        let filter = Choice { value: written.clone(), exclude: false };
        let search = SearchRequest {
            filters: Filters { number: vec![filter], ..Filters::default() },
            sort: Sort::Oldest,
            ..SearchRequest::default()
        };
        let found = if key.is_empty() { Vec::new() } else { self.found(&search, stale).await? };
        let places: Vec<Place> = found.iter().map(place_of).collect();
        let dates = self.dates(&places, stale).await?;
        // A document that bears the number scores; those that cite it are merely let through.
        let own: Vec<Place> = found.iter().filter(|one| one.score > 0.0).map(place_of).collect();
        let cites: Vec<bool> = found.iter().map(|one| one.score <= 0.0).collect();

        let mut parts = self.parts_of(PartKind::Mentions, &places, stale).await?;
        parts.truncate(MAX_PARTS);
        let (mut seen, mut read, mut outward) = (Vec::new(), 0u32, HashMap::<(String, String), u32>::new());
        self.each_mentions(&parts, stale, &mut |nth, mentions| {
            read += u32::from(cites[nth]);
            let one = look(nth, mentions, &key);
            if cites[nth] {
                seen.extend(one.0);
            } else {
                for (number, relation) in one.1 {
                    let relation = relation.unwrap_or_else(|| PLAIN_REFERENCE.to_owned());
                    *outward.entry((relation, number)).or_default() += 1;
                }
            }
        })
        .await?;
        sort_by(&mut seen, |a, b| a.nth.cmp(&b.nth));

        let opened: Vec<Place> = own.iter().take(MAX_OPENED).copied().collect();
        let records: Vec<Said> = self.texts(&opened, stale).await?.iter().map(Said::of_itself).collect();
        let identities = identities(seen.iter().map(|one| &one.said), &records);
        let carded: Vec<Place> = seen.iter().take(MAX_CARDS).map(|one| places[one.nth]).collect();
        let links = self.links(&carded, stale).await?;
        let inward = inward(&seen, links.iter().map(|link| link.number.as_deref()), &key);
        let together = together(&seen);
        let number = typed.map_or(written, |number| number.canonical);
        let edges = edges(&number, &seen, &together, &outward, &inward);
        let mut dossier = Dossier {
            own: self.links(&own.into_iter().take(MAX_TOLD).collect::<Vec<_>>(), stale).await?,
            mentions: seen.iter().map(|one| one.times).sum(),
            documents: cites.iter().filter(|cites| **cites).count() as u32,
            looked: read,
            relations: relations(outward, inward),
            together: together.into_iter().take(MAX_TOLD).collect(),
            years: years(dates.iter().zip(&cites).filter(|(_, cites)| **cites).map(|(date, _)| date)),
            edges,
            number,
            ..Dossier::default()
        };
        let shown = request.from as usize..;
        let shown: Vec<&Seen> =
            seen.get(shown).unwrap_or_default().iter().take(request.count.min(MAX_ROWS) as usize).collect();
        let at: Vec<Place> = shown.iter().map(|one| places[one.nth]).collect();
        let (links, texts) = (self.links(&at, stale).await?, self.texts(&at, stale).await?);
        let citation = |((one, document), text): ((&&Seen, _), &Document)| {
            let (place, sentence) = evidence(text, one.first.text, one.first.start, one.first.end);
            let identity = identity_of(&one.said, &identities);
            Citation { document, relation: one.relation.clone(), sentence, place, times: one.times, identity }
        };
        dossier.citing = shown.iter().zip(links).zip(&texts).map(citation).collect();
        dossier.identities = identities;
        // Who lists a number without its kind leaves it to the code.
        let kind = kind_of_number(&dossier.number);
        dossier.identities.iter_mut().for_each(|one| one.kind = one.kind.take().or_else(|| kind.clone()));
        Ok(dossier)
    }
}

/// What a document says of the number, if it cites it, and the other numbers it cites.
fn look(nth: usize, mentions: Vec<Mention>, key: &str) -> (Option<Seen>, Vec<(String, Option<String>)>) {
    let mut others: Vec<(String, Option<String>)> = Vec::new();
    // Where in `others` each stands.
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut seen: Option<Seen> = None;
    for mention in mentions.into_iter().filter(|mention| mention.kind == MentionKind::Number) {
        let detail = |name: &str| mention.details.get(name).cloned();
        let its_key = number_key(&mention.value);
        if its_key != key {
            let relation = detail("relation");
            let at = *known.entry(its_key).or_insert(others.len());
            match others.get_mut(at) {
                None => others.push((mention.value.clone(), relation)),
                Some((_, known)) if says_more(relation.as_deref(), known.as_deref()) => *known = relation,
                Some(_) => {}
            }
            continue;
        }
        let said = Said {
            kind: detail("kind"),
            issuer: detail("issuer"),
            date: detail("date"),
            title: detail("title"),
        };
        let relation = detail("relation");
        match &mut seen {
            None => {
                seen = Some(Seen { nth, times: 1, said, relation, others: Vec::new(), first: mention });
            }
            Some(seen) => {
                seen.times += 1;
                // Where less is said matters less, too.
                if says_more(relation.as_deref(), seen.relation.as_deref()) {
                    (seen.relation, seen.first) = (relation, mention);
                }
                let Said { kind, issuer, date, title } = said;
                seen.said.kind = seen.said.kind.take().or(kind);
                seen.said.issuer = seen.said.issuer.take().or(issuer);
                seen.said.date = seen.said.date.take().or(date);
                seen.said.title = seen.said.title.take().or(title);
            }
        }
    }
    if let Some(seen) = &mut seen {
        seen.others.clone_from(&others);
    }
    (seen, others)
}

/// Relations and numbers of the documents that cite and bear a number themselves.
fn inward<'a>(
    seen: &[Seen],
    numbers: impl Iterator<Item = Option<&'a str>>,
    key: &str,
) -> HashMap<(String, String), u32> {
    let mut inward: HashMap<(String, String), u32> = HashMap::new();
    for (one, number) in seen.iter().zip(numbers) {
        let Some(number) = number.filter(|number| number_key(number) != key) else { continue };
        let relation = one.relation.clone().unwrap_or_else(|| PLAIN_REFERENCE.to_owned());
        *inward.entry((relation, number.to_owned())).or_default() += 1;
    }
    inward
}

fn relations(
    outward: HashMap<(String, String), u32>,
    inward: HashMap<(String, String), u32>,
) -> Vec<Relation> {
    let told = |outward: bool| {
        move |((relation, number), documents)| Relation { relation, number, outward, documents }
    };
    let all: Vec<Relation> =
        outward.into_iter().map(told(true)).chain(inward.into_iter().map(told(false))).collect();
    best(all, MAX_TOLD, |a, b| {
        let plain = |one: &Relation| one.relation == PLAIN_REFERENCE;
        (plain(a).cmp(&plain(b)).then(b.documents.cmp(&a.documents)))
            .then_with(|| (&a.number, a.outward).cmp(&(&b.number, b.outward)))
    })
}

/// The numbers that are cited in the same documents, most frequent first.
fn together(seen: &[Seen]) -> Vec<Count> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for (number, _) in seen.iter().flat_map(|one| &one.others) {
        *counts.entry(number).or_default() += 1;
    }
    let counts = counts.into_iter().map(|(value, count)| Count { value: value.to_owned(), count }).collect();
    best(counts, MAX_TOLD, |a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)))
}

fn edges(
    number: &str,
    seen: &[Seen],
    together: &[Count],
    outward: &HashMap<(String, String), u32>,
    inward: &HashMap<(String, String), u32>,
) -> Vec<Edge> {
    let cites = |from: &str, to: &str, relation: &str, documents: u32| Edge {
        from: from.to_owned(),
        to: to.to_owned(),
        relation: Some(relation.to_owned()),
        cites: true,
        documents,
    };
    let out = outward.iter().map(|((relation, other), count)| cites(number, other, relation, *count));
    let back = inward.iter().map(|((relation, other), count)| cites(other, number, relation, *count));
    let by_count = |a: &Edge, b: &Edge| {
        b.documents
            .cmp(&a.documents)
            .then_with(|| (&a.from, &a.to, &a.relation).cmp(&(&b.from, &b.to, &b.relation)))
    };
    let nodes: HashSet<&str> = together.iter().take(MAX_NODES).map(|count| count.value.as_str()).collect();
    // Of hundreds that rest on one number those come first that stand in the drawing in any case; else it would show them without
    // their arrows.
    let is_drawn = |edge: &Edge| [&edge.from, &edge.to].iter().any(|end| nodes.contains(end.as_str()));
    let by_place = |a: &Edge, b: &Edge| is_drawn(b).cmp(&is_drawn(a)).then_with(|| by_count(a, b));
    let mut edges = best(out.chain(back).collect(), MAX_NODES * 2, by_place);
    let mut pairs: HashMap<(&str, &str), u32> = HashMap::new();
    for one in seen {
        let mut here: Vec<&str> = one
            .others
            .iter()
            .map(|(other, _)| other.as_str())
            .filter(|other| nodes.contains(other))
            .collect();
        sort_by(&mut here, Ord::cmp);
        for (at, first) in here.iter().enumerate() {
            *pairs.entry((number, first)).or_default() += 1;
            for second in &here[at + 1..] {
                *pairs.entry((first, second)).or_default() += 1;
            }
        }
    }
    let pairs = pairs.into_iter().map(|((from, to), documents)| Edge {
        from: from.to_owned(),
        to: to.to_owned(),
        relation: None,
        cites: false,
        documents,
    });
    let room = MAX_EDGES.saturating_sub(edges.len());
    edges.extend(best(pairs.collect(), room, by_count));
    edges
}

fn years<'a>(dates: impl Iterator<Item = &'a Option<String>>) -> Vec<Count> {
    let mut years: BTreeMap<(bool, &str), u32> = BTreeMap::new();
    for date in dates {
        let year = date.as_deref().and_then(|date| date.get(..4)).unwrap_or_default();
        *years.entry((year.is_empty(), year)).or_default() += 1;
    }
    years.into_iter().map(|((_, year), count)| Count { value: year.to_owned(), count }).collect()
}
