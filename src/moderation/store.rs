//! The SQL of the audit table.

use diesel::prelude::*;

use super::audit::{Change, Deed, Entry, Line, PAGE, Words};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{audit, audit_texts};
use crate::error::{AppError, Result};
use crate::ids::{AuditId, BoardId, UserId};

/// One more than a page: whether there is a next one.
const ROWS: i64 = PAGE as i64 + 1;

pub(super) fn insert_line(tx: &mut Conn, entry: &Entry<'_>, digest: &str, now: Timestamp) -> Result<AuditId> {
    let (kind, id) = entry.subject.columns();
    Ok(diesel::insert_into(audit::table)
        .values((
            audit::actor_id.eq(entry.actor),
            audit::action.eq(entry.action),
            audit::subject_kind.eq(kind),
            audit::subject_id.eq(id),
            audit::board_id.eq(entry.board.unwrap_or(BoardId(0))),
            audit::text_digest.eq(digest),
            audit::at.eq(now),
        ))
        .returning(audit::id)
        .get_result(tx)?)
}

pub(super) fn insert_words(tx: &mut Conn, id: AuditId, reason: &str, detail: &str, ip: &str) -> Result<()> {
    diesel::insert_into(audit_texts::table)
        .values((
            audit_texts::audit_id.eq(id),
            audit_texts::reason.eq(reason),
            audit_texts::detail.eq(detail),
            audit_texts::ip.eq(ip),
        ))
        .execute(tx)?;
    Ok(())
}

type Row = (AuditId, Option<UserId>, String, String, i64, Timestamp, Option<String>, Option<String>, Option<String>);

/// The latest lines before this one that pass a filter.
macro_rules! lines {
    ($c:expr, $before:expr $(, $filter:expr)*) => {{
        let rows: Vec<Row> = audit::table
            .left_join(audit_texts::table)
            .filter(audit::id.lt($before))
            $(.filter($filter))*
            .order(audit::id.desc())
            .limit(ROWS)
            .select((
                audit::id,
                audit::actor_id,
                audit::action,
                audit::subject_kind,
                audit::subject_id,
                audit::at,
                audit_texts::reason.nullable(),
                audit_texts::detail.nullable(),
                audit_texts::ip.nullable(),
            ))
            .load($c)?;
        rows.into_iter().map(line).collect()
    }};
}

pub(super) fn lines(c: &mut Conn, before: AuditId) -> Result<Vec<Line>> {
    lines!(c, before)
}

pub(super) fn lines_of_action(c: &mut Conn, action: Deed, before: AuditId) -> Result<Vec<Line>> {
    lines!(c, before, audit::action.eq(action))
}

pub(super) fn lines_of_board(c: &mut Conn, board: BoardId, before: AuditId) -> Result<Vec<Line>> {
    lines!(c, before, audit::board_id.eq(board))
}

fn line((id, actor, action, subject_kind, subject_id, at, reason, detail, ip): Row) -> Result<Line> {
    let words = match (reason, detail, ip) {
        (Some(reason), Some(detail), Some(ip)) => {
            let changes: Vec<Change> = serde_json::from_str(&detail).map_err(AppError::internal)?;
            Some(Words { reason, changes, ip })
        }
        _ => None,
    };
    Ok(Line { id, actor, action, subject_kind, subject_id, at, words })
}
