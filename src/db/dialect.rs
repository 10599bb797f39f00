//! What truly differs between the two databases, each as a named function with a test on both.

use diesel::RunQueryDsl;
use diesel::prelude::*;

use super::{Conn, schema};
use crate::config::DatabaseUrl;
use crate::error::{AppError, Result};
use crate::ids::{BoardId, PostId, StatusId, TagId, TopicId, UserId};

/// Holds these accounts' guard rows until the transaction ends, in the order of ids, so that what is counted under
/// them (votes of a day, a pair's cap) cannot change meanwhile. SQLite has one writer: nothing to hold.
///
/// Here and below `NO KEY`: every new row holds the keys it refers to, and must neither wait for a guard nor, having
/// one, be waited for in a circle.
///
/// # Errors
/// When the database refuses.
pub fn lock_users(tx: &mut Conn, users: &[UserId]) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        let mut sorted = users.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        schema::users::table
            .filter(schema::users::id.eq_any(sorted))
            .order(schema::users::id)
            .select(schema::users::id)
            .for_no_key_update()
            .load::<UserId>(pg)?;
    }
    Ok(())
}

/// Whether rows have to be held against others who write at the same time. SQLite has one writer.
#[must_use]
pub const fn rows_are_locked(tx: &Conn) -> bool {
    matches!(tx, Conn::Pg(_))
}

/// Holds these names until the transaction ends, in their order, for what has no row to hold: attempts counted by
/// address. Taken before any row. SQLite has one writer: nothing to hold.
///
/// # Errors
/// When the database refuses.
pub fn lock_names(tx: &mut Conn, names: &[String]) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        let mut sorted = names.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        for name in sorted {
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind::<diesel::sql_types::Text, _>(name)
                .execute(pg)?;
        }
    }
    Ok(())
}

/// Holds a topic's row; after users, before posts.
///
/// # Errors
/// When the database refuses.
pub fn lock_topic(tx: &mut Conn, topic: TopicId) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::topics::table
            .filter(schema::topics::id.eq(topic))
            .select(schema::topics::id)
            .for_no_key_update()
            .load::<TopicId>(pg)?;
    }
    Ok(())
}

/// Holds a post's row; after users and topics.
///
/// # Errors
/// When the database refuses.
pub fn lock_post(tx: &mut Conn, post: PostId) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::posts::table
            .filter(schema::posts::id.eq(post))
            .select(schema::posts::id)
            .for_no_key_update()
            .load::<PostId>(pg)?;
    }
    Ok(())
}

/// Keeps a board as it is until the transaction ends, together with others that do the same; after users, before
/// topics.
///
/// # Errors
/// When the database refuses.
pub fn hold_board(tx: &mut Conn, board: BoardId) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::boards::table
            .filter(schema::boards::id.eq(board))
            .select(schema::boards::id)
            .for_share()
            .load::<BoardId>(pg)?;
    }
    Ok(())
}

/// Holds topics' rows, in the order of ids; after users, before posts.
///
/// # Errors
/// When the database refuses.
pub fn lock_topics(tx: &mut Conn, topics: &[TopicId]) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::topics::table
            .filter(schema::topics::id.eq_any(topics))
            .order(schema::topics::id)
            .select(schema::topics::id)
            .for_no_key_update()
            .load::<TopicId>(pg)?;
    }
    Ok(())
}

/// Keeps these tags from becoming synonyms until the transaction ends, together with others that do the same; after
/// topics. As weak as a reference to them, so that their counts may change meanwhile.
///
/// # Errors
/// When the database refuses.
pub fn hold_tags(tx: &mut Conn, tags: &[TagId]) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::tags::table
            .filter(schema::tags::id.eq_any(tags))
            .order(schema::tags::id)
            .select(schema::tags::id)
            .for_key_share()
            .load::<TagId>(pg)?;
    }
    Ok(())
}

/// Waits for everybody who has used these tags or counts on them ([`hold_tags`]), and is alone with them then.
///
/// # Errors
/// When the database refuses.
pub fn lock_tags(tx: &mut Conn, tags: &[TagId]) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::tags::table
            .filter(schema::tags::id.eq_any(tags))
            .order(schema::tags::id)
            .select(schema::tags::id)
            .for_update()
            .load::<TagId>(pg)?;
    }
    Ok(())
}

/// Holds every board's row, in the order of ids: who changes their order is alone with it.
///
/// # Errors
/// When the database refuses.
pub fn lock_boards(tx: &mut Conn) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::boards::table
            .order(schema::boards::id)
            .select(schema::boards::id)
            .for_no_key_update()
            .load::<BoardId>(pg)?;
    }
    Ok(())
}

/// Keeps an idea's status as it is until the transaction ends, together with others that do the same; before topics.
///
/// # Errors
/// When the database refuses.
pub fn hold_status(tx: &mut Conn, status: StatusId) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::statuses::table
            .filter(schema::statuses::id.eq(status))
            .select(schema::statuses::id)
            .for_share()
            .load::<StatusId>(pg)?;
    }
    Ok(())
}

/// Waits for everybody who gives a status to an idea ([`hold_status`]), and is alone with all of them then.
///
/// # Errors
/// When the database refuses.
pub fn lock_statuses(tx: &mut Conn) -> Result<()> {
    if let Conn::Pg(pg) = tx {
        schema::statuses::table
            .order(schema::statuses::id)
            .select(schema::statuses::id)
            .for_no_key_update()
            .load::<StatusId>(pg)?;
    }
    Ok(())
}

/// The condition that `column` is among the first `limit` rows of a subquery, which may be about the other tables of the
/// statement. PostgreSQL walks an index for these rows only when they come as an array.
#[must_use]
pub fn is_one_of(conn: &Conn, column: &str, subquery: &str, limit: usize) -> String {
    match conn {
        Conn::Sqlite(_) => format!("{column} IN ({subquery} LIMIT {limit})"),
        Conn::Pg(_) => format!("{column} = ANY (ARRAY({subquery} LIMIT {limit}))"),
    }
}

/// A consistent copy of the embedded database while it is in use; on PostgreSQL that is `pg_dump`'s work.
///
/// # Errors
/// When the file is there already or cannot be written; on PostgreSQL always, with what to run instead.
pub fn backup(url: &DatabaseUrl, file: &std::path::Path) -> Result<()> {
    let DatabaseUrl::Sqlite(_) = url else {
        return Err(AppError::Internal(
            "the data live in PostgreSQL: back them up with  pg_dump --format=custom --file=FILE DATABASE_URL".into(),
        ));
    };
    if file.exists() {
        return Err(AppError::Internal(format!("{} is there already: name a new file", file.display())));
    }
    let target = file.to_str().ok_or_else(|| AppError::Internal(format!("{} is not UTF-8", file.display())))?;
    let mut conn = super::Manager { url: url.clone(), access: super::Access::Write }
        .open()
        .map_err(|e| AppError::Unavailable { reason: e.to_string() })?;
    diesel::sql_query("VACUUM INTO $1").bind::<diesel::sql_types::Text, _>(target).execute(&mut conn)?;
    Ok(())
}

/// Reads a copy that [`backup`] made, as it lies there: nothing is written to it or beside it.
///
/// # Errors
/// When the file is no database, and what `f` answers.
pub fn read_copy<T>(file: &std::path::Path, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let unreadable = |why: String| AppError::Unavailable { reason: format!("{}: {why}", file.display()) };
    let whole = file.canonicalize().map_err(|e| unreadable(e.to_string()))?;
    // As an address, so that no character of the path is taken for something else.
    let mut address = url::Url::from_file_path(whole).map_err(|()| unreadable("not an absolute path".into()))?;
    address.set_query(Some("immutable=1"));
    let mut conn =
        SqliteConnection::establish(address.as_str()).map(Conn::Sqlite).map_err(|e| unreadable(e.to_string()))?;
    f(&mut conn)
}

/// A row that refers to one that is not there.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct BrokenReference {
    /// Its table.
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub table_name: String,
    /// Its row's number.
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::BigInt>)]
    pub row_id: Option<i64>,
    /// The table that has no such row.
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub parent: String,
}

/// What the embedded database finds wrong with its own file, and references that lead nowhere. PostgreSQL checks both
/// whenever it reads and writes: always nothing.
///
/// # Errors
/// When the database refuses.
pub fn integrity(conn: &mut Conn) -> Result<(Vec<String>, Vec<BrokenReference>)> {
    #[derive(QueryableByName)]
    struct Finding {
        #[diesel(sql_type = diesel::sql_types::Text)]
        integrity_check: String,
    }
    #[derive(QueryableByName)]
    struct Table {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let Conn::Sqlite(sqlite) = conn else { return Ok((Vec::new(), Vec::new())) };
    // A full-text table keeps what it knows of its segments in each connection, and only a query lets it notice that
    // another connection has written: the check alone (3.53) would take what is new for damage.
    let full_text: Vec<Table> =
        diesel::sql_query("SELECT name FROM pragma_table_list WHERE type = 'virtual' AND schema = 'main'")
            .load(sqlite)?;
    for Table { name } in full_text {
        diesel::sql_query(format!("SELECT rowid FROM \"{name}\" LIMIT 1")).execute(sqlite)?;
    }
    let findings: Vec<Finding> = diesel::sql_query("PRAGMA integrity_check").load(sqlite)?;
    let broken = diesel::sql_query(
        "SELECT \"table\" AS table_name, rowid AS row_id, parent FROM pragma_foreign_key_check() ORDER BY 1, 2",
    )
    .load(sqlite)?;
    let findings = findings.into_iter().map(|finding| finding.integrity_check).filter(|text| text != "ok").collect();
    Ok((findings, broken))
}

/// How the database would run a query, one line a step: for the test that no list grows with its table.
///
/// # Errors
/// When the database refuses the query.
pub fn explain(conn: &mut Conn, sql: &str) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct SqliteStep {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }
    #[derive(QueryableByName)]
    struct PostgresLine {
        #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
        line: String,
    }
    Ok(match conn {
        Conn::Sqlite(c) => diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}"))
            .load::<SqliteStep>(c)?
            .into_iter()
            .map(|step| step.detail)
            .collect(),
        Conn::Pg(c) => diesel::sql_query(format!("EXPLAIN {sql}"))
            .load::<PostgresLine>(c)?
            .into_iter()
            .map(|line| line.line)
            .collect(),
    })
}
