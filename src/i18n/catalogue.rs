//! The messages of one language.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Arg, Lang, pseudo, source};

pub(super) struct Catalogue {
    bundle: FluentBundle<Arc<FluentResource>>,
    pub resources: Vec<Arc<FluentResource>>,
    pub messages: HashMap<String, Message>,
    frame: fn(&str) -> String,
}

pub(super) struct Message {
    pub variables: BTreeSet<String>,
    /// The finished text, when it depends on no argument.
    pub fixed: Option<String>,
    /// The finished texts for the numbers from 0 on, made when first asked for, when it depends on one argument.
    counted: Vec<OnceLock<String>>,
}

/// Counts on pages are mostly small: "3 answers", "5 days ago".
const COUNTED: usize = 100;

impl Message {
    /// The place of the text with these arguments, if it is one of those that are kept.
    pub fn kept(&self, args: &[(&str, Arg<'_>)]) -> Option<&OnceLock<String>> {
        let [(name, Arg::Number(number))] = args else { return None };
        let place = self.counted.get(usize::try_from(*number).ok()?)?;
        self.variables.contains(*name).then_some(place)
    }
}

/// Parses one file.
pub(super) fn read(code: &str, file: &str, text: &str) -> Result<(Lang, Arc<FluentResource>), Vec<String>> {
    let lang = Lang::from_code(code).ok_or_else(|| vec![format!("{code}/{file}: the language {code} is not known")])?;
    let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
        let describe = |at: usize, error: &dyn std::fmt::Display| {
            let line = text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
            format!("{code}/{file}:{line}: {error}")
        };
        errors.iter().map(|error| describe(error.pos.start, error)).collect::<Vec<_>>()
    })?;
    Ok((lang, Arc::new(resource)))
}

impl Catalogue {
    pub fn new(lang: Lang, resources: Vec<Arc<FluentResource>>) -> Result<Catalogue, Vec<String>> {
        let rules = if lang == Lang::PSEUDO { Lang::EN } else { lang };
        let id: LanguageIdentifier = rules.code().parse().map_err(|error| vec![format!("{lang}: {error}")])?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(lang.grouping().in_fluent()));
        let mut frame: fn(&str) -> String = str::to_owned;
        if lang == Lang::PSEUDO {
            bundle.set_transform(Some(pseudo::accent));
            frame = pseudo::frame;
        }
        let mut problems = Vec::new();
        let mut complain = |error: &dyn std::fmt::Display| problems.push(format!("{lang}: {error}"));
        if let Err(error) = bundle.add_builtins() {
            complain(&error);
        }
        let mut mentions = BTreeMap::new();
        for resource in &resources {
            if let Err(errors) = bundle.add_resource(Arc::clone(resource)) {
                errors.iter().for_each(|error| complain(error));
            }
            mentions.extend(source::messages(resource.source()));
        }
        let mut catalogue = Catalogue { bundle, resources, messages: HashMap::new(), frame };
        for key in mentions.keys() {
            match catalogue.message(key, variables(key, &mentions)) {
                Ok(message) => {
                    catalogue.messages.insert(key.clone(), message);
                }
                Err(problem) => complain(&problem),
            }
        }
        if problems.is_empty() { Ok(catalogue) } else { Err(problems) }
    }

    /// Checks one message by formatting it with every variable set, and keeps the result when
    /// there are none.
    fn message(&self, key: &str, variables: BTreeSet<String>) -> Result<Message, String> {
        let message = self.bundle.get_message(key).ok_or_else(|| format!("{key} could not be read"))?;
        if message.attributes().next().is_some() {
            return Err(format!("{key} has an attribute, which nothing shows"));
        }
        let pattern = message.value().ok_or_else(|| format!("{key} has no text"))?;
        let args: FluentArgs<'_> = variables.iter().map(|name| (name.as_str(), 1)).collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        if let Some(error) = errors.first() {
            return Err(format!("{key}: {error}"));
        }
        let fixed = variables.is_empty().then(|| (self.frame)(&text));
        let counted = if variables.len() == 1 { vec![OnceLock::new(); COUNTED] } else { Vec::new() };
        Ok(Message { variables, fixed, counted })
    }

    /// The text with these arguments.
    pub fn format(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let message = self.bundle.get_message(key);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, arg)| {
                let value = match arg {
                    Arg::Number(number) => FluentValue::from(*number),
                    Arg::Text(text) => FluentValue::from(text.as_ref()),
                };
                (*name, value)
            })
            .collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        if !errors.is_empty() {
            tracing::debug!(key, ?errors, "text is incomplete");
        }
        (self.frame)(&text)
    }

    /// What this catalogue has and English has not.
    pub fn strays(&self, lang: Lang, english: &Catalogue) -> Vec<String> {
        let mut strays: Vec<String> = self
            .messages
            .iter()
            .flat_map(|(key, message)| match english.messages.get(key) {
                None => vec![format!("{lang}: {key} is not in English")],
                Some(original) => message
                    .variables
                    .difference(&original.variables)
                    .map(|name| format!("{lang}: {key} uses ${name}, which English does not"))
                    .collect(),
            })
            .collect();
        strays.sort();
        strays
    }
}

/// The variables of a message and of the messages that it shows.
fn variables(key: &str, mentions: &BTreeMap<String, source::Mentions>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![key];
    while let Some(key) = open.pop() {
        if let Some(mentioned) = mentions.get(key).filter(|_| seen.insert(key)) {
            found.extend(mentioned.variables.iter().cloned());
            open.extend(mentioned.messages.iter().map(String::as_str));
        }
    }
    found
}
