//! Schemas that are composed with `allOf`, null next to them, and arrays and maps that contain themselves.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::{compositions, nullable, recursive};
use tower::ServiceExt as _;

/// Sends each body, and compares the status with the expected one; for an accepted body, compares the response with it.
async fn assert_answers(router: &Router, cases: &[(&str, &str, &str)]) {
    for (uri, body, expected) in cases {
        let request =
            Request::builder().method("POST").uri(*uri).body(Body::from((*body).to_owned())).unwrap();
        let (parts, answer) = router.clone().oneshot(request).await.unwrap().into_parts();
        let answer = String::from_utf8(to_bytes(answer, usize::MAX).await.unwrap().to_vec()).unwrap();
        let status = parts.status.as_u16();
        let expected = if *expected == "same" { format!("200 {body}") } else { (*expected).to_owned() };
        assert_eq!(format!("{status} {answer}"), expected, "{uri} {body}");
    }
}

struct Compositions;

impl compositions::Api for Compositions {
    type Error = compositions::Rejection;

    async fn add_maps(
        &self,
        _: compositions::Context,
        request: compositions::AddMapsRequest,
    ) -> Result<compositions::AddMapsResponse, compositions::Rejection> {
        Ok(request.body.into())
    }

    async fn add_labels(
        &self,
        _: compositions::Context,
        request: compositions::AddLabelsRequest,
    ) -> Result<compositions::AddLabelsResponse, compositions::Rejection> {
        Ok(request.body.into())
    }

    async fn add_objects(
        &self,
        _: compositions::Context,
        request: compositions::AddObjectsRequest,
    ) -> Result<compositions::AddObjectsResponse, compositions::Rejection> {
        let mut body = request.body;
        for written in body.written.iter_mut().chain(body.writings.iter_mut().flatten()) {
            assert_eq!(written.id.replace(1), None);
        }
        if let Some(compositions::types::inline::ObjectsEither::Written(written)) = &mut body.either {
            assert_eq!(written.id.replace(1), None);
        }
        Ok(body.into())
    }
}

#[tokio::test]
async fn maps_keep_the_rules_of_their_parts() {
    let router = compositions::service(Arc::new(Compositions));
    let maps = |body: &'static str, expected: &'static str| ("/maps", body, expected);
    let cases = [
        maps(r#"{"annotated":{"a":"x"},"described":{"a":"x"},"again":{"a":"x"}}"#, "same"),
        maps(r#"{"annotated":{}}"#, "400 the body at `/annotated`: must have at least 1 property"),
        maps(
            r#"{"annotated":{"a":5}}"#,
            "400 the body at `/annotated/a`: must be a string, not the integer `5`",
        ),
        maps(r#"{"described":{}}"#, "400 the body at `/described`: must have at least 1 property"),
        maps(r#"{"described":{"a":""}}"#, "400 the body at `/described/a`: must have at least 1 character"),
        maps(r#"{"bounded":{"a":"x"}}"#, "400 the body at `/bounded`: must have at least 2 properties"),
        maps(r#"{"bounded":{"a":"x","b":"x"}}"#, "same"),
        maps(
            r#"{"bounded":{"a":"x","b":"x","c":"x","d":"x"}}"#,
            "400 the body at `/bounded`: must have at most 3 properties",
        ),
        maps(r#"{"again":{"a":""}}"#, "400 the body at `/again/a`: must have at least 1 character"),
        maps(r#"{"inline":{"a":0}}"#, "400 the body at `/inline/a`: must be at least 1"),
        maps(r#"{"both":{"a":"abcd"}}"#, "400 the body at `/both/a`: must have at most 3 characters"),
        maps(r#"{"both":{}}"#, "400 the body at `/both`: must have at least 1 property"),
        maps(r#"{"both":{"a":"abc"}}"#, "same"),
        maps(r#"{"closed":{"a":1}}"#, "400 the body at `/closed`: property `a` is not allowed"),
        maps(r#"{"closed":{}}"#, "same"),
        maps(r#"{"keyed":{"a":"x"}}"#, "400 the body at `/keyed`: property `key` is missing"),
        maps(r#"{"keyed":{"key":"x"}}"#, "same"),
        maps(
            r#"{"patterned":{"x-a":"1"}}"#,
            "400 the body at `/patterned/x-a`: must be an integer, not the string \"1\"",
        ),
        maps(r#"{"patterned":{"x-a":1,"b":"c"}}"#, "same"),
        maps(r#"{"dependent":{"a":1}}"#, "400 the body at `/dependent`: property `b` is missing"),
        maps(r#"{"chosen":{"c":1}}"#, "400 the body at `/chosen`: matches none of the alternatives"),
        maps(r#"{"listed":{"a":"c"}}"#, r#"400 the body at `/listed`: must be one of `{}`, `{"a":"b"}`"#),
        maps(r#"{"listed":{"a":"b"}}"#, "same"),
        maps(r#"{"items":[{"a":"x"},{}]}"#, "400 the body at `/items/1`: must have at least 1 property"),
        maps(
            r#"{"values":{"z":{"a":"x","b":"x"}}}"#,
            "400 the body at `/values/z`: must have at most 1 property",
        ),
        ("/maps?codes=ab,abc", "{}", "same"),
        ("/maps?codes=ab,a", "{}", "400 parameter `codes` at `/1` must have at least 2 characters"),
        ("/maps?codes=abcd", "{}", "400 parameter `codes` at `/0` must have at most 3 characters"),
        ("/labels", r#"{"a":"x"}"#, "same"),
        ("/labels", "{}", "400 the body: must have at least 1 property"),
        ("/labels", r#"{"a":"x","b":"x","c":"x"}"#, "400 the body: must have at most 2 properties"),
        ("/labels", r#"{"a":""}"#, "400 the body at `/a`: must have at least 1 character"),
    ];
    assert_answers(&router, &cases).await;
}

#[tokio::test]
async fn objects_keep_the_rules_of_their_parts() {
    let router = compositions::service(Arc::new(Compositions));
    let objects = |body: &'static str, expected: &'static str| ("/objects", body, expected);
    let cases = [
        objects(r#"{"narrowed":{"about":{"url":"u","owner":"o"},"size":1}}"#, "same"),
        objects(
            r#"{"narrowed":{"about":{"x":1}}}"#,
            "400 the body at `/narrowed/about`: matches none of the alternatives",
        ),
        objects(
            r#"{"narrowed":{"about":{"owner":""}}}"#,
            "400 the body at `/narrowed/about/owner`: must have at least 1 character",
        ),
        objects(r#"{"narrowed":{"size":1.5}}"#, "400 the body at `/narrowed/size`: must be a 64-bit integer"),
        objects(r#"{"mixed":{"about":{"url":"u","z":1}},"mixin":{"about":{"z":2}}}"#, "same"),
        objects(
            r#"{"mixed":{"about":{"url":"u"}}}"#,
            "400 the body at `/mixed/about`: property `z` is missing",
        ),
        objects(r#"{"stored":{"note":null}}"#, r#"200 {"stored":{"kind":"plain","note":null}}"#),
        objects(r#"{"stored":{"id":"x","kind":"rare"}}"#, r#"200 {"stored":{"kind":"rare"}}"#),
        objects(
            r#"{"stored":{"kind":"common"}}"#,
            "400 the body at `/stored/kind`: must have at most 5 characters",
        ),
        objects(
            r#"{"written":{"text":"a"},"either":{"text":"a"},"writings":[{"text":"a"}],"pair":[{"text":"a"},null]}"#,
            // The handler returns the body, in schemas whose `id` is required in a response.
            "500 the server could not produce a valid response",
        ),
        // An `id` from a client is ignored; in a response, this one is not valid.
        objects(r#"{"either":{"id":"x","text":"a"}}"#, r#"200 {"either":{"id":1,"text":"a"}}"#),
        objects(r#"{"pair":[{"id":null,"text":"a"}]}"#, "500 the server could not produce a valid response"),
        objects(
            r#"{"pair":[{"id":null,"text":1}]}"#,
            r#"400 the body at `/pair/0/text`: must be a string, not the integer `1`"#,
        ),
        objects(
            r#"{"either":{"id":1,"text":"a","id":1}}"#,
            "400 the body at `/either/id`: duplicate property",
        ),
        objects(
            r#"{"written":{"text":"a"},"writings":[{"id":2,"text":"a"}]}"#,
            r#"200 {"written":{"id":1,"text":"a"},"writings":[{"id":1,"text":"a"}]}"#,
        ),
        objects(r#"{"either":{"id":1}}"#, "400 the body at `/either`: property `text` is missing"),
        objects(r#"{"either":{"id":1,"text":"a"}}"#, "same"),
        objects(r#"{"either":2147483648}"#, "400 the body at `/either`: must be a 32-bit integer"),
        objects(r#"{"either":-2147483648}"#, "same"),
        objects(
            r#"{"pair":[{"id":1,"text":"a"},2147483648]}"#,
            "400 the body at `/pair/1`: must be at most 2147483647",
        ),
        objects(r#"{"listed":{"a":1}}"#, "same"),
        objects(
            r#"{"listed":{"a":2}}"#,
            r#"400 the body at `/listed`: must be one of `{"a":1}`, `{"a":2,"b":3}`"#,
        ),
        objects(r#"{"open":{"a":"long","b":"long","c":"xx"}}"#, "same"),
        objects(r#"{"open":{"c":"xxx"}}"#, "400 the body at `/open/c`: must have at most 2 characters"),
        objects(r#"{"tagged":{"a":"x"}}"#, "400 the body at `/tagged`: property `b` is missing"),
    ];
    assert_answers(&router, &cases).await;
}

struct People;

impl nullable::Api for People {
    type Error = nullable::Rejection;

    async fn add_person(
        &self,
        _: nullable::Context,
        request: nullable::AddPersonRequest,
    ) -> Result<nullable::AddPersonResponse, nullable::Rejection> {
        let x_age = request.sizes.first().copied();
        Ok(nullable::AddPersonResponse::Ok {
            body: request.body,
            headers: nullable::AddPersonOkHeaders { x_age },
        })
    }

    async fn put_address(
        &self,
        _: nullable::Context,
        request: nullable::PutAddressRequest,
    ) -> Result<nullable::PutAddressResponse, nullable::Rejection> {
        Ok(request.body.into())
    }
}

#[tokio::test]
async fn null_is_accepted_where_the_spec_says_so() {
    let router = nullable::service(Arc::new(People));
    let accepted = [
        "home",
        "work",
        "plain",
        "in_part",
        "in_reference",
        "named",
        "other",
        "same",
        "twice",
        "colour",
        "narrowed",
        "level",
        "flag",
        "keyed",
        "either",
        "short",
        "deep",
    ];
    for name in accepted {
        let body = match name {
            "home" => r#"{"home":null}"#.to_owned(),
            _ => format!(r#"{{"home":null,"{name}":null}}"#),
        };
        assert_answers(&router, &[("/people", &body, "same")]).await;
    }
    let rejected = ["strict", "mixed", "unlisted", "list", "map"];
    for name in rejected {
        let body = format!(r#"{{"home":null,"{name}":null}}"#);
        let request = Request::post("/people").body(Body::from(body.clone())).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 400, "{body}");
    }
}

#[tokio::test]
async fn other_values_of_a_nullable_schema_keep_its_rules() {
    let router = nullable::service(Arc::new(People));
    let people = |body: &'static str, expected: &'static str| ("/people", body, expected);
    let cases = [
        people(
            r#"{"home":{"city":"x"},"list":[null,{"city":"y"}],"map":{"a":null,"b":1},"deep":[null,[]]}"#,
            "same",
        ),
        people(r#"{"home":{}}"#, "400 the body at `/home`: property `city` is missing"),
        people(r#"{"home":null,"narrowed":"green"}"#, "400 the body at `/narrowed`: must be `red`"),
        people(r#"{"home":null,"keyed":{}}"#, "400 the body at `/keyed`: property `key` is missing"),
        people(
            r#"{"home":null,"either":1}"#,
            "400 the body at `/either`: must be a string or an array, not the integer `1`",
        ),
        people(r#"{"home":null,"short":"long"}"#, "400 the body at `/short`: must have at most 3 characters"),
        people(r#"{"home":null,"map":{"a":0}}"#, "400 the body at `/map/a`: must be at least 1"),
        ("/people?nick=ab&sorts=up,up&sizes=1,2", r#"{"home":null}"#, "same"),
        ("/people?nick=a", r#"{"home":null}"#, "400 parameter `nick` must have at least 2 characters"),
        ("/people?sizes=1,0", r#"{"home":null}"#, "400 parameter `sizes` at `/1` must be at least 1"),
        ("/people?sorts=null", r#"{"home":null}"#, "400 parameter `sorts` at `/0` must be `up`"),
    ];
    assert_answers(&router, &cases).await;
    let request = Request::put("/address").body(Body::from("null")).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(to_bytes(response.into_body(), 10).await.unwrap(), "null");
}

struct Trees;

impl recursive::Api for Trees {
    type Error = recursive::Rejection;

    async fn add_tree(
        &self,
        _: recursive::Context,
        request: recursive::AddTreeRequest,
    ) -> Result<recursive::AddTreeResponse, recursive::Rejection> {
        let depth = |tree: &recursive::types::Tree| tree.0.len();
        let nested = recursive::types::Nested(vec![]);
        Ok(recursive::types::Nested(vec![nested; depth(&request.body)]).into())
    }
}

#[tokio::test]
async fn arrays_and_maps_that_contain_themselves_are_checked_at_each_depth() {
    let router = recursive::service(Arc::new(Trees));
    let cases = [
        ("/trees", r#"{"a":{"b":{}}}"#, "200 [[]]"),
        ("/trees", "{}", "200 []"),
        ("/trees", r#"{"a":1}"#, "400 the body at `/a`: must be an object, not the integer `1`"),
        ("/trees", r#"{"a":{"b":[]}}"#, "400 the body at `/a/b`: must be an object, not an array"),
        ("/trees", "[1]", "400 the body: must be an object, not an array"),
        ("/trees", r#""x""#, r#"400 the body: must be an object, not the string "x""#),
        // The handler returns more than `maxItems`.
        ("/trees", r#"{"a":{},"b":{},"c":{}}"#, "500 the server could not produce a valid response"),
    ];
    assert_answers(&router, &cases).await;
    let forest = |text: &str| {
        let value = serde_json::from_str::<recursive::types::Forest>(text).map_err(|error| error.to_string());
        value.map(|forest| serde_json::to_string(&forest).unwrap())
    };
    let given = r#""given":[[],[]]"#;
    for text in [
        r#""nested":[[],[[]]]"#,
        r#""row":[{"a":[{"b":[]}]}]"#,
        r#""grid":[[[[]]],[]]"#,
        r#""maybe":[null,[null]]"#,
        r#""chain":[[[]]]"#,
        r#""keyed":{"key":{"key":{"key":{}}}}"#,
    ] {
        let same = format!("{{{text},{given}}}");
        let expected = if text.contains("key") { Err(()) } else { Ok(same) };
        assert_eq!(forest(&format!("{{{text}}}")).map_err(|_| ()), expected, "{text}");
    }
    for (text, reason) in [
        (r#"{"nested":[[[],[],[]]]}"#, "must have at most 2 items"),
        (r#"{"row":[{"a":[{}]}]}"#, "must have at least 1 property"),
        (r#"{"grid":[[[],[]]]}"#, "must have at most 1 item"),
        (r#"{"maybe":[[1]]}"#, "must be an array"),
        (r#"{"keyed":{}}"#, "property `key` is missing"),
    ] {
        let error = forest(text).unwrap_err();
        assert!(error.contains(reason) || error.contains("expected an array"), "{text}: {error}");
    }
}
