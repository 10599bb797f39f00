//! A mail server of a few lines, with moods.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How a connection is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// Takes the message.
    Take,
    /// Answers a command that begins so with this line.
    Answer(&'static str, &'static str),
    /// Takes the message and hangs up without a word.
    DropAfterData,
    /// Greets without an end, a line every few milliseconds.
    Tarpit,
    /// Greets when [`Sink::greet`] is called.
    GreetLate,
}

/// What came in.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Every command of every connection.
    pub(super) commands: Vec<String>,
    /// Every whole message.
    pub(super) messages: Vec<String>,
}

pub(super) struct Sink {
    pub(super) port: u16,
    seen: Arc<Mutex<Seen>>,
    greet: Sender<()>,
    ended: Receiver<()>,
}

impl Sink {
    /// A server that treats its connections so, one after another, and all later ones as the last.
    pub(super) fn start(moods: &[Mood]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (moods, all) = (moods.to_vec(), Arc::clone(&seen));
        let ((greet, word), (end, ended)) = (channel(), channel());
        let word = Arc::new(Mutex::new(word));
        std::thread::spawn(move || {
            for (n, stream) in listener.incoming().enumerate() {
                let (mood, seen) = (moods[n.min(moods.len() - 1)], Arc::clone(&all));
                let (word, end) = (Arc::clone(&word), end.clone());
                std::thread::spawn(move || {
                    if mood == Mood::GreetLate {
                        word.lock().unwrap().recv().unwrap();
                    }
                    // The other side may hang up at any time, and the test may be over.
                    let _ = serve(stream.unwrap(), mood, &seen);
                    let _ = end.send(());
                });
            }
        });
        Self { port, seen, greet, ended }
    }

    /// Lets a connection go on that waits for its greeting.
    pub(super) fn greet(&self) {
        self.greet.send(()).unwrap();
    }

    /// Waits until a connection has ended.
    pub(super) fn wait_for_end(&self) {
        self.ended.recv_timeout(Duration::from_secs(30)).unwrap();
    }

    pub(super) fn messages(&self) -> Vec<String> {
        self.seen.lock().unwrap().messages.clone()
    }

    pub(super) fn commands(&self) -> Vec<String> {
        self.seen.lock().unwrap().commands.clone()
    }
}

fn serve(mut stream: TcpStream, mood: Mood, seen: &Mutex<Seen>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    if mood == Mood::Tarpit {
        stream.set_read_timeout(Some(Duration::from_millis(10)))?;
        loop {
            stream.write_all(b"220-one moment\r\n")?;
            // Waits for the other side to speak or to go, which it does not.
            if lines.read_line(&mut String::new()).is_ok_and(|read| read == 0) {
                return Ok(());
            }
        }
    }
    stream.write_all(b"220 sink\r\n")?;
    loop {
        let mut command = String::new();
        if lines.read_line(&mut command)? == 0 {
            return Ok(());
        }
        seen.lock().unwrap().commands.push(command.trim_end().to_owned());
        let verb = command.trim_end().to_ascii_uppercase();
        match mood {
            Mood::Answer(to, answer) if verb.starts_with(to) => {
                stream.write_all(format!("{answer}\r\n").as_bytes())?;
                continue;
            }
            Mood::Answer(..) | Mood::Take | Mood::DropAfterData | Mood::Tarpit | Mood::GreetLate => {}
        }
        if verb == "DATA" {
            stream.write_all(b"354 go on\r\n")?;
            let message = message(&mut lines)?;
            seen.lock().unwrap().messages.push(message);
            if mood == Mood::DropAfterData {
                return Ok(());
            }
            let answer = if let Mood::Answer("MESSAGE", answer) = mood { answer } else { "250 taken" };
            stream.write_all(format!("{answer}\r\n").as_bytes())?;
        } else if verb.starts_with("EHLO") {
            stream.write_all(b"250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n")?;
        } else if verb.starts_with("AUTH") {
            stream.write_all(b"235 welcome\r\n")?;
        } else if verb == "QUIT" {
            return stream.write_all(b"221 bye\r\n");
        } else {
            stream.write_all(b"250 ok\r\n")?;
        }
    }
}

fn message(lines: &mut impl BufRead) -> std::io::Result<String> {
    let mut message = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(message);
        }
        message.push_str(&line);
    }
}
