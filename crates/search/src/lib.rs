//! The index: built from documents, asked through parts. Bytes in, values out; no I/O.
//!
//! A segment's index is a dictionary of words and one of adjacent pairs ([`lexicon`]), their posting lists ([`postings`]),
//! the places of pairs, for exact phrases ([`phrase`]), and columns of values to filter and count by ([`columns`]).
//! [`build_segment`] makes all of it; [`Query`], [`resolve()`] and [`run`] answer from it. A question that needs a part which is not at hand says so ([`SearchError::Pending`]) and is asked
//! again when the part is there; fetching is left to the engine and its host.

mod analysis;
mod asking;
mod best;
mod bisection;
mod build;
mod collect;
mod columns;
mod facets;
mod fields;
mod invert;
mod lexicon;
mod list_build;
mod list_column;
mod list_facets;
mod lone;
mod lookup;
mod matcher;
mod neighbours;
mod order;
mod phrase;
mod postings;
mod query;
mod rank;
mod reader;
mod resolve;
mod resolved;
mod respell;
mod say;
mod segment;
mod sizes;
mod snippet;
mod spell;
pub mod weights;

pub use bisection::{Bisection, Sketch};
pub use build::{Assembly, Bases, BuiltPart, JsonParts, Row, Rows, build_segment, order};
pub use collect::{Collected, Ranked};
pub use columns::{Column, DateColumn, ValueColumn};
pub use facets::{FacetCounts, Filter, Filters, PATH_SEPARATOR, Range};
pub use fields::{Made, Wants, field_names, made_of};
pub use invert::Inverted;
pub use list_build::SHORT_AND_LONG;
pub use list_column::ListColumn;
pub use list_column::fold_all;
pub use list_facets::{List, ListAsk, ListCounts, Sought, best, knows};
pub use lookup::foresee;
pub use matcher::{Matcher, Span};
pub use order::sort_by;
pub use query::{Clause, Means, Query, Unread, What, Word};
pub use rank::{Found, MAX_LISTED, Order, Outcome, run};
pub use resolve::resolve;
pub use resolved::{FoundSpelling, Reading, Resolved, ResolvedClause, ResolvedPhrase, ResolvedWhat, Term};
pub use respell::respelled;
pub use say::{Tongue, read_as, say_nothing, say_number};
pub use segment::{
    COLUMN_BODIES, COLUMN_DATE, COLUMN_KIND, COLUMN_LANGUAGE, COLUMN_NUMBERS, COLUMN_PEOPLE, COLUMN_PLACES,
    COLUMN_SECTION, COLUMN_SHORTS, COLUMN_SOURCE, COLUMN_VIEWS, Link, PartAt, SearchError, Segment,
    check_part, linked_parts,
};
pub use sizes::PartSizes;
pub use snippet::{Snippet, snippet};
