//! What the things that one follows are called.

mod store;

use std::collections::HashMap;

use super::SubjectKind;
use crate::db::Conn;
use crate::error::Result;
use crate::policy::{Actor, visibility};

/// A subject as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its title or name.
    pub name: String,
    /// What its address is made of: a slug, a handle, or the words of a search.
    pub slug: String,
    /// A topic's kind, or nothing.
    pub topic_kind: String,
}

/// The names of these subjects of one kind, in one statement. What the actor may not read (any more) has none.
///
/// # Errors
/// When the database refuses.
pub fn names(c: &mut Conn, actor: &Actor, kind: SubjectKind, ids: &[i64]) -> Result<HashMap<i64, Named>> {
    let audiences = visibility(actor).audiences();
    let user = actor.id().map_or(0, |id| id.0);
    let rows = store::names(c, kind, ids, (user, audiences))?;
    Ok(rows.into_iter().collect())
}
