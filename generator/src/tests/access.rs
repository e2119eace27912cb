//! Who may call an operation, row by row.

use super::*;

#[test]
fn access_is_as_the_table_says() {
    let some = vec![Alternative { requirement: 0, scopes: Vec::new() }];
    let rows = [
        (false, false, Vec::new(), Access::Open),
        (true, true, Vec::new(), Access::Open),
        (true, true, some.clone(), Access::Optional(some.clone())),
        (true, false, some.clone(), Access::Required(some)),
        (true, false, Vec::new(), Access::Required(Vec::new())),
    ];
    for (is_secured, allows_anyone, alternatives, expected) in rows {
        let case = format!("{is_secured} {allows_anyone} {alternatives:?}");
        assert_eq!(choose_access(is_secured, allows_anyone, alternatives), expected, "{case}");
    }
}

#[test]
fn an_undefined_scheme_closes_an_operation_only_if_it_is_alone() {
    assert!(fate_of_undefined(true, false).contains("`{}`"));
    assert_eq!(fate_of_undefined(true, true), fate_of_undefined(true, false));
    assert!(fate_of_undefined(false, true).contains("the other alternatives"));
    assert!(fate_of_undefined(false, false).contains("401"));
}

#[test]
fn credentials_are_alike_if_they_are_presented_in_the_same_way() {
    let key = |location, name: &str| SchemeKind::ApiKey(ApiKey { location, name: name.to_owned() });
    let http = |name| SchemeKind::Http(HttpScheme::from_name(name));
    let basic = SchemeKind::Http(HttpScheme::Basic);
    let bearer = SchemeKind::Http(HttpScheme::Bearer);
    let oauth2 = SchemeKind::OAuth2(crate::api::OAuth2::default());
    let rows = [
        (key(KeyLocation::Header, "X-Key"), key(KeyLocation::Header, "x-key"), true),
        (key(KeyLocation::Query, "key"), key(KeyLocation::Query, "Key"), false),
        (key(KeyLocation::Query, "key"), key(KeyLocation::Header, "key"), false),
        (key(KeyLocation::Header, "Authorization"), basic.clone(), false),
        (key(KeyLocation::Cookie, "SID"), key(KeyLocation::Cookie, "sid"), false),
        (key(KeyLocation::Cookie, "SID"), SchemeKind::MutualTls, false),
        (SchemeKind::MutualTls, SchemeKind::MutualTls, true),
        (http("Digest"), http("digest"), true),
        (http("Digest"), http("DPoP"), false),
        (http("BEARER"), oauth2.clone(), true),
        (SchemeKind::OpenIdConnect, oauth2.clone(), true),
        (bearer.clone(), oauth2, true),
        (bearer, basic, false),
    ];
    for (one, other, expected) in rows {
        assert_eq!(one.is_presented_as(&other), expected, "{one:?} {other:?}");
        assert_eq!(other.is_presented_as(&one), expected, "{other:?} {one:?}");
    }
}
