//! Checks the properties that every run has.

use std::fs;
use std::path::PathBuf;
use stubsmith::Generated;

/// The output is Rust code, or there is an error; each place is a place of its file.
pub fn check(generated: &Generated) {
    let report = &generated.report;
    assert_eq!(generated.files.is_empty(), report.has_errors());
    for file in &generated.files {
        // Copied files are always the same.
        if !file.path.starts_with("support") {
            assert!(syn::parse_file(&file.text).is_ok(), "{} is not Rust:\n{}", file.path, file.text);
        }
    }
    let mut shown: Option<(PathBuf, Vec<usize>)> = None;
    for finding in report.findings() {
        assert_ne!(finding.code, "internal", "{finding}");
        let related = finding.related.iter().map(|(position, _)| position);
        for position in related.chain(&finding.chain).chain([&finding.position]) {
            let path = PathBuf::from(&position.path);
            if shown.as_ref().is_none_or(|(known, _)| *known != path) {
                let text = fs::read(&path).unwrap_or_default();
                let text = String::from_utf8_lossy(&text);
                shown = Some((path, text.split('\n').map(|line| line.chars().count()).collect()));
            }
            let columns =
                shown.as_ref().and_then(|(_, lines)| lines.get(position.line.checked_sub(1)?).copied());
            assert!(columns.is_some_and(|columns| position.column <= columns + 1), "{position}: {finding}");
        }
    }
}
