//! SQLite's one writer: a thread with a bounded queue that commits what waits together.
//!
//! Each piece runs in its own savepoint and behind `catch_unwind`, and is answered after COMMIT. So a piece that
//! fails takes back only itself, and thirty-two callers cost the disk one sync.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::sqlite::SqliteConnection;
use tokio::sync::oneshot;

use super::{Conn, Transactions};
use crate::error::{AppError, Result};

/// Pieces that may wait; more answer 503.
const QUEUE: usize = 1024;
/// Pieces in one transaction at most, so that the first does not wait for a crowd.
const BATCH: usize = 256;

pub(super) struct Writer {
    queue: SyncSender<Box<dyn Piece>>,
}

/// One caller's closure, run as often as it needs, answered once.
trait Piece: Send {
    /// Runs it; false when it failed and its savepoint has to go.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Tells the caller: what it answered, or why nothing of it was kept.
    fn answer(self: Box<Self>, fault: Option<String>);
}

struct Work<F, T> {
    f: F,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<F, T> Piece for Work<F, T>
where
    F: FnMut(&mut Conn) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, conn: &mut Conn) -> bool {
        let f = &mut self.f;
        let result =
            catch_unwind(AssertUnwindSafe(|| f(conn))).unwrap_or_else(|_| Err(AppError::internal("a write panicked")));
        let ok = result.is_ok();
        self.result = Some(result);
        ok
    }

    fn answer(self: Box<Self>, fault: Option<String>) {
        let result = match (self.result, fault) {
            // Its own refusal stands, whatever became of the others.
            (Some(Err(error)), _) => Err(error),
            (_, Some(reason)) => Err(AppError::Unavailable { reason }),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => Err(AppError::internal("a write was not run")),
        };
        // A caller that has gone (a closed browser) does not make the write undone.
        let _ = self.reply.send(result);
    }
}

impl Writer {
    pub(super) fn start(conn: Conn) -> Result<Self> {
        let (queue, waiting) = sync_channel(QUEUE);
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || run(conn, &waiting))
            .map_err(|e| AppError::Internal(format!("the writer thread cannot start: {e}")))?;
        Ok(Self { queue })
    }

    pub(super) fn submit<T, F>(&self, f: F) -> Result<oneshot::Receiver<Result<T>>>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.queue.try_send(Box::new(Work { f, result: None, reply })).map_err(|e| AppError::Unavailable {
            reason: match e {
                TrySendError::Full(_) => format!("{QUEUE} writes are waiting"),
                TrySendError::Disconnected(_) => "the writer thread has ended".into(),
            },
        })?;
        Ok(answer)
    }
}

fn run(mut conn: Conn, waiting: &Receiver<Box<dyn Piece>>) {
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(BATCH - 1));
        commit_together(&mut conn, batch);
    }
}

/// Runs a batch in one transaction. When that ends as a whole (disk full, I/O error), each piece is run again by
/// itself: one caller's fault must not be the others'.
fn commit_together(conn: &mut Conn, mut batch: Vec<Box<dyn Piece>>) {
    match transaction(conn, &mut batch) {
        Ok(()) => batch.into_iter().for_each(|piece| piece.answer(None)),
        Err(reason) if batch.len() == 1 => batch.into_iter().for_each(|piece| piece.answer(Some(reason.clone()))),
        Err(_) => {
            for piece in batch {
                commit_together(conn, vec![piece]);
            }
        }
    }
}

fn transaction(conn: &mut Conn, batch: &mut [Box<dyn Piece>]) -> Result<(), String> {
    let text = |e: diesel::result::Error| e.to_string();
    begin_immediate(conn).map_err(text)?;
    for piece in batch.iter_mut() {
        let kept = Transactions::begin_transaction(conn).and_then(|()| {
            if piece.run(conn) {
                Transactions::commit_transaction(conn)
            } else {
                Transactions::rollback_transaction(conn)
            }
        });
        if let Err(error) = kept {
            abandon(conn);
            return Err(text(error));
        }
    }
    if let Err(error) = Transactions::commit_transaction(conn) {
        abandon(conn);
        return Err(text(error));
    }
    Ok(())
}

/// IMMEDIATE: the write lock is taken at the start, where waiting is possible, and not at the first write.
fn begin_immediate(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
        Conn::Pg(_) => <Transactions as TransactionManager<Conn>>::begin_transaction(conn),
    }
}

/// Leaves whatever is left of a transaction, so that the next one can begin.
fn abandon(conn: &mut Conn) {
    while matches!(
        <Transactions as TransactionManager<Conn>>::transaction_manager_status_mut(conn).transaction_depth(),
        Ok(Some(_))
    ) {
        if Transactions::rollback_transaction(conn).is_err() {
            break;
        }
    }
    if let Conn::Sqlite(sqlite) = conn {
        reset(sqlite);
    }
}

/// SQLite ends a transaction by itself on some faults; diesel's count must then say so too.
fn reset(sqlite: &mut SqliteConnection) {
    let status = <SqliteConnection as Connection>::TransactionManager::transaction_manager_status_mut(sqlite);
    if !matches!(status.transaction_depth(), Ok(None)) {
        *status = diesel::connection::TransactionManagerStatus::default();
    }
}
