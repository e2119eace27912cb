//! The router in front of the traits: operations as data, routes, and the functions between them and the
//! author's methods.

use super::docs::docs;
use super::paths::ident;
use super::{headers, imports, requests, responses, security};
use crate::model::{Access, Model, Operation};
use crate::names::{Group, Names, OperationName};
use crate::output::{Content, Item, Module};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The files between axum and the traits.
pub fn emit_servers(model: &Model, names: &Names) -> Vec<Module> {
    let groups = (0..).zip(&names.groups).map(|(index, group)| emit_group(index, group, model, names));
    let base = names.is_grouped().then(|| emit_base(model, names));
    base.into_iter().chain(groups).collect()
}

/// The file between axum and the trait of a group.
fn emit_group(index: usize, group: &Group, model: &Model, names: &Names) -> Module {
    let operations: Vec<_> =
        model.operations.iter().zip(names.operations()).filter(|(_, name)| name.group == index).collect();
    let contract = ident(&group.contract);
    let mut items =
        vec![emit_statics(&operations, model), emit_list(&operations), emit_routes(&operations, &contract)];
    items.push(emit_router(&quote!(#contract)));
    if !names.is_grouped() {
        items.extend(emit_fallbacks(&quote!(#contract)));
        items.extend(security::emit_open(model));
        items.extend(security::emit_reading(model, names));
    }
    for (operation, name) in &operations {
        items.push(emit_shim(operation, name, &contract, model, names));
        items.extend(requests::emit_reading(operation, name, names));
        items.push(responses::emit_rendering(operation, name, names));
        items.extend(headers::emit_writing(operation, name, names));
    }
    let there = super::there(model, names);
    let imports = match names.is_grouped() {
        true => imports::group_imports(&items, &there, group),
        false => imports::server_imports(&items, &there),
    };
    let path = if names.is_grouped() { format!("server/{}.rs", group.glue) } else { "server.rs".to_owned() };
    Module { path, content: content(imports, items) }
}

fn content(imports: Vec<TokenStream>, items: Vec<TokenStream>) -> Content {
    let docs = vec![
        "Between axum's router and the trait: nothing here is for the server author to change.".to_owned(),
    ];
    let items = imports.into_iter().chain(items).map(Item::Tokens).collect();
    Content::Items { docs, attributes: Vec::new(), items }
}

/// The file that joins the groups.
fn emit_base(model: &Model, names: &Names) -> Module {
    let modules: Vec<_> = names.groups.iter().map(|group| ident(&group.glue)).collect();
    let contracts = names.groups.iter().map(|group| ident(&group.contract));
    let all = quote!(#(#contracts)+*);
    let (first, others) = modules.split_first().unzip();
    let others = others.unwrap_or_default();
    let operations = model.operations.iter().zip(names.operations()).filter_map(|(_, name)| {
        let (module, constant) = (ident(&names.groups.get(name.group)?.glue), ident(&name.constant));
        Some(quote!(&#module::operations::#constant))
    });
    let mut items = vec![
        quote! {
            /// Every operation, in the description's order.
            pub static OPERATIONS: &[&Operation] = &[#(#operations),*];
        },
        quote! {
            /// The routes of all groups before they are a router, to be wrapped in layers one by one.
            pub fn routes<A: #all>(api: Arc<A>) -> Routes {
                #first::routes(Arc::clone(&api))#(.and(#others::routes(Arc::clone(&api))))*
            }
        },
        emit_router(&all),
    ];
    items.extend(emit_fallbacks(&all));
    items.extend(security::emit_open(model));
    items.extend(security::emit_reading(model, names));
    let imports = imports::base_imports(&items, &super::there(model, names), &names.groups);
    let declared = modules.iter().map(|module| quote!(pub mod #module;));
    let imports = declared.chain(imports).collect();
    Module { path: "server.rs".to_owned(), content: content(imports, items) }
}

fn emit_statics(operations: &[(&Operation, &OperationName)], model: &Model) -> TokenStream {
    let statics = operations.iter().map(|(operation, name)| {
        let constant = ident(&name.constant);
        let about = docs(&requests::route_code(operation), None);
        let id = operation.operation_id.as_ref().map_or(name.method.as_str(), |(id, _)| id.as_str());
        let method = ident(&operation.method.name());
        let (path, route) = (&operation.path.template, &operation.path.route);
        let allow = operation.methods.iter().map(|method| method.name()).collect::<Vec<_>>().join(", ");
        let tags = &operation.tags;
        let challenges = security::challenges(&operation.access, model);
        let statuses = operation.responses.iter().filter_map(|response| match response.status {
            crate::api::Status::Code(code) => Some(Literal::u16_unsuffixed(code)),
            crate::api::Status::Default => None,
        });
        quote! {
            #about
            pub static #constant: Operation = Operation {
                id: #id,
                method: Method::#method,
                path: #path,
                route: #route,
                allow: #allow,
                tags: &[#(#tags),*],
                statuses: &[#(#statuses),*],
                challenges: &[#(#challenges),*],
            };
        }
    });
    let import = (!operations.is_empty()).then(|| {
        quote!(
            use super::{Method, Operation};
        )
    });
    quote! {
        /// The operations as data.
        pub mod operations {
            #import
            #(#statics)*
        }
    }
}

fn emit_list(operations: &[(&Operation, &OperationName)]) -> TokenStream {
    let constants = operations.iter().map(|(_, name)| ident(&name.constant));
    quote! {
        /// Every operation, in the description's order.
        pub static OPERATIONS: &[&Operation] = &[#(&operations::#constants),*];
    }
}

fn emit_routes(operations: &[(&Operation, &OperationName)], contract: &Ident) -> TokenStream {
    let routes = operations.iter().map(|(_, name)| {
        let (constant, function) = (ident(&name.constant), ident(&name.shim));
        quote!(routes.add(&operations::#constant, &api, #function::<A>);)
    });
    let body = match operations {
        [] => quote!(drop(api); Routes::default()),
        _ => quote! {
            let mut routes = Routes::default();
            #(#routes)*
            routes
        },
    };
    quote! {
        /// The routes before they are a router, to be wrapped in layers one by one.
        pub fn routes<A: #contract>(api: Arc<A>) -> Routes {
            #body
        }
    }
}

fn emit_router(contract: &TokenStream) -> TokenStream {
    quote! {
        /// A router without fallbacks, which can be merged into any other. Layers around it see the
        /// request as it came, with the credentials in its URI and headers: log the path alone.
        pub fn router<A: #contract>(api: Arc<A>) -> Router {
            routes(api).into_router()
        }
    }
}

fn emit_fallbacks(contract: &TokenStream) -> [TokenStream; 2] {
    let fallback = quote! {
        /// Answers through [`Api::Error`] what no route of the router does: 404, and 405 with `Allow`.
        /// Routes that are added later have their own.
        pub fn fallbacks<A: Api>(router: Router) -> Router {
            support::fallbacks::<A::Error>(router, OPERATIONS)
        }
    };
    let service = quote! {
        /// The router of a server that is this API alone: [`router()`] with its [`fallbacks()`].
        pub fn service<A: #contract>(api: Arc<A>) -> Router {
            fallbacks::<A>(router(api))
        }
    };
    [fallback, service]
}

/// The one function of an operation that is generic over the author's type.
fn emit_shim(
    operation: &Operation,
    name: &OperationName,
    contract: &Ident,
    model: &Model,
    names: &Names,
) -> TokenStream {
    let (shim, constant, request) = (ident(&name.shim), ident(&name.constant), ident(&name.request));
    let method = ident(&name.method);
    let authentication = security::emit_authentication(&operation.access, model, names);
    let inputs = requests::inputs(operation);
    let uses_query = inputs.query || uses_query(operation, model);
    let query = if uses_query { quote!(query) } else { quote!(_) };
    let (opened, body) = match operation.has_body() {
        false => (quote!(request), quote!(_)),
        true => (quote!(request.with_limited_body()), quote!(body)),
    };
    let caller = (operation.access != Access::Open).then(|| quote!(caller,));
    let context = inputs.context.then(|| quote!(&cx,));
    let query_in = inputs.query.then(|| quote!(&query,));
    let (body_in, wait) = operation.has_body().then(|| (quote!(body), quote!(.await))).unzip();
    let read = requests::has_request(operation)
        .then(|| quote!(let request = #request::read(#context #query_in #body_in)#wait?;));
    let drop_query = uses_query.then(|| quote!(drop(query);));
    let request = requests::has_request(operation).then(|| quote!(request));
    let media_types = &operation.accept;
    let accept = (!media_types.is_empty()).then(|| quote!(let accept = cx.accept(&[#(#media_types),*])?;));
    let answer = match accept {
        None => quote!(Ok(api.#method(cx, #caller #request).await?.render()?)),
        Some(_) => quote!(Ok(accept.vary(api.#method(cx, #caller #request).await?.render(&accept)?))),
    };
    quote! {
        async fn #shim<A: #contract>(api: Arc<A>, request: Request) -> Result<Response, A::Error> {
            let (cx, #query, #body) = open(&operations::#constant, #opened);
            #authentication
            #accept
            #read
            #drop_query
            #answer
        }
    }
}

fn uses_query(operation: &Operation, model: &Model) -> bool {
    let mut asked = operation.access.alternatives().iter().flat_map(|alternative| model.asked(alternative));
    asked.any(|(scheme, _)| matches!(scheme.kind, crate::api::SchemeKind::ApiKeyQuery(_)))
}
