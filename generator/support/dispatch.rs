//! Routes requests that axum's router does not route. It matches whole segments of a path, so if a path parameter is only
//! a part of a segment, several path templates can become one route. It also does not know methods such as QUERY. This
//! module selects the template that matches the path, and the operation with the method. If the path of an operation has
//! a query or a fragment in the spec, it is the operation for requests with these parameters.

use super::glue::Route;
use super::template::split;
use super::{Pairs, Query, Rejection};
use axum::http::{HeaderMap, Method, header};
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
        let (path, _) = split_path(route.operation.path);
        Self { segments: path.split('/').map(texts).collect(), routes: vec![route] }
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
        let is_selected = |route: &Route| !split_path(route.operation.path).1.is_empty();
        self.is_parted() || self.routes.iter().any(|route| has_own_method(route) || is_selected(route))
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

/// Splits a path template before its query or its fragment. They have no variables.
fn split_path(template: &'static str) -> (&'static str, &'static str) {
    let variables = template.rfind('}').map_or(0, |end| end + 1);
    let at = template.get(variables..).and_then(|rest| rest.find(['?', '#']));
    at.and_then(|at| template.split_at_checked(variables + at)).unwrap_or((template, ""))
}

/// Returns the operation with this method that the request selects, or the number of operations with this method.
fn select<'r>(routes: &'r [Route], method: &Method, request: &Request) -> Result<&'r Route, usize> {
    let of_method = || routes.iter().rev().filter(|route| route.operation.method == method.as_str());
    let count = of_method().count();
    let query = request.uri().query().unwrap_or_default();
    let pairs = Pairs::of(query);
    let selected = of_method().filter_map(|route| match split_path(route.operation.path).1 {
        "" => Some((0, route)),
        // A fragment selects one of several operations.
        fragment if count == 1 && fragment.starts_with('#') => Some((0, route)),
        selectors => Some((given(selectors, Query::new(query, &pairs), request.headers())?, route)),
    });
    // The operation with the most parameters is the most specific one. Of several, it is the first one of the spec.
    selected.max_by_key(|(number, _)| *number).map(|(_, route)| route).ok_or(count)
}

/// Returns the number of parameters in the query or the fragment of a path, if the request has all of them. Those of a
/// fragment are in the query or in headers.
fn given(selectors: &'static str, query: Query<'_>, headers: &HeaderMap) -> Option<usize> {
    let own = selectors.get(1..)?;
    let own_pairs = Pairs::of(own);
    let mut parameters = Query::new(own, &own_pairs).each();
    let number = Query::new(own, &own_pairs).each().count();
    let has_all = parameters.all(|(name, value)| {
        let (Some(name), Ok(value)) = (name, value.into_text()) else { return false };
        let is_value = |given: &str| value.is_empty() || given == value;
        let mut in_query = query.each().filter(|(other, _)| other.as_deref() == Some(&*name));
        in_query.any(|(_, given)| given.into_text().is_ok_and(|given| is_value(&given)))
            || (selectors.starts_with('#')
                && headers.get_all(&*name).iter().any(|given| given.to_str().is_ok_and(is_value)))
    });
    has_all.then_some(number)
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
    let is_head = *request.method() == Method::HEAD;
    let mut selected = select(routes, request.method(), &request);
    if is_head && selected.as_ref().is_err_and(|others| *others == 0) {
        selected = select(routes, &Method::GET, &request);
    }
    match (selected, routes.first()) {
        (Ok(route), _) if found.is_some() => {
            let response = route.serve.clone().call(request, ()).await;
            if is_head { without_length(response) } else { response }
        }
        (Err(0), Some(other)) if found.is_some() => {
            (other.reject)(Rejection::MethodNotAllowed, Some(other.operation))
        }
        (_, Some(other)) => (other.reject)(Rejection::NotFound, None),
        (_, None) => Response::default(),
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
