//! Converts values in the spec into Rust expressions.

use super::paths::{Paths, to_ident};
use crate::model::{Literal, Scalar, Struct, TypeId};
use crate::names::TypeName;
use proc_macro2::{Delimiter, Literal as RustLiteral, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use serde_json::{Map, Number, Value};

/// Emits a scalar as a Rust literal.
pub(super) fn literal(scalar: &Scalar) -> TokenStream {
    match scalar {
        Scalar::Boolean(boolean) => quote!(#boolean),
        Scalar::Integer(integer) => {
            let literal = RustLiteral::i64_unsuffixed(*integer);
            quote!(#literal)
        }
        Scalar::Number(number) => {
            let literal = RustLiteral::f64_unsuffixed(*number);
            quote!(#literal)
        }
        Scalar::String(text) => quote!(#text),
    }
}

/// Emits a value.
pub(super) fn emit_literal(value: &Literal, paths: &Paths<'_>) -> TokenStream {
    let names = paths.names();
    match value {
        Literal::Scalar(Scalar::String(text)) if text.is_empty() => {
            let string = paths.ty(&crate::model::Expr::String);
            quote!(#string::new())
        }
        Literal::Scalar(Scalar::String(text)) => quote!(#text.to_owned()),
        Literal::Scalar(scalar) => literal(scalar),
        Literal::Text(text) => {
            let known = paths.known_text();
            quote!(#known(#text))
        }
        Literal::Variant(id, position) => {
            let ty = paths.named(*id);
            let variant = names.type_name(*id).members.get(*position);
            let variant = to_ident(variant.map_or("Other", String::as_str));
            quote!(#ty::#variant)
        }
        Literal::Other(id, other) => {
            let ty = paths.named(*id);
            let variant = to_ident(&names.type_name(*id).additional);
            let other = emit_literal(other, paths);
            quote!(#ty::#variant(#other))
        }
        Literal::List(items) => {
            let items = items.iter().map(|item| emit_literal(item, paths));
            quote!(vec![#(#items),*])
        }
        Literal::Map(members) => emit_map(members, paths),
        Literal::AnyObject(members) => emit_any_object(members),
        Literal::Any(Value::Null) => quote!(serde_json::Value::Null),
        Literal::Any(value) => {
            let value = emit_json(value);
            quote!(serde_json::json!(#value))
        }
        Literal::Null => {
            let nullable = paths.nullable();
            quote!(#nullable::Null)
        }
        Literal::NotNull(value) => {
            let nullable = paths.nullable();
            let value = emit_literal(value, paths);
            quote!(#nullable::Value(#value))
        }
        Literal::Newtype(id, held) => {
            let ty = paths.named(*id);
            let held = emit_literal(held, paths);
            quote!(#ty(#held))
        }
        Literal::Empty(id) => {
            let ty = paths.named(*id);
            quote!(#ty::default())
        }
        Literal::Struct(id, fields, rest) => emit_struct(*id, fields, rest.as_deref(), paths),
        Literal::Union(id, position, held) => {
            let ty = paths.named(*id);
            let variant = names.type_name(*id).members.get(*position);
            let held = emit_literal(held, paths);
            let variant = variant.map(|variant| to_ident(variant));
            quote!(#ty::#variant(#held))
        }
    }
}

fn emit_map(members: &[(String, Literal)], paths: &Paths<'_>) -> TokenStream {
    if members.is_empty() {
        return quote!(std::collections::BTreeMap::new());
    }
    let members = members.iter().map(|(name, value)| (name, emit_literal(value, paths)));
    let members = members.map(|(name, value)| quote!((#name.to_owned(), #value)));
    quote!(std::collections::BTreeMap::from([#(#members),*]))
}

fn emit_any_object(members: &Map<String, Value>) -> TokenStream {
    if members.is_empty() {
        return quote!(serde_json::Map::new());
    }
    let members = members.iter().map(|(name, value)| (name, emit_json(value)));
    let members = members.map(|(name, value)| quote!((#name.to_owned(), serde_json::json!(#value))));
    quote!(serde_json::Map::from_iter([#(#members),*]))
}

/// Emits a struct, field by field.
fn emit_struct(
    id: TypeId,
    values: &[Option<Literal>],
    rest: Option<&Literal>,
    paths: &Paths<'_>,
) -> TokenStream {
    let ty = paths.named(id);
    let name = paths.names().type_name(id);
    let fields = paths.structure(id).map(|structure| structure.fields.as_slice()).unwrap_or_default();
    let fields = fields.iter().zip(&name.members).zip(values).map(|((field, name), value)| {
        let ident = to_ident(name);
        let value = value.as_ref().map(|value| emit_literal(value, paths));
        let value = value.map(|value| if field.boxed { paths.in_box(&value) } else { value });
        match (value, &field.default) {
            (Some(value), None) if !field.required => quote!(#ident: Some(#value)),
            (Some(value), _) => quote!(#ident: #value),
            (None, Some(default)) => {
                let value = emit_literal(default, paths);
                quote!(#ident: #value)
            }
            (None, None) => quote!(#ident: None),
        }
    });
    let rest = rest.map(|rest| {
        let ident = to_ident(&name.additional);
        let rest = emit_literal(rest, paths);
        quote!(#ident: #rest)
    });
    let fields = fields.chain(rest);
    quote!(#ty { #(#fields),* })
}

/// Emits JSON as the macro `json!` accepts it.
fn emit_json(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(boolean) => quote!(#boolean),
        Value::Number(number) => emit_number(number),
        Value::String(text) => quote!(#text),
        Value::Array(items) => {
            let items = items.iter().map(emit_json);
            quote!([#(#items),*])
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name, emit_json(value)));
            let members = members.map(|(name, value)| quote!(#name: #value));
            quote!({#(#members),*})
        }
    }
}

/// Emits a number. In the macro, an integer without a suffix is an `i32`, so a larger one gets a suffix.
fn emit_number(number: &Number) -> TokenStream {
    let literal = match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) if i32::try_from(integer).is_ok() => RustLiteral::i64_unsuffixed(integer),
        (Some(integer), _) => RustLiteral::i64_suffixed(integer),
        (None, Some(integer)) => RustLiteral::u64_suffixed(integer),
        (None, None) => return number.as_f64().map(RustLiteral::f64_unsuffixed).into_token_stream(),
    };
    literal.into_token_stream()
}

/// Emits `Default` for a struct that has properties with defaults.
pub(super) fn emit_default(structure: &Struct, name: &TypeName, paths: &Paths<'_>) -> Option<TokenStream> {
    let is_own = |value: &Literal| !value.is_default();
    if !structure.fields.iter().any(|field| field.default.as_ref().is_some_and(is_own)) {
        return None;
    }
    let default = paths.default();
    let fields = structure.fields.iter().zip(&name.members).map(|(field, name)| {
        let ident = to_ident(name);
        let value = match &field.default {
            Some(value) => emit_literal(value, paths),
            None if field.required => quote!(#default::default()),
            None => quote!(None),
        };
        quote!(#ident: #value,)
    });
    let ident_ = to_ident(&name.name);
    let additional = Some(name.additional.as_str()).filter(|name| !name.is_empty()).map(|name| {
        let ident = to_ident(name);
        quote!(#ident: #default::default(),)
    });
    Some(quote! {
        impl #default for #ident_ {
            fn default() -> Self {
                Self { #(#fields)* #additional }
            }
        }
    })
}

/// Whether a colon is not part of `::`.
fn is_alone(colon: &Punct, before: &str) -> bool {
    colon.spacing() == Spacing::Alone && !before.ends_with(':')
}

/// Prints tokens on one line, with the usual spaces.
pub(super) fn line(tokens: TokenStream) -> String {
    tokens.into_iter().fold(String::new(), |text, token| match token {
        TokenTree::Group(group) => {
            let inner = line(group.stream());
            match group.delimiter() {
                Delimiter::Parenthesis => format!("{text}({inner})"),
                Delimiter::Bracket => format!("{text}[{inner}]"),
                Delimiter::Brace if text.ends_with(char::is_alphanumeric) => format!("{text} {{ {inner} }}"),
                Delimiter::Brace => format!("{text}{{{inner}}}"),
                Delimiter::None => text + &inner,
            }
        }
        TokenTree::Punct(punct) if punct.as_char() == ',' => text + ", ",
        TokenTree::Punct(punct) if punct.as_char() == ':' && is_alone(&punct, &text) => text + ": ",
        other => text + &other.to_string(),
    })
}
