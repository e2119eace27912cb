//! Security: who may call an operation, and the credentials that its requests send.

use super::Model;
use crate::api::{KeyLocation, Scheme, SchemeKind};

/// Who may call an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Open,
    /// Requests that satisfy one of these alternatives. If there are none, every request is rejected.
    Required(Vec<Alternative>),
    /// Requests that satisfy one of these alternatives, and requests without credentials.
    Optional(Vec<Alternative>),
}

impl Access {
    /// Returns the alternatives, whether or not credentials are optional.
    pub(crate) fn alternatives(&self) -> &[Alternative] {
        match self {
            Self::Open => &[],
            Self::Required(alternatives) | Self::Optional(alternatives) => alternatives,
        }
    }
}

/// A way to satisfy an operation's security.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alternative {
    /// The index of the requirement.
    pub requirement: usize,
    /// The scopes that the operation requires, for each scheme of the requirement.
    pub scopes: Vec<Vec<String>>,
}

impl Model {
    /// Returns whether an operation requires or accepts credentials.
    pub(crate) fn is_secured(&self) -> bool {
        self.operations.iter().any(|operation| operation.access != Access::Open)
    }

    /// Returns the schemes of all requirements.
    pub(crate) fn schemes(&self) -> impl Iterator<Item = &Scheme> {
        self.requirements.iter().flatten()
    }

    /// Returns the headers that contain API keys.
    pub(crate) fn key_headers(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for scheme in self.schemes() {
            let SchemeKind::ApiKey(key) = &scheme.kind else { continue };
            if key.location == KeyLocation::Header && !names.contains(&key.name.as_str()) {
                names.push(&key.name);
            }
        }
        names
    }

    /// Returns the schemes of an alternative, each with the scopes that it requires.
    pub(crate) fn asked<'m>(
        &'m self,
        alternative: &'m Alternative,
    ) -> impl Iterator<Item = (&'m Scheme, &'m [String])> {
        let schemes = self.requirements.get(alternative.requirement).into_iter().flatten();
        schemes.zip(alternative.scopes.iter().map(Vec::as_slice))
    }

    /// Returns the HTTP schemes that an operation accepts in the `Authorization` header.
    pub(crate) fn authorizations(&self, access: &Access) -> Vec<&str> {
        let mut headers = Vec::new();
        for alternative in access.alternatives() {
            let schemes = self.requirements.get(alternative.requirement).into_iter().flatten();
            for name in schemes.filter_map(|scheme| scheme.kind.authorization()) {
                if !headers.contains(&name) {
                    headers.push(name);
                }
            }
        }
        headers
    }

    /// Sets `keys_next_to_others`.
    pub(crate) fn find_keys_next_to_others(&mut self) {
        let operations =
            self.operations.iter().filter(|operation| !self.authorizations(&operation.access).is_empty());
        let asked = operations
            .flat_map(|operation| operation.access.alternatives())
            .map(|alternative| alternative.requirement);
        let with_key = asked.filter(|index| {
            let schemes = self.requirements.get(*index);
            schemes.is_some_and(|schemes| schemes.iter().any(Scheme::is_authorization_key))
        });
        self.keys_next_to_others = with_key.collect();
    }
}
