//! The docs page: Swagger UI, which the program contains, so the page loads nothing from other hosts. It shows the spec
//! that the generated code serves at `/openapi.json`.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The path of the page.
pub(crate) const PATH: &str = "/docs";

/// The resources that the page may load: files of this server, and the styles that Swagger UI writes itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; connect-src 'self'";

/// Returns the routes of the page.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    // Without `none`, a page on any host but localhost sends the address of the spec to a validator.
    let config = Config::from("/openapi.json").validator_url("none").try_it_out_enabled(true);
    Router::from(SwaggerUi::new(PATH).config(config)).layer(map_response(with_policy)).with_state(())
}

async fn with_policy(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
