//! `$dynamicRef`.

use super::schema::Schemas;
use crate::api::Schema;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};

impl<'s> Schemas<'s> {
    /// Reads `$dynamicRef`, which applies its target to the same value, as a `$ref` with other keywords next to it does.
    pub(super) fn read_dynamic(
        &mut self,
        cursor: &Cursor<'s>,
        object: &mut Object<'s>,
        schema: &mut Schema,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(keyword) = object.take("$dynamicRef") else { return };
        let Some(reference) = keyword.string(diagnostics) else { return };
        let Some(target) = cursor.find(reference) else {
            let message =
                format!("the `$dynamicRef` `{reference}` does not lead to a schema in a loaded file");
            let help = "to refer to a schema in another file, write a `$ref`";
            let diagnostic = Diagnostic::new(codes::DANGLING_REFERENCE, keyword.place, message);
            return diagnostics.push(diagnostic.help(help));
        };
        if target.is_dynamic(reference) {
            let message =
                format!("the target of the `$dynamicRef` `{reference}` depends on the referring schema");
            let help = "write a `$ref` to the schema that you mean";
            let diagnostic = Diagnostic::new(codes::UNSUPPORTED, keyword.place, message);
            return diagnostics.push(diagnostic.help(help));
        }
        let target = self.at(&target, diagnostics);
        schema.is_reference = schema.all_of.is_empty();
        schema.all_of.insert(0, target);
    }
}
