//! The steps to the documents before and after this one in the result that led to it.

use super::texts::texts;
use crate::client::{Client, expect_client};
use crate::history::{Step, expect_nav};
use crate::route::{Route, View};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, Filters, SearchRequest};

/// How many results are asked for, step by step, to find the document among them. Those that the reader saw are at hand.
const LIMITS: [u32; 3] = [20, 200, 1000];

/// Where the document stands in the result, and its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    at: u32,
    total: u32,
    before: Option<String>,
    after: Option<String>,
}

/// The steps; nothing where no search led here.
#[component]
pub(super) fn Steps(
    /// The document.
    id: String,
) -> impl IntoView {
    let (nav, t) = (expect_nav(), texts(expect_texts().language));
    let found = RwSignal::new(None::<Found>);
    let route = nav.route.get_untracked();
    let searched = !route.query.trim().is_empty() || route.filters != Filters::default();
    if route.view == View::Search && (searched || nav.came_from_results()) {
        look(expect_client(), found, route, id, 0);
    }
    move || {
        let Found { at, total, before, after } = found.get()?;
        let step = |id: Option<String>, sign: &'static str, name: &'static str| {
            id.map(|id| {
                let href = nav.route.with_untracked(|route| route.with_doc(&id).href());
                let go = move |event: leptos::ev::MouseEvent| {
                    // With a modifier key the link opens elsewhere, as any link does.
                    if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                        event.prevent_default();
                        // In place of this document, so that Back leads to the results.
                        nav.go(nav.route.with_untracked(|route| route.with_doc(&id)), Step::Same);
                    }
                };
                view! { <a href=href aria-label=name title=name on:click=go>{sign}</a> }
            })
        };
        Some(view! {
            <span class="in-list" role="group" aria-label=t.in_results>
                {step(before, "‹", t.before)}
                <span>{(t.place)(at + 1, total)}</span>
                {step(after, "›", t.after)}
            </span>
        })
    }
}

fn look(client: Client, found: RwSignal<Option<Found>>, route: Route, id: String, tried: usize) {
    let Some(&limit) = LIMITS.get(tried) else { return };
    let request = SearchRequest {
        query: route.query.clone(),
        filters: route.filters.clone(),
        sort: route.sort,
        limit,
        ..SearchRequest::default()
    };
    let listen = move |answer| {
        let Answer::Found(answer) = answer else { return };
        let place = answer.hits.iter().position(|hit| hit.id == id);
        let neighbour = |at: Option<usize>| at.and_then(|at| answer.hits.get(at)).map(|hit| hit.id.clone());
        match place {
            // The last of those asked for has a neighbour that is not known yet.
            Some(at) if at + 1 < answer.hits.len() || answer.hits.len() as u32 >= answer.total => {
                let _ = found.try_set(Some(Found {
                    at: at as u32,
                    total: answer.total,
                    before: neighbour(at.checked_sub(1)),
                    after: neighbour(Some(at + 1)),
                }));
            }
            _ if answer.hits.len() as u32 >= answer.total => {}
            _ => look_on(client, found, route.clone(), id.clone(), tried + 1),
        }
    };
    client.ask(Ask::Aside(Box::new(request)), listen, || {});
}

/// Looks among more results, unless the reader went on meanwhile.
fn look_on(client: Client, found: RwSignal<Option<Found>>, route: Route, id: String, tried: usize) {
    if found.try_get_untracked().is_some() {
        look(client, found, route, id, tried);
    }
}
