//! The server: operations as data, routes, and the functions that call the server author's methods.

use super::bodies::{self, Waiting};
use super::file::{File, Items};
use super::paths::{file_path, to_ident};
use super::{
    embedded, headers, imports, operations, operations_in, requests, response_bodies, responses, security,
};
use crate::model::{Access, Body, Model, Operation, Response};
use crate::names::{Group, Names, OperationName};
use crate::output::Print;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};

/// Emits the files that connect axum to the traits.
pub(super) fn emit_servers(model: &Model, names: &Names, print: Print) -> impl Iterator<Item = File> {
    let groups = names.groups.iter().map(move |group| emit_group(group, model, names, print));
    let base = names.is_grouped().then(|| emit_base(model, names, print));
    base.into_iter().chain(groups)
}

/// Emits the file that connects axum to the trait of a group.
fn emit_group(group: &Group, model: &Model, names: &Names, print: Print) -> File {
    let operations: Vec<_> = operations_in(group, model, names).collect();
    let contract = to_ident(&group.trait_name);
    let mut items = Items::new(print);
    items.extend(operations::emit_operations(&operations, model, true));
    items.push(emit_routes(&operations, &contract, model, names));
    items.push(emit_router(&quote!(#contract)));
    if !names.is_grouped() {
        items.extend(emit_fallbacks(&quote!(#contract), model));
        items.extend(security::emit_admission(model, names));
        items.extend(security::emit_reading(model, names));
    }
    for (operation, name) in &operations {
        items.push(emit_endpoint(operation, name, &contract));
        items.extend(requests::emit_reading(operation, name, names));
        items.extend(bodies::emit_late_reading(operation, name, names));
        items.push(responses::emit_rendering(operation, name, names));
        items.extend(response_bodies::emit_writing(operation, name, names));
        items.extend(headers::emit_writing(operation, name, names));
    }
    let folder = if names.is_grouped() { "server/" } else { "" };
    let path = format!("{folder}{}.rs", group.files.1);
    items.into_file(path, docs(), |mentions| match names.is_grouped() {
        true => imports::group_imports(mentions, group),
        false => imports::server_imports(mentions),
    })
}

fn docs() -> Vec<String> {
    vec!["Connects axum's router to your methods.".to_owned()]
}

/// Emits the file that joins the groups.
fn emit_base(model: &Model, names: &Names, print: Print) -> File {
    let modules: Vec<_> = names.groups.iter().map(|group| to_ident(&group.server_module)).collect();
    let contracts = names.groups.iter().map(|group| to_ident(&group.trait_name));
    let all = quote!(#(#contracts)+*);
    let (first, others) = modules.split_first().unzip();
    let others = others.unwrap_or_default();
    let mut items = Items::new(print);
    items.extend([
        operations::emit_whole_list(model, names, |group| to_ident(&group.server_module).into_token_stream()),
        quote! {
            /// Returns the routes of all groups. Use them to apply layers to individual operations.
            pub fn routes<A: #all>(api: Arc<A>) -> Routes {
                #first::routes(Arc::clone(&api))#(.and(#others::routes(Arc::clone(&api))))*
            }
        },
        emit_router(&all),
    ]);
    items.extend(emit_fallbacks(&all, model));
    items.extend(security::emit_admission(model, names));
    items.extend(security::emit_reading(model, names));
    let declared = names.groups.iter().map(|group| {
        let module = to_ident(&group.server_module);
        let path = file_path(&group.server_module, "server/", &group.files.1);
        quote!(#path pub mod #module;)
    });
    items.into_file("server.rs".to_owned(), docs(), |mentions| {
        declared.chain(imports::base_imports(mentions, &names.groups)).collect()
    })
}

fn emit_routes(
    operations: &[(&Operation, &OperationName)],
    contract: &Ident,
    model: &Model,
    names: &Names,
) -> TokenStream {
    // There is a list for each way to authenticate. One call adds all operations in a list.
    let mut lists: Vec<(Option<String>, Option<TokenStream>, Vec<TokenStream>)> = Vec::new();
    for (operation, name) in operations {
        let constant = to_ident(&name.constant);
        let endpoint = to_ident(&name.endpoint);
        let pair = quote!((&operations::#constant, #endpoint));
        let guard = security::emit_guard(&operation.access, model, names);
        let key = guard.as_ref().map(ToString::to_string);
        match lists.iter_mut().find(|(of, ..)| *of == key) {
            Some((.., pairs)) => pairs.push(pair),
            None => lists.push((key, guard, vec![pair])),
        }
    }
    let lists = lists.into_iter().map(|(_, guard, pairs)| match guard {
        None => quote!(.open(&api, &[#(#pairs),*])),
        Some(guard) => quote!(.protected(&api, #guard, &[#(#pairs),*])),
    });
    let headers = model.key_headers();
    let none = if headers.is_empty() { quote!(default()) } else { quote!(concealing(&[#(#headers),*])) };
    let has_items = |operation: &Operation| operation.body.as_ref().is_some_and(Body::has_items);
    let with_items = operations.iter().filter(|(operation, _)| has_items(operation));
    let with_items: Vec<_> = with_items.map(|(_, name)| to_ident(&name.constant)).collect();
    let unlimited = (!with_items.is_empty()).then(|| quote!(.unlimited(&[#(&operations::#with_items),*])));
    let body = match operations {
        [] => quote!(drop(api); Routes::default()),
        _ => quote!(Routes::#none #unlimited #(#lists)*),
    };
    quote! {
        /// Returns the routes of the operations. Use them to apply layers to individual operations.
        pub fn routes<A: #contract>(api: Arc<A>) -> Routes {
            #body
        }
    }
}

fn emit_router(contract: &TokenStream) -> TokenStream {
    quote! {
        /// Creates a router without fallbacks, which can be merged into any other router. Layers around it see the
        /// original request, with the credentials in its URI and headers, so log only the path.
        pub fn router<A: #contract>(api: Arc<A>) -> Router {
            routes(api).into_router()
        }
    }
}

fn emit_fallbacks(contract: &TokenStream, model: &Model) -> [TokenStream; 2] {
    let description = embedded::emit_merge(model);
    let and_it = description.is_some().then(|| quote!(#[doc = " It also serves the spec."]));
    let fallback = quote! {
        /// Adds fallbacks to a router: 404 responses, and 405 responses with `Allow`. Their bodies come from
        /// [`Api::Error`]. Add other routes first.
        pub fn fallbacks<A: Api>(router: Router) -> Router {
            support::fallbacks::<A::Error>(router, OPERATIONS)
        }
    };
    let service = quote! {
        /// Creates the router of a server that has only this API: [`router()`] with [`fallbacks()`].
        #and_it
        pub fn service<A: #contract>(api: Arc<A>) -> Router {
            fallbacks::<A>(router(api)#description)
        }
    };
    [fallback, service]
}

/// Emits the only function of an operation that is generic over the server author's type. It decodes the request, and
/// calls the handler.
fn emit_endpoint(operation: &Operation, name: &OperationName, contract: &Ident) -> TokenStream {
    let endpoint = to_ident(&name.endpoint);
    let call = match operation.access {
        Access::Open => quote!(Incoming),
        Access::Required(_) => quote!(Incoming<A::Principal>),
        Access::Optional(_) => quote!(Incoming<Option<A::Principal>>),
    };
    let media_types = &operation.accept;
    let accept = operation.negotiates.then(|| quote!(let accept = call.cx.accept(&[#(#media_types),*])?;));
    let call_handler = match bodies::waiting(operation) {
        Waiting::Never => emit_at_once(operation, name),
        Waiting::Received => emit_received(operation, name),
        Waiting::Own => emit_waiting(operation, name),
    };
    quote! {
        fn #endpoint<A: #contract>(api: &A, call: #call) -> HandlerResult<'_, A::Error> {
            #accept
            #call_handler
        }
    }
}

/// Emits the call of the handler if the request has no body.
fn emit_at_once(operation: &Operation, name: &OperationName) -> TokenStream {
    let read = requests::has_request(operation).then(|| {
        let request = to_ident(&name.request);
        let inputs = requests::inputs(operation);
        let context = inputs.context.then(|| quote!(&call.cx,));
        let query = inputs.query.then(|| quote!(call.query(),));
        quote!(let request = #request::read(#context #query)?;)
    });
    let principal = (operation.access != Access::Open).then(|| quote!(call.principal,));
    let request = requests::has_request(operation).then(|| quote!(request));
    let handled = emit_call(operation, name, &quote!(call.cx, #principal #request));
    quote!(#read respond(#handled))
}

/// Emits the call of the handler once the body has been received.
fn emit_received(operation: &Operation, name: &OperationName) -> TokenStream {
    let request = to_ident(&name.request);
    let inputs = requests::inputs(operation);
    let context = inputs.context.then(|| quote!(&call.cx,));
    let query = inputs.query.then(|| quote!(call.query()));
    let (taken, principal) = match operation.access {
        Access::Open => (quote!(()), quote!()),
        _ => (quote!(principal), quote!(principal,)),
    };
    let handled = emit_call(operation, name, &quote!(cx, #principal read(&body)?));
    let types = bodies::received(operation).unwrap_or_default();
    quote! {
        let read = #request::read(#context #query)?;
        receive(call, &[#(#types),*], Box::new(move |cx, #taken, body| respond(#handled)))
    }
}

/// Emits the call of the handler once the body has been read, or its start if the handler reads the rest.
fn emit_waiting(operation: &Operation, name: &OperationName) -> TokenStream {
    let request = to_ident(&name.request);
    let inputs = requests::inputs(operation);
    let principal = (operation.access != Access::Open).then(|| quote!(principal,));
    let (pairs, query, drop_pairs) = inputs
        .query
        .then(|| (quote!(pairs,), quote!(cx.query(&pairs),), quote!(drop(pairs);)))
        .map_or((None, None, None), |(pairs, query, drop_pairs)| {
            (Some(pairs), Some(query), Some(drop_pairs))
        });
    let handled = emit_call(operation, name, &quote!(cx, #principal request));
    quote! {
        let Incoming { cx, #principal #pairs body, .. } = call;
        respond(async move {
            let request = #request::read(&cx, #query body).await?;
            #drop_pairs
            #handled.await
        })
    }
}

/// Emits the future of the handler, with content negotiation if the response has several media types.
fn emit_call(operation: &Operation, name: &OperationName, arguments: &TokenStream) -> TokenStream {
    let handler = to_ident(&name.method);
    let handled = match operation.negotiates {
        false => quote!(api.#handler(#arguments)),
        true => quote!(accept.negotiate(api.#handler(#arguments))),
    };
    match operation.responses.iter().any(Response::has_items) {
        false => handled,
        true => {
            let constant = to_ident(&name.constant);
            quote!(support::reported(&operations::#constant, #handled))
        }
    }
}
