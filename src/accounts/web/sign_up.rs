//! `GET` and `POST /sign-up`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::accounts::kept::Kept;
use crate::accounts::letters::Letters;
use crate::accounts::names::Handle;
use crate::accounts::password::{Hasher, Password};
use crate::accounts::sign_up::{self, Person, SignUp, Typed};
use crate::error::{AppError, Result};
use crate::ids;
use crate::message::Message;
use crate::web::{Cx, Form, Page, Refusal};

/// The form: who one is, and the question that travels along.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fields {
    email: String,
    handle: String,
    display_name: String,
    password: String,
    form_key: String,
    draft_topic: String,
    draft_title: String,
    draft_board: String,
    draft_tags: String,
    draft_lang: String,
    draft_body: String,
}

impl Fields {
    fn kept(&self) -> Option<Kept> {
        Kept {
            topic: self.draft_topic.clone(),
            title: self.draft_title.clone(),
            board: self.draft_board.clone(),
            tags: self.draft_tags.clone(),
            lang: self.draft_lang.clone(),
            body: self.draft_body.clone(),
        }
        .some()
    }

    fn carrying(kept: Option<Kept>) -> Self {
        let Some(kept) = kept else { return Self::default() };
        Self {
            draft_topic: kept.topic,
            draft_title: kept.title,
            draft_board: kept.board,
            draft_tags: kept.tags,
            draft_lang: kept.lang,
            draft_body: kept.body,
            ..Self::default()
        }
    }
}

/// `GET /sign-up`
///
/// # Errors
/// When the database refuses.
pub async fn show(cx: Cx) -> Result<HttpResponse> {
    form(&cx, Fields::default(), Refusal::none()).await
}

/// `POST /sign-up/carry`: from the form that asks to sign in first, with the text that was typed. Changes nothing.
///
/// # Errors
/// When the form does not fit.
pub async fn carry(cx: Cx, Form(fields): Form<Vec<(String, String)>>) -> Result<HttpResponse> {
    let kept = super::sign_in::Fields::parse(fields)?.kept();
    form(&cx, Fields::carrying(kept), Refusal::none()).await
}

/// `POST /sign-up`
///
/// # Errors
/// When the site takes no sign-ups, or too many passwords are being hashed.
pub async fn send(cx: Cx, hasher: web::Data<Hasher>, Form(fields): Form<Fields>) -> Result<HttpResponse> {
    match take(&cx, &hasher, &fields).await {
        Ok(()) => check_mail(&cx, fields).await,
        Err(error) => form(&cx, fields, Refusal::of(error)?).await,
    }
}

async fn take(cx: &Cx, hasher: &Hasher, fields: &Fields) -> Result<()> {
    let typed =
        Typed { email: &fields.email, handle: &fields.handle, name: &fields.display_name, password: &fields.password };
    let person = Person::parse(typed, Handle::parse)?;
    let new = SignUp {
        email: person.email,
        handle: person.handle,
        name: person.name,
        password: hasher.hash(person.password).await?,
        kept: fields.kept(),
        // A form of somebody's own making may lack it, and is then like no other.
        form_key: if fields.form_key.is_empty() { ids::secret() } else { fields.form_key.clone() },
        subject: cx.subject.clone(),
    };
    let (letters, now) = (Letters::of(cx), cx.now);
    let sign_up = || {
        let (new, letters) = (new.clone(), letters.clone());
        cx.write(move |tx, _| sign_up::sign_up(tx, &new, &letters, now))
    };
    match sign_up().await {
        // Somebody with the same address was faster by a moment: now it is known, and treated so.
        Err(AppError::Duplicate { what }) if what.contains("email_key") => sign_up().await,
        other => other,
    }
    .map_err(sign_up::said_of_field)
}

async fn form(cx: &Cx, mut fields: Fields, refusal: Refusal) -> Result<HttpResponse> {
    if fields.form_key.is_empty() {
        fields.form_key = ids::secret();
    }
    let (now, shared, show) = (cx.now, cx.shared.clone(), refusal.clone());
    let response = cx
        .page(move |c, me| {
            let open = sign_up::may(shared.site(c, now)?.sign_up).is_ok();
            let page = Page::new("pages/accounts/sign_up.html")
                .title_key(Message::new("accounts-sign-up"))
                .canonical("/sign-up")
                .forms()
                .no_store()
                .set("open", &open)
                .set("signed_in", &me.session.is_some())
                .set("form_key", &fields.form_key)
                .set("email", &fields.email)
                .set("handle", &fields.handle)
                .set("display_name", &fields.display_name)
                .set("password_min", &Password::MIN)
                .set("kept", &fields.kept());
            Ok(show.on(page))
        })
        .await?;
    Ok(refusal.finish(response))
}

/// What is seen whether or not the address has an account. Who has one can sign in here, with the same text.
async fn check_mail(cx: &Cx, fields: Fields) -> Result<HttpResponse> {
    cx.page(move |_, _| {
        let kept = fields.kept();
        Ok(Page::new("pages/accounts/check_mail.html")
            .title_key(Message::new("accounts-check-mail"))
            .noindex()
            .no_store()
            .forms()
            .set("email", &fields.email.trim())
            .set("kept", &kept))
    })
    .await
}
