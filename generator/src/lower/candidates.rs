//! What the generated code knows about the alternatives of a union before it decodes them. It is derived from the types
//! themselves, after all decisions about them: an alternative may only be excluded if its type rejects the value.

use crate::arena::Arena;
use crate::model::{
    Additional, Choose, Expr, Field, JsonTypes, Known, Model, ReadOnly, Scalar, Shape, Struct, Type, TypeId,
    WriteOnly, struct_of,
};
use std::collections::{HashMap, HashSet};

/// The maximum number of values of a tag.
const VALUES: usize = 16;
/// The maximum number of unions in unions.
const DEPTH: usize = 16;

/// Finds what is known about each alternative of each union.
pub(super) fn find_known(model: &mut Model) {
    let ids: Vec<TypeId> = model.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Union(union) = &model.types.get(id).shape else { continue };
        if matches!(union.choose, Choose::Tag(_)) {
            continue;
        }
        let mut known: Vec<Known> = union
            .variants
            .iter()
            .map(|variant| match &variant.constant {
                Some(constant) => Known { types: type_of(constant), ..Known::default() },
                None => known(&model.types, &variant.expr),
            })
            .collect();
        keep_distinctive(&mut known);
        if let Shape::Union(union) = &mut model.types.get_mut(id).shape {
            for (variant, known) in union.variants.iter_mut().zip(known) {
                variant.known = known;
            }
        }
    }
}

/// Removes what tells no alternative from another one.
fn keep_distinctive(all: &mut [Known]) {
    let objects = all.iter().filter(|known| known.types.has(JsonTypes::OBJECT)).count();
    let mut tags: HashMap<String, HashSet<String>> = HashMap::new();
    for (tag, values) in all.iter().flat_map(|known| &known.tags) {
        tags.entry(tag.clone()).or_default().insert(format!("{values:?}"));
    }
    let everywhere =
        |tag: &str| all.iter().filter(|known| known.tags.iter().any(|(own, _)| own == tag)).count();
    let useless: HashSet<String> = tags
        .iter()
        .filter(|(tag, values)| values.len() == 1 && everywhere(tag) == objects)
        .map(|(tag, _)| tag.clone())
        .collect();
    for known in all {
        known.tags.retain(|(tag, _)| !useless.contains(tag));
        if objects < 2 {
            *known = Known { types: known.types, ..Known::default() };
        }
    }
}

/// Returns what is known about values of a type.
fn known(types: &Arena<Type>, expr: &Expr) -> Known {
    let json = json_types(types, expr, 0);
    match struct_of(types, expr) {
        Some(structure) => Known { types: json, ..of_struct(types, structure) },
        None => Known { types: json, ..Known::default() },
    }
}

/// Returns what is known about the objects of a struct.
///
/// | property | in a request | in a response | |
/// |---|---|---|---|
/// | required | required | required | required |
/// | required, read-only | ignored | required | unknown |
/// | required, write-only | required | absent | unknown |
/// | with few values, not read-only | one of them, if present | the same | a tag |
fn of_struct(types: &Arena<Type>, structure: &Struct) -> Known {
    let tags = structure.tags.iter().map(|tag| tag.wire.clone());
    let is_required = |field: &&Field| {
        field.required && field.read_only == ReadOnly::No && field.write_only == WriteOnly::No
    };
    let required = structure.fields.iter().filter(is_required).map(|field| field.wire.clone());
    let constant = structure.tags.iter().map(|tag| (tag.wire.clone(), vec![tag.value.clone()]));
    let fields = structure.fields.iter().filter(|field| field.read_only == ReadOnly::No);
    let listed = fields.filter_map(|field| Some((field.wire.clone(), few_values(types, &field.expr)?)));
    Known {
        types: JsonTypes::OBJECT,
        required: tags.chain(required).collect(),
        tags: constant.chain(listed).collect(),
        closed: structure.additional == Additional::Rejected,
    }
}

/// Returns the values of a closed enum with few values.
fn few_values(types: &Arena<Type>, expr: &Expr) -> Option<Vec<Scalar>> {
    let Expr::Named(id) = expr else { return None };
    match &types.get(*id).shape {
        Shape::Enum(listed) if !listed.open && listed.values.len() <= VALUES => {
            Some(listed.values.iter().map(|value| value.scalar.clone()).collect())
        }
        _ => None,
    }
}

/// Returns the JSON types of a value.
fn json_types(types: &Arena<Type>, expr: &Expr, depth: usize) -> JsonTypes {
    if depth > DEPTH {
        return JsonTypes::ANY;
    }
    match expr {
        // A foreign type decides for itself.
        Expr::Any | Expr::Foreign(_) => JsonTypes::ANY,
        Expr::AnyObject | Expr::Map(_) => JsonTypes::OBJECT,
        Expr::Boolean => JsonTypes::BOOLEAN,
        Expr::Integer32 | Expr::Integer64 => JsonTypes::INTEGER,
        Expr::Number => JsonTypes::NUMBER,
        Expr::String | Expr::Preset(_) => JsonTypes::STRING,
        Expr::List(_) => JsonTypes::ARRAY,
        Expr::Nullable(inner) => json_types(types, inner, depth + 1).or(JsonTypes::NULL),
        Expr::Named(id) => match &types.get(*id).shape {
            Shape::Struct(_) => JsonTypes::OBJECT,
            Shape::Enum(listed) => {
                let each = listed.values.iter().map(|value| type_of(&value.scalar));
                each.fold(JsonTypes::default(), JsonTypes::or)
            }
            Shape::Union(union) if matches!(union.choose, Choose::Tag(_)) => JsonTypes::OBJECT,
            Shape::Union(union) => {
                let each = union.variants.iter().map(|variant| match &variant.constant {
                    Some(constant) => type_of(constant),
                    None => json_types(types, &variant.expr, depth + 1),
                });
                each.fold(JsonTypes::default(), JsonTypes::or)
            }
            Shape::Newtype(newtype) => json_types(types, &newtype.inner, depth + 1),
            Shape::Alias(target) => json_types(types, target, depth + 1),
        },
    }
}

fn type_of(scalar: &Scalar) -> JsonTypes {
    match scalar {
        Scalar::Boolean(_) => JsonTypes::BOOLEAN,
        Scalar::Integer(_) => JsonTypes::INTEGER,
        Scalar::Number(_) => JsonTypes::NUMBER,
        Scalar::String(_) => JsonTypes::STRING,
    }
}
