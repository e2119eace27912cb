//! The functions that return the targets of callbacks.

use super::ident::{snake, words};
use super::{Named, Namer, Scope, with_word};
use crate::model::Target;
use std::collections::HashMap;

impl Namer<'_> {
    /// Names each function after its callback. An operation can have several expressions in one callback, which then
    /// collide.
    pub(super) fn name_targets(&mut self) {
        let mut scopes: HashMap<usize, Scope> = HashMap::new();
        for target in &self.model.targets {
            let Target { operation, place, .. } = target;
            let renamed = self.renames.name_of(place, Named::Itself).map(words);
            let own = || with_word(&self.words_of_target(target), "target");
            let name = snake(&renamed.unwrap_or_else(own));
            let taken = scopes.entry(*operation).or_default().claim(&name, place);
            self.report(taken, place, Named::Itself, &name);
            self.names.targets.push(name);
        }
    }

    /// Returns the words of a callback. If the operation has no request, the function is next to those of other
    /// operations.
    fn words_of_target(&self, target: &Target) -> Vec<String> {
        let operation = self.model.operations.get(target.operation);
        let has_request = operation.is_some_and(|one| !one.parameters.is_empty() || one.has_body());
        let name = self.names.operations.get(target.operation).filter(|_| !has_request);
        name.into_iter().flat_map(|name| words(&name.method)).chain(words(&target.callback)).collect()
    }
}
