//! Responses 101 over a connection: it speaks another protocol afterwards, and only if the client asked for it.

use crate::client::{send, with_headers};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::Duration;
use stubsmith_golden::upgrade::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

struct Server;

/// Shows why a response was not sent.
struct Shown(Rejection);

impl From<Rejection> for Shown {
    fn from(rejection: Rejection) -> Self {
        Self(rejection)
    }
}

impl IntoResponse for Shown {
    fn into_response(self) -> Response {
        (self.0.status(), format!("{:?}", self.0)).into_response()
    }
}

/// Sends the input back, in upper case.
async fn echo(connection: OnUpgrade) -> std::io::Result<()> {
    let mut io = TokioIo::new(connection.await.map_err(std::io::Error::other)?);
    let mut word = [0; 5];
    io.read_exact(&mut word).await?;
    io.write_all(&word.to_ascii_uppercase()).await?;
    io.shutdown().await
}

impl Api for Server {
    type Error = Shown;

    async fn attach(&self, cx: Context, request: AttachRequest) -> Result<AttachResponse, Shown> {
        if let Ok(status) = request.id.parse() {
            return Ok(AttachResponse::Default { status: StatusCode::from_u16(status).unwrap() });
        }
        if request.id == "never" {
            let upgrade = vec!["tcp".to_owned(), "h2c".to_owned()];
            return Ok(AttachResponse::UpgradeRequired { headers: AttachUpgradeRequiredHeaders { upgrade } });
        }
        let Some(upgrade) = cx.upgrade("tcp") else { return Ok(Content::from("the stream").into()) };
        if let Some(connection) = cx.extension::<OnUpgrade>().cloned() {
            tokio::spawn(echo(connection));
        }
        Ok(AttachResponse::SwitchingProtocols(upgrade))
    }

    async fn talk(&self, cx: Context) -> Result<TalkResponse, Shown> {
        let Some(upgrade) = cx.upgrade("websocket") else { return Err(Rejection::NotAcceptable.into()) };
        let accept = HeaderName::from_static("sec-websocket-accept");
        let length = HeaderName::from_static("content-length");
        let upgrade = upgrade
            .header(accept, HeaderValue::from_static("a key"))
            .header(length, HeaderValue::from_static("7"));
        let headers = TalkSwitchingProtocolsHeaders { content_type: None, x_session: Some(7) };
        Ok(TalkResponse::SwitchingProtocols { headers, upgrade })
    }
}

const ASKED: [(&str, &str); 2] = [("upgrade", "h2c, TCP"), ("connection", "keep-alive, Upgrade")];

#[tokio::test]
async fn the_connection_speaks_another_protocol_after_101() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, service(Arc::new(Server))).await });
    let exchange = async {
        let mut client = TcpStream::connect(address).await.unwrap();
        let head = "POST /boxes/a/attach HTTP/1.1\r\nHost: a\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n";
        client.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(client.read_u8().await.unwrap());
        }
        client.write_all(b"hello").await.unwrap();
        let mut echoed = String::new();
        client.read_to_string(&mut echoed).await.unwrap();
        (String::from_utf8(answer).unwrap(), echoed)
    };
    let (answer, echoed) = tokio::time::timeout(Duration::from_secs(10), exchange).await.unwrap();
    let mut lines: Vec<&str> = answer.lines().filter(|line| !line.starts_with("date:")).collect();
    lines.sort_unstable();
    assert_eq!(lines, ["", "HTTP/1.1 101 Switching Protocols", "connection: upgrade", "upgrade: tcp"]);
    assert_eq!(echoed, "HELLO");
}

/// RFC 9110, section 7.8: "A server MUST NOT switch to a protocol that was not indicated by the client", and "MUST
/// ignore an Upgrade header field that is received in an HTTP/1.0 request".
#[tokio::test]
async fn the_server_only_switches_to_a_requested_protocol() {
    let router = service(Arc::new(Server));
    let attach = async |headers: &[(&str, &str)]| {
        send(&router, with_headers("POST", "/boxes/a/attach", headers)).await
    };
    assert_eq!(attach(&ASKED).await, "101 ");
    let not: [&[(&str, &str)]; 5] = [
        &[],
        &[("upgrade", "tcp")],
        &[("connection", "upgrade")],
        &[("upgrade", "websocket"), ("connection", "upgrade")],
        &[("upgrade", "tcp/2"), ("connection", "upgrades, up")],
    ];
    for headers in not {
        assert_eq!(attach(headers).await, "200 the stream", "{headers:?}");
    }
    for version in [axum::http::Version::HTTP_10, axum::http::Version::HTTP_2] {
        let mut request = with_headers("POST", "/boxes/a/attach", &ASKED);
        *request.version_mut() = version;
        assert_eq!(send(&router, request).await, "200 the stream", "{version:?}");
    }
    let head = with_headers("HEAD", "/talk", &[("upgrade", "websocket"), ("connection", "upgrade")]);
    assert_eq!(send(&router, head).await, "406 ");
}

#[tokio::test]
async fn every_response_that_names_a_protocol_has_both_headers() {
    let router = service(Arc::new(Server));
    let headers = async |method: &str, uri: &str, asked: &[(&str, &str)]| {
        let response = router.clone().oneshot(with_headers(method, uri, asked)).await.unwrap();
        let headers = response.headers().iter();
        let mut headers: Vec<_> =
            headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        headers.retain(|header| header != "content-length: 0");
        headers.sort_unstable();
        (response.status().as_u16(), headers.join("; "))
    };
    assert_eq!(
        headers("GET", "/talk", &[("upgrade", "websocket"), ("connection", "upgrade")]).await,
        (
            101,
            "connection: upgrade; sec-websocket-accept: a key; upgrade: websocket; x-session: 7".to_owned()
        )
    );
    assert_eq!(
        headers("POST", "/boxes/never/attach", &[]).await,
        (426, "connection: upgrade; upgrade: tcp,h2c".to_owned())
    );
}

/// A status that is not final, or that switches to no protocol, is not a status of the default response.
#[tokio::test]
async fn the_default_response_is_final() {
    let router = service(Arc::new(Server));
    for status in ["100", "101", "102", "103", "199"] {
        let sent = send(&router, with_headers("POST", &format!("/boxes/{status}/attach"), &ASKED)).await;
        assert!(
            sent.starts_with("500 ") && sent.contains("cannot be the status of the default response"),
            "{sent}"
        );
    }
    assert_eq!(send(&router, with_headers("POST", "/boxes/418/attach", &ASKED)).await, "418 ");
}
