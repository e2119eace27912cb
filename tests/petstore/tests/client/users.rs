//! The operations on users.

use super::carriers::{each, sign_up};
use axum::http::StatusCode;
use petstore::petstore::types::{NewUser, inline::NewUserScopesItem};
use petstore::petstore::users::{GetMeResponse, LogInResponse, SignUpRequest, SignUpResponse};
use petstore::petstore::{Basic, Bearer, Credentials};

#[tokio::test]
async fn a_user_signs_up_logs_in_and_logs_out() {
    each(async |client| {
        let scopes = vec![NewUserScopesItem::Orders, NewUserScopesItem::Pets];
        let user = || NewUser { scopes: Some(scopes.clone()), ..NewUser::new("ada_l", "correct horse") };
        let signed_up = client.sign_up(SignUpRequest { body: user() }).await.unwrap().success().unwrap();
        assert_eq!((&*signed_up.name, signed_up.scopes.len()), ("ada_l", 2));
        let again = client.sign_up(SignUpRequest { body: user() }).await.unwrap();
        let SignUpResponse::Conflict(error) = again else { panic!("{again:?}") };
        assert_eq!(error.message, "`ada_l` has an account already");
        let password = Credentials::Password { password: Basic::new("ada_l", "correct horse") };
        let session = client.clone().with_credentials(password).log_in().await.unwrap();
        let LogInResponse::Created { headers, body } = session else { panic!("{session:?}") };
        assert_eq!(headers.x_expires_in, Some(3600));
        let token = Credentials::Account { account: Bearer::new(body.access_token) };
        let ada = client.clone().with_credentials(token);
        assert_eq!(ada.get_me().await.unwrap().success().unwrap(), signed_up);
        ada.log_out().await.unwrap().success().unwrap();
        let unknown = ada.get_me().await.unwrap();
        let GetMeResponse::Default { status, body } = unknown else { panic!("{unknown:?}") };
        assert_eq!((status, &*body.message), (StatusCode::UNAUTHORIZED, "unknown credentials"));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_is_rejected() {
    each(async |client| {
        sign_up(&client, "ada_l", &[NewUserScopesItem::Pets]).await;
        let password = Credentials::Password { password: Basic::new("ada_l", "wrong horse") };
        let rejected = client.clone().with_credentials(password).log_in().await.unwrap();
        let LogInResponse::Default { status, body } = rejected else { panic!("{rejected:?}") };
        assert_eq!((status, &*body.code), (StatusCode::UNAUTHORIZED, "unauthorized"));
    })
    .await;
}
