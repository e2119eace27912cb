//! A PostgreSQL for the tests, on a free port and in a temporary folder.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/service/postgres.sh");

/// The exit status of the script if PostgreSQL is not installed.
const NOT_INSTALLED: i32 = 3;

/// A running PostgreSQL. The script stops it when its standard input is closed, so also if the test process is killed.
pub struct Cluster {
    port: u16,
    script: Child,
    commands: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    databases: u32,
    _folder: TempDir,
}

impl Cluster {
    /// Starts one, or prints that the test is skipped.
    pub fn start() -> Option<Self> {
        // Another process may take the port before PostgreSQL does.
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let folder = tempfile::Builder::new().prefix("guest-events-").tempdir().unwrap();
            let mut script = Command::new("sh");
            script.args([SCRIPT.as_ref(), folder.path().as_os_str(), port.to_string().as_ref()]);
            let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            let commands = script.stdin.take();
            let output = BufReader::new(script.stdout.take().unwrap());
            let mut cluster = Self { port, script, commands, output, databases: 0, _folder: folder };
            if cluster.next_line() == "ready\n" {
                return Some(cluster);
            }
            if cluster.script.wait().unwrap().code() == Some(NOT_INSTALLED) {
                assert!(std::env::var_os("REQUIRE_POSTGRES").is_none(), "PostgreSQL is not installed");
                // The harness hides the output of `println!` if a test passes.
                let reason = "SKIPPED: PostgreSQL is not installed (Debian: apt-get install postgresql)";
                let _ = writeln!(std::io::stderr(), "{reason}");
                return None;
            }
        }
        panic!("PostgreSQL does not start");
    }

    fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line
    }

    /// Kills and restarts it.
    pub fn restart(&mut self) {
        self.commands.as_mut().unwrap().write_all(b"restart\n").unwrap();
        assert_eq!(self.next_line(), "restarted\n");
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs SQL in a database.
    pub async fn execute(&self, database: &str, sql: &str) {
        let (client, connection) =
            tokio_postgres::connect(&self.url(database), tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
    }

    /// Creates an empty database, and returns its name and its URL.
    pub async fn database(&mut self) -> (String, String) {
        self.databases += 1;
        let name = format!("events{}", self.databases);
        self.execute("postgres", &format!("create database {name}")).await;
        let url = self.url(&name);
        (name, url)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.commands.take());
        let _ = self.script.wait();
    }
}

/// Creates a database in the cluster that all tests share. `None` means that the test is skipped. The shared cluster ends
/// together with the process.
pub async fn database() -> Option<String> {
    static SHARED: OnceLock<Option<tokio::sync::Mutex<Cluster>>> = OnceLock::new();
    let start = || SHARED.get_or_init(|| Cluster::start().map(tokio::sync::Mutex::new));
    let shared = tokio::task::spawn_blocking(start);
    let cluster = shared.await.unwrap().as_ref()?;
    Some(cluster.lock().await.database().await.1)
}
