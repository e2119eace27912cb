//! OpenAPI 3's forms with files on the wire.

use crate::client::{Seen, send, with_body};
use axum::Router;
use axum::body::Body;
use std::sync::Arc;
use stubsmith_golden::openapi3_uploads::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn add_room(&self, _: Context, request: AddRoomRequest) -> Result<AddRoomResponse, Seen> {
        let owner = request.owner;
        let fields = request.picture.late_fields().await?;
        Seen::request(&(owner, fields))
    }
    async fn add_photos(&self, _: Context, request: AddPhotosRequest) -> Result<AddPhotosResponse, Seen> {
        let (names, fields) = read(Files::File(request.files)).await?;
        Seen::request(&(names, fields.csv, fields.info))
    }
    async fn put_texts(&self, _: Context, request: PutTextsRequest) -> Result<PutTextsResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn add_rules(&self, _: Context, request: AddRulesRequest) -> Result<AddRulesResponse, Seen> {
        let (names, fields) = read(request.files).await?;
        Seen::request(&(names, fields.url, fields.owner))
    }
    async fn add_choice(&self, _: Context, _: AddChoiceRequest) -> Result<AddChoiceResponse, Seen> {
        Ok(AddChoiceResponse::NoContent)
    }
    async fn put_choice(&self, _: Context, request: PutChoiceRequest) -> Result<PutChoiceResponse, Seen> {
        Seen::request(&request.body.text().await?.len())
    }
    async fn patch_choice(
        &self,
        _: Context,
        request: PatchChoiceRequest,
    ) -> Result<PatchChoiceResponse, Seen> {
        Seen::request(&request.body.text().await?.len())
    }
}

/// Reads a form to its end, and returns the names of its files with their sizes.
async fn read<F>(mut files: Files<F>) -> Result<(Vec<String>, F), Rejection> {
    let mut names = Vec::new();
    loop {
        match files {
            Files::File(mut file) => {
                let size = file.bytes().await?.len();
                let pages: Vec<_> = file.headers().get_all("x-pages").iter().collect();
                let pages = if pages.is_empty() { String::new() } else { format!(" {pages:?}") };
                names.push(format!("{}={size}{pages}", file.name()));
                files = file.next().await?;
            }
            Files::End(fields) => return Ok((names, fields)),
        }
    }
}

fn router() -> Router {
    stubsmith_golden::openapi3_uploads::router(Arc::new(Mirror))
}

async fn post(uri: &str, body: impl Into<Body>) -> String {
    let media_type = ("content-type", "multipart/form-data; boundary=b");
    send(&router(), with_body("POST", uri, &[media_type], body)).await
}

/// A form in parts: the headers of each part, and its content.
fn parts(parts: &[(&str, &str)]) -> String {
    let part = |(headers, content): &(&str, &str)| {
        format!("--b\r\nContent-Disposition: form-data; {headers}\r\n\r\n{content}\r\n")
    };
    parts.iter().map(part).collect::<String>() + "--b--\r\n"
}

/// A form with the required parts of a room, and these.
fn room(more: &[(&str, &str)]) -> String {
    let required = [("name=owner", r#"{"name":"Ann"}"#), ("name=picture; filename=a", "1")];
    parts(&[&required, more].concat())
}

#[tokio::test]
async fn objects_are_json() {
    let nothing = "guests: None, labels: None, rules: NewRoomRules { late: Some(true) }, host: None, place: None, size: None, price: None, tags: []";
    let owner = r#"Person { id: None, name: "Ann", age: None }"#;
    assert_eq!(post("/rooms", room(&[])).await, format!("200 ({owner}, AddRoomFields {{ {nothing} }})"));
    for (field, expected) in [
        (
            [("name=guests", r#"{"name":"a"}"#), ("name=guests", r#"{"name":"b","age":18}"#)].as_slice(),
            r#"guests: Some([Person { id: None, name: "a", age: None }, Person { id: None, name: "b", age: Some(18) }])"#,
        ),
        (
            &[("name=guests", r#" [{"name":"a"}]"#)],
            r#"guests: Some([Person { id: None, name: "a", age: None }])"#,
        ),
        (
            &[("name=\"guests[0][name]\"", "a"), ("name=\"guests[0][age]\"", "20")],
            r#"guests: Some([Person { id: None, name: "a", age: Some(20) }])"#,
        ),
        (&[("name=labels\r\nContent-Type: application/json", r#"{"a":1}"#)], r#"labels: Some({"a": 1})"#),
        (&[("name=\"labels[a]\"", "1"), ("name=\"labels[b]\"", "2")], r#"labels: Some({"a": 1, "b": 2})"#),
        (&[("name=rules", "{}")], "rules: NewRoomRules { late: None }"),
        (
            &[("name=host", r#"{"name":"a","phone":"1"}"#)],
            r#"host: Some(NewRoomHost { id: None, name: "a", age: None, phone: "1" })"#,
        ),
        (
            &[("name=\"place[city]\"", "Bonn"), ("name=\"place[zip]\"", "5")],
            r#"place: Some(NewRoomPlace { city: "Bonn", zip: Some(5) })"#,
        ),
        (&[("name=size", "width,2,height,3")], "size: Some(NewRoomSize { width: Some(2), height: Some(3) })"),
        (&[("name=price", "5")], "price: Some(Integer(5))"),
        (&[("name=\"price[amount]\"", "5")], "price: Some(Amount(NewRoomPriceAmount { amount: 5 }))"),
        (&[("name=tags", "a"), ("name=tags", "b")], r#"tags: ["a", "b"]"#),
        (&[("name=\"tags[]\"", "a"), ("name=\"tags[]\"", "b")], r#"tags: ["a", "b"]"#),
        // Some clients also send texts as JSON, and say so.
        (&[("name=tags\r\nContent-Type: application/json", r#""a""#)], r#"tags: ["a"]"#),
        (&[("name=tags\r\nContent-Type: application/json", r#"["a", 1]"#)], r#"tags: ["a", "1"]"#),
        (&[("name=tags\r\nContent-Type: text/plain", r#""""#)], r#"tags: ["\"\""]"#),
    ] {
        let response = post("/rooms", room(field)).await;
        assert!(response.starts_with("200 ") && response.contains(expected), "{field:?}: {response}");
    }
}

#[tokio::test]
async fn mistakes_in_objects_name_the_property() {
    let owner = [("name=owner", r#"{"name":1}"#), ("name=picture; filename=a", "1")];
    assert_eq!(post("/rooms", parts(&owner)).await, "400 parameter `owner` at `/name` must be a string");
    let twice = [("name=owner", "{}"), ("name=owner", "{}"), ("name=picture; filename=a", "1")];
    assert_eq!(post("/rooms", parts(&twice)).await, "400 parameter `owner` appears more than once");
    let none = [("name=picture; filename=a", "1")];
    assert_eq!(post("/rooms", parts(&none)).await, "400 parameter `owner` is missing");
    for (field, expected) in [
        (
            [("name=guests", "x")].as_slice(),
            "parameter `guests` at `/0` is not JSON: expected value at line 1 column 1",
        ),
        (
            &[("name=guests", r#"{"name":"12345"}"#)],
            "parameter `guests` at `/0/name` must have at most 4 characters",
        ),
        (&[("name=guests", "[{}]")], "parameter `guests` at `/0` is invalid: property `name` is missing"),
        (
            &[("name=guests", r#"{"name":"a"}"#), ("name=guests", r#"{"name":"b","age":1}"#)],
            "parameter `guests` at `/1/age` must be at least 18",
        ),
        (&[("name=labels", r#"{"a":"1"}"#)], "parameter `labels` at `/a` must be an integer"),
        (&[("name=labels", r#"{"a":1,"b":2,"c":3}"#)], "parameter `labels` must have at most 2 properties"),
        (&[("name=labels", "{}"), ("name=labels", "{}")], "parameter `labels` appears more than once"),
        (&[("name=labels", "{}"), ("name=\"labels[a]\"", "1")], "parameter `labels` appears more than once"),
        (&[("name=\"labels[a]\"", "1"), ("name=labels", "{}")], "parameter `labels` appears more than once"),
        (&[("name=host", r#"{"name":"a"}"#)], "parameter `host` is invalid: property `phone` is missing"),
        (&[("name=\"place[zip]\"", "5")], "parameter `place` is invalid: property `city` is missing"),
        (&[("name=price", "x")], "parameter `price` must be an integer or an object"),
        (
            &[("name=tags\r\nContent-Type: application/json", "{}")],
            "parameter `tags` must be a string, a number or a boolean",
        ),
        (
            &[("name=tags\r\nContent-Type: application/json", "x")],
            "parameter `tags` is not JSON, which is the media type of its part: expected value at line 1 column 1",
        ),
        (&[("name=tags", "abc")], "parameter `tags` at `/0` must have at most 2 characters"),
        // A rule of another part of the `allOf`.
        (
            &[("name=tags", "a"), ("name=tags", "b"), ("name=tags", "c")],
            "the body at `/tags`: must have at most 2 items",
        ),
    ] {
        assert_eq!(post("/rooms", room(field)).await, format!("400 {expected}"), "{field:?}");
    }
}

/// The headers of a part with a file name and a media type.
fn typed(name: &str, media_type: &str) -> String {
    format!("name={name}; filename=a\r\nContent-Type: {media_type}")
}

#[tokio::test]
async fn parts_have_a_declared_media_type() {
    let (png, jpeg) = (typed("photos", "image/png"), typed("photos", "IMAGE/jpeg; q=1"));
    let photos = [(png.as_str(), "1"), (jpeg.as_str(), "22")];
    let post_more = |more: &[(&str, &str)]| {
        let body = parts(&[photos.as_slice(), more].concat());
        async move { post("/photos", body).await }
    };
    for (more, expected) in [
        ([].as_slice(), r#"(["photos=1", "photos=2"], None, None)"#),
        (
            &[
                (typed("scan", "application/pdf\r\nx-pages: 2").as_str(), "3"),
                ("name=csv\r\nContent-Type: text/csv", "a"),
            ],
            r#"(["photos=1", "photos=2", "scan=1 [\"2\"]"], Some("a"), None)"#,
        ),
        // Only one media type is declared, and a browser sends none with a field.
        (
            &[("name=scan; filename=s\r\nX-Pages: 1\r\nX-Pages:", ""), ("name=csv", "a")],
            r#"(["photos=1", "photos=2", "scan=0 [\"1\", \"\"]"], Some("a"), None)"#,
        ),
        (
            &[("name=info\r\nContent-Type: application/merge-patch+json", r#"{"a":1}"#)],
            r#"(["photos=1", "photos=2"], None, Some(AddPhotosInfo { a: Some(1) }))"#,
        ),
        // A browser sends this if the user selects no file.
        (
            &[("name=scan; filename=\"\"\r\nContent-Type: application/octet-stream", "")],
            r#"(["photos=1", "photos=2"], None, None)"#,
        ),
    ] {
        assert_eq!(post_more(more).await, format!("200 {expected}"), "{more:?}");
    }
    for (more, expected) in [
        (
            [(typed("scan", "application/pdf\r\nX-Page: 2").as_str(), "3")].as_slice(),
            "400 the body has a part `scan` without the header `X-Pages`",
        ),
        (
            &[(typed("scan", "image/png\r\nX-Pages: 2").as_str(), "3")],
            "415 the part `scan` has the media type `image/png`; `application/*` is accepted",
        ),
        (
            &[(typed("photos", "text/plain; charset=utf-8").as_str(), "3")],
            "415 the part `photos` has the media type `text/plain`; `image/png` or `image/jpeg` is accepted",
        ),
        (
            &[("name=photos; filename=a", "3")],
            "415 the part `photos` has no media type; `image/png` or `image/jpeg` is accepted",
        ),
        (
            &[("name=csv\r\nContent-Type: text/plain", "a")],
            "415 the part `csv` has the media type `text/plain`; `text/csv` is accepted",
        ),
        (
            &[("name=info\r\nContent-Type: text/json", "{}")],
            "415 the part `info` has the media type `text/json`; `application/json` or `application/merge-patch+json` is accepted",
        ),
        (&[("name=cvs", "a")], "400 the body: property `cvs` is not allowed"),
        (&[("name=cvs; filename=a", "a")], "400 the body: property `cvs` is not allowed"),
        (&[("name=csv", "a"), ("name=csv", "b")], "400 parameter `csv` appears more than once"),
        (&[photos[0], photos[0]], "400 parameter `photos` must have at most 3 items"),
    ] {
        assert_eq!(post_more(more).await, expected, "{more:?}");
    }
    let one = parts(&photos[..1]);
    assert_eq!(post("/photos", one).await, "400 parameter `photos` must have at least 2 items");
    assert_eq!(post("/photos", parts(&[])).await, "400 parameter `photos` is missing");
}

#[tokio::test]
async fn parts_without_files_have_a_declared_media_type() {
    let put = |body: String| async move {
        let media_type = ("content-type", "multipart/form-data; boundary=b");
        send(&router(), with_body("PUT", "/photos", &[media_type], body)).await
    };
    for (body, expected) in [
        (
            [("name=csv\r\nContent-Type: text/csv; charset=utf-8", "a")].as_slice(),
            r#"200 PutTextsBodyMultipart { csv: Some("a"), rows: None, info: None }"#,
        ),
        (
            &[("name=csv", "a"), ("name=info", "{}")],
            r#"200 PutTextsBodyMultipart { csv: Some("a"), rows: None, info: Some(PutTextsBodyMultipartInfo { a: None }) }"#,
        ),
        (
            &[("name=csv\r\nContent-Type: text/plain", "a")],
            "415 the part `csv` has the media type `text/plain`; `text/csv` is accepted",
        ),
        (
            &[("name=rows\r\nX-ROWS: 1\r\nContent-Type: text/csv", "a")],
            r#"200 PutTextsBodyMultipart { csv: None, rows: Some(["a"]), info: None }"#,
        ),
        (
            &[
                ("name=rows\r\nX-Rows: 1\r\nContent-Type: text/csv", "a"),
                ("name=rows\r\nContent-Type: text/csv", "b"),
            ],
            "400 the body has a part `rows` without the header `X-Rows`",
        ),
        (
            &[
                ("name=rows\r\nX-Rows: 1\r\nContent-Type: application/x", "a"),
                ("name=rows\r\nX-Rows: 1", "b"),
            ],
            "415 the part `rows` has no media type; `text/csv` or `application/*` is accepted",
        ),
        (
            &[("name=info\r\nContent-Type: text/plain", "{}")],
            "415 the part `info` has the media type `text/plain`; `application/json` is accepted",
        ),
    ] {
        assert_eq!(put(parts(body)).await, expected, "{body:?}");
    }
}

#[tokio::test]
async fn a_form_is_checked_as_a_whole() {
    let file = ("name=file; filename=a", "123");
    let basic = [("name=kind", "k"), ("name=nonce", "1")];
    let post_more = |more: &[(&str, &str)]| {
        let body = parts(&[basic.as_slice(), more].concat());
        async move { post("/rules", body).await }
    };
    for (more, expected) in [
        ([file].as_slice(), r#"(["file=3"], None, None)"#),
        (&[("name=url", "u")], r#"([], Some("u"), None)"#),
        (
            &[("name=files; filename=a", "1"), ("name=files; filename=b", "")],
            r#"(["files=1", "files=0"], None, None)"#,
        ),
        (&[file, ("name=from", "1"), ("name=to", "2")], r#"(["file=3"], None, None)"#),
        (&[file, ("name=n_a", "5"), ("name=other", "abc")], r#"(["file=3"], None, None)"#),
        (
            &[file, ("name=\"owner[name]\"", "a")],
            r#"(["file=3"], None, Some(AddRulesOwner { name: Some("a") }))"#,
        ),
    ] {
        assert_eq!(post_more(more).await, format!("200 {expected}"), "{more:?}");
    }
    for (more, expected) in [
        ([].as_slice(), "the body: matches none of the alternatives"),
        (&[file, ("name=url", "u")], "the body: matches a schema that `not` excludes"),
        (&[file, ("name=from", "1")], "the body: property `to` is missing"),
        (&[file, ("name=from", "x"), ("name=to", "2")], "parameter `from` must be a 64-bit integer"),
        (&[file, ("name=n_a", "6")], "the body at `/n_a`: must be at most 5"),
        (&[file, ("name=n_a", "x")], "the body at `/n_a`: must be an integer, not the string \"x\""),
        (&[file, ("name=other", "abcd")], "the body at `/other`: must have at most 3 characters"),
        (
            &[file, ("name=a", "1"), ("name=b", "1"), ("name=c", "1")],
            "the body: must have at most 5 properties",
        ),
    ] {
        assert_eq!(post_more(more).await, format!("400 {expected}"), "{more:?}");
    }
    let without = parts(&[("name=kind", "k"), file]);
    assert_eq!(post("/rules", without).await, "400 the body: property `nonce` is missing");
}

#[tokio::test]
async fn a_form_may_have_alternatives() {
    for (body, status) in [
        ("number=5", "204"),
        ("number=5&flags=true", "204"),
        ("number=5&flags=true&flags=false", "204"),
        ("place=%7B%22zip%22%3A5%7D", "204"),
        ("place[zip]=5", "204"),
        ("number=x", "400"),
        ("number=5&flags=", "400"),
        ("number=5&flags=1", "400"),
        ("place[zip]=x", "400"),
        ("place=5", "400"),
        ("number=5&place[zip]=5", "400"),
        ("", "400"),
    ] {
        let media_type = ("content-type", "application/x-www-form-urlencoded");
        let response = send(&router(), with_body("POST", "/choices", &[media_type], body)).await;
        assert!(response.starts_with(status), "{body}: {response}");
    }
    let body = parts(&[("name=file; filename=a", "1")]);
    for method in ["PUT", "PATCH"] {
        let media_type = ("content-type", "multipart/form-data; boundary=b");
        let response = send(&router(), with_body(method, "/choices", &[media_type], body.clone())).await;
        assert_eq!(response, format!("200 {}", body.len()), "the handler reads the files");
    }
}

#[tokio::test]
async fn a_required_field_may_come_after_small_files() {
    let owner = ("name=owner", r#"{"name":"a"}"#);
    let small = parts(&[("name=picture; filename=a", "1"), owner]);
    assert!(post("/rooms", small).await.starts_with(r#"200 (Person { id: None, name: "a""#));
    let large = "x".repeat(1 << 20);
    let late = "400 parameter `owner` is required and must come before the files, or after files of less than 1048576 bytes together";
    assert_eq!(post("/rooms", parts(&[("name=picture; filename=a", &large), owner])).await, late);
    // An object in brackets is one field.
    let split =
        [("name=\"owner[name]\"", "a"), ("name=picture; filename=a", &large), ("name=\"owner[age]\"", "20")];
    assert_eq!(post("/rooms", parts(&split)).await, late);
    let first =
        [("name=\"owner[name]\"", "a"), ("name=\"owner[age]\"", "20"), ("name=picture; filename=a", &large)];
    assert!(
        post("/rooms", parts(&first))
            .await
            .starts_with(r#"200 (Person { id: None, name: "a", age: Some(20) }"#)
    );
}
