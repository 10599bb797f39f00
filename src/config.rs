//! Settings of the process: environment variables over an optional `talka.toml`, all checked before anything starts.
//! The only place that reads the environment.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use url::Url;

/// Where the data live.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file, embedded SQLite.
    Sqlite(PathBuf),
    /// A PostgreSQL server, as libpq takes it.
    Postgres(String),
}

impl std::fmt::Debug for DatabaseUrl {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => match Url::parse(url) {
                Ok(url) => write!(f, "postgres://{}{}", url.host_str().unwrap_or("(socket)"), url.path()),
                Err(_) => f.write_str("postgres://…"),
            },
        }
    }
}

/// What is wrong with the configuration: the key, the value and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}={value:?}: {expected}")]
pub struct ConfigError {
    /// The variable, as in the environment.
    pub key: &'static str,
    /// What it was set to (passwords left out).
    pub value: String,
    /// What was expected instead.
    pub expected: String,
}

impl ConfigError {
    fn new(key: &'static str, value: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { key, value: value.into(), expected: expected.into() }
    }
}

/// The checked configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The address people see; every link is built from it, never from a request's Host.
    pub base_url: Url,
    /// Folder of the embedded database and of mail written to files.
    pub data_dir: PathBuf,
    /// The database.
    pub database: DatabaseUrl,
    /// The mail relay; none: mail is written to files in the data folder.
    pub smtp_url: Option<Url>,
    /// Sender of all mail.
    pub mail_from: String,
    /// Where Prometheus may read, if anywhere.
    pub metrics_listen: Option<SocketAddr>,
    /// Proxies whose forwarded headers are believed.
    pub trusted_proxies: Vec<Network>,
    /// Filter of the log, as tracing takes it.
    pub log: String,
    /// Adds the pseudo-language that shows what is not translatable.
    pub pseudo_locale: bool,
    /// Cookies without `Secure` on a plain-http address that is not loopback: only by explicit wish.
    pub insecure_http: bool,
}

/// An address or a range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// `10.0.0.0/8`, `::1` or the like.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address.parse::<IpAddr>().ok()?, prefix.parse::<u8>().ok()?),
            None => {
                let address = text.parse::<IpAddr>().ok()?;
                (address, if address.is_ipv4() { 32 } else { 128 })
            }
        };
        let longest = if address.is_ipv4() { 32 } else { 128 };
        (prefix <= longest).then_some(Self { address, prefix })
    }

    /// Whether `ip` lies in it. A mapped IPv4 address counts as the IPv4 address.
    #[must_use]
    pub fn contains(&self, ip: IpAddr) -> bool {
        match (self.address, ip.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(ip)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                (u32::from(net) & mask) == (u32::from(ip) & mask)
            }
            (IpAddr::V6(net), IpAddr::V6(ip)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                (u128::from(net) & mask) == (u128::from(ip) & mask)
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// The same keys as they stand in `talka.toml`, without `TALKA_` and in lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<String>,
    base_url: Option<String>,
    data_dir: Option<String>,
    database_url: Option<String>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    metrics_listen: Option<String>,
    trusted_proxies: Option<String>,
    log: Option<String>,
    pseudo_locale: Option<String>,
    insecure_http: Option<String>,
}

impl Config {
    /// Reads `talka.toml` of the working directory, if there is one, and the environment over it.
    ///
    /// # Errors
    /// The first value that cannot be used, with its key and what was expected.
    pub fn load() -> Result<Self, ConfigError> {
        let path = Path::new("talka.toml");
        let file = match std::fs::read_to_string(path) {
            Ok(text) => Some(text),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
            Err(e) => return Err(ConfigError::new("talka.toml", "", format!("cannot be read: {e}"))),
        };
        Self::from_parts(file.as_deref(), |key| std::env::var(key).ok())
    }

    /// The configuration of the demo: a folder and an embedded database of its own, mail into files, warnings only in
    /// the log. Nothing of `talka.toml`, which belongs to a real site; the environment goes over the rest.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn load_demo() -> Result<Self, ConfigError> {
        Self::demo_from_parts(|key| std::env::var(key).ok())
    }

    fn demo_from_parts(env: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let set = |key: &str| env(key).filter(|value| !value.trim().is_empty());
        let mut config = Self::from_parts(None, |key| match key {
            "TALKA_DATABASE_URL" | "TALKA_SMTP_URL" => None,
            "TALKA_DATA_DIR" => set(key).or_else(|| Some("./data/demo".into())),
            "TALKA_LOG" => set(key).or_else(|| Some("warn".into())),
            _ => set(key),
        })?;
        config.database = DatabaseUrl::Sqlite(config.data_dir.join("demo.db"));
        Ok(config)
    }

    /// Notes the address that was really bound, where port 0 had asked for any free one.
    pub fn bound_to(&mut self, address: SocketAddr) {
        self.listen = address;
        if self.base_url.port() == Some(0) {
            // Fails only for addresses without a host, which were refused when this one was read.
            let _ = self.base_url.set_port(Some(address.port()));
        }
    }

    /// The configuration from a file's text and a way to look up a variable.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_parts(file: Option<&str>, env: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let file: File = match file {
            Some(text) => {
                toml::from_str(text).map_err(|e| ConfigError::new("talka.toml", "", e.to_string().trim().to_owned()))?
            }
            None => File::default(),
        };
        let get = |key: &str, from_file: Option<String>| env(key).or(from_file).filter(|v| !v.trim().is_empty());

        let listen = get("TALKA_LISTEN", file.listen).unwrap_or_else(|| "127.0.0.1:8080".into());
        let listen = address("TALKA_LISTEN", &listen)?;
        let base_url = match get("TALKA_BASE_URL", file.base_url) {
            Some(text) => base_url(&text)?,
            None => base_url(&format!("http://{listen}"))?,
        };
        let insecure_http = flag("TALKA_INSECURE_HTTP", get("TALKA_INSECURE_HTTP", file.insecure_http).as_deref())?;
        if base_url.scheme() == "http" && !is_loopback(&base_url) && !insecure_http {
            return Err(ConfigError::new(
                "TALKA_BASE_URL",
                base_url.as_str(),
                "expected https://…, or http:// with a loopback name. To run without TLS in spite of that, \
                 set TALKA_INSECURE_HTTP=true",
            ));
        }
        let data_dir = PathBuf::from(get("TALKA_DATA_DIR", file.data_dir).unwrap_or_else(|| "./data".into()));
        let database = match get("TALKA_DATABASE_URL", file.database_url) {
            Some(text) => database_url(&text)?,
            None => DatabaseUrl::Sqlite(data_dir.join("talka.db")),
        };
        let smtp_url = get("TALKA_SMTP_URL", file.smtp_url).map(|text| smtp_url(&text)).transpose()?;
        let mail_from = get("TALKA_MAIL_FROM", file.mail_from)
            .unwrap_or_else(|| format!("Talka <talka@{}>", base_url.host_str().unwrap_or("localhost")));
        if mail_from.parse::<lettre::message::Mailbox>().is_err() {
            return Err(ConfigError::new(
                "TALKA_MAIL_FROM",
                mail_from,
                "expected an address such as \"Community <community@example.org>\"",
            ));
        }
        let metrics_listen = get("TALKA_METRICS_LISTEN", file.metrics_listen)
            .map(|text| address("TALKA_METRICS_LISTEN", &text))
            .transpose()?;
        let trusted_proxies = get("TALKA_TRUSTED_PROXIES", file.trusted_proxies)
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                Network::parse(part).ok_or_else(|| {
                    ConfigError::new(
                        "TALKA_TRUSTED_PROXIES",
                        part,
                        "expected addresses or ranges with commas, such as 127.0.0.1,10.0.0.0/8",
                    )
                })
            })
            .collect::<Result<_, _>>()?;
        let log = get("TALKA_LOG", file.log).unwrap_or_else(|| "info".into());
        if tracing_subscriber::EnvFilter::try_new(&log).is_err() {
            return Err(ConfigError::new("TALKA_LOG", log, "expected a filter such as info, or warn,talka=debug"));
        }
        let pseudo_locale = flag("TALKA_PSEUDO_LOCALE", get("TALKA_PSEUDO_LOCALE", file.pseudo_locale).as_deref())?;
        Ok(Self {
            listen,
            base_url,
            data_dir,
            database,
            smtp_url,
            mail_from,
            metrics_listen,
            trusted_proxies,
            log,
            pseudo_locale,
            insecure_http,
        })
    }

    /// Cookies are marked `Secure` and carry the `__Host-` prefix.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// A full address for a path of this site (which begins with `/`).
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_str().trim_end_matches('/'))
    }
}

fn address(key: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.parse().map_err(|_| ConfigError::new(key, text, "expected an address with a port, such as 127.0.0.1:8080"))
}

fn flag(key: &'static str, value: Option<&str>) -> Result<bool, ConfigError> {
    match value.map(str::trim) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(ConfigError::new(key, other, "expected true or false")),
    }
}

fn base_url(text: &str) -> Result<Url, ConfigError> {
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
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn database_url(text: &str) -> Result<DatabaseUrl, ConfigError> {
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

fn smtp_url(text: &str) -> Result<Url, ConfigError> {
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
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
        let config =
            Config::from_parts(Some(file), |key| (key == "TALKA_LISTEN").then(|| "127.0.0.1:2".into())).unwrap();
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
}
