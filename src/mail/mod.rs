//! Mail: an outbox in the database and the job that empties it.
//!
//! [`queue`] writes the mail and its job in the transaction of the fact it tells about. The job sends it with no
//! transaction open, then marks it sent. When the process dies or the line breaks between the two, the mail goes out
//! once more, with the same Message-ID, so that the reader's program sees one.
//!
//! A mail that tells somebody of something ([`Told`]) is asked about once more when it is sent: what it tells of may
//! have been hidden, and who gets it may have turned it off. Mails of the account itself have no [`Told`] and always go.

mod letter;
mod mailer;
mod smtp;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use mailer::{Delivery, Mailer, SentMail};
pub use smtp::Smtp;
pub use store::OutboxMail;

use crate::clock::Timestamp;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::ids::{self, MailId, TopicId, UserId};
use crate::jobs::{self, Attempt, Handler, JobError, NewJob};
use crate::text_enum;

/// The kind of the jobs that send a mail; their payload is its [`MailId`].
pub const SEND: &str = "mail.send";

text_enum! {
    /// Where a mail stands.
    pub enum State {
        /// It waits to be sent.
        Queued = "queued",
        /// A mail server has taken it; its text is gone from here.
        Sent = "sent",
        /// It could not be sent; its job says why and can be tried again.
        Dead = "dead",
        /// When it was to be sent it was to be told no more; its text is gone from here.
        Dropped = "dropped",
    }
}

/// What a mail carries that tells of something, beside its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who is told.
    pub user: UserId,
    /// What of, for [`StillTells`].
    pub about: String,
    /// The topic whose mails a mail program puts together; none: it stands alone.
    pub topic: Option<TopicId>,
    /// The address to which a mail program posts to end such mails (RFC 8058).
    pub unsubscribe: String,
}

/// A mail that is about to be sent, as [`StillTells`] is asked about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling<'a> {
    /// Who is told.
    pub user: UserId,
    /// [`Told::about`].
    pub about: &'a str,
    /// Where it goes.
    pub to_address: &'a str,
    /// The time now.
    pub now: Timestamp,
}

/// Answers, at the moment of sending, whether a mail may still tell what it tells.
pub type StillTells = Arc<dyn Fn(&mut Conn, &Telling<'_>) -> Result<bool> + Send + Sync>;

/// A mail to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// A mail with this key is queued once, ever: the event and the person.
    pub dedupe: Option<String>,
    /// What the mail is about, for the admins' list.
    pub kind: &'static str,
    /// The address, without a name.
    pub to_address: String,
    /// The name shown beside the address; may be empty.
    pub to_name: String,
    /// One line.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// None for mails of the account itself, which are sent whatever was turned off.
    pub told: Option<Told>,
}

/// Writes a mail and its job in the caller's transaction and answers its number. `message_id_domain` is the host of
/// the site. When a mail with the same dedupe key is there, sent or not, nothing is written and the answer is its
/// number.
///
/// # Errors
/// [`AppError::Internal`] when the address is none or a line of the head holds a control character: such input has
/// to be refused before it comes here. Otherwise when the database refuses.
pub fn queue(tx: &mut Conn, mail: &Mail, message_id_domain: &str, now: Timestamp) -> Result<MailId> {
    letter::check(mail, message_id_domain).map_err(AppError::Internal)?;
    let message_id = format!("<{}@{message_id_domain}>", ids::random_key());
    let thread =
        mail.told.as_ref().and_then(|told| told.topic).map(|topic| format!("<topic.{topic}@{message_id_domain}>"));
    let Some(id) = store::insert(tx, mail, &message_id, thread.as_deref(), now)? else {
        return store::by_dedupe(tx, mail.dedupe.as_deref().unwrap_or_default());
    };
    let job = NewJob { kind: SEND, payload: id.to_string(), dedupe: None, run_at: now };
    jobs::enqueue(tx, &job, now)?;
    Ok(id)
}

/// Mails in one state, the newest first, at most [`jobs::PAGE`]; `before` is the last number of the page before. The
/// texts stay out: they hold links that sign in.
///
/// # Errors
/// When the database refuses.
pub fn list(c: &mut Conn, state: State, before: Option<MailId>) -> Result<Vec<OutboxMail>> {
    store::list(c, state, before)
}

/// Gives a mail that could not be sent another round of tries.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such mail or it is not dead.
pub fn retry(tx: &mut Conn, id: MailId, now: Timestamp) -> Result<()> {
    let job = jobs::find_dead(tx, SEND, &id.to_string())?.ok_or(AppError::NotFound)?;
    store::mark(tx, id, State::Queued)?;
    jobs::retry(tx, job, now)
}

/// What the jobs of kind [`SEND`] do.
#[must_use]
pub fn handler(db: &Db, mailer: Arc<Mailer>, still_tells: StillTells) -> Handler {
    let db = db.clone();
    Handler::new(move |payload, attempt| send(&db, &mailer, &still_tells, payload, attempt)).on_death(|tx, payload| {
        // A payload that names no mail has no row to mark.
        payload.parse().map_or(Ok(()), |id| store::mark(tx, id, State::Dead))
    })
}

fn send(db: &Db, mailer: &Mailer, still_tells: &StillTells, payload: &str, attempt: &Attempt) -> Result<(), JobError> {
    let id: MailId = payload.parse().map_err(|_| JobError::Dead(format!("{payload:?} is no number of a mail")))?;
    let (now, ask) = (attempt.now, Arc::clone(still_tells));
    let (letter, tells) = db
        .read_now(move |c| {
            let Some(letter) = store::letter(c, id)? else { return Ok(None) };
            let tells = match letter.user_id {
                Some(user) => ask(c, &Telling { user, about: &letter.about, to_address: &letter.to_address, now })?,
                None => true,
            };
            Ok(Some((letter, tells)))
        })?
        .ok_or_else(|| JobError::Dead(format!("mail {id} is not in the outbox")))?;
    match letter.state {
        State::Sent | State::Dropped => return Ok(()),
        State::Dead if tells => db.write_now(move |tx| store::mark(tx, id, State::Queued))?,
        State::Dead | State::Queued => {}
    }
    if !tells {
        return Ok(db.write_now(move |tx| store::mark_dropped(tx, id))?);
    }
    mailer.send(&letter)?;
    db.write_now(move |tx| store::mark_sent(tx, id, now))?;
    Ok(())
}
