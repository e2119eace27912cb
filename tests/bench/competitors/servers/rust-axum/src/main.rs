//! Returns what it receives, with the code that openapi-generator's rust-axum generates for `tests/probes`.

use api::apis::probe::{
    MeResponse, PageResponse, Probe, PutOwnerResponse, PutPetResponse, PutThingResponse, SearchResponse,
};
use api::apis::{CookieAuthentication, ErrorHandler};
use api::models::{Filter, Owner, Page, PageQueryParams, Pet, Problem, SearchQueryParams, Thing, Who};
use async_trait::async_trait;
use axum::http::Method;
use axum_extra::extract::CookieJar;
use headers::Host;
use std::sync::Arc;

struct Echo;

impl ErrorHandler for Echo {}

#[async_trait]
impl CookieAuthentication for Echo {
    type Claims = String;

    async fn extract_claims_from_cookie(&self, cookies: &CookieJar, key: &str) -> Option<String> {
        cookies.get(key).map(|cookie| cookie.value().to_owned())
    }
}

#[async_trait]
impl Probe for Echo {
    type Claims = String;

    async fn me(&self, _: &Method, _: &Host, _: &CookieJar, claims: &String) -> Result<MeResponse, ()> {
        Ok(MeResponse::Status200_TheCaller(Who::new(claims.clone())))
    }

    async fn page(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        query: &PageQueryParams,
    ) -> Result<PageResponse, ()> {
        Ok(PageResponse::Status200_TheLimit(Page::new(query.limit.into())))
    }

    async fn put_owner(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        body: &Owner,
    ) -> Result<PutOwnerResponse, ()> {
        Ok(PutOwnerResponse::Status200_TheSameOwner(body.clone()))
    }

    async fn put_pet(&self, _: &Method, _: &Host, _: &CookieJar, body: &Pet) -> Result<PutPetResponse, ()> {
        Ok(PutPetResponse::Status200_TheSamePet(body.clone()))
    }

    async fn put_thing(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        body: &Thing,
    ) -> Result<PutThingResponse, ()> {
        Ok(PutThingResponse::Status200_TheSameThing(body.clone()))
    }

    /// The generated type of the filter is any JSON value.
    async fn search(
        &self,
        _: &Method,
        _: &Host,
        _: &CookieJar,
        query: &SearchQueryParams,
    ) -> Result<SearchResponse, ()> {
        Ok(match serde_json::from_value::<Filter>(query.filter.0.clone()) {
            Ok(filter) => SearchResponse::Status200_TheFilter(filter),
            Err(error) => SearchResponse::Status400_TheReasonOfTheRejection(Problem::new(error.to_string())),
        })
    }
}

#[derive(Clone)]
struct Shared(Arc<Echo>);

impl AsRef<Echo> for Shared {
    fn as_ref(&self) -> &Echo {
        &self.0
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(2).expect("--listen ADDRESS:PORT");
    let router = api::server::new(Shared(Arc::new(Echo)));
    axum::serve(tokio::net::TcpListener::bind(address).await?, router).await
}
