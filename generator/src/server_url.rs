//! The path of a URL: that of a "Server Object", and segments that clients resolve.

use crate::bounds;

/// Returns the path of a URL, without a `/` at its end.
///
/// | URL | path |
/// |---|---|
/// | `https://example.com/v1` | `/v1` |
/// | `https://example.com`, `/`, `.`, none | none |
/// | `//example.com/v1` | `/v1` |
/// | `/v1`, `v1`, `./v1`, `/v2/../v1` | `/v1` |
pub(crate) fn path_of(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default().trim();
    let path = match url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//")) {
        Some(rest) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url,
    };
    let path = resolve_dots(path);
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    segments.fold(String::new(), |path, segment| format!("{path}/{segment}"))
}

/// Returns the first segment that clients resolve before they send a request: `.` or `..`, also percent-encoded. (RFC
/// 3986, sections 5.2.4 and 6.2.2.2)
pub(crate) fn dot_segment(path: &str) -> Option<&str> {
    path.split('/').find(|segment| dots(segment).is_some())
}

/// Resolves these segments. (RFC 3986, section 5.2.4)
pub(crate) fn resolve_dots(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut segments: Vec<&str> = Vec::new();
    let mut ends_in_dots = false;
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        let dots = dots(segment);
        ends_in_dots = dots.is_some();
        match dots {
            None => segments.push(segment),
            Some(1) => {}
            Some(_) => _ = segments.pop(),
        }
    }
    let end = if ends_in_dots && !segments.is_empty() { "/" } else { "" };
    format!("{}{}{end}", if is_absolute { "/" } else { "" }, segments.join("/"))
}

/// Returns the number of dots of a segment that is `.` or `..`.
fn dots(segment: &str) -> Option<usize> {
    let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
    [".", ".."].contains(&decoded.as_str()).then_some(decoded.len())
}

/// Replaces each variable of a URL with its value. A value is text: its braces are not variables. A variable without a
/// value stays. Returns `None` if the URL becomes too long.
pub(crate) fn substitute<'v>(url: &str, value: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
    let (mut whole, mut rest) = (String::new(), url);
    while let Some((before, after)) = rest.split_once('{') {
        whole.push_str(before);
        match after.split_once('}').and_then(|(name, after)| Some((value(name)?, after))) {
            Some((text, after)) => {
                whole.push_str(text);
                rest = after;
            }
            None => {
                whole.push('{');
                rest = after;
            }
        }
        if whole.len() > bounds::URL_BYTES {
            return None;
        }
    }
    Some(whole + rest)
}

#[cfg(test)]
#[path = "tests/server_url.rs"]
mod tests;
