//! The keywords of JSON Schema 2020-12 that Rust types do not express, and those that close a struct.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::json_schema_2020 as api;
use tower::ServiceExt as _;

struct Server;

impl api::Api for Server {
    type Error = api::Rejection;

    async fn add_order(
        &self,
        _: api::Context,
        request: api::AddOrderRequest,
    ) -> Result<api::AddOrderResponse, api::Rejection> {
        Ok(request.body.into())
    }

    async fn add_person(
        &self,
        _: api::Context,
        request: api::AddPersonRequest,
    ) -> Result<api::AddPersonResponse, api::Rejection> {
        Ok(request.body.into())
    }

    async fn add_values(
        &self,
        _: api::Context,
        request: api::AddValuesRequest,
    ) -> Result<api::AddValuesResponse, api::Rejection> {
        Ok(request.body.into())
    }

    async fn search(
        &self,
        _: api::Context,
        _: api::SearchRequest,
    ) -> Result<api::SearchResponse, api::Rejection> {
        Ok(api::SearchResponse::NoContent)
    }

    async fn add_form(
        &self,
        _: api::Context,
        _: api::AddFormRequest,
    ) -> Result<api::AddFormResponse, api::Rejection> {
        Ok(api::AddFormResponse::NoContent)
    }
}

async fn send(router: &Router, request: Request<Body>) -> String {
    let (parts, answer) = router.clone().oneshot(request).await.unwrap().into_parts();
    let answer = String::from_utf8(to_bytes(answer, usize::MAX).await.unwrap().to_vec()).unwrap();
    format!("{} {answer}", parts.status.as_u16()).trim_end().to_owned()
}

/// Sends each body, and compares the response with the expected one, or with the body.
async fn assert_bodies(uri: &str, cases: &[(&str, &str)]) {
    let router = api::service(Arc::new(Server));
    for (body, expected) in cases {
        let request = Request::post(uri)
            .header("content-type", "application/json")
            .body(Body::from((*body).to_owned()));
        let expected = if *expected == "same" { format!("200 {body}") } else { (*expected).to_owned() };
        assert_eq!(send(&router, request.unwrap()).await, expected, "{body}");
    }
}

#[tokio::test]
async fn a_condition_applies_to_a_struct() {
    let cases = [
        (r#"{"kind":"letter","price":1}"#, "same"),
        (r#"{"kind":"letter","weight":1}"#, "400 the body: matches a schema that `not` excludes"),
        (r#"{"kind":"parcel","weight":1}"#, "same"),
        (r#"{"kind":"parcel","weight":0}"#, "400 the body at `/weight`: must be at least 1"),
        (r#"{"kind":"parcel"}"#, "400 the body: property `weight` is missing"),
        // Only `then` declares `size`, and the handler gets it.
        (r#"{"kind":"parcel","weight":1,"size":"big"}"#, "same"),
        (
            r#"{"kind":"parcel","weight":1,"size":2}"#,
            "400 the body at `/size`: must be a string, not the integer `2`",
        ),
        (r#"{"kind":"letter","size":2}"#, "same"),
        (r#"{"kind":"letter","Size":2}"#, "400 the body: property name `Size` must match `^[a-z]+$`"),
        // Without `kind`, the condition holds.
        (r#"{"weight":1}"#, "400 the body: property `kind` is missing"),
        (r#"{"price":1}"#, "400 the body: property `weight` is missing"),
    ];
    assert_bodies("/orders", &cases).await;
}

#[tokio::test]
async fn unevaluated_properties_close_the_struct_of_an_all_of() {
    let cases = [
        (r#"{"name":"Ann","age":3,"mail":"a@b"}"#, "same"),
        (r#"{"name":"Ann","age":3}"#, "same"),
        (r#"{"name":"Ann"}"#, "400 the body: matches none of the alternatives"),
        (r#"{"name":"Ann","age":3,"phone":"1"}"#, "400 the body: property `phone` is not allowed"),
        (r#"{"age":3}"#, "400 the body: property `name` is missing"),
    ];
    assert_bodies("/people", &cases).await;
}

#[tokio::test]
async fn keywords_of_objects_apply_to_properties() {
    let cases = [
        (r#"{"contact":{"id":1,"mail":"a"}}"#, "same"),
        (r#"{"contact":{"id":1,"phone":"a"}}"#, "same"),
        (
            r#"{"contact":{"id":1,"mail":"a","fax":"b"}}"#,
            "400 the body at `/contact`: property `fax` is not allowed",
        ),
        (r#"{"contact":{"id":1}}"#, "400 the body at `/contact`: matches none of the alternatives"),
        // The schema of `phone` does not match, so it does not evaluate the property.
        (
            r#"{"contact":{"id":1,"mail":"a","phone":2}}"#,
            "400 the body at `/contact`: property `phone` is not allowed",
        ),
        (r#"{"sizes":{"name":"a","door":2}}"#, "same"),
        (
            r#"{"sizes":{"name":"a","door":"2"}}"#,
            "400 the body at `/sizes/door`: must be an integer, not the string \"2\"",
        ),
        (r#"{"empty":{}}"#, "same"),
        (r#"{"empty":{"a":1}}"#, "400 the body at `/empty`: property `a` is not allowed"),
        (r#"{"counts":{"a":1}}"#, "same"),
        (r#"{"counts":{"a":-1}}"#, "400 the body at `/counts/a`: must be at least 0"),
        // `id` is another property for the schema inside the `allOf`, so it must be an integer there too.
        (r#"{"cousin":{"name":"a","id":1,"more":2}}"#, "same"),
        (
            r#"{"cousin":{"name":"a","more":"2"}}"#,
            "400 the body at `/cousin/more`: must be an integer, not the string \"2\"",
        ),
        (r#"{"flags":{"any":true,"text":"a","both":true,"own":1,"more":false}}"#, "same"),
        (r#"{"flags":{"any":1}}"#, "400 the body at `/flags/any`: must be a boolean, not the integer `1`"),
        (r#"{"flags":{"more":1}}"#, "400 the body at `/flags/more`: must be a boolean, not the integer `1`"),
        (r#"{"prices":{"gross":1.5,"net":1.0}}"#, "same"),
        (
            r#"{"prices":{"tax":1.5}}"#,
            "400 the body at `/prices`: property name `tax` must be one of `net`, `gross`",
        ),
        (r#"{"tree":{"left":{"value":1},"right":{"value":2}}}"#, "same"),
        (r#"{"tree":{"left":{"value":1}}}"#, "400 the body at `/tree`: property `right` is missing"),
        (
            r#"{"tree":{"left":{"value":1},"right":{"right":{"value":1}}}}"#,
            "400 the body at `/tree/right`: property `value` is missing",
        ),
        (
            r#"{"tree":{"left":{"value":1,"more":1},"right":{"value":1}}}"#,
            "400 the body at `/tree/left`: property `more` is not allowed",
        ),
    ];
    assert_bodies("/values", &cases).await;
}

#[tokio::test]
async fn keywords_of_arrays_and_scalars_apply_to_properties() {
    let cases = [
        (r#"{"steps":["start","end here"]}"#, "same"),
        (r#"{"steps":["start"]}"#, "400 the body at `/steps`: must contain an item that matches `contains`"),
        (r#"{"steps":[]}"#, "400 the body at `/steps`: must contain an item that matches `contains`"),
        (r#"{"marks":[5,6]}"#, "same"),
        (r#"{"marks":[5,6,"a"]}"#, "same"),
        (r#"{"marks":[5]}"#, "400 the body at `/marks`: must contain at least 2 items that match `contains`"),
        (
            r#"{"marks":[5,6,7,8]}"#,
            "400 the body at `/marks`: must contain at most 3 items that match `contains`",
        ),
        (r#"{"marks":[5,4,6]}"#, "400 the body at `/marks/1`: must be a string, not the integer `4`"),
        (r#"{"pair":["a",1]}"#, "same"),
        (r#"{"pair":["a"]}"#, "same"),
        (r#"{"pair":["a",1,2]}"#, "400 the body at `/pair/2`: is not allowed"),
        (r#"{"pair":["a","1"]}"#, "400 the body at `/pair/1`: must be an integer, not the string \"1\""),
        (r#"{"amount":1}"#, "same"),
        (r#"{"amount":"12"}"#, "same"),
        (r#"{"amount":0}"#, "400 the body at `/amount`: must be at least 1"),
        (r#"{"amount":"a"}"#, "400 the body at `/amount`: must match `^[0-9]+$`"),
        (r#"{"amount":true}"#, "400 the body at `/amount`: must be a string, not the boolean `true`"),
        (r#"{"nothing":null}"#, "same"),
        (r#"{"nothing":0}"#, "400 the body at `/nothing`: must be null, not the integer `0`"),
        (r#"{"list":[1,2]}"#, "same"),
        (r#"{"list":[1,"2"]}"#, "400 the body at `/list/1`: must be an integer, not the string \"2\""),
    ];
    assert_bodies("/values", &cases).await;
}

#[tokio::test]
async fn parameters_and_forms_are_checked_too() {
    let router = api::service(Arc::new(Server));
    let queries = [
        ("/search?tag=all&tag=a", "204"),
        ("/search?tag=all&tag=all", "204"),
        ("/search", "204"),
        ("/search?tag=a", "400 parameter `tag` must contain an item that matches `contains`"),
        (
            "/search?tag=all&tag=all&tag=all",
            "400 parameter `tag` must contain at most 2 items that match `contains`",
        ),
    ];
    for (uri, expected) in queries {
        let request = Request::get(uri).body(Body::empty()).unwrap();
        assert_eq!(send(&router, request).await, expected, "{uri}");
    }
    let forms = [
        ("kind=one&count=1", "204"),
        ("kind=many&count=2", "204"),
        ("kind=many&count=1", "400 the body at `/count`: must be at least 2"),
        ("kind=many", "400 the body: property `count` is missing"),
        ("kind=one&more=1", "400 the body: property `more` is not allowed"),
    ];
    for (form, expected) in forms {
        let request = Request::post("/forms").header("content-type", "application/x-www-form-urlencoded");
        let request = request.body(Body::from(form)).unwrap();
        assert_eq!(send(&router, request).await, expected, "{form}");
    }
}
