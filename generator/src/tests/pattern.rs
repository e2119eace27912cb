//! Patterns: which match as in ECMA 262, which are unsupported, and which are invalid.

use crate::pattern::{Refused, rewrite};
use regex::Regex;

#[test]
fn a_pattern_that_both_read_alike_stays_as_it_is() {
    for pattern in ["^[a-z]+$", "a|b*?", "(a|b){1,2}", "[^/]+", "[-+]", "x{3,}", "^(?:a)$", r"\.", "日本", ""]
    {
        assert_eq!(
            rewrite(pattern, None).as_deref().map(|text| text.replace(r"\-", "-")),
            Ok(pattern.to_owned())
        );
    }
}

/// The pattern, strings that match, strings that do not.
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
        ("^x{a,2$", &["x{a,2"], &["xx"]),
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
fn a_pattern_beyond_the_regex_crate_has_a_reason() {
    let cases = [
        ("^(?!a)", "it has a look-ahead"),
        ("(?=a)b", "it has a look-ahead"),
        ("(?<=a)b", "it has a look-behind"),
        (r"(a)\1", "it has a backreference"),
        (r"(?<n>a)\k<n>", "it has a backreference"),
        ("(?i)a", "`(?i` is not part of ECMA 262"),
        ("(?P<n>a)", "`(?P` is not part of ECMA 262"),
        (r"\Aa\z", r"`\A` is not part of ECMA 262; write `^`"),
        ("a{,5}", "`{,5}` is not a quantifier in ECMA 262; write `{0,5}`"),
        (r"\p{Age=6.0}", "`Age=6.0` is not a Unicode property"),
        (r"\xg", "an escape needs 2 hexadecimal digits, but has `g`"),
        (r"\ud800", r"`\uD800` is half of a surrogate pair"),
        ("(((a{1000}){1000}){1000}){1000}", "it has so many repetitions that it would need too much memory"),
    ];
    for (pattern, reason) in cases {
        assert_eq!(rewrite(pattern, None), Err(Refused::Beyond(reason.to_owned())), "{pattern}");
    }
    // The rest of an unsupported pattern is checked as well.
    for pattern in ["(?=a)([a-z", r"^(?i)a\Z)", r"\xg(", r"\u{110000}[b-a]", r"(?P<n>a", r"(?#()[", "(?"] {
        assert!(matches!(rewrite(pattern, None), Err(Refused::Invalid(_))), "{pattern}");
    }
    for pattern in [r"(\xg)", r"[\u12]", r"(\p{L)", "(?(?=a)b|c)", "(?#(a)", r"(\u{41)"] {
        assert!(matches!(rewrite(pattern, None), Err(Refused::Beyond(_))), "{pattern}");
    }
    assert!(rewrite(&"(".repeat(1000), None).is_err());
    assert!(rewrite(&format!("{}{}", "(".repeat(1000), ")".repeat(1000)), None).is_err());
}

/// Node.js reports a syntax error for each with the flag `u`.
#[test]
fn an_invalid_pattern_is_told_from_an_unsupported_one() {
    for (pattern, reason) in [
        ("a**", "`*` has nothing to repeat"),
        ("a|*", "`*` has nothing to repeat"),
        ("a++", "`+` has nothing to repeat"),
        ("^*", "`*` has nothing to repeat"),
        ("^[0-9]{5$", "the quantifier `{5` is not closed"),
        ("^x{1,2$", "the quantifier `{1,2` is not closed"),
        ("^(x{3a}|y{2})$", "the quantifier `{3` is not closed"),
        ("a{5,2}", "`{5,2}` has its bounds in the wrong order"),
        ("(a", "a group is not closed"),
        ("(?:a", "a group is not closed"),
        ("a)", "unmatched `)`"),
        ("[a", "a character class is not closed"),
        ("([a-z", "a character class is not closed"),
        (r"[\]", "a character class is not closed"),
        ("[b-a]", "a character range has its bounds in the wrong order"),
        ("a\\", "it ends with a backslash"),
        ("(?<n", "a group is not closed"),
        ("(?<1>a)", "the name of a group is invalid or not closed"),
    ] {
        assert_eq!(rewrite(pattern, None), Err(Refused::Invalid(reason.to_owned())), "{pattern}");
    }
}

/// The `regex` crate accepts every pattern within the bound.
#[test]
fn the_bound_is_tight_enough() {
    for pattern in ["^.{0,3300}$", r"^\s{900}", r"^(\w+\s){500}$", "^(ab|c){7000}$", r"^[\p{L}\p{N}]{15}$"] {
        let rewritten = rewrite(pattern, Some(5)).unwrap();
        assert!(Regex::new(&rewritten).is_ok(), "{pattern}");
    }
    assert!(rewrite("^.{0,65535}$", None).is_err());
}
