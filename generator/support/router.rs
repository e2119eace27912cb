//! Routes to a router.

use super::glue::Route;
use axum::Router;

/// The router that has these routes.
pub fn connect(routes: Vec<Route>) -> Router {
    let router = Router::new().without_v07_checks();
    routes.into_iter().fold(router, |router, route| router.route(route.operation.route, route.serve))
}
