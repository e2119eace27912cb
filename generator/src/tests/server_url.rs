//! The base paths of URLs.

use super::path_of;

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
        ("", ""),
        ("https://example.com/v1?key=1#top", "/v1"),
    ];
    for (url, path) in cases {
        assert_eq!(path_of(url), path, "{url}");
    }
}
