//! Settings of the process: environment variables over an optional `talka.toml`, all checked before anything starts.
//! The only place that reads the environment.

mod network;
mod parts;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
mod values;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use url::Url;

pub use network::Network;

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
#[error("{key}{}: {expected}", if value.is_empty() { String::new() } else { format!("={value:?}") })]
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
    /// What the mail relay signs its reports of bounces with; none: no reports are taken.
    pub bounce_key: Option<String>,
    /// Where Prometheus may read, if anywhere.
    pub metrics_listen: Option<SocketAddr>,
    /// Proxies whose forwarded headers are believed, and whose connections are not counted.
    pub trusted_proxies: Vec<Network>,
    /// Filter of the log, as tracing takes it.
    pub log: String,
    /// Adds the pseudo-language that shows what is not translatable.
    pub pseudo_locale: bool,
    /// Cookies without `Secure` on a plain-http address that is not loopback: only by explicit wish.
    pub insecure_http: bool,
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
            "TALKA_DATABASE_URL" | "TALKA_SMTP_URL" | "TALKA_BOUNCE_KEY" => None,
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
