//! Strings that break programs, as title, text and name: they read back from every format as they are.

use std::path::PathBuf;

use diesel::prelude::*;
use talka::db::schema::users;
use talka::markdown::Body;

use super::content::Community;
use super::xml;

/// The public list of naughty strings, and a few that XML in particular stumbles over.
fn strings() -> Vec<String> {
    let own = [
        "]]>",
        "<![CDATA[x]]>",
        "<!-- x -- > -->",
        "&amp;lt; &#0; &#x8; &nbsp;",
        "\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}a\u{7f}\u{85}",
        "\u{fffe}b\u{ffff}c\u{fdd0}\u{10ffff}",
        "line\r\nend\rhere\ttab",
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;",
        "\u{202e}turned\u{2066}",
        "'\"`",
    ];
    let mut strings: Vec<String> = own.map(String::from).into();
    match std::env::var_os("TALKA_TEST_DATA") {
        Some(folder) => {
            let file = PathBuf::from(folder).join("corpora/naughty/blns.json");
            let list = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            strings.extend(serde_json::from_str::<Vec<String>>(&list).unwrap());
            assert!(strings.len() > 500);
        }
        None => eprintln!("TALKA_TEST_DATA is not set: feeds were not tried with the public naughty strings"),
    }
    strings
}

/// What XML can carry of it.
fn carried(text: &str) -> String {
    text.chars().filter(|&c| matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

#[tokio::test]
async fn naughty_strings_read_back() {
    let community = Community::new().await;
    let visitor = community.app.visitor();
    let base = community.app.app.shared.config.base_url.clone();
    let author = community.asker.id();
    for batch in strings().chunks(30) {
        let name = batch[0].clone();
        let rename = name.clone();
        community
            .app
            .write(move |tx| {
                Ok(diesel::update(users::table.find(author)).set(users::display_name.eq(&rename)).execute(tx)?)
            })
            .await;
        for text in batch {
            let body = if Body::parse(text).is_ok() { text } else { "text" };
            community.ask(community.question(text, body)).await;
        }
        let atom = visitor.get("/feed.atom").await.expect(200).text();
        let rss = visitor.get("/feed.rss").await.expect(200).text();
        let (atom, rss) = (xml::parse(&atom), xml::parse(&rss).children.remove(0));
        let (entries, items) = (atom.all("entry"), rss.all("item"));
        assert!(entries.len() >= batch.len() && entries.len() == items.len());
        for (place, text) in batch.iter().rev().enumerate() {
            let body = Body::parse(text).unwrap_or_else(|_| Body::parse("text").unwrap());
            let html = carried(body.html().with_base(&base).as_str());
            assert_eq!(entries[place].only("title"), carried(text));
            assert_eq!(items[place].only("title"), carried(text));
            assert_eq!(entries[place].only("content"), html, "{text:?}");
            assert_eq!(items[place].only("description"), html, "{text:?}");
            assert_eq!(entries[place].all("author")[0].only("name"), carried(&name));
            assert_eq!(items[place].only("dc:creator"), carried(&name));
        }
    }
}

#[tokio::test]
async fn naughty_searches_give_feeds() {
    let community = Community::new().await;
    community.ask(community.question("Why?", "text")).await;
    let visitor = community.app.visitor();
    // No address holds a NUL.
    for text in strings().iter().filter(|text| !text.contains('\0')) {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
        let feed = visitor.get(&format!("/search.atom?{query}")).await.expect(200).text();
        let feed = xml::parse(&feed);
        let own = feed.links("self")[0].to_owned();
        xml::atom(&visitor.get(&own[community.absolute("").len()..]).await.expect(200).text(), &own);
    }
}
