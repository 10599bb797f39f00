//! Talka.

pub mod accounts;
pub mod i18n;
pub mod images;
