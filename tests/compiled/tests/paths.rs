//! Path templates on the wire: which operation a path belongs to, and the values of its variables.

use crate::client::{Seen, request, send};
use axum::Router;
use axum::body::Body;
use axum::middleware::map_response;
use axum::response::Response;
use std::sync::Arc;
use stubsmith_golden::paths::*;
use tower::ServiceExt as _;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn get_room_as_json(
        &self,
        _: Context,
        request: GetRoomAsJsonRequest,
    ) -> Result<GetRoomAsJsonResponse, Seen> {
        Seen::request(&request)
    }
    async fn get_room(&self, _: Context, request: GetRoomRequest) -> Result<GetRoomResponse, Seen> {
        Seen::request(&request)
    }
    async fn drop_room(&self, _: Context, request: DropRoomRequest) -> Result<DropRoomResponse, Seen> {
        Seen::request(&request)
    }
    async fn close_room(&self, _: Context, request: CloseRoomRequest) -> Result<CloseRoomResponse, Seen> {
        Seen::request(&request)
    }
    async fn open_room(&self, _: Context, request: OpenRoomRequest) -> Result<OpenRoomResponse, Seen> {
        Seen::request(&request)
    }
    async fn reopen_room(&self, _: Context, request: ReopenRoomRequest) -> Result<ReopenRoomResponse, Seen> {
        Seen::request(&request)
    }
    async fn list_rooms(&self, _: Context) -> Result<ListRoomsResponse, Seen> {
        Seen::request(&"listRooms")
    }
    async fn get_folder(&self, _: Context, request: GetFolderRequest) -> Result<GetFolderResponse, Seen> {
        Seen::request(&request)
    }
    async fn get_days(&self, _: Context, request: GetDaysRequest) -> Result<GetDaysResponse, Seen> {
        Seen::request(&request)
    }
    async fn get_place(&self, _: Context, request: GetPlaceRequest) -> Result<GetPlaceResponse, Seen> {
        Seen::request(&request)
    }
    async fn count_rooms(&self, _: Context) -> Result<CountRoomsResponse, Seen> {
        Seen::request(&"countRooms")
    }
    async fn get_static(&self, _: Context) -> Result<GetStaticResponse, Seen> {
        Seen::request(&"getStatic")
    }
}

const CASES: &[(&str, &str, &str)] = &[
    ("GET", "/rooms/7.json", "200 GetRoomAsJsonRequest { id: 7 }"),
    ("GET", "/rooms/x.json", "400 parameter `id` must be a 64-bit integer"),
    ("GET", "/rooms/.json", r#"200 GetRoomRequest { name: ".json" }"#),
    ("GET", "/rooms/a%2Fb%20c+d", r#"200 GetRoomRequest { name: "a/b c+d" }"#),
    ("GET", "/rooms/7%2Ejson", r#"200 GetRoomRequest { name: "7.json" }"#),
    ("GET", "/rooms/%FF", "400 parameter `name` is not percent-encoded UTF-8"),
    ("GET", "/rooms/all", r#"200 "listRooms""#),
    ("GET", "/rooms/all.json", "400 parameter `id` must be a 64-bit integer"),
    ("DELETE", "/rooms/a", r#"200 DropRoomRequest { name: "a" }"#),
    ("POST", "/rooms/a%3Ab:close", r#"200 CloseRoomRequest { name: "a:b" }"#),
    ("POST", "/rooms/a:b:open", r#"200 OpenRoomRequest { name: "a:b" }"#),
    ("PUT", "/rooms/%C3%A4:open?x=1", "200 ReopenRoomRequest { name: \"\u{e4}\" }"),
    // The template with more text wins, whatever the method.
    ("GET", "/rooms/a:open", "405 [PUT, POST] this path does not allow this method"),
    ("DELETE", "/rooms/7.json", "405 [GET, HEAD] this path does not allow this method"),
    ("HEAD", "/rooms/a", "200 "),
    ("HEAD", "/rooms/7.json", "200 "),
    ("HEAD", "/rooms/x.json", "400 "),
    ("HEAD", "/rooms/all", "200 "),
    ("HEAD", "/rooms/a:open", "405 [PUT, POST] "),
    ("POST", "/rooms/a:shut", "405 [GET, DELETE, HEAD] this path does not allow this method"),
    ("POST", "/rooms/all", "405 [GET, HEAD] this path does not allow this method"),
    ("GET", "/rooms/:open", r#"200 GetRoomRequest { name: ":open" }"#),
    // A variable has at least one character, and a slash at the end is a segment.
    ("GET", "/rooms/a/", r#"200 GetFolderRequest { name: "a" }"#),
    ("GET", "/rooms/", "404 there is nothing at this path"),
    ("GET", "/rooms//", "404 there is nothing at this path"),
    ("GET", "/days/1,2-3-4/v5", r#"200 GetDaysRequest { from: [1, 2], to: "3-4", version: 5 }"#),
    ("GET", "/days/1-2-34/v5", "400 parameter `to` must have at most 3 characters"),
    ("GET", "/days/1,x-2/v5", "400 parameter `from` at `/1` must be a 64-bit integer"),
    ("GET", "/days/1-/v5", "404 there is nothing at this path"),
    ("GET", "/days/1-2/5", "404 there is nothing at this path"),
    ("GET", "/days/1-2", r#"200 GetPlaceRequest { area: "days", place: "1-2" }"#),
    ("GET", "/rooms:count", r#"200 "countRooms""#),
    ("GET", "/:static/*/%C3%A9%20%C3%BC%20", r#"200 "getStatic""#),
    ("GET", "/:static/x/%C3%A9%20%C3%BC%20", "404 there is nothing at this path"),
];

async fn check(router: &Router, prefix: &str) {
    for (method, path, answer) in CASES {
        assert_eq!(
            send(router, request(method, &format!("{prefix}{path}"))).await,
            *answer,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_path_belongs_to_the_template_with_the_most_text() {
    check(&service(Arc::new(Mirror)), "").await;
}

#[tokio::test]
async fn a_nested_router_does_the_same() {
    let nested = Router::new().without_v07_checks().nest("/nested", router(Arc::new(Mirror)));
    check(&fallbacks::<Mirror>(nested), "/nested").await;
}

#[tokio::test]
async fn layers_are_around_the_found_operation() {
    let routes = routes(Arc::new(Mirror)).map(|operation, route| match operation.id {
        "openRoom" => {
            route.layer(axum::middleware::map_response(|_: axum::response::Response| async { "layered" }))
        }
        _ => route,
    });
    let router = fallbacks::<Mirror>(routes.into_router());
    assert_eq!(send(&router, request("POST", "/rooms/a:open")).await, "200 layered");
    assert_eq!(
        send(&router, request("POST", "/rooms/a:close")).await,
        r#"200 CloseRoomRequest { name: "a" }"#
    );
}

/// RFC 9110, section 9.3.2: the headers of HEAD are those of GET. If the length is not known, it is omitted.
#[tokio::test]
async fn head_has_the_length_of_the_body_of_get_if_it_is_known() {
    let lengths = async |router: &Router, path: &str| {
        let length = async |method| {
            let response = router.clone().oneshot(request(method, path)).await.unwrap();
            response.headers().get("content-length").map(|length| length.to_str().unwrap().to_owned())
        };
        (length("HEAD").await, length("GET").await)
    };
    let router = service(Arc::new(Mirror));
    let known = format!("{}", r#"GetRoomRequest { name: "a" }"#.len());
    assert_eq!(lengths(&router, "/rooms/a").await, (Some(known.clone()), Some(known)));
    let streamed = async |response: Response| response.map(|body| Body::from_stream(body.into_data_stream()));
    let routes = routes(Arc::new(Mirror)).map(|_, route| route.layer(map_response(streamed)));
    let router = fallbacks::<Mirror>(routes.into_router());
    for path in ["/rooms/a", "/rooms/7.json", "/rooms/all", "/days/1-2/v3", "/a/b"] {
        assert_eq!(lengths(&router, path).await, (None, None), "{path}");
    }
}
