//! The messages between the page and its worker: what the page may ask, what the worker answers, and their byte form.
//!
//! Messages are postcard bytes in transferred buffers. Both sides come from one build, so the form has no versions. What
//! the answers mean is defined by `tangthu-engine`, whose types are re-exported here for the page.

mod several;
mod signature;

pub use several::{AnswerSeveral, AskSeveral, Found, Kept, KeptState, OpenArchive, Stored};
pub use signature::{Signature, SignatureState};
/// Tables for spreadsheets.
pub use tangthu_engine::csv;
/// What the pages beyond search ask and are answered.
pub use tangthu_engine::study;
pub use tangthu_engine::{
    ArchiveInfo, AttachmentView, BlockView, Choice, Comparison, Count, DocumentChange, DocumentView,
    FacetAsk, Facets, Failure, FieldChange, Filters, Hit, Language, ListCounts, ListField, MAX_LISTED, Made,
    Named, ProvenanceView, Run, SearchAnswer, SearchRequest, SideBySide, SnippetAnswer, Sort, Spelling,
    Spellings, field_names, made_of,
};

use serde::{Deserialize, Serialize};

/// A question from the page. Its answer carries the same `id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Chosen by the page, greater for every question.
    pub id: u32,
    /// What is asked.
    pub ask: Ask,
}

/// What the page may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Archives of these origins may be opened besides those of the page's own. Sent once, first, and not answered.
    Origins(Vec<String>),
    /// Open the archive at this absolute URL: a manifest, or a one-file archive. Every later question is about it.
    Open {
        /// Absolute URL of `archive.json`, already checked by the page to be of its own origin or of one that the site names;
        /// or `local:` and a name, as [`Answer::Added`] told it.
        url: String,
    },
    /// Search. A newer search makes an older one stale; one whose `limit` is 0 only counts, and neither becomes stale nor
    /// makes another so.
    Search(Box<SearchRequest>),
    /// Search beside the results that stand: it neither becomes stale nor makes another so, however many documents it lists.
    Aside(Box<SearchRequest>),
    /// Better snippets for some results of the newest search, from their texts. A newer search makes them stale.
    Snippets {
        /// What was searched.
        request: Box<SearchRequest>,
        /// The documents.
        ids: Vec<String>,
    },
    /// A question about several archives: the bytes of an [`AskSeveral`], which only the code that answers it opens.
    Several(Vec<u8>),
    /// Verify the signature of the archive at this address. Answered by [`Answer::Several`] with the bytes of a [`Signature`].
    Signature(String),
    /// Open a document, its matches of `query` marked.
    Document {
        /// The document's id.
        id: String,
        /// The query whose matches are marked; may be empty.
        query: String,
    },
    /// A question of the pages beyond search, made by [`study_ask`]. Neither page nor worker reads it before the code for such
    /// questions is loaded, so its bytes are a message within the message. A newer question of the same sort makes an older
    /// one stale.
    Study {
        /// Which sort of question.
        sort: StudySort,
        /// [`study::Study`], encoded.
        question: Vec<u8>,
    },
}

/// The sorts of [`study::Study`]: what is asked anew makes what was asked before stale. Those that a page may ask several
/// times at once never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StudySort {
    /// Never stale: files, what stands beside a document, documents related to one, receipts.
    Lasting,
    /// Figures.
    Figures,
    /// Dossiers.
    Dossier,
    /// Names to explore.
    Explore,
    /// Look-ups.
    Lookup,
    /// Exports.
    Export,
}

impl StudySort {
    /// All of them, in the order of their positions.
    pub const COUNT: usize = 6;

    /// The sort of a question.
    pub fn of(question: &study::Study) -> Self {
        match question {
            study::Study::Figures(_) => Self::Figures,
            study::Study::Dossier(_) => Self::Dossier,
            study::Study::Explore(_) => Self::Explore,
            study::Study::Lookup(_) => Self::Lookup,
            study::Study::Export(_) => Self::Export,
            study::Study::Beside(_)
            | study::Study::Related(_)
            | study::Study::File(_)
            | study::Study::Receipt(_) => Self::Lasting,
        }
    }
}

/// A question of the pages beyond search, to be sent. Its answer comes as [`Answer::Studied`].
///
/// ```
/// use tangthu_protocol::{Ask, StudySort, study::DossierRequest, study_ask};
/// let ask = study_ask(DossierRequest { number: "01-CTr/QU".into(), ..DossierRequest::default() });
/// assert!(matches!(ask, Ask::Study { sort: StudySort::Dossier, .. }));
/// ```
pub fn study_ask<Q: study::Question>(question: Q) -> Ask {
    let study = question.study();
    // Our own types encode; an empty question would be answered by a failure.
    Ask::Study { sort: StudySort::of(&study), question: encode(&study).unwrap_or_default() }
}

/// The answer to a question of the type `Q`.
///
/// # Errors
/// What the worker failed of; [`Failure::Stale`] where the answer is to another question.
pub fn studied<Q: study::Question>(answer: Answer) -> Result<Q::Answer, Failure> {
    match answer {
        Answer::Studied(bytes) => decode(&bytes).map_err(|_| Failure::Stale),
        Answer::Failed(failure) => Err(failure),
        _ => Err(Failure::Stale),
    }
}

/// An answer from the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The question's id; 0 for [`Answer::Ready`], which nobody asked for.
    pub id: u32,
    /// The answer.
    pub answer: Answer,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The worker runs and listens. Sent once, first; the page queues its questions until then.
    Ready,
    /// The archive is open.
    Opened(ArchiveInfo),
    /// Results.
    Found(SearchAnswer),
    /// Better snippets.
    Snippets(SnippetAnswer),
    /// Files of the device hold an archive, which can now be opened at this address.
    Added {
        /// The address, `local:` and a name.
        address: String,
    },
    /// The answer to [`Ask::Several`], the bytes of an [`AnswerSeveral`], or to [`Ask::Signature`], those of a [`Signature`]; only who
    /// asked opens them.
    Several(Vec<u8>),
    /// A document.
    Document(Box<DocumentView>),
    /// The answer to [`Ask::Study`], to be read by [`studied`].
    Studied(Vec<u8>),
    /// It did not work.
    Failed(Failure),
}

/// The bytes of a message.
///
/// # Errors
/// Never for the types of this crate; the error of the serialiser is passed on so that no one has to panic.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(message)
}

/// The message in `bytes`.
///
/// # Errors
/// When the bytes are no message of this build: page and worker come from different builds.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_read_back_as_they_were_sent() {
        let request = Request { id: 7, ask: Ask::Document { id: "a/b".into(), query: "quận ủy".into() } };
        assert_eq!(decode::<Request>(&encode(&request).unwrap()).unwrap(), request);
        let view = DocumentView {
            body: vec![BlockView::List(true, vec![vec![Run::plain("một")]])],
            ..Default::default()
        };
        let reply = Reply { id: 7, answer: Answer::Document(Box::new(view)) };
        assert_eq!(decode::<Reply>(&encode(&reply).unwrap()).unwrap(), reply);
    }

    #[test]
    fn a_study_and_its_answer_pass_as_bytes() {
        let asked = study::ExploreRequest { find: "long".into(), count: 9, ..Default::default() };
        let Ask::Study { sort, question } = study_ask(asked.clone()) else { panic!("no study") };
        assert_eq!(sort, StudySort::Explore);
        assert_eq!(decode::<study::Study>(&question).unwrap(), study::Study::Explore(asked));
        let told = study::Explored { total: 3, ..Default::default() };
        let answer = Answer::Studied(encode(&told).unwrap());
        assert_eq!(studied::<study::ExploreRequest>(answer).unwrap(), told);
        let failed = Answer::Failed(Failure::Stale);
        assert_eq!(studied::<study::ExploreRequest>(failed), Err(Failure::Stale));
    }

    #[test]
    fn bytes_of_another_build_are_an_error() {
        assert!(decode::<Reply>(&[1, 200, 3]).is_err());
    }
}
