//! Who writes letters: templates, texts and the site's addresses together.

use std::sync::Arc;

use tera::Context;

use super::links::{self, Ends};
use super::store::Reader;
use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::i18n::{Arg, Lang};
use crate::ids::TopicId;
use crate::mail::{self, Mail, Told};
use crate::settings::Site;
use crate::web::Shared;

/// Characters of a title in a subject.
const SUBJECT: usize = 150;

/// Writes letters. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Writer {
    pub(super) shared: Arc<Shared>,
}

/// A letter before it is written.
pub(super) struct Draft<'a> {
    /// A letter with this key is written once.
    pub dedupe: String,
    /// What it is called in the outbox.
    pub kind: &'static str,
    /// A pair of templates, `.txt` and `.html`.
    pub template: &'static str,
    /// What they show.
    pub context: Context,
    pub subject: (&'static str, &'a [(&'static str, &'a str)]),
    /// See [`Told`].
    pub about: String,
    pub topic: Option<TopicId>,
    /// What its button ends.
    pub ends: Ends,
}

impl Writer {
    /// With what all requests share.
    #[must_use]
    pub const fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    pub(super) fn db(&self) -> &Db {
        &self.shared.db
    }

    pub(super) fn site(&self, c: &mut Conn, now: Timestamp) -> Result<Arc<Site>> {
        self.shared.site(c, now)
    }

    /// The reader's language, if it has texts here.
    pub(super) fn lang(&self, reader: &Reader) -> Lang {
        let chosen = reader.lang.and_then(|lang| self.shared.texts.i18n.language(lang.code()));
        chosen.unwrap_or(Lang::EN)
    }

    pub(super) fn absolute(&self, path: &str) -> String {
        self.shared.config.absolute(path)
    }

    /// Writes a letter into the outbox, in the reader's language; nothing when they take none.
    pub(super) fn write(&self, tx: &mut Conn, reader: &Reader, draft: Draft<'_>, now: Timestamp) -> Result<()> {
        let Some(address) = reader.address() else { return Ok(()) };
        let site = self.site(tx, now)?;
        let (lang, zone, texts) = (self.lang(reader), reader.zone(&site.zone), &self.shared.texts);
        let unsubscribe = self.absolute(&links::path(tx, reader.id, draft.ends, now)?);
        let mut context = draft.context;
        context.insert("site", &site.name);
        context.insert("home", &self.absolute("/"));
        context.insert("name", &reader.name);
        context.insert("unsubscribe", &unsubscribe);
        context.insert("lang", lang.code());
        context.insert("dir", lang.dir());
        let render = |ending| {
            let template = format!("{}.{ending}", draft.template);
            texts.render_for(lang, now, &zone, &template, &context).map_err(AppError::internal)
        };
        let (key, values) = draft.subject;
        let mut args = vec![("site", Arg::from(one_line(&site.name)))];
        args.extend(values.iter().map(|(name, value)| (*name, Arg::from(one_line(value)))));
        let mail = Mail {
            dedupe: Some(draft.dedupe),
            kind: draft.kind,
            to_address: address.to_owned(),
            to_name: one_line(&reader.name),
            subject: texts.i18n.text(lang, key, &args).into_owned(),
            text: render("txt")?,
            html: render("html")?,
            told: Some(Told { user: reader.id, about: draft.about, topic: draft.topic, unsubscribe }),
        };
        mail::queue(tx, &mail, self.shared.config.base_url.host_str().unwrap_or("localhost"), now).map(drop)
    }
}

/// A text as one line of a mail's head takes it, and not too long for one.
pub(super) fn one_line(text: &str) -> String {
    let clean = text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c });
    let mut line: String = clean.clone().take(SUBJECT).collect();
    if clean.count() > SUBJECT {
        line.push('…');
    }
    line
}
