//! Finds the subtypes of a named schema with a `discriminator`. No `$ref` leads to these schemas. In a file that is not
//! an input, they are found because they are next to the schema.

use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostics, FileId, Place};
use crate::named::named;
use std::collections::{BTreeSet, HashMap};

/// The subtypes that a run has to find. The named schemas of each file are searched once, since a large document has
/// thousands of them, and as many discriminators.
#[derive(Default)]
pub(crate) struct Subtypes<'s>(HashMap<(FileId, &'static [&'static str]), Including<'s>>);

/// The named schemas with `allOf`, in the order of the document.
#[derive(Default)]
struct Including<'s> {
    schemas: Vec<Cursor<'s>>,
    /// The schemas that include the schema at a place.
    by_base: HashMap<Place, Vec<usize>>,
}

impl<'s> Subtypes<'s> {
    /// Returns the named schemas of a file that include this one with `allOf`, directly or indirectly.
    pub(crate) fn of(&mut self, base: &Cursor<'s>) -> Vec<Cursor<'s>> {
        let Some(named) = named(&base.place.pointer).filter(|named| named.inside.is_empty()) else {
            return Vec::new();
        };
        let key = (base.place.file, named.container);
        let including =
            self.0.entry(key).or_insert_with(|| search(base, named.container).unwrap_or_default());
        let (mut level, mut taken) = (vec![&base.place], BTreeSet::new());
        let mut subtypes = Vec::new();
        loop {
            let found = level.iter().filter_map(|place| including.by_base.get(place)).flatten();
            let next: BTreeSet<usize> = found.copied().filter(|index| !taken.contains(index)).collect();
            if next.is_empty() {
                return subtypes;
            }
            let schemas = next.iter().filter_map(|index| including.schemas.get(*index));
            level = schemas.clone().map(|schema| &schema.place).collect();
            subtypes.extend(schemas.cloned());
            taken.extend(next);
        }
    }
}

/// Finds the schemas with `allOf` next to a schema, including the schema itself.
fn search<'s>(base: &Cursor<'s>, container: &[&'static str]) -> Option<Including<'s>> {
    // Mistakes in a schema are reported when the schema is read.
    let mut unsaid = Diagnostics::default();
    let mut schemas = base.document()?;
    for token in container {
        schemas = schemas.object(&mut unsaid)?.take(token)?;
    }
    let mut including = Including::default();
    for (_, schema) in schemas.entries(&mut unsaid) {
        let all_of = schema.object(&mut unsaid).and_then(|mut object| object.take("allOf"));
        let members = all_of.map(|all_of| all_of.items(&mut unsaid)).unwrap_or_default();
        let bases: Vec<Place> = members
            .iter()
            .filter_map(|member| member.follow(&mut unsaid))
            .map(|member| member.place)
            .collect();
        if !bases.is_empty() {
            let index = including.schemas.len();
            for base in bases {
                including.by_base.entry(base).or_default().push(index);
            }
            including.schemas.push(schema);
        }
    }
    Some(including)
}
