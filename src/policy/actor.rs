//! Who is asking.

use super::{Limits, Standing};
use crate::clock::Timestamp;
use crate::ids::{BoardId, UserId};

/// Where a moderator's word counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ModeratorOf {
    /// Not a moderator.
    #[default]
    Nothing,
    /// These boards only.
    Boards(Vec<BoardId>),
    /// The whole site.
    Everything,
}

/// A signed-in account with what the rules ask about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub id: UserId,
    /// The e-mail address is proven.
    pub verified: bool,
    /// Until when it is suspended, if it is now.
    pub suspended_until: Option<Timestamp>,
    /// Where it moderates.
    pub moderates: ModeratorOf,
    /// An employee.
    pub staff: bool,
    /// May do everything.
    pub admin: bool,
    /// The restricted boards it may read by a group (those of its roles included, unless it is suspended).
    pub boards: Vec<BoardId>,
    /// Staff with a photo and a job title; without, nothing can be posted as staff.
    pub presentable: bool,
    /// When the account was made.
    pub since: Timestamp,
    /// What it has earned, and what that opens.
    pub standing: Standing,
}

impl Member {
    /// On its first day, without an office, and nobody has found anything of it useful yet.
    #[must_use]
    pub fn is_newcomer(&self, now: Timestamp) -> bool {
        now.since(self.since) < Limits::NEWCOMER
            && self.standing.reputation < Limits::NEWCOMER_REPUTATION
            && !self.staff
            && !self.is_moderator()
    }

    /// Whether its roles count. They rest while the account is suspended: then it sees what any member sees.
    pub(super) const fn in_office(&self) -> bool {
        self.suspended_until.is_none()
    }

    pub(super) fn is_moderator(&self) -> bool {
        self.in_office() && (self.admin || self.moderates != ModeratorOf::Nothing)
    }

    pub(super) fn moderates(&self, board: BoardId) -> bool {
        let here = match &self.moderates {
            ModeratorOf::Nothing => false,
            ModeratorOf::Boards(boards) => boards.contains(&board),
            ModeratorOf::Everything => true,
        };
        self.in_office() && (self.admin || here)
    }
}

/// Somebody who asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody is signed in.
    Visitor,
    /// An account.
    Member(Member),
    /// The program itself: the import, the demo, a job without a person.
    System,
}

impl Actor {
    /// The account, if there is one.
    #[must_use]
    pub const fn member(&self) -> Option<&Member> {
        match self {
            Self::Member(member) => Some(member),
            Self::Visitor | Self::System => None,
        }
    }

    /// The account's id, if there is one.
    #[must_use]
    pub const fn id(&self) -> Option<UserId> {
        match self {
            Self::Member(member) => Some(member.id),
            Self::Visitor | Self::System => None,
        }
    }

    /// Whether this is that account.
    #[must_use]
    pub fn is(&self, user: UserId) -> bool {
        self.id() == Some(user)
    }

    /// Admin rights.
    #[must_use]
    pub const fn is_admin(&self) -> bool {
        match self {
            Self::Member(member) => member.in_office() && member.admin,
            Self::System => true,
            Self::Visitor => false,
        }
    }

    /// Whether the actor's word as moderator counts on this board.
    #[must_use]
    pub fn moderates(&self, board: BoardId) -> bool {
        match self {
            Self::System => true,
            Self::Visitor => false,
            Self::Member(member) => member.moderates(board),
        }
    }

    /// Whether the actor's word as moderator counts on every board.
    #[must_use]
    pub fn moderates_everywhere(&self) -> bool {
        match self {
            Self::System => true,
            Self::Visitor => false,
            Self::Member(member) => member.in_office() && (member.admin || member.moderates == ModeratorOf::Everything),
        }
    }

    /// A moderator somewhere.
    #[must_use]
    pub fn is_moderator(&self) -> bool {
        match self {
            Self::System => true,
            Self::Visitor => false,
            Self::Member(member) => member.is_moderator(),
        }
    }

    /// An employee.
    #[must_use]
    pub const fn is_staff(&self) -> bool {
        match self {
            Self::Member(member) => member.in_office() && member.staff,
            Self::Visitor | Self::System => false,
        }
    }
}
