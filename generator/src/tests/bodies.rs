//! How bodies are read and written: the tables of `choose_payload` and `choose_plan`, row by row.

use super::request_body::{BodySort, choose_payload};
use super::response_body::{Plan, Sort, choose_plan};
use crate::model::Payload;

const NOTHING: &[&str] = &[];
const JSON: &[&str] = &["application/json"];
const TEXT: &[&str] = &["text/plain"];
const XML: &[&str] = &["application/xml"];
const ANY: &[&str] = &["*/*"];

fn owned(names: &[&[&str]]) -> Vec<String> {
    names.concat().into_iter().map(str::to_owned).collect()
}

/// How a body is read: the letter of its payload, and the ignored media types.
fn read(declared: &[&[&str]], sort: BodySort) -> (char, Vec<String>) {
    let (payload, omitted) = choose_payload(&owned(declared), sort);
    let letter = match payload {
        Payload::Stream(_) => 's',
        Payload::List(_) => 'l',
        Payload::Items(..) => 'i',
        Payload::Text(_) => 't',
        Payload::Json(_) => 'j',
        Payload::TextOrJson(..) => 'b',
        Payload::Urlencoded(_) | Payload::Multipart(_) => 'f',
    };
    (letter, omitted)
}

#[test]
fn bodies_are_read_as_the_table_says() {
    use BodySort::{Binary, File, NullableString, Scalar, String, Structured, Untyped};
    let sorts = [File, Binary, String, Scalar, NullableString, Untyped, Structured];
    let rows: [(&[&[&str]], &str); 11] = [
        (&[NOTHING], "ssjjjjj"),
        (&[JSON], "sjjjjjj"),
        (&[JSON, TEXT], "ssbbjjj"),
        (&[JSON, XML], "ssjjjjj"),
        (&[JSON, TEXT, XML], "ssbbjjj"),
        (&[TEXT], "ssttsss"),
        (&[TEXT, XML], "sssssss"),
        (&[XML], "sssssss"),
        (&[ANY], "sssjssj"),
        (&[JSON, ANY], "ssjjjjj"),
        (&[TEXT, ANY], "sssbssj"),
    ];
    for (declared, expected) in rows {
        let letters: std::string::String = sorts.iter().map(|sort| read(declared, *sort).0).collect();
        assert_eq!(letters, expected, "{declared:?} as {sorts:?}");
    }
}

#[test]
fn media_types_next_to_json_are_unused() {
    assert_eq!(read(&[JSON, TEXT, XML], BodySort::Scalar), ('b', owned(&[XML])));
    assert_eq!(read(&[JSON, TEXT, XML], BodySort::Structured), ('j', owned(&[TEXT, XML])));
    assert_eq!(read(&[XML], BodySort::Structured), ('s', Vec::new()));
    let (payload, _) = choose_payload(&owned(&[ANY]), BodySort::Structured);
    assert_eq!(payload, Payload::Json(owned(&[&["application/json", "text/json", "*/*+json"]])));
}

/// How a response is written: the letter of its plan, or `-`.
fn written(declared: &[&[&str]], sort: Sort) -> char {
    match choose_plan(&owned(declared), sort).map(|(plan, _)| plan) {
        Some(Plan::Json) => 'j',
        Some(Plan::Text) => 't',
        Some(Plan::JsonOrText) => 'a',
        Some(Plan::Items(_)) => 'i',
        Some(Plan::Bytes) => 'b',
        None => '-',
    }
}

#[test]
fn responses_are_written_as_the_table_says() {
    let sorts = [Sort::File, Sort::Binary, Sort::String, Sort::Scalar, Sort::Structured];
    let rows: [(&[&[&str]], &str); 8] = [
        (&[NOTHING], "bjjjj"),
        (&[JSON], "bjjjj"),
        (&[JSON, TEXT], "bbaaj"),
        (&[TEXT], "bbtt-"),
        (&[JSON, XML], "bbjjj"),
        (&[XML], "bbb--"),
        (&[TEXT, XML], "bbtt-"),
        (&[ANY], "bjjjj"),
    ];
    for (declared, expected) in rows {
        let letters: String = sorts.iter().map(|sort| written(declared, *sort)).collect();
        assert_eq!(letters, expected, "{declared:?} as {sorts:?}");
    }
}

#[test]
fn a_response_is_written_in_the_media_types_of_its_plan() {
    let plan = |declared: &[&[&str]], sort| choose_plan(&owned(declared), sort);
    assert_eq!(plan(&[JSON, XML], Sort::Structured), Some((Plan::Json, owned(&[JSON]))));
    assert_eq!(plan(&[JSON, TEXT, XML], Sort::String), Some((Plan::JsonOrText, owned(&[JSON, TEXT]))));
    assert_eq!(plan(&[TEXT, XML], Sort::Scalar), Some((Plan::Text, owned(&[TEXT]))));
    assert_eq!(plan(&[NOTHING], Sort::File), Some((Plan::Bytes, owned(&[&["application/octet-stream"]]))));
}
