//! rustfmt and the output.

use super::{SPEC, assert_status, folder_with, stubsmith};
use std::fs;
use std::process::Command;

/// `cargo fmt`, in the crate around the output or in a crate of its own, does not change what `check` expects.
#[test]
fn rustfmt_changes_nothing_of_the_output() {
    let folder = folder_with(SPEC);
    fs::write(folder.path().join("rustfmt.toml"), "max_width = 60\nhard_tabs = true\n").unwrap();
    fs::write(folder.path().join("main.rs"), "mod api;\n\nfn main() {}\n").unwrap();
    assert_status(&stubsmith(folder.path(), &["generate", "api.yaml", "--out", "api"]), 0);
    let crate_arguments = ["generate", "api.yaml", "--crate", "rooms", "--out", "rooms"];
    assert_status(&stubsmith(folder.path(), &crate_arguments), 0);
    for file in ["main.rs", "rooms/src/lib.rs"] {
        let mut rustfmt = Command::new("rustfmt");
        let rustfmt = rustfmt.args(["--check", "--edition", "2024", file]).current_dir(folder.path());
        let Ok(output) = rustfmt.output() else { return println!("skipped: rustfmt is not installed") };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
