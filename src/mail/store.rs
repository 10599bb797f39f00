//! The rows of `outbox`.

use diesel::prelude::*;

use super::{Mail, State};
use crate::clock::Timestamp;
use crate::db::schema::outbox;
use crate::db::{Both, Conn};
use crate::error::Result;
use crate::ids::{MailId, UserId};
use crate::jobs::PAGE;

/// A mail as admins see it, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct OutboxMail {
    /// Its number.
    pub id: MailId,
    /// What it is about.
    pub kind: String,
    /// The address.
    pub to_address: String,
    /// The name beside the address.
    pub to_name: String,
    /// Its subject.
    pub subject: String,
    /// The same however often it is tried, with its angle brackets.
    pub message_id: String,
    /// Where it stands.
    pub state: State,
    /// When it was queued; its Date.
    pub created_at: Timestamp,
    /// When the attempt began that sent it.
    pub sent_at: Option<Timestamp>,
}

/// A mail as it goes out.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(super) struct Letter {
    pub(super) id: MailId,
    pub(super) to_address: String,
    pub(super) to_name: String,
    pub(super) subject: String,
    #[diesel(column_name = body_text)]
    pub(super) text: String,
    #[diesel(column_name = body_html)]
    pub(super) html: String,
    pub(super) message_id: String,
    pub(super) state: State,
    pub(super) created_at: Timestamp,
    pub(super) user_id: Option<UserId>,
    pub(super) about: String,
    pub(super) thread_id: String,
    pub(super) unsubscribe: String,
}

/// `None` when a mail with its dedupe key is there.
pub(super) fn insert(
    tx: &mut Conn,
    mail: &Mail,
    message_id: &str,
    thread_id: Option<&str>,
    now: Timestamp,
) -> Result<Option<MailId>> {
    let told = mail.told.as_ref();
    Ok(Both(
        diesel::insert_into(outbox::table)
            .values((
                outbox::dedupe.eq(mail.dedupe.as_deref()),
                outbox::kind.eq(mail.kind),
                outbox::to_address.eq(&mail.to_address),
                outbox::to_name.eq(&mail.to_name),
                outbox::subject.eq(&mail.subject),
                outbox::body_text.eq(&mail.text),
                outbox::body_html.eq(&mail.html),
                outbox::message_id.eq(message_id),
                outbox::state.eq(State::Queued),
                outbox::created_at.eq(now),
                outbox::user_id.eq(told.map(|told| told.user)),
                outbox::about.eq(told.map_or("", |told| &told.about)),
                outbox::thread_id.eq(thread_id.unwrap_or_default()),
                outbox::unsubscribe.eq(told.map_or("", |told| &told.unsubscribe)),
            ))
            .on_conflict(outbox::dedupe)
            .do_nothing()
            .returning(outbox::id),
    )
    .get_result(tx)
    .optional()?)
}

pub(super) fn by_dedupe(c: &mut Conn, key: &str) -> Result<MailId> {
    Ok(outbox::table.filter(outbox::dedupe.eq(key)).select(outbox::id).first(c)?)
}

pub(super) fn letter(c: &mut Conn, id: MailId) -> Result<Option<Letter>> {
    Ok(outbox::table.filter(outbox::id.eq(id)).select(Letter::as_select()).first(c).optional()?)
}

/// Marks a mail that is not settled; one that is sent or dropped stays so.
pub(super) fn mark(tx: &mut Conn, id: MailId, state: State) -> Result<()> {
    let unsent = outbox::table.filter(outbox::id.eq(id)).filter(outbox::state.ne_all([State::Sent, State::Dropped]));
    diesel::update(unsent).set(outbox::state.eq(state)).execute(tx)?;
    Ok(())
}

/// Marks a mail sent and empties its text, which holds links that sign in.
pub(super) fn mark_sent(tx: &mut Conn, id: MailId, now: Timestamp) -> Result<()> {
    diesel::update(outbox::table.filter(outbox::id.eq(id)))
        .set((
            outbox::state.eq(State::Sent),
            outbox::sent_at.eq(now),
            outbox::body_text.eq(""),
            outbox::body_html.eq(""),
        ))
        .execute(tx)?;
    Ok(())
}

/// Marks a mail that is to be told no more, and empties its text.
pub(super) fn mark_dropped(tx: &mut Conn, id: MailId) -> Result<()> {
    diesel::update(outbox::table.filter(outbox::id.eq(id)).filter(outbox::state.ne(State::Sent)))
        .set((
            outbox::state.eq(State::Dropped),
            outbox::subject.eq(""),
            outbox::body_text.eq(""),
            outbox::body_html.eq(""),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn list(c: &mut Conn, state: State, before: Option<MailId>) -> Result<Vec<OutboxMail>> {
    Ok(outbox::table
        .filter(outbox::state.eq(state))
        .filter(outbox::id.lt(before.unwrap_or(MailId(i64::MAX))))
        .order(outbox::id.desc())
        .limit(PAGE)
        .select(OutboxMail::as_select())
        .load(c)?)
}
