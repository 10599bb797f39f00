//! The languages that Talka knows by name: what a locale folder may be called.

use std::fmt;

use super::number::Grouping;

struct Known {
    code: &'static str,
    own_name: &'static str,
    dir: &'static str,
    grouping: Grouping,
}

const fn ltr(code: &'static str, own_name: &'static str, grouping: Grouping) -> Known {
    Known { code, own_name, dir: "ltr", grouping }
}

const fn rtl(code: &'static str, own_name: &'static str, grouping: Grouping) -> Known {
    Known { code, own_name, dir: "rtl", grouping }
}

const KNOWN: &[Known] = &[
    ltr("en", "English", Grouping::Comma),
    ltr("en-XA", "[Éñĝļîšĥ]", Grouping::Comma),
    rtl("ar", "العربية", Grouping::Comma),
    ltr("bg", "Български", Grouping::Space),
    ltr("cs", "Čeština", Grouping::Space),
    ltr("da", "Dansk", Grouping::Period),
    ltr("de", "Deutsch", Grouping::Period),
    ltr("el", "Ελληνικά", Grouping::Period),
    ltr("es", "Español", Grouping::Period),
    ltr("et", "Eesti", Grouping::Space),
    rtl("fa", "فارسی", Grouping::Comma),
    ltr("fi", "Suomi", Grouping::Space),
    ltr("fr", "Français", Grouping::NarrowSpace),
    rtl("he", "עברית", Grouping::Comma),
    ltr("hi", "हिन्दी", Grouping::Comma),
    ltr("hu", "Magyar", Grouping::Space),
    ltr("id", "Indonesia", Grouping::Period),
    ltr("it", "Italiano", Grouping::Period),
    ltr("ja", "日本語", Grouping::Comma),
    ltr("ko", "한국어", Grouping::Comma),
    ltr("lt", "Lietuvių", Grouping::Space),
    ltr("lv", "Latviešu", Grouping::Space),
    ltr("nb", "Norsk bokmål", Grouping::Space),
    ltr("nl", "Nederlands", Grouping::Period),
    ltr("pl", "Polski", Grouping::Space),
    ltr("pt", "Português", Grouping::Period),
    ltr("ro", "Română", Grouping::Period),
    ltr("ru", "Русский", Grouping::Space),
    ltr("sk", "Slovenčina", Grouping::Space),
    ltr("sv", "Svenska", Grouping::Space),
    ltr("th", "ไทย", Grouping::Comma),
    ltr("tr", "Türkçe", Grouping::Period),
    ltr("uk", "Українська", Grouping::Space),
    ltr("vi", "Tiếng Việt", Grouping::Period),
    ltr("zh", "中文", Grouping::Comma),
];

/// A known language: an index into the table of languages, so it is copied freely.
///
/// That a language is known does not mean that it is translated: see
/// [`I18n::languages`](super::I18n::languages).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(u8);

impl Lang {
    /// English: the source language, complete by definition.
    pub const EN: Lang = Lang(0);
    /// The pseudo-locale `en-XA`: English with accents, made for tests.
    pub const PSEUDO: Lang = Lang(1);

    /// The known language with this BCP 47 code, in any case; `None` when it is not in the table.
    pub fn from_code(code: &str) -> Option<Lang> {
        let index = KNOWN.iter().position(|known| known.code.eq_ignore_ascii_case(code))?;
        u8::try_from(index).ok().map(Lang)
    }

    /// The BCP 47 code, for `lang` attributes and folder names.
    pub fn code(self) -> &'static str {
        self.known().code
    }

    /// `"ltr"` or `"rtl"`, for `dir` attributes.
    pub fn dir(self) -> &'static str {
        self.known().dir
    }

    /// The name of the language in the language itself, for the language switcher.
    pub fn own_name(self) -> &'static str {
        self.known().own_name
    }

    pub(super) fn grouping(self) -> Grouping {
        self.known().grouping
    }

    fn known(self) -> &'static Known {
        &KNOWN[usize::from(self.0)]
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({})", self.code())
    }
}

/// Work on a header stops here: browsers send fewer than ten ranges.
const MAX_RANGES: usize = 32;

/// The best of `available` for an `Accept-Language` header; English when none fits.
///
/// Ranges are tried by falling quality, each first as it stands (`pt-BR`), then by its primary
/// language (`pt`). A header that is not well formed counts as far as it can be read.
pub(super) fn negotiate(accept_language: &str, available: impl Fn(Lang) -> bool) -> Lang {
    let mut ranges: Vec<(u16, &str)> = accept_language.split(',').take(MAX_RANGES).filter_map(range).collect();
    ranges.sort_by_key(|&(quality, _)| std::cmp::Reverse(quality));
    ranges
        .iter()
        .flat_map(|&(_, tag)| [tag, tag.split('-').next().unwrap_or(tag)])
        .filter_map(Lang::from_code)
        .find(|&lang| available(lang))
        .unwrap_or(Lang::EN)
}

/// `"pt-BR;q=0.8"` → `(800, "pt-BR")`; `None` for what is not wanted (`q=0`) or not readable.
fn range(text: &str) -> Option<(u16, &str)> {
    let mut parts = text.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let quality = match parts.next() {
        None => 1.0,
        Some(parameter) => parameter.strip_prefix("q=")?.parse::<f32>().ok()?,
    };
    // `as` saturates, so a quality out of range or NaN does no harm.
    let thousandths = (quality.clamp(0.0, 1.0) * 1000.0) as u16;
    (thousandths > 0).then_some((thousandths, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(code: &str) -> Lang {
        Lang::from_code(code).unwrap()
    }

    #[test]
    fn the_table_is_sound() {
        assert_eq!(Lang::EN.code(), "en");
        assert_eq!(Lang::PSEUDO.code(), "en-XA");
        for known in KNOWN {
            let found = lang(known.code);
            assert_eq!(found.code(), known.code, "a code is listed once");
            assert!(known.code.parse::<unic_langid::LanguageIdentifier>().is_ok());
        }
        assert_eq!(lang("he").dir(), "rtl");
        assert_eq!(lang("lt").own_name(), "Lietuvių");
        assert_eq!(Lang::from_code("tlh"), None);
    }

    #[test]
    fn the_best_available_language_wins() {
        let have = ["en", "ru", "pl", "pt"];
        let best = |header: &str| negotiate(header, |l| have.contains(&l.code())).code();
        assert_eq!(best("ru"), "ru");
        assert_eq!(best("RU-ru, en;q=0.5"), "ru");
        assert_eq!(best("lt, pl;q=0.8, en;q=0.7"), "pl");
        assert_eq!(best("en;q=0.2, ru;q=0.9"), "ru");
        assert_eq!(best("pt-BR"), "pt");
        assert_eq!(best("ru;q=0, pl;q=0.1"), "pl");
        assert_eq!(best("*"), "en");
        assert_eq!(best(""), "en");
        assert_eq!(best("en-XA"), "en", "the pseudo-locale is not on");
    }

    #[test]
    fn a_header_of_nonsense_is_english() {
        for header in [";;;,,,=", "q=1", "ru;q=NaN", "ru;q=", "ru;level=1", "\u{202e}ru", &"x,".repeat(100_000)] {
            assert_eq!(negotiate(header, |_| true), Lang::EN, "{header:.20}");
        }
    }
}
