//! The names of statics for validation. They are in private modules, so if two items have the same name, the second
//! one gets a number.

use super::ident::screaming;
use super::{Namer, Names};
use crate::diagnostic::Place;
use crate::model::Pattern;
use crate::model::validator::{Part, ValidatorId};
use crate::pointer::Pointer;
use std::collections::HashMap;

impl Names {
    /// Returns the name of the validator of a schema.
    pub(crate) fn validator(&self, id: &ValidatorId) -> &str {
        self.validators.get(id).map_or("", String::as_str)
    }

    /// Returns the name of a pattern.
    pub(crate) fn pattern(&self, pattern: &Pattern) -> &str {
        self.patterns.get(&pattern.place).map_or("", String::as_str)
    }
}

impl Namer<'_> {
    /// Names the validators after the places of their schemas.
    pub(super) fn name_tables(&mut self) {
        let mut taken = HashMap::new();
        for validator in &self.model.validators {
            let rest = match validator.id.part {
                Part::Whole => None,
                Part::Rest { .. } => Some("rest"),
                Part::Form => Some("form"),
            };
            let name = self.static_name(&validator.id.place, rest, &mut taken);
            self.names.validators.insert(validator.id.clone(), name);
        }
    }

    /// Names the patterns after the places of their schemas.
    pub(super) fn name_patterns(&mut self) {
        let mut taken = HashMap::new();
        for pattern in &self.model.patterns {
            let schema =
                pattern.place.pointer.split_last().map_or_else(Pointer::default, |(schema, _)| schema);
            let name = self.static_name(&Place::value(pattern.place.file, schema), None, &mut taken);
            self.names.patterns.insert(pattern.place.clone(), name);
        }
    }

    fn static_name(&self, place: &Place, suffix: Option<&str>, taken: &mut HashMap<String, usize>) -> String {
        let mut words = self.type_words(place).1;
        words.extend(suffix.map(str::to_owned));
        let name = screaming(&words);
        let Some(last) = taken.get(&name).copied() else {
            taken.insert(name.clone(), 1);
            return name;
        };
        // The numbers up to the last one are taken.
        let numbered =
            (last + 1..).map(|number| (number, format!("{}_{number}", name.trim_end_matches('_'))));
        let free = numbered.into_iter().find(|(_, name)| !taken.contains_key(name));
        let (number, free) = free.unwrap_or((last, name.clone()));
        taken.insert(name, number);
        taken.insert(free.clone(), 1);
        free
    }
}
