//! Defaults as texts in a request.

use super::*;
use crate::api::StyleForm;
use serde_json::json;

const fn delimited(separator: char) -> Style {
    Style { form: StyleForm::Delimited(separator), explode: false }
}

#[test]
fn a_default_becomes_text_if_the_text_can_be_read_back() {
    type Texts = Option<&'static [&'static str]>;
    let cases: [(Value, &[Style], Texts); 13] = [
        (json!("a,b"), &[], Some(&["a,b"])),
        (json!(1.0), &[], Some(&["1"])),
        (json!(1.5), &[], Some(&["1.5"])),
        (json!(true), &[], Some(&["true"])),
        (json!({}), &[], None),
        (json!(["a", 1]), &[Style::SIMPLE], Some(&["a,1"])),
        (json!(["a", "b"]), &[const { delimited(' ') }], Some(&["a b"])),
        (json!(["a", "b"]), &[const { delimited('\t') }], Some(&["a\tb"])),
        (json!(["a", "b"]), &[const { delimited('|') }], Some(&["a|b"])),
        (json!(["a,b", ""]), &[Style::EXPLODED], Some(&["a,b", ""])),
        (json!(["a,b"]), &[Style::SIMPLE], None),
        (json!(["a", ""]), &[Style::SIMPLE], None),
        (json!([["a"]]), &[Style::SIMPLE, const { delimited('|') }], None),
    ];
    for (value, styles, expected) in cases {
        let expected = expected.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(texts(&value, styles), expected, "{value} {styles:?}");
    }
}
