//! Generates every golden case, so that all of them are compiled.

#[path = "../golden_cases.rs"]
mod golden_cases;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=../golden_cases.rs");
    println!("cargo::rerun-if-changed=../golden");
    let mut modules = String::new();
    for case in golden_cases::cases("../golden".as_ref()) {
        let name = golden_cases::name(&case);
        let generated = golden_cases::config(&case).generate();
        stubsmith::write(&out.join(name), &generated.files).expect("OUT_DIR can be written to");
        let stub = out.join(format!("{name}_stub.rs"));
        fs::write(&stub, golden_cases::stub(&case)).expect("OUT_DIR can be written to");
        let root = out.join(name).join("mod.rs");
        write!(modules, "#[path = {root:?}]\npub mod {name};\n#[path = {stub:?}]\npub mod {name}_stub;\n")
            .expect("a string takes everything");
    }
    fs::write(out.join("modules.rs"), modules).expect("OUT_DIR can be written to");
}
