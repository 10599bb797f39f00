//! The database: one [`Db`] over SQLite or PostgreSQL.
//!
//! - [`Db::read`] runs a closure off the async threads, on a connection that cannot write.
//! - [`Db::write`] runs a closure in its own transaction (PostgreSQL) or savepoint (SQLite, see [`writer`]). It may run
//!   again after a conflict, so it has no effect outside the database.
//!
//! Invariant: the names of the two engines' connections occur nowhere outside this folder.

mod conn;
pub mod dialect;
mod errors;
mod fold;
mod migrate;
pub mod schema;
mod sql;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use diesel::Connection;
use diesel::connection::TransactionManager;
use diesel::r2d2::Pool;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

pub use conn::{Access, Both, Conn, Manager};
pub use fold::{Folded, fold_counts};
pub use migrate::MigrationState;
pub use sql::{Sql, Value, sql};

use crate::config::DatabaseUrl;
use crate::error::{AppError, Result};
use crate::ids;

type Transactions = <Conn as Connection>::TransactionManager;

/// How long a request waits for a connection before it answers 503.
const WAIT: Duration = Duration::from_millis(1_000);
/// How often a write is run again after a conflict with another (D5).
const WRITE_TRIES: u32 = 5;

/// Handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    url: DatabaseUrl,
    readers: Pool<Manager>,
    read_turns: Arc<Semaphore>,
    writes: Writes,
    threads: Threads,
}

/// As many threads as there are connections to work on. The runtime's own would become dozens under load, each with an
/// allocator's memory of its own.
struct Threads(Option<Runtime>);

impl Threads {
    fn start(count: u32) -> Result<Self> {
        tokio::runtime::Builder::new_current_thread()
            .max_blocking_threads(count as usize)
            .thread_name("database")
            .thread_keep_alive(Duration::from_secs(600))
            .build()
            .map(|runtime| Self(Some(runtime)))
            .map_err(|e| AppError::Internal(format!("the database's threads cannot start: {e}")))
    }

    async fn run<T: Send + 'static>(&self, f: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let Some(runtime) = &self.0 else { return Err(AppError::internal("the database's threads have ended")) };
        match runtime.handle().spawn_blocking(f).await {
            Ok(result) => result,
            Err(error) => Err(AppError::Internal(format!("a database piece ended early: {error}"))),
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Without waiting: this may be an async thread, which must not wait.
            runtime.shutdown_background();
        }
    }
}

enum Writes {
    /// SQLite: one thread, group commit.
    Thread(writer::Writer),
    /// PostgreSQL: as many writers as the pool has.
    Pool { pool: Pool<Manager>, turns: Arc<Semaphore> },
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({:?})", self.0.url)
    }
}

impl Db {
    /// Opens the pools. The schema is not touched: see [`Db::migrate`].
    ///
    /// # Errors
    /// When the database cannot be reached or set up.
    pub fn open(url: &DatabaseUrl) -> Result<Self> {
        if let DatabaseUrl::Sqlite(path) = url
            && let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|e| AppError::Unavailable {
                reason: format!(
                    "the folder {} cannot be made: {e}. TALKA_DATA_DIR or TALKA_DATABASE_URL names it",
                    folder.display()
                ),
            })?;
        }
        // The first connection is made by itself: its error says what is wrong, a pool's only that it timed out.
        let first = Manager { url: url.clone(), access: Access::Write }
            .open()
            .map_err(|e| AppError::Unavailable { reason: format!("{url:?}: {e}") })?;
        let (readers, writers) = match url {
            DatabaseUrl::Sqlite(_) => (4, 0),
            DatabaseUrl::Postgres(_) => (6, 6),
        };
        let writes = match url {
            DatabaseUrl::Sqlite(_) => Writes::Thread(writer::Writer::start(first)?),
            DatabaseUrl::Postgres(_) => Writes::Pool {
                pool: pool(url, Access::Write, writers)?,
                turns: Arc::new(Semaphore::new(writers as usize)),
            },
        };
        Ok(Self(Arc::new(Inner {
            url: url.clone(),
            readers: pool(url, Access::Read, readers)?,
            read_turns: Arc::new(Semaphore::new(readers as usize)),
            writes,
            threads: Threads::start(readers + writers)?,
        })))
    }

    /// Which database this is.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.0.url
    }

    /// Runs `f` off the async threads on a connection that cannot write.
    ///
    /// # Errors
    /// What `f` answers; [`AppError::Unavailable`] when no connection comes free within a second.
    pub async fn read<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let turn = turn(&self.0.read_turns).await?;
        let db = self.clone();
        self.0
            .threads
            .run(move || {
                let _turn = turn;
                db.read_now(f)
            })
            .await
    }

    /// The same on the calling thread, for the command line and for jobs.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.0.readers.get().map_err(|e| AppError::Unavailable { reason: e.to_string() })?;
        let conn = &mut *conn;
        if matches!(conn, Conn::Pg(_)) {
            return f(conn);
        }
        // One snapshot for the whole page.
        Transactions::begin_transaction(conn)?;
        let result = f(conn);
        if Transactions::commit_transaction(conn).is_err()
            // Nothing was written; only the connection must not keep the snapshot.
            && let Err(error) = Transactions::rollback_transaction(conn)
        {
            // SQLite ends a transaction by itself on some faults. What went wrong before says more.
            return result.and(Err(error.into()));
        }
        result
    }

    /// Runs `f` in a transaction of its own and answers after it is durable. `f` may run more than once.
    ///
    /// # Errors
    /// What `f` answers (then nothing of it stays); [`AppError::Unavailable`] when the database is away or the queue
    /// is full: safe to try again.
    pub async fn write<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        match &self.0.writes {
            Writes::Thread(writer) => writer.submit(f)?.await.map_err(|_| writer_gone())?,
            Writes::Pool { turns, .. } => {
                let turn = turn(turns).await?;
                let db = self.clone();
                self.0
                    .threads
                    .run(move || {
                        let _turn = turn;
                        db.write_pooled(f)
                    })
                    .await
            }
        }
    }

    /// The same on the calling thread, which must not be an async one.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        match &self.0.writes {
            Writes::Thread(writer) => writer.submit(f)?.blocking_recv().map_err(|_| writer_gone())?,
            Writes::Pool { .. } => self.write_pooled(f),
        }
    }

    fn write_pooled<T>(&self, mut f: impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
        let Writes::Pool { pool, .. } = &self.0.writes else {
            return Err(AppError::internal("a pooled write on a database with one writer"));
        };
        let mut conn = pool.get().map_err(|e| AppError::Unavailable { reason: e.to_string() })?;
        let mut tries = 0;
        loop {
            tries += 1;
            Transactions::begin_transaction(&mut *conn)?;
            let result = f(&mut conn).and_then(|value| {
                Transactions::commit_transaction(&mut *conn)?;
                Ok(value)
            });
            match result {
                Ok(value) => return Ok(value),
                Err(error) => {
                    // After a failed commit there may be no transaction left, or no connection: both are fine here.
                    let _ = Transactions::rollback_transaction(&mut *conn);
                    if !matches!(error, AppError::Retry { .. }) || tries == WRITE_TRIES {
                        return Err(error);
                    }
                    std::thread::sleep(Duration::from_millis(5 + ids::random_below(25 * u64::from(tries))));
                }
            }
        }
    }

    /// Whether the database takes writes: a file without permission is read as if all were well.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] with the file that cannot be written.
    pub fn check_writable(&self) -> Result<()> {
        let DatabaseUrl::Sqlite(path) = &self.0.url else { return Ok(()) };
        // The log beside it is written first, and made when it is not there.
        let log = path.with_file_name(format!("{}-wal", path.file_name().unwrap_or_default().to_string_lossy()));
        for file in [path, &log] {
            std::fs::OpenOptions::new().append(true).create(true).open(file).map_err(|e| AppError::Unavailable {
                reason: format!("{} cannot be written: {e}. Give this user write access", file.display()),
            })?;
        }
        Ok(())
    }

    /// Brings the schema up to this program's, under a lock, so that two nodes may start at once.
    ///
    /// # Errors
    /// When a migration fails, or the schema is past a change that this program does not know and cannot live with.
    pub fn migrate(&self) -> Result<MigrationState> {
        migrate::run(&self.0.url)
    }

    /// What [`Db::migrate`] would have to do.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn migration_state(&self) -> Result<MigrationState> {
        migrate::state(&self.0.url)
    }
}

fn writer_gone() -> AppError {
    AppError::Unavailable { reason: "the writer thread has ended".into() }
}

fn pool(url: &DatabaseUrl, access: Access, size: u32) -> Result<Pool<Manager>> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(WAIT)
        // A broken connection is noticed when it is given back; asking before every use costs a round trip.
        .test_on_check_out(false)
        .build(Manager { url: url.clone(), access })
        .map_err(|e| AppError::Unavailable { reason: format!("{url:?}: {e}") })
}

async fn turn(turns: &Arc<Semaphore>) -> Result<tokio::sync::OwnedSemaphorePermit> {
    match tokio::time::timeout(WAIT, Arc::clone(turns).acquire_owned()).await {
        Ok(Ok(permit)) => Ok(permit),
        Ok(Err(_)) | Err(_) => Err(AppError::Unavailable { reason: "every connection is busy".into() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        let db = Db::open(&DatabaseUrl::Sqlite(path.clone())).unwrap();
        assert!(db.check_writable().is_ok());
        // Permissions would not do: the tests may run as root.
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        let error = db.check_writable().unwrap_err().to_string();
        assert!(error.contains("t.db"), "{error}");
    }
}
