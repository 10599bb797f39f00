//! Processes under load: starting them, driving them with wrk, and what the kernel says they used.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Connections of wrk: callers at the same time.
const CALLERS: usize = 32;

/// A server on a port of loopback; ended when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub port: u16,
    /// From its start to its first answer 200.
    pub started_in: Duration,
}

impl Server {
    /// Starts a server on a free port, and waits until `path` is answered with 200.
    pub async fn start(path: &str, command: impl FnOnce(u16) -> Command) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let began = Instant::now();
        let child = command(port).stdout(Stdio::null()).spawn().expect("the server starts");
        let mut server = Self { child, port, started_in: Duration::ZERO };
        while server.get(path, "").await.is_none() {
            assert!(server.child.try_wait().expect("its state").is_none(), "the server ended by itself");
            assert!(began.elapsed() < Duration::from_secs(30), "the server does not get ready");
            actix_web::rt::time::sleep(Duration::from_millis(1)).await;
        }
        server.started_in = began.elapsed();
        server
    }

    /// The body of a page, when it is answered with 200.
    pub async fn get(&self, path: &str, cookie: &str) -> Option<String> {
        let request = reqwest::Client::new().get(format!("http://127.0.0.1:{}{path}", self.port));
        let reply = request.header("cookie", cookie).send().await.ok()?;
        if reply.status() == 200 { reply.text().await.ok() } else { None }
    }

    /// Sends a form; answers the status.
    pub async fn post(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> u16 {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
        let request = client.expect("a client").post(format!("http://127.0.0.1:{}{path}", self.port));
        request.header("cookie", cookie).form(form).send().await.expect("an answer").status().as_u16()
    }

    /// CPU time it has used so far, in user and kernel mode, by the kernel's account.
    fn cpu(&self) -> Duration {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("the process's account");
        // After the name, which stands in parentheses and may hold anything: utime and stime are fields 14 and 15.
        let fields = text.rsplit_once(") ").expect("a name in parentheses").1.split(' ');
        let ticks: u64 = fields.skip(11).take(2).map(|field| field.parse::<u64>().expect("a number of ticks")).sum();
        // USER_HZ, which Linux fixes at 100 for all it tells user space.
        Duration::from_millis(ticks * 10)
    }

    /// Bytes in memory, without the mapped pages of the file `besides`: those belong to the kernel, which takes them
    /// back when it needs them.
    pub fn resident(&self, besides: &Path) -> u64 {
        let text = fs::read_to_string(format!("/proc/{}/smaps", self.child.id())).expect("the process's mappings");
        let (mut counts, mut kib) = (true, 0);
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("Rss:") {
                let size: u64 = rest.trim().trim_end_matches(" kB").parse().expect("a size");
                kib += if counts { size } else { 0 };
            } else if !line.split(' ').next().unwrap_or_default().ends_with(':') {
                // The head of the next mapping, which ends with its file.
                counts = line.find('/').is_none_or(|at| Path::new(&line[at..]) != besides);
            }
        }
        kib * 1024
    }

    /// Drives it with wrk for some seconds; `what` is for `load.lua`.
    pub fn load(&self, seconds: u32, what: &[&str]) -> Figures {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/talka/load.lua");
        let url = format!("http://127.0.0.1:{}", self.port);
        let (callers, length) = (CALLERS.to_string(), format!("{seconds}s"));
        let before = self.cpu();
        let output = Command::new("wrk")
            .args(["-t2", "-c", &callers, "-d", &length, "--timeout", "5s", "-s", script, &url, "--"])
            .args(what)
            .output()
            .expect("wrk runs");
        let cpu = self.cpu() - before;
        let text = String::from_utf8_lossy(&output.stdout);
        let result = text.lines().find_map(|line| line.strip_prefix("RESULT "));
        let result = result.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
        let numbers: Vec<f64> = result.split(' ').map(|number| number.parse().expect("a number")).collect();
        let [requests, micros, p50, p99, errors] = numbers[..] else { panic!("{result}") };
        assert!(errors == 0.0 && requests > 0.0, "{errors} of {requests} requests failed: {what:?}");
        Figures { per_second: requests / micros * 1e6, p50, p99, cpu: cpu.as_secs_f64() * 1e6 / requests }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a load came to. Times in microseconds.
pub struct Figures {
    /// Requests per second.
    pub per_second: f64,
    /// Half of the answers took no longer.
    pub p50: f64,
    /// 99 of 100 answers took no longer.
    pub p99: f64,
    /// CPU time of the server for one request.
    pub cpu: f64,
}
