//! The model: the rules of points as product.md, section 7, has them, with numbers of its own, in plain memory. It knows
//! nothing of the program: people and posts are numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::calendar::{DAY, a_year_after, month_of, statement_of};

/// Never, as the program writes it.
pub const NEVER: i64 = 253_402_300_799_000_000;

/// What gives reputation: post, how, whose, from whom.
pub type Name = (i64, &'static str, i64, i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Award {
    pub kind: &'static str,
    /// 0 for what staff give.
    pub post: i64,
    pub user: i64,
    pub giver: i64,
    pub number: i64,
    pub amount: i64,
    pub kept: i64,
    pub month: i64,
    pub state: &'static str,
    pub why: &'static str,
    /// It was given points, this time.
    pub given: bool,
    pub at: i64,
    pub release_at: i64,
}

impl Award {
    /// Its points are somebody's.
    fn is_paid(&self) -> bool {
        matches!(self.state, "pending" | "final")
    }

    fn is_automatic(&self) -> bool {
        matches!(self.kind, "accepted" | "accepted_first" | "answer_up" | "delivered")
    }

    /// Counted from one member to another.
    fn is_event(&self) -> bool {
        matches!(self.kind, "accepted" | "answer_up")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    pub award: usize,
    pub user: i64,
    pub amount: i64,
    pub remains: i64,
    pub expired: i64,
    pub expires_at: i64,
}

#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub verified: bool,
    pub since: i64,
    pub staff: bool,
    /// When the terms were accepted.
    pub terms: Option<i64>,
}

#[derive(Debug, Clone, Copy)]
pub struct Post {
    pub author: i64,
    pub topic: i64,
    pub kind: &'static str,
    pub state: &'static str,
    pub accepted_by: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Month {
    pub state: &'static str,
    pub budget: Option<i64>,
    pub factor: Option<i64>,
    pub earned: Option<i64>,
    cut: bool,
    scaled: bool,
}

/// Pending, available, reserved.
pub type Purse = (i64, i64, i64);

#[derive(Default)]
pub struct Book {
    pub people: BTreeMap<i64, Person>,
    pub posts: BTreeMap<i64, Post>,
    pub askers: BTreeMap<i64, i64>,
    /// What gives reputation by now: when it was written down, and its day.
    pub stands: BTreeMap<Name, (i64, i64)>,
    pub awards: Vec<Award>,
    named: HashMap<Name, usize>,
    of_user: HashMap<i64, Vec<usize>>,
    of_post: HashMap<i64, Vec<usize>>,
    answers: HashMap<i64, Vec<i64>>,
    pending: BTreeSet<usize>,
    pub lots: Vec<Lot>,
    pub months: BTreeMap<i64, Month>,
    pub purses: BTreeMap<i64, Purse>,
    pub issuance: i64,
    pub goodwill: i64,
    pub expired: i64,
    pub redeemed: i64,
}

impl Book {
    pub fn add_post(&mut self, id: i64, post: Post) {
        if post.kind == "answer" {
            self.answers.entry(post.topic).or_default().push(id);
        } else {
            self.askers.insert(post.topic, post.author);
        }
        self.posts.insert(id, post);
    }

    fn purse(&mut self, user: i64) -> &mut Purse {
        self.purses.entry(user).or_default()
    }

    fn source(&mut self, kind: &str) -> &mut i64 {
        if kind == "goodwill" { &mut self.goodwill } else { &mut self.issuance }
    }

    fn of<'a>(&'a self, index: &'a HashMap<i64, Vec<usize>>, key: i64) -> impl Iterator<Item = &'a Award> {
        index.get(&key).into_iter().flatten().map(move |place| &self.awards[*place])
    }

    fn of_user(&self, user: i64) -> impl Iterator<Item = &Award> {
        self.of(&self.of_user, user)
    }

    fn put(&mut self, place: Option<usize>, award: Award) -> usize {
        let Some(place) = place else {
            let place = self.awards.len();
            self.awards.push(award);
            self.of_user.entry(award.user).or_default().push(place);
            self.of_post.entry(award.post).or_default().push(place);
            if award.post != 0 {
                self.named.insert((award.post, award.kind, award.user, award.giver), place);
            }
            return place;
        };
        self.awards[place] = award;
        place
    }

    fn set(&mut self, place: usize, state: &'static str, why: &'static str) {
        (self.awards[place].state, self.awards[place].why) = (state, why);
        if state == "pending" {
            self.pending.insert(place);
        } else {
            self.pending.remove(&place);
        }
    }

    fn give(&mut self, place: usize) {
        let Award { kind, user, amount, .. } = self.awards[place];
        *self.source(kind) -= amount;
        self.purse(user).0 += amount;
        self.awards[place].given = true;
        self.set(place, "pending", "");
    }

    fn take_back(&mut self, place: usize, why: &'static str) {
        let Award { kind, user, kept, .. } = self.awards[place];
        self.purse(user).0 -= kept;
        *self.source(kind) += kept;
        self.set(place, "reversed", why);
    }

    // What stands in the way.

    /// A verified address, an account of three days, and one post that stands.
    fn is_qualified(&self, giver: i64, at: i64) -> bool {
        let Some(person) = self.people.get(&giver) else { return false };
        let old = at - person.since >= 3 * DAY;
        person.verified && old && self.posts.values().any(|post| post.author == giver && post.state == "visible")
    }

    fn by_staff(&self, answer: i64) -> bool {
        let post = &self.posts[&answer];
        let by = post.accepted_by.filter(|by| *by != self.askers[&post.topic]);
        by.is_some_and(|by| self.people[&by].staff)
    }

    fn obstacle(&self, award: &Award) -> &'static str {
        if award.kind == "answer_up" {
            if !self.is_qualified(award.giver, award.at) {
                return "giver";
            }
            let votes = self.of(&self.of_post, award.post).filter(|vote| vote.kind == "answer_up" && vote.is_paid());
            if votes.count() >= 10 {
                return "post";
            }
        }
        if award.kind == "accepted" {
            let answers = &self.answers[&self.posts[&award.post].topic];
            let of_question = answers.iter().flat_map(|answer| self.of(&self.of_post, *answer));
            if of_question.filter(|one| one.kind == "accepted" && one.is_paid()).count() >= 2 {
                return "question";
            }
        }
        if award.is_event() && !(award.kind == "accepted" && self.by_staff(award.post)) {
            let of_pair = self.of_user(award.user).filter(|one| one.giver == award.giver && one.is_event());
            if of_pair.filter(|one| one.is_paid() && award.at - one.at < 30 * DAY).count() >= 5 {
                return "pair";
            }
        }
        let of_month = self.of_user(award.user).filter(|one| one.month == award.month && one.is_automatic());
        let sum: i64 = of_month.filter(|one| one.is_paid()).map(|one| one.amount).sum();
        if award.is_automatic() && sum + award.amount > 10_000 { "month" } else { "" }
    }

    fn had_first(&self, user: i64) -> bool {
        self.of_user(user).any(|award| award.kind == "accepted_first" && award.is_paid())
    }

    // Earning.

    /// The month of a cause, or the present one when that is over and counted.
    fn open_month(&mut self, at: i64, now: i64) -> i64 {
        let (of_cause, present) = (month_of(at), month_of(now));
        self.months.entry(present).or_insert(Month { state: "open", ..Month::default() });
        if of_cause >= present || self.months.get(&of_cause).is_some_and(|month| month.state != "open") {
            return present;
        }
        self.months.entry(of_cause).or_insert(Month { state: "open", ..Month::default() });
        of_cause
    }

    fn hold(&self, award: &Award) -> i64 {
        let budgeted = self.months[&award.month].budget.is_some() && award.kind != "goodwill";
        if budgeted { NEVER } else { award.at + 14 * DAY }
    }

    fn decide(&mut self, place: Option<usize>, award: Award) {
        let why = self.obstacle(&award);
        let fresh = Award { state: "unpaid", why, given: false, release_at: self.hold(&award), ..award };
        let place = self.put(place, fresh);
        if !why.is_empty() {
            return;
        }
        self.give(place);
        if award.kind != "accepted" || self.had_first(award.user) {
            return;
        }
        let before = self.named.get(&(award.post, "accepted_first", award.user, award.giver)).copied();
        let number = before.map_or(1, |place| self.awards[place].number + 1);
        self.decide(before, Award { kind: "accepted_first", number, amount: 100, kept: 100, ..fresh });
    }

    fn came(&mut self, name: Name, number: i64, (at, now): (i64, i64)) {
        let (post, kind, user, giver) = name;
        let amount = match kind {
            "accepted" => 50,
            "answer_up" => 5,
            _ => 500,
        };
        let month = self.open_month(at, now);
        let (state, why, given, release_at) = ("", "", false, 0);
        let place = self.named.get(&name).copied();
        let kept = amount;
        self.decide(
            place,
            Award { kind, post, user, giver, number, amount, kept, month, state, why, given, at, release_at },
        );
    }

    fn gone(&mut self, place: usize) {
        let award = self.awards[place];
        if award.state == "unpaid" {
            return self.set(place, "reversed", "gone");
        }
        self.take_back(place, "gone");
        if award.kind != "accepted" {
            return;
        }
        let first = self.named.get(&(award.post, "accepted_first", award.user, award.giver)).copied();
        match first.map(|first| (first, self.awards[first].state)) {
            Some((first, "pending")) => self.take_back(first, "gone"),
            Some((first, "unpaid")) => self.set(first, "reversed", "gone"),
            _ => {}
        }
    }

    /// Who has an accepted answer to the questions of these, unpaid because of others.
    fn waiting(&self, posts: &BTreeSet<i64>) -> BTreeSet<i64> {
        let topics: BTreeSet<i64> = posts.iter().map(|post| self.posts[post].topic).collect();
        let answers = topics.iter().filter_map(|topic| self.answers.get(topic)).flatten();
        let accepted = answers.filter(|answer| self.posts[*answer].accepted_by.is_some());
        accepted
            .flat_map(|answer| self.of(&self.of_post, *answer))
            .filter(|award| award.kind == "accepted" && award.state == "unpaid" && award.why == "question")
            .map(|award| award.user)
            .collect()
    }

    /// One step of the earn job, with the names of the events that it took.
    pub fn earn(&mut self, names: &[Name], now: i64) {
        let accepted = names.iter().filter(|name| name.1 == "accepted").map(|name| name.0).collect();
        let others = self.waiting(&accepted);
        let (mut seen, mut freed) = (BTreeSet::new(), BTreeSet::new());
        for name in names.iter().copied().filter(|name| seen.insert(*name)) {
            let (stands, place) = (self.stands.get(&name).copied(), self.named.get(&name).copied());
            let before = place.map(|place| self.awards[place]);
            let person = self.people[&name.2];
            match (stands, before) {
                (Some((at, day)), None) => {
                    let covered = person.terms.is_some_and(|since| at >= since && day >= since.div_euclid(DAY));
                    if covered && !person.staff {
                        self.came(name, 1, (at, now));
                    }
                }
                // What a month's close or a decision took stays with them.
                (Some((at, _)), Some(award)) if (award.state, award.why) == ("reversed", "gone") => {
                    self.came(name, award.number + 1, (at, now));
                }
                (None, Some(award)) if matches!(award.state, "pending" | "unpaid") => {
                    self.gone(place.unwrap());
                    freed.insert((award.user, award.month));
                    freed.extend(others.iter().map(|other| (*other, award.month)));
                }
                _ => {}
            }
        }
        freed.into_iter().for_each(|(user, month)| self.look_again(user, month));
    }

    /// Room came free in an open month: what caps had cut off is decided anew, the oldest first.
    fn look_again(&mut self, user: i64, month: i64) {
        if self.months.get(&month).is_some_and(|month| month.state != "open") {
            return;
        }
        let places = self.of_user.get(&user).cloned().unwrap_or_default();
        let waits = |award: &Award| {
            let cap = matches!(award.why, "post" | "question" | "pair" | "month");
            award.month == month && award.state == "unpaid" && cap
        };
        let waiting: Vec<usize> = places.into_iter().filter(|place| waits(&self.awards[*place])).collect();
        for place in waiting {
            let award = self.awards[place];
            let twice = award.kind == "accepted_first" && self.had_first(user);
            if waits(&award) && !twice && self.obstacle(&award).is_empty() {
                self.decide(Some(place), award);
            }
        }
    }

    /// What staff give; whether the rules let it be.
    pub fn grant(&mut self, kind: &'static str, (user, giver): (i64, i64), (points, now): (i64, i64)) -> bool {
        let person = self.people[&user];
        let month = month_of(now);
        let so_far: i64 = self
            .of_user(user)
            .filter(|award| award.kind == "quality" && award.month == month && award.is_paid())
            .map(|award| award.amount)
            .sum();
        if person.staff || person.terms.is_none() || (kind == "quality" && so_far + points > 3_000) {
            return false;
        }
        self.open_month(now, now);
        let (number, amount, kept, given, at) = (1, points, points, false, now);
        let (state, why, post, release_at) = ("", "", 0, 0);
        let award = Award { kind, post, user, giver, number, amount, kept, month, state, why, given, at, release_at };
        let place = self.put(None, Award { release_at: self.hold(&award), ..award });
        self.give(place);
        true
    }

    // Final, spent, run out.

    fn cause(&self, place: usize) -> Option<(i64, i64)> {
        let Award { kind, post, user, giver, .. } = self.awards[place];
        let kind = if kind == "accepted_first" { "accepted" } else { kind };
        self.stands.get(&(post, kind, user, giver)).copied()
    }

    fn has_cause(&self, place: usize) -> bool {
        self.awards[place].post == 0 || self.cause(place).is_some()
    }

    pub fn release(&mut self, now: i64) {
        let mut due: Vec<usize> = self.pending.iter().copied().collect();
        due.retain(|place| self.awards[*place].release_at <= now && self.has_cause(*place));
        due.sort_by_key(|place| (self.awards[*place].release_at, *place));
        for place in due {
            let Award { user, kept, .. } = self.awards[place];
            let purse = self.purse(user);
            (purse.0, purse.1) = (purse.0 - kept, purse.1 + kept);
            self.set(place, "final", "");
            let expires_at = a_year_after(now);
            self.lots.push(Lot { award: place, user, amount: kept, remains: kept, expired: 0, expires_at });
            self.level(user);
        }
    }

    /// The lots of somebody with something left, in the order in which they are spent.
    fn spendable(&self, user: i64) -> Vec<usize> {
        let mut lots: Vec<usize> = (0..self.lots.len()).collect();
        lots.retain(|lot| self.lots[*lot].user == user && self.lots[*lot].remains > 0);
        lots.sort_by_key(|lot| (self.lots[*lot].expires_at, *lot));
        lots
    }

    fn spend(&mut self, lots: &[usize], mut amount: i64) -> Vec<(usize, i64)> {
        let mut taken = Vec::new();
        for lot in lots {
            let some = self.lots[*lot].remains.min(amount);
            if some > 0 {
                self.lots[*lot].remains -= some;
                amount -= some;
                taken.push((*lot, some));
            }
        }
        taken
    }

    /// A debt is paid before anything is spent.
    fn level(&mut self, user: i64) {
        let lots = self.spendable(user);
        let remains: i64 = lots.iter().map(|lot| self.lots[*lot].remains).sum();
        let over = remains - self.purse(user).1.max(0);
        self.spend(&lots, over.max(0));
    }

    /// A redemption begins: what it takes of which lots, if there is enough.
    pub fn request(&mut self, user: i64, amount: i64, now: i64) -> Option<Vec<(usize, i64)>> {
        let mut lots = self.spendable(user);
        lots.retain(|lot| self.lots[*lot].expires_at > now);
        let enough: i64 = lots.iter().map(|lot| self.lots[*lot].remains).sum();
        if enough < amount {
            return None;
        }
        let purse = self.purse(user);
        (purse.1, purse.2) = (purse.1 - amount, purse.2 + amount);
        Some(self.spend(&lots, amount))
    }

    pub fn paid(&mut self, user: i64, amount: i64) {
        self.purse(user).2 -= amount;
        self.redeemed += amount;
    }

    /// A redemption came to nothing: points go back where they came from, and live at least thirty days more.
    pub fn returned(&mut self, user: i64, taken: &[(usize, i64)], now: i64) {
        let amount: i64 = taken.iter().map(|(_, amount)| amount).sum();
        let purse = self.purse(user);
        (purse.1, purse.2) = (purse.1 + amount, purse.2 - amount);
        for (lot, amount) in taken {
            let lot = &mut self.lots[*lot];
            lot.remains += amount;
            lot.expires_at = lot.expires_at.max(now + 30 * DAY);
        }
        self.level(user);
    }

    pub fn expire(&mut self, now: i64) {
        for place in 0..self.lots.len() {
            let Lot { user, remains, expires_at, .. } = self.lots[place];
            if remains > 0 && expires_at <= now {
                self.purse(user).1 -= remains;
                self.expired += remains;
                (self.lots[place].remains, self.lots[place].expired) = (0, self.lots[place].expired + remains);
            }
        }
    }

    // Decisions about fraud.

    fn from(&self, giver: i64, post: i64) -> Vec<usize> {
        let mut places = self.of_post.get(&post).cloned().unwrap_or_default();
        places.retain(|place| self.awards[*place].giver == giver);
        places
    }

    /// Everything that somebody gave for a post goes; answers how many points.
    pub fn void(&mut self, giver: i64, post: i64) -> i64 {
        let others = self.waiting(&BTreeSet::from([post]));
        let (mut taken, mut freed) = (0, BTreeSet::new());
        for place in self.from(giver, post) {
            let award = self.awards[place];
            match award.state {
                "pending" => self.take_back(place, "void"),
                "final" => self.void_final(place),
                "unpaid" => self.set(place, "reversed", "void"),
                _ => continue,
            }
            taken += if award.is_paid() { award.kept } else { 0 };
            freed.insert((award.user, award.month));
            if award.kind == "accepted" {
                freed.extend(others.iter().map(|other| (*other, award.month)));
            }
        }
        freed.into_iter().for_each(|(user, month)| self.look_again(user, month));
        taken
    }

    fn void_final(&mut self, place: usize) {
        let Award { user, kept, kind, .. } = self.awards[place];
        let lot = self.lots.iter_mut().rev().find(|lot| lot.award == place).unwrap();
        let expired = lot.expired;
        (lot.remains, lot.expired) = (0, 0);
        self.expired -= expired;
        self.purse(user).1 -= kept - expired;
        *self.source(kind) += kept;
        self.set(place, "reversed", "void");
        self.level(user);
    }

    /// An appeal that succeeded; answers how many points come back.
    pub fn undo(&mut self, giver: i64, post: i64, now: i64) -> i64 {
        let mut given = 0;
        for place in self.from(giver, post) {
            let award = self.awards[place];
            if award.why != "void" {
                continue;
            }
            self.set(place, "reversed", "gone");
            let Some((at, _)) = self.cause(place) else { continue };
            if award.kind == "accepted_first" && (self.had_first(award.user) || !award.given) {
                continue;
            }
            if !award.given {
                self.came((post, award.kind, award.user, giver), award.number + 1, (at, now));
                continue;
            }
            let month = self.open_month(award.at, now);
            let again = Award { number: award.number + 1, amount: award.kept, month, why: "", ..award };
            self.put(Some(place), Award { release_at: self.hold(&again), ..again });
            self.give(place);
            given += award.kept;
        }
        given
    }

    // Months.

    pub fn set_budget(&mut self, budget: Option<i64>, now: i64) {
        let number = self.open_month(now, now);
        self.months.get_mut(&number).unwrap().budget = budget;
        self.hold_anew(number);
    }

    fn hold_anew(&mut self, month: i64) {
        let closed = self.months[&month].state == "closed";
        for place in self.pending.clone() {
            let award = self.awards[place];
            if award.month == month && award.kind != "goodwill" {
                self.awards[place].release_at = if closed { award.at + 14 * DAY } else { self.hold(&award) };
            }
        }
    }

    /// One step of the close of months; whether there may be more to do.
    pub fn close(&mut self, now: i64) -> bool {
        let over = self.months.iter().find(|(number, month)| **number < month_of(now) && month.state != "closed");
        let Some((number, month)) = over.map(|(number, month)| (*number, *month)) else { return false };
        let is_due = now >= statement_of(number);
        let mut places: Vec<usize> = self.pending.iter().copied().collect();
        places.retain(|place| self.awards[*place].month == number);
        let next = match (month.state, month.factor) {
            ("open", _) => Month { state: "closing", ..month },
            _ if !is_due => return false,
            (_, None) if !month.cut && !places.is_empty() => {
                self.cut(number, &places);
                Month { cut: true, ..month }
            }
            (_, None) => {
                let sum = |state: &str| {
                    let counted = self.awards.iter().filter(|award| award.month == number && award.kind != "goodwill");
                    counted.filter(|award| award.state == state).map(|award| award.kept).sum::<i64>()
                };
                let (done, pending) = (sum("final"), sum("pending"));
                let left = month.budget.map_or(pending, |budget| (budget - done).max(0));
                let factor = if left >= pending { 1_000_000 } else { left * 1_000_000 / pending };
                Month { factor: Some(factor), earned: Some(done + pending), ..month }
            }
            (_, Some(factor)) if factor < 1_000_000 && !month.scaled && !places.is_empty() => {
                places.retain(|place| self.awards[*place].kind != "goodwill");
                for place in places {
                    self.leave(place, self.awards[place].kept * factor / 1_000_000, "budget");
                }
                Month { scaled: true, ..month }
            }
            _ => Month { state: "closed", ..month },
        };
        self.months.insert(number, next);
        if next.state == "closed" && next.budget.is_some() {
            self.hold_anew(number);
        }
        true
    }

    /// Above ten paid events one giver gives a quarter at most: the last ones that are pending go.
    fn cut(&mut self, month: i64, pending: &[usize]) {
        let users: BTreeSet<i64> = pending.iter().map(|place| self.awards[*place].user).collect();
        for user in users {
            let of_month = |award: &&Award| award.month == month && award.is_paid();
            let standing: Vec<Award> = self.of_user(user).filter(of_month).copied().collect();
            if standing.iter().filter(|award| award.is_event()).count() <= 10 {
                continue;
            }
            let all: i64 = standing.iter().filter(|award| award.is_automatic()).map(|award| award.kept).sum();
            let givers: BTreeSet<i64> =
                standing.iter().filter(|award| is_given(award)).map(|award| award.giver).collect();
            for giver in givers {
                let of_giver = standing.iter().filter(|award| is_given(award) && award.giver == giver);
                let mut over = of_giver.map(|award| award.kept).sum::<i64>() - all / 4;
                for place in pending.iter().rev().copied() {
                    let award = self.awards[place];
                    if award.user == user && award.giver == giver && is_given(&award) && over > 0 {
                        let less = award.kept.min(over);
                        self.leave(place, award.kept - less, "quarter");
                        over -= less;
                    }
                }
            }
        }
    }

    fn leave(&mut self, place: usize, kept: i64, why: &'static str) {
        if kept == 0 {
            return self.take_back(place, why);
        }
        let Award { kind, user, kept: before, .. } = self.awards[place];
        if kept == before {
            return;
        }
        self.purse(user).0 -= before - kept;
        *self.source(kind) += before - kept;
        (self.awards[place].kept, self.awards[place].why) = (kept, why);
    }
}

fn is_given(award: &Award) -> bool {
    matches!(award.kind, "accepted" | "accepted_first" | "answer_up")
}
