//! Loading within bounds: the files that references may reach, and the contents of a file.

use std::fs;
use std::path::Path;
use stubsmith::{Config, Generated, Style};
use tempfile::TempDir;

const HEAD: &str = "swagger: '2.0'\ninfo: {title: Rooms, version: '1'}\n";

fn spec_with(reference: &str) -> String {
    let schema = format!("{{$ref: '{reference}'}}");
    format!(
        "{HEAD}paths:\n  /r:\n    get:\n      responses:\n        200: {{description: R., schema: {schema}}}\n"
    )
}

fn generate(folder: &Path, spec: &[u8]) -> Generated {
    fs::write(folder.join("api.yaml"), spec).unwrap();
    Config::new(folder.join("api.yaml")).generate()
}

#[track_caller]
fn assert_rejected(generated: &Generated, part: &str) {
    let report = generated.report.render(Style::Short);
    assert!(generated.files.is_empty() && generated.report.has_errors(), "{report}");
    assert!(report.contains(part), "{part} is not in: {report}");
}

#[test]
fn every_file_that_was_read_or_missing_is_named() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("schemas")).unwrap();
    fs::write(
        folder.path().join("schemas/a.json"),
        r#"{"allOf": [{"$ref": "b.json"}, {"$ref": "none.json"}]}"#,
    )
    .unwrap();
    fs::write(folder.path().join("schemas/b.json"), r#"{"type": "object"}"#).unwrap();
    let generated = generate(folder.path(), spec_with("schemas/a.json").as_bytes());
    let expected = ["api.yaml", "schemas/a.json", "schemas/b.json", "schemas/none.json", "stubsmith.yaml"];
    assert_eq!(generated.paths, expected.map(|path| folder.path().join(path)));
    assert_rejected(&generated, "none.json` does not exist");
}

/// The keys of a file with parts of documents are names, although some of them are also keywords.
#[test]
fn references_below_names_that_are_keywords_are_followed() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("parts.yaml"),
        "default: {$ref: response.yaml}\nexample: {$ref: schema.yaml}\n",
    )
    .unwrap();
    let response = "description: It.\nschema: {$ref: 'parts.yaml#/example'}\n";
    fs::write(folder.path().join("response.yaml"), response).unwrap();
    fs::write(folder.path().join("schema.yaml"), "type: object\nproperties: {name: {type: string}}\n")
        .unwrap();
    let spec = format!(
        "{HEAD}paths:\n  /r:\n    get:\n      responses:\n        200: {{$ref: 'parts.yaml#/default'}}\n"
    );
    let generated = generate(folder.path(), spec.as_bytes());
    assert!(generated.report.is_empty(), "{}", generated.report.render(Style::Plain));
    assert!(generated.files.iter().any(|file| file.text.contains("pub struct Schema")), "{generated:?}");
}

/// An API in a folder, with security schemes in a file of their own, and a schema that no document refers to.
#[test]
fn a_folder_may_have_files_with_parts_of_documents() {
    let folder = TempDir::new().unwrap();
    let document = "openapi: 3.1.0
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    get:
      operationId: listRooms
      security: [{token: []}]
      responses: {'200': {description: The rooms.}}
components:
  securitySchemes:
    token: {$ref: 'definitions/security.yaml#/token'}
";
    fs::create_dir(folder.path().join("definitions")).unwrap();
    fs::write(folder.path().join("rooms.yaml"), document).unwrap();
    let security = folder.path().join("definitions/security.yaml");
    fs::write(&security, "token: {type: http, scheme: bearer}\n").unwrap();
    // Swagger 2.0 does not have `const`.
    let schema = "type: object\nproperties: {name: {type: string, const: a}}\n";
    fs::write(folder.path().join("definitions/event.yaml"), schema).unwrap();
    let generated = Config::new(folder.path()).generate();
    assert!(generated.report.is_empty(), "{}", generated.report.render(Style::Plain));
    let contract = generated.files.iter().find(|file| file.path == "contract.rs").unwrap();
    assert!(contract.text.contains("token: Bearer"), "the operation requires the token: {}", contract.text);
    // A file that nothing refers to is a mistake.
    fs::write(folder.path().join("definitions/other.yaml"), "token: {type: http, scheme: bearer}\n").unwrap();
    assert_rejected(&Config::new(folder.path()).generate(), "other.yaml:1:1");
    fs::remove_file(folder.path().join("definitions/other.yaml")).unwrap();
    assert_rejected(&Config::new(security).generate(), "neither a spec nor a JSON Schema");
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("core")).unwrap();
    let schema = r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#;
    for name in ["b.json", "m.tag", "core/a.yaml", ".hidden.json"] {
        fs::write(folder.path().join(name), schema).unwrap();
    }
    fs::write(folder.path().join("README"), "No schema.").unwrap();
    let generated = Config::new(folder.path()).generate();
    let expected = ["", "b.json", "core/a.yaml", "m.tag", "stubsmith.yaml"];
    assert_eq!(generated.paths, expected.map(|path| folder.path().join(path)));
    assert!(generated.report.is_empty(), "{}", generated.report.render(Style::Plain));
    // The caller gives one of two files with the same name another name.
    fs::write(folder.path().join("a.json"), schema).unwrap();
    assert_rejected(
        &Config::new(folder.path()).generate(),
        "two items would have the name `A` in the generated code",
    );
    let renamed = Config::new(folder.path()).rename("core/a.yaml#", "CoreA").generate();
    assert!(!renamed.report.has_errors(), "{}", renamed.report.render(Style::Plain));
    let empty = TempDir::new().unwrap();
    assert_rejected(&Config::new(empty.path()).generate(), "has no spec and no schema");
}

#[cfg(unix)]
#[test]
fn a_symlink_does_not_lead_out_of_the_root() {
    let (folder, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::write(elsewhere.path().join("room.yaml"), "type: object\n").unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("room.yaml"), folder.path().join("room.yaml")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("shared")).unwrap();
    for reference in ["room.yaml", "shared/room.yaml"] {
        assert_rejected(&generate(folder.path(), spec_with(reference).as_bytes()), "error[outside-root]");
    }
    // Within the root a symlink is accepted like a file.
    fs::write(folder.path().join("real.yaml"), "type: object\n").unwrap();
    std::os::unix::fs::symlink(folder.path().join("real.yaml"), folder.path().join("link.yaml")).unwrap();
    assert!(!generate(folder.path(), spec_with("link.yaml").as_bytes()).report.has_errors());
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let folder = TempDir::new().unwrap();
    let fifo = folder.path().join("fifo.yaml");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    assert_rejected(&generate(folder.path(), spec_with("fifo.yaml").as_bytes()), "it is not a regular file");
    assert_rejected(&generate(folder.path(), spec_with(".").as_bytes()), "it is not a regular file");
}

/// Even if references may reach all files.
#[cfg(unix)]
#[test]
fn a_device_is_not_read() {
    let folder = TempDir::new().unwrap();
    let up = "../".repeat(folder.path().components().count());
    for device in ["dev/zero", "dev/null", "dev/fd", "%64ev/zero"] {
        let spec = spec_with(&format!("{up}{device}"));
        fs::write(folder.path().join("api.yaml"), spec).unwrap();
        let generated = Config::new(folder.path().join("api.yaml")).ref_root("/").generate();
        assert_rejected(&generated, "it is not a regular file");
    }
}

#[test]
fn a_missing_file_outside_the_root_is_not_searched_for() {
    let folder = TempDir::new().unwrap();
    for reference in [
        "../none.yaml",
        "a/../../none.yaml",
        "./.././none.yaml",
        "%2e%2e/none.yaml",
        "a/%2E%2E%2f..%2fnone.yaml",
        "%2fetc%2fpasswd",
        "%5c%5chost%5cshare",
        r"\\?\C:\none.yaml",
        "//host/share/none.yaml",
    ] {
        assert_rejected(&generate(folder.path(), spec_with(reference).as_bytes()), "error[outside-root]");
    }
    for reference in [
        "/none.yaml",
        r"\\host\none.yaml",
        "C:none.yaml",
        r"c:\none.yaml",
        "C:/none.yaml",
        "file:none.yaml",
        "FILE:///etc/passwd",
        "http://x/y",
        "HTTPS:x",
        "data:,a",
        "a%00b.yaml",
        "a%0",
    ] {
        let generated = generate(folder.path(), spec_with(reference).as_bytes());
        assert!(
            generated.report.has_errors() && generated.paths.len() == 2,
            "{reference}: {:?}",
            generated.paths
        );
    }
}

#[test]
fn depth_is_bounded_before_the_parsers_see_it() {
    let folder = TempDir::new().unwrap();
    let deep = "[".repeat(100_000);
    let start = std::time::Instant::now();
    for text in
        [deep.clone(), format!("a: {deep}"), "{\"a\":".repeat(100_000), "- ".repeat(20_000), "a:\n".repeat(3)]
    {
        let generated = generate(folder.path(), text.as_bytes());
        assert!(generated.report.has_errors());
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    assert_rejected(&generate(folder.path(), deep.as_bytes()), "error[limit]");
}

#[test]
fn an_alias_bomb_is_rejected() {
    let folder = TempDir::new().unwrap();
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.extend(["a", &format!("{level}: &a{level} [{aliases}]\n")]);
    }
    assert_rejected(&generate(folder.path(), bomb.as_bytes()), "error[syntax]");
}

#[test]
fn text_is_utf_8_with_or_without_a_byte_order_mark() {
    let folder = TempDir::new().unwrap();
    let spec = format!("{HEAD}paths: {{}}\n");
    assert!(generate(folder.path(), format!("\u{feff}{spec}").as_bytes()).report.is_empty());
    assert!(generate(folder.path(), spec.replace('\n', "\r\n").as_bytes()).report.is_empty());
    assert_rejected(&generate(folder.path(), b"swagger: '\xff'"), "it is not valid UTF-8 at byte 10");
    assert_rejected(
        &generate(folder.path(), spec.replace("1'", "1'}\n---\n{a: '").as_bytes()),
        "error[syntax]",
    );
}

/// A tag chooses a JSON type or has no effect, and a merge key is merged; values that JSON cannot express are rejected.
#[test]
fn yaml_is_read_as_json_or_rejected() {
    let folder = TempDir::new().unwrap();
    let read = |schema: &str| {
        let member = format!("{{type: object, properties: {{p: {schema}}}}}");
        generate(folder.path(), format!("{HEAD}paths: {{}}\ndefinitions:\n  A: {member}\n").as_bytes())
    };
    for (schema, default) in [
        ("{type: integer, default: !!int '1'}", "1"),
        ("{type: string, default: !!str 1}", "\"1\""),
        ("!a {type: !b string, default: !!c x}", "\"x\""),
        ("{<<: {type: string, default: x}, default: y}", "\"y\""),
        ("{type: integer, default: 0x1F}", "31"),
        ("{type: string, default: 2020-01-01}", "\"2020-01-01\""),
        ("{type:\tstring, default:\ta}", "\"a\""),
    ] {
        let generated = read(schema);
        assert!(generated.report.is_empty(), "{schema}: {}", generated.report.render(Style::Short));
        let text: String = generated.files.iter().map(|file| file.text.as_str()).collect();
        assert!(text.contains(&format!("\"p\" => p: default({default}")), "{schema}");
    }
    // A number is not a string, and a plain value that only YAML 1.1 reads as a number or a boolean is a string.
    for schema in [
        "{type: string, default: 1.10}",
        "{type: integer, default: 017}",
        "{type: integer, default: 1_000}",
        "{type: integer, default: 1:30}",
        "{type: boolean, default: yes}",
    ] {
        let report = read(schema).report.render(Style::Short);
        assert!(report.contains("warning[bad-default]"), "{schema}: {report}");
    }
    for (schema, part) in [
        ("{type: number, minimum: .nan}", "not finite"),
        ("{type: number, maximum: -.inf}", "not finite"),
        ("{type: number, maximum: 1e999}", "`maximum` must be a number"),
        ("{type: object, properties: {1: {}, '1': {}}}", "error[duplicate-key]"),
        ("{type: object, properties: {true: {}, 'true': {}}}", "error[duplicate-key]"),
        ("{type: object, properties: {[a]: {}}}", "a key must be a string"),
        ("&a {type: object, properties: {x: *a}}", "error[syntax]"),
        ("\n\ttype: string", "error[syntax]"),
        ("{type: string, default: a\0b}", "error[syntax]"),
    ] {
        assert_rejected(&read(schema), part);
    }
}

/// SnakeYAML and others create objects of a program from tags: CVE-2017-1000207, CVE-2017-1000208.
#[test]
fn no_tag_makes_an_object() {
    let folder = TempDir::new().unwrap();
    for tag in [
        "!!javax.script.ScriptEngineManager",
        "!!python/object/apply:os.system",
        "!ruby/object:Gem",
        "!<tag:a,1:b>",
    ] {
        let text = format!(
            "{HEAD}paths: {{}}\ndefinitions: {{A: {{type: string, default: {tag} x}}}}\nx-a: {tag} [b]\n"
        );
        let report = generate(folder.path(), text.as_bytes()).report;
        assert!(!report.has_errors(), "{tag}: {}", report.render(Style::Short));
    }
}

/// serde_yaml reads these otherwise than YAML says. The same characters are fine in a scalar or a comment.
#[test]
fn yaml_that_would_be_misread_is_rejected() {
    let folder = TempDir::new().unwrap();
    let (readings, joined) = ("YAML parsers disagree", "a comment needs a space");
    let spaces = "an empty line above this one has more spaces";
    for (text, place, part) in [
        ("x-a: &an:chor value", "4:15", readings),
        ("x-a: {?foo: bar}", "4:7", readings),
        ("x-a: [?x]", "4:7", readings),
        ("x-a: [a, b]#c", "4:12", joined),
        ("x-a: [a,#c\n  b]", "4:9", joined),
        ("x-a: ># c\n  d", "4:7", joined),
        ("x-a: |\n   \n # b", "6:2", spaces),
        ("x-a:\n- b: >-\n      \n    # c\nx-d: e", "7:5", spaces),
    ] {
        let spec = format!("{HEAD}paths: {{}}\n{text}\n");
        let generated = generate(folder.path(), spec.as_bytes());
        assert_rejected(&generated, &format!("api.yaml:{place}: error[syntax]: {part}"));
    }
    for text in [
        "x-a: |\n  *Note:* &a:b, [?x],#c",
        "x-a: 'b, ?c {?d} [a]#e'\nx-b: b\n  *Note:* [?x]#c",
        "x-a: b # *Note:* &a:b [?x],#c",
        "x-a: {b: '#c', d: \"?e\", f: [ '?g' ]}",
        "x-a: &b c\nx-d: *b",
        "x-a: |\n   \n# b",
        "x-a: |\n \n  # b\n  c",
        "x-a: |\n  b: |\n     \n   # c\n  d",
        "x-a: b |\n\n # c\nx-d:\n  - e: |\n      \n  # f",
    ] {
        let spec = format!("{HEAD}paths: {{}}\n{text}\n");
        let report = generate(folder.path(), spec.as_bytes()).report;
        assert!(!report.has_errors(), "{text}: {}", report.render(Style::Short));
    }
}

/// YAML reads some of these as numbers, booleans or null; as a key, each is its text.
#[test]
fn a_key_is_its_text_as_written() {
    let folder = TempDir::new().unwrap();
    for key in
        ["1.10", "0x10", "0o17", "1e3", "017", "~", ".inf", ".NaN", "1_000", "+1", "True", "null", "-0"]
    {
        let member = format!("{{type: object, properties: {{{key}: {{type: string, default: 1}}}}}}");
        let spec = format!("{HEAD}paths: {{}}\ndefinitions:\n  A: {member}\n");
        let generated = generate(folder.path(), spec.as_bytes());
        let text: String = generated.files.iter().map(|file| file.text.as_str()).collect();
        assert!(text.contains(&format!("{key:?}")), "{key}: {text}");
        // The place is found by that text as well.
        let finding =
            generated.report.findings().into_iter().find(|finding| finding.code == "bad-default").unwrap();
        assert!(finding.position.column > 50, "{finding}");
        let twice = format!("{HEAD}paths: {{}}\nx-a: {{{key}: a, '{key}': b}}\n");
        assert_rejected(&generate(folder.path(), twice.as_bytes()), "error[duplicate-key]");
    }
}

#[test]
fn json_is_read_as_json_whatever_the_file_name() {
    let folder = TempDir::new().unwrap();
    let spec = br#"{"swagger": "2.0", "info": {"title": "\ud83d\ude00", "version": "1"}, "paths": {}}"#;
    let generated = generate(folder.path(), spec);
    assert!(generated.report.is_empty(), "{}", generated.report.render(Style::Plain));
    let root = generated.files.iter().find(|file| file.path == "mod.rs").unwrap();
    assert!(root.text.contains("//! \u{1f600}, version 1."), "{}", root.text);
}

/// YAML 1.1 has a merge key. JSON has none.
#[test]
fn only_yaml_merges() {
    let folder = TempDir::new().unwrap();
    let definitions = r#"{"A": {"type": "object", "properties": {"<<": {"type": "object"}}}}"#;
    let spec = format!(
        r#"{{"swagger": "2.0", "info": {{"title": "T", "version": "1"}}, "paths": {{}}, "definitions": {definitions}}}"#
    );
    let codec = |spec: &str| {
        let generated = generate(folder.path(), spec.as_bytes());
        let codec = generated.files.into_iter().find(|file| file.path == "codec.rs");
        codec.map(|codec| codec.text).unwrap_or_default()
    };
    assert!(codec(&spec).contains("\"<<\""), "{}", codec(&spec));
    assert!(!codec(&format!("# YAML\n{spec}")).contains("\"<<\""));
}

#[test]
fn references_in_data_are_not_followed() {
    let folder = TempDir::new().unwrap();
    let spec = format!(
        "{HEAD}x-a: {{$ref: none1.yaml}}\npaths: {{}}\ndefinitions:\n  A:\n    type: object\n    example: {{$ref: none2.yaml}}\n    \
         properties:\n      $ref: {{type: string}}\n      default: {{type: object, default: {{$ref: none3.yaml}}}}\n      enum: {{$ref: '#/definitions/B'}}\n  B: {{type: string}}\n"
    );
    let generated = generate(folder.path(), spec.as_bytes());
    assert!(!generated.report.has_errors(), "{}", generated.report.render(Style::Plain));
    assert_eq!(generated.paths.len(), 2, "the description, and its `stubsmith.yaml`");
    let types = generated.files.iter().find(|file| file.path == "types.rs").unwrap();
    assert!(types.text.contains("pub enum_: Option<B>,"), "{}", types.text);
}

#[test]
fn size_and_number_of_files_are_bounded() {
    let folder = TempDir::new().unwrap();
    fs::File::create(folder.path().join("large.yaml")).unwrap().set_len(33 * 1024 * 1024).unwrap();
    assert_rejected(&generate(folder.path(), spec_with("large.yaml").as_bytes()), "the limit is 32 MiB");

    let definitions = (0..4_001).fold(String::new(), |text, number| {
        fs::write(folder.path().join(format!("s{number}.yaml")), "type: string\n").unwrap();
        text + &format!("  S{number}: {{$ref: s{number}.yaml}}\n")
    });
    let spec = format!("{HEAD}paths: {{}}\ndefinitions:\n{definitions}");
    let generated = generate(folder.path(), spec.as_bytes());
    assert_rejected(
        &generated,
        "error[limit]: there are more than 4000 references to other files; this one is not followed",
    );
    assert_eq!(generated.paths.len(), 4_000);
}

/// An `$id` is a name, so the order of the files does not matter.
#[test]
fn a_schema_with_an_id_can_be_in_a_file_that_is_read_later() {
    let folder = TempDir::new().unwrap();
    let head = "openapi: 3.1.0\ninfo: {title: Rooms, version: '1'}\ncomponents:\n  schemas:\n";
    for (name, schemas) in [
        (
            "a.yaml",
            "Room: {$id: 'https://rooms.example/room', type: object, properties: {guest: {$ref: guest}, floor: {$ref: floor}}}",
        ),
        (
            "b.yaml",
            "Guest: {$id: 'https://rooms.example/guest', type: object, properties: {home: {$ref: parts.yaml}}}",
        ),
    ] {
        fs::write(folder.path().join(name), format!("{head}    {schemas}\n")).unwrap();
    }
    fs::write(folder.path().join("parts.yaml"), "$id: https://rooms.example/floor\ntype: integer\n").unwrap();
    let generated = Config::new(folder.path().join("a.yaml")).input(folder.path().join("b.yaml")).generate();
    assert!(generated.report.is_empty(), "{}", generated.report.render(Style::Plain));
    let text: String = generated.files.iter().map(|file| file.text.as_str()).collect();
    for expected in ["pub guest: Option<Guest>", "pub floor: Option<Parts>", "pub home: Option<Parts>"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let names = generated.paths.iter().filter_map(|path| path.file_name()?.to_str()).collect::<Vec<_>>();
    assert_eq!(names, ["a.yaml", "b.yaml", "parts.yaml", "stubsmith.yaml"]);
}
