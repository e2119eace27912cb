//! `unions`: instructions to decode a value of a union, counted by callgrind: the struct alone, the enum, the JSON that a
//! validator checks, and an enum with serde's `untagged`.

use serde::Deserialize;
use std::process::Command;
use std::{env, hint};

include!(concat!(env!("OUT_DIR"), "/unions.rs"));

use unions::types;

/// serde's own enums, next to the generated structs.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoded")]
enum Untagged {
    String(String),
    Select(Box<types::PlainSelect>),
    Product(Box<types::PlainProduct>),
    Any(types::MatchAny),
}

const SELECT: &str = r#"{"type":3,"id":7,"custom_id":"class_select_1","placeholder":"Choose a class","min_values":1,"max_values":1,"options":[{"label":"Rogue","value":"rogue","description":"Sneak and stab"},{"label":"Mage","value":"mage","description":"Turn an enemy into a sheep"}]}"#;
const LAST: &str = r#"{"id":7,"custom_id":"class_select_1","placeholder":"Choose a class","min_values":1,"max_values":1,"options":[{"label":"Rogue","value":"rogue","description":"Sneak and stab"},{"label":"Mage","value":"mage","description":"Turn an enemy into a sheep"}],"type":3}"#;
const PRODUCT: &str = r#"{"id":"prod_1","object":"product","active":true,"created":1678833149,"description":"a plan","images":[],"livemode":false,"metadata":{"a":"b"},"name":"Plan","updated":1678833149}"#;
const DELETED: &str = r#"{"id":"prod_1","object":"product","deleted":true}"#;
const ANY: &str = r#"{"any":["black","yellow","red","green"]}"#;
const STRING: &str = r#""prod_1""#;

/// A case: its name, its JSON, and the decoders.
const CASES: [&str; 6] = ["select", "select, tag last", "product", "deleted product", "match", "string"];
const KINDS: [&str; 4] = ["alone", "union", "checked", "untagged"];
const RUNS: (u64, u64) = (200, 1200);

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [case, kind, count] = arguments.as_slice() {
        return run(case, kind, count.parse().expect("a count"));
    }
    println!("| value | struct alone | union | JSON that a validator checks | serde's `untagged` |\n|---|---|---|---|---|");
    for case in CASES {
        let counts = KINDS.map(|kind| {
            let (few, many) = RUNS;
            let each = (instructions(case, kind, many) - instructions(case, kind, few)) / (many - few);
            if each < 60 { "-".to_owned() } else { each.to_string() }
        });
        println!("| {case} | {} |", counts.join(" | "));
    }
}

fn run(case: &str, kind: &str, count: u64) {
    let json = match case {
        "select" => SELECT,
        "select, tag last" => LAST,
        "product" => PRODUCT,
        "deleted product" => DELETED,
        "match" => ANY,
        _ => STRING,
    };
    let wrapped = format!(r#"{{"value":{json}}}"#);
    for _ in 0..count {
        match (case, kind) {
            ("select" | "select, tag last", "alone") => decode::<types::PlainSelect>(json),
            ("select" | "select, tag last", "union") => decode::<types::Component>(json),
            ("select" | "select, tag last", "checked") => decode::<types::CheckedComponent>(&wrapped),
            ("product", "alone") => decode::<types::PlainProduct>(json),
            ("match", "alone") => decode::<types::MatchAny>(json),
            ("match", "union") => decode::<types::Match>(json),
            ("match", "checked") => decode::<types::CheckedMatch>(&wrapped),
            (_, "union") => decode::<types::Expandable>(json),
            (_, "checked") => decode::<types::CheckedExpandable>(&wrapped),
            ("deleted product", _) | (_, "alone") => {}
            _ => decode::<Untagged>(json),
        }
    }
}

fn decode<T: for<'de> Deserialize<'de>>(json: &str) {
    let value: T = serde_json::from_str(hint::black_box(json)).expect("a valid value");
    hint::black_box(value);
}

/// Callgrind's count for a run of this program.
fn instructions(case: &str, kind: &str, count: u64) -> u64 {
    let program = env::current_exe().expect("this program has a path");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    let output = command.args([case, kind, &count.to_string()]).output().expect("valgrind is installed");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let collected = said.lines().find_map(|line| line.split_once("Collected : "));
    collected.expect("callgrind says what it counted").1.trim().parse().expect("a number")
}
