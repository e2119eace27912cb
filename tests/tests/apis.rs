//! Several APIs that share the support code: each module is the one that its spec alone gives.

#[path = "../shared/golden_cases.rs"]
#[allow(dead_code, reason = "in part")]
mod golden_cases;

use golden_cases::{cases, config, name};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use stubsmith::{Apis, Config, File, Generated, Style};

/// The folders of all golden cases with a server: only they have the settings of a server.
fn golden() -> Vec<PathBuf> {
    let mut cases = cases(Path::new("golden"));
    cases.retain(|case| !config(case).form_buffer(1 << 20).check().report.has_errors());
    cases
}

/// A golden case with the same settings of the shared code as the others.
fn member(case: &Path) -> Config {
    config(case).form_buffer(1 << 20).name(name(case))
}

fn by_path(files: Vec<File>) -> BTreeMap<String, String> {
    files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// The names of the parts of the support code.
fn parts(files: &BTreeMap<String, String>) -> BTreeSet<&str> {
    files.keys().filter_map(|path| path.strip_prefix("support/")).collect()
}

#[test]
fn modules_differ_only_in_the_place_of_the_support_code() {
    let all = Apis::new(golden().iter().map(|case| member(case))).generate();
    assert!(!all.report.has_errors(), "{}", all.report.render(Style::Short));
    let all = by_path(all.files);
    let mut needed = BTreeSet::new();
    let mut compared = 0;
    for case in golden() {
        let (alone, module) = (by_path(member(&case).generate().files), name(&case));
        needed.extend(parts(&alone).into_iter().map(str::to_owned));
        for (path, text) in alone.iter().filter(|(path, _)| !path.starts_with("support/")) {
            let shared = &all[&format!("{module}/{path}")];
            match path.as_str() {
                "mod.rs" if text.contains("\nmod support;\n") => {
                    let without = text.replace("#[rustfmt::skip]\nmod support;\n", "");
                    assert_eq!(shared.replace("use super::support;\n\n", ""), without, "{module}/{path}");
                    assert!(shared.contains("\nuse super::support;\n"), "{module}/{path}");
                }
                // The types of other crates are read by the code of the root.
                "codec.rs" if text.contains("impl support::Decode for") => {
                    assert!(text.starts_with(shared.trim_end()));
                }
                _ => assert_eq!(shared, text, "{module}/{path}"),
            }
            compared += 1;
        }
    }
    assert!(compared > 300, "{compared}");
    // `dispatch` has the function of `router`.
    assert!(needed.remove("router.rs") && needed.contains("dispatch.rs"));
    assert_eq!(parts(&all), needed.iter().map(String::as_str).collect());
}

#[test]
fn one_api_has_its_parts_next_to_it() {
    let case = Path::new("golden/parameters");
    let (alone, shared) =
        (by_path(member(case).generate().files), by_path(Apis::new([member(case)]).generate().files));
    assert_eq!(parts(&shared), parts(&alone));
    assert!(shared.contains_key("mod.rs") && shared.contains_key("parameters/mod.rs"));
}

#[test]
fn an_input_is_required() {
    let nothing = Apis::new([]).generate();
    assert!(nothing.report.has_errors() && nothing.files.is_empty());
}

/// A mistake in a file that two APIs refer to is one mistake.
#[test]
fn a_shared_file_is_reported_once() {
    let folder = tempfile::TempDir::new().unwrap();
    let spec = "openapi: 3.1.0
info: {title: A, version: '1'}
paths: {/a: {get: {responses: {200: {description: All., content: {application/json: {schema: {$ref: shared.yaml}}}}}}}}
";
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("one.yaml", spec);
    write("two.yaml", spec);
    write("shared.yaml", "type: objct\n");
    let apis = || ["one.yaml", "two.yaml"].map(|spec| Config::new(folder.path().join(spec)));
    let codes = |generated: &Generated| -> Vec<&str> {
        generated.report.findings().map(|finding| finding.code).collect()
    };
    let rejected = Apis::new(apis()).generate();
    assert_eq!(codes(&rejected), ["unknown-type"], "{}", rejected.report.render(Style::Short));
    write("shared.yaml", "type: object\n");
    let accepted = Apis::new(apis()).generate();
    assert!(accepted.report.is_empty(), "{}", accepted.report.render(Style::Short));
    let read = |path: &PathBuf| path.ends_with("shared.yaml");
    assert_eq!(accepted.paths.iter().filter(|path| read(path)).count(), 1);
}

/// The names of modules follow the rules of `Config::name`.
#[test]
fn names_become_modules() {
    let names = ["My-Shop", "type", "axum", "7up"];
    let apis = Apis::new(names.map(|name| config(Path::new("golden/empty")).name(name)));
    let files = by_path(apis.generate().files);
    let modules: Vec<&str> = files.keys().filter_map(|path| path.strip_suffix("/mod.rs")).collect();
    for (module, root) in modules.iter().map(|module| (module, &files["mod.rs"])) {
        assert!(root.contains(&format!("mod {module};\n")), "{root}");
    }
    assert_eq!(modules, ["axum_", "my_shop", "n7up", "support", "type_"]);
}
