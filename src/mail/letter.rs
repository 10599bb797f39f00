//! A row of the outbox as a message.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use super::Mail;
use super::store::Letter;

/// Refuses what could add a line to the head of a message (R29), or has no address to go to.
pub(super) fn check(mail: &Mail, message_id_domain: &str) -> Result<(), String> {
    let lines = [
        ("address", mail.to_address.as_str()),
        ("name", &mail.to_name),
        ("subject", &mail.subject),
        ("host", message_id_domain),
    ];
    for (what, line) in lines {
        if line.chars().any(char::is_control) {
            return Err(format!("the {what} of a mail of kind {} holds a control character", mail.kind));
        }
    }
    match mail.to_address.parse::<Address>() {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("a mail of kind {} has no address: {error}", mail.kind)),
    }
}

/// The message: one recipient, both bodies. The same row gives the same head, so that a second one is seen as such.
pub(super) fn compose(from: &Mailbox, letter: &Letter) -> Result<Message, String> {
    let address: Address = letter.to_address.parse().map_err(|error| format!("no address to send to: {error}"))?;
    let name = Some(letter.to_name.trim()).filter(|name| !name.is_empty());
    let queued = UNIX_EPOCH + Duration::from_micros(u64::try_from(letter.created_at.0).unwrap_or(0));
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name.map(str::to_owned), address))
        .subject(letter.subject.as_str())
        .date(queued)
        .message_id(Some(letter.message_id.clone()))
        // RFC 3834: no out-of-office notes in answer.
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
        .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
        .map_err(|error| format!("no message can be made of it: {error}"))
}
