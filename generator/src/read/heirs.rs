//! Who inherits from a definition with a `discriminator`. Nothing refers to these definitions; in a file that
//! is no input they are found because they stand beside it.

use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostics, Place};

/// The definitions of a file that take in this one of it, by way of others as well.
pub fn heirs<'s>(base: &Cursor<'s>) -> Vec<Cursor<'s>> {
    // What is wrong with a definition is reported where it is read.
    let mut unsaid = Diagnostics::default();
    let mut waiting = definitions_beside(base, &mut unsaid).unwrap_or_default();
    let (mut family, mut heirs) = (vec![base.place.clone()], Vec::new());
    loop {
        let (found, others): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|definition| takes_in(definition, &family, &mut unsaid));
        if found.is_empty() {
            return heirs;
        }
        family.extend(found.iter().map(|heir| heir.place.clone()));
        heirs.extend(found);
        waiting = others;
    }
}

/// The definitions of the file, where this is one of them.
fn definitions_beside<'s>(base: &Cursor<'s>, unsaid: &mut Diagnostics) -> Option<Vec<Cursor<'s>>> {
    let definitions = base.document()?.object(unsaid)?.take("definitions")?.entries(unsaid);
    let all: Vec<Cursor<'s>> = definitions.into_iter().map(|(_, definition)| definition).collect();
    all.iter().any(|definition| definition.place == base.place).then_some(all)
}

fn takes_in(definition: &Cursor<'_>, family: &[Place], unsaid: &mut Diagnostics) -> bool {
    let all_of = definition.object(unsaid).and_then(|mut object| object.take("allOf"));
    let members = all_of.map(|all_of| all_of.items(unsaid)).unwrap_or_default();
    members.iter().filter_map(|member| member.follow(unsaid)).any(|member| family.contains(&member.place))
}
