//! What a server author implements: the trait with the operations, or, where they are in several groups,
//! what all groups share and a trait for each.

use super::docs::{code, doc_attributes, docs_of, inline, route_code};
use super::paths::{Paths, to_ident};
use super::{emit_type, imports, operations_in, requests, responses, security};
use crate::choices::Unimplemented;
use crate::model::{Access, Model, Operation};
use crate::names::{Group, Names, OperationName, TypeModule};
use crate::output::{Content, Item, Module};
use proc_macro2::TokenStream;
use quote::quote;

/// The files with the traits and the types of their operations.
pub fn emit_contracts(
    model: &Model,
    names: &Names,
    unimplemented: Unimplemented,
) -> impl Iterator<Item = Module> {
    let groups = (0..)
        .zip(&names.groups)
        .map(move |(index, group)| emit_group(index, group, model, names, unimplemented));
    let base = names.is_grouped().then(|| emit_base(model, names));
    base.into_iter().chain(groups)
}

/// What all groups share.
fn emit_base(model: &Model, names: &Names) -> Module {
    let mut items = vec![emit_shared(model)];
    items.extend(security::emit_credentials(model, names));
    let imports = imports::contract_imports(&items, false);
    let items = imports.into_iter().chain(items).map(Item::Tokens).collect();
    let docs = vec!["What a server author implements once, for all groups of operations.".to_owned()];
    Module { path: "contract.rs".to_owned(), content: Content::Items { docs, attributes: Vec::new(), items } }
}

/// The trait of a group, and the types of its operations; of the only one, the whole contract.
fn emit_group(
    index: usize,
    group: &Group,
    model: &Model,
    names: &Names,
    unimplemented: Unimplemented,
) -> Module {
    let paths = Paths::new(TypeModule::Group(index), model, names);
    let grouped = names.is_grouped();
    let operations: Vec<_> = operations_in(group, model, names).collect();
    let methods: TokenStream =
        operations.iter().map(|(operation, name)| emit_method(operation, name, unimplemented)).collect();
    let mut items = if grouped {
        vec![emit_part(group, &methods, model)]
    } else {
        let mut items = vec![emit_trait(&methods, model)];
        items.extend(security::emit_credentials(model, names));
        items
    };
    for (operation, name) in &operations {
        items.extend(requests::emit_request(operation, name, &paths));
        items.extend(responses::emit_response(operation, name, &paths));
    }
    items.extend(
        names.types_in(TypeModule::Group(index)).iter().map(|id| emit_type(*id, model, names, &paths)),
    );
    let imports = imports::contract_imports(&items, grouped);
    let exports = grouped.then(|| {
        let module = to_ident(&group.server_module);
        quote!(pub use super::server::#module::{OPERATIONS, operations, router, routes};)
    });
    let all = imports.into_iter().chain(paths.imports()).chain(exports).chain(items);
    let docs = if grouped {
        group_docs(group, model)
    } else {
        vec!["What a server author implements, and what its methods take and give.".to_owned()]
    };
    let content = Content::Items { docs, attributes: Vec::new(), items: all.map(Item::Tokens).collect() };
    Module { path: format!("{}.rs", group.files.0), content }
}

/// What the documents say of a tag.
fn group_docs(group: &Group, model: &Model) -> Vec<String> {
    let whose = whose(group);
    let mut docs = vec![format!(
        "The operations {whose}: what a server author implements, and what its methods take and give."
    )];
    let said = model.tags.iter().find(|tag| group.is_tag && tag.name == group.label);
    if let Some(text) = said.and_then(|tag| tag.description.as_deref()) {
        docs.extend([String::new(), inline(text)]);
    }
    docs
}

/// Whose operations a group has.
fn whose(group: &Group) -> String {
    if group.is_tag { format!("tagged {}", code(&group.label)) } else { format!("of {}", code(&group.label)) }
}

/// The trait of an API whose operations are one group.
fn emit_trait(methods: &TokenStream, model: &Model) -> TokenStream {
    let about = doc_attributes("The API: one method for each operation.", Some(METHODS));
    let shared = emit_associated(model);
    let way_out = emit_way_out(&format!("the API described by {}", model.sources.join(", ")), "Api");
    quote! {
        #about
        #way_out
        pub trait Api: Send + Sync + 'static {
            #shared
            #methods
        }
    }
}

const METHODS: &str = "Methods are written as `async fn`. The future of one is dropped when its client leaves; one that\nwaits has to end by itself when the server stops.";

/// What all groups share.
fn emit_shared(model: &Model) -> TokenStream {
    let about = doc_attributes(
        "What the whole API shares. Each group of operations has a trait of its own beside it, in the module of its name.",
        None,
    );
    let shared = emit_associated(model);
    let way_out = emit_way_out(&format!("the API described by {}", sources(model)), "Api");
    quote! {
        #about
        #way_out
        pub trait Api: Send + Sync + 'static {
            #shared
        }
    }
}

/// The trait of one group.
fn emit_part(group: &Group, methods: &TokenStream, model: &Model) -> TokenStream {
    let about =
        doc_attributes(&format!("The operations {}: one method for each.", whose(group)), Some(METHODS));
    let contract = to_ident(&group.trait_name);
    let what = format!("the operations {} that {} describes", whose(group), sources(model));
    let way_out = emit_way_out(&what, &group.trait_name);
    quote! {
        #about
        #way_out
        pub trait #contract: Api {
            #methods
        }
    }
}

fn sources(model: &Model) -> String {
    match model.sources.as_slice() {
        [one] => one.clone(),
        many => format!("{} documents", many.len()),
    }
}

/// What the compiler says where the trait is missing.
fn emit_way_out(what: &str, contract: &str) -> TokenStream {
    let what = what.replace('{', "{{").replace('}', "}}");
    let message = format!("`{{Self}}` does not implement {what}");
    let label = format!("needs `impl {contract}` for this type");
    let note = "one method for each operation; `stubsmith stub`, run on the description, prints a skeleton";
    quote!(#[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)])
}

/// The associated types, and the method that finds out who is calling.
fn emit_associated(model: &Model) -> TokenStream {
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
    quote! {
        #principal
        /// Whatever is not answered with a response of the description: `?` converts into it, and every
        /// [`Rejection`] is converted.
        type Error: From<Rejection> + IntoResponse + Send + 'static;
        #authenticate
    }
}

fn emit_method(operation: &Operation, name: &OperationName, unimplemented: Unimplemented) -> TokenStream {
    let summary = operation.summary.as_deref().map(inline).unwrap_or_default();
    let route = route_code(operation);
    let line = if summary.is_empty() { route } else { format!("{route}: {summary}") };
    let about = docs_of(&line, &operation.docs, None);
    let deprecated = operation
        .docs
        .deprecated
        .then(|| quote!(#[doc = ""] #[doc = " The description calls this operation deprecated."]));
    let method = to_ident(&name.method);
    let response = to_ident(&name.response);
    let principal = match operation.access {
        Access::Open => None,
        Access::Required(_) => Some(quote!(principal: Self::Principal,)),
        Access::Optional(_) => Some(quote!(principal: Option<Self::Principal>,)),
    };
    let request = requests::has_request(operation).then(|| {
        let request = to_ident(&name.request);
        quote!(request: #request,)
    });
    let body = emit_body(operation, unimplemented);
    quote! {
        #about
        #deprecated
        fn #method(
            &self,
            cx: Context,
            #principal
            #request
        ) -> impl Future<Output = Result<#response, Self::Error>> + Send #body
    }
}

/// A method that the author may leave out answers 501.
fn emit_body(operation: &Operation, unimplemented: Unimplemented) -> TokenStream {
    if unimplemented == Unimplemented::CompileError {
        return quote!(;);
    }
    let principal = (operation.access != Access::Open).then(|| quote!(principal,));
    let request = requests::has_request(operation).then(|| quote!(request));
    let unused = match (&principal, &request) {
        (None, None) => None,
        (None, Some(request)) => Some(quote!(let _ = #request;)),
        (Some(_), _) => Some(quote!(let _ = (#principal #request);)),
    };
    quote! {{
        #unused
        let rejection = Rejection::NotImplemented { operation: cx.operation() };
        async move { Err(rejection.into()) }
    }}
}
