//! Generates specs whose names are those of the generated code, so that they are compiled. They are a package of their
//! own, so that cargo compiles it next to that of the golden cases.

mod every_name;

use std::path::PathBuf;
use std::{env, fs};
use stubsmith::{Config, Style};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=every_name.rs");
    println!("cargo::rerun-if-changed=../golden");
    println!("cargo::rerun-if-changed=../../generator/support");
    let mut modules = String::new();
    for (name, document, skip) in every_name::specs("../golden".as_ref(), "../../generator/support".as_ref())
    {
        let spec = out.join(format!("{name}.json"));
        fs::write(&spec, document.to_string()).expect("OUT_DIR can be written to");
        let config = Config::new(&spec).example_server(true).example_tests(true).skip_unsupported(skip);
        // A client for every name of an operation takes long to compile, and no name in it depends on another.
        let config = config.client(name != "every_operation");
        let generated = config.generate();
        assert!(!generated.report.has_errors(), "{name}: {}", generated.report.render(Style::Plain));
        stubsmith::write(&out.join(name), &generated.files).expect("OUT_DIR can be written to");
        let stub = config.stub(Some(&format!("crate::{name}"))).files.into_iter().map(|file| file.text);
        let (root, stubs) = (out.join(name).join("mod.rs"), out.join(format!("{name}_stub.rs")));
        fs::write(&stubs, stub.collect::<String>()).expect("OUT_DIR can be written to");
        modules +=
            &format!("#[path = {root:?}]\npub mod {name};\n#[path = {stubs:?}]\npub mod {name}_stub;\n");
    }
    fs::write(out.join("modules.rs"), modules).expect("OUT_DIR can be written to");
}
