//! Alternatives of security that a request cannot tell apart: takes those of an operation, and reports the ones that are
//! never chosen.

use crate::api::{ApiKey, KeyLocation, Requirement, Scheme, SchemeKind};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// The part of a request that holds the credentials of a scheme.
#[derive(Clone, Debug)]
enum Part {
    Key(ApiKey),
    /// In the header `Authorization`, after the name of its scheme. An API key in that header has no such name.
    Authorization(&'static str),
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(one), Self::Key(other)) => one.is_same(other),
            (Self::Authorization(one), Self::Authorization(other)) => one == other,
            _ => false,
        }
    }
}

impl Part {
    fn from_scheme(scheme: &Scheme) -> Self {
        match &scheme.kind {
            SchemeKind::ApiKey(key) => Self::Key(key.clone()),
            kind => Self::Authorization(kind.authorization().unwrap_or_default()),
        }
    }

    fn is_in_authorization(&self) -> bool {
        matches!(self, Self::Authorization(_)) || *self == Self::authorization_key()
    }

    fn authorization_key() -> Self {
        Self::Key(ApiKey { location: KeyLocation::Header, name: "Authorization".to_owned() })
    }

    fn said(&self) -> String {
        match self {
            Self::Key(key) => key.describe(),
            Self::Authorization(_) => "the header `authorization`".to_owned(),
        }
    }
}

/// Reports the alternatives that are never chosen, since the first counts whose parts are all there, and the schemes that
/// are read from one place.
pub fn report_alike(alternatives: &[(&Requirement, Vec<Scheme>)], diagnostics: &mut Diagnostics) {
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
        let message = format!(
            "the alternative {} is never chosen: whoever presents it presents {}, which comes first",
            names(requirement),
            names(known)
        );
        let help = if others.len() < own.len() {
            format!("put {} in front of {}", names(requirement), names(known))
        } else if schemes == known_schemes {
            "leave one of them out: `authenticate` is told the scopes of the first".to_owned()
        } else {
            apart(schemes, own)
        };
        if let (Some(here), Some(there)) = (place(requirement), place(known)) {
            let diagnostic = Diagnostic::new(codes::ALIKE_CREDENTIALS, here, message).label("never chosen");
            diagnostics.push(diagnostic.and(there, "comes first").help(help));
        }
    }
}

/// Two schemes of one alternative. A request has one `Authorization` header (RFC 9110, section 5.3: it is no list).
fn report_within(requirement: &Requirement, parts: &[Part], diagnostics: &mut Diagnostics) -> bool {
    let named = requirement.schemes.iter().zip(parts);
    for (index, (again, part)) in named.clone().enumerate() {
        let mut before = named.clone().take(index);
        let Some((first, other)) = before.find(|(_, other)| are_alike(other, part)) else { continue };
        let (message, help) = if other == part {
            let message = format!("`{}` and `{}` are both {}", first.name, again.name, part.said());
            (message, "ask for one of them: what is there is the value of both")
        } else {
            let message = format!(
                "`{}` and `{}` at once cannot be satisfied: a request has one `Authorization` header",
                first.name, again.name
            );
            (message, "as alternatives they are two items of the list")
        };
        let diagnostic = Diagnostic::new(codes::ALIKE_CREDENTIALS, again.place.key(), message);
        diagnostics.push(diagnostic.and(first.place.key(), "and this").help(help));
        return true;
    }
    false
}

/// Whether two schemes of one alternative are read from the same place. One token may be of two schemes; a key is of one.
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
            "if `{name}` is a bearer token, or a user and a password, say so: `--security-scheme {name}=bearer`, or `=basic`",
            name = scheme.name
        ),
        None => "both are read from the same place: leave one of them out, or define it elsewhere".to_owned(),
    }
}

fn names(requirement: &Requirement) -> String {
    let names = requirement.schemes.iter().map(|named| format!("`{}`", named.name));
    names.collect::<Vec<_>>().join(" with ")
}

fn place(requirement: &Requirement) -> Option<Place> {
    requirement.schemes.first().map(|named| named.place.key())
}
