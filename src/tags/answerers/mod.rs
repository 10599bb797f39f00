//! Who answers well under a tag: by a bounded look at its newest public questions, the same for every reader.

mod store;

use std::collections::HashMap;

use serde::Serialize;

use crate::db::Conn;
use crate::error::Result;
use crate::ids::{TagId, UserId};
use crate::web::MemberView;

/// How many are shown.
const SHOWN: usize = 5;
/// What an accepted answer and a vote up weigh: as in reputation.
const ACCEPTED: i64 = 15;
const VOTE: i64 = 10;

/// One who answers there.
#[derive(Debug, Serialize)]
pub struct Answerer {
    /// Who.
    pub member: MemberView,
    /// How many of their answers there were accepted or voted up lately.
    pub answers: i64,
}

/// An answer to another's question, as it counts here.
#[derive(Debug, Clone, Copy)]
struct Answer {
    author: UserId,
    accepted: bool,
    score: i64,
}

/// Those whose answers under a tag helped most lately, the best first, at most five. Three statements.
///
/// # Errors
/// When the database refuses.
pub fn of(c: &mut Conn, tag: TagId) -> Result<Vec<Answerer>> {
    let topics = store::newest_topics(c, tag)?;
    let best = best(&store::answers(c, &topics)?);
    let ids: Vec<UserId> = best.iter().map(|(author, _)| *author).collect();
    let mut members = store::members(c, &ids)?;
    let view = |(author, answers)| Some(Answerer { member: members.remove(&author)?, answers });
    Ok(best.into_iter().filter_map(view).collect())
}

/// Whom these answers speak for, with the number of theirs that helped.
fn best(answers: &[Answer]) -> Vec<(UserId, i64)> {
    let mut of_author: HashMap<UserId, (i64, i64)> = HashMap::new();
    for answer in answers {
        let weight = i64::from(answer.accepted) * ACCEPTED + answer.score.max(0) * VOTE;
        if weight > 0 {
            let (sum, count) = of_author.entry(answer.author).or_default();
            *sum += weight;
            *count += 1;
        }
    }
    let mut ranked: Vec<(UserId, (i64, i64))> = of_author.into_iter().collect();
    ranked.sort_unstable_by_key(|(author, (sum, _))| (std::cmp::Reverse(*sum), *author));
    ranked.truncate(SHOWN);
    ranked.into_iter().map(|(author, (_, count))| (author, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helped_counts_and_nothing_else() {
        let answer = |author, accepted, score| Answer { author: UserId(author), accepted, score };
        let answers = [
            answer(1, false, 0),
            answer(2, true, -3),
            answer(3, false, 2),
            answer(4, true, 1),
            answer(4, false, -5),
            answer(5, false, 2),
        ];
        assert_eq!(best(&answers), [(UserId(4), 1), (UserId(3), 1), (UserId(5), 1), (UserId(2), 1)]);
        let many: Vec<Answer> = (1..=9).map(|author| answer(author, false, author)).collect();
        assert_eq!(best(&many).len(), SHOWN);
    }
}
