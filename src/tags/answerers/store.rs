//! The SQL of those who answer under a tag.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::Answer;
use crate::db::schema::topic_tags;
use crate::db::{Conn, dialect, sql};
use crate::error::Result;
use crate::ids::{TagId, TopicId, UserId};
use crate::policy::State;
use crate::web::{MemberView, member_view};

/// How far back "lately" goes.
const TOPICS: i64 = 200;
/// The best answers of a question that are looked at.
const ANSWERS: usize = 3;

/// The newest public questions with a tag.
pub(super) fn newest_topics(c: &mut Conn, tag: TagId) -> Result<Vec<TopicId>> {
    Ok(topic_tags::table
        .filter(topic_tags::tag_id.eq(tag))
        .filter(topic_tags::audience.eq(0))
        .filter(topic_tags::state.eq(State::Visible))
        .order((topic_tags::created_at.desc(), topic_tags::topic_id.desc()))
        .limit(TOPICS)
        .select(topic_tags::topic_id)
        .load(c)?)
}

/// The best answers to these questions by others than who asked.
pub(super) fn answers(c: &mut Conn, topics: &[TopicId]) -> Result<Vec<Answer>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        author_id: UserId,
        #[diesel(sql_type = Bool)]
        accepted: bool,
        #[diesel(sql_type = BigInt)]
        score: i64,
    }
    let best = "SELECT b.id FROM posts b WHERE b.topic_id = t.id AND b.kind = 'answer' AND b.state = 'visible' \
         ORDER BY b.accepted DESC, b.score DESC, b.id";
    let among_best = dialect::is_one_of(c, "p.id", best, ANSWERS);
    let text = "SELECT p.author_id, p.accepted, p.score FROM topics t JOIN posts p ON ".to_owned()
        + &among_best
        + " WHERE t.id IN ($1) AND t.answers_count > 0 AND p.author_id <> t.author_id";
    let rows: Vec<Row> = sql(text).bind(topics.iter().map(|id| id.0).collect::<Vec<i64>>()).load(c)?;
    Ok(rows
        .into_iter()
        .map(|Row { author_id, accepted, score }| Answer { author: author_id, accepted, score })
        .collect())
}

/// These members, as pages show them.
pub(super) fn members(c: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, MemberView>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: UserId,
        #[diesel(sql_type = Text)]
        handle: String,
        #[diesel(sql_type = Text)]
        display_name: String,
        #[diesel(sql_type = Text)]
        photo: String,
        #[diesel(sql_type = Bool)]
        is_staff: bool,
        #[diesel(sql_type = Text)]
        job_title: String,
        #[diesel(sql_type = Bool)]
        is_super: bool,
    }
    let text = "SELECT u.id, u.handle, u.display_name, u.photo, u.is_staff, u.job_title, u.is_super FROM users u WHERE u.id IN ($1)";
    let rows: Vec<Row> = sql(text).bind(ids.iter().map(|id| id.0).collect::<Vec<i64>>()).load(c)?;
    let view = |row: Row| {
        let member = member_view(row.id, row.handle, row.display_name, &row.photo, row.is_staff, row.job_title);
        (row.id, member.super_user(row.is_super))
    };
    Ok(rows.into_iter().map(view).collect())
}
