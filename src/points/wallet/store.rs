//! The SQL of wallets.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::db::schema::posts;
use crate::db::{Conn, sql};
use crate::error::Result;
use crate::ids::{PostId, TopicId, UserId};
use crate::ledger::Month;
use crate::policy::{PostKind, State};

pub(super) fn earned(c: &mut Conn, user: UserId, from: Month) -> Result<BTreeMap<i64, i64>> {
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = BigInt)]
        month: i64,
        #[diesel(sql_type = BigInt)]
        points: i64,
    }
    let rows: Vec<Sum> = sql("SELECT month, CAST(sum(kept) AS BIGINT) AS points FROM awards WHERE user_id = $1 \
         AND month >= $2 AND state IN ('pending', 'final') GROUP BY month")
    .bind(user.0)
    .bind(from.0)
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.month, row.points)).collect())
}

/// A post that gave points.
#[derive(Debug, Queryable)]
pub(super) struct Row {
    pub(super) id: PostId,
    pub(super) topic: TopicId,
    pub(super) kind: PostKind,
    pub(super) author: UserId,
    pub(super) state: State,
}

pub(super) fn posts(c: &mut Conn, ids: &[PostId]) -> Result<Vec<Row>> {
    Ok(posts::table
        .filter(posts::id.eq_any(ids))
        .select((posts::id, posts::topic_id, posts::kind, posts::author_id, posts::state))
        .load(c)?)
}
