//! A translatable message: errors and rules carry keys and numbers, and a page turns them into a sentence.

/// A value inside a message: a number keeps its plural rule, a text is shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// A count, formatted and pluralised by the reader's language.
    Number(i64),
    /// A word or a name.
    Text(String),
}

impl From<i64> for Arg {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}
impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A translatable message: a Fluent key and what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The Fluent key.
    pub key: &'static str,
    /// Its variables.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A message without variables.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same message with one more variable.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}
