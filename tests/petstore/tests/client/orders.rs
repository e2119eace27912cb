//! The operations on orders. In Swagger 2.0, each field of a form is a parameter.

use super::carriers::{add_pets, each, sign_up, till};
use petstore::petstore::orders::{
    CancelOrderRequest, CancelOrderResponse, GetOrderRequest, GetOrderResponse, PlaceOrderDelivery,
    PlaceOrderExtrasItem, PlaceOrderRequest, PlaceOrderResponse,
};
use petstore::petstore::types::inline::NewUserScopesItem;

/// An order of a pet, without anything else.
fn order(pet_id: i64) -> PlaceOrderRequest {
    PlaceOrderRequest { pet_id, delivery: PlaceOrderDelivery::Pickup, note: None, extras: Vec::new() }
}

#[tokio::test]
async fn an_order_reserves_a_pet_until_it_is_cancelled() {
    each(async |client| {
        add_pets(&client).await;
        let ada = sign_up(&client, "ada_l", &[NewUserScopesItem::Orders]).await;
        let eve = sign_up(&client, "eve", &[NewUserScopesItem::Orders]).await;
        let note = "ring = twice & wait; 100 % sure +1 \u{fc}";
        let request = PlaceOrderRequest {
            delivery: PlaceOrderDelivery::Courier,
            note: Some(note.to_owned()),
            extras: vec![PlaceOrderExtrasItem::Leash, PlaceOrderExtrasItem::Food],
            ..order(1)
        };
        let placed = ada.place_order(request).await.unwrap();
        let PlaceOrderResponse::Created { headers, body: placed } = placed else { panic!("{placed:?}") };
        assert_eq!(headers.location.as_deref(), Some("/v1/orders/o-0001"));
        assert_eq!((placed.pet_id, placed.note.as_deref()), (1, Some(note)));
        assert_eq!(placed.delivery.as_str(), "courier");
        assert_eq!(placed.extras, Some(vec!["leash".to_owned(), "food".to_owned()]));
        let taken = eve.place_order(order(1)).await.unwrap();
        let PlaceOrderResponse::Conflict(error) = taken else { panic!("{taken:?}") };
        assert_eq!(error.message, "somebody else has the pet");
        let get = || GetOrderRequest { order_id: placed.id.clone() };
        assert_eq!(ada.get_order(get()).await.unwrap().success().unwrap(), placed);
        assert_eq!(till(&client).get_order(get()).await.unwrap().success().unwrap(), placed);
        let hidden = eve.get_order(get()).await.unwrap();
        assert!(matches!(hidden, GetOrderResponse::NotFound(_)), "{hidden:?}");
        let cancel = || ada.cancel_order(CancelOrderRequest { order_id: placed.id.clone() });
        cancel().await.unwrap().success().unwrap();
        let gone = cancel().await.unwrap();
        assert!(matches!(gone, CancelOrderResponse::NotFound(_)), "{gone:?}");
    })
    .await;
}

#[tokio::test]
async fn the_form_of_an_order_is_checked() {
    each(async |client| {
        add_pets(&client).await;
        let ada = sign_up(&client, "ada_l", &[NewUserScopesItem::Orders]).await;
        let twice = vec![PlaceOrderExtrasItem::Food, PlaceOrderExtrasItem::Food];
        let long = PlaceOrderRequest { note: Some("x".repeat(201)), ..order(1) };
        for (request, at) in
            [(order(0), "petId"), (PlaceOrderRequest { extras: twice, ..order(1) }, "extras"), (long, "note")]
        {
            let rejected = ada.place_order(request).await.unwrap();
            let PlaceOrderResponse::Default { status, body } = rejected else { panic!("{rejected:?}") };
            assert_eq!((status.as_u16(), body.at.as_deref()), (400, Some(at)));
        }
    })
    .await;
}
