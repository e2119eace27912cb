//! JSON pointers (RFC 6901): the position of a value in its file.

use std::{borrow::Cow, fmt};

/// A JSON pointer in its text form: empty for the whole file, otherwise `/token/token`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Pointer(String);

impl Pointer {
    /// Parses a pointer. None if the text is neither empty nor starts with `/`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The pointer to an entry of the object at this pointer.
    pub(crate) fn member(&self, name: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + name.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        match name.contains(['~', '/']) {
            true => text.push_str(&name.replace('~', "~0").replace('/', "~1")),
            false => text.push_str(name),
        }
        Self(text)
    }

    /// The pointer to an item of the array at this pointer.
    pub(crate) fn item(&self, index: usize) -> Self {
        Self([self.0.as_str(), "/", &index.to_string()].concat())
    }

    /// The tokens, unescaped, outermost first.
    pub(crate) fn tokens(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        self.0.strip_prefix('/').map(|rest| rest.split('/')).into_iter().flatten().map(|token| {
            match token.contains('~') {
                true => Cow::Owned(token.replace("~1", "/").replace("~0", "~")),
                false => Cow::Borrowed(token),
            }
        })
    }

    /// The pointer without its last token, and that token.
    pub(crate) fn split_last(&self) -> Option<(Self, Cow<'_, str>)> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some((Self(parent.to_owned()), self.tokens().next_back()?))
    }

    /// The text form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
