//! Explains the codes of diagnostics, each with a spec that has the mistake.

use std::fmt::Write as _;

macro_rules! examples {
    ($($code:literal $($settings:literal)?),* $(,)?) => {
        &[$(Example {
            code: $code,
            spec: include_str!(concat!("../explained/", $code, "/spec.yaml")),
            settings: concat!($(include_str!(concat!("../explained/", $code, "/", $settings)))?),
            report: include_str!(concat!("../explained/", $code, "/report.txt")),
        }),*]
    };
}

/// A code, and a spec with the mistake.
struct Example {
    code: &'static str,
    spec: &'static str,
    /// `stubsmith.yaml` next to the spec, if there is one.
    settings: &'static str,
    report: &'static str,
}

const EXAMPLES: &[Example] = examples![
    "alike-credentials",
    "all-of-conflict",
    "all-of-cycle",
    "ambiguous-union",
    "bad-default",
    "bad-discriminator",
    "bad-example",
    "bad-expression",
    "bad-formats" "stubsmith.yaml",
    "bad-media-type",
    "bad-method",
    "bad-parameter",
    "bad-path",
    "bad-pattern",
    "bad-reference",
    "bad-status",
    "bad-type-path" "stubsmith.yaml",
    "beyond-i64",
    "bundle",
    "comment-in-value",
    "component-name",
    "contradiction",
    "dangling-reference",
    "different-settings",
    "duplicate-key",
    "duplicate-operation-id",
    "duplicate-parameter",
    "embed-description",
    "enum-value",
    "example-property",
    "ignored-body",
    "ignored-header",
    "ignored-media-type",
    "ignored-request",
    "ignored-response",
    "ignored-server",
    "limit",
    "lost-digits",
    "missing-file",
    "missing-keyword",
    "mixed-versions",
    "name-collision",
    "no-client-method",
    "no-server" "stubsmith.yaml",
    "no-such-place",
    "not-enforced",
    "null-not-listed",
    "null-rejected",
    "outside-root",
    "path-parameter",
    "recursive-alias",
    "reference-cycle",
    "reference-sibling",
    "remote-reference",
    "route-conflict",
    "stale-override" "stubsmith.yaml",
    "syntax",
    "undeclared-required",
    "undefined-scheme",
    "undefined-scope",
    "unknown-format" "stubsmith.yaml",
    "unknown-keyword",
    "unknown-scheme-type",
    "unknown-type",
    "unreadable-file",
    "unsupported",
    "unsupported-version",
    "untyped-format" "stubsmith.yaml",
    "untyped-union",
    "wrong-type",
];

/// The explanation of a code. None if the code does not exist.
pub(crate) fn explain(code: &str) -> Option<String> {
    if let Some(rule) = stubsmith::find_rule(code) {
        return Some(explain_rule(rule));
    }
    let mut text = format!("{code}\n\n{}\n", wrap(stubsmith::explain(code)?));
    if let Some(Example { spec, settings, report, .. }) = EXAMPLES.iter().find(|known| known.code == code) {
        let shown = |text: &str| {
            text.lines().map(|line| format!("    {}\n", shorten(line))).collect::<Vec<_>>().concat()
        };
        let report = report.replace(&format!("invalid/{code}/"), "");
        let _ = write!(text, "\nFor example:\n\n{}", shown(spec));
        if !settings.is_empty() {
            let _ = write!(text, "\nWith this `stubsmith.yaml`:\n\n{}", shown(settings));
        }
        let _ = write!(text, "\nThe report:\n\n{}", shown(&report));
    }
    Some(text.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n"))
}

/// The explanation of a change that `diff` reports, with its usual verdicts.
fn explain_rule(rule: &stubsmith::Rule) -> String {
    let [request, response] = rule.verdicts();
    let in_words =
        |(wire, build): (stubsmith::Verdict, stubsmith::Verdict)| format!("wire: {wire}, build: {build}");
    let verdicts = match request == response {
        true => in_words(request),
        false => format!(
            "in requests, and in responses to the server, {}; in responses, and in requests from the server, {}",
            in_words(request),
            in_words(response)
        ),
    };
    format!(
        "{}\n\n{}\n\nThe usual verdicts of `stubsmith diff`: {verdicts}\n",
        rule.id,
        wrap(rule.explanation)
    )
}

/// All codes and all changes, a line each.
pub(crate) fn list() -> String {
    let line = |name: &str, explanation: &'static str| {
        let first = explanation.split_once(". ").map_or(explanation, |(first, _)| first);
        format!("{name:32} {}\n", shorten(first.trim_end_matches('.')))
    };
    let codes = stubsmith::CODES.iter().map(|code| line(code.name, code.explanation));
    let rules = stubsmith::RULES.iter().map(|rule| line(rule.id, rule.explanation));
    codes.collect::<String>() + "\nThe changes that `stubsmith diff` reports:\n" + &rules.collect::<String>()
}

fn shorten(line: &str) -> String {
    if line.chars().count() <= 120 {
        line.to_owned()
    } else {
        line.chars().take(117).chain("...".chars()).collect()
    }
}

/// Breaks a paragraph into lines.
fn wrap(paragraph: &str) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < 80 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
