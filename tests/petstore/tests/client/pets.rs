//! The operations on pets.

use super::carriers::{add_pets, each, sign_up, till};
use axum::http::{HeaderValue, header};
use petstore::petstore::Nullable;
use petstore::petstore::client::Client;
use petstore::petstore::pets::{
    AddPetRequest, AddPetResponse, AdoptPetRequest, AdoptPetResponse, ChangePetRequest, ChangePetResponse,
    DescribePetRequest, DescribePetResponse, GetPetRequest, GetPetResponse, GetPhotoRequest,
    GetPhotoResponse, HasPetRequest, HasPetResponse, ListPetsByTagRequest, ListPetsKindItem, ListPetsOrder,
    ListPetsRequest, ListPetsResponse, RemovePetRequest, RemovePetResponse,
};
use petstore::petstore::types::{Cat, Dog, Pet, PetChanges, Promise, Status, inline::NewUserScopesItem};

#[tokio::test]
async fn a_pet_is_added_and_found() {
    each(async |client| {
        let sent = Dog {
            id: Some(77),
            born: Some(Nullable::Null),
            owner: Some("me".to_owned()),
            ..Dog::new("Rollo", 41.5)
        };
        let pet = Dog { id: Some(1), status: Some(Status::Available), owner: None, ..sent.clone() };
        let added = till(&client).add_pet(AddPetRequest { body: sent.clone().into() }).await.unwrap();
        let AddPetResponse::Created { headers, body } = added else { panic!("{added:?}") };
        assert_eq!((headers.location.as_deref(), &body), (Some("/v1/pets/1"), &Pet::Dog(pet.clone())));
        let found = client.get_pet(GetPetRequest { pet_id: 1 }).await.unwrap().success().unwrap();
        assert_eq!(found, Pet::Dog(pet));
        let again = till(&client).add_pet(AddPetRequest { body: sent.into() }).await.unwrap();
        let AddPetResponse::Conflict(error) = &again else { panic!("{again:?}") };
        assert_eq!((&*error.code, &*error.message), ("name-taken", "`Rollo` lives here already"));
        let failure = again.success().unwrap_err();
        let message = "the response to `addPet` is not a success, but has the status code 409";
        assert_eq!((failure.status().as_u16(), failure.to_string().as_str()), (409, message));
        let missing = client.get_pet(GetPetRequest { pet_id: 2 }).await.unwrap();
        assert!(matches!(missing, GetPetResponse::NotFound(_)), "{missing:?}");
    })
    .await;
}

/// The names of the pets in a list, with the headers for its length and its kinds.
async fn list(client: &Client, request: ListPetsRequest) -> (Vec<String>, i32, Vec<String>) {
    let listed = client.list_pets(request).await.unwrap();
    let ListPetsResponse::Ok { headers, body } = listed else { panic!("{listed:?}") };
    assert_eq!(headers.x_rate_limit_limit, Some(1000));
    let names = body.into_iter().map(|pet| match pet {
        Pet::Cat(cat) => cat.name,
        Pet::Dog(dog) => dog.name,
    });
    (names.collect(), headers.x_rate_limit_remaining.unwrap(), headers.x_kinds)
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn the_query_filters_and_sorts_pets() {
    each(async |client| {
        add_pets(&client).await;
        let both = list(&client, ListPetsRequest::default()).await;
        assert_eq!(both, (texts(&["Rollo", "Minka"]), 999, texts(&["Cat", "Dog"])), "the newest first");
        let first = ListPetsRequest { order: ListPetsOrder::Name, limit: 1, ..Default::default() };
        assert_eq!(list(&client, first).await, (texts(&["Minka"]), 998, texts(&["Cat"])));
        let calm = ListPetsRequest {
            kind: vec![ListPetsKindItem::Cat, ListPetsKindItem::Dog],
            tag: texts(&["calm"]),
            order: ListPetsOrder::Oldest,
            ..Default::default()
        };
        assert_eq!(list(&client, calm).await, (texts(&["Minka"]), 997, texts(&["Cat"])));
        let old = ListPetsRequest { tag: texts(&["calm", "old"]), ..Default::default() };
        assert_eq!(list(&client, old).await, (Vec::new(), 996, Vec::new()));
    })
    .await;
}

#[tokio::test]
async fn any_text_is_a_tag() {
    each(async |client| {
        for tag in ["calm", "a/b", "a,b & c=d", "%2F", "100 % sure +1", "\u{fc}ber", "?#"] {
            let cat = Cat { tags: Some(texts(&[tag])), ..Cat::new(format!("with {tag}")) };
            till(&client).add_pet(AddPetRequest { body: cat.into() }).await.unwrap().success().unwrap();
            let request = ListPetsByTagRequest { tag: tag.to_owned() };
            let by_tag = client.list_pets_by_tag(request).await.unwrap().success().unwrap();
            assert_eq!(by_tag.len(), 1, "{tag}");
            let request = ListPetsRequest { tag: texts(&[tag]), ..Default::default() };
            assert_eq!(list(&client, request).await.0, [format!("with {tag}")]);
        }
    })
    .await;
}

#[tokio::test]
async fn head_tells_whether_there_is_a_pet() {
    each(async |client| {
        add_pets(&client).await;
        let there = client.has_pet(HasPetRequest { pet_id: 1 }).await.unwrap();
        let HasPetResponse::Ok { headers } = there else { panic!("{there:?}") };
        assert_eq!(headers.x_pet_status.unwrap().as_str(), "available");
        let missing = client.has_pet(HasPetRequest { pet_id: 7 }).await.unwrap();
        assert!(matches!(missing, HasPetResponse::NotFound), "{missing:?}");
    })
    .await;
}

#[tokio::test]
async fn null_changes_a_property_and_absence_does_not() {
    each(async |client| {
        add_pets(&client).await;
        let change = |body| ChangePetRequest { pet_id: 1, if_match: Some(1), body };
        let body =
            PetChanges { born: Some(Nullable::Null), name: Some("Mina".to_owned()), ..Default::default() };
        let changed = till(&client).change_pet(change(body)).await.unwrap();
        let ChangePetResponse::Ok { headers, body: Pet::Cat(cat) } = changed else { panic!("{changed:?}") };
        assert_eq!((headers.etag, cat.born, &*cat.name), (Some(2), Some(Nullable::Null), "Mina"));
        assert_eq!(cat.tags, Some(texts(&["calm"])));
        let late = till(&client).change_pet(change(PetChanges::default())).await.unwrap();
        let ChangePetResponse::PreconditionFailed(error) = late else { panic!("{late:?}") };
        assert_eq!(error.message, "the pet has version 2");
    })
    .await;
}

#[tokio::test]
async fn a_pet_is_adopted_once() {
    each(async |client| {
        add_pets(&client).await;
        let ada = sign_up(&client, "ada_l", &[NewUserScopesItem::Orders]).await;
        let promise = Promise::new("for as long as we both live");
        let adopted = ada.adopt_pet(AdoptPetRequest { pet_id: 2, body: Some(promise) }).await.unwrap();
        let Pet::Dog(dog) = adopted.success().unwrap() else { panic!("a dog") };
        assert_eq!((dog.status, dog.owner.as_deref()), (Some(Status::Adopted), Some("ada_l")));
        let again = ada.adopt_pet(AdoptPetRequest { pet_id: 2, body: None }).await.unwrap();
        assert!(matches!(again, AdoptPetResponse::Conflict(_)), "the body is optional: {again:?}");
        let dogs = || ListPetsRequest { kind: vec![ListPetsKindItem::Dog], ..Default::default() };
        assert_eq!(list(&client, dogs()).await.0, texts(&[]), "without a token");
        assert_eq!(list(&ada, dogs()).await.0, texts(&["Rollo"]));
    })
    .await;
}

#[tokio::test]
async fn a_pet_is_described_and_removed() {
    each(async |client| {
        add_pets(&client).await;
        let request = || DescribePetRequest { pet_id: 1 };
        assert_eq!(client.describe_pet(request()).await.unwrap().success().unwrap(), "Minka is a cat.");
        let accept = HeaderValue::from_static("application/json");
        let in_json = client.clone().with_header(header::ACCEPT, accept);
        assert_eq!(in_json.describe_pet(request()).await.unwrap().success().unwrap(), "Minka is a cat.");
        let remove = || till(&client).remove_pet(RemovePetRequest { pet_id: 1 });
        remove().await.unwrap().success().unwrap();
        let gone = remove().await.unwrap();
        assert!(matches!(&gone, RemovePetResponse::NotFound(error) if error.message == "there is no pet 1"));
        let gone = client.describe_pet(request()).await.unwrap();
        assert!(matches!(gone, DescribePetResponse::NotFound(_)), "{gone:?}");
        let photo = client.get_photo(GetPhotoRequest { pet_id: 2 }).await.unwrap();
        let GetPhotoResponse::NotFound(error) = photo else { panic!("{photo:?}") };
        assert_eq!(error.message, "there is no photo of pet 2");
    })
    .await;
}
