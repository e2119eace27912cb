//! Unions: `oneOf` and `anyOf` as enums, on the wire.

use crate::client::{Seen, request, send, with_body};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::openapi3_unions as api;
use stubsmith_golden::openapi3_unions::types::inline::PriceProduct;
use stubsmith_golden::openapi3_unions::types::{self, Product};

struct Unions;

impl api::Api for Unions {
    type Error = Seen;

    async fn create_price(
        &self,
        _: api::Context,
        request: api::CreatePriceRequest,
    ) -> Result<api::CreatePriceResponse, Seen> {
        match request.body.product {
            PriceProduct::String(id) => Ok(types::Price::new(Product::new(id, "a product").into()).into()),
            product => Ok(types::Price::new(product).into()),
        }
    }

    /// Responds with the method of the request. A passkey is the method of a code in the response.
    async fn login(&self, _: api::Context, request: api::LoginRequest) -> Result<api::LoginResponse, Seen> {
        match request.body {
            types::UpdateLoginFlowBody::PasskeyMethod(types::PasskeyMethod {
                passkey_login: Some(method),
                ..
            }) => {
                let code = types::CodeMethod { method, code: None };
                Ok(types::UpdateLoginFlowBody::from(code).into())
            }
            body => Ok(body.into()),
        }
    }

    async fn search(
        &self,
        _: api::Context,
        request: api::SearchRequest,
    ) -> Result<api::SearchResponse, Seen> {
        Seen::request(&(request.key, request.filter, request.by))
    }

    async fn search_body(
        &self,
        _: api::Context,
        request: api::SearchBodyRequest,
    ) -> Result<api::SearchBodyResponse, Seen> {
        Ok(request.body.into())
    }

    async fn create_account(
        &self,
        _: api::Context,
        request: api::CreateAccountRequest,
    ) -> Result<api::CreateAccountResponse, Seen> {
        Ok(request.body.into())
    }

    async fn send_form(
        &self,
        _: api::Context,
        request: api::SendFormRequest,
    ) -> Result<api::SendFormResponse, Seen> {
        let text = serde_json::to_string(&request.body).unwrap();
        Seen::request(&text)
    }

    async fn send_parts(
        &self,
        _: api::Context,
        request: api::SendPartsRequest,
    ) -> Result<api::SendPartsResponse, Seen> {
        let text = serde_json::to_string(&request.body).unwrap();
        Seen::request(&text)
    }
}

impl From<api::Rejection> for Seen {
    fn from(rejection: api::Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

fn router() -> Router {
    api::service(Arc::new(Unions))
}

async fn post(uri: &str, body: &str) -> String {
    let request = with_body("POST", uri, &[("content-type", "application/json")], body.to_owned());
    send(&router(), request).await
}

/// Sends a value of a property of `Everything`, and expects the value in return, or this reason.
#[track_caller]
fn assert_value(property: &str, value: &str, rejected: Option<&str>) {
    let body = format!(r#"{{"{property}":{value}}}"#);
    let expected = match rejected {
        Some(reason) => format!("400 the body {}", reason.replace("at /", &format!("at `/{property}"))),
        None => format!("200 {body}"),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(post("/search", &body)), expected, "{property}: {value}");
}

#[tokio::test]
async fn a_string_or_one_of_two_objects() {
    let product = r#"{"product":{"object":"product","id":"p","name":"a product"}}"#;
    assert_eq!(post("/prices", r#"{"product":"p"}"#).await, format!("200 {product}"));
    assert_eq!(post("/prices", product).await, format!("200 {product}"));
    let deleted = r#"{"product":{"deleted":true,"object":"product","id":"p"}}"#;
    assert_eq!(post("/prices", deleted).await, format!("200 {deleted}"));
    assert_eq!(
        post("/prices", r#"{"product":{"object":"product","id":"p","deleted":false}}"#).await,
        "400 the body at `/product`: property `name` is missing"
    );
    assert_eq!(
        post("/prices", r#"{"product":1}"#).await,
        "400 the body at `/product`: must be a string or an object, not the integer `1`"
    );
}

#[test]
fn a_named_alternative_that_accepts_null_has_constraints() {
    for accepted in ["null", "3", "false"] {
        assert_value("least", accepted, None);
    }
    assert_value("least", "2", Some("at /`: must be at least 3"));
    assert_value("least", "true", Some("at /`: must be `false`"));
}

#[test]
fn a_named_alternative_that_accepts_null_is_an_array_or_an_object() {
    for accepted in ["null", "[]", "[1,2]", "{}", r#"{"a":1}"#, "true"] {
        assert_value("series", accepted, None);
    }
    assert_value("series", "[1,2,3]", Some("at /`: must have at most 2 items"));
    assert_value("series", r#"["a"]"#, Some("at //0`: must be an integer, not the string \"a\""));
    assert_value("series", r#"{"a":0}"#, Some("at //a`: must be at least 1"));
}

#[tokio::test]
async fn a_discriminator_alone_decides() {
    let password = r#"{"method":"password","identifier":"i","password":"p"}"#;
    assert_eq!(post("/login", password).await, format!("200 {password}"));
    assert_eq!(
        post("/login", r#"{"method":"passkey","identifier":"i"}"#).await,
        r#"200 {"method":"passkey"}"#
    );
    assert_eq!(post("/login", r#"{"method":"otp","code":"1"}"#).await, r#"200 {"method":"otp","code":"1"}"#);
    let values = "must be one of `password`, `passkey`, `code`, `otp`";
    assert_eq!(post("/login", r#"{"method":"sms"}"#).await, format!("400 the body at `/method`: {values}"));
    assert_eq!(post("/login", "{}").await, format!("400 the body at `/method`: is missing; it {values}"));
}

/// In a struct and in JSON without a Rust type, `additionalProperties` does not apply to the properties of the other
/// schemas.
#[test]
fn closed_schemas_allow_the_properties_next_to_them() {
    let none = "matches none of the alternatives";
    for (property, reason) in [("seat", "property `c` is not allowed"), ("checkedSeat", none)] {
        assert_value(property, r#"{"row":1,"number":2}"#, None);
        assert_value(property, r#"{"row":1,"number":2,"c":3}"#, Some(&format!("at /`: {reason}")));
    }
    for (property, reason) in [("ticket", "property `area` is not allowed"), ("checkedTicket", none)] {
        assert_value(property, r#"{"price":1,"seat":"a"}"#, None);
        assert_value(property, r#"{"price":1,"area":"a"}"#, None);
        let both = r#"{"price":1,"seat":"a","area":"b"}"#;
        assert_value(property, both, Some(&format!("at /`: {reason}")));
    }
}

/// JSON without a Rust type has the property if the handler returns it.
#[tokio::test]
async fn a_response_must_not_have_a_write_only_property() {
    let invalid = "500 the server could not produce a valid response";
    let account = r#"{"name":"a"}"#;
    assert_eq!(post("/accounts", account).await, format!("200 {account}"));
    assert_eq!(post("/accounts", r#"{"name":"a","secret":"b"}"#).await, invalid);
    let inside = format!(r#"{{"account":{account}}}"#);
    assert_eq!(post("/search", &inside).await, format!("200 {inside}"));
    assert_eq!(post("/search", r#"{"account":{"name":"a","secret":"b"}}"#).await, invalid);
    let mistyped = post("/search", r#"{"account":{"secret":1}}"#).await;
    assert_eq!(mistyped, "400 the body at `/account`: matches none of the alternatives");
}

/// The length of `kind` selects the alternative, so both are decoded.
#[test]
fn a_response_has_the_required_read_only_property_of_its_alternative() {
    assert_value("key", r#"{"kind":"a","size":1}"#, None);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let without = runtime.block_on(post("/search", r#"{"key":{"kind":"long"}}"#));
    assert_eq!(without, "500 the server could not produce a valid response");
}

/// Two values select the struct, so the discriminator is a field of it.
#[tokio::test]
async fn a_response_has_a_value_that_selects_its_struct() {
    let respond = async |method: &str| {
        post("/login", &format!(r#"{{"method":"passkey","passkey_login":"{method}"}}"#)).await
    };
    assert_eq!(respond("otp").await, r#"200 {"method":"otp"}"#);
    for method in ["sms", "passkey"] {
        assert_eq!(respond(method).await, "500 the server could not produce a valid response");
        let code = types::CodeMethod { method: method.to_owned(), code: None };
        let error = serde_json::to_string(&types::UpdateLoginFlowBody::from(code)).unwrap_err();
        let reason = format!("`method` must be one of `code`, `otp`, not `\"{method}\"`");
        assert_eq!(error.to_string(), reason);
    }
}

#[test]
fn unions_are_selected_by_types_tags_and_properties() {
    let select = r#"{"type":3,"custom_id":"c","options":[{"label":"l"}]}"#;
    assert_value("row", &format!(r#"{{"components":[{{"type":2}},{select}]}}"#), None);
    let wrong = r#"{"components":[{"type":3,"custom_id":"c","options":[{"label":1}]}]}"#;
    assert_value(
        "row",
        wrong,
        Some("at //components/0/options/0/label`: must be a string, not the integer `1`"),
    );
    assert_value(
        "row",
        r#"{"components":[{"type":4}]}"#,
        Some("at //components/0/type`: must be one of `2`, `3`"),
    );
    assert_value("source", r#"{"url":"u","delimiter":","}"#, None);
    let both = "matches several alternatives, but only one is allowed: `SourceJson`, `SourceCsv`";
    assert_value("source", r#"{"url":"u"}"#, Some(&format!("at /`: {both}")));
    assert_value("rule", r#""words""#, None);
    assert_value("rule", r#"{"asc":"a"}"#, None);
    assert_value("rule", r#""other""#, Some("at /`: must be one of `words`, `typo`"));
    assert_value("channel", "2", None);
    assert_value("channel", "3", Some("at /`: must be one of `0`, `1`, `2`"));
    assert_value("size", r#""small""#, None);
    assert_value("size", r#""huge""#, None);
    assert_value("vehicle", r#"{"wheels":4,"doors":5}"#, None);
    assert_value("vehicle", r#"{"wheels":2,"owner":"o","gears":3}"#, None);
    assert_value("vehicle", r#"{"gears":3}"#, Some("at /`: must have `wheels` and `doors`, or `wheels`"));
    assert_value("truck", r#"{"name":"n","load":1.5}"#, None);
    assert_value("mixed", "[true]", None);
    assert_value("mixed", "1", None);
    assert_value("mixed", "[1]", Some("at //0`: must be a boolean, not the integer `1`"));
    assert_value("mixed", "null", Some("at /`: must be an integer or a string or an array, not null"));
    assert_value("filter", r#"{"and":["a",{"or":["b"]}]}"#, None);
    assert_value("either", r#"{"kind":"y","b":"b"}"#, None);
    assert_value("maybe", "null", None);
    assert_value("maybe", "1", None);
    assert_value("numbers", r#"{"a":1.5,"b":[2.5]}"#, None);
}

/// The names of these schemas are not values of their property, so its own values select them.
#[test]
fn a_discriminator_has_the_values_that_the_alternatives_list() {
    let values = "must be one of `cat`, `dog`, `wolf`";
    for property in ["animal", "checkedAnimal", "guest"] {
        assert_value(property, r#"{"kind":"cat","lives":9}"#, None);
        assert_value(property, r#"{"kind":"dog"}"#, None);
        assert_value(property, r#"{"kind":"wolf","name":"w"}"#, None);
    }
    for name in ["Cat", "Dog", "Animal"] {
        let object = format!(r#"{{"kind":"{name}"}}"#);
        assert_value("animal", &object, Some(&format!("at //kind`: {values}")));
        assert_value("checkedAnimal", &object, Some("at /`: matches none of the alternatives"));
        assert_value("guest", &object, Some(&format!("at //kind`: {values}, `Robot`")));
    }
    assert_value("guest", r#"{"kind":"Robot","model":"m"}"#, None);
    let wolf = types::Dog::new(types::DogKind::Wolf);
    assert_eq!(serde_json::to_string(&types::Animal::from(wolf)).unwrap(), r#"{"kind":"wolf"}"#);
    let cat = types::Animal::from(types::Cat { lives: None });
    assert_eq!(serde_json::to_string(&cat).unwrap(), r#"{"kind":"cat"}"#);
}

#[test]
fn keywords_next_to_the_alternatives_are_enforced() {
    assert_value("pair", r#"[1,"a"]"#, None);
    assert_value("pair", r#"["a"]"#, Some("at //0`: must be an integer, not the string \"a\""));
    assert_value("chosen", "[1]", None);
    assert_value("chosen", "[2]", Some("at /`: must be one of `[1]`, `a`"));
    assert_value("short", "1", None);
    assert_value("short", r#""abcd""#, Some("at /`: must have at most 2 characters"));
    let types = "must be a string or an array, not null";
    assert_value("strict", "null", Some(&format!("at /`: {types}")));
    assert_value("loose", "null", None);
    assert_value("ruled", r#"{"method":"CodeMethod","code":"1"}"#, None);
    assert_value("ruled", r#"{"method":"CodeMethod"}"#, Some("at /`: matches none of the alternatives"));
    // A schema that includes a union with a discriminator is not a subtype of it.
    assert_value("extended", r#"{"method":"passkey","device":"d"}"#, None);
    let values = "must be one of `password`, `passkey`, `code`, `otp`";
    assert_value("extended", r#"{"method":"ExtendedLogin"}"#, Some(&format!("at //method`: {values}")));
}

#[tokio::test]
async fn a_text_of_a_query_is_any_of_its_types() {
    let get = async |uri| send(&router(), request("GET", uri)).await;
    assert_eq!(get("/search?key=5").await, "200 (Some(Integer(5)), None, None)");
    assert_eq!(get("/search?key=5a").await, r#"200 (Some(String("5a")), None, None)"#);
    let value = "200 (None, Some(MatchValue(MatchValue { value: Integer(5) })), None)";
    assert_eq!(get("/search?filter[value]=5").await, value);
    let list = r#"200 (None, Some(MatchAny(MatchAny { any: StringList(["5", "6"]) })), None)"#;
    assert_eq!(get("/search?filter[any][]=5&filter[any][]=6").await, list);
    let text = r#"200 (None, Some(MatchText(MatchText { text: "5" })), None)"#;
    assert_eq!(get("/search?filter[text]=5").await, text);
    assert_eq!(get("/search?user=5").await, "200 (None, None, Some(User(SearchByUser { user: 5 })))");
    let mail = r#"200 (None, None, Some(Mail(SearchByMail { mail: "m", user: Some(5) })))"#;
    assert_eq!(get("/search?mail=m&user=5").await, mail);
}

#[tokio::test]
async fn a_string_in_json_is_a_string_in_a_form_too() {
    let multipart = async |json: &str| {
        let part = "content-disposition: form-data; name=created\r\ncontent-type: application/json";
        let body = format!("--b\r\n{part}\r\n\r\n{json}\r\n--b--");
        let headers = [("content-type", "multipart/form-data; boundary=b")];
        send(&router(), with_body("POST", "/parts", &headers, body)).await
    };
    let seen = |json: &str| format!("200 {json:?}");
    assert_eq!(multipart(r#"{"gt":7}"#).await, seen(r#"{"created":{"gt":7}}"#));
    let rejected = "400 the body at `/created/gt`: must be an integer, not the string \"7\"";
    assert_eq!(multipart(r#"{"gt":"7"}"#).await, rejected);
}

#[tokio::test]
async fn a_form_has_unions() {
    let form = async |body: &str| {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        send(&router(), with_body("POST", "/forms", &headers, body.to_owned())).await
    };
    let seen = |json: &str| format!("200 {json:?}");
    assert_eq!(form("key=5&created=7").await, seen(r#"{"key":5,"created":7}"#));
    assert_eq!(form("key=x&created[gt]=7").await, seen(r#"{"key":"x","created":{"gt":7}}"#));
    assert_eq!(form("method[label]=2&method[type]=2").await, seen(r#"{"method":{"type":2,"label":"2"}}"#));
    assert_eq!(form("either=true").await, seen(r#"{"either":true}"#));
    assert_eq!(form("either=1").await, seen(r#"{"either":[1]}"#));
    assert_eq!(form("either=1&either=2").await, seen(r#"{"either":[1,2]}"#));
    assert_eq!(
        form("login[method]=otp&login[code]=1").await,
        seen(r#"{"login":{"method":"otp","code":"1"}}"#)
    );
    assert_eq!(form("method[type]=4").await, "400 the body at `/method/type`: must be one of `2`, `3`");
}
