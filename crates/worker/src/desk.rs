//! What lies on the worker's desk: the open archive and the newest questions; and how questions are answered.
//!
//! It says [`Answer::Ready`] once, then answers every [`Request`]; what the messages mean is in `tangthu-protocol`.

use crate::shelf::{Open, Shelf};
use crate::{host, js, keep, later};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use tangthu_protocol::{Answer, Ask, Failure, Reply, Request, SearchRequest, StudySort, decode, encode};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

/// How long, in milliseconds, a reader who types must pause before the lists of the last word are fetched: longer than
/// between two keys, so that no word half typed costs the reader a list. What is at hand is answered at once.
const TYPING_PAUSE: i32 = 160;

/// How long such a reader must pause before the passages of the results are fetched: texts are the dearest parts.
const PASSAGES_PAUSE: i32 = 300;

/// The archive that is open, and which questions are the newest.
#[derive(Default)]
pub(crate) struct Desk {
    reader: RefCell<Option<Rc<Open>>>,
    /// The archives that are open.
    pub(crate) shelf: Shelf,
    /// The archives that are being kept on the device, slice by slice.
    pub(crate) keeping: keep::KeepDesk,
    /// The newest opening: an older one that ends later must not win.
    opening: Cell<u32>,
    /// The newest search: older ones are stale.
    search: Cell<u32>,
    /// The newest question of each [`StudySort`].
    studies: [Cell<u32>; StudySort::COUNT],
}

/// Begins to listen.
pub(crate) fn start() {
    let Some(scope) = js::scope() else { return };
    let desk = Rc::new(Desk::default());
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // Files of the device come as an object of the browser's, all else as bytes.
        if let Some(chosen) = event.data().dyn_ref::<js_sys::Array>() {
            return spawn_local(add(Rc::clone(&desk), chosen.clone()));
        }
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        // Bytes that cannot be read come from a page of another build; it will reload, and there is no id to answer to.
        if let Ok(request) = decode::<Request>(&bytes) {
            spawn_local(answer(Rc::clone(&desk), request));
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listen.forget();
    post(0, Answer::Ready);
}

async fn answer(desk: Rc<Desk>, request: Request) {
    let id = request.id;
    match request.ask {
        Ask::Origins(origins) => host::name_origins(origins),
        Ask::Open { url } => {
            desk.opening.set(id);
            *desk.reader.borrow_mut() = None;
            match desk.shelf.open(&url).await {
                _ if desk.opening.get() != id => post(id, Answer::Failed(Failure::Stale)),
                Ok(reader) => {
                    let info = reader.info();
                    *desk.reader.borrow_mut() = Some(reader);
                    post(id, Answer::Opened(info));
                }
                Err(failure) => post(id, Answer::Failed(failure)),
            }
        }
        Ask::Search(search_request) => {
            // What only counts stands beside the results and makes them no older.
            if search_request.limit > 0 {
                desk.search.set(id);
            }
            let lasts = search_request.limit == 0;
            search(&desk, id, search_request, lasts).await;
        }
        Ask::Aside(search_request) => search(&desk, id, search_request, true).await,
        Ask::Snippets { request, ids } => {
            post(id, snippets(&desk, &request, &ids).await.unwrap_or_else(Answer::Failed));
        }
        Ask::Several(question) => {
            told(id, later::several(Rc::clone(&desk), question).await).await;
        }
        Ask::Signature(address) => told(id, later::signature(Rc::clone(&desk), address).await).await,
        Ask::Document { id: document, query } => {
            let view = match reader_of(&desk) {
                Ok(reader) => reader.document(&document, &query).await,
                Err(failure) => Err(failure),
            };
            post(id, view.map_or_else(Answer::Failed, |view| Answer::Document(Box::new(view))));
        }
        Ask::Study { sort, question } => {
            if let Some(newest) = desk.studies.get(sort as usize) {
                newest.set(id);
            }
            post(id, study(&desk, id, sort, question).await.map_or_else(Answer::Failed, Answer::Studied));
        }
    }
}

/// Answers with bytes that only who asked can read, once they are there.
async fn told(id: u32, answering: Result<later::Answering, later::Trouble>) {
    let answer = match answering {
        Ok(answer) => answer.await,
        Err(later::Trouble(failure)) => Err(failure),
    };
    post(id, answer.map_or_else(Answer::Failed, Answer::Several));
}

/// A question of the pages beyond search, with the code that answers it.
async fn study(desk: &Rc<Desk>, id: u32, sort: StudySort, question: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let reader = reader_of(desk)?;
    let answer = later::load_studies().await.map_err(|later::Trouble(failure)| failure)?;
    let desk = Rc::clone(desk);
    let newest = move || desk.studies.get(sort as usize).map_or(id, Cell::get);
    let stale = move || sort != StudySort::Lasting && newest() != id;
    answer(reader, question, Box::new(stale)).await
}

/// The open archive. The page asks only after `Opened`, so its absence is a newer opening that is under way.
fn reader_of(desk: &Desk) -> Result<Rc<Open>, Failure> {
    desk.reader.borrow().clone().ok_or(Failure::Stale)
}

/// Takes in files of the device: the question's id, a name, and pairs of path and `File`.
async fn add(desk: Rc<Desk>, chosen: js_sys::Array) {
    let id = chosen.get(0).as_f64().unwrap_or(0.0) as u32;
    let name = chosen.get(1).as_string().unwrap_or_default();
    let files: js_sys::Array = chosen.get(2).unchecked_into();
    let added = later::read_local(files).await.map(|files| desk.shelf.add(&name, files));
    post(
        id,
        added.map_or_else(
            |later::Trouble(failure)| Answer::Failed(failure),
            |address| Answer::Added { address },
        ),
    );
}

/// Results; unless the search `lasts`, only if it is still the newest.
async fn search(desk: &Rc<Desk>, id: u32, request: Box<SearchRequest>, lasts: bool) {
    let reader = match reader_of(desk) {
        Ok(reader) => reader,
        Err(failure) => return post(id, Answer::Failed(failure)),
    };
    let stale = || !lasts && desk.search.get() != id;
    let wait = async || {
        if request.typing {
            spawn_local(fetch_ahead(Rc::clone(desk), Rc::clone(&reader), id, request.query.clone()));
            js::pause(TYPING_PAUSE).await;
        }
    };
    let found = reader.search(&request, &stale, wait).await;
    post(id, found.map_or_else(Answer::Failed, Answer::Found));
}

/// Better snippets, unless the reader goes on typing.
async fn snippets(desk: &Desk, request: &SearchRequest, ids: &[String]) -> Result<Answer, Failure> {
    let (reader, search) = (reader_of(desk)?, desk.search.get());
    if request.typing {
        js::pause(PASSAGES_PAUSE).await;
    }
    reader.snippets(request, ids, &|| desk.search.get() != search).await.map(Answer::Snippets)
}

/// Uses the pause between two keys for what the next keys will not change.
async fn fetch_ahead(desk: Rc<Desk>, reader: Rc<Open>, id: u32, typed: String) {
    reader.fetch_ahead(&typed, &|| desk.search.get() != id).await;
}

fn post(id: u32, answer: Answer) {
    // Neither step fails for our own types; if one did, the page's own time limit speaks.
    if let (Ok(bytes), Some(scope)) = (encode(&Reply { id, answer }), js::scope()) {
        let buffer = js_sys::Uint8Array::from(bytes.as_slice()).buffer();
        let _ = scope.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer));
    }
}
