//! How soon the first answer came.

use crate::topics::Topic;

/// "First answer in 4 minutes", in the largest unit that fits.
pub(super) fn first_answer(topic: &Topic) -> (&'static str, i64) {
    let Some(first) = topic.first_answer_at else { return ("", 0) };
    let minutes = i64::try_from(first.since(topic.created_at).as_secs() / 60).unwrap_or(i64::MAX);
    match minutes {
        0..90 => ("questions-first-minutes", minutes.max(1)),
        90..2_880 => ("questions-first-hours", (minutes + 30) / 60),
        _ => ("questions-first-days", (minutes + 720) / 1_440),
    }
}
