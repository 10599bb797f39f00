//! diesel's errors as the application's. A missing row is a fault here: what may be missing is asked for with
//! `.optional()`.

use diesel::result::{DatabaseErrorKind, Error};

use crate::error::AppError;

#[expect(clippy::wildcard_enum_match_arm, reason = "diesel's kinds of errors grow with its versions")]
impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match &error {
            Error::DatabaseError(kind, info) => {
                let text = info.message();
                match kind {
                    DatabaseErrorKind::UniqueViolation => {
                        Self::Duplicate { what: info.constraint_name().map_or_else(|| text.to_owned(), str::to_owned) }
                    }
                    DatabaseErrorKind::SerializationFailure => Self::Retry { reason: text.to_owned() },
                    DatabaseErrorKind::UnableToSendCommand
                    | DatabaseErrorKind::ClosedConnection
                    | DatabaseErrorKind::ReadOnlyTransaction => Self::Unavailable { reason: text.to_owned() },
                    _ if text.contains("deadlock detected") || text.contains("database is locked") => {
                        Self::Retry { reason: text.to_owned() }
                    }
                    _ if is_passing(text) => Self::Unavailable { reason: text.to_owned() },
                    _ => Self::Internal(error.to_string()),
                }
            }
            Error::BrokenTransactionManager => Self::Unavailable { reason: error.to_string() },
            _ => Self::Internal(error.to_string()),
        }
    }
}

/// Faults that pass by themselves or by an admin's hand, without a restart: a full disk, a file without
/// permission, a server that stops or
/// starts, a statement that took too long.
fn is_passing(text: &str) -> bool {
    const SIGNS: [&str; 13] = [
        "database or disk is full",
        "disk I/O error",
        "readonly database",
        "unable to open database file",
        "terminating connection",
        "the database system is",
        "server closed the connection",
        "could not connect",
        "connection to server",
        "canceling statement due to",
        "no connection to the server",
        "too many connections",
        "remaining connection slots",
    ];
    SIGNS.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_admin_can_mend_is_no_fault_of_the_program() {
        for text in ["attempt to write a readonly database", "database or disk is full", "disk I/O error"] {
            let error = Error::DatabaseError(DatabaseErrorKind::Unknown, Box::new(text.to_owned()));
            assert!(matches!(AppError::from(error), AppError::Unavailable { .. }), "{text}");
        }
    }
}
