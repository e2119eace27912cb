//! Security: requirements and schemes ("Security Scheme Object", "Security Requirement Object").

use crate::diagnostic::{Place, Placed};
use crate::dialect::Version;

/// One alternative of the security of an operation. A request must satisfy all of its schemes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Requirement {
    pub schemes: Vec<RequiredScheme>,
}

/// A security scheme in a requirement.
#[derive(Clone, Debug)]
pub(crate) struct RequiredScheme {
    pub name: String,
    pub place: Place,
    /// The version of the document with the requirement.
    pub version: Version,
    /// The required scopes or roles.
    pub scopes: Vec<Placed<String>>,
    /// `None` if no document defines the scheme.
    pub scheme: Option<Scheme>,
}

/// A security scheme.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    pub name: String,
    /// The place of its definition, or of a requirement if no document defines it.
    pub place: Place,
    pub description: Option<String>,
    pub kind: SchemeKind,
}

impl Scheme {
    /// Returns whether the scheme is an API key in the header `Authorization`.
    pub(crate) fn is_authorization_key(&self) -> bool {
        matches!(&self.kind, SchemeKind::ApiKey(key)
            if key.location == KeyLocation::Header && key.name.eq_ignore_ascii_case("authorization"))
    }
}

/// Compares only the names and kinds, because documents may define the same scheme with different descriptions.
impl PartialEq for Scheme {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.kind) == (&other.name, &other.kind)
    }
}

/// How a request sends credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    ApiKey(ApiKey),
    /// An HTTP authentication scheme, in the header `Authorization`.
    Http(HttpScheme),
    OAuth2(OAuth2),
    /// A bearer token from an OpenID provider. The spec does not list its scopes.
    OpenIdConnect,
    /// The certificate of the client. It belongs to the connection, not to the request.
    MutualTls,
}

impl SchemeKind {
    /// Returns the name of the scheme in the header `Authorization`, or `None` if the credentials are not sent there or
    /// have no such name.
    pub(crate) fn authorization(&self) -> Option<&str> {
        match self {
            Self::ApiKey(_) | Self::MutualTls => None,
            Self::Http(HttpScheme::Basic) => Some("Basic"),
            Self::Http(HttpScheme::Bearer) | Self::OAuth2(_) | Self::OpenIdConnect => Some("Bearer"),
            Self::Http(HttpScheme::Other(name)) => Some(name),
        }
    }

    /// Returns whether the credentials are a bearer token.
    pub(crate) fn is_bearer(&self) -> bool {
        self.authorization() == Some("Bearer")
    }

    /// Returns whether a request sends the credentials of both in the same way.
    pub(crate) fn is_presented_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::ApiKey(one), Self::ApiKey(other)) => one.is_same(other),
            (Self::MutualTls, Self::MutualTls) => true,
            // RFC 9110, section 11.1: the name of a scheme is case-insensitive.
            _ => match (self.authorization(), other.authorization()) {
                (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
                _ => false,
            },
        }
    }
}

/// An API key: a parameter that contains a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiKey {
    pub location: KeyLocation,
    pub name: String,
}

impl ApiKey {
    /// Returns whether both are the same parameter of a request.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same_name = match self.location {
            KeyLocation::Query | KeyLocation::Cookie => self.name == other.name,
            // RFC 9110, section 5.1: header names are case-insensitive.
            KeyLocation::Header => self.name.eq_ignore_ascii_case(&other.name),
        };
        self.location == other.location && same_name
    }

    /// Describes the parameter in a message: "the header `x-key`".
    pub(crate) fn describe(&self) -> String {
        match self.location {
            KeyLocation::Query => format!("the query parameter `{}`", self.name),
            KeyLocation::Header => format!("the header `{}`", self.name.to_ascii_lowercase()),
            KeyLocation::Cookie => format!("the cookie `{}`", self.name),
        }
    }
}

/// Where an API key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyLocation {
    Query,
    Header,
    Cookie,
}

impl KeyLocation {
    /// Returns the value of `in`.
    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// An HTTP authentication scheme (RFC 9110, section 11.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HttpScheme {
    Basic,
    Bearer,
    /// Another scheme, by its name. The server author reads its credentials.
    Other(String),
}

impl HttpScheme {
    /// Converts the name of a scheme, which is case-insensitive.
    pub(crate) fn from_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "basic" => Self::Basic,
            "bearer" => Self::Bearer,
            _ => Self::Other(name.to_owned()),
        }
    }
}

/// Returns whether a request can send a cookie with this name. RFC 6265 demands a token, but browsers send any name
/// without these separators.
pub(crate) fn is_cookie_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && !b";=".contains(&byte))
}

/// RFC 9110, sections 5.1 and 11.1: the name of a header or of an authentication scheme is a token.
pub(crate) fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// How a client gets a token. A server needs only the scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OAuth2 {
    pub flow: Option<String>,
    pub authorization_url: Option<String>,
    pub token_url: Option<String>,
    /// `None` if any scope may be required.
    pub scopes: Option<Vec<String>>,
}
