//! The locations of places in their files.

use super::{Index, Lines};
use crate::diagnostic::{Diagnostics, FileId, Part, Place};
use crate::parse::{Parsed, parse};
use crate::pointer::Pointer;
use crate::sources::{File, lookup};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn read(path: &Path, text: String) -> File {
    let Parsed { value, spans, .. } = parse(FileId(0), path, &text, &mut Diagnostics::default());
    File { path: path.to_owned(), text, value, spans, referrer: None, dialect: None }
}

fn pointers(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    found.push(at.clone());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| pointers(value, &at.member(key), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| pointers(value, &at.item(index), found));
        }
        _ => {}
    }
}

/// Checks all places of a file, and counts those whose value is on one line.
fn check(file: &File) -> usize {
    let root = file.value.as_ref().unwrap();
    let mut all = Vec::new();
    pointers(root, &Pointer::default(), &mut all);
    let index = Index::new(file, all.iter());
    let read = |text: &str| serde_yaml::from_str::<Value>(text).ok();
    let mut whole = 0;
    for pointer in &all {
        let place = Place::value(FileId(0), pointer.clone());
        let (value, key) = (index.locate(file, &place), index.locate(file, &place.key()));
        let (value, key) = (&file.text[value], &file.text[key]);
        let expected = lookup(root, pointer).unwrap();
        let name = pointer.split_last().map(|(_, name)| name.into_owned()).unwrap_or_default();
        let at = format!("{pointer} of {}: {value:?}, {key:?}", file.path.display());
        whole += usize::from(read(value).as_ref() == Some(expected));
        let is_whole = match expected {
            // A list, or a mapping, without brackets starts with its first item or key.
            Value::Array(_) => value.starts_with(['-', '[', '*']),
            Value::Object(_) => !value.is_empty(),
            _ if value.starts_with(['|', '>', '*']) || !file.text.contains(&format!("{value}\n")) => true,
            _ => value.starts_with(['"', '\'']) || read(value).as_ref() == Some(expected) || value.is_empty(),
        };
        assert!(is_whole, "{at}");
        let of_key = read(key).map(|key| key.as_str().map_or(key.to_string(), str::to_owned));
        assert!(of_key.as_ref() == Some(&name) || key == name || key == value, "{at}");
    }
    whole
}

#[test]
fn places_lead_to_the_values_that_they_name() {
    let mut waiting: Vec<PathBuf> =
        ["../spec", "../tests/golden", "../tests/petstore"].iter().map(PathBuf::from).collect();
    let mut whole = 0;
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => waiting.push(path),
                Some("yaml" | "yml" | "json") => {
                    let text = std::fs::read_to_string(&path).unwrap();
                    whole += check(&read(&path, text));
                }
                _ => {}
            }
        }
    }
    assert!(whole > 5_000, "{whole}");
}

/// The text at a value and at its key, in unusual YAML.
#[test]
fn places_in_unusual_yaml() {
    let cases = [
        ("a: \"x\nb: 1\"\nb: 2\n", "/b", "2", "b"),
        ("a: |\n  b: 1\n  # c\nb: 2\n", "/a", "|", "a"),
        ("a: >- # b > c\n\n  d\n", "/a", ">-", "a"),
        ("- x # a > b\n- |\n  c\n", "/1", "|", "|"),
        ("a: # | b\n  >\n  c\n", "/a", ">", "a"),
        ("a: &x {b: 1}\nc: *x\n", "/c", "*x", "c"),
        ("a: &x {b: 1}\nc: *x\n", "/c/b", "1", "b"),
        ("a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n", "/c/b", "1", "b"),
        ("a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y], f: 4}\n", "/e/b", "1", "b"),
        ("a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y], f: 4}\n", "/e/d", "3", "d"),
        ("a: &x b\n*x : c\n", "/b", "c", "*x"),
        ("a: [x, 'y, z', \"\\u0041\", {b: 1}]\n", "/a/2", "\"\\u0041\"", "\"\\u0041\""),
        ("a: [x, 'y, z', \"\\u0041\", {b: 1}]\n", "/a/3/b", "1", "b"),
        ("a: [b: 1]\n", "/a/0/b", "1", "b"),
        ("a:\n- 1\n-\n  # c - d\n  b: 1\n", "/a", "- 1", "a"),
        ("a:\n- 1\n-\n  # c - d\n  b: 1\n", "/a/1", "b", "b"),
        ("a:\n# c\n-  # d - e\n   1\n", "/a", "-", "a"),
        ("a:\n  - - 1\n    - 2\n", "/a/0", "- 1", "- 1"),
        ("a:\n- - 1\n  - 2\n", "/a", "- - 1", "a"),
        ("a:\n-\n  - 1\n-\n  - 2\n", "/a", "-", "a"),
        ("a:\n-\n  - 1\n-\n  - 2\n", "/a/1", "- 2", "- 2"),
        ("a: {b: 1,\n  c: 2}\n", "/a", "{b: 1,", "a"),
        ("a: []\nb: {}\nc: ~\nd:\n", "/b", "{}", "b"),
        ("a: []\nb: {}\nc: ~\nd:\n", "/d", "", "d"),
        ("? a\n  b\n: c\n", "/a b", "c", "a"),
        ("\"a\\nb\": 1\n'it''s': 2\n", "/it's", "2", "'it''s'"),
        ("\"a\\nb\": 1\n'it''s': 2\n", "/a\nb", "1", "\"a\\nb\""),
        ("a: !!str 1\n", "/a", "1", "a"),
        ("{\"a\\\"b\": [1, {\"c\": \"d\\\\\"}]}", "/a\"b/1/c", "\"d\\\\\"", "\"c\""),
        ("{\"a\\\"b\": [1, {\"c\": \"d\\\\\"}]}", "/a\"b", "[1, {\"c\": \"d\\\\\"}]", "\"a\\\"b\""),
        ("a: 1\r\nb: 2\r\n", "/a", "1", "a"),
    ];
    for (text, pointer, value, key) in cases {
        let file = read(Path::new("text.yaml"), text.to_owned());
        let place = Place::value(FileId(0), Pointer::parse(pointer).unwrap());
        let index = Index::new(&file, std::iter::once(&place.pointer));
        let at = |place: &Place| &file.text[index.locate(&file, place)];
        assert_eq!((at(&place), at(&place.key())), (value, key), "{pointer} of {text:?}");
    }
}

#[test]
fn keys_that_repeat_are_told_apart() {
    let file = read(Path::new("text.yaml"), "x: 1\na: {b: 1}\na: {b: 2}\na: {b: 3}\n".to_owned());
    let pointer = Pointer::parse("/a").unwrap();
    let index = Index::new(&file, std::iter::once(&pointer));
    let key = |occurrence| Place { part: Part::Key(occurrence), ..Place::value(FileId(0), pointer.clone()) };
    assert_eq!([0, 1, 2].map(|occurrence| index.locate(&file, &key(occurrence)).start), [5, 15, 25]);
    // The first is the value.
    assert_eq!(index.locate(&file, &Place::value(FileId(0), pointer.clone())), 8..14);
}

#[test]
fn places_in_the_json_of_a_block_scalar() {
    let file =
        read(Path::new("text.yaml"), "a: |\n\n  {\n    \"b\": [1,\n      {\"c\": 2}]\n  }\n".to_owned());
    let (pointer, inner) = (Pointer::parse("/a").unwrap(), Pointer::parse("/b/1/c").unwrap());
    let index = Index::new(&file, std::iter::once(&pointer));
    let place = Place { part: Part::Inside(inner), ..Place::value(FileId(0), pointer) };
    let range = index.locate(&file, &place);
    assert_eq!(&file.text[range.clone()], "\"c\"");
    assert_eq!(index.lines.line_column(&file.text, range.start), (5, 8));
}

#[test]
fn columns_are_characters() {
    let text = format!("a\n{}x\ny", "\u{e4}\u{20ac}".repeat(2_000));
    let lines = Lines::new(&text);
    for (line, column, offset) in
        [(1, 1, 0), (2, 1, 2), (2, 2, 4), (2, 3, 7), (2, 4_001, 10_002), (3, 1, 10_004)]
    {
        assert_eq!(lines.line_column(&text, offset), (line, column));
        assert_eq!(super::offset(&text, line, column), offset);
    }
    assert_eq!(lines.around(&text, &(2..3)), 2..10_003);
}
