//! What reputation is given for (product.md, section 6): numbers of the site, changed by admins.

use crate::text_enum;

text_enum! {
    /// What gives or takes reputation.
    pub enum Cause {
        /// A question was voted up.
        QuestionUp = "question_up",
        /// An answer was voted up.
        AnswerUp = "answer_up",
        /// An article was voted up.
        ArticleUp = "article_up",
        /// An idea was voted up: so many times at most as [`Amounts::idea_ups`] says.
        IdeaUp = "idea_up",
        /// An answer was accepted by somebody else.
        Accepted = "accepted",
        /// The asker accepted somebody else's answer.
        Accepting = "accepting",
        /// An idea was delivered.
        Delivered = "delivered",
        /// An idea was delivered in part.
        Partly = "partly",
        /// A suggested edit was approved.
        Suggestion = "suggestion",
        /// A post was voted down.
        Down = "down",
        /// Voting an answer down.
        Downvoting = "downvoting",
        /// A post was removed as spam or abuse.
        Abuse = "abuse",
    }
}

impl Cause {
    /// What it gives by default.
    #[must_use]
    pub const fn usual(self) -> i64 {
        match self {
            Self::QuestionUp => 5,
            Self::AnswerUp | Self::ArticleUp => 10,
            Self::IdeaUp => 1,
            Self::Accepted => 15,
            Self::Accepting | Self::Suggestion => 2,
            Self::Delivered => 50,
            Self::Partly => 25,
            Self::Down => -2,
            Self::Downvoting => -1,
            Self::Abuse => -100,
        }
    }

    /// Whether it takes instead of giving: its number is 0 or below.
    #[must_use]
    pub const fn takes(self) -> bool {
        self.usual() < 0
    }

    /// Whether it is part of what a day's cap bounds.
    #[must_use]
    pub const fn is_capped(self) -> bool {
        match self {
            Self::QuestionUp | Self::AnswerUp | Self::ArticleUp => true,
            Self::IdeaUp
            | Self::Accepted
            | Self::Accepting
            | Self::Delivered
            | Self::Partly
            | Self::Suggestion
            | Self::Down
            | Self::Downvoting
            | Self::Abuse => false,
        }
    }
}

/// How much each [`Cause`] gives from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    of: [i64; Cause::ALL.len()],
    /// Votes up that count for one idea at most.
    pub idea_ups: i64,
}

impl Default for Amounts {
    fn default() -> Self {
        let mut of = [0; Cause::ALL.len()];
        for cause in Cause::ALL {
            of[*cause as usize] = cause.usual();
        }
        Self { of, idea_ups: 50 }
    }
}

impl Amounts {
    /// The most that a cause can give or take.
    pub const MOST: i64 = 1_000;
    /// The most that [`Amounts::idea_ups`] can be.
    pub const MAX_IDEA_UPS: i64 = 10_000;
    /// The most that the cap of a day can be.
    pub const MAX_CAP: i64 = 100_000;

    /// What a cause gives.
    #[must_use]
    pub const fn of(&self, cause: Cause) -> i64 {
        self.of[cause as usize]
    }

    /// The same with another number for a cause; none when it is outside the cause's range.
    #[must_use]
    pub fn with(mut self, cause: Cause, amount: i64) -> Option<Self> {
        let range = if cause.takes() { -Self::MOST..=0 } else { 0..=Self::MOST };
        self.of[cause as usize] = Some(amount).filter(|amount| range.contains(amount))?;
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_sign_and_its_range() {
        let amounts = Amounts::default();
        assert_eq!(amounts.with(Cause::AnswerUp, 20).map(|new| new.of(Cause::AnswerUp)), Some(20));
        assert_eq!(amounts.with(Cause::AnswerUp, -1), None);
        assert_eq!(amounts.with(Cause::AnswerUp, 1_001), None);
        assert_eq!(amounts.with(Cause::Down, 1), None);
        assert_eq!(amounts.with(Cause::Abuse, -1_000).map(|new| new.of(Cause::Abuse)), Some(-1_000));
    }
}
