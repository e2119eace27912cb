//! A schema of a 3.x document in a form that [`crate::make`] understands. It may accept more than the schema: the table
//! decides.

use serde_json::{Map, Value, json};

/// Returns the spec with the reference as its root schema.
pub fn root(spec: &Value, reference: &str) -> Value {
    let mut root = json!({"$ref": reference, "components": spec["components"]});
    rewrite(&mut root["components"]["schemas"]);
    root
}

fn rewrite(value: &mut Value) {
    match value {
        Value::Object(keywords) => {
            keywords.shift_remove("example");
            keywords.values_mut().for_each(rewrite);
            if let Some(value) = keywords.shift_remove("const") {
                keywords.insert("enum".to_owned(), json!([value]));
            }
            alternatives_by_type(keywords);
            alternatives_by_tag(keywords);
        }
        Value::Array(items) => items.iter_mut().for_each(rewrite),
        _ => {}
    }
}

/// Several types are alternatives, and so is null.
fn alternatives_by_type(keywords: &mut Map<String, Value>) {
    let is_nullable = keywords.get("nullable") == Some(&Value::Bool(true));
    let types = match keywords.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(one) if is_nullable => vec![one.clone(), json!("null")],
        _ => return,
    };
    if keywords.contains_key("anyOf") {
        return;
    }
    keywords.shift_remove("type");
    keywords.insert("anyOf".to_owned(), types.into_iter().map(|one| json!({"type": one})).collect());
}

/// A declared discriminator selects the alternative.
fn alternatives_by_tag(keywords: &mut Map<String, Value>) {
    let Some(discriminator) = keywords.get("discriminator").cloned() else { return };
    let Some(tag) = discriminator["propertyName"].as_str() else { return };
    for union in ["oneOf", "anyOf"] {
        let alternatives = keywords.get_mut(union).and_then(Value::as_array_mut);
        for alternative in alternatives.into_iter().flatten() {
            let Some(target) = alternative["$ref"].as_str() else { continue };
            let mapping = discriminator["mapping"].as_object().into_iter().flatten();
            let mapped = mapping.filter(|(_, to)| *to == target).map(|(value, _)| json!(value));
            let mut values: Vec<Value> = mapped.collect();
            if values.is_empty() {
                values.extend(target.rsplit('/').next().map(Value::from));
            }
            let tagged = json!({"type": "object", "required": [tag], "properties": {tag: {"enum": values}}});
            *alternative = json!({"allOf": [alternative, tagged]});
        }
    }
}
