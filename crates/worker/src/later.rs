//! What the worker loads when it is first needed: functions that `cargo xtask finish` puts into chunks of their own.

use crate::desk::Desk;
use crate::keep;
use crate::local::LocalFiles;
use crate::shelf::Open;
use crate::signed;
use std::{future::Future, pin::Pin, rc::Rc};
use tangthu_archive::table_of_version_1;
use tangthu_engine::{
    Failure, InMemory, compare, compare_document,
    study::{Question, Study},
};
use tangthu_protocol::{AnswerSeveral, AskSeveral, Found, OpenArchive, SearchRequest, decode, encode};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A failure, also that of a chunk which did not arrive.
pub(crate) struct Trouble(pub(crate) Failure);

impl From<SplitLoaderError> for Trouble {
    fn from(_: SplitLoaderError) -> Self {
        let reason = "a file of the program did not arrive".to_owned();
        Self(Failure::Unreachable { name: "app/".to_owned(), reason })
    }
}

/// Reads a one-file archive and builds its index: nothing that the reader of a folder ever needs.
#[wasm_split(one_file, fallible)]
pub(crate) fn read_one_file(name: String, bytes: Vec<u8>) -> Result<InMemory, Trouble> {
    InMemory::read(&name, &bytes).map_err(Trouble)
}

/// Reads a table of version 1.
#[wasm_split(older, fallible)]
pub(crate) fn read_old_table(name: String, json: Vec<u8>) -> Result<Vec<u8>, Trouble> {
    table_of_version_1(&name, &json).map_err(|error| Trouble(error.into()))
}

/// Answers an encoded [`Study`] with the encoded answer, unless it becomes stale.
pub(crate) type Studies =
    fn(Rc<Open>, Vec<u8>, Box<dyn Fn() -> bool>) -> Pin<Box<dyn Future<Output = Studied>>>;

/// The bytes of an answer.
type Studied = Result<Vec<u8>, Failure>;

/// What answers the questions of the pages beyond search.
#[wasm_split(study, fallible)]
pub(crate) fn load_studies() -> Result<Studies, Trouble> {
    Ok(|reader, question, stale| {
        Box::pin(async move {
            // Page and worker are of one build, so what cannot be read was asked by nobody.
            let Ok(question) = decode::<Study>(&question) else { return Err(Failure::Stale) };
            let stale = &*stale;
            match question {
                Study::Figures(request) => told(&*request, reader.figures(&request, stale).await),
                Study::Dossier(request) => told(&request, reader.dossier(&request, stale).await),
                Study::Explore(request) => told(&request, reader.explore(&request, stale).await),
                Study::Lookup(request) => told(&request, reader.look_up_all(&request, stale).await),
                Study::Beside(request) => told(&request, reader.beside(&request, stale).await),
                Study::Related(request) => told(&request, reader.related(&request, stale).await),
                Study::Export(request) => told(&*request, reader.export(&request, stale).await),
                Study::File(request) => told(&request, reader.file(&request).await),
                Study::Receipt(request) => told(&request, reader.receipt(&request).await),
            }
        })
    })
}

/// An answer as it is sent; its type is the one that the request promises.
fn told<Q: Question>(_: &Q, answer: Result<Q::Answer, Failure>) -> Studied {
    encode(&answer?).map_err(|_| Failure::Stale)
}

/// Looks through files of the device for an archive.
#[wasm_split(several, fallible)]
pub(crate) fn read_local(files: js_sys::Array) -> Result<LocalFiles, Trouble> {
    LocalFiles::read(&files).map_err(Trouble)
}

/// The bytes of an answer, once it is there.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Result<Vec<u8>, Failure>>>>;

/// Answers a question about several archives.
#[wasm_split(several, fallible)]
pub(crate) fn several(desk: Rc<Desk>, question: Vec<u8>) -> Result<Answering, Trouble> {
    Ok(Box::pin(async move {
        // The page is of the same build; bytes that cannot be read are nobody's question.
        let question = decode(&question).map_err(|_| Failure::Stale)?;
        let answer = match question {
            AskSeveral::Shelf { close } => {
                if let Some(address) = close {
                    desk.shelf.close(&address);
                }
                AnswerSeveral::Shelf(desk.shelf.all().into_iter().map(|one| described(&one)).collect())
            }
            AskSeveral::Across(request) => AnswerSeveral::Across(across(&desk, &request).await),
            AskSeveral::Stored { address } => AnswerSeveral::Stored(keep::stored(&desk, &address).await?),
            AskSeveral::Keep { address } => AnswerSeveral::Kept(keep::go_on(&desk, &address).await?),
            AskSeveral::Drop { address } => AnswerSeveral::Stored(keep::let_go(&desk, &address).await?),
            AskSeveral::Compare { one, other, id } => {
                let (one, other) = (desk.shelf.take(&one).await?, desk.shelf.take(&other).await?);
                match id {
                    None => AnswerSeveral::Compared(compare(&one, &other, &|| false).await?),
                    Some(id) => AnswerSeveral::DocumentCompared(compare_document(&one, &other, &id).await?),
                }
            }
        };
        encode(&answer).map_err(|_| Failure::Stale)
    }))
}

/// Verifies the signature of an archive.
#[wasm_split(signed, fallible)]
pub(crate) fn signature(desk: Rc<Desk>, address: String) -> Result<Answering, Trouble> {
    Ok(Box::pin(async move { encode(&signed::look(&desk, &address).await?).map_err(|_| Failure::Stale) }))
}

fn described((address, reader): &(String, Rc<Open>)) -> OpenArchive {
    OpenArchive { address: address.clone(), info: reader.info() }
}

async fn across(desk: &Desk, request: &SearchRequest) -> Vec<Found> {
    let mut all = Vec::new();
    for one in desk.shelf.all() {
        let answer = one.1.search(request, &|| false, async || {}).await;
        all.push(Found { archive: described(&one), answer });
    }
    all
}
