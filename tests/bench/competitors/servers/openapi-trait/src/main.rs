//! Returns what it receives, with the code that openapi-trait's macro generates for `tests/probes`.

use api::api::{
    ApiApi, Filter, MeRequest, MeResponse, NotImplemented, Page, PageRequest, PageResponse, Problem,
    PutOwnerRequest, PutOwnerResponse, PutPetRequest, PutPetResponse, PutThingRequest, PutThingResponse,
    SearchRequest, SearchResponse, Session, Who,
};
use axum::extract::State;
use axum::http::HeaderMap;

struct Echo;

type Response<T> = Result<T, NotImplemented>;

impl ApiApi for Echo {
    type Error = NotImplemented;

    async fn put_pet(&self, request: PutPetRequest, _: State<()>, _: HeaderMap) -> Response<PutPetResponse> {
        Ok(PutPetResponse::Status200(request.body))
    }

    async fn put_owner(
        &self,
        request: PutOwnerRequest,
        _: State<()>,
        _: HeaderMap,
    ) -> Response<PutOwnerResponse> {
        Ok(PutOwnerResponse::Status200(request.body))
    }

    /// The generated type of the filter is any JSON value.
    async fn search(&self, request: SearchRequest, _: State<()>, _: HeaderMap) -> Response<SearchResponse> {
        Ok(match serde_json::from_value::<Filter>(request.filter) {
            Ok(filter) => SearchResponse::Status200(filter),
            Err(error) => SearchResponse::Status400(Problem { code: error.to_string() }),
        })
    }

    async fn me(&self, _: MeRequest, session: Session, _: State<()>, _: HeaderMap) -> Response<MeResponse> {
        Ok(MeResponse::Status200(Who { name: session.0 }))
    }

    async fn page(&self, request: PageRequest, _: State<()>, _: HeaderMap) -> Response<PageResponse> {
        Ok(PageResponse::Status200(Page { limit: request.limit }))
    }

    async fn put_thing(
        &self,
        request: PutThingRequest,
        _: State<()>,
        _: HeaderMap,
    ) -> Response<PutThingResponse> {
        Ok(PutThingResponse::Status200(request.body))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(2).expect("--listen ADDRESS:PORT");
    axum::serve(tokio::net::TcpListener::bind(address).await?, Echo.router()).await
}
