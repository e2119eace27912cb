//! The headers of responses: a struct for each response with headers.

use super::ident::{header_words, snake, words};
use super::status::status_name;
use super::{Named, Namer, OperationName, Scope, TypeModule, own_type, reserved};
use crate::model::Operation;

/// The names of a response's headers.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeadersName {
    /// The struct. Unused if the response has no headers.
    pub name: String,
    /// Its fields.
    pub fields: Vec<String>,
}

impl Namer<'_> {
    pub(super) fn headers_names(&self, operation: &Operation, own: &[String]) -> Vec<HeadersName> {
        let names = operation.responses.iter().map(|response| {
            let status = words(&status_name(response.status));
            let all: Vec<String> = own.iter().cloned().chain(status).chain(["headers".to_owned()]).collect();
            let fields = response.headers.iter().map(|header| {
                let renamed = self.renames.name_of(&header.place, Named::Itself);
                snake(&renamed.map_or_else(|| header_words(&header.name), words))
            });
            HeadersName { name: own_type(&all, reserved::is_type_in_glue), fields: fields.collect() }
        });
        names.collect()
    }

    pub(super) fn claim_headers(&mut self, operation: &Operation, name: &OperationName) {
        for (response, own) in operation.responses.iter().zip(&name.headers) {
            if response.headers.is_empty() {
                continue;
            }
            let module = name.module.unwrap_or(TypeModule::Types);
            let scope = self.names.scopes.entry(module).or_default();
            let taken = scope.claim(&own.name, &operation.place);
            self.report(taken, &operation.place, Named::Itself, &name.method);
            self.claim_members(Scope::default(), &own.fields, |index| {
                Some(response.headers.get(index)?.place.clone())
            });
        }
    }
}
