//! The operations on users.

use super::shop::{JSON, Shop, base64};

#[tokio::test]
async fn a_user_signs_up_logs_in_and_logs_out() {
    let shop = Shop::open().await;
    let user = r#"{"name":"ada_l","password":"correct horse","scopes":["orders","pets"]}"#;
    assert_eq!(
        shop.send("POST /v1/users", &[JSON], user).await,
        "201 Created\ncontent-type: application/json\n{\"name\":\"ada_l\",\"scopes\":[\"orders\",\"pets\"]}"
    );
    assert_eq!(
        shop.send("POST /v1/users", &[JSON], user).await,
        "409 Conflict\ncontent-type: application/json\n\
         {\"code\":\"name-taken\",\"message\":\"`ada_l` has an account already\"}"
    );
    let basic = format!("Authorization: Basic {}", base64("ada_l:correct horse"));
    let session = shop.send("POST /v1/sessions", &[&basic], "").await;
    let (head, token) = session.split_once(r#"{"access_token":""#).unwrap();
    assert_eq!(head, "201 Created\ncontent-type: application/json\nx-expires-in: 3600\n");
    let token = token.strip_suffix(r#"","token_type":"bearer"}"#).unwrap();
    let bearer = format!("Authorization: Bearer {token}");
    let me = "200 OK\ncontent-type: application/json\n{\"name\":\"ada_l\",\"scopes\":[\"orders\",\"pets\"]}";
    assert_eq!(shop.get("/v1/users/me", &[&bearer]).await, me);
    assert_eq!(shop.send("DELETE /v1/sessions", &[&bearer], "").await, "204 No Content");
    assert_eq!(
        shop.get("/v1/users/me", &[&bearer]).await,
        "401 Unauthorized\ncontent-type: application/json\nwww-authenticate: Bearer realm=\"account\", error=\"invalid_token\"\n\
         {\"code\":\"unauthorized\",\"message\":\"unknown credentials\"}"
    );
}

#[tokio::test]
async fn a_wrong_password_is_challenged() {
    let shop = Shop::open().await;
    shop.sign_up("ada_l", r#"["pets"]"#).await;
    let basic = format!("Authorization: Basic {}", base64("ada_l:wrong horse"));
    assert_eq!(
        shop.send("POST /v1/sessions", &[&basic], "").await,
        "401 Unauthorized\ncontent-type: application/json\nwww-authenticate: Basic realm=\"password\", charset=\"UTF-8\"\n\
         {\"code\":\"unauthorized\",\"message\":\"unknown credentials\"}"
    );
}
