//! A change before it is known which requests and responses it affects.

use super::rules::Rule;
use super::verdict::Verdict;
use crate::diagnostic::Place;

/// The effect of a change in one direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effect {
    pub rule: &'static Rule,
    pub wire: Verdict,
    pub build: Verdict,
}

impl Effect {
    /// Returns the rule of the worse effect, and the worse of the verdicts.
    fn worse(self, other: Self) -> Self {
        let is_worse = (other.wire, other.build) > (self.wire, self.build);
        Self {
            rule: if is_worse { other.rule } else { self.rule },
            wire: self.wire.max(other.wire),
            build: self.build.max(other.build),
        }
    }
}

/// Requests and responses, or one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Directions {
    pub request: bool,
    pub response: bool,
}

impl Directions {
    pub(super) const REQUEST: Self = Self { request: true, response: false };
    pub(super) const RESPONSE: Self = Self { request: false, response: true };
    pub(super) const BOTH: Self = Self { request: true, response: true };

    pub(super) fn and(self, other: Self) -> Self {
        Self { request: self.request && other.request, response: self.response && other.response }
    }
}

/// A change.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub request: Option<Effect>,
    pub response: Option<Effect>,
    /// The place in the new document, unless it is gone.
    pub new: Option<Place>,
    /// The place in the old document, unless it is new.
    pub old: Option<Place>,
    pub message: String,
    pub help: Vec<String>,
    /// The names in Rust by which an error of the compiler is attributed to this change.
    pub names: Vec<String>,
}

impl Draft {
    /// Creates a change with the usual verdicts of its rule.
    pub(super) fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self::by_direction(Some(rule), Some(rule), message)
    }

    /// Creates a change that has another rule in requests than in responses.
    pub(super) fn by_direction(
        request: Option<&'static Rule>,
        response: Option<&'static Rule>,
        message: impl Into<String>,
    ) -> Self {
        let effect = |rule: &'static Rule, (wire, build)| Effect { rule, wire, build };
        Self {
            request: request.map(|rule| effect(rule, rule.request)),
            response: response.map(|rule| effect(rule, rule.response)),
            new: None,
            old: None,
            message: message.into(),
            help: Vec::new(),
            names: Vec::new(),
        }
    }

    /// Sets the places in both documents.
    pub(super) fn at(mut self, old: Option<&Place>, new: Option<&Place>) -> Self {
        (self.old, self.new) = (old.cloned(), new.cloned());
        self
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    pub(super) fn names<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.names.extend(names.into_iter().map(Into::into).filter(|name| !name.is_empty()));
        self
    }

    /// Sets the verdict for clients.
    pub(super) fn wire(mut self, wire: Verdict) -> Self {
        for effect in self.request.iter_mut().chain(&mut self.response) {
            effect.wire = wire;
        }
        self
    }

    /// Sets the verdict for clients if the change is in responses.
    pub(super) fn wire_in_responses(mut self, wire: Verdict) -> Self {
        if let Some(effect) = &mut self.response {
            effect.wire = wire;
        }
        self
    }

    /// Sets the verdict for clients if the change is in requests.
    pub(super) fn wire_in_requests(mut self, wire: Verdict) -> Self {
        if let Some(effect) = &mut self.request {
            effect.wire = wire;
        }
        self
    }

    /// Sets the verdict for builds.
    pub(super) fn build(mut self, build: Verdict) -> Self {
        for effect in self.request.iter_mut().chain(&mut self.response) {
            effect.build = build;
        }
        self
    }

    /// Keeps only the effects in these directions.
    pub(super) fn only(mut self, directions: Directions) -> Self {
        self.request = self.request.filter(|_| directions.request);
        self.response = self.response.filter(|_| directions.response);
        self
    }

    /// Adds the effects of the same change elsewhere: in each direction, the worse one counts.
    pub(super) fn join(&mut self, other: Self) {
        let worse = |own: Option<Effect>, other: Option<Effect>| match (own, other) {
            (Some(own), Some(other)) => Some(own.worse(other)),
            (own, other) => own.or(other),
        };
        self.request = worse(self.request, other.request);
        self.response = worse(self.response, other.response);
        self.names.extend(other.names);
    }

    /// Returns the effect in both directions: the rule of the worse one, and the worse of the verdicts. Returns `None` if
    /// there is none.
    pub(super) fn effect(&self) -> Option<Effect> {
        match (self.request, self.response) {
            (Some(request), Some(response)) => Some(request.worse(response)),
            (request, response) => request.or(response),
        }
    }
}
