//! What the outline of a YAML text tells of a place is what its parser tells.

use super::{Asked, Index};
use crate::diagnostic::{Diagnostics, FileId, Place};
use crate::parse::parse;
use crate::pointer::Pointer;
use crate::sources::{File, Format};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn yaml(path: &Path, text: String) -> Option<File> {
    let parsed = parse(FileId(0), path, &text, &mut Diagnostics::default());
    let is_yaml = parsed.format == Format::Yaml && parsed.value.is_some();
    is_yaml.then(|| File {
        path: path.to_owned(),
        text,
        format: Format::Yaml,
        value: parsed.value,
        referrer: None,
    })
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

/// How many places there are, and how many the outline tells.
fn compare(file: &File) -> (usize, usize) {
    let mut all = Vec::new();
    pointers(file.value.as_ref().unwrap(), &Pointer::default(), &mut all);
    let parser = Index::replayed(file, &Asked::of(all.iter()));
    let mut told = 0;
    for pointer in &all {
        let Some(outline) = Index::outlined(file, &Asked::of(std::iter::once(pointer))) else { continue };
        told += 1;
        let place = Place::value(FileId(0), pointer.clone());
        for place in [place.key(), place] {
            let (one, other) = (outline.locate(file, &place), parser.locate(file, &place));
            assert_eq!(one, other, "{place:?} of {}", file.path.display());
        }
    }
    (all.len(), told)
}

fn yaml_below(folder: &str) -> Vec<File> {
    let mut waiting = vec![PathBuf::from(folder)];
    let mut found = Vec::new();
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => waiting.push(path),
                Some("yaml" | "yml") => {
                    found.extend(std::fs::read_to_string(&path).ok().and_then(|text| yaml(&path, text)));
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn the_outline_tells_what_the_parser_tells() {
    let folders = ["../spec", "../tests/golden", "../tests/invalid", "../tests/petstore"];
    let (mut places, mut told) = (0, 0);
    for file in folders.iter().flat_map(|folder| yaml_below(folder)) {
        let (all, some) = compare(&file);
        places += all;
        told += some;
    }
    assert!(places > 5_000, "{places}");
    assert!(told * 3 > places, "the outline told {told} of {places} places");
}

/// Texts in which a line looks like what it is not: the parser is asked, and where it is not, it agrees.
#[test]
fn lines_that_lie_are_for_the_parser() {
    let texts = [
        "a: \"x\nb: 1\"\nb: 2\nc: 3\n",
        "a: |\n  b: 1\n  # c\nb: 2\n",
        "a: &x {b: 1}\nb: *x\n",
        "a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n",
        "a: [x, 'y, z', \"\\u0041\", {b: 1}]\nb: ['it''s', q]\n",
        "a:\n- 1\n-\n  # c\n  b: 1\n- - 2\n  - 3\n",
        "a:\n-\n  # c\n  b: 1\n",
        "a: {b: 1,\nc: 2}\nd: []\ne: ~\nf:\n",
        "? a\n: b\nc: 1\n",
        "a: x\n  y: z\n",
        "\"a\\nb\": 1\n'it''s': 2\na b : 3\n",
    ];
    for text in texts {
        if let Some(file) = yaml(Path::new("text.yaml"), text.to_owned()) {
            compare(&file);
        }
    }
}
