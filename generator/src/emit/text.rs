//! String literals.

use proc_macro2::Literal;

/// Emits a string literal. Most texts need no escapes, and looking for one at each character takes longer than parsing
/// the literal.
pub(super) fn quoted(text: &str) -> Literal {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'));
    let parsed = is_plain.then(|| ["\"", text, "\""].concat().parse().ok()).flatten();
    parsed.unwrap_or_else(|| Literal::string(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_its_literal() {
        for text in
            ["", "a", "it's 100 %", "\"a\"", "a\\b", "\\", "a\nb", "\r", "\t", "\u{7f}", "größe", "\u{202e}"]
        {
            let literal: syn::LitStr = syn::parse_str(&quoted(text).to_string()).unwrap();
            assert_eq!(literal.value(), text);
            assert_eq!(quoted(text).to_string(), Literal::string(text).to_string());
        }
    }
}
