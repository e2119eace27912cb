//! Compiles many specs into programs, sends requests to their operations, and returns the responses. Each operation takes a
//! body and returns it, or takes one parameter.

use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::{env, fs};
use stubsmith::{Config, KeepUnknown, Report, Style};

/// The generated code of one spec: the module's name, and the number of its operations.
pub struct Module {
    /// A folder in the program's `src`.
    pub name: String,
    /// Those that return their body are `check0`, `check1` and so on.
    pub operations: usize,
    /// Those that answer with nothing are `take0`, `take1` and so on.
    pub takers: usize,
}

/// A request, and the module to which it is sent.
pub struct Question {
    /// An index into the modules.
    pub module: usize,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path and the query.
    pub target: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// JSON, or a form.
    pub body: String,
}

impl Question {
    /// A body in JSON for an operation that answers with it.
    pub fn echo(module: usize, operation: usize, body: String) -> Self {
        Self::json(module, format!("/{operation}"), body)
    }

    /// A body in JSON.
    pub fn json(module: usize, target: String, body: String) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { module, method: "POST", target, headers, body }
    }
}

/// The status and the body of the response, and the same for that body when it is sent again.
pub struct Answer {
    /// Three digits.
    pub status: String,
    /// JSON, or the reason of the rejection.
    pub text: String,
    /// Present if the first status is 200.
    pub again: Option<(String, String)>,
}

impl Answer {
    /// Whether the request was accepted.
    pub fn is_taken(&self) -> bool {
        self.status == "200" || self.status == "204"
    }

    /// The JSON pointer to the rejected value.
    pub fn pointer(&self) -> Option<&str> {
        let text = self.text.strip_prefix("the body")?;
        if text.starts_with(": ") {
            return Some("");
        }
        Some(text.strip_prefix(" at `")?.split_once("`: ")?.0)
    }
}

/// The `paths` of a spec: an operation for each schema.
pub fn paths(schemas: &[Value]) -> Value {
    let path = |(number, schema): (usize, &Value)| {
        let operation = json!({"post": {
            "operationId": format!("check{number}"),
            "consumes": ["application/json"],
            "produces": ["application/json"],
            "parameters": [{"name": "body", "in": "body", "required": true, "schema": schema}],
            "responses": {"200": {"description": "The same.", "schema": schema}},
        }});
        (format!("/{number}"), operation)
    };
    Value::Object(schemas.iter().enumerate().map(path).collect::<Map<_, _>>())
}

/// The path of an operation that takes one parameter and answers with nothing, and its path item. A parameter in the
/// path has a segment of its own. A body is JSON, or a text with `x-text`.
pub fn taker(number: usize, parameter: &Value) -> (String, Value) {
    let name = parameter["name"].as_str().unwrap_or_default();
    let (method, consumes) = match (parameter["in"].as_str(), parameter["type"].as_str()) {
        (Some("body"), _) if parameter["x-text"] == true => ("post", json!(["text/plain"])),
        (Some("body"), _) => ("post", json!(["application/json"])),
        (Some("formData"), Some("file")) => ("post", json!(["multipart/form-data"])),
        (Some("formData"), _) => ("post", json!(["application/x-www-form-urlencoded"])),
        _ => ("get", json!([])),
    };
    let path = match parameter["in"].as_str() {
        Some("path") => format!("/take{number}/{{{name}}}"),
        _ => format!("/take{number}"),
    };
    let operation = json!({
        "operationId": format!("take{number}"),
        "consumes": consumes,
        "parameters": [parameter],
        "responses": {"204": {"description": "It was accepted."}},
    });
    (path, json!({method: operation}))
}

/// Generates a module of the program in the folder, or returns the reason why the spec is rejected.
pub fn generate(description: &Value, folder: &Path, name: &str) -> Result<(), String> {
    let report = generate_with(description, folder, name, |config| config);
    if report.has_errors() { Err(report.render(Style::Short)) } else { Ok(()) }
}

/// Like [`generate`], with settings. Returns the report.
pub fn generate_with(
    description: &Value,
    folder: &Path,
    name: &str,
    set: impl FnOnce(Config) -> Config,
) -> Report {
    let spec = folder.join(format!("{name}.json"));
    fs::write(&spec, description.to_string()).unwrap();
    let generated = set(Config::new(&spec).keep_unknown(KeepUnknown::All)).generate();
    if !generated.report.has_errors() {
        stubsmith::write(&folder.join("src").join(name), &generated.files).unwrap();
    }
    generated.report
}

const MANIFEST: &str = r#"[package]
name = "bodies"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["matched-path"] }
regex = "1"
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }
tokio = { version = "1", features = ["macros", "rt"] }
tower = { version = "0.5", features = ["util"] }

[profile.dev]
debug = false

[workspace]
"#;

const HARNESS: &str = r#"
use std::sync::Arc;
use axum::{body::Body, http::Request};
use tower::ServiceExt as _;

struct Server;

macro_rules! server {
    (
        $module:ident: $($method:ident $request:ident $response:ident)*;
        $($taker:ident $taken:ident $nothing:ident)*
    ) => {
        impl $module::Api for Server {
            type Error = $module::Rejection;
            $(async fn $method(&self, _: $module::Context, request: $module::$request) -> Result<$module::$response, Self::Error> {
                Ok($module::$response::Ok(request.body))
            })*
            $(async fn $taker(&self, _: $module::Context, _: $module::$taken) -> Result<$module::$nothing, Self::Error> {
                Ok($module::$nothing::NoContent)
            })*
        }
    };
}

/// A method, a path with its query, and headers.
type Head = (String, String, Vec<(String, String)>);

async fn send(router: &axum::Router, (method, target, headers): &Head, body: String) -> (u16, String) {
    let builder = Request::builder().method(method.as_str()).uri(target);
    let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value));
    let request = builder.body(Body::from(body)).unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let text = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status.as_u16(), String::from_utf8_lossy(&text).replace(['\n', '\t', '\r'], " "))
}
"#;

const ASK: &str = r#"
    for question in std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap().split('\n') {
        let (module, head, body): (String, Head, String) = serde_json::from_str(question).unwrap();
        let router = &routers[module.as_str()];
        let (status, text) = send(router, &head, body).await;
        print!("{status}\t{text}");
        if status == 200 {
            let (status, text) = send(router, &head, text).await;
            print!("\t{status}\t{text}");
        }
        println!();
    }
"#;

/// The program for some of the modules.
fn program(modules: &[&Module]) -> String {
    let mut text = String::new();
    for Module { name, .. } in modules {
        writeln!(text, "#[path = \"../{name}/mod.rs\"]\nmod {name};").unwrap();
    }
    text.push_str(HARNESS);
    for Module { name, operations, takers } in modules {
        let method = |number| format!("check{number} Check{number}Request Check{number}Response");
        let methods: Vec<String> = (0..*operations).map(method).collect();
        let taker = |number| format!("take{number} Take{number}Request Take{number}Response");
        let takers: Vec<String> = (0..*takers).map(taker).collect();
        writeln!(text, "server!({name}: {}; {});", methods.join(" "), takers.join(" ")).unwrap();
    }
    text.push_str("\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n");
    text.push_str("    let mut routers = std::collections::HashMap::<&str, axum::Router>::new();\n");
    for Module { name, .. } in modules {
        writeln!(text, "    routers.insert(\"{name}\", {name}::service(Arc::new(Server)));").unwrap();
    }
    text + ASK + "}\n"
}

/// The modules are split into this many programs, which are compiled in parallel.
const PROGRAMS: usize = 4;

/// The programs of all tests of a process have the same names in the same folder, so only one test at a time uses it.
static TURN: Mutex<()> = Mutex::new(());

/// Compiles the modules in the folder, and sends the bodies.
pub fn ask(folder: &Path, modules: &[Module], questions: &[Question]) -> Vec<Answer> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    fs::create_dir_all(folder.join("src/bin")).unwrap();
    fs::write(folder.join("Cargo.toml"), MANIFEST).unwrap();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    for part in 0..PROGRAMS {
        let own: Vec<&Module> = modules.iter().skip(part).step_by(PROGRAMS).collect();
        fs::write(folder.join(format!("src/bin/part{part}.rs")), program(&own)).unwrap();
    }
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("suite");
    let mut build = Command::new(env!("CARGO"));
    build.current_dir(folder).args(["build", "--quiet"]).env("CARGO_TARGET_DIR", &target);
    let output = build.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut answers: Vec<_> = (0..PROGRAMS)
        .map(|part| {
            let own = questions.iter().filter(|question| question.module % PROGRAMS == part);
            let line = |question: &Question| {
                let Question { module, method, target, headers, body } = question;
                json!([modules[*module].name, [method, target, headers], body]).to_string()
            };
            let lines: Vec<String> = own.map(line).collect();
            ask_part(folder, &target.join(format!("debug/part{part}")), &lines).into_iter()
        })
        .collect();
    questions.iter().map(|question| answers[question.module % PROGRAMS].next().unwrap()).collect()
}

fn ask_part(folder: &Path, program: &Path, lines: &[String]) -> Vec<Answer> {
    if lines.is_empty() {
        return Vec::new();
    }
    let file = folder.join("questions");
    fs::write(&file, lines.join("\n")).unwrap();
    let output = Command::new(program).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(answer).collect()
}

fn answer(line: &str) -> Answer {
    let mut parts = line.split('\t').map(str::to_owned);
    let mut next = || parts.next();
    let (status, text) = (next().unwrap_or_default(), next().unwrap_or_default());
    let again = next().zip(next());
    Answer { status, text, again }
}
