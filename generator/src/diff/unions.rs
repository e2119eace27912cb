//! The rules for values of several schemas: `oneOf`, `anyOf`, and subtypes of a schema with a `discriminator`.

use super::both::Both;
use super::draft::{Directions, Draft};
use super::flat::Flat;
use super::pair::Pair;
use super::rules::{
    ALTERNATIVE_ADDED, ALTERNATIVE_REMOVED, CONSTRAINT_CHANGED, CONSTRAINT_LOOSENED,
    CONSTRAINT_TIGHTENED, DISCRIMINATOR_CHANGED, REQUEST_PROPERTY_TYPE_CHANGED,
    RESPONSE_PROPERTY_TYPE_CHANGED,
};
use super::side::Side;
use super::verdict::Verdict;
use crate::api::{SchemaId, Union};
use crate::diagnostic::Place;
use crate::model::{self, Label, Variant};
use crate::named::named;

/// A schema that a value can have.
struct Kind<'s> {
    /// The value of the discriminator, or the name of the schema.
    name: String,
    schema: SchemaId,
    place: Option<&'s Place>,
}

impl Kind<'_> {
    /// Returns the schema in words. An inline schema has a number instead of a name.
    fn in_words(&self) -> String {
        match self.name.starts_with("alternative ") {
            true => self.name.clone(),
            false => format!("the alternative `{}`", self.name),
        }
    }
}

/// Compares unions whose variant a property selects, and returns whether there are such unions.
pub(super) fn compare_tagged(both: &mut Both<'_, '_>, pair: &Pair) -> bool {
    let old = both.old_side.tagged_union(&pair.old);
    let new = both.new_side.tagged_union(&pair.new);
    let (old, new) = match (old, new) {
        (Some((_, old)), Some((_, new))) => (old, new),
        (None, None) => return false,
        (old, _) => {
            let message = match old {
                None => "a `discriminator` selects one of several schemas now",
                Some(_) => "no `discriminator` selects the schema any more",
            };
            let draft = Draft::by_direction(
                Some(REQUEST_PROPERTY_TYPE_CHANGED),
                Some(RESPONSE_PROPERTY_TYPE_CHANGED),
                message,
            );
            both.add_here(draft.wire(Verdict::Maybe).build(Verdict::Breaks));
            return false;
        }
    };
    if let (Some(was), Some(is)) = (old.tag(), new.tag())
        && was != is
    {
        let message = format!("the discriminator was the property `{was}`, and is `{is}` now");
        let help = "clients and servers do not understand each other's objects";
        both.add_here(Draft::new(DISCRIMINATOR_CHANGED, message).help(help));
    }
    compare_otherwise(both, old, new);
    let (old, new) = (tagged(both.old_side, old), tagged(both.new_side, new));
    compare_kinds(both, &old, &new);
    true
}

fn tagged<'s>(side: &Side<'s>, union: &'s model::Union) -> Vec<Kind<'s>> {
    let kinds = union.variants.iter().flat_map(|variant| {
        let schema = schema_of(side, variant);
        let tags: Vec<String> = match variant.tags.as_slice() {
            // Objects without one of the values have this schema.
            [] => vec![label(side, variant)],
            tags => tags.iter().map(ToString::to_string).collect(),
        };
        tags.into_iter()
            .filter_map(move |name| Some(Kind { name, schema: schema?, place: variant.place.as_ref() }))
    });
    kinds.collect()
}

/// Returns the name of the schema of a variant.
fn label(side: &Side<'_>, variant: &Variant) -> String {
    let ty = schema_of(side, variant).and_then(|schema| side.type_of(schema));
    let by_place = |place: &Place| Some(named(&place.pointer)?.name);
    let own = || match &variant.label {
        Label::Schema(place) => by_place(place),
        _ => by_place(variant.place.as_ref()?),
    };
    ty.map(|id| side.path_of(id).name.to_owned()).or_else(own).unwrap_or_default()
}

/// Compares the schema of objects that the property does not select: `defaultMapping`.
fn compare_otherwise(both: &mut Both<'_, '_>, old: &model::Union, new: &model::Union) {
    let of = |side: &Side<'_>, union: &model::Union| {
        Some(label(side, union.otherwise.and_then(|index| union.variants.get(index))?))
    };
    let (rule, message) = match (of(both.old_side, old), of(both.new_side, new)) {
        (Some(old), Some(new)) if old != new => {
            (CONSTRAINT_CHANGED, format!("the default of the discriminator was `{old}`, and is `{new}` now"))
        }
        (None, Some(new)) => (CONSTRAINT_LOOSENED, format!("the discriminator has the default `{new}` now")),
        (Some(old), None) => {
            (CONSTRAINT_TIGHTENED, format!("the default `{old}` of the discriminator is gone"))
        }
        _ => return,
    };
    both.add_here(Draft::new(rule, message));
}

fn schema_of(side: &Side<'_>, variant: &Variant) -> Option<SchemaId> {
    let by_label = match &variant.label {
        Label::Schema(place) => side.schema_at(place),
        _ => None,
    };
    by_label.or_else(|| side.schema_at(variant.place.as_ref()?))
}

fn compare_kinds(both: &mut Both<'_, '_>, old: &[Kind<'_>], new: &[Kind<'_>]) {
    for kind in new {
        match old.iter().find(|known| known.name == kind.name) {
            Some(known) => both.inside(vec![known.schema], vec![kind.schema], Directions::BOTH),
            None => {
                let draft = Draft::new(ALTERNATIVE_ADDED, format!("{} is new", kind.in_words()));
                let draft = draft.at(None, kind.place.or(both.new.place)).names([kind.name.as_str()]);
                both.add(draft.help("handle it in each `match`"));
            }
        }
    }
    for kind in old.iter().filter(|kind| !new.iter().any(|known| known.name == kind.name)) {
        let message = format!("{} is gone", kind.in_words());
        let draft = Draft::new(ALTERNATIVE_REMOVED, message).names([kind.name.as_str()]);
        both.add(draft.at(kind.place.or(both.old.place), None).help("remove its arm"));
    }
}

/// Compares the other unions. Those of the same keyword are compared in their order.
pub(super) fn compare_untagged(both: &mut Both<'_, '_>) {
    let (old, new) = (std::mem::take(&mut both.old.unions), std::mem::take(&mut both.new.unions));
    if old.len() != new.len() {
        let message = match new.len() > old.len() {
            true => "the value must have one of several schemas now",
            false => "the value does not need one of several schemas any more",
        };
        return both.add_here(Draft::new(CONSTRAINT_CHANGED, message));
    }
    for (old, new) in old.into_iter().zip(new) {
        if old.kind != new.kind {
            both.add_here(Draft::new(CONSTRAINT_CHANGED, "`oneOf` is `anyOf` now, or the other way around"));
        }
        let (mut old, mut new) = (members(both.old_side, old), members(both.new_side, new));
        pair_alike(both, &mut old, &mut new);
        compare_kinds(both, &old, &new);
    }
}

fn members<'s>(side: &Side<'s>, union: &'s Union) -> Vec<Kind<'s>> {
    let members = union.members.iter().zip(&union.places);
    let kinds = members.enumerate().map(|(index, (schema, place))| {
        let path = side.type_of(*schema).map(|id| side.path_of(id).name.to_owned());
        let is_named = side.api.schemas.get(*schema).place.as_ref() != Some(place);
        let name = path.filter(|_| is_named).unwrap_or_else(|| {
            let number = index + 1;
            format!("alternative {number} ({})", Flat::new(side, &[*schema]).type_name())
        });
        Kind { name, schema: *schema, place: Some(place) }
    });
    kinds.collect()
}

/// Gives inline schemas that are alternatives of the same type the same name, so that their order does not matter.
fn pair_alike(both: &Both<'_, '_>, old: &mut [Kind<'_>], new: &mut [Kind<'_>]) {
    let shape = |side: &Side<'_>, kind: &Kind<'_>| {
        let flat = Flat::new(side, &[kind.schema]);
        let names: Vec<String> = flat.properties.iter().map(|property| property.name.to_owned()).collect();
        (flat.types, flat.format.map(str::to_owned), names)
    };
    let mut taken = vec![false; old.len()];
    for kind in new.iter_mut().filter(|kind| kind.name.starts_with("alternative ")) {
        let own = shape(both.new_side, kind);
        let alike = old.iter().zip(&mut taken).find(|(known, taken)| {
            !**taken && known.name.starts_with("alternative ") && shape(both.old_side, known) == own
        });
        if let Some((known, taken)) = alike {
            *taken = true;
            kind.name.clone_from(&known.name);
        }
    }
}
