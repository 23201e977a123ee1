//! The reader of one archive: opens it and answers, fetching in rounds what an answer needs.

use crate::{
    ArchiveInfo, Choice, Count, DocumentView, Facets, Failure, Filters, Hit, Host, InMemory, Language,
    ListCounts, ListField, SearchAnswer, SearchRequest, SnippetAnswer, Sort, Spelling, Spellings,
    memory::MOST_HELD,
    rounds::Flights,
    store::{Notes, StoredSegment},
    study::figures::Seen,
    view,
};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};
use tangthu_archive::{ArchiveError, Card, Document, MAX_SEGMENTS, Manifest, PartKind, signed_by};
use tangthu_search::{
    COLUMN_DATE, COLUMN_KIND, COLUMN_LANGUAGE, COLUMN_SECTION, COLUMN_SOURCE, FacetCounts, Filter,
    FoundSpelling, List, ListAsk, Matcher, Order, Outcome, Query, Reading, Resolved, SearchError, Segment,
    Tongue, foresee, knows, resolve, run, say_nothing, sort_by,
};

/// Characters of the words that are looked for among the values of a facet.
const MAX_FIND: usize = 100;

/// Where a document is: segment and ordinal.
pub(crate) type Place = (usize, u32);

/// An open archive.
pub struct Reader<H: Host> {
    pub(crate) host: H,
    pub(crate) segments: Vec<StoredSegment>,
    pub(crate) name: String,
    info: ArchiveInfo,
    pub(crate) manifest: Option<Manifest>,
    places: RefCell<HashMap<String, Place>>,
    pub(crate) notes: Rc<Notes>,
    pub(crate) most_held: Cell<usize>,
    pub(crate) flights: Flights,
    /// The figures that were read for the newest search for figures.
    pub(crate) seen: RefCell<Option<Box<Seen>>>,
}

impl<H: Host> Reader<H> {
    /// Opens the archive whose file `name` (a manifest, or a one-file archive) the host has.
    ///
    /// # Errors
    /// When the file is missing, unreachable, no archive, or of a newer version.
    pub async fn open(host: H, name: &str) -> Result<Self, Failure> {
        let mut bytes = host.fetch(name, false).await?;
        let manifest = match Manifest::parse(name, &bytes) {
            // Whoever has an archive of the time before must not lose it until the program is renewed.
            Err(newer @ ArchiveError::Version { .. }) => {
                bytes = host.older(name).await.ok_or(newer)?;
                Manifest::parse(name, &bytes)
            }
            read => read,
        }?;
        let notes = Rc::default();
        let (mut info, segments) = match &manifest {
            Some(manifest) => {
                let segments = manifest.segments.iter();
                let segments = segments
                    .map(|entry| StoredSegment::stored(entry.documents, entry.table, &notes))
                    .collect();
                (info_of_manifest(manifest), segments)
            }
            None => {
                let InMemory { info, segments } = host.index(name, bytes.clone()).await?;
                (info, segments)
            }
        };
        info.signed = signed_by(&bytes).is_some();
        // Only now is it known to be an archive: what a café's login page sent must not replace a good copy.
        host.keep(name, &bytes).await;
        Ok(Self {
            host,
            segments,
            name: name.to_owned(),
            info,
            manifest,
            places: RefCell::default(),
            notes,
            most_held: Cell::new(MOST_HELD),
            flights: Flights::default(),
            seen: RefCell::default(),
        })
    }

    /// What the archive says of itself.
    pub fn info(&self) -> ArchiveInfo {
        self.info.clone()
    }

    /// Answers a search. `stale` is asked between rounds of fetching; once it is true, the search ends. `wait` is called once
    /// before anything is fetched: where a reader types, it gives the next key time to make the search stale for nothing.
    ///
    /// # Errors
    /// [`Failure::Stale`], or what kept a part from arriving whole.
    pub async fn search(
        &self,
        request: &SearchRequest,
        stale: &dyn Fn() -> bool,
        wait: impl AsyncFn(),
    ) -> Result<SearchAnswer, Failure> {
        let query = read_query(request);
        let window = (request.offset as usize, request.limit as usize);
        let (resolved, outcome, cards) = self
            .settled(stale, wait, || {
                let (resolved, outcome) = self.run(request, &query, window)?;
                let cards = self.cards(&outcome)?;
                Ok((resolved, outcome, cards))
            })
            .await?;
        Ok(answer(request, &resolved, outcome, cards))
    }

    /// What a search finds, without its cards.
    pub(crate) fn run(
        &self,
        request: &SearchRequest,
        query: &Query,
        window: (usize, usize),
    ) -> Result<(Resolved, Outcome), SearchError> {
        let segments = self.views();
        let asked: Vec<ListAsk> = request
            .count
            .iter()
            .map(|ask| ListAsk { list: list_of(ask.field), find: ask.find.chars().take(MAX_FIND).collect() })
            .collect();
        let columns = or_later(self.want_columns(&asked))?;
        let named = query.with_names(|list, filter| knows(&segments, list, filter));
        if named.is_err() {
            // Where a column is awaited, the dictionaries are asked all the same.
            drop(or_later(resolve(query, &segments))?);
        }
        let query = named?;
        let order = match request.sort {
            Sort::Relevance if query.is_empty() && query.filters.number.is_empty() => Order::Newest,
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
            Sort::Views => Order::Views,
        };
        let resolved = resolve(&query, &segments)?;
        columns?;
        let outcome = run(&resolved, &query.filters, order, window, &asked, &segments)?;
        Ok((resolved, outcome))
    }

    /// Better snippets for documents that [`Reader::search`] found, from their texts.
    ///
    /// # Errors
    /// [`Failure::Stale`], or what kept a part from arriving whole.
    pub async fn snippets(
        &self,
        request: &SearchRequest,
        ids: &[String],
        stale: &dyn Fn() -> bool,
    ) -> Result<SnippetAnswer, Failure> {
        let query = read_query(request).with_phrases();
        let (resolved, documents) = self
            .settled(stale, at_once, || {
                let resolved = or_later(resolve(&query, &self.views()))?;
                let documents = all(ids.iter().map(|id| self.find(id)))?;
                Ok((resolved?, documents))
            })
            .await?;
        let matcher = Matcher::new(&resolved);
        let documents = documents.into_iter().flatten();
        let snippets = documents.map(|document| (document.id.clone(), view::snippet_of(&document, &matcher)));
        Ok(SnippetAnswer { snippets: snippets.collect() })
    }

    /// A document as the reading page draws it, the matches of `query` marked.
    ///
    /// # Errors
    /// [`Failure::NoDocument`], or what kept a part from arriving whole.
    pub async fn document(&self, id: &str, query: &str) -> Result<DocumentView, Failure> {
        let parsed = Query::parse(query).with_phrases();
        let (resolved, document) = self
            .settled(&|| false, at_once, || {
                let resolved = or_later(resolve(&parsed, &self.views()))?;
                // Its place may be known from a search; the table of ids is fetched all the same, so that a link to the
                // document works without a network once it was read.
                let place = or_later(self.look_up(id))?;
                let document = self.find(id);
                place?;
                Ok((resolved?, document?))
            })
            .await?;
        let document = document.ok_or_else(|| Failure::NoDocument { id: id.to_owned() })?;
        Ok(view::document_view(&document, &Matcher::new(&resolved)))
    }

    /// A document as it is stored.
    ///
    /// # Errors
    /// As [`Reader::document`].
    pub async fn stored(&self, id: &str) -> Result<Document, Failure> {
        let document = self.settled(&|| false, at_once, || self.find_whole(id)).await?;
        document.ok_or_else(|| Failure::NoDocument { id: id.to_owned() })
    }

    /// Fetches what the words of a query that is still being typed will need in any case: everything for those that a blank
    /// has ended, and for the last one its block of the dictionary, where its first letters tell it. Results are not awaited,
    /// and what goes wrong will be told by the search itself.
    pub async fn fetch_ahead(&self, typed: &str, stale: &dyn Fn() -> bool) {
        let (ended, open) = typed.rsplit_once(char::is_whitespace).unwrap_or(("", typed));
        let query = Query::parse(ended);
        let ahead = self.settled(stale, at_once, || {
            let segments = self.views();
            let foreseen = all(segments.iter().map(|segment| foresee(*segment, open)));
            if !query.is_empty() {
                let resolved = resolve(&query, &segments)?;
                run(&resolved, &query.filters, Order::Relevance, (0, 0), &[], &segments)?;
            }
            foreseen.map(drop)
        });
        let _ = ahead.await;
    }

    pub(crate) fn views(&self) -> Vec<&dyn Segment> {
        self.segments.iter().map(|segment| segment as &dyn Segment).collect()
    }

    /// Notes the columns as wanted together with the dictionaries: they are needed in any case, so they cost no round.
    fn want_columns(&self, lists: &[ListAsk]) -> Result<(), SearchError> {
        let columns = [COLUMN_DATE, COLUMN_SECTION, COLUMN_SOURCE, COLUMN_KIND, COLUMN_LANGUAGE].into_iter();
        let columns = columns.chain(lists.iter().map(|ask| ask.list.column()));
        let wanted =
            self.segments.iter().flat_map(|segment| columns.clone().map(|index| segment.column(index)));
        all(wanted).map(drop)
    }

    fn cards(&self, outcome: &Outcome) -> Result<Vec<Card>, SearchError> {
        let cards = all(outcome
            .page
            .iter()
            .map(|found| self.segments[found.segment].row::<Card>(PartKind::Cards, found.ordinal)))?;
        let mut places = self.places.borrow_mut();
        for (card, found) in cards.iter().zip(&outcome.page) {
            places.insert(card.id.clone(), (found.segment, found.ordinal));
        }
        Ok(cards)
    }

    /// The document with this id, if there is one.
    fn find(&self, id: &str) -> Result<Option<Document>, SearchError> {
        self.place(id)?.map(|(segment, ordinal)| self.segments[segment].document(ordinal)).transpose()
    }

    /// Where the document with this id is, if there is one.
    pub(crate) fn place(&self, id: &str) -> Result<Option<Place>, SearchError> {
        let known = self.places.borrow().get(id).copied();
        if known.is_some() { Ok(known) } else { self.look_up(id) }
    }

    /// The document with this id and its mentions, if there is one.
    fn find_whole(&self, id: &str) -> Result<Option<Document>, SearchError> {
        self.place(id)?.map(|(segment, ordinal)| self.segments[segment].whole(ordinal)).transpose()
    }

    pub(crate) fn look_up(&self, id: &str) -> Result<Option<Place>, SearchError> {
        all(self.segments.iter().map(|segment| segment.part_with_key(PartKind::Ids, id)))?;
        for (segment, stored) in self.segments.iter().enumerate() {
            let Some((_, json)) = stored.part_with_key(PartKind::Ids, id)? else { continue };
            let ids: Vec<(String, u32)> = parse(PartKind::Ids, &json)?;
            if let Ok(at) = ids.binary_search_by(|(known, _)| known.as_str().cmp(id)) {
                return Ok(Some((segment, ids[at].1)));
            }
        }
        Ok(None)
    }
}

/// Waits for nothing.
pub(crate) async fn at_once() {}

/// All values; every question is asked, so that everything that is lacking is noted at once. A part that is damaged ends it.
pub(crate) fn all<T>(results: impl Iterator<Item = Result<T, SearchError>>) -> Result<Vec<T>, SearchError> {
    let results = results.map(or_later).collect::<Result<Vec<_>, _>>()?;
    results.into_iter().collect()
}

/// Leaves [`SearchError::Pending`] for later, so that what else is lacking is noted, and ends with what is damaged at once: it
/// is the part that was read last.
pub(crate) fn or_later<T>(result: Result<T, SearchError>) -> Result<Result<T, SearchError>, SearchError> {
    match result {
        Err(error @ SearchError::Malformed { .. }) => Err(error),
        other => Ok(other),
    }
}

fn parse<'a, T: serde::Deserialize<'a>>(kind: PartKind, json: &'a [u8]) -> Result<T, SearchError> {
    serde_json::from_slice(json)
        .map_err(|_| SearchError::Malformed { kind, reason: "it is not the JSON its kind promises" })
}

/// What a manifest says of its archive.
fn info_of_manifest(manifest: &Manifest) -> ArchiveInfo {
    debug_assert!(manifest.segments.len() <= MAX_SEGMENTS, "the manifest was validated when it was parsed");
    ArchiveInfo {
        title: manifest.title.clone(),
        description: manifest.description.clone(),
        language: manifest.language.clone(),
        documents: manifest.documents,
        generator: manifest.generator.clone(),
        one_file: false,
        signed: false,
    }
}

/// The query with the filters that stand beside it.
pub(crate) fn read_query(request: &SearchRequest) -> Query {
    let mut query = Query::parse(&request.query);
    let Filters { section, source, kind, language, year, month, number, person, place, body, from, to } =
        &request.filters;
    let convert = |choices: &[Choice], value: fn(&str) -> String| -> Vec<Filter> {
        let filter =
            |choice: &Choice| Filter { value: value(&choice.value), exclude: choice.exclude, loose: false };
        choices.iter().map(filter).collect()
    };
    query.filters.section.extend(convert(section, str::to_owned));
    query.filters.source.extend(convert(source, str::to_owned));
    query.filters.kind.extend(convert(kind, str::to_owned));
    query.filters.language.extend(convert(language, str::to_owned));
    query.filters.year.extend(convert(year, str::to_owned));
    query.filters.month.extend(convert(month, str::to_owned));
    query.filters.number.extend(convert(number, tangthu_mentions::number_key));
    query.filters.person.extend(convert(person, str::to_owned));
    query.filters.place.extend(convert(place, str::to_owned));
    query.filters.body.extend(convert(body, str::to_owned));
    let date = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    query.filters.range.from = date(from).or(query.filters.range.from);
    query.filters.range.to = date(to).or(query.filters.range.to);
    query
}

fn answer(
    request: &SearchRequest,
    resolved: &Resolved,
    mut outcome: Outcome,
    cards: Vec<Card>,
) -> SearchAnswer {
    let matcher = Matcher::new(resolved);
    let wanted = resolved.words().len();
    let hits = outcome.page.iter().zip(cards).map(|(found, card)| Hit {
        score: found.score,
        wants_text: !matcher.is_empty() && !view::show_half(&[&card.title, &card.extract], &matcher, wanted),
        title: view::runs(&card.title, &matcher, false),
        snippet: view::runs(&card.extract, &matcher, false),
        id: card.id,
        published: card.published.map(|date| date.to_string()),
        section: card.section,
        source: card.source,
        number: card.number,
        views: card.views,
    });
    let tongue = if request.language == Language::En { Tongue::English } else { Tongue::Vietnamese };
    let nothing = !request.query.trim().is_empty() && Query::parse(&request.query).says_nothing();
    SearchAnswer {
        read_as: if nothing {
            say_nothing(tongue).to_owned()
        } else {
            tangthu_search::read_as(resolved, tongue)
        },
        total: outcome.total,
        complete: outcome.complete,
        complete_first: outcome.complete_first,
        undated: outcome.undated,
        hits: hits.collect(),
        spellings: spellings(resolved, &request.query, outcome.total),
        numbers: resolved.asked_numbers().map(str::to_owned).collect(),
        lists: lists(request, std::mem::take(&mut outcome.facets.lists)),
        facets: facets(outcome),
    }
}

fn lists(request: &SearchRequest, counts: Vec<tangthu_search::ListCounts>) -> Vec<ListCounts> {
    let counts = request.count.iter().zip(counts);
    let answer = counts.map(|(ask, counts)| ListCounts {
        field: ask.field,
        values: counts.values.into_iter().map(|(value, count)| Count { value, count }).collect(),
        total: counts.total,
    });
    answer.collect()
}

pub(crate) fn list_of(field: ListField) -> List {
    match field {
        ListField::Number => List::Numbers,
        ListField::Person => List::People,
        ListField::Place => List::Places,
        ListField::Body => List::Bodies,
    }
}

/// A year as it is counted, in four digits, so that its text has its place among others; none has no name.
pub(crate) fn year_name(year: Option<u16>) -> String {
    year.map(|year| format!("{year:04}")).unwrap_or_default()
}

fn facets(outcome: Outcome) -> Facets {
    let by_count = |counts: std::collections::BTreeMap<String, u32>| -> Vec<Count> {
        let mut counts: Vec<_> = counts.into_iter().map(|(value, count)| Count { value, count }).collect();
        sort_by(&mut counts, |a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        counts
    };
    let FacetCounts { section, source, kind, language, year, month, .. } = outcome.facets;
    let years = year.into_iter().rev().map(|(year, count)| Count { value: year_name(year), count });
    let months = month.into_iter().rev();
    let months = months.map(|((year, month), count)| Count { value: format!("{year:04}-{month:02}"), count });
    Facets {
        section: by_count(section),
        source: by_count(source),
        kind: by_count(kind),
        language: by_count(language),
        year: years.collect(),
        month: months.collect(),
    }
}

/// With fewer results than this, other spellings of words typed with marks are offered.
const WIDEN_BELOW: u32 = 10;

/// The words of which a reader can choose another spelling.
fn spellings(resolved: &Resolved, query: &str, total: u32) -> Vec<Spellings> {
    let mut rows = Vec::new();
    for (term, spelled, near) in resolved.spelled() {
        let others = !term.plain && term.reading == Reading::AsTyped;
        let offered: Vec<&FoundSpelling> = if others { near.iter().collect() } else { spelled };
        let least = if others { 1 } else { 2 };
        if !others && !term.plain
            || term.prefix
            || term.written.starts_with(['#', '^'])
            || offered.len() < least
            || others && total >= WIDEN_BELOW
        {
            continue;
        }
        let offer = |written: &str, documents, sign: &str| Spelling {
            written: written.to_owned(),
            documents,
            query: tangthu_search::respelled(query, &term.typed, &format!("{sign}{written}")),
        };
        let one = |one: &&FoundSpelling| {
            // Without a mark it would stand for all.
            let sign = if tangthu_text::is_plain(&one.written) { "=" } else { "" };
            offer(&one.written, one.documents, sign)
        };
        let mut found: Vec<_> = offered.iter().map(one).collect();
        if others {
            let plain = tangthu_text::fold(&term.typed);
            found.extend((plain != term.typed).then(|| offer(&plain, 0, "")));
        }
        rows.push(Spellings { word: term.typed.clone(), others, found });
    }
    rows
}
