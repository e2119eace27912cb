//! The rules for values of several schemas: `oneOf`, `anyOf`, and subtypes of a schema with a `discriminator`.

use super::both::Both;
use super::draft::{Directions, Draft};
use super::flat::Flat;
use super::pair::Pair;
use super::rules::{
    ALTERNATIVE_ADDED, ALTERNATIVE_REMOVED, CONSTRAINT_CHANGED, CONSTRAINT_LOOSENED, CONSTRAINT_TIGHTENED,
    DISCRIMINATOR_CHANGED, REQUEST_PROPERTY_TYPE_CHANGED, RESPONSE_PROPERTY_TYPE_CHANGED,
};
use super::side::Side;
use super::types;
use super::verdict::Verdict;
use crate::api::{JsonType, SchemaId, Union, UnionKind};
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
    /// An inline schema has a number instead of a name.
    fn is_inline(&self) -> bool {
        self.name.starts_with(NUMBERED)
    }

    /// Returns the schema in words.
    fn in_words(&self) -> String {
        match self.is_inline() {
            true => self.name.clone(),
            false => format!("the alternative `{}`", self.name),
        }
    }
}

/// The start of the names of inline schemas.
const NUMBERED: &str = "alternative ";

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
    let known = |kind: &Kind<'_>| old.iter().position(|known| known.name == kind.name);
    let same: Vec<Option<usize>> = new.iter().map(known).collect();
    compare_kinds(both, (&old, &new), &same, false);
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

/// Compares the schemas that a value can have. `same` has the index of the old schema for each new one.
fn compare_kinds(
    both: &mut Both<'_, '_>,
    (old, new): (&[Kind<'_>], &[Kind<'_>]),
    same: &[Option<usize>],
    can_conflict: bool,
) {
    let variants = |side: &Side<'_>, kinds: &[Kind<'_>]| -> Vec<Option<String>> {
        let of = |kind: &Kind<'_>| side.member(kind.place?).map(|(_, variant)| variant.to_owned());
        kinds.iter().map(of).collect()
    };
    let (before, after) = (variants(both.old_side, old), variants(both.new_side, new));
    for (kind, known) in new.iter().zip(same) {
        if let Some(known) = known.and_then(|index| old.get(index)) {
            both.inside(vec![known.schema], vec![kind.schema], Directions::BOTH);
            types::compare_members(both, &known.name, (known.place, kind.place));
            continue;
        }
        let draft = Draft::new(ALTERNATIVE_ADDED, format!("{} is new", kind.in_words()));
        let draft = draft.at(None, kind.place.or(both.new.place)).names([kind.name.as_str()]);
        let conflicts = can_conflict && old.iter().any(|other| can_be_both(both, other, kind));
        // A value that several alternatives of `oneOf` accept is rejected.
        let draft = if conflicts { draft.wire_in_requests(Verdict::Maybe) } else { draft };
        both.add(with_variant(draft, both.new_side, kind, &before, "handle it in each `match`"));
    }
    let gone = old.iter().enumerate().filter(|(index, _)| !same.contains(&Some(*index)));
    for (_, kind) in gone {
        let draft = Draft::new(ALTERNATIVE_REMOVED, format!("{} is gone", kind.in_words()));
        let draft = draft.names([kind.name.as_str()]).at(kind.place.or(both.old.place), None);
        both.add(with_variant(draft, both.old_side, kind, &after, "remove its arm"));
    }
}
/// Adds the name of the variant, and the help for code that names it. If the other document has the same variant, such as
/// for another value of the discriminator, that code stays the same.
fn with_variant(
    draft: Draft,
    side: &Side<'_>,
    kind: &Kind<'_>,
    others: &[Option<String>],
    help: &'static str,
) -> Draft {
    let variant = kind.place.and_then(|place| side.member(place)).map(|(_, variant)| variant.to_owned());
    let is_kept = variant.is_some() && others.contains(&variant);
    let draft = draft.names(variant);
    if is_kept { draft.build(Verdict::Safe) } else { draft.help(help) }
}

/// Compares the other unions. Those of the same keyword are compared in their order.
pub(super) fn compare_untagged(both: &mut Both<'_, '_>) {
    let (old, new) = (std::mem::take(&mut both.old.unions), std::mem::take(&mut both.new.unions));
    if old.len() != new.len() {
        let message = match new.len() > old.len() {
            true => "the value must have one of several schemas now",
            false => "the value does not need one of several schemas any more",
        };
        let rust = (both.old_side.rust_type(&both.old.ids), both.new_side.rust_type(&both.new.ids));
        let draft = Draft::new(CONSTRAINT_CHANGED, message);
        return both.add_here(if rust.0 == rust.1 { draft } else { draft.build(Verdict::Maybe) });
    }
    for (old, new) in old.into_iter().zip(new) {
        if old.kind != new.kind {
            both.add_here(Draft::new(CONSTRAINT_CHANGED, "`oneOf` is `anyOf` now, or the other way around"));
        }
        let can_conflict = new.kind == UnionKind::OneOf;
        let (old, new) = (members(both.old_side, old), members(both.new_side, new));
        let same = pair_alike(both, &old, &new);
        compare_kinds(both, (&old, &new), &same, can_conflict);
    }
}

fn members<'s>(side: &Side<'s>, union: &'s Union) -> Vec<Kind<'s>> {
    let members = union.members.iter().zip(&union.places);
    let kinds = members.enumerate().map(|(index, (schema, place))| {
        let path = side.type_of(*schema).map(|id| side.path_of(id).name.to_owned());
        let is_named = side.api.schemas.get(*schema).place.as_ref() != Some(place);
        let name = path.filter(|_| is_named).unwrap_or_else(|| {
            let number = index + 1;
            format!("{NUMBERED}{number} ({})", Flat::new(side, &[*schema]).type_name())
        });
        Kind { name, schema: *schema, place: Some(place) }
    });
    kinds.collect()
}

/// Returns the index of the same old schema for each new one. It is, in this order, the schema with the same name; one of
/// the same type, and with the same properties; one of the other type of numbers; or the inline schema with the same
/// number. So neither the order of the alternatives nor the names of their schemas matter.
fn pair_alike(both: &Both<'_, '_>, old: &[Kind<'_>], new: &[Kind<'_>]) -> Vec<Option<usize>> {
    let shapes = |side: &Side<'_>, kinds: &[Kind<'_>]| -> Vec<Shape> {
        kinds.iter().map(|kind| Shape::new(side, kind)).collect()
    };
    let (old, new) = (shapes(both.old_side, old), shapes(both.new_side, new));
    let mut same: Vec<Option<usize>> = vec![None; new.len()];
    let steps: [fn(&Shape, &Shape) -> bool; 4] = [
        |old, new| !new.is_inline && old.name == new.name,
        |old, new| (&old.types, &old.format, &old.properties) == (&new.types, &new.format, &new.properties),
        |old, new| {
            numbers(&old.types).contains(&JsonType::Number) && numbers(&old.types) == numbers(&new.types)
        },
        |old, new| old.name == new.name,
    ];
    for is_same in steps {
        for (index, own) in new.iter().enumerate() {
            let free = |known: &usize| !same.contains(&Some(*known));
            let mut alike =
                old.iter().enumerate().filter(|(_, known)| is_same(known, own)).map(|(known, _)| known);
            let found = alike.find(free);
            if let Some(own) = same.get_mut(index).filter(|own| own.is_none()) {
                *own = found;
            }
        }
    }
    same
}

/// The facts by which an alternative is found again.
struct Shape {
    name: String,
    is_inline: bool,
    types: Vec<JsonType>,
    format: Option<String>,
    /// The names of the properties, in alphabetical order.
    properties: Vec<String>,
}

impl Shape {
    fn new(side: &Side<'_>, kind: &Kind<'_>) -> Self {
        let flat = Flat::new(side, &[kind.schema]);
        let mut properties: Vec<String> =
            flat.properties.iter().map(|property| property.name.to_owned()).collect();
        properties.sort_unstable();
        let format = flat.format.map(str::to_owned);
        Self { name: kind.name.clone(), is_inline: kind.is_inline(), types: flat.types, format, properties }
    }
}

/// Returns the types, with that of all numbers for integers.
fn numbers(types: &[JsonType]) -> Vec<JsonType> {
    let number = |one: &JsonType| if *one == JsonType::Integer { JsonType::Number } else { *one };
    types.iter().map(number).collect()
}

/// Returns whether a value may have both schemas: their types do not exclude it.
fn can_be_both(both: &Both<'_, '_>, old: &Kind<'_>, new: &Kind<'_>) -> bool {
    let types = |side: &Side<'_>, kind: &Kind<'_>| numbers(&Flat::new(side, &[kind.schema]).types);
    let (old, new) = (types(both.old_side, old), types(both.new_side, new));
    old.is_empty() || new.is_empty() || old.iter().any(|one| new.contains(one))
}
