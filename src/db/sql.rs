//! Statements written in SQL, prepared once a connection.
//!
//! `diesel::sql_query` is prepared at each use, which takes longer than running most of what a page reads. [`Sql`] is
//! kept by its text, so that text must have few forms: values are bound, never written into it.

use std::borrow::Cow;

use diesel::QueryResult;
use diesel::RunQueryDsl;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Text, Untyped};

use super::Conn;
use super::conn::MultiBackend;

/// A statement with its values; see [`sql`].
#[derive(Debug, Clone)]
pub struct Sql {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// A value bound to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number, an id, a moment.
    Number(i64),
    /// A text.
    Text(String),
    /// Yes or no.
    Bool(bool),
    /// Numbers for `IN ($1)`; with none of them, nothing is in.
    Numbers(Vec<i64>),
}

macro_rules! values_from {
    ($($from:ty => $variant:ident),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}
values_from! { i64 => Number, String => Text, &str => Text, bool => Bool, Vec<i64> => Numbers }

/// A statement; `$1` is its first value, and so on. A value may stand in several places.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Sql {
    Sql { text: text.into(), values: Vec::new() }
}

impl Sql {
    /// The next value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }
}

impl QueryFragment<MultiBackend> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        let mut pieces = self.text.split('$');
        out.push_sql(pieces.next().unwrap_or_default());
        for piece in pieces {
            let digits = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
            let (number, rest) = piece.split_at(digits);
            let value = number.parse().ok().and_then(|n: usize| self.values.get(n.checked_sub(1)?));
            match value {
                Some(Value::Number(number)) => out.push_bind_param::<BigInt, _>(number)?,
                Some(Value::Text(text)) => out.push_bind_param::<Text, _>(text)?,
                Some(Value::Bool(yes)) => out.push_bind_param::<Bool, _>(yes)?,
                Some(Value::Numbers(numbers)) => push_list(&mut out, numbers)?,
                None => {
                    let error = format!("${number} has no value in {}", self.text);
                    return Err(diesel::result::Error::QueryBuilderError(error.into()));
                }
            }
            out.push_sql(rest);
        }
        Ok(())
    }
}

/// `?, ?, …`: the last number is repeated up to a power of two, so that lists of all lengths have few forms.
fn push_list<'b>(out: &mut AstPass<'_, 'b, MultiBackend>, numbers: &'b [i64]) -> QueryResult<()> {
    let Some(last) = numbers.last() else {
        out.push_sql("NULL");
        return Ok(());
    };
    for place in 0..numbers.len().next_power_of_two() {
        if place > 0 {
            out.push_sql(", ");
        }
        out.push_bind_param::<BigInt, _>(numbers.get(place).unwrap_or(last))?;
    }
    Ok(())
}

// Without a type of its own, a statement is kept by its text.
impl QueryId for Sql {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Sql {
    type SqlType = Untyped;
}

impl RunQueryDsl<Conn> for Sql {}

#[cfg(test)]
mod tests {
    use diesel::sql_types::BigInt;

    use super::*;
    use crate::config::DatabaseUrl;
    use crate::db::Db;

    #[derive(diesel::QueryableByName)]
    struct Number {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }

    fn answer(query: Sql) -> Result<i64, String> {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&DatabaseUrl::Sqlite(folder.path().join("t.db"))).unwrap();
        db.read_now(|c| Ok(query.get_result::<Number>(c).map(|row| row.n).map_err(|e| e.to_string()))).unwrap()
    }

    #[test]
    fn a_value_stands_wherever_its_number_does() {
        let query = sql("SELECT $2 * 100 + $1 * 10 + $1 AS n WHERE $3 AND $4 = 'x'").bind(7).bind(3).bind(true);
        assert_eq!(answer(query.clone().bind("x")), Ok(377));
        assert!(answer(query).is_err_and(|e| e.contains("$4 has no value")));
    }

    #[test]
    fn a_list_takes_any_length() {
        let counted = |list: Vec<i64>| {
            answer(
                sql(
                    "SELECT count(*) AS n FROM (SELECT 1 AS v UNION ALL SELECT 2 UNION ALL SELECT 3) x WHERE v IN ($1)",
                )
                .bind(list),
            )
        };
        assert_eq!(counted(vec![]), Ok(0));
        assert_eq!(counted(vec![2]), Ok(1));
        assert_eq!(counted(vec![1, 2, 3]), Ok(3));
        assert_eq!(counted(vec![3, 9, 9, 9, 1]), Ok(2));
    }
}
