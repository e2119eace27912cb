//! Objects whose members are counted, whether or not they have a row.

use super::Members;
use serde::de::{Error as _, MapAccess};
use std::ops::{Bound, RangeBounds};

impl<'de, A: MapAccess<'de>> Members<'_, A, A::Error> {
    /// As many members came as the range has.
    pub(crate) fn counted(&self, range: impl RangeBounds<usize>) -> Result<(), A::Error> {
        let refuse = |words: &str, bound| {
            let members = if bound == 1 { "member" } else { "members" };
            let found = self.count;
            Err(A::Error::custom(format_args!("must have at {words} {bound} {members}, and has {found}")))
        };
        match (range.start_bound(), range.end_bound()) {
            _ if range.contains(&self.count) => Ok(()),
            (Bound::Included(least), _) if self.count < *least => refuse("least", *least),
            (_, Bound::Included(most) | Bound::Excluded(most)) => refuse("most", *most),
            _ => Ok(()),
        }
    }
}
