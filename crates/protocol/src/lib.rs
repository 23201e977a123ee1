//! The messages between the page and its worker: what the page may ask, what the worker answers, and their byte form.
//!
//! Messages are postcard bytes in transferred buffers. Both sides come from one build, so the form has no versions. What
//! the answers mean is defined by `tangthu-engine`, whose types are re-exported here for the page.

mod several;

pub use several::{AnswerSeveral, AskSeveral, Found, OpenArchive};
pub use tangthu_engine::{
    ArchiveInfo, AttachmentView, BlockView, Choice, Comparison, Count, DocumentChange, DocumentView, Facets,
    Failure, FieldChange, Filters, Hit, Language, Named, ProvenanceView, Run, SearchAnswer, SearchRequest,
    SideBySide, SnippetAnswer, Sort, Spelling, Spellings,
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
    /// Open the archive at this absolute URL: a manifest, or a one-file archive. Every later question is about it.
    Open {
        /// Absolute URL of `archive.json`, already checked by the page to be of its own origin; or `local:` and a name, as
        /// [`Answer::Added`] told it.
        url: String,
    },
    /// Search. A newer search makes an older one stale.
    Search(Box<SearchRequest>),
    /// Better snippets for some results of the newest search, from their texts. A newer search makes them stale.
    Snippets {
        /// What was searched.
        request: Box<SearchRequest>,
        /// The documents.
        ids: Vec<String>,
    },
    /// A question about several archives: the bytes of an [`AskSeveral`], which only the code that answers it opens.
    Several(Vec<u8>),
    /// Open a document, its matches of `query` marked.
    Document {
        /// The document's id.
        id: String,
        /// The query whose matches are marked; may be empty.
        query: String,
    },
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
    /// The answer to [`Ask::Several`]: the bytes of an [`AnswerSeveral`], which only who asked opens.
    Several(Vec<u8>),
    /// A document.
    Document(Box<DocumentView>),
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
    fn bytes_of_another_build_are_an_error() {
        assert!(decode::<Reply>(&[1, 200, 3]).is_err());
    }
}
