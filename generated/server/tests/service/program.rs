//! The program in a process of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A running server. It is killed when it is dropped.
pub struct Program {
    pub address: SocketAddr,
    child: Child,
    store: String,
    level: String,
    log: PathBuf,
    _folder: TempDir,
}

/// Creates a command with the store in its environment.
fn command(store: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guest-events-server"));
    command.env("GUEST_EVENTS_STORE", store).current_dir(std::env::temp_dir());
    command
}

/// Runs a command that ends.
pub fn run(store: &str, arguments: &[&str], input: &str) -> Output {
    let mut command = command(store);
    let pipe = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipe.args(arguments).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// Runs a command that prints a token.
pub fn token(store: &str, arguments: &[&str]) -> String {
    let output = run(store, arguments, "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

impl Program {
    /// Starts a server on a free port.
    pub fn start(store: &str, level: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let (child, address) = serve(store, level, any, &log);
        Self { address, child, store: store.to_owned(), level: level.to_owned(), log, _folder: folder }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([format!("-{name}"), id]).status().unwrap().success());
    }

    /// Kills the process without notice.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again on the same port.
    pub fn start_again(&mut self) {
        self.child = serve(&self.store, &self.level, self.address, &self.log).0;
    }

    /// Waits until the process ends.
    pub fn wait(&mut self, limit: Duration) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < limit, "the process does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(store: &str, level: &str, address: SocketAddr, log: &PathBuf) -> (Child, SocketAddr) {
    let log = std::fs::File::options().create(true).append(true).open(log).unwrap();
    let mut command = command(store);
    command.arg("serve").env("GUEST_EVENTS_LISTEN", address.to_string()).env("GUEST_EVENTS_LOG", level);
    let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").and_then(|address| address.parse().ok());
    (child, address.unwrap_or_else(|| panic!("the server does not start: {line}")))
}
