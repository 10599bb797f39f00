//! The expected answers, written by hand.

/// The answers of a row, a letter for each of [`super::WHO`]: 1 moved (301), 2 shown, 3 done or led on (303), s to signing in,
/// u sign in first (401), ! refused with the rule (403), 4 not there, c conflict (409), g gone (410).
pub struct Line {
    pub method: &'static str,
    pub path: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
    /// By [`super::Found`].
    pub answers: [&'static str; 6],
}

pub const fn get(path: &'static str, answers: [&'static str; 6]) -> Line {
    Line { method: "GET", path, fields: &[], answers }
}

pub const fn post(
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
    answers: [&'static str; 6],
) -> Line {
    Line { method: "POST", path, fields, answers }
}

const TEXT: &[(&str, &str)] = &[("body", "A text that is long enough for everything.")];
const REASON: &[(&str, &str)] = &[("reason", "A reason of some words.")];
const CLOSE: &[(&str, &str)] = &[("reason", ""), ("close_reason", "outdated")];
const SUGGEST: &[(&str, &str)] =
    &[("body", "A text that somebody suggests."), ("version", "2"), ("reason", "It is clearer.")];
const VOTE_TO_CLOSE: &[(&str, &str)] = &[("wish", "close"), ("close_reason", "outdated")];
const EDIT: &[(&str, &str)] = &[("body", "A text that was edited once more."), ("version", "2"), ("reason", "")];

/// Columns: V U O A S F M E K X I.
#[rustfmt::skip]
pub const MATRIX: &[Line] = &[
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
    // Whether it was solved is asked where an answer is accepted; here none is.
    post("/questions/{topic}/solved", &[("value", "yes")],
                                                ["!!!!!!!!!!!", "!!!!!!!!!!!", "444!44!4!44", "444!44!4!44", "444!44!4!44", "444!44!4!4!"]),
    get("/mod/stale",                           ["s!!!22222!!", "s!!!22222!!", "s!!!22222!!", "s!!!22222!!", "s!!!22222!!", "s!!!22222!!"]),
    post("/mod/topics/{topic}/still-right", &[],
                                                ["u!!!ccc!c!!", "u!!!ccc!c!!", "u!4!44c4c!4", "u!4!44c4c!4", "u!4!44c4c!4", "u!4!44c4c!!"]),
    post("/posts/{post}/vote", &[("value", "1")],
                                                ["u!3!33333!3", "u!3!33333!3", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44343!3"]),
    post("/posts/{post}/accept", &[("on", "true")],
                                                ["u!!3333!3!!", "u!!3333!3!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344343!!"]),
    get("/posts/{post}/edit",                   ["s!!2!!2!2!!", "s!!2!!2!2!!", "s!4!44242!4", "s!4!44242!4", "s!4!44242!4", "s!4244242!!"]),
    post("/posts/{post}/edit", EDIT,            ["u!!3!!3!3!!", "u!!3!!3!3!!", "u!4!44343!4", "u!4!44343!4", "u!4!44343!4", "u!4344343!!"]),
    post("/posts/{post}/restore-version", &[("number", "1"), ("version", "2")],
                                                ["u!!3!!3!3!!", "u!!3!!3!3!!", "u!4!44343!4", "u!4!44343!4", "u!4!44343!4", "u!4344343!!"]),
    // Whoever may edit does not suggest: who wrote it, its moderators.
    get("/posts/{post}/suggest",                ["s!2!2!!2!!2", "s!2!2!!2!!2", "s!4!44!4!!4", "s!4!44!4!!4", "s!4!44!4!!4", "s!4!44!4!!2"]),
    post("/posts/{post}/suggest", SUGGEST,      ["u!3!3!!3!!3", "u!3!3!!3!!3", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!3"]),
    get("/posts/{post}/delete",                 ["s!!2!!!!!!!", "s!!2!!!!!!!", "s!4!44!4!!4", "s!4!44!4!!4", "s!4244!4!!4", "s!4244!4!!!"]),
    post("/posts/{post}/delete", &[],           ["u!!3!!!!!!!", "u!!3!!!!!!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344!4!!4", "u!4344!4!!!"]),
    post("/posts/{post}/undelete", &[],         ["u!!!!!!!!!!", "u!!!!!!!!!!", "u!4344!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!!"]),
    post("/posts/{post}/comments", TEXT,        ["u!333!333!3", "u!333!333!3", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344343!3"]),
    get("/comments/{comment}/edit",             ["s!!2!!2!2!!", "s!!2!!2!2!!", "s!4!44242!4", "s!4!44242!4", "s!4!44242!4", "s!4244242!!"]),
    post("/comments/{comment}/edit", TEXT,      ["u!!3!!3!3!!", "u!!3!!3!3!!", "u!4!44343!4", "u!4!44343!4", "u!4!44343!4", "u!4344343!!"]),
    post("/comments/{comment}/delete", &[],     ["u!!3!!!!!!!", "u!!3!!!!!!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4344!4!!4", "u!4344!4!!!"]),
    post("/comments/{comment}/vote", &[("value", "1")],
                                                ["u!3!33333!3", "u!3!33333!3", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44343!3"]),
    // Remarks become part of ideas only; those here stand under questions.
    post("/comments/{comment}/extend", &[],     ["u!!!!!!!!!!", "u!!!!!!!!!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!!"]),
    post("/comments/{comment}/unextend", &[],   ["u!!!!!!!!!!", "u!!!!!!!!!!", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!!"]),
    get("/mod/topics/{topic}/close",            ["s!!2!!2!2!!", "s!!!!!2!2!!", "s!4244242!4", "s!4244242!4", "s!4244242!4", "s!4244242!!"]),
    post("/mod/topics/{topic}/close", CLOSE,    ["u!!3!!3!3!!", "u!!!!!c!c!!", "u!4344343!4", "u!4344343!4", "u!4344343!4", "u!4344343!!"]),
    get("/mod/topics/{topic}/reopen",           ["s!!2!!2!2!!", "s!!!!!2!2!!", "s!4244242!4", "s!4244242!4", "s!4244242!4", "s!4244242!!"]),
    post("/mod/topics/{topic}/reopen", REASON,  ["u!!c!!c!c!!", "u!!!!!3!3!!", "u!4c44c4c!4", "u!4c44c4c!4", "u!4c44c4c!4", "u!4c44c4c!!"]),
    // Whoever may close or open it at once does not vote.
    get("/topics/{topic}/closing",              ["s!2!22!2!!2", "s!2222!2!!2", "s!4!44!4!!4", "s!4!44!4!!4", "s!4!44!4!!4", "s!4!44!4!!2"]),
    post("/topics/{topic}/closing", VOTE_TO_CLOSE,
                                                ["u!3!33!3!!3", "u!cccc!c!!c", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!4", "u!4!44!4!!3"]),
    post("/topics/{topic}/closing/take-back", &[],
                                                ["u!ccccccc!c", "u!ccccccc!c", "u!4c44c4c!4", "u!4c44c4c!4", "u!4c44c4c!4", "u!4c44c4c!c"]),
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
