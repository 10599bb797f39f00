//! The mails of accounts: written in the transaction of what they tell about, sent later by the outbox.

use std::sync::Arc;

use super::Account;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::i18n::{Arg, Lang};
use crate::mail::{self, Mail};
use crate::web::{Cx, Shared};

/// Writes mails in one language.
#[derive(Debug, Clone)]
pub struct Letters {
    shared: Arc<Shared>,
    lang: Lang,
}

/// What a mail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter<'a> {
    /// Prove that this address is yours.
    VerifyEmail { secret: &'a str },
    /// Somebody signed up, or wants to move here, with an address that has an account.
    AlreadyMember,
    /// Set a new password.
    ResetPassword { secret: &'a str },
    /// The password is another now.
    PasswordChanged,
    /// Prove that the new address is yours.
    ChangeEmail { secret: &'a str },
    /// To the old address: the account has moved to another.
    EmailChanged { new: &'a str },
}

/// Who gets it.
#[derive(Debug, Clone, Copy)]
pub(super) struct To<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub handle: &'a str,
}

impl<'a> To<'a> {
    /// An account, at its address; none when it has no address.
    pub fn account(account: &'a Account) -> Option<Self> {
        Some(Self { email: account.email.as_deref()?, name: &account.name, handle: &account.handle })
    }
}

impl Letter<'_> {
    /// What it is called in the outbox, its templates (a pair, `.txt` and `.html`) and the key of its subject.
    const fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::VerifyEmail { .. } => ("verify-email", "emails/verify_email", "mail-verify-email-subject"),
            Self::AlreadyMember => ("already-member", "emails/already_member", "mail-already-member-subject"),
            Self::ResetPassword { .. } => ("reset-password", "emails/reset_password", "mail-reset-password-subject"),
            Self::PasswordChanged => ("password-changed", "emails/password_changed", "mail-password-changed-subject"),
            Self::ChangeEmail { .. } => ("change-email", "emails/change_email", "mail-change-email-subject"),
            Self::EmailChanged { .. } => ("email-changed", "emails/email_changed", "mail-email-changed-subject"),
        }
    }

    /// Where its button leads.
    fn path(self) -> String {
        match self {
            Self::VerifyEmail { secret } => format!("/verify-email/{secret}"),
            Self::ResetPassword { secret } => format!("/reset-password/{secret}"),
            Self::ChangeEmail { secret } => format!("/confirm-email/{secret}"),
            Self::AlreadyMember => "/sign-in".into(),
            Self::PasswordChanged | Self::EmailChanged { .. } => "/reset-password".into(),
        }
    }

    const fn new_address(&self) -> &str {
        match self {
            Self::EmailChanged { new } => new,
            Self::VerifyEmail { .. }
            | Self::AlreadyMember
            | Self::ResetPassword { .. }
            | Self::PasswordChanged
            | Self::ChangeEmail { .. } => "",
        }
    }
}

impl Letters {
    /// In the language of a request: who asked for the mail reads it.
    #[must_use]
    pub fn of(cx: &Cx) -> Self {
        Self { shared: Arc::clone(&cx.shared), lang: cx.lang }
    }

    /// The site these mails come from.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) fn site(&self, c: &mut Conn, now: Timestamp) -> Result<Arc<crate::settings::Site>> {
        self.shared.site(c, now)
    }

    /// Puts a mail into the outbox.
    ///
    /// # Errors
    /// When a template is wrong or the database refuses.
    pub(super) fn queue(&self, tx: &mut Conn, letter: Letter<'_>, to: To<'_>, now: Timestamp) -> Result<()> {
        let site = self.shared.site(tx, now)?;
        let config = &self.shared.config;
        let texts = &self.shared.texts;
        let mut context = tera::Context::new();
        context.insert("site", &site.name);
        context.insert("name", to.name);
        context.insert("handle", to.handle);
        context.insert("new_address", letter.new_address());
        context.insert("link", &config.absolute(&letter.path()));
        context.insert("home", &config.absolute("/"));
        context.insert("lang", self.lang.code());
        context.insert("dir", self.lang.dir());
        let (kind, template, subject) = letter.parts();
        let render = |ending| {
            let template = format!("{template}.{ending}");
            texts.render_for(self.lang, now, &site.zone, &template, &context).map_err(AppError::internal)
        };
        // The site's name is the one variable of subjects; a mail's head has one line.
        let subject = texts.i18n.text(self.lang, subject, &[("site", Arg::from(one_line(&site.name)))]);
        let mail = Mail {
            dedupe: None,
            kind,
            to_address: to.email.to_owned(),
            to_name: to.name.to_owned(),
            subject: subject.into_owned(),
            text: render("txt")?,
            html: render("html")?,
            told: None,
        };
        mail::queue(tx, &mail, config.base_url.host_str().unwrap_or("localhost"), now).map(drop)
    }
}

fn one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
