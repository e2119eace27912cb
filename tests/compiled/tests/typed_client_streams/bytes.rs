//! The bytes of requests, and responses that violate the spec.

use super::{collect, positions, sent};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Request, Response};
use http_body_util::BodyExt as _;
use std::convert::Infallible;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stubsmith_golden::typed_client_streams as api;
use stubsmith_golden::typed_client_streams::client::{Client, ClientError};
use stubsmith_golden::typed_client_streams::{Event, ItemStream, Items, Rejection, Upload, outgoing, types};
use tower::service_fn;

/// Returns a client of a service that returns this response, with the body in these chunks.
fn responding(media_type: &'static str, chunks: &[&'static str]) -> (Client, Arc<Mutex<Vec<String>>>) {
    let chunks: Vec<_> = chunks.iter().map(|chunk| Bytes::from(*chunk)).collect();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let all = seen.clone();
    let service = service_fn(move |request: Request<api::client::Body>| {
        let (all, chunks) = (all.clone(), chunks.clone());
        async move {
            let (parts, body) = request.into_parts();
            let body = match body.collect().await {
                Ok(body) => String::from_utf8_lossy(&body.to_bytes()).into_owned(),
                Err(error) => format!("error: {error}"),
            };
            let given = parts.headers.get("content-type").and_then(|value| value.to_str().ok());
            all.lock().unwrap().push(format!("{} {} {body}", parts.uri, given.unwrap_or("-")));
            let chunks = futures_util::stream::iter(chunks.into_iter().map(Ok::<_, Infallible>));
            let mut response = Response::new(Body::from_stream(chunks));
            response.headers_mut().insert("content-type", HeaderValue::from_static(media_type));
            Ok::<_, Infallible>(response)
        }
    });
    (Client::new(service), seen)
}

/// Reads the items of a response, or the texts of their errors.
async fn results<T: Debug>(mut items: Items<T>) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        match items.next().await {
            Ok(None) => return all,
            Ok(Some(item)) => all.push(format!("{item:?}")),
            Err(error) => all.push(error.to_string()),
        }
    }
}

#[tokio::test]
async fn an_item_that_is_invalid_is_told_from_a_stream_that_is() {
    let json = "application/jsonl";
    let ok = "{\"id\":1,\"x\":2}\n";
    let about = "the response to `followPositions` with the status 200 OK is invalid";
    let shown = "Position { id: Some(1), x: 2.0, train: None }".to_owned();
    let rows: [(&[&'static str], Vec<String>); 5] = [
        (&[ok, "\n", "{\"id\":1", ",\"x\":2}"], vec![shown.clone(), shown.clone()]),
        (
            &["{\"id\":1}\n", ok],
            vec![format!("{about}: the body at `/0`: property `x` is missing"), shown.clone()],
        ),
        (
            &["{\"id\":1,\"x\":\"a\"}\n"],
            vec![format!("{about}: the body at `/0/x`: must be a number, not the string \"a\"")],
        ),
        (
            &[ok, "{\n", ok],
            vec![
                shown.clone(),
                format!(
                    "{about}: the body is not JSON: at `/1`: EOF while parsing an object at line 1 column 1"
                ),
                shown.clone(),
            ],
        ),
        (
            &[ok, "1234567890123456789012345678901234567890", "x", "\n", ok],
            vec![shown.clone(), format!("{about}: item 1 is too large")],
        ),
    ];
    for (chunks, expected) in rows {
        let (client, _) = responding(json, chunks);
        let client = client.with_limit(40);
        let response = client.follow_positions(api::FollowPositionsRequest::default()).await.unwrap();
        assert_eq!(results(response.success().unwrap()).await, expected, "{chunks:?}");
    }
    let (client, _) = responding("text/html", &[ok]);
    let error = client.follow_positions(api::FollowPositionsRequest::default()).await.unwrap_err();
    assert_eq!(error.to_string(), format!("{about}: the media type `text/html` is not declared"));
    // The names of media types have no case.
    let (client, _) = responding("Application/JSON-Seq", &["\u{1e}1\n", "\u{1e}2\n"]);
    let response = client.put_positions(api::PutPositionsRequest { body: None }).await.unwrap();
    assert_eq!(results(response.success().unwrap()).await, ["1", "2"]);
    // An event that no empty line completes is not one.
    let (client, _) =
        responding("text/event-stream", &["\u{feff}: hi\r\ndata: low\r", "\n\r\ndata: x\n\ndata: high"]);
    let response = client.put_news(api::PutNewsRequest::default()).await.unwrap();
    let reason = "the body at `/1/data`: must be one of `low`, `high`";
    let about = about.replace("followPositions", "putNews");
    let low = "Event { data: Low, event: None, id: None, retry: None }".to_owned();
    assert_eq!(results(response.success().unwrap()).await, [low, format!("{about}: {reason}")]);
}

#[tokio::test]
async fn the_bytes_of_a_stream_follow_the_specifications() {
    let (client, seen) = responding("text/plain", &["1"]);
    let last = || seen.lock().unwrap().pop().unwrap();
    let body = ItemStream::iter(positions());
    client.send_positions(api::SendPositionsRequest { body }).await.unwrap().success().unwrap();
    let lines = "{\"x\":0.5,\"train\":\"a\\nb\"}\n{\"x\":-3.0}\n";
    assert_eq!(last(), format!("/positions application/x-ndjson {lines}"));
    let body = Some(api::PutPositionsBody::JsonSeq(ItemStream::iter([1_i64, 2])));
    client.put_positions(api::PutPositionsRequest { body }).await.unwrap_err();
    assert_eq!(last(), "/positions application/json-seq \u{1e}1\n\u{1e}2\n");
    client.patch_positions(api::PatchPositionsRequest { body: Some(vec![1, 2]) }).await.unwrap_err();
    assert_eq!(last(), "/positions application/jsonl 1\n2\n");
    let event = Event::from(types::Position { id: None, x: 1.0, train: None }).event("e").id("7");
    let body = ItemStream::iter([event.retry(Duration::from_secs(1))]);
    client.send_news(api::SendNewsRequest { body }).await.unwrap_err();
    assert_eq!(last(), "/news text/event-stream event: e\nid: 7\nretry: 1000\ndata: {\"x\":1.0}\n\n");
    let request = api::FollowPositionsRequest { line: Some("a&b=c +%/?ü".to_owned()) };
    client.follow_positions(request).await.unwrap_err();
    assert_eq!(last(), "/positions?a%26b%3Dc%20%2B%25%2F%3F%C3%BC - ");
    let filter = Some(api::PutNewsFilter { a: Some(vec![1]) });
    client.put_news(api::PutNewsRequest { filter, body: None }).await.unwrap_err();
    assert_eq!(last(), "/news?%7B%22a%22%3A%5B1%5D%7D - ");
    let filter = api::FindNewsFilter {
        kind: "a b".to_owned(),
        years: Some(vec![1, 2]),
        ports: Some(vec!["c".to_owned(), "d".to_owned()]),
        driver: None,
    };
    client.find_news(api::FindNewsRequest { filter }).await.unwrap_err();
    assert_eq!(last(), "/news?kind=a%20b&years=1&years=2&ports=c%7Cd - ");
    // An empty query is an absent one.
    let request = api::FollowPositionsRequest { line: Some(String::new()) };
    let error = client.follow_positions(request).await.unwrap_err();
    let reason = "the query `line` is empty, which is read as absent";
    assert_eq!(error.to_string(), format!("the request `followPositions` cannot be created: {reason}"));
    assert_eq!(seen.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn an_error_in_the_items_of_a_request_ends_it() {
    let (client, seen) = responding("text/plain", &["1"]);
    let broken = ItemStream::try_unfold(positions().into_iter(), |mut positions| async move {
        match positions.next() {
            Some(position) => Ok(Some((position, positions))),
            None => Err("the disk is full"),
        }
    });
    client.send_positions(api::SendPositionsRequest { body: broken }).await.unwrap().success().unwrap();
    let reason = "error: the body is incomplete: the disk is full";
    assert_eq!(seen.lock().unwrap().pop().unwrap(), format!("/positions application/x-ndjson {reason}"));
    let event = |data| Event::from(types::Position { id: None, x: data, train: None });
    let body = ItemStream::iter([event(1.0), event(2.0).id("a\nb")]);
    client.send_news(api::SendNewsRequest { body }).await.unwrap_err();
    let reason = "error: item 1 has a line break in `id`";
    assert_eq!(seen.lock().unwrap().pop().unwrap(), format!("/news text/event-stream {reason}"));
}

#[tokio::test]
async fn the_test_of_a_handler_creates_its_items() {
    let mut items = ItemStream::<i64>::try_unfold(1, |number| async move {
        if number < 3 { Ok(Some((number, number + 1))) } else { Err(Rejection::MissingBody) }
    });
    assert_eq!((items.next().await, items.next().await), (Ok(Some(1)), Ok(Some(2))));
    assert_eq!((items.next().await, items.next().await), (Err(Rejection::MissingBody), Ok(None)));
    let mut items = Items::<i64>::try_new(futures_util::stream::iter([Ok(1_i64), Err("broken")]));
    assert_eq!(items.next().await.unwrap(), Some(1));
    assert_eq!(items.next().await.unwrap_err().to_string(), "broken");
    assert_eq!(items.next().await.unwrap(), None);
}

/// Reads the response of an operation whose schema has constraints of all kinds.
async fn limits(body: &'static str) -> Result<types::Limits, String> {
    let (client, _) = responding("application/json", &[body]);
    let response = client.get_limits().await.map_err(|error| match error {
        ClientError::InvalidResponse { reason, .. } => reason,
        other => format!("{other:?}"),
    });
    Ok(response?.success().unwrap())
}

#[tokio::test]
async fn a_server_may_violate_constraints_but_not_types() {
    let accepted = [
        r#"{"name":"X"}"#,
        r#"{"name":"abc","unknown":1}"#,
        r#"{"name":"abc","counts":[0,0,0]}"#,
        r#"{"name":"abc","tree":[[],[]]}"#,
        r#"{"name":"abc","both":{"a":1}}"#,
        r#"{"name":"abc","a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9}"#,
    ];
    for body in accepted {
        let error = serde_json::from_str::<types::Limits>(body).map(drop);
        assert!(error.is_err(), "the server accepts {body}");
        assert_eq!(limits(body).await.map(drop), Ok(()), "{body}");
    }
    let either = |text: &'static str| async move { limits(text).await.unwrap().either.unwrap() };
    let counted = either(r#"{"name":"abc","either":{"a":10}}"#).await;
    assert_eq!(counted, types::inline::LimitsEither::Counted(types::Counted { a: 10 }));
    let named = either(r#"{"name":"abc","either":{"a":"abc"}}"#).await;
    assert_eq!(named, types::inline::LimitsEither::Named(types::Named::new("abc")));
    let rejected = [
        ("{}", "the body: property `name` is missing"),
        (r#"{"name":1}"#, "the body at `/name`: must be a string, not the integer `1`"),
        (r#"{"name":"abc","level":"middle"}"#, "the body at `/level`: must be one of `low`, `high`"),
        (
            r#"{"name":"abc","counts":["a"]}"#,
            "the body at `/counts/0`: must be an integer, not the string \"a\"",
        ),
        (r#"{"name":"abc","tree":[1]}"#, "the body at `/tree/0`: must be an array, not the integer `1`"),
        (r#"{"name":"abc","either":{"b":1}}"#, "the body at `/either`: must have `a`"),
    ];
    for (body, reason) in rejected {
        assert_eq!(limits(body).await.map(drop), Err(reason.to_owned()), "{body}");
    }
    // The items of a stream, and a header.
    let (client, _) = responding("application/jsonl", &["{\"id\":1,\"x\":101}\n"]);
    let response = client.follow_positions(api::FollowPositionsRequest::default()).await.unwrap();
    assert_eq!(collect(response.success().unwrap()).await.len(), 1);
    let service = service_fn(|_| async {
        let response = Response::builder().header("x-limits", r#"{"name":"X"}"#);
        Ok::<_, Infallible>(response.body(Body::from(r#"{"name":"abc"}"#)).unwrap())
    });
    let response = Client::new(service).get_limits().await.unwrap();
    let api::GetLimitsResponse::Ok { headers, .. } = response;
    assert_eq!(headers.x_limits.unwrap().name, "X");
}

#[tokio::test]
async fn a_webhook_can_have_files_and_streams() {
    let target = "https://a.example/hook?key=1".parse().unwrap();
    let photo = Upload::new("p").with_fields(outgoing::TrainAddedFields { note: Some("n".to_owned()) });
    let filter = Some(outgoing::TrainAddedFilter { a: Some(1) });
    let request = outgoing::TrainAddedRequest { filter, name: "a".to_owned(), photo };
    let (parts, body) = request.into_request(&target).unwrap().into_parts();
    assert_eq!(parts.uri, "https://a.example/hook?key=1&%7B%22a%22%3A1%7D");
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    assert!(body.contains("name=\"note\"\r\n\r\nn\r\n") && body.contains("\r\n\r\np\r\n--"), "{body}");

    let request = outgoing::PositionsRequest { body: ItemStream::iter(sent()) };
    let body = request.into_request(&target).unwrap().into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, "{\"x\":0.5,\"train\":\"a\\nb\"}\n{\"x\":-3.0}\n");
    // Items are checked as a body is.
    let large = types::Position { id: None, x: 101.0, train: None };
    let request = outgoing::PositionsRequest { body: ItemStream::iter([large]) };
    let error = request.into_request(&target).unwrap().into_body().collect().await.unwrap_err();
    assert_eq!(error.to_string(), "item 0 at `/x`: must be at most 100");

    let read = |media_type: &'static str, body: &'static str| {
        let (mut parts, ()) = Response::new(()).into_parts();
        parts.headers.insert("content-type", HeaderValue::from_static(media_type));
        outgoing::PositionsResponse::read(&parts, body.into()).unwrap()
    };
    let lines = "{\"id\":1,\"x\":2}\n{\"id\":1,\"x\":101}";
    let outgoing::PositionsResponse::Ok(outgoing::PositionsOk::Jsonl(items)) =
        read("application/jsonl", lines)
    else {
        panic!("another body");
    };
    let about = "the response to `positions` with the status 200 OK is invalid";
    let shown = "Position { id: Some(1), x: 2.0, train: None }".to_owned();
    assert_eq!(results(items).await, [shown, format!("{about}: the body at `/1/x`: must be at most 100")]);
    let outgoing::PositionsResponse::Ok(outgoing::PositionsOk::EventStream(events)) =
        read("text/event-stream", "data: abc\n\ndata: abcd\n\n")
    else {
        panic!("another body");
    };
    let shown = "Event { data: \"abc\", event: None, id: None, retry: None }".to_owned();
    assert_eq!(
        results(events).await,
        [shown, format!("{about}: item 1 at `/data` must have at most 3 characters")]
    );
}
