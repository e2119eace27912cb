//! Arrays with the style `deepObject`. The specification does not define them, so all forms that clients send are read:
//! `name[]=`, `name[0]=` and `name=`.

use super::Rejection;
use super::argument::{Query, Raw};
use super::multi::Arguments;

impl<'q> Query<'q> {
    /// Returns the items of an array. Indexes only order the items.
    pub(crate) fn indexed(self, name: &'static str) -> Arguments<'q> {
        Arguments { name, texts: self.items_of(name).map_err(|reason| Rejection::bad(name, reason)) }
    }

    fn items_of(self, name: &str) -> Result<Vec<Raw<'q>>, &'static str> {
        let mut items = Vec::new();
        for (own, value) in self.each() {
            let Some(brackets) = own.as_deref().and_then(|own| own.strip_prefix(name)) else { continue };
            match brackets.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                None if brackets.is_empty() => items.push((None, value)),
                None => {}
                Some("") => items.push((None, value)),
                Some(index) => {
                    let index: u32 = index.parse().map_err(|_| "has an index that is not a number")?;
                    items.push((Some(index), value));
                }
            }
        }
        items.sort_by_key(|(index, _)| *index);
        let mut pairs = items.iter().zip(items.iter().skip(1));
        match pairs.any(|((one, _), (other, _))| one.is_some() && one == other) {
            true => Err("has an item more than once"),
            false => Ok(items.into_iter().map(|(_, value)| value).collect()),
        }
    }
}
