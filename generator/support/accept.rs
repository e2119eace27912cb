//! Content negotiation: the media type of a response. (RFC 9110, section 12.5.1)

use super::{Context, Rejection, Render};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use std::future::Future;

/// The media ranges that a client accepts, each with its weight in thousandths. If there are none, it accepts any.
pub struct Accept(Vec<(String, u16)>);

impl Context {
    /// Returns the media ranges that the client accepts, or an error if they include none of the offered media types.
    /// If none are offered, the choice is only between those of errors, which are sent anyway.
    pub(crate) fn accept(&self, offered: &[&'static str]) -> Result<Accept, Rejection> {
        let accept = self.accepted();
        (offered.is_empty() || accept.best(offered).is_some())
            .then_some(accept)
            .ok_or(Rejection::NotAcceptable)
    }

    /// Returns the offered media type that the client prefers, or `None` if it accepts none of them. If it prefers
    /// several equally, the first one is returned.
    pub fn preferred(&self, offered: &[&'static str]) -> Option<&'static str> {
        self.accepted().best(offered)
    }

    fn accepted(&self) -> Accept {
        let values = self.headers().get_all(header::ACCEPT).iter();
        let texts = values.filter_map(|value| value.to_str().ok());
        Accept(texts.flat_map(|text| text.split(',')).filter_map(read_range).collect())
    }
}

impl Accept {
    fn best(&self, offered: &[&'static str]) -> Option<&'static str> {
        let weighed = offered.iter().rev().map(|media_type| (self.weight(media_type), *media_type));
        weighed.filter(|(weight, _)| *weight > 0).max_by_key(|(weight, _)| *weight).map(|(_, best)| best)
    }

    /// "If more than one media range applies to a given type, the most specific reference has precedence."
    fn weight(&self, media_type: &str) -> u16 {
        let applies = |(range, weight): &(String, u16)| Some((specificity(range, media_type)?, *weight));
        let applying = self.0.iter().filter_map(applies).max_by_key(|(specific, _)| *specific);
        applying.map_or(if self.0.is_empty() { 1000 } else { 0 }, |(_, weight)| weight)
    }

    /// Returns the offered media type that the client prefers, or the first one if it accepts none of them, since an
    /// error response is sent anyway.
    pub(crate) fn choose(&self, offered: &[&'static str]) -> &'static str {
        self.best(offered).or(offered.first().copied()).unwrap_or_default()
    }

    /// Awaits the handler, and keeps the accepted media ranges to render the response.
    pub(crate) async fn negotiate<T, E>(
        self,
        handler: impl Future<Output = Result<T, E>>,
    ) -> Result<Negotiated<T>, E> {
        Ok(Negotiated { response: handler.await?, accept: self })
    }
}

/// A response whose media type depends on the media ranges that the client accepts.
pub trait Negotiate {
    fn render(self, accept: &Accept) -> Result<Response, Rejection>;
}

/// A response, and the media ranges that the client accepts.
pub struct Negotiated<T> {
    response: T,
    accept: Accept,
}

impl<T: Negotiate> Render for Negotiated<T> {
    /// Sends `Vary: Accept`, since the response depends on that header.
    fn render(self) -> Result<Response, Rejection> {
        let mut response = self.response.render(&self.accept)?;
        response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
        Ok(response)
    }
}

/// Separates a media range and its weight. Returns `None` if the text is not a media range.
fn read_range(text: &str) -> Option<(String, u16)> {
    let mut parts = text.split(';').map(|part| part.trim().to_ascii_lowercase());
    let mut range = parts.next().filter(|range| range.contains('/'))?;
    let mut weight = 1000;
    for part in parts {
        match part.strip_prefix("q=") {
            Some(text) => {
                weight = read_weight(text)?;
                break;
            }
            // Text is always sent as UTF-8, so a charset makes no difference.
            None if part.is_empty() || part.starts_with("charset=") => {}
            None => range = range + ";" + &part,
        }
    }
    Some((range, weight))
}

/// Parses a weight from `0` to `1` with up to three decimal places. Returns it in thousandths.
fn read_weight(text: &str) -> Option<u16> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    let valid = digits.len() <= 3 && digits.bytes().all(|digit| digit.is_ascii_digit());
    let thousandths = format!("{digits:0<3}").parse::<u16>().ok().filter(|_| valid)?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

/// Returns how specific a range is, or `None` if it does not include the media type. Both may have wildcards.
pub(super) fn specificity(range: &str, media_type: &str) -> Option<usize> {
    let media_type = media_type.to_ascii_lowercase();
    let (mut asked, mut given) = (range.split(';'), media_type.split(';').map(str::trim));
    let (main, sub) = asked.next()?.split_once('/')?;
    let (given_main, given_sub) = given.next()?.split_once('/')?;
    let same = |a: &str, b: &str| a == b || a == "*" || b == "*";
    let given: Vec<&str> = given.collect();
    let parameters: Vec<&str> = asked.collect();
    let fits = same(main, given_main) && same(sub, given_sub);
    (fits && parameters.iter().all(|parameter| given.contains(parameter)))
        .then(|| usize::from(main != "*") + usize::from(sub != "*") + parameters.len())
}
