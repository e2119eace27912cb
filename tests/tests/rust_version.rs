//! The oldest Rust that the generator and the generated code need, as their manifests say. Clippy's
//! `incompatible_msrv` finds what the standard library does not have in that version: `.ci/run` runs it on the golden
//! outputs and on `generated/`, whose manifests name Rust 1.85.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use syn::visit::Visit;

/// The crates of the workspace and all their dependencies, by their ids.
struct Crates {
    packages: BTreeMap<String, Value>,
    /// The ids of the dependencies that a crate is built with, without those of its tests.
    dependencies: BTreeMap<String, Vec<String>>,
}

fn crates() -> Crates {
    let output = Command::new(env!("CARGO")).args(["metadata", "--format-version", "1"]).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let built_with = |dependency: &&Value| {
        let kinds = dependency["dep_kinds"].as_array().unwrap();
        kinds.iter().any(|kind| kind["kind"].is_null())
    };
    let dependencies = |node: &Value| {
        let all = node["deps"].as_array().unwrap();
        all.iter().filter(built_with).map(|dependency| text(&dependency["pkg"])).collect()
    };
    Crates {
        packages: packages.iter().map(|package| (text(&package["id"]), package.clone())).collect(),
        dependencies: nodes.iter().map(|node| (text(&node["id"]), dependencies(node))).collect(),
    }
}

impl Crates {
    /// Checks that all dependencies of a crate compile with the version of Rust that its manifest names.
    fn check(&self, name: &str) {
        let (root, package) =
            self.packages.iter().find(|(_, package)| package["name"].as_str() == Some(name)).unwrap();
        let oldest = version(&package["rust_version"]).unwrap();
        let (mut waiting, mut seen) = (vec![root], BTreeSet::new());
        while let Some(id) = waiting.pop() {
            if seen.insert(id) {
                let needed = version(&self.packages[id]["rust_version"]);
                assert!(needed <= Some(oldest), "{name} says that Rust {oldest:?} is enough: {id}");
                waiting.extend(&self.dependencies[id]);
            }
        }
        assert!(seen.len() > 10, "{name} has {} dependencies", seen.len());
    }
}

/// The major and minor version of a `rust-version`.
fn version(value: &Value) -> Option<(u32, u32)> {
    let mut numbers = value.as_str()?.split('.').map(|number| number.parse().unwrap());
    Some((numbers.next()?, numbers.next()?))
}

#[test]
fn dependencies_need_no_newer_rust() {
    let crates = crates();
    for name in ["stubsmith", "stubsmith-cli", "guest-events", "stubsmith-golden"] {
        crates.check(name);
    }
}

/// Finds `if let A = a && let B = b`, which needs Rust 1.88.
#[derive(Default)]
struct LetChains(usize);

impl<'ast> Visit<'ast> for LetChains {
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let sides = [&*binary.left, &*binary.right];
        self.0 += sides.iter().filter(|side| matches!(side, syn::Expr::Let(_))).count();
        syn::visit::visit_expr_binary(self, binary);
    }
}

fn let_chains(code: &str) -> usize {
    let mut found = LetChains::default();
    found.visit_file(&syn::parse_file(code).unwrap());
    found.0
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn generated_code_has_no_let_chains() {
    assert_eq!(let_chains("fn f() { if let Some(a) = a && b {} }"), 1);
    assert_eq!(let_chains("fn f() { if a && let Some(b) = b && c {} }"), 1);
    assert_eq!(let_chains("fn f() { if let Some(a) = a { let b = c && d; } }"), 0);
    let mut files = Vec::new();
    for folder in ["golden", "../generated/src", "../generator/support"] {
        rust_files(Path::new(folder), &mut files);
    }
    assert!(files.len() > 300, "{} files", files.len());
    for file in files {
        let code = fs::read_to_string(&file).unwrap();
        assert_eq!(let_chains(&code), 0, "{}", file.display());
    }
}
