use super::*;

fn password(typed: &str) -> Password {
    Password::parse(typed, &[]).unwrap()
}

fn error(typed: &str) -> PasswordError {
    Password::parse(typed, &["Ada_Lovelace", "ada.l@example.org", "ada.longish"]).expect_err(typed)
}

#[test]
fn length_counts_characters_after_folding() {
    assert_eq!(error(""), PasswordError::TooShort { length: 0 });
    assert_eq!(error("xkcd936"), PasswordError::TooShort { length: 7 });
    assert_eq!(error("жжжёёёй"), PasswordError::TooShort { length: 7 });
    assert!(Password::parse("жжжёёёйй", &[]).is_ok());
    assert!(Password::parse("ﬃﬃab", &[]).is_ok(), "eight once folded");
    assert!(Password::parse(&"ab".repeat(64), &[]).is_ok());
    assert!(Password::parse(&"😀x".repeat(64), &[]).is_ok());
    assert_eq!(error(&"ab".repeat(65)), PasswordError::TooLong { length: 130 });
    assert_eq!(error(&"a".repeat(1 << 20)), PasswordError::TooLong { length: 1 << 20 });
    assert!(Password::parse("correct horse battery staple", &[]).is_ok());
}

#[test]
fn what_everybody_tries_is_refused() {
    for typed in [
        "password",
        "PassWord",
        "12345678",
        "qwertyuiop",
        "iloveyou",
        "ｐａｓｓｗｏｒｄ",
        "aaaaaaaa",
        "ÄÄääÄÄää",
        "password123",
        "йцукенгш",
    ] {
        assert_eq!(error(typed), PasswordError::Common, "{typed}");
    }
    for typed in ["ada_lovelace", "ADA.L@example.org", "Ada.Longish"] {
        assert_eq!(error(typed), PasswordError::OwnName, "{typed}");
    }
    assert!(Password::parse("ada_lovelace!", &["ada_lovelace"]).is_ok());
}

#[test]
fn the_list_is_sound() {
    let lines: Vec<&str> = include_str!("../../../assets/passwords.txt").lines().collect();
    assert!(lines.len() >= 1_000, "{}", lines.len());
    assert!(lines.is_sorted());
    for line in &lines {
        let length = line.chars().count();
        assert!((Password::MIN..=Password::MAX).contains(&length), "{line}");
        assert_eq!(*line, line.nfkc().collect::<String>().to_lowercase());
    }
    assert_eq!(COMMON.len(), lines.len(), "no line twice");
}

#[test]
fn a_hash_proves_its_password_only() {
    let phc = hash(&password("Ångström 42")).unwrap();
    assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
    assert_eq!(verify(&phc, "Ångström 42"), Verified::Yes);
    assert_eq!(verify(&phc, "A\u{30a}ngstro\u{308}m 42"), Verified::Yes, "another keyboard");
    assert_eq!(verify(&phc, "ångström 42"), Verified::No);
    assert_eq!(verify(&phc, ""), Verified::No);
    assert_eq!(verify(&phc, &"x".repeat(1 << 20)), Verified::No);
    assert_ne!(phc, hash(&password("Ångström 42")).unwrap(), "salted");
}

#[test]
fn other_parameters_ask_for_a_new_hash() {
    for (algorithm, m, t) in
        [(Algorithm::Argon2id, 8, 1), (Algorithm::Argon2id, 19_456, 1), (Algorithm::Argon2i, 19_456, 2)]
    {
        let params = Params::new(m, t, 1, None).unwrap();
        let old = Argon2::new(algorithm, Version::V0x13, params);
        let phc: PasswordHash = old.hash_password(b"an old password").unwrap();
        assert_eq!(verify(&phc.to_string(), "an old password"), Verified::YesRehash);
        assert_eq!(verify(&phc.to_string(), "another"), Verified::No);
    }
}

#[test]
fn what_is_no_hash_matches_nothing() {
    for phc in ["", "x", "$argon2id$v=19$m=19456,t=2,p=1$", "$2b$12$abcdefghijklmnopqrstuv", "an old password"] {
        assert_eq!(verify(phc, phc), Verified::No, "{phc}");
    }
    assert_eq!(dummy_verify("anything"), Verified::No);
}

#[test]
fn an_unknown_account_takes_as_long() {
    let phc = hash(&password("Ångström 42")).unwrap();
    let took = |work: &dyn Fn() -> Verified| {
        let start = std::time::Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    // The shortest of many, in turns: what runs beside this only adds to a time.
    let (mut known, mut unknown) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..15 {
        known = known.min(took(&|| verify(&phc, "wrong password")));
        unknown = unknown.min(took(&|| dummy_verify("wrong password")));
    }
    // Loose all the same: the cost without a hash is near zero.
    assert!((0.5..2.0).contains(&(known / unknown)), "{known} s, {unknown} s");
}

#[test]
fn a_password_is_never_printed() {
    assert_eq!(format!("{:?}", password("Ångström 42")), "Password(…)");
}
