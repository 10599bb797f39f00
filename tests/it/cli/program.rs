//! The program as a process of its own.

use std::io::{BufRead, BufReader, Lines};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use talka::config::DatabaseUrl;

/// The program with this command line, in an environment that holds nothing else, in a folder of its own.
pub fn talka(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_talka"));
    command.args(arguments).current_dir(folder).env_clear().env("TALKA_DATA_DIR", folder);
    command
}

/// The same on a database.
pub fn talka_on(url: &DatabaseUrl, folder: &Path, arguments: &[&str]) -> Command {
    let url = match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite://{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    let mut command = talka(folder, arguments);
    command.env("TALKA_DATABASE_URL", url);
    command
}

/// What a process said before it ended: its exit code, standard output and standard error.
pub fn ended(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A server that listens.
pub struct Running {
    /// Where.
    pub address: SocketAddr,
    child: Child,
    log: Option<Lines<BufReader<ChildStderr>>>,
}

impl Running {
    /// Starts `serve` or `demo` on any free port, and waits until it listens.
    pub fn start(command: &mut Command) -> Self {
        let command = command.env("TALKA_LISTEN", "127.0.0.1:0").env("TALKA_LOG", "info");
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = log.by_ref().find_map(|line| {
            let line: serde_json::Value = serde_json::from_str(&line.unwrap()).expect("a line of the log is JSON");
            (line["message"] == "talka is running").then(|| line["listen"].as_str().unwrap().parse().unwrap())
        });
        Self { address: address.expect("it says where it listens"), child, log: Some(log) }
    }

    /// Asks it to stop, as service managers do; answers how it ended and how long that took.
    pub fn stop(mut self) -> (ExitStatus, Duration) {
        let asked = Instant::now();
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        // Until its end, or a full pipe would hold it up.
        self.log.take().into_iter().flatten().for_each(drop);
        (self.child.wait().unwrap(), asked.elapsed())
    }

    /// Nobody reads its log any more.
    pub fn read_no_more(&mut self) {
        self.log = None;
    }

    /// Ends it from one moment to the next: SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Where a test failed in between.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
