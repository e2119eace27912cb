//! The client: a struct with a method for each operation, in a module `client`.

mod credentials;
mod operations;
mod success;

use super::file::{File, Items};
use super::imports::client_imports;
use super::operations_in;
use super::paths::{Paths, file_path, to_ident};
use crate::api::Role;
use crate::model::{Model, Operation};
use crate::names::{Group, Names, OperationName};
use crate::output::Print;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the files of the client. If there are several groups of operations, each has a file.
pub(super) fn emit_client(model: &Model, names: &Names, print: Print) -> impl Iterator<Item = File> {
    let is_grouped = names.is_grouped();
    let groups = names.groups.iter().filter(|group| has_calls(group, model, names));
    let groups: Vec<&Group> = groups.filter(|_| model.has_client && is_grouped).collect();
    let base = model.has_client.then(|| emit_base(&groups, model, names, print));
    let files = groups.into_iter().map(move |group| emit_group(group, model, names, print));
    base.into_iter().chain(files)
}

/// Returns whether the client has a method for an operation.
fn is_called(operation: &Operation) -> bool {
    operation.role == Role::Served && operation.obstacle_of_client().is_none()
}

fn has_calls(group: &Group, model: &Model, names: &Names) -> bool {
    calls(group, model, names).next().is_some()
}

fn calls<'m>(
    group: &'m Group,
    model: &'m Model,
    names: &'m Names,
) -> impl Iterator<Item = (&'m Operation, &'m OperationName)> {
    operations_in(group, model, names).filter(|(operation, _)| is_called(operation))
}

const DOCS: [&str; 11] = [
    "The client: a method for each operation, over any tower service.",
    "",
    "Create it from a service that sends requests, such as a pool of connections or the router of the server:",
    "",
    "```text",
    "let client = Client::new(pool).with_base_url(&\"https://example.com\".parse()?);",
    "```",
    "",
    "Layers around the service add timeouts, retries and tracing. They find the operation of a request, a",
    "`&'static Operation`, in its extensions. Most responses have a function `success`, which returns the body of a success",
    "response, and any other response as an error.",
];

/// Emits the file with the struct, and with the operations if there is only one group.
fn emit_base(groups: &[&Group], model: &Model, names: &Names, print: Print) -> File {
    let paths = Paths::client("super", model, names);
    let base = base_path(model);
    let mut items = Items::new(print);
    items.push(emit_struct(&base, model));
    items.extend(credentials::emit_present(model, names));
    if !names.is_grouped() {
        let group = names.groups.first();
        let all = group.into_iter().flat_map(|group| calls(group, model, names));
        items.extend(operations::emit_operations(all, &base, &paths));
    }
    let modules = groups.iter().map(|group| {
        let module = to_ident(&group.server_module);
        let path = file_path(&group.server_module, "client/", &group.files.1);
        quote!(#path mod #module;)
    });
    let exports = quote!(
        pub use super::support::{Body, BoxError, ClientError, Failure, Reply};
    );
    items.into_file("client.rs".to_owned(), DOCS.map(str::to_owned).to_vec(), |mentions| {
        let imports = client_imports(mentions, "super", &[]).into_iter().chain(paths.imports());
        modules.chain([exports]).chain(imports).collect()
    })
}

/// Emits the file with the operations of a group.
fn emit_group(group: &Group, model: &Model, names: &Names, print: Print) -> File {
    let paths = Paths::client("super::super", model, names);
    let mut items = Items::new(print);
    items.extend(operations::emit_operations(calls(group, model, names), &base_path(model), &paths));
    let docs = vec![format!("The methods of the client for the operations of {}.", group_name(group))];
    let path = format!("client/{}.rs", group.files.1);
    items.into_file(path, docs, |mentions| {
        let imports = client_imports(mentions, "super::super", &names.groups);
        imports.into_iter().chain(paths.imports()).collect()
    })
}

fn group_name(group: &Group) -> String {
    super::docs::code(&group.label)
}

/// Emits the struct, and the functions that create it.
fn emit_struct(base: &str, model: &Model) -> TokenStream {
    let replaced = (!base.is_empty()).then(|| {
        let line = format!(" Its path replaces {}, the base path of the spec.", super::docs::code(base));
        quote!(#[doc = #line])
    });
    let mut served = model.operations.iter().filter(|operation| operation.role == Role::Served);
    let kept = served.any(|operation| has_own_server(operation, base)).then(|| {
        quote! {
            /// Operations with servers of their own keep their paths, after the host of this URL.
        }
    });
    let credentials = model.is_secured().then(|| {
        quote! {
            /// Adds credentials. They are sent with each operation that accepts them, unless there are credentials for
            /// an earlier alternative of its `security`. They replace others for the same security schemes. For other
            /// credentials in a single request, use a clone of the client.
            #[must_use]
            pub fn with_credentials(self, credentials: super::Credentials) -> Self {
                Self(self.0.with_credentials(credentials))
            }
        }
    });
    quote! {
        /// A client of the API. A clone is cheap, and has its own settings.
        #[derive(Clone, Debug)]
        pub struct Client(support::Connection);

        impl Client {
            /// Creates a client that sends its requests through a service.
            pub fn new<S, R>(service: S) -> Self
            where
                S: ::tower_service::Service<
                    axum::http::Request<Body>,
                    Response = axum::http::Response<R>,
                    Future: Send,
                    Error: Into<BoxError>,
                >,
                S: Clone + Send + Sync + 'static,
                R: ::http_body::Body<Error: Into<BoxError>> + Send + 'static,
            {
                Self(support::Connection::new(service, #base))
            }

            /// Sets the URL of the server, such as `https://example.com/v1`.
            #replaced
            #kept
            /// A query in the URL is ignored.
            ///
            /// Without it, requests have only a path, which the router of a server accepts, but an HTTP client does not.
            #[must_use]
            pub fn with_base_url(self, url: &axum::http::Uri) -> Self {
                Self(self.0.with_base_url(url))
            }

            #credentials

            /// Adds a header to every request. It replaces a header of the request with the same name, except its
            /// credentials.
            #[must_use]
            pub fn with_header(self, name: axum::http::HeaderName, value: axum::http::HeaderValue) -> Self {
                Self(self.0.with_header(name, value))
            }

            /// Sets the maximum size of a response body, in bytes. It does not apply to bodies that you read while they
            /// arrive. The default is 32 MiB.
            #[must_use]
            pub fn with_limit(self, bytes: usize) -> Self {
                Self(self.0.with_limit(bytes))
            }
        }
    }
}

/// Returns the base path of most operations. The others have servers of their own.
fn base_path(model: &Model) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for operation in model.operations.iter().filter(|operation| operation.role == Role::Served) {
        let own = own_base(operation);
        match counted.iter_mut().find(|(base, _)| *base == own) {
            Some((_, count)) => *count += 1,
            None => counted.push((own, 1)),
        }
    }
    let most = counted.iter().map(|(_, count)| *count).max();
    let first = counted.iter().find(|(_, count)| Some(*count) == most);
    first.map(|(base, _)| operations::escape(base)).unwrap_or_default()
}

/// Returns whether the server of an operation has another base path than most servers.
fn has_own_server(operation: &Operation, base: &str) -> bool {
    operations::escape(own_base(operation)) != base
}

/// Returns the base path of an operation, which is before the path that is its key in `paths`.
fn own_base(operation: &Operation) -> &str {
    let template = operation.path.template.as_str();
    let key = operation.path.place.pointer.split_last().map(|(_, key)| key);
    let key = key.as_deref().unwrap_or_default();
    // An empty query is ignored.
    template.strip_suffix(key.strip_suffix('?').unwrap_or(key)).unwrap_or_default()
}
