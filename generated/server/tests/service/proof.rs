//! Proofs under load and under faults: every client sees every event of its rooms once and in order.
//!
//! The short ones are part of `cargo test`. The long ones take minutes, and need a limit of open files of 20,000:
//!
//! ```sh
//! ulimit -n 20000
//! cargo test --release -p guest-events-server --test service -- --ignored --nocapture --test-threads 1
//! ```
#![cfg(unix)]

use crate::checker::{Load, Report};
use crate::cluster::Cluster;
use crate::fixture::{Place, PostgresPlace, SqlitePlace};
use crate::program::Program;
use guest_events_server::store::Store as _;
use std::process::Command;
use std::time::Duration;
use tokio::time::sleep;

const SHORT: Load = Load { polls: 300, rooms: 60, rate: 150, seconds: 4 };

const LONG: Load = Load { polls: 10_000, rooms: 1_000, rate: 1_000, seconds: 60 };

/// The same with faults, for a quarter of the time.
const LONG_FAULTS: Load = Load { seconds: 15, ..LONG };

/// A database with two nodes.
struct Nodes {
    cluster: Cluster,
    database: String,
    place: PostgresPlace,
    nodes: Vec<Program>,
}

impl Nodes {
    async fn start() -> Option<Self> {
        let mut cluster = Cluster::start()?;
        let (database, url) = cluster.database().await;
        // A connection that a fault cuts is a warning, so the log is off.
        let nodes = vec![Program::start(&url, "off"), Program::start(&url, "off")];
        Some(Self { cluster, database, place: PostgresPlace(url), nodes })
    }

    /// Runs a load with a fault, and prints its figures.
    async fn run(&mut self, load: Load, fault: impl AsyncFnOnce(&mut Vec<Program>, &mut Cluster)) -> Report {
        check_open_files(load.polls);
        let addresses = self.nodes.iter().map(|node| node.address).collect();
        let run = load.prepare(&self.place, addresses).await;
        let report = run.run(fault(&mut self.nodes, &mut self.cluster)).await;
        println!("{report}");
        self.nodes.iter().for_each(print_usage);
        report
    }

    /// Cuts all connections to the database.
    async fn cut(cluster: &Cluster, database: &str) {
        let others = "pid <> pg_backend_pid()";
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity";
        cluster.execute(database, &format!("{cut} where datname = '{database}' and {others}")).await;
    }
}

/// Fails early, with the reason, if there cannot be so many connections.
fn check_open_files(polls: usize) {
    let limit = Command::new("sh").args(["-c", "ulimit -n"]).output().unwrap().stdout;
    let limit: usize = String::from_utf8(limit).unwrap().trim().parse().unwrap_or(usize::MAX);
    assert!(limit > polls + 500, "the limit of open files is {limit}: run `ulimit -n 20000` first");
}

/// Prints the CPU time and the memory of a node, if the system is Linux.
fn print_usage(node: &Program) {
    let read =
        |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", node.id())).unwrap_or_default();
    let ticks = |text: &str| text.parse::<u32>().unwrap_or_default();
    let stat = read("stat");
    let fields: Vec<&str> = stat.split_whitespace().collect();
    let (Some(user), Some(system)) = (fields.get(13), fields.get(14)) else { return };
    let seconds = f64::from(ticks(user) + ticks(system)) / 100.0;
    let status = read("status");
    let memory = status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS"));
    println!(
        "  node: {seconds:.1} s of CPU time, {}",
        memory.collect::<Vec<_>>().join(", ").replace('\t', " ")
    );
}

async fn seconds(seconds: f64) {
    sleep(Duration::from_secs_f64(seconds)).await;
}

async fn kill_and_start_again(node: &mut Program, pause: f64) {
    node.kill();
    seconds(pause).await;
    node.start_again();
}

/// A node is killed and comes back, and then the database crashes.
#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_lose_nothing() {
    let Some(mut nodes) = Nodes::start().await else { return };
    let fault = async |nodes: &mut Vec<Program>, cluster: &mut Cluster| {
        seconds(1.0).await;
        kill_and_start_again(&mut nodes[0], 0.3).await;
        seconds(0.7).await;
        cluster.restart();
    };
    let report = nodes.run(SHORT, fault).await;
    report.assert_exact();
    assert!(report.errors("poll") > 0, "no client noticed the fault\n{report}");
}

/// A test of the checker: with a sequence instead of the locked end of the stream, clients miss events without an error.
#[tokio::test(flavor = "multi_thread")]
async fn the_checker_finds_lost_events() {
    let Some(mut nodes) = Nodes::start().await else { return };
    let sequence = "
        create sequence positions;
        create or replace function publish(ids text[], rooms text[], bodies text[])
        returns table (at bigint, equal bool) language plpgsql as $$
        begin
            insert into events select nextval('positions'), r, i, b from unnest(ids, rooms, bodies) u (i, r, b);
            perform pg_sleep(random() * 0.3);
            perform pg_notify('guest_events', '');
            return query select e.position, true
                from unnest(ids) with ordinality u (i, o) join events e on e.id = u.i order by o;
        end $$";
    nodes.cluster.execute(&nodes.database, sequence).await;
    let few_rooms = Load { rooms: 5, ..SHORT };
    let report = nodes.run(few_rooms, async |_, _| ()).await;
    assert!(report.missing > 0 && report.due > report.missing, "{report}");
}

/// SQLite: the node is killed in a burst, several times.
#[tokio::test(flavor = "multi_thread")]
async fn one_node_loses_nothing() {
    sqlite(SHORT, 3).await;
}

async fn sqlite(load: Load, kills: usize) {
    check_open_files(load.polls);
    let place = SqlitePlace::new();
    let mut node = Program::start(&place.url(), "off");
    let run = load.prepare(&place, vec![node.address]).await;
    let fault = async {
        for _ in 0..kills {
            seconds(0.7).await;
            kill_and_start_again(&mut node, 0.1).await;
        }
    };
    let report = run.run(fault).await;
    println!("{report}");
    report.assert_exact();
    assert!(report.errors("publish") > 0, "no publisher noticed a fault\n{report}");
    let end = place.open().await.end().await.unwrap().0;
    assert_eq!(end, i64::from(load.rate * load.seconds), "events that were not acknowledged are in the file");
    let url = place.url();
    let file = rusqlite::Connection::open(url.strip_prefix("sqlite:").unwrap()).unwrap();
    let check: String = file.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, see the file"]
async fn long_without_faults() {
    let Some(mut nodes) = Nodes::start().await else { return };
    let idle = async |nodes: &mut Vec<Program>, _: &mut Cluster| {
        seconds(1.0).await;
        nodes.iter().for_each(print_usage);
    };
    nodes.run(LONG, idle).await.assert_exact();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, see the file"]
async fn long_with_a_killed_node() {
    let Some(mut nodes) = Nodes::start().await else { return };
    let fault = async |nodes: &mut Vec<Program>, _: &mut Cluster| {
        seconds(5.0).await;
        kill_and_start_again(&mut nodes[0], 3.0).await;
    };
    nodes.run(LONG_FAULTS, fault).await.assert_exact();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, see the file"]
async fn long_with_a_restarted_database() {
    let Some(mut nodes) = Nodes::start().await else { return };
    let fault = async |_: &mut Vec<Program>, cluster: &mut Cluster| {
        for _ in 0..2 {
            seconds(5.0).await;
            cluster.restart();
        }
    };
    nodes.run(LONG_FAULTS, fault).await.assert_exact();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, see the file"]
async fn long_with_cut_connections() {
    let Some(mut nodes) = Nodes::start().await else { return };
    let database = nodes.database.clone();
    let fault = async |_: &mut Vec<Program>, cluster: &mut Cluster| {
        for _ in 0..20 {
            seconds(0.5).await;
            Nodes::cut(cluster, &database).await;
        }
    };
    nodes.run(LONG_FAULTS, fault).await.assert_exact();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, see the file"]
async fn long_with_sqlite() {
    sqlite(Load { polls: 2_000, ..LONG_FAULTS }, 6).await;
}
