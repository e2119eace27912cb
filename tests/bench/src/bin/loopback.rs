//! `loopback ROUNDS SECONDS [NAME=PROGRAM...]`: requests per second over loopback, measured with wrk and 32
//! connections, of the servers of this package, and of programs by others that take a port. Each turn starts every
//! server anew, and compares the runs of that turn.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};
use stubsmith_bench::serving::ORDER;

const CASES: [(&str, &str); 3] = [
    (
        "get",
        "/_matrix/client/api/v1/events?access_token=secret&from=s3456_9_0&timeout=0&room_id=%21a%3Ax,%21b%3Ax",
    ),
    ("post", "/orders"),
    ("large", "/orders"),
];

/// A server to measure.
struct Program {
    name: String,
    path: PathBuf,
    arguments: Vec<String>,
}

/// The result of one run.
#[derive(Clone, Copy)]
struct Run {
    per_second: f64,
    /// User and system time of the server per request.
    microseconds: f64,
}

fn main() {
    let mut arguments = env::args().skip(1);
    let mut number = || arguments.next().and_then(|text| text.parse::<usize>().ok());
    let (Some(rounds), Some(seconds)) = (number(), number()) else {
        panic!("loopback ROUNDS SECONDS [NAME=PROGRAM...]")
    };
    let own = env::current_exe().expect("this program has a path").with_file_name("listening");
    let mut programs: Vec<Program> = ["generated", "idiomatic", "lean"]
        .map(|kind| Program { name: kind.to_owned(), path: own.clone(), arguments: vec![kind.to_owned()] })
        .into();
    programs.extend(arguments.map(|argument| {
        let (name, path) = argument.split_once('=').expect("NAME=PROGRAM");
        Program { name: name.to_owned(), path: path.into(), arguments: Vec::new() }
    }));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/post.lua");
    let body = ORDER.replace('\\', "\\\\").replace('\n', "\\n").replace('\'', "\\'");
    let text = format!(
        "wrk.method = 'POST'\nwrk.headers['content-type'] = 'application/json'\nwrk.body = '{body}'\n"
    );
    fs::write(&script, text).expect("the folder can be written to");
    for (case, path) in CASES {
        let mut seen: Vec<Vec<Run>> = programs.iter().map(|_| Vec::new()).collect();
        for round in 0..rounds {
            for (index, program) in programs.iter().enumerate() {
                let port = 18_000 + u16::try_from(round * programs.len() + index).expect("few rounds");
                let script = (case == "post").then_some(script.as_path());
                seen[index].push(run(program, port, path, script, seconds));
            }
        }
        report(case, &programs, &seen);
    }
}

/// The medians of the results, and of their ratios to the generated code, turn by turn.
fn report(case: &str, programs: &[Program], seen: &[Vec<Run>]) {
    println!("{case}");
    for (program, runs) in programs.iter().zip(seen) {
        let of = |figure: fn(&Run) -> f64| median(runs.iter().map(figure).collect());
        let ratio = |figure: fn(&Run) -> f64| {
            median(
                seen[0]
                    .iter()
                    .zip(runs)
                    .map(|(generated, other)| figure(generated) / figure(other))
                    .collect(),
            )
        };
        println!(
            "  {:<22} {:>8.0} requests/s, {:>6.1} us CPU each; generated: {:.2} of its requests, {:.2} of its CPU",
            program.name,
            of(|run| run.per_second),
            of(|run| run.microseconds),
            ratio(|run| run.per_second),
            ratio(|run| run.microseconds),
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn run(program: &Program, port: u16, path: &str, script: Option<&Path>, seconds: usize) -> Run {
    let mut command = Command::new(&program.path);
    command.args(&program.arguments).arg(port.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut server = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.path.display()));
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        thread::sleep(Duration::from_millis(20));
    }
    // One run to fill the caches.
    wrk(port, path, script, 1);
    let before = ticks(&server);
    let (requests, per_second) = wrk(port, path, script, seconds);
    // A tick of the kernel is a hundredth of a second.
    let microseconds = (ticks(&server) - before) * 10_000.0 / requests;
    server.kill().expect("the server runs");
    server.wait().expect("the server ends");
    Run { per_second, microseconds }
}

/// The number of requests, and of requests per second.
fn wrk(port: u16, path: &str, script: Option<&Path>, seconds: usize) -> (f64, f64) {
    let mut command = Command::new("wrk");
    command.args(["-t1", "-c32", &format!("-d{seconds}s"), &format!("http://127.0.0.1:{port}{path}")]);
    if let Some(script) = script {
        command.arg("-s").arg(script);
    }
    let output = command.output().expect("wrk is installed");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!said.contains("Non-2xx") && !said.contains("Socket errors"), "{said}");
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let requests = said.lines().find_map(|line| number(line.split_once(" requests in")?.0));
    let per_second = said.lines().find_map(|line| number(line.strip_prefix("Requests/sec:")?));
    requests.zip(per_second).unwrap_or_else(|| panic!("{said}"))
}

/// User and system time of a process.
fn ticks(process: &Child) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.id())).expect("this is Linux");
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let field =
        |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    field(11) + field(12)
}
