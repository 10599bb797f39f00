//! Handles that nobody may take, so that nobody speaks in the name of the community.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::handle::skeleton_of;

/// Who speaks for the community: reserved as a part of a handle too, and with a number behind.
const OFFICES: &str = "
    talka admin administrator admins sysadmin superuser root moderator moderators staff official
    support helpdesk customerservice customercare webmaster hostmaster postmaster noreply
";

/// Names of roles, words that addresses use, and words that code reads as nothing.
const WORDS: &str = "
    owner operator mod mods team crew employee help service care security abuse privacy legal
    compliance billing payments finance sales press system robot bot daemon server mailer
    donotreply notifications info contact feedback community everyone all here channel anonymous
    guest visitor member members user users nobody deleted unknown me self you null undefined none
    nil nan true false test
    www web mail smtp imap ftp ns cdn static assets asset api graphql app apps auth oauth sso login
    logout signin signout signup register join verify reset password account accounts settings
    preferences profile profiles home index about terms rules faq docs blog status health healthz
    readyz metrics robots sitemap favicon manifest wellknown feed feeds rss atom search tags tag
    board boards topic topics question questions answer answers ask idea ideas article articles
    comment comments vote votes draft drafts inbox desk promise rewards reward wallet points badge
    badges leaderboard privileges roadmap changelog incidents groups group image images uploads
    upload files file new edit delete create update preview theme embed import export backup jobs
";

static OFFICE_KEYS: LazyLock<HashSet<String>> = LazyLock::new(|| keys(OFFICES));
static WORD_KEYS: LazyLock<HashSet<String>> = LazyLock::new(|| keys(WORDS));

fn keys(words: &str) -> HashSet<String> {
    words.split_whitespace().map(key).collect()
}

/// `Handle::skeleton` without separators, so that `ad-min` is as reserved as `admin`.
fn key(word: &str) -> String {
    skeleton_of(&word.replace(['-', '_'], ""))
}

/// Whether only whoever runs the server may give this handle, which is folded already.
pub(super) fn is_reserved(handle: &str) -> bool {
    let is_office = |part: &str| {
        let name = part.trim_end_matches(char::is_numeric);
        OFFICE_KEYS.contains(&key(part)) || OFFICE_KEYS.contains(&key(name))
    };
    WORD_KEYS.contains(&key(handle)) || is_office(handle) || handle.split(['-', '_']).any(is_office)
}
