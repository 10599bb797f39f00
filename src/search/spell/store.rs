//! The SQL of counted words.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::search_words;
use crate::error::Result;

/// Words that are looked through for the rest of one.
const LOOKED_THROUGH: i64 = 1_000;

/// The most used words of so many letters.
pub(super) fn of_length(c: &mut Conn, letters: usize, limit: i64) -> Result<Vec<(String, i64)>> {
    Ok(search_words::table
        .filter(search_words::letters.eq(i64::try_from(letters).unwrap_or(i64::MAX)))
        .order((search_words::docs.desc(), search_words::word))
        .limit(limit)
        .select((search_words::word, search_words::docs))
        .load(c)?)
}

/// The most used words that begin so.
///
/// # Errors
/// When the database refuses.
pub fn completions(c: &mut Conn, beginning: &str, limit: usize) -> Result<Vec<String>> {
    let mut words: Vec<(String, i64, i64)> = search_words::table
        .filter(search_words::word.gt(beginning))
        .filter(search_words::word.lt(format!("{beginning}\u{10FFFF}")))
        .order(search_words::word)
        .limit(LOOKED_THROUGH)
        .select((search_words::word, search_words::docs, search_words::letters))
        .load(c)?;
    words.retain(|(_, docs, letters)| *docs > 0 && *letters > 0);
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(limit);
    Ok(words.into_iter().map(|(word, ..)| word).collect())
}
