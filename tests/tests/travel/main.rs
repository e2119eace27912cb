//! Made values travel through the generated client and back, in process: a request that a server reads is passed to the
//! client, and the server behind the client reads an equal request. The response comes back unchanged.
//!
//! ```text
//! cargo test -p stubsmith-tests --test travel -- --ignored
//! STUBSMITH_CORPUS=<folder> cargo test -p stubsmith-tests --test travel -- --ignored
//! ```

mod bodies;
mod calls;
#[allow(dead_code, clippy::pedantic, reason = "another package compiles it, and sends its own requests")]
#[path = "../../compiled/combinations.rs"]
mod combinations;
#[path = "../../shared/corpus_documents.rs"]
mod corpus_documents;
#[allow(clippy::pedantic, reason = "another package compiles it")]
#[path = "../../names/every_name.rs"]
mod every_name;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../shared/golden_cases.rs"]
mod golden_cases;
mod program;
mod servers;

use calls::{Call, EACH, calls, has_operations};
use serde_json::Value;
use servers::{Role, methods, server};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::{env, fmt::Write as _};
use stubsmith::{Apis, Config, DocumentFormat, KeepUnknown, Style};

/// Specs, as modules of one program, which share the support code.
struct Suite {
    folder: tempfile::TempDir,
    modules: Vec<String>,
    configs: Vec<Config>,
    calls: Vec<(usize, Call)>,
}

/// What the program prints for a call: the response of the example server, that of the proxy, and the logs of the proxy
/// and of the recorder.
type Seen = (Option<Answer>, Option<Answer>, Vec<(String, String)>, Vec<(String, String)>);
/// The status code, the headers and the body.
type Answer = (u16, Vec<String>, String);

impl Suite {
    fn new() -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        fs::create_dir(folder.path().join("src")).unwrap();
        Self { folder, modules: Vec::new(), configs: Vec::new(), calls: Vec::new() }
    }

    /// Adds a spec, if code without other crates can be generated for it.
    fn add(&mut self, name: &str, config: &Config) -> bool {
        let config = config.clone().client(true).example_server(true).keep_unknown(KeepUnknown::All);
        let config = config.form_buffer(1 << 20).name(name);
        let bundle = config.clone().bundle(Some(DocumentFormat::Json), true);
        let Some(document) = bundle.files.first() else { return false };
        let document: Value = serde_json::from_str(&document.text).unwrap();
        let generated = config.generate();
        let is_whole = !generated.report.has_errors() && generated.named_crates.is_empty();
        if !is_whole || !has_operations(&document) {
            return false;
        }
        let source = self.folder.path().join("src");
        let clients = generated.files.iter().filter(|file| file.path.starts_with("client"));
        let methods = methods(clients.map(|file| file.text.as_str()));
        let skeleton = config.stub(Some(&format!("crate::{name}"))).files.remove(0).text;
        for (role, ending) in [(Role::Proxy, "proxy"), (Role::Recorder, "recorder")] {
            let code = server(&skeleton, name, &methods, role);
            fs::write(source.join(format!("{name}_{ending}.rs")), code).unwrap();
        }
        let module = self.modules.len();
        self.modules.push(name.to_owned());
        self.configs.push(config);
        self.calls.extend(calls(&document).into_iter().map(|call| (module, call)));
        true
    }

    fn run(&self) -> Vec<Seen> {
        let folder = self.folder.path();
        fs::write(folder.join("Cargo.toml"), program::MANIFEST).unwrap();
        let generated = Apis::new(self.configs.clone()).generate();
        assert!(!generated.report.has_errors(), "{}", generated.report.render(Style::Short));
        stubsmith::write(&folder.join("src/apis"), &generated.files).unwrap();
        fs::write(folder.join("src/main.rs"), program::program(&self.modules)).unwrap();
        fs::copy("../Cargo.lock", folder.join("Cargo.lock")).unwrap();
        let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("travel");
        let mut build = Command::new(env!("CARGO"));
        build.current_dir(folder).args(["build", "--quiet"]).env("CARGO_TARGET_DIR", &target);
        let output = build.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = self
            .calls
            .iter()
            .map(|(module, call)| serde_json::to_string(&(&self.modules[*module], call)).unwrap());
        let file = folder.join("calls");
        fs::write(&file, lines.collect::<Vec<_>>().join("\n")).unwrap();
        let output = Command::new(target.join("debug/travel")).arg(file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The difference that a call shows, or `None`.
fn difference(call: &Call, (direct, proxied, before, after): &Seen) -> Option<String> {
    let find = |log: &[(String, String)], kind: &str| {
        log.iter().find(|(other, _)| other == kind).map(|(_, value)| without_media_type(value))
    };
    if let Some(error) = find(before, "error") {
        // An operation without examples has the status code 501, which the spec does not declare. A segment of dots would
        // be removed on its way, so the client does not send it.
        let is_known = direct.as_ref().is_some_and(|(status, ..)| *status == 501);
        // Nor a value that its style would turn into another one.
        let refused =
            ["its path has the segment `.", "that contains the separator", "which text cannot represent"];
        let is_refused = refused.iter().any(|reason| error.contains(reason));
        // The proxy reads a stream while it sends it, so an item that violates the spec breaks its request. The inner error
        // is that of its server.
        let is_invalid = error.starts_with("Transport")
            && ["InvalidJson", "MalformedJson"].iter().any(|kind| error.contains(kind));
        return (!is_known && !is_refused && !is_invalid).then_some(error);
    }
    // The response that the client reads has no `writeOnly` properties, so responses are compared as they are sent.
    for kind in ["credentials", "request"] {
        let (one, other) = (find(before, kind), find(after, kind));
        let is_same_text = is_form(after) && one.as_deref().map(as_text) == other.as_deref().map(as_text);
        if one != other && !is_same_text {
            return Some(format!("{kind}: {one:?} became {other:?}"));
        }
    }
    if let Some(difference) = difference_of_bodies(call, after) {
        return Some(difference);
    }
    (direct != proxied).then(|| format!("the response {direct:?} became {proxied:?}"))
}

/// The difference between the body that was sent and the one that arrived, if a handler reads it while it arrives.
fn difference_of_bodies((.., headers, sent): &Call, after: &[(String, String)]) -> Option<String> {
    let given = headers.iter().find(|(name, _)| name == "Content-Type").map(|(_, value)| value.as_str())?;
    let find = |kind: &str| after.iter().find(|(other, _)| other == kind).map(|(_, value)| value.as_str());
    let (media_type, body) = (find("media type")?, find("body")?);
    let essence = |text: &str| text.split(';').next().unwrap_or_default().to_ascii_lowercase();
    if essence(given) != essence(media_type) {
        // The value, which is compared as the request, has a type that is also sent as another media type.
        return None;
    }
    bodies::difference((given, sent), (media_type, body))
}

/// Returns whether a form arrived.
fn is_form(after: &[(String, String)]) -> bool {
    let forms = ["application/x-www-form-urlencoded", "multipart/form-data"];
    let is_form = |text: &str| forms.iter().any(|form| text.starts_with(form));
    after.iter().any(|(kind, value)| kind == "media type" && is_form(value))
}

/// A form has no types, so a number or a boolean whose schema allows any type arrives as a string.
fn as_text(request: &str) -> String {
    ["Number(", "Bool("].iter().fold(request.to_owned(), |text, kind| {
        let mut parts = text.split(kind);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| match part.split_once(')') {
            Some((value, rest)) => format!("{text}String(\"{value}\"){rest}"),
            None => text + kind + part,
        })
    })
}

/// A body that was received has a media type, and one that is sent need not.
fn without_media_type(value: &str) -> String {
    let mut text = String::new();
    let mut parts = value.split("Content { media_type: ");
    text += parts.next().unwrap_or_default();
    for part in parts {
        text += part.split_once(", body: ").map_or(part, |(_, rest)| rest);
    }
    text
}

/// Runs a suite, and returns the number of requests of each module that arrived at the handler.
fn travel(suite: &Suite) -> Vec<usize> {
    let mut arrived = vec![0; suite.modules.len()];
    let mut wrong = String::new();
    for ((module, call), seen) in suite.calls.iter().zip(suite.run()) {
        let is_read = seen.2.iter().any(|(kind, _)| kind != "credentials");
        arrived[*module] += usize::from(is_read);
        if let Some(difference) = difference(call, &seen).filter(|_| is_read) {
            let _ = writeln!(wrong, "{}: {call:?}\n    {difference}", suite.modules[*module]);
        }
    }
    for (name, count) in suite.modules.iter().zip(&arrived) {
        println!("{count:6} {name}");
    }
    assert!(wrong.is_empty(), "{wrong}");
    arrived
}

#[test]
#[ignore = "compiles for minutes"]
fn golden_specs() {
    let mut suite = Suite::new();
    for case in golden_cases::cases(Path::new("golden")) {
        // The case `configured` needs types that are written by hand.
        if golden_cases::has_server(&case) && !case.ends_with("configured") {
            suite.add(golden_cases::name(&case), &golden_cases::config(&case));
        }
    }
    assert!(suite.modules.len() > 50, "{}", suite.modules.len());
    let arrived: usize = travel(&suite).iter().sum();
    assert!(arrived > 1000, "{arrived}");
}

/// Every combination of the parts of an operation, and specs whose names are those of the generated code.
#[test]
#[ignore = "compiles for minutes"]
fn combinations_and_every_name() {
    let mut suite = Suite::new();
    let spec = suite.folder.path().join("combinations.yaml");
    fs::write(&spec, combinations::spec()).unwrap();
    assert!(suite.add("combinations", &Config::new(&spec)));
    for (name, document, skip) in every_name::specs("golden".as_ref(), "../generator/support".as_ref()) {
        // Its client is too large.
        if name != "every_operation" {
            let spec = suite.folder.path().join(format!("{name}.json"));
            fs::write(&spec, document.to_string()).unwrap();
            assert!(suite.add(name, &Config::new(&spec).skip_unsupported(skip)), "{name}");
        }
    }
    // Two of them have a single operation.
    assert!(travel(&suite).iter().all(|arrived| *arrived >= EACH));
}

#[test]
#[ignore = "compiles for a minute"]
fn petstores() {
    let mut suite = Suite::new();
    for name in ["petstore", "petstore31"] {
        assert!(suite.add(name, &Config::new(format!("{name}/spec/petstore.yaml"))));
    }
    assert!(travel(&suite).iter().all(|arrived| *arrived > 50));
}

/// The number of published documents.
const PUBLISHED: usize = 100;
/// The number of operations in the largest one. Larger ones take minutes to compile.
const LARGEST: usize = 15;

/// Published documents of each version, from the whole corpus.
fn published(corpus: &Path) -> Vec<corpus_documents::Document> {
    let mut documents = corpus_documents::specs(corpus);
    documents.retain(|document| {
        document.is_published && document.status == "ok" && (1..=LARGEST).contains(&document.operations)
    });
    let of = |version: &str| documents.iter().filter(|document| document.version == version).collect();
    let versions: [Vec<_>; 3] = ["swagger2", "oas30", "oas31"].map(of);
    // Some have nothing that can be generated, so there are more than needed. Those of one author are not together.
    let each = PUBLISHED / 2;
    let index = |number: usize| number * 7 % each;
    (0..each)
        .flat_map(|number| versions.each_ref().map(|all| all[index(number) * all.len() / each].clone()))
        .collect()
}

#[test]
#[ignore = "reads the corpus, and compiles for minutes"]
fn published_documents() {
    let Some(corpus) = corpus_documents::corpus_or_say() else { return };
    let mut suite = Suite::new();
    for (number, document) in published(&corpus).into_iter().enumerate() {
        let config = Config::new(&document.path).ref_root(&document.root).skip_unsupported(true);
        if suite.modules.len() < PUBLISHED && suite.add(&format!("d{number}"), &config) {
            println!("d{number}: {}", document.name);
        }
    }
    assert_eq!(suite.modules.len(), PUBLISHED);
    let arrived = travel(&suite);
    let silent = arrived.iter().filter(|arrived| **arrived == 0).count();
    println!(
        "{} requests of {PUBLISHED} documents; {silent} documents have none",
        arrived.iter().sum::<usize>()
    );
    assert!(silent < PUBLISHED / 10, "{silent}");
}
