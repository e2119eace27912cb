//! The URL of a "Server Object".

/// Returns the path of a URL, without a `/` at its end.
///
/// | URL | path |
/// |---|---|
/// | `https://example.com/v1` | `/v1` |
/// | `https://example.com`, `/`, `.`, none | none |
/// | `//example.com/v1` | `/v1` |
/// | `/v1`, `v1`, `./v1` | `/v1` |
pub(crate) fn path_of(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default().trim();
    let path = match url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//")) {
        Some(rest) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url,
    };
    let segments =
        path.split('/').filter(|segment| !segment.is_empty() && *segment != "." && *segment != "..");
    segments.fold(String::new(), |path, segment| format!("{path}/{segment}"))
}

#[cfg(test)]
#[path = "tests/server_url.rs"]
mod tests;
