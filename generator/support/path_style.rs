//! Path parameters with the styles `label` and `matrix`.

use super::argument::{Argument, Raw, unescape};
use super::multi::Arguments;
use super::{Rejection, list};
use std::borrow::Cow;

/// Removes the start of a text, which may depend on the name of the parameter.
type Strip = for<'t> fn(&'t str, &str) -> Option<&'t str>;

impl<'r> Argument<'r> {
    /// Removes the dot before the value: `.blue`.
    pub(crate) fn label(self) -> Self {
        self.strip(|text, _| text.strip_prefix('.'), |_| "must start with `.`".to_owned())
    }

    /// Removes the name before the value: `;color=blue`. Without `=`, the value is empty.
    pub(crate) fn matrix(self) -> Self {
        self.strip(|text, name| value_of(text.strip_prefix(';')?, name), must_be_matrix)
    }

    fn strip(mut self, strip: Strip, must_be: fn(&str) -> String) -> Self {
        let name = self.name;
        self.text = self.text.and_then(|raw| {
            let stripped = raw.map(|raw| stripped(&raw, name, strip).ok_or_else(|| must_be(name)));
            stripped.transpose().map_err(|reason| Rejection::bad(name, reason))
        });
        self
    }

    /// Returns the items of an array, each with the name before it: `;color=blue;color=black`. The name alone is an
    /// empty array.
    pub(crate) fn matrix_items(self) -> Arguments<'r> {
        let name = self.name;
        let texts = self.text.and_then(|raw| {
            let items = raw.map(|raw| items(&raw, name).ok_or_else(|| must_be_matrix(name)));
            items.transpose().map_err(|reason| Rejection::bad(name, reason))
        });
        Arguments { name, texts: texts.map(Option::unwrap_or_default) }
    }
}

fn must_be_matrix(name: &str) -> String {
    format!("must be written as `;{name}=` and its value")
}

/// Many clients encode all of a segment, so a text that does not start as expected is decoded first.
fn stripped<'r>(raw: &Raw<'r>, name: &str, strip: Strip) -> Option<Raw<'r>> {
    let text = match &raw.text {
        Cow::Borrowed(text) => strip(text, name).map(Cow::Borrowed),
        Cow::Owned(text) => strip(text, name).map(|text| Cow::Owned(text.to_owned())),
    };
    let sent = text.map(|text| Raw { text, escapes: raw.escapes });
    sent.or_else(|| Some(Raw::plain(strip(&raw.decode().ok()?, name)?.to_owned())))
}

fn items<'r>(raw: &Raw<'_>, name: &str) -> Option<Vec<Raw<'r>>> {
    let raw = list::before_split(raw, ';').ok()?;
    let rest = raw.text.strip_prefix(';')?;
    if value_of(rest, name) == Some("") {
        return Some(Vec::new());
    }
    let item = |text| Some(Raw::new(value_of(text, name)?.to_owned(), raw.escapes));
    rest.split(';').map(item).collect()
}

/// Returns the value of `name=value`. A semicolon would start another parameter.
fn value_of<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (own, value) = text.split_once('=').unwrap_or((text, ""));
    let is_own = own == name || unescape(own, false).is_some_and(|own| own == name);
    (is_own && !value.contains(';')).then_some(value)
}
