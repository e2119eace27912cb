//! The base paths of URLs.

use super::{dot_segment, path_of, resolve_dots, substitute};
use std::collections::HashMap;

#[test]
fn the_base_path_is_the_path_of_the_url() {
    let cases = [
        ("https://example.com/v1", "/v1"),
        ("https://example.com/v1/", "/v1"),
        ("https://example.com", ""),
        ("https://example.com/", ""),
        ("//example.com/v1/pets", "/v1/pets"),
        ("/v1", "/v1"),
        ("v1", "/v1"),
        ("./v1", "/v1"),
        ("/", ""),
        (".", ""),
        ("../v1", "/v1"),
        ("/v2/../v1/.", "/v1"),
        ("/v2/%2E%2e/v1", "/v1"),
        ("", ""),
        ("https://example.com/v1?key=1#top", "/v1"),
    ];
    for (url, path) in cases {
        assert_eq!(path_of(url), path, "{url}");
    }
}

/// The examples of RFC 3986, section 5.2.4, and percent-encoded dots.
#[test]
fn segments_of_dots_are_resolved() {
    let cases = [
        ("/a/b/c/./../../g", Some("."), "/a/g"),
        ("/a/%2e%2E/b", Some("%2e%2E"), "/b"),
        ("/a/.%2e", Some(".%2e"), "/"),
        ("/a/b/..", Some(".."), "/a/"),
        ("/a/.", Some("."), "/a/"),
        ("/..", Some(".."), "/"),
        ("/{a}/../{b}", Some(".."), "/{b}"),
        ("mid/content=5/../6", Some(".."), "mid/6"),
        ("/a/.../.b/c./%2e%2e%2e", None, "/a/.../.b/c./%2e%2e%2e"),
        ("/", None, "/"),
    ];
    for (path, segment, resolved) in cases {
        assert_eq!((dot_segment(path), resolve_dots(path).as_str()), (segment, resolved), "{path}");
    }
}

#[test]
fn a_value_of_a_variable_is_text() {
    let values = HashMap::from([("a", "{b}{b}"), ("b", "x"), ("", "empty")]);
    let of = |url: &str| substitute(url, |name| values.get(name).copied());
    for (url, expected) in [
        ("/{b}/{b}", "/x/x"),
        ("/{a}", "/{b}{b}"),
        ("/{c}/{b}", "/{c}/x"),
        ("/{{b}", "/{x"),
        ("/{b", "/{b"),
        ("/b}", "/b}"),
        ("/{}", "/empty"),
    ] {
        assert_eq!(of(url).as_deref(), Some(expected), "{url}");
    }
    let long = "a".repeat(1_000);
    assert!(substitute(&"{a}".repeat(60), |_| Some(&long)).is_some());
    assert!(substitute(&"{a}".repeat(70), |_| Some(&long)).is_none());
}
