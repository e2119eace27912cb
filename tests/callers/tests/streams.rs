//! A client without a server sends and reads streams of items.

use http::{Request, Response, header};
use std::convert::Infallible;
use stubsmith_callers::openapi32::streams as api;
use stubsmith_callers::openapi32::streams::client::{Body, Client};
use stubsmith_callers::openapi32::streams::types::{Level, Position};
use stubsmith_callers::openapi32::streams::{Event, ItemStream, Items};
use tower::service_fn;

/// A client of a server that returns the body that it receives.
fn echo() -> Client {
    Client::new(service_fn(|request: Request<Body>| async {
        let (parts, body) = request.into_parts();
        let mut response = Response::new(body);
        response.headers_mut().extend(
            parts.headers.get(header::CONTENT_TYPE).map(|value| (header::CONTENT_TYPE, value.clone())),
        );
        Ok::<_, Infallible>(response)
    }))
}

/// A client of a server that responds with this body.
fn responding(media_type: &'static str, body: &'static str) -> Client {
    Client::new(service_fn(move |_: Request<Body>| async move {
        Response::builder().header(header::CONTENT_TYPE, media_type).body(Body::from(body))
    }))
}

/// Reads all items of a response. Errors are texts.
async fn collect<T>(mut items: Items<T>) -> Vec<Result<T, String>> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await.map_err(|error| error.to_string()).transpose() {
        all.push(item);
    }
    all
}

#[tokio::test]
async fn json_values_are_sent_and_read() {
    let body = Some(api::PutPositionsBody::JsonSeq(ItemStream::iter([1_i64, -2, 3])));
    let response = echo().put_positions(api::PutPositionsRequest { body }).await.unwrap();
    assert_eq!(collect(response.success().unwrap()).await, [Ok(1), Ok(-2), Ok(3)]);
    let array = api::PatchPositionsRequest { body: Some(vec![1, 2]) };
    assert_eq!(echo().patch_positions(array).await.unwrap().success().unwrap(), [1, 2]);
}

#[tokio::test]
async fn events_are_sent_and_read() {
    let body = ItemStream::iter([Event::from(Level::Low).id("1"), Event::from(Level::High).event("e")]);
    let response = echo().put_news(api::PutNewsRequest { filter: None, body: Some(body) }).await.unwrap();
    let expected = [Ok(Event::from(Level::Low).id("1")), Ok(Event::from(Level::High).event("e"))];
    assert_eq!(collect(response.success().unwrap()).await, expected);
}

#[tokio::test]
async fn an_invalid_item_is_an_error() {
    let client =
        responding("application/jsonl", "{\"id\":1,\"x\":0.5}\n{\"id\":2,\"x\":\"a\"}\n{\"id\":3,\"x\":2}\n");
    let response = client.follow_positions(api::FollowPositionsRequest::default()).await.unwrap();
    let [first, second, third] = &collect(response.success().unwrap()).await[..] else {
        panic!("three items")
    };
    let x = |item: &Result<Position, String>| item.as_ref().map(|position| position.x).ok();
    assert_eq!((x(first), x(third)), (Some(0.5), Some(2.0)));
    let error = second.as_ref().unwrap_err();
    assert!(error.contains("`/1/x`: must be a number"), "{error}");
}
