//! Crates of generated code, built and tested by cargo.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};
use stubsmith::{Config, Style};
use tempfile::TempDir;

/// Prints that a test is skipped; not with `println!`, whose output cargo hides if a test passes.
pub fn skipped() -> Option<PathBuf> {
    let said = writeln!(io::stderr(), "skipped: STUBSMITH_CORPUS does not name the corpus");
    said.unwrap();
    None
}

/// The YAML files of a folder.
pub fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    files.sort();
    files
}

/// The example events: the name of each file, and its text.
pub fn events(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
    };
    let mut files: Vec<_> = entries.map(read).collect();
    files.sort();
    files
}

/// A crate with generated modules.
pub struct Package {
    folder: TempDir,
    name: &'static str,
}

/// The dependencies of servers.
const SERVER: &str = r#"
axum = { version = "0.8.9", default-features = false, features = ["matched-path", "multipart"] }
regex = "1"
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }
"#;

impl Package {
    pub fn new(name: &'static str) -> Self {
        Self::with_dependencies(name, SERVER)
    }

    pub fn with_dependencies(name: &'static str, dependencies: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{dependencies}\n[profile.dev]\ndebug = false\n\n[profile.test]\ndebug = false\n"
        );
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        fs::copy("../Cargo.lock", folder.path().join("Cargo.lock")).unwrap();
        fs::create_dir(folder.path().join("src")).unwrap();
        fs::write(folder.path().join("src/lib.rs"), "//! Generated code.\n#![deny(warnings)]\n\n").unwrap();
        Self { folder, name }
    }

    /// Adds a module.
    pub fn add(&self, module: &str, config: &Config) {
        let generated = config.generate();
        assert!(!generated.report.has_errors(), "{module}: {}", generated.report.render(Style::Short));
        let source = self.folder.path().join("src");
        stubsmith::write(&source.join(module), &generated.files).unwrap();
        self.declare(module);
    }

    /// Adds a module that is one file.
    pub fn add_file(&self, module: &str, text: &str) {
        fs::write(self.folder.path().join(format!("src/{module}.rs")), text).unwrap();
        self.declare(module);
    }

    /// Adds a file with tests.
    pub fn add_tests(&self, name: &str, text: &str) {
        let tests = self.folder.path().join("tests");
        fs::create_dir_all(&tests).unwrap();
        fs::write(tests.join(format!("{name}.rs")), text).unwrap();
    }

    fn declare(&self, module: &str) {
        let lib = self.folder.path().join("src/lib.rs");
        let text = fs::read_to_string(&lib).unwrap();
        fs::write(&lib, format!("{text}pub mod {module};\n")).unwrap();
    }

    pub fn cargo(&self, arguments: &[&str]) -> Output {
        let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("consumer");
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(self.folder.path()).args(arguments);
        command.env("CARGO_TARGET_DIR", target).env("CARGO_TERM_COLOR", "never");
        command.output().unwrap()
    }

    /// Compiles it, with warnings as errors.
    pub fn check(&self) {
        let output = self.cargo(&["check", "--quiet"]);
        assert!(output.status.success(), "{}: {}", self.name, String::from_utf8_lossy(&output.stderr));
    }

    /// Runs its tests. Only the examples that are known to be wrong may fail.
    pub fn test(&self, known: &[&str]) {
        let output = self.cargo(&["test", "--quiet", "--no-fail-fast"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            text.contains("running ") && !stderr.contains("could not compile"),
            "{}: {stderr}",
            self.name
        );
        let mut failed: Vec<&str> =
            text.lines().filter(|line| line.contains('#') && line.contains(": ")).collect();
        failed.sort_unstable();
        let mut unexpected = failed.iter().filter(|line| !known.iter().any(|known| line.starts_with(known)));
        assert_eq!(unexpected.next(), None, "{}:\n{}", self.name, failed.join("\n"));
        let fixed = known.iter().find(|known| !failed.iter().any(|line| line.starts_with(**known)));
        assert_eq!(fixed, None, "{}: the example is valid now", self.name);
    }
}

/// The test of example events, each of which is an example of the schema with its name. If an example has no schema of
/// its own, the name of its schema follows after `#`.
const EVENTS: &str = r#"//! Examples of events.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn check<T: Serialize + DeserializeOwned>(name: &str, text: &str, failed: &mut Vec<String>) {
    let written = serde_json::from_str::<T>(text).map(|event| serde_json::to_value(event).unwrap());
    match written {
        Ok(written) if numbers(written.clone()) == numbers(serde_json::from_str(text).unwrap()) => {}
        Ok(written) => failed.push(format!("{name}#: written as {written}")),
        Err(error) => failed.push(format!("{name}#: {error}")),
    }
}

/// Brings all numbers into one form: `1.0` becomes `1`.
fn numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.into_iter().map(numbers).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, numbers(value))).collect(),
        other => other,
    }
}

#[test]
fn examples_are_read_and_written() {
    let mut failed = Vec::new();
"#;

impl Package {
    /// Adds a test for examples of events, whose schemas are a module `events`.
    pub fn add_examples(&self, examples: &[(String, String)]) {
        let types = fs::read_to_string(self.folder.path().join("src/events/types.rs")).unwrap();
        let has = |name: &str| types.contains(&format!(" {name} "));
        let mut text = EVENTS.replace(
            "use serde_json",
            &format!("use {}::events::types;\nuse serde_json", self.name.replace('-', "_")),
        );
        for (name, example) in examples {
            let whole = type_name(name);
            let ty = if has(&whole) { whole } else { type_name(name.split('#').next().unwrap()) };
            assert!(has(&ty), "{name}: there is no type {ty}");
            writeln!(text, "    check::<types::{ty}>({name:?}, {example:?}, &mut failed);").unwrap();
        }
        text += "    assert!(failed.is_empty(), \"\\n{}\", failed.join(\"\\n\"));\n}\n";
        self.add_tests("examples", &text);
    }
}

fn type_name(text: &str) -> String {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}
