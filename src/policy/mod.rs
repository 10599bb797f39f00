//! Who may do what. One function, [`check`], is asked by pages, feeds, mail and jobs, and by the pages again for
//! their buttons. It does no I/O: it is given loaded facts.
//!
//! What an actor may not read does not exist for them: such a refusal is [`Denied::hidden`] and becomes a 404.

mod action;
mod actor;
mod articles;
mod curating;
mod facts;
mod ideas;
mod limits;
mod people;
mod reading;
mod reviewing;
mod rules;
mod standing;
#[cfg(test)]
mod tests;

pub use action::{Action, Direction};
pub use actor::{Actor, Member, ModeratorOf};
pub use facts::{
    BoardFacts, BoardKind, CommentFacts, FraudFacts, MemberFacts, PostFacts, PostKind, ProfileFacts, SolvedFacts,
    State, TopicFacts, TopicKind,
};
pub use limits::Limits;
pub use rules::{check, visibility};
pub use standing::{Privilege, Standing, Thresholds};

use crate::ids::BoardId;
use crate::message::Message;

/// A refusal: the rule, its numbers and when it clears.
#[derive(Debug, Clone, PartialEq)]
pub struct Denied {
    /// What to tell; a Fluent key with its numbers.
    pub message: Message,
    /// The thing must not be known to exist: answer as if it did not.
    pub hidden: bool,
    /// Signing in would help.
    pub sign_in: bool,
}

impl Denied {
    pub(crate) const fn because(key: &'static str) -> Self {
        Self { message: Message::new(key), hidden: false, sign_in: false }
    }

    pub(crate) const fn hidden() -> Self {
        Self { message: Message::new("error-404-title"), hidden: true, sign_in: false }
    }

    pub(crate) const fn sign_in() -> Self {
        Self { message: Message::new("policy-sign-in"), hidden: false, sign_in: true }
    }
}

/// Which topics a list may hold: a store turns it into its WHERE. Deleted and hidden ones are in no list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visibility {
    /// The restricted boards the actor may read, besides everything open.
    pub boards: Vec<BoardId>,
}

impl Visibility {
    /// The values of `topics.audience` that may be shown: 0 stands for the open boards.
    #[must_use]
    pub fn audiences(&self) -> Vec<i64> {
        std::iter::once(0).chain(self.boards.iter().map(|b| b.0)).collect()
    }

    /// Only what everybody may read.
    #[must_use]
    pub const fn public() -> Self {
        Self { boards: Vec::new() }
    }
}
