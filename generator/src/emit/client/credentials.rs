//! The credentials that a client adds to its requests.

use super::super::paths::to_ident;
use crate::api::{HttpScheme, KeyLocation, Scheme, SchemeKind};
use crate::model::Model;
use crate::names::Names;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// Emits the implementation of the trait for the credentials of a client.
pub(super) fn emit_present(model: &Model, names: &Names) -> Option<TokenStream> {
    if !model.is_secured() {
        return None;
    }
    let requirements = || model.requirements.iter().zip(&names.requirements);
    let indexes = requirements().enumerate().map(|(index, (_, name))| {
        let variant = to_ident(&name.variant);
        let index = Literal::usize_unsuffixed(index);
        quote!(Self::#variant { .. } => #index,)
    });
    let schemes = requirements().map(|(schemes, name)| {
        let variant = to_ident(&name.variant);
        let schemes = schemes.iter().map(|scheme| &scheme.name);
        quote!(Self::#variant { .. } => &[#(#schemes),*],)
    });
    let added = requirements().map(|(schemes, name)| {
        let variant = to_ident(&name.variant);
        let added = schemes.iter().zip(&name.fields).filter_map(|(scheme, field)| {
            let field = to_ident(field);
            emit_added(scheme, &field).map(|added| (field, added))
        });
        let (fields, added): (Vec<_>, Vec<_>) = added.unzip();
        quote!(Self::#variant { #(#fields,)* .. } => { #(#added)* })
    });
    let is_used =
        requirements().any(|(schemes, _)| schemes.iter().any(|scheme| scheme.kind != SchemeKind::MutualTls));
    // No field has a name with an underscore at its end, apart from keywords.
    let request = if is_used { quote!(request_) } else { quote!(_) };
    let (indexes, schemes, added) = match model.requirements.is_empty() {
        // No credentials satisfy an operation that rejects every request.
        true => (quote!(match *self {}), quote!(match *self {}), quote!(match *self {})),
        false => (
            quote!(match self { #(#indexes)* }),
            quote!(match self { #(#schemes)* }),
            quote!(match self { #(#added)* }),
        ),
    };
    Some(quote! {
        impl support::Present for super::Credentials {
            fn requirement(&self) -> usize {
                #indexes
            }

            fn schemes(&self) -> &'static [&'static str] {
                #schemes
            }

            fn add_to(&self, #request: &mut support::OutgoingRequest) {
                #added
            }
        }
    })
}

/// Emits the call that adds the credentials of a scheme. A certificate belongs to the connection.
fn emit_added(scheme: &Scheme, field: &Ident) -> Option<TokenStream> {
    Some(match &scheme.kind {
        SchemeKind::ApiKey(key) => {
            let name = &key.name;
            let add = to_ident(match key.location {
                KeyLocation::Query => "present_query",
                KeyLocation::Header => "present_header",
                KeyLocation::Cookie => "present_cookie",
            });
            quote!(request_.#add(#name, #field);)
        }
        SchemeKind::Http(HttpScheme::Basic) => quote!(request_.present_basic(#field);),
        SchemeKind::Http(HttpScheme::Other(name)) => quote!(request_.present_http(#name, #field);),
        SchemeKind::Http(HttpScheme::Bearer) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect => {
            quote!(request_.present_bearer(#field);)
        }
        SchemeKind::MutualTls => return None,
    })
}
