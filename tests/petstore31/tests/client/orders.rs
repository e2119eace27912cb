//! The operations on orders.

use super::carriers::{add_pets, each, sign_up, till};
use petstore::petstore::orders::{
    CancelOrderRequest, CancelOrderResponse, GetOrderRequest, GetOrderResponse, PlaceOrderRequest,
    PlaceOrderResponse,
};
use petstore::petstore::types::inline::{NewOrderExtrasItem, NewUserScopesItem};
use petstore::petstore::types::{Delivery, NewOrder};

#[tokio::test]
async fn an_order_reserves_a_pet_until_it_is_cancelled() {
    each(async |client| {
        add_pets(&client).await;
        let ada = sign_up(&client, "ada_l", &[NewUserScopesItem::Orders]).await;
        let eve = sign_up(&client, "eve", &[NewUserScopesItem::Orders]).await;
        let note = "ring = twice & wait; 100 % sure +1 \u{fc}";
        let body = NewOrder {
            delivery: Delivery::Courier,
            note: Some(note.to_owned()),
            extras: Some(vec![NewOrderExtrasItem::Leash, NewOrderExtrasItem::Food]),
            ..NewOrder::new(1)
        };
        let placed = ada.place_order(PlaceOrderRequest { body }).await.unwrap();
        let PlaceOrderResponse::Created { headers, body: order } = placed else { panic!("{placed:?}") };
        assert_eq!(headers.location.as_deref(), Some("/v1/orders/o-0001"));
        assert_eq!((order.pet_id, order.delivery, order.note.as_deref()), (1, Delivery::Courier, Some(note)));
        assert_eq!(order.extras, Some(vec!["leash".to_owned(), "food".to_owned()]));
        let taken = eve.place_order(PlaceOrderRequest { body: NewOrder::new(1) }).await.unwrap();
        let PlaceOrderResponse::Conflict(error) = taken else { panic!("{taken:?}") };
        assert_eq!(error.message, "somebody else has the pet");
        let get = || GetOrderRequest { order_id: order.id.clone() };
        assert_eq!(ada.get_order(get()).await.unwrap().success().unwrap(), order);
        assert_eq!(till(&client).get_order(get()).await.unwrap().success().unwrap(), order);
        let hidden = eve.get_order(get()).await.unwrap();
        assert!(matches!(hidden, GetOrderResponse::NotFound(_)), "{hidden:?}");
        let cancel = || ada.cancel_order(CancelOrderRequest { order_id: order.id.clone() });
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
        let twice = NewOrder {
            extras: Some(vec![NewOrderExtrasItem::Food, NewOrderExtrasItem::Food]),
            ..NewOrder::new(1)
        };
        for (body, at) in [(NewOrder::new(0), "/petId"), (twice, "/extras/1")] {
            let rejected = ada.place_order(PlaceOrderRequest { body }).await.unwrap();
            let PlaceOrderResponse::Default { status, body } = rejected else { panic!("{rejected:?}") };
            assert_eq!((status.as_u16(), body.at.as_deref()), (400, Some(at)));
        }
    })
    .await;
}
