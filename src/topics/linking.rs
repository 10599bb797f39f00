//! How many links a text may have.

use crate::error::{Invalid, Result};
use crate::ids::BoardId;
use crate::markdown::Html;
use crate::policy::{self, Action, Actor};

/// Asks the policy about the links of a text that is to stand on a board; those that stood in it `before` may stay.
///
/// # Errors
/// [`crate::error::AppError::Invalid`] on the field `body`, so that nobody loses what they wrote.
pub fn check_links(actor: &Actor, board: BoardId, text: &Html, before: &Html) -> Result<()> {
    let links = text.links();
    if links <= before.links() {
        return Ok(());
    }
    policy::check(actor, Action::Links(board, links)).map_err(|denied| Invalid::field("body", denied.message).into())
}
