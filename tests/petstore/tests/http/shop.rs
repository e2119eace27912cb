//! A running shop, and a client that writes its requests by hand.

use petstore::{Server, petstore::service};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The key of a till.
pub const TILL: &str = "X-Till-Key: till";
pub const JSON: &str = "Content-Type: application/json";

pub struct Shop {
    address: SocketAddr,
}

impl Shop {
    /// A shop without pets.
    pub async fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = service(Arc::new(Server::new("till")));
        tokio::spawn(async move { axum::serve(listener, server).await });
        Self { address }
    }

    /// A shop with a cat, number 1, and a dog, number 2.
    pub async fn with_pets() -> Self {
        let shop = Self::open().await;
        for pet in [
            r#"{"kind":"Cat","name":"Minka","tags":["calm"]}"#,
            r#"{"kind":"Dog","name":"Rollo","size":41.5}"#,
        ] {
            let answer = shop.send("POST /v1/pets", &[TILL, JSON], pet).await;
            assert!(answer.starts_with("201 Created\n"), "{answer}");
        }
        shop
    }

    /// The response: the status, the headers that are not about the connection, and the body.
    pub async fn send(&self, start: &str, headers: &[&str], body: impl AsRef<[u8]>) -> String {
        let body = body.as_ref();
        let mut request = format!("{start} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n");
        for header in headers {
            request.extend([header, "\r\n"]);
        }
        if !body.is_empty() {
            request.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
        }
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(&[request.as_bytes(), b"\r\n", body].concat()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        show(&String::from_utf8(answer).unwrap())
    }

    pub async fn get(&self, path: &str, headers: &[&str]) -> String {
        self.send(&format!("GET {path}"), headers, "").await
    }

    /// Creates an account with these scopes, a JSON array; returns the header with its token.
    pub async fn sign_up(&self, name: &str, scopes: &str) -> String {
        let user = format!(r#"{{"name":"{name}","password":"correct horse","scopes":{scopes}}}"#);
        let answer = self.send("POST /v1/users", &[JSON], user).await;
        assert!(answer.starts_with("201 Created\n"), "{answer}");
        let basic = format!("Authorization: Basic {}", base64(&format!("{name}:correct horse")));
        let session = self.send("POST /v1/sessions", &[&basic], "").await;
        let (_, token) = session.split_once(r#""access_token":""#).unwrap();
        format!("Authorization: Bearer {}", token.split('"').next().unwrap())
    }
}

fn show(answer: &str) -> String {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let about_connection = ["connection:", "content-length:", "date:"];
    let lines = head.lines().filter(|line| !about_connection.iter().any(|name| line.starts_with(name)));
    let mut shown: Vec<&str> = lines.collect();
    shown[0] = shown[0].trim_start_matches("HTTP/1.1 ");
    if !body.is_empty() {
        shown.push(body);
    }
    shown.join("\n")
}

pub fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits =
            three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = char::from(DIGITS[bits >> (18 - 6 * place) & 63]);
            encoded.push(if place > three.len() { '=' } else { digit });
        }
    }
    encoded
}
