//! Every text that a person reads, by language: Fluent files in, sentences out.
//!
//! English is the source language: it is complete, and what another language lacks is shown in
//! English. A page asks for some 150 texts. Most have no arguments: those are formatted once, at start,
//! and a look-up only borrows them; so are those with one small number, when it is first asked for.
//!
//! Bidirectional isolation marks (U+2068, U+2069) are off: they would travel into titles, mail
//! subjects, feeds and whatever is copied from a page. In HTML, user text is isolated by markup
//! (`dir="auto"`, `<bdi>`), which does the same for readers and leaves no invisible characters.

mod catalogue;
mod lang;
mod number;
mod pseudo;
mod source;
mod time;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fluent_bundle::FluentResource;

use catalogue::{Catalogue, Message};

pub use lang::Lang;
pub use number::num;
pub use time::{http_date, rfc2822, rfc3339};

/// A value for a placeholder.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// Chooses plural forms, and is written with grouped digits. Exact up to 2⁵³.
    Number(i64),
    /// Written as it is.
    Text(Cow<'a, str>),
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Arg::Number(number)
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Arg::Number(number.into())
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a serde_json::Value> for Arg<'a> {
    /// Whole numbers count as numbers, strings as they are, anything else as its JSON text.
    fn from(value: &'a serde_json::Value) -> Self {
        if let Some(number) = value.as_i64() {
            Arg::Number(number)
        } else if let Some(text) = value.as_str() {
            Arg::Text(Cow::Borrowed(text))
        } else {
            Arg::Text(Cow::Owned(value.to_string()))
        }
    }
}

/// The texts of all languages. Made once at start and shared between threads.
pub struct I18n {
    catalogues: BTreeMap<Lang, Catalogue>,
}

impl I18n {
    /// Builds the catalogues from Fluent files, given as (language code, file name, text).
    ///
    /// # Errors
    ///
    /// All that is wrong, one sentence each: an unknown language, a syntax error, a key that
    /// stands twice, an attribute (no text would ever show it), a reference to nothing, English
    /// missing, or a translation with a key or a variable that English does not have. A
    /// translation may lack keys.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> Result<I18n, Vec<String>> {
        let mut problems = Vec::new();
        let mut resources: BTreeMap<Lang, Vec<Arc<FluentResource>>> = BTreeMap::new();
        for (code, file, text) in files {
            match catalogue::read(code, file, text) {
                Ok((lang, resource)) => resources.entry(lang).or_default().push(resource),
                Err(found) => problems.extend(found),
            }
        }
        let mut catalogues = BTreeMap::new();
        for (lang, resources) in resources {
            match Catalogue::new(lang, resources) {
                Ok(catalogue) => {
                    catalogues.insert(lang, catalogue);
                }
                Err(found) => problems.extend(found),
            }
        }
        match catalogues.get(&Lang::EN) {
            None => problems.push("there is no English locale".to_owned()),
            Some(english) => {
                for (lang, catalogue) in &catalogues {
                    problems.extend(catalogue.strays(*lang, english));
                }
            }
        }
        if problems.is_empty() { Ok(I18n { catalogues }) } else { Err(problems) }
    }

    /// Adds the pseudo-locale `en-XA`, made from English: letters with accents, 40 % longer, in
    /// brackets. For tests and translators; it can be negotiated like any other language.
    ///
    /// # Errors
    ///
    /// As [`from_files`](I18n::from_files).
    pub fn with_pseudo_locale(mut self) -> Result<I18n, Vec<String>> {
        let english = self.catalogues.get(&Lang::EN);
        let resources = english.map_or_else(Vec::new, |english| english.resources.clone());
        let pseudo = Catalogue::new(Lang::PSEUDO, resources)?;
        self.catalogues.insert(Lang::PSEUDO, pseudo);
        Ok(self)
    }

    /// The text of `key` in `lang`, else in English. A key that is in neither shows as `⟦key⟧`,
    /// so that it is seen, and a placeholder without its argument as `{$name}`.
    pub fn text<'a>(&'a self, lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> Cow<'a, str> {
        let found = [lang, Lang::EN].into_iter().find_map(|lang| {
            let catalogue = self.catalogues.get(&lang)?;
            Some((catalogue, catalogue.messages.get(key)?))
        });
        match found {
            Some((_, Message { fixed: Some(text), .. })) => Cow::Borrowed(text),
            Some((catalogue, message)) => match message.kept(args) {
                Some(text) => Cow::Borrowed(text.get_or_init(|| catalogue.format(key, args))),
                None => Cow::Owned(catalogue.format(key, args)),
            },
            None => {
                tracing::debug!(%lang, key, "text is missing");
                Cow::Owned(format!("⟦{key}⟧"))
            }
        }
    }

    /// The text of `key` in `lang`, else in English, when it has no arguments: then it is always the same.
    pub fn fixed(&self, lang: Lang, key: &str) -> Option<&str> {
        let message = |lang| self.catalogues.get(&lang)?.messages.get(key);
        message(lang).or_else(|| message(Lang::EN))?.fixed.as_deref()
    }

    /// The languages that have texts, English first.
    pub fn languages(&self) -> impl Iterator<Item = Lang> {
        self.catalogues.keys().copied()
    }

    /// The language of this code, if it has texts: for a cookie or a form field.
    pub fn language(&self, code: &str) -> Option<Lang> {
        Lang::from_code(code).filter(|lang| self.catalogues.contains_key(lang))
    }

    /// The best language for an `Accept-Language` header; English when none fits.
    pub fn negotiate(&self, accept_language: &str) -> Lang {
        lang::negotiate(accept_language, |lang| self.catalogues.contains_key(&lang))
    }

    /// All keys of a language, sorted; none for a language without texts.
    pub fn keys(&self, lang: Lang) -> BTreeSet<&str> {
        let catalogue = self.catalogues.get(&lang);
        catalogue.into_iter().flat_map(|catalogue| catalogue.messages.keys().map(String::as_str)).collect()
    }

    /// The arguments that the English text of `key` may use; `None` for an unknown key.
    pub fn variables(&self, key: &str) -> Option<&BTreeSet<String>> {
        let english = self.catalogues.get(&Lang::EN)?;
        Some(&english.messages.get(key)?.variables)
    }
}

#[cfg(test)]
mod tests;
