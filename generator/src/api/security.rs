//! Security: requirements and schemes ("Security Scheme Object", "Security Requirement Object").

use crate::diagnostic::{Place, Placed};

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
    /// The required scopes.
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
}

impl SchemeKind {
    /// Returns the name of the scheme in the header `Authorization`, or `None` if the credentials are not sent there or
    /// have no such name.
    pub(crate) fn authorization(&self) -> Option<&'static str> {
        match self {
            Self::ApiKey(_) => None,
            Self::Http(HttpScheme::Basic) => Some("Basic"),
            Self::Http(HttpScheme::Bearer) | Self::OAuth2(_) => Some("Bearer"),
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
            _ => self.authorization() == other.authorization(),
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
            KeyLocation::Query => self.name == other.name,
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
        }
    }
}

/// Where an API key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyLocation {
    Query,
    Header,
}

impl KeyLocation {
    /// Returns the value of `in`.
    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// An HTTP authentication scheme (RFC 9110, section 11.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HttpScheme {
    Basic,
    Bearer,
}

/// RFC 9110, section 5.1: a header name is a token.
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
