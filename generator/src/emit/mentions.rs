//! Names that emitted tokens mention: the names that a file must import, and the names of the support code that it
//! uses. Names from the spec are fields, variants, variables, methods of the trait, or definitions. None of these
//! counts as a mention.

use proc_macro2::{Delimiter, Ident, TokenStream};
use std::collections::HashSet;
use syn::buffer::{Cursor, TokenBuffer};

/// The names that tokens mention.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    names: HashSet<String>,
    methods: HashSet<String>,
    support: HashSet<String>,
}

/// A token. Literals are often long and mention nothing, so they are not copied.
enum Token<'t> {
    Ident(Ident),
    Punct(char),
    Group(Delimiter, Cursor<'t>),
    Other,
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
    /// Collects the names that tokens mention.
    pub(crate) fn of<'t>(all: impl IntoIterator<Item = &'t TokenStream>) -> Self {
        let mut mentions = Self::default();
        all.into_iter().for_each(|tokens| mentions.add(tokens));
        mentions
    }

    /// Adds the names that tokens mention.
    pub(crate) fn add(&mut self, tokens: &TokenStream) {
        self.add_parsed(TokenBuffer::new2(tokens.clone()).begin());
    }

    /// Adds the names that the tokens of a parser mention.
    pub(crate) fn add_parsed(&mut self, tokens: Cursor<'_>) {
        self.scan(tokens, Inside::Other);
    }

    /// Adds the names that another file mentions.
    pub(crate) fn join(&mut self, other: Self) {
        self.names.extend(other.names);
        self.methods.extend(other.methods);
        self.support.extend(other.support);
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

    fn scan(&mut self, tokens: Cursor<'_>, inside: Inside) {
        let tokens = tokens_at(tokens);
        let mut in_enum = false;
        for (index, token) in tokens.iter().enumerate() {
            let (before, rest) = tokens.split_at(index);
            let after = rest.get(1..).unwrap_or_default();
            match token {
                Token::Ident(ident) => {
                    in_enum |= ident == "enum";
                    self.take(ident, before, after, inside);
                }
                Token::Group(Delimiter::Brace, group) => {
                    if is_of_support(before) {
                        self.take_list(*group);
                    }
                    let inside = if in_enum { Inside::Enum } else { Inside::Braces };
                    in_enum = false;
                    self.scan(*group, inside);
                }
                Token::Group(delimiter, group) if !is_attribute(*delimiter, before) => {
                    self.scan(*group, Inside::Other);
                }
                _ => {}
            }
        }
    }

    fn take(&mut self, ident: &Ident, before: &[Token<'_>], after: &[Token<'_>], inside: Inside) {
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
    fn take_list(&mut self, list: Cursor<'_>) {
        let idents = tokens_at(list).into_iter().filter_map(|token| match token {
            Token::Ident(ident) => Some(ident.to_string()),
            _ => None,
        });
        self.support.extend(idents);
    }
}

/// Returns the tokens from here to the end of the group.
fn tokens_at(mut cursor: Cursor<'_>) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    while let Some((token, rest)) = next_token(cursor) {
        tokens.push(token);
        cursor = rest;
    }
    tokens
}

fn next_token(cursor: Cursor<'_>) -> Option<(Token<'_>, Cursor<'_>)> {
    if let Some((inside, delimiter, _, rest)) = cursor.any_group() {
        return Some((Token::Group(delimiter, inside), rest));
    }
    if let Some((ident, rest)) = cursor.ident() {
        return Some((Token::Ident(ident), rest));
    }
    if let Some((punct, rest)) = cursor.punct() {
        return Some((Token::Punct(punct.as_char()), rest));
    }
    let rest = cursor.lifetime().map(|(_, rest)| rest).or_else(|| Some(cursor.literal()?.1));
    Some((Token::Other, rest?))
}

fn is(token: &Token<'_>, character: char) -> bool {
    matches!(token, Token::Punct(punct) if *punct == character)
}

fn is_ident(token: &Token<'_>, name: &str) -> bool {
    matches!(token, Token::Ident(ident) if ident == name)
}

/// Whether the tokens start with `::`.
fn is_path(first: &Token<'_>, second: &Token<'_>) -> bool {
    is(first, ':') && is(second, ':')
}

/// Whether an identifier is not a mention: it continues a path, or is defined here.
fn is_own(before: &[Token<'_>], after: &[Token<'_>], inside: Inside) -> bool {
    let is_by_before = match before {
        [.., first, second] if is_path(first, second) => true,
        [.., Token::Ident(keyword)] => DEFINING.iter().any(|defining| keyword == defining),
        _ => false,
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
fn is_variable(name: &str, before: &[Token<'_>], after: &[Token<'_>]) -> bool {
    let is_lower = name.starts_with(char::is_lowercase);
    let is_used = is_call(after) || after.first().is_some_and(|token| is(token, '!'));
    let is_argument = [before.last(), after.first()].into_iter().flatten().any(|token| is(token, ','));
    is_lower && !is_used && !is_argument
}

/// Whether the tokens end with one dot. Two dots come before the base of a struct or the end of a range.
fn is_after_dot(before: &[Token<'_>]) -> bool {
    match before {
        [.., first, last] => is(last, '.') && !is(first, '.'),
        [last] => is(last, '.'),
        [] => false,
    }
}

/// Whether the tokens end with `support::`.
fn is_of_support(before: &[Token<'_>]) -> bool {
    matches!(before, [.., support, first, second] if is_ident(support, "support") && is_path(first, second))
}

/// Whether a group is the brackets of an attribute, `#[..]` or `#![..]`.
fn is_attribute(delimiter: Delimiter, before: &[Token<'_>]) -> bool {
    let hash = match before {
        [.., hash, last] if is(last, '!') => Some(hash),
        [.., hash] => Some(hash),
        [] => None,
    };
    delimiter == Delimiter::Bracket && hash.is_some_and(|token| is(token, '#'))
}

/// Whether the tokens start with `(..)` or `::<..>`.
fn is_call(after: &[Token<'_>]) -> bool {
    match after {
        [Token::Group(delimiter, _), ..] => *delimiter == Delimiter::Parenthesis,
        [first, second, ..] => is_path(first, second),
        _ => false,
    }
}

/// Whether the tokens start with a single colon, after a field, a parameter, or a type parameter.
fn is_field(after: &[Token<'_>]) -> bool {
    match after {
        [first, second, ..] => is(first, ':') && !is(second, ':'),
        _ => false,
    }
}

/// Whether an identifier is between commas, as a field with the same name as its value.
fn is_alone(before: &[Token<'_>], after: &[Token<'_>]) -> bool {
    before.last().is_none_or(|token| is(token, ',')) && after.first().is_none_or(|token| is(token, ','))
}
