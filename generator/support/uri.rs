//! URIs (RFC 3986): their grammar, and the normalization that keeps them equivalent.

use std::net::Ipv6Addr;

/// Returns whether two texts are URIs that section 6 of RFC 3986 calls equivalent: apart from the case of the scheme and
/// the host, a default port, an empty path, dot segments, and percent-encoded characters that need no encoding.
pub(super) fn equivalent(one: &str, other: &str) -> bool {
    match (normal(one), normal(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// "URI = scheme ":" hier-part [ "?" query ] [ "#" fragment ]" (section 3). Returns `None` if a text is not a URI.
fn normal(text: &str) -> Option<String> {
    let (rest, fragment) = split_off(text, '#');
    let (rest, query) = split_off(rest, '?');
    let (scheme, rest) = rest.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let scheme = scheme.to_ascii_lowercase();
    let mut uri = format!("{scheme}:");
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            uri.push_str("//");
            uri.push_str(&normal_authority(authority, &scheme)?);
            // "a URI that uses the generic syntax for authority with an empty path should be normalized to a path of
            // "/"" (section 6.2.3)
            if path.is_empty() { "/" } else { path }
        }
    };
    let path = decoded(path, ":@/", "")?;
    uri.push_str(&if path.starts_with('/') { without_dot_segments(&path) } else { path });
    if let Some(query) = query {
        uri.push('?');
        // The crate `url` encodes this quote.
        uri.push_str(&decoded(query, ":@/?", "'")?);
    }
    if let Some(fragment) = fragment {
        uri.push('#');
        uri.push_str(&decoded(fragment, ":@/?", "")?);
    }
    is_scheme.then_some(uri)
}

fn split_off(text: &str, sign: char) -> (&str, Option<&str>) {
    text.split_once(sign).map_or((text, None), |(text, rest)| (text, Some(rest)))
}

/// "authority = [ userinfo "@" ] host [ ":" port ]" (section 3.2)
fn normal_authority(authority: &str, scheme: &str) -> Option<String> {
    let mut normal = String::new();
    let (userinfo, rest) =
        authority.rsplit_once('@').map_or((None, authority), |(info, rest)| (Some(info), rest));
    if let Some(userinfo) = userinfo {
        // The crate `url` encodes these.
        normal.push_str(&decoded(userinfo, ":", ":;=")?);
        normal.push('@');
    }
    let port_at = rest.rfind(':').filter(|at| !rest.get(*at..).unwrap_or_default().contains(']'));
    let (host, port) = rest.split_at(port_at.unwrap_or(rest.len()));
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => normal.push_str(&format!("[{}]", address.parse::<Ipv6Addr>().ok()?)),
        None => normal.push_str(&decoded(host, "", "")?.to_ascii_lowercase()),
    }
    let port = port.strip_prefix(':').unwrap_or_default();
    let default = match scheme {
        "http" | "ws" => "80",
        "https" | "wss" => "443",
        "ftp" => "21",
        _ => "",
    };
    if !port.is_empty() && port != default {
        normal.push(':');
        normal.push_str(port);
    }
    port.bytes().all(|byte| byte.is_ascii_digit()).then_some(normal)
}

/// Decodes the percent-encoded characters that need no encoding, and `more`, which are encoded only sometimes. Returns
/// `None` if the text has a character that is neither unreserved, nor a sub-delimiter, nor one of `allowed`.
fn decoded(text: &str, allowed: &str, more: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        if sign == '%' {
            let digits =
                rest.get(1..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
            let sign = char::from(u8::from_str_radix(digits, 16).ok()?);
            match is_unreserved(sign) || more.contains(sign) {
                true => decoded.push(sign),
                // "For consistency, URI producers and normalizers should use uppercase hexadecimal digits"
                false => decoded.extend(['%'].into_iter().chain(digits.to_ascii_uppercase().chars())),
            }
            rest = rest.get(3..)?;
        } else {
            if !is_unreserved(sign) && !"!$&'()*+,;=".contains(sign) && !allowed.contains(sign) {
                return None;
            }
            decoded.push(sign);
            rest = rest.get(1..)?;
        }
    }
    Some(decoded)
}

fn is_unreserved(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "-._~".contains(sign)
}

/// Removes `.` and `..` from an absolute path (section 5.2.4).
fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_dots = matches!(segment, "." | "..");
        if segment == ".." {
            kept.pop();
        }
        if !is_dots {
            kept.push(segment);
        } else if segments.peek().is_none() {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}
