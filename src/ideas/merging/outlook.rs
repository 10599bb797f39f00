//! What a merge will do, reckoned before it does it.

use std::collections::HashMap;

use serde::Serialize;

use super::{Merge, Pair, shown, store};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::ids::UserId;

/// What comes along when an idea becomes part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Outlook {
    /// Voters who come along.
    pub voters: i64,
    /// Those of them who count there already.
    pub known: i64,
    /// Those whose vote on the first is newer and another one: it counts from then on.
    pub newer: i64,
    /// Those whose vote on the second is newer and another one: that stays.
    pub older: i64,
    /// Votes for the second afterwards.
    pub ups: i64,
    /// Votes against it afterwards.
    pub downs: i64,
    /// Followers who do not follow it yet.
    pub followers: i64,
    /// Remarks that are shown with it.
    pub comments: i64,
}

/// What goes when a merge is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Return {
    /// Copies of votes that go.
    pub votes: i64,
    /// Followers who go, unless another merge brought them too.
    pub followers: i64,
    /// Remarks that go back with the idea.
    pub comments: i64,
}

/// Somebody's vote as it stands: what, and since when.
pub(super) type Votes = HashMap<UserId, (i64, Timestamp)>;

/// What the merge of these two will do.
///
/// # Errors
/// When the database refuses.
pub fn of(c: &mut Conn, pair: &Pair) -> Result<Outlook> {
    let from = store::standing(c, pair.from_idea.post)?;
    let into = store::standing(c, pair.into_idea.post)?;
    let comments = shown::comments_of(c, pair.from.id)?;
    let followers = store::would_follow(c, (&pair.from, pair.into.id))?;
    Ok(Outlook { followers, comments, ..votes(&from, &into, pair.into.author) })
}

/// What taking this merge back will do.
///
/// # Errors
/// When the database refuses.
pub fn back(c: &mut Conn, merge: &Merge) -> Result<Return> {
    let comments = shown::comments_of(c, merge.from)?;
    Ok(Return { votes: merge.votes, followers: store::followers_of(c, merge.id)?, comments })
}

/// The votes alone. Own posts cannot be voted on: the author of the second has no vote that comes along.
fn votes(from: &Votes, into: &Votes, author: UserId) -> Outlook {
    let mut outlook = Outlook::default();
    for (value, _) in into.values() {
        outlook.ups += i64::from(*value == 1);
        outlook.downs += i64::from(*value == -1);
    }
    for (user, (value, at)) in from.iter().filter(|(user, (value, _))| *value != 0 && **user != author) {
        outlook.voters += 1;
        let (there, there_at) = into.get(user).copied().unwrap_or((0, Timestamp(i64::MIN)));
        outlook.known += i64::from(there != 0);
        let wins = *at > there_at;
        if wins {
            outlook.ups += i64::from(*value == 1) - i64::from(there == 1);
            outlook.downs += i64::from(*value == -1) - i64::from(there == -1);
        }
        let differs = there_at != Timestamp(i64::MIN) && there != *value;
        outlook.newer += i64::from(differs && wins);
        outlook.older += i64::from(differs && !wins);
    }
    outlook
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTHOR: UserId = UserId(99);

    fn all(votes: &[(i64, i64, i64)]) -> Votes {
        votes.iter().map(|(user, value, at)| (UserId(*user), (*value, Timestamp(*at)))).collect()
    }

    #[test]
    fn each_voter_counts_once_and_the_newest_word_wins() {
        let from = all(&[(1, 1, 5), (2, 1, 5), (3, -1, 5), (4, 1, 5), (5, 0, 5), (6, 1, 5), (99, 1, 5)]);
        // 1 is new; 2 is for both; 3 changed their mind; 4 was for it before they were against it; 5 took it back
        // there, 6 here.
        let into = all(&[(2, 1, 1), (3, 1, 1), (4, -1, 9), (5, 1, 1), (6, 0, 9), (7, 1, 1)]);
        let outlook = votes(&from, &into, AUTHOR);
        assert_eq!((outlook.voters, outlook.known, outlook.newer, outlook.older), (5, 3, 1, 2));
        assert_eq!((outlook.ups, outlook.downs), (4, 2));
    }

    #[test]
    fn of_two_at_the_same_moment_the_one_that_was_there_stays() {
        let outlook = votes(&all(&[(1, -1, 5)]), &all(&[(1, 1, 5)]), AUTHOR);
        assert_eq!((outlook.ups, outlook.downs, outlook.older), (1, 0, 1));
    }
}
