//! Reports security alternatives that are never chosen, because every request that satisfies them also satisfies an
//! earlier one.

use crate::api::{ApiKey, KeyLocation, Requirement, Scheme, SchemeKind};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// The part of a request that contains the credentials of a scheme.
#[derive(Clone, Debug)]
enum Part {
    Key(ApiKey),
    /// The `Authorization` header, with this scheme name. An API key in that header has no scheme name.
    Authorization(String),
    /// The certificate of the client.
    Certificate,
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(one), Self::Key(other)) => one.is_same(other),
            (Self::Authorization(one), Self::Authorization(other)) => one.eq_ignore_ascii_case(other),
            (Self::Certificate, Self::Certificate) => true,
            _ => false,
        }
    }
}

impl Part {
    fn from_scheme(scheme: &Scheme) -> Self {
        match &scheme.kind {
            SchemeKind::ApiKey(key) => Self::Key(key.clone()),
            kind => {
                kind.authorization().map_or(Self::Certificate, |name| Self::Authorization(name.to_owned()))
            }
        }
    }

    fn is_in_authorization(&self) -> bool {
        matches!(self, Self::Authorization(_)) || *self == Self::authorization_key()
    }

    fn authorization_key() -> Self {
        Self::Key(ApiKey { location: KeyLocation::Header, name: "Authorization".to_owned() })
    }

    fn describe(&self) -> String {
        match self {
            Self::Key(key) => key.describe(),
            Self::Authorization(_) => "the header `authorization`".to_owned(),
            Self::Certificate => "the certificate of the client".to_owned(),
        }
    }
}

/// Reports alternatives that are never chosen, and schemes that are read from the same part of a request. The first
/// alternative whose credentials are all present is chosen.
pub(super) fn report_alike(alternatives: &[(&Requirement, Vec<Scheme>)], diagnostics: &mut Diagnostics) {
    let parts: Vec<Vec<Part>> =
        alternatives.iter().map(|(_, schemes)| schemes.iter().map(Part::from_scheme).collect()).collect();
    for (index, (requirement, schemes)) in alternatives.iter().enumerate() {
        let Some(own) = parts.get(index) else { continue };
        if report_within(requirement, own, diagnostics) {
            continue;
        }
        let mut before = parts.iter().take(index).enumerate();
        let Some((first, others)) = before.find(|(_, others)| others.iter().all(|part| own.contains(part)))
        else {
            continue;
        };
        let Some((known, known_schemes)) = alternatives.get(first) else { continue };
        let own_names = names(requirement);
        let known_names = names(known);
        let message = if own_names == known_names {
            format!(
                "the second alternative {own_names} is never chosen: the first accepts the same credentials"
            )
        } else {
            format!(
                "the alternative {own_names} is never chosen: a request that satisfies it also satisfies {known_names}, which comes first"
            )
        };
        let help = if others.len() < own.len() {
            format!("move the alternative {own_names} before the alternative {known_names}")
        } else if schemes == known_schemes {
            "remove one of them: `authenticate` receives only the scopes of the first".to_owned()
        } else {
            apart(schemes, own)
        };
        if let (Some(here), Some(there)) = (place(requirement), place(known)) {
            let diagnostic = Diagnostic::new(codes::ALIKE_CREDENTIALS, here, message).label("never chosen");
            diagnostics.push(diagnostic.and(there, "comes first").help(help));
        }
    }
}

/// Reports two schemes of one alternative that a request cannot present together. A request has only one
/// `Authorization` header, because its value is not a list (RFC 9110, section 5.3).
fn report_within(requirement: &Requirement, parts: &[Part], diagnostics: &mut Diagnostics) -> bool {
    let named = requirement.schemes.iter().zip(parts);
    for (index, (again, part)) in named.clone().enumerate() {
        let mut before = named.clone().take(index);
        let Some((first, other)) = before.find(|(_, other)| are_alike(other, part)) else { continue };
        let (message, help) = if other == part {
            let message =
                format!("`{}` and `{}` are both read from {}", first.name, again.name, part.describe());
            (message, "require only one of them: both would have the same value")
        } else {
            let message = format!(
                "`{}` and `{}` cannot be satisfied together: a request has only one `Authorization` header",
                first.name, again.name
            );
            (message, "to accept either one, list them as separate items of `security`")
        };
        let diagnostic = Diagnostic::new(codes::ALIKE_CREDENTIALS, again.place.key(), message);
        diagnostics.push(diagnostic.and(first.place.key(), "the other scheme").help(help));
        return true;
    }
    false
}

/// Returns whether two schemes of one alternative are read from the same part of a request. One token can satisfy two
/// schemes of the same type, but an API key belongs to one scheme.
fn are_alike(one: &Part, other: &Part) -> bool {
    match one == other {
        true => matches!(one, Part::Key(_)),
        false => one.is_in_authorization() && other.is_in_authorization(),
    }
}

fn apart(schemes: &[Scheme], parts: &[Part]) -> String {
    let key = schemes.iter().zip(parts).find(|(_, part)| **part == Part::authorization_key());
    match key {
        Some((scheme, _)) => format!(
            "if `{name}` is a bearer token or Basic credentials, declare it with `--security-scheme {name}=bearer` or `=basic`",
            name = scheme.name
        ),
        None => "both alternatives read the same part of the request: remove one, or use a scheme that reads a different part".to_owned(),
    }
}

fn names(requirement: &Requirement) -> String {
    let names = requirement.schemes.iter().map(|named| format!("`{}`", named.name));
    names.collect::<Vec<_>>().join(" with ")
}

fn place(requirement: &Requirement) -> Option<Place> {
    requirement.schemes.first().map(|named| named.place.key())
}
