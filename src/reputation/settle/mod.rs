//! What should stand for a post, from votes, acceptances, statuses and removals, compared with what does.
//!
//! The same comparison writes the difference ([`settle`]) and lists it for `talka verify` ([`differences`]).

mod store;

use std::collections::BTreeMap;

use super::store::{self as events, Last, Row};
use super::{Amounts, Cause, Given, Name, Voted, give, hold};
use crate::clock::Timestamp;
use crate::db::{Conn, dialect};
use crate::error::Result;
use crate::ids::{BoardId, PostId, TopicId, UserId};
use crate::settings;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everything that stands by itself: all but suggested edits, which are approved once and for good.
    Everything,
    /// That an answer was accepted.
    Acceptance,
    /// That an idea was delivered.
    Delivery,
}

impl Part {
    const fn concerns(self, cause: Cause) -> bool {
        match cause {
            Cause::Suggestion => false,
            Cause::Accepted | Cause::Accepting => matches!(self, Self::Everything | Self::Acceptance),
            Cause::Delivered | Cause::Partly => matches!(self, Self::Everything | Self::Delivery),
            Cause::QuestionUp
            | Cause::AnswerUp
            | Cause::ArticleUp
            | Cause::IdeaUp
            | Cause::Down
            | Cause::Downvoting
            | Cause::Abuse => matches!(self, Self::Everything),
        }
    }
}

/// Something that should stand.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    board: BoardId,
    day: i64,
    /// How much, where it is not what the cause gives by itself.
    amount: Option<i64>,
}

/// Reputation that stands and should not, or the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Differs {
    /// Of what.
    pub name: Name,
    /// The amount that stands.
    pub stands: Option<i64>,
    /// The amount that should.
    pub wanted: Option<i64>,
}

/// Brings the events of these posts up to what should stand now. What is given again is given by the amount that was in
/// force when it was first given. Their people and the posts are held until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub fn settle(tx: &mut Conn, posts: &[PostId], part: Part, now: Timestamp) -> Result<()> {
    let mut sorted = posts.to_vec();
    sorted.sort_unstable();
    for post in &sorted {
        // A vote that is under way counts, or finds what has become of the post.
        dialect::lock_post(tx, *post)?;
    }
    let rows = compare(tx, &sorted, part, now)?.0;
    hold(tx, rows.iter().map(Row::user))?;
    events::write(tx, &rows)
}

/// The same for all posts of a topic.
///
/// # Errors
/// When the database refuses.
pub fn settle_topic(tx: &mut Conn, topic: TopicId, now: Timestamp) -> Result<()> {
    let posts = store::posts_of(tx, topic)?;
    settle(tx, &posts, Part::Everything, now)
}

/// What differs for these posts.
///
/// # Errors
/// When the database refuses.
pub fn differences(c: &mut Conn, posts: &[PostId]) -> Result<Vec<Differs>> {
    Ok(compare(c, posts, Part::Everything, Timestamp(0))?.1)
}

/// The events that are missing, and what they are about.
fn compare(c: &mut Conn, posts: &[PostId], part: Part, now: Timestamp) -> Result<(Vec<Row>, Vec<Differs>)> {
    let site = settings::load(c)?;
    let mut last = events::last_of(c, posts)?;
    last.retain(|name, _| part.concerns(name.cause));
    let wanted = wanted(c, posts, part, (&site, &last))?;
    let (mut rows, mut differs) = (Vec::new(), Vec::new());
    for (name, last) in last.iter().filter(|(name, last)| last.stands() && !wanted.contains_key(name)) {
        rows.push(last.taken_back(*name, now));
        differs.push(Differs { name: *name, stands: Some(last.amount), wanted: None });
    }
    for (name, Wanted { board, day, amount }) in wanted {
        let before = last.get(&name);
        let usual = before.map_or_else(|| site.amounts.of(name.cause), Last::gave);
        let amount = amount.unwrap_or(usual);
        let standing = before.filter(|last| last.stands());
        if standing.is_some_and(|last| last.amount == amount) {
            continue;
        }
        rows.extend(standing.map(|last| last.taken_back(name, now)));
        let number = match before {
            None => 1,
            Some(last) => last.number + if last.stands() { 2 } else { 1 },
        };
        rows.push(Row::of(Given { name, board, day, amount }, number, now));
        differs.push(Differs { name, stands: standing.map(|last| last.amount), wanted: Some(amount) });
    }
    Ok((rows, differs))
}

fn wanted(
    c: &mut Conn,
    posts: &[PostId],
    part: Part,
    (site, last): (&settings::Site, &BTreeMap<Name, Last>),
) -> Result<BTreeMap<Name, Wanted>> {
    let mut wanted = BTreeMap::new();
    if part == Part::Everything {
        votes(c, posts, &mut wanted)?;
        for idea in store::ideas(c, posts)? {
            let standing = last
                .iter()
                .filter(|(name, last)| (name.post, name.cause) == (idea.post, Cause::IdeaUp) && last.stands());
            let standing: Vec<i64> = standing.map(|(name, _)| name.from).collect();
            for (giver, day) in ups_that_count(c, idea.post, &standing, site.amounts.idea_ups)? {
                let name = Name { post: idea.post, cause: Cause::IdeaUp, user: idea.author, from: giver };
                wanted.insert(name, Wanted { board: idea.board, day, amount: None });
            }
        }
        for abuse in store::removed_as_abuse(c, posts)? {
            let name = Name { post: abuse.post, cause: Cause::Abuse, user: abuse.author, from: 0 };
            let day = abuse.at.day_in(&site.zone);
            wanted.insert(name, Wanted { board: abuse.board, day, amount: None });
        }
    }
    if part.concerns(Cause::Accepted) {
        acceptances(c, posts, site, &mut wanted)?;
    }
    if part.concerns(Cause::Delivered) {
        deliveries(c, posts, site, &mut wanted)?;
    }
    Ok(wanted)
}

/// Votes, but those up on ideas.
fn votes(c: &mut Conn, posts: &[PostId], wanted: &mut BTreeMap<Name, Wanted>) -> Result<()> {
    for vote in store::votes(c, posts)? {
        let voted = Voted {
            post: vote.post,
            kind: vote.kind,
            board: vote.board,
            giver: vote.giver,
            receiver: vote.receiver,
            day: vote.day,
            before: 0,
            value: vote.value,
            first: false,
        };
        // A vote that came with an import was dealt to somebody, who is not made to pay for it.
        let gives = voted.gives(vote.value, &Amounts::default());
        for given in gives.into_iter().filter(|given| !vote.imported || given.name.cause != Cause::Downvoting) {
            wanted.insert(given.name, Wanted { board: given.board, day: given.day, amount: None });
        }
    }
    Ok(())
}

fn acceptances(
    c: &mut Conn,
    posts: &[PostId],
    site: &settings::Site,
    wanted: &mut BTreeMap<Name, Wanted>,
) -> Result<()> {
    for accepted in store::acceptances(c, posts)? {
        let name = |cause, user, from: UserId| Name { post: accepted.post, cause, user, from: from.0 };
        let day = accepted.at.day_in(&site.zone);
        let stands = Wanted { board: accepted.board, day, amount: None };
        wanted.insert(name(Cause::Accepted, accepted.author, accepted.asker), stands);
        // Moderators and staff who choose for an asker do so by office.
        if accepted.by_asker {
            wanted.insert(name(Cause::Accepting, accepted.asker, accepted.author), stands);
        }
    }
    Ok(())
}

/// Those whose ideas became one share what it is worth; what cannot be shared is for the one whose idea it was.
fn deliveries(
    c: &mut Conn,
    posts: &[PostId],
    site: &settings::Site,
    wanted: &mut BTreeMap<Name, Wanted>,
) -> Result<()> {
    for done in store::deliveries(c, posts)? {
        let cause = if done.wholly { Cause::Delivered } else { Cause::Partly };
        let others = store::authors_merged_into(c, done.topic, done.author)?;
        let (whole, shares) = (site.amounts.of(cause), i64::try_from(others.len()).unwrap_or(0) + 1);
        let day = done.at.day_in(&site.zone);
        let mut share = |user, amount| {
            let name = Name { post: done.post, cause, user, from: 0 };
            wanted.insert(name, Wanted { board: done.board, day, amount: Some(amount) });
        };
        share(done.author, whole - whole / shares * (shares - 1));
        others.into_iter().for_each(|other| share(other, whole / shares));
    }
    Ok(())
}

/// The voters for an idea whose votes count, with their days: those that do already, and others while there is room.
fn ups_that_count(c: &mut Conn, post: PostId, standing: &[i64], limit: i64) -> Result<Vec<(i64, i64)>> {
    let mut count = store::ups_of(c, post, standing)?;
    let limit = usize::try_from(limit).unwrap_or(0);
    count.truncate(limit);
    if count.len() < limit {
        let room = limit - count.len();
        let others = store::ups(c, post, limit + standing.len())?;
        count.extend(others.into_iter().filter(|(giver, _)| !standing.contains(giver)).take(room));
    }
    Ok(count)
}

/// A vote up on an idea came, or went and was taken back: so many count for its author, whoever they are.
pub(super) fn idea_ups(tx: &mut Conn, vote: &Voted, amounts: &Amounts, now: Timestamp) -> Result<()> {
    let counted = store::standing_ups(tx, vote.post, vote.receiver)?;
    let limit = usize::try_from(amounts.idea_ups).unwrap_or(0);
    let given = |giver: i64, day| Given {
        name: Name { post: vote.post, cause: Cause::IdeaUp, user: vote.receiver, from: giver },
        board: vote.board,
        day,
        amount: amounts.of(Cause::IdeaUp),
    };
    if vote.value == 1 {
        return if counted.len() < limit { give(tx, &[given(vote.giver.0, vote.day)], now) } else { Ok(()) };
    }
    give(tx, &vote.gives(vote.value, amounts), now)?;
    if counted.len() + 1 < limit {
        return Ok(());
    }
    // There was no room for all of them: another comes in for the one that went.
    let more = ups_that_count(tx, vote.post, &counted, amounts.idea_ups)?;
    let more = more.into_iter().filter(|(giver, _)| !counted.contains(giver));
    give(tx, &more.map(|(giver, day)| given(giver, day)).collect::<Vec<_>>(), now)
}
