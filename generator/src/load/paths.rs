//! Paths, as references and settings write them.

use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::reference::unescape;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Returns whether a reference begins with the scheme of a URL (RFC 3986, section 3.1).
pub(super) fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.".contains(sign))
    })
}

/// Returns the help for a URL that no setting maps.
fn mapping_help(url: &str) -> String {
    let prefix = url.rfind('/').and_then(|end| url.get(..=end)).filter(|prefix| !prefix.ends_with("://"));
    let prefix = prefix.unwrap_or(url);
    format!(
        "save the file next to the spec, and refer to it with a relative path; or map the URL to a folder in \
         `stubsmith.yaml`: `refs: {{'{prefix}': schemas}}`"
    )
}

/// The file part of a reference as a relative path, percent-decoded once.
pub(super) fn relative_path(reference: &str, place: &Place) -> Result<PathBuf, Box<Diagnostic>> {
    let refuse = |code, why: &str, help: &str| {
        let message = format!("the reference `{reference}` {why}");
        Box::new(Diagnostic::new(code, place.clone(), message).help(help))
    };
    if has_scheme(reference) {
        return Err(refuse(
            codes::REMOTE_REFERENCE,
            "is a URL; only files inside the ref root are read",
            &mapping_help(reference),
        ));
    }
    let Some(path) = unescape(reference) else {
        return Err(refuse(
            codes::BAD_REFERENCE,
            "is not percent-encoded UTF-8",
            "write `%25` for a percent sign",
        ));
    };
    if path.starts_with(['/', '\\']) || path.contains('\0') {
        let help = "write a path relative to the folder of this file";
        return Err(refuse(
            codes::OUTSIDE_ROOT,
            "is an absolute path; only files inside the ref root are read",
            help,
        ));
    }
    Ok(PathBuf::from(path))
}

pub(super) fn parent(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

/// The innermost folder that contains both.
pub(super) fn common(a: &Path, b: &Path) -> PathBuf {
    let shared = a.components().zip(b.components()).take_while(|(a, b)| a == b);
    shared.map(|(component, _)| component).collect()
}

/// The path without `.`, and without `..` if a component before it can be removed.
pub(super) fn normalise(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match (component, normal.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => drop(normal.pop()),
            (other, _) => normal.push(other),
        }
    }
    normal
}

pub(super) fn absolute(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    normalise(&here.join(path))
}
