//! The pages of articles, a file for each thing one does.

mod due;
mod faq;
mod index;
mod keep;
mod new;
mod series;
mod show;

pub use due::due;
pub use faq::faq;
pub use index::index;
pub use keep::{form as keep_form, save as keep, still_right};
pub use new::{create, form as new_form};
pub use series::{
    create as create_series, edit as edit_series, new as new_series, save as save_series, show as series,
};
pub use show::{show, show_short};
