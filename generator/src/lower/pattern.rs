//! `pattern`: a regular expression of ECMA 262, written again for the `regex` crate. Both read most of
//! the syntax alike; here stands what differs. Strings are code points, as with ECMA's flag `u`.

use super::pattern_cost::check_cost;
use regex_syntax::hir::{Class, Hir, HirKind};
use std::iter::Peekable;
use std::str::Chars;

/// Compiled states, roughly: the `regex` crate refuses what takes more than 10 MB.
const STATES: usize = 50_000;
/// How deep groups are nested.
const NESTING: u32 = 100;

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
/// ECMA 262, "White Space" and "Line Terminators".
const SPACE: &str =
    r"\t\n\v\f\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
/// What `.` is not.
const LINE_ENDS: &str = r"\n\r\u{2028}\u{2029}";
const NOTHING: &str = r"[^\u{0}-\u{10FFFF}]";
const ANYTHING: &str = "(?s:.)";

/// The pattern as the `regex` crate has it, for texts of at most so many characters.
///
/// # Errors
/// Why it has no such pattern, or why it is not to be used, to be read behind a colon.
pub fn rewrite(pattern: &str, longest: Option<u64>) -> Result<String, String> {
    let mut rewriter = Rewriter { rest: pattern.chars().peekable(), out: String::new(), open: 0 };
    rewriter.rewrite()?;
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(NESTING).build();
    let parsed = parser.parse(&rewriter.out).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it is no regular expression".to_owned(),
    })?;
    if states(&parsed) > STATES {
        return Err("it repeats so much that it would take too much memory".to_owned());
    }
    check_cost(&parsed, longest)?;
    Ok(rewriter.out)
}

/// About as many states as the compiled expression has.
fn states(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        // A range of code points is some ranges of bytes.
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
    /// How many groups are open.
    open: usize,
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
    /// The inside of a class.
    Set(String),
}

impl Rewriter<'_> {
    fn rewrite(&mut self) -> Result<(), String> {
        let mut last = Term::Assertion;
        while let Some(next) = self.rest.next() {
            last = match next {
                '*' | '+' | '?' => self.quantifier(&next.to_string(), last)?,
                '{' => self.brace(last)?,
                other => self.term(other)?,
            };
        }
        if self.open > 0 { Err("a group is not closed".to_owned()) } else { Ok(()) }
    }

    fn term(&mut self, next: char) -> Result<Term, String> {
        match next {
            '^' | '$' | '|' => {
                self.out.push(next);
                return Ok(Term::Assertion);
            }
            '(' => return self.group(),
            ')' => {
                self.open = self.open.checked_sub(1).ok_or("a group is closed that is not open")?;
                self.out.push(')');
            }
            '[' => self.class()?,
            '.' => self.write_class(LINE_ENDS, true),
            '\\' => return self.escape(),
            other => self.literal(other),
        }
        Ok(Term::Atom)
    }

    fn quantifier(&mut self, text: &str, last: Term) -> Result<Term, String> {
        if last == Term::Assertion {
            return Err(format!("there is nothing that `{text}` could repeat"));
        }
        self.out.push_str(text);
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        // ECMA 262 has no quantifier of a quantifier.
        Ok(Term::Assertion)
    }

    /// `{1,2}` repeats; any other brace is itself (ECMA 262, Annex B.1.2).
    fn brace(&mut self, last: Term) -> Result<Term, String> {
        let ahead: String = self.rest.clone().take_while(|next| *next != '}').take(16).collect();
        let closed = self.rest.clone().nth(ahead.chars().count()) == Some('}');
        let (least, most) = ahead.split_once(',').map_or((ahead.as_str(), None), |(a, b)| (a, Some(b)));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !closed || !digits(least) || !most.is_none_or(digits) || ahead.is_empty() || ahead == "," {
            self.literal('{');
            return Ok(Term::Atom);
        }
        if least.is_empty() {
            return Err(format!("`{{{ahead}}}` repeats nothing in ECMA 262; write `{{0{ahead}}}`"));
        }
        self.rest.nth(ahead.chars().count());
        self.quantifier(&format!("{{{ahead}}}"), last)
    }

    fn group(&mut self) -> Result<Term, String> {
        self.open += 1;
        let mut ahead = self.rest.clone();
        match (ahead.next(), ahead.next(), ahead.next()) {
            (Some('?'), Some(':'), _) => {
                self.rest.nth(1);
                self.out.push_str("(?:");
            }
            (Some('?'), Some('=' | '!'), _) => return Err("it looks ahead".to_owned()),
            (Some('?'), Some('<'), Some('=' | '!')) => return Err("it looks behind".to_owned()),
            (Some('?'), Some('<'), _) => {
                // Names are for back references, which there are none of.
                self.rest.by_ref().find(|next| *next == '>').ok_or("the name of a group is not closed")?;
                self.out.push_str("(?:");
            }
            (Some('?'), flags, _) => {
                let flags = flags.map(String::from).unwrap_or_default();
                return Err(format!("`(?{flags}` is not in ECMA 262"));
            }
            _ => self.out.push('('),
        }
        Ok(Term::Assertion)
    }

    fn escape(&mut self) -> Result<Term, String> {
        let next = self.rest.next().ok_or("it ends in a backslash")?;
        match next {
            'b' | 'B' => {
                self.out.push_str(if next == 'b' { r"(?-u:\b)" } else { r"(?-u:\B)" });
                return Ok(Term::Assertion);
            }
            'p' | 'P' => {
                let property = self.property(next)?;
                self.out.push_str(&property);
            }
            _ => match set_of(next) {
                Some((set, negated)) => self.write_class(set, negated),
                None => match self.character(next)? {
                    surrogate @ 0xD800..=0xDFFF => {
                        return Err(format!("`\\u{surrogate:X}` is half of a character"));
                    }
                    code => self.literal(char::from_u32(code).unwrap_or_default()),
                },
            },
        }
        Ok(Term::Atom)
    }

    /// The code point, or the lone half of a surrogate pair, that an escape stands for.
    fn character(&mut self, next: char) -> Result<u32, String> {
        let control = |code: u8| Ok(u32::from(code));
        match next {
            't' => control(b'\t'),
            'n' => control(b'\n'),
            'v' => control(0x0B),
            'f' => control(0x0C),
            'r' => control(b'\r'),
            'x' => self.hex(2),
            'u' => self.unicode(),
            'c' => match self.rest.next() {
                Some(letter) if letter.is_ascii_alphabetic() => Ok(u32::from(letter) % 32),
                _ => Err(r"`\c` needs a letter".to_owned()),
            },
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => Ok(0),
            'k' | '0'..='9' => Err("it has a back reference".to_owned()),
            'A' => Err(r"`\A` is not in ECMA 262; write `^`".to_owned()),
            'z' | 'Z' => Err(format!(r"`\{next}` is not in ECMA 262; write `$`")),
            other if other.is_ascii_alphabetic() => Err(format!(r"`\{other}` is not in ECMA 262")),
            other => Ok(u32::from(other)),
        }
    }

    /// `\u0041`, `\u{41}`, and the two halves of a surrogate pair.
    fn unicode(&mut self) -> Result<u32, String> {
        if self.rest.next_if_eq(&'{').is_some() {
            let digits: String = self.rest.by_ref().take_while(|next| *next != '}').collect();
            let code = u32::from_str_radix(&digits, 16).ok().filter(|code| *code <= 0x0010_FFFF);
            return code.ok_or_else(|| format!(r"`\u{{{digits}}}` is no character"));
        }
        let high = self.hex(4)?;
        let mut ahead = self.rest.clone();
        if !(0xD800..0xDC00).contains(&high) || ahead.next() != Some('\\') || ahead.next() != Some('u') {
            return Ok(high);
        }
        let low: String = ahead.take(4).collect();
        match u32::from_str_radix(&low, 16) {
            Ok(low @ 0xDC00..=0xDFFF) => {
                self.rest.nth(5);
                Ok(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            }
            _ => Ok(high),
        }
    }

    fn hex(&mut self, digits: usize) -> Result<u32, String> {
        let text: String = self.rest.by_ref().take(digits).collect();
        let whole = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(&text, 16).ok().filter(|_| whole);
        code.ok_or_else(|| format!("an escape needs {digits} hexadecimal digits, and has `{text}`"))
    }

    /// `\p{L}`: not without the flag `u`, and nobody means anything else by it.
    fn property(&mut self, letter: char) -> Result<String, String> {
        self.rest.next_if_eq(&'{').ok_or_else(|| format!(r"`\{letter}` needs a property in braces"))?;
        let name: String = self.rest.by_ref().take_while(|next| *next != '}').collect();
        let plain = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_=".contains(&byte));
        // ECMA 262, "Unicode property names and property values": of those with a value, no others.
        let keys = ["General_Category", "gc", "Script", "sc", "Script_Extensions", "scx"];
        let known = name.split_once('=').is_none_or(|(key, _)| keys.contains(&key));
        if plain && known {
            Ok(format!(r"\{letter}{{{name}}}"))
        } else {
            Err(format!("`{name}` is no property"))
        }
    }

    fn class(&mut self) -> Result<(), String> {
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
                            // A hyphen beside a set is itself.
                            push_range(&mut inside, low, low)?;
                            inside.push_str(r"\-");
                            inside.push_str(&set);
                        }
                        None => return Err("a class is not closed".to_owned()),
                    }
                }
                ClassAtom::Char(code) => push_range(&mut inside, code, code)?,
                ClassAtom::Set(set) => inside.push_str(&set),
            }
        }
        self.write_class(&inside, negated);
        Ok(())
    }

    /// None behind the last.
    fn class_atom(&mut self) -> Result<Option<ClassAtom>, String> {
        let atom = match self.rest.next().ok_or("a class is not closed")? {
            ']' => return Ok(None),
            '\\' => match self.rest.next().ok_or("it ends in a backslash")? {
                'b' => ClassAtom::Char(8),
                letter @ ('p' | 'P') => ClassAtom::Set(self.property(letter)?),
                next => match set_of(next) {
                    Some((set, false)) => ClassAtom::Set(set.to_owned()),
                    Some((set, true)) => ClassAtom::Set(format!("[^{set}]")),
                    None => ClassAtom::Char(self.character(next)?),
                },
            },
            other => ClassAtom::Char(u32::from(other)),
        };
        Ok(Some(atom))
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

/// The classes that have a letter, and whether it is what they have not.
fn set_of(letter: char) -> Option<(&'static str, bool)> {
    let set = match letter.to_ascii_lowercase() {
        'd' => DIGIT,
        'w' => WORD,
        's' => SPACE,
        _ => return None,
    };
    Some((set, letter.is_ascii_uppercase()))
}

/// A range of a class. No string has a lone half of a surrogate pair: what names them names nothing.
fn push_range(inside: &mut String, low: u32, high: u32) -> Result<(), String> {
    if low > high {
        return Err("a range of a class ends before it starts".to_owned());
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

/// The `regex` crate nests classes, and has operators between them.
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

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn what_both_read_alike_is_left_alone() {
        for pattern in
            ["^[a-z]+$", "a|b*?", "(a|b){1,2}", "[^/]+", "[-+]", "x{3,}", "^(?:a)$", r"\.", "日本", ""]
        {
            assert_eq!(
                rewrite(pattern, None).as_deref().map(|text| text.replace(r"\-", "-")),
                Ok(pattern.to_owned())
            );
        }
    }

    /// The pattern, texts that match, texts that do not.
    #[test]
    fn patterns_match_as_in_ecma() {
        let cases: [(&str, &[&str], &[&str]); 32] = [
            (r"^\d$", &["7"], &["\u{663}"]),
            (r"^\w+$", &["aZ_9"], &["é"]),
            (r"^\s$", &["\u{feff}", "\u{a0}", "\n"], &["\u{85}", "a"]),
            (r"^\S\D\W$", &["\u{85}\u{663}é"], &["   "]),
            (r"^[\s\S]$", &["\n", "é"], &[""]),
            (r"\bé\b", &[], &["é", "aé "]),
            (r"a\b", &["aé", "a"], &["ab"]),
            (r"a\B", &["ab"], &["a", "aé"]),
            (r"^a\/b$", &["a/b"], &["a\\/b"]),
            (r"^\cJ\x41\u0042$", &["\nAB"], &[]),
            (r"^\ud83d\ude00$", &["\u{1f600}"], &[]),
            (r"^[\ud83d\ude00-\ud83d\ude02]$", &["\u{1f601}"], &["\u{1f603}"]),
            (r"^[\ud800-\udfff]$", &[], &["a", "\u{1f600}"]),
            (r"^[^\ud800-\udfff]$", &["a", "\u{1f600}"], &[]),
            (r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*$", &["a\t\u{1f600}"], &["\u{1}"]),
            ("^[^]$", &["\n", "a"], &[""]),
            ("a[]|b", &["b"], &["a", "a]"]),
            ("^a$", &["a"], &["a\n", "\na"]),
            ("^.$", &["a", "\u{85}", "\u{1f600}"], &["\n", "\r", "\u{2028}", "\u{2029}"]),
            (r"^\-\_\@\ \]\}$", &["-_@ ]}"], &[]),
            ("^a]{}{b}$", &["a]{}{b}"], &[]),
            ("^x{1,2$", &["x{1,2"], &["xx"]),
            ("^[a&&b]$", &["a", "&"], &["ab"]),
            ("^[[:alpha:]]$", &["a]", ":]", "[]"], &["b"]),
            ("^[[a]$", &["[", "a"], &["b"]),
            ("^[a~~b&&--]$", &["~", "b", "-"], &["a-", "/"]),
            (r"^[\w-.]$", &["-", ".", "a"], &["/"]),
            (r"^[\b]$", &["\u{8}"], &["b"]),
            (r"^(?<year>\d{4})-(?:\d\d)$", &["2015-01"], &["15-01"]),
            (r"^[\p{L}\p{N}]+$", &["é9"], &["-"]),
            (r"^\p{scx=Greek}\p{Script=Greek}\p{gc=Lu}\p{Alphabetic}$", &["ααAé"], &["aaAé"]),
            ("é", &["café"], &["cafe"]),
        ];
        for (pattern, yes, no) in cases {
            let rewritten = rewrite(pattern, None).unwrap();
            let regex = Regex::new(&rewritten).unwrap();
            for text in yes {
                assert!(regex.is_match(text), "{pattern} as {rewritten} does not match {text:?}");
            }
            for text in no {
                assert!(!regex.is_match(text), "{pattern} as {rewritten} matches {text:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_had_has_a_reason() {
        let cases = [
            ("^(?!a)", "it looks ahead"),
            ("(?=a)b", "it looks ahead"),
            ("(?<=a)b", "it looks behind"),
            (r"(a)\1", "it has a back reference"),
            (r"(?<n>a)\k<n>", "it has a back reference"),
            ("(?i)a", "`(?i` is not in ECMA 262"),
            ("(?P<n>a)", "`(?P` is not in ECMA 262"),
            (r"\Aa\z", r"`\A` is not in ECMA 262; write `^`"),
            ("a**", "there is nothing that `*` could repeat"),
            ("a|*", "there is nothing that `*` could repeat"),
            ("a{,5}", "`{,5}` repeats nothing in ECMA 262; write `{0,5}`"),
            ("a{5,2}", "invalid repetition count range, the start must be <= the end"),
            ("(a", "a group is not closed"),
            ("a)", "a group is closed that is not open"),
            ("[a", "a class is not closed"),
            ("[b-a]", "a range of a class ends before it starts"),
            ("a\\", "it ends in a backslash"),
            (r"\p{Age=6.0}", "`Age=6.0` is no property"),
            (r"\xg", "an escape needs 2 hexadecimal digits, and has `g`"),
            (r"\ud800", r"`\uD800` is half of a character"),
            ("(((a{1000}){1000}){1000}){1000}", "it repeats so much that it would take too much memory"),
        ];
        for (pattern, reason) in cases {
            assert_eq!(rewrite(pattern, None), Err(reason.to_owned()), "{pattern}");
        }
        assert!(rewrite(&"(".repeat(1000), None).is_err());
        assert!(rewrite(&format!("{}{}", "(".repeat(1000), ")".repeat(1000)), None).is_err());
    }

    /// What is let through is taken by the crate.
    #[test]
    fn the_bound_is_tight_enough() {
        for pattern in
            ["^.{0,3300}$", r"^\s{900}", r"^(\w+\s){500}$", "^(ab|c){7000}$", r"^[\p{L}\p{N}]{15}$"]
        {
            let rewritten = rewrite(pattern, Some(5)).unwrap();
            assert!(Regex::new(&rewritten).is_ok(), "{pattern}");
        }
        assert!(rewrite("^.{0,65535}$", None).is_err());
    }
}
