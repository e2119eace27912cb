//! How the values of an `enum` are treated.

use super::*;
use crate::api::JsonType::{Boolean, Integer, Null, Number, String};
use serde_json::json;

fn schema(values: &Value) -> Schema {
    Schema { enumeration: values.as_array().cloned(), ..Schema::default() }
}

#[test]
fn values_are_read_as_the_type_of_the_schema() {
    let text = |text: &str| Some(Listed::ReadAs(Scalar::String(text.to_owned())));
    let taken = || Some(Listed::Taken);
    let cases = [
        (json!(["a", 1, 1.5, true]), vec![], vec![taken(), taken(), taken(), taken()]),
        (json!(["a", null, "a"]), vec![String], vec![taken(), None, Some(Listed::Repeated)]),
        (json!([1, true, 1.5]), vec![String], vec![text("1"), text("true"), text("1.5")]),
        (json!([1, "1"]), vec![String], vec![text("1"), Some(Listed::Repeated)]),
        (
            json!(["1", "x"]),
            vec![Integer],
            vec![Some(Listed::ReadAs(Scalar::Integer(1))), Some(Listed::Ignored)],
        ),
        (json!(["1.5"]), vec![Integer], vec![Some(Listed::Ignored)]),
        (json!([1.0, 1.5]), vec![Integer], vec![taken(), Some(Listed::Ignored)]),
        (json!([1, "1.5"]), vec![Number], vec![taken(), Some(Listed::ReadAs(Scalar::Number(1.5)))]),
        (
            json!(["true", "yes"]),
            vec![Boolean],
            vec![Some(Listed::ReadAs(Scalar::Boolean(true))), Some(Listed::Ignored)],
        ),
        (json!(["a", []]), vec![String, Null], vec![taken(), Some(Listed::Ignored)]),
    ];
    for (values, types, expected) in cases {
        assert_eq!(listed(&schema(&values), &types), expected, "{values} {types:?}");
    }
}

#[test]
fn a_set_has_scalars_of_its_type() {
    let cases = [
        (json!(["a"]), vec![String], true),
        (json!(["a", null]), vec![], true),
        (json!([null]), vec![], false),
        (json!([]), vec![], false),
        (json!(["a"]), vec![Integer], false),
        (json!([1, "a"]), vec![Integer], true),
        (json!([true, false]), vec![], false),
        (json!([true]), vec![], true),
        (json!([true, false, 1]), vec![], true),
        (json!(["a", {}]), vec![], false),
    ];
    for (values, types, expected) in cases {
        assert_eq!(is_enum(&schema(&values), &types), expected, "{values} {types:?}");
    }
}

#[test]
fn values_of_one_type_imply_it() {
    let cases = [
        (json!(["a", null]), Some(String)),
        (json!([1, 2.0]), Some(Integer)),
        (json!([1, 2.5]), None),
        (json!([1.5]), Some(Number)),
        (json!([true, false]), Some(Boolean)),
        (json!(["a", {}]), None),
        (json!([null]), None),
    ];
    for (values, expected) in cases {
        assert_eq!(implied_type(&schema(&values)), expected, "{values}");
    }
}
