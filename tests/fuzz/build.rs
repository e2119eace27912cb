//! Generates code for every golden case with operations, for guest_events and for both petstores, each with its
//! skeleton as the server: a handler that is reached returns 501.

#[path = "../shared/golden_cases.rs"]
#[allow(dead_code, reason = "in part")]
mod golden_cases;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith::{Config, KeepUnknown};

/// `configured` uses types of the package that compiles it.
const OMITTED: &[&str] = &["configured"];

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for path in ["../shared/golden_cases.rs", "../golden", "../petstore/spec", "../petstore31/spec", "../../spec"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let cases = golden_cases::cases("../golden".as_ref());
    let mut servers: Vec<(String, Config)> = cases
        .iter()
        .map(|case| (golden_cases::name(case).to_owned(), golden_cases::config(case)))
        .filter(|(name, _)| !OMITTED.contains(&name.as_str()))
        .collect();
    let events = Config::new("../../spec/api/client-server/guest_events.yaml").ref_root("../../spec");
    servers.push(("guest_events".to_owned(), events.keep_unknown(KeepUnknown::All)));
    for petstore in ["petstore", "petstore31"] {
        let config = Config::new(format!("../{petstore}/spec/petstore.yaml"));
        servers.push((petstore.to_owned(), config));
    }
    let (mut modules, mut routers) = (String::new(), String::new());
    for (name, config) in servers {
        // The targets are servers, and clients need more crates.
        let config = config.client(false);
        if write(&out, &name, &config) {
            let [root, stub] =
                [format!("{name}/mod.rs"), format!("{name}_stub.rs")].map(|path| out.join(path));
            write!(
                modules,
                "#[path = {root:?}]\npub mod {name};\n#[path = {stub:?}]\npub mod {name}_stub;\n"
            )
            .expect("a string takes everything");
            write!(routers, "({name:?}, {name}::service(Arc::new({name}_stub::Server))),")
                .expect("a string takes everything");
        }
    }
    let routers = format!("fn routers() -> Vec<(&'static str, axum::Router)> {{ vec![{routers}] }}");
    fs::write(out.join("servers.rs"), modules + &routers).expect("OUT_DIR can be written to");
}

/// Writes the code and the server, if there are operations. [`crate::access`] decides about the credentials, and
/// checks the principal of each handler.
fn write(out: &Path, name: &str, config: &Config) -> bool {
    let generated = config.generate();
    if !generated.files.iter().any(|file| file.path == "server.rs") {
        return false;
    }
    stubsmith::write(&out.join(name), &generated.files).expect("OUT_DIR can be written to");
    let stub: String =
        config.stub(Some(&format!("crate::{name}"))).files.into_iter().map(|file| file.text).collect();
    let refusal = "Err(Rejection::MissingCredentials.into())";
    let decision = "crate::access::authenticate(Caller, Rejection::MissingCredentials.into())";
    let mut stub = stub.replace(refusal, decision);
    for ignored in ["let _ = principal;", "let _ = (principal, request);"] {
        stub = stub.replace(ignored, &format!("crate::access::reached(&principal); {ignored}"));
    }
    let [handlers, watched] =
        ["        principal: ", "crate::access::reached("].map(|text| stub.matches(text).count());
    assert_eq!(handlers, watched, "{name} has handlers that are not watched");
    let known =
        if stub.contains("pub struct Caller") { "impl crate::access::Known for Caller {}" } else { "" };
    fs::write(out.join(format!("{name}_stub.rs")), stub + known).expect("OUT_DIR can be written to");
    true
}
