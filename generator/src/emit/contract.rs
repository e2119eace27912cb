//! The traits that a server author implements: one with all operations, or, if there are several groups of operations,
//! one that the groups share and one for each group.

use super::docs::{code, doc_attributes, docs_of, inline, listed, route_code};
use super::file::{File, Items};
use super::imports::contract_imports;
use super::paths::{Paths, to_ident};
use super::support::Home;
use super::{emit_type, operations, operations_in, requests, responses, security};
use crate::api::Tag;
use crate::choices::Unimplemented;
use crate::model::{Access, Model, Operation};
use crate::names::{Group, Names, OperationName, TypeModule};
use crate::output::Print;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the files with the traits and the types of their operations.
pub(super) fn emit_contracts(
    model: &Model,
    names: &Names,
    unimplemented: Unimplemented,
    home: Home,
    print: Print,
) -> impl Iterator<Item = File> {
    let groups = (0..)
        .zip(&names.groups)
        .map(move |(index, group)| emit_group(index, group, model, names, (unimplemented, home), print));
    let base = names.is_grouped().then(|| emit_base(model, names, print));
    base.into_iter().chain(groups)
}

/// Emits the file of the trait that all groups share.
fn emit_base(model: &Model, names: &Names, print: Print) -> File {
    let mut items = Items::new(print);
    let docs = if model.has_server() {
        items.push(emit_shared(model));
        "The trait that you implement once for all groups of operations."
    } else {
        items.push(operations::emit_whole_list(model, names, |group| {
            let module = to_ident(&group.module);
            quote!(super::#module)
        }));
        "The items that all groups of operations share."
    };
    items.extend(security::emit_credentials(model, names));
    let docs = vec![docs.to_owned()];
    items.into_file("contract.rs".to_owned(), docs, |mentions| contract_imports(mentions, false))
}

/// Emits the file of a group's trait and of the types of its operations.
fn emit_group(
    index: usize,
    group: &Group,
    model: &Model,
    names: &Names,
    (unimplemented, home): (Unimplemented, Home),
    print: Print,
) -> File {
    let paths = Paths::new(TypeModule::Group(index), model, names);
    let grouped = names.is_grouped();
    let operations: Vec<_> = operations_in(group, model, names).collect();
    let methods: TokenStream =
        operations.iter().map(|(operation, name)| emit_method(operation, name, unimplemented)).collect();
    let mut items = Items::new(print);
    match (model.has_server(), grouped) {
        (true, true) => items.push(emit_part(group, &methods, model)),
        (true, false) => items.push(emit_trait(&methods, model)),
        (false, _) => {
            // Support code that several APIs share also has the fields of servers.
            items.extend(operations::emit_operations(&operations, model, home == Home::Shared));
        }
    }
    if !grouped {
        items.extend(security::emit_credentials(model, names));
    }
    for (operation, name) in &operations {
        items.extend(requests::emit_request(operation, name, &paths));
        items.extend(responses::emit_response(operation, name, &paths));
    }
    items.extend(
        names.types_in(TypeModule::Group(index)).iter().map(|id| emit_type(*id, model, names, &paths)),
    );
    let exports = (grouped && model.has_server()).then(|| {
        let module = to_ident(&group.server_module);
        quote!(pub use super::server::#module::{OPERATIONS, operations, router, routes};)
    });
    let docs = match (grouped, model.has_server()) {
        (true, _) => group_docs(group, model, names),
        (false, true) => {
            vec!["The trait that you implement, and the requests and responses of its methods.".to_owned()]
        }
        (false, false) => vec!["The requests and responses of the operations.".to_owned()],
    };
    items.into_file(format!("{}.rs", group.files.0), docs, |mentions| {
        let imports = contract_imports(mentions, grouped).into_iter();
        imports.chain(paths.imports()).chain(exports).collect()
    })
}

/// Returns the docs of a group's module, with the documentation of its tag, and links to its parent and its children.
fn group_docs(group: &Group, model: &Model, names: &Names) -> Vec<String> {
    let whose = whose(group);
    let contents = match model.has_server() {
        true => "the trait that you implement, and the requests and responses of its methods",
        false => "their requests and responses",
    };
    let mut docs = vec![format!("The operations {whose}: {contents}.")];
    let tag = model.tags.iter().find(|tag| group.is_tag && tag.name == group.label);
    let texts = tag.into_iter().flat_map(|tag| [&tag.summary, &tag.description]).flatten();
    for text in
        texts.map(|text| inline(text)).chain(tag.into_iter().flat_map(|tag| hierarchy(tag, model, names)))
    {
        docs.extend([String::new(), text]);
    }
    docs
}

/// Describes the place of a tag among the tags, and its kind.
fn hierarchy(tag: &Tag, model: &Model, names: &Names) -> Vec<String> {
    let link = |name: &str| {
        let mut groups = names.groups.iter().filter(|group| group.is_tag);
        match groups.find(|group| group.label == name) {
            Some(group) => format!("[{}](super::{})", code(name), group.module),
            None => code(name),
        }
    };
    let parent = tag.parent.as_ref().map(|parent| format!("Part of {}.", link(&parent.value)));
    let children =
        model.tags.iter().filter(|other| other.parent.as_ref().is_some_and(|own| own.value == tag.name));
    let children: Vec<String> = children.map(|child| link(&child.name)).collect();
    let children = (!children.is_empty()).then(|| format!("Contains {}.", listed(&children)));
    let kind = tag.kind.as_ref().map(|kind| format!("A tag of the kind {}.", code(kind)));
    parent.into_iter().chain(children).chain(kind).collect()
}

/// Says which operations a group has.
fn whose(group: &Group) -> String {
    if group.receives_webhooks {
        return "for received webhooks".to_owned();
    }
    if group.is_tag { format!("tagged {}", code(&group.label)) } else { format!("of {}", code(&group.label)) }
}

/// Emits the trait with all operations.
fn emit_trait(methods: &TokenStream, model: &Model) -> TokenStream {
    let about = doc_attributes("The API, with a method for each operation.", Some(METHODS));
    let shared = emit_associated(model);
    let unimplemented = emit_on_unimplemented(&format!("the API of {}", model.sources.join(", ")), "Api");
    quote! {
        #about
        #unimplemented
        pub trait Api: Send + Sync + 'static {
            #shared
            #methods
        }
    }
}

const METHODS: &str = "Write the methods as `async fn`. If the client disconnects, the future of a method is dropped. axum's graceful shutdown\nwaits for all running methods, so a method that waits for events must return when the server stops.";

/// Emits the trait that all groups share.
fn emit_shared(model: &Model) -> TokenStream {
    let about = doc_attributes(
        "The part of the API that all groups of operations share. Each group has its own trait, in the module with its name.",
        None,
    );
    let shared = emit_associated(model);
    let unimplemented = emit_on_unimplemented(&format!("the API of {}", sources(model)), "Api");
    quote! {
        #about
        #unimplemented
        pub trait Api: Send + Sync + 'static {
            #shared
        }
    }
}

/// Emits the trait of one group.
fn emit_part(group: &Group, methods: &TokenStream, model: &Model) -> TokenStream {
    let about =
        doc_attributes(&format!("The operations {}, with a method for each.", whose(group)), Some(METHODS));
    let contract = to_ident(&group.trait_name);
    let what = format!("the operations {} in {}", whose(group), sources(model));
    let unimplemented = emit_on_unimplemented(&what, &group.trait_name);
    quote! {
        #about
        #unimplemented
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

/// Emits the compiler's message for a type that does not implement the trait.
fn emit_on_unimplemented(what: &str, contract: &str) -> TokenStream {
    let what = what.replace('{', "{{").replace('}', "}}");
    let message = format!("`{{Self}}` does not implement {what}");
    let label = format!("this type must implement `{contract}`");
    let note = "the trait has a method for each operation; `stubsmith stub` prints a skeleton for your spec";
    quote!(#[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)])
}

/// Emits the associated types, and the method that authenticates a request.
fn emit_associated(model: &Model) -> TokenStream {
    let secured = model.is_secured();
    let principal = secured.then(|| {
        quote! {
            /// The caller that `authenticate` returns. Use `()` if your methods do not need it.
            type Principal: Send;
        }
    });
    let authenticate = secured.then(|| {
        quote! {
            /// Authenticates a request. The generated code calls it for each operation that declares
            /// security, before it decodes the parameters.
            fn authenticate(
                &self,
                cx: &Context,
                credentials: Credentials,
            ) -> impl Future<Output = Result<Self::Principal, Self::Error>> + Send;
        }
    });
    quote! {
        #principal
        /// The type of the errors that the spec does not declare. `?` converts errors into it if it implements
        /// `From` for them, and the generated code converts each [`Rejection`] into it.
        type Error: From<Rejection> + IntoResponse + Send + 'static;
        #authenticate
    }
}

fn emit_method(operation: &Operation, name: &OperationName, unimplemented: Unimplemented) -> TokenStream {
    let summary = operation.summary.as_deref().map(inline).unwrap_or_default();
    let route = route_code(operation);
    let line = if summary.is_empty() { route } else { format!("{route}: {summary}") };
    let about = docs_of(&line, &operation.docs, None);
    let deprecated = operation.docs.deprecated.then(|| quote!(#[doc = ""] #[doc = " Deprecated."]));
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

/// Emits the body of a method. With a default body, an operation that is not implemented responds with 501.
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
