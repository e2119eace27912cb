//! The bodies of responses: an enum for each response with several bodies.

use super::ident::{pascal, words};
use super::media_type::media_type_name;
use super::status::status_name;
use super::{Named, Namer, OperationName, Scope, TypeModule, own_type, reserved};
use crate::model::{Content, Operation, Response};

/// The names of a response's bodies.
#[derive(Clone, Debug, Default)]
pub(crate) struct BodiesName {
    /// The enum. Unused if the response has only one body.
    pub name: String,
    /// Its variants.
    pub variants: Vec<String>,
}

impl Namer<'_> {
    pub(super) fn bodies_names(&self, operation: &Operation, own: &[String]) -> Vec<BodiesName> {
        let names = operation.responses.iter().map(|response| {
            if !response.has_choice() {
                return BodiesName::default();
            }
            let all: Vec<String> = own.iter().cloned().chain(words(&status_name(response.status))).collect();
            let variants = response.bodies.iter().map(|body| self.variant_name(body, response));
            BodiesName { name: own_type(&all, reserved::is_type_in_glue), variants: variants.collect() }
        });
        names.collect()
    }

    fn variant_name(&self, body: &Content, response: &Response) -> String {
        // In Swagger 2.0, a media type of a response has no place.
        let place = Some(&body.named).filter(|named| **named != response.place);
        let renamed = place.and_then(|place| self.renames.name_of(place, Named::Itself));
        let renamed = renamed.map(|name| pascal(&words(name)));
        let first = body.media_types.first().map(String::as_str).unwrap_or_default();
        renamed.unwrap_or_else(|| media_type_name(first))
    }

    pub(super) fn claim_bodies(&mut self, operation: &Operation, name: &OperationName) {
        for (response, own) in operation.responses.iter().zip(&name.bodies) {
            if !response.has_choice() {
                continue;
            }
            let module = name.module.unwrap_or(TypeModule::Types);
            let scope = self.names.scopes.entry(module).or_default();
            let taken = scope.claim(&own.name, &operation.place);
            self.report(taken, &operation.place, Named::Itself, &name.method);
            self.claim_members(Scope::default(), &own.variants, |index| {
                Some(response.bodies.get(index)?.named.clone())
            });
        }
    }
}
