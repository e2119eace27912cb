//! Changes as text, as JSON and as annotations of GitHub.

use super::accept;
use super::change::{Change, Counts, Spot};
use super::verdict::Verdict;
use crate::printable::escape_invisible;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The width of lines.
const WIDTH: usize = 100;

/// The number of operations that a text lists.
const LISTED: usize = 5;

/// How an annotation is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Annotation {
    /// The change is denied.
    Error,
    /// It breaks or may break something.
    Warning,
    /// It breaks nothing.
    Notice,
}

impl Change {
    /// Returns the place as the setting `accept` names it: the name of the file, and the pointer.
    pub fn setting_place(&self) -> String {
        accept::name(&self.place())
    }

    /// Returns the change as lines of text: the verdicts and the place, the message, and the help.
    pub fn to_text(&self) -> String {
        let mut text = format!("{:6} {:6} {}\n", self.wire, self.build, self.place().position);
        wrap(&mut text, &format!("{}: {}", self.rule.id, self.message));
        if !self.reach.is_empty() {
            let mut listed = self.reach.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
            if self.reach.len() > LISTED {
                let _ = write!(listed, " and {} more", self.reach.len() - LISTED);
            }
            wrap(&mut text, &format!("in: {listed}"));
        }
        for help in &self.help {
            wrap(&mut text, &format!("help: {help}"));
        }
        if let Some(reason) = &self.accepted {
            wrap(&mut text, &format!("accepted: {reason}"));
        }
        for error in &self.rustc {
            wrap(&mut text, &format!("rustc: {error}"));
        }
        text
    }

    /// Returns the change as one JSON object: `id`, `wire`, `build`, `place`, `old_place`, `reach`, `message`, `help`,
    /// `rustc`, and `accepted` with the reason if the settings accept it.
    pub fn to_json(&self) -> String {
        let rustc = self.rustc.iter().map(|error| {
            json!({
                "code": error.code,
                "file": error.position.path,
                "line": error.position.line,
                "column": error.position.column,
                "message": error.message,
            })
        });
        let mut object = json!({
            "id": self.rule.id,
            "wire": self.wire.word(),
            "build": self.build.word(),
            "place": place(&self.place()),
            "old_place": self.old.as_ref().map_or(Value::Null, place),
            "reach": self.reach,
            "message": escape_invisible(&self.message),
            "help": self.help.join("; "),
            "rustc": rustc.collect::<Vec<_>>(),
        });
        if let (Some(reason), Some(object)) = (&self.accepted, object.as_object_mut()) {
            object.insert("accepted".to_owned(), reason.as_str().into());
        }
        object.to_string()
    }

    /// Returns the change as an annotation of a GitHub workflow. A change without a place in the new document has none.
    pub fn to_github(&self, annotation: Annotation) -> String {
        let level = match annotation {
            Annotation::Error => "error",
            Annotation::Warning => "warning",
            Annotation::Notice => "notice",
        };
        let at = self.new.as_ref().map(|spot| &spot.position).map(|position| {
            let path = escape_property(&position.path.replace('\\', "/"));
            format!("file={path},line={},col={},", position.line, position.column)
        });
        let verdicts = format!("(wire: {}, build: {})", self.wire, self.build);
        let mut message = format!("{} {verdicts}", self.message);
        for help in &self.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        for error in &self.rustc {
            let _ = write!(message, "\nrustc: {error}");
        }
        let message = escape_data(&message);
        format!("::{level} {}title={}::{message}", at.unwrap_or_default(), escape_property(self.rule.id))
    }
}

fn place(spot: &Spot) -> Value {
    json!({
        "file": spot.position.path,
        "line": spot.position.line,
        "column": spot.position.column,
        "pointer": spot.pointer,
    })
}

/// Escapes the message of an annotation.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of an annotation.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Adds a paragraph, indented.
fn wrap(text: &mut String, paragraph: &str) {
    let paragraph = escape_invisible(paragraph);
    let mut line = String::from(" ");
    for word in paragraph.split(' ') {
        if line.chars().count() + word.chars().count() >= WIDTH && !line.trim().is_empty() {
            text.push_str(&line);
            text.push('\n');
            "   ".clone_into(&mut line);
        }
        line.push(' ');
        line.push_str(word);
    }
    text.push_str(&line);
    text.push('\n');
}

/// Returns the numbers of changes with each verdict as a line of text. `proved` says that the verdicts for builds are
/// those of the compiler.
pub fn summary_text(changes: &[Change], proved: bool) -> String {
    if changes.is_empty() {
        return "no changes\n".to_owned();
    }
    let in_words = |counts: Counts| {
        let all =
            [(counts.breaks, Verdict::Breaks), (counts.maybe, Verdict::Maybe), (counts.safe, Verdict::Safe)];
        let some = all.into_iter().filter(|(count, _)| *count > 0);
        some.map(|(count, verdict)| format!("{count} {verdict}")).collect::<Vec<_>>().join(", ")
    };
    let [wire, build] = counts(changes).map(in_words);
    let plural = if changes.len() == 1 { "" } else { "s" };
    let proof = if proved { " (by the compiler)" } else { "" };
    format!("{} change{plural}; wire: {wire}; build{proof}: {build}\n", changes.len())
}

/// Returns the same as one JSON object: `summary`, with `wire`, `build` and `proved`.
pub fn summary_json(changes: &[Change], proved: bool) -> String {
    let [wire, build] = counts(changes)
        .map(|counts| json!({"breaks": counts.breaks, "maybe": counts.maybe, "safe": counts.safe}));
    json!({"summary": {"wire": wire, "build": build, "proved": proved}}).to_string()
}

fn counts(changes: &[Change]) -> [Counts; 2] {
    [
        Counts::new(changes.iter().map(|change| change.wire)),
        Counts::new(changes.iter().map(|change| change.build)),
    ]
}
