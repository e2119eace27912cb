//! The current client-server API, in OpenAPI 3.1: a server and a client in one crate, whose `/sync` is called.

use super::package::{Package, documents};
use super::{config, corpus};

/// The dependencies of the server, of the client, and of their tests.
const BOTH_SIDES: &str = r#"
axum = { version = "0.8.9", default-features = false, features = ["http1", "matched-path", "multipart", "tokio"] }
bytes = "1"
http-body = "1"
hyper-util = { version = "0.1", features = ["client-legacy", "http1", "tokio"] }
regex = "1"
serde = "1"
serde_json = { version = "1", features = ["preserve_order"] }
tokio = { version = "1", features = ["macros", "net", "rt", "sync", "time"] }
tower-service = "0.3"
"#;

/// Changes of the skeleton: the text before which there is nothing to change, the old text, and the new one.
const CHANGES: [(&str, &str, &str); 3] = [
    ("", "pub struct Server;", "pub use crate::timeline::Server;"),
    (
        "async fn authenticate(",
        "let _ = (cx, credentials);\n        Err(Rejection::MissingCredentials.into())",
        "let _ = cx;\n        Server::caller(&credentials)",
    ),
    (
        "async fn sync(",
        "let _ = (principal, request);\n        let rejection = Rejection::NotImplemented {\n            \
         operation: cx.operation(),\n        };\n        Err(rejection.into())",
        "let _ = (cx, principal);\n        self.batch(request).await",
    ),
];

#[test]
#[ignore = "compiles the whole API"]
fn a_client_follows_sync() {
    let Some(root) = corpus("matrix-head-oas31/data") else { return };
    let documents = documents(&root.join("api/client-server"));
    assert_eq!(documents.len(), 72);
    let config = config(&documents, &root).client(true);
    let mut skeleton = config.stub(Some("crate::matrix")).files.remove(0).text;
    for (after, old, new) in CHANGES {
        let start = skeleton.find(after).unwrap();
        let (before, rest) = skeleton.split_at(start);
        assert!(rest.contains(old), "{after}: {rest:.500}");
        skeleton = before.to_owned() + &rest.replacen(old, new, 1);
    }
    let package = Package::with_dependencies("matrix-client-server", BOTH_SIDES);
    package.add("matrix", &config);
    package.add_file("server", &skeleton);
    package.add_file("timeline", include_str!("timeline.rs"));
    package.add_tests("sync_loop", include_str!("sync_loop.rs"));
    let output = package.cargo(&["test", "--quiet", "--test", "sync_loop"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("2 passed"), "{text}");
}
