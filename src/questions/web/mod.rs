//! The pages of questions, a file for each thing one does.

mod answer;
mod ask;
mod edit;
mod first;
mod history;
mod post;
mod show;

pub use answer::create as post_answer;
pub use ask::{create as post_question, form as ask_form, keep_draft, preview};
pub use edit::{form as edit_form, save as edit_save};
pub use history::{history, restore};
pub use post::{accept, confirm_delete, delete, me_too, permalink, undelete, vote};
pub use show::{show, show_short};

use serde::Deserialize;

/// Nothing but the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A switch: the state that is wished for, in exactly these words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    on: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum State {
    #[serde(rename = "true")]
    On,
    #[serde(rename = "false")]
    Off,
}

impl Switch {
    fn is_on(&self) -> bool {
        self.on == State::On
    }
}
