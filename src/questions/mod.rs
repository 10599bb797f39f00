//! Questions: asking, answering, accepting, editing, taking back.

mod accept;
mod answer;
mod ask;
mod delete;
mod edit;
mod me_too;
mod store;
pub mod web;

pub use crate::topics::TopicForm as QuestionForm;
pub use accept::{Choice, accept};
pub use answer::{NewAnswer, answer};
pub use ask::{ask, publish_draft};
pub use delete::{delete, undelete};
pub use edit::{Edit, Edited, edit, revise};
pub use me_too::{MeToo, is_mine, set_me_too};
