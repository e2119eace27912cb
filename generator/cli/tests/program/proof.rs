//! `stubsmith diff --build`: the errors of the compiler belong to changes.

use super::{repository, stderr, stubsmith};
use std::path::Path;
use std::{env, fs};
use tempfile::TempDir;

const SPEC: &str = "openapi: 3.1.0
info: {title: Boats, version: 1.2.0}
paths:
  /boats:
    get:
      operationId: listBoats
      security: []
      responses:
        '200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Fleet'}}}}
    post:
      operationId: buyBoat
      security: [{badge: []}]
      responses:
        '204': {description: Bought.}
        '409': {description: Taken., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}
components:
  securitySchemes:
    badge: {type: apiKey, in: header, name: X-Badge}
  schemas:
    Fleet:
      type: object
      properties:
        boats: {type: integer}
    Failure:
      type: object
      properties:
        reason: {type: string, maxLength: 9}
";

const SERVER: &str = "mod api;

use api::{Api, BuyBoatResponse, Context, Credentials, ListBoatsResponse, Rejection};

struct Server;

impl Api for Server {
    type Principal = ();
    type Error = Rejection;

    async fn authenticate(&self, _: &Context, _: Credentials) -> Result<(), Rejection> {
        Ok(())
    }

    async fn list_boats(&self, _: Context) -> Result<ListBoatsResponse, Rejection> {
        Ok(api::types::Fleet { boats: Some(3) }.into())
    }

    async fn buy_boat(&self, _: Context, _: ()) -> Result<BuyBoatResponse, Rejection> {
        Ok(api::types::Failure { reason: None }.into())
    }
}

fn main() {
    drop(api::service(std::sync::Arc::new(Server)));
}
";

/// The changes: a new property, security, a status code with the body of another one, a constraint, and the first
/// pattern, without whose crate no other error is found.
const CHANGES: [(&str, &str); 4] = [
    ("boats: {type: integer}", "boats: {type: integer}\n        yachts: {type: integer}"),
    ("security: []", "security: [{badge: []}]"),
    (
        "        '409'",
        "        '423': {description: Locked., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}\n        '409'",
    ),
    ("maxLength: 9", "maxLength: 8, pattern: '^[a-z]*$'"),
];

/// The errors of each change, by the code of the error and the id of the change.
fn errors(output: &std::process::Output) -> Vec<(String, String, Vec<String>)> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let changes = lines.filter(|line| line.get("id").is_some()).map(|change| {
        let codes = change["rustc"].as_array().unwrap().iter().map(|error| text(&error["code"])).collect();
        (text(&change["id"]), text(&change["build"]), codes)
    });
    changes.collect()
}

fn write_package(folder: &Path) {
    write_package_of(folder, SPEC, &CHANGES, SERVER);
}

fn write_package_of(folder: &Path, spec: &str, changes: &[(&str, &str)], server: &str) {
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("old.yaml"), spec).unwrap();
    let new = changes.iter().fold(spec.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replacen(old, new, 1)
    });
    fs::write(folder.join("new.yaml"), new).unwrap();
    fs::write(folder.join("src/main.rs"), server).unwrap();
    fs::copy(repository().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let manifest = "[package]\nname = \"boats\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                    axum = { version = \"0.8.9\", default-features = false, features = [\"http1\", \"matched-path\", \"tokio\"] }\n\
                    serde = \"1\"\nserde_json = { version = \"1\", features = [\"preserve_order\"] }\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let output = stubsmith(folder, &["generate", "old.yaml", "--out", "src/api"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

fn diff(folder: &Path, package: &str) -> std::process::Output {
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("consumer");
    std::process::Command::new(env!("CARGO_BIN_EXE_stubsmith"))
        .current_dir(folder)
        .args(["diff", "old.yaml", "new.yaml", "--format", "json", "--deny", "build", "--build", package])
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap()
}

#[test]
fn each_error_belongs_to_its_change() {
    let folder = TempDir::new().unwrap();
    write_package(folder.path());
    let before = super::files(folder.path());
    let output = diff(folder.path(), ".");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let mut found = errors(&output);
    found.sort();
    let expected = [
        ("constraint-tightened", "safe", vec![]),
        // The copy of the manifest has the crate. The author's has not.
        ("dependency-needed", "breaks", vec![]),
        ("pattern-added", "safe", vec![]),
        ("response-property-added", "breaks", vec!["E0063"]),
        ("security-added", "breaks", vec!["E0050"]),
        ("status-added-same-body", "breaks", vec!["E0277"]),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(id, build, codes)| {
            (id.to_owned(), build.to_owned(), codes.into_iter().map(str::to_owned).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(found, expected, "{}", stderr(&output));
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"proved\":true"));
    assert!(before == super::files(folder.path()), "the folder of the author has changed");
}

const SALES: &str = "openapi: 3.1.0
info: {title: Sales, version: 1.2.0}
paths:
  /sales:
    post:
      operationId: sell
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Sale'}}}}
      responses:
        '200': {description: Sold., content: {application/json: {schema: {$ref: '#/components/schemas/Receipt'}}}}
components:
  schemas:
    Sale: {type: object, required: [price], properties: {price: {type: integer}}}
    Receipt: {type: object, required: [paid], properties: {paid: {type: integer}}}
";

const SELLER: &str = "mod api;

use api::types::Receipt as Paper;
use api::{Api, Context, Rejection, SellRequest, SellResponse};

struct Server;

impl Api for Server {
    type Error = Rejection;

    async fn sell(&self, _: Context, request: SellRequest) -> Result<SellResponse, Rejection> {
        let sum: i64 = request.body.price;
        let paper = Paper::new(sum);
        Ok(paper.into())
    }
}

fn main() {
    drop(api::service(std::sync::Arc::new(Server)));
}
";

/// rustc's messages only name `i64` and `bool`, in both errors. The first one shows a line of the author
/// with the name of the property, the second one the place of the function in the generated code.
#[test]
fn an_error_belongs_to_the_change_at_its_places() {
    let folder = TempDir::new().unwrap();
    let changes = [
        ("price: {type: integer}", "price: {type: boolean}"),
        ("paid: {type: integer}", "paid: {type: boolean}"),
    ];
    write_package_of(folder.path(), SALES, &changes, SELLER);
    let output = diff(folder.path(), ".");
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}{}", stderr(&output));
    for (property, line) in [("Sale.price", 12), ("Receipt.paid", 13)] {
        let change = text.lines().find(|line| line.contains(&format!("`{property}`"))).unwrap();
        let change: serde_json::Value = serde_json::from_str(change).unwrap();
        let errors = change["rustc"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{change}");
        assert_eq!((&errors[0]["code"], &errors[0]["line"]), (&"E0308".into(), &line.into()), "{change}");
    }
}

/// A package that has an error of its own, one whose build script fails, and a folder that is not a package.
#[test]
fn other_errors_belong_to_no_change() {
    let folder = TempDir::new().unwrap();
    write_package(folder.path());
    let output = diff(folder.path(), "src");
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    fs::write(folder.path().join("src/api/mod.rs"), "// @generated by stubsmith. Do not edit.\n").unwrap();
    let output = diff(folder.path(), ".");
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("not that of the old spec"), "{}", stderr(&output));
    write_package(folder.path());
    // Cargo finishes without an error in code, but has not compiled the package.
    fs::write(folder.path().join("build.rs"), "fn main() { std::process::exit(1) }").unwrap();
    let output = diff(folder.path(), ".");
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("cargo cannot compile the package"), "{}", stderr(&output));
    fs::remove_file(folder.path().join("build.rs")).unwrap();
    let server = SERVER.replace("fn main() {", "fn main() {\n    let _: u8 = true;");
    fs::write(folder.path().join("src/main.rs"), server).unwrap();
    let output = diff(folder.path(), ".");
    let found: Vec<String> = errors(&output).into_iter().flat_map(|(_, _, codes)| codes).collect();
    // The old code has this error too, so it is not an error of a change.
    assert!(!found.contains(&"E0308".to_owned()), "{found:?}");
    assert!(found.contains(&"E0063".to_owned()), "{found:?}");
}
