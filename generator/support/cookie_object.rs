//! Objects whose properties are cookies.

use super::Context;
use super::cookies::only_cookie;
use super::object_argument::{Builder, ObjectArgument};

impl Context {
    /// Returns an object whose properties are the cookies with these names.
    pub(crate) fn cookie_properties(&self, name: &'static str, names: &[&'static str]) -> ObjectArgument<'_> {
        let mut pairs = Builder::new(name);
        for own in names {
            pairs.add_argument(only_cookie(self, own));
        }
        pairs.into_argument()
    }
}
