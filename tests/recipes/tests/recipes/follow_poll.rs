//! A client that follows a long poll. Its module `poll` has no server.

use stubsmith_recipes::poll::client::{BoxError, Client};
use stubsmith_recipes::poll::{GetEventsRequest, GetEventsResponse, types::RoomEvent};

/// Passes all events to a function, one poll after another, until the function returns `false`.
async fn follow(
    client: &Client,
    mut from: Option<String>,
    mut take: impl FnMut(RoomEvent) -> bool,
) -> Result<(), BoxError> {
    loop {
        // The server responds after half a minute if nothing happens.
        let request = GetEventsRequest { from: from.clone(), timeout: Some(30_000), room_id: Vec::new() };
        let GetEventsResponse::Ok(body) = client.get_events(request).await? else {
            return Err("the server does not know the place in the stream".into());
        };
        for event in body.chunk.unwrap_or_default() {
            if !take(event) {
                return Ok(());
            }
        }
        // Without a token, the next poll begins at the same place.
        from = body.end.or(from);
    }
}

mod tests {
    use super::*;
    use guest_events::{self as served, Context, Rejection};
    use serde_json::json;
    use std::net::Ipv4Addr;
    use std::sync::Arc;
    use stubsmith_recipes::poll::Credentials;
    use stubsmith_recipes::poll::client::Body;
    use tokio::net::TcpListener;
    use tokio::sync::watch;

    /// A server with a number of events, which grows. The tokens are numbers.
    struct Server(watch::Sender<usize>);

    impl served::Api for Server {
        type Principal = ();
        type Error = Rejection;

        async fn authenticate(&self, _: &Context, _: served::Credentials) -> Result<(), Rejection> {
            Ok(())
        }

        async fn get_events(
            &self,
            _: Context,
            (): (),
            request: served::GetEventsRequest,
        ) -> Result<served::GetEventsResponse, Rejection> {
            let Ok(from) = request.from.as_deref().unwrap_or("0").parse() else {
                return Ok(served::GetEventsResponse::BadRequest);
            };
            let mut counts = self.0.subscribe();
            let count = counts.wait_for(|count| *count > from).await.map_or(from, |count| *count);
            let event = |number: usize| {
                let event = json!({
                    "event_id": format!("${number}"),
                    "room_id": "!room:example.org",
                    "sender": "@user:example.org",
                    "type": "m.room.message",
                    "content": {},
                });
                serde_json::from_value(event).unwrap()
            };
            Ok(served::GetEventsOk {
                end: Some(count.to_string()),
                chunk: Some((from..count).map(event).collect()),
                ..served::GetEventsOk::default()
            }
            .into())
        }
    }

    async fn gets_all_events(client: Client, server: Arc<Server>) {
        let token = Credentials::AccessToken { access_token: "secret".into() };
        let client = client.with_credentials(token);
        tokio::spawn(async move {
            for _ in 0..10 {
                server.0.send_modify(|count| *count += 1);
                tokio::task::yield_now().await;
            }
        });
        let mut seen = Vec::new();
        let take = |event: RoomEvent| {
            seen.push(event.event_id);
            seen.len() < 10
        };
        follow(&client, None, take).await.unwrap();
        assert_eq!(seen, (0..10).map(|number| format!("${number}")).collect::<Vec<_>>());
        let error = follow(&client, Some("nowhere".to_owned()), |_| true).await.unwrap_err();
        assert_eq!(error.to_string(), "the server does not know the place in the stream");
    }

    #[tokio::test]
    async fn in_process() {
        let server = Arc::new(Server(watch::Sender::default()));
        gets_all_events(Client::new(served::service(Arc::clone(&server))), server).await;
    }

    #[tokio::test]
    async fn over_loopback() {
        use hyper_util::client::legacy::Client as Pool;
        use hyper_util::rt::TokioExecutor;
        let server = Arc::new(Server(watch::Sender::default()));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("http://{address}/_matrix/client/api/v1").parse().unwrap();
        let router = served::service(Arc::clone(&server));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let pool = Pool::builder(TokioExecutor::new()).build_http::<Body>();
        gets_all_events(Client::new(pool).with_base_url(&url), server).await;
    }
}
