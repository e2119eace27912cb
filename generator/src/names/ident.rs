//! From any text to a Rust identifier: words, case, keywords.

/// A text's words: split where it changes case, and at all that is neither letter nor digit. Letters
/// beyond ASCII become their number, so that no two texts look the same in code and differ.
/// A text of signs alone is spelled out, and so is a sign in front of a number.
pub fn words(text: &str) -> Vec<String> {
    let signed =
        text.strip_prefix(['+', '-']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if signed || !text.chars().any(char::is_alphanumeric) {
        return spell(text);
    }
    split(text)
}

/// A word for each sign; what follows a sign as it is.
fn spell(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.chars();
    while let Some(sign) = rest.next() {
        let known = SIGNS.iter().find(|(known, _)| *known == sign);
        words.push(known.map_or_else(|| format!("u{:04x}", u32::from(sign)), |(_, word)| (*word).to_owned()));
        if rest.clone().any(char::is_alphanumeric) {
            words.extend(split(rest.as_str()));
            break;
        }
    }
    words
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
    let characters: Vec<char> = text.chars().collect();
    for (index, character) in characters.iter().copied().enumerate() {
        let before = index.checked_sub(1).and_then(|index| characters.get(index)).copied();
        let after = characters.get(index + 1).copied();
        if starts_word(before, character, after) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_ascii_alphanumeric() {
            word.push(character.to_ascii_lowercase());
        } else if character.is_alphanumeric() {
            word.extend(format!("u{:04x}", u32::from(character)).chars());
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn starts_word(before: Option<char>, character: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let upper = character.is_ascii_uppercase();
    !character.is_alphanumeric()
        || !before.is_alphanumeric()
        || (upper && (before.is_ascii_lowercase() || before.is_ascii_digit()))
        || (upper && before.is_ascii_uppercase() && after.is_some_and(|after| after.is_ascii_lowercase()))
}

/// The name of a type or a variant.
pub fn pascal(words: &[String]) -> String {
    let capital = |word: String| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    escape(starting(words).map(capital).collect())
}

/// The name of a field, a function or a module.
pub fn snake(words: &[String]) -> String {
    escape(starting(words).collect::<Vec<_>>().join("_"))
}

/// The name of a static.
pub fn screaming(words: &[String]) -> String {
    snake(words).to_ascii_uppercase()
}

/// The words, the first of which starts a name: it is there, and its first letter is no digit.
fn starting(words: &[String]) -> impl Iterator<Item = String> {
    let first = match words.first() {
        None => "empty".to_owned(),
        Some(word) if word.starts_with(|first: char| first.is_ascii_digit()) => format!("n{word}"),
        Some(word) => word.clone(),
    };
    std::iter::once(first).chain(words.iter().skip(1).cloned())
}

fn escape(text: String) -> String {
    if KEYWORDS.contains(&text.as_str()) { format!("{text}_") } else { text }
}

/// The Rust Reference, "Keywords": strict and reserved ones, of every edition.
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
        let cases: [(&str, &[&str]); 12] = [
            ("room_id", &["room", "id"]),
            ("roomId", &["room", "id"]),
            ("HTTPServer", &["http", "server"]),
            ("userID", &["user", "id"]),
            ("m.room.message#m.text", &["m", "room", "message", "m", "text"]),
            ("v2Beta1", &["v2", "beta1"]),
            ("Room Event", &["room", "event"]),
            ("\u{0430}bc", &["u0430bc"]),
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
    fn every_name_is_an_identifier() {
        let keywords = KEYWORDS.iter().map(|keyword| (*keyword).to_owned());
        for text in
            keywords.chain(["", "9x", "\u{1f600}", "a b", "type", "r#x", "\u{e9}t\u{e9}"].map(str::to_owned))
        {
            let words = words(&text);
            for name in [pascal(&words), snake(&words), screaming(&words)] {
                assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{text}: {name}");
            }
        }
    }
}
