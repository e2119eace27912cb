//! Several APIs that share the support code.

use super::{assert_status, files, stderr, stubsmith};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SHOP: &str = "openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /orders:
    get:
      responses: {200: {description: All., content: {application/json: {schema: {type: array, items: {type: string}}}}}}
";

const STOCK: &str = "openapi: 3.0.4
info: {title: Stock, version: '1'}
paths:
  /photos:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, required: [photo], properties: {photo: {type: string, format: binary}}}
      responses: {204: {description: The photo is stored.}}
";

/// Two specs in two folders.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in [("shop", SHOP), ("stock", STOCK)] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("api.yaml"), text).unwrap();
    }
    folder
}

const BOTH: [&str; 4] = ["--api", "shop=shop/api.yaml", "--api", "stock=stock/api.yaml"];

fn run(folder: &Path, command: &str, arguments: &[&str]) -> std::process::Output {
    stubsmith(folder, &[&[command], BOTH.as_slice(), arguments].concat())
}

#[test]
fn apis_are_modules_next_to_the_support_code() {
    let folder = folder();
    let output = run(folder.path(), "generate", &["--out", "src/apis"]);
    assert_status(&output, 0);
    let written = files(&folder.path().join("src/apis"));
    for path in ["mod.rs", "shop/mod.rs", "stock/mod.rs", "support/mod.rs", "support/upload.rs"] {
        assert!(written.contains_key(Path::new(path)), "{path}");
    }
    assert!(!written.keys().any(|path| path.starts_with("shop/support")));
    assert_status(&run(folder.path(), "check", &["--out", "src/apis"]), 0);
    let output = run(folder.path(), "generate", &["--out", "src/apis"]);
    assert!(stderr(&output).ends_with("files, 0 written\n"), "{}", stderr(&output));

    // A crate is the same, with another root.
    assert_status(&run(folder.path(), "generate", &["--crate", "both-apis", "--out", "both"]), 0);
    let mut of_crate = files(&folder.path().join("both/src"));
    let root = of_crate.remove(Path::new("lib.rs"));
    assert!(of_crate.insert("mod.rs".into(), root.unwrap()).is_none());
    assert!(of_crate == written);
    let manifest = fs::read_to_string(folder.path().join("both/Cargo.toml")).unwrap();
    assert_eq!(manifest.matches("axum = ").count(), 1, "{manifest}");
    assert_status(&run(folder.path(), "check", &["--crate", "both-apis", "--out", "both"]), 0);
}

/// An API is a file of the output like any other: it can be stale, missing or left over.
#[test]
fn changes_of_an_api_are_noticed() {
    let folder = folder();
    assert_status(&run(folder.path(), "generate", &["--out", "apis"]), 0);
    fs::write(folder.path().join("stock/api.yaml"), SHOP).unwrap();
    let output = run(folder.path(), "check", &["--out", "apis"]);
    assert_status(&output, 1);
    let text = stderr(&output);
    for line in [
        "apis/stock/contract.rs: differs from the generated file\n",
        "apis/support/upload.rs: is no longer generated\n",
        "run: stubsmith generate --api shop=shop/api.yaml --api stock=stock/api.yaml --out apis\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    // An API that is not in the command any more is removed, with its folders, but nothing else is.
    let own = folder.path().join("apis/stock/notes.rs");
    fs::write(&own, "// mine\n").unwrap();
    let other = folder.path().join("apis/other");
    let elsewhere = ["generate", "shop/api.yaml", "--out", "apis/other"];
    assert_status(&stubsmith(folder.path(), &elsewhere), 0);
    let one = ["--api", "shop=shop/api.yaml", "--out", "apis"];
    let output = stubsmith(folder.path(), &[&["check"], one.as_slice()].concat());
    assert_status(&output, 1);
    assert!(
        stderr(&output).contains("apis/stock/server.rs: is no longer generated\n"),
        "{}",
        stderr(&output)
    );
    assert_status(&stubsmith(folder.path(), &[&["generate"], one.as_slice()].concat()), 0);
    assert!(!folder.path().join("apis/stock/mod.rs").exists() && own.exists());
    assert!(other.join("support/mod.rs").exists());
    assert_status(&stubsmith(folder.path(), &[&["check"], one.as_slice()].concat()), 0);
    // A module becomes one API of several, in the same folder.
    assert_status(&stubsmith(folder.path(), &["generate", "shop/api.yaml", "--out", "apis/shop"]), 0);
    assert!(folder.path().join("apis/shop/support/mod.rs").exists());
    let output = stubsmith(folder.path(), &[&["generate"], one.as_slice()].concat());
    assert_status(&output, 0);
    assert!(!folder.path().join("apis/shop/support/mod.rs").exists(), "{}", stderr(&output));
}

/// Each API has its own settings and inputs; specs with one name are one API.
#[test]
fn settings_belong_to_an_api() {
    let folder = folder();
    fs::write(folder.path().join("shop/stubsmith.yaml"), "rename: {'#/paths/~1orders/get': all_orders}\n")
        .unwrap();
    fs::write(folder.path().join("stock/more.yaml"), STOCK.replace("photos", "pictures")).unwrap();
    let arguments = ["--api", "stock=stock/more.yaml", "--report", "report.json", "--out", "apis"];
    assert_status(&run(folder.path(), "generate", &arguments), 0);
    let report = fs::read_to_string(folder.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let paths = |api: &str| -> Vec<String> {
        let operations = report[api]["operations"].as_array().unwrap();
        operations.iter().map(|operation| operation["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths("shop"), ["/orders"]);
    assert_eq!(paths("stock"), ["/photos", "/pictures"]);
    let contract = fs::read_to_string(folder.path().join("apis/shop/contract.rs")).unwrap();
    assert!(contract.contains("fn all_orders("), "{contract}");
}

#[test]
fn mistakes_of_all_apis_are_reported_in_one_run() {
    let folder = folder();
    fs::write(folder.path().join("shop/api.yaml"), SHOP.replace("array", "aray")).unwrap();
    fs::write(folder.path().join("stock/api.yaml"), STOCK.replace("object", "objct")).unwrap();
    let output = run(folder.path(), "generate", &["--out", "apis", "--format", "short"]);
    assert_status(&output, 1);
    let text = stderr(&output);
    assert!(text.contains("shop/api.yaml:6:") && text.contains("stock/api.yaml:10:"), "{text}");
    assert!(text.contains("nothing was written: 2 errors") && !folder.path().join("apis").exists(), "{text}");
}

#[test]
fn specs_and_apis_exclude_each_other() {
    let folder = folder();
    for (arguments, message) in [
        (
            vec!["generate", "shop/api.yaml", "--api", "stock=stock/api.yaml", "--out", "a"],
            "cannot be used with",
        ),
        (vec!["generate", "--out", "a"], "required arguments were not provided"),
        (
            vec!["generate", "--api", "stock/api.yaml", "--out", "a"],
            "expected the form `shop=spec/shop.yaml`",
        ),
        (vec!["stub", "--api", "stock=stock/api.yaml"], "unexpected argument '--api'"),
    ] {
        let output = stubsmith(folder.path(), &arguments);
        assert_status(&output, 2);
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
}
