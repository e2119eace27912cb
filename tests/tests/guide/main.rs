//! The README and the guide: their examples are generated, compiled and run, and their lists are complete.

mod codes;
mod pages;
mod snippets;

use pages::{chapters, index, kebab, link_labels, links, page, read, readme, repository};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Links lead to files and chapters that exist, both on a page of the repository and in rustdoc.
#[test]
fn each_link_leads_somewhere() {
    let declared = read("generator/src/guide/mod.rs");
    let mut count = 0;
    let others =
        ["CONTRIBUTING.md", "tests/README.md", "tests/bench/README.md", "generated/server/README.md"];
    let others = others.map(page).into_iter().chain([readme()]);
    for page in chapters().into_iter().chain([index()]).chain(others) {
        let folder = page.path.parent().unwrap().to_owned();
        for target in links(&page.text) {
            let file = target.split('#').next().unwrap();
            assert!(!target.contains("://"), "{}: `{target}`", page.path.display());
            assert!(folder.join(file).exists(), "{}: `{target}`", page.path.display());
            count += 1;
        }
        // A link to a file would lead nowhere in rustdoc.
        let is_in_rustdoc = folder.ends_with("guide");
        assert!(!is_in_rustdoc || !page.text.contains(".md)"), "{}: use a label", page.path.display());
        // Rustdoc has the same labels, for modules.
        for (label, target) in link_labels(&page.text) {
            assert_eq!(target, format!("{label}.md"), "{}", page.path.display());
            let module = format!("\n[{label}]: crate::guide::{label}\n");
            assert!(declared.contains(&module), "{label} is not in the guide's `links!`");
        }
    }
    assert!(count > 20, "{count}");
}

/// The list of chapters has each chapter, and each chapter is a module.
#[test]
fn each_chapter_is_listed() {
    let declared = read("generator/src/guide/mod.rs");
    let index = index().text;
    let chapters = chapters();
    assert!(chapters.len() >= 18);
    assert!(links(&readme().text).contains(&"generator/src/guide/README.md".to_owned()));
    for chapter in chapters {
        let file = chapter.path.file_name().unwrap().to_str().unwrap().to_owned();
        let name = file.trim_end_matches(".md").to_owned();
        assert!(declared.contains(&format!("{name}: \"{file}\";")), "{name} is not a module of the guide");
        assert!(declared.contains(&format!("[{name}]: crate::guide::{name}\n")), "{name} is not in `links!`");
        assert!(index.contains(&format!("][{name}] |")), "{name} is not in the guide's table");
    }
}

/// The map of the tests has each folder of tests.
#[test]
fn each_folder_of_tests_is_in_their_map() {
    let targets = links(&page("tests/README.md").text);
    let mut count = 0;
    for entry in fs::read_dir(repository().join("tests")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let is_file = entry.file_type().unwrap().is_file();
        assert!(!is_file || ["Cargo.toml", "README.md"].contains(&&*name), "put {name} into a folder");
        // The package itself, and what cargo writes.
        if !is_file && !["src", "tests", "target"].contains(&&*name) {
            assert!(
                targets.contains(&name) || targets.iter().any(|path| path.starts_with(&format!("{name}/"))),
                "{name}"
            );
            count += 1;
        }
    }
    assert!(count > 15, "{count}");
}

/// A reader can read it in one go.
#[test]
fn the_readme_has_at_most_8_kib() {
    let size = readme().text.len();
    assert!(size <= 8 * 1024, "{size} bytes");
}

/// `.ci/run` compares the output of the first command.
#[test]
fn the_readme_has_the_two_commands() {
    let readme = readme().text;
    let arguments = "spec/api/client-server/guest_events.yaml --ref-root spec --keep-unknown --embed-description /openapi.json --crate guest-events --out generated\n";
    assert!(readme.contains(&format!("\ncargo run -- generate {arguments}")));
    assert!(readme.contains("\ncargo test --workspace\n"));
    let compared = read(".ci/run").replace("\\\n    ", "").replace(" --format short", "");
    assert!(compared.contains(&format!("check {arguments}")), "{compared}");
}

/// Each name starts a cell of a table in the settings chapter, or follows another one in its cell.
fn assert_in_settings(names: &BTreeSet<String>) {
    let chapter = read("generator/src/guide/settings.md");
    for name in names {
        let shown =
            [format!("| `{name}`"), format!("| `{name} "), format!("| `{name}["), format!("`, `{name}`")];
        assert!(
            shown.iter().any(|shown| chapter.contains(shown)),
            "no table of the settings chapter has {name}"
        );
    }
}

/// The keys are those of the JSON Schema, which has the table of the reader.
#[test]
fn each_key_is_in_the_settings_chapter() {
    let schema: serde_json::Value = serde_json::from_str(&stubsmith::settings_schema()).unwrap();
    let of_override = &schema["properties"]["override"]["items"];
    let objects = [&schema, of_override].into_iter().filter_map(|object| object["properties"].as_object());
    let keys: BTreeSet<String> = objects.flat_map(|keys| keys.keys().cloned()).collect();
    for key in ["ref-root", "override", "remove", "form-buffer"] {
        assert!(keys.contains(key), "{keys:?}");
    }
    assert_in_settings(&keys);
}

#[test]
fn each_option_of_the_library_is_in_the_settings_chapter() {
    let source = syn::parse_file(&read("generator/src/config.rs")).unwrap();
    let mut options = BTreeSet::new();
    for item in source.items {
        let syn::Item::Impl(block) = item else { continue };
        let is_config = matches!(&*block.self_ty, syn::Type::Path(path) if path.path.is_ident("Config"));
        for item in block.items {
            let syn::ImplItem::Fn(function) = item else { continue };
            if is_config && block.trait_.is_none() && matches!(function.vis, syn::Visibility::Public(_)) {
                options.insert(function.sig.ident.to_string());
            }
        }
    }
    assert!(options.len() > 20 && options.contains("override_value"), "{options:?}");
    assert_in_settings(&options);
}

#[test]
fn each_flag_is_in_the_settings_chapter() {
    let source = syn::parse_file(&read("generator/cli/src/arguments.rs")).unwrap();
    let mut flags = BTreeSet::new();
    for item in source.items {
        let syn::Item::Struct(item) = item else { continue };
        for field in item.fields {
            for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("arg")) {
                flags.extend(flag(&field, attribute));
            }
        }
    }
    assert!(flags.len() > 20 && flags.contains("--crate") && flags.contains("--ref-root"), "{flags:?}");
    assert_in_settings(&flags);
}

/// The name of the flag that clap derives from a field: `long`, or `long = "crate"`.
fn flag(field: &syn::Field, attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::List(list) = &attribute.meta else { return None };
    let text = list.tokens.to_string();
    let long = text.split(',').map(str::trim).find(|part| part.split(' ').next() == Some("long"))?;
    let given = long.split('"').nth(1).map(str::to_owned);
    Some(format!("--{}", given.unwrap_or_else(|| kebab(&field.ident.as_ref().unwrap().to_string()))))
}

/// The chapter has a row for each keyword of the reader's tables.
#[test]
fn each_keyword_is_in_the_chapter_of_supported_features() {
    let chapter = read("generator/src/guide/supported.md");
    for (dialect, least) in [("swagger2", 60), ("openapi3", 100)] {
        let source = read(&format!("generator/src/dialect/{dialect}.rs"));
        let rows = ["enforced", "typed", "ignored", "json_schema"].map(|fate| format!("K::{fate}(\""));
        let keywords: BTreeSet<&str> = rows
            .iter()
            .flat_map(|start| source.split(start.as_str()).skip(1))
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert!(keywords.len() > least, "{keywords:?}");
        for keyword in keywords {
            let shown =
                chapter.contains(&format!("`{keyword}`")) || chapter.contains(&format!("`{keyword}: "));
            assert!(shown, "`{keyword}` is not in the chapter");
        }
    }
}

/// The tests that the chapter names exist.
#[test]
fn each_test_in_the_chapter_of_supported_features_exists() {
    let chapter = read("generator/src/guide/supported.md");
    let paths: BTreeSet<&str> = chapter.split('`').filter(|code| code.starts_with("tests/")).collect();
    assert!(paths.len() > 30, "{paths:?}");
    for path in paths {
        assert!(repository().join(path).exists(), "{path}");
    }
}

/// The report for a spec, from a folder with these files.
fn report(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let generated = stubsmith::Config::new(folder.path().join(files[0].0)).ref_root(folder.path()).generate();
    let report = generated.report.render(stubsmith::Style::Plain);
    report.replace(&format!("{}/", folder.path().display()), "").trim_end().to_owned()
}

const REFERRING: &str = "swagger: '2.0'
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    get:
      responses:
        200:
          description: The room.
          schema: {$ref: 'schemas/room.yaml'}
";

#[test]
fn the_message_of_the_guide_is_reported() {
    let room = "type: object\nproperties:\n  name: {type: objekt}\n";
    let shown = snippets::block(&read("generator/src/guide/messages.md"), "text", 0);
    assert_eq!(report(&[("api.yaml", REFERRING), ("schemas/room.yaml", room)]), shown.trim_end());
}

/// A spec that has each place that the example names.
const CONFIGURED: &str = "swagger: '2.0'
info: {title: Rooms, version: '1'}
tags: [{name: rooms}, {name: events}]
securityDefinitions: {accessToken: {type: apiKey, in: header, name: Authorization}}
security: [{accessToken: []}]
paths:
  /rooms:
    get:
      tags: [rooms]
      parameters:
        - {name: since, in: query, type: string, format: date-time}
        - {name: limit, in: query, type: integer, format: uint64}
      responses: {200: {description: The room., schema: {$ref: room.json}}}
  /events:
    get:
      tags: [events]
      produces: [text/event-stream]
      responses: {200: {description: The event., schema: {$ref: '#/definitions/Event'}}}
definitions:
  Event:
    type: object
    properties:
      id: {$ref: '#/definitions/Id'}
      sender: {type: object, properties: {id: {type: string, format: uuid}}}
      color: {type: string, enum: [red]}
      signed: {$ref: '#/definitions/Signed'}
  Color: {type: string, enum: [red, green]}
  Id: {type: object, properties: {text: {type: string}}}
  Signed: {type: object}
  Source: {oneOf: [{$ref: '#/definitions/Id'}, {type: string}]}
";

/// A setting without an effect would be an error.
#[test]
fn the_example_of_the_settings_chapter_has_an_effect() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("api.yaml", CONFIGURED);
    write("room.json", r#"{"type": "object", "properties": {"id": {"type": "string"}}}"#);
    write("stubsmith.yaml", &snippets::block(&read("generator/src/guide/settings.md"), "yaml", 0));
    let generated = stubsmith::Config::new(folder.path().join("api.yaml")).generate();
    let report = generated.report.render(stubsmith::Style::Plain);
    assert_eq!(generated.report.findings().count(), 0, "{report}");
    let text: String = generated.files.into_iter().map(|file| file.text).collect();
    for part in [
        "fn list_rooms",
        "pub key:",
        "trait AdminApi",
        "Option<inline::Sender>",
        "Option<u64>",
        "crate::Signed",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

/// Each file that the guide names exists.
#[test]
fn each_file_that_is_named_exists() {
    for page in chapters() {
        for name in pages::codes(&page.text) {
            let is_file =
                ["tests/", "generated/", "generator/"].iter().any(|folder| name.starts_with(folder));
            assert!(
                !is_file || Path::new(&repository()).join(&name).exists(),
                "{}: `{name}`",
                page.path.display()
            );
        }
    }
}
