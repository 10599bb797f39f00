//! The job against a recount that knows nothing of it: random events, taken back and given again, with a clock that moves.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use talka::db::schema::{leaders, reputation_caps, reputation_events, users};
use talka::ids::{BoardId, PostId, UserId};
use talka::leaders::roll;
use talka::reputation::{self, Cause};

use super::TODAY;
use crate::support::{Asked, Client, TestApp};

const SEED: u64 = 0x7a1c_a015;
const OPERATIONS: usize = 900;
const DAY: i64 = 86_400;

/// xorshift: the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }

    fn number(&mut self, n: usize) -> i64 {
        i64::try_from(self.below(n)).unwrap()
    }
}

/// period, starts, board, user
type Key = (String, i64, i64, UserId);
/// gained, accepted, helped
type Row = (i64, i64, i64);

/// What the job keeps; rows of which nothing is left say nothing.
async fn kept(app: &TestApp) -> BTreeMap<Key, Row> {
    type Stored = (String, i64, i64, UserId, i64, i64, i64);
    let rows: Vec<Stored> = app
        .read(|c| {
            Ok(leaders::table
                .select((
                    leaders::period,
                    leaders::starts,
                    leaders::board_id,
                    leaders::user_id,
                    leaders::gained,
                    leaders::accepted,
                    leaders::helped,
                ))
                .load(c)?)
        })
        .await;
    let row = |(period, starts, board, user, gained, accepted, helped)| {
        ((period, starts, board, user), (gained, accepted, helped))
    };
    rows.into_iter().map(row).filter(|(_, row)| *row != (0, 0, 0)).collect()
}

/// The first day of the periods of a day, by counting days and nothing else.
fn periods(day: i64) -> Vec<(String, i64)> {
    let date = |day: i64| jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
    let back =
        |begins: &dyn Fn(jiff::civil::Date) -> bool| (0..).map(|n| day - n).find(|day| begins(date(*day))).unwrap();
    let monday = back(&|date| date.weekday() == jiff::civil::Weekday::Monday);
    let month = back(&|date| date.day() == 1);
    let quarter = back(&|date| date.day() == 1 && [1, 4, 7, 10].contains(&date.month()));
    vec![("week".into(), monday), ("month".into(), month), ("quarter".into(), quarter), ("all".into(), 0)]
}

/// The same from the events, one by one.
async fn recounted(app: &TestApp) -> BTreeMap<Key, Row> {
    type Event = (i64, UserId, String, i64, i64, i64, i64, i64);
    let events: Vec<Event> = app
        .read(|c| {
            use reputation_events as e;
            Ok(e::table
                .order(e::number)
                .select((e::post_id, e::user_id, e::kind, e::amount, e::day, e::board_id, e::cause_id, e::number))
                .load(c)?)
        })
        .await;
    let caps: Vec<(i64, i64)> = app
        .read(|c| Ok(reputation_caps::table.select((reputation_caps::from_day, reputation_caps::cap)).load(c)?))
        .await;
    let cap_on = |day: i64| caps.iter().filter(|(from, _)| *from <= day).max_by_key(|(from, _)| *from).unwrap().1;
    let mut days: BTreeMap<(UserId, i64, i64), (i64, i64)> = BTreeMap::new();
    let mut standing = BTreeMap::new();
    for (post, user, kind, amount, day, board, cause, number) in events {
        for board in [0, board] {
            let (capped, rest) = days.entry((user, day, board)).or_default();
            let is_vote = ["question_up", "answer_up", "article_up"].contains(&kind.as_str());
            *(if is_vote { capped } else { rest }) += amount;
        }
        if kind == "accepted" {
            standing.insert((post, user, cause), (number % 2 == 1, day, board));
        }
    }
    let mut rows: BTreeMap<Key, Row> = BTreeMap::new();
    for ((user, day, board), (capped, rest)) in days {
        for (period, starts) in periods(day) {
            rows.entry((period, starts, board, user)).or_default().0 += capped.min(cap_on(day)) + rest;
        }
    }
    let mut helped: BTreeMap<Key, BTreeSet<i64>> = BTreeMap::new();
    for ((_, user, asker), (stands, day, board)) in standing {
        for (period, starts) in periods(day).into_iter().filter(|_| stands) {
            for board in [0, board] {
                let key = (period.clone(), starts, board, user);
                rows.entry(key.clone()).or_default().1 += 1;
                helped.entry(key).or_default().insert(asker);
            }
        }
    }
    for (key, people) in helped {
        rows.get_mut(&key).unwrap().2 = i64::try_from(people.len()).unwrap();
    }
    rows.retain(|_, row| *row != (0, 0, 0));
    rows
}

async fn sums(app: &TestApp) -> BTreeMap<UserId, i64> {
    let rows: Vec<(UserId, i64)> = app.read(|c| Ok(users::table.select((users::id, users::reputation)).load(c)?)).await;
    rows.into_iter().filter(|(_, sum)| *sum != 0).collect()
}

struct World {
    people: Vec<Client>,
    /// By whom, and with the board and an answer.
    questions: Vec<(Asked, BoardId, PostId)>,
}

async fn world(app: &TestApp) -> World {
    let mut people = Vec::new();
    for name in ["ada", "bob", "cyd", "dan", "eve"] {
        people.push(app.member(name).await);
    }
    let boards = [app.board("phones").await, app.board("plans").await];
    let mut questions = Vec::new();
    for number in 0..8 {
        let board = boards[number % 2];
        let asked = app.ask(&people[number % 5], board, &format!("The question number {number}?"), "phones").await;
        let answer = app.answer(&people[(number + 1) % 5], &asked, "An answer that is long enough.").await;
        questions.push((asked, board, answer));
    }
    World { people, questions }
}

async fn anything(app: &TestApp, world: &World, random: &mut Random) {
    const CAUSES: [Cause; 7] = [
        Cause::AnswerUp,
        Cause::QuestionUp,
        Cause::Accepted,
        Cause::Accepted,
        Cause::Down,
        Cause::Delivered,
        Cause::Abuse,
    ];
    let (_, board, post) = &world.questions[random.below(world.questions.len())];
    let who = &world.people[random.below(world.people.len())];
    let (cause, from) = (CAUSES[random.below(CAUSES.len())], random.number(12));
    match random.below(8) {
        0 | 1 => app.take(who, cause, *post, from).await,
        2 => {
            let (cap, from_day) = (20 + random.number(200), TODAY - random.number(300));
            app.write(move |tx| reputation::set_cap(tx, from_day, cap)).await;
        }
        3 => app.clock.advance(random.number(400)),
        _ => {
            // Of late, and sometimes of a year ago.
            let day = TODAY - if random.below(4) == 0 { random.number(400) } else { random.number(12) };
            app.give(who, cause, (*post, *board), from, day).await;
        }
    }
}

#[tokio::test]
async fn what_is_kept_is_what_a_slow_recount_finds() {
    let app = TestApp::spawn().await;
    let world = world(&app).await;
    let mut random = Random(SEED);
    for number in 0..OPERATIONS {
        anything(&app, &world, &mut random).await;
        if random.below(60) == 0 {
            app.roll_up().await;
        }
        // A cap is set from a day on that has not come yet; only this test changes history, so everything is anew.
        if number == OPERATIONS / 2 {
            super::forget(&app, roll::ROLL).await;
        }
    }
    super::forget(&app, roll::ROLL).await;
    app.roll_up().await;
    let (kept_at_first, expected) = (kept(&app).await, recounted(&app).await);
    assert!(expected.len() > 200, "{} rows", expected.len());
    assert_eq!(kept_at_first, expected, "seed {SEED:#x}");
    // Of all time and everywhere it is what the accounts have.
    app.write(|tx| reputation::recompute(tx, (UserId(0), UserId(i64::MAX))).map(drop)).await;
    let all: BTreeMap<UserId, i64> = expected
        .iter()
        .filter(|((period, _, board, _), row)| period == "all" && *board == 0 && row.0 != 0)
        .map(|((_, _, _, user), row)| (*user, row.0))
        .collect();
    assert_eq!(all, sums(&app).await);
    // The same events once more, and a run that finds nothing new.
    super::forget(&app, roll::ROLL).await;
    app.roll_up().await;
    app.roll_up().await;
    assert_eq!(kept(&app).await, expected);
}

#[tokio::test]
async fn without_a_change_of_history_each_run_takes_what_is_new_and_no_more() {
    let app = TestApp::spawn().await;
    let world = world(&app).await;
    let mut random = Random(SEED + 1);
    for _ in 0..6 {
        for _ in 0..40 {
            let (_, board, post) = &world.questions[random.below(8)];
            let who = &world.people[random.below(5)];
            let (day, from) = (TODAY - random.number(40), random.number(9));
            match random.below(4) {
                0 => app.take(who, Cause::Accepted, *post, from).await,
                1 => app.give(who, Cause::AnswerUp, (*post, *board), from, day).await,
                _ => app.give(who, Cause::Accepted, (*post, *board), from, day).await,
            }
        }
        app.roll_up().await;
        assert_eq!(kept(&app).await, recounted(&app).await);
        app.clock.advance(random.number(300));
    }
}

#[tokio::test]
async fn young_events_are_taken_again_and_settled_ones_are_not() {
    let app = TestApp::spawn().await;
    let world = world(&app).await;
    let (ada, (_, board, post)) = (&world.people[0], &world.questions[0]);
    app.give(ada, Cause::AnswerUp, (*post, *board), 1, TODAY).await;
    app.roll_up().await;
    assert_eq!(super::position(&app, roll::ROLL).await, 0, "another transaction may still bring an earlier one");
    app.clock.advance(121);
    app.roll_up().await;
    let settled = super::position(&app, roll::ROLL).await;
    assert!(settled > 0);
    app.give(ada, Cause::AnswerUp, (*post, *board), 2, TODAY).await;
    app.roll_up().await;
    assert_eq!(super::position(&app, roll::ROLL).await, settled);
    assert_eq!(kept(&app).await, recounted(&app).await);
    // A run of a node whose clock is behind takes nothing back.
    app.clock.advance(DAY);
    app.roll_up().await;
    let ahead = super::position(&app, roll::ROLL).await;
    app.clock.advance(-DAY);
    app.roll_up().await;
    assert_eq!(super::position(&app, roll::ROLL).await, ahead);
}

#[tokio::test]
async fn the_schedule_runs_it() {
    let app = TestApp::spawn().await;
    let world = world(&app).await;
    let (_, board, post) = &world.questions[0];
    app.give(&world.people[0], Cause::Accepted, (*post, *board), world.people[1].id().0, TODAY).await;
    app.clock.advance(180);
    app.run_jobs().await;
    assert_eq!(kept(&app).await, recounted(&app).await);
    assert_eq!(kept(&app).await.len(), 8, "four periods, the board and all");
}
