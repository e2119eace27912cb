//! Our own document, with each keyword in each place of a schema. Published documents have few of these combinations.

use serde_json::{Map, Value, json};

/// The document.
pub fn document() -> Value {
    let mut definitions = Map::new();
    for (name, leaf) in leaves() {
        definitions.insert(format!("{name}Itself"), leaf.clone());
        let says_nothing = leaf == json!({});
        for (around, schema) in places(&format!("#/definitions/{name}Itself"), &leaf) {
            // The empty schema accepts any value, so most places add nothing that a value could violate.
            if says_nothing && !["Property", "Items", "Additional", "PatternProperty"].contains(&around) {
                continue;
            }
            definitions.insert(format!("{name}{around}"), schema);
        }
    }
    for (name, pair) in pairs() {
        definitions.insert(format!("{name}Pair"), json!({"allOf": pair}));
        let property = json!({"type": "object", "properties": {"p": {"allOf": pair}}});
        definitions.insert(format!("{name}PairInProperty"), property);
        let of_members = pair.as_array().into_iter().flatten();
        let members: Vec<Value> =
            of_members.map(|one| json!({"type": "object", "properties": {"p": one}})).collect();
        definitions.insert(format!("{name}PairOfProperties"), json!({"allOf": members}));
    }
    definitions.extend(families());
    json!({"swagger": "2.0", "info": {"title": "Compositions", "version": "1"}, "definitions": definitions})
}

/// Schemas with one or a few keywords.
fn leaves() -> Vec<(&'static str, Value)> {
    let text = json!({"type": "string"});
    vec![
        ("Any", json!({})),
        ("Text", json!({"type": "string", "minLength": 2, "maxLength": 4})),
        ("Pattern", json!({"type": "string", "pattern": "^[a-c]{1,3}$"})),
        ("Choice", json!({"type": "string", "enum": ["a", "b"]})),
        ("ChoiceOrNull", json!({"type": "string", "enum": ["a", "b", null]})),
        ("ChoiceNullable", json!({"type": "string", "enum": ["a", "b"], "x-nullable": true})),
        ("Implied", json!({"minLength": 2})),
        ("Integer", json!({"type": "integer", "minimum": 2, "maximum": 10, "multipleOf": 2})),
        ("Narrow", json!({"type": "integer", "format": "int32"})),
        ("Open", json!({"type": "integer", "minimum": 2, "exclusiveMinimum": true})),
        ("Number", json!({"type": "number", "maximum": 1.5, "exclusiveMaximum": true, "multipleOf": 0.25})),
        ("IntegerChoice", json!({"type": "integer", "enum": [1, 2, 30]})),
        ("Flag", json!({"type": "boolean"})),
        ("True", json!({"type": "boolean", "enum": [true]})),
        (
            "List",
            json!({"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string", "maxLength": 2}}),
        ),
        ("Unique", json!({"type": "array", "uniqueItems": true, "items": {"type": "integer"}})),
        ("AnyList", json!({"type": "array", "minItems": 1})),
        (
            "Tuple",
            json!({"type": "array", "items": [{"type": "string"}, {"type": "integer"}], "additionalItems": false}),
        ),
        (
            "Object",
            json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "minLength": 1}}}),
        ),
        ("Closed", json!({"type": "object", "additionalProperties": false, "properties": {"a": text}})),
        ("Empty", json!({"type": "object", "additionalProperties": false})),
        ("Needs", json!({"type": "object", "required": ["a", "b"]})),
        ("Counted", json!({"type": "object", "minProperties": 1, "maxProperties": 2})),
        (
            "CountedObject",
            json!({"type": "object", "minProperties": 2, "maxProperties": 3, "properties": {"a": text}}),
        ),
        ("Map", json!({"type": "object", "additionalProperties": {"type": "string", "minLength": 2}})),
        (
            "CountedMap",
            json!({"type": "object", "maxProperties": 1, "additionalProperties": {"type": "integer", "maximum": 5}}),
        ),
        (
            "MapOfLists",
            json!({"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string", "maxLength": 2}}}),
        ),
        (
            "Rest",
            json!({"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": {"type": "string", "maxLength": 2}}),
        ),
        (
            "Patterned",
            json!({"type": "object", "patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": false}),
        ),
        ("Depends", json!({"type": "object", "dependencies": {"a": ["b"], "c": {"required": ["d"]}}})),
        ("AnyOf", json!({"anyOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]})),
        ("OneOf", json!({"oneOf": [{"type": "integer", "minimum": 3}, {"type": "integer", "maximum": 5}]})),
        ("Not", json!({"not": {"type": "string"}})),
        (
            "AnyOfObject",
            json!({"type": "object", "properties": {"a": text, "b": text}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        ),
        ("Several", json!({"type": ["string", "integer"], "minimum": 3, "minLength": 2})),
        ("OrNull", json!({"type": ["string", "null"], "maxLength": 2})),
        ("Nullable", json!({"type": "string", "maxLength": 2, "x-nullable": true})),
        ("NullableObject", json!({"type": "object", "x-nullable": true, "properties": {"a": text}})),
        (
            "NullableMap",
            json!({"type": "object", "x-nullable": true, "additionalProperties": {"type": "integer"}}),
        ),
        (
            "NullableList",
            json!({"type": "array", "x-nullable": true, "items": {"type": "integer", "x-nullable": true}}),
        ),
        ("NullableInteger", json!({"type": "integer", "minimum": 3, "x-nullable": true})),
        (
            "Tree",
            json!({"type": "object", "properties": {"v": {"type": "integer"}, "next": {"$ref": "#/definitions/TreeItself"}}}),
        ),
        (
            "MapTree",
            json!({"type": "object", "additionalProperties": {"$ref": "#/definitions/MapTreeItself"}}),
        ),
        ("ListTree", json!({"type": "array", "items": {"$ref": "#/definitions/ListTreeItself"}})),
        (
            "Written",
            json!({"type": "object", "required": ["id", "b"], "properties": {"id": {"type": "integer", "readOnly": true}, "b": text}}),
        ),
    ]
}

/// The places that a schema can be in, inline and by reference.
fn places(target: &str, leaf: &Value) -> Vec<(&'static str, Value)> {
    let refer = json!({"$ref": target});
    let own = json!({"type": "object", "properties": {"own": {"type": "string"}}});
    let object = leaf["type"] == "object";
    // Two equal alternatives would need names.
    let other = if leaf["type"] == "boolean" { "integer" } else { "boolean" };
    let mut places = vec![
        ("AllOf", json!({"allOf": [leaf]})),
        ("AllOfRef", json!({"allOf": [refer]})),
        ("AllOfDescribed", json!({"description": "A text.", "allOf": [refer, {"description": "Another."}]})),
        ("AllOfTwice", json!({"allOf": [{"allOf": [refer]}]})),
        ("AllOfNested", json!({"allOf": [{"allOf": [{"allOf": [leaf]}]}]})),
        ("Property", json!({"type": "object", "properties": {"p": leaf}})),
        ("PropertyRef", json!({"type": "object", "required": ["p"], "properties": {"p": refer}})),
        ("PropertyAllOf", json!({"type": "object", "properties": {"p": {"allOf": [leaf]}}})),
        ("PropertyAllOfRef", json!({"type": "object", "properties": {"p": {"allOf": [refer]}}})),
        (
            "PropertyAllOfTwice",
            json!({"type": "object", "properties": {"p": {"allOf": [{"allOf": [refer]}]}}}),
        ),
        (
            "PropertyNullableRef",
            json!({"type": "object", "properties": {"p": {"allOf": [refer], "x-nullable": true}}}),
        ),
        (
            "PropertyNullablePlainRef",
            json!({"type": "object", "properties": {"p": {"$ref": target, "x-nullable": true}}}),
        ),
        ("Items", json!({"type": "array", "items": leaf})),
        ("ItemsRef", json!({"type": "array", "items": refer})),
        ("ItemsAllOf", json!({"type": "array", "items": {"allOf": [leaf]}})),
        ("ItemsAllOfRef", json!({"type": "array", "items": {"allOf": [refer]}})),
        ("ItemsOfItems", json!({"type": "array", "items": {"type": "array", "items": leaf}})),
        ("ItemsNullableRef", json!({"type": "array", "items": {"allOf": [refer], "x-nullable": true}})),
        ("Additional", json!({"type": "object", "additionalProperties": leaf})),
        ("AdditionalRef", json!({"type": "object", "additionalProperties": refer})),
        ("AdditionalAllOf", json!({"type": "object", "additionalProperties": {"allOf": [leaf]}})),
        (
            "AdditionalRest",
            json!({"type": "object", "properties": {"own": {"type": "boolean"}}, "additionalProperties": refer}),
        ),
        ("AllOfAdditional", json!({"allOf": [{"type": "object", "additionalProperties": refer}]})),
        (
            "AllOfAdditionalAndOwn",
            json!({"allOf": [{"type": "object", "additionalProperties": leaf}, {"description": "Own."}]}),
        ),
        ("AllOfItems", json!({"allOf": [{"type": "array", "items": leaf}]})),
        ("AllOfProperty", json!({"allOf": [{"type": "object", "properties": {"p": leaf}}, own]})),
        ("PatternProperty", json!({"type": "object", "patternProperties": {"^x": refer}})),
        (
            "PatternPropertyAndOwn",
            json!({"type": "object", "properties": {"own": {"type": "string"}}, "patternProperties": {"^x": leaf}}),
        ),
        ("AnyOf", json!({"anyOf": [leaf, {"type": other}]})),
        ("OneOfRef", json!({"oneOf": [refer, {"type": "boolean", "enum": [false]}]})),
        ("NullableAllOf", json!({"x-nullable": true, "allOf": [refer]})),
        ("InTuple", json!({"type": "array", "items": [leaf, refer]})),
    ];
    if object {
        places.push(("AllOfAndOwn", json!({"allOf": [refer, own]})));
        places.push(("AllOfAndInlineOwn", json!({"allOf": [leaf, own]})));
        places.push(("AllOfTyped", json!({"type": "object", "allOf": [refer]})));
        places.push((
            "AllOfWithOwnProperties",
            json!({"type": "object", "allOf": [refer], "properties": {"own": {"type": "string"}}}),
        ));
        places.push(("AllOfCounted", json!({"allOf": [refer], "maxProperties": 3})));
        places.push(("AllOfNeeds", json!({"allOf": [refer, {"required": ["a"]}]})));
        places.push((
            "PropertyAllOfAndOwn",
            json!({"type": "object", "properties": {"p": {"allOf": [refer, own]}}}),
        ));
        places.push(("AllOfClosed", json!({"allOf": [refer, {"type": "object", "additionalProperties": false, "properties": {"own": {"type": "string"}}}]})));
    }
    places
}

/// Schemas that a value has to satisfy together.
fn pairs() -> Vec<(&'static str, Value)> {
    vec![
        ("Lengths", json!([{"type": "string", "minLength": 2}, {"type": "string", "maxLength": 3}])),
        ("Patterns", json!([{"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "b$"}])),
        ("Bounds", json!([{"type": "number", "minimum": 2}, {"type": "integer", "maximum": 5}])),
        ("Choices", json!([{"type": "string", "enum": ["a", "b"]}, {"type": "string", "enum": ["b", "c"]}])),
        ("Untyped", json!([{"type": "integer"}, {"minimum": 3}])),
        (
            "Lists",
            json!([{"type": "array", "items": {"type": "string"}, "minItems": 1}, {"type": "array", "items": {"maxLength": 2, "type": "string"}, "maxItems": 2}]),
        ),
        (
            "Maps",
            json!([{"type": "object", "additionalProperties": {"type": "string"}}, {"type": "object", "additionalProperties": {"type": "string", "maxLength": 2}}]),
        ),
        (
            "MapAndCount",
            json!([{"type": "object", "additionalProperties": {"type": "string"}}, {"type": "object", "maxProperties": 1}]),
        ),
        (
            "MapAndNeeds",
            json!([{"type": "object", "additionalProperties": {"type": "integer"}}, {"type": "object", "required": ["a"]}]),
        ),
        (
            "MapAndObject",
            json!([{"type": "object", "additionalProperties": {"type": "integer"}}, {"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}}]),
        ),
        (
            "ObjectAndPattern",
            json!([{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object", "patternProperties": {"^x": {"type": "integer"}}}]),
        ),
        (
            "ObjectAndDepends",
            json!([{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object", "dependencies": {"a": ["b"]}}]),
        ),
        (
            "ObjectAndAnyOf",
            json!([{"type": "object", "properties": {"a": {"type": "string"}}}, {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}]),
        ),
        (
            "ObjectAndEmpty",
            json!([{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object", "additionalProperties": false}]),
        ),
        ("Nulls", json!([{"type": "string", "x-nullable": true}, {"type": "string", "maxLength": 2}])),
        (
            "BothNull",
            json!([{"type": "string", "x-nullable": true}, {"type": "string", "maxLength": 2, "x-nullable": true}]),
        ),
        (
            "ObjectOrNull",
            json!([{"type": "object", "x-nullable": true, "properties": {"a": {"type": "string"}}}, {"type": "object", "properties": {"b": {"type": "string"}}}]),
        ),
        ("ListAndUnique", json!([{"type": "array", "items": {"type": "integer"}}, {"uniqueItems": true}])),
    ]
}

/// Definitions with a discriminator.
fn families() -> Vec<(String, Value)> {
    let subtype = |base: &str, own: Value| json!({"allOf": [{"$ref": format!("#/definitions/{base}")}, own]});
    let property = |name: &str| json!({"type": "object", "properties": {name: {"type": "integer"}}});
    let base = json!({"type": "object", "discriminator": "kind", "required": ["kind"], "properties": {"kind": {"type": "string"}, "name": {"type": "string", "minLength": 1}}});
    let holder = json!({"type": "object", "properties": {"pet": {"$ref": "#/definitions/Pet"}, "cat": {"$ref": "#/definitions/Cat"}, "pets": {"type": "array", "items": {"$ref": "#/definitions/Pet"}}, "note": {"allOf": [{"$ref": "#/definitions/Pet"}], "description": "A pet."}}});
    let chosen = json!({"type": "object", "discriminator": "t", "required": ["t"], "properties": {"t": {"type": "string", "enum": ["Own", "Middle", "LowOne", "LowTwo"]}}});
    let middle = json!({"type": "object", "properties": {"t": {"type": "string", "enum": ["LowOne", "LowTwo"]}, "m": {"type": "integer"}}});
    [
        ("Pet", base),
        ("Cat", subtype("Pet", property("lives"))),
        ("Dog", subtype("Pet", json!({"type": "object", "required": ["size"], "properties": {"size": {"type": "integer", "minimum": 1}}}))),
        ("Puppy", subtype("Dog", property("age"))),
        ("Robot", json!({"x-ms-discriminator-value": "#robot", "allOf": [{"$ref": "#/definitions/Pet"}, {"additionalProperties": false}]})),
        ("Holder", holder),
        ("Top", chosen),
        ("Own", subtype("Top", property("o"))),
        ("Middle", subtype("Top", middle)),
        ("LowOne", subtype("Middle", property("one"))),
        ("LowTwo", subtype("Middle", property("two"))),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}
