//! Parameters that are objects.

use super::argument::{Argument, Raw};
use super::json_argument::invalid;
use super::{Decode, Query, Rejection, TextFault, TextPairs, TextTree, list};
use std::borrow::Cow;

/// The texts of an object, `None` if it is absent, or an error that is returned when the object is decoded.
pub struct ObjectArgument<'r> {
    name: &'static str,
    texts: Result<Option<TextTree<'r>>, Rejection>,
}

impl<'q> Query<'q> {
    /// Returns an object with the style `deepObject`: `name[key]=`. The specification does not define objects and arrays
    /// inside it, so all forms that clients send are read: `name[a][b]=`, `name[a][]=`, `name[a][0]=` and repeated names.
    pub(crate) fn deep_object(self, name: &'static str) -> ObjectArgument<'q> {
        self.bracketed(name, |pairs, _| pairs.fail("must have the name of each property in brackets"))
    }

    /// Returns a value that is an object, an array or a scalar.
    pub(crate) fn deep_value(self, name: &'static str) -> ObjectArgument<'q> {
        self.bracketed(name, |pairs, value| pairs.add(Cow::Borrowed("o"), value))
    }

    /// Returns a value in a form that is JSON: an object, or an array with JSON for each item. Objects in brackets are read
    /// as well: `name[key]=`.
    pub(crate) fn json_field(self, name: &'static str) -> ObjectArgument<'q> {
        self.bracketed(name, |pairs, value| pairs.add_as(Cow::Borrowed("o"), value, TextTree::Json))
    }

    fn bracketed(self, name: &'static str, add_bare: fn(&mut Builder<'q>, Raw<'q>)) -> ObjectArgument<'q> {
        let mut pairs = Builder::new(name);
        for (own, value) in self.each() {
            let Some(brackets) = own.as_deref().and_then(|own| own.strip_prefix(name)) else { continue };
            match brackets.as_bytes() {
                [] => add_bare(&mut pairs, value),
                // The name of the parameter itself may have brackets.
                [b'[', .., b']'] => pairs.add(Cow::Owned(format!("o{brackets}")), value),
                _ => {}
            }
        }
        let texts = pairs.finish();
        ObjectArgument { name, texts: texts.map(|texts| texts.and_then(|texts| texts.property("o"))) }
    }

    /// Returns an object whose properties are the parameters with these names.
    pub(crate) fn exploded(self, name: &'static str, names: &[&str]) -> ObjectArgument<'q> {
        self.properties(name, |own| names.contains(&own) || names.contains(&base(own)))
    }

    /// Returns an object whose properties are all parameters except those with these names.
    pub(crate) fn exploded_except(self, name: &'static str, names: &[&str]) -> ObjectArgument<'q> {
        self.properties(name, |own| !names.contains(&own) && !names.contains(&base(own)))
    }

    fn properties(self, name: &'static str, has: impl Fn(&str) -> bool) -> ObjectArgument<'q> {
        let mut pairs = Builder::new(name);
        for (own, value) in self.each() {
            if let Some(own) = own.filter(|own| has(own)) {
                pairs.add(own, value);
            }
        }
        pairs.into_argument()
    }
}

/// Returns a name without its brackets.
fn base(name: &str) -> &str {
    name.split_once('[').map_or(name, |(base, _)| base)
}

impl<'r> Argument<'r> {
    /// Returns an object with names and values in turn: `a,1,b,2`.
    pub(crate) fn pairs(self, separator: char) -> ObjectArgument<'r> {
        self.object(|raw, pairs| {
            let raw = list::before_split(raw, separator)?;
            let mut texts = raw.text.split(separator);
            while let Some(name) = texts.next() {
                let value = texts.next().ok_or("must have names and values in turn")?;
                pairs.add_raw(&raw, name, value)?;
            }
            Ok(())
        })
    }

    /// Returns an object with a name before each value: `a=1,b=2`.
    pub(crate) fn entries(self, separator: char) -> ObjectArgument<'r> {
        self.object(|raw, pairs| {
            let raw = list::before_split(raw, '=')?;
            for entry in raw.text.split(separator) {
                let (name, value) =
                    entry.split_once('=').ok_or("must have a name and `=` before each value")?;
                pairs.add_raw(&raw, name, value)?;
            }
            Ok(())
        })
    }

    /// Returns an object with a semicolon and a name before each value: `;a=1;b=2`. Without `=`, the value is empty.
    pub(crate) fn matrix_entries(self) -> ObjectArgument<'r> {
        self.object(|raw, pairs| {
            let raw = list::before_split(raw, ';')?;
            let rest = raw.text.strip_prefix(';').ok_or("must start with `;`")?;
            for entry in rest.split(';') {
                let (name, value) = entry.split_once('=').unwrap_or((entry, ""));
                pairs.add_raw(&raw, name, value)?;
            }
            Ok(())
        })
    }

    fn object(
        self,
        read: impl Fn(&Raw<'_>, &mut Builder<'r>) -> Result<(), &'static str>,
    ) -> ObjectArgument<'r> {
        let name = self.name;
        let texts = self.text.and_then(|raw| {
            let Some(raw) = raw else { return Ok(None) };
            let mut pairs = Builder::new(name);
            if let Err(reason) = read(&raw, &mut pairs) {
                pairs.fail(reason);
            }
            pairs.finish()
        });
        ObjectArgument { name, texts }
    }
}

impl<'r> ObjectArgument<'r> {
    pub(super) fn new(name: &'static str, texts: Result<Option<TextTree<'r>>, Rejection>) -> Self {
        Self { name, texts }
    }
}

impl ObjectArgument<'_> {
    /// Uses this JSON if the parameter is absent.
    pub(crate) fn or_json(mut self, json: &'static str) -> Self {
        self.texts = self.texts.map(|texts| texts.or(Some(TextTree::Json(Cow::Borrowed(json)))));
        self
    }

    pub(crate) fn required_object<T: Decode>(self) -> Result<T, Rejection> {
        let name = self.name;
        self.optional_object()?.ok_or(Rejection::MissingParameter { name })
    }

    /// Decodes the object. An error names the invalid value by its JSON pointer.
    pub(crate) fn optional_object<T: Decode>(self) -> Result<Option<T>, Rejection> {
        let value = self.texts?.map(|texts| texts.decode()).transpose();
        value.map_err(|TextFault { pointer, reason }| invalid(self.name, &pointer, &reason))
    }
}

/// Builds the tree of a parameter.
pub(super) struct Builder<'r> {
    name: &'static str,
    pairs: TextPairs<'r>,
    is_empty: bool,
    fault: Option<Rejection>,
}

impl<'r> Builder<'r> {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, pairs: TextPairs::default(), is_empty: true, fault: None }
    }

    /// Stores the first mistake.
    fn fail(&mut self, reason: &'static str) {
        self.fault.get_or_insert_with(|| Rejection::bad(self.name, reason));
    }

    /// Adds a text under a name that may have brackets.
    fn add(&mut self, name: Cow<'r, str>, raw: Raw<'r>) {
        self.add_as(name, raw, TextTree::Text);
    }

    fn add_as(&mut self, name: Cow<'r, str>, raw: Raw<'r>, kind: fn(Cow<'r, str>) -> TextTree<'r>) {
        self.is_empty = false;
        let value = match raw.into_text() {
            Ok(text) => kind(text),
            Err(reason) => return self.fail(reason),
        };
        if let Err(TextFault { pointer, reason }) = self.pairs.add_bracketed(name, value) {
            // The step `o` stands for the parameter itself.
            let pointer = pointer.strip_prefix("/o").unwrap_or(&pointer);
            self.fault.get_or_insert_with(|| invalid(self.name, pointer, &reason));
        }
    }

    /// Adds a property whose name and value are as sent.
    fn add_raw(&mut self, around: &Raw<'_>, name: &str, value: &str) -> Result<(), &'static str> {
        let text = |text| Raw::new(text, around.escapes).decode().map(|text| Cow::Owned(text.into_owned()));
        self.is_empty = false;
        let added = self.pairs.add(text(name)?, TextTree::Text(text(value)?));
        if let Err(TextFault { pointer, reason }) = added {
            self.fault.get_or_insert_with(|| invalid(self.name, &pointer, &reason));
        }
        Ok(())
    }

    /// Adds a parameter as a property.
    pub(super) fn add_argument(&mut self, argument: Argument<'r>) {
        match argument.text {
            Ok(None) => {}
            Ok(Some(raw)) => self.add(Cow::Borrowed(argument.name), raw),
            Err(fault) => drop(self.fault.get_or_insert(fault)),
        }
    }

    pub(super) fn into_argument(self) -> ObjectArgument<'r> {
        ObjectArgument { name: self.name, texts: self.finish() }
    }

    /// Returns the tree, or `None` if nothing was added.
    fn finish(self) -> Result<Option<TextTree<'r>>, Rejection> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok((!self.is_empty).then(|| self.pairs.finish())),
        }
    }
}
