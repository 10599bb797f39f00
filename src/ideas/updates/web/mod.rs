//! The pages of updates: of one idea, of many, and the earlier ones.

mod many;
mod one;

use serde::Serialize;

use crate::ideas::{Status, StatusKind};
use crate::web::Cx;

pub use many::{form as many_form, save as save_many};
pub use one::{form as one_form, save as save_one, updates};

/// An entry of a list to choose from.
#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// The statuses that can be given, in order, by name.
fn choices(cx: &Cx, all: &[Status], offers: impl Fn(StatusKind) -> bool) -> Vec<Choice> {
    all.iter()
        .filter(|status| status.can_be_given() && offers(status.kind))
        .map(|status| Choice { value: status.id.to_string(), label: status.name(&cx.shared.texts.i18n, cx.lang) })
        .collect()
}
