//! The policy as HTTP shows it: every address of a question, an answer or a comment, asked for by everybody, in every
//! state of it. The expected answers are written by hand, from product.md and security.md and not from the code.

mod ideas;
mod lines;
mod places;
mod reviews;
mod rewards;

use diesel::prelude::*;
use talka::clock::days;
use talka::comments;
use talka::db::schema::{
    audit, closing_votes, comment_votes, comments as comments_table, metoos, posts, revisions, suggestions, topics,
    users, votes,
};
use talka::ids::{BoardId, CommentId, PostId, TopicId};
use talka::policy::State;
use talka::routes;
use talka::topics as topic_store;

use self::lines::{Line, MATRIX};
use crate::support::NOON;
use crate::support::{Client, Reply, TestApp};

/// Who asks, in the order of the columns below: visitor, unverified, another member, author, staff, staff without a
/// face, moderator, moderator of another board, admin, suspended, and a member whom the restricted board is for.
const WHO: [&str; 11] = [
    "visitor",
    "unverified",
    "other",
    "author",
    "staff",
    "faceless",
    "moderator",
    "elsewhere",
    "keeper",
    "suspended",
    "insider",
];

/// In which state a thing is found; the order of the rows below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Visible,
    /// The question takes no answers.
    Closed,
    Deleted,
    Hidden,
    /// Itself visible, in a question that is hidden.
    Buried,
    /// On a board that is for the author and the insider.
    Secret,
}

/// Everybody, and the token of each.
struct Cast {
    who: Vec<(Client, String)>,
    open: BoardId,
    secret: BoardId,
}

async fn cast(app: &TestApp) -> Cast {
    let (open, other) = (app.board("open").await, app.board("other").await);
    let (author, insider) = (app.member("author").await, app.member("insider").await);
    let secret = app.board_for("secret", &[&author, &insider]).await;
    let elsewhere = app.limited_moderator("elsewhere", other).await;
    let faceless = app.faceless("faceless").await;
    let who = vec![
        app.visitor(),
        app.unverified("unverified").await,
        app.member("other").await,
        author,
        app.staff().await,
        faceless,
        app.moderator().await,
        elsewhere,
        app.admin().await,
        app.suspended("suspended").await,
        insider,
    ];
    let mut with_tokens = Vec::new();
    for client in who {
        let token = client.token_from("/sign-in").await;
        with_tokens.push((client, token));
    }
    Cast { who: with_tokens, open, secret }
}

/// The things that the addresses name.
#[derive(Debug, Clone, Copy)]
struct Things {
    topic: TopicId,
    post: PostId,
    comment: CommentId,
}

const NOWHERE: Things = Things { topic: TopicId(99_999_999), post: PostId(99_999_999), comment: CommentId(99_999_999) };

/// Things in this state, eight days old: a question (or more), an answer with two versions, a comment.
async fn things(app: &TestApp, cast: &Cast, found: Found) -> Things {
    let ago = i64::try_from(days(8).as_secs()).unwrap();
    app.clock.advance(-ago);
    let author = &cast.who[3].0;
    let board = if found == Found::Secret { cast.secret } else { cast.open };
    let asked = app.ask(author, board, "Why does my phone not ring?", "phones").await;
    let post = app.answer(author, &asked, "The first version of an answer.").await;
    app.clock.advance(3_600);
    app.edit_answer(author, post, "The second version of an answer.").await;
    app.clock.advance(ago - 3_600);
    let comment = app.comment(author, &asked, asked.post, "A remark about all this.").await;
    let mut topic = asked.topic;
    match found {
        Found::Visible | Found::Secret => {}
        Found::Closed => close(app, topic).await,
        Found::Deleted | Found::Hidden => {
            let state = if found == Found::Deleted { State::Deleted } else { State::Hidden };
            let removed = app.ask(author, board, "Why does my phone not ring?", "phones").await;
            set_state(app, removed.post, state).await;
            topic = removed.topic;
            set_state(app, post, state).await;
            app.write(move |tx| {
                let loaded = comments::load(tx, comment)?.unwrap();
                comments::set_state(tx, &loaded, state)
            })
            .await;
        }
        Found::Buried => set_state(app, asked.post, State::Hidden).await,
    }
    Things { topic, post, comment }
}

async fn close(app: &TestApp, topic: TopicId) {
    let now = app.clock.now();
    app.write(move |tx| {
        diesel::update(topics::table.find(topic))
            .set((topics::closed_at.eq(now), topics::close_reason.eq("outdated")))
            .execute(tx)?;
        Ok(())
    })
    .await;
}

async fn set_state(app: &TestApp, post: PostId, state: State) {
    app.write(move |tx| {
        let (topic, post) = topic_store::load_post(tx, post)?.unwrap();
        topic_store::set_state(tx, &topic, &post, state, NOON)
    })
    .await;
}

impl Things {
    fn path(self, pattern: &str) -> String {
        pattern
            .replace("{topic}", &self.topic.to_string())
            .replace("{post}", &self.post.to_string())
            .replace("{comment}", &self.comment.to_string())
            .replace("{slug}", "why-does-my-phone-not-ring")
            .replace("{format}", "atom")
    }

    /// Everything that a request about them could change.
    async fn rows(self, app: &TestApp) -> String {
        let Self { topic, post, comment } = self;
        app.read(move |c| {
            type Topic = (String, Option<i64>, i64, i64, i64, i64);
            let of_topic: Topic = topics::table
                .find(topic)
                .select((
                    topics::state,
                    topics::closed_at,
                    topics::metoo_count,
                    topics::answers_count,
                    topics::accepted_count,
                    topics::active_at,
                ))
                .first(c)?;
            type Post = (String, String, i64, i64, bool, i64);
            let of_post: Post = posts::table
                .find(post)
                .select((
                    posts::state,
                    posts::source,
                    posts::version,
                    posts::ups,
                    posts::accepted,
                    posts::comments_count,
                ))
                .first(c)?;
            let of_comment: (String, String, i64) = comments_table::table
                .find(comment)
                .select((comments_table::state, comments_table::source, comments_table::ups))
                .first(c)?;
            let counts: [i64; 10] = [
                posts::table.count().get_result(c)?,
                comments_table::table.count().get_result(c)?,
                revisions::table.count().get_result(c)?,
                votes::table.count().get_result(c)?,
                comment_votes::table.count().get_result(c)?,
                metoos::table.count().get_result(c)?,
                audit::table.count().get_result(c)?,
                suggestions::table.count().get_result(c)?,
                closing_votes::table.count().get_result(c)?,
                users::table.select(diesel::dsl::count_star()).get_result(c)?,
            ];
            Ok(format!("{of_topic:?} {of_post:?} {of_comment:?} {counts:?}"))
        })
        .await
    }
}

async fn send(line: &Line, things: Things, (client, token): &(Client, String)) -> Reply {
    let path = things.path(line.path);
    if line.method == "GET" {
        return client.get(&path).await;
    }
    let mut fields = vec![("csrf", token.as_str())];
    fields.extend_from_slice(line.fields);
    client.post_without_token(&path, &fields).await
}

fn letter(line: &Line, reply: &Reply) -> char {
    match reply.status.as_u16() {
        303 if line.method == "GET" && reply.location().starts_with("/sign-in") => 's',
        301 => '1',
        200 => '2',
        303 => '3',
        401 => 'u',
        403 => '!',
        404 => '4',
        409 => 'c',
        410 => 'g',
        _ => '?',
    }
}

/// Asks for everything as everybody; nothing may deviate.
async fn check(found: Found) {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let mut things = things(&app, &cast, found).await;
    let mut deviations = Vec::new();
    for line in MATRIX {
        let expected = line.answers[found as usize];
        assert_eq!(expected.chars().count(), WHO.len(), "{} {:?}", line.path, found);
        for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
            let before = things.rows(&app).await;
            let reply = send(line, things, who).await;
            let told = format!("{} {} as {name}, {found:?}", line.method, line.path);
            let got = letter(line, &reply);
            if got != expected {
                deviations.push(format!("{told}: {got} ({}) instead of {expected}", reply.status));
            }
            let changed = before != things.rows(&app).await;
            if line.method == "POST" && got == '3' {
                things = self::things(&app, &cast, found).await;
            } else if changed {
                deviations.push(format!("{told}: answered {} and changed something", reply.status));
            }
            if got == '4' {
                // Again: the first page after a form also shows that form's notice.
                let reply = send(line, things, who).await;
                let nowhere = send(line, NOWHERE, who).await;
                let (here, there) = (reply.bare(&things.path(line.path)), nowhere.bare(&NOWHERE.path(line.path)));
                if reply.status != nowhere.status || here != there {
                    deviations.push(format!("{told}: 404, and not the same as for what never was"));
                }
            }
        }
    }
    assert!(deviations.is_empty(), "{} deviations:\n{}", deviations.len(), deviations.join("\n"));
    app.assert_verified();
}

#[tokio::test]
async fn everybody_and_what_is_visible() {
    check(Found::Visible).await;
}

#[tokio::test]
async fn everybody_and_what_is_closed() {
    check(Found::Closed).await;
}

#[tokio::test]
async fn everybody_and_what_is_deleted() {
    check(Found::Deleted).await;
}

#[tokio::test]
async fn everybody_and_what_is_hidden() {
    check(Found::Hidden).await;
}

#[tokio::test]
async fn everybody_and_what_is_in_a_hidden_question() {
    check(Found::Buried).await;
}

#[tokio::test]
async fn everybody_and_what_is_on_a_restricted_board() {
    check(Found::Secret).await;
}

#[test]
fn no_address_of_content_is_left_out() {
    let plain = |path: &str| path.replace("{topic}", "{id}").replace("{post}", "{id}").replace("{comment}", "{id}");
    for route in routes::table() {
        let of_content =
            ["/questions/", "/posts/", "/comments/", "/mod/", "/topics/"].iter().any(|of| route.path.starts_with(of));
        let asked = MATRIX.iter().any(|line| line.method == route.method.as_str() && plain(line.path) == route.path);
        assert!(asked || !of_content, "{route:?} is not in the matrix");
    }
}

impl TestApp {
    /// An employee who has not shown a face yet.
    pub async fn faceless(&self, handle: &str) -> Client {
        let client = self.member(handle).await;
        let id = client.id();
        self.write(move |tx| {
            diesel::update(users::table.find(id)).set(users::is_staff.eq(true)).execute(tx)?;
            Ok(())
        })
        .await;
        client
    }

    /// An answer's next version, by its author.
    async fn edit_answer(&self, by: &Client, post: PostId, text: &str) {
        let token = by.token_from("/no-such-page").await;
        let fields = [("csrf", token.as_str()), ("body", text), ("version", "1"), ("reason", "")];
        by.post_without_token(&format!("/posts/{post}/edit"), &fields).await.expect(303);
        // The next page says that it was saved: not one of those that are compared.
        by.get("/no-such-page").await;
    }
}
