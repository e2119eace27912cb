//! The files of a folder that is an input.

use super::read_text;
use std::fs;
use std::path::{Path, PathBuf};

/// The files below a folder that can be specs or schemas, by name: files with a matching extension, and files without
/// one that start like a JSON object. Hidden files and symlinks are omitted.
pub(super) fn files_below(folder: &Path, leave_out: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.file_type() {
                _ if name.starts_with('.') || next == folder && name == leave_out => {}
                Ok(kind) if kind.is_dir() => waiting.push(path),
                Ok(kind) if kind.is_file() && is_readable(&path) => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn is_readable(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("json" | "yaml" | "yml") => true,
        _ => read_text(path).is_ok_and(|text| text.trim_start().starts_with('{')),
    }
}
