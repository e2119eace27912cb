//! Messages about invalid YAML, about YAML that parsers read differently, and about comments that cut values off.

use super::compare::is_same;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Part};
use crate::parse::parse;
use serde_json::json;
use std::path::Path;

fn read(text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    parse(FileId(0), Path::new("text.yaml"), text, &mut diagnostics);
    diagnostics.into_vec()
}

/// The first message, and its line from the place on.
fn first(text: &str) -> (String, &str) {
    let diagnostics = read(text);
    let diagnostic = diagnostics.first().unwrap_or_else(|| panic!("no message about {text:?}"));
    assert_eq!(diagnostic.code.name, "syntax", "{text:?}");
    let Part::Text(bytes) = &diagnostic.labels[0].0.part else { panic!("{text:?}") };
    let message = format!("{}; {}", diagnostic.message, diagnostic.help.join("; "));
    (message, text[bytes.clone()].lines().next().unwrap_or_default())
}

const HEAD: &str =
    "paths:\n  /a:\n    get:\n      x-a: 1\n      x-b:\n        - name: b\n          in: query\n";

/// Lines after `HEAD`, the text at the place, and a part of the message and its help.
const MISTAKES: &[(&str, &str, &str)] = &[
    // A value that starts with a bracket.
    ("      pattern: [A-Z]+ #$\n", "+ #$", "put the value in quotes: `'[A-Z]+ #$'`"),
    ("      pattern: [A-Z]{3}\n", "{3}", "a value that starts with `[` is a list"),
    ("      pattern: {a}'s\n", "'s", "`'{a}''s'`"),
    ("        - [a] b\n", "b", "`'[a] b'`"),
    ("      pattern: [A-Z\n      x-c: 1\n", "[", "this `[` is not closed"),
    ("      x-c: {a: 1\n", "{", "this `{` is not closed"),
    ("      x-c: [\n        1,\n      x-d: x\n      x-e: x\n", "[", "this `[` is not closed"),
    ("      x-c: {a: b c: d}\n", ":", "expected `,` or `}`"),
    ("      x-c: {\n        \"a\": 1\n        \"b\": 2\n      }\n", ":", "the missing comma before this"),
    ("      x-c: [a}\n", "[", "this `[` cannot be closed with `}`"),
    ("      x-c: [a]]\n", "]", "unmatched `]`"),
    ("      x-c: [a,#c\n        b]\n", "#c", "a comment needs a space before its `#`"),
    ("      x-c: [a,, b]\n", ",", "a value is missing before this `,`"),
    ("      x-c: [- a]\n", "-", "items of a list in brackets do not start with `-`"),
    // Quotes.
    ("      x-c: \"a\n", "\"a", "the quote that opens here is not closed on its line"),
    (
        "      x-c: 'a\n      x-d: b\n      x-e: 'c'\n",
        "'a",
        "the quote that opens here is not closed on its line",
    ),
    (
        "      x-c: \"a\n      x-e: \"c \\\" d\"\n",
        "\"a",
        "the quote that opens here is not closed on its line",
    ),
    ("      \"x-c: a\n      x-d: b\n", "\"x-c: a", "the quote that opens here is not closed on its line"),
    ("      x-c: 'a\n      x-d: '#b'\n", "'a", "the quote that opens here is not closed on its line"),
    ("      x-c: [a, 'b]\n      x-d: 'c'\n", "'b]", "the quote that opens here is not closed on its line"),
    ("      x-c: 'a'#b\n", "#b", "a comment needs a space before its `#`"),
    ("      x-c: 'a',\n", ",", "a `,` follows the value"),
    ("      x-c: 'a user's b'\n", "s b'", "an apostrophe is written twice"),
    ("      x-c: 'it''s' b'\n", "b'", "an apostrophe is written twice"),
    ("      x-c: \"a \"b\" c\"\n", "b\" c\"", "a quote is written `\\\"`"),
    ("      x-c: \"^\\d+$\"\n", "\\d", "or write `\\\\d`"),
    ("      x-c: \"C:\\Users\"\n", "\\U", "needs 8 hexadecimal digits; use single quotes"),
    ("      x-c: \"a\n      x-d: '\\d'\n", "\"a", "the quote that opens here is not closed on its line"),
    ("      x-c: \"\\xa\"\n", "\\x", "or write `\\\\x`"),
    // Missing spaces, and characters that only look like spaces.
    ("      operationId:a\n      x-c: b\n", "operationId:a", "write `operationId: a`"),
    ("      x-c: b\n      operationId:a\n", "operationId:a", "a space is missing after `operationId:`"),
    ("      tags:[a]\n      x-c: b\n", "tags:[a]", "write `tags: [a]`"),
    ("      x-c:{a: b, c: d}\n", "x-c:{a: b, c: d}", "a space is missing after `x-c:`"),
    ("        -name: c\n          in: query\n", "-name: c", "write `- name: c`"),
    ("      x-c:\n      - a\n      -b\n", "-b", "write `- b`"),
    ("      x-c:\u{a0}a\n      x-d: b\n", "\u{a0}", "this is a no-break space (U+00A0)"),
    ("\u{a0}\u{a0}\u{a0}x-c: a\n      x-d: b\n", "\u{a0}", "replace it with a space"),
    ("        -\u{2003}name: c\n          in: query\n", "\u{2003}", "a Unicode space (U+2003)"),
    ("      x-c:\u{200b}a\n      x-d: b\n", "\u{200b}", "replace it with a space"),
    ("      x-c:\u{200b} a\n      x-d: b\n", "\u{200b}", "remove it"),
    ("      x-c\u{ff1a}a\n      x-d: b\n", "\u{ff1a}", "replace it with `: `"),
    ("      x-c: a\u{1}b\n", "\u{1}", "the control character U+0001 is not allowed in YAML"),
    ("\tx-c: a\n", "\t", "this line is indented with a tab"),
    ("    \t  x-c: a\n", "\t", "replace the tab with spaces"),
    ("      x-c: |\n\t\ta\n", "\t\t", "this line is indented with a tab"),
    // Colons.
    ("      x-c: a: b\n", "a: b", "put the value in quotes: `'a: b'`"),
    ("    put: x-c: b\n", "x-c: b", "this value contains `: `"),
    ("      x-c: a x-d: b\n", "a x-d: b", "put the value in quotes: `'a x-d: b'`"),
    ("      type: a format: b\n", "a format: b", "if `format` is a key, start a line with it"),
    ("      x-c: - name: d\n", "- name: d", "a list cannot start on the line of its key"),
    ("      x-c: - d\n", "- d", "if it is text, put the value in quotes: `'- d'`"),
    ("      {x-c}: a\n", "{x-c}:", "a key must be a string, a number or a boolean"),
    ("      responses\n        200: a\n", "responses", "write `responses:` if it is a key"),
    ("    put\n      x-c: a\n", "put", "a `:` is missing after `put`"),
    ("      x-c: some\n      more text\n      x-d: b\n", "more text", "this line has no `:` after a key"),
    ("<<<<<<< HEAD\nx-c: a\n", "<<<<<<< HEAD", "a merge conflict marker"),
    // Indentation.
    ("  put:\n      x-c: a\n      x-d: b\n    post: {}\n", "put", "indent `put` by 4 spaces"),
    (
        "  x-c:\n        x-d: a\n        x-e: b\n      x-f: c\n",
        "x-c",
        "`x-c` is not indented enough: it ends the mapping that `x-f` belongs to",
    ),
    ("  x-c: a\n      x-d: b\n", "x-c", "indent `x-c` by 6 spaces"),
    ("  x-c: 'a'\n      x-d: b\n", "x-c", "indent `x-c` by 6 spaces"),
    ("  x-c: |\n        a\n      x-d: b\n", "x-c", "indent `x-c` by 6 spaces"),
    ("  /b:\n  get:\n      x-c: a\n      x-d: b\n    put: {}\n", "get", "indent `get` by 4 spaces"),
    (
        "  /b:\n      get: {}\n    put: {}\n",
        "put: {}",
        "indent it like `/a` (2 spaces) or like `get` (6 spaces)",
    ),
    (
        "  /b:\n      get: {}\n      put: {}\n    post: {}\n",
        "post: {}",
        "the indentation of this line matches no line",
    ),
    ("     x-c: a\n", "x-c: a", "indent it like `get` (4 spaces) or like `x-a` (6 spaces)"),
    ("           x-c: a\n", "x-c", "`x-c` is indented more than `in`"),
    ("      x-c: a\n        x-d: b\n", "x-d", "if `x-d` belongs in `x-c`, remove `a`"),
    ("         x-c: a\n", "x-c: a", "like `x-a` (6 spaces) or like `name` (10 spaces)"),
    ("       x-c: a\n", "x-c: a", "like `x-a` (6 spaces) or like `name` (10 spaces)"),
    ("         - name: c\n", "- name: c", "indent it like `- name` (8 spaces)"),
    (" x-c: a\n", "x-c: a", "indent it like `paths` (0 spaces) or like `/a` (2 spaces)"),
    (
        "       - name: c\n",
        "- name: c",
        "this item is not indented like any list above it; indent it like `- name` (8 spaces)",
    ),
    ("      x-c:\n    - name: c\n", "- name: c", "indent it like `x-c` (6 spaces)"),
    // Blocks.
    ("      x-c: > a\n", "a", "text follows the `>` that starts a block"),
    ("      x-c: |\n        a\n       b\n", "b", "indent it like the rest of the text"),
    ("      x-c: |\n      a\n      x-d: b\n", "a", "the text of a block must be indented more than its key"),
    // Characters that cannot start a value.
    ("      x-c: @a\n", "@a", "a value cannot start with `@`"),
    ("      x-c: *a*\n", "*a*", "put the value in quotes: `'*a*'`"),
    ("      <<: *a\n", "*a", "add the anchor `&a` to a mapping above"),
    ("      x-c: ? a\n", "? a", "put the value in quotes: `'? a'`"),
    ("---\nx-c: a\n", "---", "this starts a second YAML document"),
];

#[test]
fn a_mistake_is_named_where_it_is() {
    let mut wrong = Vec::new();
    for (lines, place, part) in MISTAKES {
        let text = format!("{HEAD}{lines}");
        let (message, at) = first(&text);
        if at != *place || !message.contains(part) {
            wrong.push(format!("{lines:?}: {message}, at {at:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Messages about the start of a file.
#[test]
fn the_first_line_decides() {
    for (text, place, part) in [
        (" a: b\nc: d\n", "c: d", "this line is indented less than the first"),
        (" a: b\n c:\n  - d\ne: f\n", "e: f", "indent both by the same number of spaces"),
        ("%YAML 1.2\na: b\n", "a: b", "the line `---` is missing"),
    ] {
        let (message, at) = first(text);
        assert!(at == place && message.contains(part), "{text}: {message}, at {at}");
    }
}

/// A file that is neither JSON nor YAML is explained as the format in which more can be read.
#[test]
fn yaml_that_looks_like_json_is_explained_as_yaml_or_json() {
    for (text, part) in [
        ("{\"a\": \"b\" \"c\": 1}", "this is not valid JSON: expected `,` or `}`"),
        ("{\"a\": [1,]}\n// b\n", "text follows the end of the document"),
        ("{a: b, c: d e: f}", "expected `,` or `}`"),
        ("{?a: b}", "YAML parsers disagree: some read this as `?a`, others as `a`"),
    ] {
        let (message, _) = first(text);
        assert!(message.contains(part), "{text}: {message}");
    }
}

#[test]
fn numbers_are_the_same_however_they_are_written() {
    for (text, value) in [
        ("1", json!(1)),
        ("+1", json!(1)),
        ("-1", json!(-1)),
        ("-0", json!(0)),
        ("0x1F", json!(31)),
        ("-0x1f", json!(-31)),
        ("0o17", json!(15)),
        ("0b11", json!(3)),
        ("1.50", json!(1.5)),
        (".5", json!(0.5)),
        ("+1e3", json!(1000.0)),
        ("18446744073709551615", json!(u64::MAX)),
        ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
        ("~", json!(null)),
        ("True", json!(true)),
    ] {
        assert!(is_same(text, &value), "{text} is {value}");
        assert!(!is_same(&format!("{text}1"), &value), "{text}1 is not {value}");
    }
    assert!(!is_same("1", &json!([])) && !is_same("1", &json!("2")) && !is_same("017", &json!(15)));
}

#[test]
fn a_comment_that_cuts_a_value_off_is_reported() {
    let cut = |text: &str| read(text).iter().any(|found| found.code == codes::COMMENT_IN_VALUE);
    for text in [
        "pattern: ^[A-Z]+ #[0-9]$\n",
        "pattern: ^a # b$\n",
        "pattern: ^(a # b)$\n",
        "pattern: a+\t #x\n",
        "a: {title: Issue #12\n  }\n",
        "title: Regression test (issue #2335)\n",
        "- Closes #3 and #4\n",
        "default: #fff\n",
        "a: {default: #fff\n  }\n",
        "pattern :  #[0-9]\nb: c\n",
    ] {
        assert!(cut(text), "{text:?}");
    }
    for text in [
        "pattern: ^[A-Z]+$ #codes\n",
        "pattern: ^[A-Z]+ # codes\n",
        "pattern: '^[A-Z]+' #[0-9]$\n",
        "type: string # (not 1)\n",
        "type: string #<- error\n",
        "minimum: 1 #2\n",
        "default: a #b\n",
        "title: Issue # 12\n",
        "title: Issue#12\n",
        "a: # 12\n  b: c #d\n",
        "a: #12\n  b: c\n",
        "a: # fff\nb: c\n",
        "a:\n#fff\nb: c\n",
        "a: ''  #fff\n",
        "a: null #fff\n",
        "- #fff\n- a\n",
    ] {
        assert!(!cut(text), "{text:?}");
    }
}
