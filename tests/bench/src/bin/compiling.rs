//! `compiling OPERATIONS [ROUNDS]`: CPU seconds to check and to build the generated code of a made-up spec with a
//! skeleton, next to handwritten code with serde's derives and axum's extractors.
//!
//! `compiling SPEC REF_ROOT [ROUNDS]`: the same for the generated code of a spec.
//!
//! `compiling openapi-generator SPEC REF_ROOT PACKAGE [ROUNDS]`: the same next to the code that openapi-generator
//! wrote into the folder PACKAGE, each with an implementation that does nothing.
//!
//! `compiling versions OPERATIONS [ROUNDS]`: the generated code of the made-up spec in Swagger 2.0 and in OpenAPI 3.1, and
//! of the larger one of `made_up3`.
//!
//! Their dependencies are built before. GNU time counts the user and system time of cargo and of its processes, and the
//! memory of the largest process.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use stubsmith::Config;
use stubsmith_bench::{made_up, made_up3, peer};

const MANIFEST: &str = r#"[package]
name = "measured"
version = "0.1.0"
edition = "2024"

[workspace]

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["json", "matched-path", "query"] }
base64 = "0.22"
regex = "1"
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["preserve_order"] }
"#;

const LIB: &str = "pub mod api;\npub mod server;\n\npub fn serve() -> axum::Router {\n    api::service(std::sync::Arc::new(server::Server))\n}\n";

const STEPS: [&[&str]; 3] = [&["check"], &["build"], &["build", "--release"]];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/compiling");
    let rounds = arguments.get(1..).and_then(|rest| rest.last()?.parse().ok()).unwrap_or(3);
    if let [peer, spec, root, package, ..] = arguments.as_slice()
        && peer == "openapi-generator"
    {
        return next_to_openapi_generator(&folder, &config(spec, root), Path::new(package), rounds);
    }
    if let [first, operations, ..] = arguments.as_slice()
        && first == "versions"
    {
        let operations = operations.parse().expect("compiling versions OPERATIONS [ROUNDS]");
        let rounds = arguments.get(2).map_or(3, |rounds| rounds.parse().expect("ROUNDS is a number"));
        return next_to_each_other(&folder, operations, rounds);
    }
    match arguments.first().map(|first| (first, first.parse::<usize>())) {
        Some((_, Ok(operations))) => {
            let crates = [generated_of_made_up(&folder, operations), by_hand(&folder, operations)];
            measure(&["generated", "by hand"], &crates, rounds, operations);
        }
        Some((spec, Err(_))) => {
            let root = arguments.get(1).expect("SPEC REF_ROOT");
            let (package, operations) = generated(&folder.join("described"), &config(spec, root));
            measure(&["generated"], &[package], rounds, operations);
        }
        None => eprintln!("compiling OPERATIONS [ROUNDS], or compiling SPEC REF_ROOT [ROUNDS]"),
    }
}

fn config(spec: &str, root: &str) -> Config {
    Config::new(spec).ref_root(root).skip_unsupported(true)
}

fn next_to_openapi_generator(folder: &Path, config: &Config, peer: &Path, rounds: usize) {
    let (package, operations) = generated(&folder.join("described"), config);
    let peer = peer.canonicalize().expect("openapi-generator wrote PACKAGE");
    peer::implement(&peer);
    measure(&["generated", "openapi-generator"], &[package, peer], rounds, operations);
}

fn next_to_each_other(folder: &Path, operations: usize, rounds: usize) {
    let specs = [
        ("OpenAPI 3.1", made_up::description3(operations)),
        ("Swagger 2.0", made_up::description(operations)),
        ("large 3.1", made_up3::document(operations).to_string()),
    ];
    let packages =
        specs.each_ref().map(|(name, text)| generated_of(&folder.join(name.replace(' ', "-")), text));
    measure(&specs.each_ref().map(|(name, _)| *name), &packages, rounds, operations);
}

fn generated_of_made_up(folder: &Path, operations: usize) -> PathBuf {
    generated_of(&folder.join("generated"), &made_up::description(operations))
}

fn generated_of(folder: &Path, spec: &str) -> PathBuf {
    let path = folder.join("spec.yaml");
    write(&path, spec);
    generated(folder, &Config::new(path)).0
}

/// A package with the generated code and its skeleton, and the number of its operations.
fn generated(folder: &Path, config: &Config) -> (PathBuf, usize) {
    let made = config.generate();
    assert!(!made.report.has_errors(), "{}", made.report.render(stubsmith::Style::Plain));
    stubsmith::write(&folder.join("src/api"), &made.files).expect("the folder can be written to");
    let stub = config.stub(None).files.remove(0).text;
    write(&folder.join("src/server.rs"), &stub);
    package(folder);
    let operations =
        made.files.iter().map(|file| file.text.matches(": Operation = Operation {").count()).sum();
    (folder.to_owned(), operations)
}

fn by_hand(folder: &Path, operations: usize) -> PathBuf {
    let folder = folder.join("by_hand");
    write(&folder.join("src/api.rs"), &made_up::by_hand(operations));
    write(&folder.join("src/server.rs"), &made_up::by_hand_implementation(operations));
    package(&folder);
    folder
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// Writes the package, with its dependencies.
fn package(folder: &Path) {
    write(&folder.join("src/lib.rs"), LIB);
    write(&folder.join("Cargo.toml"), MANIFEST);
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file is there");
}

fn touch(path: &Path) {
    let text = fs::read_to_string(path).expect("the file is there");
    write(path, &text);
}

/// Checks and builds the packages in turn.
fn measure(names: &[&str], packages: &[PathBuf], rounds: usize, operations: usize) {
    for step in STEPS {
        // The dependencies are built first: they are not measured.
        for package in packages {
            cargo(package, step);
        }
        let mut seen: Vec<Vec<f64>> = vec![Vec::new(); packages.len()];
        let mut memory = vec![0; packages.len()];
        for _ in 0..rounds {
            for (index, package) in packages.iter().enumerate() {
                touch(&package.join("src/lib.rs"));
                let (seconds, kibibytes) = cargo(package, step);
                seen[index].push(seconds);
                memory[index] = memory[index].max(kibibytes);
            }
        }
        report(step, names, &mut seen, &memory, operations);
    }
}

fn report(step: &[&str], names: &[&str], seen: &mut [Vec<f64>], memory: &[u64], operations: usize) {
    println!("cargo {}", step.join(" "));
    #[allow(clippy::cast_precision_loss, reason = "counts are small")]
    for ((name, seconds), kibibytes) in names.iter().zip(seen.iter()).zip(memory) {
        let (middle, least) = (median(seconds.clone()), seconds.iter().copied().fold(f64::MAX, f64::min));
        println!(
            "  {name:<17} CPU {middle:.2} s (least {least:.2}), {:.1} ms for each of {operations} operations, {} MiB",
            middle * 1000.0 / operations as f64,
            kibibytes / 1024,
        );
    }
    let ([first, others @ ..], [of, names @ ..]) = (seen, names) else { return };
    for (other, name) in others.iter().zip(names) {
        let ratios = first.iter().zip(other).map(|(first, other)| first / other).collect();
        println!("  {of} of {name}: {:.2}", median(ratios));
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// CPU seconds and peak memory of one run of cargo.
fn cargo(package: &Path, step: &[&str]) -> (f64, u64) {
    let mut command = Command::new("time");
    command.args(["-f", "%U %S %M", "cargo"]).args(step).args(["--quiet", "-j1"]);
    command.current_dir(package).env("CARGO_INCREMENTAL", "0").env_remove("CARGO_PROFILE_DEV_DEBUG");
    command.env("CARGO_TARGET_DIR", package.with_file_name("target"));
    let output = command.output().expect("GNU time is installed");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut figures = said.lines().next_back().unwrap_or_default().split(' ');
    let mut next = || figures.next().and_then(|figure| figure.parse::<f64>().ok()).expect("three figures");
    let seconds = next() + next();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kibibytes")]
    (seconds, next() as u64)
}
