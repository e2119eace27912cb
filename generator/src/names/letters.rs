//! The non-ASCII letters that a name keeps: those that Rust accepts in an identifier without a warning. Other letters
//! are replaced with their numbers.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// A script in current use, from `letters.txt`.
struct Script {
    letters: Vec<RangeInclusive<char>>,
    /// The letters that look like letters of other scripts.
    alike: Vec<RangeInclusive<char>>,
}

static SCRIPTS: LazyLock<Vec<Script>> = LazyLock::new(|| {
    let lines = include_str!("letters.txt").lines().filter(|line| !line.starts_with('#'));
    let scripts = lines.filter_map(|line| {
        let (_, rest) = line.split_once(": ")?;
        let (letters, alike) = rest.split_once(" | ").unwrap_or((rest, ""));
        Some(Script { letters: ranges(letters), alike: ranges(alike) })
    });
    scripts.collect()
});

fn ranges(text: &str) -> Vec<RangeInclusive<char>> {
    let ranges = text.split_whitespace().filter_map(|text| {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        Some(letter(first)?..=letter(last)?)
    });
    ranges.collect()
}

/// Returns the letter with this hexadecimal number.
fn letter(text: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(text, 16).ok()?)
}

fn has(ranges: &[RangeInclusive<char>], letter: char) -> bool {
    ranges.iter().any(|range| range.contains(&letter))
}

/// Returns whether a character is part of a word: a letter, a digit, or a mark on one.
pub(super) fn is_in_word(character: char) -> bool {
    character.is_alphanumeric() || (!character.is_ascii() && unicode_ident::is_xid_continue(character))
}

/// Returns the letters that the name of these words keeps.
///
/// rustc warns if all letters of a script in a crate look like letters of another script ("mixed script confusables").
/// So a name must contain a letter that identifies its script in both upper and lower case, because the first letter of
/// a word may become a capital.
pub(super) fn kept(words: &[String]) -> HashSet<char> {
    let mut kept = HashSet::new();
    if words.iter().all(|word| word.is_ascii()) {
        return kept;
    }
    for script in SCRIPTS.iter() {
        let letters = words.iter().flat_map(|word| word.chars().enumerate());
        let mut own = letters.filter(|(_, letter)| has(&script.letters, *letter));
        let shows = own.any(|(index, letter)| {
            let capitals = letter.to_uppercase().filter(|_| index == 0);
            !letter.to_lowercase().chain(capitals).any(|form| has(&script.alike, form))
        });
        if shows {
            let letters = words.iter().flat_map(|word| word.chars());
            kept.extend(letters.filter(|letter| has(&script.letters, *letter)));
        }
    }
    kept
}

fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && !unicode_ident::is_xid_start(letter)
}

/// Sorts the marks of a name. Their order does not matter under canonical equivalence, which rustc uses to compare
/// identifiers.
pub(super) fn without_order(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    let mut letters: Vec<char> = name.chars().collect();
    for marks in letters.chunk_by_mut(|before, next| is_mark(*before) && is_mark(*next)) {
        marks.sort_unstable();
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
    use unicode_security::GeneralSecurityProfile as _;
    use unicode_security::mixed_script::is_potential_mixed_script_confusable_char;

    fn all(ranges: &[RangeInclusive<char>]) -> impl Iterator<Item = char> {
        ranges.iter().cloned().flatten()
    }

    #[test]
    fn rustc_takes_what_names_keep() {
        assert!(
            SCRIPTS.len() > 20 && SCRIPTS.iter().flat_map(|script| all(&script.letters)).count() > 30_000
        );
        let letters = SCRIPTS.iter().flat_map(|script| all(&script.letters));
        for letter in letters {
            let lower: String = letter.to_lowercase().collect();
            let upper: String = lower.to_uppercase();
            assert!(!lower.contains(char::is_uppercase) && !upper.contains(char::is_lowercase), "{letter}");
            for form in lower.chars().chain(upper.chars()).chain([letter]).filter(|form| !form.is_ascii()) {
                assert!(
                    unicode_ident::is_xid_continue(form) && form.identifier_allowed(),
                    "{letter}: {form}"
                );
                assert_eq!(is_nfc_quick(std::iter::once(form)), IsNormalized::Yes, "{letter}: {form}");
            }
        }
    }

    #[test]
    fn letters_that_could_be_others_are_known() {
        for script in SCRIPTS.iter().skip(1) {
            for letter in
                all(&script.letters).filter(|letter| is_potential_mixed_script_confusable_char(*letter))
            {
                assert!(has(&script.alike, letter), "{letter}");
            }
            assert!(all(&script.alike).all(|letter| has(&script.letters, letter)));
        }
        // Every crate contains Latin letters.
        assert!(SCRIPTS.first().is_some_and(|script| script.alike.is_empty() && has(&script.letters, 'é')));
    }

    #[test]
    fn no_script_is_of_look_alikes_alone() {
        for (text, expected) in [
            ("größe", "öß"),
            ("用户", "用户"),
            ("\u{430}bc", ""),
            ("рост", ""),
            ("размер", "размер"),
            ("αβγ", ""),
            ("ΔΑ", ""),
            ("λόγος", "λόγος"),
            ("ハロー", "ハロー"),
            ("ハロ", ""),
            ("ハロと", "ハロと"),
            ("ключ", "ключ"),
            ("ла", ""),
            ("ﬁ\u{e000}ſ", ""),
        ] {
            assert_eq!(kept(&[text.to_owned()]), expected.chars().collect(), "{text}");
        }
    }

    /// The two forms that NFC merges are equal here. The list does not contain letters that NFC changes in other ways.
    #[test]
    fn the_order_of_marks_tells_nothing_apart() {
        let one = "ก\u{e38}\u{e48}";
        let other = "ก\u{e48}\u{e38}";
        assert_eq!(one.nfc().collect::<String>(), other.nfc().collect::<String>());
        assert_eq!(without_order(one), without_order(other));
        assert_ne!(without_order("นก"), without_order("กน"));
        assert!(kept(&["e\u{301}".to_owned()]).is_empty());
    }
}
