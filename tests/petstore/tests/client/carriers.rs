//! Shops that are called by the generated client: in process, and over loopback.

use axum::Router;
use hyper_util::client::legacy::Client as Pool;
use hyper_util::rt::TokioExecutor;
use petstore::petstore::client::Client;
use petstore::petstore::pets::AddPetRequest;
use petstore::petstore::types::{Cat, Dog, NewUser, inline::NewUserScopesItem};
use petstore::petstore::users::SignUpRequest;
use petstore::petstore::{Basic, Bearer, Credentials};
use petstore::{Server, petstore::service};
use std::net::Ipv4Addr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Runs a test twice, each time with a shop without pets.
pub async fn each(test: impl AsyncFn(Client)) {
    test(Client::new(shop())).await;
    test(over_loopback(shop()).await).await;
}

fn shop() -> Router {
    service(Arc::new(Server::new("till")))
}

async fn over_loopback(shop: Router) -> Client {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    // The path of the URL replaces the base path of the spec, so the shop is below `/shop`.
    let url = format!("http://{}/shop/v1/", listener.local_addr().unwrap()).parse().unwrap();
    let router = Router::new().nest("/shop", shop);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let pool: Pool<_, petstore::petstore::client::Body> = Pool::builder(TokioExecutor::new()).build_http();
    Client::new(pool).with_base_url(&url)
}

/// A client with the key of a till.
pub fn till(client: &Client) -> Client {
    client.clone().with_credentials(Credentials::TillKey { till_key: "till".into() })
}

/// Adds a cat, number 1, and a dog, number 2.
pub async fn add_pets(client: &Client) {
    let cat = Cat { tags: Some(vec!["calm".to_owned()]), ..Cat::new("Minka") };
    for pet in [cat.into(), Dog::new("Rollo", 41.5).into()] {
        till(client).add_pet(AddPetRequest { body: pet }).await.unwrap().success().unwrap();
    }
}

/// Creates an account with these scopes, and returns a client with its token.
pub async fn sign_up(client: &Client, name: &str, scopes: &[NewUserScopesItem]) -> Client {
    let body = NewUser { scopes: Some(scopes.to_vec()), ..NewUser::new(name, "correct horse") };
    client.sign_up(SignUpRequest { body }).await.unwrap().success().unwrap();
    let password = Credentials::Password { password: Basic::new(name, "correct horse") };
    let session = client.clone().with_credentials(password).log_in().await.unwrap().success().unwrap();
    client.clone().with_credentials(Credentials::Account { account: Bearer::new(session.access_token) })
}
