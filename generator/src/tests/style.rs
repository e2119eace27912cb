//! `collectionFormat` as `style` and `explode`, by where a parameter is sent.

use super::*;
use crate::cursor::Cursor;
use crate::diagnostic::{FileId, Place};
use crate::sources::{File, Sources};
use serde_json::json;

/// The separator of a format, or none if each item is a parameter of its own; an error if the format is not allowed.
fn separator(format: &str, location: Option<Location>) -> Result<Option<char>, String> {
    let value = Some(json!({ "collectionFormat": format }));
    let file = File {
        path: "a.json".into(),
        text: String::new(),
        value,
        spans: None,
        referrer: None,
        dialect: None,
    };
    let sources = Sources { files: vec![file], ..Sources::default() };
    let mut diagnostics = Diagnostics::default();
    let root = Cursor::root(&sources, Place::file(FileId(0))).unwrap();
    let style = read_style(&mut root.object(&mut diagnostics).unwrap(), location, &mut diagnostics);
    let message = diagnostics.into_vec().into_iter().next().map(|diagnostic| diagnostic.message);
    style.map(|style| style.value.separator()).ok_or(message.unwrap_or_default())
}

#[test]
fn a_format_has_its_separator_everywhere() {
    let locations = [Location::Path, Location::Query, Location::Header, Location::Form].map(Some);
    for location in locations.into_iter().chain([None]) {
        for (format, expected) in [("csv", ','), ("ssv", ' '), ("tsv", '\t'), ("pipes", '|')] {
            assert_eq!(separator(format, location), Ok(Some(expected)), "{format} in {location:?}");
        }
        assert_eq!(default_style(location).separator(), Some(','), "{location:?}");
    }
}

#[test]
fn only_a_query_and_a_form_repeat_a_parameter() {
    for location in [Some(Location::Query), Some(Location::Form)] {
        assert_eq!(separator("multi", location), Ok(None), "{location:?}");
    }
    for location in [Some(Location::Path), Some(Location::Header), None] {
        assert!(separator("multi", location).unwrap_err().contains("`multi`"), "{location:?}");
    }
    assert!(separator("commas", Some(Location::Query)).unwrap_err().contains("`commas`"));
}
