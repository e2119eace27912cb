//! The trait that a server author implements, and the router in front of it.

use super::docs::{docs, inline};
use super::paths::{Paths, ident};
use super::{requests, responses, security};
use crate::model::{Access, Model, Operation};
use crate::names::{Names, OperationName};
use crate::output::{Content, Item, Module, Unimplemented};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The trait.
pub fn emit_trait(model: &Model, names: &Names, unimplemented: Unimplemented) -> TokenStream {
    let sources = model.sources.join(", ");
    let message = format!(
        "`{{Self}}` does not implement the API described by {}",
        sources.replace('{', "{{").replace('}', "}}")
    );
    let note = format!(
        "one method for each operation; `stubsmith stub {}` prints a skeleton",
        sources.replace('{', "{{").replace('}', "}}")
    );
    let operations = model.operations.iter().zip(names.operations());
    let methods = operations.map(|(operation, name)| emit_method(operation, name, unimplemented));
    let secured = model.is_secured();
    let principal = secured.then(|| {
        quote! {
            /// Who is calling, as `authenticate` finds out; `()` where nobody asks.
            type Principal: Send;
        }
    });
    let authenticate = secured.then(|| {
        quote! {
            /// Finds out who is calling, before any parameter is read. Called for each operation that
            /// declares security.
            fn authenticate(
                &self,
                cx: &Context,
                credentials: Credentials,
            ) -> impl Future<Output = Result<Self::Principal, Self::Error>> + Send;
        }
    });
    let about = docs(
        "The API: one method for each operation.",
        Some(
            "Methods are written as `async fn`. The future of one is dropped when its client leaves; one that\nwaits has to end by itself when the server stops.",
        ),
    );
    quote! {
        #about
        #[diagnostic::on_unimplemented(
            message = #message,
            label = "needs `impl Api` for this type",
            note = #note
        )]
        pub trait Api: Send + Sync + 'static {
            #principal
            /// Whatever is not answered with a response of the description: `?` converts into it, and every
            /// [`Rejection`] is converted.
            type Error: From<Rejection> + IntoResponse + Send + 'static;
            #authenticate
            #(#methods)*
        }
    }
}

fn emit_method(operation: &Operation, name: &OperationName, unimplemented: Unimplemented) -> TokenStream {
    let summary = operation.summary.as_deref().map(inline).unwrap_or_default();
    let route = requests::route_code(operation);
    let line = if summary.is_empty() { route } else { format!("{route}: {summary}") };
    let about = docs(&line, operation.docs.description.as_deref());
    let deprecated = operation
        .docs
        .deprecated
        .then(|| quote!(#[doc = ""] #[doc = " The description calls this operation deprecated."]));
    let (method, response) = (ident(&name.method), ident(&name.response));
    let caller = match operation.access {
        Access::Open => None,
        Access::Required(_) => Some(quote!(caller: Self::Principal,)),
        Access::Optional(_) => Some(quote!(caller: Option<Self::Principal>,)),
    };
    let request = requests::has_request(operation).then(|| {
        let request = ident(&name.request);
        quote!(request: #request,)
    });
    let body = emit_body(operation, unimplemented);
    quote! {
        #about
        #deprecated
        fn #method(
            &self,
            cx: Context,
            #caller
            #request
        ) -> impl Future<Output = Result<#response, Self::Error>> + Send #body
    }
}

/// A method that the author may leave out answers 501.
fn emit_body(operation: &Operation, unimplemented: Unimplemented) -> TokenStream {
    if unimplemented == Unimplemented::CompileError {
        return quote!(;);
    }
    let caller = (operation.access != Access::Open).then(|| quote!(caller,));
    let request = requests::has_request(operation).then(|| quote!(request));
    let unused = (caller.is_some() || request.is_some()).then(|| quote!(let _ = (#caller #request);));
    quote! {{
        #unused
        let rejection = Rejection::NotImplemented { operation: cx.operation() };
        async move { Err(rejection.into()) }
    }}
}

/// The file between axum and the trait.
pub fn emit_server(model: &Model, names: &Names) -> Module {
    let paths = Paths::new(crate::names::Module::Api, model, names);
    let operations: Vec<_> = model.operations.iter().zip(names.operations()).collect();
    let mut items = vec![emit_statics(&operations), emit_list(&operations), emit_routes(&operations)];
    items.extend(emit_routers());
    items.extend(security::emit_reading(model, names));
    for (operation, name) in &operations {
        items.push(emit_shim(operation, name, model, names));
        items.extend(requests::emit_reading(operation, name));
        items.push(responses::emit_rendering(operation, name));
    }
    let imports = super::imports::server_imports(&items, &super::there(model, names))
        .into_iter()
        .chain(paths.imports());
    let items = imports.chain(items).map(Item::Tokens).collect();
    let docs = vec![
        "Between axum's router and the trait: nothing here is for the server author to change.".to_owned(),
    ];
    Module { path: "server.rs".to_owned(), content: Content::Items { docs, attributes: Vec::new(), items } }
}

fn emit_statics(operations: &[(&Operation, &OperationName)]) -> TokenStream {
    let statics = operations.iter().map(|(operation, name)| {
        let constant = ident(&name.constant);
        let about = docs(&requests::route_code(operation), None);
        let id = operation.operation_id.as_ref().map_or(name.method.as_str(), |(id, _)| id.as_str());
        let method = ident(&operation.method.name());
        let (path, route) = (&operation.path.template, &operation.path.route);
        let allow = operation.methods.iter().map(|method| method.name()).collect::<Vec<_>>().join(", ");
        let tags = &operation.tags;
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

fn emit_routes(operations: &[(&Operation, &OperationName)]) -> TokenStream {
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
        pub fn routes<A: Api>(api: Arc<A>) -> Routes {
            #body
        }
    }
}

fn emit_routers() -> [TokenStream; 3] {
    let router = quote! {
        /// A router without fallbacks, which can be merged into any other. Layers around it see the
        /// request as it came, with the credentials in its URI and headers: log the path alone.
        pub fn router<A: Api>(api: Arc<A>) -> Router {
            routes(api).into_router()
        }
    };
    let fallback = quote! {
        /// Answers through [`Api::Error`] what no route of the router does: 404, and 405 with `Allow`.
        /// Routes that are added later have their own.
        pub fn fallbacks<A: Api>(router: Router) -> Router {
            support::fallbacks::<A::Error>(router, OPERATIONS)
        }
    };
    let service = quote! {
        /// The router of a server that is this API alone: [`router`] with its [`fallbacks`].
        pub fn service<A: Api>(api: Arc<A>) -> Router {
            fallbacks::<A>(router(api))
        }
    };
    [router, fallback, service]
}

/// The one function of an operation that is generic over the author's type.
fn emit_shim(operation: &Operation, name: &OperationName, model: &Model, names: &Names) -> TokenStream {
    let (shim, constant, request) = (ident(&name.shim), ident(&name.constant), ident(&name.request));
    let method = ident(&name.method);
    let authentication = security::emit_authentication(&operation.access, model, names);
    let inputs = requests::inputs(operation);
    let uses_query = inputs.query || uses_query(operation, model);
    let query = if uses_query { quote!(query) } else { quote!(_) };
    let (opened, body) = match &operation.body {
        None => (quote!(request), quote!(_)),
        Some(_) => (quote!(request.with_limited_body()), quote!(body)),
    };
    let caller = (operation.access != Access::Open).then(|| quote!(caller,));
    let context = inputs.context.then(|| quote!(&cx,));
    let query_in = inputs.query.then(|| quote!(&query,));
    let (body_in, wait) = operation.body.as_ref().map(|_| (quote!(body), quote!(.await))).unzip();
    let read = requests::has_request(operation)
        .then(|| quote!(let request = #request::read(#context #query_in #body_in)#wait?;));
    let drop_query = uses_query.then(|| quote!(drop(query);));
    let request = requests::has_request(operation).then(|| quote!(request));
    quote! {
        async fn #shim<A: Api>(api: Arc<A>, request: Request) -> Result<Response, A::Error> {
            let (cx, #query, #body) = open(&operations::#constant, #opened);
            #authentication
            #read
            #drop_query
            Ok(api.#method(cx, #caller #request).await?.render()?)
        }
    }
}

fn uses_query(operation: &Operation, model: &Model) -> bool {
    let alternatives = match &operation.access {
        Access::Open => return false,
        Access::Required(alternatives) | Access::Optional(alternatives) => alternatives,
    };
    let schemes = alternatives.iter().filter_map(|index| model.requirements.get(*index)).flatten();
    schemes.into_iter().any(|scheme| matches!(scheme.kind, crate::api::SchemeKind::ApiKeyQuery(_)))
}
