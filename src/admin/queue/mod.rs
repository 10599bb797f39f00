//! Jobs and mails that need another try.

pub mod web;

use super::{check, note};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::{JobId, MailId};
use crate::moderation::{By, Change, Deed, Subject};
use crate::{jobs, mail};

/// Gives a dead job another round of tries.
///
/// # Errors
/// [`crate::error::AppError::NotFound`] when there is no such job or it is not dead.
pub fn retry_job(tx: &mut Conn, by: By<'_>, id: JobId) -> Result<()> {
    check(by)?;
    jobs::retry(tx, id, by.now)?;
    note(tx, by, Deed::RetryJob, Subject::Job(id), &revived())
}

/// Gives a mail that could not be sent another round of tries.
///
/// # Errors
/// [`crate::error::AppError::NotFound`] when there is no such mail or it is not dead.
pub fn retry_mail(tx: &mut Conn, by: By<'_>, id: MailId) -> Result<()> {
    check(by)?;
    mail::retry(tx, id, by.now)?;
    note(tx, by, Deed::RetryMail, Subject::Mail(id), &revived())
}

fn revived() -> Vec<Change> {
    Change::of("state", jobs::State::Dead.as_str(), jobs::State::Waiting.as_str()).into_iter().collect()
}
