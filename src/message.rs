//! A translatable message: errors and rules carry keys and numbers, and a page turns them into a sentence.

pub use crate::i18n::Arg;

/// A Fluent key and what it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The Fluent key.
    pub key: &'static str,
    /// Its variables. One named `until` is a moment in microseconds, and is shown as a date and time.
    pub args: Vec<(&'static str, Arg<'static>)>,
}

impl Message {
    /// A message without variables.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same message with one more variable.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg<'static>>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}
