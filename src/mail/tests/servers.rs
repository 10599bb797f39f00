//! Mail servers in every mood (D8): nothing is lost, nothing is held up, and a second copy is seen as one.

use std::net::TcpListener;
use std::time::Duration;

use url::Url;

use super::sink::{Mood, Sink};
use super::*;
use crate::jobs::ATTEMPTS;

fn smtp(port: u16) -> Smtp {
    Smtp::new(&Url::parse(&format!("smtp://127.0.0.1:{port}")).unwrap()).unwrap()
}

async fn reason(db: &Db) -> String {
    db.read(|c| {
        let mut jobs = jobs::list_waiting(c, None)?;
        jobs.extend(jobs::list_dead(c, None)?);
        Ok(jobs.remove(0).last_error)
    })
    .await
    .unwrap()
}

fn message_id(message: &str) -> &str {
    message.lines().find(|line| line.starts_with("Message-ID: ")).unwrap()
}

#[tokio::test]
async fn a_server_takes_it_for_one_reader() {
    for test in databases() {
        let sink = Sink::start(&[Mood::Take]);
        add(&test.db, mail("Hello")).await;
        let runner = runner(&test.db, &Clock::manual(START), Delivery::Smtp(smtp(sink.port)));
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(listed(&test.db, State::Sent).await.len(), 1);
        let commands = sink.commands();
        assert!(commands.contains(&"MAIL FROM:<talka@talka.example>".to_owned()), "{commands:?}");
        let readers: Vec<_> = commands.iter().filter(|command| command.starts_with("RCPT")).collect();
        assert_eq!(readers, ["RCPT TO:<ada@example.org>"]);
        assert!(sink.messages()[0].contains("\r\nSubject: Hello\r\n"));
    }
}

#[tokio::test]
async fn through_refusal_tarpit_and_a_cut_line_one_mail_arrives_under_one_id() {
    for test in databases() {
        let clock = Clock::manual(START);
        let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        add(&test.db, mail("Hello")).await;
        let later = runner(&test.db, &clock, Delivery::Smtp(smtp(nobody)));
        assert_eq!(later.run_due().await.unwrap(), 1);
        assert!(reason(&test.db).await.starts_with("the connection"), "{}", reason(&test.db).await);

        let sink = Sink::start(&[
            Mood::Tarpit,
            Mood::Answer("RCPT", "451 greylisted"),
            Mood::Answer("EHLO", "421 too busy"),
            Mood::DropAfterData,
            Mood::Take,
        ]);
        let slow = Delivery::Smtp(smtp(sink.port).with_deadline(Duration::from_millis(300)));
        clock.advance(2 * 3_600);
        assert_eq!(runner(&test.db, &clock, slow).run_due().await.unwrap(), 1);
        assert!(reason(&test.db).await.contains("within 0.3 s"), "{}", reason(&test.db).await);

        let patient = runner(&test.db, &clock, Delivery::Smtp(smtp(sink.port)));
        for expected in ["greylisted", "too busy", "the message"] {
            clock.advance(2 * 3_600);
            assert_eq!(patient.run_due().await.unwrap(), 1);
            assert!(reason(&test.db).await.contains(expected), "{}", reason(&test.db).await);
            assert_eq!(listed(&test.db, State::Queued).await.len(), 1);
        }
        clock.advance(2 * 3_600);
        assert_eq!(patient.run_due().await.unwrap(), 1);
        assert_eq!(listed(&test.db, State::Sent).await.len(), 1);
        let messages = sink.messages();
        assert_eq!(messages.len(), 2, "one before the line was cut, one after");
        assert_eq!(message_id(&messages[0]), message_id(&messages[1]));
        assert_eq!(test.db.read(jobs::counts).await.unwrap(), Counts::default());
    }
}

#[tokio::test]
async fn a_reader_who_does_not_exist_is_final_shown_and_can_be_tried_again() {
    for test in databases() {
        for refusal in [Mood::Answer("RCPT", "550 no such reader"), Mood::Answer("MESSAGE", "554 no such reader")] {
            let clock = Clock::manual(START);
            let sink = Sink::start(&[refusal, refusal, Mood::Take]);
            let id = add(&test.db, mail("Hello")).await;
            let runner = runner(&test.db, &clock, Delivery::Smtp(smtp(sink.port)));
            for _ in 0..2 {
                assert_eq!(runner.run_due().await.unwrap(), 1);
                assert_eq!(listed(&test.db, State::Dead).await[0].id, id);
                let dead = test.db.read(|c| jobs::list_dead(c, None)).await.unwrap();
                assert!(dead[0].last_error.contains("no such reader"), "{}", dead[0].last_error);
                let job = dead[0].id;
                test.db.write(move |tx| jobs::retry(tx, job, START)).await.unwrap();
            }
            assert_eq!(runner.run_due().await.unwrap(), 1);
            assert!(listed(&test.db, State::Dead).await.is_empty());
            assert_eq!(listed(&test.db, State::Sent).await[0].id, id);
            assert!(sink.messages().last().unwrap().contains("s3cret"), "a dead mail keeps its text");
        }
    }
}

#[tokio::test]
async fn what_an_admin_can_set_right_is_tried_to_the_end() {
    for test in databases() {
        let clock = Clock::manual(START);
        let sink = Sink::start(&[Mood::Answer("MAIL", "550 who are you")]);
        add(&test.db, mail("Hello")).await;
        let runner = runner(&test.db, &clock, Delivery::Smtp(smtp(sink.port)));
        for number in 1..=ATTEMPTS {
            assert!(listed(&test.db, State::Dead).await.is_empty(), "attempt {number}");
            assert_eq!(runner.run_due().await.unwrap(), 1);
            clock.advance(7 * 3_600);
        }
        assert_eq!(listed(&test.db, State::Dead).await.len(), 1);
        assert!(reason(&test.db).await.contains("who are you"));
    }
}

#[test]
fn what_was_given_up_is_not_sent_behind_the_back() {
    let sink = Sink::start(&[Mood::GreetLate]);
    let smtp = smtp(sink.port).with_deadline(Duration::from_millis(50));
    let envelope = lettre::address::Envelope::new(None, vec!["ada@example.org".parse().unwrap()]).unwrap();
    assert!(matches!(smtp.send(envelope, Vec::new()), Err(JobError::Retry(why)) if why.contains("within")));
    sink.greet();
    sink.wait_for_end();
    let commands = sink.commands();
    assert!(commands[0].starts_with("EHLO") && commands[1..] == ["QUIT"], "{commands:?}");
}

#[test]
fn a_server_that_holds_every_line_does_not_hold_more_and_more() {
    let sink = Sink::start(&[Mood::Tarpit]);
    let smtp = smtp(sink.port).with_deadline(Duration::from_millis(50));
    let envelope = lettre::address::Envelope::new(None, vec!["ada@example.org".parse().unwrap()]).unwrap();
    for _ in 0..8 {
        assert!(matches!(smtp.send(envelope.clone(), Vec::new()), Err(JobError::Retry(why)) if why.contains("within")));
    }
    let ninth = smtp.send(envelope, Vec::new());
    assert!(matches!(&ninth, Err(JobError::Retry(why)) if why.contains("conversations open")), "{ninth:?}");
    assert!(sink.messages().is_empty());
}

#[tokio::test]
async fn nothing_is_said_in_the_open_where_encryption_is_asked_for() {
    for test in databases() {
        let sink = Sink::start(&[Mood::Take]);
        let url = format!("smtp://talka:secret@127.0.0.1:{}?tls=required", sink.port);
        add(&test.db, mail("Hello")).await;
        let delivery = Delivery::Smtp(Smtp::new(&Url::parse(&url).unwrap()).unwrap());
        assert_eq!(runner(&test.db, &Clock::manual(START), delivery).run_due().await.unwrap(), 1);
        assert!(reason(&test.db).await.contains("STARTTLS"), "{}", reason(&test.db).await);
        assert!(sink.commands().iter().all(|command| command.starts_with("EHLO") || command == "QUIT"));
    }
}

#[test]
fn the_password_is_decoded_and_said_to_the_server_only() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let sink = Sink::start(&[Mood::Take]);
    let url = format!("smtp://talka%40example.org:p%3Aa+s%25s%C5%BE@127.0.0.1:{}", sink.port);
    let smtp = Smtp::new(&Url::parse(&url).unwrap()).unwrap();
    let shown = format!("{smtp:?}");
    let envelope = lettre::address::Envelope::new(None, vec!["ada@example.org".parse().unwrap()]).unwrap();
    smtp.send(envelope, b"Subject: x\r\n\r\ny".to_vec()).unwrap();
    let login = format!("AUTH PLAIN {}", STANDARD.encode("\0talka@example.org\0p:a+s%sž"));
    assert!(sink.commands().contains(&login), "{:?}", sink.commands());
    assert_eq!(shown, format!("Smtp(127.0.0.1:{}, None)", sink.port));
}

#[test]
fn an_address_says_port_and_encryption_or_what_is_wrong_with_it() {
    let shown = |url: &str| Smtp::new(&Url::parse(url).unwrap()).map(|smtp| format!("{smtp:?}"));
    for (url, expected) in [
        ("smtp://mail.example.org", "Smtp(mail.example.org:25, None)"),
        ("smtp://[::1]:2525/", "Smtp(::1:2525, None)"),
        ("smtp://mail.example.org?tls=required", "Smtp(mail.example.org:587, Some(StartTls))"),
        ("smtps://u:p@mail.example.org", "Smtp(mail.example.org:465, Some(Wrapped))"),
        ("smtps://mail.example.org:4650", "Smtp(mail.example.org:4650, Some(Wrapped))"),
    ] {
        assert_eq!(shown(url).unwrap(), expected, "{url}");
    }
    for url in [
        "smtp://mail.example.org?tls=maybe",
        "smtp://mail.example.org?ssl=required",
        "smtp://u:secret@mail.example.org/inbox",
        "smtp://u:%zz@mail.example.org",
        "http://u:secret@mail.example.org",
    ] {
        let error = shown(url).unwrap_err();
        assert!(error.key == "TALKA_SMTP_URL" && error.expected.starts_with("expected"), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
