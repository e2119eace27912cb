//! The names of new entries: those of generated code.

use super::Naming;
use super::kind::Kind;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::pointer::Pointer;
use crate::sources::Sources;
use std::collections::HashMap;
use std::fmt::Write as _;

/// The names of the entries, by their container.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<&'static [&'static str], HashMap<String, Place>>);

impl Keys {
    /// Adds an entry that the document declares itself.
    pub(super) fn declare(&mut self, container: &'static [&'static str], key: &str, place: Place) {
        self.0.entry(container).or_default().insert(key.to_owned(), place);
    }

    /// Chooses the name of a new entry. If two schemas have the same name, and the new one is that of a type, only the
    /// author can choose another one.
    ///
    /// | an entry with a name that is taken | |
    /// |---|---|
    /// | a schema with a type | is an error |
    /// | a schema without a type, such as text or a part of an `allOf` | gets a number |
    /// | another object | gets a number |
    pub(super) fn choose(
        &mut self,
        unit: &Place,
        kind: Kind,
        container: &'static [&'static str],
        names: &Naming,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> String {
        let given = names.given.iter().find(|given| given.place == *unit).map(|given| given.name.clone());
        let is_3 = container.len() > 1;
        let key = given.unwrap_or_else(|| own_key(unit, sources));
        let key = if is_3 { allowed(&key) } else { key };
        let taken = self.0.entry(container).or_default();
        let names_type = kind == Kind::Schema && names.can_be_type(unit);
        if let Some(other) = taken.get(&key).filter(|_| names_type) {
            let place = sources.setting_place(unit);
            let message = format!("two schemas have the name `{key}` in the bundle");
            let help = format!(
                "rename this one with `--rename '{place}=AnotherName'` or `Config::rename(\"{place}\", \"AnotherName\")`"
            );
            diagnostics.push(
                Diagnostic::new(codes::NAME_COLLISION, unit.clone(), message)
                    .label("used again here")
                    .and(other.clone(), "first used here")
                    .help(help),
            );
        }
        let numbered = (2..).map(|number| format!("{key}_{number}"));
        let mut keys = std::iter::once(key.clone()).chain(numbered);
        let free = keys.find(|key| !taken.contains_key(key)).unwrap_or_default();
        taken.insert(free.clone(), unit.clone());
        free
    }
}

/// Returns the name of a value: its key, or that of its file.
pub(super) fn own_key(unit: &Place, sources: &Sources) -> String {
    let tokens: Vec<String> = unit.pointer.tokens().map(std::borrow::Cow::into_owned).collect();
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let stem = stem(unit, sources);
    match words.as_slice() {
        [] => stem,
        [container, name] if Kind::of_container(&[*container]).is_some() => (*name).to_owned(),
        [components, container, name] if Kind::of_container(&[*components, *container]).is_some() => {
            (*name).to_owned()
        }
        // A file of names, and other places.
        rest => rest.iter().fold(stem, |name, token| format!("{name}_{token}")),
    }
}

fn stem(unit: &Place, sources: &Sources) -> String {
    let path = sources.file(unit.file).and_then(|file| file.path.file_name());
    let name = path.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = [".json", ".yaml", ".yml"].iter().find_map(|extension| name.strip_suffix(extension));
    stem.unwrap_or(&name).to_owned()
}

/// "All the fixed fields declared above are objects that MUST use keys that match the regular expression:
/// `^[a-zA-Z0-9\.\-_]+$`." (OpenAPI 3, "Components Object")
fn allowed(key: &str) -> String {
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
    let key: String =
        key.chars().map(|character| if is_allowed(character) { character } else { '_' }).collect();
    if key.is_empty() { "_".to_owned() } else { key }
}

/// Returns a reference to a place of the document, percent-encoded (RFC 3986, section 3.5).
pub(super) fn reference(pointer: &Pointer) -> String {
    let mut text = String::from("#");
    for byte in pointer.as_str().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' => text.push(char::from(byte)),
            _ if b"-._~!$&'()*+,;=:@?".contains(&byte) => text.push(char::from(byte)),
            other => _ = write!(text, "%{other:02X}"),
        }
    }
    text
}
