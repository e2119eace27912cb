//! Names that emitted tokens mention: the names that a file must import, and the names of the support code that it
//! uses. Names from the spec are fields, variants, variables, methods of the trait, or definitions. None of these
//! counts as a mention.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use std::collections::HashSet;

/// The names that tokens mention.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    names: HashSet<String>,
    methods: HashSet<String>,
    support: HashSet<String>,
}

/// The construct that contains the tokens.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    /// The variants of an enum.
    Enum,
    /// Other braces.
    Braces,
    Other,
}

/// An identifier after one of these keywords is a definition.
const DEFINING: [&str; 9] = ["const", "enum", "fn", "let", "mod", "static", "struct", "trait", "type"];

impl Mentions {
    /// Collects the names that the items of a file mention.
    pub(crate) fn in_items<'t>(items: impl IntoIterator<Item = &'t TokenStream>) -> Self {
        let mut mentions = Self::default();
        items.into_iter().for_each(|item| mentions.add(item.clone()));
        mentions
    }

    /// Adds the names that other tokens mention.
    pub(crate) fn add(&mut self, tokens: TokenStream) {
        self.scan(tokens, Inside::Other);
    }

    /// Whether a name is used by itself or starts a path.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a method is called.
    pub(crate) fn has_method(&self, name: &str) -> bool {
        self.methods.contains(name)
    }

    /// Whether a name of the module `support` is used.
    pub(crate) fn has_of_support(&self, name: &str) -> bool {
        self.support.contains(name)
    }

    fn scan(&mut self, tokens: TokenStream, inside: Inside) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut in_enum = false;
        for (index, token) in tokens.iter().enumerate() {
            let (before, rest) = tokens.split_at(index);
            let after = rest.get(1..).unwrap_or_default();
            match token {
                TokenTree::Ident(ident) => {
                    in_enum |= ident == "enum";
                    self.take(ident, before, after, inside);
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    if is_of_support(before) {
                        self.take_list(&group.stream());
                    }
                    let inside = if in_enum { Inside::Enum } else { Inside::Braces };
                    in_enum = false;
                    self.scan(group.stream(), inside);
                }
                TokenTree::Group(group) if !is_attribute(group.delimiter(), before) => {
                    self.scan(group.stream(), Inside::Other);
                }
                _ => {}
            }
        }
    }

    fn take(&mut self, ident: &Ident, before: &[TokenTree], after: &[TokenTree], inside: Inside) {
        if is_of_support(before) {
            self.support.insert(ident.to_string());
        }
        if is_after_dot(before) {
            // Handlers are methods of the server author, with names from the spec.
            let is_handler = matches!(before, [.., receiver, _] if is_ident(receiver, "api"));
            if is_call(after) && !is_handler {
                self.methods.insert(ident.to_string());
            }
        } else if !is_own(before, after, inside) {
            let name = ident.to_string();
            if !is_variable(&name, before, after) {
                self.names.insert(name);
            }
        }
    }

    /// Adds the names of `support::{..}`.
    fn take_list(&mut self, list: &TokenStream) {
        let idents = list.clone().into_iter().filter_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        });
        self.support.extend(idents);
    }
}

fn is(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

/// Whether the tokens start with `::`.
fn is_path(first: &TokenTree, second: &TokenTree) -> bool {
    is(first, ':') && is(second, ':')
}

/// Whether an identifier is not a mention: it continues a path, is a lifetime, or is defined here.
fn is_own(before: &[TokenTree], after: &[TokenTree], inside: Inside) -> bool {
    let is_by_before = match before {
        [.., first, second] if is_path(first, second) => true,
        [.., TokenTree::Ident(keyword)] => DEFINING.iter().any(|defining| keyword == defining),
        [.., last] => is(last, '\''),
        [] => false,
    };
    let is_by_place = match inside {
        Inside::Enum => true,
        Inside::Braces => is_alone(before, after),
        Inside::Other => false,
    };
    is_by_before || is_by_place || is_field(after)
}

/// Whether an identifier is a variable, not a module, which starts a path, or a function, which is called or is one of
/// several arguments. Variables with names from the spec are alone in a pattern.
fn is_variable(name: &str, before: &[TokenTree], after: &[TokenTree]) -> bool {
    let is_lower = name.starts_with(char::is_lowercase);
    let is_used = is_call(after) || after.first().is_some_and(|token| is(token, '!'));
    let is_argument = [before.last(), after.first()].into_iter().flatten().any(|token| is(token, ','));
    is_lower && !is_used && !is_argument
}

/// Whether the tokens end with one dot. Two dots come before the base of a struct or the end of a range.
fn is_after_dot(before: &[TokenTree]) -> bool {
    match before {
        [.., first, last] => is(last, '.') && !is(first, '.'),
        [last] => is(last, '.'),
        [] => false,
    }
}

/// Whether the tokens end with `support::`.
fn is_of_support(before: &[TokenTree]) -> bool {
    matches!(before, [.., support, first, second] if is_ident(support, "support") && is_path(first, second))
}

/// Whether a group is the brackets of an attribute, `#[..]` or `#![..]`.
fn is_attribute(delimiter: Delimiter, before: &[TokenTree]) -> bool {
    let hash = match before {
        [.., hash, last] if is(last, '!') => Some(hash),
        [.., hash] => Some(hash),
        [] => None,
    };
    delimiter == Delimiter::Bracket && hash.is_some_and(|token| is(token, '#'))
}

/// Whether the tokens start with `(..)` or `::<..>`.
fn is_call(after: &[TokenTree]) -> bool {
    match after {
        [TokenTree::Group(group), ..] => group.delimiter() == Delimiter::Parenthesis,
        [first, second, ..] => is_path(first, second),
        _ => false,
    }
}

/// Whether the tokens start with a single colon, after a field, a parameter, or a type parameter.
fn is_field(after: &[TokenTree]) -> bool {
    match after {
        [first, second, ..] => is(first, ':') && !is(second, ':'),
        _ => false,
    }
}

/// Whether an identifier is between commas, as a field with the same name as its value.
fn is_alone(before: &[TokenTree], after: &[TokenTree]) -> bool {
    before.last().is_none_or(|token| is(token, ',')) && after.first().is_none_or(|token| is(token, ','))
}
