//! OpenAPI 3.2's `defaultMapping` on the wire: the alternative of objects without the discriminator, or with another value.

use crate::client::{Seen, send, with_body};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::openapi32_unions::*;
use types::{Animal, OtherPet, Pet};

/// Returns its request. A pet is also its response.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn add_pet(&self, _: Context, request: AddPetRequest) -> Result<AddPetResponse, Seen> {
        Ok(AddPetResponse::Ok(request.body))
    }
    async fn add_animal(&self, _: Context, request: AddAnimalRequest) -> Result<AddAnimalResponse, Seen> {
        match request.body {
            Animal::Animal(base) => Seen::request(&("base", base.kind, base.age)),
            Animal::Horse(horse) => Seen::request(&("horse", horse.age, horse.speed)),
        }
    }
    async fn add_shape(&self, _: Context, request: AddShapeRequest) -> Result<AddShapeResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn add_checked(&self, _: Context, request: AddCheckedRequest) -> Result<AddCheckedResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn add_form(&self, _: Context, request: AddFormRequest) -> Result<AddFormResponse, Seen> {
        Seen::request(&request.body)
    }
}

async fn post(uri: &str, media_type: &str, body: &str) -> String {
    let router: Router = service(Arc::new(Mirror));
    send(&router, with_body("POST", uri, &[("content-type", media_type)], body.to_owned())).await
}

async fn json(uri: &str, body: &str) -> String {
    post(uri, "application/json", body).await
}

/// A pet is read and written again, with the order of its schema.
#[tokio::test]
async fn an_absent_and_an_unknown_value_select_the_default() {
    let pets = [
        (r#"{"petType":"Cat","lives":9}"#, r#"200 {"petType":"Cat","lives":9}"#),
        (r#"{"barks":true,"petType":"dog"}"#, r#"200 {"petType":"dog","barks":true}"#),
        (r#"{"name":"Tom"}"#, r#"200 {"name":"Tom"}"#),
        (r#"{"name":"Tom","petType":"fish"}"#, r#"200 {"petType":"fish","name":"Tom"}"#),
        (r#"{"petType":"OtherPet"}"#, "400 the body: property `name` is missing"),
        // The name of a schema with a mapping is not a value.
        (r#"{"petType":"Dog","name":"Tom"}"#, r#"200 {"petType":"Dog","name":"Tom"}"#),
        (r#"{"petType":"Cat","lives":"9","name":"Tom"}"#, "400 the body at `/lives`: must be an integer"),
        (r#"{"petType":1,"name":"Tom"}"#, "400 the body at `/petType`: must be a string"),
        (r#"{"petType":null,"name":"Tom"}"#, "400 the body at `/petType`: must be a string"),
        (
            r#"{"petType":"dragonfly","name":"Tom"}"#,
            "400 the body at `/petType`: must have at most 8 characters",
        ),
        ("{}", "400 the body: property `name` is missing"),
    ];
    for (body, expected) in pets {
        let answer = json("/pets", body).await;
        assert!(answer.starts_with(expected), "{body}: {answer}");
    }
}

#[tokio::test]
async fn subtypes_have_a_default() {
    assert_eq!(json("/animals", r#"{"age":1}"#).await, r#"200 ("base", None, Some(1))"#);
    assert_eq!(json("/animals", r#"{"kind":"cow"}"#).await, r#"200 ("base", Some("cow"), None)"#);
    assert_eq!(json("/animals", r#"{"kind":"Horse","speed":3}"#).await, r#"200 ("horse", None, 3)"#);
    assert!(json("/animals", r#"{"kind":"Horse"}"#).await.starts_with("400 "));
    assert_eq!(
        json("/shapes", r#"{"form":"round","radius":1}"#).await,
        "200 Circle(Circle { radius: Some(1.0) })"
    );
    let polygon = r#"200 Polygon(Polygon { form: "square", corners: Some(4) })"#;
    assert_eq!(json("/shapes", r#"{"corners":4,"form":"square"}"#).await, polygon);
    // The property is required, also in the default.
    assert!(json("/shapes", r#"{"corners":4}"#).await.starts_with("400 "));
    assert!(json("/shapes", r#"{"form":"x","corners":2}"#).await.starts_with("400 "));
}

#[tokio::test]
async fn forms_have_a_default() {
    let form = |body: &'static str| post("/forms", "application/x-www-form-urlencoded", body);
    assert_eq!(form("petType=Cat&lives=2").await, "200 Cat(Cat { lives: Some(2) })");
    assert_eq!(form("name=Tom").await, r#"200 OtherPet(OtherPet { pet_type: None, name: "Tom" })"#);
    assert_eq!(
        form("name=1&petType=2").await,
        r#"200 OtherPet(OtherPet { pet_type: Some("2"), name: "1" })"#
    );
}

/// JSON that a validator checks: an object must not have a pet.
#[tokio::test]
async fn checked_values_have_a_default() {
    for pet in [r#"{"name":"Tom"}"#, r#"{"name":"Tom","petType":"fish"}"#, r#"{"petType":"Cat"}"#] {
        assert!(json("/checked", &format!(r#"{{"pet":{pet}}}"#)).await.starts_with("400 "), "{pet}");
    }
    for pet in ["{}", r#"{"petType":"Cat","lives":"x","name":"Tom"}"#, r#"{"petType":1,"name":"Tom"}"#, "3"] {
        assert!(json("/checked", &format!(r#"{{"pet":{pet}}}"#)).await.starts_with("200 "), "{pet}");
    }
}

#[test]
fn a_default_of_a_property_can_be_the_default_alternative() {
    let owned: types::Owned = serde_json::from_str("{}").unwrap();
    assert_eq!(owned.pet, types::inline::OwnedPet::OtherPet(OtherPet::new("Tom")));
    let both: types::inline::OwnedBoth = serde_json::from_str(r#"{"size":1,"name":"Tom"}"#).unwrap();
    assert!(matches!(both, types::inline::OwnedBoth::OtherPet(pet) if pet.size == Some(1)));
    let pet: Pet = OtherPet { pet_type: Some("fish".to_owned()), name: "Tom".to_owned() }.into();
    assert_eq!(serde_json::to_string(&pet).unwrap(), r#"{"petType":"fish","name":"Tom"}"#);
    // A client would read it as another pet.
    let pet: Pet = OtherPet { pet_type: Some("dog".to_owned()), name: "Tom".to_owned() }.into();
    let error = serde_json::to_string(&pet).unwrap_err().to_string();
    assert_eq!(error, r#"`petType` must not be "dog", which selects `Dog`"#);
    let pet: Pet = OtherPet { pet_type: Some("OtherPet".to_owned()), name: "Tom".to_owned() }.into();
    assert!(serde_json::to_string(&pet).is_ok());
}
