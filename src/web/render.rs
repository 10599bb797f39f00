//! Templates and translations together.
//!
//! A component sees only its parameters, so what the functions need of the request (language, time) is kept for the
//! length of one rendering in a thread-local; rendering is one synchronous call.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::{Cx, assets};
use crate::clock::Timestamp;
use crate::embedded;
use crate::i18n::{Arg, I18n, Lang, num, rfc3339};
use crate::message::Message;
use crate::settings::Site;

#[derive(Clone)]
struct Reader {
    lang: Lang,
    now: Timestamp,
    zone: TimeZone,
}

thread_local! {
    static READER: RefCell<Reader> =
        const { RefCell::new(Reader { lang: Lang::EN, now: Timestamp(0), zone: TimeZone::UTC }) };
}

/// The templates and the texts, both from the binary.
pub struct Texts {
    /// By language: what never changes in it (icons, addresses of assets, texts without arguments) is written into the
    /// templates at start. On a page that is half of all calls.
    templates: BTreeMap<Lang, Tera>,
    /// The translations.
    pub i18n: Arc<I18n>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Texts")
    }
}

impl Texts {
    /// Reads everything that the binary carries; `pseudo` adds the language that shows what is not translatable.
    ///
    /// # Errors
    /// What is wrong with which file.
    pub fn load(pseudo: bool) -> Result<Self, String> {
        let files = embedded::locales().iter().map(|file| (file.language, file.file, file.text));
        let mut i18n = I18n::from_files(files).map_err(|problems| problems.join("\n"))?;
        if pseudo {
            i18n = i18n.with_pseudo_locale().map_err(|problems| problems.join("\n"))?;
        }
        let i18n = Arc::new(i18n);
        let templates =
            i18n.languages().map(|lang| Ok((lang, templates(&i18n, lang)?))).collect::<Result<_, String>>()?;
        Ok(Self { templates, i18n })
    }

    /// A message in the reader's language. A variable named `until` is a moment, shown as date and time.
    #[must_use]
    pub fn say(&self, cx: &Cx, message: &Message) -> String {
        let zone = &cx.shared.last_site().zone;
        let args: Vec<(&str, Arg<'_>)> = message
            .args
            .iter()
            .map(|(name, value)| match (*name, value) {
                ("until", Arg::Number(micros)) => {
                    (*name, Arg::Text(Cow::Owned(self.i18n.date_time(cx.lang, *micros, zone))))
                }
                _ => (*name, value.clone()),
            })
            .collect();
        self.i18n.text(cx.lang, message.key, &args).into_owned()
    }

    /// The text of a notice cookie, if it names one.
    pub(super) fn notice(&self, cx: &Cx, key: &str) -> Option<String> {
        (key.starts_with("notice-") && self.i18n.keys(Lang::EN).contains(key))
            .then(|| self.i18n.text(cx.lang, key, &[]).into_owned())
    }

    /// Renders a template for this request.
    pub(super) fn render(
        &self,
        cx: &Cx,
        site: &Site,
        template: &str,
        context: &tera::Context,
    ) -> Result<String, String> {
        self.render_for(cx.lang, cx.now, &site.zone, template, context)
    }

    /// Renders a template for a reader who is not at a browser (mail).
    ///
    /// # Errors
    /// What is wrong with the template.
    pub fn render_for(
        &self,
        lang: Lang,
        now: Timestamp,
        zone: &TimeZone,
        template: &str,
        context: &tera::Context,
    ) -> Result<String, String> {
        READER.set(Reader { lang, now, zone: zone.clone() });
        let templates = self.templates.get(&lang).or_else(|| self.templates.get(&Lang::EN));
        let templates = templates.ok_or_else(|| format!("there are no templates in {lang}"))?;
        templates.render(template, context).map_err(|e| chain(&e))
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// What a plain-text mail is not: escaped, an apostrophe in a name would be shown there as `&#39;`.
const MARKUP: [&str; 2] = [".html", ".xml"];

fn templates(i18n: &Arc<I18n>, lang: Lang) -> Result<Tera, String> {
    let mut tera = Tera::new();
    tera.autoescape_on(MARKUP.to_vec());
    register(&mut tera, i18n);
    let written = embedded::templates().iter().map(|(name, source)| {
        let is_markup = MARKUP.iter().any(|ending| name.ends_with(ending));
        (*name, write_out(source, |function, argument| constant(i18n, lang, is_markup, function, argument)))
    });
    tera.add_raw_templates(written).map_err(|e| chain(&e))?;
    Ok(tera)
}

/// A template with the calls `{{ function(name="argument") }}` replaced by what `constant` answers.
fn write_out(source: &str, constant: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut written = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("{{ ") {
        let (before, call) = rest.split_at(at);
        written.push_str(before);
        let replaced = parts(call).and_then(|(function, argument, after)| Some((constant(function, argument)?, after)));
        rest = if let Some((text, after)) = replaced {
            written.push_str(&text);
            after
        } else {
            written.push_str("{{ ");
            &call["{{ ".len()..]
        };
    }
    written + rest
}

/// Function, argument, and what follows a call of the form above.
fn parts(call: &str) -> Option<(&str, &str, &str)> {
    let (function, rest) = call.strip_prefix("{{ ")?.split_once('(')?;
    let rest = rest.strip_prefix(if function == "t" { "key=\"" } else { "name=\"" })?;
    let (argument, rest) = rest.split_once('"')?;
    Some((function, argument, rest.strip_prefix(") }}")?))
}

/// What a call answers always; `None` when that depends on more, or when it is wrong: then rendering says so.
fn constant(i18n: &I18n, lang: Lang, is_markup: bool, function: &str, argument: &str) -> Option<String> {
    match function {
        "icon" => assets::icon(argument).map(ToOwned::to_owned),
        "asset" => assets::url(argument).map(ToOwned::to_owned),
        "t" => {
            let text = i18n.fixed(lang, argument).filter(|text| !text.contains('{'))?;
            let mut escaped = Vec::new();
            if is_markup {
                tera::escape_html(text, &mut escaped).ok()?;
                String::from_utf8(escaped).ok()
            } else {
                Some(text.to_owned())
            }
        }
        _ => None,
    }
}

fn register(tera: &mut Tera, i18n: &Arc<I18n>) {
    let texts = Arc::clone(i18n);
    tera.register_function("t", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let mut key = None;
        let mut args: Vec<(&str, Arg<'_>)> = Vec::with_capacity(4);
        for (name, value) in kwargs.iter() {
            let Some(name) = name.as_str() else { continue };
            if name == "key" {
                key = value.as_str();
            } else if let Some(number) = value.as_i64() {
                args.push((name, Arg::Number(number)));
            } else if let Some(text) = value.as_str() {
                args.push((name, Arg::Text(Cow::Borrowed(text))));
            } else {
                args.push((name, Arg::Text(Cow::Owned(value.to_string()))));
            }
        }
        let key = key.ok_or_else(|| tera::Error::message("t() needs a key"))?;
        Ok(READER.with_borrow(|reader| texts.text(reader.lang, key, &args).into_owned()))
    });
    tera.register_function("asset", |kwargs: Kwargs, _: &State<'_>| -> TeraResult<&'static str> {
        let name: &str = kwargs.must_get("name")?;
        assets::url(name).ok_or_else(|| tera::Error::message(format!("no asset {name}")))
    });
    tera.register_function("icon", |kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        let name: &str = kwargs.must_get("name")?;
        let svg = assets::icon(name).ok_or_else(|| tera::Error::message(format!("no icon {name}")))?;
        Ok(Value::safe_string(svg))
    });
    let texts = Arc::clone(i18n);
    tera.register_filter("ago", move |micros: i64, _: Kwargs, state: &State<'_>| -> TeraResult<Value> {
        READER.with_borrow(|reader| time_element(&texts, reader, state, micros))
    });
    let texts = Arc::clone(i18n);
    tera.register_filter("date", move |micros: i64, _: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(READER.with_borrow(|reader| texts.date(reader.lang, micros, &reader.zone)))
    });
    let texts = Arc::clone(i18n);
    tera.register_filter("datetime", move |micros: i64, _: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(READER.with_borrow(|reader| texts.date_time(reader.lang, micros, &reader.zone)))
    });
    tera.register_filter("num", |number: i64, _: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(READER.with_borrow(|reader| num(reader.lang, number)))
    });
}

/// Relative time, with the exact one on hover and for screen readers.
fn time_element(texts: &I18n, reader: &Reader, state: &State<'_>, micros: i64) -> TeraResult<Value> {
    let exact = state.escape(&texts.date_time(reader.lang, micros, &reader.zone))?;
    let relative = state.escape(&texts.relative(reader.lang, micros, reader.now.0))?;
    Ok(Value::safe_string(&format!(
        "<time datetime=\"{}\" title=\"{exact}\" data-rel>{relative}</time><span class=\"vh\"> ({exact})</span>",
        rfc3339(micros)
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shout(function: &str, argument: &str) -> Option<String> {
        (function == "t" || function == "icon").then(|| argument.to_uppercase())
    }

    #[test]
    fn constant_calls_are_written_out_and_others_stay() {
        let source = r#"<p>{{ t(key="a-b") }}{{ icon(name="c") }}</p>{{ x }}{{ t(key="d", n=1) }}{{ t(key=e) }}{{ f(name="g") }}{{ "#;
        let written = r#"<p>A-BC</p>{{ x }}{{ t(key="d", n=1) }}{{ t(key=e) }}{{ f(name="g") }}{{ "#;
        assert_eq!(write_out(source, shout), written);
        assert_eq!(write_out("", shout), "");
    }

    #[test]
    fn a_text_is_escaped_as_it_would_be_in_rendering() {
        let files = [("en", "x.ftl", "x-y = Tom & Jerry's <b>\nx-n = { $n } times\nx-z = a {\"{{\"} b\n")];
        let i18n = I18n::from_files(files).unwrap();
        let of = |is_markup, key| constant(&i18n, Lang::EN, is_markup, "t", key);
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html"]);
        tera.add_raw_templates([("x.html", "{{ text }}")]).unwrap();
        let mut context = tera::Context::new();
        context.insert("text", "Tom & Jerry's <b>");
        assert_eq!(of(true, "x-y"), tera.render("x.html", &context).ok());
        assert_eq!(of(false, "x-y").as_deref(), Some("Tom & Jerry's <b>"));
        assert_eq!(of(true, "x-n"), None);
        assert_eq!(of(true, "x-z"), None, "it would become a call");
        assert_eq!(of(true, "x-missing"), None);
    }
}
