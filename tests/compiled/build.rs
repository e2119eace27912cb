//! Generates every golden case, and every combination of the parts of an operation, so that all of them are compiled.

mod combinations;
#[path = "../shared/golden_cases.rs"]
mod golden_cases;

use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith::Config;

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=../shared/golden_cases.rs");
    println!("cargo::rerun-if-changed=../golden");
    println!("cargo::rerun-if-changed=../apis");
    println!("cargo::rerun-if-changed=combinations.rs");
    println!("cargo::rerun-if-changed=../../generator/support");
    let (mut modules, mut servers) = (String::new(), String::new());
    for case in golden_cases::cases("../golden".as_ref()) {
        let name = golden_cases::name(&case);
        let config = golden_cases::config(&case);
        let config = if golden_cases::has_server(&case) { config.example_server(true) } else { config };
        modules += &module(&out, name, &config, &golden_cases::stub(&case));
        if out.join(name).join("example_server.rs").exists() {
            servers += &example_server(name);
        }
    }
    for folder in golden_cases::cases("../apis".as_ref()) {
        modules += &apis(&out, &folder);
    }
    let spec = out.join("combinations.yaml");
    fs::write(&spec, combinations::spec()).expect("OUT_DIR can be written to");
    let config = Config::new(&spec).example_server(true).client(true);
    let stub =
        config.stub(Some("crate::combinations")).files.into_iter().map(|file| file.text).collect::<String>();
    modules += &module(&out, "combinations", &config, &stub);
    servers += &example_server("combinations");
    modules += &format!(
        "/// The example server of each case, with the methods and paths of its operations.\n\
         pub fn example_servers() -> Vec<ExampleServer> {{ vec![{servers}] }}\n"
    );
    fs::write(out.join("modules.rs"), modules).expect("OUT_DIR can be written to");
}

/// Writes an item of the list of example servers.
fn example_server(name: &str) -> String {
    format!(
        "({name:?}, {name}::service(std::sync::Arc::new({name}::example_server::Examples)), \
         {name}::OPERATIONS.iter().map(|operation| (operation.method(), operation.path)).collect()),\n"
    )
}

/// Generates several APIs that share the support code, and declares their module.
fn apis(out: &Path, folder: &Path) -> String {
    let name = golden_cases::name(folder);
    let generated = golden_cases::apis(folder).generate();
    assert!(!generated.report.has_errors(), "{name}: {}", generated.report.render(stubsmith::Style::Plain));
    stubsmith::write(&out.join(name), &generated.files).expect("OUT_DIR can be written to");
    let root = out.join(name).join("mod.rs");
    format!("#[path = {root:?}]\npub mod {name};\n")
}

/// Generates the code and its skeleton, and declares both as modules.
fn module(out: &Path, name: &str, config: &Config, stub: &str) -> String {
    let generated = config.generate();
    assert!(!generated.report.has_errors(), "{name}: {}", generated.report.render(stubsmith::Style::Plain));
    stubsmith::write(&out.join(name), &generated.files).expect("OUT_DIR can be written to");
    let (root, stubs) = (out.join(name).join("mod.rs"), out.join(format!("{name}_stub.rs")));
    fs::write(&stubs, stub).expect("OUT_DIR can be written to");
    format!("#[path = {root:?}]\npub mod {name};\n#[path = {stubs:?}]\npub mod {name}_stub;\n")
}
