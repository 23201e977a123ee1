//! Keeping an archive on this device: the button, how far it is, what is stored, and what the browser may take away again.

use super::keep_texts::texts;
use super::several;
use crate::client::expect_client;
use crate::dom;
use crate::i18n::format::{bytes, day};
use crate::i18n::trouble::{Trouble, say};
use crate::ui::expect_texts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tangthu_protocol::{AnswerSeveral, AskSeveral, Kept, KeptState, Stored};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Under which name the day is remembered on which an archive was last found whole.
const VERIFIED: &str = "tangthu-verified ";

/// What the browser promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Promise {
    /// To ask before it takes anything away.
    Lasting,
    /// Nothing: it may make room.
    None,
}

/// Keeps one archive, or lets it go.
#[component]
pub(super) fn Keep(
    /// Where it is.
    address: String,
) -> impl IntoView {
    let (client, own) = (expect_client(), expect_texts());
    let t = texts(own.language);
    let address = StoredValue::new(address);
    let (stored, kept) = (RwSignal::new(None::<Stored>), RwSignal::new(None::<Kept>));
    // Why it is not known what is stored.
    let unknown = RwSignal::new(None::<Trouble>);
    let (going, promise) = (RwSignal::new(false), RwSignal::new(None::<Promise>));
    // Whether a slice is under way: after a pause it still is, and going on must not begin a second one beside it.
    let (under_way, dropping) = (StoredValue::new(false), RwSignal::new(false));
    let key = move || format!("{VERIFIED}{}", address.get_value());
    let look = move || {
        several::ask(client, &AskSeveral::Stored { address: address.get_value() }, move |answer| {
            let _ = unknown.try_set(answer.as_ref().err().cloned());
            if let Ok(AnswerSeveral::Stored(now)) = answer {
                let something = now.files > 0 || now.whole.is_some();
                let _ = stored.try_set(Some(now));
                // Who relies on what is stored is told what the browser promises, not only while it is being stored.
                if something && promise.try_get_untracked() == Some(None) {
                    spawn_local(async move {
                        let _ = promise.try_set(Some(promised_by("persisted").await));
                    });
                }
            }
        });
    };
    look();
    // Each answer asks for the next slice, until all is there or the reader has had enough.
    let go_on = StoredValue::new_local(None::<Callback<()>>);
    let next = Callback::new(move |()| {
        under_way.set_value(true);
        several::ask_patiently(client, &AskSeveral::Keep { address: address.get_value() }, move |answer| {
            let Some(again) = going.try_get_untracked() else { return };
            under_way.set_value(false);
            match answer {
                Ok(AnswerSeveral::Kept(now)) => {
                    let state = now.state;
                    if matches!(state, KeptState::Whole | KeptState::Incomplete) {
                        if state == KeptState::Whole {
                            // The reader's day, not that of Greenwich.
                            let now = js_sys::Date::new_0();
                            let (year, month, day) =
                                (now.get_full_year(), now.get_month() + 1, now.get_date());
                            dom::remember(&key(), &format!("{year:04}-{month:02}-{day:02}"));
                        }
                        look();
                    }
                    kept.set(Some(now));
                    match go_on.get_value() {
                        Some(go_on) if again && state == KeptState::Going => go_on.run(()),
                        _ => going.set(false),
                    }
                }
                Ok(_) => going.set(false),
                Err(trouble) => {
                    going.set(false);
                    let failure = if let Trouble::Archive(failure) = trouble { Some(failure) } else { None };
                    kept.set(Some(Kept { state: KeptState::Broken, failure, ..Kept::default() }));
                }
            }
        });
    });
    go_on.set_value(Some(next));
    let start = move |_| {
        going.set(true);
        // Asked where a reader shows that it matters; some browsers then ask the reader.
        spawn_local(async move {
            let _ = promise.try_set(Some(promised_by("persist").await));
        });
        // The answer that is on its way asks for the next slice.
        if !under_way.get_value() {
            next.run(());
        }
    };
    let drop_it = move |_| {
        dropping.set(true);
        several::ask_patiently(client, &AskSeveral::Drop { address: address.get_value() }, move |_| {
            dom::remember(&key(), "");
            if dropping.try_set(false).is_none() {
                kept.set(None);
                look();
            }
        });
    };
    let button = move || {
        if going.get() {
            return view! { <button type="button" on:click=move |_| going.set(false)>{t.pause}</button> }
                .into_any();
        }
        let label = match (kept.get().map(|kept| kept.state), stored.get()) {
            (Some(KeptState::Going | KeptState::Broken | KeptState::Full), _) => t.go_on,
            (None, Some(Stored { gone, .. })) if gone > 0 => t.go_on,
            (Some(KeptState::Whole), _) | (_, Some(Stored { whole: Some(true), .. })) => t.verify,
            (_, Some(Stored { whole: Some(false), .. })) => t.renew,
            _ => t.keep,
        };
        view! { <button type="button" disabled=dropping on:click=start>{label}</button> }.into_any()
    };
    let bar = move || {
        kept.get().filter(|kept| kept.all > 0).map(|kept| {
            let words = (t.so_far)(kept.files, kept.all, &bytes(own.language, kept.bytes), &bytes(own.language, kept.all_bytes));
            view! { <progress max=kept.all.to_string() value=kept.files.to_string() aria-label=t.progress></progress> <span class="count">{words}</span> }
        })
    };
    let said = move || {
        let state = kept.get().map(|kept| (kept.state, kept.missing, kept.failure));
        let why = |failure: Option<tangthu_protocol::Failure>| {
            failure.map(|failure| say(own.language, &Trouble::Archive(failure)).what).unwrap_or_default()
        };
        match (state, stored.get()) {
            (Some((KeptState::Broken, _, failure)), _) => format!("{} {}", why(failure), t.broken),
            (Some((KeptState::Full, ..)), _) => t.full.to_owned(),
            (Some((KeptState::Incomplete, missing, failure)), _) => (t.incomplete)(missing, &why(failure)),
            (Some((KeptState::Going, ..)), _) if going.get() => t.going.to_owned(),
            (Some((KeptState::Going, ..)), _) => t.paused.to_owned(),
            (None, _) if going.get() => t.going.to_owned(),
            (_, Some(Stored { possible: false, .. })) => t.impossible.to_owned(),
            (_, Some(Stored { gone, .. })) if gone > 0 => (t.gone)(gone),
            (_, Some(Stored { whole: Some(true), files, .. })) => {
                let verified = dom::remembered(&key()).filter(|day| !day.is_empty());
                let verified = verified.map(|at| (t.verified)(&day(own.language, &at))).unwrap_or_default();
                format!("{} {verified}", (t.whole)(files))
            }
            (_, Some(Stored { whole: Some(false), .. })) => t.older.to_owned(),
            (_, Some(Stored { files, .. })) if files > 0 => (t.some)(files),
            (_, Some(_)) => t.none.to_owned(),
            (_, None) => unknown.get().map(|trouble| say(own.language, &trouble).what).unwrap_or_default(),
        }
    };
    let promised = move || match promise.get() {
        Some(Promise::Lasting) => Some(t.lasting),
        Some(Promise::None) => Some(t.not_lasting),
        None => None,
    };
    let something = move || {
        stored.with(|stored| stored.as_ref().is_some_and(|stored| stored.files > 0 || stored.whole.is_some()))
            || kept.with(|kept| kept.as_ref().is_some_and(|kept| kept.files > 0))
    };
    view! {
        <div class="keep">
            <p role="status">{said}</p>
            <p>{bar}</p>
            <p class="ways">
                {button}
                {move || (something() && !going.get()).then(|| view! { <button type="button" class="quiet" disabled=dropping on:click=drop_it>{t.drop}</button> })}
            </p>
            {move || promised().map(|words| view! { <p class="count">{words}</p> })}
        </div>
    }
}

/// What the browser promises for all that this site stores: `persist` asks it to, `persisted` only whether it did.
async fn promised_by(method: &str) -> Promise {
    let asked = async {
        let storage = js_sys::Reflect::get(&dom::window()?.navigator(), &dom::js("storage")).ok()?;
        let ask: js_sys::Function = js_sys::Reflect::get(&storage, &dom::js(method)).ok()?.into();
        let promise: js_sys::Promise = ask.call0(&storage).ok()?.into();
        JsFuture::from(promise).await.ok()
    };
    if asked.await.as_ref().and_then(JsValue::as_bool) == Some(true) {
        Promise::Lasting
    } else {
        Promise::None
    }
}
