//! The operations on orders.

use super::forms::MESSAGES;
use super::shop::{Shop, TILL};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

#[tokio::test]
async fn an_order_reserves_a_pet_until_it_is_cancelled() {
    let shop = Shop::with_pets().await;
    let ada = shop.sign_up("ada_l", r#"["orders"]"#).await;
    let eve = shop.sign_up("eve", r#"["orders"]"#).await;
    let order =
        r#"{"id":"o-0001","petId":1,"delivery":"courier","note":"ring twice","extras":["leash","food"]}"#;
    let form = "petId=1&delivery=courier&note=ring+twice&extras=leash,food";
    assert_eq!(
        shop.send("POST /v1/orders", &[&ada, FORM], form).await,
        format!("201 Created\ncontent-type: application/json\nlocation: /v1/orders/o-0001\n{order}")
    );
    assert_eq!(
        shop.send("POST /v1/orders", &[&eve, FORM], "petId=1").await,
        "409 Conflict\ncontent-type: application/json\n\
         {\"code\":\"not-available\",\"message\":\"somebody else has the pet\"}"
    );
    assert_eq!(
        shop.get("/v1/inventory", &[TILL]).await,
        "200 OK\ncontent-type: application/json\n{\"available\":1,\"reserved\":1}"
    );
    let found = format!("200 OK\ncontent-type: application/json\n{order}");
    assert_eq!(shop.get("/v1/orders/o-0001", &[&ada]).await, found);
    assert_eq!(shop.get("/v1/orders/o-0001", &[TILL]).await, found, "the second alternative");
    let hidden = "404 Not Found\ncontent-type: application/json\n\
                  {\"code\":\"not-found\",\"message\":\"there is no order o-0001\"}";
    assert_eq!(shop.get("/v1/orders/o-0001", &[&eve]).await, hidden);
    assert_eq!(shop.send("DELETE /v1/orders/o-0001", &[&ada], "").await, "204 No Content");
    assert_eq!(shop.send("DELETE /v1/orders/o-0001", &[&ada], "").await, hidden);
}

/// Forms with a mistake.
const MISTAKES: [&str; MESSAGES.len()] =
    ["note=x", "petId=0", "petId=x", "petId=1&delivery=drone", "petId=1&extras=food,food"];

#[tokio::test]
async fn the_form_of_an_order_is_checked() {
    let shop = Shop::with_pets().await;
    let ada = shop.sign_up("ada_l", r#"["orders"]"#).await;
    for (form, (message, at)) in MISTAKES.into_iter().zip(MESSAGES) {
        assert_eq!(
            shop.send("POST /v1/orders", &[&ada, FORM], form).await,
            format!(
                "400 Bad Request\ncontent-type: application/json\n\
                 {{\"code\":\"bad-request\",\"message\":\"{message}\",\"at\":\"{at}\"}}"
            )
        );
    }
}
