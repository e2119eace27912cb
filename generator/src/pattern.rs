//! `pattern`: a regular expression of ECMA 262, rewritten for the `regex` crate. Most of the syntax is the same; this
//! file has the differences. Strings are code points, as with ECMA's flag `u`.

use crate::pattern_cost::check_cost;
use regex_syntax::hir::{Class, Hir, HirKind};
use std::iter::Peekable;
use std::str::Chars;

/// Compiled states, roughly: the `regex` crate rejects a pattern that takes more than 10 MB.
const STATES: usize = 50_000;
/// The maximum depth of groups.
const NESTING: u32 = 100;

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
/// ECMA 262, "White Space" and "Line Terminators".
const SPACE: &str =
    r"\t\n\v\f\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
/// The characters that `.` does not match.
const LINE_ENDS: &str = r"\n\r\u{2028}\u{2029}";
const NOTHING: &str = r"[^\u{0}-\u{10FFFF}]";
const ANYTHING: &str = "(?s:.)";

/// Why a pattern cannot be used. Each text completes a message after a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is not a regular expression: a syntax error in ECMA 262.
    Invalid(String),
    /// It is a regular expression, of ECMA 262 or another language, that is not enforced.
    Beyond(String),
}

/// A syntax error.
struct Invalid(String);

fn invalid<T>(reason: impl Into<String>) -> Result<T, Invalid> {
    Err(Invalid(reason.into()))
}

/// Rewrites a pattern for the `regex` crate, for strings of at most this many characters.
///
/// # Errors
/// Why it cannot be rewritten, or must not be used.
pub(crate) fn rewrite(pattern: &str, longest: Option<u64>) -> Result<String, Refused> {
    let mut rewriter =
        Rewriter { rest: pattern.chars().peekable(), out: String::new(), open: 0, beyond: None };
    rewriter.rewrite().map_err(|Invalid(reason)| Refused::Invalid(reason))?;
    if let Some(reason) = rewriter.beyond {
        return Err(Refused::Beyond(reason));
    }
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(NESTING).build();
    let parsed = parser.parse(&rewriter.out).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    });
    let parsed = parsed.map_err(Refused::Beyond)?;
    if states(&parsed) > STATES {
        return Err(Refused::Beyond(
            "it has so many repetitions that it would need too much memory".to_owned(),
        ));
    }
    check_cost(&parsed, longest).map_err(Refused::Beyond)?;
    Ok(rewriter.out)
}

/// Estimates the number of states of the compiled expression.
fn states(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        // A range of code points is several ranges of bytes.
        HirKind::Class(Class::Unicode(class)) => 1 + class.ranges().len() * 3,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1) as usize;
            times.saturating_mul(states(&repetition.sub))
        }
        HirKind::Capture(capture) => 2 + states(&capture.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => {
            all.iter().map(states).fold(1, usize::saturating_add)
        }
    }
}

struct Rewriter<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
    /// The number of open groups.
    open: usize,
    /// The first construct that is not supported. The rest may still have a syntax error.
    beyond: Option<String>,
}

/// Whether a quantifier may follow.
#[derive(Clone, Copy, PartialEq)]
enum Term {
    Atom,
    Assertion,
}

/// One atom of a class.
enum ClassAtom {
    /// A code point, or half of a surrogate pair.
    Char(u32),
    /// The content of a class.
    Set(String),
}

impl Rewriter<'_> {
    fn beyond(&mut self, reason: impl Into<String>) {
        self.beyond.get_or_insert_with(|| reason.into());
    }

    fn rewrite(&mut self) -> Result<(), Invalid> {
        let mut last = Term::Assertion;
        while let Some(next) = self.rest.next() {
            last = match next {
                '*' | '+' | '?' => self.quantifier(&next.to_string(), last)?,
                '{' => self.brace(last)?,
                other => self.term(other)?,
            };
        }
        if self.open > 0 { invalid("a group is not closed") } else { Ok(()) }
    }

    fn term(&mut self, next: char) -> Result<Term, Invalid> {
        match next {
            '^' | '$' | '|' => {
                self.out.push(next);
                return Ok(Term::Assertion);
            }
            '(' => return self.group(),
            ')' => {
                let Some(open) = self.open.checked_sub(1) else {
                    return invalid("unmatched `)`");
                };
                self.open = open;
                self.out.push(')');
            }
            '[' => self.class()?,
            '.' => self.write_class(LINE_ENDS, true),
            '\\' => return self.escape(),
            other => self.literal(other),
        }
        Ok(Term::Atom)
    }

    fn quantifier(&mut self, text: &str, last: Term) -> Result<Term, Invalid> {
        if last == Term::Assertion {
            return invalid(format!("`{text}` has nothing to repeat"));
        }
        self.out.push_str(text);
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        // ECMA 262 has no quantifier of a quantifier.
        Ok(Term::Assertion)
    }

    /// `{1,2}` repeats. A brace before a digit that does not is a syntax error, also with the flag `u`: "JSON Schema
    /// implementations [...] SHOULD be built with the "u" flag". Any other brace is itself (ECMA 262, Annex B.1.2).
    fn brace(&mut self, last: Term) -> Result<Term, Invalid> {
        let ahead: String = self.rest.clone().take_while(|next| *next != '}').take(16).collect();
        let closed = self.rest.clone().nth(ahead.chars().count()) == Some('}');
        let (least, most) = ahead.split_once(',').map_or((ahead.as_str(), None), |(a, b)| (a, Some(b)));
        if !closed || !are_digits(least) || !most.is_none_or(are_digits) || ahead.is_empty() || ahead == "," {
            // `\u{41` belongs to an escape that is not supported.
            if self.beyond.is_none() && ahead.starts_with(|digit: char| digit.is_ascii_digit()) {
                let start: String =
                    ahead.chars().take_while(|sign| sign.is_ascii_digit() || *sign == ',').collect();
                return invalid(format!("the quantifier `{{{start}` is not closed"));
            }
            self.literal('{');
            return Ok(Term::Atom);
        }
        if least.is_empty() {
            self.beyond(format!("`{{{ahead}}}` is not a quantifier in ECMA 262; write `{{0{ahead}}}`"));
            return Ok(Term::Atom);
        }
        if most.is_some_and(|most| !most.is_empty() && parse_count(most) < parse_count(least)) {
            return invalid(format!("`{{{ahead}}}` has its bounds in the wrong order"));
        }
        self.rest.nth(ahead.chars().count());
        self.quantifier(&format!("{{{ahead}}}"), last)
    }

    fn group(&mut self) -> Result<Term, Invalid> {
        self.open += 1;
        let mut ahead = self.rest.clone();
        match (ahead.next(), ahead.next(), ahead.next()) {
            (Some('?'), Some(':'), _) => {
                self.rest.nth(1);
                self.out.push_str("(?:");
            }
            (Some('?'), Some('=' | '!'), _) => {
                self.rest.nth(1);
                self.beyond("it has a look-ahead");
            }
            (Some('?'), Some('<'), Some('=' | '!')) => {
                self.rest.nth(2);
                self.beyond("it has a look-behind");
            }
            (Some('?'), Some('<'), _) => {
                // Names are for backreferences, which are not supported.
                let name: String = self.rest.by_ref().skip(2).take_while(|next| *next != '>').collect();
                if name.is_empty()
                    || name.starts_with(char::is_numeric)
                    || !name.chars().all(|letter| letter.is_alphanumeric() || "_$".contains(letter))
                {
                    return invalid("the name of a group is invalid or not closed");
                }
                self.out.push_str("(?:");
            }
            (Some('?'), None | Some(')'), _) => return invalid("`(?` does not start a group"),
            (Some('?'), Some(flag), _) => {
                self.rest.next();
                match flag {
                    // Another group, and a comment.
                    '(' => {}
                    '#' => while self.rest.next_if(|next| *next != ')').is_some() {},
                    _ => drop(self.rest.next()),
                }
                self.beyond(format!("`(?{flag}` is not part of ECMA 262"));
            }
            _ => self.out.push('('),
        }
        Ok(Term::Assertion)
    }

    fn escape(&mut self) -> Result<Term, Invalid> {
        let Some(next) = self.rest.next() else { return invalid("it ends with a backslash") };
        match next {
            'b' | 'B' => {
                self.out.push_str(if next == 'b' { r"(?-u:\b)" } else { r"(?-u:\B)" });
                return Ok(Term::Assertion);
            }
            'p' | 'P' => {
                let property = self.property(next);
                self.out.push_str(&property);
            }
            _ => match set_of(next) {
                Some((set, negated)) => self.write_class(set, negated),
                None => match self.character(next) {
                    surrogate @ 0xD800..=0xDFFF => {
                        self.beyond(format!("`\\u{surrogate:X}` is half of a surrogate pair"));
                    }
                    code => self.literal(char::from_u32(code).unwrap_or_default()),
                },
            },
        }
        Ok(Term::Atom)
    }

    /// The code point, or the lone half of a surrogate pair, of an escape. An unknown escape is its letter (ECMA 262,
    /// Annex B.1.2).
    fn character(&mut self, next: char) -> u32 {
        match next {
            't' => u32::from(b'\t'),
            'n' => u32::from(b'\n'),
            'v' => 0x0B,
            'f' => 0x0C,
            'r' => u32::from(b'\r'),
            'x' => self.hex(2).unwrap_or(u32::from(next)),
            'u' => self.unicode().unwrap_or(u32::from(next)),
            'c' => match self.rest.next_if(char::is_ascii_alphabetic) {
                Some(letter) => u32::from(letter) % 32,
                None => self.letter(next, r"`\c` must be followed by a letter".to_owned()),
            },
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => 0,
            'k' | '0'..='9' => self.letter(next, "it has a backreference".to_owned()),
            'A' => self.letter(next, r"`\A` is not part of ECMA 262; write `^`".to_owned()),
            'z' | 'Z' => self.letter(next, format!(r"`\{next}` is not part of ECMA 262; write `$`")),
            other if other.is_ascii_alphabetic() => {
                self.letter(other, format!(r"`\{other}` is not part of ECMA 262"))
            }
            other => u32::from(other),
        }
    }

    fn letter(&mut self, letter: char, reason: String) -> u32 {
        self.beyond(reason);
        u32::from(letter)
    }

    /// `\u0041`, `\u{41}`, and the two halves of a surrogate pair.
    fn unicode(&mut self) -> Option<u32> {
        if let Some(digits) = self.braced() {
            let code = u32::from_str_radix(&digits, 16).ok().filter(|code| *code <= 0x0010_FFFF);
            if code.is_none() {
                self.beyond(format!(r"`\u{{{digits}}}` is not a character"));
            }
            return code;
        }
        let high = self.hex(4)?;
        let mut ahead = self.rest.clone();
        if !(0xD800..0xDC00).contains(&high) || ahead.next() != Some('\\') || ahead.next() != Some('u') {
            return Some(high);
        }
        let low: String = ahead.take(4).collect();
        match u32::from_str_radix(&low, 16) {
            Ok(low @ 0xDC00..=0xDFFF) => {
                self.rest.nth(5);
                Some(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            }
            _ => Some(high),
        }
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let text: String = self.rest.clone().take(digits).collect();
        let whole = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(&text, 16).ok().filter(|_| whole);
        match code {
            Some(_) => drop(self.rest.nth(digits - 1)),
            None => {
                self.beyond(format!("an escape needs {digits} hexadecimal digits, but has `{text}`"));
            }
        }
        code
    }

    /// The content of the braces that follow.
    fn braced(&mut self) -> Option<String> {
        let mut ahead = self.rest.clone();
        ahead.next_if_eq(&'{')?;
        let inside: String = ahead.by_ref().take_while(|next| *next != '}').collect();
        let closed = self.rest.clone().nth(inside.chars().count() + 1) == Some('}');
        self.rest = if closed { ahead } else { return None };
        Some(inside)
    }

    /// `\p{L}`: only with the flag `u`, but nobody means anything else by it.
    fn property(&mut self, letter: char) -> String {
        let Some(name) = self.braced() else {
            self.beyond(format!(r"`\{letter}` must be followed by a property in braces"));
            return String::new();
        };
        let plain = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_=".contains(&byte));
        // ECMA 262, "Unicode property names and property values": no other properties have values.
        let keys = ["General_Category", "gc", "Script", "sc", "Script_Extensions", "scx"];
        let known = name.split_once('=').is_none_or(|(key, _)| keys.contains(&key));
        if !plain || !known {
            self.beyond(format!("`{name}` is not a Unicode property"));
        }
        format!(r"\{letter}{{{name}}}")
    }

    fn class(&mut self) -> Result<(), Invalid> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut inside = String::new();
        while let Some(atom) = self.class_atom()? {
            let range =
                self.rest.peek() == Some(&'-') && !matches!(self.rest.clone().nth(1), Some(']') | None);
            match atom {
                ClassAtom::Char(low) if range => {
                    self.rest.next();
                    match self.class_atom()? {
                        Some(ClassAtom::Char(high)) => push_range(&mut inside, low, high)?,
                        Some(ClassAtom::Set(set)) => {
                            // A hyphen next to a set is a hyphen.
                            push_range(&mut inside, low, low)?;
                            inside.push_str(r"\-");
                            inside.push_str(&set);
                        }
                        None => return invalid("a character class is not closed"),
                    }
                }
                ClassAtom::Char(code) => push_range(&mut inside, code, code)?,
                ClassAtom::Set(set) => inside.push_str(&set),
            }
        }
        self.write_class(&inside, negated);
        Ok(())
    }

    /// None at the end of the class.
    fn class_atom(&mut self) -> Result<Option<ClassAtom>, Invalid> {
        let atom = match self.next_in_class()? {
            ']' => return Ok(None),
            '\\' => match self.next_in_class()? {
                'b' => ClassAtom::Char(8),
                letter @ ('p' | 'P') => ClassAtom::Set(self.property(letter)),
                next => match set_of(next) {
                    Some((set, false)) => ClassAtom::Set(set.to_owned()),
                    Some((set, true)) => ClassAtom::Set(format!("[^{set}]")),
                    None => ClassAtom::Char(self.character(next)),
                },
            },
            other => ClassAtom::Char(u32::from(other)),
        };
        Ok(Some(atom))
    }

    fn next_in_class(&mut self) -> Result<char, Invalid> {
        self.rest.next().ok_or_else(|| Invalid("a character class is not closed".to_owned()))
    }

    fn write_class(&mut self, inside: &str, negated: bool) {
        match (inside, negated) {
            ("", false) => self.out.push_str(NOTHING),
            ("", true) => self.out.push_str(ANYTHING),
            (_, false) => self.out.extend(["[", inside, "]"]),
            (_, true) => self.out.extend(["[^", inside, "]"]),
        }
    }

    fn literal(&mut self, character: char) {
        push_char(
            &mut self.out,
            character,
            regex_syntax::is_meta_character(character) && !"-&~#".contains(character),
        );
    }
}

/// The classes with a letter, and whether the class is the complement.
fn set_of(letter: char) -> Option<(&'static str, bool)> {
    let set = match letter.to_ascii_lowercase() {
        'd' => DIGIT,
        'w' => WORD,
        's' => SPACE,
        _ => return None,
    };
    Some((set, letter.is_ascii_uppercase()))
}

/// A range of a class. No string contains a lone half of a surrogate pair, so a range of halves matches nothing.
fn push_range(inside: &mut String, low: u32, high: u32) -> Result<(), Invalid> {
    if low > high {
        return invalid("a character range has its bounds in the wrong order");
    }
    let low = if (0xD800..=0xDFFF).contains(&low) { 0xE000 } else { low };
    let high = if (0xD800..=0xDFFF).contains(&high) { 0xD7FF } else { high };
    if let (Some(low), Some(high)) = (char::from_u32(low).filter(|_| low <= high), char::from_u32(high)) {
        push_char(inside, low, is_meta_in_class(low));
        if low != high {
            inside.push('-');
            push_char(inside, high, is_meta_in_class(high));
        }
    }
    Ok(())
}

/// The `regex` crate has nested classes and operators between them.
fn is_meta_in_class(character: char) -> bool {
    "\\[]^-&~".contains(character)
}

fn push_char(out: &mut String, character: char, meta: bool) {
    match character {
        '\t' => out.push_str(r"\t"),
        '\n' => out.push_str(r"\n"),
        '\r' => out.push_str(r"\r"),
        other if meta => out.extend(['\\', other]),
        ' '..='~' => out.push(character),
        other if other.is_alphanumeric() => out.push(other),
        other => out.extend([r"\u{", &format!("{:X}", u32::from(other)), "}"]),
    }
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number of a quantifier.
fn parse_count(digits: &str) -> u64 {
    digits.parse().unwrap_or(u64::MAX)
}
