//! Every role and every action, by hand. The same through HTTP stands in `tests/it/matrix.rs`.

use super::*;
use crate::clock::{Timestamp, days};
use crate::ids::UserId;

const NOW: Timestamp = Timestamp(1_795_262_400_000_000);
const OPEN: BoardFacts = BoardFacts { id: BoardId(1), kind: BoardKind::Questions, restricted: false, retired: false };
/// For the author and the insider.
const SECRET: BoardFacts = BoardFacts { id: BoardId(2), kind: BoardKind::Questions, restricted: true, retired: false };
const RETIRED: BoardFacts = BoardFacts { id: BoardId(3), kind: BoardKind::Questions, restricted: false, retired: true };
/// Most is open; what others took back and wrote is not.
const STANDING: Standing = Standing {
    reputation: 1,
    super_user: false,
    thresholds: Thresholds::OPEN.with(Privilege::SeeDeleted, 2).with(Privilege::EditPosts, 2),
};
const UNVERIFIED: UserId = UserId(1);
const AUTHOR: UserId = UserId(3);

/// The columns: visitor, unverified, another member, author, staff, staff without a face, moderator, moderator of
/// another board, admin, suspended, insider of the restricted board, and the program itself.
fn everybody() -> Vec<Actor> {
    let member = |id: i64| Member {
        id: UserId(id),
        verified: true,
        suspended_until: None,
        moderates: ModeratorOf::Nothing,
        staff: false,
        admin: false,
        boards: Vec::new(),
        presentable: false,
        since: Timestamp(0),
        standing: STANDING,
    };
    let insider = |id| Member { boards: vec![SECRET.id], ..member(id) };
    let moderator = |id, moderates| Member { moderates, ..member(id) };
    let members = [
        Member { verified: false, ..member(UNVERIFIED.0) },
        member(2),
        insider(AUTHOR.0),
        Member { staff: true, presentable: true, ..member(4) },
        Member { staff: true, ..member(5) },
        moderator(6, ModeratorOf::Everything),
        moderator(7, ModeratorOf::Boards(vec![RETIRED.id])),
        Member { admin: true, ..member(8) },
        Member { suspended_until: Some(NOW + days(1)), ..member(9) },
        insider(10),
    ];
    std::iter::once(Actor::Visitor).chain(members.map(Actor::Member)).chain([Actor::System]).collect()
}

const fn topic(board: BoardFacts, state: State) -> TopicFacts {
    TopicFacts {
        board,
        kind: board.kind.holds(),
        author: AUTHOR,
        state,
        closed: false,
        created_at: Timestamp(NOW.0 - 8 * 86_400_000_000),
        answers: 0,
        accepted: 0,
        has_upvotes: false,
        wiki: false,
    }
}

const fn answer(topic: TopicFacts, state: State) -> PostFacts {
    PostFacts { topic, kind: PostKind::Answer, author: AUTHOR, state, accepted: false, accepted_by: None }
}

const fn comment(topic: TopicFacts, state: State) -> CommentFacts {
    CommentFacts { post: answer(topic, State::Visible), author: AUTHOR, state }
}

/// Each answer as a letter: y may, ! may not and why, 4 is not there, s signs in first.
fn answers(action: Action) -> String {
    let letter = |actor: &Actor| match check(actor, action) {
        Ok(()) => 'y',
        Err(Denied { hidden: true, .. }) => '4',
        Err(Denied { sign_in: true, .. }) => 's',
        Err(_) => '!',
    };
    everybody().iter().map(letter).collect()
}

#[track_caller]
fn assert_all(rows: &[(Action, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(action, expected)| answers(*action) != *expected)
        .map(|(action, expected)| format!("{} instead of {expected}: {action:?}", answers(*action)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// About a thing that is visible, deleted, hidden, and on the restricted board.
#[track_caller]
fn assert_of_topic(action: fn(TopicFacts) -> Action, rows: [&str; 4]) {
    let things = [
        topic(OPEN, State::Visible),
        topic(OPEN, State::Deleted),
        topic(OPEN, State::Hidden),
        topic(SECRET, State::Visible),
    ];
    let rows: Vec<(Action, &str)> = things.map(action).into_iter().zip(rows).collect();
    assert_all(&rows);
}

#[track_caller]
fn assert_of_answer(action: fn(PostFacts) -> Action, rows: [&str; 4]) {
    let (open, secret) = (topic(OPEN, State::Visible), topic(SECRET, State::Visible));
    let things = [
        answer(open, State::Visible),
        answer(open, State::Deleted),
        answer(open, State::Hidden),
        answer(secret, State::Visible),
    ];
    let rows: Vec<(Action, &str)> = things.map(action).into_iter().zip(rows).collect();
    assert_all(&rows);
}

#[track_caller]
fn assert_of_comment(action: fn(CommentFacts) -> Action, rows: [&str; 4]) {
    let (open, secret) = (topic(OPEN, State::Visible), topic(SECRET, State::Visible));
    let things = [
        comment(open, State::Visible),
        comment(open, State::Deleted),
        comment(open, State::Hidden),
        comment(secret, State::Visible),
    ];
    let rows: Vec<(Action, &str)> = things.map(action).into_iter().zip(rows).collect();
    assert_all(&rows);
}

/// Seen by its author, by moderators and admins, and by the program.
const REMOVED: &str = "444y44y4y44y";
/// Seen by those, but it takes nothing new.
const REFUSED: &str = "444!44!4!44!";
const INSIDE: &str = "444y44y4y4yy";

#[test]
fn reading() {
    let all = "yyyyyyyyyyyy";
    assert_all(&[
        (Action::ReadBoard(OPEN), all),
        (Action::ReadBoard(RETIRED), all),
        (Action::ReadBoard(SECRET), INSIDE),
    ]);
    assert_of_topic(Action::ReadTopic, [all, REMOVED, REMOVED, INSIDE]);
    assert_of_answer(Action::ReadPost, [all, REMOVED, REMOVED, INSIDE]);
    assert_of_comment(Action::ReadComment, [all, REMOVED, REMOVED, INSIDE]);
    let quiet = ProfileFacts { id: UNVERIFIED, public: false };
    let rows = [
        (Action::ReadProfile(ProfileFacts { id: UNVERIFIED, public: true }), all),
        (Action::ReadProfile(quiet), "4y4444yyy44y"),
    ];
    assert_all(&rows);
}

#[test]
fn the_roles_of_who_is_suspended_rest() {
    let suspended = |member: &Member| Actor::Member(Member { suspended_until: Some(NOW + days(1)), ..member.clone() });
    let removed = [State::Deleted, State::Hidden].map(|state| topic(OPEN, state));
    let quiet = ProfileFacts { id: UNVERIFIED, public: false };
    for actor in everybody().iter().filter_map(Actor::member).filter(|member| member.id.0 > 3).map(suspended) {
        for topic in removed {
            assert!(check(&actor, Action::ReadTopic(topic)).is_err(), "{actor:?}");
            assert!(check(&actor, Action::ReadPost(answer(topic, State::Visible))).is_err(), "{actor:?}");
        }
        assert!(check(&actor, Action::ReadComment(comment(topic(OPEN, State::Visible), State::Hidden))).is_err());
        assert!(check(&actor, Action::ReadProfile(quiet)).is_err());
        let of_a_group = actor.member().is_some_and(|member| member.boards.contains(&SECRET.id));
        assert_eq!(check(&actor, Action::ReadBoard(SECRET)).is_ok(), of_a_group, "{actor:?}");
        assert!(!actor.is_moderator() && !actor.is_admin() && !actor.is_staff());
    }
}

#[test]
fn what_is_in_a_removed_topic_is_removed_with_it() {
    for state in [State::Deleted, State::Hidden] {
        let buried = topic(OPEN, state);
        assert_all(&[
            (Action::ReadPost(answer(buried, State::Visible)), REMOVED),
            (Action::ReadComment(comment(buried, State::Visible)), REMOVED),
            (Action::Comment(answer(buried, State::Visible)), REFUSED),
            (Action::Vote(answer(buried, State::Visible), Direction::Up), REFUSED),
            (Action::VoteComment(comment(buried, State::Visible)), REFUSED),
            (Action::Accept(answer(buried, State::Visible), NOW), REFUSED),
        ]);
    }
}

#[test]
fn writing() {
    let speaking = "s!yyy!yyy!yy";
    assert_all(&[
        (Action::KeepDraft, "syyyyyyyyyyy"),
        (Action::Upload, "s!yyyyyyy!yy"),
        (Action::EditProfile, "s!yyyyyyy!yy"),
        (Action::CreateTag, "s!yyyyyyy!yy"),
        (Action::Ask(OPEN), speaking),
        (Action::Ask(SECRET), INSIDE),
        (Action::Ask(RETIRED), "s!!!!!!!!!!!"),
        (Action::Answer(TopicFacts { closed: true, ..topic(OPEN, State::Visible) }), "s!!!!!!!!!!!"),
    ]);
    assert_of_topic(Action::Answer, [speaking, REFUSED, REFUSED, INSIDE]);
    assert_of_answer(Action::Comment, [speaking, REFUSED, REFUSED, INSIDE]);
}

#[test]
fn voting() {
    let (others, inside) = ("s!y!yyyyy!yy", "444!44y4y4yy");
    assert_of_answer(|post| Action::Vote(post, Direction::Up), [others, REFUSED, REFUSED, inside]);
    assert_of_answer(|post| Action::Vote(post, Direction::Down), [others, REFUSED, REFUSED, inside]);
    assert_of_answer(|post| Action::Vote(post, Direction::None), [others, REFUSED, REFUSED, inside]);
    assert_of_comment(Action::VoteComment, [others, REFUSED, REFUSED, inside]);
    assert_of_topic(Action::MeToo, [others, REFUSED, REFUSED, inside]);
}

#[test]
fn accepting() {
    let (after, only_asker) = ("s!!yyyy!y!!y", "s!!y!!!!!!!!");
    assert_of_answer(|post| Action::Accept(post, NOW), [after, REFUSED, REFUSED, "444y44y4y4!y"]);
    let young = TopicFacts { created_at: Timestamp(NOW.0 - 7 * 86_400_000_000 + 1), ..topic(OPEN, State::Visible) };
    let chosen = TopicFacts { accepted: 1, ..topic(OPEN, State::Visible) };
    let accepted = |by| PostFacts { accepted: true, accepted_by: by, ..answer(chosen, State::Visible) };
    let question = PostFacts { kind: PostKind::Question, ..answer(topic(OPEN, State::Visible), State::Visible) };
    assert_all(&[
        (Action::Accept(answer(young, State::Visible), NOW), only_asker),
        (Action::Accept(answer(chosen, State::Visible), NOW), only_asker),
        (Action::Accept(accepted(Some(AUTHOR)), NOW), only_asker),
        (Action::Accept(accepted(None), NOW), only_asker),
        (Action::Accept(accepted(Some(UserId(4))), NOW), after),
        (Action::Accept(question, NOW), "s!!!!!!!!!!!"),
    ]);
}

#[test]
fn changing() {
    let (own, own_inside) = ("s!!y!!y!y!!y", "444y44y4y4!y");
    // What was removed is changed by moderators only.
    assert_of_answer(Action::EditPost, [own, "444!44y4y44y", "444!44y4y44y", own_inside]);
    assert_of_comment(Action::EditComment, [own, "444!44y4y44y", "444!44y4y44y", own_inside]);
    assert_of_topic(Action::CloseTopic, [own, REMOVED, REMOVED, own_inside]);
    let closed = TopicFacts { closed: true, ..topic(OPEN, State::Visible) };
    assert_all(&[(Action::CloseTopic(closed), "s!!!!!y!y!!y")]);
    let other = BoardFacts { id: BoardId(4), ..OPEN };
    let answered = |board| TopicFacts { answers: 1, ..topic(board, State::Visible) };
    assert_all(&[
        (Action::MoveTopic(topic(OPEN, State::Visible), SECRET), own_inside),
        (Action::MoveTopic(topic(SECRET, State::Visible), OPEN), own_inside),
        (Action::MoveTopic(answered(OPEN), other), own),
        (Action::MoveTopic(answered(OPEN), SECRET), "444!44y4y4!y"),
        (Action::MoveTopic(answered(SECRET), OPEN), "444!44y4y4!y"),
    ]);
}

#[test]
fn suggesting_and_deciding() {
    // Who may edit has nothing to suggest.
    assert_of_answer(Action::SuggestEdit, ["s!y!y!!y!!y!", "444!44!4!44!", "444!44!4!44!", "444!44!4!4y!"]);
    let removed = "444!44!4!44!";
    let by_other = |post| Action::DecideSuggestion(post, UserId(2));
    assert_of_answer(by_other, ["s!!yy!y4y!4y", removed, removed, "444y44y4y44y"]);
    let read_by_other = |post| Action::ReadSuggestion(post, UserId(2));
    assert_of_answer(read_by_other, ["s!yyyyy4y!4y", REMOVED, REMOVED, "444y44y4y44y"]);
    let (open, ideas) = (topic(OPEN, State::Visible), BoardFacts { kind: BoardKind::Ideas, ..OPEN });
    let idea = PostFacts { kind: PostKind::Idea, ..answer(topic(ideas, State::Visible), State::Visible) };
    let merged = answer(topic(OPEN, State::Merged), State::Visible);
    assert_all(&[
        (Action::SuggestEdit(idea), "s!!!!!!!!!!!"),
        (Action::SuggestEdit(merged), "s!!!!!!!!!!!"),
        // Nobody decides about their own, whatever their office.
        (Action::DecideSuggestion(answer(open, State::Visible), UserId(6)), "s!4yy!!4y!4y"),
    ]);
}

#[test]
fn closing_together() {
    // Who may close at once does.
    let removed = "444!44!4!44!";
    assert_of_topic(Action::VoteToClose, ["s!y!yy!y!!y!", removed, removed, "444!44!4!4y!"]);
    let closed = TopicFacts { closed: true, ..topic(OPEN, State::Visible) };
    let idea = topic(BoardFacts { kind: BoardKind::Ideas, ..OPEN }, State::Visible);
    assert_all(&[
        (Action::VoteToClose(closed), "s!yyyy!y!!y!"),
        (Action::VoteToClose(idea), "s!!!!!!!!!!!"),
        (Action::Review, "s!yyyyyyy!yy"),
    ]);
}

#[test]
fn what_standing_opens() {
    let member = |reputation, super_user| {
        let actors = everybody();
        let member = actors[2].member().map(|member| Member {
            standing: Standing { reputation, super_user, thresholds: Thresholds::GROWING },
            ..member.clone()
        });
        Actor::Member(member.unwrap_or_else(|| panic!("the third is a member")))
    };
    let open = topic(OPEN, State::Visible);
    let post = answer(open, State::Visible);
    let buried = answer(topic(OPEN, State::Hidden), State::Visible);
    let may = |actor: &Actor| {
        let actions = [
            Action::SuggestEdit(post),
            Action::VoteToClose(open),
            Action::Review,
            Action::DecideSuggestion(post, UserId(99)),
            Action::EditPost(post),
            Action::EditPost(buried),
        ];
        actions.map(|action| if check(actor, action).is_ok() { 'y' } else { '!' }).iter().collect::<String>()
    };
    assert_eq!(may(&member(1, false)), "y!!!!!");
    assert_eq!(may(&member(499, false)), "y!!!!!");
    assert_eq!(may(&member(500, false)), "yyy!!!");
    assert_eq!(may(&member(999, false)), "yyy!!!");
    assert_eq!(may(&member(1_000, false)), "!yyyy!");
    assert_eq!(may(&member(1, true)), "yyyy!!");
    let refused = check(&member(480, false), Action::VoteToClose(open)).err().map(|denied| denied.message);
    let expected = Message::new("policy-standing")
        .with("privilege", "vote_to_close")
        .with("needed", 500_i64)
        .with("have", 480_i64)
        .with("missing", 20_i64);
    assert_eq!(refused, Some(expected));
}

#[test]
fn taking_back() {
    let own = "s!!y!!!!!!!!";
    assert_of_answer(Action::DeletePost, [own, REFUSED, REFUSED, "444y44!4!4!!"]);
    assert_of_answer(Action::UndeletePost, ["s!!!!!!!!!!!", "444y44!4!44!", REFUSED, "444!44!4!4!!"]);
    assert_of_comment(Action::DeleteComment, [own, REFUSED, REFUSED, "444y44!4!4!!"]);
    let question = |topic| PostFacts { kind: PostKind::Question, ..answer(topic, State::Visible) };
    let visible = topic(OPEN, State::Visible);
    let accepted = PostFacts { accepted: true, ..answer(visible, State::Visible) };
    assert_all(&[
        (Action::DeletePost(question(visible)), own),
        (Action::DeletePost(question(TopicFacts { accepted: 1, ..visible })), "s!!!!!!!!!!!"),
        (Action::DeletePost(question(TopicFacts { has_upvotes: true, ..visible })), "s!!!!!!!!!!!"),
        (Action::DeletePost(accepted), "s!!!!!!!!!!!"),
    ]);
}

#[test]
fn moderating() {
    let rows = ["s!!!!!y!y!!y", "444!44y4y44y", "444!44y4y44y", "444!44y4y4!y"];
    assert_of_answer(Action::HidePost, rows);
    assert_of_comment(Action::HideComment, rows);
    let plain = MemberFacts { id: UserId(99), has_role: false, admin: false };
    let moderator = MemberFacts { id: UserId(6), has_role: false, admin: false };
    assert_all(&[
        (Action::Moderate, "s!!!!!yyy!!y"),
        (Action::EditTag, "s!!!!!yyy!!y"),
        (Action::MergeTag, "s!!!!!y!y!!y"),
        (Action::SeeStale, "s!!!yyyyy!!y"),
        (Action::Suspend(plain), "s!!!!!y!y!!y"),
        (Action::Suspend(MemberFacts { has_role: true, ..plain }), "s!!!!!!!y!!y"),
        (Action::Suspend(MemberFacts { has_role: true, admin: true, ..plain }), "s!!!!!!!!!!!"),
        (Action::Suspend(moderator), "s!!!!!!!y!!y"),
        (Action::Administer, "s!!!!!!!y!!y"),
        (Action::Redeem, "s!yyyyyyy!yy"),
        (Action::ReadRedemption(AUTHOR), "s44y4444y44y"),
        (Action::CancelRedemption(AUTHOR), "s44y44444444"),
        (Action::DecideRedemption(AUTHOR, None), "s!!!!!!!y!!y"),
        (Action::DecideRedemption(UserId(8), None), "s!!!!!!!!!!y"),
        (Action::DecideRedemption(AUTHOR, Some(UserId(8))), "s!!!!!!!!!!y"),
        (Action::DecideSuper(plain), "s!!!yy!!y!!y"),
        (Action::GrantPoints(plain), "s!!!yy!!y!!y"),
        (Action::EarnPoints, "s!yy!!yyy!yy"),
    ]);
}

#[test]
fn hearing() {
    let other = MemberFacts { id: UserId(2), has_role: false, admin: false };
    assert_all(&[
        (Action::Follow, "s!yyyyyyy!yy"),
        (Action::BeTold, "s!yyyyyyy!yy"),
        (Action::Quieten, "syyyyyyyyyyy"),
        (Action::Block(other), "sy!yyyyyyyyy"),
        (Action::Block(MemberFacts { has_role: true, admin: true, ..other }), "sy!yyyyyyyyy"),
    ]);
}

#[test]
fn whether_it_was_solved() {
    let accepted = |topic| SolvedFacts { topic: TopicFacts { accepted: 1, ..topic }, by_author: false };
    assert_of_topic(
        |topic| Action::SaySolved(SolvedFacts { topic, by_author: false }),
        ["!!!!!!!!!!!!", "444!44!4!44!", "444!44!4!44!", "444!44!4!4!!"],
    );
    let (open, secret) = (accepted(topic(OPEN, State::Visible)), accepted(topic(SECRET, State::Visible)));
    assert_all(&[
        (Action::SaySolved(open), "y!y!yyyyy!yy"),
        (Action::SaySolved(secret), "444!44y4y4yy"),
        (Action::SaySolved(accepted(topic(OPEN, State::Hidden))), "444!44!4!44!"),
        (Action::SaySolved(SolvedFacts { by_author: true, ..open }), "!!!!!!!!!!!!"),
    ]);
    let removed = "444!44y4y44y";
    assert_of_topic(Action::ReviewSolved, ["s!!!yyy!y!!y", removed, removed, "444!44y4y4!y"]);
}

#[test]
fn a_refusal_says_when_it_clears() {
    let actors = everybody();
    let refusal = |actor: &Actor, action| check(actor, action).err().map(|denied| denied.message);
    let visible = topic(OPEN, State::Visible);
    let suspended = refusal(&actors[9], Action::Answer(visible));
    assert_eq!(suspended, Some(Message::new("policy-suspended").with("until", (NOW + days(1)).0)));
    let young = TopicFacts { created_at: NOW, ..visible };
    let early = refusal(&actors[4], Action::Accept(answer(young, State::Visible), NOW));
    assert_eq!(early, Some(Message::new("policy-accept-wait").with("until", (NOW + days(7)).0)));
}

#[test]
fn lists_hold_what_one_may_read() {
    let boards: Vec<Vec<i64>> = everybody().iter().map(|actor| visibility(actor).audiences()).collect();
    assert_eq!(boards[0], [0]);
    assert_eq!(boards[3], [0, 2]);
    assert_eq!(boards[11], [0]);
}
