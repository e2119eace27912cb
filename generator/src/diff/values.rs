//! The rules for values: types, null, enums and defaults. Other modules have those for objects, constraints and unions.

use super::both::{Both, text};
use super::draft::{Directions, Draft};
use super::flat::Flat;
use super::pair::{Found, Pair, Slot};
use super::rules::{
    CONSTRAINT_CHANGED, ENUM_CLOSED, ENUM_OPENED, ENUM_VALUE_ADDED, ENUM_VALUE_REMOVED, HEADER_TYPE_CHANGED,
    PARAMETER_LIST_CHANGED, PARAMETER_TYPE_CHANGED, PARAMETER_TYPE_WIDENED, REQUEST_NULL_ALLOWED,
    REQUEST_NULL_REJECTED, REQUEST_PROPERTY_TYPE_CHANGED, RESPONSE_NULL_ALLOWED, RESPONSE_NULL_REJECTED,
    RESPONSE_PROPERTY_TYPE_CHANGED, TEXTS_CHANGED,
};
use super::side::Side;
use super::verdict::Verdict;
use super::{constraints, objects, others, types, unions};
use crate::api::JsonType;
use crate::diagnostic::Place;
use serde_json::Value;

/// Compares the schemas of a value.
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, pair: &Pair, all: bool) -> Found {
    let mut both = Both {
        old_side: old,
        new_side: new,
        slot: pair.slot,
        old: Flat::new(old, &pair.old),
        new: Flat::new(new, &pair.new),
        found: Found::default(),
    };
    types::compare_names(&mut both, pair);
    if all {
        compare_texts(&mut both);
    }
    both.null();
    if unions::compare_tagged(&mut both, pair) {
        compare_beside_tagged(&mut both);
        return both.found;
    }
    both.take_types_of_alternatives();
    let relation = both.types(pair);
    if relation == Relation::Different {
        return both.found;
    }
    both.styles();
    both.values();
    constraints::compare(&mut both);
    others::compare(&mut both);
    objects::compare(&mut both);
    both.items();
    unions::compare_untagged(&mut both);
    both.found
}

/// Compares the keywords next to a union whose variant a property selects. The variants of a schema with subtypes have
/// its keywords, and are compared with them.
fn compare_beside_tagged(both: &mut Both<'_, '_>) {
    let counts = [both.old.unions.len(), both.new.unions.len()];
    if counts == [0, 0] {
        return;
    }
    constraints::compare(both);
    others::compare(both);
    objects::compare(both);
    // One of several unions is not the one that the property selects.
    if counts.iter().any(|count| *count > 1) {
        unions::compare_untagged(both);
    }
}

/// How the values of two types compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Same,
    /// The new type also has other values.
    Widened,
    /// The new type does not have all values.
    Narrowed,
    Different,
}

impl Both<'_, '_> {
    /// Compares whether null is a value.
    fn null(&mut self) {
        if self.old.nullable == self.new.nullable {
            return;
        }
        // Values of any type, and other values, have their own rule.
        if self.old.types.is_empty() != self.new.types.is_empty() {
            return;
        }
        let (request, response, message) = match self.new.nullable {
            true => (REQUEST_NULL_ALLOWED, RESPONSE_NULL_ALLOWED, "null is a value now"),
            false => (REQUEST_NULL_REJECTED, RESPONSE_NULL_REJECTED, "null is not a value any more"),
        };
        self.add_here(Draft::by_direction(Some(request), Some(response), message));
    }

    /// A list of types and a union of schemas with these types are the same.
    fn take_types_of_alternatives(&mut self) {
        let (old, new) = (self.old.unions.is_empty(), self.new.unions.is_empty());
        if !old && new && self.old.types.is_empty() {
            self.old.types = self.old.types_of_alternatives(self.old_side).unwrap_or_default();
        } else if old && !new && self.new.types.is_empty() {
            self.new.types = self.new.types_of_alternatives(self.new_side).unwrap_or_default();
        }
    }

    /// Compares the types.
    ///
    /// | change | in requests | in responses |
    /// |---|---|---|
    /// | more values, such as integer to number | safe | breaks |
    /// | fewer values | breaks | safe |
    /// | other values | breaks | breaks |
    /// | the format of a string | maybe | maybe |
    fn types(&mut self, pair: &Pair) -> Relation {
        let relation = self.relation();
        let rust = (self.old_side.rust_type(&pair.old), self.new_side.rust_type(&pair.new));
        let is_text = self.old.types == [JsonType::String] && self.new.types == [JsonType::String];
        let has_other_format = is_text && self.old.format != self.new.format;
        let chosen = (self.old_side.chosen_type(&pair.old), self.new_side.chosen_type(&pair.new));
        // The setting `formats` gives a format its own type, which does not have the same values.
        let has_other_type = chosen.0 != chosen.1;
        if relation == Relation::Same && !has_other_format && !has_other_type {
            return relation;
        }
        let types = (self.old.type_name(), self.new.type_name());
        let message = match types.0 == types.1 {
            true => format!("the type {} has another type in Rust, because of the settings", types.1),
            false => format!("the type was {}, and is {} now", types.0, types.1),
        };
        let draft = match (self.slot, relation) {
            (Slot::Header, _) => Draft::new(HEADER_TYPE_CHANGED, message),
            (Slot::Parameter, Relation::Widened) => Draft::new(PARAMETER_TYPE_WIDENED, message),
            (Slot::Parameter, _) => Draft::new(PARAMETER_TYPE_CHANGED, message),
            (Slot::Value | Slot::Form | Slot::Field, _) => Draft::by_direction(
                Some(REQUEST_PROPERTY_TYPE_CHANGED),
                Some(RESPONSE_PROPERTY_TYPE_CHANGED),
                message,
            ),
        };
        let draft = match relation {
            Relation::Widened => draft.wire_in_requests(Verdict::Safe),
            Relation::Narrowed => draft.wire_in_responses(Verdict::Safe),
            Relation::Same => draft.wire(Verdict::Maybe),
            Relation::Different => draft,
        };
        // A string in place of an integer has another Rust type wherever it is used.
        let is_other_type = self.old.types.first() != self.new.types.first();
        let draft = match relation {
            Relation::Widened if self.slot == Slot::Parameter && is_other_type => {
                draft.build(Verdict::Breaks)
            }
            Relation::Same if rust.0 == rust.1 => draft.build(Verdict::Safe),
            // The items of a tuple have no type of their own.
            _ if rust == (None, None) && self.slot == Slot::Value => draft.build(Verdict::Safe),
            _ => draft,
        };
        self.add_here(draft);
        if is_text { Relation::Same } else { relation }
    }

    fn relation(&self) -> Relation {
        let (old, new) = (&self.old.types, &self.new.types);
        let has = |types: &[JsonType], one: JsonType| {
            types.is_empty()
                || types.contains(&one)
                || (one == JsonType::Integer && types.contains(&JsonType::Number))
        };
        let fits = !old.is_empty() && old.iter().all(|one| has(new, *one)) || new.is_empty();
        let fitted = !new.is_empty() && new.iter().all(|one| has(old, *one)) || old.is_empty();
        let is_scalar = |types: &[JsonType]| {
            !types.is_empty()
                && types.iter().all(|one| !matches!(one, JsonType::Object | JsonType::Array | JsonType::File))
        };
        let limits = (limit(&self.old), limit(&self.new));
        match (fits, fitted) {
            (true, true) if limits.0 < limits.1 => Relation::Widened,
            (true, true) if limits.0 > limits.1 => Relation::Narrowed,
            (true, true) => Relation::Same,
            (true, false) => Relation::Widened,
            // Any text is a string, so a parameter has all of its old values.
            (false, _) if self.slot.is_text() && *new == [JsonType::String] && is_scalar(old) => {
                Relation::Widened
            }
            (false, true) => Relation::Narrowed,
            (false, false) => Relation::Different,
        }
    }

    /// Compares how an array inside a parameter is written.
    fn styles(&mut self) {
        let style = |side: &Side<'_>, flat: &Flat<'_>| {
            flat.ids.iter().find_map(|id| side.api.schemas.get(*id).style.as_ref().map(|style| style.value))
        };
        let styles = (style(self.old_side, &self.old), style(self.new_side, &self.new));
        if self.slot == Slot::Parameter && styles.0 != styles.1 {
            let message = "the items of an array are separated in another way";
            self.add_here(Draft::new(PARAMETER_LIST_CHANGED, message));
        }
    }

    /// Compares the values of an `enum`.
    fn values(&mut self) {
        match (self.old.values.take(), self.new.values.take()) {
            (None, None) => {}
            (Some(_), None) => {
                let message = "the values are not listed any more";
                self.add_here(Draft::new(ENUM_OPENED, message).build(Verdict::Breaks));
            }
            (None, Some(_)) => {
                let message = "only the listed values are accepted now";
                self.add_here(Draft::new(ENUM_CLOSED, message).build(Verdict::Breaks));
            }
            (Some(old), Some(new)) => self.listed(&old, &new),
        }
    }

    fn listed(&mut self, old: &[(&Value, Option<Place>)], new: &[(&Value, Option<Place>)]) {
        match (self.old.open, self.new.open) {
            (false, true) => self.add_here(Draft::new(ENUM_OPENED, "other values are accepted now")),
            (true, false) => self.add_here(Draft::new(ENUM_CLOSED, "other values are rejected now")),
            _ => {}
        }
        // Other values of an open enum were values before, and stay values.
        let is_open = self.old.open && self.new.open;
        for (value, place) in new.iter().filter(|(value, _)| !old.iter().any(|(known, _)| known == value)) {
            let names = place.as_ref().map(|place| self.new_side.names_of(place)).unwrap_or_default();
            let draft = Draft::new(ENUM_VALUE_ADDED, format!("the value `{}` is new", text(value)));
            let draft = draft.at(None, place.as_ref()).names(names);
            let draft = draft.help("handle it in each `match`, also where `_` matches it");
            self.add(if is_open { draft.wire(Verdict::Safe) } else { draft });
        }
        for (value, place) in old.iter().filter(|(value, _)| !new.iter().any(|(known, _)| known == value)) {
            let names = place.as_ref().map(|place| self.old_side.names_of(place)).unwrap_or_default();
            let draft = Draft::new(ENUM_VALUE_REMOVED, format!("the value `{}` is gone", text(value)));
            let draft = draft.at(place.as_ref(), None).names(names).help("remove its arm");
            self.add(if is_open { draft.wire(Verdict::Safe) } else { draft });
        }
        for (value, place) in new {
            let known = old.iter().find(|(known, _)| known == value).and_then(|(_, place)| place.as_ref());
            types::compare_members(self, &text(value), (known, place.as_ref()));
        }
    }

    /// Compares the items of an array.
    fn items(&mut self) {
        let (old, new) = (std::mem::take(&mut self.old.items), std::mem::take(&mut self.new.items));
        if !old.is_empty() && !new.is_empty() {
            self.inside(old, new, Directions::BOTH);
        } else if old.is_empty() != new.is_empty() && self.old.tuple.is_empty() && self.new.tuple.is_empty() {
            let message = match new.is_empty() {
                true => "the items of the array have no schema any more",
                false => "the items of the array have a schema now",
            };
            self.add_here(Draft::new(CONSTRAINT_CHANGED, message).build(Verdict::Breaks));
        }
        let tuples = (std::mem::take(&mut self.old.tuple), std::mem::take(&mut self.new.tuple));
        if tuples.0.len() != tuples.1.len() {
            self.add_here(Draft::new(CONSTRAINT_CHANGED, "the array has another number of item schemas"));
        }
        for (old, new) in tuples.0.into_iter().zip(tuples.1) {
            self.inside(vec![old], vec![new], Directions::BOTH);
        }
    }
}

/// Returns the size of integers: the generated code enforces `int32`.
fn limit(flat: &Flat<'_>) -> u8 {
    let is_small = flat.types == [JsonType::Integer] && flat.format == Some("int32");
    if is_small { 32 } else { 64 }
}

/// Compares the texts of a schema and of its properties.
fn compare_texts(both: &mut Both<'_, '_>) {
    let (Some(old), Some(new)) = (both.old.ids.first(), both.new.ids.first()) else { return };
    let old = both.old_side.api.schemas.get(*old);
    let new = both.new_side.api.schemas.get(*new);
    if (&old.title, &old.description) != (&new.title, &new.description) {
        both.add_here(Draft::new(TEXTS_CHANGED, "a text has changed"));
    }
}
