//! Forms that the client sends: fields and files arrive equal at the handlers that are generated from the same spec.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use stubsmith_golden::typed_client_forms as forms;
use tower::service_fn;

/// Remembers what each handler has received.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<Vec<String>>>);

impl Server {
    fn remember(&self, seen: impl std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{seen:?}"));
    }

    fn last(&self) -> String {
        self.0.lock().unwrap().pop().unwrap_or_default()
    }
}

/// Reads all files of a form, and its optional fields.
async fn read<F>(files: forms::Files<F>) -> Result<(Vec<File>, F), forms::Rejection> {
    let (mut all, mut files) = (Vec::new(), files);
    loop {
        match files {
            forms::Files::End(fields) => return Ok((all, fields)),
            forms::Files::File(mut file) => {
                let bytes = file.bytes().await?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let [name, file_name, media_type] = [Some(file.name()), file.file_name(), file.media_type()]
                    .map(|text| text.map(str::to_owned));
                all.push(File(name.unwrap_or_default(), file_name, media_type, text));
                files = file.next().await?;
            }
        }
    }
}

/// The name, the file name, the media type and the content of a file.
#[derive(Debug, PartialEq)]
struct File(String, Option<String>, Option<String>, String);

impl forms::Api for Server {
    type Error = forms::Rejection;

    async fn add_station(
        &self,
        _: forms::Context,
        request: forms::AddStationRequest,
    ) -> Result<forms::AddStationResponse, forms::Rejection> {
        self.remember(request);
        Ok(forms::AddStationResponse::NoContent)
    }

    async fn put_stations(
        &self,
        _: forms::Context,
        request: forms::PutStationsRequest,
    ) -> Result<forms::PutStationsResponse, forms::Rejection> {
        self.remember(request);
        Ok(forms::PutStationsResponse::NoContent)
    }

    async fn patch_stations(
        &self,
        _: forms::Context,
        request: forms::PatchStationsRequest,
    ) -> Result<forms::PatchStationsResponse, forms::Rejection> {
        self.remember(request);
        Ok(forms::PatchStationsResponse::NoContent)
    }

    async fn put_photo(
        &self,
        _: forms::Context,
        request: forms::PutPhotoRequest,
    ) -> Result<forms::PutPhotoResponse, forms::Rejection> {
        let (files, fields) = read(request.photo.into()).await?;
        self.remember((request.id, request.title, files, fields));
        Ok(forms::PutPhotoResponse::NoContent)
    }

    async fn add_plans(
        &self,
        _: forms::Context,
        request: forms::AddPlansRequest,
    ) -> Result<forms::AddPlansResponse, forms::Rejection> {
        let (files, ()) = read(request.files).await?;
        self.remember((request.id, files));
        Ok(forms::AddPlansResponse::NoContent)
    }
}

fn client(server: &Server) -> forms::client::Client {
    forms::client::Client::new(forms::service(Arc::new(server.clone())))
}

#[tokio::test]
async fn fields_arrive_equal() {
    let server = Server::default();
    let client = client(&server);
    let request = || forms::AddStationRequest {
        name: "a&b=c +%".to_owned(),
        tracks: Some(i64::MIN),
        open: Some(false),
        kind: forms::AddStationKind::Main,
        lines: vec!["ü".to_owned(), "a b".to_owned()],
        shops: vec![String::new(), "a,b".to_owned()],
        spots: vec![0.5, -3.0],
        dry: Some(true),
    };
    client.add_station(request()).await.unwrap().success().unwrap();
    assert_eq!(server.last(), format!("{:?}", request()));
    let request = || forms::AddStationRequest {
        name: String::new(),
        tracks: None,
        open: None,
        kind: forms::AddStationKind::Halt,
        lines: vec![],
        shops: vec![],
        spots: vec![],
        dry: None,
    };
    client.add_station(request()).await.unwrap().success().unwrap();
    assert_eq!(server.last(), format!("{:?}", request()));
    let request = || forms::PutStationsRequest {
        note: Some("a\r\n--b\n\"c\"".to_owned()),
        years: vec![1, -2],
        names: vec!["%22".to_owned(), String::new()],
    };
    client.put_stations(request()).await.unwrap().success().unwrap();
    assert_eq!(server.last(), format!("{:?}", request()));
    for text in [Some("a+b".to_owned()), Some(String::new()), None] {
        let request = || forms::PatchStationsRequest { text: text.clone() };
        client.patch_stations(request()).await.unwrap().success().unwrap();
        assert_eq!(server.last(), format!("{:?}", request()));
    }
    let broken = forms::AddStationRequest { lines: vec!["a,b".to_owned()], ..request_with("a") };
    let error = client.add_station(broken).await.unwrap_err();
    let reason = "the field `lines` has an item that contains the separator `,`";
    assert_eq!(error.to_string(), format!("the request `addStation` cannot be created: {reason}"));
    assert_eq!(server.last(), "");
}

fn request_with(name: &str) -> forms::AddStationRequest {
    forms::AddStationRequest {
        name: name.to_owned(),
        tracks: None,
        open: None,
        kind: forms::AddStationKind::Halt,
        lines: vec![],
        shops: vec![],
        spots: vec![],
        dry: None,
    }
}

fn photo(photo: forms::Upload<forms::PutPhotoFields>) -> forms::PutPhotoRequest {
    forms::PutPhotoRequest { id: 7, title: "a title".to_owned(), photo }
}

#[tokio::test]
async fn files_arrive_equal() {
    let server = Server::default();
    let client = client(&server);
    let file_names = ["a.png", "a\"b.png", "ü é.png", "a\r\nb: c", "C:\\a.png", "a;b", "a%0ab", "=", "\\\"a"];
    for file_name in file_names {
        let fields = || forms::PutPhotoFields {
            caption: Some("a\r\nb".to_owned()),
            size: 4,
            tags: vec!["a".to_owned(), "b".to_owned()],
        };
        let file = forms::Upload::new("a\r\n--b--\r\n\0");
        let file = file.with_file_name(file_name).with_media_type("image/png").with_fields(fields());
        client.put_photo(photo(file)).await.unwrap().success().unwrap();
        let seen = File(
            "photo".to_owned(),
            Some(file_name.to_owned()),
            Some("image/png".to_owned()),
            "a\r\n--b--\r\n\0".to_owned(),
        );
        assert_eq!(server.last(), format!("{:?}", (7, "a title", [seen], fields())), "{file_name:?}");
    }
    // Without anything that is optional.
    client.put_photo(photo(forms::Upload::new(""))).await.unwrap().success().unwrap();
    let media_type = Some("application/octet-stream".to_owned());
    let seen = File("photo".to_owned(), None, media_type.clone(), String::new());
    let fields = forms::PutPhotoFields::default();
    assert_eq!(server.last(), format!("{:?}", (7, "a title", [seen], fields)));
    // Several files, and none.
    let upper = forms::Upload::new("u").with_name("upper").with_file_name("u");
    let files = forms::Upload::new("g").with_file_name("g").and(upper).into();
    client.add_plans(forms::AddPlansRequest { id: 1, files }).await.unwrap().success().unwrap();
    let file = |name: &str, short: &str| {
        File(name.to_owned(), Some(short.to_owned()), media_type.clone(), short.to_owned())
    };
    assert_eq!(server.last(), format!("{:?}", (1, [file("ground", "g"), file("upper", "u")])));
    let none = forms::AddPlansRequest { id: 2, files: forms::Files::default() };
    client.add_plans(none).await.unwrap().success().unwrap();
    assert_eq!(server.last(), "(2, [])");
}

/// A file of many chunks, whose size is not known.
fn stream(chunks: usize) -> Body {
    let chunks =
        (0..chunks).map(|chunk| Ok::<_, Infallible>(Bytes::from(vec![b'a' + (chunk % 26) as u8; 5000])));
    Body::from_stream(futures_util::stream::iter(chunks))
}

#[tokio::test]
async fn files_are_sent_while_they_are_read() {
    let server = Server::default();
    let file = || forms::Upload::new(stream(100)).with_file_name("long");
    client(&server).put_photo(photo(file())).await.unwrap().success().unwrap();
    let whole = stream(100).collect().await.unwrap().to_bytes();
    let whole = String::from_utf8_lossy(&whole).into_owned();
    let media_type = Some("application/octet-stream".to_owned());
    let seen = File("photo".to_owned(), Some("long".to_owned()), media_type, whole);
    assert_eq!(server.last(), format!("{:?}", (7, "a title", [seen], forms::PutPhotoFields::default())));
    // An error in a file ends the request.
    let parts = [Ok("a"), Err("the disk is full")];
    let broken = forms::Upload::new(Body::from_stream(futures_util::stream::iter(parts)));
    let response = client(&server).put_photo(photo(broken)).await;
    assert_eq!(response.unwrap_err().response().unwrap().status(), StatusCode::BAD_REQUEST);
    assert_eq!(server.last(), "");
}

/// A request, the size of its body, if that is known, and the body.
type Seen = (Request<()>, Option<u64>, String);

/// Returns a client that remembers its requests.
fn recorder() -> (forms::client::Client, Arc<Mutex<Vec<Seen>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let all = seen.clone();
    let service = service_fn(move |request: Request<forms::client::Body>| {
        let all = all.clone();
        async move {
            let (parts, body) = request.into_parts();
            let size = http_body::Body::size_hint(&body).exact();
            let text = body.collect().await.map(|body| body.to_bytes());
            let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let text = text.unwrap_or_else(|error| format!("error: {error}"));
            all.lock().unwrap().push((Request::from_parts(parts, ()), size, text));
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            Ok::<_, Infallible>(response)
        }
    });
    (forms::client::Client::new(service), seen)
}

#[tokio::test]
async fn the_bytes_of_a_form_follow_the_specifications() {
    let (client, seen) = recorder();
    let fields = forms::PutPhotoFields { caption: Some("c".to_owned()), ..Default::default() };
    let file = forms::Upload::new("bytes").with_file_name("a\"b").with_media_type("image/png");
    let header = (HeaderName::from_static("x-note"), HeaderValue::from_static("n"));
    let file = file.with_header(header.0, header.1).with_fields(fields);
    client.put_photo(photo(file)).await.unwrap().success().unwrap();
    let (request, size, body) = seen.lock().unwrap().pop().unwrap();
    let media_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert!(
        boundary.len() <= 70 && boundary.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    );
    let expected = [
        "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na title\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nc\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n3\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a%22b\"\r\n",
        "Content-Type: image/png\r\nx-note: n\r\n\r\nbytes\r\n--B--\r\n",
    ];
    assert_eq!(body, expected.concat().replace('B', boundary));
    // The length is known, so the body needs no chunks.
    assert_eq!(size, Some(body.len() as u64));
    client.put_photo(photo(forms::Upload::new(stream(1)))).await.unwrap().success().unwrap();
    let (other, size, _) = seen.lock().unwrap().pop().unwrap();
    assert_eq!(size, None);
    assert_ne!(other.headers()["content-type"], request.headers()["content-type"]);
    client
        .add_station(forms::AddStationRequest { tracks: Some(1), ..request_with("ä b") })
        .await
        .unwrap()
        .success()
        .unwrap();
    let (request, size, body) = seen.lock().unwrap().pop().unwrap();
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!((body.as_str(), size), ("name=%C3%A4%20b&tracks=1&kind=halt", Some(34)));
}

#[tokio::test]
async fn a_file_that_would_be_read_as_another_one_is_not_sent() {
    let (client, seen) = recorder();
    let new = || forms::Upload::<forms::PutPhotoFields>::new("a");
    let escape = "has a backslash before another one or at its end, which is read as an escape";
    let rows = [
        (
            new().with_file_name("a%22"),
            "has a file name that has `%22`, which is read as another character".to_owned(),
        ),
        (new().with_file_name("a\\"), format!("has a file name that {escape}")),
        (new().with_file_name("a\\\\b"), format!("has a file name that {escape}")),
        (
            new().with_file_name(""),
            "has an empty file name, which is read as a file that is absent".to_owned(),
        ),
        (new().with_media_type("a\r\nb: c"), "has a media type that is not one".to_owned()),
        (
            new().with_header(HeaderName::from_static("x-a"), HeaderValue::from_bytes(b"\xff").unwrap()),
            "has a header `x-a` that is not ASCII".to_owned(),
        ),
    ];
    for (file, reason) in rows {
        let error = client.put_photo(photo(file)).await.unwrap_err();
        let expected = format!("the request `putPhoto` cannot be created: the file `photo` {reason}");
        assert_eq!(error.to_string(), expected);
    }
    let other = new().and(new().with_name("caption"));
    let error = client.put_photo(photo(other)).await.unwrap_err();
    let expected =
        "the request `putPhoto` cannot be created: the form has no file `caption`, but has `photo`";
    assert_eq!(error.to_string(), expected);
    assert_eq!(seen.lock().unwrap().len(), 0);
}

/// A server that sends each photo to another server.
#[derive(Clone)]
struct Proxy(forms::client::Client);

impl forms::Api for Proxy {
    type Error = forms::Rejection;

    async fn put_photo(
        &self,
        _: forms::Context,
        request: forms::PutPhotoRequest,
    ) -> Result<forms::PutPhotoResponse, forms::Rejection> {
        let response = self.0.put_photo(request).await;
        response.map_err(|error| forms::Rejection::InvalidBody { reason: error.to_string() })
    }

    async fn add_plans(
        &self,
        _: forms::Context,
        request: forms::AddPlansRequest,
    ) -> Result<forms::AddPlansResponse, forms::Rejection> {
        let files = match request.files {
            forms::Files::File(file) => file.and(forms::Upload::new("more").with_name("upper")).into(),
            none => none,
        };
        let response = self.0.add_plans(forms::AddPlansRequest { files, ..request }).await;
        response.map_err(|error| forms::Rejection::InvalidBody { reason: error.to_string() })
    }

    async fn add_station(
        &self,
        _: forms::Context,
        _: forms::AddStationRequest,
    ) -> Result<forms::AddStationResponse, forms::Rejection> {
        Err(forms::Rejection::NotFound)
    }

    async fn put_stations(
        &self,
        _: forms::Context,
        _: forms::PutStationsRequest,
    ) -> Result<forms::PutStationsResponse, forms::Rejection> {
        Err(forms::Rejection::NotFound)
    }

    async fn patch_stations(
        &self,
        _: forms::Context,
        _: forms::PatchStationsRequest,
    ) -> Result<forms::PatchStationsResponse, forms::Rejection> {
        Err(forms::Rejection::NotFound)
    }
}

#[tokio::test]
async fn a_file_that_has_been_received_can_be_sent_again() {
    let server = Server::default();
    let proxy = forms::client::Client::new(forms::service(Arc::new(Proxy(client(&server)))));
    let fields =
        || forms::PutPhotoFields { caption: Some("c".to_owned()), size: 9, tags: vec!["t".to_owned()] };
    // More than the buffer of the server, so that optional fields could follow.
    for chunks in [1, 300] {
        let file = forms::Upload::new(stream(chunks)).with_file_name("f").with_media_type("image/png");
        let proxied = proxy.clone();
        proxied.put_photo(photo(file.with_fields(fields()))).await.unwrap().success().unwrap();
        let whole = stream(chunks).collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&whole).into_owned();
        let seen = File("photo".to_owned(), Some("f".to_owned()), Some("image/png".to_owned()), text);
        assert_eq!(server.last(), format!("{:?}", (7, "a title", [seen], fields())));
    }
    let files = forms::Upload::new("g").with_file_name("g").into();
    proxy.add_plans(forms::AddPlansRequest { id: 1, files }).await.unwrap().success().unwrap();
    let media_type = Some("application/octet-stream".to_owned());
    let ground = File("ground".to_owned(), Some("g".to_owned()), media_type.clone(), "g".to_owned());
    let upper = File("upper".to_owned(), None, media_type, "more".to_owned());
    assert_eq!(server.last(), format!("{:?}", (1, [ground, upper])));
}

#[tokio::test]
async fn the_test_of_a_handler_creates_its_files() {
    let fields = forms::PutPhotoFields { caption: Some("c".to_owned()), ..Default::default() };
    let mut file =
        forms::Upload::new("abc").with_name("photo").with_file_name("a").with_media_type("image/png");
    file = file.with_fields(fields).limit(3);
    assert_eq!((file.name(), file.file_name(), file.media_type()), ("photo", Some("a"), Some("image/png")));
    assert_eq!(file.headers()["content-type"], "image/png");
    assert_eq!(file.early_fields().unwrap().caption.as_deref(), Some("c"));
    assert_eq!(file.bytes().await.unwrap(), b"abc");
    assert_eq!(file.chunk().await.unwrap(), None);
    let file = file.and(forms::Upload::new("d").and(forms::Upload::new("e"))).and(forms::Upload::new("f"));
    let (files, fields) = read(file.into()).await.unwrap();
    assert_eq!(fields.caption.as_deref(), Some("c"));
    let texts: Vec<String> = files.into_iter().map(|file| file.3).collect();
    assert_eq!(texts, ["", "d", "e", "f"]);
    let mut large = forms::Upload::<()>::new("abcd").limit(3);
    assert_eq!(large.bytes().await, Err(forms::Rejection::TooLarge));
    let mut broken =
        forms::Upload::<()>::new(Body::from_stream(futures_util::stream::iter([Err::<Bytes, _>("no")])));
    let reason = "is incomplete".to_owned();
    assert_eq!(broken.bytes().await, Err(forms::Rejection::InvalidBody { reason }));
}
