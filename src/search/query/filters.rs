//! Operators: `tag:esim`, `is:solved`, `score:>3`.

use jiff::civil::Date;

use crate::message::Message;

/// The operators, as typed before their colon.
pub(super) const OPERATORS: [&str; 8] = ["tag", "board", "user", "is", "status", "score", "after", "before"];

/// A board, a tag or a member by its name, wanted or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As typed, in small letters.
    pub name: String,
    /// It is what must not be.
    pub not: bool,
}

/// What must hold besides words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filters {
    /// Tags of the topic.
    pub tags: Vec<Named>,
    /// Boards of the topic.
    pub boards: Vec<Named>,
    /// Who wrote the question, the answer or the comment.
    pub users: Vec<Named>,
    /// `question`, `idea` or `article`.
    pub kind: Option<&'static str>,
    /// An answer of the topic is accepted.
    pub solved: bool,
    /// The topic has no answer.
    pub unanswered: bool,
    /// What is found is an accepted answer itself.
    pub accepted: bool,
    /// The topic is closed, or open.
    pub closed: Option<bool>,
    /// The score of the topic, from and to.
    pub score: (i64, i64),
    /// Written on this day of the site or later.
    pub after: Option<Date>,
    /// Written before this day of the site.
    pub before: Option<Date>,
    /// Written by the reader.
    pub mine: bool,
}

impl Default for Filters {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            boards: Vec::new(),
            users: Vec::new(),
            kind: None,
            solved: false,
            unanswered: false,
            accepted: false,
            closed: None,
            score: (i64::MIN, i64::MAX),
            after: None,
            before: None,
            mine: false,
        }
    }
}

impl Filters {
    /// Sets one; a note when it is not understood.
    pub(super) fn set(&mut self, operator: &str, value: &str, not: bool) -> Result<(), Message> {
        let value = value.to_lowercase();
        let misread =
            || Message::new("search-note-value").with("operator", operator.to_owned()).with("value", value.clone());
        if value.is_empty() {
            return Err(misread());
        }
        let named = || Named { name: value.clone(), not };
        match operator {
            "tag" => self.tags.push(named()),
            "board" => self.boards.push(named()),
            "user" => {
                let mut named = named();
                named.name = named.name.trim_start_matches('@').to_owned();
                self.users.push(named);
            }
            _ if not => return Err(Message::new("search-note-not").with("operator", operator.to_owned())),
            "is" => match value.as_str() {
                "question" => self.kind = Some("question"),
                "idea" => self.kind = Some("idea"),
                "article" => self.kind = Some("article"),
                "solved" => self.solved = true,
                "unanswered" => self.unanswered = true,
                "accepted" => self.accepted = true,
                _ => return Err(misread()),
            },
            "status" => match value.as_str() {
                "open" => self.closed = Some(false),
                "closed" => self.closed = Some(true),
                _ => return Err(misread()),
            },
            "score" => self.score = score(&value).ok_or_else(misread)?,
            "after" => self.after = Some(date(&value).ok_or_else(misread)?),
            "before" => self.before = Some(date(&value).ok_or_else(misread)?),
            _ => return Err(misread()),
        }
        Ok(())
    }
}

/// `>3`, `>=3`, `<3`, `<=3`, `=3` and `3`, as from and to.
fn score(value: &str) -> Option<(i64, i64)> {
    let number = |text: &str| text.trim().parse::<i32>().ok().map(i64::from);
    if let Some(rest) = value.strip_prefix(">=") {
        Some((number(rest)?, i64::MAX))
    } else if let Some(rest) = value.strip_prefix("<=") {
        Some((i64::MIN, number(rest)?))
    } else if let Some(rest) = value.strip_prefix('>') {
        Some((number(rest)? + 1, i64::MAX))
    } else if let Some(rest) = value.strip_prefix('<') {
        Some((i64::MIN, number(rest)? - 1))
    } else {
        let exactly = number(value.strip_prefix('=').unwrap_or(value))?;
        Some((exactly, exactly))
    }
}

/// `2026-01-31`.
fn date(value: &str) -> Option<Date> {
    if value.len() == 10 { value.parse().ok() } else { None }
}
