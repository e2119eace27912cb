//! The Swagger 2.0 documents of the corpus, the generated code of each, and crates that contain it: shared by the test
//! of all documents and that of a sample.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use stubsmith::{Config, Generated, KeepUnknown};

/// A document of the corpus.
pub struct Document {
    /// The name in the manifest.
    pub name: String,
    pub path: PathBuf,
    /// The folder that its references may reach.
    pub root: PathBuf,
    pub bytes: usize,
    pub operations: usize,
}

/// The folders of published specs. The others are the test suites of other tools.
const PUBLISHED: [&str; 17] = [
    "alertmanager",
    "apis-guru-swagger2",
    "docker-engine",
    "docusign",
    "etcd",
    "firecracker",
    "ga4gh",
    "kubernetes",
    "lnd",
    "matrix-2015",
    "matrix-swagger2-2023",
    "netlify",
    "nytimes",
    "ory-kratos",
    "portainer",
    "unofficial",
    "weaviate",
];

impl Document {
    pub fn is_published(&self) -> bool {
        self.name.split('/').next().is_some_and(|folder| PUBLISHED.contains(&folder))
    }

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

/// The documents of kind `spec` and status `ok`.
pub fn documents(folder: &Path) -> Vec<Document> {
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut rows = manifest.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let column = |name: &str| head.iter().position(|title| *title == name).unwrap();
    let (path, version, kind, status) = (column("path"), column("version"), column("kind"), column("status"));
    let (bytes, operations) = (column("bytes"), column("operations"));
    let document = |row: Vec<&str>| Document {
        name: row[path].to_owned(),
        path: folder.join(row[path]),
        root: folder.join(row[path].split('/').next().unwrap()),
        bytes: row[bytes].parse().unwrap(),
        operations: row[operations].parse().unwrap(),
    };
    let rows = rows.filter(|row| row[version] == "swagger2" && row[kind] == "spec" && row[status] == "ok");
    rows.map(document).collect()
}

/// The number of operations that the generated code serves.
pub fn served(generated: &Generated) -> usize {
    generated.files.iter().map(|file| file.text.matches(": Operation = Operation {").count()).sum()
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
    modules: String,
    count: usize,
}

impl<'a> Crate<'a> {
    pub fn new(folder: &'a Path) -> Self {
        Self { folder, modules: "#![deny(warnings)]\n".to_owned(), count: 0 }
    }

    /// Adds the generated code of a document.
    pub fn add(&mut self, name: &str, generated: &Generated) {
        let module = format!("m{}", self.count);
        stubsmith::write(&self.folder.join("src").join(&module), &generated.files).unwrap();
        writeln!(self.modules, "pub mod {module}; // {name}").unwrap();
        self.count += 1;
    }

    /// Runs `cargo check`, or another command, on the crate.
    pub fn run(&self, edition: &str, command: &[&str]) {
        fs::write(self.folder.join("Cargo.toml"), MANIFEST.replace("EDITION", edition)).unwrap();
        fs::write(self.folder.join("src/lib.rs"), &self.modules).unwrap();
        fs::copy("../Cargo.lock", self.folder.join("Cargo.lock")).unwrap();
        let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("documents");
        let cargo = Command::new(env!("CARGO"))
            .current_dir(self.folder)
            .args(command)
            .env("CARGO_TARGET_DIR", target)
            .output();
        let output = cargo.unwrap();
        assert!(output.status.success(), "{edition}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
