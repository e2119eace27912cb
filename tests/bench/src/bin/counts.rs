//! `counts`: instructions per request, counted by callgrind, next to the stored ones in `counts.txt`.
//!
//! Fails if the generated code takes over 2 % more than stored, with the same compiler and the same versions.
//! `BLESS=1` stores the current counts.

use std::fmt::Write as _;
use std::process::Command;
use std::{env, fs};

/// A case, two numbers of requests, whose difference is measured, and the kinds of servers.
const CASES: [(&str, u64, u64, &[&str]); 7] = [
    ("get", 100, 1100, &ALL),
    ("post", 100, 600, &ALL),
    ("large", 5, 25, &ALL),
    ("decode", 100, 600, &ALL),
    ("union", 100, 600, WITHOUT_LEAN),
    ("form", 100, 600, WITHOUT_LEAN),
    ("file", 100, 600, WITHOUT_LEAN),
];
const ALL: [&str; 3] = ["idiomatic", "lean", "generated"];
const WITHOUT_LEAN: &[&str] = &["idiomatic", "generated"];
const STORED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/counts.txt");

fn main() {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--release", "--bins"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(build.status().expect("cargo is installed").success(), "the counted programs compile");
    let stored = fs::read_to_string(STORED).unwrap_or_default();
    let (mut table, mut worse) = (String::new(), false);
    for (case, few, many, kinds) in CASES {
        let count =
            |kind: &str| (instructions(case, kind, many) - instructions(case, kind, few)) / (many - few);
        // Decoding a body has no request around it.
        let none = if case == "decode" { 0 } else { count("none") };
        let counts: Vec<_> = kinds.iter().map(|kind| (*kind, count(kind) - none)).collect();
        let of = |kind: &str| counts.iter().find(|(counted, _)| *counted == kind).map(|(_, count)| *count);
        let columns = ALL.map(|kind| of(kind).map_or_else(|| "-".to_owned(), |count| count.to_string()));
        writeln!(table, "{case} {none} {}", columns.join(" ")).expect("a string takes everything");
        let generated = of("generated").expect("each case has the generated code");
        let before = stored_count(&stored, case);
        print!("{case:>6}:");
        for (kind, count) in &counts {
            print!(" {kind} {count:>8} ({:.2}),", ratio(generated, *count));
        }
        println!(" {:.3} of the stored count", ratio(generated, before.unwrap_or(generated)));
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
    let program = if ["union", "form", "file"].contains(&case) { "bodies" } else { "serving" };
    let program = env::current_exe().expect("this program has a path").with_file_name(program);
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
