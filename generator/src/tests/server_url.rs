//! The base paths of URLs.

use super::{dot_segment, path_of, resolve_dots};

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
