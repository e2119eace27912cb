//! `minProperties` and `maxProperties`.

use super::Properties;
use serde::de::{Error, MapAccess};
use std::ops::{Bound, RangeBounds};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// Checks the number of properties, with and without a row.
    pub(crate) fn counted(&mut self, range: impl RangeBounds<usize>) -> Result<(), E> {
        if range.contains(&self.count) {
            return Ok(());
        }
        // If a property is given twice, that is the error.
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
