//! `minProperties` and `maxProperties`.

use super::Properties;
use serde::de::{Error, MapAccess};
use std::ops::{Bound, RangeBounds};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// Checks the number of all properties, with and without a row in the table.
    pub(crate) fn counted(&mut self, range: impl RangeBounds<usize>) -> Result<(), E> {
        if range.contains(&self.count) || !self.trail.is_strict() {
            return Ok(());
        }
        // A duplicate property is reported first.
        self.end()?;
        let reject = |words: &str, bound| {
            let properties = if bound == 1 { "property" } else { "properties" };
            Err(E::custom(format_args!("must have at {words} {bound} {properties}")))
        };
        match (range.start_bound(), range.end_bound()) {
            (Bound::Included(least), _) if self.count < *least => reject("least", *least),
            (_, Bound::Included(most) | Bound::Excluded(most)) => reject("most", *most),
            _ => Ok(()),
        }
    }
}
