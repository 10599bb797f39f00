//! The pages of ideas, a file for each thing one does.

mod index;
mod new;
mod show;

pub use index::index;
pub use new::{create, form as new_form};
pub use show::{show, show_short};
