//! `counts`: instructions per request, counted by callgrind, next to the stored ones in `counts.txt`.
//!
//! Fails if the generated code takes over 2 % more than stored, with the same compiler and the same versions.
//! `BLESS=1` stores the current counts.

use std::fmt::Write as _;
use std::process::Command;
use std::{env, fs};

/// A case, and two numbers of requests, whose difference is measured.
const CASES: [(&str, u64, u64); 4] =
    [("get", 100, 1100), ("post", 100, 600), ("large", 5, 25), ("decode", 100, 600)];
const KINDS: [&str; 4] = ["none", "idiomatic", "lean", "generated"];
const STORED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/counts.txt");

fn main() {
    let stored = fs::read_to_string(STORED).unwrap_or_default();
    let (mut table, mut worse) = (String::new(), false);
    for (case, few, many) in CASES {
        let [none, idiomatic, lean, generated] = KINDS.map(|kind| {
            let more = instructions(case, kind, many) - instructions(case, kind, few);
            more / (many - few)
        });
        // Decoding a body has no request around it.
        let none = if case == "decode" { 0 } else { none };
        let [idiomatic, lean, generated] = [idiomatic, lean, generated].map(|count| count - none);
        writeln!(table, "{case} {none} {idiomatic} {lean} {generated}").expect("a string takes everything");
        let before = stored_count(&stored, case);
        println!(
            "{case:>6}: idiomatic {idiomatic:>8}, lean {lean:>8}, generated {generated:>8}: {:.2} of idiomatic, {:.2} of lean, {:.3} of the stored count",
            ratio(generated, idiomatic),
            ratio(generated, lean),
            ratio(generated, before.unwrap_or(generated)),
        );
        worse |= before.is_some_and(|before| generated * 100 > before * 102);
    }
    if env::var_os("BLESS").is_some() {
        let head = "# Case, and instructions: of request and response, and of serving in addition, by kind:\n# idiomatic, lean, generated. Made by `BLESS=1 cargo run --release --bin counts`.\n";
        fs::write(STORED, head.to_owned() + &table).expect("the package's folder can be written to");
    } else if worse {
        eprintln!("over 2 % more instructions than in {STORED}");
        std::process::exit(1);
    }
}

fn ratio(count: u64, of: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts are small")]
    (count as f64 / of as f64)
}

fn stored_count(stored: &str, case: &str) -> Option<u64> {
    let line = stored.lines().find(|line| line.starts_with(&format!("{case} ")))?;
    line.split(' ').next_back()?.parse().ok()
}

/// Callgrind's count for a run of the program in the same folder.
fn instructions(case: &str, kind: &str, count: u64) -> u64 {
    let program = env::current_exe().expect("this program has a path").with_file_name("serving");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    let output = command.args([case, kind, &count.to_string()]).output().expect("valgrind is installed");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let collected = said
        .lines()
        .find_map(|line| line.split_once("Collected : "))
        .expect("callgrind says what it counted");
    collected.1.trim().parse().expect("a number")
}
