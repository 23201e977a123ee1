//! Language, theme, and the words in the page's one status line.

use crate::dom;
use crate::extras::Extra;
use crate::history::Nav;
use crate::i18n::{Texts, texts};
use crate::route::language_of;
use crate::signals::Lasting;
use leptos::prelude::*;
use tangthu_protocol::Language;

const LANGUAGE_KEY: &str = "tangthu-language";
const THEME_KEY: &str = "tangthu-theme";
const TEXT_KEY: &str = "tangthu-text";

/// How many sizes of text there are; the second is the usual one.
pub(crate) const TEXT_SIZES: usize = 5;

/// Light or dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// What the whole page shares beside its route.
#[derive(Clone, Copy)]
pub(crate) struct Ui {
    /// The language in force.
    pub(crate) language: Lasting<Memo<Language>>,
    /// The theme in force.
    pub(crate) theme: Lasting<RwSignal<Theme>>,
    /// The size of the text that is read, below [`TEXT_SIZES`].
    pub(crate) text_size: Lasting<RwSignal<usize>>,
    /// What the status line says.
    pub(crate) status: Lasting<RwSignal<String>>,
    /// What the window's title says before the archive's name.
    pub(crate) title: Lasting<RwSignal<String>>,
    /// The dialog that is open.
    pub(crate) extra: Lasting<RwSignal<Option<Extra>>>,
    chosen: RwSignal<Option<Language>>,
}

/// Reads what was remembered and provides [`Ui`] to all components.
pub(crate) fn provide_ui(nav: Nav) -> Ui {
    let chosen = RwSignal::new(dom::remembered(LANGUAGE_KEY).and_then(|tag| language_of(&tag)));
    let language =
        Memo::new(move |_| nav.route.with(|route| route.language).or(chosen.get()).unwrap_or_default());
    let language = Lasting::new(language);
    let theme = Lasting::new(RwSignal::new(
        dom::remembered(THEME_KEY).map(|name| Theme::parse(&name)).unwrap_or_default(),
    ));
    let size = dom::remembered(TEXT_KEY).and_then(|size| size.parse().ok());
    let text_size = Lasting::new(RwSignal::new(size.filter(|size| *size < TEXT_SIZES).unwrap_or(1)));
    let ui = Ui {
        language,
        theme,
        text_size,
        status: Lasting::new(RwSignal::new(String::new())),
        title: Lasting::new(RwSignal::new(String::new())),
        extra: Lasting::new(RwSignal::new(None)),
        chosen,
    };
    Effect::new(move |_| {
        if let Some(root) = dom::root() {
            let _ = root.set_attribute("data-theme", theme.get().name());
            let _ = root.set_attribute("data-text", &text_size.get().to_string());
        }
    });
    Effect::new(move |_| dom::set_text("status", &ui.status.get()));
    provide_context(ui);
    ui
}

/// The [`Ui`] that [`provide_ui`] provided.
pub(crate) fn expect_ui() -> Ui {
    expect_context()
}

/// The texts of the language in force. Components are rebuilt when the language changes, so they may keep them.
pub(crate) fn expect_texts() -> &'static Texts {
    texts(expect_ui().language.get_untracked())
}

/// The `lang` attribute for words in the language `tag` on a page that speaks `own`; none where they are the same, or
/// where what the archive says is no language tag.
pub(crate) fn foreign(tag: Option<&str>, own: &Texts) -> Option<String> {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let is_tag = |tag: &&str| {
        let letters = primary(tag);
        (2..=3).contains(&letters.len())
            && letters.bytes().all(|byte| byte.is_ascii_lowercase())
            && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    tag.filter(is_tag).filter(|tag| primary(tag) != own.tag).map(str::to_owned)
}

impl Ui {
    /// Switches to `language` and remembers it.
    pub(crate) fn choose_language(self, language: Language) {
        dom::remember(LANGUAGE_KEY, texts(language).tag);
        self.chosen.set(Some(language));
    }

    /// Sets texts larger or smaller by a step, and remembers it.
    pub(crate) fn size_text(self, up: bool) {
        let now = self.text_size.get_untracked();
        let next = if up { (now + 1).min(TEXT_SIZES - 1) } else { now.saturating_sub(1) };
        dom::remember(TEXT_KEY, &next.to_string());
        self.text_size.set(next);
    }

    /// Switches to the next theme and remembers it.
    pub(crate) fn next_theme(self) {
        let next = match self.theme.get_untracked() {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        };
        self.choose_theme(next);
    }

    /// Switches to `theme` and remembers it.
    pub(crate) fn choose_theme(self, theme: Theme) {
        dom::remember(THEME_KEY, theme.name());
        self.theme.set(theme);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_language_needs_an_attribute() {
        let own = texts(Language::Vi);
        let cases = [(None, None), (Some("vi"), None), (Some("vi-VN"), None), (Some("\"><b>"), None)];
        for (tag, expected) in cases.into_iter().chain([(Some("en-GB"), Some("en-GB")), (Some("x"), None)]) {
            assert_eq!(foreign(tag, own).as_deref(), expected, "{tag:?}");
        }
    }
}
