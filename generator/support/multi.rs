//! Arrays with one parameter for each item: `style: form` with `explode`, or `collectionFormat: multi`.

use super::argument::{Query, Raw, Scalar};
use super::{Rejection, list};

/// The values of all parameters with the same name, as text.
pub struct Arguments<'r> {
    pub(super) name: &'static str,
    pub(super) texts: Result<Vec<Raw<'r>>, Rejection>,
}

impl<'q> Query<'q> {
    /// Returns all parameters with this name.
    pub(crate) fn all(self, name: &'static str) -> Arguments<'q> {
        Arguments { name, texts: Ok(self.values(name).collect()) }
    }
}

impl Arguments<'_> {
    /// Ignores empty values.
    pub(crate) fn unless_empty(mut self) -> Self {
        if let Ok(texts) = &mut self.texts {
            texts.retain(|raw| !raw.text.is_empty());
        }
        self
    }

    pub(crate) fn list<T: Scalar>(self) -> Result<Vec<T>, Rejection> {
        list::items(self.name, self.texts?.into_iter())
    }

    pub(crate) fn required_list<T: Scalar>(self) -> Result<Vec<T>, Rejection> {
        self.given()?.list()
    }

    /// Checks that there is at least one parameter.
    pub(crate) fn given(self) -> Result<Self, Rejection> {
        let name = self.name;
        let texts = self.texts?;
        if texts.is_empty() {
            Err(Rejection::MissingParameter { name })
        } else {
            Ok(Self { name, texts: Ok(texts) })
        }
    }
}
