//! The operations on orders.

use crate::petstore::Context;
use crate::petstore::orders::{
    CancelOrderRequest, CancelOrderResponse, GetInventoryResponse, GetOrderRequest, GetOrderResponse,
    OrdersApi, PlaceOrderCreatedHeaders, PlaceOrderRequest, PlaceOrderResponse,
};
use crate::petstore::types::{Inventory, NewOrder, Order, Status};
use crate::refusal::error;
use crate::store::Store;
use crate::{Caller, Refusal, Server};

impl OrdersApi for Server {
    async fn get_inventory(&self, _: Context, _: Caller) -> Result<GetInventoryResponse, Refusal> {
        let mut inventory = Inventory::new();
        for resident in self.store().pets.values() {
            *inventory.entry(resident.pet.status().as_str().to_owned()).or_default() += 1;
        }
        Ok(inventory.into())
    }

    async fn place_order(
        &self,
        _: Context,
        caller: Caller,
        request: PlaceOrderRequest,
    ) -> Result<PlaceOrderResponse, Refusal> {
        let user = caller.user()?;
        let mut store = self.store();
        let pet = &mut store.pet_mut(request.body.pet_id)?.pet;
        if pet.status() != Status::Available {
            return Ok(PlaceOrderResponse::Conflict(error("not-available", "somebody else has the pet")));
        }
        *pet.common().status = Some(Status::Reserved);
        let order = order(store.next_order(), request.body);
        let headers = PlaceOrderCreatedHeaders { location: Some(format!("/v1/orders/{}", order.id)) };
        store.orders.insert(order.id.clone(), (order.clone(), user));
        Ok(PlaceOrderResponse::Created { headers, body: order })
    }

    async fn get_order(
        &self,
        _: Context,
        caller: Caller,
        request: GetOrderRequest,
    ) -> Result<GetOrderResponse, Refusal> {
        Ok(find(&self.store(), &caller, &request.order_id)?.clone().into())
    }

    async fn cancel_order(
        &self,
        _: Context,
        caller: Caller,
        request: CancelOrderRequest,
    ) -> Result<CancelOrderResponse, Refusal> {
        let mut store = self.store();
        let pet_id = find(&store, &caller, &request.order_id)?.pet_id;
        store.orders.remove(&request.order_id);
        if let Some(resident) = store.pets.get_mut(&pet_id) {
            *resident.pet.common().status = Some(Status::Available);
        }
        Ok(CancelOrderResponse::NoContent)
    }
}

/// An order that the caller may see: users see their own orders, a till sees all.
fn find<'s>(store: &'s Store, caller: &Caller, id: &str) -> Result<&'s Order, Refusal> {
    let sees = |user: &str| match caller {
        Caller::Till => true,
        Caller::User { name, .. } => name == user,
    };
    let order = store.orders.get(id).filter(|(_, user)| sees(user)).map(|(order, _)| order);
    order.ok_or_else(|| Refusal::not_found(format_args!("order {id}")))
}

fn order(id: String, new: NewOrder) -> Order {
    let NewOrder { pet_id, delivery, note, extras } = new;
    let extras = extras.map(|extras| extras.into_iter().map(|extra| extra.as_str().to_owned()).collect());
    Order { id, pet_id, delivery, note, extras }
}
