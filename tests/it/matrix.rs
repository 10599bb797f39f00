//! The policy as HTTP shows it: every address of a question, an answer or a comment, asked for by everybody, in every
//! state of it. The expected answers are written by hand, from product.md and security.md and not from the code.

use diesel::prelude::*;
use talka::clock::days;
use talka::comments;
use talka::db::schema::{
    audit, comment_votes, comments as comments_table, metoos, moderator_boards, posts, revisions, topics, users, votes,
};
use talka::ids::{BoardId, CommentId, PostId, TopicId};
use talka::policy::State;
use talka::routes;
use talka::topics as topic_store;

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

/// The answers of a row, a letter for each of [`WHO`]: 1 moved (301), 2 shown, 3 done or led on (303), s to signing in,
/// u sign in first (401), ! refused with the rule (403), 4 not there, c conflict (409), g gone (410).
struct Line {
    method: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
    /// By [`Found`].
    answers: [&'static str; 6],
}

const fn get(path: &'static str, answers: [&'static str; 6]) -> Line {
    Line { method: "GET", path, fields: &[], answers }
}

const fn post(path: &'static str, fields: &'static [(&'static str, &'static str)], answers: [&'static str; 6]) -> Line {
    Line { method: "POST", path, fields, answers }
}

const TEXT: &[(&str, &str)] = &[("body", "A text that is long enough for everything.")];
const REASON: &[(&str, &str)] = &[("reason", "A reason of some words.")];
const CLOSE: &[(&str, &str)] = &[("reason", ""), ("close_reason", "outdated")];
const EDIT: &[(&str, &str)] = &[("body", "A text that was edited once more."), ("version", "2"), ("reason", "")];

/// Columns: V U O A S F M E K X I.
#[rustfmt::skip]
const MATRIX: &[Line] = &[
    //                                            visible        closed         deleted        hidden         buried         secret
    get("/questions/{topic}",                   ["11111111111", "11111111111", "44414414144", "44414414144", "44414414144", "44414414141"]),
    get("/questions/{topic}/{slug}",            ["22222222222", "22222222222", "44424424244", "44424424244", "44424424244", "44424424242"]),
    get("/questions/{topic}/feed.{format}",     ["22222222222", "22222222222", "ggggggggggg", "ggggggggggg", "ggggggggggg", "44444444444"]),
    get("/posts/{post}",                        ["33333333333", "33333333333", "44434434344", "44434434344", "44434434344", "44434434343"]),
    get("/posts/{post}/history",                ["22222222222", "22222222222", "44424424244", "44424424244", "44424424244", "44424424242"]),
    get("/posts/{post}/comments",               ["22222222222", "22222222222", "44424424244", "44424424244", "44424424244", "44424424242"]),
    get("/comments/{comment}",                  ["33333333333", "33333333333", "44434434344", "44434434344", "44434434344", "44434434343"]),
    post("/questions/{topic}/answers", TEXT,    ["u!333!333!3", "u!!!!!!!!!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344343!3"]),
    post("/questions/{topic}/me-too", &[("on", "true")],
                                                ["u!3!33333!3", "u!3!33333!3", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44343!3"]),
    post("/posts/{post}/vote", &[("value", "1")],
                                                ["u!3!33333!3", "u!3!33333!3", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44343!3"]),
    post("/posts/{post}/accept", &[("on", "true")],
                                                ["u!!3333!3!!", "u!!3333!3!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344343!!"]),
    get("/posts/{post}/edit",                   ["s!!2!!2!2!!", "s!!2!!2!2!!", "s!4!44242!4", "s!4!44242!4", "s!4!44242!4", "s!4244242!!"]),
    post("/posts/{post}/edit", EDIT,            ["u!!3!!3!3!!", "u!!3!!3!3!!", "u!4!44343!4", "u!4!44343!4", "u!4!44343!4", "u!4344343!!"]),
    post("/posts/{post}/restore-version", &[("number", "1"), ("version", "2")],
                                                ["u!!3!!3!3!!", "u!!3!!3!3!!", "u!4!44343!4", "u!4!44343!4", "u!4!44343!4", "u!4344343!!"]),
    get("/posts/{post}/delete",                 ["s!!2!!!!!!!", "s!!2!!!!!!!", "s!4!44!4!!4", "s!4!44!4!!4", "s!4244!4!!4", "s!4244!4!!!"]),
    post("/posts/{post}/delete", &[],           ["u!!3!!!!!!!", "u!!3!!!!!!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344!4!!4", "u!4344!4!!!"]),
    post("/posts/{post}/undelete", &[],         ["u!!!!!!!!!!", "u!!!!!!!!!!", "u!4344!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!!"]),
    post("/posts/{post}/comments", TEXT,        ["u!333!333!3", "u!333!333!3", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344343!3"]),
    get("/comments/{comment}/edit",             ["s!!2!!2!2!!", "s!!2!!2!2!!", "s!4!44242!4", "s!4!44242!4", "s!4!44242!4", "s!4244242!!"]),
    post("/comments/{comment}/edit", TEXT,      ["u!!3!!3!3!!", "u!!3!!3!3!!", "u!4!44343!4", "u!4!44343!4", "u!4!44343!4", "u!4344343!!"]),
    post("/comments/{comment}/delete", &[],     ["u!!3!!!!!!!", "u!!3!!!!!!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344!4!!4", "u!4344!4!!!"]),
    post("/comments/{comment}/vote", &[("value", "1")],
                                                ["u!3!33333!3", "u!3!33333!3", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44343!3"]),
    get("/mod/topics/{topic}/close",            ["s!!2!!2!2!!", "s!!!!!2!2!!", "s!4244242!4", "s!4244242!4", "s!4244242!4", "s!4244242!!"]),
    post("/mod/topics/{topic}/close", CLOSE,    ["u!!3!!3!3!!", "u!!!!!c!c!!", "u!4344343!4", "u!4344343!4", "u!4344343!4", "u!4344343!!"]),
    get("/mod/topics/{topic}/reopen",           ["s!!2!!2!2!!", "s!!!!!2!2!!", "s!4244242!4", "s!4244242!4", "s!4244242!4", "s!4244242!!"]),
    post("/mod/topics/{topic}/reopen", REASON,  ["u!!c!!c!c!!", "u!!!!!3!3!!", "u!4c44c4c!4", "u!4c44c4c!4", "u!4c44c4c!4", "u!4c44c4c!!"]),
    get("/mod/posts/{post}/hide",               ["s444442!244", "s444442!244", "s44444c4c44", "s44444c4c44", "s4444424244", "s4444424244"]),
    post("/mod/posts/{post}/hide", REASON,      ["u444443!344", "u444443!344", "u44444c4c44", "u44444c4c44", "u4444434344", "u4444434344"]),
    get("/mod/posts/{post}/restore",            ["s44444c!c44", "s44444c!c44", "s44444c4c44", "s4444424244", "s44444c4c44", "s44444c4c44"]),
    post("/mod/posts/{post}/restore", REASON,   ["u44444c!c44", "u44444c!c44", "u44444c4c44", "u4444434344", "u44444c4c44", "u44444c4c44"]),
    get("/mod/comments/{comment}/hide",         ["s444442!244", "s444442!244", "s44444c4c44", "s44444c4c44", "s4444424244", "s4444424244"]),
    post("/mod/comments/{comment}/hide", REASON,
                                                ["u444443!344", "u444443!344", "u44444c4c44", "u44444c4c44", "u4444434344", "u4444434344"]),
    get("/mod/comments/{comment}/restore",      ["s44444c!c44", "s44444c!c44", "s44444c4c44", "s4444424244", "s44444c4c44", "s44444c4c44"]),
    post("/mod/comments/{comment}/restore", REASON,
                                                ["u44444c!c44", "u44444c!c44", "u44444c4c44", "u4444434344", "u44444c4c44", "u44444c4c44"]),
];

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
    let elsewhere = app.moderator_of("elsewhere", other).await;
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
        topic_store::set_state(tx, &topic, &post, state)
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
            let counts: [i64; 8] = [
                posts::table.count().get_result(c)?,
                comments_table::table.count().get_result(c)?,
                revisions::table.count().get_result(c)?,
                votes::table.count().get_result(c)?,
                comment_votes::table.count().get_result(c)?,
                metoos::table.count().get_result(c)?,
                audit::table.count().get_result(c)?,
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
        let of_content = ["/questions/", "/posts/", "/comments/", "/mod/"].iter().any(|of| route.path.starts_with(of));
        let asked = MATRIX.iter().any(|line| line.method == route.method.as_str() && plain(line.path) == route.path);
        assert!(asked || !of_content, "{route:?} is not in the matrix");
    }
}

/// Places that are there for some: a board, a tag that stands on it only, and an account that nobody has heard of.
#[tokio::test]
async fn everybody_and_places() {
    let app = TestApp::spawn().await;
    let cast = cast(&app).await;
    let author = &cast.who[3].0;
    app.ask(author, cast.open, "A question for everybody here", "roaming").await;
    app.ask(author, cast.secret, "A question for a few only", "hush").await;
    #[rustfmt::skip]
    let places = [
        ("/boards/open", "22222222222"),
        ("/boards/open/feed.atom", "22222222222"),
        ("/boards/secret", "44424424242"),
        ("/boards/secret/feed.atom", "44444444444"),
        ("/tags/roaming", "22222222222"),
        ("/tags/hush", "44424424242"),
        ("/tags/hush/feed.atom", "44444444444"),
        ("/tags/hush/edit", "s444442424" /* the insider: */),
        ("/members/author", "22222222222"),
        ("/members/unverified", "42444422244"),
        ("/members/unverified/feed.atom", "44444444444"),
    ];
    for (path, expected) in places {
        let expected = format!("{expected:4<11}");
        for ((who, name), expected) in cast.who.iter().zip(WHO).zip(expected.chars()) {
            let line = get("", [""; 6]);
            let reply = who.0.get(path).await;
            assert_eq!(letter(&line, &reply), expected, "{path} as {name}: {reply:?}");
            if expected == '4' {
                let nowhere = path.replace("secret", "nowhere").replace("hush", "nowhere");
                let nowhere = nowhere.replace("unverified", "nowhere");
                let other = who.0.get(&nowhere).await;
                assert_eq!(reply.bare(path), other.bare(&nowhere), "{path} as {name}");
            }
        }
    }
}

/// A moderator of one board, who reads and decides nothing elsewhere.
impl TestApp {
    async fn moderator_of(&self, handle: &str, board: BoardId) -> Client {
        let client = self.member(handle).await;
        let id = client.id();
        self.write(move |tx| {
            diesel::update(users::table.find(id)).set(users::is_moderator.eq(true)).execute(tx)?;
            diesel::insert_into(moderator_boards::table)
                .values((moderator_boards::user_id.eq(id), moderator_boards::board_id.eq(board)))
                .execute(tx)?;
            Ok(())
        })
        .await;
        client
    }

    /// An employee who has not shown a face yet.
    async fn faceless(&self, handle: &str) -> Client {
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
