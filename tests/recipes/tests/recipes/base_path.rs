//! An API below a path that its spec does not contain, as behind a proxy that does not strip it. If a segment of a path
//! starts with `:` or `*`, the outer router needs `without_v07_checks()`.

use axum::Router;
use std::sync::Arc;
use stubsmith_recipes::serve;

fn app(server: petstore::Server) -> Router {
    let shop = petstore::petstore::service(Arc::new(server));
    Router::new().nest("/shops/1", shop)
}

#[tokio::test]
async fn the_api_is_found_below_the_path_and_nowhere_else() {
    let client = serve(app(petstore::Server::new("till"))).await.unwrap();
    let missing = "\n\n{\"code\":\"not-found\",\"message\":\"there is nothing at this path\"}";
    for (start, head, end) in [
        ("GET /shops/1/v1/pets", "200 OK\n", "\n\n[]"),
        ("GET /shops/1/v1/pets/1.txt", "404 Not Found\n", "there is no pet 1\"}"),
        ("PUT /shops/1/v1/pets", "405 Method Not Allowed\n", "this path does not allow this method\"}"),
        ("GET /shops/1/v1/nothing", "404 Not Found\n", missing),
        ("GET /v1/pets", "404 Not Found\n", "content-length: 0\n\n"),
    ] {
        let answer = client.send(start, &[]).await.unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {head}")) && answer.ends_with(end),
            "{start}: {answer}"
        );
    }
    let refused = client.send("PUT /shops/1/v1/pets", &[]).await.unwrap();
    assert!(refused.contains("\nallow: GET, POST, HEAD\n"), "{refused}");
}

#[tokio::test]
async fn a_path_with_a_colon_is_dispatched_below_the_path() {
    let client = serve(app(petstore::Server::new("till"))).await.unwrap();
    let refused = client.send("GET /shops/1/v1/pets/1:adopt", &[]).await.unwrap();
    assert!(refused.contains("405 Method Not Allowed\n") && refused.contains("\nallow: POST\n"), "{refused}");
}
