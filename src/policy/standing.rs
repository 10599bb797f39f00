//! What reputation opens (product.md, section 6).

use super::{Actor, Denied, Member};
use crate::ids::BoardId;
use crate::message::Message;
use crate::text_enum;

text_enum! {
    /// What opens with reputation.
    pub enum Privilege {
        /// More than [`super::Limits::LINKS`] links in a text.
        Links = "links",
        /// Votes down on questions and answers.
        VoteDown = "vote_down",
        /// Edits of articles that are open to members.
        EditArticles = "edit_articles",
        /// Tags that are not there yet.
        CreateTags = "create_tags",
        /// Votes to close and to open again.
        VoteToClose = "vote_to_close",
        /// Edits of others' questions and answers, and decisions about suggested ones.
        EditPosts = "edit_posts",
        /// The sight of what its author deleted.
        SeeDeleted = "see_deleted",
    }
}

impl Privilege {
    /// Super-users have it whatever their reputation.
    #[must_use]
    pub const fn opens_to_super_users(self) -> bool {
        match self {
            Self::Links | Self::VoteToClose => true,
            Self::VoteDown | Self::EditArticles | Self::CreateTags | Self::EditPosts | Self::SeeDeleted => false,
        }
    }
}

impl Privilege {
    /// Employees have it by their office. What is decided about others' posts is the moderators' office.
    const fn opens_to_staff(self) -> bool {
        match self {
            Self::Links | Self::VoteDown | Self::EditArticles | Self::CreateTags => true,
            Self::VoteToClose | Self::EditPosts | Self::SeeDeleted => false,
        }
    }
}

/// From how much reputation on each privilege is open, in the order of [`Privilege::ALL`]; each at least 1, which is
/// what everybody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds(pub [i64; Privilege::ALL.len()]);

impl Thresholds {
    /// The most that one can be.
    pub const MAX: i64 = 100_000;
    /// For a community that is just beginning.
    pub const SMALL: Self = Self([5, 15, 30, 50, 100, 250, 500]);
    /// The default.
    pub const GROWING: Self = Self([15, 50, 100, 150, 500, 1_000, 2_000]);
    /// For one with many hands.
    pub const LARGE: Self = Self([30, 125, 300, 500, 2_000, 3_000, 6_000]);
    /// Everything is open to everybody.
    pub const OPEN: Self = Self([1; Privilege::ALL.len()]);

    /// The reputation that a privilege takes.
    #[must_use]
    pub const fn of(&self, privilege: Privilege) -> i64 {
        self.0[privilege as usize]
    }

    /// The same with another one for this privilege.
    #[must_use]
    pub const fn with(mut self, privilege: Privilege, reputation: i64) -> Self {
        self.0[privilege as usize] = reputation;
        self
    }
}

/// What a member has earned, against what that opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// As shown: at least 1.
    pub reputation: i64,
    /// A member with a proven record.
    pub super_user: bool,
    /// What it takes.
    pub thresholds: Thresholds,
}

impl Standing {
    /// Whether a privilege is open by standing alone.
    #[must_use]
    pub const fn opens(&self, privilege: Privilege) -> bool {
        self.reputation >= self.thresholds.of(privilege) || (self.super_user && privilege.opens_to_super_users())
    }

    /// The refusal: the rule, the number and what is missing.
    fn refuses(&self, privilege: Privilege) -> Denied {
        let needed = self.thresholds.of(privilege);
        let message = Message::new("policy-standing")
            .with("privilege", privilege.as_str())
            .with("needed", needed)
            .with("have", self.reputation)
            .with("missing", needed - self.reputation);
        Denied { message, hidden: false, sign_in: false }
    }
}

impl Member {
    /// Whether it holds an office that needs no standing for this: as an admin, as staff, or as a moderator of the board
    /// (`None`: of any).
    fn stands_by_office(&self, privilege: Privilege, board: Option<BoardId>) -> bool {
        let employed = self.admin || (self.staff && privilege.opens_to_staff());
        self.in_office() && employed || board.map_or(self.is_moderator(), |board| self.moderates(board))
    }
}

impl Actor {
    /// Whether a privilege is open to it on the site as a whole, by standing or by office.
    #[must_use]
    pub fn holds(&self, privilege: Privilege) -> bool {
        privileged(self, privilege, None).is_ok()
    }
}

/// Whether a privilege is open to an actor on a board (`None`: on the site as a whole).
///
/// # Errors
/// [`Denied`] with the number and what is missing; visitors are asked to sign in.
pub(super) fn privileged(actor: &Actor, privilege: Privilege, board: Option<BoardId>) -> Result<(), Denied> {
    match actor {
        Actor::System => Ok(()),
        Actor::Visitor => Err(Denied::sign_in()),
        Actor::Member(member) if member.stands_by_office(privilege, board) || member.standing.opens(privilege) => {
            Ok(())
        }
        Actor::Member(member) => Err(member.standing.refuses(privilege)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_presets_rise_and_hold_the_numbers_of_the_product() {
        for preset in [Thresholds::SMALL, Thresholds::GROWING, Thresholds::LARGE] {
            assert!(preset.0.is_sorted());
            assert!(preset.0.iter().all(|n| (1..=Thresholds::MAX).contains(n)));
        }
        let growing = |privilege| Thresholds::GROWING.of(privilege);
        assert_eq!(growing(Privilege::VoteDown), 50);
        assert_eq!(growing(Privilege::EditArticles), 100);
        assert_eq!(growing(Privilege::SeeDeleted), 2_000);
    }

    #[test]
    fn a_refusal_says_what_is_missing() {
        let standing = Standing { reputation: 38, super_user: false, thresholds: Thresholds::GROWING };
        let refused = standing.refuses(Privilege::VoteDown).message;
        let expected = Message::new("policy-standing")
            .with("privilege", "vote_down")
            .with("needed", 50_i64)
            .with("have", 38_i64)
            .with("missing", 12_i64);
        assert_eq!(refused, expected);
    }
}
