//! A program that decodes each value as the enum and as checked JSON.

use super::excerpt::Excerpt;
use super::random::Random;
use super::values::root;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};
use stubsmith::{Config, Style};

/// Generates a module of the program, with a function that decodes a value in a request or a response.
///
/// # Errors
/// If the spec is rejected, or if a union stays JSON.
pub fn generate(excerpt: &Excerpt, folder: &Path, name: &str) -> Result<(), String> {
    let spec = folder.join(format!("{name}.json"));
    fs::write(&spec, excerpt.spec.to_string()).unwrap();
    let generated = Config::new(&spec).generate();
    if generated.report.has_errors() {
        return Err(format!("{}: {}", excerpt.path, generated.report.render(Style::Short)));
    }
    let module = folder.join("src").join(name);
    stubsmith::write(&module, &generated.files).unwrap();
    let types = fs::read_to_string(module.join("types.rs")).unwrap();
    for (index, chosen) in excerpt.chosen.iter().enumerate() {
        let type_of = |holder: &str| {
            let (_, rest) = types.split_once(&format!("pub struct {holder}{index} {{"))?;
            let (_, rest) = rest.split_once("pub value: ")?;
            Some(rest.split_once(",\n")?.0)
        };
        let (typed, checked) = (type_of("Typed").unwrap(), type_of("Checked").unwrap());
        let place = format!("{}#{}", excerpt.path, chosen.pointer);
        if !checked.ends_with("Value") || typed.ends_with("Value") {
            return Err(format!("{place} has the type {typed}, and the checked JSON {checked}"));
        }
    }
    for (file, more) in [("mod.rs", "\npub use support::decode_value;\n"), ("support/mod.rs", DECODE)] {
        let text = fs::read_to_string(module.join(file)).unwrap();
        fs::write(module.join(file), text + more).unwrap();
    }
    Ok(())
}

const DECODE: &str = r#"
pub fn decode_value<T: Decode>(json: &str, of_request: bool) -> Result<T, String> {
    let mut trail = Trail { of_request, ..Trail::default() };
    let mut input = serde_json::Deserializer::from_str(json);
    T::decode(&mut input, &mut trail).map_err(|error| format!("at `{}`: {error}", trail.pointer()))
}
"#;

const MANIFEST: &str = r#"[package]
name = "unions"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["matched-path"] }
regex = "1"
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }

[profile.release.package.unions]
opt-level = 1

[workspace]
"#;

const COMPARE: &str = r#"
use std::fmt::Debug;

#[derive(Default)]
struct Counts {
    values: usize,
    valid_requests: usize,
    valid_responses: usize,
    different: usize,
    /// Valid values that lose no property.
    kept: usize,
    changed: usize,
    differences: Vec<String>,
    changes: Vec<String>,
}

fn show(list: &mut Vec<String>, line: String) {
    list.push(line);
    if list.len() > 1000 {
        list.sort_by_key(String::len);
        list.truncate(20);
    }
}

/// Whether no property is lost. An ignored property may be the only one that excludes an alternative.
fn keeps(before: &str, after: &str) -> bool {
    fn count(value: &serde_json::Value) -> usize {
        match value {
            serde_json::Value::Object(object) => object.len() + object.values().map(count).sum::<usize>(),
            serde_json::Value::Array(items) => items.iter().map(count).sum(),
            _ => 0,
        }
    }
    let count_of = |text| count(&serde_json::from_str(text).unwrap());
    count_of(before) <= count_of(after)
}

/// Decodes each line of the input.
fn compare<T: PartialEq + Debug + serde::Serialize, C>(
    typed: impl Fn(&str, bool) -> Result<T, String>,
    checked: impl Fn(&str, bool) -> Result<C, String>,
) -> serde_json::Value {
    let mut counts = Counts::default();
    for line in std::io::stdin().lines() {
        let json = line.unwrap();
        counts.values += 1;
        for of_request in [true, false] {
            let way = if of_request { "request" } else { "response" };
            let (value, verdict) = (typed(&json, of_request), checked(&json, of_request).map(drop));
            match (value, verdict) {
                (Ok(value), Ok(())) => {
                    *(if of_request { &mut counts.valid_requests } else { &mut counts.valid_responses }) += 1;
                    let again = serde_json::to_string(&value).unwrap();
                    if !keeps(&json, &again) {
                        continue;
                    }
                    counts.kept += 1;
                    let fault = match (typed(&again, of_request), checked(&again, of_request)) {
                        (Ok(second), Ok(_)) if second == value => continue,
                        (Ok(second), Ok(_)) => format!("{value:?} becomes {second:?}"),
                        (Err(error), _) => format!("the enum rejects it: {error}"),
                        (_, Err(error)) => format!("the table rejects it: {error}"),
                    };
                    counts.changed += 1;
                    show(&mut counts.changes, format!("{way} {json} becomes {again}: {fault}"));
                }
                (Err(_), Err(_)) => {}
                (Err(error), Ok(())) => {
                    counts.different += 1;
                    show(&mut counts.differences, format!("{way} {json}: the enum rejects it: {error}"));
                }
                (Ok(_), Err(error)) => {
                    counts.different += 1;
                    show(&mut counts.differences, format!("{way} {json}: the table rejects it: {error}"));
                }
            }
        }
    }
    counts.differences.sort_by_key(String::len);
    counts.changes.sort_by_key(String::len);
    serde_json::json!({
        "values": counts.values,
        "valid_requests": counts.valid_requests,
        "valid_responses": counts.valid_responses,
        "different": counts.different,
        "kept": counts.kept,
        "changed": counts.changed,
        "differences": counts.differences,
        "changes": counts.changes,
    })
}
"#;

/// Compiles the program with the modules of the excerpts.
pub fn compile(excerpts: &[Excerpt], folder: &Path) -> PathBuf {
    fs::write(folder.join("Cargo.toml"), MANIFEST).unwrap();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut text = String::new();
    let mut rows = String::new();
    for (document, excerpt) in excerpts.iter().enumerate() {
        writeln!(text, "mod d{document};").unwrap();
        for index in 0..excerpt.chosen.len() {
            writeln!(
                rows,
                "        \"{document}/{index}\" => compare(d{document}::decode_value::<d{document}::types::Typed{index}>, \
                 d{document}::decode_value::<d{document}::types::Checked{index}>),"
            )
            .unwrap();
        }
    }
    write!(
        text,
        "{COMPARE}\nfn main() {{\n    let counts = match std::env::args().nth(1).unwrap().as_str() {{\n{rows}        \
         other => panic!(\"{{other}}\"),\n    }};\n    println!(\"{{counts}}\");\n}}\n"
    )
    .unwrap();
    fs::write(folder.join("src/main.rs"), text).unwrap();
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("unions");
    let mut build = Command::new(env!("CARGO"));
    build.current_dir(folder).args(["build", "--quiet", "--release"]).env("CARGO_TARGET_DIR", &target);
    let output = build.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("release/unions")
}

/// Sends random values of a union to the program, and returns its counts.
pub fn compare(program: &Path, excerpt: &Excerpt, (document, index): (usize, usize), values: usize) -> Value {
    let root = root(&excerpt.spec, &excerpt.chosen[index].reference);
    let mut random = Random::new(&root, (document * 100 + index) as u64);
    let mut command = Command::new(program);
    command.arg(format!("{document}/{index}")).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = BufWriter::new(child.stdin.take().unwrap());
    for _ in 0..values {
        let value = random.value();
        writeln!(input, "{}", json!({"value": value})).unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", excerpt.path);
    serde_json::from_slice(&output.stdout).unwrap()
}
