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

    /// Returns the name that a setting gives to the only request of a callback.
    fn renamed_request(&self, target: &Target) -> Option<&str> {
        let mut requests = self.model.operations.iter().filter(|operation| {
            let around = operation.place.pointer.split_last().map(|(around, _)| around);
            operation.place.file == target.place.file && around.as_ref() == Some(&target.place.pointer)
        });
        let only = requests.next().filter(|_| requests.next().is_none())?;
        self.renames
            .has_given(&only.place, Named::Itself)
            .then(|| self.renames.peek(&only.place, Named::Itself))?
    }

    /// Returns the words of a callback. If the operation has no request, the function is next to those of other
    /// operations.
    fn words_of_target(&self, target: &Target) -> Vec<String> {
        if let Some(name) = self.renamed_request(target) {
            return words(name);
        }
        let operation = self.model.operations.get(target.operation);
        let has_request = operation.is_some_and(|one| !one.parameters.is_empty() || one.has_body());
        let name = self.names.operations.get(target.operation).filter(|_| !has_request);
        name.into_iter().flat_map(|name| words(&name.method)).chain(words(&target.callback)).collect()
    }
}
