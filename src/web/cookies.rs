//! The cookies: session, form token for visitors, theme, and one notice for the next page.

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::{HttpRequest, HttpResponse};

use super::Cx;

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The session's secret.
    Session,
    /// A visitor's secret, from which the token of visitors' forms is made.
    Visitor,
    /// `light` or `dark`.
    Theme,
    /// Fluent key of what to say on the next page.
    Notice,
    /// A key by which this browser is counted once, in what one may say without an account.
    Browser,
    /// Something that is like the question that is being typed was opened; always the same value.
    Looked,
    /// A key by which two accounts that vote from one browser are told, for thirty days.
    Device,
}

impl Kind {
    /// With https the names carry `__Host-`: no other host and no plain-http page can set them.
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-talka",
            (Self::Session, false) => "talka",
            (Self::Visitor, true) => "__Host-talka-visitor",
            (Self::Visitor, false) => "talka-visitor",
            (Self::Theme, true) => "__Host-talka-theme",
            (Self::Theme, false) => "talka-theme",
            (Self::Notice, true) => "__Host-talka-notice",
            (Self::Notice, false) => "talka-notice",
            (Self::Browser, true) => "__Host-talka-browser",
            (Self::Browser, false) => "talka-browser",
            (Self::Looked, true) => "__Host-talka-looked",
            (Self::Looked, false) => "talka-looked",
            (Self::Device, true) => "__Host-talka-device",
            (Self::Device, false) => "talka-device",
        }
    }

    const fn max_age(self) -> time::Duration {
        match self {
            Self::Session => time::Duration::days(90),
            Self::Visitor => time::Duration::days(1),
            Self::Theme | Self::Browser => time::Duration::days(365),
            Self::Notice => time::Duration::minutes(1),
            Self::Looked => time::Duration::minutes(30),
            Self::Device => time::Duration::days(30),
        }
    }
}

/// What the browser sent, unless it is empty or longer than any of ours.
pub(super) fn get(request: &HttpRequest, kind: Kind, secure: bool) -> Option<String> {
    request
        .cookie(kind.name(secure))
        .map(|cookie| cookie.value().to_owned())
        .filter(|value| !value.is_empty() && value.len() <= 128)
}

pub(super) fn set(kind: Kind, value: String, secure: bool) -> Cookie<'static> {
    Cookie::build(kind.name(secure), value)
        .path("/")
        .secure(secure)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(kind.max_age())
        .finish()
}

pub(super) fn clear(kind: Kind, secure: bool) -> Cookie<'static> {
    let mut cookie = set(kind, String::new(), secure);
    cookie.make_removal();
    cookie
}

impl Cx {
    /// Notes in the browser that something like the question that is being typed was opened.
    pub fn note_look_before_asking(&self, response: &mut HttpResponse) {
        self.add_cookie(response, &set(Kind::Looked, "1".into(), self.shared.config.secure_cookies()));
    }

    /// The question was asked: the next look is one before another.
    pub fn forget_look_before_asking(&self, response: &mut HttpResponse) {
        self.add_cookie(response, &clear(Kind::Looked, self.shared.config.secure_cookies()));
    }

    /// The key of this browser among those that members vote from; none before the first vote.
    #[must_use]
    pub fn device(&self) -> Option<&str> {
        self.device.as_deref()
    }

    /// Gives the browser such a key ([`crate::ids::secret`]).
    pub fn keep_device(&self, response: &mut HttpResponse, key: String) {
        self.add_cookie(response, &set(Kind::Device, key, self.shared.config.secure_cookies()));
    }
}
