//! Operations in several groups: one type that implements every trait, and several types whose routers are merged.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use std::sync::Arc;
use stubsmith_golden::tags::{
    Api, Context, Credentials, OPERATIONS, Rejection, fallbacks, rooms, server_, service, spec, types,
};
use tower::ServiceExt as _;

/// A server for some of the groups: its name is in its responses.
struct Server(&'static str);

impl Api for Server {
    type Principal = String;
    type Error = Rejection;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Rejection> {
        let Credentials::Token { token } = credentials;
        Ok(format!("{} knows {}", self.0, token.expose()))
    }
}

impl rooms::RoomsApi for Server {
    async fn get_room(
        &self,
        _: Context,
        caller: String,
        request: rooms::GetRoomRequest,
    ) -> Result<rooms::GetRoomResponse, Rejection> {
        Ok(types::Room { name: request.room_id, topic: Some(caller) }.into())
    }

    async fn put_room(
        &self,
        _: Context,
        _: String,
        request: rooms::PutRoomRequest,
    ) -> Result<rooms::PutRoomResponse, Rejection> {
        Ok(types::Room { name: request.body.name, topic: None }.into())
    }

    async fn delete_room(
        &self,
        _: Context,
        _: String,
        _: rooms::DeleteRoomRequest,
    ) -> Result<rooms::DeleteRoomResponse, Rejection> {
        Ok(rooms::DeleteRoomResponse::NoContent)
    }
}

impl server_::ServerApi for Server {
    async fn head_rooms_room_id(
        &self,
        _: Context,
        _: server_::HeadRoomsRoomIdRequest,
    ) -> Result<server_::HeadRoomsRoomIdResponse, Rejection> {
        Ok(server_::HeadRoomsRoomIdResponse::Ok)
    }

    async fn get_status(&self, _: Context) -> Result<server_::GetStatusResponse, Rejection> {
        Ok(server_::GetStatusOk { since: Some(1) }.into())
    }
}

impl spec::SpecApi for Server {
    async fn get_version(&self, _: Context) -> Result<spec::GetVersionResponse, Rejection> {
        Ok(self.0.to_owned().into())
    }
}

/// Status, `Allow` and body, in a line.
async fn call(router: &Router, method: &str, path: &str) -> String {
    let request =
        Request::builder().method(method).uri(path).header("x-token", "t").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let allow = response.headers().get("allow").map(|allow| format!(" [{}]", allow.to_str().unwrap()));
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    format!("{}{} {}", status.as_u16(), allow.unwrap_or_default(), String::from_utf8_lossy(&body))
}

async fn check(router: &Router, cases: &[(&str, &str, &str)]) {
    for (method, path, expected) in cases {
        assert_eq!(call(router, method, path).await, *expected, "{method} {path}");
    }
}

#[tokio::test]
async fn one_type_implements_every_trait() {
    let router = service(Arc::new(Server("one")));
    let cases = [
        ("GET", "/v1/rooms/a", r#"200 {"name":"a","topic":"one knows t"}"#),
        ("HEAD", "/v1/rooms/a", "200 "),
        ("DELETE", "/v1/rooms/a", "204 "),
        ("POST", "/v1/rooms/a", "405 [GET, PUT, DELETE, HEAD] this path does not allow this method"),
        ("GET", "/v1/status", r#"200 {"since":1}"#),
        ("HEAD", "/v1/status", "200 "),
        ("POST", "/v1/status", "405 [GET, HEAD] this path does not allow this method"),
        ("GET", "/v1/version", r#"200 "one""#),
        ("GET", "/v1/nothing", "404 there is nothing at this path"),
    ];
    check(&router, &cases).await;
}

#[tokio::test]
async fn several_types_implement_a_trait_each() {
    let rooms = rooms::router(Arc::new(Server("rooms")));
    let status = server_::router(Arc::new(Server("status")));
    let router = rooms.merge(status).merge(spec::router(Arc::new(Server("version"))));
    let cases = [
        ("GET", "/v1/rooms/a", r#"200 {"name":"a","topic":"rooms knows t"}"#),
        ("HEAD", "/v1/rooms/a", "200 "),
        ("POST", "/v1/rooms/a", "405 [GET, PUT, DELETE, HEAD] this path does not allow this method"),
        ("GET", "/v1/status", r#"200 {"since":1}"#),
        ("GET", "/v1/version", r#"200 "version""#),
        ("GET", "/v1/nothing", "404 there is nothing at this path"),
    ];
    check(&fallbacks::<Server>(router), &cases).await;
}

#[tokio::test]
async fn a_group_has_its_operations_as_data() {
    let ids: Vec<_> = rooms::OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(ids, ["getRoom", "putRoom", "deleteRoom"]);
    assert_eq!(OPERATIONS.len(), 6);
    let mut layered = rooms::routes(Arc::new(Server("rooms"))).and(spec::routes(Arc::new(Server("spec"))));
    let route = layered.get_mut(&rooms::operations::GET_ROOM).unwrap();
    *route = std::mem::take(route).layer(tower::util::MapResponseLayer::new(
        |mut response: axum::response::Response| {
            *response.status_mut() = StatusCode::IM_A_TEAPOT;
            response
        },
    ));
    let router = layered.into_router();
    assert!(call(&router, "GET", "/v1/rooms/a").await.starts_with("418"));
    assert!(call(&router, "GET", "/v1/version").await.starts_with("200"));
}
