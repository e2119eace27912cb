//! Credentials: one variant for each distinct requirement of the description.

use super::docs::{code, docs};
use super::paths::ident;
use crate::api::{Scheme, SchemeKind};
use crate::model::{Access, Model};
use crate::names::Names;
use proc_macro2::TokenStream;
use quote::quote;

/// The enum, where the description declares security.
pub fn emit_credentials(model: &Model, names: &Names) -> Option<TokenStream> {
    if !model.is_secured() {
        return None;
    }
    let variants = model.requirements.iter().zip(&names.requirements).map(|(schemes, (variant, fields))| {
        let ident_ = ident(variant);
        let about = docs(
            &format!(
                "{}.",
                schemes.iter().map(|scheme| code(&scheme.name)).collect::<Vec<_>>().join(" and ")
            ),
            None,
        );
        let fields = schemes.iter().zip(fields).map(|(scheme, field)| {
            let (docs, ident) = (docs(&presented(scheme), scheme.description.as_deref()), ident(field));
            quote!(#docs #ident: Secret,)
        });
        quote!(#about #ident_ { #(#fields)* })
    });
    Some(quote! {
        /// What the caller presented: a variant for each way that the description allows.
        #[derive(Clone, Debug)]
        pub enum Credentials {
            #(#variants,)*
        }
    })
}

fn presented(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::ApiKeyQuery(name) => format!("{} in the query.", code(name)),
        SchemeKind::ApiKeyHeader(name) => format!("The header {}.", code(name)),
        SchemeKind::Other(kind) => format!("Of type {}.", code(kind)),
        SchemeKind::Undefined => String::new(),
    }
}

/// The functions that find each variant's parts in a request.
pub fn emit_reading(model: &Model, names: &Names) -> Option<TokenStream> {
    if model.requirements.is_empty() {
        return None;
    }
    let functions = model.requirements.iter().zip(&names.requirements).map(|(schemes, (variant, fields))| {
        let function = ident(&reader(variant));
        let idents: Vec<_> = fields.iter().map(|field| ident(field)).collect();
        let parts = schemes.iter().zip(&idents).map(|(scheme, field)| {
            let source = match &scheme.kind {
                SchemeKind::ApiKeyQuery(name) => quote!(query.secret(#name)?),
                SchemeKind::ApiKeyHeader(name) => quote!(cx.secret(#name)?),
                SchemeKind::Other(_) | SchemeKind::Undefined => quote!(None::<Secret>),
            };
            quote!(let Some(#field) = #source else { return Ok(None) };)
        });
        let variant = ident(variant);
        let inputs = reader_inputs(schemes).map(|(name, ty)| quote!(#name: &#ty));
        let shared = names.is_grouped().then(|| quote!(pub(super)));
        quote! {
            #shared fn #function(#(#inputs),*) -> Result<Option<Self>, Rejection> {
                #(#parts)*
                Ok(Some(Self::#variant { #(#idents),* }))
            }
        }
    });
    Some(quote! {
        impl Credentials {
            #(#functions)*
        }
    })
}

/// The name of a variant as a function.
fn reader(variant: &str) -> String {
    let mut name = String::from("read");
    for character in variant.chars() {
        if character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

fn reader_inputs(schemes: &[Scheme]) -> impl Iterator<Item = (TokenStream, TokenStream)> {
    let query = schemes.iter().any(|scheme| matches!(scheme.kind, SchemeKind::ApiKeyQuery(_)));
    let header = schemes.iter().any(|scheme| !matches!(scheme.kind, SchemeKind::ApiKeyQuery(_)));
    let context = header.then(|| (quote!(cx), quote!(Context)));
    let query = query.then(|| (quote!(query), quote!(Query)));
    context.into_iter().chain(query)
}

/// The lines of a shim that find out who calls. The first alternative counts whose parts are all there.
pub fn emit_authentication(access: &Access, model: &Model, names: &Names) -> TokenStream {
    let (alternatives, optional) = match access {
        Access::Open => return quote!(),
        Access::Required(alternatives) => (alternatives, false),
        Access::Optional(alternatives) => (alternatives, true),
    };
    let reads = alternatives.iter().filter_map(|index| {
        let (schemes, (variant, _)) = (model.requirements.get(*index)?, names.requirements.get(*index)?);
        let function = ident(&reader(variant));
        let inputs = reader_inputs(schemes).map(|(name, _)| quote!(&#name));
        Some(quote!(Credentials::#function(#(#inputs),*)?))
    });
    let found =
        reads.reduce(|first, next| quote!(match #first { Some(found) => Some(found), None => #next }));
    let found = found.unwrap_or_else(|| quote!(None::<Credentials>));
    if optional {
        quote! {
            let caller = match #found {
                Some(credentials) => Some(Api::authenticate(&*api, &cx, credentials).await?),
                None => None,
            };
        }
    } else {
        quote! {
            let credentials = #found.ok_or(Rejection::MissingCredentials)?;
            let caller = Api::authenticate(&*api, &cx, credentials).await?;
        }
    }
}
