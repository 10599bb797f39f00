//! The sample community, on either database.

use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use talka::cli::{demo, verify};
use talka::clock::{Timestamp, days};
use talka::db::schema::{
    boards, comments, follows, idea_extensions, ideas, images, inbox, jobs, merges, metoos, outbox, posts, statuses,
    storms, tags, topics, users, votes,
};
use talka::policy::Limits;

use super::filled;
use crate::support::NOON;

#[test]
fn the_sample_community_is_lively_and_keeps_every_rule() {
    let (_database, db) = filled();
    db.read_now(|c| {
        let count_users: i64 = users::table.count().get_result(c)?;
        let questions: i64 = topics::table.count().get_result(c)?;
        let answers: i64 = posts::table.filter(posts::kind.eq("answer")).count().get_result(c)?;
        assert!(count_users >= 40 && questions >= 60 && answers >= 150, "{count_users} {questions} {answers}");
        let langs: Vec<(String, i64)> =
            topics::table.group_by(topics::lang).select((topics::lang, count_star())).load(c)?;
        for lang in ["en", "lt", "pl", "ru"] {
            assert!(langs.iter().any(|(found, topics)| found == lang && *topics >= 3), "{langs:?}");
        }
        for (what, rows) in [
            ("comments", comments::table.count().get_result::<i64>(c)?),
            ("votes", votes::table.count().get_result(c)?),
            ("me-toos", metoos::table.count().get_result(c)?),
            ("closed", topics::table.filter(topics::closed_at.is_not_null()).count().get_result(c)?),
            ("accepted", posts::table.filter(posts::accepted.eq(true)).count().get_result(c)?),
            ("by staff", posts::table.filter(posts::by_staff.eq(true)).count().get_result(c)?),
            ("photos", images::table.count().get_result(c)?),
            ("follows", follows::table.count().get_result(c)?),
            ("read entries", inbox::table.filter(inbox::read_at.is_not_null()).count().get_result(c)?),
            ("unread entries", inbox::table.filter(inbox::read_at.is_null()).count().get_result(c)?),
            ("tags in use", tags::table.filter(tags::topics_count.gt(0)).count().get_result(c)?),
            ("boards in use", boards::table.filter(boards::topics_count.gt(0)).count().get_result(c)?),
        ] {
            assert!(rows >= 3, "{what}: {rows}");
        }
        // Nothing waits to be mailed, and nothing lies ahead.
        assert_eq!(outbox::table.count().get_result::<i64>(c)? + jobs::table.count().get_result::<i64>(c)?, 0);
        let latest: (Option<i64>, Option<i64>) = (
            topics::table.select(max(topics::active_at)).first(c)?,
            votes::table.select(max(votes::cast_at)).first(c)?,
        );
        assert!(latest.0 <= Some(NOON.0) && latest.1 <= Some(NOON.0), "{latest:?}");
        let mut differences = Vec::new();
        verify::verify(c, &mut |found| differences.push(found.to_string()))?;
        assert!(differences.is_empty(), "{differences:#?}");
        Ok(())
    })
    .unwrap();
}

#[test]
fn ideas_are_there_in_every_state_with_all_that_becomes_of_them() {
    let (_database, db) = filled();
    db.read_now(|c| {
        let states: Vec<(String, i64)> = ideas::table
            .inner_join(statuses::table)
            .group_by(statuses::key)
            .select((statuses::key, count_star()))
            .load(c)?;
        assert_eq!(states.len(), 9, "{states:?}");
        assert_eq!(states.iter().map(|(_, ideas)| ideas).sum::<i64>(), 25);
        let late = ideas::table.filter(ideas::next_word_at.lt((NOON - days(14)).0));
        for (what, rows, expected) in [
            ("promises that are late", late.count().get_result::<i64>(c)?, 1),
            ("merges", merges::table.count().get_result(c)?, 1),
            ("extensions", idea_extensions::table.count().get_result(c)?, 1),
            ("sessions", storms::table.filter(storms::ends_at.gt(NOON.0)).count().get_result(c)?, 1),
            ("in the session", ideas::table.filter(ideas::storm_id.is_not_null()).count().get_result(c)?, 3),
            ("with a quarter", ideas::table.filter(ideas::quarter.is_not_null()).count().get_result(c)?, 3),
        ] {
            assert_eq!(rows, expected, "{what}");
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn staff_show_their_faces_and_their_room_is_theirs() {
    let (_database, db) = filled();
    db.read_now(|c| {
        let faceless: i64 = users::table
            .filter(users::is_staff.eq(true))
            .filter(users::photo.eq("").or(users::job_title.eq("")))
            .count()
            .get_result(c)?;
        assert_eq!(faceless, 0);
        let room: i64 = boards::table.filter(boards::restricted.eq(true)).select(boards::id).first(c)?;
        let outsiders: i64 = posts::table
            .inner_join(topics::table)
            .inner_join(users::table.on(users::id.eq(posts::author_id)))
            .filter(topics::board_id.eq(room))
            .filter(users::is_staff.eq(false).and(users::is_moderator.eq(false)).and(users::is_admin.eq(false)))
            .count()
            .get_result(c)?;
        assert_eq!(outsiders, 0);
        let open: i64 =
            topics::table.filter(topics::board_id.eq(room)).filter(topics::audience.ne(room)).count().get_result(c)?;
        assert_eq!(open, 0);
        Ok(())
    })
    .unwrap();
}

#[test]
fn every_vote_keeps_the_limits_of_its_day() {
    let (_database, db) = filled();
    let most = |rows: Vec<i64>| rows.into_iter().max().unwrap_or(0);
    db.read_now(|c| {
        let a_day = votes::table.group_by((votes::user_id, votes::day)).select(count_star()).load(c)?;
        assert!(most(a_day) <= Limits::VOTES_A_DAY);
        let pair = (votes::user_id, votes::receiver_id, votes::day);
        let for_author = votes::table.group_by(pair).select(count_star()).load(c)?;
        assert!(most(for_author) <= Limits::VOTES_FOR_ONE_AUTHOR);
        let downs = votes::table.filter(votes::value.eq(-1)).group_by(pair).select(count_star()).load(c)?;
        assert!(most(downs) <= Limits::DOWNS_FOR_ONE_AUTHOR);
        Ok(())
    })
    .unwrap();
}

/// Who voted for what, how long before the moment of filling.
fn ballots(db: &talka::db::Db, now: Timestamp) -> Vec<(i64, i64, i64, i64)> {
    db.read_now(|c| {
        let rows: Vec<(i64, i64, i64, i64)> = votes::table
            .order((votes::post_id, votes::user_id))
            .select((votes::post_id, votes::user_id, votes::value, votes::cast_at))
            .load(c)?;
        Ok(rows.into_iter().map(|(post, user, value, at)| (post, user, value, now.0 - at)).collect())
    })
    .unwrap()
}

#[test]
fn filled_at_another_hour_it_is_the_same_community() {
    let (_one, first) = filled();
    let database = crate::support::TestDatabase::create();
    let second = talka::db::Db::open(database.url()).unwrap();
    let later = NOON + days(3) + std::time::Duration::from_secs(11 * 3_600);
    demo::fill(&second, later, "another hash").unwrap();
    assert!(ballots(&first, NOON) == ballots(&second, later));
}

#[test]
fn a_second_start_keeps_what_was_done_and_sets_the_password() {
    let (_database, db) = filled();
    db.write_now(|tx| Ok(diesel::update(topics::table).set(topics::title.eq("Changed")).execute(tx)?)).unwrap();
    demo::fill(&db, NOON + days(1), "another").unwrap();
    db.read_now(|c| {
        assert_eq!(topics::table.select(topics::title).first::<String>(c)?, "Changed");
        let old: i64 = users::table.filter(users::password_hash.ne("another")).count().get_result(c)?;
        assert_eq!(old, 0);
        Ok(())
    })
    .unwrap();
}
