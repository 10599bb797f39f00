//! What a configuration may say, and what is said about a wrong one.

use super::*;

fn with(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_parts(None, |key| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned()))
}

#[test]
fn nothing_set_is_embedded_sqlite_on_loopback() {
    let config = with(&[]).unwrap();
    assert_eq!(config.database, DatabaseUrl::Sqlite("./data/talka.db".into()));
    assert_eq!(config.base_url.as_str(), "http://127.0.0.1:8080/");
    assert_eq!(config.absolute("/x"), "http://127.0.0.1:8080/x");
    assert!(!config.secure_cookies());
}

#[test]
fn a_wrong_value_is_named_with_its_key_and_what_was_expected() {
    for (key, value) in [
        ("TALKA_LISTEN", "8080"),
        ("TALKA_BASE_URL", "community.example.org"),
        ("TALKA_BASE_URL", "https://example.org/forum"),
        ("TALKA_BASE_URL", "http://example.org"),
        ("TALKA_DATABASE_URL", "mysql://root@localhost/x"),
        ("TALKA_DATABASE_URL", "sqlite://"),
        ("TALKA_SMTP_URL", "mail.example.org"),
        ("TALKA_MAIL_FROM", "nobody"),
        ("TALKA_METRICS_LISTEN", "yes"),
        ("TALKA_TRUSTED_PROXIES", "10.0.0.0/40"),
        ("TALKA_LOG", "talka=loud"),
        ("TALKA_LOG", "trace2"),
        ("TALKA_LOG", "info,talka="),
        ("TALKA_PSEUDO_LOCALE", "1"),
    ] {
        let error = with(&[(key, value)]).unwrap_err();
        assert_eq!(error.key, key, "{error}");
        assert!(error.expected.contains("expected"), "{error}");
    }
}

#[cfg(not(feature = "pg-tls"))]
#[test]
fn tls_that_was_not_built_in_is_refused_in_a_plain_sentence() {
    let error = with(&[("TALKA_DATABASE_URL", "postgres://t:secret@db/t?sslmode=require")]).unwrap_err();
    assert!(error.to_string().contains("--features pg-tls"));
    assert!(!error.to_string().contains("secret"));
}

#[test]
fn the_environment_goes_over_the_file_and_an_unknown_key_is_named() {
    let file = "listen = \"127.0.0.1:1\"\nlog = \"warn\"\n";
    let config = Config::from_parts(Some(file), |key| (key == "TALKA_LISTEN").then(|| "127.0.0.1:2".into())).unwrap();
    assert_eq!((config.listen.port(), config.log.as_str()), (2, "warn"));
    let error = Config::from_parts(Some("lissten = \"x\""), |_| None).unwrap_err();
    assert!(error.expected.contains("lissten"), "{error}");
}

#[test]
fn the_demo_keeps_away_from_the_real_database_and_sends_no_mail() {
    let env = [
        ("TALKA_DATABASE_URL", "postgres://live/site"),
        ("TALKA_SMTP_URL", "smtps://mail.example.org"),
        ("TALKA_DATA_DIR", ""),
    ];
    let find = |key: &str| env.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned());
    let config = Config::demo_from_parts(find).unwrap();
    assert_eq!(config.database, DatabaseUrl::Sqlite("./data/demo/demo.db".into()));
    assert_eq!((config.smtp_url, config.log.as_str()), (None, "warn"));
}

#[test]
fn any_free_port_becomes_the_one_that_was_bound() {
    let mut config = with(&[("TALKA_LISTEN", "127.0.0.1:0")]).unwrap();
    config.bound_to("127.0.0.1:4711".parse().unwrap());
    assert_eq!(config.absolute("/"), "http://127.0.0.1:4711/");
    let mut config = with(&[("TALKA_LISTEN", "127.0.0.1:0"), ("TALKA_BASE_URL", "https://example.org")]).unwrap();
    config.bound_to("127.0.0.1:4711".parse().unwrap());
    assert_eq!(config.absolute("/"), "https://example.org/");
}

#[test]
fn passwords_do_not_show() {
    let url = DatabaseUrl::Postgres("postgres://u:secret@db.example/t".into());
    assert_eq!(format!("{url:?}"), "postgres://db.example/t");
}

#[test]
fn networks_hold_their_addresses() {
    let net = Network::parse("10.0.0.0/8").unwrap();
    assert!(net.contains("10.9.8.7".parse().unwrap()));
    assert!(net.contains("::ffff:10.1.1.1".parse().unwrap()));
    assert!(!net.contains("11.0.0.1".parse().unwrap()));
    assert!(Network::parse("0.0.0.0/0").unwrap().contains("1.2.3.4".parse().unwrap()));
}
