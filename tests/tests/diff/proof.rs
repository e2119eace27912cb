//! The proof of the verdicts. For each change of a folder, the compiler checks two servers of the old spec with the new
//! code, a server of the new spec gets the requests of old clients, and the client of the old spec reads new responses.
//!
//! ```sh
//! cargo test -p stubsmith-tests --test diff -- --ignored --nocapture
//! ```
//!
//! A folder has two servers: `strict.rs` writes each field, each variant and `.into()`, and `loose.rs` writes `..` and `_`
//! wherever Rust allows it. `requests.txt` has the old requests, and `calls.rs` a call of each operation. The record is
//! `proof.txt`; `BLESS=1` writes it.
//!
//! | seen | verdict for builds |
//! |---|---|
//! | both servers compile | safe |
//! | only one of them | maybe |
//! | none | breaks |
//!
//! | seen | verdict for clients |
//! |---|---|
//! | an old request is rejected | breaks |
//! | a new response cannot be read | breaks or maybe |
//! | a handler gets another request | breaks, maybe or safe: it is evidence only for breaks |
//! | none of these | maybe or safe |

use crate::attribute::attribute;
use crate::cases::{Case, cases, write};
use crate::finding::{Finding, finding};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use stubsmith::{Change, Config, Dependency, Generated, Style, Verdict};

/// The changes whose verdicts differ from the observations, each with the reason.
const EXCEPTIONS: [(&str, &str); 4] = [
    (
        "one of several media types is not sent any more",
        "the servers respond with 501: only another status code needs an acceptable media type",
    ),
    ("a keyword that the diff does not understand", "the diff does not know which values `not` rejects"),
    (
        "an alternative of `oneOf` is added that accepts the values of another one",
        "the diff compares the types: only the schemas tell whether a value has both",
    ),
    ("a bearer token needs a role", "the servers accept all credentials: `authenticate` compares the scopes"),
];

const SERVERS: [&str; 2] = ["strict", "loose"];

/// The crates of the servers and of the program that sends requests.
const OWN: &str = r#"axum = { version = "0.8.9", default-features = false, features = ["http1", "json", "matched-path", "tokio"] }
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
"#;

/// A workspace with a package for each change. Its library is the new code, and its programs are the servers.
struct Workspace<'a> {
    /// A folder in the target folder, so that a second run compiles only what has changed.
    root: PathBuf,
    source: &'a str,
    /// The dependencies of the code of the old spec.
    known: Vec<Dependency>,
}

/// The errors of a package.
#[derive(Default)]
struct Broken {
    /// The codes of the errors of each server.
    codes: BTreeMap<&'static str, BTreeSet<String>>,
    findings: Vec<Finding>,
}

/// A request, the status of the response, and the request as the handler gets it.
type Sent = (String, u16, String);

/// A response, and why the old client cannot read it.
type Unread = (String, String);

/// The observations of a change.
#[derive(Default)]
struct Seen {
    broken: Broken,
    rejected: Vec<String>,
    changed: Vec<String>,
    unread: Vec<String>,
}

fn generate(config: &Config) -> Generated {
    let generated = config.generate();
    assert!(!generated.report.has_errors(), "{}", generated.report.render(Style::Plain));
    generated
}

impl<'a> Workspace<'a> {
    fn new(source: &'a str) -> Self {
        let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("diff-proof");
        let root = target.join(Path::new(source).file_name().unwrap());
        fs::create_dir_all(&root).unwrap();
        fs::copy("../Cargo.lock", root.join("Cargo.lock")).unwrap();
        let mut workspace = Self { root, source, known: Vec::new() };
        let old = generate(&Config::new(Path::new(source).join("base.yaml")).client(true));
        workspace.add("old", &old, &old.dependencies);
        workspace.known = generate(&Config::new(Path::new(source).join("base.yaml"))).dependencies;
        workspace
    }

    fn folder(&self, package: &str) -> PathBuf {
        self.root.join(package)
    }

    /// Writes the workspace with these packages.
    fn set_members(&self, packages: &[String]) {
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {packages:?}\n\n[profile.dev]\ndebug = false\n"
        );
        fs::write(self.root.join("Cargo.toml"), manifest).unwrap();
    }

    /// Writes a package with generated code as its library, and with the servers.
    fn add(&self, package: &str, generated: &Generated, dependencies: &[Dependency]) {
        let folder = self.folder(package);
        let mut files = generated.files.clone();
        for file in files.iter_mut().filter(|file| file.path == "mod.rs") {
            "lib.rs".clone_into(&mut file.path);
        }
        stubsmith::write(&folder.join("src"), &files).unwrap();
        let mut manifest = format!(
            "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nautobins = false\n\n[lib]\nname = \"api\"\n\n"
        );
        for server in SERVERS {
            let path = fs::canonicalize(self.source).unwrap().join(format!("{server}.rs"));
            let path = path.display();
            write!(manifest, "[[bin]]\nname = \"{server}-{package}\"\npath = '{path}'\n\n").unwrap();
        }
        manifest += "[dependencies]\n";
        manifest += &lines(dependencies);
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .current_dir(&self.root)
            .args(arguments)
            .env("CARGO_TARGET_DIR", self.root.with_file_name("target"));
        cargo
    }

    /// Returns the errors of the servers of each package.
    fn check(&self) -> BTreeMap<String, Broken> {
        let arguments = ["check", "--workspace", "--keep-going", "--message-format=json"];
        let output = self.cargo(&arguments).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let mut found: BTreeMap<String, Broken> = BTreeMap::new();
        let messages = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let mut is_finished = false;
        for message in messages {
            is_finished |= message["reason"] == "build-finished";
            let error = &message["message"];
            let has_place = error["spans"].as_array().is_some_and(|spans| !spans.is_empty());
            if message["reason"] != "compiler-message" || error["level"] != "error" || !has_place {
                continue;
            }
            let manifest = Path::new(message["manifest_path"].as_str().unwrap()).parent().unwrap();
            let package = manifest.file_name().unwrap().to_string_lossy().into_owned();
            let target = message["target"]["name"].as_str().unwrap();
            // A server does not compile without its library.
            let own = SERVERS.into_iter().filter(|server| target == "api" || target.starts_with(server));
            let code = error["code"]["code"].as_str().or(error["message"].as_str()).unwrap();
            let code =
                if target == "api" { format!("{code} in the generated code") } else { code.to_owned() };
            let broken = found.entry(package).or_default();
            broken.findings.extend(finding(error, &self.root));
            for server in own {
                broken.codes.entry(server).or_default().insert(code.clone());
            }
        }
        assert!(is_finished, "{}", String::from_utf8_lossy(&output.stderr));
        found
    }

    /// Writes the program that sends the requests.
    fn add_wire(&self, packages: &[(String, Config)]) {
        let folder = self.folder("wire").join("src");
        fs::create_dir_all(&folder).unwrap();
        let mut manifest = format!(
            "[package]\nname = \"wire\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{OWN}tower = {{ version = \"0.5\", features = [\"util\"] }}\n"
        );
        let mut servers = "#![allow(unused_imports)]\n\n".to_owned();
        let mut routers = String::new();
        manifest += "old = { path = \"../old\", package = \"old\" }\n";
        for (package, config) in packages {
            writeln!(manifest, "{package} = {{ path = \"../{package}\", package = \"{package}\" }}").unwrap();
            let stub = config.stub(Some(package)).files.remove(0).text;
            let stub = stub.replace("let _ = request;", "crate::remember(&request);");
            let stub = stub.replace("let _ = (principal, request);", "crate::remember(&request);");
            let stub = stub.replace("Err(Rejection::MissingCredentials.into())", "Ok(Caller)");
            fs::write(folder.join(format!("{package}.rs")), stub).unwrap();
            writeln!(servers, "#[path = \"{package}.rs\"]\nmod {package}_server;").unwrap();
            let server = format!("std::sync::Arc::new({package}_server::Server)");
            writeln!(routers, "        (\"{package}\", {package}::service({server})),").unwrap();
        }
        writeln!(
            servers,
            "\npub fn routers() -> Vec<(&'static str, axum::Router)> {{\n    vec![\n{routers}    ]\n}}"
        )
        .unwrap();
        fs::write(self.folder("wire").join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.join("servers.rs"), servers).unwrap();
        fs::copy("diff/wire.rs", folder.join("main.rs")).unwrap();
        fs::copy(Path::new(self.source).join("calls.rs"), folder.join("calls.rs")).unwrap();
    }

    /// Runs it. Returns the requests with their responses for each package, and the responses that are not read.
    fn ask(&self, cases: &[Case]) -> (BTreeMap<String, Vec<Sent>>, Vec<Vec<Unread>>) {
        let responses: Vec<&Vec<String>> = cases.iter().map(|case| &case.responses).collect();
        let file = self.folder("responses.json");
        fs::write(&file, serde_json::to_string(&responses).unwrap()).unwrap();
        let requests = fs::canonicalize(self.source).unwrap().join("requests.txt");
        let mut cargo = self.cargo(&["run", "--quiet", "--package", "wire", "--"]);
        let output = cargo.arg(requests).arg(file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let unread = serde_json::from_str(lines.pop().unwrap()).unwrap();
        (lines.into_iter().map(|line| serde_json::from_str::<(String, _)>(line).unwrap()).collect(), unread)
    }
}

/// The crates of the servers, and the others of the generated code.
fn lines(dependencies: &[Dependency]) -> String {
    let own = |name: &str| OWN.lines().any(|line| line.split(' ').next() == Some(name));
    let others = dependencies.iter().filter(|one| !own(one.name)).map(|one| one.line() + "\n");
    OWN.to_owned() + &others.collect::<String>()
}

/// Compares the responses of the old server with those of a new one.
fn compare(seen: &mut Seen, old: &[Sent], new: &[Sent]) {
    for ((line, was, before), (_, is, after)) in old.iter().zip(new) {
        let short = line.replace(" | X-Token: secret", "");
        if was == is && before != after {
            seen.changed.push(format!("{short}: {before} is {after}"));
        } else if was != is {
            seen.rejected.push(format!("{short}: {is}"));
        }
    }
}

/// Returns the differences between the verdicts of a change and the observations.
fn disagreement(seen: &Seen, (wire, build): (Verdict, Verdict)) -> Option<String> {
    let compiled = match seen.broken.codes.len() {
        0 => Verdict::Safe,
        1 => Verdict::Maybe,
        _ => Verdict::Breaks,
    };
    if build != compiled {
        return Some(format!("build is {build}, and was {compiled}"));
    }
    let is_worse = !seen.unread.is_empty() || !seen.changed.is_empty();
    match wire {
        Verdict::Breaks => {
            (seen.rejected.is_empty() && !is_worse).then(|| "wire is breaks, and nothing broke".to_owned())
        }
        _ if !seen.rejected.is_empty() => Some(format!("wire is {wire}, and a request was rejected")),
        Verdict::Safe if !seen.unread.is_empty() => {
            Some("wire is safe, and a response was not read".to_owned())
        }
        Verdict::Safe | Verdict::Maybe => None,
    }
}

/// Returns the worst verdicts of the rules of a change.
fn verdicts(case: &Case) -> (Verdict, Verdict) {
    let parse = |word: &str| Verdict::ALL.into_iter().find(|verdict| verdict.word() == word).unwrap();
    let all = case.expected.iter().map(|line| line.split_once(' ').unwrap().1.split_once('/').unwrap());
    let all: Vec<_> = all.map(|(wire, build)| (parse(wire), parse(build))).collect();
    let worst = |of: fn(&(Verdict, Verdict)) -> Verdict| all.iter().map(of).max().unwrap_or(Verdict::Safe);
    (worst(|both| both.0), worst(|both| both.1))
}

/// Returns the errors that are not attributed to the changes of a case, and the number of those that are, even if the
/// changes of all cases were made at once.
fn attributed(findings: &[Finding], own: usize, all: &[Vec<Change>]) -> (Vec<String>, usize) {
    let rest = attribute(findings.to_vec(), &mut all[own].clone());
    let is_found = |finding: &&Finding| {
        let mut changes: Vec<Change> = all.iter().flatten().cloned().collect();
        attribute(vec![(*finding).clone()], &mut changes);
        let start: usize = all.iter().take(own).map(Vec::len).sum();
        changes[start..start + all[own].len()].iter().any(|change| !change.rustc.is_empty())
    };
    (rest.iter().map(ToString::to_string).collect(), findings.iter().filter(is_found).count())
}

fn changes_of(case: &Case, folder: &str) -> Vec<Change> {
    let (_folder, old, new) = write(case, folder);
    Config::new(new).diff(&Config::new(old), false).changes.unwrap()
}

fn observe(folder: &str) -> Vec<(Case, Seen)> {
    let cases = cases(folder);
    let workspace = Workspace::new(folder);
    let mut packages = Vec::new();
    // The specs are in folders that exist until the end.
    let mut written = Vec::new();
    let same = Case::unchanged();
    for (index, case) in std::iter::once(&same).chain(&cases).enumerate() {
        let files = write(case, folder);
        let config = Config::new(&files.2);
        let generated = generate(&config);
        let package = format!("change{index}");
        workspace.add(&package, &generated, &workspace.known);
        packages.push((package, config, generated));
        written.push(files);
    }
    let mut members: Vec<String> = packages.iter().map(|(package, ..)| package.clone()).collect();
    workspace.set_members(&members);
    println!("{folder}: cargo checks the servers");
    let mut broken = workspace.check();
    let own = broken.remove("change0").map(|broken| broken.codes);
    assert_eq!(own, None, "the servers do not compile with the code of the old spec");
    for (package, _, generated) in &packages {
        workspace.add(package, generated, &generated.dependencies);
    }
    let packages: Vec<(String, Config)> =
        packages.into_iter().map(|(package, config, _)| (package, config)).collect();
    workspace.add_wire(&packages);
    members.extend(["old", "wire"].map(str::to_owned));
    workspace.set_members(&members);
    println!("{folder}: cargo builds the program that sends requests");
    let (sent, mut unread) = workspace.ask(&cases);
    let old = &sent["change0"];
    for (line, status, text) in old {
        assert_eq!(*status, 501, "the old server rejects {line}: {text}");
    }
    let mut found = Vec::new();
    for (index, case) in cases.into_iter().enumerate() {
        let package = format!("change{}", index + 1);
        let mut seen = Seen { broken: broken.remove(&package).unwrap_or_default(), ..Seen::default() };
        compare(&mut seen, old, &sent[&package]);
        let own = unread.get_mut(index).map(std::mem::take).unwrap_or_default();
        seen.unread = own.into_iter().map(|(line, reason)| format!("{line}: {reason}")).collect();
        found.push((case, seen));
    }
    found
}

/// Proves the changes of a folder. This compiles a hundred crates, which takes some minutes.
fn prove(folder: &str) {
    let mut failures = Vec::new();
    let mut record = String::new();
    let mut differing = 0;
    let found = observe(folder);
    let all: Vec<Vec<Change>> = found.iter().map(|(case, _)| changes_of(case, folder)).collect();
    let (mut errors, mut apart) = (0, 0);
    for (index, (case, seen)) in found.iter().enumerate() {
        let (rest, among_all) = attributed(&seen.broken.findings, index, &all);
        errors += seen.broken.findings.len();
        apart += among_all;
        for error in rest {
            failures.push(format!("{}: no change is the cause of {error}", case.name));
        }
        let (wire, build) = verdicts(case);
        writeln!(record, "\n== {}\ndiff: wire {wire}, build {build}", case.name).unwrap();
        for (server, codes) in &seen.broken.codes {
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            writeln!(record, "{server}: {}", codes.join(", ")).unwrap();
        }
        // Another request is of interest only if nothing else proves that something breaks.
        let is_proved = wire != Verdict::Breaks || !seen.rejected.is_empty() || !seen.unread.is_empty();
        let changed = if is_proved { &[] } else { seen.changed.as_slice() };
        for (word, lines) in
            [("rejected", &*seen.rejected), ("another request", changed), ("not read", &*seen.unread)]
        {
            if let Some(first) = lines.first() {
                writeln!(record, "{word}: {first}").unwrap();
            }
            if lines.len() > 1 {
                writeln!(record, "  and {} more", lines.len() - 1).unwrap();
            }
        }
        let reason = EXCEPTIONS.iter().find(|(name, _)| *name == case.name).map(|(_, reason)| *reason);
        match (disagreement(seen, (wire, build)), reason) {
            (Some(difference), Some(reason)) => {
                differing += 1;
                writeln!(record, "differs: {difference}, because {reason}").unwrap();
            }
            (Some(difference), None) => {
                differing += 1;
                failures.push(format!("{}: {difference}", case.name));
            }
            (None, Some(_)) => failures.push(format!("{}: it agrees, so it is not an exception", case.name)),
            (None, None) => {}
        }
    }
    let count = found.len();
    let head = format!("{} of {count} changes agree.\n", count - differing);
    println!(
        "{folder}: {errors} errors of the compiler, {apart} of which find their change among all changes at once"
    );
    let path = Path::new(folder).join("proof.txt");
    let record = head + &record;
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &record).unwrap();
    }
    if fs::read_to_string(&path).unwrap_or_default() != record {
        failures.push(format!("{}: bless with BLESS=1, and read the diff", path.display()));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
#[ignore = "takes some minutes"]
fn the_compiler_and_old_clients_agree_about_tasks() {
    prove("diff/tasks");
}

#[test]
#[ignore = "takes some minutes"]
fn the_compiler_and_old_clients_agree_about_openapi31() {
    prove("diff/openapi31");
}
