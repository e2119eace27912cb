//! Converts any text to a Rust identifier: words, case and keywords.

use super::letters::{is_in_word, kept};
use std::collections::HashSet;

/// Splits text into words, at changes of case and at all characters that do not belong to a word. A letter that names
/// do not keep is replaced with its number, so that two different strings never look the same in code. Text that
/// consists only of symbols is spelled out, and so is a symbol before a number.
pub(super) fn words(text: &str) -> Vec<String> {
    let signed =
        text.strip_prefix(['+', '-']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if signed || !text.chars().any(is_in_word) {
        return spell(text);
    }
    split(text)
}

/// Splits a value into words. A symbol at its start or its end is a word, because `name` and `-name` are different
/// values, and so are `A` and `A+`.
pub(super) fn value_words(text: &str) -> Vec<String> {
    let inner = text.trim_start_matches(['+', '-']);
    let signs = text.len() - inner.len();
    let inner = inner.trim_end_matches(['+', '-', '#']);
    let before = text.get(..signs);
    let after = text.get(signs + inner.len()..);
    if !inner.starts_with(is_in_word) || !inner.ends_with(is_in_word) {
        return words(text);
    }
    [spell(before.unwrap_or_default()), words(inner), spell(after.unwrap_or_default())].concat()
}

/// Splits the name of a header into words. In some well-known names, consecutive capitals do not form a word.
pub(super) fn header_words(name: &str) -> Vec<String> {
    let known = ["DPoP", "ETag", "OData"];
    if !name.split('-').any(|part| known.contains(&part)) {
        return words(name);
    }
    let parts = name.split('-').filter(|part| !part.is_empty());
    let all = parts.flat_map(|part| match known.contains(&part) {
        true => vec![part.to_ascii_lowercase()],
        false => words(part),
    });
    all.collect()
}

/// Replaces each symbol with a word. The text after a symbol is unchanged.
fn spell(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.chars();
    while let Some(sign) = rest.next() {
        let known = SIGNS.iter().find(|(known, _)| *known == sign);
        words.push(known.map_or_else(|| number(sign), |(_, word)| (*word).to_owned()));
        if rest.clone().any(is_in_word) {
            words.extend(split(rest.as_str()));
            break;
        }
    }
    words
}

/// Returns the number of a character, as text.
fn number(character: char) -> String {
    format!("u{:04x}", u32::from(character))
}

const SIGNS: [(char, &str); 24] = [
    ('+', "plus"),
    ('-', "minus"),
    ('*', "star"),
    ('/', "slash"),
    ('=', "equal"),
    ('<', "less"),
    ('>', "greater"),
    ('!', "not"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semicolon"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('|', "or"),
    ('@', "at"),
    ('~', "tilde"),
    ('^', "caret"),
    ('?', "question"),
    ('_', "underscore"),
    (' ', "space"),
    ('\'', "apostrophe"),
];

fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if starts_word(before, character, characters.peek().copied()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        before = Some(character);
        if is_in_word(character) {
            word.push(character);
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    let kept = kept(&words);
    words.into_iter().map(|word| in_lower_case(word, &kept)).collect()
}

fn in_lower_case(mut word: String, kept: &HashSet<char>) -> String {
    if word.is_ascii() {
        word.make_ascii_lowercase();
        return word;
    }
    let mut lower = String::new();
    for letter in word.chars() {
        match letter.is_ascii() || kept.contains(&letter) {
            true => lower.extend(letter.to_lowercase()),
            false => lower.push_str(&number(letter)),
        }
    }
    lower
}

fn starts_word(before: Option<char>, character: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    if !is_in_word(character) || !is_in_word(before) {
        return true;
    }
    let ends_capitals = before.is_uppercase() && after.is_some_and(char::is_lowercase);
    character.is_uppercase() && (!before.is_uppercase() || ends_capitals)
}

/// Returns the name of a type or a variant.
pub(super) fn pascal(words: &[String]) -> String {
    let capitalized = starting(words).map(|word| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    escape(capitalized.collect())
}

/// Returns the name of a field, a function or a module.
pub(super) fn snake(words: &[String]) -> String {
    escape(starting(words).collect::<Vec<_>>().join("_"))
}

/// Returns the name of a static.
pub(super) fn screaming(words: &[String]) -> String {
    snake(words).to_uppercase()
}

/// Converts the name of a module to the name of a file: in ASCII, and short enough for every file system. A name with a
/// special meaning for a crate or for Windows gets an underscore.
pub(super) fn file_name(module: &str) -> String {
    const TAKEN: [&str; 6] = ["lib", "main", "con", "prn", "aux", "nul"];
    let port = module.strip_prefix("com").or_else(|| module.strip_prefix("lpt"));
    let is_port = port.and_then(|number| number.parse::<u8>().ok()).is_some_and(|number| number < 10);
    let name = in_ascii(module);
    match name.get(..50).filter(|_| name.len() > 60) {
        // A hash of the removed part (FNV-1a) keeps the name unique.
        Some(start) => {
            let sum =
                name.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
            format!("{start}_{sum:08x}")
        }
        None if is_port || TAKEN.contains(&module) => format!("{name}_"),
        None => name,
    }
}

/// Replaces each non-ASCII letter of a name with its number.
pub(super) fn in_ascii(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii() { letter.to_string() } else { number(letter) }).collect()
}

/// Returns the words. There is at least one, and the first one starts with neither a digit nor a mark.
fn starting(words: &[String]) -> impl Iterator<Item = String> {
    let first = match words.first() {
        None => "empty".to_owned(),
        Some(word) if !word.starts_with(unicode_ident::is_xid_start) => format!("n{word}"),
        Some(word) => word.clone(),
    };
    std::iter::once(first).chain(words.iter().skip(1).cloned())
}

/// Returns whether a name is a keyword in any edition of Rust.
pub(super) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

fn escape(text: String) -> String {
    if is_keyword(&text) { format!("{text}_") } else { text }
}

/// The Rust Reference, "Keywords": the strict and reserved ones of all editions.
const KEYWORDS: [&str; 53] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_where_case_changes() {
        let cases: [(&str, &[&str]); 21] = [
            ("room_id", &["room", "id"]),
            ("roomId", &["room", "id"]),
            ("HTTPServer", &["http", "server"]),
            ("userID", &["user", "id"]),
            ("m.room.message#m.text", &["m", "room", "message", "m", "text"]),
            ("v2Beta1", &["v2", "beta1"]),
            ("Room Event", &["room", "event"]),
            ("\u{0430}bc", &["u0430bc"]),
            ("größeÜber", &["größe", "über"]),
            ("ИмяФайла", &["имя", "файла"]),
            ("用户Id", &["用户", "id"]),
            ("हिंदी नाम", &["हिंदी", "नाम"]),
            ("ชื่อผู้ใช้", &["ชื่อผู้ใช้"]),
            // In NFD. Names do not keep marks on Latin letters.
            ("gro\u{308}ße", &["grou0308ße"]),
            ("ΑΒ", &["u0391u0392"]),
            ("ΨΥΧΗ", &["ψυχη"]),
            ("İx", &["u0130x"]),
            ("--", &["minus", "minus"]),
            ("-1", &["minus", "1"]),
            ("+1.5", &["plus", "1", "5"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn signs_at_the_ends_of_a_value_are_words() {
        let cases: [(&str, &[&str]); 13] = [
            ("-name", &["minus", "name"]),
            ("+name", &["plus", "name"]),
            ("name", &["name"]),
            ("-größe", &["minus", "größe"]),
            ("A+", &["a", "plus"]),
            ("AB-", &["ab", "minus"]),
            ("C++", &["c", "plus", "plus"]),
            ("c#", &["c", "hash"]),
            ("-1", &["minus", "1"]),
            ("+1.5", &["plus", "1", "5"]),
            ("-", &["minus"]),
            ("a-b", &["a", "b"]),
            ("-_x", &["x"]),
        ];
        for (text, expected) in cases {
            assert_eq!(value_words(text), expected, "{text}");
        }
    }

    #[test]
    fn capitals_of_well_known_headers_are_one_word() {
        let cases = [
            ("ETag", "etag"),
            ("X-Old-ETag", "x_old_etag"),
            ("DPoP-Nonce", "dpop_nonce"),
            ("OData-Version", "odata_version"),
            ("WWW-Authenticate", "www_authenticate"),
            ("EToll", "e_toll"),
            ("X-RateLimit", "x_rate_limit"),
        ];
        for (header, expected) in cases {
            assert_eq!(snake(&header_words(header)), expected);
        }
    }

    #[test]
    fn a_file_is_called_in_ascii_and_as_nothing_else_is() {
        let long = "ж".repeat(60);
        for (module, expected) in [
            ("rooms", "rooms"),
            ("bücher", "bu00fccher"),
            ("lib", "lib_"),
            ("con", "con_"),
            ("com1", "com1_"),
            ("com10", "com10"),
            ("type_", "type_"),
        ] {
            assert_eq!(file_name(module), expected);
        }
        assert!(file_name(&long).len() < 64 && file_name(&long) != file_name(&(long.clone() + "а")));
    }

    #[test]
    fn every_name_is_an_identifier() {
        let keywords = KEYWORDS.iter().map(|keyword| (*keyword).to_owned());
        for text in keywords.chain(
            [
                "",
                "9x",
                "\u{1f600}",
                "a b",
                "type",
                "r#x",
                "\u{e9}t\u{e9}",
                "ßx",
                "\u{e48}a",
                "1é",
                "ა",
                "ı",
                "ŉ",
            ]
            .map(str::to_owned),
        ) {
            let words = words(&text);
            for name in [pascal(&words), snake(&words), screaming(&words)] {
                assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{text}: {name}");
            }
        }
    }
}
