//! The viewer of Tàng Thư: draws what the worker answers.
//!
//! The page's state is its address ([`route`]); a click changes the address, and the address asks the worker
//! ([`client`]). Nothing here parses, searches or checks an archive, and nothing that comes from one is ever HTML. The
//! crate compiles natively too, so that what is pure in it is tested without a browser.

mod app;
mod beside;
mod cite;
mod client;
mod components;
mod days;
mod dom;
mod dropped;
mod entry;
mod extras;
mod history;
mod i18n;
mod keys;
mod later;
mod narrow;
mod offline;
mod pages;
mod pieces;
mod range;
mod recent;
mod results;
mod rooms;
mod route;
mod save;
mod search_box;
mod sheets;
mod signals;
mod signed;
mod study;
mod ui;

fn main() {
    app::start();
}
