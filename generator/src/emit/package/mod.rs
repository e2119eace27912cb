//! The package of a new server. Its author owns all files, so they have no header, and a later run does not write them.

mod error;
mod first_test;
mod skeleton;

use super::crates::{dependencies, known_crate};
use super::docs::listed;
use crate::model::Model;
use crate::names::Names;
use crate::output::{Dependency, File, Item, Module};
use crate::package::Package;

/// The modules of the library that do not implement operations.
const MODULES: [&str; 6] = ["api", "docs", "error", "lib", "main", "server"];

/// The parts of the package that depend on the spec.
pub(crate) struct Parts {
    /// Files in tokens.
    pub modules: Vec<Module>,
    /// Files in text.
    pub files: Vec<File>,
}

/// Emits the package, except the spec. `spec` is the path of the copied spec, and `root` that of its ref root if the
/// build script needs it.
pub(crate) fn emit_package(
    model: &Model,
    names: &Names,
    package: &Package,
    spec: &str,
    root: Option<&str>,
) -> Parts {
    let groups = skeleton::group_modules(names);
    let file = |path: &str, text: String| File { path: path.to_owned(), text };
    let mut files = vec![
        file("Cargo.toml", manifest(model, &super::named_crates(model), package)),
        file("build.rs", build_script(package, spec, root)),
        file(".gitignore", "/target\n".to_owned()),
        file("README.md", readme(package, spec, &groups)),
        file("src/lib.rs", library(model, package, &groups)),
        file("src/main.rs", MAIN.replace("LIBRARY", &package.library())),
        file("src/error.rs", error::emit_error(model, names)),
        file("tests/api.rs", first_test::emit_test(model, package)),
    ];
    if package.docs_page {
        files.push(file("src/docs.rs", DOCS.to_owned()));
    }
    Parts { modules: skeleton::emit_modules(model, names, &groups), files }
}

/// Returns the first path of the API that the docs page would take.
pub(crate) fn taken_by_docs(model: &Model) -> Option<&str> {
    let mut paths = model.served().map(|operation| operation.path.template.as_str());
    paths.find(|path| *path == "/docs" || path.starts_with("/docs/"))
}

const MAIN: &str = include_str!("main.rs.txt");
const DOCS: &str = include_str!("docs.rs.txt");
const LIBRARY: &str = include_str!("lib.rs.txt");

fn manifest(model: &Model, named: &[String], package: &Package) -> String {
    let mut crates = dependencies(model);
    for dependency in &mut crates {
        if dependency.name == "axum" {
            dependency.enable(&["http1", "json", "tokio"]);
        }
    }
    crates.push(Dependency::new("tokio", "1", &["macros", "net", "rt-multi-thread", "signal"]));
    crates.push(Dependency::new("tower-http", "0.7", &["trace"]));
    crates.push(Dependency::new("tracing", "0.1", &[]));
    crates.push(Dependency::new("tracing-subscriber", "0.3", &["env-filter"]));
    let mut lines: Vec<String> = crates.iter().map(Dependency::line).collect();
    lines.extend(named.iter().map(|name| match known_crate(name) {
        Some(known) => known.line(),
        None => format!("# {name} = \"\" # used by a setting"),
    }));
    let mut features = "";
    if package.docs_page {
        lines.push(
            "utoipa-swagger-ui = { version = \"10.0.2\", optional = true, default-features = false, features = [\"axum\", \"vendored\"] }"
                .to_owned(),
        );
        features = FEATURES;
    }
    lines.sort_by(|one, other| one.trim_start_matches("# ").cmp(other.trim_start_matches("# ")));
    format!(
        "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"{}\"\npublish = false\n\n\
         {features}[build-dependencies]\nstubsmith = {}\n\n[dependencies]\n{}\n\n[dev-dependencies]\n\
         tower = {{ version = \"0.5\", features = [\"util\"] }}\n\n\
         # The package is not part of a workspace above it.\n[workspace]\n",
        package.name,
        Package::RUST_VERSION,
        package.generator,
        lines.join("\n"),
    )
}

fn build_script(package: &Package, spec: &str, root: Option<&str>) -> String {
    let root = root.map(|root| format!(".ref_root({root:?})")).unwrap_or_default();
    let embed =
        if package.docs_page { format!(".embed_description({DESCRIPTION:?})") } else { String::new() };
    format!(
        "//! Generates the module `api` from the spec.\n\nfn main() {{\n    \
         stubsmith::Config::new({spec:?}).name(\"api\"){root}{embed}.build_script();\n}}\n"
    )
}

/// The feature of the docs page.
const FEATURES: &str = "[features]
default = [\"docs\"]
# The page `/docs`. It adds 5 MB to the program.
docs = [\"dep:utoipa-swagger-ui\", \"tower-http/set-header\"]

";

/// The path of the spec, if there is a docs page.
pub(crate) const DESCRIPTION: &str = "/openapi.json";

fn readme(package: &Package, spec: &str, groups: &[String]) -> String {
    let handlers = match groups {
        [] => "`src/server.rs`".to_owned(),
        groups => listed(&groups.iter().map(|group| format!("`src/{group}.rs`")).collect::<Vec<_>>()),
    };
    let docs = if package.docs_page {
        "- The docs page is <http://127.0.0.1:8080/docs>. `--no-default-features` omits it.\n"
    } else {
        ""
    };
    format!(
        "# {}\n\nA server for the API in `{spec}`, created by `stubsmith new`.\n\n\
         - `cargo test` runs the tests, and `cargo run` serves the API at <http://127.0.0.1:8080>.\n  \
           The environment variable `ADDRESS` sets another address.\n\
         - The methods of the API are in {handlers}. They respond with 501 until you implement them.\n\
         - `cargo doc --no-deps --open` shows the types of their requests and responses.\n{docs}\
         - If the spec changes, cargo generates the code again. `stubsmith stub {spec} --operation ID` prints a new method.\n",
        package.name
    )
}

fn library(model: &Model, package: &Package, groups: &[String]) -> String {
    let mut modules: Vec<String> = groups.to_vec();
    modules.extend(["error".to_owned(), "server".to_owned()]);
    modules.sort();
    let docs = if package.docs_page { "#[cfg(feature = \"docs\")]\nmod docs;\n" } else { "" };
    let modules = modules.iter().map(|module| format!("mod {module};\n")).collect::<Vec<_>>().concat();
    let exports = if model.is_secured() { "{Caller, Server}" } else { "Server" };
    let layered = "api::service(server).layer(layer)";
    let app = if package.docs_page {
        format!(
            "let app = {layered};\n    #[cfg(feature = \"docs\")]\n    let app = app.merge(docs::page());\n    app"
        )
    } else {
        layered.to_owned()
    };
    LIBRARY.replace("MODULES", &format!("{docs}{modules}")).replace("EXPORTS", exports).replace("APP", &app)
}

/// Returns whether a module with this name would hide a crate or another file of the package.
fn is_taken(module: &str) -> bool {
    MODULES.contains(&module) || Package::depends_on(module)
}

/// Wraps the items of a file.
fn module(path: String, docs: String, items: Vec<proc_macro2::TokenStream>) -> Module {
    let items = items.into_iter().map(Item::Tokens).collect();
    let content = crate::output::Content::Items { docs: vec![docs], attributes: Vec::new(), items };
    Module { path, content }
}
