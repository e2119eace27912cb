//! Objects whose members are counted, whether or not they have a row.

use super::Properties;
use serde::de::{Error, MapAccess};
use std::ops::{Bound, RangeBounds};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// As many members came as the range has.
    pub(crate) fn counted(&mut self, range: impl RangeBounds<usize>) -> Result<(), E> {
        if range.contains(&self.count) {
            return Ok(());
        }
        // One that came twice may be the one too many.
        self.end()?;
        let refuse = |words: &str, bound| {
            let members = if bound == 1 { "member" } else { "members" };
            let found = self.count;
            Err(E::custom(format_args!("must have at {words} {bound} {members}, and has {found}")))
        };
        match (range.start_bound(), range.end_bound()) {
            (Bound::Included(least), _) if self.count < *least => refuse("least", *least),
            (_, Bound::Included(most) | Bound::Excluded(most)) => refuse("most", *most),
            _ => Ok(()),
        }
    }
}
