//! The rules for constraints: which values of a type are valid.

use super::both::Both;
use super::draft::Draft;
use super::flat::Flat;
use super::rules::{CONSTRAINT_CHANGED, CONSTRAINT_LOOSENED, CONSTRAINT_TIGHTENED, PATTERN_ADDED};
use crate::api::{Constraint, JsonType, NumberRule};
use crate::diagnostic::{Place, Placed};
use std::cmp::Ordering;

/// A bound: the greater it is, the fewer values it accepts. The texts are those of the spec.
struct Bound<'s> {
    strictness: (f64, bool),
    text: String,
    place: &'s Place,
}

/// The kinds of bounds, each with the word for messages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Minimum,
    Maximum,
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    MinProperties,
    MaxProperties,
    Unique,
}

const KINDS: [Kind; 9] = [
    Kind::Minimum,
    Kind::Maximum,
    Kind::MinLength,
    Kind::MaxLength,
    Kind::MinItems,
    Kind::MaxItems,
    Kind::MinProperties,
    Kind::MaxProperties,
    Kind::Unique,
];

/// Compares the constraints.
pub(super) fn compare(both: &mut Both<'_, '_>) {
    for kind in KINDS {
        let (old, new) = (bound(&both.old, &both.new, kind), bound(&both.new, &both.old, kind));
        let order = match (&old, &new) {
            (None, None) => continue,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => new.strictness.partial_cmp(&old.strictness).unwrap_or(Ordering::Equal),
        };
        let text = |bound: Option<&Bound<'_>>| bound.map(|bound| bound.text.clone());
        let message = match (text(old.as_ref()), text(new.as_ref())) {
            (Some(old), Some(new)) => format!("`{old}` is `{new}` now"),
            (Some(old), None) => format!("`{old}` is gone"),
            (None, new) => format!("`{}` is new", new.unwrap_or_default()),
        };
        add(both, order, message, (old.map(|old| old.place), new.map(|new| new.place)));
    }
    compare_listed(both, "pattern", |one| matches!(one, Constraint::Pattern(_)));
    compare_listed(both, "multipleOf", |one| matches!(one, Constraint::MultipleOf(_)));
}

fn add(both: &mut Both<'_, '_>, order: Ordering, message: String, places: (Option<&Place>, Option<&Place>)) {
    let draft = match order {
        Ordering::Greater => Draft::new(CONSTRAINT_TIGHTENED, message),
        Ordering::Less => Draft::new(CONSTRAINT_LOOSENED, message),
        Ordering::Equal => return,
    };
    let draft = match order {
        Ordering::Greater => draft.help(
            "tell clients; a handler that responds with other values gets 500 in builds with debug assertions",
        ),
        _ => draft.help("check that your code handles the new values"),
    };
    both.add(draft.at(places.0, places.1));
}

/// Returns the strictest bound of a kind that matters for the types of both values.
fn bound<'s>(flat: &Flat<'s>, other: &Flat<'s>, kind: Kind) -> Option<Bound<'s>> {
    let bounds =
        flat.constraints.iter().filter(|one| is_about(&one.value, flat) && is_about(&one.value, other));
    let bounds = bounds.filter_map(|one| Some((strictness(&one.value, kind)?, *one)));
    let greatest = bounds.max_by(|(one, _), (other, _)| one.partial_cmp(other).unwrap_or(Ordering::Equal));
    greatest.map(|(strictness, one)| Bound { strictness, text: text(&one.value), place: &one.place })
}

fn is_about(constraint: &Constraint, flat: &Flat<'_>) -> bool {
    let narrows = constraint.narrows();
    flat.types.is_empty()
        || flat.types.contains(&narrows)
        || (narrows == JsonType::Number && flat.types.contains(&JsonType::Integer))
        || (narrows == JsonType::String && flat.types.contains(&JsonType::File))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bounds of this size do not occur, and only their order counts"
)]
fn strictness(constraint: &Constraint, kind: Kind) -> Option<(f64, bool)> {
    let least = |count: &u64| Some((*count as f64, false));
    let most = |count: &u64| Some((-(*count as f64), false));
    match (kind, constraint) {
        (Kind::MinLength, Constraint::MinLength(count))
        | (Kind::MinItems, Constraint::MinItems(count))
        | (Kind::MinProperties, Constraint::MinProperties(count)) => least(count),
        (Kind::MaxLength, Constraint::MaxLength(count))
        | (Kind::MaxItems, Constraint::MaxItems(count))
        | (Kind::MaxProperties, Constraint::MaxProperties(count)) => most(count),
        (Kind::Unique, Constraint::UniqueItems(unique)) => unique.then_some((1.0, false)),
        (Kind::Minimum | Kind::Maximum, _) => match (kind, constraint.number_rule()?) {
            (Kind::Minimum, NumberRule::AtLeast(number)) => Some((number.as_f64()?, false)),
            (Kind::Minimum, NumberRule::MoreThan(number)) => Some((number.as_f64()?, true)),
            (Kind::Maximum, NumberRule::AtMost(number)) => Some((-number.as_f64()?, false)),
            (Kind::Maximum, NumberRule::LessThan(number)) => Some((-number.as_f64()?, true)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns a constraint as the spec writes it.
fn text(constraint: &Constraint) -> String {
    let keyword = constraint.keyword();
    match constraint {
        Constraint::Minimum(bound) | Constraint::Maximum(bound) => {
            let exclusive = if bound.exclusive { " (exclusive)" } else { "" };
            format!("{keyword}: {}{exclusive}", bound.value)
        }
        Constraint::Pattern(pattern) => format!("{keyword}: {pattern}"),
        Constraint::UniqueItems(unique) => format!("{keyword}: {unique}"),
        other => match (other.number(), other.count()) {
            (Some(number), _) => format!("{keyword}: {number}"),
            (None, count) => format!("{keyword}: {}", count.unwrap_or_default()),
        },
    }
}

/// Compares constraints that have no order: patterns and factors.
fn compare_listed(both: &mut Both<'_, '_>, keyword: &str, is: fn(&Constraint) -> bool) {
    let listed = |flat: &Flat<'_>, other: &Flat<'_>| -> Vec<Placed<Constraint>> {
        let own = flat.constraints.iter().filter(|one| is(&one.value));
        own.filter(|one| is_about(&one.value, flat) && is_about(&one.value, other))
            .map(|one| (*one).clone())
            .collect()
    };
    let (old, new) = (listed(&both.old, &both.new), listed(&both.new, &both.old));
    let missing = |of: &[Placed<Constraint>], from: &[Placed<Constraint>]| -> Vec<Placed<Constraint>> {
        of.iter().filter(|one| !from.iter().any(|other| other.value == one.value)).cloned().collect()
    };
    let (gone, added) = (missing(&old, &new), missing(&new, &old));
    if let ([old, ..], [new, ..]) = (gone.as_slice(), added.as_slice()) {
        let message = format!("`{}` is `{}` now", text(&old.value), text(&new.value));
        let draft = Draft::new(CONSTRAINT_CHANGED, message).at(Some(&old.place), Some(&new.place));
        return both.add(draft.help("compare the values that both accept"));
    }
    for one in added {
        let rule = if keyword == "pattern" { PATTERN_ADDED } else { CONSTRAINT_TIGHTENED };
        let draft = Draft::new(rule, format!("`{}` is new", text(&one.value)));
        both.add(draft.at(None, Some(&one.place)));
    }
    for one in gone {
        add(both, Ordering::Less, format!("`{}` is gone", text(&one.value)), (Some(&one.place), None));
    }
}
