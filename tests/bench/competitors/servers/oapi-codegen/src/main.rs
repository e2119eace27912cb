//! Returns what it receives, with the code that oapi-codegen generates for `tests/probes` without `search`.

use api::api::{
    Api, MeResponse, Owner, Page, PageQuery, PageResponse, Pet, PutOwnerResponse, PutPetResponse,
    PutThingResponse, Thing, Who, router,
};

#[derive(Clone)]
struct Echo;

impl Api for Echo {
    async fn put_pet(&self, body: Pet) -> PutPetResponse {
        PutPetResponse::Ok(body)
    }

    async fn put_owner(&self, body: Owner) -> PutOwnerResponse {
        PutOwnerResponse::Ok(body)
    }

    /// The generated code does not pass credentials, so the name is not known.
    async fn me(&self) -> MeResponse {
        MeResponse::Ok(Who { name: String::new() })
    }

    async fn page(&self, query: PageQuery) -> PageResponse {
        PageResponse::Ok(Page { limit: i64::try_from(query.limit).unwrap_or(i64::MAX) })
    }

    async fn put_thing(&self, body: Thing) -> PutThingResponse {
        PutThingResponse::Ok(body)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(2).expect("--listen ADDRESS:PORT");
    axum::serve(tokio::net::TcpListener::bind(address).await?, router(Echo)).await
}
