//! The golden cases, shared by the test that compares them and the build script that compiles them.

use std::fs;
use std::path::{Path, PathBuf};
use stubsmith::{Apis, Config, KeepUnknown, Unimplemented};

/// The folders with a spec, by name.
pub fn cases(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the golden folder is there");
    let mut cases: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    cases.sort();
    cases
}

/// The configuration of a case: options in the spec's first line, and a `stubsmith.yaml` next to it; `second.yaml` and
/// the folder `schemas` are other inputs of the same API.
pub fn config(case: &Path) -> Config {
    let spec = case.join("spec.yaml");
    let schemas = case.join("schemas");
    if !spec.exists() {
        return Config::new(schemas);
    }
    let text = fs::read_to_string(&spec).expect("a spec is text");
    let options = text.lines().next().and_then(|line| line.strip_prefix("# options:")).unwrap_or_default();
    let second = case.join("second.yaml");
    let config = Config::new(spec);
    let config = if second.exists() { config.input(second) } else { config };
    let config = if schemas.exists() { config.input(schemas) } else { config };
    options.split_whitespace().fold(config, |config, option| match option {
        "keep-unknown" => config.keep_unknown(KeepUnknown::All),
        "client" => config.client(true),
        "no-server" => config.server(false),
        "example-server" => config.example_server(true),
        "example-tests" => config.example_tests(true),
        "skip-unsupported" => config.skip_unsupported(true),
        "unimplemented" => config.unimplemented(Unimplemented::NotImplemented),
        other if other.starts_with("open-enum=") => config.open_enum(&other["open-enum=".len()..]),
        other if other.starts_with("embed-description=") => {
            config.embed_description(&other["embed-description=".len()..])
        }
        other => panic!("{}: no such option: {other}", case.display()),
    })
}

/// Whether a case has a server, not only a client.
#[allow(dead_code, reason = "only the build script uses it")]
pub fn has_server(case: &Path) -> bool {
    let text = fs::read_to_string(case.join("spec.yaml")).unwrap_or_default();
    !text.lines().next().is_some_and(|line| line.starts_with("# options:") && line.ends_with("no-server"))
}

/// The APIs of a folder, one for each case in it. They share the support code.
pub fn apis(folder: &Path) -> Apis {
    let cases = cases(folder).into_iter().filter(|case| name(case) != "expected");
    Apis::new(cases.map(|case| config(&case).name(name(&case))))
}

/// The skeleton of a case, for generated code in the module of its name.
pub fn stub(case: &Path) -> String {
    let module = format!("crate::{}", name(case));
    config(case).stub(Some(&module)).files.into_iter().map(|file| file.text).collect()
}

/// The name of a case.
pub fn name(case: &Path) -> &str {
    case.file_name().and_then(|name| name.to_str()).expect("the name of a case is ASCII")
}
