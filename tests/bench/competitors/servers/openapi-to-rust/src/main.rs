//! Returns what it receives, with the code that openapi-to-rust generates for `tests/probes`.

use api::api::{
    Filter, MeResponse, Owner, Page, PageResponse, Pet, ProbeApi, PutOwnerResponse, PutPetResponse,
    PutThingResponse, SearchResponse, Thing, Who, probe_api_router,
};
use async_trait::async_trait;

#[derive(Clone)]
struct Echo;

#[async_trait]
impl ProbeApi for Echo {
    /// The generated code does not pass credentials, so the name is not known.
    async fn me(&self) -> MeResponse {
        MeResponse::Ok(Who { name: String::new() })
    }

    async fn page(&self, limit: i64) -> PageResponse {
        PageResponse::Ok(Page { limit })
    }

    async fn put_owner(&self, body: Owner) -> PutOwnerResponse {
        PutOwnerResponse::Ok(body)
    }

    async fn put_pet(&self, body: Pet) -> PutPetResponse {
        PutPetResponse::Ok(body)
    }

    async fn put_thing(&self, body: Thing) -> PutThingResponse {
        PutThingResponse::Ok(body)
    }

    async fn search(&self, filter: Filter) -> SearchResponse {
        SearchResponse::Ok(filter)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(2).expect("--listen ADDRESS:PORT");
    axum::serve(tokio::net::TcpListener::bind(address).await?, probe_api_router(Echo)).await
}
