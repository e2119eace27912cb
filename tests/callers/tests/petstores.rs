//! The clients call the routers of the petstores.

use http::StatusCode;
use std::sync::Arc;
use stubsmith_callers::openapi31::petstore31;
use stubsmith_callers::swagger2::petstore;

#[tokio::test]
async fn a_pet_is_added_and_found() {
    use petstore::client::Client;
    use petstore::pets::{AddPetRequest, GetPetRequest, GetPetResponse};
    use petstore::types::{Cat, Pet};
    let server = ::petstore::Server::new("till");
    let client = Client::new(::petstore::petstore::service(Arc::new(server)));
    let till = petstore::Credentials::TillKey { till_key: "till".into() };
    let body = Pet::Cat(Cat::new("Minka"));
    let rejected = client.add_pet(AddPetRequest { body: body.clone() }).await.unwrap();
    let failure = rejected.success().unwrap_err();
    assert_eq!(failure.status(), StatusCode::UNAUTHORIZED);
    let message = "the response to `addPet` is not a success, but has the status code 401";
    assert_eq!(failure.to_string(), message);
    let till = client.clone().with_credentials(till);
    till.add_pet(AddPetRequest { body }).await.unwrap().success().unwrap();
    let found = client.get_pet(GetPetRequest { pet_id: 1 }).await.unwrap().success().unwrap();
    assert!(matches!(found, Pet::Cat(Cat { id: Some(1), .. })), "{found:?}");
    let invalid = client.get_pet(GetPetRequest { pet_id: 0 }).await.unwrap();
    assert!(matches!(invalid, GetPetResponse::Default { status: StatusCode::BAD_REQUEST, .. }));
}

#[tokio::test]
async fn an_order_is_sent_as_a_form() {
    use petstore31::client::Client;
    use petstore31::orders::PlaceOrderRequest;
    use petstore31::pets::AddPetRequest;
    use petstore31::types::inline::NewUserScopesItem;
    use petstore31::types::{Dog, NewOrder, NewUser};
    use petstore31::users::SignUpRequest;
    use petstore31::{Basic, Bearer, Credentials};
    let server = ::petstore31::Server::new("till");
    let client = Client::new(::petstore31::petstore::service(Arc::new(server)));
    let till = client.clone().with_credentials(Credentials::TillKey { till_key: "till".into() });
    let body = Dog::new("Rollo", 41.5).into();
    till.add_pet(AddPetRequest { body }).await.unwrap().success().unwrap();
    let scopes = Some(vec![NewUserScopesItem::Orders]);
    let body = NewUser { scopes, ..NewUser::new("ada_l", "correct horse") };
    client.sign_up(SignUpRequest { body }).await.unwrap().success().unwrap();
    let password = Credentials::Password { password: Basic::new("ada_l", "correct horse") };
    let session = client.clone().with_credentials(password).log_in().await.unwrap().success().unwrap();
    let account = Credentials::Account { account: Bearer::new(session.access_token) };
    let body = NewOrder { note: Some("a & b = ü".to_owned()), ..NewOrder::new(1) };
    let order = client.with_credentials(account).place_order(PlaceOrderRequest { body }).await.unwrap();
    assert_eq!(order.success().unwrap().note.as_deref(), Some("a & b = ü"));
}

/// The operations are data for layers, also without a server.
#[test]
fn the_operations_are_listed() {
    assert_eq!(petstore::OPERATIONS.len(), petstore31::OPERATIONS.len());
    assert_eq!(petstore::pets::operations::GET_PET.path, "/v1/pets/{petId}");
}
