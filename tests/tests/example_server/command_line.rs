//! The command line of the example.

use super::process::*;

#[tokio::test]
async fn help_is_not_an_error() {
    let output = run(&["--help"]).await;
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("usage: server "));
    assert!(output.stderr.is_empty());
}

#[tokio::test]
async fn a_wrong_command_line_is_reported_without_tokens() {
    let lines: &[&[&str]] = &[
        &[],
        &["--listen", "127.0.0.1:0"],
        &["--token"],
        &["--token", ""],
        &["--token", TOKEN, "--listen"],
        &["--token", TOKEN, "--listen", "nowhere"],
        &["--token", TOKEN, SECOND_TOKEN],
        &["--token=first-secret-token"],
        &["--tokens", TOKEN],
        &["--listen", TOKEN, "--token", TOKEN],
    ];
    for line in lines {
        let output = run(line).await;
        assert_eq!(output.status.code(), Some(2), "{line:?}");
        assert!(output.stdout.is_empty(), "{line:?}");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.starts_with("server: ") && message.contains("usage: server "), "{message}");
        assert!(!message.contains(TOKEN) && !message.contains(SECOND_TOKEN), "{message}");
    }
}

#[tokio::test]
async fn an_address_in_use_is_an_error() {
    let server = Server::start().await;
    let address = server.address.to_string();
    let output = run(&["--listen", &address, "--token", TOKEN]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("server: "));
}
