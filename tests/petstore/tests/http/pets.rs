//! The operations on pets.

use super::shop::{JSON, Shop, TILL};

#[tokio::test]
async fn a_pet_is_added_and_found() {
    let shop = Shop::open().await;
    let sent = r#"{"id":77,"kind":"Dog","name":"Rollo","size":41.5,"born":null,"owner":"me"}"#;
    let pet = r#"{"kind":"Dog","id":1,"name":"Rollo","status":"available","born":null,"size":41.5}"#;
    assert_eq!(
        shop.send("POST /v1/pets", &[TILL, JSON], sent).await,
        format!("201 Created\ncontent-type: application/json\nlocation: /v1/pets/1\n{pet}")
    );
    assert_eq!(shop.get("/v1/pets/1", &[]).await, format!("200 OK\ncontent-type: application/json\n{pet}"));
    assert_eq!(
        shop.send("POST /v1/pets", &[TILL, JSON], sent).await,
        "409 Conflict\ncontent-type: application/json\n\
         {\"code\":\"name-taken\",\"message\":\"`Rollo` lives here already\"}"
    );
}

#[tokio::test]
async fn the_query_filters_and_sorts_pets() {
    let shop = Shop::with_pets().await;
    let cat = r#"{"kind":"Cat","id":1,"name":"Minka","status":"available","tags":["calm"],"indoor":false}"#;
    let dog = r#"{"kind":"Dog","id":2,"name":"Rollo","status":"available","size":41.5}"#;
    let head = |left: u32| {
        format!(
            "200 OK\ncontent-type: application/json\nx-ratelimit-limit: 1000\nx-ratelimit-remaining: {left}\n"
        )
    };
    assert_eq!(
        shop.get("/v1/pets", &[]).await,
        format!("{}x-kinds: Cat,Dog\n[{dog},{cat}]", head(999)),
        "the newest first"
    );
    assert_eq!(
        shop.get("/v1/pets?order=name&limit=1", &[]).await,
        format!("{}x-kinds: Cat\n[{cat}]", head(998))
    );
    assert_eq!(shop.get("/v1/pets?kind=Dog", &[]).await, format!("{}x-kinds: Dog\n[{dog}]", head(997)));
    assert_eq!(
        shop.get("/v1/pets?kind=Cat,Dog&tag=calm&order=oldest", &[]).await,
        format!("{}x-kinds: Cat\n[{cat}]", head(996))
    );
    assert_eq!(shop.get("/v1/pets?tag=calm&tag=old", &[]).await, format!("{}[]", head(995)));
    assert_eq!(
        shop.get("/v1/pets/by-tag/calm", &[]).await,
        format!("200 OK\ncontent-type: application/json\n[{cat}]")
    );
}

#[tokio::test]
async fn head_tells_whether_there_is_a_pet() {
    let shop = Shop::with_pets().await;
    assert_eq!(shop.send("HEAD /v1/pets/1", &[], "").await, "200 OK\nx-pet-status: available");
    assert_eq!(shop.send("HEAD /v1/pets/7", &[], "").await, "404 Not Found");
}

#[tokio::test]
async fn null_changes_a_property_and_absence_does_not() {
    let shop = Shop::with_pets().await;
    let patch = |body| shop.send("PATCH /v1/pets/1", &[TILL, JSON, "If-Match: 1"], body);
    assert_eq!(
        patch(r#"{"born":null,"name":"Mina"}"#).await,
        "200 OK\ncontent-type: application/json\netag: 2\n\
         {\"kind\":\"Cat\",\"id\":1,\"name\":\"Mina\",\"status\":\"available\",\"tags\":[\"calm\"],\"born\":null,\"indoor\":false}"
    );
    assert_eq!(
        patch("{}").await,
        "412 Precondition Failed\ncontent-type: application/json\n\
         {\"code\":\"changed-meanwhile\",\"message\":\"the pet has version 2\"}"
    );
}

#[tokio::test]
async fn a_pet_is_adopted_once() {
    let shop = Shop::with_pets().await;
    let token = shop.sign_up("ada_l", r#"["orders"]"#).await;
    let headers = [token.as_str(), JSON];
    let adopt = |body| shop.send("POST /v1/pets/2:adopt", &headers, body);
    assert_eq!(
        adopt(r#"{"words":"for as long as we both live"}"#).await,
        "200 OK\ncontent-type: application/json\n\
         {\"kind\":\"Dog\",\"id\":2,\"name\":\"Rollo\",\"status\":\"adopted\",\"owner\":\"ada_l\",\"size\":41.5}"
    );
    assert_eq!(
        adopt("").await,
        "409 Conflict\ncontent-type: application/json\n\
         {\"code\":\"not-available\",\"message\":\"the pet has a home already\"}",
        "the body is optional"
    );
    let anonymous = shop.get("/v1/pets?kind=Dog", &[]).await;
    assert!(anonymous.ends_with("\n[]"), "{anonymous}");
    let known = shop.get("/v1/pets?kind=Dog", &[&token]).await;
    assert!(known.contains("\"owner\":\"ada_l\""), "{known}");
}

#[tokio::test]
async fn a_pet_is_described_and_removed() {
    let shop = Shop::with_pets().await;
    assert_eq!(
        shop.get("/v1/pets/1.txt", &[]).await,
        "200 OK\ncontent-type: text/plain; charset=utf-8\nvary: Accept\nMinka is a cat."
    );
    assert_eq!(
        shop.get("/v1/pets/1.txt", &["Accept: application/json"]).await,
        "200 OK\ncontent-type: application/json\nvary: Accept\n\"Minka is a cat.\""
    );
    assert_eq!(shop.send("DELETE /v1/pets/1", &[TILL], "").await, "204 No Content");
    let gone = "404 Not Found\ncontent-type: application/json\n{\"code\":\"not-found\",\"message\":\"there is no pet 1\"}";
    assert_eq!(shop.send("DELETE /v1/pets/1", &[TILL], "").await, gone);
    assert_eq!(shop.get("/v1/pets/1.txt", &[]).await, gone);
}

const FORM: &str = "Content-Type: multipart/form-data; boundary=x";

fn form(media_type: &str, photo: &str) -> String {
    format!(
        "--x\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nat the window\r\n\
         --x\r\nContent-Disposition: form-data; name=\"year\"\r\n\r\n2024\r\n\
         --x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\
         Content-Type: {media_type}\r\n\r\n{photo}\r\n--x--\r\n"
    )
}

#[tokio::test]
async fn a_photo_is_uploaded_and_downloaded() {
    let shop = Shop::with_pets().await;
    let put = |body: String| shop.send("PUT /v1/pets/1/photo", &[TILL, FORM], body);
    assert_eq!(
        put(form("image/png", "a picture")).await,
        "201 Created\ncontent-type: application/json\nlocation: /v1/pets/1/photo\n\
         {\"bytes\":9,\"mediaType\":\"image/png\",\"caption\":\"at the window\",\"year\":2024}"
    );
    assert_eq!(
        shop.get("/v1/pets/1/photo", &["Accept: image/*"]).await,
        "200 OK\ncontent-type: image/png\nvary: Accept\na picture"
    );
    assert_eq!(
        shop.get("/v1/pets/2/photo", &["Accept: image/*"]).await,
        "404 Not Found\ncontent-type: application/json\n\
         {\"code\":\"not-found\",\"message\":\"there is no photo of pet 2\"}"
    );
    assert_eq!(
        put(form("image/png", &"x".repeat(20_000))).await,
        "413 Payload Too Large\ncontent-type: application/json\n\
         {\"code\":\"too-large\",\"message\":\"the body is too large\"}"
    );
    // OpenAPI 3 declares the media types of the part, so the generated code rejects it, and names the part.
    let rejected = put(form("text/html", "")).await;
    let (status, message) = rejected.split_once(" has the media type ").unwrap();
    let status = status.replace("the part `photo`", "the body");
    assert_eq!(
        format!("{status} has the media type {message}"),
        "415 Unsupported Media Type\ncontent-type: application/json\n\
         {\"code\":\"unsupported-media-type\",\"message\":\"the body has the media type `text/html`; \
         `image/png` or `image/jpeg` is accepted\"}"
    );
    assert_eq!(
        put(form("image/png", "").replace("2024", "1899")).await,
        "400 Bad Request\ncontent-type: application/json\n\
         {\"code\":\"bad-request\",\"message\":\"parameter `year` must be at least 1990\",\"at\":\"year\"}"
    );
}
