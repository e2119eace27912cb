//! Types of values that are sent as text: parameters and headers.

use super::enumeration;
use super::facts::{Json, Kind};
use super::schema::{Types, report_unenforced};
use crate::api::SchemaId;
use crate::diagnostic::Diagnostics;
use crate::model::Expr;

impl Types<'_> {
    /// Returns the type of a header of a response.
    pub(super) fn header_expr(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        self.in_header = true;
        let expr = self.parameter_expr(id, diagnostics);
        self.in_header = false;
        expr
    }

    /// Returns the type of a parameter: a scalar, or an array of scalars.
    pub(super) fn parameter_expr(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        if let Some(substitute) = self.facts.of(id).substitute.filter(|_| !self.in_header) {
            report_unenforced(self.facts, id, diagnostics);
            return self.foreign(substitute.index, true);
        }
        if self.facts.json(id) == Json::Array && !self.facts.is_tuple(id) {
            report_unenforced(self.facts, id, diagnostics);
            let item = self.facts.array_item(id).map(|item| self.parameter_expr(item, diagnostics));
            return Expr::List(Box::new(item.unwrap_or(Expr::Any)));
        }
        if let Kind::Alias(target) = self.facts.kind(id)
            && !self.open.contains(&id)
        {
            self.open.push(id);
            report_unenforced(self.facts, id, diagnostics);
            let expr = self.parameter_expr(target, diagnostics);
            self.open.pop();
            return expr;
        }
        let expr = match self.facts.kind(id) == Kind::Enum {
            true => {
                self.in_text.insert(id);
                self.in_text.extend(enumeration::same_type(self.facts, id, self.choices));
                self.expr(id, diagnostics)
            }
            false => self.inline(id, diagnostics),
        };
        // Text has no null.
        if let Expr::Nullable(inner) = expr { *inner } else { expr }
    }
}
