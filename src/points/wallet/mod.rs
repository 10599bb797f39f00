//! A member's wallet: what there is, what it came from, and what was not paid and why.

mod store;

use std::collections::{BTreeMap, HashMap};

use super::store as awards;
use super::{Award, AwardKind, Why};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids::{AwardId, PostId, TopicId, UserId};
use crate::ledger::{self, Account, AccountKind, Kind, Month};
use crate::message::Message;
use crate::policy::{self, Action, Actor, PostFacts};
use crate::topics::{self, Titled};

/// Lines on a page.
pub const PAGE: usize = 30;

/// What a member has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Balances {
    /// To spend; below 0 when more was taken back than there was.
    pub available: i64,
    /// Not final yet.
    pub pending: i64,
    /// In redemptions under way.
    pub reserved: i64,
}

/// What a member has.
///
/// # Errors
/// When the database refuses.
pub fn balances(c: &mut Conn, user: UserId) -> Result<Balances> {
    Ok(Balances {
        available: ledger::balance(c, Account::available(user))?,
        pending: ledger::balance(c, Account::pending(user))?,
        reserved: ledger::balance(c, Account::reserved(user))?,
    })
}

/// What was earned in each month from this one on, and is not taken back.
///
/// # Errors
/// When the database refuses.
pub fn earned(c: &mut Conn, user: UserId, from: Month) -> Result<BTreeMap<i64, i64>> {
    store::earned(c, user, from)
}

/// What a line is about.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Its address, or empty when the reader may not see it (any more), or when it is about nothing.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The language of that.
    pub lang: String,
}

/// A line of the history.
#[derive(Debug, Clone)]
pub struct Line {
    /// By what the list goes on.
    pub entry: i64,
    /// What happened: for awards how they came, otherwise what the transaction does.
    pub what: String,
    /// How many points more or less.
    pub amount: i64,
    /// They are pending.
    pub pending: bool,
    /// Somebody's words about it.
    pub note: String,
    /// What it is about.
    pub about: About,
    /// When.
    pub at: Timestamp,
}

/// Lines before this one, the newest first; and where the list goes on, if it does.
///
/// # Errors
/// When the database refuses.
pub fn history(c: &mut Conn, (reader, user): (&Actor, UserId), before: i64) -> Result<(Vec<Line>, Option<i64>)> {
    let most = i64::try_from(PAGE).unwrap_or(0) + 1;
    let mut found: Vec<(AccountKind, ledger::Line)> = Vec::new();
    // Behind this entry, a list that was read to its limit may have more.
    let mut horizon = 0;
    for kind in [AccountKind::Pending, AccountKind::Available, AccountKind::Reserved] {
        let lines = ledger::lines(c, (kind, user), before, most)?;
        if let Some(last) = lines.last().filter(|_| lines.len() > PAGE) {
            horizon = horizon.max(last.entry);
        }
        found.extend(lines.into_iter().map(|line| (kind, line)));
    }
    found.sort_unstable_by_key(|(_, line)| std::cmp::Reverse(line.entry));
    found.retain(|(_, line)| line.entry >= horizon);
    let more = horizon > 0 || found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().map(|(_, line)| line.entry).filter(|_| more);
    found.retain(|(kind, line)| is_shown(*kind, line.kind));
    let ids: Vec<i64> = found.iter().filter(|(_, line)| is_of_award(line.kind)).map(|(_, line)| line.subject).collect();
    let awards: HashMap<AwardId, Award> =
        awards::awards_of(c, &ids)?.into_iter().map(|award| (award.id, award)).collect();
    let posts = abouts(c, reader, &awards.values().filter_map(|award| award.post).collect::<Vec<_>>())?;
    let lines = found.into_iter().map(|(kind, line)| {
        let award = awards.get(&AwardId(line.subject)).filter(|_| is_of_award(line.kind));
        Line {
            entry: line.entry,
            what: what(line.kind, &line.reason).to_owned(),
            amount: line.amount,
            pending: kind == AccountKind::Pending,
            about: about(&line, award.and_then(|award| award.post), &posts),
            note: line.note.unwrap_or_default(),
            at: line.at,
        }
    });
    Ok((lines.collect(), next))
}

/// Of a transaction between two accounts of a member one side is shown.
const fn is_shown(account: AccountKind, kind: Kind) -> bool {
    match account {
        AccountKind::Pending => !matches!(kind, Kind::Release),
        AccountKind::Reserved => matches!(kind, Kind::Redeem),
        AccountKind::Available
        | AccountKind::Issuance
        | AccountKind::Goodwill
        | AccountKind::Expired
        | AccountKind::Redeemed
        | AccountKind::Charity => true,
    }
}

const fn is_of_award(kind: Kind) -> bool {
    match kind {
        Kind::Award
        | Kind::Quality
        | Kind::Goodwill
        | Kind::Release
        | Kind::Cut
        | Kind::Scale
        | Kind::Reversal
        | Kind::Void => true,
        Kind::Expire | Kind::Reserve | Kind::Return | Kind::Redeem => false,
    }
}

/// The word for a line: an award says how it came.
fn what(kind: Kind, reason: &str) -> &str {
    match kind {
        Kind::Award | Kind::Quality | Kind::Goodwill => AwardKind::parse(reason).map_or("award", AwardKind::as_str),
        Kind::Release
        | Kind::Cut
        | Kind::Scale
        | Kind::Reversal
        | Kind::Void
        | Kind::Expire
        | Kind::Reserve
        | Kind::Return
        | Kind::Redeem => kind.as_str(),
    }
}

fn about(line: &ledger::Line, post: Option<PostId>, posts: &HashMap<PostId, About>) -> About {
    match line.kind {
        Kind::Reserve | Kind::Return | Kind::Redeem => {
            About { url: format!("/rewards/redemptions/{}", line.subject), ..About::default() }
        }
        Kind::Award
        | Kind::Quality
        | Kind::Goodwill
        | Kind::Release
        | Kind::Cut
        | Kind::Scale
        | Kind::Reversal
        | Kind::Void
        | Kind::Expire => post.and_then(|post| posts.get(&post).cloned()).unwrap_or_default(),
    }
}

/// The posts that the reader may see.
fn abouts(c: &mut Conn, reader: &Actor, posts: &[PostId]) -> Result<HashMap<PostId, About>> {
    let rows = store::posts(c, posts)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.topic.0).collect();
    let titled: HashMap<TopicId, Titled> = topics::titled(c, &ids)?;
    let about = |row: &store::Row| {
        let topic = titled.get(&row.topic)?;
        let facts = PostFacts {
            topic: topic.facts,
            kind: row.kind,
            author: row.author,
            state: row.state,
            accepted: false,
            accepted_by: None,
        };
        policy::check(reader, Action::ReadPost(facts)).ok()?;
        let url = format!("{}#{}", topic.path(row.topic), topics::anchor(row.kind, row.id));
        Some((row.id, About { url, title: topic.title.clone(), lang: topic.lang.clone() }))
    };
    Ok(rows.iter().filter_map(about).collect())
}

/// Something that was not paid.
#[derive(Debug, Clone)]
pub struct Unpaid {
    /// How it would have come.
    pub kind: AwardKind,
    /// Which rule stood in the way.
    pub why: Why,
    /// The points it would have given.
    pub amount: i64,
    /// What it is about.
    pub about: About,
    /// When.
    pub at: Timestamp,
}

/// What was not paid, before this one, the newest first; and where the list goes on, if it does.
///
/// # Errors
/// When the database refuses.
pub fn unpaid(
    c: &mut Conn,
    (reader, user): (&Actor, UserId),
    before: AwardId,
) -> Result<(Vec<Unpaid>, Option<AwardId>)> {
    let mut rows = awards::unpaid(c, user, before, i64::try_from(PAGE).unwrap_or(0) + 1)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().map(|row| row.id).filter(|_| more);
    let posts = abouts(c, reader, &rows.iter().filter_map(|row| row.post).collect::<Vec<_>>())?;
    let of = |row: &Award| row.post.and_then(|post| posts.get(&post).cloned()).unwrap_or_default();
    let unpaid =
        rows.iter().map(|row| Unpaid { kind: row.kind, why: row.why, amount: row.amount, about: of(row), at: row.at });
    Ok((unpaid.collect(), next))
}

/// Where a list goes on, as an address says it.
///
/// # Errors
/// [`AppError::BadRequest`] for what is no place.
pub fn place(after: Option<&str>) -> Result<i64> {
    match after {
        None | Some("") => Ok(i64::MAX),
        Some(text) => text.parse().map_err(|_| AppError::BadRequest(Message::new("error-400-text"))),
    }
}
