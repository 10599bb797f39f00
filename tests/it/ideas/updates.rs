//! What staff say of ideas: who may, what keeps the rules, and that nothing is said over somebody else's word.

use diesel::prelude::*;
use talka::db::schema::{audit, events, idea_updates, ideas, statuses, topics};
use talka::follows::{Level, Subject};
use talka::ids::UpdateId;
use talka::notify::{Kind, Reason};

use super::status;
use crate::support::{Asked, Client, Reply, TestApp, with_status};

const REASON: &str = "We looked at what it would cost, and it is far more than it would bring.";
const TITLE: &str = "Share spare data with family";

/// What a word of staff left behind.
#[derive(Debug, PartialEq, Eq, Queryable)]
struct Stands {
    kind: String,
    update: Option<i64>,
    count: i64,
    due_at: Option<i64>,
    done_at: Option<i64>,
    closed_at: Option<i64>,
}

async fn stands(app: &TestApp, idea: &Asked) -> Stands {
    let id = idea.topic;
    app.read(move |c| {
        let idea = ideas::table.inner_join(topics::table.on(topics::id.eq(ideas::topic_id))).filter(topics::id.eq(id));
        let columns = (
            ideas::status_kind,
            ideas::update_id,
            ideas::updates_count,
            ideas::due_at,
            ideas::done_at,
            topics::closed_at,
        );
        Ok(idea.select(columns).first(c)?)
    })
    .await
}

/// The newest update of an idea, as its form carries it.
async fn seen(app: &TestApp, idea: &Asked) -> String {
    stands(app, idea).await.update.map(|id| id.to_string()).unwrap_or_default()
}

/// Sends the form for an update by somebody who has seen everything.
async fn say(app: &TestApp, by: &Client, idea: &Asked, key: &'static str, more: &[(&str, &str)]) -> Reply {
    let (status, seen) = (status(app, key).await.to_string(), seen(app, idea).await);
    let mut fields = vec![("status", status.as_str()), ("seen", &seen)];
    fields.extend_from_slice(more);
    by.post_form(&format!("/ideas/{}/update", idea.topic), &fields).await
}

fn wrong(reply: &Reply, field: &str) -> bool {
    reply.status == 422 && reply.find(&format!("[name={field}][aria-invalid]")).is_some()
}

#[tokio::test]
async fn staff_say_what_becomes_of_an_idea_and_everybody_reads_it() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board_of_ideas("plans").await);
    let idea = app.propose(&ada, board, TITLE).await;
    let path = format!("/ideas/{}/update", idea.topic);
    let form = staff.get(&path).await.expect(200);
    assert!(form.find("select[name=status]").unwrap().contains("Planned"));
    assert!(!form.find("select[name=status]").unwrap().contains("Merged"));
    let more = [("body", "It comes **this winter**."), ("next_word", "2026-12-05"), ("owner", "@staff")];
    let done = say(&app, &staff, &idea, "planned", &more).await.expect(303);
    let update = seen(&app, &idea).await;
    assert_eq!(done.location(), format!("{}#u{update}", idea.path));
    let after = stands(&app, &idea).await;
    assert_eq!((after.kind.as_str(), after.count, after.closed_at, after.done_at), ("accepted", 1, None, None));
    assert!(after.due_at.is_some());
    for reader in [&app.visitor(), &ada] {
        let page = reader.get(&idea.path).await.expect(200);
        let newest = page.find(".update").unwrap();
        for text in ["staff", "Support engineer", "this winter", "Next word by 5 December 2026"] {
            assert!(newest.contains(text), "{text}: {newest}");
        }
        assert_eq!(page.find("article .pill").as_deref(), Some("Planned"));
        assert!(page.find(&format!("#u{update}")).is_some() && page.find("ol.tl .next").is_some());
        assert!(page.find(&format!("a[href='{path}']")).is_none(), "members are offered no form");
    }
    assert!(app.visitor().get("/ideas").await.expect(200).find(".idea .update").unwrap().contains("this winter"));
    let refused = say(&app, &ada, &idea, "planned", &[("body", "I say so.")]).await;
    assert_eq!((refused.status.as_u16(), stands(&app, &idea).await.count), (403, 1));
    let lines: i64 =
        app.read(|c| Ok(audit::table.filter(audit::action.eq("idea-update")).count().get_result(c)?)).await;
    assert_eq!(lines, 1);
    let admin = app.admin().await;
    let log = admin.get("/admin/audit?action=idea-update").await.expect(200);
    assert!(log.text().contains("Planned") && log.text().contains(TITLE));
    app.assert_verified();
}

#[tokio::test]
async fn an_idea_is_not_declined_without_a_reason_of_its_own() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board_of_ideas("plans").await);
    let (one, two) =
        (app.propose(&ada, board, TITLE).await, app.propose(&ada, board, "Another idea of the kind").await);
    let marks = format!("No{}", "\u{301}".repeat(60));
    let unseen = format!("No{}", "\u{200b}".repeat(60));
    let fillers = "\u{3164}\u{115f}".repeat(40);
    let dots = format!("No{}", " .".repeat(60));
    let link = format!("[No](https://example.org/{})", "a".repeat(60));
    let just_too_short = "a".repeat(39);
    for body in ["", "   ", "No.", "We will not.", &marks, &unseen, &fillers, &dots, &link, &just_too_short] {
        let reply = say(&app, &staff, &one, "declined", &[("body", body)]).await;
        assert!(wrong(&reply, "body"), "{body:?}: {reply:?}");
    }
    assert_eq!(stands(&app, &one).await.count, 0);
    say(&app, &staff, &one, "declined", &[("body", REASON)]).await.expect(303);
    let after = stands(&app, &one).await;
    assert_eq!((after.kind.as_str(), after.closed_at), ("refused", Some(app.clock.now().0)));
    // The same words, as they are and in other signs; for this idea and for another.
    for idea in [&one, &two] {
        for body in [REASON.to_owned(), REASON.to_uppercase(), format!("**{}**!!", REASON.replace(' ', "  "))] {
            let reply = say(&app, &staff, idea, "declined", &[("body", &body)]).await;
            assert!(wrong(&reply, "body"), "{body}");
        }
    }
    say(&app, &staff, &two, "declined", &[("body", "Ещё один довод, и он написан ради этой одной идеи.")])
        .await
        .expect(303);
    let refused = app.member("bob").await.post_form(&format!("/posts/{}/vote", two.post), &[("value", "1")]).await;
    assert!(refused.expect(403).text().contains("This idea is decided"));
    app.assert_verified();
}

#[tokio::test]
async fn what_may_not_be_given_is_refused_with_a_sentence() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board_of_ideas("plans").await);
    let (one, two) =
        (app.propose(&ada, board, TITLE).await, app.propose(&ada, board, "Another idea of the kind").await);
    let now = app.clock.now();
    app.write(move |tx| {
        diesel::update(statuses::table.filter(statuses::key.eq("planned")))
            .set(statuses::retired_at.eq(Some(now)))
            .execute(tx)?;
        Ok(())
    })
    .await;
    let text = ("body", "Something that is said of it.");
    for key in ["planned", "merged"] {
        assert!(wrong(&say(&app, &staff, &one, key, &[text]).await, "status"), "{key}");
    }
    let form = staff.get(&format!("/ideas/{}/update", one.topic)).await;
    assert!(!form.find("select[name=status]").unwrap().contains("Planned"));
    let more = [("owner", "ada"), ("owner", "nobody"), ("next_word", "2026-11-21"), ("next_word", "2027-02-20")];
    for (field, value) in more.into_iter().chain([("next_word", "soon"), ("next_word", "2026-02-31")]) {
        assert!(
            wrong(&say(&app, &staff, &one, "in_progress", &[text, (field, value)]).await, field),
            "{field} {value}"
        );
    }
    say(&app, &staff, &two, "in_progress", &[text]).await.expect(303);
    let others = seen(&app, &two).await;
    say(&app, &staff, &one, "in_progress", &[text, ("corrects", &others)]).await.expect(422);
    assert_eq!(stands(&app, &one).await.count, 0);
    // Fields that no page of ours sends.
    let path = format!("/ideas/{}/update", one.topic);
    for forged in [("seen", "x"), ("corrects", "x"), ("author", "1"), ("status_kind", "done")] {
        let reply = staff.post_form(&path, &[("status", "2"), text, forged]).await;
        assert_eq!(reply.status, 422, "{forged:?}: {reply:?}");
    }
    for status in ["", "0", "99999", "new", "-1"] {
        let reply = staff.post_form(&path, &[("status", status), text]).await;
        assert!(wrong(&reply, "status"), "{status}");
    }
    assert_eq!(stands(&app, &one).await.count, 0);
    say(&app, &staff, &one, "in_progress", &[text, ("next_word", "2027-02-19")]).await.expect(303);
}

#[tokio::test]
async fn the_second_sees_what_the_first_said() {
    let app = TestApp::spawn().await;
    let (ada, staff, admin) = (app.member("ada").await, app.staff().await, app.admin().await);
    let board = app.board_of_ideas("plans").await;
    let idea = app.propose(&ada, board, TITLE).await;
    let (planned, progress) =
        (status(&app, "planned").await.to_string(), status(&app, "in_progress").await.to_string());
    let path = format!("/ideas/{}/update", idea.topic);
    let first = [("status", planned.as_str()), ("body", "The first word of two."), ("seen", "")];
    let second = [("status", progress.as_str()), ("body", "The other word of two."), ("seen", "")];
    staff.post_form(&path, &first).await.expect(303);
    staff.post_form(&path, &first).await.expect(303);
    assert_eq!(stands(&app, &idea).await.count, 1, "a form sent twice is taken once");
    let reply = admin.post_form(&path, &second).await.expect(409);
    assert!(reply.find(".update").unwrap().contains("The first word of two."));
    assert!(reply.find("textarea[name=body]").unwrap().contains("The other word of two."));
    let newest = reply.attr("input[name=seen]", "value").unwrap();
    assert_eq!(newest, seen(&app, &idea).await);
    let again = [("status", progress.as_str()), ("body", "The other word of two."), ("seen", newest.as_str())];
    admin.post_form(&path, &again).await.expect(303);
    assert_eq!(stands(&app, &idea).await.count, 2);
    // All at once: one of them is the first.
    let newest = seen(&app, &idea).await;
    let texts: Vec<String> = (0..8).map(|number| format!("A word with the number {number}.")).collect();
    let forms: Vec<(String, Vec<(&str, &str)>)> = texts
        .iter()
        .map(|text| (path.clone(), vec![("status", planned.as_str()), ("body", text), ("seen", &newest)]))
        .collect();
    let replies = staff.post_all_at_once(&forms).await;
    assert_eq!((with_status(&replies, 303), with_status(&replies, 409)), (1, 7));
    assert_eq!(stands(&app, &idea).await.count, 3);
    app.assert_verified();
}

#[tokio::test]
async fn done_is_noted_once_and_taken_back_when_it_is_not_done() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board_of_ideas("plans").await);
    let idea = app.propose(&ada, board, TITLE).await;
    let began = app.clock.now().0;
    say(&app, &staff, &idea, "partly_delivered", &[("body", "The first half is there.")]).await.expect(303);
    app.clock.advance(60);
    say(&app, &staff, &idea, "delivered", &[("body", "All of it is there.")]).await.expect(303);
    let after = stands(&app, &idea).await;
    assert_eq!((after.done_at, after.closed_at), (Some(began), Some(began)));
    say(&app, &staff, &idea, "under_review", &[("body", "It did not work as it should.")]).await.expect(303);
    let after = stands(&app, &idea).await;
    assert_eq!((after.kind.as_str(), after.done_at, after.closed_at, after.count), ("open", None, None, 3));
    app.assert_verified();
}

#[tokio::test]
async fn an_update_is_corrected_by_another_and_never_changed() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board_of_ideas("plans").await);
    let idea = app.propose(&ada, board, TITLE).await;
    say(&app, &staff, &idea, "planned", &[("body", "It comes in Mai.")]).await.expect(303);
    let first = seen(&app, &idea).await;
    let form = staff.get(&format!("/ideas/{}/update?corrects={first}", idea.topic)).await.expect(200);
    assert!(form.find("textarea[name=body]").unwrap().contains("It comes in Mai."));
    let preview =
        say(&app, &staff, &idea, "planned", &[("body", "It comes in _May_."), ("preview", "1")]).await.expect(200);
    assert_eq!(preview.find(".prose em").as_deref(), Some("May"));
    say(&app, &staff, &idea, "planned", &[("body", "It comes in May."), ("corrects", &first)]).await.expect(303);
    let page = app.visitor().get(&idea.path).await.expect(200);
    assert!(page.find(&format!("#u{first}")).unwrap().contains("A later update corrects this one."));
    assert!(page.find(".tl .now").unwrap().contains("This corrects an earlier update."));
    let id: UpdateId = first.parse().unwrap();
    let changed = app.app.shared.db.write(move |tx| {
        diesel::update(idea_updates::table.find(id)).set(idea_updates::source.eq("x")).execute(tx)?;
        Ok(())
    });
    assert!(changed.await.is_err());
    let deleted = app.app.shared.db.write(move |tx| {
        diesel::delete(idea_updates::table.find(id)).execute(tx)?;
        Ok(())
    });
    assert!(deleted.await.is_err());
    for number in 0..22 {
        say(&app, &staff, &idea, "in_progress", &[("body", &format!("Step {number} is made."))]).await.expect(303);
    }
    let page = app.visitor().get(&idea.path).await.expect(200);
    assert_eq!(page.find_all(".tl .update").len(), 20);
    let earlier = page.attr(".tl a[href*='/updates?before=']", "href").unwrap();
    let page = app.visitor().get(&earlier).await.expect(200);
    assert!(page.find_all(".tl .update").len() == 4 && page.text().contains("It comes in Mai."), "{page:?}");
}

#[tokio::test]
async fn many_ideas_are_updated_or_none() {
    let app = TestApp::spawn().await;
    let (ada, staff, board) = (app.member("ada").await, app.staff().await, app.board_of_ideas("plans").await);
    let mut made = Vec::new();
    for number in 0..3 {
        made.push(app.propose(&ada, board, &format!("The idea with the number {number}")).await);
    }
    let page = staff.get("/ideas/update").await.expect(200);
    let offered = page.find("select[name=status]").unwrap();
    assert!(offered.contains("Planned") && !offered.contains("Declined"), "{offered}");
    assert!(page.text().contains("each is owed a reason of its own"));
    assert_eq!(page.find_all("input[name=idea] ~ label").len(), 3);
    assert_eq!(ada.get("/ideas/update").await.status, 403);
    let planned = status(&app, "planned").await.to_string();
    let declined = status(&app, "declined").await.to_string();
    let values: Vec<String> = made.iter().map(|idea| format!("{}.0", idea.topic)).collect();
    let fields = |status: &str, ideas: &[String], body: &str| -> Vec<(String, String)> {
        let mut all = vec![("status".to_owned(), status.to_owned()), ("body".to_owned(), body.to_owned())];
        all.extend(ideas.iter().map(|idea| ("idea".to_owned(), idea.clone())));
        all
    };
    let send = async |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        staff.post_form("/ideas/update", &fields).await
    };
    assert!(wrong(&send(fields(&declined, &values, REASON)).await, "status"));
    send(fields(&planned, &[], "All of them come.")).await.expect(422);
    let fifty_one: Vec<String> = (0..51).map(|number| format!("{}.0", 1_000 + number)).collect();
    send(fields(&planned, &fifty_one, "All of them come.")).await.expect(422);
    send(fields(&planned, &["x".into()], "All of them come.")).await.expect(422);
    // One has been updated since.
    say(&app, &staff, &made[1], "under_review", &[("body", "We look at this one.")]).await.expect(303);
    let reply = send(fields(&planned, &values, "All of them come.")).await.expect(422);
    assert!(reply.find(".notice--bad").unwrap().contains("The idea with the number 1"), "{reply:?}");
    assert!(!reply.find(".notice--bad").unwrap().contains("number 2"));
    assert_eq!(reply.find_all("input[name=idea][checked] ~ label").len(), 2, "those that were seen stay chosen");
    for (idea, count) in made.iter().zip([0, 1, 0]) {
        assert_eq!(stands(&app, idea).await.count, count);
    }
    let values = [values[0].clone(), format!("{}.{}", made[1].topic, seen(&app, &made[1]).await), values[2].clone()];
    send(fields(&planned, &values, "All of them come.")).await.expect(303);
    for (idea, count) in made.iter().zip([1, 2, 1]) {
        let after = stands(&app, idea).await;
        assert_eq!((after.kind.as_str(), after.count), ("accepted", count));
    }
    let told: i64 = app.read(|c| Ok(events::table.filter(events::kind.eq("status")).count().get_result(c)?)).await;
    assert_eq!(told, 4);
    assert!(staff.get(&format!("/ideas/update?only={planned}")).await.expect(200).text().contains("number 2"));
    app.assert_verified();
}

#[tokio::test]
async fn author_voters_and_followers_hear_once_and_who_said_it_does_not() {
    let app = TestApp::spawn().await;
    let (ada, bob, eve) = (app.member("ada").await, app.member("bob").await, app.member("eve").await);
    let (dan, staff, board) = (app.member("dan").await, app.staff().await, app.board_of_ideas("plans").await);
    let idea = app.propose(&ada, board, TITLE).await;
    for voter in [&bob, &eve, &staff] {
        voter.post_form(&format!("/posts/{}/vote", idea.post), &[("value", "1")]).await.expect(303);
    }
    app.follow(&eve, Subject::Topic(idea.topic), Level::Muted).await;
    app.follow(&dan, Subject::Topic(idea.topic), Level::All).await;
    app.follow(&dan, Subject::Board(board), Level::All).await;
    app.mails().await;
    for person in [&ada, &bob, &dan, &staff] {
        app.empty_inbox(person).await;
    }
    say(&app, &staff, &idea, "planned", &[("body", "It comes *this* winter.")]).await.expect(303);
    let waiting: i64 = app.read(|c| Ok(events::table.filter(events::kind.eq("status")).count().get_result(c)?)).await;
    assert_eq!(waiting, 1, "one row, however many will hear");
    for person in [&ada, &bob, &eve, &dan, &staff] {
        app.told(person).await;
    }
    // A job that is tried again finds what it did.
    let now = app.clock.now();
    app.write(move |tx| {
        let said = events::table.filter(events::kind.eq("status"));
        diesel::update(said).set(events::expanded_to.eq(0)).execute(tx)?;
        talka::notify::expand_waiting(tx, now)
    })
    .await;
    assert_eq!(app.told(&ada).await, [(Kind::Status, Reason::Own)]);
    for person in [&bob, &dan] {
        assert_eq!(app.told(person).await, [(Kind::Status, Reason::Topic)], "{}", person.handle());
    }
    for person in [&eve, &staff] {
        assert!(!app.told(person).await.iter().any(|(kind, _)| *kind == Kind::Status), "{}", person.handle());
    }
    let mails = app.mails().await;
    let mut to: Vec<String> = mails.iter().map(|mail| mail.to_address.clone()).collect();
    to.sort();
    assert_eq!(to, ["ada@example.org", "bob@example.org", "dan@example.org"]);
    let update = seen(&app, &idea).await;
    for mail in &mails {
        for text in ["Status: Planned", "It comes this winter.", &format!("{}#u{update}", idea.path)] {
            assert!(mail.text.contains(text), "{text}: {}", mail.text);
        }
    }
    let inbox = bob.get("/inbox").await.expect(200);
    assert!(inbox.text().contains("Planned") && inbox.text().contains("It comes this winter."), "{inbox:?}");
    assert_eq!(inbox.attr(".inbox__l a", "href"), Some(format!("{}#u{update}", idea.path)));
    app.assert_verified();
}

#[tokio::test]
async fn nobody_hears_of_what_was_hidden_before_it_was_told() {
    let app = TestApp::spawn().await;
    let (ada, bob, staff) = (app.member("ada").await, app.member("bob").await, app.staff().await);
    let (moderator, board) = (app.moderator().await, app.board_of_ideas("plans").await);
    let idea = app.propose(&ada, board, TITLE).await;
    bob.post_form(&format!("/posts/{}/vote", idea.post), &[("value", "1")]).await.expect(303);
    app.run_jobs().await;
    say(&app, &staff, &idea, "planned", &[("body", "It comes this winter.")]).await.expect(303);
    let reason = [("reason", "A reason of some words.")];
    moderator.post_form(&format!("/mod/posts/{}/hide", idea.post), &reason).await.expect(303);
    app.mails().await;
    for person in [&ada, &bob] {
        assert!(!app.told(person).await.iter().any(|(kind, _)| *kind == Kind::Status), "{}", person.handle());
    }
    staff.get(&format!("/ideas/{}/update", idea.topic)).await.expect(404);
    bob.get(&format!("/ideas/{}/updates", idea.topic)).await.expect(404);
}
