//! The connection that speaks to both databases, and the pools that hand it out.
//!
//! What diesel's derive cannot take goes through [`Both`] (a query both engines can build) or `both!`.

use diesel::connection::SimpleConnection;
use diesel::pg::{Pg, PgConnection};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel::{Connection, ConnectionError, QueryResult, RunQueryDsl};

use crate::config::DatabaseUrl;

/// A connection to SQLite or to PostgreSQL: queries are written once.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL.
    Pg(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pg(_) => "Conn::Pg",
            Self::Sqlite(_) => "Conn::Sqlite",
        })
    }
}

/// Runs one expression on whichever connection it is, compiled once for each engine.
#[macro_export]
macro_rules! both {
    ($conn:expr, $c:ident => $e:expr) => {
        match &mut *$conn {
            $crate::db::Conn::Sqlite($c) => $e,
            $crate::db::Conn::Pg($c) => $e,
        }
    };
}

/// Any query both engines can build, though diesel's derive does not know it (`ON CONFLICT`, for one).
#[derive(Debug, QueryId)]
pub struct Both<Q>(pub Q);

impl<Q> QueryFragment<MultiBackend> for Both<Q>
where
    Q: QueryFragment<Sqlite> + QueryFragment<Pg>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}
impl<Q: Query> Query for Both<Q> {
    type SqlType = Q::SqlType;
}
impl<Q> RunQueryDsl<Conn> for Both<Q> {}

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads; the database itself refuses a write.
    Read,
    /// Reads and writes.
    Write,
}

/// Opens connections for a pool: by the address's scheme, so that an error names its cause.
#[derive(Debug)]
pub struct Manager {
    /// Where.
    pub url: DatabaseUrl,
    /// For what.
    pub access: Access,
}

/// SQLite's settings, on every connection (D1). FULL: nothing acknowledged is lost at a power cut. What is mapped needs
/// no cache, so that is small: each connection has one.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA temp_store = MEMORY; \
     PRAGMA cache_size = -4096; PRAGMA mmap_size = 268435456;";

/// PostgreSQL's settings, on every connection. No statement is without an end, and none is so long that it would be
/// worth compiling, which takes a tenth of a second or more.
const POSTGRES_SETTINGS: &str = "SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET jit = off;";

impl Manager {
    /// Opens one connection and sets it up.
    ///
    /// # Errors
    /// When the database cannot be reached or refuses the settings.
    pub fn open(&self) -> Result<Conn, r2d2::Error> {
        let mut conn = match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let path = path.to_str().ok_or_else(|| {
                    r2d2::Error::ConnectionError(ConnectionError::InvalidConnectionUrl(format!(
                        "{} is not UTF-8",
                        path.display()
                    )))
                })?;
                Conn::Sqlite(SqliteConnection::establish(path).map_err(r2d2::Error::ConnectionError)?)
            }
            DatabaseUrl::Postgres(url) => Conn::Pg(PgConnection::establish(url).map_err(r2d2::Error::ConnectionError)?),
        };
        let settings = match (&conn, self.access) {
            (Conn::Sqlite(_), Access::Write) => SQLITE_SETTINGS.to_owned(),
            (Conn::Sqlite(_), Access::Read) => format!("{SQLITE_SETTINGS} PRAGMA query_only = ON;"),
            (Conn::Pg(_), Access::Write) => POSTGRES_SETTINGS.to_owned(),
            (Conn::Pg(_), Access::Read) => format!("{POSTGRES_SETTINGS} SET default_transaction_read_only = on;"),
        };
        conn.batch_execute(&settings).map_err(r2d2::Error::QueryError)?;
        Ok(conn)
    }
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Conn, r2d2::Error> {
        self.open()
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), r2d2::Error> {
        both!(conn, c => c.ping()).map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || both!(conn, c => c.is_broken())
    }
}
