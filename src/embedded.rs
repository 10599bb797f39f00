//! Texts that the binary carries: templates and translations, as `build.rs` found them.
//!
//! Ground floor: plain tables, so that both the language layer and the web layer may read them.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// One Fluent file of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// Name of its folder under `assets/locales`, a BCP 47 tag: `en`.
    pub language: &'static str,
    /// File name: `shell.ftl`.
    pub file: &'static str,
    /// The Fluent source.
    pub text: &'static str,
}

/// Every template as (path below `templates/`, source), sorted by path.
///
/// Components in `macros/` need no import: a template may use them once they are all added to one Tera.
#[must_use]
pub fn templates() -> &'static [(&'static str, &'static str)] {
    TEMPLATES
}

/// Every Fluent file of every language, sorted by language and file.
#[must_use]
pub fn locales() -> &'static [Locale] {
    LOCALES
}
