//! The SQL of browsers that members vote from.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::schema::fraud_devices;
use crate::db::{Both, Conn, sql};
use crate::error::Result;
use crate::ids::UserId;

/// Notes the day; most votes come from where the member has voted today.
pub(super) fn note(tx: &mut Conn, hash: &str, user: UserId, day: i64) -> Result<()> {
    let known: Option<i64> =
        fraud_devices::table.find((hash, user)).select(fraud_devices::day).get_result(tx).optional()?;
    if known == Some(day) {
        return Ok(());
    }
    Both(
        diesel::insert_into(fraud_devices::table)
            .values((fraud_devices::hash.eq(hash), fraud_devices::user_id.eq(user), fraud_devices::day.eq(day)))
            .on_conflict((fraud_devices::hash, fraud_devices::user_id))
            .do_update()
            .set(fraud_devices::day.eq(day)),
    )
    .execute(tx)?;
    Ok(())
}

pub(super) fn forget(tx: &mut Conn, before: i64) -> Result<()> {
    diesel::delete(fraud_devices::table.filter(fraud_devices::day.lt(before))).execute(tx)?;
    Ok(())
}

/// The next rows by browser and account.
pub(super) fn after(c: &mut Conn, (hash, user): &(String, UserId), most: i64) -> Result<Vec<(String, UserId)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        hash: String,
        #[diesel(sql_type = BigInt)]
        user_id: UserId,
    }
    let rows: Vec<Row> = sql("SELECT hash, user_id FROM fraud_devices WHERE (hash, user_id) > ($1, $2) \
         ORDER BY hash, user_id LIMIT $3")
    .bind(hash.as_str())
    .bind(user.0)
    .bind(most)
    .load(c)?;
    Ok(rows.into_iter().map(|row| (row.hash, row.user_id)).collect())
}
