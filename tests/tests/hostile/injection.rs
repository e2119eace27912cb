//! No text of a spec becomes code. The payloads are those of published vulnerabilities of other generators, in every
//! place of a spec that takes text. The generated code has the same items as with harmless text.

use crate::alike::are_alike;
use crate::{docs, generate, generate_with};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use stubsmith::{Config, File, Generated, Style};
use tempfile::TempDir;

/// Text that ends a comment, a string, a template or a block, and text that has a meaning in a terminal, in Markdown or
/// in `format!`.
pub const PAYLOADS: [&str; 38] = [
    // A comment of a server, of an operation, of a type: GHSA-rjwr-m7qx-3fjr, GHSA-3hrf-2gc2-mx32, CVE-2026-22785.
    "x\nfn evil() {}",
    "x\rfn evil() {}",
    "x\r\n#![evil]",
    "x\u{2028}fn evil() {}",
    "x\u{85}fn evil() {}",
    "*/ fn evil() {} /*",
    "//! evil",
    "\"\"\"\nimport evil\n\"\"\"",
    // A string: a path of a route, a default, a URL: GHSA-jwgf-6xff-4hvp, GHSA-jqwh-526h-c92j, GHSA-h526-wf6g-67jv.
    "\"; evil(); \"",
    "\\\"; evil(); \\\"",
    "\"#; evil(); r#\"",
    "'); evil(); ('",
    "x\", evil(), \"",
    "x\\",
    "\\u{22}; evil(); \\u{22}",
    "`${evil()}`",
    "#{evil} $(evil) `evil`",
    "{{evil}} {{{evil}}} <%= evil %>",
    // A block of constants, a match, a number: GHSA-xrqw-w576-xgj2.
    "}\n}\nmod evil {\n",
    "=> evil(), _",
    "1; evil()",
    "x)] pub fn evil() {} #[doc = (",
    // A path of the language: CVE-2016-5641, GHSA-9c2f-gr95-7wqw.
    "std::process::exit(1)",
    "x; use evil::*;",
    "r#fn",
    "$crate::evil!()",
    "__proto__",
    "../../evil",
    // A placeholder of a formatter, and invisible characters.
    "%s %n {} {0} {evil}",
    "x\u{0}",
    "x\u{202e}live\u{2066}",
    "e\u{200b}vil\u{feff}\u{ad}",
    "\u{435}vil",
    // Documentation: GHSA-4f9m-pxwh-68hg.
    "<script>evil()</script><img src=x onerror=evil()>",
    "```\nevil()\n```\n\n    evil()\n",
    "[evil](javascript:evil()) ![evil](http://evil)",
    "[`crate::evil`] [evil]\n\n[evil]: javascript:evil()",
    "<!-- evil --> &lt;script&gt; <http://evil>",
];

const HARMLESS: &str = "harmless";

/// A spec with a mark in every place that takes free text.
fn marked() -> Value {
    json!({
        "swagger": "2.0",
        "host": "@host@",
        "basePath": "/@basePath@",
        "schemes": ["https"],
        "consumes": ["application/json", "application/@consumes@"],
        "info": {
            "title": "@title@", "version": "@version@", "description": "@description@", "termsOfService": "@terms@",
            "contact": {"name": "@contact@", "url": "https://@contact.url@", "email": "@contact.email@"},
            "license": {"name": "@license@", "url": "https://@license.url@"},
            "x-@extension of info@": "@value of an extension of info@",
        },
        "externalDocs": {"description": "@externalDocs@", "url": "https://@externalDocs.url@"},
        "tags": [{"name": "@tag@", "description": "@tag.description@", "externalDocs": {"url": "https://@tag.url@"}}],
        "securityDefinitions": {
            "@scheme@": {"type": "apiKey", "in": "query", "name": "@apiKey@", "description": "@scheme.description@"},
            "oauth": {
                "type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://@authorizationUrl@",
                "tokenUrl": "https://@tokenUrl@", "scopes": {"@scope@": "@scope.description@"},
            },
        },
        "paths": {
            "/@path@/{id}": {"get": get()},
            "/form/{@variable@}": {"post": post()},
        },
        "definitions": definitions(),
        "x-@extension@": {"@key of an extension@": ["@value of an extension@"]},
    })
}

fn get() -> Value {
    json!({
        "tags": ["@tag@"],
        "operationId": "@operationId@",
        "summary": "@summary@",
        "description": "@operation.description@",
        "security": [{"@scheme@": []}, {"oauth": ["@scope@"]}],
        "x-evil": "@value of an extension of an operation@",
        "parameters": [
            {"name": "id", "in": "path", "required": true, "type": "string", "description": "@parameter.description@"},
            {
                "name": "@query@", "in": "query", "type": "string", "default": "@default@", "pattern": "@pattern@",
                "format": "@parameter.format@", "x-example": "@x-example@",
            },
            {"name": "sort", "in": "query", "type": "string", "enum": ["@enum of a parameter@", "b"]},
            {"name": "X-@header parameter@", "in": "header", "type": "array", "items": {
                "type": "string", "enum": ["@enum of items@", "b"],
            }, "default": ["b"], "collectionFormat": "pipes", "minItems": 1, "maxItems": 9, "uniqueItems": true},
            {
                "name": "number", "in": "query", "type": "number", "minimum": 1, "maximum": 9.5, "multipleOf": 0.5,
                "exclusiveMinimum": true, "exclusiveMaximum": false, "default": 3, "enum": [3, 4.5],
            },
        ],
        "produces": ["application/json", "application/@produces@"],
        "responses": {
            "200": {
                "description": "@response@",
                "headers": {"X-@header@": {"type": "string", "description": "@header.description@", "enum": ["@enum of a header@", "b"]}},
                "schema": {"$ref": "#/definitions/Thing"},
                "examples": {"application/json": {"@property@": "@example of a response@"}},
            },
            "default": {"description": "@default response@", "schema": {"$ref": "#/definitions/Other"}},
        },
    })
}

fn post() -> Value {
    json!({
        "consumes": ["multipart/form-data"],
        "parameters": [
            {"name": "@variable@", "in": "path", "required": true, "type": "string"},
            {"name": "@form@", "in": "formData", "type": "string", "default": "@default of a form@"},
            {"name": "file", "in": "formData", "type": "file", "description": "@file.description@"},
        ],
        "responses": {"204": {"description": "@response of a form@"}},
    })
}

fn definitions() -> Value {
    json!({
        "Thing": {
            "type": "object",
            "title": "@schema.title@",
            "required": ["@property@"],
            "properties": {
                "@property@": {"type": "string", "format": "@format@", "default": "@default of a property@"},
                "open @open enum@": {"type": "string", "x-extensible-enum": ["@value of an open enum@", "b"]},
                "bounds": {
                    "type": "object", "minProperties": 1, "maxProperties": 9, "x-nullable": true,
                    "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 9, "readOnly": true},
                },
                "list": {"type": "array", "items": {"type": "string"}, "default": ["@default of a list@"]},
                "x-ms": {"type": "string", "enum": ["b"], "x-ms-enum": {"name": "@x-ms-enum@"}, "x-go-type": "@x-go-type@"},
            },
            "example": {"@property@": "@example@"},
            "description": "@schema.description@",
        },
        "Other": {
            "type": "object",
            "discriminator": "@discriminator@",
            "required": ["@discriminator@"],
            "properties": {"@discriminator@": {"type": "string"}},
        },
        "@definition@": {"allOf": [{"$ref": "#/definitions/Other"}, {"properties": {"a": {"$ref": "#/definitions/Level"}}}]},
        "Level": {"type": "string", "enum": ["@enum@", "b"], "description": "@enum.description@"},
    })
}

/// The marks of a spec.
pub fn places(value: &Value) -> Vec<String> {
    let text = value.to_string();
    let unique: BTreeSet<&str> = text.split('@').skip(1).step_by(2).collect();
    unique.into_iter().map(str::to_owned).collect()
}

/// Replaces some marks by the payload, and the others by harmless text.
fn fill(text: &str, places: &[String], payload: &str) -> String {
    let parts = text.split('@').enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            0 => part,
            _ if places.iter().any(|place| place == part) => payload,
            _ => HARMLESS,
        })
        .collect()
}

pub fn injected(value: &Value, places: &[String], payload: &str) -> Value {
    match value {
        Value::String(text) => Value::String(fill(text, places, payload)),
        Value::Array(items) => items.iter().map(|item| injected(item, places, payload)).collect(),
        Value::Object(members) => {
            let fill = |(key, member): (&String, &Value)| {
                (fill(key, places, payload), injected(member, places, payload))
            };
            Value::Object(members.iter().map(fill).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// A spec with harmless text only.
pub fn harmless() -> Value {
    injected(&marked(), &[], "")
}

/// Whether a file has no character that changes how others are shown. rustc rejects those that change the direction of
/// text.
fn shows_all(file: &File) -> bool {
    let hides = |character: char| {
        character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    !file.text.replace('\n', "").contains(hides)
}

/// The generated files, without those that are copied.
pub fn ours(generated: &Generated) -> impl Iterator<Item = &File> {
    generated.files.iter().filter(|file| !file.path.starts_with("support"))
}

/// One payload, in each place in turn.
struct Attack<'a> {
    payload: &'a str,
    marked: &'a Value,
    configure: fn(Config) -> Config,
    /// Other code that is accepted as equal.
    expected: &'a [Generated],
    /// The places that gave code.
    generated: usize,
    wrong: Vec<String>,
}

impl Attack<'_> {
    /// Tries all places at once; if that is rejected or wrong, tries fewer.
    fn run(&mut self, places: &[String]) {
        let outcome = generate_with(&injected(self.marked, places, self.payload), self.configure);
        let rejected = outcome.report.has_errors();
        let fault = if rejected { None } else { self.fault(&outcome) };
        match (places, fault) {
            ([], _) => {}
            (_, None) if !rejected => self.generated += places.len(),
            ([_], None) => {}
            ([place], Some(fault)) => self.wrong.push(format!(
                "{:?} at {place} {fault}\n{}",
                self.payload,
                outcome.report.render(Style::Short)
            )),
            _ => {
                let (some, others) = places.split_at(places.len() / 2);
                self.run(some);
                self.run(others);
            }
        }
    }

    fn fault(&self, outcome: &Generated) -> Option<&'static str> {
        if !outcome.files.iter().all(shows_all) {
            return Some("hides something");
        }
        if !ours(outcome).all(|file| docs::do_nothing(&file.text)) {
            return Some("does something in the documentation");
        }
        let is_expected = self.expected.iter().any(|expected| are_alike(outcome, expected));
        (!is_expected).then_some("becomes code")
    }
}

/// Puts each payload into each place of a spec. Tests the strict places, which reject many payloads, on their own. The
/// result is the number of places that gave code, by payload, and the faults.
pub fn attack(
    marked: &Value,
    strict: &[&str],
    expected: &[Generated],
    configure: fn(Config) -> Config,
) -> (usize, Vec<String>) {
    let (mut generated, mut wrong) = (0, Vec::new());
    let (strict, others): (Vec<String>, Vec<String>) =
        places(marked).into_iter().partition(|place| strict.contains(&place.as_str()));
    for payload in PAYLOADS {
        let mut attack = Attack { payload, marked, configure, expected, generated: 0, wrong: Vec::new() };
        attack.run(&others);
        strict.chunks(1).for_each(|place| attack.run(place));
        generated += attack.generated;
        wrong.append(&mut attack.wrong);
    }
    (generated, wrong)
}

/// The places that reject many payloads.
const STRICT: [&str; 5] = ["basePath", "header", "header parameter", "path", "variable"];

#[test]
fn no_text_of_a_spec_becomes_code() {
    let expected = generate(&harmless());
    assert!(!expected.report.has_errors(), "{}", expected.report.render(Style::Short));
    // A pattern is translated to regex' syntax; an invalid one is not enforced, with a warning.
    let rewritten = generate(&injected(&marked(), &["pattern".to_owned()], "harmless {}"));
    let mut unenforced = harmless();
    unenforced["paths"]["/harmless/{id}"]["get"]["parameters"][1]["pattern"].take();
    let expected = [expected, rewritten, generate(&unenforced)];
    let with_all = |config: Config| config.example_tests(true).example_server(true);
    let (generated, wrong) = attack(&marked(), &STRICT, &expected, with_all);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(generated > 2_500, "{generated} gave code");
}

#[test]
fn no_file_name_becomes_code() {
    let folder = TempDir::new().unwrap();
    let spec = harmless().to_string();
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
