//! What the sample community shows of standing: a year of reputation, leaders, badges, super-users, suggested edits and
//! votes to close.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use jiff::tz::TimeZone;
use talka::clock::days;
use talka::db::schema::{
    audit, audit_texts, badge_awards, closing_calls, inbox, leaders, posts, reputation_events, suggestions,
    super_users, users, walks,
};
use talka::db::{Conn, Db};
use talka::leaders::roll::ROLL;
use talka::leaders::{Board, Cursor, Period, members};
use talka::policy::Thresholds;
use talka::{badges, reputation, super_users as supers};

use super::filled;
use crate::support::NOON;

fn today() -> i64 {
    NOON.day_in(&TimeZone::UTC)
}

fn top(c: &mut Conn, period: Period) -> Vec<String> {
    let board = Board { period, starts: period.start(today()), board: None };
    let (listed, _) = members(c, board, Cursor::START).unwrap();
    listed.into_iter().map(|leader| leader.member.handle).collect()
}

#[test]
fn the_reputation_of_the_first_rises_over_a_year() {
    let (_database, db) = filled();
    db.read_now(|c| {
        for handle in top(c, Period::All).iter().take(3) {
            let rows: Vec<(i64, i64)> = reputation_events::table
                .inner_join(users::table.on(users::id.eq(reputation_events::user_id)))
                .filter(users::handle.eq(handle))
                .select((reputation_events::day, reputation_events::amount))
                .load(c)?;
            let mut months: BTreeMap<i64, i64> = BTreeMap::new();
            for (day, amount) in rows {
                *months.entry((today() - day) / 30).or_default() += amount;
            }
            let gained = months.iter().filter(|(_, amount)| **amount > 0).count();
            assert!(gained >= 9 && months.keys().any(|month| *month >= 9), "{handle}: {months:?}");
            let share = months.values().max().unwrap() * 100 / months.values().sum::<i64>();
            assert!(share < 50, "{handle}: most of it in one month: {months:?}");
        }
        let first: i64 =
            reputation_events::table.order(reputation_events::day).select(reputation_events::day).first(c)?;
        assert!((345..=400).contains(&(today() - first)), "{first}");
        Ok(())
    })
    .unwrap();
}

#[test]
fn each_period_has_leaders_of_its_own() {
    let (_database, db) = filled();
    db.read_now(|c| {
        let tops: Vec<Vec<String>> = Period::ALL.iter().map(|period| top(c, *period)).collect();
        for (place, one) in tops.iter().enumerate() {
            assert!(one.len() >= 5, "{tops:?}");
            assert!(tops[..place].iter().all(|other| other[..5] != one[..5]), "{tops:?}");
        }
        let staff: i64 = leaders::table
            .inner_join(users::table.on(users::id.eq(leaders::user_id)))
            .filter(users::is_staff.eq(true).and(leaders::period.eq("all")))
            .count()
            .get_result(c)?;
        assert!(staff >= 3, "{staff}");
        Ok(())
    })
    .unwrap();
}

#[test]
fn suggested_edits_wait_and_are_decided() {
    let (_database, db) = filled();
    db.read_now(|c| {
        let states: BTreeMap<String, i64> = suggestions::table
            .group_by(suggestions::state)
            .select((suggestions::state, count_star()))
            .load(c)?
            .into_iter()
            .collect();
        let expected = [("approved", 3), ("improved", 1), ("rejected", 2), ("waiting", 3)];
        assert_eq!(states, expected.map(|(state, count)| (state.to_owned(), count)).into());
        let of_member: i64 = suggestions::table
            .inner_join(users::table.on(users::id.eq(suggestions::author_id)))
            .filter(users::handle.eq("member").and(suggestions::state.eq("waiting")))
            .count()
            .get_result(c)?;
        assert_eq!(of_member, 1);
        let unexplained: i64 = suggestions::table
            .filter(suggestions::state.eq("rejected").and(suggestions::answer.eq("")))
            .count()
            .get_result(c)?;
        assert_eq!(unexplained, 0);
        let earned: Vec<i64> = reputation_events::table
            .filter(reputation_events::kind.eq("suggestion"))
            .select(reputation_events::amount)
            .load(c)?;
        assert_eq!(earned, [2; 4]);
        Ok(())
    })
    .unwrap();
}

#[test]
fn votes_to_close_and_to_open_wait_and_have_decided() {
    let (_database, db) = filled();
    db.read_now(|c| {
        let waiting: Vec<(String, i64)> = closing_calls::table
            .order(closing_calls::wish)
            .select((closing_calls::wish, closing_calls::votes))
            .load(c)?;
        assert_eq!(waiting, [("close".to_owned(), 2), ("reopen".to_owned(), 1)]);
        let deeds: Vec<String> = audit::table
            .inner_join(audit_texts::table)
            .filter(audit_texts::detail.like("%\"vote\"%").and(audit::subject_kind.eq("topic")))
            .order(audit::id)
            .select(audit::action)
            .load(c)?;
        assert_eq!(deeds.len(), 3, "two closed and one opened again by votes: {deeds:?}");
        assert_ne!(deeds[0], deeds[1]);
        assert_eq!(deeds[0], deeds[2]);
        Ok(())
    })
    .unwrap();
}

#[test]
fn there_are_super_users_of_every_kind_and_some_who_are_near() {
    let (_database, db) = filled();
    db.read_now(|c| {
        let states: BTreeMap<String, i64> = super_users::table
            .group_by(super_users::state)
            .select((super_users::state, count_star()))
            .load(c)?
            .into_iter()
            .collect();
        assert!(states["earned"] >= 2 && states["granted"] == 1 && states["withheld"] == 1, "{states:?}");
        let bare: i64 = super_users::table
            .filter(super_users::state.eq_any(["granted", "withheld"]).and(super_users::reason.eq("")))
            .count()
            .get_result(c)?;
        assert_eq!(bare, 0);
        let others: Vec<_> =
            users::table.filter(users::is_super.eq(false).and(users::is_staff.eq(false))).select(users::id).load(c)?;
        let mut near = 0;
        for user in others {
            let record = supers::record_of(c, user, (NOON, &TimeZone::UTC))?;
            assert!(!record.earns());
            near += i64::from(record.answers * 2 >= supers::ANSWERS);
        }
        assert!(near >= 2, "{near} have half of it");
        Ok(())
    })
    .unwrap();
}

#[test]
fn badges_came_over_the_year_and_nothing_is_left_to_the_jobs() {
    let (_database, db) = filled();
    let awards = |db: &Db| db.read_now(|c| Ok(badge_awards::table.count().get_result::<i64>(c)?)).unwrap();
    let (early, unread): (i64, i64) = db
        .read_now(|c| {
            let early = badge_awards::table.filter(badge_awards::awarded_at.lt((NOON - days(180)).0)).count();
            let signed_in = users::table.filter(users::handle.eq_any(["member", "moderator", "staff", "admin"]));
            let unread = inbox::table
                .filter(inbox::kind.eq("badge").and(inbox::read_at.is_null()))
                .filter(inbox::user_id.eq_any(signed_in.select(users::id)))
                .count();
            Ok((early.get_result(c)?, unread.get_result(c)?))
        })
        .unwrap();
    assert!(early >= 20, "{early}");
    assert!(unread <= 4, "{unread}");
    let before = awards(&db);
    assert!(before >= 100, "{before}");
    while db.write_now(move |tx| badges::award::step(tx, NOON)).unwrap() {}
    while db.write_now(move |tx| supers::judge::step(tx, NOON)).unwrap() {}
    assert_eq!(awards(&db), before);
    db.read_now(|c| {
        assert!(reputation::walk::under_way(c)?.is_empty());
        let followed: i64 = walks::table.filter(walks::name.eq(ROLL)).select(walks::position).first(c)?;
        let last: i64 =
            reputation_events::table.order(reputation_events::id.desc()).select(reputation_events::id).first(c)?;
        assert!(last - followed < 20, "{followed} of {last}");
        Ok(())
    })
    .unwrap();
}

#[test]
fn what_members_decided_together_was_open_to_them() {
    let (_database, db) = filled();
    db.read_now(|c| {
        let able: i64 = users::table
            .filter(users::reputation.ge(Thresholds::GROWING.of(talka::policy::Privilege::VoteToClose)))
            .count()
            .get_result(c)?;
        assert!(able >= 6, "{able}");
        let answered: i64 = posts::table
            .inner_join(users::table.on(users::id.eq(posts::author_id)))
            .filter(users::handle.eq("member").and(posts::kind.eq("answer")))
            .count()
            .get_result(c)?;
        assert!(answered >= 8, "{answered}");
        Ok(())
    })
    .unwrap();
}
