//! The functions that return the targets of callbacks.

use super::super::arguments::is_optional;
use super::super::docs::{code, doc_attributes};
use super::super::paths::{Paths, to_ident};
use super::super::requests::has_request;
use crate::model::{Body, Encoding, Model, Operation, Piece, Reach, Shape, Target, TargetValue, TypeId};
use crate::names::{Names, OperationName};
use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// Emits the function of a target. It belongs to the request, or to the response if the target depends only on the
/// response.
pub(super) fn emit_target(
    target: &Target,
    function: &str,
    model: &Model,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    let names = paths.names();
    let operation = model.operations.get(target.operation)?;
    let name = names.operations().get(target.operation)?;
    let emitter = Emitter { operation, name, model, names, paths };
    let values = target.pieces.iter().filter_map(|piece| match piece {
        Piece::Value { value, .. } => Some(value),
        Piece::Text(_) | Piece::Url => None,
    });
    let (of_response, of_request): (Vec<_>, Vec<_>) = values.partition(|value| value.is_of_response());
    let url = target.pieces.contains(&Piece::Url).then(|| quote!(url: &str,));
    let in_response = !of_response.is_empty() && (of_request.is_empty() || !has_request(operation));
    let is_free = !in_response && !has_request(operation);
    let response = (!of_response.is_empty() && !in_response).then(|| {
        let ty = paths.of_operation(name, &name.response);
        quote!(response: &#ty,)
    });
    let has_segment = |piece: &Piece| matches!(piece, Piece::Value { encoding: Encoding::Segment, .. });
    let has_segments = target.pieces.iter().any(has_segment);
    let is_total = !has_segments && target.pieces.iter().all(|piece| emitter.is_total(piece));
    let (ty, body) = match target.pieces.as_slice() {
        [only @ Piece::Value { .. }] => {
            let text = emitter.emit_piece(only, in_response);
            if is_total { (quote!(String), text) } else { (quote!(Option<String>), text) }
        }
        [only] => {
            let text = emitter.emit_piece(only, in_response);
            (quote!(String), quote!(#text.to_owned()))
        }
        pieces => {
            let pieces = pieces.iter().map(|piece| {
                let text = emitter.emit_piece(piece, in_response);
                let text = match piece {
                    Piece::Text(_) | Piece::Url => text,
                    Piece::Value { .. } if emitter.is_total(piece) => quote!(#text.as_str()),
                    Piece::Value { .. } => quote!(#text?.as_str()),
                };
                match has_segments {
                    false => text,
                    true if has_segment(piece) => quote!(support::TargetPiece::Segment(#text)),
                    true => quote!(support::TargetPiece::Text(#text)),
                }
            });
            match is_total {
                false if has_segments => {
                    (quote!(Option<String>), quote!(support::join_target(&[#(#pieces),*])))
                }
                true => (quote!(String), quote!([#(#pieces),*].concat())),
                false => (quote!(Option<String>), quote!(Some([#(#pieces),*].concat()))),
            }
        }
    };
    let origin = match (of_request.is_empty(), of_response.is_empty()) {
        (_, true) => "request",
        (true, false) => "response",
        (false, false) => "request and the response",
    };
    let is_complete = target.pieces.iter().all(|piece| emitter.is_total(piece));
    let about = emit_docs(target, origin, !is_complete, has_segments);
    let ident = to_ident(function);
    let receiver = (!is_free).then(|| quote!(&self,));
    let function = quote! {
        #about
        pub fn #ident(#receiver #response #url) -> #ty {
            #body
        }
    };
    let owner = if in_response { &name.response } else { &name.request };
    let owner = paths.of_operation(name, owner);
    Some(if is_free { function } else { quote!(impl #owner { #function }) })
}

/// Emits the docs. `origin` has the values of the target, which may lack one, or may make an empty segment.
fn emit_docs(target: &Target, origin: &str, may_lack: bool, has_segments: bool) -> TokenStream {
    let callback = code(&target.callback);
    let first = format!("Returns the target of the callback {callback}: {}.", code(&target.expression));
    let about = doc_attributes(&first, None);
    let is_fixed = target.pieces.iter().all(|piece| matches!(piece, Piece::Text(_)));
    if is_fixed {
        return about;
    }
    let is_of_response =
        |piece: &Piece| matches!(piece, Piece::Value { value, .. } if value.is_of_response());
    let mut lines = vec![format!(
        "The target comes from the {origin}. Validate it before your server sends a request to it."
    )];
    // Each response has its own headers and its own body.
    lines.extend(may_lack.then(|| match target.pieces.iter().any(is_of_response) {
        true if origin == "response" => "It is `None` if the response with this status code does not have a value that it needs.",
        true => "It is `None` if the request, or the response with this status code, does not have a value that it needs.",
        false => "It is `None` if the request does not have a value that it needs.",
    }.to_owned()));
    lines.extend(has_segments.then(|| {
        "It is `None` if a value would make a segment of the path empty, or the dot segment `.` or `..`."
            .to_owned()
    }));
    let lines = lines.iter().map(|line| format!(" {line}"));
    quote!(#about #[doc = ""] #(#[doc = #lines])*)
}

struct Emitter<'a> {
    operation: &'a Operation,
    name: &'a OperationName,
    model: &'a Model,
    names: &'a Names,
    paths: &'a Paths<'a>,
}

impl Emitter<'_> {
    /// Returns whether the text is always there.
    fn is_total(&self, piece: &Piece) -> bool {
        match piece {
            Piece::Text(_) | Piece::Url => true,
            Piece::Value { value, .. } => match value {
                TargetValue::Parameter(index, reach) => {
                    let parameter = self.operation.parameters.get(*index);
                    parameter.is_some_and(|one| !is_optional(one)) && self.is_there(reach)
                }
                TargetValue::Body(reach) => {
                    self.operation.body.as_ref().is_some_and(|body| body.required) && self.is_there(reach)
                }
                TargetValue::ResponseHeader(_) | TargetValue::ResponseBody(_) => false,
            },
        }
    }

    fn is_there(&self, reach: &Reach) -> bool {
        match reach {
            Reach::Here => true,
            Reach::Field(id, index, inner) => {
                let field =
                    self.model.types.get(*id).shape.as_struct().and_then(|one| one.fields.get(*index));
                field.is_some_and(|field| field.required || field.default.is_some()) && self.is_there(inner)
            }
            Reach::Inside(inner) => self.is_there(inner),
            Reach::Others(..)
            | Reach::Item(..)
            | Reach::Key(..)
            | Reach::Nullable(_)
            | Reach::Json(_)
            | Reach::Variants(..) => false,
        }
    }

    /// Emits the text of a piece, or an `Option` of it.
    fn emit_piece(&self, piece: &Piece, in_response: bool) -> TokenStream {
        let (value, encoding) = match piece {
            Piece::Text(text) => return quote!(#text),
            Piece::Url => return quote!(url),
            Piece::Value { value, encoding } => (value, *encoding),
        };
        let text = Text { is_encoded: encoding != Encoding::None };
        let total = self.is_total(piece);
        match value {
            TargetValue::Parameter(index, reach) => {
                let field = self.name.parameters.get(*index).map(|name| to_ident(name));
                let optional = self.operation.parameters.get(*index).is_some_and(is_optional);
                self.emit_root(&quote!(self.#field), optional, reach, total, text)
            }
            TargetValue::Body(reach) => {
                let field = to_ident(&self.name.body);
                let optional = !self.operation.body.as_ref().is_some_and(|body: &Body| body.required);
                self.emit_root(&quote!(self.#field), optional, reach, total, text)
            }
            TargetValue::ResponseHeader(places) => {
                let arms = places.iter().filter_map(|(index, at)| self.emit_header_arm(*index, *at, text));
                let arms: Vec<TokenStream> = arms.collect();
                Self::emit_match(in_response, &arms, self.operation.responses.len())
            }
            TargetValue::ResponseBody(places) => {
                let arms = places
                    .iter()
                    .filter_map(|(index, at, reach)| self.emit_body_arm(*index, *at, reach, text));
                let arms: Vec<TokenStream> = arms.collect();
                let bodies = self.operation.responses.iter().map(|response| response.bodies.len().max(1));
                Self::emit_match(in_response, &arms, bodies.sum())
            }
        }
    }

    fn emit_root(
        &self,
        value: &TokenStream,
        optional: bool,
        reach: &Reach,
        total: bool,
        text: Text,
    ) -> TokenStream {
        match (total, optional) {
            (true, _) => self.emit_always(&quote!(&#value), reach, text),
            (false, false) => self.emit_maybe(&quote!(&#value), reach, text),
            (false, true) => self.emit_inside(&quote!(#value.as_ref()), reach, text),
        }
    }

    /// Emits the text of a value that always has it. `value` is a reference.
    fn emit_always(&self, value: &TokenStream, reach: &Reach, text: Text) -> TokenStream {
        match reach {
            Reach::Field(id, index, inner) => {
                let field = self.field(*id, *index);
                let value = call_on(value, &field);
                self.emit_always(&quote!(&#value), inner, text)
            }
            Reach::Inside(inner) => self.emit_always(&inside_of(value), inner, text),
            _ => quote!(#text(#value)),
        }
    }

    /// Emits an `Option` of the text of a value that may be absent. `value` is an `Option` of a reference.
    fn emit_inside(&self, value: &TokenStream, reach: &Reach, text: Text) -> TokenStream {
        match (reach, self.is_there(reach)) {
            (Reach::Here, _) => quote!(#value.map(#text)),
            (_, true) => {
                let inner = self.emit_always(&quote!(value), reach, text);
                quote!(#value.map(|value| #inner))
            }
            (_, false) => {
                let inner = self.emit_maybe(&quote!(value), reach, text);
                quote!(#value.and_then(|value| #inner))
            }
        }
    }

    /// Emits an `Option` of the text of a value. `value` is a reference.
    fn emit_maybe(&self, value: &TokenStream, reach: &Reach, text: Text) -> TokenStream {
        let next = |inner: &Reach| self.emit_maybe(&quote!(value), inner, text);
        match reach {
            Reach::Here => quote!(Some(#text(#value))),
            Reach::Field(id, index, inner) => {
                let field = self.field(*id, *index);
                let path = call_on(value, &field);
                let declared = self.model.types.get(*id).shape.as_struct();
                let declared = declared.and_then(|one| one.fields.get(*index));
                match declared.is_some_and(|field| field.required || field.default.is_some()) {
                    true => self.emit_maybe(&quote!(&#path), inner, text),
                    false => self.emit_inside(&quote!(#path.as_ref()), inner, text),
                }
            }
            Reach::Others(id, inner) => {
                let field = to_ident(&self.names.type_name(*id).additional);
                let others = call_on(value, &quote!(#field));
                self.emit_maybe(&quote!(&#others), inner, text)
            }
            Reach::Item(index, inner) => {
                let index = Literal::usize_unsuffixed(*index);
                self.emit_inside(&call_on(value, &quote!(get(#index))), inner, text)
            }
            Reach::Key(key, inner) => self.emit_inside(&call_on(value, &quote!(get(#key))), inner, text),
            Reach::Nullable(inner) => {
                let nullable = self.paths.nullable();
                let inner = next(inner);
                quote!(match #value { #nullable::Value(value) => #inner, #nullable::Null => None })
            }
            Reach::Inside(inner) => self.emit_maybe(&inside_of(value), inner, text),
            Reach::Json(pointer) => {
                let json = text.of_json();
                let found = call_on(value, &quote!(pointer(#pointer)));
                quote!(#found.and_then(#json))
            }
            Reach::Variants(id, variants) => self.emit_variants(value, *id, variants, text),
        }
    }

    fn emit_variants(
        &self,
        value: &TokenStream,
        id: Option<TypeId>,
        variants: &[(usize, Reach)],
        text: Text,
    ) -> TokenStream {
        let (ty, members) = match id {
            Some(id) => (self.paths.named(id), &self.names.type_name(id).members),
            None => (self.paths.of_operation(self.name, &self.name.body_type), &self.name.body_variants),
        };
        let arms = variants.iter().filter_map(|(index, reach)| {
            let variant = to_ident(members.get(*index)?);
            if id.is_some_and(|id| self.is_constant(id, *index)) {
                return Some(quote!(#ty::#variant => Some(#text(#value)),));
            }
            let inner = self.emit_maybe(&quote!(value), reach, text);
            Some(quote!(#ty::#variant(value) => #inner,))
        });
        let others = (variants.len() < members.len()).then(|| quote!(_ => None,));
        quote!(match #value { #(#arms)* #others })
    }

    fn is_constant(&self, id: TypeId, index: usize) -> bool {
        match &self.model.types.get(id).shape {
            Shape::Union(union) => {
                union.variants.get(index).is_some_and(|variant| variant.constant.is_some())
            }
            _ => false,
        }
    }

    fn field(&self, id: TypeId, index: usize) -> TokenStream {
        let field = self.names.type_name(id).members.get(index).map(|name| to_ident(name));
        quote!(#field)
    }

    fn emit_match(in_response: bool, arms: &[TokenStream], all: usize) -> TokenStream {
        let response = if in_response { quote!(self) } else { quote!(response) };
        let others = (arms.len() < all).then(|| quote!(_ => None,));
        quote!(match #response { #(#arms)* #others })
    }

    fn emit_header_arm(&self, index: usize, at: usize, text: Text) -> Option<TokenStream> {
        let header = self.operation.responses.get(index)?.headers.get(at)?;
        let response = self.paths.of_operation(self.name, &self.name.response);
        let variant = to_ident(self.name.responses.get(index)?);
        let field = to_ident(self.name.headers.get(index)?.fields.get(at)?);
        let value = match header.required {
            true => quote!(Some(#text(&headers.#field))),
            false => quote!(headers.#field.as_ref().map(#text)),
        };
        Some(quote!(#response::#variant { headers, .. } => #value,))
    }

    fn emit_body_arm(&self, index: usize, at: usize, reach: &Reach, text: Text) -> Option<TokenStream> {
        let declared = self.operation.responses.get(index)?;
        let response = self.paths.of_operation(self.name, &self.name.response);
        let variant = to_ident(self.name.responses.get(index)?);
        let bodies = self.name.bodies.get(index)?;
        let body = match declared.has_choice() {
            false => quote!(value),
            true => {
                let ty = self.paths.of_operation(self.name, &bodies.name);
                let variant = to_ident(bodies.variants.get(at)?);
                quote!(#ty::#variant(value))
            }
        };
        let inner = self.emit_maybe(&quote!(value), reach, text);
        let is_tuple = !declared.status.is_set_by_handler() && declared.headers.is_empty();
        Some(match is_tuple {
            true => quote!(#response::#variant(#body) => #inner,),
            false => quote!(#response::#variant { body: #body, .. } => #inner,),
        })
    }
}

/// The function that converts a scalar to text.
#[derive(Clone, Copy)]
struct Text {
    is_encoded: bool,
}

impl Text {
    /// Emits the function for a JSON value, which may not be a scalar.
    fn of_json(self) -> TokenStream {
        if self.is_encoded { quote!(support::encoded_target_json) } else { quote!(support::target_json) }
    }
}

impl ToTokens for Text {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self.is_encoded {
            true => quote!(support::encoded_target_text),
            false => quote!(support::target_text),
        });
    }
}

/// Emits a reference to the value in a newtype.
fn inside_of(value: &TokenStream) -> TokenStream {
    let index = Literal::usize_unsuffixed(0);
    let inside = call_on(value, &quote!(#index));
    quote!(&#inside)
}

/// Emits a call of a method, or the access of a field, on a reference. Rust borrows by itself.
fn call_on(value: &TokenStream, call: &TokenStream) -> TokenStream {
    let mut tokens = value.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '&' => {
            let place: TokenStream = tokens.collect();
            quote!(#place.#call)
        }
        _ => quote!(#value.#call),
    }
}
