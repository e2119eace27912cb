//! The security schemes that settings define.

use crate::api::{ApiKey, HttpScheme, KeyLocation, SchemeKind};
use std::str::FromStr;

/// How a request sends credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecurityScheme {
    /// A query parameter with this name.
    Query(String),
    /// A header with this name.
    Header(String),
    /// A cookie with this name.
    Cookie(String),
    /// A user name and a password, in the header `Authorization`.
    Basic,
    /// A token in the header `Authorization`. Use it for OAuth 2 and OpenID Connect as well.
    Bearer,
    /// The credentials of the HTTP authentication scheme with this name, such as `Digest`, in the header
    /// `Authorization`.
    Http(String),
    /// The certificate of the client.
    MutualTls,
}

impl FromStr for SecurityScheme {
    type Err = String;

    /// Parses a scheme in the syntax of flags and `stubsmith.yaml`: `basic`, `bearer`, `header:X-Key`, `query:key`,
    /// `cookie:SID`, `http:Digest` or `mutualTLS`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("header", header)) if !header.is_empty() => Ok(Self::Header(header.to_owned())),
            Some(("query", parameter)) if !parameter.is_empty() => Ok(Self::Query(parameter.to_owned())),
            Some(("cookie", cookie)) if !cookie.is_empty() => Ok(Self::Cookie(cookie.to_owned())),
            Some(("http", scheme)) if !scheme.is_empty() => Ok(Self::Http(scheme.to_owned())),
            None if text == "basic" => Ok(Self::Basic),
            None if text == "bearer" => Ok(Self::Bearer),
            None if text == "mutualTLS" => Ok(Self::MutualTls),
            _ => Err(
                "a security scheme must be `basic`, `bearer`, `header:X-Key`, `query:key`, `cookie:SID`, \
                      `http:Digest` or `mutualTLS`"
                    .to_owned(),
            ),
        }
    }
}

impl SecurityScheme {
    pub(crate) fn kind(&self) -> SchemeKind {
        match self {
            Self::Query(name) => api_key(KeyLocation::Query, name),
            Self::Header(name) => api_key(KeyLocation::Header, name),
            Self::Cookie(name) => api_key(KeyLocation::Cookie, name),
            Self::Http(name) => SchemeKind::Http(HttpScheme::from_name(name)),
            Self::MutualTls => SchemeKind::MutualTls,
            Self::Basic => SchemeKind::Http(HttpScheme::Basic),
            Self::Bearer => SchemeKind::Http(HttpScheme::Bearer),
        }
    }
}

fn api_key(location: KeyLocation, name: &str) -> SchemeKind {
    SchemeKind::ApiKey(ApiKey { location, name: name.to_owned() })
}
