//! Types of OpenAPI 3: null, lists of types, constants, keywords next to a reference, and the directions of properties.

use crate::client::{Seen, request, send, with_body};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::openapi3_types as api;
use stubsmith_golden::openapi3_types::types;

struct Values;

impl api::Api for Values {
    type Error = Seen;

    async fn post_values(
        &self,
        _: api::Context,
        request: api::PostValuesRequest,
    ) -> Result<api::PostValuesResponse, Seen> {
        let body = serde_json::to_string(&request.body).unwrap();
        Seen::request(&body).map(|()| api::PostValuesResponse::NoContent)
    }

    async fn add_user(
        &self,
        _: api::Context,
        request: api::AddUserRequest,
    ) -> Result<api::AddUserResponse, Seen> {
        let mut user = request.body;
        user.id = (user.name != "forgotten").then_some(1);
        user.address.geo = Some("0,0".to_owned());
        for friend in user.friends.iter_mut().flatten() {
            friend.id = Some(2);
            friend.address.geo = (friend.name != "nowhere").then(|| "1,1".to_owned());
        }
        Ok(user.into())
    }

    async fn add_thing(
        &self,
        _: api::Context,
        request: api::AddThingRequest,
    ) -> Result<api::AddThingResponse, Seen> {
        let mut made = serde_json::to_value(request.body).unwrap();
        made["id"] = "1".into();
        Ok(serde_json::from_value::<types::Made>(made).unwrap().into())
    }

    async fn add_nothing(
        &self,
        cx: api::Context,
        request: api::AddNothingRequest,
    ) -> Result<api::AddNothingResponse, Seen> {
        let body = if cx.headers().contains_key("x-full") { 1.into() } else { request.body };
        Ok(body.into())
    }

    async fn add_problem(
        &self,
        _: api::Context,
        request: api::AddProblemRequest,
    ) -> Result<api::AddProblemResponse, Seen> {
        let body = serde_json::to_string(&request.body).unwrap();
        Seen::request(&body).map(|()| api::AddProblemResponse::NoContent)
    }

    async fn add_order(
        &self,
        _: api::Context,
        request: api::AddOrderRequest,
    ) -> Result<api::AddOrderResponse, Seen> {
        let body = serde_json::to_string(&request.body).unwrap();
        Seen::request(&body).map(|()| api::AddOrderResponse::NoContent)
    }

    async fn get_name(
        &self,
        _: api::Context,
        request: api::GetNameRequest,
    ) -> Result<api::GetNameResponse, Seen> {
        let name = if request.loud { "ME" } else { "me" };
        let times = usize::try_from(request.times.unwrap_or(1)).unwrap();
        let name = api::GetNameOk {
            n: (request.id == "both").then(|| "nn".to_owned()),
            ..api::GetNameOk::new(name.repeat(times))
        };
        Ok(name.into())
    }

    async fn add_player(
        &self,
        _: api::Context,
        request: api::AddPlayerRequest,
    ) -> Result<api::AddPlayerResponse, Seen> {
        Ok(request.body.into())
    }
}

impl From<api::Rejection> for Seen {
    fn from(rejection: api::Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

fn router() -> Router {
    api::service(Arc::new(Values))
}

async fn post(uri: &str, body: &str) -> String {
    let request = with_body("POST", uri, &[("content-type", "application/json")], body.to_owned());
    send(&router(), request).await
}

/// Sends a value of a property of `Values`, and expects the value in return, or this reason.
async fn assert_value(property: &str, value: &str, rejected: Option<&str>) {
    let short = if property == "short" { String::new() } else { r#""short":null,"#.to_owned() };
    let body = format!(r#"{{{short}"{property}":{value}}}"#);
    let expected = match rejected {
        Some(reason) => format!("400 the body at `/{property}`: {reason}"),
        None => format!("200 {body:?}"),
    };
    assert_eq!(post("/values", &body).await, expected, "{property}: {value}");
}

#[tokio::test]
async fn null_is_a_value_where_the_schema_allows_it() {
    assert_value("short", "null", None).await;
    assert_value("short", r#""abc""#, None).await;
    assert_value("short", r#""abcd""#, Some("must have at most 3 characters")).await;
    assert_eq!(post("/values", "{}").await, "400 the body: property `short` is missing");
    assert_value("object", "null", None).await;
    assert_value("object", r#"{"x":1}"#, None).await;
    assert_value("nothing", "null", None).await;
    assert_value("nested", "null", None).await;
    assert_value("nested", r#""ab""#, None).await;
    assert_value("nested", r#""a""#, Some("must have at least 2 characters")).await;
    assert_value("old", "null", None).await;
    assert_value("mixed", "null", None).await;
    assert_value("mixed", "1", None).await;
    // The `enum` does not list null.
    assert_value("listed", r#""p""#, None).await;
    assert!(post("/values", r#"{"short":null,"listed":null}"#).await.starts_with("400 "));
}

#[tokio::test]
async fn constraints_of_several_types_apply_to_their_type() {
    for accepted in ["0", r#""x""#] {
        assert_value("either", accepted, None).await;
    }
    assert_value("either", "-1", Some("must be at least 0")).await;
    assert_value("either", r#""""#, Some("must have at least 1 character")).await;
    assert!(post("/values", r#"{"short":null,"either":1.5}"#).await.starts_with("400 the body at `/either`"));
}

#[tokio::test]
async fn constants_bounds_and_prefixes_are_enforced() {
    assert_value("fixed", r#""fixed""#, None).await;
    assert_value("fixed", r#""other""#, Some("must be `fixed`")).await;
    assert_value("between", "0.5", None).await;
    assert_value("between", "0", Some("must be greater than 0")).await;
    assert_value("between", "1", Some("must be less than 1")).await;
    // Draft 4's boolean.
    assert_value("draft4", "1", Some("must be at least 2")).await;
    assert_value("draft4", "2", None).await;
    for accepted in [r#"["a",1]"#, r#"["a"]"#, "[]"] {
        assert_value("pair", accepted, None).await;
    }
    for rejected in ["[1]", r#"["a",1,2]"#] {
        assert!(post("/values", &format!(r#"{{"short":null,"pair":{rejected}}}"#)).await.starts_with("400 "));
    }
}

#[tokio::test]
async fn boolean_schemas_accept_everything_or_nothing() {
    for accepted in ["1", "null", r#"{"a":[]}"#] {
        assert_value("any", accepted, None).await;
        let body = format!(r#"{{"short":null,"never":{accepted}}}"#);
        assert!(post("/values", &body).await.starts_with("400 the body at `/never`"), "{accepted}");
    }
}

#[tokio::test]
async fn write_only_properties_are_never_returned() {
    let user =
        r#"{"name":"a","password":"12345678","hint":"x","secret":"s","maybe":"m","address":{"city":"c"}}"#;
    let returned = r#"201 {"id":1,"name":"a","address":{"city":"c","geo":"0,0"}}"#;
    assert_eq!(post("/users", user).await, returned);
    let friends = format!(r#"{},"friends":[{user}]}}"#, user.trim_end_matches('}').to_owned() + "}");
    let friend = r#"{"id":2,"name":"a","address":{"city":"c","geo":"1,1"}}"#;
    let returned =
        format!(r#"201 {{"id":1,"name":"a","address":{{"city":"c","geo":"0,0"}},"friends":[{friend}]}}"#);
    assert_eq!(post("/users", &friends).await, returned);
    // A read-only property is ignored, even if others are rejected.
    let with_id = user.replacen('{', r#"{"id":"any","#, 1);
    assert!(post("/users", &with_id).await.starts_with("201 "));
    let without = r#"{"name":"a","address":{"city":"c"}}"#;
    assert_eq!(post("/users", without).await, "400 the body: property `password` is missing");
    let inside = r#"{"name":"a","password":"12345678","address":{"city":"c"},"friends":[{"name":"b","address":{"city":"c"}}]}"#;
    assert_eq!(post("/users", inside).await, "400 the body at `/friends/0`: property `password` is missing");
    let short = user.replace("12345678", "1");
    assert_eq!(post("/users", &short).await, "400 the body at `/password`: must have at least 8 characters");
    // Outside of requests, it may be absent, and it is read.
    let read: types::User = serde_json::from_str(without).unwrap();
    assert_eq!(read.password, None);
    let read: types::User = serde_json::from_str(user).unwrap();
    assert_eq!(read.password.as_deref(), Some("12345678"));
}

#[tokio::test]
async fn identifiers_and_anchors_are_resolved_in_their_resource() {
    let order = r#"{"line":{"sku":"a"},"sum":1.5,"buyer":{"name":"b"},"note":"n"}"#;
    assert_eq!(post("/orders", order).await, format!("200 {order:?}"));
    for (body, reason) in [
        (r#"{"line":{}}"#, " at `/line`: property `sku` is missing"),
        (r#"{"sum":-1}"#, " at `/sum`: must be at least 0"),
        (r#"{"buyer":{"name":""}}"#, " at `/buyer/name`: must have at least 1 character"),
        (r#"{"note":""}"#, " at `/note`: must have at least 1 character"),
    ] {
        assert_eq!(post("/orders", body).await, format!("400 the body{reason}"), "{body}");
    }
}

#[tokio::test]
async fn keywords_next_to_a_reference_apply_as_well() {
    let get = |id: &str| request("GET", &format!("/names/{id}?loud=false"));
    assert_eq!(send(&router(), get("ab")).await, r#"200 {"x":"ab","name":"me"}"#);
    for (id, reason) in
        [("a", "must have at least 2 characters"), ("abcde", "must have at most 4 characters")]
    {
        assert_eq!(send(&router(), get(id)).await, format!("400 parameter `id` {reason}"), "{id}");
    }
    // The response has three properties, and `maxProperties` is 2.
    assert!(send(&router(), get("both")).await.starts_with("500 "), "{}", send(&router(), get("both")).await);
    assert!(serde_json::from_str::<types::Named>("{}").is_err());
    assert!(serde_json::from_str::<types::Named>(r#"{"name":"a","n":null}"#).is_err(), "`Id` is a string");
    assert_eq!(serde_json::from_str::<types::Named>(r#"{"name":"a"}"#).unwrap().x, "ab");
}

#[tokio::test]
async fn undeclared_properties_can_have_the_schema_itself() {
    let nested = r#"{"name":"a","x":{"name":"b","y":{}}}"#;
    assert_eq!(post("/players", nested).await, format!("200 {nested}"));
    assert!(post("/players", r#"{"x":1}"#).await.starts_with("400 the body at `/x`"));
    assert!(post("/players", r#"{"x":{"y":1}}"#).await.starts_with("400 the body at `/x/y`"));
}

/// Both path items have parameters. The one with the same name and location is replaced.
#[tokio::test]
async fn parameters_next_to_a_reference_are_added_to_those_of_its_target() {
    let get = |uri: &'static str| async move { send(&router(), request("GET", uri)).await };
    assert_eq!(get("/names/ab?loud=true&times=2").await, r#"200 {"x":"ab","name":"MEME"}"#);
    assert_eq!(get("/names/ab?times=2").await, "400 parameter `loud` is missing");
    assert!(get("/names/ab?loud=true&times=x").await.starts_with("400 parameter `times`"));
    assert!(get("/names/abcde?loud=true").await.starts_with("400 parameter `id`"));
}

/// The `Option` lets a handler forget it.
#[tokio::test]
async fn a_response_without_a_required_read_only_property_is_not_sent() {
    let user = |name: &str| format!(r#"{{"name":"{name}","password":"12345678","address":{{"city":"c"}}}}"#);
    assert!(post("/users", &user("a")).await.starts_with(r#"201 {"id":1"#));
    let forgotten = post("/users", &user("forgotten")).await;
    assert!(forgotten.starts_with("500 "), "{forgotten}");
    let with_friend = |name: &str| {
        user("a").trim_end_matches('}').to_owned() + &format!(r#"}},"friends":[{}]}}"#, user(name))
    };
    assert!(post("/users", &with_friend("b")).await.starts_with("201 "));
    let nowhere = post("/users", &with_friend("nowhere")).await;
    assert!(nowhere.starts_with("500 "), "{nowhere}");
    // Elsewhere, it may be absent: the JSON can be that of a request.
    assert_eq!(serde_json::from_str::<types::User>(&user("a")).unwrap().id, None);
}

/// `required` and the property can be in different schemas of an `allOf`.
#[tokio::test]
async fn read_only_properties_are_not_required_in_requests() {
    let made = r#"200 {"kind":"made","id":"1""#;
    for body in [
        r#"{"kind":"made","password":"p"}"#,
        r#"{"kind":"made","password":"p","note":"n"}"#,
        // It is ignored.
        r#"{"kind":"made","password":"p","id":1}"#,
        r#"{"kind":"made","password":"p","found":{"name":"n"}}"#,
        r#"{"kind":"made","password":"p","not":{"name":"n"}}"#,
    ] {
        let response = post("/things", body).await;
        assert!(response.starts_with(made) && !response.contains("password"), "{body}: {response}");
    }
    for body in [
        r#"{"kind":"made"}"#,
        r#"{"password":"p"}"#,
        r#"{"kind":"made","password":"p","found":{}}"#,
        r#"{"kind":"made","password":"p","not":{"id":1,"name":"n"}}"#,
    ] {
        assert!(post("/things", body).await.starts_with("400 "), "{body}");
    }
}

#[tokio::test]
async fn null_alone_is_a_schema() {
    for property in ["constant_null", "listed_null", "typed_null"] {
        assert_value(property, "null", None).await;
        for value in ["0", "false", r#""null""#, "{}", "[]"] {
            let body = format!(r#"{{"short":null,"{property}":{value}}}"#);
            assert!(
                post("/values", &body).await.starts_with(&format!("400 the body at `/{property}`")),
                "{body}"
            );
        }
    }
    assert_value("nulls", "[null,null]", None).await;
    assert_value("null_map", r#"{"a":null}"#, None).await;
    for (body, place) in [
        (r#"{"short":null,"nulls":[null,0]}"#, "/nulls/1"),
        (r#"{"short":null,"null_map":{"a":"null"}}"#, "/null_map/a"),
    ] {
        assert!(post("/values", body).await.starts_with(&format!("400 the body at `{place}`")), "{body}");
    }
    assert_eq!(post("/nothing", "null").await, "200 null");
    assert!(post("/nothing", "0").await.starts_with("400 the body: must be null"));
    let headers = [("content-type", "application/json"), ("x-full", "")];
    let full = send(&router(), with_body("POST", "/nothing", &headers, "null")).await;
    assert!(full.starts_with("500 "), "{full}");
}

#[tokio::test]
async fn null_is_rejected_if_a_keyword_next_to_it_rejects_it() {
    for property in ["refused", "refused_reference", "refused_type"] {
        assert_value(property, r#""ab""#, None).await;
        let body = format!(r#"{{"short":null,"{property}":null}}"#);
        assert!(
            post("/values", &body).await.starts_with(&format!("400 the body at `/{property}`")),
            "{body}"
        );
    }
    assert_value("refused_constant", r#""x""#, None).await;
    assert_value("twice", r#""x""#, None).await;
    for body in [r#"{"short":null,"refused_constant":null}"#, r#"{"short":null,"twice":null}"#] {
        assert!(post("/values", body).await.starts_with("400 "), "{body}");
    }
    for value in [r#""a""#, r#""b""#] {
        let body = format!(r#"{{"short":null,"contrary":{value}}}"#);
        assert!(post("/values", &body).await.starts_with("400 "), "{body}");
    }
}

/// Its draft is older than that of the document.
#[tokio::test]
async fn a_file_of_draft_4_has_the_keywords_of_both() {
    let post = |body: &'static str| post("/problems", body);
    let whole = r#"{"code":1,"pair":["a"],"fixed":1,"other":null}"#;
    assert_eq!(post(whole).await, format!("200 {whole:?}"));
    for (body, place) in [
        (r#"{"code":0}"#, "/code"),
        (r#"{"code":1,"pair":[1]}"#, "/pair"),
        (r#"{"code":1,"fixed":2}"#, "/fixed"),
    ] {
        assert!(post(body).await.starts_with(&format!("400 the body at `{place}")), "{body}");
    }
}
