//! The first server of the guide's chapter on handlers, compiled and run.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use guest_events::types::RoomEvent;
use guest_events::{Api, Context, Credentials, GetEventsOk, GetEventsRequest, GetEventsResponse};
use guest_events::{Rejection, service};
use serde_json::Map;
use std::sync::Arc;
use stubsmith_recipes::Client;
use tokio::net::TcpListener;
use tokio::time::{Duration, sleep};

#[derive(Clone)]
struct User {
    room_id: &'static str,
}

struct Users(Vec<(&'static str, User)>);

impl Users {
    fn find(&self, token: &str) -> Option<User> {
        self.0.iter().find(|(other, _)| *other == token).map(|(_, user)| user.clone())
    }
}

enum MyError {
    UnknownToken,
    Refused(Rejection),
}

impl From<Rejection> for MyError {
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            eprintln!("{reason}");
        }
        Self::Refused(rejection)
    }
}

impl IntoResponse for MyError {
    fn into_response(self) -> Response {
        match self {
            Self::UnknownToken => (StatusCode::UNAUTHORIZED, "unknown token").into_response(),
            Self::Refused(rejection) => rejection.into_response(),
        }
    }
}

struct Server {
    users: Users,
}

impl Server {
    /// The only event, of the user's room. It takes a while.
    async fn wait_for_events(
        &self,
        user: &User,
        rooms: Vec<String>,
        timeout: Option<i64>,
    ) -> Result<Vec<RoomEvent>, MyError> {
        if timeout == Some(0) {
            return Ok(Vec::new());
        }
        sleep(Duration::from_millis(1)).await;
        let is_asked = rooms.iter().any(|room| room == user.room_id);
        if is_asked { Ok(vec![event(user.room_id)]) } else { Err(Rejection::NotFound.into()) }
    }
}

fn event(room_id: &str) -> RoomEvent {
    RoomEvent {
        content: None,
        type_: None,
        event_id: "$1".to_owned(),
        room_id: room_id.to_owned(),
        sender: "@minka:localhost".to_owned(),
        unsigned: None,
        additional: Map::new(),
    }
}

impl Api for Server {
    type Principal = User;
    type Error = MyError;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<User, MyError> {
        let Credentials::AccessToken { access_token } = credentials;
        self.users.find(access_token.expose()).ok_or(MyError::UnknownToken)
    }

    async fn get_events(
        &self,
        _: Context,
        user: User,
        request: GetEventsRequest,
    ) -> Result<GetEventsResponse, MyError> {
        let chunk = self.wait_for_events(&user, request.room_id, request.timeout).await?;
        Ok(GetEventsOk { chunk: Some(chunk), ..Default::default() }.into())
    }
}

/// Serves the API.
async fn run(listener: TcpListener, server: Server) -> std::io::Result<()> {
    axum::serve(listener, service(Arc::new(server))).await
}

#[tokio::test]
async fn the_server_responds() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = Client::new(listener.local_addr().unwrap());
    let users = Users(vec![("secret", User { room_id: "!a:localhost" })]);
    tokio::spawn(run(listener, Server { users }));

    let answers = [
        (
            "access_token=secret&room_id=!a:localhost",
            "200 OK",
            r#"{"chunk":[{"event_id":"$1","room_id":"!a:localhost","sender":"@minka:localhost"}]}"#,
        ),
        ("access_token=secret&timeout=0", "200 OK", r#"{"chunk":[]}"#),
        ("access_token=secret&room_id=!b:localhost", "404 Not Found", "there is nothing at this path"),
        (
            "access_token=secret&timeout=soon",
            "400 Bad Request",
            "parameter `timeout` must be a 64-bit integer",
        ),
        ("access_token=other", "401 Unauthorized", "unknown token"),
        ("", "401 Unauthorized", "credentials are missing"),
    ];
    for (query, status, body) in answers {
        let start = format!("GET /_matrix/client/api/v1/events?{query}");
        let answer = client.send(&start, &[]).await.unwrap();
        let expected = answer.starts_with(&format!("HTTP/1.1 {status}\n"));
        assert!(expected && answer.ends_with(&format!("\n\n{body}")), "{query}: {answer}");
    }
}
