//! Descriptions that mean harm: none makes the generator panic or puts code into what is generated, and
//! what costs too much is refused at its place.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};
use stubsmith::{Config, File, Generated, Style};
use tempfile::TempDir;

fn generate(spec: &Value) -> Generated {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("api.json");
    fs::write(&path, spec.to_string()).unwrap();
    let start = Instant::now();
    let generated = Config::new(&path).example_tests(true).example_server(true).generate();
    // Positions are looked up in the file.
    let lines = spec.to_string().lines().count();
    for finding in generated.report.findings() {
        assert_ne!(finding.code, "internal", "{finding}");
        assert!(finding.position.line <= lines, "{finding}");
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    generated
}

fn with(definitions: &Value) -> Value {
    json!({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": definitions})
}

fn chain(length: usize, link: impl Fn(Value) -> Value) -> Value {
    let next = |index: usize| json!({"$ref": format!("#/definitions/A{index}")});
    let mut all: serde_json::Map<String, Value> =
        (0..length).map(|index| (format!("A{index}"), link(next(index + 1)))).collect();
    all.insert(format!("A{length}"), json!({"type": "object", "properties": {"z": {"type": "string"}}}));
    with(&Value::Object(all))
}

#[test]
fn what_would_take_all_time_is_done_soon_or_refused() {
    // Twice the same, forty levels deep: 2^40 ways lead to the last.
    assert!(!generate(&chain(40, |next| json!({"allOf": [next, next]}))).report.has_errors());
    assert!(!generate(&chain(40, |next| json!({"oneOf": [next, next]}))).report.has_errors());
    let many: Vec<String> = (0..10_001).map(|value| format!("v{value}")).collect();
    let security = json!({
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "security": vec![json!({}); 101],
        "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}},
    });
    for (spec, message) in [
        (
            chain(2_000, |next| json!({"allOf": [next, {"type": "object"}]})),
            "more than 128 schemas take in one another",
        ),
        (chain(2_000, |next| next), "more than 64 `$ref`s lead from here"),
        (with(&json!({"A": {"type": "string", "enum": many}})), "this has more than 10000 values"),
        (
            with(&json!({"A": {"type": "string", "pattern": "a".repeat(70_000)}})),
            "this pattern has more than 65536 bytes",
        ),
        (security, "these are more than 100 alternatives"),
        (
            with(&json!({"A": {"type": "object", "properties": {"a".repeat(5_000): {"type": "string"}}}})),
            "the keys to this have more than 4096 bytes",
        ),
    ] {
        let report = generate(&spec).report.render(Style::Short);
        assert!(report.contains(&format!("error[limit]: {message}")), "{report}");
    }
}

#[test]
fn aliases_of_large_text_are_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("api.yaml");
    let list = |name: &str| vec![name; 300].join(", ");
    let text =
        format!("x-s: &s '{}'\nx-l: &l [{}]\nx-m: [{}]\n", "a".repeat(1_000_000), list("*s"), list("*l"));
    fs::write(&path, text).unwrap();
    let report = Config::new(&path).generate().report.render(Style::Short);
    assert!(report.contains("error[limit]: it has more than 64 MiB of text"), "{report}");
}

#[test]
fn of_thousands_of_mistakes_some_are_shown_and_the_others_counted() {
    let wrong: serde_json::Map<String, Value> =
        (0..3_000).map(|index| (format!("D{index}"), json!({"type": "bogus"}))).collect();
    let report = generate(&with(&Value::Object(wrong))).report.render(Style::Short);
    assert_eq!(report.lines().count(), 1_001);
    assert!(report.contains("there is more to say, 2000 times"), "{report}");
}

/// What was published about other generators, by its kind: text that ends a comment, a string, a template or
/// a block, and text that means something to a terminal, to Markdown or to `format!`.
const PAYLOADS: [&str; 23] = [
    "x\nfn evil() {}",
    "x\rfn evil() {}",
    "x\r\n#![evil]",
    "*/ fn evil() {} /*",
    "\"; evil(); \"",
    "\"#; evil(); r#\"",
    "`${evil()}`",
    "'); evil(); ('",
    "{{evil}} {{{evil}}}",
    "}\n}\nmod evil {\n",
    "x\u{2028}fn evil() {}",
    "x\u{202e}live",
    "//! evil",
    "<script>evil()</script>",
    "x\\",
    "x\u{0}",
    "%s %n {} {0} {evil}",
    "$(evil) `evil`",
    "r#fn",
    "```\nevil()\n```",
    "=> evil(), _",
    "1; evil()",
    "x\", evil(), \"",
];

const HARMLESS: &str = "harmless";

/// The place in which the text stands as a pattern.
const PATTERN: usize = 17;

/// A description with this text in one of its places, counted from nought.
fn injected(text: &str, place: usize) -> Option<Value> {
    let at = |index: usize| if index == place { text } else { HARMLESS };
    let spec = json!({
        "swagger": "2.0",
        "info": {"title": at(0), "version": at(1), "description": at(2)},
        "basePath": format!("/{}", at(3)),
        "tags": [{"name": at(4), "description": at(5)}],
        "securityDefinitions": {at(6): {"type": "apiKey", "in": "query", "name": at(7), "description": at(8)}},
        "paths": {format!("/{}/{{id}}", at(9)): {"get": {
            "tags": [at(4)],
            "operationId": at(10),
            "summary": at(11),
            "description": at(12),
            "security": [{at(6): []}],
            "x-evil": at(13),
            "parameters": [
                {"name": "id", "in": "path", "required": true, "type": "string", "description": at(14)},
                {"name": at(15), "in": "query", "type": "string", "default": at(16), "pattern": at(17)},
                {"name": "sort", "in": "query", "type": "string", "enum": [at(18), "b"]},
            ],
            "produces": ["application/json", at(19)],
            "responses": {"200": {
                "description": at(20),
                "headers": {"X-A": {"type": "string", "description": at(21)}},
                "schema": {"$ref": "#/definitions/Thing"},
            }},
        }}},
        "definitions": {"Thing": {
            "type": "object",
            "title": at(22),
            "required": [at(23)],
            "properties": {at(23): {"type": "string", "format": at(24), "default": at(25)}},
            "example": {at(23): at(26)},
            "description": at(27),
            "minimum": if place == 28 { json!(text) } else { json!(1) },
        }},
    });
    (place < 29).then_some(spec)
}

/// Code without its names, literals and docs, and without what the layout adds: commas, and braces around an
/// expression that is too long for its line.
fn skeleton(tokens: TokenStream, out: &mut String) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_doc = |tree: Option<&TokenTree>| matches!(tree, Some(TokenTree::Group(group)) if group.to_string().starts_with("[doc"));
    let mut index = 0;
    while let Some(tree) = tokens.get(index) {
        let bang = usize::from(tokens.get(index + 1).is_some_and(|next| next.to_string() == "!"));
        if tree.to_string() == "#" && is_doc(tokens.get(index + 1 + bang)) {
            index += 2 + bang;
            continue;
        }
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && out.ends_with(['>', '|']) => {
                skeleton(group.stream(), out);
            }
            TokenTree::Group(group) => {
                out.push(match group.delimiter() {
                    Delimiter::Parenthesis => '(',
                    Delimiter::Brace => '{',
                    Delimiter::Bracket => '[',
                    Delimiter::None => ' ',
                });
                skeleton(group.stream(), out);
                out.push('/');
            }
            TokenTree::Ident(_) => out.push('i'),
            TokenTree::Literal(_) => out.push('l'),
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Punct(punct) => out.push(punct.as_char()),
        }
        index += 1;
    }
}

/// The items of a file, in no order: what sorts by name may stand elsewhere.
fn items(text: &str) -> Vec<String> {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let skeleton_of = |item: syn::Item| {
        let mut one = String::new();
        skeleton(item.into_token_stream(), &mut one);
        one
    };
    let mut all: Vec<String> = parsed.items.into_iter().map(skeleton_of).collect();
    all.sort();
    all
}

/// Whether two runs give the same code, but for names and literals.
fn are_alike(one: &Generated, other: &Generated) -> bool {
    let both = || one.files.iter().zip(&other.files);
    one.files.len() == other.files.len()
        && both().all(|(a, b)| a.path == b.path && (a.text == b.text || items(&a.text) == items(&b.text)))
}

/// Whether a file has no character that changes how others are shown: rustc refuses those that turn the
/// direction of text.
fn shows_all(file: &File) -> bool {
    let hides = |character: char| {
        character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !file.text.replace('\n', "").contains(hides)
}

#[test]
fn no_text_of_a_description_becomes_code() {
    let harmless = generate(&injected(HARMLESS, 0).unwrap());
    // A pattern is written as regex has it, if that is another; what is none is not enforced, with a warning.
    let rewritten = generate(&injected("harmless {}", PATTERN).unwrap());
    let mut unenforced = injected(HARMLESS, 0).unwrap();
    unenforced["paths"]["/harmless/{id}"]["get"]["parameters"][1]["pattern"].take();
    let unenforced = generate(&unenforced);
    let (mut generated, mut wrong) = (0, Vec::new());
    for payload in PAYLOADS {
        for (place, spec) in (0..).map_while(|place| Some((place, injected(payload, place)?))) {
            let outcome = generate(&spec);
            if !outcome.report.has_errors() {
                generated += 1;
                assert!(outcome.files.iter().all(shows_all), "{payload:?} at {place}");
                let patterns = [&rewritten, &unenforced];
                let as_pattern =
                    || place == PATTERN && patterns.iter().any(|other| are_alike(&outcome, other));
                if !are_alike(&outcome, &harmless) && !as_pattern() {
                    wrong.push(format!("{payload:?} at {place}: {}", outcome.report.render(Style::Short)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(generated > 300, "{generated} gave code");
}

#[test]
fn no_name_of_a_file_becomes_code() {
    let folder = TempDir::new().unwrap();
    let spec = injected(HARMLESS, 0).unwrap().to_string();
    let of = |name: &str| {
        let path = folder.path().join(name);
        fs::write(&path, &spec).unwrap();
        Config::new(path).example_tests(true).generate()
    };
    let harmless = of("api.json");
    for payload in PAYLOADS.iter().filter(|payload| !payload.contains(['/', '\0'])) {
        let outcome = of(&format!("{payload}.json"));
        assert!(are_alike(&outcome, &harmless) && outcome.files.iter().all(shows_all), "{payload:?}");
    }
}

/// Every way to put another kind of JSON in the place of one value.
fn mutations(value: &Value) -> Vec<Value> {
    let kinds = [json!(true), json!(-1.5), json!(""), json!([{}]), json!({"a": ["b"]})];
    let mut found = kinds.to_vec();
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.extend(mutations(member).into_iter().map(|mutated| {
                    let mut around = members.clone();
                    around.insert(key.clone(), mutated);
                    Value::Object(around)
                }));
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                found.extend(mutations(item).into_iter().map(|mutated| {
                    let mut around = list.clone();
                    around[index] = mutated;
                    Value::Array(around)
                }));
            }
        }
        _ => {}
    }
    found
}

#[test]
fn a_value_of_any_kind_in_any_place_is_code_or_a_diagnostic() {
    for spec in mutations(&injected(HARMLESS, 0).unwrap()) {
        let generated = generate(&spec);
        assert_eq!(generated.files.is_empty(), generated.report.has_errors(), "{spec}");
        for file in &generated.files {
            assert!(syn::parse_file(&file.text).is_ok(), "{spec}: {}", file.text);
        }
    }
}
