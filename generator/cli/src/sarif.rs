//! Diagnostics as a log in SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS), for code scanning.

use crate::relative::{encode, uri_path};
use serde_json::{Map, Value, json};
use stubsmith::{Finding, Level, Position, Severity};

/// Returns the log of one run, with a rule for each code that occurs.
pub(crate) fn log(findings: &[Finding]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &codes)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "stubsmith",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            }},
            // Otherwise columns are UTF-16 code units (section 3.14.17).
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(name: &str) -> Value {
    let code = stubsmith::CODES.iter().find(|code| code.name == name);
    let explanation = code.map_or("", |code| code.explanation);
    let first = explanation.split_once(". ").map_or(explanation, |(first, _)| first);
    let level = match code.map(|code| code.level) {
        Some(Level::Warning) => "warning",
        _ => "error",
    };
    json!({
        "id": name,
        "shortDescription": {"text": format!("{}.", first.trim_end_matches('.'))},
        "fullDescription": {"text": explanation},
        "help": {"text": format!("{explanation} `stubsmith explain {name}` shows an example.")},
        "defaultConfiguration": {"level": level},
    })
}

fn result(finding: &Finding, codes: &[&str]) -> Value {
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    let message = finding.message.clone() + &help.collect::<Vec<_>>().concat();
    let related = finding.related.iter().map(|(position, text)| (position, text.as_str()));
    let chain = finding.chain.iter().map(|position| (position, "referenced here"));
    let related = related.chain(chain).filter(|(position, _)| position.line > 0).zip(1..);
    let related = related.map(|((position, text), id)| {
        json!({
            "id": id,
            "message": {"text": text},
            "physicalLocation": location(position, None),
        })
    });
    let mut result = object(json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            _ => "note",
        },
        "message": {"text": message},
        // The pointer, not the line, so that an alert stays the same if lines move.
        "partialFingerprints": {
            "stubsmith/v1": format!("{}:{}#{}", finding.code, uri_path(&finding.position.path), finding.pointer),
        },
    }));
    if finding.position.line > 0 {
        let location = location(&finding.position, Some(&finding.end));
        result.insert("locations".to_owned(), json!([{"physicalLocation": location}]));
    }
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        result.insert("relatedLocations".to_owned(), Value::Array(related));
    }
    Value::Object(result)
}

fn location(start: &Position, end: Option<&Position>) -> Value {
    let path = uri_path(&start.path);
    let artifact = match path.starts_with('/') || path.contains(':') {
        // The file is not below the working directory.
        true => {
            json!({"uri": format!("file://{}{}", if path.starts_with('/') { "" } else { "/" }, encode(&path))})
        }
        false => json!({"uri": encode(&path), "uriBaseId": "%SRCROOT%"}),
    };
    let mut region = object(json!({"startLine": start.line, "startColumn": start.column}));
    if let Some(end) = end.filter(|end| (end.line, end.column) > (start.line, start.column)) {
        region.insert("endLine".to_owned(), json!(end.line));
        region.insert("endColumn".to_owned(), json!(end.column));
    }
    json!({"artifactLocation": artifact, "region": region})
}

/// Returns the properties of an object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
