//! Texts that match a regular expression, and whether a text matches one.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// The longest text that is matched, in characters. A match needs stack for each of them.
const LONGEST: usize = 300;
/// The steps of a match.
const STEPS: u32 = 50_000;

/// Expressions in the syntax of the `regex` crate. Each is parsed once.
#[derive(Default)]
pub(super) struct Patterns(RefCell<HashMap<String, Option<Hir>>>);

impl Patterns {
    /// Returns whether a text matches an expression. Returns false if this would take too long.
    pub(super) fn matches(&self, regex: &str, text: &str) -> bool {
        let mut parsed = self.0.borrow_mut();
        if !parsed.contains_key(regex) {
            parsed.insert(regex.to_owned(), regex_syntax::parse(regex).ok());
        }
        parsed.get(regex).and_then(Option::as_ref).is_some_and(|hir| matches_parsed(hir, text))
    }
}

/// Returns whether a text matches an expression in the syntax of the `regex` crate. Returns false if this would take
/// too long.
pub(super) fn matches(regex: &str, text: &str) -> bool {
    regex_syntax::parse(regex).is_ok_and(|hir| matches_parsed(&hir, text))
}

fn matches_parsed(hir: &Hir, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    if text.len() > LONGEST {
        return false;
    }
    let matcher = Matcher { text: &text, left: Cell::new(STEPS) };
    (0..=text.len()).any(|start| matcher.step(hir, start, &mut |_| true))
}

struct Matcher<'t> {
    text: &'t [char],
    left: Cell<u32>,
}

impl Matcher<'_> {
    /// Matches an expression at a position, and then the rest of it with `next`.
    fn step(&self, hir: &Hir, at: usize, next: &mut dyn FnMut(usize) -> bool) -> bool {
        let Some(left) = self.left.get().checked_sub(1) else { return false };
        self.left.set(left);
        match hir.kind() {
            HirKind::Empty => next(at),
            HirKind::Literal(literal) => {
                let Ok(literal) = std::str::from_utf8(&literal.0) else { return false };
                let rest = self.text.iter().skip(at);
                let found = literal.chars().zip(rest).filter(|(own, other)| own == *other).count();
                let length = literal.chars().count();
                found == length && next(at + length)
            }
            HirKind::Class(class) => {
                self.text.get(at).is_some_and(|character| has(class, *character)) && next(at + 1)
            }
            HirKind::Look(look) => self.looks(*look, at) && next(at),
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX);
                self.repeat(&repetition.sub, (repetition.min, most), 0, at, next)
            }
            HirKind::Capture(capture) => self.step(&capture.sub, at, next),
            HirKind::Concat(all) => self.all(all, at, next),
            HirKind::Alternation(all) => all.iter().any(|one| self.step(one, at, next)),
        }
    }

    fn all(&self, all: &[Hir], at: usize, next: &mut dyn FnMut(usize) -> bool) -> bool {
        match all.split_first() {
            None => next(at),
            Some((first, rest)) => self.step(first, at, &mut |at| self.all(rest, at, next)),
        }
    }

    fn repeat(
        &self,
        sub: &Hir,
        (least, most): (u32, u32),
        count: u32,
        at: usize,
        next: &mut dyn FnMut(usize) -> bool,
    ) -> bool {
        let again = count < most
            && self.step(sub, at, &mut |end| {
                // Repeating nothing changes nothing.
                (end > at || count < least) && self.repeat(sub, (least, most), count + 1, end, next)
            });
        again || (count >= least && next(at))
    }

    fn looks(&self, look: Look, at: usize) -> bool {
        let is_word = |character: Option<&char>| {
            character.is_some_and(|character| character.is_ascii_alphanumeric() || *character == '_')
        };
        let before = at.checked_sub(1).and_then(|before| self.text.get(before));
        let boundary = is_word(before) != is_word(self.text.get(at));
        match look {
            Look::Start => at == 0,
            Look::End => at == self.text.len(),
            Look::WordAscii => boundary,
            Look::WordAsciiNegate => !boundary,
            _ => false,
        }
    }
}

fn has(class: &Class, character: char) -> bool {
    match class {
        Class::Unicode(class) => {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&character))
        }
        Class::Bytes(class) => u8::try_from(character).is_ok_and(|byte| {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&byte))
        }),
    }
}

/// Returns a text that probably matches. Each repetition has `extra` more than it needs, and each class has its `nth`
/// character.
pub(super) fn text(regex: &str, extra: u32, nth: usize) -> Option<String> {
    let hir = regex_syntax::parse(regex).ok()?;
    let mut text = String::new();
    write(&hir, extra, nth, &mut text)?;
    Some(text)
}

fn write(hir: &Hir, extra: u32, nth: usize, text: &mut String) -> Option<()> {
    match hir.kind() {
        // The text is matched afterwards, which decides about these.
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(pick(class, nth)?),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let count = repetition.min.saturating_add(extra).min(most);
            for _ in 0..count {
                write(&repetition.sub, extra, nth, text)?;
                if text.len() > 4 * LONGEST {
                    return None;
                }
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, extra, nth, text)?,
        HirKind::Concat(all) => all.iter().try_for_each(|one| write(one, extra, nth, text))?,
        HirKind::Alternation(all) => write(all.get(nth % all.len().max(1))?, extra, nth, text)?,
    }
    Some(())
}

/// Returns a character of a class: a letter or a digit if it has one, else any that can be seen.
fn pick(class: &Class, nth: usize) -> Option<char> {
    let readable = ('a'..='z').chain('0'..='9').chain('A'..='Z').chain('!'..='~').chain([' ']);
    let known: Vec<char> = readable.filter(|character| has(class, *character)).take(100).collect();
    match (known.get(nth % known.len().max(1)), class) {
        (Some(character), _) => Some(*character),
        (None, Class::Unicode(class)) => {
            class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start)
        }
        (None, Class::Bytes(_)) => None,
    }
}

#[cfg(test)]
#[path = "../../tests/values_pattern.rs"]
mod tests;
