//! Options that name a place: each has its effect there, or the run reports why not.

use std::fs;
use std::path::Path;
use stubsmith::{Absent, Config, Generated, OneOf, Severity, Style};
use tempfile::TempDir;

const SPEC: &str = "\
swagger: '2.0'
info: {title: Places, version: '1'}
tags: [{name: first}, {name: unused}]
securityDefinitions:
  key: {type: apiKey, in: query, name: key}
  spare: {type: basic}
parameters:
  Shared: {name: shared, in: query, type: string, enum: [a]}
  Spare: {name: spare, in: query, type: string, enum: [a]}
paths:
  /a:
    get:
      operationId: getA
      tags: [first]
      security: [{key: []}]
      parameters:
        - {$ref: '#/parameters/Shared'}
        - {name: q, in: query, type: string}
        - {name: kind, in: query, type: string, enum: [a, b]}
        - {name: ids, in: query, type: array, items: {type: integer, enum: [1, 2]}}
      responses:
        200:
          description: It.
          headers: {X-Mode: {type: string, enum: [fast, slow]}}
          schema: {$ref: '#/definitions/Thing'}
        404: {description: None., schema: {type: object, properties: {why: {type: string}}}}
    post:
      operationId: postA
      tags: [first]
      parameters: [{name: thing, in: body, schema: {type: object, properties: {n: {type: integer}}}}]
      responses: {204: {description: Done.}}
definitions:
  Thing:
    type: object
    required: [name]
    properties:
      name: {type: string, minLength: 1}
      part: {type: object, properties: {id: {type: integer}}}
      color: {type: string, enum: [red, green]}
      other: {$ref: '#/definitions/Closed'}
      list: {type: array, items: {type: object, properties: {z: {type: boolean}}}}
  Closed: {type: object, additionalProperties: false, properties: {a: {type: string}}}
  Free: {type: object, additionalProperties: true, properties: {a: {type: string}}}
  Text: {type: string, maxLength: 9}
  Base: {type: object, properties: {base: {type: string}}}
  Heir: {allOf: [{$ref: '#/definitions/Base'}, {properties: {own: {type: string}}}]}
  Level: {type: string, x-extensible-enum: [low]}
  Source: {oneOf: [{$ref: '#/definitions/Web'}, {$ref: '#/definitions/Disk'}]}
  Either: {anyOf: [{$ref: '#/definitions/Web'}, {$ref: '#/definitions/Disk'}]}
  Chosen: {discriminator: at, oneOf: [{$ref: '#/definitions/Web'}, {$ref: '#/definitions/Disk'}]}
  Letter: {oneOf: [{enum: [a]}, {enum: [b]}]}
  Web: {type: object, additionalProperties: false, required: [at, url], properties: {at: {type: string}, url: {type: string}}}
  Disk: {type: object, additionalProperties: false, required: [at, path], properties: {at: {type: string}, path: {type: string}}}
";

fn run(spec: &str, configure: impl FnOnce(Config) -> Config) -> Generated {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("spec.yaml");
    fs::write(&path, spec).unwrap();
    configure(Config::new(&path)).generate()
}

fn text(generated: &Generated) -> String {
    let own = generated.files.iter().filter(|file| !file.path.starts_with("support/"));
    let texts: Vec<String> = own.map(|file| format!("// {}\n{}", file.path, file.text)).collect();
    texts.concat()
}

/// The effect of an option: text that the output has only with the option, or a reason.
enum Outcome {
    Has(&'static str),
    No(&'static str),
}
use Outcome::{Has, No};

#[track_caller]
fn assert_outcome(option: &str, place: &str, outcome: &Outcome, configure: impl Fn(Config) -> Config) {
    let generated = run(SPEC, &configure);
    let report = generated.report.render(Style::Plain);
    match outcome {
        Has(expected) => {
            assert!(!generated.report.has_errors(), "{option} at {place}: {report}");
            let (before, after) = (text(&run(SPEC, |config| config)), text(&generated));
            assert!(!before.contains(expected), "{option} at {place}: the output has {expected} without it");
            assert!(after.contains(expected), "{option} at {place}: {after}");
        }
        No(reason) => {
            let errors: Vec<_> = generated.report.findings().collect();
            let [error] = errors.as_slice() else { panic!("{option} at {place}: {report}") };
            assert_eq!(
                (error.code, error.severity),
                ("no-such-place", Severity::Error),
                "{option} at {place}"
            );
            assert!(report.contains(reason), "{option} at {place}: {report}");
            // With `skip-unsupported`, a mistake is taken for one of the spec's.
            let skipped = run(SPEC, |config| configure(config.skip_unsupported(true)));
            assert!(!skipped.report.is_empty() && !skipped.report.has_errors(), "{option} at {place}");
        }
    }
}

const A: &str = "#/paths/~1a/get";

#[test]
fn a_rename_names_the_item_at_its_place() {
    let cases: [(&str, Outcome); 31] = [
        ("/paths/~1a", No("a path has no name: rename its operations")),
        (A, Has("fn new_name(")),
        ("/paths/~1a/get/operationId", No("you can rename operations")),
        ("/paths/~1a/get/tags/0", No("the API is one trait, `Api`")),
        ("/tags/0", No("the API is one trait, `Api`")),
        ("/paths/~1a/get/parameters", No("you can rename")),
        ("/paths/~1a/get/parameters/0", No("this is a reference: rename its target, `#/parameters/Shared`")),
        ("/parameters/Shared", Has("pub new_name: Option<types::inline::Shared>")),
        ("/parameters/Spare", No("you can rename")),
        ("/paths/~1a/get/parameters/1", Has("pub new_name: Option<String>")),
        ("/paths/~1a/get/parameters/2", Has("pub new_name: Option<GetAKind>")),
        ("/paths/~1a/get/parameters/2/enum/0", Has("NewName,")),
        ("/paths/~1a/get/parameters/3/items", Has("pub enum NewName {")),
        ("/paths/~1a/get/responses/200", No("a response is named after its status")),
        ("/paths/~1a/get/responses/200/headers/X-Mode", Has("pub new_name: Option<GetAOkXMode>")),
        ("/paths/~1a/get/responses/200/schema", No("rename its target, `#/definitions/Thing`")),
        ("/paths/~1a/get/responses/404/schema", Has("pub struct NewName {")),
        ("/paths/~1a/get/responses/404/schema/properties/why", Has("pub new_name: Option<String>")),
        ("/paths/~1a/post/parameters/0", No("you can rename")),
        ("/paths/~1a/post/parameters/0/schema", Has("pub struct NewName {")),
        (
            "/securityDefinitions/key",
            Has("NewName {\n        /// `key` in the query.\n        new_name: Secret,"),
        ),
        ("/securityDefinitions/spare", No("no operation requires this scheme")),
        ("/definitions/Thing", Has("pub struct NewName {")),
        ("/definitions/Thing/properties", No("you can rename")),
        ("/definitions/Thing/properties/name", Has("pub new_name: String,")),
        ("/definitions/Thing/properties/name/minLength", No("you can rename")),
        ("/definitions/Thing/properties/part", Has("pub new_name: Option<inline::ThingPart>")),
        ("/definitions/Thing/properties/other", Has("pub new_name: Option<Closed>")),
        ("/definitions/Thing/properties/list/items", Has("pub struct NewName {")),
        ("/definitions/Text", Has("pub type NewName = String;")),
        ("", No("this document has no module of its own")),
    ];
    for (place, outcome) in cases {
        let place = format!("#{}", place.trim_start_matches('#'));
        assert_outcome("rename", &place, &outcome, |config| config.rename(&place, "newName"));
    }
}

#[test]
fn a_type_is_renamed_independently_of_its_field() {
    let cases: [(&str, Outcome); 12] = [
        ("#/paths/~1a/get", No("use `rename` here")),
        ("#/parameters/Shared", Has("pub shared: Option<types::inline::NewName>")),
        ("#/paths/~1a/get/parameters/1", No("this has no type of its own")),
        ("#/paths/~1a/get/parameters/2", Has("pub kind: Option<NewName>")),
        ("#/paths/~1a/get/responses/200/headers/X-Mode", Has("pub x_mode: Option<NewName>")),
        ("#/definitions/Thing", Has("pub struct NewName {")),
        ("#/definitions/Thing/properties/name", No("this has no type of its own")),
        ("#/definitions/Thing/properties/part", Has("pub part: Option<inline::NewName>")),
        ("#/definitions/Thing/properties/color", Has("pub color: Option<inline::NewName>")),
        ("#/definitions/Thing/properties/color/enum/0", No("you can rename")),
        ("#/definitions/Thing/properties/other", No("rename its target, `#/definitions/Closed`")),
        ("#/paths/~1a/post/parameters/0/schema/properties/n", No("this has no type of its own")),
    ];
    for (place, outcome) in cases {
        assert_outcome("rename-type", place, &outcome, |config| config.rename_type(place, "newName"));
    }
}

/// Both at once. An item that is named after its place keeps its name.
#[test]
fn a_field_and_its_type_have_a_name_each() {
    let place = "#/definitions/Thing/properties/part";
    let generated = run(SPEC, |config| config.rename(place, "piece").rename_type(place, "Piece"));
    let text = text(&generated);
    assert!(text.contains("pub piece: Option<inline::Piece>"), "{text}");
    assert!(text.contains("\"part\" => piece: optional"), "{text}");
}

#[test]
fn a_type_replaces_a_schema() {
    let cases: [(&str, Outcome); 9] = [
        ("#/paths/~1a/get", No("there is no schema here")),
        ("#/paths/~1a/get/responses/404/schema", Has("NotFound(crate::Own)")),
        ("#/paths/~1a/get/responses/200/schema", No("name its target")),
        ("#/paths/~1a/get/parameters/2", Has("pub kind: Option<crate::Own>")),
        ("#/definitions/Thing", Has("Ok { headers: GetAOkHeaders, body: crate::Own }")),
        ("#/definitions/Thing/properties/name", Has("pub name: crate::Own,")),
        ("#/definitions/Thing/properties/other", No("name its target")),
        ("#/definitions/Base", No("only `allOf` uses this schema")),
        ("#/definitions/Text", Has("")),
    ];
    for (place, outcome) in cases {
        match outcome {
            // Nothing refers to this schema: with the option its type disappears.
            Has("") => {
                let replaced = run(SPEC, |config| config.replace(place, "crate::Own"));
                assert!(!replaced.report.has_errors() && !text(&replaced).contains("type Text ="));
            }
            Has(expected) => {
                let replaced = run(SPEC, |config| config.replace(place, "crate::Own"));
                let one_line = text(&replaced).split_whitespace().collect::<Vec<_>>().join(" ");
                let one_line = one_line.replace("/// The headers. ", "").replace("/// The body. ", "");
                assert!(one_line.replace(", }", " }").contains(expected), "{place}: {one_line}");
            }
            no @ No(_) => assert_outcome("replace", place, &no, |config| config.replace(place, "crate::Own")),
        }
    }
}

#[test]
fn unknown_properties_are_kept_in_objects() {
    let cases: [(&str, Outcome); 9] = [
        ("#/definitions/Thing", Has("kept(additional)")),
        ("#/definitions/Thing/properties/part", Has("kept(additional)")),
        ("#/paths/~1a/post/parameters/0/schema", Has("kept(additional)")),
        ("#/definitions/Heir", Has("kept(additional)")),
        ("#/definitions/Base", No("no generated type uses this schema")),
        ("#/definitions/Closed", No("`additionalProperties: false` rejects unknown properties")),
        ("#/definitions/Text", No("there is no object with properties here")),
        ("#/definitions/Thing/properties/other", No("name its target")),
        ("#/paths/~1a/get", No("there is no object with properties here")),
    ];
    let spec = SPEC
        .replace("  Free: {type: object, additionalProperties: true, properties: {a: {type: string}}}\n", "");
    for (place, outcome) in cases {
        match outcome {
            Has(expected) => {
                let kept = run(&spec, |config| config.keep_unknown(place));
                assert!(text(&kept).contains(expected), "{place}: {}", kept.report.render(Style::Plain));
            }
            no @ No(_) => assert_outcome("keep-unknown", place, &no, |config| config.keep_unknown(place)),
        }
    }
    // Objects of this kind keep them without the option.
    assert!(run(SPEC, |config| config.keep_unknown("#/definitions/Free")).report.is_empty());
}

#[test]
fn enums_are_opened_and_derives_added() {
    let cases: [(&str, Outcome); 6] = [
        ("#/definitions/Thing/properties/color", Has("/// Any other value.\n    Other(String)")),
        ("#/paths/~1a/get/parameters/3/items", Has("Other(i64)")),
        ("#/paths/~1a/get/parameters/3", No("there is no `enum` of strings or numbers here")),
        ("#/paths/~1a/get/parameters/0", No("name its target")),
        ("#/definitions/Thing", No("there is no `enum` of strings or numbers here")),
        ("#/definitions/Thing/properties/color/enum", No("there is no `enum` of strings or numbers here")),
    ];
    let spec = SPEC.replace("  Level: {type: string, x-extensible-enum: [low]}\n", "");
    for (place, outcome) in cases {
        match outcome {
            Has(expected) => {
                let open = run(&spec, |config| config.open_enum(place));
                assert!(text(&open).contains(expected), "{place}: {}", text(&open));
            }
            no @ No(_) => assert_outcome("open-enum", place, &no, |config| config.open_enum(place)),
        }
    }
    assert!(run(SPEC, |config| config.open_enum("#/definitions/Level")).report.is_empty());

    let cases: [(&str, Outcome); 5] = [
        ("#/definitions/Thing", Has("#[derive(Clone, Debug, PartialEq, crate::Own)]")),
        ("#/definitions/Thing/properties/color", Has("PartialOrd, Ord, Hash, crate::Own)]")),
        ("#/definitions/Text", No("there is no schema here that becomes a struct or an enum")),
        ("#/definitions/Thing/properties/other", No("name its target")),
        ("#/paths/~1a/get", No("there is no schema here that becomes a struct or an enum")),
    ];
    for (place, outcome) in cases {
        assert_outcome("derive-at", place, &outcome, |config| config.derive_at(place, "crate::Own"));
    }
}

#[test]
fn an_override_changes_something() {
    let place = "#/definitions/Text/maxLength";
    let changed = run(SPEC, |config| config.override_value(place, 9, 8));
    assert!(!changed.report.has_errors());
    let removed = run(SPEC, |config| config.override_value(place, 9, Absent));
    assert!(!removed.report.has_errors());
    for (expected, value) in [(9, 9), (8, 8)] {
        let report =
            run(SPEC, |config| config.override_value(place, expected, value)).report.render(Style::Plain);
        assert!(report.contains("error[stale-override]"), "{report}");
    }
}

/// A declared tag, a tag that only operations have, and the document of untagged operations.
#[test]
fn modules_are_renamed() {
    let spec = SPEC.replace(
        "      operationId: postA\n      tags: [first]",
        "      operationId: postA\n      tags: [second, first]",
    );
    for (place, expected) in [
        ("#/tags/0", "pub trait NewNameApi: Api"),
        ("#/paths/~1a/get/tags/0", "pub trait NewNameApi: Api"),
        ("#/paths/~1a/post/tags/1", "pub trait NewNameApi: Api"),
        ("#/paths/~1a/post/tags/0", "pub mod new_name;"),
    ] {
        let generated = run(&spec, |config| config.rename(place, "newName"));
        assert!(text(&generated).contains(expected), "{place}: {}", generated.report.render(Style::Plain));
        assert!(generated.files.iter().any(|file| file.path == "new_name.rs"));
    }
    for (place, reason) in [
        ("#/tags/1", "no operation has this as its first tag"),
        ("#", "this document has no module of its own"),
    ] {
        let report = run(&spec, |config| config.rename(place, "newName")).report.render(Style::Plain);
        assert!(report.contains(reason), "{place}: {report}");
    }
    let untagged = spec.replace("      tags: [first]\n", "");
    let generated =
        run(&untagged, |config| config.rename("#", "newName").rename("#/paths/~1a/post/tags/0", "other"));
    assert!(generated.report.has_errors(), "one tag and no other document are one trait");
}

/// The message names the place in `stubsmith.yaml`.
#[test]
fn settings_have_a_place() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("spec.yaml"), SPEC).unwrap();
    fs::write(
        folder.path().join("stubsmith.yaml"),
        "rename-type: {'#/paths/~1a': X}\nrename: {'#/paths/~1a': Y}\n",
    )
    .unwrap();
    let report = Config::new(folder.path().join("spec.yaml")).generate().report.render(Style::Plain);
    assert_eq!(report.matches("stubsmith.yaml:").count(), 2, "{report}");
    assert!(report.contains("`rename: Y`") && report.contains("`rename-type: X`"), "{report}");
}

/// The property of a schema is the same place if `allOf` adds it: the type of a property that several parts declare is
/// there.
#[test]
fn a_property_that_all_of_brings_in_has_a_place() {
    let spec = SPEC.replace(
        "  Heir: ",
        "  One: {type: object, properties: {part: {type: object, properties: {a: {type: string}}}}}\n  \
         Other: {type: object, properties: {part: {type: object, properties: {b: {type: string}}}}}\n  \
         Both: {allOf: [{$ref: '#/definitions/One'}, {$ref: '#/definitions/Other'}]}\n  Heir: ",
    );
    assert!(text(&run(&spec, |config| config)).contains("part: Option<inline::BothPart>"));
    let place = "#/definitions/Both/properties/part";
    let renames: [fn(Config, &str) -> Config; 2] =
        [|config, place| config.rename_type(place, "Common"), |config, place| config.rename(place, "Common")];
    for rename in renames {
        let renamed = run(&spec, |config| rename(config, place));
        assert!(!renamed.report.has_errors(), "{}", renamed.report.render(Style::Plain));
        assert!(text(&renamed).contains("part: Option<inline::Common>"));
    }
    // Nothing is added here, and no property has this name.
    for place in ["#/definitions/Thing/properties/part2", "#/definitions/Both/properties/pat"] {
        let report = run(&spec, |config| config.rename_type(place, "Common")).report;
        assert!(report.has_errors(), "{place}");
    }
}

/// Two settings with the same text are two settings: each is reported at its own place.
#[test]
fn a_setting_is_reported_where_it_is_written() {
    let folder = TempDir::new().unwrap();
    let (spec, settings) = (folder.path().join("spec.yaml"), folder.path().join("stubsmith.yaml"));
    fs::write(&spec, SPEC).unwrap();
    let lines = |config: Config| -> Vec<(String, usize)> {
        let findings = config.generate().report.findings().collect::<Vec<_>>();
        let position = |finding: &stubsmith::Finding| {
            let name = Path::new(&finding.position.path).file_name().unwrap().to_string_lossy();
            (name.into_owned(), finding.position.line)
        };
        findings.iter().map(position).collect()
    };
    let place = "#/definitions/Nothing";
    fs::write(&settings, format!("# A comment.\nrename: {{'{place}': Thing}}\nopen-enum:\n- '{place}'\n"))
        .unwrap();
    let in_file = [("stubsmith.yaml".to_owned(), 4), ("stubsmith.yaml".to_owned(), 2)];
    assert_eq!(lines(Config::new(&spec)), in_file);
    let mut both = vec![("options".to_owned(), 1)];
    both.extend(in_file);
    assert_eq!(lines(Config::new(&spec).keep_unknown(place)), both);
}

#[test]
fn alternatives_are_counted_as_a_setting_says() {
    use OneOf::{Any, Exact};
    let cases: [(&str, OneOf, Outcome); 9] = [
        ("#/definitions/Source", Any, Has("union!(types::Source, AnyOf {")),
        ("#/definitions/Source", Exact, No("there is no `discriminator` here")),
        ("#/definitions/Either", Any, No("an `anyOf` already accepts values of several alternatives")),
        (
            "#/definitions/Chosen",
            Any,
            No("the discriminator `at` selects one alternative; `exact` ignores it"),
        ),
        ("#/definitions/Chosen", Exact, Has("union!(types::Chosen, OneOf {")),
        ("#/definitions/Letter", Any, No("there is no `oneOf` with several alternatives here")),
        ("#/definitions/Source/oneOf", Any, No("there is no `oneOf` with several alternatives here")),
        ("#/definitions/Web", Exact, No("there is no `oneOf` with several alternatives here")),
        (A, Any, No("there is no `oneOf` with several alternatives here")),
    ];
    for (place, how, outcome) in cases {
        assert_outcome("one-of", place, &outcome, |config| config.one_of(place, how));
    }
}
