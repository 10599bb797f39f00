//! The SQL of letters: mailboxes, choices and reports of bounces.

use diesel::prelude::*;
use jiff::tz::TimeZone;

use super::{About, Choices, Timing};
use crate::clock::{Timestamp, days};
use crate::db::schema::{bounces, events, idea_updates, mail_choices, mailboxes, users};
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::i18n::Lang;
use crate::ids::{EventId, StatusId, UpdateId, UserId};
use crate::statuses::{self, Status};
use crate::text_enum;

/// Addresses in a list of those that are off.
const LISTED: i64 = 100;

text_enum! {
    /// Why somebody is sent no letters.
    pub enum Off {
        /// They wished so.
        Asked = "asked",
        /// The address takes no mail.
        Bounced = "bounced",
        /// They told their mail program that a mail was unwanted.
        Complained = "complained",
    }
}

/// Somebody who reads letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The account.
    pub id: UserId,
    /// Shown name.
    pub name: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// The language they chose, if any.
    pub lang: Option<Lang>,
    /// The name of their zone; empty: the site's.
    pub zone: String,
    /// Since when and why there are no letters.
    pub off: Option<(Timestamp, Off)>,
    verified: bool,
    suspended: bool,
}

impl Reader {
    /// The address letters may go to now: proven, of an account that is not suspended, and not turned off.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        let takes = self.verified && !self.suspended && self.off.is_none();
        self.email.as_deref().filter(|_| takes)
    }

    /// Their zone, or the site's.
    #[must_use]
    pub fn zone(&self, site: &TimeZone) -> TimeZone {
        TimeZone::get(&self.zone).ok().filter(|_| !self.zone.is_empty()).unwrap_or_else(|| site.clone())
    }
}

type ReaderRow = (
    UserId,
    String,
    Option<String>,
    Option<Timestamp>,
    Option<Timestamp>,
    Option<(String, String, Option<Timestamp>, String)>,
);

/// An account as a reader of letters; none when it is not there.
///
/// # Errors
/// When the database refuses.
pub fn reader(c: &mut Conn, user: UserId, now: Timestamp) -> Result<Option<Reader>> {
    let row: Option<ReaderRow> = users::table
        .left_join(mailboxes::table)
        .filter(users::id.eq(user))
        .select((
            users::id,
            users::display_name,
            users::email,
            users::email_verified_at,
            users::suspended_until,
            (mailboxes::lang, mailboxes::zone, mailboxes::off_at, mailboxes::off_why).nullable(),
        ))
        .first(c)
        .optional()?;
    Ok(row.map(|(id, name, email, verified_at, suspended_until, mailbox)| {
        let (lang, zone, off_at, off_why) = mailbox.unwrap_or_default();
        Reader {
            id,
            name,
            email,
            lang: Lang::from_code(&lang),
            zone,
            off: off_at.zip(Off::parse(&off_why)),
            verified: verified_at.is_some(),
            suspended: suspended_until.is_some_and(|until| until > now),
        }
    }))
}

/// Why somebody is sent no letters, if so.
///
/// # Errors
/// When the database refuses.
pub fn why_off(c: &mut Conn, user: UserId) -> Result<Option<Off>> {
    let why: Option<String> = mailboxes::table
        .filter(mailboxes::user_id.eq(user))
        .filter(mailboxes::off_at.is_not_null())
        .select(mailboxes::off_why)
        .first(c)
        .optional()?;
    Ok(why.and_then(|why| Off::parse(&why)))
}

/// The account with this address, and since when the address counts as proven.
pub(super) fn by_email(c: &mut Conn, key: &str) -> Result<Option<(UserId, Timestamp)>> {
    let row: Option<(UserId, Option<Timestamp>, Option<Timestamp>)> = users::table
        .left_join(mailboxes::table)
        .filter(users::email_key.eq(key))
        .select((users::id, users::email_verified_at, mailboxes::proved_at.nullable()))
        .first(c)
        .optional()?;
    Ok(row.map(|(user, verified, proved)| (user, verified.max(proved).unwrap_or_default())))
}

pub(super) fn choices(c: &mut Conn, user: UserId) -> Result<Choices> {
    let rows: Vec<(About, Timing)> = mail_choices::table
        .filter(mail_choices::user_id.eq(user))
        .select((mail_choices::about, mail_choices::timing))
        .load(c)?;
    let mut choices = Choices::default();
    for (about, timing) in rows {
        choices.set(about, timing);
    }
    Ok(choices)
}

pub(super) fn timing(c: &mut Conn, user: UserId, about: About) -> Result<Timing> {
    let chosen: Option<Timing> =
        mail_choices::table.find((user, about)).select(mail_choices::timing).first(c).optional()?;
    Ok(chosen.unwrap_or(about.default_timing()))
}

/// None: the default, whatever that will be.
pub(super) fn set_choice(tx: &mut Conn, user: UserId, about: About, timing: Option<Timing>) -> Result<()> {
    let Some(timing) = timing else {
        diesel::delete(mail_choices::table.find((user, about))).execute(tx)?;
        return Ok(());
    };
    Both(
        diesel::insert_into(mail_choices::table)
            .values((mail_choices::user_id.eq(user), mail_choices::about.eq(about), mail_choices::timing.eq(timing)))
            .on_conflict((mail_choices::user_id, mail_choices::about))
            .do_update()
            .set(mail_choices::timing.eq(timing)),
    )
    .execute(tx)?;
    Ok(())
}

/// Makes the row of an account that has none.
fn make(tx: &mut Conn, user: UserId) -> Result<()> {
    let new = diesel::insert_into(mailboxes::table).values(mailboxes::user_id.eq(user));
    Both(new.on_conflict(mailboxes::user_id).do_nothing()).execute(tx)?;
    Ok(())
}

pub(super) fn set_place(tx: &mut Conn, user: UserId, lang: &str, zone: &str) -> Result<()> {
    make(tx, user)?;
    let mailbox = mailboxes::table.filter(mailboxes::user_id.eq(user));
    // In another zone the next digest is due at another moment.
    diesel::update(mailbox.filter(mailboxes::zone.ne(zone)))
        .set((mailboxes::zone.eq(zone), mailboxes::next_digest_at.eq(Some(Timestamp(0)))))
        .execute(tx)?;
    diesel::update(mailbox).set(mailboxes::lang.eq(lang)).execute(tx)?;
    Ok(())
}

/// What the owner wishes; an address that is off for another reason stays so.
pub(super) fn set_asked_off(tx: &mut Conn, user: UserId, off: bool, now: Timestamp) -> Result<()> {
    make(tx, user)?;
    let mailbox = mailboxes::table.filter(mailboxes::user_id.eq(user));
    if off {
        diesel::update(mailbox.filter(mailboxes::off_at.is_null()))
            .set((mailboxes::off_at.eq(Some(now)), mailboxes::off_why.eq(Off::Asked.as_str())))
            .execute(tx)?;
    } else {
        diesel::update(mailbox.filter(mailboxes::off_why.eq(Off::Asked.as_str())))
            .set((mailboxes::off_at.eq(None::<Timestamp>), mailboxes::off_why.eq("")))
            .execute(tx)?;
    }
    Ok(())
}

/// Switches an address off for what was reported of it. A wish of the owner's gives way: turning letters on again would
/// not make the address take them.
pub(super) fn set_reported_off(tx: &mut Conn, user: UserId, why: Off, now: Timestamp) -> Result<()> {
    make(tx, user)?;
    let on_or_asked = mailboxes::off_why.eq_any(["", Off::Asked.as_str()]);
    diesel::update(mailboxes::table.filter(mailboxes::user_id.eq(user)).filter(on_or_asked))
        .set((mailboxes::off_at.eq(Some(now)), mailboxes::off_why.eq(why.as_str())))
        .execute(tx)?;
    Ok(())
}

/// Keeps a report; answers whether it is a new one.
pub(super) fn keep_report(tx: &mut Conn, digest: &str, email_key: &str, kind: &str, at: Timestamp) -> Result<bool> {
    let new =
        (bounces::digest.eq(digest), bounces::email_key.eq(email_key), bounces::kind.eq(kind), bounces::at.eq(at));
    let kept = Both(diesel::insert_into(bounces::table).values(new).on_conflict(bounces::digest).do_nothing());
    Ok(kept.execute(tx)? == 1)
}

/// Reports of a kind about an address after a moment, at most `enough`.
pub(super) fn reports(c: &mut Conn, (email_key, kind): (&str, &str), after: Timestamp, enough: usize) -> Result<usize> {
    let found: Vec<Timestamp> = bounces::table
        .filter(bounces::email_key.eq(email_key))
        .filter(bounces::at.gt(after))
        .filter(bounces::kind.eq(kind))
        .select(bounces::at)
        .limit(i64::try_from(enough).unwrap_or(i64::MAX))
        .load(c)?;
    Ok(found.len())
}

/// Forgets reports that count for nothing any more.
///
/// # Errors
/// When the database refuses.
pub fn forget(tx: &mut Conn, now: Timestamp) -> Result<()> {
    diesel::delete(bounces::table.filter(bounces::at.lt(now - days(60)))).execute(tx)?;
    Ok(())
}

/// An address that was reported to take no mail, or none of ours.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct OffAddress {
    /// Whose it is.
    pub handle: String,
    /// Their shown name.
    pub name: String,
    /// The address.
    pub email: Option<String>,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Why.
    pub why: Off,
}

/// Addresses that were switched off by reports, the latest first, at most 100.
///
/// # Errors
/// When the database refuses.
pub fn off_addresses(c: &mut Conn) -> Result<Vec<OffAddress>> {
    let mut found = Vec::new();
    for why in [Off::Bounced, Off::Complained] {
        found.extend(off_since(c, why)?);
    }
    found.sort_by_key(|off| std::cmp::Reverse(off.since));
    found.truncate(usize::try_from(LISTED).unwrap_or(usize::MAX));
    Ok(found)
}

fn off_since(c: &mut Conn, why: Off) -> Result<Vec<OffAddress>> {
    Ok(mailboxes::table
        .inner_join(users::table)
        .filter(mailboxes::off_at.is_not_null())
        .filter(mailboxes::off_why.eq(why.as_str()))
        .order((mailboxes::off_at.desc(), mailboxes::user_id.desc()))
        .limit(LISTED)
        .select((users::handle, users::display_name, users::email, mailboxes::off_at, mailboxes::off_why))
        .load(c)?)
}

/// A word of staff on an idea: what becomes of it, and the Markdown.
pub(super) fn said(c: &mut Conn, id: UpdateId) -> Result<Option<(Status, String)>> {
    let row: Option<(StatusId, String)> =
        idea_updates::table.find(id).select((idea_updates::status_id, idea_updates::source)).first(c).optional()?;
    let Some((status, source)) = row else { return Ok(None) };
    Ok(statuses::by_id(c, status)?.map(|status| (status, source)))
}

/// The key of the badge that an event is about.
pub(super) fn badge(c: &mut Conn, id: EventId) -> Result<String> {
    Ok(events::table.find(id).select(events::detail).first(c)?)
}
