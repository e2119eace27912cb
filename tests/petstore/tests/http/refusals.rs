//! Each kind of error has the API's own body.

use super::shop::{JSON, Shop, TILL};

/// The response with an error; its headers are between the status and the body.
fn refusal(status: &str, headers: &str, body: &str) -> String {
    format!("{status}\ncontent-type: application/json\n{headers}{body}")
}

#[tokio::test]
async fn a_mistake_in_a_body_is_reported_with_its_place() {
    let shop = Shop::open().await;
    for (body, message, at) in [
        (r#"{"kind":"Cat"}"#, "the body: property `name` is missing", ""),
        (r#"{"kind":"Cat","name":""}"#, "the body at `/name`: must have at least 1 character", "/name"),
        (r#"{"kind":"Cat","name":7}"#, "the body at `/name`: must be a string, not the integer `7`", "/name"),
        (r#"{"kind":"Cow","name":"x"}"#, "the body at `/kind`: must be one of `Cat`, `Dog`", "/kind"),
        (r#"{"kind":"Dog","name":"x","size":0}"#, "the body at `/size`: must be greater than 0", "/size"),
        (
            r#"{"kind":"Cat","name":"x","tags":["a",""]}"#,
            "the body at `/tags/1`: must have at least 1 character",
            "/tags/1",
        ),
        (
            r#"{"kind":"Cat","name":"x","tags":["a","a"]}"#,
            "the body at `/tags/1`: repeats an earlier item: items must be unique",
            "/tags/1",
        ),
    ] {
        let body = shop.send("POST /v1/pets", &[TILL, JSON], body).await;
        let expected = format!(r#"{{"code":"bad-request","message":"{message}","at":"{at}"}}"#);
        assert_eq!(body, refusal("400 Bad Request", "", &expected));
    }
    assert_eq!(
        shop.send("POST /v1/pets", &[TILL, JSON], "{").await,
        refusal(
            "400 Bad Request",
            "",
            r#"{"code":"bad-request","message":"the body is not JSON: EOF while parsing an object at line 1 column 1"}"#
        )
    );
}

#[tokio::test]
async fn a_mistake_in_a_parameter_is_reported_with_its_name() {
    let shop = Shop::with_pets().await;
    for (path, message, at) in [
        ("/v1/pets?limit=0", "parameter `limit` must be at least 1", "limit"),
        ("/v1/pets?kind=Cow", "parameter `kind` at `/0` must be one of `Cat`, `Dog`", "kind"),
        ("/v1/pets?tag=a&tag=b&tag=c&tag=d", "parameter `tag` must have at most 3 items", "tag"),
        ("/v1/pets/0", "parameter `petId` must be at least 1", "petId"),
        ("/v1/pets/x.txt", "parameter `petId` must be a 64-bit integer", "petId"),
    ] {
        let expected = format!(r#"{{"code":"bad-request","message":"{message}","at":"{at}"}}"#);
        assert_eq!(shop.get(path, &[]).await, refusal("400 Bad Request", "", &expected));
    }
    assert_eq!(
        shop.get("/v1/orders/7", &[TILL]).await,
        refusal(
            "400 Bad Request",
            "",
            r#"{"code":"bad-request","message":"parameter `orderId` must match `^o-[0-9]{4}$`","at":"orderId"}"#
        )
    );
}

#[tokio::test]
async fn a_request_without_credentials_is_challenged() {
    let shop = Shop::with_pets().await;
    let missing = r#"{"code":"unauthorized","message":"credentials are missing"}"#;
    let unknown = r#"{"code":"unauthorized","message":"unknown credentials"}"#;
    let till = "www-authenticate: ApiKey realm=\"tillKey\", in=\"header\", name=\"X-Till-Key\"\n";
    let either = format!("www-authenticate: Bearer realm=\"account\", scope=\"pets\"\n{till}");
    assert_eq!(
        shop.send("POST /v1/pets", &[JSON], "{}").await,
        refusal("401 Unauthorized", &either, missing),
        "before the body is read"
    );
    assert_eq!(
        shop.send("DELETE /v1/pets/1", &["X-Till-Key: other"], "").await,
        refusal("401 Unauthorized", &either, unknown)
    );
    assert_eq!(shop.get("/v1/inventory", &[]).await, refusal("401 Unauthorized", till, missing));
    assert_eq!(
        shop.send("POST /v1/sessions", &[], "").await,
        refusal(
            "401 Unauthorized",
            "www-authenticate: Basic realm=\"password\", charset=\"UTF-8\"\n",
            missing
        )
    );
    assert_eq!(
        shop.get("/v1/pets", &["Authorization: Bearer nobody"]).await,
        refusal(
            "401 Unauthorized",
            "www-authenticate: Bearer realm=\"account\", error=\"invalid_token\"\n",
            unknown
        ),
        "a bad token is not anonymous"
    );
}

#[tokio::test]
async fn a_token_without_the_scope_is_forbidden() {
    let shop = Shop::with_pets().await;
    let token = shop.sign_up("ada_l", r#"["orders"]"#).await;
    assert_eq!(
        shop.send("DELETE /v1/pets/1", &[&token], "").await,
        refusal("403 Forbidden", "", r#"{"code":"forbidden","message":"the token lacks the scope `pets`"}"#)
    );
}

#[tokio::test]
async fn unknown_paths_and_methods_are_rejected() {
    let shop = Shop::with_pets().await;
    let nowhere = r#"{"code":"not-found","message":"there is nothing at this path"}"#;
    let not_this = r#"{"code":"method-not-allowed","message":"this path does not allow this method"}"#;
    for path in ["/", "/pets", "/v1/pets/", "/v1/pets/1:sell/now"] {
        assert_eq!(shop.get(path, &[]).await, refusal("404 Not Found", "", nowhere), "{path}");
    }
    for (start, allow) in [
        ("PUT /v1/pets", "GET, POST, HEAD"),
        ("POST /v1/pets/1", "GET, DELETE, HEAD, PATCH"),
        ("DELETE /v1/pets/1.txt", "GET, HEAD"),
        ("GET /v1/pets/1:adopt", "POST"),
    ] {
        let expected = refusal("405 Method Not Allowed", &format!("allow: {allow}\n"), not_this);
        assert_eq!(shop.send(start, &[], "").await, expected, "{start}");
    }
    // The spec has no HEAD for this path, so GET's handler responds.
    assert_eq!(
        shop.send("HEAD /v1/pets", &[], "").await,
        "200 OK\ncontent-type: application/json\nx-ratelimit-limit: 1000\nx-ratelimit-remaining: 999\n\
         x-kinds: Cat,Dog"
    );
}

#[tokio::test]
async fn unknown_media_types_are_rejected() {
    let shop = Shop::with_pets().await;
    let not_acceptable = r#"{"code":"not-acceptable","message":"no acceptable media type can be produced"}"#;
    assert_eq!(
        shop.get("/v1/pets/1.txt", &["Accept: text/html"]).await,
        refusal("406 Not Acceptable", "", not_acceptable)
    );
    assert_eq!(
        shop.get("/v1/pets/1/photo", &["Accept: video/*"]).await,
        refusal("406 Not Acceptable", "", not_acceptable)
    );
    for (media_type, charset) in [("text/plain", ""), ("application/json; charset=latin1", ", in UTF-8")] {
        let unsupported = format!(
            "{{\"code\":\"unsupported-media-type\",\"message\":\"the body has the media type `{media_type}`; \
             `application/json` is accepted{charset}\"}}"
        );
        let header = format!("Content-Type: {media_type}");
        assert_eq!(
            shop.send("POST /v1/pets", &[TILL, &header], "{}").await,
            refusal("415 Unsupported Media Type", "", &unsupported)
        );
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_rejected() {
    let shop = Shop::open().await;
    let large = format!(r#"{{"kind":"Cat","name":"{}"}}"#, "x".repeat(2 * 1024 * 1024));
    assert_eq!(
        shop.send("POST /v1/pets", &[TILL, JSON], large).await,
        refusal("413 Payload Too Large", "", r#"{"code":"too-large","message":"the body is too large"}"#)
    );
}
