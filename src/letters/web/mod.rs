//! The pages of letters: what one chooses, signed in or from a mail; and the address mail relays report to.

pub mod bounces;
pub mod settings;
pub mod unsubscribe;

use serde::Serialize;

use super::{About, Choices, Timing};

/// A choice as the forms show it: the field's name, its value, the keys of its words.
#[derive(Debug, Serialize)]
struct ChoiceView {
    name: &'static str,
    value: &'static str,
    label: &'static str,
    hint: &'static str,
}

fn choice_views(choices: Choices) -> Vec<ChoiceView> {
    let view = |about: &About| {
        let (label, hint) = match about {
            About::Topics => ("letters-about-topics", "letters-about-topics-hint"),
            About::Answers => ("letters-about-answers", "letters-about-answers-hint"),
            About::Comments => ("letters-about-comments", "letters-about-comments-hint"),
            About::Mentions => ("letters-about-mentions", "letters-about-mentions-hint"),
            About::Status => ("letters-about-status", "letters-about-status-hint"),
        };
        ChoiceView { name: about.as_str(), value: choices.of(*about).as_str(), label, hint }
    };
    About::ALL.iter().map(view).collect()
}

/// The timings with the keys of their words.
fn timings() -> Vec<(&'static str, &'static str)> {
    let key = |timing: &Timing| match timing {
        Timing::AtOnce => "letters-timing-instant",
        Timing::Daily => "letters-timing-daily",
        Timing::Weekly => "letters-timing-weekly",
        Timing::Never => "letters-timing-never",
    };
    Timing::ALL.iter().map(|timing| (timing.as_str(), key(timing))).collect()
}
