//! One request: who asks, when, in which language; and how it is answered.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use actix_web::cookie::Cookie;
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev::Payload, web};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;

use super::cookies::{self, Kind};
use super::guard::RequestId;
use super::routes::Access;
use super::{Asked, Page, Shared, flood, guard};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::i18n::Lang;
use crate::ids;
use crate::sessions::{self, Client, Me};

/// The reader's choice of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// `light`, `dark` or nothing.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// One request; cheap to clone into a database closure.
#[derive(Debug, Clone)]
pub struct Cx {
    request: Arc<Request>,
    /// Who may come here at all. Known only after routing, so it is no part of what the guard has seen before.
    pub access: Access,
}

/// What is known of a request before anything is loaded.
#[derive(Debug)]
pub struct Request {
    /// What all requests share.
    pub shared: Arc<Shared>,
    /// The one `now` of this request.
    pub now: Timestamp,
    /// Shown on error pages and in the log.
    pub id: String,
    /// How it was sent.
    pub method: Method,
    /// Path and query as sent.
    pub uri: String,
    /// The browser's address and name.
    pub client: Client,
    /// The unit by which this address is counted.
    pub subject: String,
    /// The language of the answer.
    pub lang: Lang,
    /// The colours of the answer.
    pub theme: Theme,
    /// The script asks for a part of a page.
    pub fragment: bool,
    /// `If-None-Match` and `If-Modified-Since`, for feeds and pictures.
    pub headers: HeaderMap,
    pub(super) notice: Option<String>,
    secret: Option<String>,
    visitor: OnceLock<String>,
    visitor_is_new: bool,
    browser: Option<String>,
    looked: bool,
    pub(super) device: Option<String>,
}

impl Deref for Cx {
    type Target = Request;
    fn deref(&self) -> &Request {
        &self.request
    }
}

impl FromRequest for Cx {
    type Error = AppError;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Cx {
    /// The request's context: all but the access is made once.
    ///
    /// # Errors
    /// When the server was put together wrongly.
    pub fn of(request: &HttpRequest) -> Result<Self> {
        let access = Access::of(request);
        if let Some(known) = request.extensions().get::<Arc<Request>>() {
            return Ok(Self { request: Arc::clone(known), access });
        }
        let shared = request
            .app_data::<web::Data<Shared>>()
            .map(|data| Arc::clone(data))
            .ok_or_else(|| AppError::internal("the server has no shared state"))?;
        let secure = shared.config.secure_cookies();
        let header = |name| request.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let ip = guard::client_ip(request, &shared.config);
        let visitor = cookies::get(request, Kind::Visitor, secure);
        let made = Arc::new(Request {
            now: shared.clock.now(),
            id: request.extensions().get::<RequestId>().map_or_else(ids::random_key, |id| id.0.clone()),
            method: request.method().clone(),
            uri: request.uri().path_and_query().map_or_else(|| "/".into(), ToString::to_string),
            client: Client { ip: ip.to_string(), agent: header(header::USER_AGENT).chars().take(200).collect() },
            subject: flood::subject(ip).to_string(),
            lang: shared.texts.i18n.negotiate(header(header::ACCEPT_LANGUAGE)),
            theme: match cookies::get(request, Kind::Theme, secure).as_deref() {
                Some("light") => Theme::Light,
                Some("dark") => Theme::Dark,
                _ => Theme::System,
            },
            fragment: request.headers().contains_key("x-fragment"),
            headers: request.headers().clone(),
            notice: cookies::get(request, Kind::Notice, secure),
            secret: cookies::get(request, Kind::Session, secure),
            visitor_is_new: visitor.is_none(),
            browser: cookies::get(request, Kind::Browser, secure).filter(|key| ids::is_secret(key)),
            looked: cookies::get(request, Kind::Looked, secure).is_some(),
            device: cookies::get(request, Kind::Device, secure).filter(|key| ids::is_secret(key)),
            visitor: visitor.map_or_else(OnceLock::new, OnceLock::from),
            shared,
        });
        request.extensions_mut().insert(Arc::clone(&made));
        Ok(Self { request: made, access })
    }

    /// Counts what this address asks for.
    ///
    /// # Errors
    /// [`AppError::TooMany`].
    pub fn count(&self, asked: Asked) -> Result<()> {
        self.client.ip.parse().map_or(Ok(()), |ip| self.shared.flood.check(asked, ip))
    }

    /// Who asks, whether or not they may come here: for the head of an error page.
    pub(super) fn who(&self, c: &mut Conn) -> Result<Me> {
        let thresholds = self.shared.site(c, self.now)?.thresholds;
        sessions::load(c, self.secret.as_deref(), thresholds, self.now)
    }

    /// Loads who asks and checks that they may come here at all; each feature's policy follows.
    fn enter(&self, c: &mut Conn) -> Result<Me> {
        let me = self.who(c)?;
        self.access.check(&me.actor)?;
        Ok(me)
    }

    /// Reads: one hop off the async threads, one connection, one snapshot.
    ///
    /// # Errors
    /// What `f` answers, and those of [`crate::db::Db::read`].
    pub async fn read<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn, &Me) -> Result<T> + Send + 'static,
    {
        let cx = self.clone();
        self.shared
            .db
            .read(move |c| {
                let me = cx.enter(c)?;
                f(c, &me)
            })
            .await
    }

    /// Writes: one transaction, answered when it is durable. `f` may run more than once.
    ///
    /// # Errors
    /// What `f` answers, and those of [`crate::db::Db::write`].
    pub async fn write<T, F>(&self, mut f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn, &Me) -> Result<T> + Send + 'static,
    {
        let cx = self.clone();
        self.shared
            .db
            .write(move |tx| {
                let me = cx.enter(tx)?;
                f(tx, &me)
            })
            .await
    }

    /// A page: loaded and rendered in the same hop.
    ///
    /// # Errors
    /// As [`Cx::read`].
    pub async fn page<F>(&self, f: F) -> Result<HttpResponse>
    where
        F: FnOnce(&mut Conn, &Me) -> Result<Page> + Send + 'static,
    {
        let cx = self.clone();
        let (me, rendered) = self
            .read(move |c, me| {
                let page = f(c, me)?;
                let rendered = page.render(&cx, me, cx.unread(c, me)?)?;
                Ok((me.clone(), rendered))
            })
            .await?;
        self.keep_awake(&me);
        Ok(self.respond(rendered, me.session.is_some()))
    }

    /// What the bell of a whole page shows.
    pub(super) fn unread(&self, c: &mut Conn, me: &Me) -> Result<String> {
        if self.fragment || me.session.is_none() {
            return Ok(String::new());
        }
        self.shared.unread.count(c, &me.actor)
    }

    /// A session in use does not go idle; noted at most once an hour, and nobody waits for it.
    fn keep_awake(&self, me: &Me) {
        let Some(session) = &me.session else { return };
        if self.now.since(session.seen_at) < sessions::TOUCH_EVERY {
            return;
        }
        let (db, id, now) = (self.shared.db.clone(), session.id, self.now);
        actix_web::rt::spawn(async move {
            if let Err(error) = db.write(move |tx| sessions::touch(tx, id, now)).await {
                tracing::debug!(%error, "a session's use was not noted");
            }
        });
    }

    pub(super) fn respond(&self, rendered: super::page::Rendered, with_session: bool) -> HttpResponse {
        let secure = self.shared.config.secure_cookies();
        let mut response = HttpResponse::build(rendered.status);
        response.content_type(rendered.content_type);
        if let Some(path) = rendered.location {
            response.insert_header((header::LOCATION, path));
        }
        response.insert_header((
            header::CACHE_CONTROL,
            if rendered.no_store {
                "no-store"
            } else if with_session || rendered.has_token {
                "private, no-cache"
            } else {
                "no-cache"
            },
        ));
        response.insert_header((header::VARY, "Cookie, Accept-Language, X-Fragment"));
        if rendered.has_token
            && self.visitor_is_new
            && let Some(secret) = self.visitor.get()
        {
            response.cookie(cookies::set(Kind::Visitor, secret.clone(), secure));
        }
        if self.notice.is_some() && !self.fragment {
            response.cookie(cookies::clear(Kind::Notice, secure));
        }
        response.body(rendered.body)
    }

    /// 303 to a path of this site.
    #[must_use]
    pub fn see_other(&self, path: &str) -> HttpResponse {
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, path.to_owned()))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish()
    }

    /// 303, and the next page says this (a Fluent key that begins with `notice-`).
    #[must_use]
    pub fn see_other_with(&self, path: &str, notice: &'static str) -> HttpResponse {
        let mut response = self.see_other(path);
        self.add_cookie(&mut response, &cookies::set(Kind::Notice, notice.into(), self.shared.config.secure_cookies()));
        response
    }

    /// Signs the browser in: the session's secret goes into its cookie.
    pub fn sign_in(&self, response: &mut HttpResponse, secret: &str) {
        let secure = self.shared.config.secure_cookies();
        self.add_cookie(response, &cookies::set(Kind::Session, secret.to_owned(), secure));
        self.add_cookie(response, &cookies::clear(Kind::Visitor, secure));
    }

    /// Signs the browser out. Going back shall not show, from the browser's memory, what only the member saw.
    pub fn sign_out(&self, response: &mut HttpResponse) {
        let forget = header::HeaderValue::from_static("\"cache\"");
        response.headers_mut().insert(header::HeaderName::from_static("clear-site-data"), forget);
        self.add_cookie(response, &cookies::clear(Kind::Session, self.shared.config.secure_cookies()));
    }

    /// Keeps the reader's choice of colours.
    pub fn keep_theme(&self, response: &mut HttpResponse, theme: Theme) {
        let secure = self.shared.config.secure_cookies();
        let cookie = match theme {
            Theme::System => cookies::clear(Kind::Theme, secure),
            Theme::Light | Theme::Dark => cookies::set(Kind::Theme, theme.as_str().into(), secure),
        };
        self.add_cookie(response, &cookie);
    }

    /// The key by which this browser is counted once; none before it has said anything.
    #[must_use]
    pub fn browser(&self) -> Option<&str> {
        self.browser.as_deref()
    }

    /// Gives the browser a key ([`ids::secret`]) by which it is counted once from then on.
    pub fn keep_browser(&self, response: &mut HttpResponse, key: String) {
        self.add_cookie(response, &cookies::set(Kind::Browser, key, self.shared.config.secure_cookies()));
    }

    /// Whether this browser has opened, within half an hour, something like the question that was being typed in it.
    #[must_use]
    pub fn has_looked_before_asking(&self) -> bool {
        self.looked
    }

    pub(super) fn add_cookie(&self, response: &mut HttpResponse, cookie: &Cookie<'static>) {
        if let Err(error) = response.add_cookie(cookie) {
            tracing::error!(%error, request = self.id, "a cookie could not be set");
        }
    }

    /// The digest of the session's secret, to end it.
    #[must_use]
    pub fn session_hash(&self) -> Option<String> {
        self.secret.as_deref().map(ids::digest)
    }

    /// Whether the browser sent a session's secret, valid or not.
    #[must_use]
    pub fn has_session_cookie(&self) -> bool {
        self.secret.is_some()
    }

    /// A token for a form. It is masked anew for each page, so that compression betrays nothing of it.
    #[must_use]
    pub fn token(&self) -> String {
        let plain = self.plain_token();
        let mask = ids::digest(&ids::secret());
        let masked: Vec<u8> = plain.bytes().zip(mask.bytes()).map(|(a, b)| a ^ b).collect();
        format!("{}.{}", URL_SAFE_NO_PAD.encode(&mask.as_bytes()[..32]), URL_SAFE_NO_PAD.encode(masked))
    }

    /// Whether a form's token is this browser's.
    #[must_use]
    pub fn token_is_mine(&self, token: &str) -> bool {
        let Some((mask, masked)) = token.split_once('.') else { return false };
        let (Ok(mask), Ok(masked)) = (URL_SAFE_NO_PAD.decode(mask), URL_SAFE_NO_PAD.decode(masked)) else {
            return false;
        };
        if self.secret.is_none() && self.visitor_is_new {
            return false;
        }
        let plain: Vec<u8> = masked.iter().zip(&mask).map(|(a, b)| a ^ b).collect();
        plain.ct_eq(self.plain_token().as_bytes()).into()
    }

    fn plain_token(&self) -> String {
        let secret = match &self.secret {
            Some(secret) => secret,
            None => self.visitor.get_or_init(ids::secret),
        };
        ids::digest(&format!("csrf:{secret}")).chars().take(32).collect()
    }

    /// A plain answer of some type (feeds, fragments, robots.txt).
    #[must_use]
    pub fn plain(&self, status: StatusCode, content_type: &'static str, body: String) -> HttpResponse {
        HttpResponse::build(status)
            .content_type(content_type)
            .insert_header((header::CACHE_CONTROL, "private, no-cache"))
            .body(body)
    }
}
