//! Digests: what was chosen daily or weekly, gathered at eight in the morning where the person is.
//!
//! A recurring job walks the mailboxes whose digest is due. Each is gathered and rendered without a transaction, then
//! claimed by compare-and-set of its due moment in the transaction that writes the letter: of two nodes, one sends.
//! Nothing to say is no letter; the next moment is set all the same.

mod gather;
mod store;

use std::time::Duration;

use tera::Context;

use super::links::Ends;
use super::store::Reader;
use super::writer::{Draft, Writer};
use super::{schedule, still};
use crate::clock::{Timestamp, days};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::UserId;
use crate::jobs::{Handler, JobError};
use gather::Gathered;
use store::Due;

/// The kind of the recurring job.
pub const DIGESTS: &str = "letters.digests";
/// Who has not been here for so long gets no digests until they are.
const QUIET: Duration = days(180);
/// People of one statement, and statements of one run: well within the lease of a job. The next run goes on.
const BATCH: i64 = 100;
const BATCHES: usize = 20;

/// Which of a person's events a digest is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    /// The hour it was due at.
    due: Timestamp,
    /// The last Monday's hour.
    monday: Timestamp,
    /// It is the weekly one too.
    weekly: bool,
}

impl Window {
    /// Since when things are new to whom the daily digest tells them.
    fn daily_since(self) -> Timestamp {
        self.due - days(1)
    }

    /// The same for the weekly one.
    fn weekly_since(self) -> Timestamp {
        self.monday - days(7)
    }
}

impl Writer {
    /// What the recurring job does.
    #[must_use]
    pub fn digests(&self) -> Handler {
        let writer = self.clone();
        Handler::new(move |_, attempt| writer.write_due(attempt.now))
    }

    fn write_due(&self, now: Timestamp) -> Result<(), JobError> {
        let mut after = Due::FIRST;
        for _ in 0..BATCHES {
            let from = after;
            let due = self.db().read_now(move |c| store::due(c, now, from, BATCH))?;
            let Some(last) = due.last() else { break };
            after = *last;
            for mailbox in due {
                // It stays due, and keeps nobody else from theirs: the next run tries it again.
                if let Err(error) = self.serve(mailbox, now) {
                    tracing::error!(user = %mailbox.user, %error, "a digest could not be written");
                }
            }
        }
        Ok(())
    }

    fn serve(&self, mailbox: Due, now: Timestamp) -> Result<()> {
        let writer = self.clone();
        let (next, gathered) = self.db().read_now(move |c| writer.gather(c, mailbox, now))?;
        let writer = self.clone();
        self.db().write_now(move |tx| {
            if store::claim(tx, mailbox, next, gathered.as_ref().map(|(_, _, read_upto)| *read_upto))?
                && let Some((reader, gathered, _)) = &gathered
                && !gathered.is_empty()
            {
                writer.write_digest(tx, reader, gathered, now)?;
            }
            Ok(())
        })
    }

    /// When the next digest of a mailbox is due, and what stands in this one.
    fn gather(&self, c: &mut Conn, mailbox: Due, now: Timestamp) -> Result<(Option<Timestamp>, Option<Read>)> {
        if mailbox.seen_at < now - QUIET {
            return Ok((None, None));
        }
        let Some(reader) = super::store::reader(c, mailbox.user, now)? else { return Ok((None, None)) };
        let zone = reader.zone(&self.site(c, now)?.zone);
        let next = Some(schedule::next(now, &zone));
        let entries = store::entries(c, mailbox)?;
        let newest = entries.first().map_or(mailbox.daily_upto.max(mailbox.weekly_upto), |entry| entry.id);
        let monday = schedule::last_weekly(now, &zone);
        let weekly = monday >= mailbox.at;
        let upto =
            Upto { daily: newest, weekly: if weekly || mailbox.is_new() { newest } else { mailbox.weekly_upto } };
        let actor = match reader.address() {
            Some(_) if !mailbox.is_new() => still::hearer(c, mailbox.user, now)?,
            Some(_) | None => None,
        };
        let gathered = match actor {
            Some(actor) => {
                let window = Window { due: mailbox.at, monday, weekly };
                gather::gather(c, (&reader, &actor), (mailbox, window), entries, now)?
            }
            None => Gathered::default(),
        };
        Ok((next, Some((reader, gathered, upto))))
    }

    fn write_digest(&self, tx: &mut Conn, reader: &Reader, gathered: &Gathered, now: Timestamp) -> Result<()> {
        let site = self.site(tx, now)?;
        let zone = reader.zone(&site.zone);
        let mut context = Context::new();
        let (i18n, lang) = (&self.shared.texts.i18n, self.lang(reader));
        context.insert("news", &gathered.news(|path| self.absolute(path), |status| status.name(i18n, lang)));
        context.insert("more", &gathered.more);
        context.insert("questions", &gathered.questions(|path| self.absolute(path)));
        context.insert("answers", &gathered.answers(|path| self.absolute(path)));
        context.insert("inbox", &self.absolute("/inbox"));
        let date = self.shared.texts.i18n.date(self.lang(reader), now.0, &zone);
        let draft = Draft {
            dedupe: format!("digest:{}:{}", reader.id, schedule::date(now, &zone)),
            kind: "digest",
            template: "emails/digest",
            context,
            subject: ("letters-digest-subject", &[("date", &date)]),
            about: still::Subject::list("digest", gathered.subjects()),
            topic: None,
            ends: Ends::Digests,
        };
        self.write(tx, reader, draft, now)
    }
}

type Read = (Reader, Gathered, Upto);

/// Up to which entry of the inbox a digest has looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Upto {
    daily: i64,
    weekly: i64,
}

impl Due {
    /// Its hour has still to be found: a new mailbox, another zone, or back after a long time. What has piled up is not
    /// mailed then.
    const fn is_new(self) -> bool {
        self.at.0 == 0
    }

    const FIRST: Self =
        Self { user: UserId(0), at: Timestamp(-1), seen_at: Timestamp(0), daily_upto: 0, weekly_upto: 0 };
}
