use std::time::{Duration, Instant};

use crate::markdown::{Body, BodyError, MAX_BODY_BYTES, MAX_DEPTH};

/// Debug builds on busy machines get ten times what a release build may take.
const LIMIT: Duration = Duration::from_secs(1);

/// Repeated until the text is full. Each is the start of something that a careless parser looks for in all the rest.
const REPEATED: &[&str] = &[
    "> ",
    ">",
    "- ",
    "* ",
    "1. ",
    "- - - -\n",
    "* a\n\n",
    "\n> a",
    "\n- a\n",
    "\t",
    "#",
    "# ",
    "-",
    "=",
    "a\n=\n",
    "[",
    "![",
    "[]",
    "[a](",
    "[a][",
    "](",
    "[a]( <",
    "[a]: b\n",
    "[](/) ",
    "![](/images/a) ",
    "![![![",
    "*",
    "**",
    "****",
    "_a",
    "*a _b ",
    "~a",
    "`",
    "`a``",
    "``` \n",
    "\\",
    "\\@",
    "'\"",
    "é",
    "\u{301}",
    "<",
    "<!--",
    "<a ",
    "<![CDATA[",
    "<?",
    "<a@b.c>",
    "&",
    "&#",
    "|",
    "|a\n",
    "a|",
    "@",
    "@ab ",
    "#1 ",
    "http://",
    "a://",
    "http://a.b ",
    "(http://a.b/(",
    "www.",
    "www.a.bc ",
    "a.b.",
    "a@",
    "a@b.",
    "a@b.cd ",
];

/// Opened as often as closed.
const NESTED: &[(&str, &str)] =
    &[("[", "]"), ("![", "](/images/a)"), ("[", "](/a)"), ("*a ", " b*"), ("**a ", " b**"), ("(", ")"), ("[a](", ")")];

fn parse_in_time(name: &str, text: &str) -> Result<Body, BodyError> {
    let text = &text[..text.len().min(MAX_BODY_BYTES)];
    let begin = Instant::now();
    let outcome = Body::parse(text);
    let time = begin.elapsed();
    assert!(time < LIMIT, "{name:?} took {time:?}");
    outcome
}

#[test]
fn repetition_takes_no_time() {
    for piece in REPEATED {
        let _refused_or_not = parse_in_time(piece, &piece.repeat(MAX_BODY_BYTES / piece.len()));
    }
}

#[test]
fn nesting_takes_no_time() {
    for (open, close) in NESTED {
        let times = MAX_BODY_BYTES / (open.len() + close.len());
        let _refused_or_not = parse_in_time(open, &(open.repeat(times) + &close.repeat(times)));
    }
    let quotes = "> ".repeat(MAX_BODY_BYTES / 2 - 1) + "a";
    let list_over_blank_lines = "- ".repeat(8_000) + "a" + &"\n".repeat(48_000) + "b";
    let two_deep_lines = "> ".repeat(15_000) + "a\n" + &"> ".repeat(15_000) + "b";
    let stairs: String = (0..250).map(|n| " ".repeat(2 * n) + "- a\n").collect();
    for text in [quotes, list_over_blank_lines, two_deep_lines, stairs] {
        assert_eq!(parse_in_time(&text[..20], &text), Err(BodyError::TooDeep { max: MAX_DEPTH }));
    }
}

#[test]
fn growth_takes_no_time() {
    let rows_of_nothing = "|a".repeat(100) + "|\n" + &"|-".repeat(100) + "|\n" + &"a\n".repeat(32_000);
    let one_row = "|a".repeat(10_000) + "|\n" + &"|-".repeat(10_000) + "|\n" + &"|b".repeat(10_000);
    for table in [rows_of_nothing, one_row] {
        assert!(matches!(parse_in_time("table", &table), Err(BodyError::TooManyCells { .. })));
    }
    let definitions: String = (0..6_000).map(|n| format!("[{n}]: b\n")).collect();
    assert_eq!(parse_in_time("definitions", &definitions), Err(BodyError::Empty));
    let one_definition = format!("[a]: https://example.com/{}\n\n", "b".repeat(20_000)) + &"[a]".repeat(10_000);
    let backticks: String = (1..350).map(|n| "`".repeat(n) + " ").collect();
    for text in [one_definition, backticks, "@ab #1 ".repeat(9_000), "[](/) a".repeat(9_000)] {
        let html = parse_in_time(&text[..20], &text).map(|body| body.html().as_str().len());
        assert!(html.is_ok_and(|bytes| bytes < 12 * MAX_BODY_BYTES), "{html:?}");
    }
}
