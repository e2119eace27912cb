//! Paths with a query or a fragment, on the wire: requests with the parameters select the operation.

use crate::client::{Seen, request, send, with_headers};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::openapi3_selected_paths::*;

/// Returns the operation and the request that it has.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

fn seen<T>(cx: &Context, request: &impl std::fmt::Debug) -> Result<T, Seen> {
    Seen::request(&(cx.operation().id, request))
}

impl Api for Mirror {
    type Error = Seen;

    async fn create_room(&self, cx: Context, _: CreateRoomRequest) -> Result<CreateRoomResponse, Seen> {
        Ok(CreateRoomResponse::Ok(cx.operation().id.to_owned()))
    }
    async fn delete_room(&self, cx: Context, _: DeleteRoomRequest) -> Result<DeleteRoomResponse, Seen> {
        Ok(DeleteRoomResponse::Ok(cx.operation().id.to_owned()))
    }
    async fn delete_tags(&self, cx: Context, request: DeleteTagsRequest) -> Result<DeleteTagsResponse, Seen> {
        seen(&cx, &request.keys)
    }
    async fn get_tags(&self, cx: Context, request: GetTagsRequest) -> Result<GetTagsResponse, Seen> {
        seen(&cx, &request.id)
    }
    async fn get_request(&self, cx: Context, request: GetRequestRequest) -> Result<GetRequestResponse, Seen> {
        Ok(GetRequestResponse::Ok(format!("{} {:?}", cx.operation().id, request.view)))
    }
    async fn get_diff(&self, cx: Context, request: GetDiffRequest) -> Result<GetDiffResponse, Seen> {
        Ok(GetDiffResponse::Ok(format!("{} {} {:?}", cx.operation().id, request.id, request.lines)))
    }
    async fn get_whole_diff(
        &self,
        cx: Context,
        request: GetWholeDiffRequest,
    ) -> Result<GetWholeDiffResponse, Seen> {
        Ok(GetWholeDiffResponse::Ok(format!("{} {}", cx.operation().id, request.id)))
    }
    async fn get_log(&self, cx: Context, request: GetLogRequest) -> Result<GetLogResponse, Seen> {
        Ok(GetLogResponse::Ok(format!("{} {}", cx.operation().id, request.id)))
    }
    async fn check_worker(&self, _: Context) -> Result<CheckWorkerResponse, Seen> {
        Ok(CheckWorkerResponse::NoContent)
    }
}

fn router() -> Router {
    service(Arc::new(Mirror))
}

async fn answer(method: &str, uri: &str) -> String {
    send(&router(), request(method, uri)).await
}

#[tokio::test]
async fn a_header_of_the_fragment_selects_the_operation() {
    let target = |target| with_headers("POST", "/", &[("x-amz-target", target)]);
    assert_eq!(send(&router(), target("Rooms.Create")).await, "200 \"createRoom\"");
    assert_eq!(send(&router(), target("Rooms.Delete")).await, "200 \"deleteRoom\"");
    for other in ["Rooms.List", "rooms.create", ""] {
        assert!(send(&router(), target(other)).await.starts_with("404 "), "{other}");
    }
    assert!(answer("POST", "/").await.starts_with("404 "));
    assert!(answer("GET", "/").await.starts_with("405 [POST] "));
}

#[tokio::test]
async fn the_fragment_of_the_only_operation_selects_nothing() {
    assert_eq!(answer("DELETE", "/tags/a?keys=b&keys=c").await, r#"200 ("deleteTags", ["b", "c"])"#);
    assert!(answer("DELETE", "/tags/a").await.starts_with("400 "));
    assert_eq!(answer("GET", "/tags/a").await, r#"200 ("getTags", "a")"#);
    assert!(answer("POST", "/tags/a").await.starts_with("405 [GET, DELETE, HEAD] "));
}

#[tokio::test]
async fn the_operation_with_the_most_parameters_is_selected() {
    for (uri, expected) in [
        ("/requests/5", "\"getRequest None\""),
        ("/requests/5?view=raw", "\"getRequest Some(\\\"raw\\\")\""),
        ("/requests/5?view=diff", "\"getDiff 5 None\""),
        ("/requests/5?lines=3&view=%64iff", "\"getDiff 5 Some(3)\""),
        ("/requests/5?view=log", "\"getLog 5\""),
        ("/requests/5?to=all&view=diff", "\"getWholeDiff 5\""),
        ("/requests/5?to=none&view=diff", "\"getDiff 5 None\""),
    ] {
        assert_eq!(answer("GET", uri).await, format!("200 {expected}"), "{uri}");
    }
    assert_eq!(answer("HEAD", "/requests/5?view=diff").await, "200 ");
    assert!(answer("GET", "/requests/five?view=diff").await.starts_with("400 "));
    // A header is not a query.
    let view = with_headers("GET", "/requests/5", &[("view", "diff")]);
    assert_eq!(send(&router(), view).await, "200 \"getRequest None\"");
}

#[tokio::test]
async fn the_query_of_the_only_operation_is_required() {
    assert_eq!(answer("POST", "/worker?cmd=check%20all").await, "204 ");
    assert_eq!(answer("POST", "/worker?cmd=check+all").await, "204 ");
    for uri in ["/worker", "/worker?cmd=check", "/worker?cmd=%zz"] {
        assert!(answer("POST", uri).await.starts_with("404 "), "{uri}");
    }
    assert!(answer("GET", "/worker?cmd=check%20all").await.starts_with("405 [POST] "));
}

#[tokio::test]
async fn the_client_sends_what_selects_the_operation() {
    let client = client::Client::new(router());
    let request = CreateRoomRequest { x_amz_target: CreateRoomXAmzTarget::RoomsCreate };
    assert_eq!(client.create_room(request).await.unwrap().success().unwrap(), "createRoom");
    let diff = client.get_diff(GetDiffRequest { id: 5, lines: Some(3) }).await.unwrap();
    assert_eq!(diff.success().unwrap(), "getDiff 5 Some(3)");
    let request = GetWholeDiffRequest { id: 5, view: GetWholeDiffView::Diff };
    let whole = client.get_whole_diff(request).await.unwrap();
    assert_eq!(whole.success().unwrap(), "getWholeDiff 5");
    let log = client.get_log(GetLogRequest { id: 5, view: GetLogView::Log }).await.unwrap();
    assert_eq!(log.success().unwrap(), "getLog 5");
    assert!(client.check_worker().await.is_ok());
}
