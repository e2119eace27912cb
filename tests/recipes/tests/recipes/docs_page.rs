//! A docs page: Swagger UI, which the server contains, so that the page needs no other host. The generated code serves
//! the spec, with the setting `embed-description`.

use crate::browser::Browser;
use axum::Router;
use axum::http::{HeaderValue, header};
use petstore::petstore::{DESCRIPTION, OPERATIONS, service};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use stubsmith_recipes::{Client, serve};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The resources that the page may load: files of this server, and the styles that Swagger UI writes itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; connect-src 'self'";

fn app(server: petstore::Server) -> Router {
    // Without `none`, a page on any host but localhost sends the address of the spec to a validator.
    let config = Config::from("/openapi.json").validator_url("none").try_it_out_enabled(true);
    let page = Router::from(SwaggerUi::new("/docs").config(config));
    let policy = HeaderValue::from_static(POLICY);
    let policy = SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, policy);
    service(Arc::new(server)).merge(page.layer(policy))
}

#[tokio::test]
async fn the_spec_and_the_page_are_served_without_credentials() {
    let client = serve(app(petstore::Server::new("till"))).await.unwrap();
    let answer = client.send("GET /openapi.json", &[]).await.unwrap();
    let (head, body) = answer.split_once("\n\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\ncontent-type: application/json\n"), "{head}");
    assert_eq!(body, DESCRIPTION);
    let document: Value = serde_json::from_str(body).unwrap();
    assert_eq!((document.get("host"), &document["basePath"]), (None, &json!("/v1")));
    assert!(!body.contains(".yaml"), "it refers to another file");

    let page = client.send("GET /docs/", &[]).await.unwrap();
    assert!(page.starts_with("HTTP/1.1 200 OK\n") && page.contains("swagger-ui-bundle.js"), "{page}");
    assert!(page.contains(&format!("\ncontent-security-policy: {POLICY}\n")), "{page}");
    let api = client.send("GET /v1/pets", &[]).await.unwrap();
    assert!(api.ends_with("\n\n[]") && !api.contains("content-security-policy"), "{api}");
}

#[tokio::test]
async fn the_paths_around_the_spec_have_the_errors_of_the_api() {
    let client = serve(app(petstore::Server::new("till"))).await.unwrap();
    let refused = client.send("POST /openapi.json", &[]).await.unwrap();
    assert!(refused.starts_with("HTTP/1.1 405 Method Not Allowed\n"), "{refused}");
    assert!(refused.contains("\nallow: GET,HEAD\n") && refused.contains("method-not-allowed"), "{refused}");
    let missing = client.send("GET /openapi", &[]).await.unwrap();
    assert!(missing.starts_with("HTTP/1.1 404 Not Found\n") && missing.contains("not-found"), "{missing}");
}

/// A user opens the page, gives the key of the till, and asks for the inventory.
#[tokio::test]
async fn a_browser_shows_the_page_and_sends_a_request_with_credentials() {
    let client = serve(app(petstore::Server::new("till"))).await.unwrap();
    let visit = tokio::task::spawn_blocking(move || visit(client));
    visit.await.unwrap();
}

fn visit(client: Client) {
    let Some(mut browser) = Browser::start_or_say() else { return };
    let origin = format!("http://{}", client.address());
    browser.open(&format!("{origin}/docs/"));
    let shown = format!("document.querySelectorAll('.opblock').length >= {}", OPERATIONS.len());
    browser.wait_for(&shown);

    let listed = "[...document.querySelectorAll('.opblock')].map(block => \
         block.querySelector('.opblock-summary-method').textContent + ' /v1' + \
         block.querySelector('[data-path]').dataset.path)";
    let listed: BTreeSet<String> = serde_json::from_value(browser.evaluate(listed)).unwrap();
    let declared = OPERATIONS.iter().map(|operation| format!("{} {}", operation.method, operation.path));
    assert_eq!(listed, declared.collect());

    let open = "document.querySelector('#operations-orders-getInventory .opblock-summary-control').click()";
    browser.evaluate(open);
    let answer = |status: &str| {
        format!(
            "document.querySelector('#operations-orders-getInventory .live-responses-table tbody \
             .response-col_status')?.textContent.startsWith('{status}')"
        )
    };
    let execute = "#operations-orders-getInventory .execute";
    // The page resolves the operation after it has opened it, and until then a request is never sent.
    browser
        .wait_for("document.querySelector('#operations-orders-getInventory .response[data-code]') !== null");
    browser.click(execute);
    browser.wait_for(&answer("401"));

    browser.click(".auth-wrapper .authorize");
    browser.fill("#api_key_value", "till");
    let authorize =
        "document.querySelector('#api_key_value').closest('form').querySelector('.authorize').click()";
    browser.evaluate(authorize);
    browser.click(".btn-done");
    browser.click(execute);
    browser.wait_for(&answer("200"));
    let body = "document.querySelector('#operations-orders-getInventory .live-responses-table tbody \
         .response-col_description code').textContent";
    let body = browser.evaluate(body);
    assert!(serde_json::from_str::<Value>(body.as_str().unwrap()).unwrap().is_object(), "{body}");

    assert_eq!(browser.complaints, Vec::<String>::new());
    let elsewhere =
        browser.requests.iter().filter(|url| !url.starts_with(&origin) && !url.starts_with("data:"));
    assert_eq!(elsewhere.collect::<Vec<_>>(), Vec::<&String>::new(), "the page is not offline");
}
