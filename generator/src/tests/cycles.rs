//! Which fields are boxed, compared with a slow but obvious algorithm, and the cost of large cycles.

use crate::arena::Arena;
use crate::diagnostic::{FileId, Place};
use crate::lower::box_cycles;
use crate::model::{
    Choose, Expr, Field, ReadOnly, Scalar, Shape, Struct, Type, TypeId, Union, Variant, WriteOnly,
};
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::time::{Duration, Instant};

fn number(seed: impl Hash, below: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    usize::try_from(hasher.finish() >> 33).unwrap() % below
}

fn field(held: TypeId) -> Field {
    Field {
        wire: String::new(),
        place: Place::file(FileId(0)),
        description: None,
        format: None,
        attributes: Vec::new(),
        expr: Expr::Named(held),
        checks: Vec::new(),
        required: false,
        given: None,
        default: None,
        read_only: ReadOnly::No,
        write_only: WriteOnly::No,
        boxed: false,
    }
}

/// Types that contain others, by their numbers. Every seventh is a union.
fn graph(count: usize, held: impl Fn(usize) -> Vec<usize>) -> Arena<Type> {
    let mut types = Arena::default();
    let ids: Vec<TypeId> = (0..count).map(|_| types.push(Type::default())).collect();
    for (index, id) in ids.iter().enumerate() {
        let held = held(index).into_iter().map(|held| ids[held]);
        types.get_mut(*id).shape = if index % 7 == 6 {
            // The variants of a union are structs.
            let structs = held.filter(|held| held.index() % 7 != 6);
            let variant =
                |held| Variant::of_schema(Place::file(FileId(0)), Expr::Named(held), Scalar::Boolean(true));
            Shape::Union(Union {
                choose: Choose::Tag(String::new()),
                otherwise: None,
                variants: structs.map(variant).collect(),
            })
        } else {
            Shape::Struct(Struct { fields: held.map(field).collect(), ..Struct::default() })
        };
    }
    types
}

fn boxed(types: &Arena<Type>) -> Vec<Vec<bool>> {
    let of = |shape: &Shape| match shape {
        Shape::Struct(structure) => structure.fields.iter().map(|field| field.boxed).collect(),
        _ => Vec::new(),
    };
    types.iter().map(|(_, found)| of(&found.shape)).collect()
}

fn leads_to(types: &Arena<Type>, from: TypeId, target: TypeId) -> bool {
    let (mut waiting, mut passed) = (vec![from], vec![false; types.len()]);
    while let Some(id) = waiting.pop() {
        if id == target {
            return true;
        }
        if std::mem::replace(&mut passed[id.index()], true) {
            continue;
        }
        match &types.get(id).shape {
            Shape::Struct(structure) => {
                waiting.extend(structure.fields.iter().map(|field| named(&field.expr)));
            }
            Shape::Union(union) => waiting.extend(union.variants.iter().map(|variant| match &variant.expr {
                Expr::Named(held) => *held,
                other => panic!("{other:?} is not a struct"),
            })),
            _ => {}
        }
    }
    false
}

fn named(expr: &Expr) -> TypeId {
    let Expr::Named(id) = expr else { panic!("{expr:?}") };
    *id
}

/// Decides for each field by itself whether its type leads back to the struct.
fn box_slowly(types: &mut Arena<Type>) {
    for id in types.iter().map(|(id, _)| id).collect::<Vec<_>>() {
        let Shape::Struct(structure) = &types.get(id).shape else { continue };
        let boxed: Vec<bool> =
            structure.fields.iter().map(|field| leads_to(types, named(&field.expr), id)).collect();
        let Shape::Struct(structure) = &mut types.get_mut(id).shape else { continue };
        structure.fields.iter_mut().zip(boxed).for_each(|(field, boxed)| field.boxed = boxed);
    }
}

#[test]
fn fields_are_boxed_if_their_types_lead_back() {
    let mut cycles = 0;
    for seed in 0..2_000 {
        let count = 1 + number((seed, 0), 14);
        let held = |index: usize| {
            (0..number((seed, 1, index), 4)).map(|field| number((seed, index, field), count)).collect()
        };
        let (mut fast, mut slow) = (graph(count, held), graph(count, held));
        box_cycles(&mut fast);
        box_slowly(&mut slow);
        assert_eq!(boxed(&fast), boxed(&slow), "{seed}");
        cycles += usize::from(boxed(&fast).concat().contains(&true));
    }
    assert!(cycles > 1_000, "{cycles}");
}

/// A search from each struct by itself would take minutes.
#[test]
fn the_cost_of_cycles_is_linear_in_their_fields() {
    const COUNT: usize = 20_000;
    let tree = |index: usize| vec![(2 * index + 1) % COUNT, (2 * index + 2) % COUNT];
    let back = |index: usize| vec![(index + 1).min(COUNT - 1), index.saturating_sub(1), 0];
    let any = |index: usize| (0..20).map(|field| number((index, field), COUNT)).collect();
    let start = Instant::now();
    for mut types in [
        graph(COUNT, |index| vec![(index + 1) % COUNT]),
        graph(COUNT, tree),
        graph(COUNT, back),
        graph(COUNT, any),
    ] {
        box_cycles(&mut types);
        assert!(boxed(&types).concat().contains(&true));
    }
    let complete = |index: usize| (0..600).filter(|other| *other != index).collect();
    box_cycles(&mut graph(600, complete));
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
