//! Errors of the server, as the client returns them.

use super::carriers::{add_pets, each, sign_up, till};
use axum::http::{HeaderValue, StatusCode, header};
use petstore::petstore::client::{Client, ClientError};
use petstore::petstore::orders::GetInventoryResponse;
use petstore::petstore::pets::{
    AddPetRequest, AddPetResponse, DescribePetRequest, GetPetRequest, GetPetResponse, ListPetsByTagRequest,
    ListPetsRequest, ListPetsResponse, RemovePetRequest, RemovePetResponse,
};
use petstore::petstore::types::{Cat, Dog, Pet, inline::NewUserScopesItem};
use petstore::petstore::{Bearer, Credentials};

/// The status code, the message and the place of the error for a pet.
async fn rejected(client: &Client, pet: impl Into<Pet>) -> (u16, String, Option<String>) {
    let response = till(client).add_pet(AddPetRequest { body: pet.into() }).await.unwrap();
    let AddPetResponse::Default { status, body } = response else { panic!("{response:?}") };
    (status.as_u16(), body.message, body.at)
}

#[tokio::test]
async fn a_mistake_in_a_body_is_reported_with_its_place() {
    each(async |client| {
        let tags = |tags: [&str; 2]| Some(tags.map(str::to_owned).to_vec());
        let expected = |message: &str, at: &str| (400, message.to_owned(), Some(at.to_owned()));
        assert_eq!(
            rejected(&client, Cat::new("")).await,
            expected("the body at `/name`: must have at least 1 character", "/name")
        );
        assert_eq!(
            rejected(&client, Dog::new("x", 0.0)).await,
            expected("the body at `/size`: must be greater than 0", "/size")
        );
        assert_eq!(
            rejected(&client, Cat { tags: tags(["a", "a"]), ..Cat::new("x") }).await,
            expected("the body at `/tags/1`: repeats an earlier item: items must be unique", "/tags/1")
        );
        let large = rejected(&client, Cat::new("x".repeat(2 * 1024 * 1024))).await;
        assert_eq!(large, (413, "the body is too large".to_owned(), None));
    })
    .await;
}

#[tokio::test]
async fn a_mistake_in_a_parameter_is_reported_with_its_name() {
    each(async |client| {
        let none = client.list_pets(ListPetsRequest { limit: 0, ..Default::default() }).await.unwrap();
        let ListPetsResponse::Default { status, body } = none else { panic!("{none:?}") };
        assert_eq!((status, body.at.as_deref()), (StatusCode::BAD_REQUEST, Some("limit")));
        let zero = client.get_pet(GetPetRequest { pet_id: 0 }).await.unwrap();
        let GetPetResponse::Default { body, .. } = zero else { panic!("{zero:?}") };
        assert_eq!(body.message, "parameter `petId` must be at least 1");
    })
    .await;
}

#[tokio::test]
async fn credentials_are_checked() {
    each(async |client| {
        add_pets(&client).await;
        let remove = async |client: &Client| {
            let removed = client.remove_pet(RemovePetRequest { pet_id: 1 }).await.unwrap();
            let RemovePetResponse::Default { status, body } = removed else { panic!("{removed:?}") };
            (status.as_u16(), body.message)
        };
        assert_eq!(remove(&client).await, (401, "credentials are missing".to_owned()));
        let other = Credentials::TillKey { till_key: "other".into() };
        let other = client.clone().with_credentials(other);
        assert_eq!(remove(&other).await, (401, "unknown credentials".to_owned()));
        let ada = sign_up(&client, "ada_l", &[NewUserScopesItem::Orders]).await;
        assert_eq!(remove(&ada).await, (403, "the token lacks the scope `pets`".to_owned()));
        let missing = client.get_inventory().await.unwrap();
        assert!(matches!(missing, GetInventoryResponse::Default { status: StatusCode::UNAUTHORIZED, .. }));
        let counted = till(&client).get_inventory().await.unwrap().success().unwrap();
        assert_eq!(counted.into_iter().collect::<Vec<_>>(), [("available".to_owned(), 2)]);
        let nobody = client.clone().with_credentials(Credentials::Account { account: Bearer::new("nobody") });
        let listed = nobody.list_pets(ListPetsRequest::default()).await.unwrap();
        assert!(
            matches!(listed, ListPetsResponse::Default { status: StatusCode::UNAUTHORIZED, .. }),
            "a bad token is not anonymous"
        );
        let shown =
            format!("{:?}", nobody.with_credentials(Credentials::TillKey { till_key: "s3cret".into() }));
        assert!(!shown.contains("nobody") && !shown.contains("s3cret"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn undeclared_responses_are_errors_that_keep_the_response() {
    each(async |client| {
        let html = client.clone().with_header(header::ACCEPT, HeaderValue::from_static("text/html"));
        let error = html.describe_pet(DescribePetRequest { pet_id: 1 }).await.unwrap_err();
        assert!(matches!(error, ClientError::UndeclaredStatus { .. }), "{error:?}");
        assert_eq!(
            error.to_string(),
            "the response to `describePet` has the undeclared status 406 Not Acceptable"
        );
        let response = error.response().unwrap();
        assert!(response.body().starts_with(br#"{"code":"not-acceptable""#));
        let error = client.list_pets_by_tag(ListPetsByTagRequest { tag: "..".to_owned() }).await.unwrap_err();
        assert!(matches!(error, ClientError::InvalidRequest { .. }), "{error:?}");
        assert!(error.response().is_none());
    })
    .await;
}
