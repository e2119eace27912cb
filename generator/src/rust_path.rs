//! Paths of Rust items in settings: `chrono::DateTime<chrono::Utc>`. They are parsed, so that only a path gets into the
//! output.

use std::fmt;

/// The types that need no crate.
pub(crate) const PRIMITIVES: &[&str] =
    &["String", "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128", "f64"];

/// A path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RustPath {
    /// Its segments, each with its generic arguments.
    pub segments: Vec<(String, Vec<RustPath>)>,
}

impl RustPath {
    /// Parses the whole text as a path. None if it is anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let path = read_path(&mut rest)?;
        rest.is_empty().then_some(path)
    }

    /// The last segment.
    pub(crate) fn name(&self) -> &str {
        self.segments.last().map_or("", |(name, _)| name)
    }

    /// The crates of this path and of its generic arguments, without Rust's own crates and the current one.
    pub(crate) fn crates(&self) -> Vec<&str> {
        let own = ["crate", "std", "core", "alloc"];
        let first = match self.segments.as_slice() {
            [(first, _), _, ..] if !own.contains(&first.as_str()) => Some(first.as_str()),
            _ => None,
        };
        let arguments = self.segments.iter().flat_map(|(_, arguments)| arguments);
        first.into_iter().chain(arguments.flat_map(Self::crates)).collect()
    }

    /// Whether it resolves in every module: it starts at a crate, or is a name that Rust itself has.
    pub(crate) fn is_absolute(&self, own: &[&str]) -> bool {
        let starts = match self.segments.as_slice() {
            [(name, _)] => own.contains(&name.as_str()),
            [(first, _), ..] => !["self", "super", "Self"].contains(&first.as_str()),
            [] => false,
        };
        starts
            && self.segments.iter().all(|(_, arguments)| arguments.iter().all(|path| path.is_absolute(own)))
    }
}

impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, arguments)) in self.segments.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "::" })?;
            f.write_str(name)?;
            for (index, argument) in arguments.iter().enumerate() {
                write!(f, "{}{argument}", if index == 0 { "<" } else { ", " })?;
            }
            f.write_str(if arguments.is_empty() { "" } else { ">" })?;
        }
        Ok(())
    }
}

fn read_path(rest: &mut &str) -> Option<RustPath> {
    let mut segments = Vec::new();
    loop {
        let name = read_name(rest)?;
        let arguments = if skip(rest, "<") { read_arguments(rest)? } else { Vec::new() };
        segments.push((name, arguments));
        if !skip(rest, "::") {
            return Some(RustPath { segments });
        }
    }
}

fn read_arguments(rest: &mut &str) -> Option<Vec<RustPath>> {
    let mut arguments = Vec::new();
    loop {
        arguments.push(read_path(rest)?);
        if skip(rest, ">") {
            return Some(arguments);
        }
        skip(rest, ",").then_some(())?;
    }
}

fn read_name(rest: &mut &str) -> Option<String> {
    let text = rest.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    *rest = after;
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (starts && name != "_").then(|| name.to_owned())
}

fn skip(rest: &mut &str, sign: &str) -> bool {
    let after = rest.trim_start().strip_prefix(sign);
    after.inspect(|after| *rest = after).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_apart_and_nothing_else_is_one() {
        for text in ["u64", "ruma::OwnedUserId", "chrono::DateTime<chrono::Utc>", "a::B<c::D<e::F>, g::H>"] {
            assert_eq!(RustPath::parse(text).map(|path| path.to_string()).as_deref(), Some(text));
        }
        for text in [
            "", "::", "a::", "::a", "a b", "1a", "_", "a<", "a<b", "a<b>c", "a::b;", "[u8; 4]", "&str",
            "r#type", "a<'b>", "(a, b)",
        ] {
            assert_eq!(RustPath::parse(text), None, "{text}");
        }
        let path = RustPath::parse("chrono::DateTime<time::Utc, std::vec::Vec<crate::A>>").unwrap();
        assert_eq!(path.crates(), ["chrono", "time"]);
        let absolute = |text: &str| RustPath::parse(text).unwrap().is_absolute(&["u64"]);
        assert!(absolute("u64") && absolute("a::B<u64>") && absolute("crate::B"));
        assert!(!absolute("OwnedUserId") && !absolute("super::B") && !absolute("a::B<C>"));
    }
}
