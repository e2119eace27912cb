//! Decodes random values of published unions as enums, and compares the verdicts with the tables that check JSON.
//! README.md tells how to run it. `BLESS=1` writes the table.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};
use stubsmith_differential::table;
use stubsmith_differential::unions::chosen::CHOSEN;
use stubsmith_differential::unions::excerpt::Excerpt;
use stubsmith_differential::unions::program::{compare, compile, generate};
use stubsmith_tests::round_trip::parse;

/// The number of values for each union.
const VALUES: usize = 100_000;
/// The number of differences to show for a union.
const SHOWN: usize = 3;

#[test]
fn enums_agree_with_tables() {
    let Some(corpus) = env::var_os("STUBSMITH_CORPUS") else {
        return println!("skipped: STUBSMITH_CORPUS is not set");
    };
    let wanted = env::var("DOCUMENT").unwrap_or_default();
    let excerpts: Vec<Excerpt> = CHOSEN
        .iter()
        .filter(|(path, _)| path.contains(&wanted))
        .map(|(path, pointers)| {
            let text = fs::read_to_string(Path::new(&corpus).join(path)).unwrap();
            Excerpt::of(path, &parse(&text).unwrap(), pointers)
        })
        .collect();
    let folder = tempfile::TempDir::new().unwrap();
    let each = excerpts.iter().enumerate();
    let errors: Vec<String> =
        each.filter_map(|(index, it)| generate(it, folder.path(), &format!("d{index}")).err()).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let program = compile(&excerpts, folder.path());
    let values = env::var("VALUES").ok().and_then(|text| text.parse().ok()).unwrap_or(VALUES);
    let mut lines = String::new();
    let mut faults = 0;
    for (document, excerpt) in excerpts.iter().enumerate() {
        for (index, chosen) in excerpt.chosen.iter().enumerate() {
            let counts = compare(&program, excerpt, (document, index), values);
            let count = |name: &str| counts[name].as_u64().unwrap();
            writeln!(
                lines,
                "{:7} {:8} {:9} {:11} {:7} {:7}  {}#{}",
                count("values"),
                count("valid_requests"),
                count("valid_responses"),
                count("different"),
                count("kept"),
                count("changed"),
                excerpt.path,
                chosen.pointer
            )
            .unwrap();
            faults += count("different") + count("changed");
            for name in ["differences", "changes"] {
                for line in counts[name].as_array().into_iter().flatten().take(SHOWN) {
                    let line: String = line.as_str().unwrap().chars().take(600).collect();
                    writeln!(lines, "        {line}").unwrap();
                }
            }
        }
    }
    let text = format!(" values requests responses differences    kept changed  union\n{lines}");
    table::hold("unions.txt", &text);
    assert_eq!(faults, 0, "{text}");
}
