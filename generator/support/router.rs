//! Routes requests with axum's router.

use super::glue::Route;
use axum::Router;

/// Creates a router from these routes.
pub fn connect(routes: Vec<Route>) -> Router {
    let router = Router::new().without_v07_checks();
    routes.into_iter().fold(router, |router, route| router.route(route.operation.route, route.serve))
}
