//! Objects whose properties are cookies without escapes.

use super::Context;
use super::object_argument::{Builder, ObjectArgument};
use super::raw_cookies::only_raw_cookie;

impl Context {
    /// Returns an object whose properties are the cookies with these names.
    pub(crate) fn raw_cookie_properties(
        &self,
        name: &'static str,
        names: &[&'static str],
    ) -> ObjectArgument<'_> {
        let mut pairs = Builder::new(name);
        for own in names {
            pairs.add_argument(only_raw_cookie(self, own));
        }
        pairs.into_argument()
    }
}
