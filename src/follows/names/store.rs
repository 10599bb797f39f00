//! The SQL of names.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Named;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::follows::SubjectKind;

pub(super) fn names(
    c: &mut Conn,
    kind: SubjectKind,
    ids: &[i64],
    (user, audiences): (i64, Vec<i64>),
) -> Result<Vec<(i64, Named)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        slug: String,
        #[diesel(sql_type = Text)]
        topic_kind: String,
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = match kind {
        SubjectKind::Topic => sql("SELECT id, title AS name, slug, kind AS topic_kind FROM topics \
             WHERE id IN ($1) AND state = 'visible' AND audience IN ($2)")
        .bind(ids.to_vec())
        .bind(audiences),
        SubjectKind::Board => sql(
            "SELECT id, name, slug, '' AS topic_kind FROM boards WHERE id IN ($1) AND (NOT restricted OR id IN ($2))",
        )
        .bind(ids.to_vec())
        .bind(audiences),
        SubjectKind::Tag => {
            sql("SELECT g.id, g.slug AS name, g.slug, '' AS topic_kind FROM tags g WHERE g.id IN ($1) AND EXISTS \
             (SELECT 1 FROM topic_tags x WHERE x.tag_id = g.id AND x.audience IN ($2) AND x.state = 'visible')")
            .bind(ids.to_vec())
            .bind(audiences)
        }
        SubjectKind::Member => {
            sql("SELECT id, display_name AS name, handle AS slug, '' AS topic_kind FROM users WHERE id IN ($1)")
                .bind(ids.to_vec())
        }
        SubjectKind::Search => sql(
            "SELECT id, name, query AS slug, '' AS topic_kind FROM saved_searches WHERE id IN ($1) AND user_id = $2",
        )
        .bind(ids.to_vec())
        .bind(user),
    };
    let rows: Vec<Row> = query.load(c)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, Named { name: row.name, slug: row.slug, topic_kind: row.topic_kind }))
        .collect())
}
