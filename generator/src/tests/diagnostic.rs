//! Levels of codes, and diagnostics in parts that are skipped.

use crate::choices::OnMistake;
use crate::codes::{self, CODES, Level};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Severity};
use std::collections::HashSet;

fn at(name: &str) -> Place {
    Place::file(FileId(0)).member(name)
}

fn found(diagnostics: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut all = Diagnostics::default();
    all.extend(diagnostics);
    all
}

/// The severity, the text and the number of other places of each.
fn shown(diagnostics: Diagnostics) -> Vec<(Severity, String, usize)> {
    let all = diagnostics.into_vec().into_iter();
    all.map(|diagnostic| (diagnostic.severity, diagnostic.text(), diagnostic.elsewhere.len())).collect()
}

#[test]
fn each_code_has_its_own_name() {
    let names: HashSet<&str> = CODES.iter().map(|code| code.name).collect();
    assert_eq!(names.len(), CODES.len());
    assert_eq!(codes::find("bad-path"), Some(codes::BAD_PATH));
    assert_eq!(codes::find("bad-paths"), None);
}

#[test]
fn the_level_of_a_code_is_kept() {
    for code in CODES {
        let severity = Diagnostic::new(code, at("a"), "wrong").severity;
        let lowered = Diagnostic::warning(code, at("a"), "wrong").severity;
        let expected = match code.level {
            Level::Error => (Severity::Error, Severity::Error),
            Level::Mistake => (Severity::Error, Severity::Warning),
            Level::Warning => (Severity::Warning, Severity::Warning),
        };
        assert_eq!((severity, lowered), expected, "{code}");
    }
    let note = Diagnostic::note(codes::EXAMPLE_PROPERTY, at("a"), "kept").into_warning();
    assert_eq!(note.severity, Severity::Note);
}

#[test]
fn parts_that_are_skipped_keep_errors_that_cannot_be_skipped() {
    let errors = || {
        found([
            Diagnostic::new(codes::WRONG_TYPE, at("a"), "wrong"),
            Diagnostic::new(codes::SYNTAX, at("b"), "not YAML"),
        ])
    };
    let mut omitted = Diagnostics::default();
    omitted.push_omitted("GET /a", errors());
    let mut harmless = Diagnostics::default();
    harmless.push_as_warnings(errors());
    for diagnostics in [omitted, harmless] {
        let severities: Vec<_> = shown(diagnostics).into_iter().map(|(severity, ..)| severity).collect();
        assert_eq!(severities, [Severity::Warning, Severity::Error]);
    }
}

/// Every skipped part is reported, even if the message is the same.
#[test]
fn warnings_share_a_message_unless_they_skip_a_part() {
    let wrong = |place: &str| Diagnostic::new(codes::BAD_PARAMETER, at(place), "wrong");
    let mut all = found([wrong("a").into_warning(), wrong("b").into_warning()]);
    all.push_omitted("GET /c", found([wrong("c")]));
    all.push_omitted("GET /d", found([wrong("c")]));
    all.push_omitted("GET /d", found([wrong("c"), wrong("d")]));
    all.push(wrong("e").into_warning());
    let omitted = |part: &str| (Severity::Warning, format!("`{part}` is omitted: wrong"), 0);
    let expected =
        [(Severity::Warning, "wrong".to_owned(), 2), omitted("GET /c"), omitted("GET /d"), omitted("GET /d")];
    assert_eq!(shown(all), expected);
    // Errors are reported one by one, and so are warnings of a code that does not repeat.
    assert_eq!(shown(found([wrong("a"), wrong("b")])).len(), 2);
    let separate = |place: &str| Diagnostic::new(codes::BAD_EXAMPLE, at(place), "wrong");
    assert_eq!(shown(found([separate("a"), separate("b"), separate("b")])).len(), 2);
}

#[test]
fn a_mistake_in_a_part_is_rejected_or_skipped() {
    let error = || found([Diagnostic::new(codes::WRONG_TYPE, at("a"), "wrong")]);
    let warning = || found([Diagnostic::new(codes::BAD_EXAMPLE, at("a"), "odd")]);
    let omitted = "`GET /a` is omitted: wrong".to_owned();
    for (on_mistake, part, kept, expected) in [
        (OnMistake::Reject, error(), true, (Severity::Error, "wrong".to_owned(), 0)),
        (OnMistake::Skip, error(), false, (Severity::Warning, omitted, 0)),
        (OnMistake::Reject, warning(), true, (Severity::Warning, "odd".to_owned(), 0)),
        (OnMistake::Skip, warning(), true, (Severity::Warning, "odd".to_owned(), 0)),
    ] {
        let mut all = Diagnostics::default();
        assert_eq!(on_mistake.settle_part("GET /a", part, &mut all), kept);
        assert_eq!(shown(all), [expected]);
    }
    let mut ignored = Diagnostics::default();
    OnMistake::Skip.settle(error(), &mut ignored);
    assert_eq!(shown(ignored), [(Severity::Warning, "wrong".to_owned(), 0)]);
}
