//! The operations, each done by the program and by the model.

use diesel::prelude::*;
use talka::db::schema::{ideas, statuses, topics, walks};
use talka::db::{Conn, dialect};
use talka::error::{AppError, Result};
use talka::ids::{PostId, StatusId, TopicId, UserId};
use talka::ledger::{self, Account, Below, Kind, Month, Posting};
use talka::moderation::hiding::{self, Ground, Sight};
use talka::moderation::{By, Reason, members};
use talka::points::grants::{self, Gift, Grant};
use talka::points::void::{self, Decided, Found};
use talka::points::{close, earn, expire, lots, release};
use talka::policy::{Actor, Direction};
use talka::questions::{self, Choice};
use talka::reputation::{self, Part};
use talka::settings::Site;
use talka::votes::{self, Ballot};

use super::calendar::month_of;
use super::world::{MEMBERS, Open, World, look};
use crate::ideas::actor;

fn decided(by: UserId, now: talka::clock::Timestamp) -> Decided {
    Decided { by: Some(by), decision: 1, now }
}

fn noted(c: &mut Conn) -> Result<i64> {
    let position: Option<i64> = walks::table.find((earn::EARN, 0_i64)).select(walks::position).first(c).optional()?;
    Ok(position.unwrap_or(0))
}

impl World {
    // What members do.

    pub async fn vote(&mut self) {
        // Some are voted for by everybody.
        let few = if self.dice.one_in(4) { 3 } else { 60 };
        let (at, person) = (self.dice.late(self.answers.len(), few), self.dice.below(MEMBERS));
        let on = self.answers[at];
        let receiver = self.book.posts[&on].author;
        if receiver == self.user(person) || !self.is_visible(on) {
            return;
        }
        let way = [Direction::Up, Direction::Up, Direction::Up, Direction::Down, Direction::None][self.dice.below(5)];
        let (giver, now) = (self.people[person].id(), self.app.clock.now());
        self.try_run("voted", move |tx| {
            // As if the answer had been edited just now: then any vote may be changed.
            let (edited_at, site) = (Some(now), Site::default());
            let ballot = Ballot { on: PostId(on), receiver: UserId(receiver), edited_at, giver, way, now, site: &site };
            votes::cast(tx, &ballot)
        })
        .await;
    }

    pub async fn accept(&mut self) {
        let on = self.answers[self.dice.late(self.answers.len(), 60)];
        let asker = self.book.askers[&self.book.posts[&on].topic];
        let by_staff = self.dice.one_in(4);
        let by = if by_staff { self.staff } else { UserId(asker) };
        let choice = if self.dice.below(5) < 3 { Choice::Accept } else { Choice::TakeBack };
        let (who, now) = (actor(by, by_staff), self.app.clock.now());
        let done = self.try_run("accepted", move |tx| questions::accept(tx, &who, PostId(on), choice, now)).await;
        let post = self.book.posts.get_mut(&on).unwrap();
        match (done, choice) {
            (None, _) => {}
            (Some(_), Choice::Accept) => {
                post.accepted_by.get_or_insert(by.0);
            }
            (Some(_), Choice::TakeBack) => post.accepted_by = None,
        }
    }

    pub async fn hide_or_delete(&mut self) {
        let id = match self.dice.below(8) {
            0 => self.questions[self.dice.late(self.questions.len(), 12)].post.0,
            1 => self.ideas[self.dice.late(self.ideas.len(), 40)].0.post.0,
            _ => self.answers[self.dice.late(self.answers.len(), 60)],
        };
        let post = self.book.posts[&id];
        let (author, now) = (actor(UserId(post.author), false), self.app.clock.now());
        let hidden = move |tx: &mut Conn, sight| {
            let (by, reason) = (By { actor: &Actor::System, ip: "", now }, Reason::parse("It has to be so.")?);
            hiding::post(tx, by, PostId(id), (sight, Ground::Other), &reason).map(|_| ())
        };
        let to = match post.state {
            "visible" if post.kind != "idea" && self.dice.one_in(2) => "deleted",
            "visible" => "hidden",
            _ => "visible",
        };
        let done = self.try_run(to, move |tx| match (post.state, to) {
            (_, "deleted") => questions::delete(tx, &author, PostId(id), now).map(drop),
            (_, "hidden") => hidden(tx, Sight::Hide),
            ("deleted", _) => questions::undelete(tx, &author, PostId(id), now).map(drop),
            _ => hidden(tx, Sight::Restore),
        });
        if done.await.is_some() {
            self.book.posts.get_mut(&id).unwrap().state = to;
        }
    }

    pub async fn deliver(&mut self) {
        let place = self.dice.late(self.ideas.len(), 40);
        let (asked, done) = self.ideas[place].clone();
        let (idea, now) = (asked.topic, self.app.clock.now());
        let key = if done { "planned" } else { "delivered" };
        if self.try_run("delivered", move |tx| say(tx, idea, key, now)).await.is_some() {
            self.ideas[place].1 = !done;
        }
    }

    pub async fn late_terms(&mut self) {
        self.accept_terms(MEMBERS - 3).await;
    }

    // What staff do.

    pub async fn grant(&mut self) {
        let person = self.member();
        let (to, by, now) = (self.people[person].id(), self.staff, self.app.clock.now());
        let (gift, kind) = [(Gift::Quality, "quality"), (Gift::Goodwill, "goodwill")][self.dice.below(2)];
        let points = i64::try_from(1 + self.dice.below(900)).unwrap();
        let given = self.run(move |tx| {
            let (who, account) = (actor(by, true), members::by_id(tx, to)?.ok_or(AppError::NotFound)?);
            let grant = Grant { gift, points, reason: Reason::parse("It was done very well.")? };
            grants::grant(tx, By { actor: &who, ip: "", now }, &account, &grant)
        });
        let Some(given) = given.await else { return };
        assert_eq!(given.is_ok(), self.book.grant(kind, (to.0, by.0), (points, now.0)), "{given:?}");
        self.count(if given.is_ok() { "granted" } else { "refused" });
    }

    pub async fn budget(&mut self) {
        let now = self.app.clock.now();
        let budget = (!self.dice.one_in(3)).then(|| 500 + i64::try_from(self.dice.below(9_000)).unwrap());
        let month = Month(month_of(now.0));
        if self.try_run("budget", move |tx| close::set_budget(tx, month, budget)).await.is_some() {
            self.book.set_budget(budget, now.0);
        }
    }

    /// A vote is found to be none, with what it gave.
    pub async fn void_vote(&mut self) {
        let (on, person) = (self.answers[self.dice.late(self.answers.len(), 60)], self.member());
        let (receiver, giver) = (UserId(self.book.posts[&on].author), self.people[person].id());
        let (by, now) = (self.staff, self.app.clock.now());
        let taken = self.try_run("vote voided", move |tx| {
            let (edited_at, way, site) = (None, Direction::None, Site::default());
            votes::void(tx, &Ballot { on: PostId(on), receiver, edited_at, giver, way, now, site: &site })?;
            void::awards(tx, &[Found { giver, post: PostId(on) }], decided(by, now))
        });
        if let Some(taken) = taken.await {
            assert_eq!(taken, self.book.void(giver.0, on));
            self.voided.push((giver.0, on));
        }
    }

    /// Everything that somebody gave for a post, votes aside: mostly something that was paid.
    pub async fn void_points(&mut self) {
        let paid: Vec<(i64, i64)> = self
            .book
            .awards
            .iter()
            .rev()
            .take(400)
            .filter(|one| one.post != 0 && one.giver != 0)
            .map(|award| (award.giver, award.post))
            .collect();
        if paid.is_empty() {
            return;
        }
        let (giver, post) = paid[self.dice.below(paid.len())];
        let (by, now) = (self.staff, self.app.clock.now());
        let found = [Found { giver: UserId(giver), post: PostId(post) }];
        let taken = self.try_run("voided", move |tx| void::awards(tx, &found, decided(by, now))).await;
        if let Some(taken) = taken {
            assert_eq!(taken, self.book.void(giver, post));
            self.voided.push((giver, post));
        }
    }

    /// An appeal succeeds.
    pub async fn undo(&mut self) {
        if self.voided.is_empty() {
            return;
        }
        let place = self.dice.late(self.voided.len(), 20);
        let (giver, post) = self.voided[place];
        let (by, now, seen) = (self.staff, self.app.clock.now(), self.seen());
        let found = [Found { giver: UserId(giver), post: PostId(post) }];
        let given =
            self.try_run("undone", move |tx| Ok((look(tx, seen, (0, 0))?, void::undo(tx, &found, decided(by, now))?)));
        if let Some((seen, given)) = given.await {
            self.learn(&seen);
            assert_eq!(given, self.book.undo(giver, post, now.0));
            self.voided.swap_remove(place);
        }
    }

    // What jobs do.

    /// A run of the job, which may be stopped between two steps: the next one begins anew, or goes on.
    pub async fn earn(&mut self) {
        let now = self.app.clock.now();
        for _ in 0..20 {
            let (after, seen) = (self.after, self.seen());
            let done = self.run(move |tx| {
                let from = after.map_or_else(|| noted(tx), Ok)?;
                let next = earn::step(tx, after, now)?;
                Ok((next, look(tx, seen, (from, next.unwrap_or(from)))?))
            });
            // The program ended: what it knew of its run is lost.
            let Some(done) = done.await else {
                self.after = None;
                continue;
            };
            let (next, seen) = done.unwrap();
            let names = self.learn(&seen);
            self.book.earn(&names, now.0);
            self.count("earn");
            self.after = next;
            if next.is_none() || self.dice.one_in(6) {
                return;
            }
        }
    }

    pub async fn release(&mut self) {
        let now = self.app.clock.now();
        let seen = self.seen();
        let seen = self.app.read(move |c| look(c, seen, (0, 0))).await;
        self.learn(&seen);
        while self.run(move |tx| release::step(tx, now)).await.is_none_or(Result::unwrap) {}
        self.book.release(now.0);
        self.count("release");
    }

    pub async fn expire(&mut self) {
        let now = self.app.clock.now();
        while self.run(move |tx| expire::step(tx, now)).await.is_none_or(Result::unwrap) {}
        self.book.expire(now.0);
        self.count("expire");
    }

    /// As many steps as the dice say: the job may be stopped after any of them.
    pub async fn close(&mut self) {
        let now = self.app.clock.now();
        for _ in 0..=self.dice.below(4) {
            let Some(more) = self.run(move |tx| close::step(tx, now)).await else { continue };
            assert_eq!(more.unwrap(), self.book.close(now.0));
            self.count("close");
        }
    }

    // Redemptions.

    pub async fn redeem(&mut self) {
        let person = self.member();
        let (user, now) = (self.people[person].id(), self.app.clock.now());
        let has = self.book.purses.get(&user.0).map_or(0, |purse| purse.1).max(10);
        let amount = i64::try_from(1 + self.dice.below(usize::try_from(has + has / 4).unwrap())).unwrap();
        self.number += 1;
        let number = self.number;
        let taken = self.run(move |tx| {
            dialect::lock_users(tx, &[user])?;
            let taken = lots::take(tx, user, amount, now)?;
            let entries = [(Account::available(user), -amount), (Account::reserved(user), amount)];
            ledger::post(tx, &posting(("reserve", Kind::Reserve), number, &entries), now)?;
            Ok(taken)
        });
        let Some(taken) = taken.await else { return };
        let of_model = self.book.request(user.0, amount, now.0);
        self.count(if taken.is_ok() { "requested" } else { "refused" });
        match (taken, of_model) {
            (Ok(taken), Some(of_model)) => {
                let user = user.0;
                self.open.push(Open { number, user, amount, taken, of_model, approved: false });
            }
            (Err(AppError::Conflict(_)), None) => {}
            (taken, of_model) => panic!("{amount}: {taken:?}, and by the model {of_model:?}"),
        }
    }

    /// Everything that is under way is answered.
    pub async fn answer_all(&mut self) {
        while !self.open.is_empty() {
            self.answer_redemption().await;
        }
    }

    /// Approved, rejected, paid or failed; and whatever is answered is answered twice now and then.
    pub async fn answer_redemption(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let place = self.dice.below(self.open.len());
        if !self.open[place].approved && !self.dice.one_in(3) {
            self.open[place].approved = true;
            return self.count("approved");
        }
        let one = &self.open[place];
        let (number, user, amount, taken) = (one.number, UserId(one.user), one.amount, one.taken.clone());
        let (now, paid, twice) = (self.app.clock.now(), one.approved && !self.dice.one_in(3), self.dice.one_in(8));
        let done = self.run(move |tx| {
            dialect::lock_users(tx, &[user])?;
            for _ in 0..=usize::from(twice) {
                let to = if paid { Account::redeemed(1) } else { Account::available(user) };
                let entries = [(Account::reserved(user), -amount), (to, amount)];
                let kind = if paid { ("redeem", Kind::Redeem) } else { ("return", Kind::Return) };
                let posted = ledger::post(tx, &posting(kind, number, &entries), now)?;
                if !paid && matches!(posted, ledger::Posted::New(_)) {
                    lots::give_back(tx, user, &taken, now)?;
                }
            }
            Ok(())
        });
        let Some(done) = done.await else { return };
        done.unwrap();
        let one = self.open.swap_remove(place);
        if paid {
            self.book.paid(one.user, one.amount);
        } else {
            self.book.returned(one.user, &one.of_model, now.0);
        }
        self.count(if paid { "paid" } else { "returned" });
    }

    /// The dice have gone everywhere.
    pub fn assert_seen(&self) {
        let seen = |state: &str, why: &str| {
            self.book.awards.iter().filter(|award| award.state == state && award.why == why).count()
        };
        let whys = ["giver", "post", "question", "pair", "month"];
        let unpaid: Vec<(&str, usize)> = whys.iter().map(|why| (*why, seen("unpaid", why))).collect();
        let reversed: Vec<(&str, usize)> =
            ["gone", "void", "quarter", "budget"].iter().map(|why| (*why, seen("reversed", why))).collect();
        let owed = self.book.purses.values().filter(|purse| purse.1 < 0).count();
        let final_ones = seen("final", "");
        eprintln!("{final_ones} final, unpaid {unpaid:?}, reversed {reversed:?}, {owed} below 0");
        eprintln!("{} expired, {} redeemed, {} lots", self.book.expired, self.book.redeemed, self.book.lots.len());
        assert!(final_ones > 100 && self.book.redeemed > 0);
    }
}

fn posting<'a>((word, kind): (&str, Kind), number: i64, entries: &'a [(Account, i64)]) -> Posting<'a> {
    Posting {
        key: format!("{word}:{number}"),
        kind,
        subject: number,
        month: Month(0),
        actor: None,
        reason: "test",
        note: "",
        reverses: None,
        entries,
        below: Below::Never,
    }
}

/// The word of staff about an idea.
fn say(tx: &mut Conn, idea: TopicId, key: &str, now: talka::clock::Timestamp) -> Result<()> {
    let (status, kind): (StatusId, String) =
        statuses::table.filter(statuses::key.eq(key)).select((statuses::id, statuses::kind)).first(tx)?;
    let closed = matches!(kind.as_str(), "done" | "refused").then_some(now);
    let stored = talka::ideas::StatusKind::parse(&kind).unwrap();
    diesel::update(ideas::table.find(idea))
        .set((ideas::status_id.eq(status), ideas::status_kind.eq(stored), ideas::said_at.eq(now)))
        .execute(tx)?;
    diesel::update(topics::table.find(idea)).set(topics::closed_at.eq(closed)).execute(tx)?;
    let post: PostId = ideas::table.find(idea).select(ideas::post_id).first(tx)?;
    reputation::settle(tx, &[post], Part::Delivery, now)
}
