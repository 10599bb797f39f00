//! What the mail relay reports: addresses that take no mail, and people who called a mail of ours unwanted.
//!
//! A hard bounce or a complaint switches letters off for the address, and so do three soft bounces within thirty days.
//! Reports from before the address was last proven say nothing. Its owner proves it once more to get letters again.

use serde::Deserialize;

use super::store::{self, Off};
use crate::clock::{Timestamp, days, minutes};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::ids;
use crate::message::Message;
use crate::text_enum;

/// Bytes of a report.
pub const MAX_BYTES: usize = 256 * 1024;
/// Events of a report.
pub const MAX_EVENTS: usize = 500;
/// How far the signature's time may lie from now, either way.
const WINDOW: std::time::Duration = minutes(5);
/// Soft bounces that switch an address off, and within which time.
const SOFT: (usize, std::time::Duration) = (3, days(30));

text_enum! {
    /// What came back.
    pub enum Kind {
        /// The address takes no mail and never will.
        Hard = "hard",
        /// It takes none now.
        Soft = "soft",
        /// Its owner called a mail unwanted.
        Complaint = "complaint",
    }
}

/// One thing that came back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The address.
    pub address: String,
    /// What happened.
    pub kind: Kind,
    /// When, RFC 3339.
    pub at: String,
    /// Of which mail, if the relay knows.
    #[serde(default)]
    pub message_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    events: Vec<Event>,
}

/// Whether a body was signed just now by who holds the key: `t=SECONDS,v1=HEX`, the HMAC-SHA256 of `SECONDS.BODY`.
#[must_use]
pub fn is_signed(key: &str, header: &str, body: &[u8], now: Timestamp) -> bool {
    let Some((time, signature)) = header.trim().strip_prefix("t=").and_then(|rest| rest.split_once(",v1=")) else {
        return false;
    };
    // Seconds that nobody else would write the same way, so that what is signed has one form.
    let Some(seconds) = time.parse::<i64>().ok().filter(|seconds| seconds.to_string() == time) else { return false };
    let signature = unhex(signature).unwrap_or_default();
    let message = [time.as_bytes(), b".", body].concat();
    let in_time = now.seconds().abs_diff(seconds) <= WINDOW.as_secs();
    ids::is_signed(key, &message, &signature) && in_time
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 == 1 {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// The events of a report.
///
/// # Errors
/// [`AppError::BadRequest`] when it is none: wrong JSON, too many events, a moment or a kind that is none.
pub fn parse(body: &[u8]) -> Result<Vec<(Event, Timestamp)>> {
    let wrong = || AppError::BadRequest(Message::new("letters-bounces-wrong"));
    let report: Report = serde_json::from_slice(body).map_err(|_| wrong())?;
    if report.events.len() > MAX_EVENTS {
        return Err(wrong());
    }
    let parsed = report.events.into_iter().map(|event| {
        let at = Timestamp::from_rfc3339(&event.at).ok_or_else(wrong)?;
        let odd = |text: &str| text.len() > 1_000 || text.contains('\0');
        if odd(&event.address) || event.message_id.as_deref().is_some_and(odd) {
            return Err(wrong());
        }
        Ok((event, at))
    });
    parsed.collect()
}

/// Takes one event. Told twice it counts once; about an address that nobody has, it says nothing.
///
/// # Errors
/// When the database refuses.
pub fn take(tx: &mut Conn, event: &Event, at: Timestamp, now: Timestamp) -> Result<()> {
    let key = event.address.trim().to_ascii_lowercase();
    let Some((user, proved_at)) = store::by_email(tx, &key)? else { return Ok(()) };
    let at = at.min(now);
    let message_id = event.message_id.as_deref().unwrap_or_default();
    let digest = ids::digest(&format!("{key}\n{}\n{}\n{message_id}", event.kind.as_str(), at.0));
    if at <= proved_at || !store::keep_report(tx, &digest, &key, event.kind.as_str(), at)? {
        return Ok(());
    }
    match event.kind {
        Kind::Hard => store::set_reported_off(tx, user, Off::Bounced, now),
        Kind::Complaint => store::set_reported_off(tx, user, Off::Complained, now),
        Kind::Soft => {
            let (enough, within) = SOFT;
            let after = proved_at.max(now - within);
            let told = store::reports(tx, (&key, event.kind.as_str()), after, enough)?;
            if told >= enough { store::set_reported_off(tx, user, Off::Bounced, now) } else { Ok(()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_262_400_000_000);

    fn header(key: &str, seconds: i64, body: &[u8]) -> String {
        let signature = ids::sign(key, &[seconds.to_string().as_bytes(), b".", body].concat());
        format!("t={seconds},v1={}", signature.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }

    #[test]
    fn a_signature_holds_for_five_minutes_and_for_one_body() {
        let seconds = NOW.seconds();
        for skew in [-300, 0, 300] {
            assert!(is_signed("key", &header("key", seconds + skew, b"{}"), b"{}", NOW), "{skew}");
        }
        for skew in [-301, 301, i64::MIN / 2] {
            assert!(!is_signed("key", &header("key", seconds.saturating_add(skew), b"{}"), b"{}", NOW), "{skew}");
        }
        let good = header("key", seconds, b"{}");
        assert!(!is_signed("other", &good, b"{}", NOW) && !is_signed("key", &good, b"{ }", NOW));
        let moved = good.replace(&seconds.to_string(), &(seconds + 1).to_string());
        assert!(!is_signed("key", &moved, b"{}", NOW));
        let odd = [
            "",
            "t=",
            "t=,v1=",
            "v1=00",
            &good[..good.len() - 1],
            &good.replace("t=", "t=+"),
            "t=1,v1=ąž",
            "t=1,v1=zz",
        ];
        for odd in odd {
            assert!(!is_signed("key", odd, b"{}", NOW), "{odd}");
        }
    }

    #[test]
    fn a_report_is_read_strictly() {
        let good =
            br#"{"events":[{"address":"a@x.org","kind":"hard","at":"2026-11-21T12:00:00Z","message_id":"<1@x>"}]}"#;
        assert_eq!(parse(good).map(|events| events.len()).ok(), Some(1));
        let event = r#"{"address":"a@x.org","kind":"soft","at":"2026-11-21T12:00:00Z"}"#;
        let many = |n: usize| format!("{{\"events\":[{}]}}", vec![event; n].join(","));
        assert_eq!(parse(many(MAX_EVENTS).as_bytes()).map(|events| events.len()).ok(), Some(MAX_EVENTS));
        let of = |event: &str| format!("{{\"events\":[{event}]}}");
        for wrong in [
            String::new(),
            "[]".into(),
            "{}".into(),
            many(MAX_EVENTS + 1),
            of(&event.replace("soft", "firm")),
            of(&event.replace("2026-11-21T12:00:00Z", "yesterday")),
            of(&event.replace("a@x.org", "a\\u0000@x.org")),
            of(&event.replace("}", ",\"more\":1}")),
            of("{\"address\":1,\"kind\":\"soft\",\"at\":\"2026-11-21T12:00:00Z\"}"),
        ] {
            assert!(parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
