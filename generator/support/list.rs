//! Parameters that are arrays.

use super::Rejection;
use super::argument::{Argument, Scalar, scalar};

impl Argument<'_> {
    /// The items of an array, split after all escapes are undone. One that is absent or empty has none.
    pub(crate) fn list<T: Scalar>(self, separator: char) -> Result<Vec<T>, Rejection> {
        let text = self.text.unwrap_or_default();
        let items = text.split(separator).filter(|_| !text.is_empty());
        items.map(|item| scalar(self.name, item)).collect()
    }

    pub(crate) fn required_list<T: Scalar>(self, separator: char) -> Result<Vec<T>, Rejection> {
        match self.text {
            None => Err(Rejection::MissingParameter { name: self.name }),
            Some(_) => self.list(separator),
        }
    }
}
