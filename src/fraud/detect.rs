//! Who votes for whom far more than is usual between members: a pure function over rows.
//!
//! Nothing here knows how rings are made. Each rule compares a rate with what is usual in the same rows, and asks that
//! chance alone would hardly ever make it so:
//!
//! - [`Pattern::Reciprocal`]: two give each other a share of all they give that is many times the usual one of pairs
//!   who also vote for each other.
//! - [`Pattern::Star`]: new accounts that give to hardly anybody else, many times more than others have of these.
//! - [`Pattern::OneGiver`]: more than a quarter of a member's month comes from one person.
//! - [`Pattern::SameDevice`]: two who vote from one browser, and one of them for the other.
//!
//! Who meets often has more to vote for: what is expected of a pair grows with what each of the two gives and gets
//! elsewhere. A vote and an acceptance for the same post count once, as do shares: by the lower end of what a share may
//! truly be, so that few votes prove little.

mod odds;

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{PostId, UserId};
use crate::text_enum;
use odds::{at_least, real, share};

/// Fewest posts of each direction that make a pair worth a look.
const PAIR: usize = 5;
/// The share of all they give that two give each other: less is nothing, more is much, whatever is usual.
const PAIR_SHARE: (f64, f64) = (0.05, 0.2);
/// How many times the usual a rate is, to be far above it.
const FAR: f64 = 4.0;
/// What chance alone does in fewer of so many cases is not taken for chance.
const CHANCE: f64 = 1e-6;
/// Fewest new accounts of a star, and fewest posts that they gave something for.
const STAR: (usize, usize) = (3, 8);
/// The part of all that a star got that new accounts gave, at least.
const STAR_SHARE: f64 = 0.1;
/// A month with no more than so many posts says nothing about who gives.
const MONTH: usize = 10;
/// More than this part of a month from one person.
const QUARTER: f64 = 0.25;
/// The part of all that this person gives, at least.
const FAVOUR: f64 = 0.1;
/// Fewest posts between two of one browser.
const DEVICE: usize = 2;

/// Somebody gave somebody something for a post: a vote up or an acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Who gave it.
    pub giver: UserId,
    /// Who wrote the post.
    pub receiver: UserId,
    /// For what.
    pub post: PostId,
    /// Who wrote the topic that it stands in.
    pub asker: UserId,
    /// The month of the site's calendar.
    pub month: i64,
    /// The giver's account was under thirty days old.
    pub young: bool,
}

/// Two accounts that voted from one browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Together {
    /// The lower number.
    pub one: UserId,
    /// The higher number.
    pub other: UserId,
}

text_enum! {
    /// What was found.
    pub enum Pattern {
        /// Two for each other.
        Reciprocal = "reciprocal",
        /// New accounts for one member.
        Star = "star",
        /// One person for another.
        OneGiver = "one_giver",
        /// Two on one browser.
        SameDevice = "same_device",
    }
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What.
    pub pattern: Pattern,
    /// Who got it; of two for each other, the lower number.
    pub receiver: UserId,
    /// Who gave it; nobody for a star.
    pub giver: Option<UserId>,
    /// What was given, each post once a giver, in order.
    pub gifts: Vec<(UserId, PostId)>,
    /// The share that was found, in thousandths.
    pub share: i64,
    /// The usual one, in thousandths.
    pub usual: i64,
}

/// Looks at everything that was given within some time.
#[must_use]
pub fn detect(given: &[Given], together: &[Together]) -> Vec<Found> {
    let view = View::of(given);
    let mut found = view.reciprocal();
    found.extend(view.stars(given));
    found.extend(view.one_giver(given));
    found.extend(view.same_device(together));
    found
}

type Pair = (UserId, UserId);

/// The posts of each giver for each receiver, and the sums of it.
struct View {
    pairs: BTreeMap<Pair, BTreeSet<PostId>>,
    gave: BTreeMap<UserId, usize>,
    got: BTreeMap<UserId, usize>,
    all: usize,
}

impl View {
    fn of(given: &[Given]) -> Self {
        let mut pairs: BTreeMap<Pair, BTreeSet<PostId>> = BTreeMap::new();
        for one in given.iter().filter(|one| one.giver != one.receiver) {
            pairs.entry((one.giver, one.receiver)).or_default().insert(one.post);
        }
        let (mut gave, mut got, mut all) = (BTreeMap::new(), BTreeMap::new(), 0);
        for ((giver, receiver), posts) in &pairs {
            *gave.entry(*giver).or_insert(0) += posts.len();
            *got.entry(*receiver).or_insert(0) += posts.len();
            all += posts.len();
        }
        Self { pairs, gave, got, all }
    }

    fn count(&self, pair: Pair) -> usize {
        self.pairs.get(&pair).map_or(0, BTreeSet::len)
    }

    fn gave(&self, user: UserId) -> usize {
        self.gave.get(&user).copied().unwrap_or(0)
    }

    fn got(&self, user: UserId) -> usize {
        self.got.get(&user).copied().unwrap_or(0)
    }

    /// How many posts the giver would have given something for, going by what each of them does with others.
    fn expected(&self, (giver, receiver): Pair) -> f64 {
        let between = self.count((giver, receiver));
        let (gives, gets) = (self.gave(giver) - between, self.got(receiver) - between);
        real(gives + 1) * real(gets + 1) / real(self.all - between + 1)
    }

    fn beyond_chance(&self, pair: Pair) -> bool {
        let (count, expected) = (self.count(pair), self.expected(pair));
        real(count) >= FAR * expected && at_least(count, expected) < CHANCE
    }

    /// The lower of the two shares that a pair gives each other of all that they give.
    fn mutual(&self, (one, other): Pair) -> f64 {
        let there = share(self.count((one, other)), self.gave(one));
        there.min(share(self.count((other, one)), self.gave(other)))
    }

    fn gifts(&self, pairs: &[Pair]) -> Vec<(UserId, PostId)> {
        gifts_of(&self.pairs, pairs)
    }

    fn reciprocal(&self) -> Vec<Found> {
        let both = |least: usize| {
            let lower = self.pairs.keys().filter(|(one, other)| one < other);
            lower.copied().filter(move |pair| self.count(*pair) >= least && self.count(turned(*pair)) >= least)
        };
        let usual = median(both(1).map(|pair| self.mutual(pair)).collect());
        let far = (usual * FAR).clamp(PAIR_SHARE.0, PAIR_SHARE.1);
        let found = both(PAIR)
            .filter(|pair| self.mutual(*pair) >= far && self.beyond_chance(*pair) && self.beyond_chance(turned(*pair)));
        found
            .map(|pair| Found {
                pattern: Pattern::Reciprocal,
                receiver: pair.0,
                giver: Some(pair.1),
                gifts: self.gifts(&[pair, turned(pair)]),
                share: thousandths(self.mutual(pair)),
                usual: thousandths(usual),
            })
            .collect()
    }

    /// New accounts that gave half or more of all to one member. Who is thanked once by those whose questions they
    /// answered is as everybody is; so it takes two posts, or one in a topic of somebody else.
    fn stars(&self, given: &[Given]) -> Vec<Found> {
        let mut young: BTreeMap<Pair, BTreeSet<PostId>> = BTreeMap::new();
        let mut elsewhere: BTreeSet<Pair> = BTreeSet::new();
        for one in given.iter().filter(|one| one.young && one.giver != one.receiver) {
            young.entry((one.giver, one.receiver)).or_default().insert(one.post);
            if one.asker != one.giver {
                elsewhere.insert((one.giver, one.receiver));
            }
        }
        young.retain(|pair, posts| {
            2 * posts.len() >= self.gave(pair.0) && (posts.len() > 1 || elsewhere.contains(pair))
        });
        let devoted: usize = young.values().map(BTreeSet::len).sum();
        let mut by_receiver: BTreeMap<UserId, Vec<Pair>> = BTreeMap::new();
        for pair in young.keys() {
            by_receiver.entry(pair.1).or_default().push(*pair);
        }
        let star = |(receiver, pairs): (UserId, Vec<Pair>)| {
            let posts: usize = pairs.iter().filter_map(|pair| young.get(pair)).map(BTreeSet::len).sum();
            let got = self.got(receiver);
            let usual = real(devoted - posts + 1) / real(self.all - got + 1);
            let far = real(posts) >= FAR * usual * real(got) && at_least(posts, usual * real(got)) < CHANCE;
            let part = real(posts) / real(got);
            (pairs.len() >= STAR.0 && posts >= STAR.1 && part >= STAR_SHARE && far).then(|| Found {
                pattern: Pattern::Star,
                receiver,
                giver: None,
                gifts: gifts_of(&young, &pairs),
                share: thousandths(part),
                usual: thousandths(usual),
            })
        };
        by_receiver.into_iter().filter_map(star).collect()
    }

    fn one_giver(&self, given: &[Given]) -> Vec<Found> {
        let mut months: BTreeMap<(UserId, i64), BTreeMap<UserId, BTreeSet<PostId>>> = BTreeMap::new();
        for one in given.iter().filter(|one| one.giver != one.receiver) {
            let givers = months.entry((one.receiver, one.month)).or_default();
            givers.entry(one.giver).or_default().insert(one.post);
        }
        let mut found: BTreeMap<Pair, Found> = BTreeMap::new();
        let sums = |givers: &BTreeMap<UserId, BTreeSet<PostId>>| givers.values().map(BTreeSet::len).sum::<usize>();
        let most = |givers: &BTreeMap<UserId, BTreeSet<PostId>>| givers.values().map(BTreeSet::len).max().unwrap_or(0);
        months.retain(|_, givers| sums(givers) > MONTH);
        let usual = median(months.values().map(|givers| real(most(givers)) / real(sums(givers))).collect());
        for ((receiver, _), givers) in months {
            let all = sums(&givers);
            for (giver, posts) in givers {
                let part = share(posts.len(), all);
                // Who gives much to everybody is the main giver of many, and favours none.
                let favours = share(self.count((giver, receiver)), self.gave(giver)) >= FAVOUR;
                if part <= QUARTER || !favours || !self.beyond_chance((giver, receiver)) {
                    continue;
                }
                let gifts = posts.into_iter().map(|post| (giver, post));
                let share = thousandths(part);
                let usual = thousandths(usual);
                let one = found.entry((giver, receiver)).or_insert_with(|| Found {
                    pattern: Pattern::OneGiver,
                    receiver,
                    giver: Some(giver),
                    gifts: Vec::new(),
                    share,
                    usual,
                });
                one.gifts.extend(gifts);
                one.share = one.share.max(share);
            }
        }
        found.into_values().collect()
    }

    fn same_device(&self, together: &[Together]) -> Vec<Found> {
        let found = together.iter().filter_map(|Together { one, other }| {
            let pair = (*one, *other);
            let gifts = self.gifts(&[pair, turned(pair)]);
            let part = |pair: Pair| share(self.count(pair), self.gave(pair.0));
            (gifts.len() >= DEVICE).then(|| Found {
                pattern: Pattern::SameDevice,
                receiver: *one,
                giver: Some(*other),
                gifts,
                share: thousandths(part(pair).max(part(turned(pair)))),
                usual: 0,
            })
        });
        found.collect()
    }
}

fn gifts_of(posts: &BTreeMap<Pair, BTreeSet<PostId>>, pairs: &[Pair]) -> Vec<(UserId, PostId)> {
    let of = |pair: Pair| posts.get(&pair).into_iter().flatten().map(move |post| (pair.0, *post));
    pairs.iter().copied().flat_map(of).collect()
}

const fn turned((one, other): Pair) -> Pair {
    (other, one)
}

/// The middle one; 0 of nothing.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[expect(clippy::cast_possible_truncation, reason = "a share is between 0 and 1")]
fn thousandths(share: f64) -> i64 {
    (share * 1_000.0).round() as i64
}
