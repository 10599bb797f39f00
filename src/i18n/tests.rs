use super::*;

const ENGLISH: &str = "\
-brand = Talka
hello = Welcome to { -brand }
found = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
year = Since { NUMBER($year, useGrouping: \"false\") }
named = Hello, { $name }!
both = { named } { $count }
only-english = Only here
";

const RUSSIAN: &str = "\
hello = Добро пожаловать
found = { $count ->
    [one] { $count } вопрос
    [few] { $count } вопроса
   *[many] { $count } вопросов
}
";

fn i18n() -> I18n {
    I18n::from_files([("en", "a.ftl", ENGLISH), ("ru", "a.ftl", RUSSIAN)]).unwrap()
}

fn russian() -> Lang {
    Lang::from_code("ru").unwrap()
}

fn problems(files: &[(&str, &str, &str)]) -> String {
    match I18n::from_files(files.iter().copied()) {
        Ok(_) => String::new(),
        Err(problems) => problems.join("\n"),
    }
}

#[test]
fn a_text_without_arguments_is_borrowed() {
    let i18n = i18n();
    let text = i18n.text(Lang::EN, "hello", &[]);
    assert!(matches!(text, Cow::Borrowed("Welcome to Talka")), "{text}");
    assert_eq!(i18n.text(russian(), "hello", &[]), "Добро пожаловать");
}

#[test]
fn plural_forms_follow_the_language() {
    let i18n = i18n();
    for (count, english, russian_text) in [
        (1, "1 question", "1 вопрос"),
        (3, "3 questions", "3 вопроса"),
        (5, "5 questions", "5 вопросов"),
        (21, "21 questions", "21 вопрос"),
        (1_000, "1,000 questions", "1\u{a0}000 вопросов"),
    ] {
        let args = [("count", Arg::Number(count))];
        assert_eq!(i18n.text(Lang::EN, "found", &args), english);
        assert_eq!(i18n.text(russian(), "found", &args), russian_text);
    }
}

#[test]
fn arguments_are_written_as_they_are() {
    let i18n = i18n();
    let hello = |name: Arg<'_>| i18n.text(Lang::EN, "named", &[("name", name)]).into_owned();
    assert_eq!(hello("{ $x } <b>".into()), "Hello, { $x } <b>!");
    assert_eq!(hello("عمر".into()), "Hello, عمر!", "no isolation marks");
    assert_eq!(hello((&serde_json::json!("Ada")).into()), "Hello, Ada!");
    assert_eq!(hello((&serde_json::json!(1234)).into()), "Hello, 1,234!");
    assert_eq!(hello((&serde_json::json!(1.5)).into()), "Hello, 1.5!");
    let year = i18n.text(Lang::EN, "year", &[("year", Arg::Number(2026))]);
    assert_eq!(year, "Since 2026");
}

#[test]
fn what_is_missing_is_english_or_seen() {
    let i18n = i18n();
    assert_eq!(i18n.text(russian(), "only-english", &[]), "Only here");
    assert_eq!(i18n.text(Lang::from_code("pl").unwrap(), "only-english", &[]), "Only here");
    assert_eq!(i18n.text(Lang::EN, "no-such", &[]), "⟦no-such⟧");
    assert_eq!(i18n.text(Lang::EN, "named", &[]), "Hello, {$name}!");
}

#[test]
fn keys_and_variables_can_be_listed() {
    let i18n = i18n();
    let english: Vec<&str> = i18n.keys(Lang::EN).into_iter().collect();
    assert_eq!(english, ["both", "found", "hello", "named", "only-english", "year"]);
    assert_eq!(i18n.keys(russian()).len(), 2);
    let both: Vec<&String> = i18n.variables("both").unwrap().iter().collect();
    assert_eq!(both, ["count", "name"], "also those of the message it shows");
    assert!(i18n.variables("hello").unwrap().is_empty());
    assert!(i18n.variables("no-such").is_none());
}

#[test]
fn languages_are_those_with_texts() {
    let i18n = i18n();
    assert_eq!(i18n.languages().collect::<Vec<_>>(), [Lang::EN, russian()]);
    assert_eq!(i18n.language("ru"), Some(russian()));
    assert_eq!(i18n.language("pl"), None);
    assert_eq!(i18n.language("en-XA"), None);
    assert_eq!(i18n.negotiate("pl, ru;q=0.3"), russian());
}

#[test]
fn the_pseudo_locale_changes_every_text_and_keeps_arguments() {
    let i18n = i18n().with_pseudo_locale().unwrap();
    assert_eq!(i18n.negotiate("en-XA"), Lang::PSEUDO);
    assert_eq!(i18n.keys(Lang::PSEUDO), i18n.keys(Lang::EN));
    assert_eq!(i18n.text(Lang::PSEUDO, "named", &[("name", "Ada".into())]), "[Ĥéļļö, Ada! öñé]");
    assert_eq!(i18n.text(Lang::PSEUDO, "hello", &[]), "[Ŵéļçöɱé ţö Ţáļķá öñé ţ]");
    let found = i18n.text(Lang::PSEUDO, "found", &[("count", Arg::Number(1))]);
    assert!(found.starts_with("[1 ǫûéšţîöñ "), "{found}");
    assert_eq!(i18n.text(Lang::EN, "hello", &[]), "Welcome to Talka", "English stays");
}

#[test]
fn mistakes_in_files_are_named() {
    let good = ("en", "a.ftl", "a = A\n");
    assert_eq!(problems(&[good]), "");
    for (file, expected) in [
        (("tlh", "b.ftl", "a = nuqneH\n"), "tlh/b.ftl: the language tlh is not known"),
        (("en", "b.ftl", "b = B\n\n? = C\n"), "en/b.ftl:3"),
        (("en", "b.ftl", "a = again\n"), "a"),
        (("en", "b.ftl", "b = B\n    .title = C\n"), "b has an attribute"),
        (("en", "b.ftl", "b = { c }\n"), "Unknown message: c"),
        (("en", "b.ftl", "b = { -c }\n"), "Unknown term: -c"),
        (("en", "b.ftl", "b = { FUNC($x) }\n"), "Unknown function: FUNC()"),
        (("en", "b.ftl", "b = { b }\n"), "b: "),
        (("ru", "a.ftl", "c = Ц\n"), "ru: c is not in English"),
        (("ru", "a.ftl", "a = { $x }\n"), "ru: a uses $x, which English does not"),
    ] {
        let found = problems(&[good, file]);
        assert!(found.contains(expected), "{file:?}: {found:?}");
        assert!(!found.is_empty(), "{file:?}");
    }
    assert_eq!(problems(&[]), "there is no English locale");
}
