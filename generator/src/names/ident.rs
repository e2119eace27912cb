//! From any text to a Rust identifier: words, case, keywords.

/// A text's words: split where it changes case, and at all that is neither letter nor digit. Letters
/// beyond ASCII become their number, so that no two texts look the same in code and differ.
pub fn words(text: &str) -> Vec<String> {
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
            word.push_str(&format!("u{:04x}", u32::from(character)));
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
    let capital = |word: &String| {
        let mut characters = word.chars();
        characters
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(characters)
            .collect::<String>()
    };
    escape(words.iter().map(capital).collect())
}

/// The name of a field, a function or a module.
pub fn snake(words: &[String]) -> String {
    escape(words.join("_"))
}

/// The name of a static.
pub fn screaming(words: &[String]) -> String {
    escape(words.join("_").to_ascii_uppercase())
}

/// What is no identifier yet: nothing, a digit in front, a keyword.
fn escape(text: String) -> String {
    match text.chars().next() {
        None => "empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{text}"),
        _ if KEYWORDS.contains(&text.as_str()) => format!("{text}_"),
        _ => text,
    }
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
        let cases: [(&str, &[&str]); 9] = [
            ("room_id", &["room", "id"]),
            ("roomId", &["room", "id"]),
            ("HTTPServer", &["http", "server"]),
            ("userID", &["user", "id"]),
            ("m.room.message#m.text", &["m", "room", "message", "m", "text"]),
            ("v2Beta1", &["v2", "beta1"]),
            ("Room Event", &["room", "event"]),
            ("\u{0430}bc", &["u0430bc"]),
            ("--", &[]),
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
