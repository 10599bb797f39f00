//! The badges there are: for helping, asking well, ideas that come true, curating and teaching. None is for haste, and
//! none for being there.

use crate::text_enum;

text_enum! {
    /// How much a badge takes.
    pub enum Tier {
        /// A beginning.
        Bronze = "bronze",
        /// A habit.
        Silver = "silver",
        /// What few do.
        Gold = "gold",
    }
}

text_enum! {
    /// What a badge is for.
    pub enum Group {
        /// Answers that helped.
        Helping = "helping",
        /// Questions that others have too.
        Asking = "asking",
        /// Ideas that come true.
        Proposing = "proposing",
        /// Making better what others wrote.
        Curating = "curating",
        /// Texts that help whoever comes later.
        Teaching = "teaching",
    }
}

/// What is counted for a badge; of what stands in public only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// Own answers that somebody else accepted.
    Accepted,
    /// Different people whose questions these answered.
    Helped,
    /// The score of one's best answer.
    AnswerScore,
    /// The score of one's best question.
    QuestionScore,
    /// Own questions at a score of 5 or more.
    Questions,
    /// Others' answers that one accepted.
    Accepting,
    /// The score of one's best idea.
    IdeaScore,
    /// Own ideas that were delivered.
    Delivered,
    /// Suggested edits that were approved.
    Suggestions,
    /// Edits of what others wrote, among one's latest.
    Edits,
    /// Own articles.
    Articles,
    /// Own answers that an article was made of, among one's latest.
    Sources,
    /// How many others had a question too that an accepted answer of one's own solved, among one's latest.
    Shared,
}

impl Fact {
    /// Every fact.
    pub const ALL: [Self; 13] = [
        Self::Accepted,
        Self::Helped,
        Self::AnswerScore,
        Self::QuestionScore,
        Self::Questions,
        Self::Accepting,
        Self::IdeaScore,
        Self::Delivered,
        Self::Suggestions,
        Self::Edits,
        Self::Articles,
        Self::Sources,
        Self::Shared,
    ];

    /// The badges that count it, from the least to the most.
    pub fn badges(self) -> impl Iterator<Item = &'static Badge> {
        CATALOGUE.iter().filter(move |badge| badge.fact == self)
    }
}

/// A badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Badge {
    /// Its name in addresses and in the database; never changes.
    pub key: &'static str,
    /// How much it takes.
    pub tier: Tier,
    /// What it is for.
    pub group: Group,
    /// What is counted.
    pub fact: Fact,
    /// From how much on it is given.
    pub from: i64,
    /// The name of its icon.
    pub icon: &'static str,
}

const fn badge(key: &'static str, tier: Tier, group: Group, (fact, from): (Fact, i64), icon: &'static str) -> Badge {
    Badge { key, tier, group, fact, from, icon }
}

/// Every badge: by group, then by fact, and those of a fact from the least to the most.
#[rustfmt::skip]
pub const CATALOGUE: &[Badge] = {
    use Fact::{
        Accepted, Accepting, AnswerScore, Articles, Delivered, Edits, Helped, IdeaScore, QuestionScore, Questions, Shared,
        Sources, Suggestions,
    };
    use Group::{Asking, Curating, Helping, Proposing, Teaching};
    use Tier::{Bronze, Gold, Silver};
    &[
        badge("helping-hand", Bronze, Helping, (Accepted, 1), "heart-handshake"),
        badge("steady-hand", Silver, Helping, (Accepted, 10), "heart-handshake"),
        badge("century", Gold, Helping, (Accepted, 100), "trophy"),
        badge("neighbour", Bronze, Helping, (Helped, 10), "users"),
        badge("good-neighbour", Silver, Helping, (Helped, 50), "users"),
        badge("whole-street", Gold, Helping, (Helped, 250), "users"),
        badge("good-answer", Bronze, Helping, (AnswerScore, 10), "message-circle"),
        badge("great-answer", Silver, Helping, (AnswerScore, 25), "message-circle"),
        badge("famous-answer", Gold, Helping, (AnswerScore, 100), "star"),

        badge("good-question", Bronze, Asking, (QuestionScore, 10), "message-circle-question-mark"),
        badge("great-question", Silver, Asking, (QuestionScore, 25), "message-circle-question-mark"),
        badge("famous-question", Gold, Asking, (QuestionScore, 100), "star"),
        badge("curious", Bronze, Asking, (Questions, 5), "search"),
        badge("inquiring", Silver, Asking, (Questions, 25), "search"),
        badge("word-of-thanks", Bronze, Asking, (Accepting, 1), "circle-check"),
        badge("closes-the-loop", Silver, Asking, (Accepting, 25), "circle-check"),

        badge("wanted", Bronze, Proposing, (IdeaScore, 25), "lightbulb"),
        badge("wanted-by-many", Silver, Proposing, (IdeaScore, 100), "lightbulb"),
        badge("movement", Gold, Proposing, (IdeaScore, 500), "flame"),
        badge("came-true", Bronze, Proposing, (Delivered, 1), "sparkles"),
        badge("co-designer", Silver, Proposing, (Delivered, 3), "sparkles"),
        badge("inventor", Gold, Proposing, (Delivered, 10), "zap"),

        badge("proofreader", Bronze, Curating, (Suggestions, 1), "pencil"),
        badge("sub-editor", Silver, Curating, (Suggestions, 25), "pencil"),
        badge("chief-editor", Gold, Curating, (Suggestions, 100), "badge-check"),
        badge("gardener", Bronze, Curating, (Edits, 10), "list"),
        badge("head-gardener", Silver, Curating, (Edits, 100), "list"),

        badge("author", Bronze, Teaching, (Articles, 1), "book-open"),
        badge("teacher", Silver, Teaching, (Articles, 5), "book-open"),
        badge("professor", Gold, Teaching, (Articles, 20), "graduation-cap"),
        badge("textbook", Bronze, Teaching, (Sources, 1), "file-text"),
        badge("reference-work", Silver, Teaching, (Sources, 10), "file-text"),
        badge("one-for-all", Silver, Teaching, (Shared, 10), "hand"),
    ]
};

/// The badge of a key.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static Badge> {
    CATALOGUE.iter().find(|badge| badge.key == key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_has_a_key_of_its_own_and_takes_more_than_the_one_before() {
        let keys: BTreeSet<&str> = CATALOGUE.iter().map(|badge| badge.key).collect();
        assert_eq!(keys.len(), CATALOGUE.len());
        assert!((28..=36).contains(&CATALOGUE.len()), "about thirty");
        let mut counted = 0;
        for fact in Fact::ALL {
            let badges: Vec<&Badge> = fact.badges().collect();
            assert!(badges.is_sorted_by(|a, b| a.from < b.from && a.tier < b.tier), "{fact:?}");
            assert!(badges.iter().all(|badge| badge.from > 0 && badge.group == badges[0].group), "{fact:?}");
            counted += badges.len();
        }
        assert_eq!(counted, CATALOGUE.len(), "every fact is in the list of facts");
    }

    #[test]
    fn each_group_has_badges_of_bronze_and_silver() {
        for group in Group::ALL {
            for tier in [Tier::Bronze, Tier::Silver] {
                assert!(CATALOGUE.iter().any(|badge| badge.group == *group && badge.tier == tier), "{group:?}");
            }
        }
    }
}
