//! Returns what it receives, with the code that oas3-gen generates for `tests/probes`.

use api::{
    ApiResponse, ApiServer, Filter, MeRequest, Owner, Page, PageRequest, Pet, Problem, PutOwnerRequest,
    PutPetRequest, PutThingRequest, SearchRequest, Thing, Who,
};
use secrecy::ExposeSecret as _;

#[derive(Clone)]
struct Echo;

type Answer<T> = anyhow::Result<ApiResponse<T, Problem>>;

impl ApiServer for Echo {
    async fn put_pet(&self, request: PutPetRequest) -> Answer<Pet> {
        Ok(ApiResponse::Ok(request.body))
    }

    async fn put_owner(&self, request: PutOwnerRequest) -> Answer<Owner> {
        Ok(ApiResponse::Ok(request.body))
    }

    async fn search(&self, request: SearchRequest) -> Answer<Filter> {
        let filter = request.query.filter;
        let color = filter["color"].as_str().unwrap_or_default().to_owned();
        Ok(ApiResponse::Ok(Filter { color, size: filter["size"].as_i64() }))
    }

    async fn me(&self, request: MeRequest) -> Answer<Who> {
        Ok(ApiResponse::Ok(Who { name: request.credentials.session.expose_secret().to_owned() }))
    }

    async fn page(&self, request: PageRequest) -> Answer<Page> {
        Ok(ApiResponse::Ok(Page { limit: request.query.limit }))
    }

    async fn put_thing(&self, request: PutThingRequest) -> Answer<Thing> {
        Ok(ApiResponse::Ok(request.body))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(2).expect("--listen ADDRESS:PORT");
    axum::serve(tokio::net::TcpListener::bind(address).await?, api::router(Echo)).await
}
