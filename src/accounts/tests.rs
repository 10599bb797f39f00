//! Every refusal has its English sentence, with just the placeholders that it fills.

use proptest::prelude::*;

use super::names::{DisplayName, DisplayNameError, Email, EmailError, Handle, HandleError, initials};
use super::password::PasswordError;
use crate::i18n::{Arg, I18n, Lang};
use crate::images::ImageError;

type Said = (&'static str, Vec<(&'static str, Arg<'static>)>);

fn said() -> Vec<Said> {
    let handle = [
        HandleError::TooShort,
        HandleError::TooLong { length: 31 },
        HandleError::Character { character: '.' },
        HandleError::Edge,
        HandleError::OnlyDigits,
        HandleError::MixedScripts,
        HandleError::Reserved { handle: "admin".to_owned() },
    ];
    let name = [
        DisplayNameError::Empty,
        DisplayNameError::TooLong { length: 51 },
        DisplayNameError::Unseen { code_point: 0x200b },
        DisplayNameError::Marks,
        DisplayNameError::MixedScripts { word: "Аnna".to_owned() },
        DisplayNameError::Link,
        DisplayNameError::Markup,
    ];
    let email = [
        EmailError::Empty,
        EmailError::TooLong { length: 255 },
        EmailError::NoAt,
        EmailError::Local,
        EmailError::Domain,
    ];
    let password = [
        PasswordError::TooShort { length: 7 },
        PasswordError::TooLong { length: 129 },
        PasswordError::Common,
        PasswordError::OwnName,
    ];
    let image = [
        ImageError::TooManyBytes,
        ImageError::TooManyPixels { width: 60_000, height: 50_000 },
        ImageError::Unsupported,
        ImageError::Damaged,
    ];
    let mut said: Vec<Said> = Vec::new();
    said.extend(handle.iter().map(|error| (error.key(), error.args())));
    said.extend(name.iter().map(|error| (error.key(), error.args())));
    said.extend(email.iter().map(|error| (error.key(), error.args())));
    said.extend(password.iter().map(|error| (error.key(), error.args())));
    said.extend(image.iter().map(|error| (error.key(), error.args())));
    said
}

fn texts() -> I18n {
    I18n::from_files([
        ("en", "names.ftl", include_str!("../../assets/locales/en/names.ftl")),
        ("en", "passwords.ftl", include_str!("../../assets/locales/en/passwords.ftl")),
        ("en", "images.ftl", include_str!("../../assets/locales/en/images.ftl")),
    ])
    .unwrap()
}

#[test]
fn every_refusal_has_a_sentence_and_every_sentence_a_refusal() {
    let i18n = texts();
    let mut unused = i18n.keys(Lang::EN);
    for (key, args) in said() {
        assert!(unused.remove(key), "{key} is missing, or is said twice");
        let text = i18n.text(Lang::EN, key, &args);
        assert!(!text.contains(['{', '⟦', '$']), "{text}");
        let variables = i18n.variables(key).unwrap();
        for variable in variables {
            assert!(args.iter().any(|(name, _)| name == variable), "{key}: ${variable}");
        }
    }
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn refusals_say_what_to_do() {
    let i18n = texts();
    for (key, args) in said() {
        let text = i18n.text(Lang::EN, key, &args);
        assert!(text.starts_with("Enter ") || text.starts_with("Choose "), "{text}");
        assert!(text.ends_with('.'), "{text}");
        let lower = text.to_lowercase();
        for word in ["please", "sorry", "oops", "invalid", "forbidden"] {
            assert!(!lower.contains(word), "{text}");
        }
    }
}

proptest! {
    /// Whatever is typed: no panic, and what was accepted is accepted again, unchanged.
    #[test]
    fn parsing_twice_changes_nothing(typed in "\\PC{0,40}|[a-zA-ZáßİıжΣς0-9._@ -]{0,40}|.{0,60}") {
        if let Ok(handle) = Handle::parse(&typed) {
            prop_assert_eq!(Handle::parse(handle.as_str()), Ok(handle.clone()));
        }
        if let Ok(name) = DisplayName::parse(&typed) {
            prop_assert_eq!(DisplayName::parse(name.as_str()), Ok(name.clone()));
            prop_assert!(!initials(name.as_str()).is_empty());
        }
        if let Ok(email) = Email::parse(&typed) {
            prop_assert_eq!(Email::parse(email.as_str()).map(|e| e.key()), Ok(email.key()));
            prop_assert!(email.as_str().parse::<lettre::Address>().is_ok());
        }
    }
}
