//! Makes invisible characters visible.

/// Whether a character is invisible, or changes how others are displayed.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

/// Escapes control, zero-width and bidirectional characters: text of a document must not control an editor or a
/// terminal.
pub(crate) fn escape_invisible(text: &str) -> String {
    if !text.chars().any(is_invisible) {
        return text.to_owned();
    }
    let escaped = text.chars().map(|character| match character {
        '\t' => "    ".to_owned(),
        hidden if is_invisible(hidden) => format!("\\u{{{:x}}}", u32::from(hidden)),
        other => other.to_string(),
    });
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use super::escape_invisible;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(escape_invisible("a\tb \u{1b}[31m\u{202e}c\n"), "a    b \\u{1b}[31m\\u{202e}c\\u{a}");
        assert_eq!(escape_invisible("Zoë ☃"), "Zoë ☃");
    }
}
