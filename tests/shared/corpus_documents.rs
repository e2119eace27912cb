//! The documents of the corpus, the generated code of each, and crates that contain it: shared by the tests that read
//! the corpus. A test uses only a part of it.
#![allow(dead_code, reason = "each test is a crate of its own, and uses a part of this file")]

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use stubsmith::{Config, Generated, KeepUnknown};

/// A document of the corpus.
#[derive(Clone)]
pub struct Document {
    /// The name in the manifest.
    pub name: String,
    pub path: PathBuf,
    /// The folder that its references may reach.
    pub root: PathBuf,
    /// `swagger2`, `oas30`, `oas31` or `oas32`.
    pub version: String,
    /// `ok`, or the reason why it is not a whole spec.
    pub status: String,
    /// Whether it describes a real API. The others are the test suites of other tools.
    pub is_published: bool,
    pub bytes: usize,
    pub operations: usize,
}

impl Document {
    /// Generates with `--skip-unsupported` and `--keep-unknown`.
    pub fn generate(&self) -> Generated {
        let config = Config::new(&self.path).ref_root(&self.root);
        config.keep_unknown(KeepUnknown::All).skip_unsupported(true).generate()
    }
}

/// The corpus' folder, if there is one.
pub fn corpus() -> Option<PathBuf> {
    env::var_os("STUBSMITH_CORPUS").map(PathBuf::from)
}

/// The corpus' folder. Without one, prints that the test is skipped; not with `println!`, whose output cargo hides if a
/// test passes.
pub fn corpus_or_say() -> Option<PathBuf> {
    let folder = corpus();
    if folder.is_none() {
        let said = writeln!(io::stderr(), "skipped: STUBSMITH_CORPUS does not name the corpus");
        said.unwrap();
    }
    folder
}

/// The whole Swagger 2.0 documents: those of status `ok`.
pub fn documents(folder: &Path) -> Vec<Document> {
    let mut documents = specs(folder);
    documents.retain(|document| document.version == "swagger2" && document.status == "ok");
    documents
}

/// The documents of kind `spec`, of all versions.
pub fn specs(folder: &Path) -> Vec<Document> {
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut rows = manifest.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let column = |name: &str| head.iter().position(|title| *title == name).unwrap();
    let (path, version, kind, status) = (column("path"), column("version"), column("kind"), column("status"));
    let (bytes, operations, published) = (column("bytes"), column("operations"), column("published"));
    let document = |row: Vec<&str>| Document {
        name: row[path].to_owned(),
        path: folder.join(row[path]),
        root: folder.join(row[path].split('/').next().unwrap()),
        version: row[version].to_owned(),
        status: row[status].to_owned(),
        is_published: row[published] == "yes",
        bytes: row[bytes].parse().unwrap(),
        operations: row[operations].parse().unwrap(),
    };
    rows.filter(|row| row[kind] == "spec").map(document).collect()
}

/// The number of operations that the generated code serves.
pub fn served(generated: &Generated) -> usize {
    generated.files.iter().map(|file| file.text.matches(": Operation = Operation {").count()).sum()
}

/// The peak memory of this process, in MiB.
pub fn peak_memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<usize>().ok()? / 1024)
}

const MANIFEST: &str = r#"[package]
name = "documents"
version = "0.1.0"
edition = "EDITION"

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["matched-path", "multipart"] }
base64 = "0.22"
regex = "1"
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }

[workspace]
"#;

/// A crate with a module for each document, in which warnings are errors.
pub struct Crate<'a> {
    pub folder: &'a Path,
    /// The name of each module's document: `m0` is the first.
    names: Vec<String>,
    /// The length of the generated code.
    pub bytes: usize,
}

impl<'a> Crate<'a> {
    pub fn new(folder: &'a Path) -> Self {
        Self { folder, names: Vec::new(), bytes: 0 }
    }

    /// Adds the generated code of a document.
    pub fn add(&mut self, name: &str, generated: &Generated) {
        let module = self.folder.join("src").join(format!("m{}", self.names.len()));
        stubsmith::write(&module, &generated.files).unwrap();
        self.names.push(name.to_owned());
        self.bytes += generated.files.iter().map(|file| file.text.len()).sum::<usize>();
    }

    /// Runs `cargo check`, or another command, on the crate.
    pub fn run(&self, edition: &str, command: &[&str]) {
        let result = self.try_run(edition, command);
        assert!(result.is_ok(), "{edition}: {}", result.unwrap_err());
    }

    /// The same. The error is the output of cargo, and the names of the documents in it.
    pub fn try_run(&self, edition: &str, command: &[&str]) -> Result<(), String> {
        let mut modules = "#![deny(warnings)]\n".to_owned();
        for (index, name) in self.names.iter().enumerate() {
            writeln!(modules, "pub mod m{index}; // {name}").unwrap();
        }
        fs::write(self.folder.join("Cargo.toml"), MANIFEST.replace("EDITION", edition)).unwrap();
        fs::write(self.folder.join("src/lib.rs"), &modules).unwrap();
        fs::copy("../Cargo.lock", self.folder.join("Cargo.lock")).unwrap();
        let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("documents");
        let cargo = Command::new(env!("CARGO"))
            .current_dir(self.folder)
            .args(command)
            .env("CARGO_TARGET_DIR", target)
            .output();
        let output = cargo.unwrap();
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let named =
            self.names.iter().enumerate().filter(|(index, _)| text.contains(&format!("src/m{index}/")));
        let named: Vec<String> = named.map(|(index, name)| format!("\n    m{index} is {name}")).collect();
        Err(format!("{text}{}", named.concat()))
    }
}
