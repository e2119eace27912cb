//! `bodies CASE KIND COUNT`: as `serving`, for bodies other than plain objects: unions and forms. The kinds are the
//! generated code, and handwritten code with axum's extractors and serde's derives.
//!
//! This is a program of its own, because rustc shares functions of serde_json between the types of a program: more types
//! would change the counts of `serving`.

mod generated;
mod idiomatic;
#[path = "../../serve.rs"]
mod serve;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serve::serve;
use stubsmith_bench::serving::request;

include!(concat!(env!("OUT_DIR"), "/forms.rs"));
include!(concat!(env!("OUT_DIR"), "/unions.rs"));

/// The routers of one kind: of forms, and of unions.
struct Bodies {
    forms: Router,
    unions: Router,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [case, kind, count] = arguments.as_slice() else {
        panic!("bodies CASE KIND COUNT");
    };
    let bodies = match kind.as_str() {
        "generated" => Some(generated::bodies()),
        "idiomatic" => Some(idiomatic::bodies()),
        _ => None,
    };
    let count = count.parse().expect("COUNT is a number");
    match case.as_str() {
        "union" => serve(bodies.map(|bodies| bodies.unions), send_unions, count).await,
        "form" => serve(bodies.map(|bodies| bodies.forms), add_guest, count).await,
        "file" => serve(bodies.map(|bodies| bodies.forms), add_photo, count).await,
        _ => panic!("CASE is `union`, `form` or `file`"),
    }
}

/// An object of 250 bytes whose tag is an integer, and comes first.
const SELECT: &str = r#"{"type":3,"id":7,"custom_id":"class_select_1","placeholder":"Choose a class","min_values":1,"max_values":1,"options":[{"label":"Rogue","value":"rogue","description":"Sneak and stab"},{"label":"Mage","value":"mage","description":"Turn an enemy into a sheep"}]}"#;

/// One of two objects without a tag that differs.
const PRODUCT: &str = r#"{"id":"prod_1","object":"product","active":true,"created":1678833149,"description":"a plan","images":[],"livemode":false,"metadata":{"a":"b"},"name":"Plan","updated":1678833149}"#;

/// The third of four objects with one required property each.
const ANY: &str = r#"{"any":["black","yellow","red","green"]}"#;

const GUEST: &str = "name=Ada+Lovelace&email=ada%40example.com&arrival=2026-12-01&nights=3&breakfast=true&room=double&note=A+quiet+room%2C+please.";

/// The size of the uploaded file.
const PHOTO: usize = 2048;

/// A request whose body has three unions.
fn send_unions() -> Request<Body> {
    let body = format!(r#"{{"component":{SELECT},"expandable":{PRODUCT},"match":{ANY}}}"#);
    request("POST", "/all").header("content-type", "application/json").body(Body::from(body)).unwrap()
}

/// A request with an urlencoded form of seven fields.
fn add_guest() -> Request<Body> {
    let media_type = "application/x-www-form-urlencoded";
    request("POST", "/guests").header("content-type", media_type).body(Body::from(GUEST)).unwrap()
}

/// A request with a form of two fields and a file, as curl sends it.
fn add_photo() -> Request<Body> {
    let boundary = "------------------------d74496d66958873e";
    let mut body = Vec::new();
    for (name, value) in [("title", "The sea"), ("album", "12")] {
        let part =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head =
        "Content-Disposition: form-data; name=\"photo\"; filename=\"sea.jpg\"\r\nContent-Type: image/jpeg";
    body.extend_from_slice(format!("--{boundary}\r\n{head}\r\n\r\n").as_bytes());
    // Bytes as in a compressed file: now and then one looks like the start of a boundary.
    body.extend((0..PHOTO).map(|index| (index * 167 % 251) as u8));
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let media_type = format!("multipart/form-data; boundary={boundary}");
    let length = body.len();
    request("POST", "/photos")
        .header("content-type", media_type)
        .header("content-length", length)
        .body(Body::from(body))
        .unwrap()
}
