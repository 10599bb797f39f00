//! The configuration out of its parts: a file's text and the environment over it.

use std::path::PathBuf;

use serde::Deserialize;

use super::values::{
    address, base_url, bounce_key, database_url, flag, is_loopback, log_filter, proxies, sender, smtp_url,
};
use super::{Config, ConfigError, DatabaseUrl};

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
    bounce_key: Option<String>,
    metrics_listen: Option<String>,
    trusted_proxies: Option<String>,
    log: Option<String>,
    pseudo_locale: Option<String>,
    insecure_http: Option<String>,
}

impl Config {
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
        let mail_from = sender(mail_from)?;
        let bounce_key = get("TALKA_BOUNCE_KEY", file.bounce_key).map(bounce_key).transpose()?;
        let metrics_listen = get("TALKA_METRICS_LISTEN", file.metrics_listen)
            .map(|text| address("TALKA_METRICS_LISTEN", &text))
            .transpose()?;
        let trusted_proxies = proxies(&get("TALKA_TRUSTED_PROXIES", file.trusted_proxies).unwrap_or_default())?;
        let log = log_filter(get("TALKA_LOG", file.log).unwrap_or_else(|| "info".into()))?;
        let pseudo_locale = flag("TALKA_PSEUDO_LOCALE", get("TALKA_PSEUDO_LOCALE", file.pseudo_locale).as_deref())?;
        Ok(Self {
            listen,
            base_url,
            data_dir,
            database,
            smtp_url,
            mail_from,
            bounce_key,
            metrics_listen,
            trusted_proxies,
            log,
            pseudo_locale,
            insecure_http,
        })
    }
}
