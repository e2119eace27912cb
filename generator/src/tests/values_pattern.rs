//! Texts that match patterns.

use super::*;

/// The `regex` crate decides.
fn really_matches(regex: &str, text: &str) -> bool {
    regex::Regex::new(regex).unwrap().is_match(text)
}

const PATTERNS: [&str; 21] = [
    "",
    "^$",
    "^a$",
    "^[0-9]{4}-[0-9]{2}$",
    "^(a|bc)+$",
    "^[^a-z]$",
    "^!?[A-Za-z0-9._=/-]+:[a-z.]+$",
    "a*b+c?d{2,3}",
    "^(?:foo|bar)?baz$",
    r"^\d+\.\d{1,2}$",
    r"^[\s\S]{3,5}$",
    r"^(?-u:\b)word(?-u:\b)$",
    "^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$",
    "^[\u{e9}\u{4e00}-\u{9fff}]+$",
    "^.{0,10}$",
    "x$|^y",
    "^((a*)*)*b$",
    "(^|,)a(,|$)",
    "^[A-Z][A-Z]?$",
    "^(?s:.)*$",
    r"^\$\{[a-z]\}$",
];

#[test]
fn texts_of_patterns_match() {
    for pattern in PATTERNS {
        let made = (0..4).flat_map(|extra| (0..3).filter_map(move |nth| text(pattern, extra, nth)));
        let made: Vec<String> = made.filter(|text| matches(pattern, text)).collect();
        assert!(!made.is_empty(), "{pattern}");
        for text in made {
            assert!(really_matches(pattern, &text), "{pattern}: {text:?}");
        }
    }
    // Nothing matches.
    for pattern in ["a^b", "a$b", r"x(?-u:\B)-", r"^[^\u{0}-\u{10FFFF}]$"] {
        let mut made = (0..4).filter_map(|extra| text(pattern, extra, 0));
        assert!(!made.any(|text| matches(pattern, &text)), "{pattern}");
    }
}

#[test]
fn matching_agrees_with_regex() {
    let texts = [
        "", "a", "b", "aa", "abc", "bcbc", "1999-12", "x", "foo", "bazz", "baz", "12.5", "word", " ", "a,b",
        "é", "AB", "${a}",
    ];
    for pattern in PATTERNS.into_iter().chain([r"(?-u:\B)x"]) {
        for text in texts {
            assert_eq!(matches(pattern, text), really_matches(pattern, text), "{pattern}: {text:?}");
        }
    }
}

/// Backtracking ends.
#[test]
fn matching_is_bounded() {
    assert!(!matches("^(a|a)*(a|a)*b$", &"a".repeat(250)));
    assert!(!matches("a", &"b".repeat(301)));
    assert!(matches("^a*$", &"a".repeat(300)));
    assert_eq!(text("^a{5000}$", 0, 0), None);
}
