//! Answers that clients keep and ask about again: feeds, sitemaps, the count on the bell.

use actix_web::HttpResponse;
use actix_web::http::header::{self, EntityTag};

use super::Cx;
use crate::clock::Timestamp;
use crate::i18n::http_date;

/// Anybody may keep such an answer for a minute: what is hidden meanwhile is gone from it soon.
const FOR_A_MINUTE: &str = "public, max-age=60";
/// One reader keeps it, and asks each time whether it still stands.
const FOR_ONE: &str = "private, no-cache";

/// What tells one state of an answer from another.
#[derive(Debug, Clone)]
pub struct Validators {
    tag: EntityTag,
    modified: Option<String>,
}

impl Validators {
    /// Of the digest of all that an answer is made of, and the time of its last change where it has one.
    ///
    /// The tag is a weak one, because compression comes after it.
    #[must_use]
    pub fn new(digest: String, modified: Option<Timestamp>) -> Self {
        Self { tag: EntityTag::new_weak(digest), modified: modified.map(|at| http_date(at.0)) }
    }
}

impl Cx {
    /// Whether the client says that it has a copy.
    #[must_use]
    pub fn has_copy(&self) -> bool {
        self.headers.contains_key(header::IF_NONE_MATCH) || self.headers.contains_key(header::IF_MODIFIED_SINCE)
    }

    /// Whether the client's copy still stands. A tag outweighs a date (RFC 9110), and a date counts only if it is
    /// exactly ours: the latest change lies earlier than before when the changed thing was taken away.
    #[must_use]
    pub fn has_current(&self, validators: &Validators) -> bool {
        let asked = |name| self.headers.get_all(name).filter_map(|value| value.to_str().ok());
        if self.headers.contains_key(header::IF_NONE_MATCH) {
            let mut tags = asked(header::IF_NONE_MATCH).flat_map(|list| list.split(',')).map(str::trim);
            return tags.any(|tag| tag == "*" || tag.parse().is_ok_and(|tag: EntityTag| tag.weak_eq(&validators.tag)));
        }
        asked(header::IF_MODIFIED_SINCE).next().is_some_and(|date| validators.modified.as_deref() == Some(date.trim()))
    }

    /// An answer that is the same for everybody who reads this language; without a body, the client's copy stands.
    #[must_use]
    pub fn public(&self, media_type: &'static str, validators: &Validators, body: Option<String>) -> HttpResponse {
        kept(media_type, FOR_A_MINUTE, validators, body)
    }

    /// An answer for whoever knows its secret address, whatever cookies come with it: not for anything between, nor for
    /// search engines. Without a body, the client's copy stands.
    #[must_use]
    pub fn secret(&self, media_type: &'static str, validators: &Validators, body: Option<String>) -> HttpResponse {
        let mut response = kept(media_type, FOR_ONE, validators, body);
        response
            .headers_mut()
            .insert(header::HeaderName::from_static("x-robots-tag"), header::HeaderValue::from_static("noindex"));
        response
    }

    /// An answer for this reader alone, who may keep it and asks each time whether it still stands.
    #[must_use]
    pub fn private(&self, media_type: &'static str, validators: &Validators, body: String) -> HttpResponse {
        let current = self.has_current(validators);
        let mut response = if current { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((header::CACHE_CONTROL, FOR_ONE))
            .insert_header((header::VARY, "Cookie"))
            .insert_header(header::ETag(validators.tag.clone()));
        if current { response.finish() } else { response.content_type(media_type).body(body) }
    }
}

fn kept(media_type: &'static str, by: &'static str, validators: &Validators, body: Option<String>) -> HttpResponse {
    let mut response = if body.is_some() { HttpResponse::Ok() } else { HttpResponse::NotModified() };
    response
        .insert_header((header::CACHE_CONTROL, by))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header(header::ETag(validators.tag.clone()));
    if let Some(modified) = &validators.modified {
        response.insert_header((header::LAST_MODIFIED, modified.as_str()));
    }
    match body {
        Some(body) => response.content_type(media_type).body(body),
        None => response.finish(),
    }
}
