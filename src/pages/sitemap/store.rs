//! The SQL of the sitemap. Each of these reads only what everybody may read.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::SPAN;
use crate::clock::Timestamp;
use crate::db::schema::tags;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::TopicId;
use crate::policy::TopicKind;

/// The statement behind the list of parts. One step along the key a part, whatever it holds.
fn parts_sql() -> String {
    let next = |after: &str| {
        format!(
            "SELECT (SELECT (t.id - 1) / {SPAN} + 1 FROM topics t WHERE t.id > {after} AND t.state = 'visible' \
             AND t.audience = 0 ORDER BY t.id LIMIT 1)"
        )
    };
    let (first, following) = (next("0"), next(&format!("part * {SPAN}")));
    format!(
        "WITH RECURSIVE parts (part) AS ({first} UNION ALL {following} FROM parts WHERE part IS NOT NULL) \
         SELECT part FROM parts WHERE part IS NOT NULL"
    )
}

/// The numbers of the parts that have topics, from 1, ascending.
pub(super) fn parts(c: &mut Conn) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Part {
        #[diesel(sql_type = BigInt)]
        part: i64,
    }
    let mut parts: Vec<i64> = sql(parts_sql()).load::<Part>(c)?.into_iter().map(|row| row.part).collect();
    parts.sort_unstable();
    Ok(parts)
}

/// The statement behind a part's topics; its parameters are the number before the first and the last.
const TOPICS_SQL: &str = "SELECT t.id, t.kind, t.slug, t.updated_at FROM topics t WHERE t.id > $1 AND t.id <= $2 \
     AND t.state = 'visible' AND t.audience = 0 ORDER BY t.id";

/// A topic in the sitemap.
#[derive(Debug, QueryableByName)]
pub(super) struct Topic {
    #[diesel(sql_type = BigInt)]
    pub id: TopicId,
    #[diesel(sql_type = Text)]
    pub kind: TopicKind,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = BigInt)]
    pub updated_at: Timestamp,
}

/// The public topics with numbers above `after` and up to `last`.
pub(super) fn topics(c: &mut Conn, after: i64, last: i64) -> Result<Vec<Topic>> {
    Ok(sql(TOPICS_SQL).bind(after).bind(last).load(c)?)
}

/// The slugs of the tags that stand on public questions, as of the last count, by name.
pub(super) fn tags(c: &mut Conn, limit: i64) -> Result<Vec<String>> {
    // Spelt out, for the index of names has it in its condition.
    let used = diesel::dsl::sql::<Bool>("topics_count > 0");
    Ok(tags::table.filter(used).order(tags::slug).limit(limit).select(tags::slug).load(c)?)
}
