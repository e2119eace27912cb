//! Streams and whole queries of the client: they arrive equal at the handlers that are generated from the same spec, and
//! so do the responses.

mod bytes;

use axum::http::{HeaderName, HeaderValue};
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stubsmith_golden::typed_client_streams as api;
use stubsmith_golden::typed_client_streams::client::Client;
use stubsmith_golden::typed_client_streams::{Event, Events, ItemStream, Items, Rejection, Upload, types};

/// Remembers what each handler has received.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<Vec<String>>>);

impl Server {
    fn remember(&self, seen: impl Debug) {
        self.0.lock().unwrap().push(format!("{seen:?}"));
    }

    fn last(&self) -> String {
        self.0.lock().unwrap().pop().unwrap_or_default()
    }

    fn client(&self) -> Client {
        Client::new(api::service(Arc::new(self.clone())))
    }
}

/// Reads all items of a request.
async fn all<T>(mut items: ItemStream<T>) -> Result<Vec<T>, Rejection> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await? {
        all.push(item);
    }
    Ok(all)
}

/// Reads all items of a response.
async fn collect<T>(mut items: Items<T>) -> Vec<T> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await.unwrap() {
        all.push(item);
    }
    all
}

fn positions() -> Vec<types::Position> {
    let position =
        |id, x, train: Option<&str>| types::Position { id: Some(id), x, train: train.map(str::to_owned) };
    vec![position(1, 0.5, Some("a\nb")), position(2, -3.0, None)]
}

/// Positions as a request has them: without their read-only property.
fn sent() -> Vec<types::Position> {
    positions().into_iter().map(|position| types::Position { id: None, ..position }).collect()
}

impl api::Api for Server {
    type Error = Rejection;

    async fn add_train(
        &self,
        _: api::Context,
        request: api::AddTrainRequest,
    ) -> Result<api::AddTrainResponse, Rejection> {
        let (mut files, mut form) = (Vec::new(), api::Files::File(request.files));
        let fields = loop {
            match form {
                api::Files::End(fields) => break fields,
                api::Files::File(mut file) => {
                    let bytes = file.bytes().await?;
                    let pages = file.headers().get("x-pages").cloned();
                    files.push(format!("{} {:?} {bytes:?} {pages:?}", file.name(), file.media_type()));
                    form = file.next().await?;
                }
            }
        };
        self.remember((request.name, files, fields));
        Ok(api::AddTrainResponse::NoContent)
    }

    async fn put_trains(
        &self,
        _: api::Context,
        request: api::PutTrainsRequest,
    ) -> Result<api::PutTrainsResponse, Rejection> {
        self.remember(request.plan.late_fields().await?);
        Ok(api::PutTrainsResponse::NoContent)
    }

    async fn follow_positions(
        &self,
        _: api::Context,
        request: api::FollowPositionsRequest,
    ) -> Result<api::FollowPositionsResponse, Rejection> {
        self.remember(&request);
        Ok(match request.line.as_deref() {
            Some("none") => api::FollowPositionsResponse::NotFound("none".to_owned()),
            _ => Items::iter(positions()).into(),
        })
    }

    async fn send_positions(
        &self,
        _: api::Context,
        request: api::SendPositionsRequest,
    ) -> Result<api::SendPositionsResponse, Rejection> {
        let items = all(request.body).await?;
        let count = items.len();
        self.remember(items);
        Ok(i64::try_from(count).unwrap().into())
    }

    async fn put_positions(
        &self,
        _: api::Context,
        request: api::PutPositionsRequest,
    ) -> Result<api::PutPositionsResponse, Rejection> {
        let items = match request.body {
            None => Vec::new(),
            Some(api::PutPositionsBody::Json(one)) => vec![one],
            Some(api::PutPositionsBody::JsonSeq(items)) => all(items).await?,
        };
        Ok(Items::iter(items).into())
    }

    async fn patch_positions(
        &self,
        _: api::Context,
        request: api::PatchPositionsRequest,
    ) -> Result<api::PatchPositionsResponse, Rejection> {
        self.remember(&request);
        Ok(request.body.unwrap_or_default().into())
    }

    async fn find_news(
        &self,
        _: api::Context,
        request: api::FindNewsRequest,
    ) -> Result<api::FindNewsResponse, Rejection> {
        self.remember(&request);
        if request.filter.kind == "json" {
            return Ok(api::FindNewsOk::Json(vec!["a".to_owned()]).into());
        }
        let events = positions().into_iter().map(|position| Event::from(position).id("7").event("move"));
        Ok(api::FindNewsOk::EventStream(Events::iter(events)).into())
    }

    async fn send_news(
        &self,
        _: api::Context,
        request: api::SendNewsRequest,
    ) -> Result<api::SendNewsResponse, Rejection> {
        let events = all(request.body).await?;
        self.remember(&events);
        let data = |event: Event<types::Position>| Event {
            data: format!("x\n{}", event.data.x),
            event: event.event,
            id: event.id,
            retry: event.retry,
        };
        Ok(Events::iter(events.into_iter().map(data).collect::<Vec<_>>()).into())
    }

    async fn put_news(
        &self,
        _: api::Context,
        request: api::PutNewsRequest,
    ) -> Result<api::PutNewsResponse, Rejection> {
        self.remember(&request.filter);
        let events = match request.body {
            Some(events) => all(events).await?,
            None => Vec::new(),
        };
        Ok(Events::unfold(events.into_iter(), |mut events| async move { Some((events.next()?, events)) })
            .into())
    }

    async fn get_limits(&self, _: api::Context) -> Result<api::GetLimitsResponse, Rejection> {
        Ok(types::Limits::new("abc").into())
    }
}

#[tokio::test]
async fn files_next_to_fields_of_any_type_arrive_equal() {
    let server = Server::default();
    let driver = |name: &str| types::Driver { name: name.to_owned(), age: Some(3) };
    let fields = || api::AddTrainFields {
        stops: Some("a,b\r\nc".to_owned()),
        driver: Some(driver("ü")),
        cars: Some(vec![driver("a"), driver("b")]),
        size: Some(api::AddTrainSize { length: Some(4), width: None }),
        years: vec![1, 2],
    };
    let pages = (HeaderName::from_static("x-pages"), HeaderValue::from_static("12"));
    let scan = Upload::new("s").with_name("scan").with_header(pages.0, pages.1);
    let files =
        Upload::new("a").with_fields(fields()).and(Upload::new("b").with_media_type("image/jpeg")).and(scan);
    let request = api::AddTrainRequest { name: "n".to_owned(), files };
    server.client().add_train(request).await.unwrap().success().unwrap();
    let seen = [
        "photos Some(\"image/png\") [97] None",
        "photos Some(\"image/jpeg\") [98] None",
        "scan Some(\"application/pdf\") [115] Some(\"12\")",
    ];
    assert_eq!(server.last(), format!("{:?}", ("n", seen, fields())));
    let fields = || api::PutTrainsFields { note: Some("n".to_owned()) };
    for plan in [
        api::Files::End(fields()),
        Upload::new("p").with_media_type("image/gif").with_fields(fields()).into(),
    ] {
        server.client().put_trains(api::PutTrainsRequest { plan }).await.unwrap().success().unwrap();
        assert_eq!(server.last(), format!("{:?}", fields()));
    }
}

#[tokio::test]
async fn items_arrive_equal() {
    let server = Server::default();
    let client = server.client();
    let response = client.follow_positions(api::FollowPositionsRequest::default()).await.unwrap();
    assert_eq!(collect(response.success().unwrap()).await, positions());
    let none = api::FollowPositionsRequest { line: Some("none".to_owned()) };
    client.follow_positions(none).await.unwrap().success().unwrap_err();

    let send = |body| client.send_positions(api::SendPositionsRequest { body });
    let count = send(ItemStream::iter(positions())).await.unwrap().success().unwrap();
    assert_eq!((count, server.last()), (2, format!("{:?}", sent())));
    let count = send(ItemStream::iter(Vec::<types::Position>::new())).await.unwrap().success().unwrap();
    assert_eq!((count, server.last()), (0, "[]".to_owned()));
    // One after another, with a pause.
    let slow = ItemStream::unfold(positions().into_iter(), |mut positions| async move {
        tokio::task::yield_now().await;
        Some((positions.next()?, positions))
    });
    assert_eq!(send(slow).await.unwrap().success().unwrap(), 2);
    let many = (0..5000).map(|x| types::Position { id: None, x: f64::from(x % 100), train: None });
    assert_eq!(send(ItemStream::iter(many)).await.unwrap().success().unwrap(), 5000);

    let put = |body| client.put_positions(api::PutPositionsRequest { body });
    let sequence = api::PutPositionsBody::JsonSeq(ItemStream::iter([1_i64, -2, 3]));
    let one = api::PutPositionsBody::Json(4);
    for (body, expected) in [(Some(sequence), vec![1, -2, 3]), (Some(one), vec![4]), (None, vec![])] {
        assert_eq!(collect(put(body).await.unwrap().success().unwrap()).await, expected);
    }
    for body in [Some(vec![1, 2]), Some(vec![]), None] {
        let request = || api::PatchPositionsRequest { body: body.clone() };
        let array = client.patch_positions(request()).await.unwrap().success().unwrap();
        assert_eq!((array, server.last()), (body.clone().unwrap_or_default(), format!("{:?}", request())));
    }
}

#[tokio::test]
async fn events_arrive_equal() {
    let server = Server::default();
    let client = server.client();
    let filter = api::FindNewsFilter {
        kind: "a&b=c +%".to_owned(),
        years: Some(vec![1, 2]),
        ports: Some(vec!["a".to_owned(), "b c".to_owned()]),
        driver: Some(types::Driver { name: "ü".to_owned(), age: None }),
    };
    let request = || api::FindNewsRequest { filter: filter.clone() };
    let api::FindNewsResponse::Ok(api::FindNewsOk::EventStream(events)) =
        client.find_news(request()).await.unwrap()
    else {
        panic!("another body");
    };
    let expected = positions().into_iter().map(|position| Event::from(position).id("7").event("move"));
    assert_eq!(collect(events).await, expected.collect::<Vec<_>>());
    assert_eq!(server.last(), format!("{:?}", request()));
    let filter = api::FindNewsFilter { kind: "json".to_owned(), years: None, ports: None, driver: None };
    let api::FindNewsResponse::Ok(api::FindNewsOk::Json(news)) =
        client.find_news(api::FindNewsRequest { filter }).await.unwrap()
    else {
        panic!("another body");
    };
    assert_eq!(news, ["a"]);

    let event = |position| Event::from(position).id("1").event("e").retry(Duration::from_millis(1500));
    let body = ItemStream::iter(positions().into_iter().map(event));
    let response = client.send_news(api::SendNewsRequest { body }).await.unwrap();
    let received = sent().into_iter().map(event).collect::<Vec<_>>();
    assert_eq!(server.last(), format!("{received:?}"));
    let text = |event: &Event<types::Position>| Event {
        data: format!("x\n{}", event.data.x),
        event: event.event.clone(),
        id: event.id.clone(),
        retry: event.retry,
    };
    assert_eq!(collect(response.success().unwrap()).await, received.iter().map(text).collect::<Vec<_>>());

    let filter = || Some(api::PutNewsFilter { a: Some(vec![1, 2]) });
    let body = ItemStream::iter([types::Level::Low, types::Level::High]);
    let response = client.put_news(api::PutNewsRequest { filter: filter(), body: Some(body) }).await.unwrap();
    assert_eq!(server.last(), format!("{:?}", filter()));
    assert_eq!(collect(response.success().unwrap()).await.len(), 2);
}
