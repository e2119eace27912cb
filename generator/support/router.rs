//! Routing.

use super::glue::Route;
use axum::Router;

/// Makes a router of these routes.
pub fn connect(routes: Vec<Route>) -> Router {
    let router = Router::new().without_v07_checks();
    routes.into_iter().fold(router, |router, route| router.route(route.operation.route, route.serve))
}
