//! Searches that found nothing, counted by day: what the site should have an answer to. Never who searched.

use super::store;
use crate::search::words::words;
use crate::web::Cx;

/// Characters of a query that are kept.
const MAX_CHARS: usize = 80;
/// So many digits are a telephone number, or a part of a card's.
const DIGITS: usize = 5;

/// Counts a search. Nobody waits for it, and nothing is lost with it when the database is busy.
pub fn count(cx: &Cx, query: &str) {
    let Some(kept) = kept(query) else { return };
    let (db, now, zone) = (cx.shared.db.clone(), cx.now, cx.shared.last_site().zone.clone());
    actix_web::rt::spawn(async move {
        if let Err(error) = db.write(move |tx| store::count_miss(tx, now.day_in(&zone), &kept)).await {
            tracing::debug!(%error, "a search without result was not counted");
        }
    });
}

/// The words as they are kept; nothing when they may tell who searched.
fn kept(query: &str) -> Option<String> {
    let mut digits = 0;
    let many_digits = query.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '/' | '(' | ')')).any(|c| {
        digits = if c.is_numeric() { digits + 1 } else { 0 };
        digits >= DIGITS
    });
    if query.contains('@') || many_digits {
        return None;
    }
    let folded = words(query).map(|word| word.folded).collect::<Vec<_>>().join(" ");
    let kept: String = folded.chars().take(MAX_CHARS).collect();
    (!kept.is_empty()).then(|| kept.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn what_may_tell_who_searched_is_not_kept() {
        for query in ["anna@example.org", "my number 8612 34567", "+370 (612) 34-567", "12345", "?!"] {
            assert_eq!(kept(query), None, "{query}");
        }
        assert_eq!(kept(" eSIM  „ąžuolas“ 5G 2026!").as_deref(), Some("esim azuolas 5g 2026"));
        assert_eq!(kept(&"word ".repeat(40)).map(|kept| kept.len()), Some(79));
    }
}
