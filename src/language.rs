//! The language a text is written in: chosen by its author, guessed otherwise.

use std::sync::LazyLock;

use serde::Serialize;
use whatlang::{Detector, Lang};

/// A language that an author can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Language {
    /// BCP 47, two letters, as in the `lang` attribute.
    pub code: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
}

/// The languages offered, by code, with what the guesser calls them.
const LANGUAGES: [(Language, Lang); 41] = [
    (language("ar", "العربية"), Lang::Ara),
    (language("az", "Azərbaycanca"), Lang::Aze),
    (language("be", "Беларуская"), Lang::Bel),
    (language("bg", "Български"), Lang::Bul),
    (language("bn", "বাংলা"), Lang::Ben),
    (language("ca", "Català"), Lang::Cat),
    (language("cs", "Čeština"), Lang::Ces),
    (language("da", "Dansk"), Lang::Dan),
    (language("de", "Deutsch"), Lang::Deu),
    (language("el", "Ελληνικά"), Lang::Ell),
    (language("en", "English"), Lang::Eng),
    (language("es", "Español"), Lang::Spa),
    (language("et", "Eesti"), Lang::Est),
    (language("fa", "فارسی"), Lang::Pes),
    (language("fi", "Suomi"), Lang::Fin),
    (language("fr", "Français"), Lang::Fra),
    (language("he", "עברית"), Lang::Heb),
    (language("hi", "हिन्दी"), Lang::Hin),
    (language("hr", "Hrvatski"), Lang::Hrv),
    (language("hu", "Magyar"), Lang::Hun),
    (language("hy", "Հայերեն"), Lang::Hye),
    (language("id", "Bahasa Indonesia"), Lang::Ind),
    (language("it", "Italiano"), Lang::Ita),
    (language("ja", "日本語"), Lang::Jpn),
    (language("ka", "ქართული"), Lang::Kat),
    (language("ko", "한국어"), Lang::Kor),
    (language("lt", "Lietuvių"), Lang::Lit),
    (language("lv", "Latviešu"), Lang::Lav),
    (language("nb", "Norsk bokmål"), Lang::Nob),
    (language("nl", "Nederlands"), Lang::Nld),
    (language("pl", "Polski"), Lang::Pol),
    (language("pt", "Português"), Lang::Por),
    (language("ro", "Română"), Lang::Ron),
    (language("ru", "Русский"), Lang::Rus),
    (language("sk", "Slovenčina"), Lang::Slk),
    (language("sl", "Slovenščina"), Lang::Slv),
    (language("sv", "Svenska"), Lang::Swe),
    (language("tr", "Türkçe"), Lang::Tur),
    (language("uk", "Українська"), Lang::Ukr),
    (language("vi", "Tiếng Việt"), Lang::Vie),
    (language("zh", "中文"), Lang::Cmn),
];

/// Characters that are looked at: more do not change the guess.
const SAMPLE_CHARS: usize = 4_000;

/// Letters below which a guess is a coin toss.
const MIN_LETTERS: usize = 12;

/// The languages offered, in the order of their codes.
pub fn all() -> impl Iterator<Item = Language> {
    LANGUAGES.iter().map(|(language, _)| *language)
}

/// The language with this code, as it comes from a form.
pub fn find(code: &str) -> Option<Language> {
    all().find(|language| language.code == code)
}

/// The code of the language of a text, when there is little doubt. `body` is best without markup and code
/// (`markdown::prose`), which would pass for English.
pub fn guess(title: &str, body: &str) -> Option<&'static str> {
    static DETECTOR: LazyLock<Detector> =
        LazyLock::new(|| Detector::with_allowlist(LANGUAGES.iter().map(|(_, lang)| *lang).collect()));
    let sample: String = title.chars().chain(['\n']).chain(body.chars()).take(SAMPLE_CHARS).collect();
    if sample.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return None;
    }
    // A doubt between languages of one script is still a better guess than one of another script.
    let guess =
        DETECTOR.detect(&sample).filter(|info| info.is_reliable() || info.script() != whatlang::Script::Latin)?;
    LANGUAGES.iter().find(|(_, lang)| *lang == guess.lang()).map(|(language, _)| language.code)
}

const fn language(code: &'static str, name: &'static str) -> Language {
    Language { code, name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_the_languages_of_a_typical_community() {
        for (code, title, body) in [
            (
                "en",
                "How do I switch off data roaming on holiday?",
                "I am going to Spain next week and would like to know where the setting is.",
            ),
            (
                "ru",
                "Как отключить передачу данных в роуминге?",
                "Еду в отпуск и не хочу получить большой счёт, где эта настройка?",
            ),
            (
                "pl",
                "Jak wyłączyć transmisję danych w roamingu?",
                "Jadę na wakacje i nie chcę dostać dużego rachunku, gdzie jest to ustawienie?",
            ),
            (
                "lt",
                "Kaip išjungti duomenų perdavimą užsienyje?",
                "Važiuoju atostogauti ir nenoriu gauti didelės sąskaitos, kur yra šis nustatymas?",
            ),
        ] {
            assert_eq!(guess(title, body), Some(code));
        }
    }

    #[test]
    fn does_not_guess_without_reason() {
        for text in ["", "OK", "12345 67890 !!!", "LTE 5G APN", "ok thx"] {
            assert_eq!(guess(text, ""), None, "{text}");
        }
    }

    #[test]
    fn codes_are_sorted_unique_and_short() {
        let codes: Vec<_> = all().map(|language| language.code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert!(codes.iter().all(|code| code.len() == 2));
        assert_eq!(find("lt").map(|language| language.name), Some("Lietuvių"));
        assert_eq!(find("xx"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(title in ".*", body in ".*") {
            let code = guess(&title, &body);
            proptest::prop_assert!(code.is_none_or(|code| find(code).is_some()));
        }
    }
}
