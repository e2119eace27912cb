//! A skeleton for server authors. It compiles without changes, and its comments list the next steps.

use super::docs::{code, doc_attributes, route_code};
use super::implementation::{emit_impls, module, shared_names};
use super::paths::{import, to_ident};
use super::requests;
use crate::model::{Access, Model, Operation};
use crate::names::{Names, OperationName};
use crate::output::{Content, Item, Module};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the skeleton, for generated code in this module.
pub(crate) fn emit_stub(model: &Model, names: &Names, module: &str) -> Module {
    if !model.has_api() {
        let docs =
            vec!["The spec has schemas but no operations, so there is nothing to implement.".to_owned()];
        let content = Content::Items { docs, attributes: Vec::new(), items: Vec::new() };
        return Module { path: "stub.rs".to_owned(), content };
    }
    let mut items: Vec<TokenStream> = imports(model, names, module);
    items.extend(emit_types(model));
    let method = |operation: &Operation, name: &OperationName| emit_method(operation, name, names);
    items.extend(emit_impls("Server", &emit_shared(model), method, model, names));
    let docs = next_steps(model, module);
    let items = items.into_iter().map(Item::Tokens).collect();
    let content = Content::Items { docs, attributes: Vec::new(), items };
    Module { path: "stub.rs".to_owned(), content }
}

/// Emits the method of one operation, which the author pastes into the `impl`, and the imports that it needs.
pub(crate) fn emit_operation(
    model: &Model,
    names: &Names,
    module: &str,
    meant: &str,
) -> Option<(Vec<String>, TokenStream)> {
    let mut named = model.operations.iter().zip(names.operations());
    let (operation, name) = named.find(|(operation, name)| {
        operation.role.is_served() && (name.method == meant || is_operation(operation, meant))
    })?;
    let mut own = vec!["Context", "Rejection"];
    match names.group_of(name).filter(|_| names.is_grouped()) {
        Some(group) => own.push(&group.module),
        None => own.extend(types_of(operation, name)),
    }
    own.sort_by_key(|name| (!name.starts_with(char::is_uppercase), *name));
    let imports = vec![format!("use {module}::{{{}}};", own.join(", "))];
    let contract = names.group_of(name).map_or("Api", |group| group.trait_name.as_str());
    let contract = to_ident(contract);
    let method = emit_method(operation, name, names);
    Some((imports, quote!(impl #contract for Server { #method })))
}

/// Returns the method and the path of an operation.
pub(crate) fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method.name(), operation.path.template)
}

/// Returns whether an operation has this `operationId`, or this method and path. Methods are case-insensitive here.
fn is_operation(operation: &Operation, meant: &str) -> bool {
    let has_id = operation.operation_id.as_ref().is_some_and(|id| id.value == meant);
    let route = meant.split_once(' ').map(|(method, path)| (method, path.trim_start()));
    has_id
        || route.is_some_and(|(method, path)| {
            method.eq_ignore_ascii_case(&operation.method.name()) && path == operation.path.template
        })
}

/// Returns the next steps. The author writes `main.rs`, and the skeleton is a module next to it.
fn next_steps(model: &Model, module: &str) -> Vec<String> {
    let inside = ["crate", "super", "self"].iter().any(|start| module.split("::").next() == Some(*start));
    let have = if inside {
        format!("1. Make the generated code the module {}, or change the imports in this file.", code(module))
    } else {
        let name = module.split("::").next().unwrap_or(module);
        format!("1. Add the generated crate, {}, to `[dependencies]`, next to axum and tokio.", code(name))
    };
    let text = format!(
        "A server for the API of {}. Save it as `src/server.rs`, and declare it with `mod server;`.

Next steps:

{have}
2. Serve the API in `main.rs`:

```text
mod server;

#[tokio::main]
async fn main() -> std::io::Result<()> {{
    let listener = tokio::net::TcpListener::bind(\"127.0.0.1:8080\").await?;
    axum::serve(listener, {module}::service(std::sync::Arc::new(server::Server))).await
}}
```

3. Change `ServerError` to return the error body of your API.
4. Implement the methods below. Until then, they respond with 501.",
        model.sources.join(", ")
    );
    text.lines().map(str::to_owned).collect()
}

fn imports(model: &Model, names: &Names, module: &str) -> Vec<TokenStream> {
    let mut own = shared_names(model, names);
    if !names.is_grouped() {
        own.extend(operation_types(model, names));
    }
    own.sort_unstable();
    let mut imports = [("axum::response", vec!["IntoResponse", "Response"]), (module, own)];
    // rustfmt puts `crate` and `super` before other crates.
    imports.sort_by_key(|(path, _)| (!path.starts_with("crate::") && !path.starts_with("super::"), *path));
    imports.into_iter().filter_map(|(path, names)| import(path, &names)).collect()
}

/// Returns the types of the operations, if they are in the root of the generated code.
pub(super) fn operation_types<'n>(model: &Model, names: &'n Names) -> Vec<&'n str> {
    let named = model.operations.iter().zip(names.operations());
    let served = named.filter(|(operation, _)| operation.role.is_served());
    served.flat_map(|(operation, name)| types_of(operation, name)).collect()
}

/// Returns the types of an operation.
fn types_of<'n>(operation: &Operation, name: &'n OperationName) -> impl Iterator<Item = &'n str> {
    let request = requests::has_request(operation).then_some(name.request.as_str());
    request.into_iter().chain([name.response.as_str()])
}

fn emit_types(model: &Model) -> Vec<TokenStream> {
    let principal = model.is_secured().then(|| {
        quote! {
            /// The caller that `authenticate` returns. TODO: add the fields that your methods need.
            pub struct Caller;
        }
    });
    let error = quote! {
        /// The errors that the spec does not declare. TODO: make this an enum, and add your own errors.
        pub struct ServerError(Rejection);
    };
    let from = quote! {
        impl From<Rejection> for ServerError {
            /// An invalid response becomes a 500 response. The client does not see the reason, so log it.
            fn from(rejection: Rejection) -> Self {
                if let Rejection::InvalidResponse { reason } = &rejection {
                    eprintln!("{reason}");
                }
                Self(rejection)
            }
        }
    };
    let answer = quote! {
        impl IntoResponse for ServerError {
            /// TODO: return the error body of your API with the status code `self.0.status()`. For JSON, return
            /// `(self.0.status(), axum::Json(body)).into_response()`, which needs axum's feature `json`.
            fn into_response(self) -> Response {
                self.0.into_response()
            }
        }
    };
    let server = quote! {
        /// The server. TODO: add its state, which methods access through `&self`.
        pub struct Server;
    };
    principal.into_iter().chain([error, from, answer, server]).collect()
}

/// Emits the items that the operations share.
pub(super) fn emit_shared(model: &Model) -> TokenStream {
    let secured = model.is_secured();
    let principal = secured.then(|| {
        quote!(
            type Principal = Caller;
        )
    });
    let authenticate = secured.then(|| {
        quote! {
            /// TODO: return the caller with these credentials. Until then, every request is rejected.
            async fn authenticate(&self, cx: &Context, credentials: Credentials) -> Result<Caller, ServerError> {
                let _ = (cx, credentials);
                Err(Rejection::MissingCredentials.into())
            }
        }
    });
    quote! {
        #principal
        type Error = ServerError;
        #authenticate
    }
}

pub(super) fn emit_method(operation: &Operation, name: &OperationName, names: &Names) -> TokenStream {
    let variants = name.responses.iter().map(|variant| code(&format!("{}::{variant}", name.response)));
    let next = match variants.collect::<Vec<_>>().as_slice() {
        [] => "declare a response in the spec.".to_owned(),
        [one] => format!("return {one}."),
        [others @ .., last] => format!("return {} or {last}.", others.join(", ")),
    };
    let about = doc_attributes(&format!("{}. TODO: {next}", route_code(operation)), None);
    let method = to_ident(&name.method);
    let response = to_ident(&name.response);
    let module = module(name, names);
    let principal = match operation.access {
        Access::Open => None,
        Access::Required(_) => Some(quote!(principal: Caller,)),
        Access::Optional(_) => Some(quote!(principal: Option<Caller>,)),
    };
    let request = requests::has_request(operation).then(|| {
        let request = to_ident(&name.request);
        quote!(request: #module #request,)
    });
    let unused = match (&principal, &request) {
        (Some(_), Some(_)) => Some(quote!(let _ = (principal, request);)),
        (Some(_), None) => Some(quote!(let _ = principal;)),
        (None, Some(_)) => Some(quote!(let _ = request;)),
        (None, None) => None,
    };
    quote! {
        #about
        async fn #method(&self, cx: Context, #principal #request) -> Result<#module #response, ServerError> {
            #unused
            let rejection = Rejection::NotImplemented { operation: cx.operation() };
            Err(rejection.into())
        }
    }
}
