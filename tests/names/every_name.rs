//! Specs whose names are those of the generated code: every identifier that the golden outputs import or share,
//! keywords, and names that Rust has in scope. Their generated code is compiled.

use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The keywords of every edition, and the words that are keywords in some places only.
const KEYWORDS: &str = "Self abstract as async auto await become box break const continue crate default do dyn else enum \
    extern false final fn for gen if impl in let loop macro macro_rules match mod move mut override priv pub raw ref \
    return safe self static struct super trait true try type typeof union unsafe unsized use virtual where while yield";

/// Names in Rust's scope, and names of crates, files and folders.
const ELSEWHERE: &str = "AsMut AsRef Box Clone Copy Debug Default DoubleEndedIterator Drop Eq Err ExactSizeIterator Extend \
    Fn FnMut FnOnce From FromIterator Future Hash Into IntoFuture IntoIterator Iterator None Ok Option Ord PartialEq \
    PartialOrd Result Send Sized Some String Sync ToOwned ToString TryFrom TryInto Vec bool char f32 f64 i8 i16 i32 i64 \
    i128 isize str u8 u16 u32 u64 u128 usize alloc allow assert axum build cfg clippy column con concat core deny derive \
    diagnostic doc drop env file forbid format http hyper include inline lib line main matches mod nul panic prn print \
    println proc_macro regex rustdoc rustfmt serde serde_json std test todo tokio tower tracing unimplemented unreachable \
    vec warn write writeln aux com1 lpt9 authenticate operations routes examples principal error request response headers";

/// The specs, by name, and whether equal names in one scope of the spec are to get numbers.
pub fn specs(golden: &Path, support: &Path) -> [(&'static str, Value, bool); 5] {
    let (mut imported, mut counts) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    let cases = fs::read_dir(golden).expect("the golden folder is there");
    for case in cases.map(|case| case.expect("the golden folder can be read").path()) {
        let mut names = BTreeSet::new();
        read_folder(&case.join("expected"), &mut names, &mut imported);
        names.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    // Names that only one golden output has are its own.
    let mut scope: BTreeSet<String> =
        counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect();
    scope.extend(imported.iter().cloned());
    scope.extend(KEYWORDS.split_whitespace().chain(ELSEWHERE.split_whitespace()).map(str::to_owned));
    let mut all = scope.clone();
    for part in ["check", "decode", "object", "tagged", "values", "incoming", "multipart"] {
        let text = fs::read_to_string(support.join(format!("{part}.rs"))).expect("the support code is there");
        look(text.parse().expect("it is Rust"), false, &mut all, &mut BTreeSet::new());
    }
    let (imported, scope, all) = (distinct(&imported), distinct(&scope), distinct(&all));
    assert!(imported.len() > 60 && scope.len() > 400 && all.len() > 600, "{} {}", scope.len(), all.len());
    [
        ("every_tag", every_tag(&scope), false),
        ("every_operation", every_operation(&scope, &imported), true),
        ("every_definition", every_definition(&scope), false),
        ("every_media_type", every_media_type(&scope), true),
        ("every_member", every_member(&all), true),
    ]
}

fn read_folder(folder: &Path, names: &mut BTreeSet<String>, imported: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of Rust is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            read_folder(&path, names, imported);
        } else {
            let text = fs::read_to_string(&path).expect("Rust is text");
            look(text.parse().expect("it is Rust"), false, names, imported);
        }
    }
}

/// Collects the identifiers of a file, and those of its imports.
fn look(tokens: TokenStream, in_import: bool, names: &mut BTreeSet<String>, imported: &mut BTreeSet<String>) {
    let mut imports = in_import;
    for token in tokens {
        match token {
            TokenTree::Group(group) => look(group.stream(), imports, names, imported),
            TokenTree::Punct(punct) if punct.as_char() == ';' => imports = in_import,
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                imports |= name == "use";
                let set = if imports { &mut *imported } else { &mut *names };
                set.insert(name);
            }
            _ => {}
        }
    }
}

/// Keeps one of several spellings of a name.
fn distinct(names: &BTreeSet<String>) -> Vec<String> {
    let words = |name: &String| {
        let mut words = String::new();
        for letter in name.trim_matches('_').chars() {
            words.extend(letter.to_lowercase().filter(|letter| *letter != '_'));
        }
        words
    };
    let mut by_words: BTreeMap<String, String> = BTreeMap::new();
    for name in names.iter().filter(|name| name.is_ascii() && !name.trim_matches('_').is_empty()) {
        // The spelling with the most words is kept.
        let known = by_words.entry(words(name)).or_insert_with(|| name.clone());
        if name.matches('_').count() > known.matches('_').count() {
            known.clone_from(name);
        }
    }
    by_words.into_values().collect()
}

fn document(paths: Map<String, Value>, definitions: Map<String, Value>) -> Value {
    let info = json!({"title": "Every name", "version": "1"});
    json!({"swagger": "2.0", "info": info, "paths": paths, "definitions": definitions})
}

/// Each name as a variant of a body.
fn every_media_type(names: &[String]) -> Value {
    let mut content = json!({"application/json": {"schema": {"type": "string", "minLength": 1}}});
    for name in names {
        content[format!("application/{name}")] = json!({"schema": {"type": "string", "format": "binary"}});
    }
    let headers = json!({"X": {"required": true, "schema": {"type": "string"}}});
    let response = json!({"description": "", "headers": headers, "content": content});
    let get = json!({"operationId": "get", "responses": {"200": response, "4XX": response}});
    let info = json!({"title": "Every media type", "version": "1"});
    json!({"openapi": "3.0.3", "info": info, "paths": {"/": {"get": get}}})
}

/// An operation whose generated code needs imports.
fn operation(id: &str) -> Value {
    let schema = json!({"type": "object", "properties": {"x": {"type": "string", "minLength": 1}}});
    json!({
        "operationId": id,
        "parameters": [{"name": "l", "in": "query", "type": "integer", "minimum": 1}],
        "responses": {"200": {"description": "", "schema": schema}},
    })
}

/// Modules have lower-case names, so the other names are not needed.
fn every_tag(names: &[String]) -> Value {
    let small = names.iter().filter(|name| !name.contains(char::is_uppercase));
    let operations = small.enumerate().map(|(index, name)| {
        let mut operation = operation(&format!("o{index}"));
        operation["tags"] = json!([name]);
        (format!("/p{index}"), json!({ "get": operation }))
    });
    let mut document = document(operations.collect(), Map::new());
    document["securityDefinitions"] = json!({"key": {"type": "apiKey", "in": "query", "name": "key"}});
    document["security"] = json!([{ "key": [] }]);
    document
}

/// Each name as an operation; imports of several words also as a type of an operation's parameter.
fn every_operation(names: &[String], imported: &[String]) -> Value {
    let mut paths = Map::new();
    let mut add = |id: &str, parameter: Option<String>| {
        let mut operation = operation(id);
        operation["responses"]["200"]["headers"] = json!({"X": {"type": "string"}});
        operation["responses"]["default"] = json!({"description": ""});
        let kind = |name| json!({"name": name, "in": "query", "type": "string", "enum": ["a"]});
        operation["parameters"].as_array_mut().expect("they are").extend(parameter.map(kind));
        let path = format!("/p{}", paths.len());
        paths.insert(path, json!({ "get": operation }));
    };
    names.iter().for_each(|name| add(name, None));
    for name in imported {
        let words = name.char_indices().skip(1).filter(|(_, letter)| letter.is_uppercase());
        for (word, _) in words {
            add(&format!("{}_", &name[..word]), Some(name[word..].to_owned()));
        }
    }
    document(paths, Map::new())
}

/// Each name as a schema of every form, with a part of every other kind.
fn every_definition(names: &[String]) -> Value {
    let definition = |(index, name): (usize, &String)| {
        let other = format!("#/definitions/{}", names[index % 7]);
        let schema = match index % 5 {
            0 => json!({"type": "string", "enum": ["a", "b"]}),
            1 => json!({"type": "array", "items": {"$ref": other}}),
            _ => json!({
                "type": "object",
                "required": ["s"],
                "additionalProperties": {"type": "integer"},
                "properties": {
                    "s": {"type": "string", "minLength": 1},
                    "o": {"$ref": other},
                    "n": {"type": "string", "x-nullable": true},
                    "d": {"type": "integer", "default": 3},
                    "a": {},
                    "t": {"oneOf": [{"type": "string"}, {"type": "boolean"}]},
                },
            }),
        };
        (name.clone(), schema)
    };
    let definitions: Map<String, Value> = names.iter().enumerate().map(definition).collect();
    let last = format!("#/definitions/{}", names[names.len() - 1]);
    let operation = json!({
        "operationId": "last",
        "parameters": [{"name": "b", "in": "body", "schema": {"$ref": last}}],
        "responses": {"200": {"description": "", "schema": {"$ref": last}}},
    });
    document(Map::from_iter([("/last".to_owned(), json!({ "post": operation }))]), definitions)
}

/// Each name as a property, a value, a parameter of every kind, a header and a security scheme, a few at a time.
fn every_member(names: &[String]) -> Value {
    let (mut paths, mut definitions, mut schemes) = (Map::new(), Map::new(), Map::new());
    for (index, names) in names.chunks(60).enumerate() {
        let text = |name: &String| (name.clone(), json!({"type": "string", "minLength": 1}));
        let properties: Map<String, Value> = names.iter().map(text).collect();
        definitions.insert(
            format!("S{index}"),
            json!({"type": "object", "additionalProperties": {"type": "integer"}, "properties": properties}),
        );
        definitions.insert(format!("E{index}"), json!({"type": "string", "enum": names}));
        definitions.insert(format!("O{index}"), json!({"type": "string", "x-extensible-enum": names}));
        for (number, name) in names.iter().enumerate() {
            schemes.insert(name.clone(), match number % 4 {
                0 => json!({"type": "basic"}),
                1 => json!({"type": "oauth2", "flow": "implicit", "authorizationUrl": "https://a.example", "scopes": {}}),
                2 => json!({"type": "apiKey", "in": "query", "name": name}),
                _ => json!({"type": "apiKey", "in": "header", "name": format!("X-{number}")}),
            });
        }
        let alternatives: Vec<Value> = names.iter().map(|name| json!({ name: [] })).collect();
        let keys = |(number, name): (usize, &String)| (number % 4 > 1).then(|| (name.clone(), json!([])));
        let keys: Map<String, Value> = names.iter().enumerate().filter_map(keys).collect();
        let each = |location: &str, more: Value| {
            let parameter = |name: &String| {
                let mut parameter = json!({"name": name, "in": location, "type": "string"});
                parameter.as_object_mut().expect("it is").extend(more.as_object().expect("it is").clone());
                parameter
            };
            names.iter().map(parameter).collect::<Vec<_>>()
        };
        let body = json!({"name": "b", "in": "body", "required": true, "schema": {"$ref": format!("#/definitions/S{index}")}});
        let headers: Map<String, Value> = names.iter().map(text).collect();
        let answer = |schema: &str| json!({"200": {"description": "", "headers": headers, "schema": {"$ref": format!("#/definitions/{schema}{index}")}}});
        let with_body =
            |parameters: Vec<Value>| parameters.into_iter().chain([body.clone()]).collect::<Vec<_>>();
        paths.insert(format!("/p{index}"), json!({
            "get": {"operationId": format!("q{index}"), "security": alternatives, "parameters": each("query", json!({"enum": ["a"]})), "responses": answer("S")},
            "post": {"operationId": format!("b{index}"), "security": [keys], "parameters": with_body(each("query", json!({}))), "responses": answer("E")},
            "put": {"operationId": format!("h{index}"), "parameters": with_body(each("header", json!({"default": "a"}))), "responses": answer("O")},
            "patch": {
                "operationId": format!("f{index}"),
                "consumes": ["multipart/form-data"],
                "parameters": each("formData", json!({"required": true})).into_iter().chain([json!({"name": "zzz", "in": "formData", "type": "file"})]).collect::<Vec<_>>(),
                "responses": {"204": {"description": ""}},
            },
        }));
    }
    let mut document = document(paths, definitions);
    document["securityDefinitions"] = Value::Object(schemes);
    document
}
