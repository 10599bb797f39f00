//! Finding: full-text search over titles, posts and comments, suggestions while typing, and similar questions.
//!
//! - [`words`] makes stems and words of a text, [`document`] the tokens of a question, answer or comment. Both
//!   databases index these tokens and know nothing of languages, so both find the same.
//! - [`index_post`] and its neighbours keep the index: called by the commands that write texts, in their transaction.
//!   They look at what stands there now, so one call too many does no harm.
//! - [`query`] reads what somebody typed, [`find`] asks the database for a bounded number of hits, `rank` puts them in
//!   order in the program, `snippet` shows why.
//! - [`held::New`] holds kept queries to one new topic, without asking the index.
//! - [`similar()`] finds topics like a title, [`suggest()`] titles that fit what is being typed.
//!
//! Invariant: whether a reader may see a topic is asked in the statement that finds it; what was deleted or hidden has
//! no row in the index at all. Words that are counted ([`spell`]) are shown to nobody before the index has found
//! something by them for this very reader.

pub mod document;
pub mod find;
pub mod held;
mod index;
mod parts;
pub mod query;
pub mod rank;
mod similar;
pub mod snippet;
pub mod spell;
mod suggest;
pub mod words;

pub use index::{
    Fill, REINDEX, begin_if_missing, clear, document_of, fill, fold_counts, handler, index_comment, index_post,
    index_post_and_comments, index_topic, is_missing, texts,
};
pub use similar::{Wanted, similar};
pub use suggest::suggest;
