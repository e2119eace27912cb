//! URIs of schemas.

use super::resolve;

#[test]
fn references_are_relative_to_the_base() {
    let cases = [
        ("", "https://a.example/pets", "https://a.example/pets"),
        ("", "pets", "pets"),
        ("https://a.example/v1/pets", "owners", "https://a.example/v1/owners"),
        ("https://a.example/v1/pets", "./owners", "https://a.example/v1/owners"),
        ("https://a.example/v1/pets", "../owners", "https://a.example/owners"),
        ("https://a.example/v1/pets", "/owners", "https://a.example/owners"),
        ("https://a.example", "owners", "https://a.example/owners"),
        ("https://a.example/v1/pets", "urn:uuid:1", "urn:uuid:1"),
        ("/v1/pets", "owners", "/v1/owners"),
    ];
    for (base, reference, uri) in cases {
        assert_eq!(resolve(base, reference), uri, "{base} {reference}");
    }
}
