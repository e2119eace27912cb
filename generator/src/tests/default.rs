//! Defaults as strings in a request.

use super::*;
use crate::api::StyleForm;
use serde_json::json;

const fn delimited(separator: char) -> Style {
    Style { form: StyleForm::Delimited(separator), explode: false }
}

#[test]
fn a_default_becomes_text_if_the_text_can_be_read_back() {
    type Texts = Result<&'static [&'static str], &'static str>;
    let cases: [(Value, &[Style], Texts); 15] = [
        (json!("a,b"), &[], Ok(&["a,b"])),
        (json!(1.0), &[], Ok(&["1"])),
        (json!(1.5), &[], Ok(&["1.5"])),
        (json!(true), &[], Ok(&["true"])),
        (json!({}), &[], Err("it is an object")),
        (json!(["a", 1]), &[Style::SIMPLE], Ok(&["a,1"])),
        (json!(["a", "b"]), &[const { delimited(' ') }], Ok(&["a b"])),
        (json!(["a", "b"]), &[const { delimited('\t') }], Ok(&["a\tb"])),
        (json!(["a", "b"]), &[const { delimited('|') }], Ok(&["a|b"])),
        (json!(["a,b", ""]), &[Style::EXPLODED], Ok(&["a,b", ""])),
        (json!(["a,b"]), &[Style::SIMPLE], Err("an item contains the separator `,`")),
        (json!(["a\tb"]), &[const { delimited('\t') }], Err("an item contains the separator `\\t`")),
        (json!(["a", ""]), &[Style::SIMPLE], Err("an item is empty")),
        (json!(["a", null]), &[Style::SIMPLE], Err("an item is null")),
        (json!([["a"]]), &[Style::SIMPLE, const { delimited('|') }], Err("an item is an array")),
    ];
    for (value, styles, expected) in cases {
        let expected = expected.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect());
        let expected = expected.map_err(str::to_owned);
        assert_eq!(texts(&value, styles), expected, "{value} {styles:?}");
    }
}
