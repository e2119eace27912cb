//! Serves the API on loopback: `probes --listen 127.0.0.1:8080 --version 3.1`.

use probes::service;
use std::net::SocketAddr;
use std::process::ExitCode;
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |flag: &str| {
        let flag = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(flag + 1)
    };
    let listen = value("--listen").and_then(|listen| listen.parse::<SocketAddr>().ok());
    let router = value("--version").and_then(|version| service(version));
    let (Some(listen), Some(router), 4) = (listen, router, arguments.len()) else {
        eprintln!("usage: probes --listen ADDRESS:PORT --version 3.0|3.1");
        return ExitCode::from(2);
    };
    if !listen.ip().is_loopback() {
        eprintln!("probes: {listen} is not a loopback address");
        return ExitCode::from(2);
    }
    let served = async { axum::serve(TcpListener::bind(listen).await?, router).await };
    match served.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("probes: {error}");
            ExitCode::FAILURE
        }
    }
}
