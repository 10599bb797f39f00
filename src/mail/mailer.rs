//! Where mail goes: to a server, into files, or into a list that tests read.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use lettre::message::Mailbox;

use super::letter;
use super::smtp::Smtp;
use super::store::Letter;
use crate::clock::Timestamp;
use crate::config::{Config, ConfigError};
use crate::ids::MailId;
use crate::jobs::JobError;

/// A mail that [`Delivery::Memory`] has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMail {
    /// Its number in the outbox.
    pub id: MailId,
    /// With its angle brackets.
    pub message_id: String,
    /// The address.
    pub to_address: String,
    /// The name beside the address.
    pub to_name: String,
    /// Its subject.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
    /// The whole message as it would go over the line.
    pub raw: String,
}

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// To a mail server.
    Smtp(Smtp),
    /// Into this folder, a file each: the demo, and while no server is set.
    Files(PathBuf),
    /// Into a list.
    Memory(Arc<Mutex<Vec<SentMail>>>),
}

/// Sends mail under one sender.
#[derive(Debug, Clone)]
pub struct Mailer {
    from: Mailbox,
    delivery: Delivery,
}

impl Mailer {
    /// As configured: by SMTP, or into `mail/` of the data folder when no server is set.
    ///
    /// # Errors
    /// When the sender or the server's address cannot be used.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        let delivery = match &config.smtp_url {
            Some(url) => Delivery::Smtp(Smtp::new(url)?),
            None => Delivery::Files(config.data_dir.join("mail")),
        };
        Self::with(&config.mail_from, delivery)
    }

    /// Sends as `from`, by `delivery`.
    ///
    /// # Errors
    /// When `from` is no address.
    pub fn with(from: &str, delivery: Delivery) -> Result<Self, ConfigError> {
        let from = from.parse().map_err(|error| ConfigError {
            key: "TALKA_MAIL_FROM",
            value: from.to_owned(),
            expected: format!("expected an address such as \"Community <community@example.org>\" ({error})"),
        })?;
        Ok(Self { from, delivery })
    }

    /// Where mail goes.
    #[must_use]
    pub fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// Sends one mail and answers when it is taken; it may be called again for the same mail.
    pub(super) fn send(&self, letter: &Letter) -> Result<(), JobError> {
        let message = letter::compose(&self.from, letter).map_err(JobError::Dead)?;
        match &self.delivery {
            Delivery::Smtp(smtp) => smtp.send(message.envelope().clone(), message.formatted()),
            Delivery::Files(folder) => {
                let name = format!("{}-{}.eml", moment(letter.created_at), letter.id);
                write(folder, &name, &message.formatted())
                    .map_err(|error| JobError::Retry(format!("{}: {error}", folder.join(name).display())))
            }
            Delivery::Memory(sent) => {
                let mail = SentMail {
                    id: letter.id,
                    message_id: letter.message_id.clone(),
                    to_address: letter.to_address.clone(),
                    to_name: letter.to_name.clone(),
                    subject: letter.subject.clone(),
                    text: letter.text.clone(),
                    html: letter.html.clone(),
                    raw: String::from_utf8_lossy(&message.formatted()).into_owned(),
                };
                sent.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
                Ok(())
            }
        }
    }
}

fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.0).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Writes beside and renames, so that whoever watches the folder sees whole mails only.
fn write(folder: &Path, name: &str, message: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let (part, whole) = (folder.join(format!(".{name}.part")), folder.join(name));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        // The links in it sign in: for nobody else on the machine.
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&part)?;
    file.write_all(message)?;
    file.sync_all()?;
    std::fs::rename(part, whole)
}
