//! Mistakes that spec authors make: each folder of `invalid` has one, and the report. `BLESS=1` stores the current
//! reports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith::{Apis, Config, Generated, Severity, Style};

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("invalid").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

fn config(case: &Path) -> Config {
    let (spec, second) = (case.join("spec.yaml"), case.join("second.yaml"));
    let text = fs::read_to_string(&spec).unwrap();
    let config = Config::new(spec);
    let config = if second.exists() { config.input(second) } else { config };
    let first = text.lines().next().unwrap_or_default();
    if let Some(path) = first.strip_prefix("# embed-description: ") {
        return config.embed_description(path);
    }
    match first.strip_prefix("# rename: ").and_then(|line| line.split_once('=')) {
        Some((place, name)) => config.rename(place, name),
        None => config,
    }
}

/// The run of a case. The first line can say that it is a bundle, or that the folder `second` has another API, which
/// shares the support code, and the names of the modules of both.
fn generate(case: &Path) -> Generated {
    let text = fs::read_to_string(case.join("spec.yaml")).unwrap();
    let first = text.lines().next().unwrap_or_default();
    if first == "# bundle" {
        return config(case).bundle(None, false);
    }
    let Some(names) = first.strip_prefix("# apis") else { return config(case).generate() };
    let configs = [config(case), config(&case.join("second"))];
    match names.trim_start_matches(':').split_whitespace().collect::<Vec<_>>().as_slice() {
        [] => Apis::new(configs).generate(),
        names => {
            Apis::new(configs.into_iter().zip(names).map(|(config, name)| config.name(*name))).generate()
        }
    }
}

#[test]
fn mistakes_are_reported_as_written_down() {
    let bless = env::var_os("BLESS").is_some();
    let cases = cases();
    assert!(cases.len() >= 40, "where are the cases?");
    let mut wrong = Vec::new();
    for case in cases {
        let generated = generate(&case);
        let report = generated.report.render(Style::Plain);
        assert!(!report.is_empty(), "{}: nothing is reported", case.display());
        assert_eq!(generated.files.is_empty(), generated.report.has_errors(), "{}", case.display());
        let path = case.join("report.txt");
        if bless {
            fs::write(&path, &report).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != report {
            wrong.push(format!("{}:\n{report}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "bless with BLESS=1, and read the diff:\n{}", wrong.join("\n"));
}

/// A message that only says that something is wrong does not help.
#[test]
fn messages_have_a_place_and_are_specific() {
    for case in cases() {
        let report = generate(&case).report.render(Style::Short);
        for line in report.lines() {
            let parts = line.splitn(4, ':').collect::<Vec<_>>();
            assert!(parts.len() == 4 && parts[1].parse::<usize>().is_ok(), "no place: {line}");
            let vague = ["invalid", "unexpected", "failed"];
            let message = parts[3].replace("invalid/", "");
            assert!(!vague.iter().any(|word| message.contains(word)), "{line}");
        }
    }
}

/// `stubsmith explain` shows the case with the code's name.
#[test]
fn every_code_has_its_case() {
    for code in stubsmith::CODES {
        let name = code.name;
        assert!(code.explanation.ends_with(['.', ')']), "{name}");
        if !["accepted-change-gone", "internal", "stale"].contains(&name) {
            let report = fs::read_to_string(format!("invalid/{name}/report.txt")).unwrap_or_default();
            assert!(report.contains(&format!("[{name}]")), "invalid/{name} does not show {name}");
        }
    }
    for case in cases() {
        for finding in generate(&case).report.findings() {
            assert!(stubsmith::explain(finding.code).is_some(), "{} has no explanation", finding.code);
        }
    }
}

/// A warning can be allowed, and is not reported then; an error cannot.
#[test]
fn every_warning_can_be_allowed() {
    let mut allowed = 0;
    for case in cases() {
        for skip in [false, true] {
            let config = config(&case).skip_unsupported(skip);
            let before: Vec<_> = config.generate().report.findings().collect();
            let codes: BTreeSet<_> = before
                .iter()
                .filter(|found| found.severity < Severity::Error)
                .map(|found| found.code)
                .collect();
            allowed += codes.len();
            let config = codes.into_iter().fold(config, Config::allow);
            let after: Vec<_> = config.generate().report.findings().collect();
            let errors: Vec<_> =
                before.into_iter().filter(|found| found.severity == Severity::Error).collect();
            assert_eq!(after, errors, "{}", case.display());
        }
    }
    assert!(allowed > 40, "{allowed}");
}
