//! The program that sends the requests. It is compiled with the generated code of all specs.

use std::fmt::Write as _;

pub const MANIFEST: &str = r#"[package]
name = "travel"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["matched-path", "tokio"] }
bytes = "1"
futures-core = { version = "0.3", default-features = false }
http-body = "1"
regex = "1"
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }
tokio = { version = "1", features = ["macros", "rt"] }
tower = { version = "0.5", features = ["util"] }
tower-service = "0.3"

[profile.dev]
debug = false

[workspace]
"#;

const HARNESS: &str = r#"
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{Request, Response};
use axum::{BoxError, Router};
use tower::{Service, ServiceExt as _, service_fn};

/// The values that a server sees, each with its kind.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<(&'static str, String)>>>);

impl Log {
    pub fn add(&self, kind: &'static str, value: &impl Debug) {
        self.add_text(kind, format!("{value:?}"));
    }

    fn add_text(&self, kind: &'static str, text: String) {
        self.0.lock().unwrap().push((kind, text));
    }

    fn take(&self) -> Vec<(&'static str, String)> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// A method, a path with its query, headers, and a body.
type Call = (String, String, Vec<(String, String)>, String);

async fn send(router: &Router, (method, target, headers, body): &Call) -> Option<(u16, Vec<String>, String)> {
    let builder = Request::builder().method(method.as_str()).uri(target);
    let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value));
    let request = builder.body(Body::from(body.clone())).ok()?;
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let headers = parts.headers.iter().map(|(name, value)| format!("{name}: {value:?}"));
    Some((parts.status.as_u16(), headers.collect(), String::from_utf8_lossy(&bytes).into_owned()))
}

/// A service that logs each body, and passes it on to a router.
fn logged<B>(
    router: Router,
    log: Log,
) -> impl Service<Request<B>, Response = Response<Body>, Error = BoxError, Future: Send> + Clone + Send + Sync
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    service_fn(move |request: Request<B>| {
        let (router, log) = (router.clone(), log.clone());
        async move {
            let (parts, body) = request.into_parts();
            let bytes = to_bytes(Body::new(body), usize::MAX).await?;
            let media_type = parts.headers.get("content-type").and_then(|value| value.to_str().ok());
            log.add_text("media type", media_type.unwrap_or_default().to_owned());
            log.add_text("body", String::from_utf8_lossy(&bytes).into_owned());
            router.oneshot(Request::from_parts(parts, Body::from(bytes))).await.map_err(Into::into)
        }
    })
}

struct Travel {
    direct: Router,
    proxy: Router,
    before: Log,
    after: Log,
}
"#;

const SEND: &str = r#"
    for line in std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap().lines() {
        let (module, call): (String, Call) = serde_json::from_str(line).unwrap();
        let Travel { direct, proxy, before, after } = &routers[module.as_str()];
        let (direct, proxied) = (send(direct, &call).await, send(proxy, &call).await);
        println!("{}", serde_json::to_string(&(direct, proxied, before.take(), after.take())).unwrap());
    }
}
"#;

/// The program for these modules.
pub fn program(modules: &[String]) -> String {
    let mut text = "#![allow(unused_imports, reason = \"skeletons import them\")]\n".to_owned();
    writeln!(text, "pub mod apis;\npub use apis::{{{}}};", modules.join(", ")).unwrap();
    for name in modules {
        writeln!(text, "mod {name}_proxy;\nmod {name}_recorder;").unwrap();
    }
    text += HARNESS;
    text += "\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n";
    text += "    let mut routers = std::collections::HashMap::<&str, Travel>::new();\n";
    for name in modules {
        write!(
            text,
            "    let (before, after) = (Log::default(), Log::default());
    let recorder = {name}::service(Arc::new({name}_recorder::Server {{ log: after.clone() }}));
    let client = {name}::client::Client::new(logged::<{name}::client::Body>(recorder, after.clone()));
    let proxy = {name}::service(Arc::new({name}_proxy::Server {{ client, log: before.clone() }}));
    let direct = {name}::service(Arc::new({name}::example_server::Examples));
    routers.insert(\"{name}\", Travel {{ direct, proxy, before, after }});
"
        )
        .unwrap();
    }
    text + SEND
}
