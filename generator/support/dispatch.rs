//! Routes requests that axum's router does not route. It matches whole segments of a path, so if a path parameter is only
//! a part of a segment, several path templates can become one route. It also does not know methods such as QUERY. This
//! module selects the template that matches the path, and the operation with the method.

use super::Rejection;
use super::glue::Route;
use super::template::split;
use axum::http::{Method, header};
use axum::routing::{MethodFilter, any};
use axum::{Router, body::Body, extract::Request, handler::Handler as _, response::Response};
use std::{collections::HashSet, fmt::Write as _, sync::Arc};

/// A path template, and its operations.
#[derive(Clone)]
struct Template {
    /// The literal parts around the parameters of each segment. A segment without parameters is one literal part.
    segments: Vec<Vec<String>>,
    routes: Vec<Route>,
}

impl Template {
    fn new(route: Route) -> Self {
        Self { segments: route.operation.path.split('/').map(texts).collect(), routes: vec![route] }
    }

    /// Returns the priority of a template. Literal text is more specific than a parameter, and earlier segments decide
    /// first.
    fn weight(&self) -> Vec<usize> {
        let weight = |texts: &Vec<String>| match texts.len() {
            1 => usize::MAX,
            _ => texts.iter().map(String::len).sum(),
        };
        self.segments.iter().map(weight).collect()
    }

    fn is_parted(&self) -> bool {
        self.segments.iter().any(|texts| texts.len() > 1 && texts.iter().any(|text| !text.is_empty()))
    }

    fn needs_dispatch(&self) -> bool {
        let has_own_method = |route: &Route| MethodFilter::try_from(route.operation.method()).is_err();
        self.is_parted() || self.routes.iter().any(has_own_method)
    }

    /// Returns whether this template can match a path that the route of the other template matches.
    fn covers(&self, other: &Self) -> bool {
        let mut pairs = self.segments.iter().zip(&other.segments);
        self.segments.len() == other.segments.len() && pairs.all(|(own, other)| own.len() > 1 || own == other)
    }

    fn matches(&self, path: &str) -> bool {
        let given: Vec<&str> = path.split('/').collect();
        let mut pairs = self.segments.iter().zip(&given);
        self.segments.len() == given.len()
            && pairs.all(|(texts, given)| match texts.as_slice() {
                [text] => text == given,
                texts => split(given, texts).is_some(),
            })
    }
}

/// Returns the literal parts around the parameters of a segment, percent-encoded. (RFC 3986, section 3.3)
fn texts(segment: &str) -> Vec<String> {
    let outside = segment.split('{').map(|text| text.split_once('}').map_or(text, |(_, after)| after));
    outside.map(escape).collect()
}

fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

/// Creates a router from these routes.
pub fn connect(routes: Vec<Route>) -> Router {
    let mut templates: Vec<Template> = Vec::new();
    for route in routes {
        let template = Template::new(route);
        match templates.iter_mut().find(|other| other.segments == template.segments) {
            Some(same) => same.routes.extend(template.routes),
            None => templates.push(template),
        }
    }
    templates.sort_by_key(|template| std::cmp::Reverse(template.weight()));
    let mut dispatched = HashSet::new();
    let mut router = Router::new().without_v07_checks();
    for template in templates.iter().filter(|template| template.needs_dispatch()) {
        let Some(route) = template.routes.first().map(|route| route.operation.route) else { continue };
        if dispatched.insert(route) {
            let candidates: Arc<[Template]> =
                templates.iter().filter(|other| other.covers(template)).cloned().collect();
            router = router.route(route, any(move |request| dispatch(Arc::clone(&candidates), request)));
        }
    }
    let others = templates.into_iter().flat_map(|template| template.routes);
    let others = others.filter(|route| !dispatched.contains(route.operation.route));
    others.fold(router, |router, route| router.route(route.operation.route, route.serve))
}

async fn dispatch(candidates: Arc<[Template]>, request: Request) -> Response {
    let found = candidates.iter().find(|template| template.matches(request.uri().path()));
    let routes = found.or(candidates.first()).map(|template| template.routes.as_slice()).unwrap_or_default();
    let of_method = |method: &Method| {
        routes.iter().find(|route| found.is_some() && route.operation.method == method.as_str())
    };
    let is_head = *request.method() == Method::HEAD;
    let route = of_method(request.method()).or_else(|| of_method(&Method::GET).filter(|_| is_head));
    match (route, routes.first()) {
        (Some(route), _) => {
            let response = route.serve.clone().call(request, ()).await;
            if is_head { without_length(response) } else { response }
        }
        (None, Some(other)) if found.is_some() => {
            (other.reject)(Rejection::MethodNotAllowed, Some(other.operation))
        }
        (None, Some(other)) => (other.reject)(Rejection::NotFound, None),
        (None, None) => Response::default(),
    }
}

/// Keeps the response to HEAD without a `Content-Length`. Its body is already removed, so the router would otherwise
/// add a length of 0.
fn without_length(response: Response) -> Response {
    match response.headers().contains_key(header::CONTENT_LENGTH) {
        true => response,
        false => response.map(|_| Body::from_stream(Body::empty().into_data_stream())),
    }
}
