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
        ("unsubscribe address", mail.told.as_ref().map_or("", |told| &told.unsubscribe)),
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
    let mut message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name.map(str::to_owned), address))
        .subject(letter.subject.as_str())
        .date(queued)
        .message_id(Some(letter.message_id.clone()))
        // RFC 3834: no out-of-office notes in answer.
        .raw_header(raw("Auto-Submitted", "auto-generated"));
    if !letter.thread_id.is_empty() {
        // The root is no mail that was ever sent: it is what all mails of a topic have in common.
        message = message.in_reply_to(letter.thread_id.clone()).references(letter.thread_id.clone());
    }
    if !letter.unsubscribe.is_empty() {
        let host = letter.message_id.rsplit('@').next().unwrap_or_default().trim_end_matches('>');
        message = message
            .raw_header(raw("List-Id", &format!("<talka.{host}>")))
            .raw_header(raw("List-Unsubscribe", &format!("<{}>", letter.unsubscribe)))
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
            // Not in any standard, and still what keeps many an out-of-office note from being sent.
            .raw_header(raw("Precedence", "bulk"));
    }
    message
        .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
        .map_err(|error| format!("no message can be made of it: {error}"))
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
