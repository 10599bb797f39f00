//! People for tests, put straight into the database and signed in by a session: what a test is about should not
//! begin with a form.

use std::sync::OnceLock;

use diesel::prelude::*;
use talka::accounts::names::Handle;
use talka::accounts::password::{self, Password};
use talka::clock::{Timestamp, days};
use talka::db::schema::{moderator_boards, users};
use talka::ids::{BoardId, UserId};
use talka::sessions;

use super::{Client, TestApp};

/// The password of everyone here.
pub const PASSWORD: &str = "crumpled-lantern-ferry";

/// What sets one account apart from another.
#[derive(Debug, Clone, Copy, Default)]
struct Traits {
    unverified: bool,
    suspended: bool,
    moderator: bool,
    staff: bool,
    admin: bool,
}

impl TestApp {
    /// A member, signed in: verified, a month old, address `<handle>@example.org`, name as the handle.
    pub async fn member(&self, handle: &str) -> Client {
        self.person(handle, Traits::default()).await
    }

    /// A member whose e-mail address is not proven.
    pub async fn unverified(&self, handle: &str) -> Client {
        self.person(handle, Traits { unverified: true, ..Traits::default() }).await
    }

    /// A member who is suspended for another week.
    pub async fn suspended(&self, handle: &str) -> Client {
        self.person(handle, Traits { suspended: true, ..Traits::default() }).await
    }

    /// A moderator of everything.
    pub async fn moderator(&self) -> Client {
        self.person("moderator", Traits { moderator: true, ..Traits::default() }).await
    }

    /// A moderator of one board, who reads and decides nothing elsewhere.
    pub async fn limited_moderator(&self, handle: &str, board: BoardId) -> Client {
        let client = self.person(handle, Traits { moderator: true, ..Traits::default() }).await;
        let id = client.id();
        self.write(move |tx| {
            diesel::insert_into(moderator_boards::table)
                .values((moderator_boards::user_id.eq(id), moderator_boards::board_id.eq(board)))
                .execute(tx)?;
            Ok(())
        })
        .await;
        client
    }

    /// An employee with a photo and a job title.
    pub async fn staff(&self) -> Client {
        self.person("staff", Traits { staff: true, ..Traits::default() }).await
    }

    /// An admin.
    pub async fn admin(&self) -> Client {
        self.person("admin", Traits { admin: true, ..Traits::default() }).await
    }

    /// A browser in which an account that is there already signs in once more.
    pub async fn sign_in(&self, id: UserId, handle: &str, with_role: bool) -> Client {
        let now = self.clock.now();
        let from = sessions::Client { ip: "127.0.0.1".into(), agent: "the tests".into() };
        let secret = self.write(move |tx| sessions::start(tx, id, with_role, &from, now)).await;
        let cookie = if self.app.shared.config.secure_cookies() { "__Host-talka" } else { "talka" };
        let client = self.visitor().known_as(id, handle);
        client.set_cookie(cookie, &secret);
        client
    }

    /// Gives an account another shown name.
    pub async fn rename(&self, client: &Client, name: &str) {
        let (id, name) = (client.id(), name.to_owned());
        self.write(move |tx| {
            diesel::update(users::table.find(id)).set(users::display_name.eq(&name)).execute(tx)?;
            Ok(())
        })
        .await;
    }

    async fn person(&self, handle: &str, traits: Traits) -> Client {
        let (name, now) = (handle.to_owned(), self.clock.now());
        let id = self.write(move |tx| Ok(insert(tx, &name, traits, now)?)).await;
        self.sign_in(id, handle, traits.moderator || traits.staff || traits.admin).await
    }
}

fn insert(tx: &mut talka::db::Conn, handle: &str, traits: Traits, now: Timestamp) -> QueryResult<UserId> {
    let address = format!("{handle}@example.org");
    let since = now - days(30);
    diesel::insert_into(users::table)
        .values((
            users::handle.eq(handle),
            users::handle_key.eq(Handle::parse_official(handle).unwrap().skeleton()),
            users::display_name.eq(handle),
            users::email.eq(&address),
            users::email_key.eq(&address),
            users::email_verified_at.eq((!traits.unverified).then_some(since)),
            users::password_hash.eq(password_hash()),
            users::is_moderator.eq(traits.moderator),
            users::is_staff.eq(traits.staff),
            users::is_admin.eq(traits.admin),
            users::photo.eq(if traits.staff { "photo.webp" } else { "" }),
            users::job_title.eq(if traits.staff { "Support engineer" } else { "" }),
            users::created_at.eq(since),
            users::suspended_until.eq(traits.suspended.then_some(now + days(7))),
        ))
        .returning(users::id)
        .get_result(tx)
}

/// The hash of [`PASSWORD`]: made once, for it is slow on purpose.
fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(&Password::parse(PASSWORD, &[]).unwrap()).unwrap())
}
