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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use tera::{Kwargs, State, Tera};

    /// All templates with stand-ins for what the web layer registers; `t` answers with its key.
    fn all_templates() -> Tera {
        let text = |name: &'static str| move |given: Kwargs, _: &State<'_>| given.must_get::<String>(name);
        let mut tera = Tera::default();
        tera.register_function("t", text("key"));
        tera.register_function("asset", text("name"));
        tera.register_function("icon", text("name"));
        for filter in ["ago", "date", "num"] {
            tera.register_filter(filter, |value: i64, _: Kwargs, _: &State<'_>| value.to_string());
        }
        tera.add_raw_templates(templates().to_vec()).unwrap();
        tera
    }

    #[test]
    fn every_template_parses() {
        assert_eq!(all_templates().get_template_names().count(), templates().len());
    }

    #[test]
    fn what_is_typed_is_escaped_in_fields() {
        let mut tera = all_templates();
        let page = r#"{{ <ui.field name="title" label="Title" value={typed} error={typed} /> }}"#;
        tera.add_raw_template("page.html", page).unwrap();
        let mut context = tera::Context::new();
        context.insert("typed", r#""><script>"#);
        let html = tera.render("page.html", &context).unwrap();
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains(r#"aria-describedby="f-title-error ""#), "{html}");
    }
}
