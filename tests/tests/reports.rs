//! Reports of files with long lines, or with places that are far apart.

use serde_json::{Map, Value, json};
use std::fs;
use std::time::{Duration, Instant};
use stubsmith::{Config, Report, Style};
use tempfile::TempDir;

/// A spec in which every definition has a warning of its own.
fn spec(definitions: usize) -> Value {
    let definition = |number: usize| {
        let schema = json!({"type": "object", "properties": {"a": {"type": "string", "misspelt": number}}});
        (format!("D\u{e4}{number}"), schema)
    };
    let definitions: Map<String, Value> = (0..definitions).map(definition).collect();
    json!({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": definitions})
}

fn report(text: &str) -> (Report, String) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("api.json"), text).unwrap();
    let report = Config::new(folder.path().join("api.json")).generate().report;
    let rendered = report.render(Style::Plain).replace(&format!("{}/", folder.path().display()), "");
    (report, rendered)
}

/// The column counts from the start of the line, and only the part of the line that a reader needs is shown.
#[test]
fn a_file_of_one_line_is_shown_in_parts() {
    let text = spec(400).to_string();
    let (report, rendered) = report(&text);
    assert_eq!(report.findings().count(), 400);
    for (number, finding) in report.findings().enumerate() {
        let before = text.split(&format!("\"misspelt\":{number}}}")).next().unwrap();
        assert_eq!((finding.position.line, finding.position.column), (1, before.chars().count() + 1));
    }
    let last = report.findings().last().unwrap().position.column;
    assert!(rendered.contains(&format!(" --> api.json:1:{last}\n  |\n1 | ...")), "{rendered}");
    assert!(!rendered.contains(":::"), "{rendered}");
    for (line, underline) in rendered.lines().zip(rendered.lines().skip(1)) {
        assert!(line.chars().count() < 300, "{line}");
        if line.starts_with("1 | ") {
            let at = underline.chars().position(|sign| sign == '^').unwrap();
            let marked: String = line.chars().skip(at).take(underline.matches('^').count()).collect();
            assert_eq!(marked, "\"misspelt\"");
        }
    }
}

#[test]
fn one_line_costs_as_much_as_many() {
    let spec = spec(4_000);
    let cost = |text: &str| {
        let start = Instant::now();
        assert!(report(text).1.contains("3000 more diagnostics are not shown"));
        start.elapsed()
    };
    let (one, many) = (cost(&spec.to_string()), cost(&serde_json::to_string_pretty(&spec).unwrap()));
    // The former quadratic search took ten times as long.
    assert!(one < 3 * many + Duration::from_secs(1), "{one:?} for one line, {many:?} for many");
}

/// Text between two distant places is not scanned, and each is shown in a snippet of its own.
#[test]
fn places_far_apart_are_shown_by_themselves() {
    let text = spec(400).to_string().replace("},\"D", "},\n\"D");
    let definitions = text.replace("\"D\u{e4}399\"", "\"D\u{e4}0\"");
    let (_, rendered) = report(&definitions);
    assert!(
        rendered.starts_with("error[duplicate-key]: duplicate key `D\u{e4}0`\n   --> api.json:400:1\n"),
        "{rendered}"
    );
    assert!(rendered.contains("::: api.json:1:79\n"), "{rendered}");
}
