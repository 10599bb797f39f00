//! The letter about points that run out.

use tera::Context;

use super::links::Ends;
use super::writer::{Draft, Writer};
use super::{About, Timing, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::UserId;

/// Points of somebody's that run out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunOut {
    /// Whose.
    pub user: UserId,
    /// How many.
    pub points: i64,
    /// Within how many days.
    pub days: i64,
    /// When the first of them go.
    pub first: Timestamp,
}

impl Writer {
    /// Writes the letter that points run out, unless such letters are turned off; once for the same day.
    ///
    /// # Errors
    /// When a template is wrong or the database refuses.
    pub fn points_run_out(&self, tx: &mut Conn, what: RunOut, now: Timestamp) -> Result<()> {
        let about = About::Status;
        if store::timing(tx, what.user, about)? == Timing::Never {
            return Ok(());
        }
        let Some(reader) = store::reader(tx, what.user, now)? else { return Ok(()) };
        let mut context = Context::new();
        context.insert("points", &what.points);
        context.insert("days", &what.days);
        context.insert("first", &what.first);
        context.insert("link", &self.absolute("/wallet"));
        let draft = Draft {
            dedupe: format!("points:{}:{}:{}", what.user, what.days, what.first.0),
            kind: "points",
            template: "emails/points",
            context,
            subject: ("letters-points-subject", &[]),
            about: about.as_str().to_owned(),
            topic: None,
            ends: Ends::About(about),
        };
        self.write(tx, &reader, draft, now)
    }
}
