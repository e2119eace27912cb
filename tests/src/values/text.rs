//! Text that matches a pattern, and text that does not. ECMA 262's `\d`, `\w` and `.` match fewer characters than those
//! of the crates that are used here.

use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex;
use proptest::test_runner::TestRunner;

/// ECMA 262's `.` matches all characters but these line terminators.
const ANY: &str = r"[^\n\r\u{2028}\u{2029}]";

/// The characters of a made text.
const PRINTABLE: &str = "[ -~]";

/// The pattern in the syntax of the crates. `.` becomes the class `any`.
fn translated(pattern: &str, any: &str) -> String {
    let (mut text, mut in_class) = (String::new(), false);
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let class = |set: &str| if in_class { set.to_owned() } else { format!("[{set}]") };
        match character {
            '\\' => match characters.next() {
                Some('d') => text += &class("0-9"),
                Some('w') => text += &class("0-9A-Za-z_"),
                Some('/') => text.push('/'),
                Some(other) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            '.' if !in_class => text += any,
            '[' if in_class => text += "\\[",
            '[' | ']' => {
                in_class = character == '[';
                text.push(character);
            }
            other => text.push(other),
        }
    }
    text
}

/// Text that matches, if any is found.
pub fn matching(pattern: &str, lengths: (usize, usize), runner: &mut TestRunner) -> Option<String> {
    let whole = translated(pattern, PRINTABLE);
    let tested = regex::Regex::new(&whole).ok()?;
    let bare = whole.strip_prefix('^').unwrap_or(&whole);
    let bare = bare.strip_suffix('$').filter(|bare| !bare.ends_with('\\')).unwrap_or(bare);
    let strategy = string_regex(bare).ok()?;
    let fits =
        |text: &String| (lengths.0..=lengths.1).contains(&text.chars().count()) && tested.is_match(text);
    (0..200).find_map(|_| Some(strategy.new_tree(runner).ok()?.current()).filter(fits))
}

/// Text that does not match, if any is found.
pub fn not_matching(pattern: &str) -> Option<&'static str> {
    let tested = regex::Regex::new(&translated(pattern, ANY)).ok()?;
    ["!", "", "\u{1f600}", "~ ~", "0", "z"].into_iter().find(|text| !tested.is_match(text))
}

/// The pattern of some of the texts of a format: those that a type writes as it has read them.
pub fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => {
            "(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{2}[1-9])?Z"
        }
        "date" => "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
        "duration" => {
            "P([1-9]|1[0-1])Y([1-9]|1[0-1])M[1-9]DT[1-9]H[1-9]M[1-9]S|P[1-9]W|PT[1-9][0-9]M|P[1-9]D"
        }
        "uuid" => "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "uri" | "url" => "https://[a-z]{1,9}\\.example/[a-z0-9]{1,9}",
        "byte" | "base64" => {
            "([A-Za-z0-9+/]{4}){1,9}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]=="
        }
        "base64url" => "([A-Za-z0-9_-]{4}){1,9}",
        "decimal" => "-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?",
        _ => return None,
    })
}
