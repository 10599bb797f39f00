//! What an import did, as numbers: nothing of the dump is missing from it.

use std::collections::BTreeMap;
use std::fmt;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// Rows of Users.xml.
    Users,
    /// Filled fields of profiles that are not taken.
    ProfileFields,
    /// Rows of Tags.xml.
    Tags,
    /// Tags of questions that cannot be tags here.
    UnusableTags,
    /// Texts that describe a tag in a sentence.
    TagDescriptions,
    /// Questions.
    Questions,
    /// Answers.
    Answers,
    /// Texts that are neither.
    OtherPosts,
    /// Questions with an accepted answer.
    Acceptances,
    /// Comments.
    Comments,
    /// Votes up and down on posts.
    Votes,
    /// Votes up on comments: the dump gives their number only.
    CommentVotes,
    /// Rows of Votes.xml that date an acceptance.
    AcceptanceDates,
    /// Rows of Votes.xml that are no votes on a text.
    OtherVotes,
    /// Questions and answers whose score must be the dump's.
    Scores,
    /// Links in texts to questions and answers of the same site.
    TextLinks,
    /// Rows of PostLinks.xml.
    PostLinks,
}

impl Item {
    const fn title(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::ProfileFields => "other profile fields",
            Self::Tags => "tags",
            Self::UnusableTags => "tags of questions",
            Self::TagDescriptions => "tag descriptions",
            Self::Questions => "questions",
            Self::Answers => "answers",
            Self::OtherPosts => "other posts",
            Self::Acceptances => "acceptances",
            Self::Comments => "comments",
            Self::Votes => "votes",
            Self::CommentVotes => "comment votes",
            Self::AcceptanceDates => "dates of acceptances",
            Self::OtherVotes => "other rows of votes",
            Self::Scores => "scores as in the dump",
            Self::TextLinks => "links in texts",
            Self::PostLinks => "links between posts",
        }
    }
}

/// How many of one item there are, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// In the dump.
    pub found: u64,
    /// Brought in by this run.
    pub taken: u64,
    /// Brought in by an earlier run.
    pub known: u64,
    /// Left out, see [`Report::left`].
    pub left: u64,
}

/// Texts longer than may be typed that are named one by one; the rest is counted.
const NAMED: usize = 1_000;

/// What an import took, and what it left, by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The import's name, as in `import_map`.
    pub source: String,
    /// The board's address.
    pub board: String,
    /// Nothing of it was kept.
    pub dry_run: bool,
    /// The numbers, by item. `found` is always the sum of the other three.
    pub items: BTreeMap<Item, Tally>,
    /// What was left out: item, reason, number.
    pub left: BTreeMap<(Item, String), u64>,
    /// What was made that is not a row of the dump: what, and number.
    pub made: BTreeMap<&'static str, u64>,
    /// What was taken although it is beyond the limits of typed text, one sentence each.
    pub oversized: Vec<String>,
    /// How many more of those there are.
    pub oversized_unnamed: u64,
    /// Files of the dump that are not read.
    pub unused: Vec<&'static str>,
}

impl Report {
    /// The numbers of an item.
    #[must_use]
    pub fn of(&self, item: Item) -> Tally {
        self.items.get(&item).copied().unwrap_or_default()
    }

    pub(super) fn found(&mut self, item: Item, count: usize) {
        self.items.entry(item).or_default().found += count as u64;
    }

    pub(super) fn taken(&mut self, item: Item, count: usize) {
        self.items.entry(item).or_default().taken += count as u64;
    }

    pub(super) fn known(&mut self, item: Item, count: usize) {
        self.items.entry(item).or_default().known += count as u64;
    }

    pub(super) fn left(&mut self, item: Item, reason: impl Into<String>, count: usize) {
        if count > 0 {
            self.items.entry(item).or_default().left += count as u64;
            *self.left.entry((item, reason.into())).or_default() += count as u64;
        }
    }

    pub(super) fn made(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.made.entry(what).or_default() += count as u64;
        }
    }

    pub(super) fn oversized(&mut self, sentence: String) {
        if self.oversized.len() < NAMED {
            self.oversized.push(sentence);
        } else {
            self.oversized_unnamed += 1;
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Import of {} into the board {}", self.source, self.board)?;
        writeln!(f, "\n{:<24}{:>12}{:>12}{:>14}{:>10}", "", "in the dump", "taken", "already here", "left out")?;
        for (item, tally) in &self.items {
            let Tally { found, taken, known, left } = tally;
            writeln!(f, "{:<24}{found:>12}{taken:>12}{known:>14}{left:>10}", item.title())?;
        }
        if !self.left.is_empty() {
            writeln!(f, "\nLeft out:")?;
            for ((item, reason), count) in &self.left {
                writeln!(f, "{count:>12}  {}: {reason}", item.title())?;
            }
        }
        if !self.made.is_empty() {
            writeln!(f, "\nMade besides:")?;
            for (what, count) in &self.made {
                writeln!(f, "{count:>12}  {what}")?;
            }
        }
        if !self.oversized.is_empty() {
            writeln!(f, "\nTaken whole, though beyond the limits of typed text:")?;
            for sentence in &self.oversized {
                writeln!(f, "  {sentence}")?;
            }
            if self.oversized_unnamed > 0 {
                writeln!(f, "  and {} more", self.oversized_unnamed)?;
            }
        }
        if !self.unused.is_empty() {
            writeln!(f, "\nNot read, there is no place for it here: {}", self.unused.join(", "))?;
        }
        if self.dry_run {
            writeln!(f, "\nThis was a dry run: nothing of it was kept.")?;
        }
        Ok(())
    }
}
