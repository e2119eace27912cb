//! The parts of a spec that requests are made of, in each version.

use crate::request::Body;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// The spec as one document: the other files are below `x-files`, and every `$ref` is a pointer in the document.
/// Alternatives are replaced by the first one, which is enough for a seed.
pub fn whole(path: &Path) -> Value {
    let mut files = Map::new();
    let mut spec = one(path, "", &mut files);
    spec["x-files"] = Value::Object(files);
    spec
}

/// Parses a file, and adds the files that it references. Its own pointers begin with `prefix`.
fn one(path: &Path, prefix: &str, files: &mut Map<String, Value>) -> Value {
    let text = fs::read_to_string(path).expect("a spec is text");
    let mut value: Value = serde_yaml::from_str(&text).expect("a golden spec is YAML");
    rewrite(&mut value, path, prefix, files);
    value
}

fn rewrite(value: &mut Value, path: &Path, prefix: &str, files: &mut Map<String, Value>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, path, prefix, files)),
        Value::Object(members) => {
            if let Some(constant) = members.remove("const") {
                members.insert("enum".to_owned(), json!([constant]));
            }
            for keyword in ["oneOf", "anyOf"] {
                if let Some(Value::Array(alternatives)) = members.remove(keyword) {
                    members
                        .insert("allOf".to_owned(), Value::Array(alternatives.into_iter().take(1).collect()));
                }
            }
            members.remove("not");
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                *reference = pointer(reference, path, prefix, files);
            }
            members.values_mut().for_each(|member| rewrite(member, path, prefix, files));
        }
        _ => {}
    }
}

/// The pointer that replaces a reference. The file of the reference is read if it is there.
fn pointer(reference: &str, path: &Path, prefix: &str, files: &mut Map<String, Value>) -> String {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if file.is_empty() {
        return format!("#{prefix}{fragment}");
    }
    let target = path.parent().unwrap_or(path).join(file);
    let key = file.replace(['/', '~'], "_");
    let prefix = format!("/x-files/{key}");
    if !files.contains_key(&key) && target.is_file() {
        files.insert(key.clone(), Value::Null);
        let value = one(&target, &prefix, files);
        files.insert(key, value);
    }
    format!("#{prefix}{fragment}")
}

/// The object that a `$ref` refers to, or the object itself.
pub fn followed<'s>(spec: &'s Value, mut value: &'s Value) -> &'s Value {
    for _ in 0..10 {
        let target = value["$ref"].as_str().and_then(|reference| spec.pointer(reference.strip_prefix('#')?));
        let Some(target) = target else { break };
        value = target;
    }
    value
}

/// The base path of an operation.
pub fn base_path(spec: &Value, item: &Value, operation: &Value) -> String {
    let url = [operation, item, spec].into_iter().find_map(|owner| owner["servers"][0]["url"].as_str());
    let path = url.map_or("", |url| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.find('/').map_or("", |slash| &rest[slash..])
    });
    spec["basePath"].as_str().unwrap_or(path).trim_end_matches('/').to_owned()
}

/// The schema of a parameter. In Swagger 2.0, the parameter is a schema itself.
pub fn schema(parameter: &Value) -> &Value {
    let content = parameter["content"].as_object().and_then(|content| content.values().next());
    match (content, parameter.get("schema")) {
        (Some(content), _) => &content["schema"],
        (None, Some(schema)) => schema,
        (None, None) => parameter,
    }
}

/// The bodies of an operation, one for each media type. In Swagger 2.0, parameters describe the body.
pub fn bodies<'s>(spec: &'s Value, operation: &'s Value, parameters: &[&Value]) -> Vec<Body<'s>> {
    let content = followed(spec, &operation["requestBody"])["content"].as_object();
    let of_content = content.into_iter().flatten().map(|(media_type, content)| {
        let (schema, encoding) = (&content["schema"], &content["encoding"]);
        Body::Content { media_type, schema, encoding }
    });
    let bodies: Vec<Body<'s>> = of_content.collect();
    if !bodies.is_empty() {
        return bodies;
    }
    let has_body =
        parameters.iter().any(|parameter| parameter["in"] == "body" || parameter["in"] == "formData");
    let consumes = [&operation["consumes"], &spec["consumes"]].into_iter().find_map(|list| list[0].as_str());
    vec![if has_body { Body::Parameters(consumes.unwrap_or("application/json")) } else { Body::None }]
}
