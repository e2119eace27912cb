//! The address of the client.

use crate::EVENTS;
use axum::extract::ConnectInfo;
use guest_events::{
    Api, Context, Credentials, GetEventsOk, GetEventsRequest, GetEventsResponse, Rejection, service,
};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use stubsmith_recipes::Client;
use tokio::net::TcpListener;

/// A server that returns the address of its client.
struct Mirror;

impl Api for Mirror {
    type Principal = ();
    type Error = Rejection;

    async fn authenticate(&self, _: &Context, _: Credentials) -> Result<(), Rejection> {
        Ok(())
    }

    async fn get_events(
        &self,
        cx: Context,
        (): (),
        _: GetEventsRequest,
    ) -> Result<GetEventsResponse, Rejection> {
        let peer = cx.extension::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_string());
        Ok(GetEventsOk { start: peer, ..GetEventsOk::default() }.into())
    }
}

/// axum takes the address of each connection from the listener.
async fn run(listener: TcpListener, server: Arc<Mirror>) -> io::Result<()> {
    let service = service(server).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).await
}

#[tokio::test]
async fn a_handler_sees_the_address_of_its_client() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(listener.local_addr().unwrap());
    tokio::spawn(run(listener, Arc::new(Mirror)));
    let answer = client.send(&format!("GET {EVENTS}"), &[]).await.unwrap();
    assert!(answer.ends_with("\n\n{\"start\":\"127.0.0.1\"}"), "{answer}");
}
