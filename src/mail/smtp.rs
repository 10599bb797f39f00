//! One mail over SMTP, within a deadline.
//!
//! lettre's timeout is per read and write, so a server that sends a byte now and then would hold a sender for hours.
//! So the conversation runs on a thread of its own, and the sender waits for that thread until the deadline. A thread
//! that was given up sends nothing more: it looks before each step whether somebody still waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use tokio::sync::Semaphore;
use url::{Host, Url};

use crate::config::ConfigError;
use crate::jobs::JobError;

/// For one mail, from the first byte to the last; the lease of its job is much longer.
const DEADLINE: Duration = Duration::from_secs(60);
/// For one read or write.
const STEP: Duration = Duration::from_secs(20);
/// Conversations at most, those that were given up and have not ended yet included.
const OPEN_AT_MOST: usize = 8;

/// A mail server. Cheap to clone.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    tls: Option<(Encryption, TlsParameters)>,
    credentials: Option<Credentials>,
    deadline: Duration,
    /// Each conversation holds a permit until it has ended.
    open: Arc<Semaphore>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encryption {
    /// From the first byte: `smtps://`.
    Wrapped,
    /// Asked for in the open, and nothing else is said before it is there: `smtp://…?tls=required`.
    StartTls,
}

impl std::fmt::Debug for Smtp {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({}:{}, {:?})", self.host, self.port, self.tls.as_ref().map(|(how, _)| how))
    }
}

impl Smtp {
    /// The server of a `smtps://` or `smtp://` address. Ports are 465, with `?tls=required` 587, otherwise 25, unless
    /// the address says another.
    ///
    /// # Errors
    /// When the address says something that is not understood.
    pub fn new(url: &Url) -> Result<Self, ConfigError> {
        let wrong = |expected: &str| ConfigError {
            key: "TALKA_SMTP_URL",
            value: format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default()),
            expected: format!("expected {expected}"),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(wrong("nothing but ?tls=required behind the host"));
        }
        let mut required = false;
        for (key, value) in url.query_pairs() {
            match (key.as_ref(), value.as_ref()) {
                ("tls", "required") => required = true,
                _ => return Err(wrong("nothing but ?tls=required behind the host")),
            }
        }
        let (encryption, port) = match (url.scheme(), required) {
            ("smtps", _) => (Some(Encryption::Wrapped), 465),
            ("smtp", true) => (Some(Encryption::StartTls), 587),
            ("smtp", false) => (None, 25),
            _ => return Err(wrong("smtps:// or smtp://")),
        };
        // The scheme is not one whose hosts `Url` reads, so an address in it is still text.
        let host = match Host::parse(url.host_str().unwrap_or_default()) {
            Ok(Host::Ipv6(ip)) => ip.to_string(),
            Ok(host) => host.to_string(),
            Err(error) => return Err(wrong(&format!("a host ({error})"))),
        };
        let tls = match encryption {
            Some(how) => match TlsParameters::new(host.clone()) {
                Ok(parameters) => Some((how, parameters)),
                Err(error) => return Err(wrong(&format!("a host that has a certificate ({error})"))),
            },
            None => None,
        };
        let text =
            |part: &str| percent_decoded(part).ok_or_else(|| wrong("user and password percent-encoded in UTF-8"));
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, password) => Some(Credentials::new(text(user)?, text(password.unwrap_or_default())?)),
        };
        let port = url.port().unwrap_or(port);
        Ok(Self { host, port, tls, credentials, deadline: DEADLINE, open: Arc::new(Semaphore::new(OPEN_AT_MOST)) })
    }

    /// The same server with another deadline for a mail.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sends one message and answers when the server has taken it, at the deadline at the latest.
    pub(super) fn send(&self, envelope: Envelope, message: Vec<u8>) -> Result<(), JobError> {
        let permit = Arc::clone(&self.open)
            .try_acquire_owned()
            .map_err(|_| JobError::Retry(format!("{self:?} still holds {OPEN_AT_MOST} conversations open")))?;
        let server = self.clone();
        let given_up = Arc::new(AtomicBool::new(false));
        let (tell, outcome) = sync_channel(1);
        let step = Steps { given_up: Arc::clone(&given_up) };
        std::thread::Builder::new()
            .name("smtp".into())
            .spawn(move || {
                let _permit = permit;
                let mut line = None;
                // Nobody waits any more when this cannot be told.
                let _ = tell.send(server.converse(&mut line, &step, &envelope, &message));
                if let Some(mut line) = line {
                    let _ = line.quit();
                }
            })
            .map_err(|error| JobError::Retry(format!("no thread to send mail: {error}")))?;
        match outcome.recv_timeout(self.deadline) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => {
                given_up.store(true, Ordering::SeqCst);
                Err(JobError::Retry(format!("{self:?} has not taken it within {} s", self.deadline.as_secs_f32())))
            }
            Err(RecvTimeoutError::Disconnected) => {
                Err(JobError::Retry("the thread that sends mail ended early".into()))
            }
        }
    }

    /// What the server says about this reader or this message for good is final. What it says about us (a wrong
    /// password, a sender it does not know) an admin can set right, and the mail goes out then.
    fn converse(
        &self,
        line: &mut Option<SmtpConnection>,
        steps: &Steps,
        envelope: &Envelope,
        message: &[u8],
    ) -> Result<(), JobError> {
        let line = line.insert(self.greet()?);
        steps.still_wanted()?;
        if let Some(credentials) = &self.credentials {
            line.auth(&[Mechanism::Plain, Mechanism::Login], credentials).map_err(|e| ours("AUTH", &e))?;
        }
        let mut parameters = Vec::new();
        if std::iter::chain(envelope.from(), envelope.to()).any(|address| !address.to_string().is_ascii()) {
            if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(JobError::Dead(format!("{self:?} takes no addresses beyond ASCII")));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        steps.still_wanted()?;
        line.command(Mail::new(envelope.from().cloned(), parameters)).map_err(|e| ours("MAIL", &e))?;
        for recipient in envelope.to() {
            line.command(Rcpt::new(recipient.clone(), Vec::new())).map_err(|e| theirs("RCPT", &e))?;
        }
        steps.still_wanted()?;
        line.command(Data).map_err(|e| theirs("DATA", &e))?;
        steps.still_wanted()?;
        line.message(message).map_err(|e| theirs("the message", &e))?;
        Ok(())
    }

    /// Opens the line, encrypted where that is asked for.
    fn greet(&self) -> Result<SmtpConnection, JobError> {
        let name = ClientId::default();
        let wrapped = match &self.tls {
            Some((Encryption::Wrapped, parameters)) => Some(parameters),
            Some((Encryption::StartTls, _)) | None => None,
        };
        let mut line = SmtpConnection::connect((self.host.as_str(), self.port), Some(STEP), &name, wrapped, None)
            .map_err(|e| ours("the connection", &e))?;
        if let Some((Encryption::StartTls, parameters)) = &self.tls {
            line.starttls(parameters, &name).map_err(|e| ours("STARTTLS", &e))?;
        }
        Ok(line)
    }
}

struct Steps {
    given_up: Arc<AtomicBool>,
}

impl Steps {
    fn still_wanted(&self) -> Result<(), JobError> {
        if self.given_up.load(Ordering::SeqCst) { Err(JobError::Retry("given up".into())) } else { Ok(()) }
    }
}

fn ours(step: &str, error: &Error) -> JobError {
    JobError::Retry(format!("{step}: {error}"))
}

fn theirs(step: &str, error: &Error) -> JobError {
    if error.is_permanent() { JobError::Dead(format!("{step}: {error}")) } else { ours(step, error) }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        if first == b'%' {
            let (digits, tail) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
}
