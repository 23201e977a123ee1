//! The values that documents share, with counts over the whole archive.

use super::{ExploreKind, ExploreRequest, Explored, ExploredValue, MAX_ROWS};
use crate::{
    Failure, Host, Reader, SearchRequest,
    reader::{all, at_once, read_query, year_name},
};
use std::collections::HashMap;
use tangthu_search::{
    COLUMN_BODIES, COLUMN_NUMBERS, COLUMN_PEOPLE, COLUMN_PLACES, COLUMN_SHORTS, Column, SHORT_AND_LONG,
    SearchError, Segment, Sought, best, fold_all, sort_by,
};

/// Up to here the most frequent values are gathered one by one; a page further back sorts all.
const GATHERED: usize = 500;

/// Characters of the words that are looked for.
const MAX_FIND: usize = 100;

impl<H: Host> Reader<H> {
    /// The values that documents share, with counts.
    ///
    /// # Errors
    /// As [`Reader::figures`].
    pub async fn explore(
        &self,
        request: &ExploreRequest,
        stale: &dyn Fn() -> bool,
    ) -> Result<Explored, Failure> {
        let find: String = request.find.chars().take(MAX_FIND).collect();
        let sought = Sought::new(&find);
        let column = match request.kind {
            ExploreKind::People => COLUMN_PEOPLE,
            ExploreKind::Places => COLUMN_PLACES,
            ExploreKind::Bodies => COLUMN_BODIES,
            ExploreKind::Numbers => COLUMN_NUMBERS,
            ExploreKind::Abbreviations => COLUMN_SHORTS,
            ExploreKind::Sections | ExploreKind::Sources | ExploreKind::Years => {
                let counts = self.shared(request.kind, &sought, stale).await?;
                return Ok(page(counts, request));
            }
        };
        let counts = self
            .settled(stale, at_once, || {
                let columns = all(self.segments.iter().map(|segment| segment.column(column)))?;
                let mut counts: HashMap<String, u32> = HashMap::new();
                for (column, segment) in columns.iter().zip(&self.segments) {
                    let lists = match column.as_deref() {
                        Some(Column::Lists(lists)) => lists,
                        _ => continue,
                    };
                    let mut of = vec![0u32; lists.len()];
                    for ordinal in 0..segment.documents() as usize {
                        lists.of(ordinal).iter().for_each(|&id| of[id as usize] += 1);
                    }
                    for (at, count) in of.into_iter().enumerate() {
                        if sought.is_in(lists.folded(at)) {
                            *counts.entry(lists.value(at).to_owned()).or_default() += count;
                        }
                    }
                }
                Ok::<_, SearchError>(counts)
            })
            .await?;
        let counts = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        let mut explored = page(counts, request);
        if request.kind == ExploreKind::Abbreviations {
            for value in &mut explored.values {
                if let Some((short, long)) = value.value.split_once(SHORT_AND_LONG) {
                    value.means = Some(long.to_owned());
                    value.value = short.to_owned();
                }
            }
        }
        Ok(explored)
    }

    /// Sections, sources and years come with every search.
    async fn shared(
        &self,
        kind: ExploreKind,
        sought: &Sought,
        stale: &dyn Fn() -> bool,
    ) -> Result<Vec<(String, u32)>, Failure> {
        let search = SearchRequest::default();
        let query = read_query(&search);
        let (_, outcome) = self.settled(stale, at_once, || self.run(&search, &query, (0, 0))).await?;
        let counts: Vec<(String, u32)> = match kind {
            ExploreKind::Sections => outcome.facets.section.into_iter().collect(),
            ExploreKind::Sources => outcome.facets.source.into_iter().collect(),
            _ => outcome.facets.year.into_iter().map(|(of, count)| (year_name(of), count)).collect(),
        };
        Ok(counts.into_iter().filter(|(value, _)| sought.is_in(&fold_all(value))).collect())
    }
}

fn page(mut counts: Vec<(String, u32)>, request: &ExploreRequest) -> Explored {
    let total = u32::try_from(counts.len()).unwrap_or(u32::MAX);
    let (from, count) = (request.from as usize, request.count.min(MAX_ROWS) as usize);
    let years = request.kind == ExploreKind::Years;
    let order = |a: &(String, u32), b: &(String, u32)| {
        if years { b.0.cmp(&a.0) } else { b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)) }
    };
    let end = from.saturating_add(count);
    if end <= GATHERED {
        counts = best(counts, end, order);
    } else {
        sort_by(&mut counts, order);
        counts.truncate(end);
    }
    let values = counts.into_iter().skip(from);
    let values = values.map(|(value, count)| ExploredValue { value, count, means: None });
    Explored { values: values.collect(), total }
}
