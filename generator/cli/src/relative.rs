//! The paths of files as other tools expect them: relative to the working directory, and with `/` on every system.

use std::env;
use std::path::{Component, Path};

/// Returns the path relative to the working directory, if the file is below it.
pub(crate) fn uri_path(path: &str) -> String {
    let here = env::current_dir().ok();
    let path = Path::new(path);
    let below = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let is_root = below.has_root();
    let parts = below.components().filter_map(|part| match part {
        Component::RootDir | Component::CurDir => None,
        other => Some(other.as_os_str().to_string_lossy()),
    });
    let path = parts.collect::<Vec<_>>().join("/");
    if is_root { format!("/{path}") } else { path }
}

/// Percent-encodes a path for a URI (RFC 3986, section 3.3).
pub(crate) fn encode(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encoded = path.bytes().map(|byte| match is_plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    encoded.collect()
}
