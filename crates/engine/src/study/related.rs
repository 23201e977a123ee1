//! Documents that share numbers, names and words with one. What few documents share tells more than what many do.

use super::{MAX_ROWS, Related, RelatedDocument, RelatedRequest};
use crate::{
    Failure, Host, Reader, SearchRequest,
    reader::{Place, all, at_once, or_later, read_query},
};
use std::collections::HashMap;
use tangthu_search::{Column, List, Segment, best};

/// What a shared value of each column weighs beside the others, in the order of [`List::ALL`].
const WEIGHTS: [f64; 4] = [2.0, 1.5, 1.0, 0.6];

/// What the words of the title weigh, for the document that has most of them.
const WORDS: f64 = 6.0;

/// Documents that the words of the title bring.
const BY_WORDS: usize = 20;

/// A value that more than this share of all documents have tells nothing.
const TOO_COMMON: f64 = 0.05;

/// Values of one column by which a document is compared with others.
const MAX_VALUES: usize = 500;

/// Values that are told of each related document.
const TOLD: usize = 4;

impl<H: Host> Reader<H> {
    /// Documents that share numbers, names and words with one.
    ///
    /// # Errors
    /// [`Failure::NoDocument`], or as [`Reader::figures`].
    pub async fn related(
        &self,
        request: &RelatedRequest,
        stale: &dyn Fn() -> bool,
    ) -> Result<Related, Failure> {
        let place = self.settled(stale, at_once, || self.place(&request.id)).await?;
        let Some(place) = place else { return Err(Failure::NoDocument { id: request.id.clone() }) };
        let title = self.links(&[place], stale).await?.remove(0).title;
        // Its words and nothing that the query language would read something into.
        let words = tangthu_text::tokens(&title).into_iter().filter(|token| !token.part);
        let query = words.map(|token| token.word).collect::<Vec<_>>().join(" ");
        let search = SearchRequest { query, ..SearchRequest::default() };
        let mut shared: HashMap<Place, (f64, Vec<(f64, String)>)> = self
            .settled(stale, at_once, || {
                let names = or_later(self.sharing(place))?;
                let by_words = or_later(self.run(&search, &read_query(&search), (0, BY_WORDS)))?;
                let (mut shared, (_, outcome)) = (names?, by_words?);
                let most = outcome.page.first().map_or(1.0, |found| f64::from(found.score).max(0.1));
                for found in &outcome.page {
                    let gain = WORDS * f64::from(found.score) / most;
                    shared.entry((found.segment, found.ordinal)).or_default().0 += gain;
                }
                Ok(shared)
            })
            .await?;
        shared.remove(&place);
        let count = request.count.min(MAX_ROWS) as usize;
        let nearest = best(shared.into_iter().collect(), count, |a, b| {
            b.1.0.total_cmp(&a.1.0).then_with(|| a.0.cmp(&b.0))
        });
        let places: Vec<Place> = nearest.iter().map(|(place, _)| *place).collect();
        let links = self.links(&places, stale).await?;
        let documents = links.into_iter().zip(nearest).map(|(document, (_, (_, values)))| {
            let told = best(values, TOLD, |a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            RelatedDocument { document, shared: told.into_iter().map(|(_, value)| value).collect() }
        });
        Ok(Related { documents: documents.collect() })
    }

    /// Documents that share values with the one at a place: what that weighs, and which values.
    #[allow(clippy::type_complexity, reason = "the type is named nowhere else")]
    fn sharing(
        &self,
        (segment, ordinal): Place,
    ) -> Result<HashMap<Place, (f64, Vec<(f64, String)>)>, tangthu_search::SearchError> {
        let lists =
            List::ALL.iter().map(|list| all(self.segments.iter().map(|one| one.column(list.column()))));
        let columns = all(lists)?;
        let documents: f64 = self.segments.iter().map(|one| f64::from(one.documents())).sum();
        let mut shared: HashMap<Place, (f64, Vec<(f64, String)>)> = HashMap::new();
        for (columns, weight) in columns.iter().zip(WEIGHTS) {
            let Some(Column::Lists(own)) = columns.get(segment).and_then(|column| column.as_deref()) else {
                continue;
            };
            let values = own.of(ordinal as usize).iter().take(MAX_VALUES);
            let values: Vec<&str> = values.map(|&id| own.value(id as usize)).collect();
            let known: HashMap<&str, usize> = values.iter().copied().zip(0..).collect();
            // Which documents have each of the values.
            let mut having: Vec<Vec<Place>> = vec![Vec::new(); values.len()];
            for (at, column) in columns.iter().enumerate() {
                let Some(Column::Lists(lists)) = column.as_deref() else { continue };
                let mut wanted: HashMap<u32, usize> = HashMap::new();
                for id in 0..lists.len() {
                    if let Some(&nth) = known.get(lists.value(id)) {
                        wanted.insert(id as u32, nth);
                    }
                }
                for other in (0..self.segments[at].documents()).filter(|_| !wanted.is_empty()) {
                    for id in lists.of(other as usize) {
                        if let Some(&nth) = wanted.get(id) {
                            having[nth].push((at, other));
                        }
                    }
                }
            }
            for (value, places) in values.iter().zip(having) {
                let count = places.len() as f64;
                if count > (documents * TOO_COMMON).max(20.0) {
                    continue;
                }
                let gain = weight * (documents / count).ln();
                for place in places {
                    let (sum, told) = shared.entry(place).or_default();
                    *sum += gain;
                    told.push((gain, (*value).to_owned()));
                }
            }
        }
        Ok(shared)
    }
}
