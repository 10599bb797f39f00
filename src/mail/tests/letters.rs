//! What a message looks like, and what cannot get into its head (R29).

use super::*;

async fn raw(mail: Mail) -> String {
    let test = databases().remove(0);
    add(&test.db, mail).await;
    let (runner, sent) = in_memory(&test.db);
    assert_eq!(runner.run_due().await.unwrap(), 1);
    sent.lock().unwrap().remove(0).raw
}

/// The lines of the head, folded ones put together.
fn head(raw: &str) -> Vec<String> {
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn it_says_who_when_and_that_no_person_wrote_it() {
    let raw = raw(mail("Welcome")).await;
    let head = head(&raw);
    for line in [
        "From: Talka <talka@talka.example>",
        "To: Ada <ada@example.org>",
        "Subject: Welcome",
        "Date: Thu, 01 Jan 2026 00:00:00 +0000",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(head.iter().any(|l| l == line), "{line} is not in {head:#?}");
    }
    let id = head.iter().find(|line| line.starts_with("Message-ID: <")).unwrap();
    assert!(id.ends_with("@talka.example>") && id.len() > "Message-ID: <@talka.example>".len() + 20, "{id}");
    assert!(head.iter().any(|line| line.starts_with("Content-Type: multipart/alternative;")));
    let (plain, html) =
        (raw.find("Content-Type: text/plain; charset=utf-8"), raw.find("Content-Type: text/html; charset=utf-8"));
    assert!(plain.unwrap() < html.unwrap(), "the simplest comes first");
}

#[tokio::test]
async fn letters_beyond_ascii_travel_encoded() {
    let mut lithuanian = mail("Žinutė: ąčęėįšųūž");
    lithuanian.to_name = "Šarūnas Ąžuolas".into();
    lithuanian.text = "Sveiki, čia – Talka.\nAntra eilutė ".to_owned() + &"ilga ".repeat(300);
    let raw = raw(lithuanian).await;
    assert!(raw.is_ascii());
    assert!(raw.contains("Subject: =?utf-8?b?"));
    assert!(raw.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
}

#[tokio::test]
async fn a_name_stays_a_name() {
    for name in ["Evil <evil@example.net>, Mallory", "a\"b\\c", "<b>@,;:", "mallory@example.net"] {
        let raw = raw(Mail { to_name: name.into(), ..mail("Hello") }).await;
        let line = head(&raw).into_iter().find(|line| line.starts_with("To: ")).unwrap();
        let to: lettre::message::Mailboxes = line.strip_prefix("To: ").unwrap().parse().unwrap();
        let to: Vec<_> = to.into_iter().collect();
        assert_eq!(to.len(), 1, "{line}");
        assert_eq!(to[0].email.to_string(), "ada@example.org", "{line}");
    }
}

#[tokio::test]
async fn no_line_can_be_added_to_the_head() {
    for test in databases() {
        for evil in ["x\r\nBcc: all@example.net", "x\nBcc: all@example.net", "x\rBcc: y", "x\0y"] {
            for bad in [
                Mail { to_name: evil.into(), ..mail("Hello") },
                Mail { to_address: format!("{evil}@example.org"), ..mail("Hello") },
                Mail { to_address: format!("ada@example.org{evil}"), ..mail("Hello") },
                mail(evil),
            ] {
                let refused = test.db.write(move |tx| queue(tx, &bad, "talka.example", START)).await;
                assert!(matches!(refused, Err(AppError::Internal(_))), "{evil:?}: {refused:?}");
            }
            let refused = test.db.write(move |tx| queue(tx, &mail("Hello"), evil, START)).await;
            assert!(refused.is_err());
        }
        for address in ["", "ada", "ada@", "a@example.org, b@example.org", "<ada@example.org>"] {
            let bad = Mail { to_address: address.into(), ..mail("Hello") };
            assert!(test.db.write(move |tx| queue(tx, &bad, "talka.example", START)).await.is_err(), "{address}");
        }
        assert!(listed(&test.db, State::Queued).await.is_empty());
    }
}
