//! Types in JSON and in parameters: the values that are accepted, those that are rejected and where, and the output.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use stubsmith_golden::{
    compositions, defaults, enums, inheritance, members, nullable, recursive, round_trip,
};
use tower::ServiceExt as _;

/// Status and body, in a line.
async fn call(router: &Router, method: &str, uri: &str, body: &str) -> String {
    let request = Request::builder().method(method).uri(uri).body(Body::from(body.to_owned())).unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    format!("{} {body}", parts.status.as_u16())
}

/// Reads the value and writes it again.
#[track_caller]
fn assert_comes_back<T: DeserializeOwned + Serialize>(text: &str, expected: &str) {
    let value = serde_json::from_str::<T>(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(serde_json::to_string(&value).unwrap(), expected, "{text}");
}

const LARGE: &str = "the body at `/large`: must be one of `9007199254740993`, `9223372036854775807`, `many`";

struct Enums;

impl enums::Api for Enums {
    type Error = enums::Rejection;

    async fn list_rooms(
        &self,
        _: enums::Context,
        request: enums::ListRoomsRequest,
    ) -> Result<enums::ListRoomsResponse, enums::Rejection> {
        // Makes the request visible to the test.
        Err(enums::Rejection::MalformedJson { reason: format!("{request:?}") })
    }

    async fn add_room(
        &self,
        _: enums::Context,
        request: enums::AddRoomRequest,
    ) -> Result<enums::AddRoomResponse, enums::Rejection> {
        Ok(request.body.into())
    }
}

#[tokio::test]
async fn enums_of_all_scalars_are_read_and_written() {
    let router = enums::service(Arc::new(Enums));
    for (text, expected) in [
        (r#"{"floor":1.0,"weight":1,"limit":10.0}"#, r#"{"floor":1,"limit":10,"weight":1.0}"#),
        (r#"{"floor":-1,"limit":-2.5,"weight":null}"#, r#"{"floor":-1,"limit":-2.5,"weight":null}"#),
        (r#"{"limit":"all","mood":null,"choice":null}"#, r#"{"limit":"all","mood":null,"choice":null}"#),
        (r#"{"limit":false,"yes":true,"both":false}"#, r#"{"yes":true,"both":false,"limit":false}"#),
        (r#"{"version":"2.0","sizes":{"a":2}}"#, r#"{"version":"2.0","sizes":{"a":2}}"#),
        (r#"{"large":9007199254740993}"#, r#"{"large":9007199254740993}"#),
    ] {
        assert_eq!(call(&router, "POST", "/rooms/1", text).await, format!("200 {expected}"), "{text}");
    }
    for (text, expected) in [
        (r#"{"floor":3}"#, "the body at `/floor`: must be one of `-1`, `0`, `1`, `2`"),
        (r#"{"floor":"1"}"#, "the body at `/floor`: must be an integer, not the string \"1\""),
        (r#"{"weight":2}"#, "the body at `/weight`: must be one of `1`, `2.5`"),
        (r#"{"limit":true}"#, "the body at `/limit`: must be one of `10`, `-2.5`, `all`, `false`"),
        // As an `f64`, each of these is a value of the `enum`.
        (r#"{"large":9007199254740993.0}"#, LARGE),
        (r#"{"large":9007199254740992}"#, LARGE),
        (r#"{"large":9223372036854775808}"#, LARGE),
        (r#"{"limit":null}"#, "the body at `/limit`: must be one of `10`, `-2.5`, `all`, `false`"),
        (r#"{"yes":false}"#, "the body at `/yes`: must be `true`"),
        (r#"{"strict":null}"#, "the body at `/strict`: must be a string, not null"),
        (r#"{"sizes":{"a":1,"b":3}}"#, "the body at `/sizes/b`: must be one of `1`, `2`"),
    ] {
        assert_eq!(call(&router, "POST", "/rooms/1", text).await, format!("400 {expected}"), "{text}");
    }
}

#[tokio::test]
async fn open_enums_keep_other_values() {
    let router = enums::service(Arc::new(Enums));
    let text = r#"{"color":"blue","rating":7.25,"state":"Paused","any":[2]}"#;
    assert_eq!(call(&router, "POST", "/rooms/1", text).await, format!("200 {text}"));
    let room: enums::types::Room = serde_json::from_str(text).unwrap();
    assert_eq!(room.color, Some(enums::types::Color::OtherValue("blue".to_owned())));
    assert_eq!(room.color.as_ref().map(enums::types::Color::as_str), Some("blue"));
    assert_comes_back::<enums::types::Color>(r#""other""#, r#""other""#);
    assert_eq!(
        call(&router, "POST", "/rooms/1", r#"{"color":1}"#).await,
        "400 the body at `/color`: must be a string, not the integer `1`"
    );
}

#[tokio::test]
async fn enums_of_all_scalars_are_parameters() {
    let router = enums::service(Arc::new(Enums));
    let rooms = |query: &str| format!("/rooms/-1?{query}");
    for (query, expected) in [
        ("scale=2", "scale: Some(N2)"),
        ("scale=5e-1", "scale: Some(N0Point5)"),
        ("color=blue", r#"color: Some(Other("blue"))"#),
        ("color=red", "color: Some(Red)"),
        ("limit=10", "limit: Some(N10)"),
        ("limit=false", "limit: Some(False)"),
        ("size=7", "size: Some(Other(7))"),
        ("ids=1,3", "ids: [N1, N3]"),
    ] {
        let answer = call(&router, "GET", &rooms(query), "").await;
        assert!(answer.contains("floor: Minus1") && answer.contains(expected), "{query}: {answer}");
    }
    for (query, expected) in [
        ("scale=3", "parameter `scale` must be one of `0.5`, `1`, `2`"),
        ("limit=11", "parameter `limit` must be one of `10`, `all`, `false`"),
        ("size=x", "parameter `size` must be a 64-bit integer"),
        ("ids=1,4", "parameter `ids` at `/1` must be one of `1`, `2`, `3`"),
    ] {
        assert_eq!(call(&router, "GET", &rooms(query), "").await, format!("400 {expected}"), "{query}");
    }
    assert_eq!(
        call(&router, "GET", "/rooms/2", "").await,
        "400 parameter `floor` must be one of `-1`, `0`, `1`"
    );
}

struct Pets;

impl inheritance::Api for Pets {
    type Error = inheritance::Rejection;

    async fn add_pet(
        &self,
        _: inheritance::Context,
        request: inheritance::AddPetRequest,
    ) -> Result<inheritance::AddPetResponse, inheritance::Rejection> {
        Ok(request.body.into())
    }

    async fn add_cat(
        &self,
        _: inheritance::Context,
        request: inheritance::AddCatRequest,
    ) -> Result<inheritance::AddCatResponse, inheritance::Rejection> {
        Ok(request.body.into())
    }

    async fn add_dog(
        &self,
        _: inheritance::Context,
        request: inheritance::AddDogRequest,
    ) -> Result<inheritance::AddDogResponse, inheritance::Rejection> {
        Ok(request.body.into())
    }

    async fn add_shapes(
        &self,
        _: inheritance::Context,
        request: inheritance::AddShapesRequest,
    ) -> Result<inheritance::AddShapesResponse, inheritance::Rejection> {
        let first = request.body.into_iter().next();
        Ok(first.unwrap_or_else(|| inheritance::types::inline::ShapeBase::default().into()).into())
    }
}

#[tokio::test]
async fn the_discriminator_selects_the_type_of_an_object() {
    let router = inheritance::service(Arc::new(Pets));
    for (uri, text, expected) in [
        ("/pets", r#"{"name":"a","petType":"Pet"}"#, r#"{"petType":"Pet","name":"a"}"#),
        (
            "/pets",
            r#"{"huntingSkill":"lazy","name":"a","prey":{"petType":"FISH","name":"b"},"petType":"Cat"}"#,
            r#"{"petType":"Cat","name":"a","huntingSkill":"lazy","prey":{"petType":"FISH","name":"b"}}"#,
        ),
        (
            "/cats",
            r#"{"petType":"Lion","name":"a","huntingSkill":"aggressive","mane":{"length":7.0}}"#,
            r#"{"petType":"Lion","name":"a","huntingSkill":"aggressive","mane":{"length":7}}"#,
        ),
        ("/dogs", r#"{"name":"a","petType":"hound"}"#, r#"{"petType":"hound","name":"a"}"#),
        (
            "/shapes",
            r#"[{"z":[{"b":1,"a":2}],"kind":"circle","radius":1.5}]"#,
            r#"{"kind":"circle","radius":1.5,"z":[{"b":1,"a":2}]}"#,
        ),
        ("/shapes", "[]", r#"{"kind":"Shape"}"#),
    ] {
        assert_eq!(call(&router, "POST", uri, text).await, format!("200 {expected}"), "{text}");
    }
}

#[tokio::test]
async fn an_unknown_discriminator_is_rejected() {
    let router = inheritance::service(Arc::new(Pets));
    let pets = "must be one of `Pet`, `Cat`, `Lion`, `hound`, `FISH`";
    for (uri, text, expected) in [
        ("/pets", r#"{"name":"a","petType":"Dog"}"#, format!("the body at `/petType`: {pets}")),
        ("/pets", r#"{"name":"a","petType":1}"#, format!("the body at `/petType`: {pets}")),
        ("/pets", r#"{"name":"a"}"#, format!("the body at `/petType`: is missing; it {pets}")),
        (
            "/pets",
            r#"{"petType":"Pet","name":"a","friends":[{"petType":"FISH","name":"b"},{"name":"c"}]}"#,
            format!("the body at `/friends/1/petType`: is missing; it {pets}"),
        ),
        (
            "/pets",
            r#"{"petType":"Pet","name":"a","friends":[{"petType":"FISH","name":""}]}"#,
            "the body at `/friends/0/name`: must have at least 1 character".to_owned(),
        ),
        ("/cats", r#"{"petType":"Pet"}"#, "the body at `/petType`: must be one of `Cat`, `Lion`".to_owned()),
        ("/dogs", r#"{"petType":"Dog","name":"a"}"#, "the body at `/petType`: must be `hound`".to_owned()),
        ("/dogs", r#"{"name":"a"}"#, "the body: property `petType` is missing".to_owned()),
        (
            "/dogs",
            r#"{"petType":"hound","name":"a","x":1}"#,
            "the body: property `x` is not allowed".to_owned(),
        ),
        (
            "/pets",
            r#"{"petType":"Pet","petType":"Cat"}"#,
            "the body at `/petType`: duplicate property".to_owned(),
        ),
        (
            "/shapes",
            r#"[{"z":[{"b":1,"b":2}],"kind":"Shape"}]"#,
            "the body at `/0/z/0/b`: duplicate property".to_owned(),
        ),
        (
            "/pets",
            r#"{"name":"a","petType":"Pet","petType":"Pet"}"#,
            "the body at `/petType`: duplicate property".to_owned(),
        ),
        (
            "/pets",
            r#"{"petType":"FISH","name":"a","x":1,"x":1}"#,
            "the body at `/x`: duplicate property".to_owned(),
        ),
        (
            "/pets",
            r#"{"x":[{"y":1,"y":1}],"petType":"FISH","name":"a"}"#,
            "the body at `/x/0/y`: duplicate property".to_owned(),
        ),
        (
            "/pets",
            r#"{"friends":[{"name":"b","petType":"FISH"},{"name":"c","petType":null}],"name":"a","petType":"Pet"}"#,
            format!("the body at `/friends/1/petType`: {pets}"),
        ),
        ("/pets", "[]", "the body: must be an object, not an array".to_owned()),
    ] {
        assert_eq!(call(&router, "POST", uri, text).await, format!("400 {expected}"), "{text}");
    }
}

#[test]
fn a_definition_that_the_discriminator_does_not_list_is_not_a_variant() {
    let party = inheritance::types::Party { guests: Some(3) };
    let inheritance::types::Event::Party(party) = party.into() else { panic!("a party is not a talk") };
    assert_eq!(serde_json::to_string(&party).unwrap(), r#"{"type":"Party","guests":3}"#);
    let error = serde_json::from_str::<inheritance::types::Event>(r#"{"type":"Event"}"#).unwrap_err();
    assert_eq!(error.to_string(), "must be one of `Party`, `Talk` at line 1 column 16");
}

struct Rooms;

impl members::Api for Rooms {
    type Error = members::Rejection;

    async fn add_room(
        &self,
        _: members::Context,
        request: members::AddRoomRequest,
    ) -> Result<members::AddRoomResponse, members::Rejection> {
        let mut room = request.body;
        assert_eq!((&room.id, room.created, &room.owner.id), (&None, None, &None));
        room.id = Some("new".to_owned());
        room.owner.id = Some("owner".to_owned());
        Ok(room.into())
    }

    async fn get_answer(
        &self,
        _: members::Context,
    ) -> Result<members::GetAnswerResponse, members::Rejection> {
        Ok(members::types::Answer { id: "one".to_owned() }.into())
    }
}

#[tokio::test]
async fn read_only_properties_are_ignored_in_requests() {
    let router = members::service(Arc::new(Rooms));
    let owner = r#""owner":{"email":null},"topic":[]"#;
    for text in [
        format!(r#"{{"name":"a","x":1,{owner}}}"#),
        format!(r#"{{"id":"old","created":"whenever","name":"a",{owner}}}"#),
        format!(r#"{{"id":{{"a":[1,2]}},"name":"a",{owner}}}"#),
    ] {
        let expected = r#"200 {"id":"new","name":"a","owner":{"id":"owner","email":null},"topic":[]}"#;
        assert_eq!(call(&router, "POST", "/rooms", &text).await, expected, "{text}");
    }
    // A duplicate property is rejected, even if it is ignored.
    for (text, place) in [
        (format!(r#"{{"id":"a","created":"b","name":"a",{owner},"id":"a"}}"#), "/id"),
        (format!(r#"{{"created":1,"created":2,"name":"a",{owner}}}"#), "/created"),
        (r#"{"owner":{"id":1,"email":null,"id":1},"name":"a","topic":[]}"#.to_owned(), "/owner/id"),
    ] {
        let expected = format!("400 the body at `{place}`: duplicate property");
        assert_eq!(call(&router, "POST", "/rooms", &text).await, expected, "{text}");
    }
    assert_eq!(call(&router, "GET", "/rooms", "").await, r#"200 {"id":"one"}"#);
    // Elsewhere they are properties like others.
    assert_comes_back::<members::types::Person>(r#"{"id":"i","email":1}"#, r#"{"id":"i","email":1}"#);
    assert!(serde_json::from_str::<members::types::Room>(r#"{"id":1}"#).is_err());
}

#[tokio::test]
async fn undeclared_properties_are_counted_required_and_checked() {
    let router = members::service(Arc::new(Rooms));
    for (text, expected) in [
        (r#"{"name":"a","owner":{"email":1},"topic":1}"#, "the body: must have at least 4 properties"),
        (
            r#"{"name":"a","owner":{"email":1},"topic":1,"a":1,"b":2,"c":3,"d":4}"#,
            "the body: must have at most 6 properties",
        ),
        (
            r#"{"name":"a","owner":{"email":1,"age":2,"b":3},"topic":1,"x":1}"#,
            "the body at `/owner`: must have at most 2 properties",
        ),
        (
            r#"{"name":"a","owner":{"age":1},"topic":1,"x":1}"#,
            "the body at `/owner`: property `email` is missing",
        ),
        (
            r#"{"name":"a","labels":{"color":"red","size":"xl","x":"y"}}"#,
            "the body at `/labels/x`: must have at least 2 characters",
        ),
        (
            r#"{"name":"a","labels":{"color":"red","size":"x"}}"#,
            "the body at `/labels/size`: must have at least 2 characters",
        ),
        (r#"{"name":"a","labels":{"color":"red"}}"#, "the body at `/labels`: property `size` is missing"),
    ] {
        assert_eq!(call(&router, "POST", "/rooms", text).await, format!("400 {expected}"), "{text}");
    }
}

struct Defaults;

impl defaults::Api for Defaults {
    type Error = defaults::Rejection;

    async fn list_rooms(
        &self,
        _: defaults::Context,
        request: defaults::ListRoomsRequest,
    ) -> Result<defaults::ListRoomsResponse, defaults::Rejection> {
        Err(defaults::Rejection::MalformedJson { reason: format!("{request:?}") })
    }

    async fn delete_rooms(
        &self,
        _: defaults::Context,
        request: defaults::DeleteRoomsRequest,
    ) -> Result<defaults::DeleteRoomsResponse, defaults::Rejection> {
        assert_eq!(format!("{request:?}"), format!("{:?}", defaults::DeleteRoomsRequest::default()));
        Ok(defaults::DeleteRoomsResponse::NoContent)
    }

    async fn add_room(
        &self,
        _: defaults::Context,
        request: defaults::AddRoomRequest,
    ) -> Result<defaults::AddRoomResponse, defaults::Rejection> {
        Ok(request.body.into())
    }
}

#[tokio::test]
async fn absent_properties_have_their_defaults() {
    let router = defaults::service(Arc::new(Defaults));
    let all = r#"{"seats":10,"small":-3,"score":2.0,"name":"a room","blank":"","open":true,"order":"desc","color":"blue","level":"high","topic":null,"motto":"be kind","tags":["asc","desc"],"none":[],"sizes":{"a":1},"free":{"a":[1,null,"x y"]},"any":[true,{"b":1.5,"c":3000000000,"d":18446744073709551615,"e":-5000000000}],"nested":{"depth":1},"version":1,"place":{"street":"Main St","zone":"b","x":1},"home":{"street":"Side St","number":7,"floor":0,"next":{"street":"Last St"},"pets":[{"kind":"Cat","lives":7}]}}"#;
    assert_eq!(call(&router, "POST", "/rooms", "{}").await, format!("200 {all}"));
    assert_eq!(serde_json::to_string(&defaults::types::Room::default()).unwrap(), all);
    let own = all.replace("10", "7").replace("be kind", "run").replace("[\"asc\",\"desc\"]", "[]");
    let own = own.replace(r#""pets":[{"kind":"Cat","lives":7}]"#, r#""pets":[{"kind":"Cat","lives":9}]"#);
    let own = own.replace(r#""Last St""#, r#""Main St","zone":"b","x":1"#).replace(r#""number":7,"#, "");
    let text = r#"{"seats":7,"motto":"run","tags":[],"version":9,"nested":{},"home":{"street":"Side St","pets":[{"kind":"Cat"}]}}"#;
    assert_eq!(call(&router, "POST", "/rooms", text).await, format!("200 {own}"));
    for (text, expected) in [
        (r#"{"seats":0}"#, "the body at `/seats`: must be at least 1"),
        (r#"{"name":null}"#, "the body at `/name`: must be a string, not null"),
    ] {
        assert_eq!(call(&router, "POST", "/rooms", text).await, format!("400 {expected}"), "{text}");
    }
    assert!(serde_json::from_str::<defaults::types::Needed>("{}").is_err());
}

#[tokio::test]
async fn absent_parameters_have_their_defaults() {
    let router = defaults::service(Arc::new(Defaults));
    assert_eq!(call(&router, "DELETE", "/rooms", "").await, "204 ");
    let answer = call(&router, "GET", "/rooms?needed=n", "").await;
    let expected = r#"limit: 10, order: Asc, near: 1.5, open: false, tags: ["a", "b c"], ids: [1, 2], x_lang: "", needed: "n", free: None"#;
    assert!(answer.contains(expected), "{answer}");
    let answer = call(&router, "GET", "/rooms?needed=n&open=&limit=3&tags=x&ids=9", "").await;
    let expected = r#"limit: 3, order: Asc, near: 1.5, open: false, tags: ["x"], ids: [9]"#;
    assert!(answer.contains(expected), "{answer}");
    for (query, expected) in [
        ("needed=n&limit=101", "parameter `limit` must be at most 100"),
        ("needed=n&tags=", "parameter `tags` must have at least 1 item"),
        ("", "parameter `needed` is missing"),
    ] {
        let uri = format!("/rooms?{query}");
        assert_eq!(call(&router, "GET", &uri, "").await, format!("400 {expected}"), "{query}");
    }
}

#[test]
fn a_base_that_its_own_enum_does_not_list_is_not_a_variant_of_its_base() {
    use inheritance::types::Shed;
    for text in [r#"{"machine":{"make":"Diesel","power":1}}"#, r#"{"engine":{"make":"Steam","pressure":2}}"#]
    {
        assert_comes_back::<Shed>(text, text);
    }
    assert_comes_back::<Shed>(r#"{"machine":{"make":"Machine"}}"#, r#"{"machine":{"make":"Machine"}}"#);
    for (text, reason) in [
        (r#"{"machine":{"make":"Engine"}}"#, "must be one of `Machine`, `Diesel`, `Steam`"),
        (r#"{"engine":{"make":"Engine"}}"#, "must be one of `Diesel`, `Steam`"),
    ] {
        let error = serde_json::from_str::<Shed>(text).unwrap_err().to_string();
        assert!(error.starts_with(reason), "{text}: {error}");
    }
}

/// serde_json keeps the last of two properties with one name, without an error.
#[test]
fn no_object_has_a_property_twice() {
    let twice = r#"{"x":1,"x":2}"#;
    fn reason<T: DeserializeOwned>(text: &str) -> String {
        serde_json::from_str::<T>(text).err().map(|error| error.to_string()).unwrap_or_default()
    }
    for (name, reason) in [
        ("any JSON", reason::<members::types::Person>(&format!(r#"{{"email":{twice}}}"#))),
        ("any JSON, deep", reason::<members::types::Person>(&format!(r#"{{"email":[[{twice}]]}}"#))),
        ("any object", reason::<round_trip::types::Container>(&format!(r#"{{"reserved":{twice}}}"#))),
        ("a kept property", reason::<round_trip::types::Container>(&format!(r#"{{"kept":{twice}}}"#))),
        ("an object with a table", reason::<nullable::types::Person>(&format!(r#"{{"keyed":{twice}}}"#))),
        ("a map", reason::<compositions::types::Maps>(r#"{"both":{"x":"a","x":"b"}}"#)),
        ("a recursive map", reason::<recursive::types::Tree>(r#"{"a":{"x":{},"x":{}}}"#)),
        (
            "a definition with subtypes",
            reason::<inheritance::types::Machine>(r#"{"make":"Diesel","make":"Steam"}"#),
        ),
    ] {
        assert!(reason.contains("duplicate property"), "{name}: {reason}");
    }
}
