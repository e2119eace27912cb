//! The names of a request body that is an enum: its variants are named after their media types.

use super::ident::{pascal, words};
use super::media_type::media_type_words;
use super::{Named, Namer, OperationName, Scope};
use crate::model::{Body, BodyContent, Expr, Operation};

impl Namer<'_> {
    /// Returns the variants of the body, if it is an enum.
    pub(super) fn body_variants(&self, operation: &Operation) -> Vec<String> {
        let body = operation.body.as_ref().filter(|body| body.is_enum());
        let alternatives = body.iter().flat_map(|body| &body.alternatives);
        let names = alternatives.map(|alternative| {
            let renamed = self.renames.name_of(&alternative.place, Named::Itself);
            pascal(&renamed.map_or_else(|| media_type_words(&alternative.media_type), words))
        });
        names.collect()
    }

    /// Returns the words of the enum. If it contains a JSON body without a name in the spec, that type is the body.
    pub(super) fn body_type_words(&self, operation: &Operation, own: &[String]) -> Vec<String> {
        let is_inline = |body: &&BodyContent| {
            let Expr::Named(id) = &body.expr else { return false };
            let place = self.model.types.get(*id).place.as_ref();
            media_type_words(&body.media_type) == [JSON]
                && place.is_some_and(|place| *place == body.place.member("schema"))
        };
        let any = operation.bodies().find(is_inline).map(|_| "any".to_owned());
        own.iter().cloned().chain(any).chain(["body".to_owned()]).collect()
    }

    pub(super) fn claim_body_variants(&mut self, operation: &Operation, name: &OperationName) {
        let alternatives = operation.body.as_ref().filter(|body| body.is_enum());
        let alternatives: &[BodyContent] = alternatives.map_or(&[], |body: &Body| &body.alternatives);
        self.claim_members(Scope::default(), &name.body_variants, |index| {
            Some(alternatives.get(index)?.place.clone())
        });
    }
}

const JSON: &str = "json";

/// Returns the words of the type of a body without a name in the spec. A JSON body needs no other word.
pub(super) fn body_words(media_type: &str) -> Vec<String> {
    let own = media_type_words(media_type);
    let own = if own == [JSON] { Vec::new() } else { own };
    ["body".to_owned()].into_iter().chain(own).collect()
}
