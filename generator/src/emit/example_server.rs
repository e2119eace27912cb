//! A server that responds with the examples in the spec, or with values that are made from its schemas.

use super::docs::{doc_attributes, route_code};
use super::implementation::{emit_impls, module, shared_names};
use super::paths::{import, to_ident};
use super::requests;
use crate::api::Status;
use crate::model::{Access, ExampleResponse, Form, ItemFormat, Model, Operation, Response};
use crate::names::{Names, OperationName};
use crate::output::{Content, Item, Module};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// Emits the file with the server, or `None` if there are no operations.
pub(crate) fn emit_example_server(model: &Model, names: &Names) -> Option<Module> {
    if !model.has_api() {
        return None;
    }
    let server = quote! {
        /// Responds to each operation with the example in the spec, or with a value that is made from the schema.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Examples;
    };
    let method = |operation: &Operation, name: &OperationName| emit_method(operation, name, names);
    let impls = emit_impls("Examples", &emit_shared(model), method, model, names);
    let items = imports(model, names).into_iter().chain([server]).chain(impls);
    let docs = vec!["A server that responds with the examples in the spec.".to_owned()];
    let items = items.map(Item::Tokens).collect();
    let content = Content::Items { docs, attributes: Vec::new(), items };
    Some(Module { path: "example_server.rs".to_owned(), content })
}

fn imports(model: &Model, names: &Names) -> Vec<TokenStream> {
    let mut own = shared_names(model, names);
    own.sort_unstable();
    let operations = (!names.is_grouped()).then(|| import("super::contract", &["*"])).flatten();
    let example = model.served().any(decodes);
    let example = example.then(|| import("super::support", &["example"])).flatten();
    import("super", &own).into_iter().chain(operations).chain(example).collect()
}

/// Emits the items that the operations share.
fn emit_shared(model: &Model) -> TokenStream {
    let principal = model.is_secured().then(|| {
        quote!(
            type Principal = ();
        )
    });
    let authenticate = model.is_secured().then(|| {
        quote! {
            /// Accepts all credentials.
            async fn authenticate(&self, _: &Context, _: Credentials) -> Result<(), Rejection> {
                Ok(())
            }
        }
    });
    quote! {
        #principal
        type Error = Rejection;
        #authenticate
    }
}

fn emit_method(operation: &Operation, name: &OperationName, names: &Names) -> TokenStream {
    let method = to_ident(&name.method);
    let response = to_ident(&name.response);
    let module = module(name, names);
    let principal = match operation.access {
        Access::Open => None,
        Access::Required(_) => Some(quote!(_: (),)),
        Access::Optional(_) => Some(quote!(_: Option<()>,)),
    };
    let request = requests::has_request(operation).then(|| {
        let request = to_ident(&name.request);
        quote!(_: #module #request,)
    });
    let shown = operation.example_response.as_ref().and_then(|answer| {
        let declared = operation.responses.get(answer.response)?;
        Some((declared, emit_answer(answer, declared, operation, name, module.as_ref())?))
    });
    let (status, cx, answer) = match &shown {
        Some((declared, answer)) => {
            let cx = if decodes(operation) { quote!(cx) } else { quote!(_) };
            (status(declared, operation), cx, answer.clone())
        }
        None => {
            let none = quote!(Err(Rejection::NotImplemented { operation: cx.operation() }));
            ("501, since no valid response can be made".to_owned(), quote!(cx), none)
        }
    };
    let about = doc_attributes(&format!("{}: {status}.", route_code(operation)), None);
    quote! {
        #about
        async fn #method(&self, #cx: Context, #principal #request) -> Result<#module #response, Rejection> {
            #answer
        }
    }
}

/// Returns the operations without an example response.
pub(crate) fn unanswered(model: &Model) -> Vec<String> {
    let without = model.served().filter(|operation| operation.example_response.is_none());
    without.map(|operation| format!("{} {}", operation.method.name(), operation.path.template)).collect()
}

/// Whether the response has a body that is decoded.
fn decodes(operation: &Operation) -> bool {
    let Some(ExampleResponse { response, content, body, headers }) = &operation.example_response else {
        return false;
    };
    let is_bytes = || operation.responses.get(*response).is_some_and(|response| is_bytes(response, *content));
    headers.iter().any(Option::is_some) || (body.is_some() && !is_bytes())
}

fn is_bytes(declared: &Response, content: usize) -> bool {
    declared.bodies.get(content).is_some_and(|content| content.form == Form::Bytes)
}

fn status(declared: &Response, operation: &Operation) -> String {
    match declared.status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{}, as {digit}XX", free_status(declared, operation)),
        Status::Default => "200, which is not declared".to_owned(),
    }
}

/// Returns a status code for `default` or a range: the first one without a response of its own, and with a body if the
/// response has one.
fn free_status(declared: &Response, operation: &Operation) -> u16 {
    let first = if let Status::Range(digit) = declared.status { u16::from(digit) * 100 } else { 200 };
    let is_free = |code: &u16| {
        let has_own = operation.responses.iter().any(|other| other.status == Status::Code(*code));
        let is_bodiless = matches!(code, 204 | 205 | 304);
        !has_own && (declared.bodies.is_empty() || !is_bodiless)
    };
    (first..first + 100).find(is_free).unwrap_or(first)
}

/// Emits the response with its body.
fn emit_answer(
    answer: &ExampleResponse,
    declared: &Response,
    operation: &Operation,
    name: &OperationName,
    module: Option<&TokenStream>,
) -> Option<TokenStream> {
    let response = to_ident(&name.response);
    let variant = to_ident(name.responses.get(answer.response)?);
    let format = declared.bodies.get(answer.content).and_then(|content| match content.form {
        Form::Items(_, format) => Some(format),
        Form::Json(_) | Form::Text(_) | Form::JsonOrText(_) | Form::Bytes => None,
    });
    let value =
        answer.body.as_ref().map(|body| match (format, is_bytes(declared, answer.content), body.as_str()) {
            (Some(format), ..) => emit_items(body, format),
            (None, true, Some(text)) => quote!(super::support::Content::from(#text)),
            (None, true, None) => {
                let text = body.to_string();
                quote!(super::support::Content::from(#text))
            }
            (None, false, _) => {
                let json = raw(&body.to_string());
                quote!(example(&cx, #json)?)
            }
        });
    let value = match (value, name.bodies.get(answer.response).filter(|_| declared.has_choice())) {
        (Some(value), Some(bodies)) => {
            let variant = to_ident(bodies.variants.get(answer.content)?);
            let bodies = to_ident(&bodies.name);
            Some(quote!(#module #bodies::#variant(#value)))
        }
        (value, _) => value,
    };
    let set = value.as_ref().map(|value| quote!(let body = #value;));
    let body = value.map(|_| quote!(body));
    if let (Status::Code(_), true) = (declared.status, declared.headers.is_empty()) {
        let body = body.map(|body| quote!((#body)));
        return Some(quote!(#set Ok(#module #response::#variant #body)));
    }
    let status = declared.status.is_set_by_handler().then(|| {
        let status = super::responses::status(free_status(declared, operation), &quote!(axum::http::));
        quote!(status: #status,)
    });
    let headers = name.headers.get(answer.response).filter(|_| !declared.headers.is_empty()).map(|headers| {
        let ident = to_ident(&headers.name);
        if answer.headers.iter().all(Option::is_none) {
            return quote!(headers: #module #ident::default(),);
        }
        let fields = declared.headers.iter().zip(&headers.fields).zip(&answer.headers);
        let fields = fields.map(|((header, field), value)| {
            let field = to_ident(field);
            match (value, header.is_list()) {
                (Some(value), _) => {
                    let json = raw(&value.to_string());
                    quote!(#field: example(&cx, #json)?,)
                }
                (None, true) => quote!(#field: Vec::new(),),
                (None, false) => quote!(#field: None,),
            }
        });
        quote!(headers: #module #ident { #(#fields)* },)
    });
    Some(quote!(#set Ok(#module #response::#variant { #status #headers #body })))
}

/// Emits a stream of these items, or of one event with these fields.
fn emit_items(body: &Value, format: ItemFormat) -> TokenStream {
    let decoded = |value: &Value| {
        let json = raw(&value.to_string());
        quote!(example(&cx, #json)?)
    };
    if format == ItemFormat::Json {
        let items = body.as_array().into_iter().flatten().map(decoded);
        return quote!(super::support::Items::iter([#(#items),*]));
    }
    let data = decoded(body.get("data").unwrap_or(&Value::Null));
    let texts = ["event", "id"].map(|name| {
        let field = to_ident(name);
        match body.get(name).and_then(Value::as_str) {
            Some(text) => quote!(#field: Some(#text.to_owned())),
            None => quote!(#field: None),
        }
    });
    let retry = match body.get("retry").and_then(Value::as_u64) {
        Some(milliseconds) => {
            let milliseconds = Literal::u64_unsuffixed(milliseconds);
            quote!(Some(std::time::Duration::from_millis(#milliseconds)))
        }
        None => quote!(None),
    };
    quote!(super::support::Items::iter([super::support::Event { data: #data, #(#texts,)* retry: #retry }]))
}

/// Returns a raw string literal.
fn raw(text: &str) -> Literal {
    super::examples::raw(text).parse().unwrap_or_else(|_| Literal::string(text))
}
