//! Single values: read, checked, and named with what was expected when they do not fit.

use std::net::SocketAddr;
use std::path::PathBuf;

use url::Url;

use super::{ConfigError, DatabaseUrl, Network};

pub(super) fn address(key: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.parse().map_err(|_| ConfigError::new(key, text, "expected an address with a port, such as 127.0.0.1:8080"))
}

pub(super) fn flag(key: &'static str, value: Option<&str>) -> Result<bool, ConfigError> {
    match value.map(str::trim) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(ConfigError::new(key, other, "expected true or false")),
    }
}

pub(super) fn base_url(text: &str) -> Result<Url, ConfigError> {
    let wrong = |why: &str| {
        ConfigError::new(
            "TALKA_BASE_URL",
            text,
            format!("expected the address people see, such as https://community.example.org ({why})"),
        )
    };
    let url = Url::parse(text).map_err(|e| wrong(&e.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wrong("it must begin with https:// or http://"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(wrong("nothing may follow the host and port"));
    }
    Ok(url)
}

/// Whether the address names this machine itself, where plain http is no risk.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

pub(super) fn database_url(text: &str) -> Result<DatabaseUrl, ConfigError> {
    const KEY: &str = "TALKA_DATABASE_URL";
    if let Some(path) = text.strip_prefix("sqlite://") {
        if path.is_empty() {
            return Err(ConfigError::new(KEY, text, "expected a file after sqlite://, such as sqlite://data/talka.db"));
        }
        return Ok(DatabaseUrl::Sqlite(PathBuf::from(path)));
    }
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        let url = Url::parse(text).map_err(|e| {
            ConfigError::new(KEY, "postgres://…", format!("expected postgres://user@host/database ({e})"))
        })?;
        let sslmode = url.query_pairs().find(|(k, _)| k == "sslmode").map(|(_, v)| v.into_owned());
        if let Some(mode @ ("require" | "verify-ca" | "verify-full")) = sslmode.as_deref()
            && !cfg!(feature = "pg-tls")
        {
            return Err(ConfigError::new(
                KEY,
                format!("…sslmode={mode}"),
                "this program was built without TLS to PostgreSQL. Build it with --features pg-tls \
                 (the container image is), or leave sslmode out on a network you trust",
            ));
        }
        return Ok(DatabaseUrl::Postgres(text.to_owned()));
    }
    let scheme = text.split("://").next().unwrap_or_default();
    Err(ConfigError::new(KEY, format!("{scheme}://…"), "expected sqlite://FILE or postgres://user@host/database"))
}

pub(super) fn smtp_url(text: &str) -> Result<Url, ConfigError> {
    let wrong = || {
        ConfigError::new(
            "TALKA_SMTP_URL",
            text.split('@').next_back().unwrap_or_default(),
            "expected smtps://user:password@host, or smtp://host:25 (add ?tls=required for STARTTLS)",
        )
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    if matches!(url.scheme(), "smtp" | "smtps") && url.host_str().is_some() { Ok(url) } else { Err(wrong()) }
}

pub(super) fn sender(text: String) -> Result<String, ConfigError> {
    if text.parse::<lettre::message::Mailbox>().is_ok() {
        return Ok(text);
    }
    let expected = "expected an address such as \"Community <community@example.org>\"";
    Err(ConfigError::new("TALKA_MAIL_FROM", text, expected))
}

pub(super) fn bounce_key(text: String) -> Result<String, ConfigError> {
    if text.len() >= 16 {
        return Ok(text);
    }
    // The value is a secret, and stays out of the message.
    Err(ConfigError::new(
        "TALKA_BOUNCE_KEY",
        "",
        "expected at least 16 characters, such as openssl rand -hex 32 prints",
    ))
}

pub(super) fn proxies(text: &str) -> Result<Vec<Network>, ConfigError> {
    let expected = "expected addresses or ranges with commas, such as 127.0.0.1,10.0.0.0/8";
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| Network::parse(part).ok_or_else(|| ConfigError::new("TALKA_TRUSTED_PROXIES", part, expected)))
        .collect()
}

pub(super) fn log_filter(text: String) -> Result<String, ConfigError> {
    // A bare word would be taken for a part of the program, and silence the log.
    let has_level = |part: &str| {
        let level = part.rsplit('=').next().unwrap_or_default();
        !level.is_empty() && level.parse::<tracing_subscriber::filter::LevelFilter>().is_ok()
    };
    if text.split(',').map(str::trim).all(has_level) && tracing_subscriber::EnvFilter::try_new(&text).is_ok() {
        return Ok(text);
    }
    Err(ConfigError::new("TALKA_LOG", text, "expected a filter such as info, or warn,talka=debug"))
}
