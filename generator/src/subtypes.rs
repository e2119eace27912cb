//! Finds the subtypes of a named schema with a `discriminator`. No `$ref` leads to these schemas. In a file that is not
//! an input, they are found because they are next to the schema.

use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostics, Place};
use crate::named::named;

/// Returns the named schemas of a file that include this one with `allOf`, directly or indirectly.
pub(crate) fn subtypes<'s>(base: &Cursor<'s>) -> Vec<Cursor<'s>> {
    // Mistakes in a schema are reported when the schema is read.
    let mut unsaid = Diagnostics::default();
    let mut waiting = named_next_to(base, &mut unsaid).unwrap_or_default();
    let mut family = vec![base.place.clone()];
    let mut subtypes = Vec::new();
    loop {
        let (next, others): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|schema| takes_in(schema, &family, &mut unsaid));
        if next.is_empty() {
            return subtypes;
        }
        family.extend(next.iter().map(|subtype| subtype.place.clone()));
        subtypes.extend(next);
        waiting = others;
    }
}

/// Returns the named schemas next to this one, including the schema itself. Returns `None` if it has no name.
fn named_next_to<'s>(base: &Cursor<'s>, unsaid: &mut Diagnostics) -> Option<Vec<Cursor<'s>>> {
    let named = named(&base.place.pointer).filter(|named| named.inside.is_empty())?;
    let mut container = base.document()?;
    for token in named.container {
        container = container.object(unsaid)?.take(token)?;
    }
    Some(container.entries(unsaid).into_iter().map(|(_, schema)| schema).collect())
}

fn takes_in(schema: &Cursor<'_>, family: &[Place], unsaid: &mut Diagnostics) -> bool {
    let all_of = schema.object(unsaid).and_then(|mut object| object.take("allOf"));
    let members = all_of.map(|all_of| all_of.items(unsaid)).unwrap_or_default();
    members.iter().filter_map(|member| member.follow(unsaid)).any(|member| family.contains(&member.place))
}
