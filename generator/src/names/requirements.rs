//! The names of the alternatives of `security`: the variants of `Credentials`.

use super::ident::{pascal, snake, words};
use super::{Named, Namer};
use crate::api::Scheme;
use crate::codes;
use crate::diagnostic::Diagnostic;
use std::collections::HashMap;

/// The names of a requirement.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequirementName {
    /// The variant.
    pub variant: String,
    /// Its fields, one for each scheme.
    pub fields: Vec<String>,
    /// The function that reads the credentials from a request.
    pub reader: String,
}

impl Namer<'_> {
    /// Names each requirement after its schemes.
    pub(super) fn name_requirements(&mut self) {
        let model = self.model;
        let mut variants: HashMap<String, &[Scheme]> = HashMap::new();
        for schemes in &model.requirements {
            let each: Vec<Vec<String>> = schemes.iter().map(|scheme| self.scheme_words(scheme)).collect();
            let all = each.concat();
            let name = RequirementName {
                variant: pascal(&all),
                fields: each.iter().map(|words| snake(words)).collect(),
                reader: format!("read_{}", all.join("_")),
            };
            let mut fields: HashMap<&str, &Scheme> = HashMap::new();
            for (field, scheme) in name.fields.iter().zip(schemes) {
                if let Some(first) = fields.insert(field, scheme) {
                    let message = format!(
                        "two security schemes of one alternative have the name `{field}` in the generated code"
                    );
                    self.report_schemes(message, first, scheme);
                }
            }
            if let Some(first) = variants.insert(name.variant.clone(), schemes) {
                let message = format!(
                    "two alternatives of `security` have the name `{}` in the generated code",
                    name.variant
                );
                let known = first.iter().find(|scheme| !schemes.contains(scheme)).or(first.first());
                let again = schemes.iter().find(|scheme| !first.contains(scheme)).or(schemes.first());
                if let (Some(known), Some(again)) = (known, again) {
                    self.report_schemes(message, known, again);
                }
            }
            self.names.requirements.push(name);
        }
    }

    /// Returns the words of a scheme. Several documents may define the same scheme, and each definition may be renamed.
    fn scheme_words(&self, scheme: &Scheme) -> Vec<String> {
        let same = self.model.defined_schemes.iter().filter(|other| *other == scheme);
        let places = std::iter::once(&scheme.place).chain(same.map(|other| &other.place));
        let mut renamed = places.filter_map(|place| self.renames.name_of(place, Named::Itself));
        words(renamed.next().unwrap_or(&scheme.name))
    }

    /// Returns the index of a scheme among the defined schemes.
    fn order(&self, scheme: &Scheme) -> usize {
        let mut defined = self.model.defined_schemes.iter();
        defined.position(|other| other.place == scheme.place).unwrap_or(usize::MAX)
    }

    /// Reports two schemes with one name. The one that is defined later should be renamed.
    fn report_schemes(&mut self, message: String, one: &Scheme, other: &Scheme) {
        let (first, again) = if self.order(one) <= self.order(other) { (one, other) } else { (other, one) };
        let diagnostic = Diagnostic::new(codes::NAME_COLLISION, again.place.key(), message);
        let diagnostic = diagnostic.label("used again here").and(first.place.key(), "first used here");
        let own = snake(&self.scheme_words(again));
        self.report(Err(Box::new(diagnostic)), &again.place, Named::Itself, &own);
    }
}
