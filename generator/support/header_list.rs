//! Header parameters that are arrays.

use super::argument::{Argument, Raw};
use super::{Context, Rejection};

impl Context {
    /// Returns the header parameter with this name, which is a list. Proxies may join and split its lines, and may add
    /// whitespace around commas. (RFC 9110, sections 5.3 and 5.6.1)
    pub(crate) fn header_list(&self, name: &'static str) -> Argument<'_> {
        let mut items = Vec::new();
        for value in self.headers().get_all(name) {
            let Ok(text) = value.to_str() else {
                return Argument::new(name, Err(Rejection::bad(name, "must be visible ASCII")));
            };
            items.extend(text.split(',').map(|item| item.trim_matches([' ', '\t'])));
        }
        let text = self.headers().contains_key(name).then(|| Raw::plain(items.join(",")));
        Argument::new(name, Ok(text))
    }
}
