//! Two servers for each spec, made from its skeleton. The proxy passes each request to its client, and the recorder, which
//! is behind the client, passes it to the example server. Both log the requests and the responses that they see.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::BTreeSet;
use syn::{FnArg, ImplItem, ImplItemFn, Item, ItemImpl, Pat};

/// A role of a server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// In front of the client.
    Proxy,
    /// Behind the client.
    Recorder,
}

/// The code of a server. `methods` are those of the client.
pub fn server(skeleton: &str, module: &str, methods: &BTreeSet<String>, role: Role) -> String {
    let file = syn::parse_file(skeleton).unwrap();
    let module = format_ident!("{module}");
    let mut items = Vec::new();
    for item in file.items {
        match item {
            Item::Use(item) => items.push(quote!(#item)),
            Item::Impl(item) if is_of_server(&item) => {
                items.push(implementation(item, &module, methods, role));
            }
            _ => {}
        }
    }
    let (client, caller) = match role {
        Role::Proxy => {
            (quote!(pub client: crate::#module::client::Client,), quote!(crate::#module::Credentials))
        }
        Role::Recorder => (quote!(), quote!(())),
    };
    let caller = skeleton.contains("pub struct Caller").then(|| quote!(pub type Caller = #caller;));
    let code = quote! {
        #(#items)*
        #caller
        pub struct Server { #client pub log: crate::Log }
        pub struct ServerError(Response);
        impl From<Rejection> for ServerError {
            fn from(rejection: Rejection) -> Self {
                Self(rejection.into_response())
            }
        }
        impl IntoResponse for ServerError {
            fn into_response(self) -> Response {
                self.0
            }
        }
    };
    code.to_string()
}

fn is_of_server(item: &ItemImpl) -> bool {
    item.trait_.is_some() && matches!(&*item.self_ty, syn::Type::Path(path) if path.path.is_ident("Server"))
}

fn implementation(
    mut item: ItemImpl,
    module: &syn::Ident,
    methods: &BTreeSet<String>,
    role: Role,
) -> TokenStream {
    let ItemImpl { trait_, items, .. } = &mut item;
    let path = &trait_.as_ref().unwrap().0;
    for inner in items {
        let ImplItem::Fn(method) = inner else { continue };
        let body = match method.sig.ident == "authenticate" && has_argument(method, "credentials") {
            true => authenticate(role),
            false => handle(method, module, path, methods, role),
        };
        method.block = syn::parse2(quote!({ #body })).unwrap();
    }
    quote!(#item)
}

fn authenticate(role: Role) -> TokenStream {
    let caller = if role == Role::Proxy { quote!(credentials) } else { quote!(()) };
    quote! {
        let _ = cx;
        self.log.add("credentials", &credentials);
        Ok(#caller)
    }
}

fn handle(
    method: &ImplItemFn,
    module: &syn::Ident,
    path: &syn::Path,
    methods: &BTreeSet<String>,
    role: Role,
) -> TokenStream {
    let name = &method.sig.ident;
    let request = has_argument(method, "request").then(|| quote!(request));
    let logged = request.as_ref().map(|request| quote!(self.log.add("request", &#request);));
    let principal = method.sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(input) if is_named(&input.pat, "principal") => Some(&*input.ty),
        _ => None,
    });
    if role == Role::Recorder {
        let principal = principal.map(|_| quote!(principal,));
        return quote! {
            #logged
            let examples = crate::#module::example_server::Examples;
            let response = #path::#name(&examples, cx, #principal #request).await?;
            self.log.add("response", &response);
            Ok(response)
        };
    }
    let text = name.to_string();
    let plain = text.trim_start_matches("r#");
    let candidates = [format!("{plain}_"), text.clone(), plain.trim_end_matches('_').to_owned()];
    let Some(called) = candidates.iter().find(|name| methods.contains(*name)) else {
        return quote! {
            let _ = self;
            Err(Rejection::NotImplemented { operation: cx.operation() }.into())
        };
    };
    let called: syn::Ident = syn::parse_str(called).unwrap();
    let client = match principal.map(|ty| quote!(#ty).to_string()) {
        None => quote!(self.client.clone()),
        Some(optional) if optional.starts_with("Option") => {
            quote!(
                principal.into_iter().fold(self.client.clone(), |client, one| client.with_credentials(one))
            )
        }
        Some(_) => quote!(self.client.clone().with_credentials(principal)),
    };
    quote! {
        let _ = &cx;
        #logged
        let client = #client;
        match client.#called(#request).await {
            Ok(response) => {
                self.log.add("response", &response);
                Ok(response)
            }
            Err(error) => {
                self.log.add("error", &error);
                Err(ServerError(error.to_string().into_response()))
            }
        }
    }
}

fn has_argument(method: &ImplItemFn, name: &str) -> bool {
    method.sig.inputs.iter().any(|input| matches!(input, FnArg::Typed(input) if is_named(&input.pat, name)))
}

fn is_named(pattern: &Pat, name: &str) -> bool {
    matches!(pattern, Pat::Ident(pattern) if pattern.ident == name)
}

/// The methods of the client in its files.
pub fn methods<'f>(files: impl Iterator<Item = &'f str>) -> BTreeSet<String> {
    let mut methods = BTreeSet::new();
    for file in files {
        for item in syn::parse_file(file).unwrap().items {
            let Item::Impl(item) = item else { continue };
            let is_client = matches!(&*item.self_ty, syn::Type::Path(path) if path.path.is_ident("Client"));
            for inner in item.items {
                if let ImplItem::Fn(method) = inner
                    && is_client
                {
                    methods.insert(method.sig.ident.to_string());
                }
            }
        }
    }
    methods
}
