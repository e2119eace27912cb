//! How the text of a parameter becomes its value, row by row.

use super::*;
use crate::api::{Docs, Style};
use crate::diagnostic::{FileId, Place};
use crate::model::{Literal, TextDefault};

fn parameter(styles: &[Style]) -> Parameter {
    let item = Expr::Integer64;
    Parameter {
        name: "n".to_owned(),
        place: Place::file(FileId(0)),
        location: Location::Query,
        segment: 0,
        part: None,
        docs: Docs::default(),
        required: false,
        expr: styles.iter().fold(item, |item, _| Expr::List(Box::new(item))),
        checks: Vec::new(),
        given: None,
        default: None,
        fields: Vec::new(),
        notation: if styles.is_empty() { Notation::Scalar(StyleForm::Form) } else { Notation::List },
        properties: Properties::default(),
        styles: styles.to_vec(),
        may_be_empty: false,
    }
}

fn text(parameter: &Parameter, has_rules: bool) -> String {
    emit_argument(parameter, has_rules).to_string().replace(' ', "")
}

#[test]
fn an_argument_is_read_as_the_table_says() {
    let scalar: &[Style] = &[];
    let list: &[Style] = &[Style::FORM];
    let by_items: &[Style] = &[Style::EXPLODED];
    let nested: &[Style] = &[Style::EXPLODED, Style::SIMPLE];
    // Required; required and perhaps empty; optional; optional with rules.
    let rows = [
        (
            scalar,
            [
                "query.get(\"n\").required()?",
                "query.get(\"n\").required_or_empty()?",
                "query.get(\"n\").optional()?",
                "query.get(\"n\").optional()?",
            ],
        ),
        (
            list,
            [
                "query.get(\"n\").required_list(',')?",
                "query.get(\"n\").given()?.unless_empty().list(',')?",
                "query.get(\"n\").list(',')?",
                "query.get(\"n\").optional_list(',')?",
            ],
        ),
        (
            by_items,
            [
                "query.all(\"n\").required_list()?",
                "query.all(\"n\").given()?.unless_empty().list()?",
                "query.all(\"n\").list()?",
                "query.all(\"n\").list()?",
            ],
        ),
        (
            nested,
            [
                "query.all(\"n\").required_nested(&[','])?",
                "query.all(\"n\").given()?.unless_empty().nested(&[','])?",
                "query.all(\"n\").nested(&[','])?",
                "query.all(\"n\").nested(&[','])?",
            ],
        ),
    ];
    for (styles, [required, may_be_empty, optional, with_rules]) in rows {
        let own = parameter(styles);
        assert_eq!(text(&Parameter { required: true, ..own.clone() }, false), required);
        let empty = Parameter { required: true, may_be_empty: true, ..own.clone() };
        assert_eq!(text(&empty, false), may_be_empty);
        assert_eq!(text(&own, false), optional);
        assert_eq!(text(&own, true), with_rules);
    }
}

#[test]
fn a_default_is_read_in_place_of_a_text() {
    let with = |styles: &[Style], texts: &[&str]| {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        Parameter { default: Some(TextDefault { texts, value: Literal::Null }), ..parameter(styles) }
    };
    assert_eq!(text(&with(&[], &["1"]), false), "query.get(\"n\").or(\"1\").required()?");
    assert_eq!(
        text(&with(&[Style::FORM], &["1,2"]), true),
        "query.get(\"n\").or(\"1,2\").required_list(',')?"
    );
    assert_eq!(
        text(&with(&[Style::EXPLODED], &["1", "2"]), false),
        "query.all(\"n\").or(&[\"1\",\"2\"]).required_list()?"
    );
}

#[test]
fn the_source_is_where_the_parameter_is_sent() {
    let at = |location, styles: &[Style]| text(&Parameter { location, ..parameter(styles) }, false);
    assert_eq!(at(Location::Path, &[]), "cx.segment(\"n\",0).optional()?");
    assert_eq!(at(Location::Form, &[]), "form.get(\"n\").optional()?");
    assert_eq!(at(Location::Header, &[]), "cx.header(\"n\").optional()?");
    assert_eq!(at(Location::Header, &[Style::SIMPLE]), "cx.header_list(\"n\").list(',')?");
    let part = Part { texts: vec![String::new(), ".json".to_owned()], index: 0 };
    let parted = Parameter { location: Location::Path, part: Some(part), ..parameter(&[]) };
    assert_eq!(text(&parted, false), "cx.part(\"n\",0,&[\"\",\".json\"],0).optional()?");
}
