#![allow(clippy::unwrap_used, reason = "tests")]

mod letters;
mod servers;
mod sink;

use std::sync::Mutex;

use super::*;
use crate::clock::Clock;
use crate::jobs::testing::databases;
use crate::jobs::{Counts, HandlerTable, Runner};

/// 2026-01-01T00:00:00Z.
const START: Timestamp = Timestamp(1_767_225_600_000_000);

fn mail(subject: &str) -> Mail {
    Mail {
        dedupe: None,
        kind: "verify",
        to_address: "ada@example.org".into(),
        to_name: "Ada".into(),
        subject: subject.into(),
        text: "Open https://talka.example/verify/s3cret".into(),
        html: "<p>Open <a href=\"https://talka.example/verify/s3cret\">this</a></p>".into(),
        told: None,
    }
}

async fn add(db: &Db, mail: Mail) -> MailId {
    db.write(move |tx| queue(tx, &mail, "talka.example", START)).await.unwrap()
}

async fn listed(db: &Db, state: State) -> Vec<OutboxMail> {
    db.read(move |c| list(c, state, None)).await.unwrap()
}

fn runner(db: &Db, clock: &Clock, delivery: Delivery) -> Runner {
    let mailer = Arc::new(Mailer::with("Talka <talka@talka.example>", delivery).unwrap());
    Runner::new(
        db.clone(),
        clock.clone(),
        HandlerTable::from([(SEND, handler(db, mailer, Arc::new(|_, _| Ok(true))))]),
        Vec::new(),
    )
}

/// A runner that sends into a list, and the list.
fn in_memory(db: &Db) -> (Runner, Arc<Mutex<Vec<SentMail>>>) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    (runner(db, &Clock::manual(START), Delivery::Memory(Arc::clone(&sent))), sent)
}

#[tokio::test]
async fn a_mail_is_sent_once_and_its_text_is_forgotten() {
    for test in databases() {
        let id = add(&test.db, mail("Welcome")).await;
        let (runner, sent) = in_memory(&test.db);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(runner.run_due().await.unwrap(), 0);
        {
            let sent = sent.lock().unwrap();
            assert_eq!(sent.len(), 1);
            assert_eq!(
                (sent[0].id, sent[0].to_address.as_str(), sent[0].subject.as_str()),
                (id, "ada@example.org", "Welcome")
            );
            assert!(sent[0].text.contains("s3cret") && sent[0].html.contains("s3cret"));
        }
        let row = test.db.read(move |c| store::letter(c, id)).await.unwrap().unwrap();
        assert_eq!((row.state, row.text.as_str(), row.html.as_str()), (State::Sent, "", ""));
        assert_eq!(listed(&test.db, State::Sent).await[0].sent_at, Some(START));
        assert_eq!(test.db.read(jobs::counts).await.unwrap(), Counts::default());
    }
}

#[tokio::test]
async fn a_job_that_comes_again_after_its_mail_was_sent_sends_nothing() {
    for test in databases() {
        let id = add(&test.db, mail("Welcome")).await;
        let again = NewJob { kind: SEND, payload: id.to_string(), dedupe: None, run_at: START };
        test.db.write(move |tx| jobs::enqueue(tx, &again, START)).await.unwrap();
        let (runner, sent) = in_memory(&test.db);
        assert_eq!(runner.run_due().await.unwrap(), 2);
        assert_eq!(sent.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn one_event_makes_one_mail_even_after_it_was_sent() {
    for test in databases() {
        let keyed = Mail { dedupe: Some("answer 1 to 2".into()), ..mail("An answer") };
        let (runner, sent) = in_memory(&test.db);
        let first = add(&test.db, keyed.clone()).await;
        assert_eq!(add(&test.db, keyed.clone()).await, first);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(add(&test.db, keyed).await, first);
        assert_eq!(runner.run_due().await.unwrap(), 0);
        assert_eq!(sent.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_fact_that_is_taken_back_takes_its_mail_along() {
    for test in databases() {
        let refused: Result<()> = test
            .db
            .write(|tx| {
                queue(tx, &mail("Never"), "talka.example", START)?;
                Err(AppError::NotFound)
            })
            .await;
        assert!(refused.is_err());
        assert!(listed(&test.db, State::Queued).await.is_empty());
        assert_eq!(test.db.read(jobs::counts).await.unwrap(), Counts::default());
    }
}

#[tokio::test]
async fn files_hold_whole_mails_that_only_their_owner_reads() {
    for test in databases() {
        let folder = tempfile::tempdir().unwrap();
        let id = add(&test.db, mail("Welcome")).await;
        let delivery = Delivery::Files(folder.path().join("mail"));
        assert_eq!(runner(&test.db, &Clock::manual(START), delivery).run_due().await.unwrap(), 1);
        let files: Vec<_> = std::fs::read_dir(folder.path().join("mail")).unwrap().map(|file| file.unwrap()).collect();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].file_name().to_str().unwrap(), format!("20260101T000000Z-{id}.eml"));
        assert!(std::fs::read_to_string(files[0].path()).unwrap().contains("Subject: Welcome\r\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(files[0].metadata().unwrap().permissions().mode() & 0o077, 0);
        }
    }
}
