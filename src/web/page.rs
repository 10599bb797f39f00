//! A page before it is rendered: a template, what it shows, and what stands in its head.

use actix_web::http::{Method, StatusCode};
use serde::Serialize;

use super::{Cx, MemberView, member_view};
use crate::error::{AppError, Invalid, Result};
use crate::ids::UserId;
use crate::message::Message;
use crate::policy::{self, Action};
use crate::sessions::Me;

#[derive(Debug, Serialize)]
struct Feed {
    title: String,
    format: &'static str,
    href: String,
}

#[derive(Debug, Serialize)]
struct Named {
    name: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Notice {
    kind: &'static str,
    text: String,
}

/// What is known of the account in the page's head.
#[derive(Debug, Serialize)]
struct MeView {
    id: UserId,
    #[serde(flatten)]
    member: MemberView,
    email: String,
    moderator: bool,
    /// May look through what others suggest.
    reviews: bool,
    admin: bool,
    verified: bool,
    suspended: bool,
}

/// The template variable `cx`.
#[derive(Debug, Serialize)]
struct Shell<'a> {
    site: SiteView<'a>,
    me: Option<MeView>,
    /// What the bell shows: nothing, a number or `99+`.
    unread: String,
    csrf: String,
    theme: &'static str,
    lang: &'static str,
    dir: &'static str,
    langs: [(); 0],
    path: &'a str,
    section: &'static str,
    title: String,
    description: &'a str,
    canonical: String,
    og_type: &'static str,
    feeds: &'a [Feed],
    notice: Option<Notice>,
    jsonld: String,
    noindex: bool,
    request_id: &'a str,
    return_to: &'a str,
}

#[derive(Debug, Serialize)]
struct SiteView<'a> {
    name: &'a str,
    tagline: &'a str,
    brand_css: &'a str,
}

enum Title {
    None,
    Text(String),
    Key(Message),
}

/// A page before it is rendered.
pub struct Page {
    template: &'static str,
    status: StatusCode,
    context: tera::Context,
    title: Title,
    description: String,
    canonical: Option<String>,
    section: &'static str,
    feeds: Vec<Feed>,
    jsonld: Option<serde_json::Value>,
    article: bool,
    noindex: bool,
    forms: bool,
    no_store: bool,
    errors: Invalid,
    warning: Option<Message>,
    moved: Option<String>,
}

pub(super) struct Rendered {
    pub location: Option<String>,
    pub status: StatusCode,
    pub content_type: &'static str,
    pub body: String,
    pub has_token: bool,
    pub no_store: bool,
}

impl Page {
    /// A page of this template (path below `templates/`).
    #[must_use]
    pub fn new(template: &'static str) -> Self {
        Self {
            template,
            status: StatusCode::OK,
            context: tera::Context::new(),
            title: Title::None,
            description: String::new(),
            canonical: None,
            section: "",
            feeds: Vec::new(),
            jsonld: None,
            article: false,
            noindex: false,
            forms: false,
            no_store: false,
            errors: Invalid::default(),
            warning: None,
            moved: None,
        }
    }

    /// No page but another address (301): a question under an old slug.
    #[must_use]
    pub fn moved(path: String) -> Self {
        Self { moved: Some(path), status: StatusCode::MOVED_PERMANENTLY, ..Self::new("") }
    }

    /// No page but another address for now (302): a topic that became part of another, which can be taken back.
    #[must_use]
    pub fn elsewhere(path: String) -> Self {
        Self { status: StatusCode::FOUND, ..Self::moved(path) }
    }

    /// Gives the template a variable.
    #[must_use]
    pub fn set<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.context.insert(name, value);
        self
    }

    /// Its title, in a member's words.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Title::Text(title.into());
        self
    }

    /// Its title, as a Fluent key.
    #[must_use]
    pub fn title_key(mut self, message: Message) -> Self {
        self.title = Title::Key(message);
        self
    }

    /// One or two sentences for search engines and previews.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// The one path under which it should be known.
    #[must_use]
    pub fn canonical(mut self, path: impl Into<String>) -> Self {
        self.canonical = Some(path.into());
        self
    }

    /// The part of the site that the navigation marks.
    #[must_use]
    pub const fn section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// A feed that readers should find from it, in both formats: its title, and its path without the end that tells
    /// the format (a query stays behind that).
    #[must_use]
    pub fn feed(mut self, title: impl Into<String>, path: impl AsRef<str>) -> Self {
        let (title, path) = (title.into(), path.as_ref());
        let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
        for format in ["atom", "rss"] {
            let href = format!("{path}.{format}{query}");
            self.feeds.push(Feed { title: title.clone(), format, href });
        }
        self
    }

    /// Structured data.
    #[must_use]
    pub fn jsonld(mut self, data: serde_json::Value) -> Self {
        self.jsonld = Some(data);
        self.article = true;
        self
    }

    /// Not for search engines.
    #[must_use]
    pub const fn noindex(mut self) -> Self {
        self.noindex = true;
        self
    }

    /// It holds a form for visitors too, so they get a token (and with it a cookie).
    #[must_use]
    pub const fn forms(mut self) -> Self {
        self.forms = true;
        self
    }

    /// Not kept anywhere, by anybody.
    #[must_use]
    pub const fn no_store(mut self) -> Self {
        self.no_store = true;
        self
    }

    /// Answered with this status.
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// What is wrong with the form it holds; the status becomes 422.
    #[must_use]
    pub fn errors(mut self, errors: Invalid) -> Self {
        if !errors.fields.is_empty() {
            self.status = StatusCode::UNPROCESSABLE_ENTITY;
        }
        self.errors = errors;
        self
    }

    /// A message at its top.
    #[must_use]
    pub fn warning(mut self, message: Message) -> Self {
        self.warning = Some(message);
        self
    }

    /// The template's variables `errors` (a list for the summary) and `error` (field → sentence), `cx`, and its own.
    pub(super) fn render(mut self, cx: &Cx, me: &Me, unread: String) -> Result<Rendered> {
        if let Some(path) = self.moved {
            return Ok(Rendered {
                location: Some(path),
                status: self.status,
                content_type: "text/plain; charset=utf-8",
                body: String::new(),
                has_token: false,
                no_store: false,
            });
        }
        let texts = &cx.shared.texts;
        let errors: Vec<Named> = self
            .errors
            .fields
            .iter()
            .map(|(name, message)| Named { name: (*name).into(), text: texts.say(cx, message) })
            .collect();
        let mut by_field = std::collections::BTreeMap::new();
        for Named { name, text } in &errors {
            by_field.entry(name.as_str()).or_insert(text.as_str());
        }
        let mut context = std::mem::take(&mut self.context);
        context.insert("error", &by_field);
        context.insert("errors", &errors);
        let has_token = me.session.is_some() || self.forms;
        let site = cx.shared.last_site();
        let shell = Shell { unread, ..self.shell(cx, me, &site, has_token) };
        context.insert("cx", &shell);
        let body = texts.render(cx, &site, self.template, &context).map_err(AppError::internal)?;
        Ok(Rendered {
            location: None,
            status: self.status,
            content_type: "text/html; charset=utf-8",
            body,
            has_token,
            no_store: self.no_store,
        })
    }

    fn shell<'a>(&'a self, cx: &'a Cx, me: &Me, site: &'a crate::settings::Site, has_token: bool) -> Shell<'a> {
        let texts = &cx.shared.texts;
        let notice = match &self.warning {
            Some(message) => Some(Notice { kind: "warn", text: texts.say(cx, message) }),
            None => cx.notice.as_deref().and_then(|key| texts.notice(cx, key)).map(|text| Notice { kind: "ok", text }),
        };
        Shell {
            site: SiteView { name: &site.name, tagline: &site.tagline, brand_css: "" },
            me: me_view(me),
            unread: String::new(),
            csrf: if has_token { cx.token() } else { String::new() },
            theme: cx.theme.as_str(),
            lang: cx.lang.code(),
            dir: cx.lang.dir(),
            langs: [],
            path: &cx.uri,
            section: self.section,
            title: match &self.title {
                Title::None => String::new(),
                Title::Text(text) => text.clone(),
                Title::Key(message) => texts.say(cx, message),
            },
            description: &self.description,
            canonical: self.canonical.as_deref().map(|path| cx.shared.config.absolute(path)).unwrap_or_default(),
            og_type: if self.article { "article" } else { "website" },
            feeds: &self.feeds,
            notice,
            jsonld: self.jsonld.as_ref().map(script_safe).unwrap_or_default(),
            noindex: self.noindex,
            request_id: &cx.id,
            return_to: return_to(cx),
        }
    }
}

/// Where signing in leads back to: this page, unless it is one of those that sign in.
fn return_to(cx: &Cx) -> &str {
    let signs_in = ["/sign-in", "/sign-up", "/reset-password", "/verify-email", "/first-admin"];
    let comes_back = cx.method == Method::GET && !signs_in.iter().any(|path| cx.uri.starts_with(path));
    if comes_back { &cx.uri } else { "/" }
}

fn me_view(me: &Me) -> Option<MeView> {
    let (profile, member) = (me.profile.as_ref()?, me.actor.member()?);
    Some(MeView {
        id: profile.id,
        member: member_view(
            profile.id,
            profile.handle.clone(),
            profile.name.clone(),
            &profile.photo,
            member.staff,
            String::new(),
        )
        .super_user(member.standing.super_user),
        email: profile.email.clone(),
        moderator: me.actor.is_moderator(),
        reviews: policy::check(&me.actor, Action::Review).is_ok(),
        admin: me.actor.is_admin(),
        verified: member.verified,
        suspended: member.suspended_until.is_some(),
    })
}

/// JSON that cannot end the script element it stands in.
fn script_safe(data: &serde_json::Value) -> String {
    data.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_data_cannot_end_its_script() {
        let data = serde_json::json!({ "name": "</script><script>alert(1)</script>&\u{2028}" });
        let text = script_safe(&data);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), Some(data));
    }
}
