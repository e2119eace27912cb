//! The committed tables.

use std::path::PathBuf;
use std::{env, fs};

/// Compares a table with the committed one; `BLESS=1` writes it.
pub fn hold(name: &str, text: &str) {
    let path = PathBuf::from("../tables").join(name);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "{}: bless with BLESS=1, and read the diff:\n{text}", path.display());
}
