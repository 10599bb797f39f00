//! The numbers of points (product.md, section 7). In points, but where it says otherwise.

use std::time::Duration;

use super::AwardKind;
use crate::clock::days;

/// An accepted answer.
pub const ACCEPTED: i64 = 50;
/// The first one ever of a member, besides.
pub const ACCEPTED_FIRST: i64 = 100;
/// Accepted answers of a question that are paid.
pub const ACCEPTED_OF_QUESTION: i64 = 2;
/// A vote up for an answer, by a qualified giver.
pub const ANSWER_UP: i64 = 5;
/// Votes for an answer that are paid.
pub const VOTES_OF_ANSWER: i64 = 10;
/// An idea that was delivered; those whose ideas became one share it.
pub const DELIVERED: i64 = 500;
/// An article; the authors of the answers that it was made of share it.
pub const ARTICLE: i64 = 200;
/// What staff may give a member for quality in a month.
pub const QUALITY_OF_MONTH: i64 = 3_000;
/// What staff may give a member out of goodwill at once.
pub const GOODWILL_AT_ONCE: i64 = 10_000;
/// What a month gives a member by itself.
pub const MONTH: i64 = 10_000;
/// Paid events from one giver to one receiver within [`PAIR_DAYS`].
pub const PAIR: i64 = 5;
/// See [`PAIR`].
pub const PAIR_DAYS: Duration = days(30);
/// Paid events of a month above which one giver may give a [`SHARE`]th at most.
pub const EVENTS_BEFORE_SHARE: usize = 10;
/// A quarter.
pub const SHARE: i64 = 4;
/// How old a giver's account has to be.
pub const GIVER_AGE: Duration = days(3);
/// How long an award is pending.
pub const PENDING: Duration = days(14);
/// Months after which points run out.
pub const MONTHS_TO_LIVE: i64 = 12;
/// How long points live at least that come back from a redemption.
pub const LIVES_AGAIN: Duration = days(30);
/// How many days before points run out their owner is told.
pub const TOLD_BEFORE: [i64; 2] = [30, 7];
/// The working day of the next month by which a month's statement is made.
pub const STATEMENT_DAY: u32 = 5;

/// What a kind gives by the rules; what staff give has no amount of its own.
#[must_use]
pub const fn amount(kind: AwardKind) -> i64 {
    match kind {
        AwardKind::Accepted => ACCEPTED,
        AwardKind::AcceptedFirst => ACCEPTED_FIRST,
        AwardKind::AnswerUp => ANSWER_UP,
        AwardKind::Delivered => DELIVERED,
        AwardKind::Article => ARTICLE,
        AwardKind::Quality | AwardKind::Goodwill => 0,
    }
}
