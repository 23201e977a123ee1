//! The line to the worker: starts it, keeps questions until it is ready, and brings each answer to who asked.

use crate::dom;
use crate::i18n::trouble::Trouble;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use tangthu_protocol::{Answer, Ask, Reply, Request, decode, encode};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, PageTransitionEvent, Worker, WorkerOptions, WorkerType};

/// How long the worker may take to start before the page says that it is slow.
const PATIENCE: u64 = 15_000;

pub(super) type Listener = Rc<dyn Fn(Answer)>;

/// The line to the worker.
#[derive(Default)]
pub(super) struct Bridge {
    worker: RefCell<Option<Worker>>,
    ready: Cell<bool>,
    broken: Cell<bool>,
    last: Cell<u32>,
    /// What waits until the worker listens.
    queue: RefCell<Vec<JsValue>>,
    listeners: RefCell<Vec<(u32, Listener)>>,
}

impl Bridge {
    /// Starts the worker. `report` is called with what is wrong with it, and with none when it is ready.
    pub(super) fn start(report: impl Fn(Option<Trouble>) + 'static) -> Rc<Self> {
        let (bridge, report) = (Rc::new(Self::default()), Rc::new(report));
        let Ok(worker) = new_worker() else {
            bridge.broken.set(true);
            report(Some(Trouble::Worker));
            return bridge;
        };
        let (this, tell) = (Rc::clone(&bridge), Rc::clone(&report));
        dom::listen(&worker, "message", move |event: MessageEvent| {
            let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
            match decode::<Reply>(&bytes) {
                Ok(Reply { answer: Answer::Ready, .. }) => {
                    this.ready.set(true);
                    tell(None);
                    for message in this.queue.take() {
                        this.post(message);
                    }
                }
                Ok(reply) => this.deliver(reply),
                // Page and worker are of different builds: the page is being replaced under us.
                Err(_) => this.fail(&*tell),
            }
        });
        for name in ["error", "messageerror"] {
            let (this, tell) = (Rc::clone(&bridge), Rc::clone(&report));
            dom::listen(&worker, name, move |_: Event| this.fail(&*tell));
        }
        bridge.worker.replace(Some(worker));
        if let Some(window) = dom::window() {
            let this = Rc::clone(&bridge);
            dom::listen(&window, "pagehide", move |event: PageTransitionEvent| this.leave(&event));
        }
        let this = Rc::clone(&bridge);
        dom::after(PATIENCE, move || {
            if !this.ready.get() && !this.broken.get() {
                report(Some(Trouble::Slow));
            }
        });
        bridge
    }

    /// Whether the worker is beyond use.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.get()
    }

    /// Notes who is about to ask, and gives the question's id.
    pub(super) fn hears(&self, listener: Listener) -> u32 {
        let id = self.last.get().wrapping_add(1).max(1);
        self.last.set(id);
        self.listeners.borrow_mut().push((id, listener));
        id
    }

    /// Sends a question.
    pub(super) fn ask(&self, id: u32, ask: Ask) {
        if let Ok(bytes) = encode(&Request { id, ask }) {
            self.post(js_sys::Uint8Array::from(&*bytes).buffer().into());
        }
    }

    /// Hands files of the device to the worker, as pairs of path and `File`.
    pub(super) fn add(&self, id: u32, name: &str, files: &js_sys::Array) {
        self.post(js_sys::Array::of3(&f64::from(id).into(), &dom::js(name), files).into());
    }

    /// Whether answers to the question are still listened for.
    pub(super) fn awaits(&self, id: u32) -> bool {
        self.listeners.borrow().iter().any(|(other, _)| *other == id)
    }

    /// Forgets who asked.
    pub(super) fn forget(&self, id: u32) {
        self.listeners.borrow_mut().retain(|(other, _)| *other != id);
    }

    /// Posts a message, now or once the worker listens. Bytes are handed over; what else there is, is copied.
    fn post(&self, message: JsValue) {
        if !self.ready.get() {
            return self.queue.borrow_mut().push(message);
        }
        if let Some(worker) = &*self.worker.borrow() {
            let handed = js_sys::Array::new();
            if message.is_instance_of::<js_sys::ArrayBuffer>() {
                handed.push(&message);
            }
            let _ = worker.post_message_with_transfer(&message, &handed);
        }
    }

    fn deliver(&self, reply: Reply) {
        let listener =
            self.listeners.borrow().iter().find(|(id, _)| *id == reply.id).map(|(_, f)| Rc::clone(f));
        self.forget(reply.id);
        if let Some(listener) = listener {
            listener(reply.answer);
        }
    }

    /// Ends the worker with its page. A browser that is in no hurry to collect old workers would else run out of address
    /// space, of which each takes ten gigabytes, for a reader who reloads again and again. A page that is only put aside
    /// (`persisted`) may be shown again and keeps its worker.
    fn leave(&self, event: &PageTransitionEvent) {
        if !event.persisted()
            && let Some(worker) = self.worker.take()
        {
            worker.terminate();
        }
    }

    fn fail(&self, report: &dyn Fn(Option<Trouble>)) {
        self.broken.set(true);
        self.listeners.borrow_mut().clear();
        report(Some(Trouble::Worker));
        // One that never ran may be damaged in a cache; boot.js mends that.
        if !self.ready.get()
            && let (Some(window), Ok(event)) = (dom::window(), Event::new("tangthu:broken"))
        {
            let _ = window.dispatch_event(&event);
        }
    }
}

/// Starts the worker that the boot script's tag names.
fn new_worker() -> Result<Worker, JsValue> {
    let tag =
        dom::document().and_then(|document| document.query_selector("script[data-worker]").ok().flatten());
    let address = tag.and_then(|tag| tag.get_attribute("data-worker")).ok_or(JsValue::NULL)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&address, &options)
}
