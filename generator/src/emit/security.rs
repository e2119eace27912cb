//! Credentials: an enum with a variant for each distinct security requirement in the spec.

use super::docs::{code, doc_attributes};
use super::paths::to_ident;
use crate::api::{ApiKey, HttpScheme, KeyLocation, Scheme, SchemeKind};
use crate::model::{Access, Alternative, Model};
use crate::names::{Names, RequirementName};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the enum if the spec declares security.
pub(super) fn emit_credentials(model: &Model, names: &Names) -> Option<TokenStream> {
    if !model.is_secured() {
        return None;
    }
    let variants = model.requirements.iter().zip(&names.requirements).map(|(schemes, name)| {
        let ident_ = to_ident(&name.variant);
        let about = doc_attributes(
            &format!(
                "{}.",
                schemes.iter().map(|scheme| code(&scheme.name)).collect::<Vec<_>>().join(" and ")
            ),
            None,
        );
        let fields = schemes.iter().zip(&name.fields).map(|(scheme, field)| {
            let docs = doc_attributes(&presented(scheme), scheme.description.as_deref());
            let ident = to_ident(field);
            let ty = to_ident(credential_type(&scheme.kind));
            quote!(#docs #ident: #ty,)
        });
        quote!(#about #ident_ { #(#fields)* })
    });
    Some(quote! {
        /// The credentials of a request, with a variant for each security requirement in the spec.
        #[derive(Clone, Debug)]
        pub enum Credentials {
            #(#variants,)*
        }
    })
}

/// Emits the type of the support code for the credentials of a scheme.
fn credential_type(kind: &SchemeKind) -> &'static str {
    match kind {
        SchemeKind::ApiKey(_) => "Secret",
        SchemeKind::Http(HttpScheme::Basic) => "Basic",
        SchemeKind::Http(HttpScheme::Other(_)) => "Http",
        SchemeKind::Http(HttpScheme::Bearer) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect => "Bearer",
        SchemeKind::MutualTls => "ClientCertificate",
    }
}

fn presented(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::ApiKey(key) => match key.location {
            KeyLocation::Query => format!("{} in the query.", code(&key.name)),
            KeyLocation::Header => format!("The header {}.", code(&key.name)),
            KeyLocation::Cookie => format!("The cookie {}.", code(&key.name)),
        },
        SchemeKind::Http(HttpScheme::Basic) => "Basic authentication.".to_owned(),
        SchemeKind::Http(HttpScheme::Other(name)) => {
            format!("The credentials after {} in the header `Authorization`.", code(name))
        }
        SchemeKind::Http(HttpScheme::Bearer) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect => {
            "A bearer token, and the scopes that it must have.".to_owned()
        }
        SchemeKind::MutualTls => {
            "The verified certificate of the client, an extension of the request.".to_owned()
        }
    }
}

/// Emits the function that reads the API key from its part of a request.
fn emit_key(key: &ApiKey) -> TokenStream {
    let name = &key.name;
    match key.location {
        KeyLocation::Query => quote!(call.query().secret(#name)?),
        KeyLocation::Header => quote!(call.cx.secret(#name)?),
        KeyLocation::Cookie => quote!(call.cx.cookie_secret(#name)?),
    }
}

/// Emits the functions that read each variant from a request.
pub(super) fn emit_reading(model: &Model, names: &Names) -> Option<TokenStream> {
    if model.requirements.is_empty() {
        return None;
    }
    let requirements = model.requirements.iter().zip(&names.requirements).enumerate();
    let functions = requirements.map(|(index, (schemes, name))| {
        let shared = names.is_grouped().then(|| quote!(pub(super)));
        let reader = emit_reader(schemes, name, model.keys_next_to_others.contains(&index));
        quote!(#shared #reader)
    });
    let is_token = emit_is_token(model, names);
    Some(quote! {
        impl Credentials {
            #(#functions)*
            #is_token
        }
    })
}

fn emit_reader(schemes: &[Scheme], name: &RequirementName, next_to_others: bool) -> TokenStream {
    let function = to_ident(&name.reader);
    let variant = to_ident(&name.variant);
    let fields: Vec<_> = name.fields.iter().map(|field| to_ident(field)).collect();
    let mut tokens = 0;
    let parts = schemes.iter().map(|scheme| match &scheme.kind {
        SchemeKind::ApiKey(_) if next_to_others && scheme.is_authorization_key() => {
            quote!(call.cx.authorization_key(others)?)
        }
        SchemeKind::ApiKey(key) => emit_key(key),
        SchemeKind::Http(HttpScheme::Basic) => quote!(call.cx.basic()?),
        SchemeKind::Http(HttpScheme::Other(name)) => quote!(call.cx.http_credentials(#name)?),
        SchemeKind::Http(HttpScheme::Bearer) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect => {
            let index = Literal::usize_unsuffixed(tokens);
            tokens += 1;
            quote!(call.cx.bearer(scopes[#index])?)
        }
        SchemeKind::MutualTls => quote!(call.cx.client_certificate()),
    });
    let parts: Vec<_> = parts.collect();
    let value = match (parts.as_slice(), fields.as_slice()) {
        ([part], [field]) => quote!(Ok(#part.map(|#field| Self::#variant { #field }))),
        _ => quote! {
            match (#(#parts),*) {
                (#(Some(#fields)),*) => Ok(Some(Self::#variant { #(#fields),* })),
                _ => Ok(None),
            }
        },
    };
    let scopes = (tokens > 0).then(|| {
        let count = Literal::usize_unsuffixed(tokens);
        quote!(scopes: [&'static [&'static str]; #count],)
    });
    let others = next_to_others.then(|| quote!(others: &[&str],));
    quote! {
        fn #function(call: &Incoming, #scopes #others) -> Result<Option<Self>, Rejection> {
            #value
        }
    }
}

/// Emits the function that reads an alternative, and its other arguments: the scopes that the operation requires, and
/// the schemes of the header `Authorization` that are not API keys.
fn emit_reader_of(
    alternative: &Alternative,
    access: &Access,
    model: &Model,
    names: &Names,
) -> Option<(TokenStream, Option<TokenStream>)> {
    let function = to_ident(&names.requirements.get(alternative.requirement)?.reader);
    let scopes: Vec<_> = model
        .asked(alternative)
        .filter(|(scheme, _)| scheme.kind.is_bearer())
        .map(|(_, scopes)| quote!(&[#(#scopes),*]))
        .collect();
    let scopes = (!scopes.is_empty()).then(|| quote!([#(#scopes),*],));
    let next_to_others = model.keys_next_to_others.contains(&alternative.requirement);
    let others = next_to_others.then(|| {
        let others = model.authorizations(access);
        quote!(&[#(#others),*],)
    });
    let arguments = (scopes.is_some() || others.is_some()).then(|| quote!(#scopes #others));
    Some((quote!(Credentials::#function), arguments))
}

/// Emits the security of an operation: the function that authenticates a request, and the function that reads its
/// credentials. The first alternative whose credentials are all present is used.
pub(super) fn emit_guard(access: &Access, model: &Model, names: &Names) -> Option<TokenStream> {
    let alternatives = access.alternatives();
    let readers: Vec<_> = alternatives
        .iter()
        .filter_map(|alternative| emit_reader_of(alternative, access, model, names))
        .collect();
    let (admit, presented) = match access {
        Access::Open => return None,
        Access::Required(_) => (quote!(authenticated), None),
        Access::Optional(alternatives) => (quote!(recognized), emit_presented(alternatives, model)),
    };
    if let ([(reader, None)], None) = (readers.as_slice(), &presented) {
        return Some(quote!(#admit, #reader));
    }
    let calls = readers.iter().map(|(reader, arguments)| quote!(#reader(call, #arguments)));
    let found = calls.reduce(|first, next| quote!(match #first? { None => #next, found => Ok(found) }));
    let find = match (found, presented) {
        (None, _) => quote!(|_| Ok(None)),
        (Some(found), None) => quote!(|call| #found),
        (Some(found), Some(presented)) => quote!(|call| match #found? {
            None if #presented => Err(Rejection::MissingCredentials),
            found => Ok(found),
        }),
    };
    Some(quote!(#admit, #find))
}

/// Emits the functions that authenticate requests.
pub(super) fn emit_admission(model: &Model, names: &Names) -> Vec<TokenStream> {
    let shared = names.is_grouped().then(|| quote!(pub(super)));
    let mut accesses = model.operations.iter().map(|operation| &operation.access);
    let is_required = accesses.clone().any(|access| matches!(access, Access::Required(_)));
    let is_optional = accesses.any(|access| matches!(access, Access::Optional(_)));
    let (look, authenticate) = emit_authentication(model, &quote!(known?));
    let authenticated = is_required.then(|| {
        quote! {
            /// Serves requests with valid credentials.
            #shared async fn authenticated<A: Api>(
                api: Arc<A>,
                call: Incoming,
                read: ReadCredentials<Credentials>,
                endpoint: Endpoint<A, A::Principal, A::Error>,
            ) -> Result<Response, A::Error> {
                let credentials = read(&call)?.ok_or(Rejection::MissingCredentials)?;
                #look
                let principal = #authenticate;
                call.with_principal(principal).serve(&*api, endpoint)?.await
            }
        }
    });
    let recognized = is_optional.then(|| {
        let (look, authenticate) = emit_authentication(model, &quote!(Some(known?)));
        let recognize = match look {
            Some(look) => quote!({ #look #authenticate }),
            None => quote!(Some(#authenticate),),
        };
        quote! {
            /// Serves requests with valid credentials, and requests without credentials.
            #shared async fn recognized<A: Api>(
                api: Arc<A>,
                call: Incoming,
                read: ReadCredentials<Credentials>,
                endpoint: Endpoint<A, Option<A::Principal>, A::Error>,
            ) -> Result<Response, A::Error> {
                let principal = match read(&call)? {
                    Some(credentials) => #recognize
                    None => None,
                };
                call.with_principal(principal).serve(&*api, endpoint)?.await
            }
        }
    });
    authenticated.into_iter().chain(recognized).collect()
}

/// Emits the call of `authenticate`. If a bearer token is rejected and there are no other credentials, the challenge
/// says that the token is invalid.
fn emit_authentication(model: &Model, known: &TokenStream) -> (Option<TokenStream>, TokenStream) {
    let authenticate = quote!(Api::authenticate(&*api, &call.cx, credentials).await);
    if !model.requirements.iter().any(|schemes| is_token(schemes)) {
        return (None, quote!(#authenticate?));
    }
    let look = quote!(let is_token = credentials.is_token(););
    let reject = quote!(return Ok(reject_token(error, call.cx.operation())));
    (Some(look), quote!(match #authenticate { Err(error) if is_token => #reject, known => #known }))
}

fn is_token(schemes: &[Scheme]) -> bool {
    schemes.iter().all(|scheme| scheme.kind.is_bearer())
}

/// Emits the variants with only a bearer token. For other variants, it is not known which credentials were rejected.
fn emit_is_token(model: &Model, names: &Names) -> Option<TokenStream> {
    let requirements = model.requirements.iter().zip(&names.requirements);
    let tokens = requirements.filter(|(schemes, _)| is_token(schemes)).map(|(_, name)| {
        let variant = to_ident(&name.variant);
        quote!(Self::#variant { .. })
    });
    let tokens: Vec<_> = tokens.collect();
    (!tokens.is_empty()).then(|| {
        quote!(
            fn is_token(&self) -> bool {
                matches!(self, #(#tokens)|*)
            }
        )
    })
}

/// Emits the check that a request has credentials that satisfy no alternative: only a part of one, or those of another
/// scheme. Such a request is not anonymous. An API key or a certificate alone is either present or absent, so it needs
/// no check.
fn emit_presented(alternatives: &[Alternative], model: &Model) -> Option<TokenStream> {
    let uncertain = alternatives.iter().filter(|alternative| {
        let schemes = model.requirements.get(alternative.requirement).map(Vec::as_slice);
        !matches!(schemes, Some([Scheme { kind: SchemeKind::ApiKey(_) | SchemeKind::MutualTls, .. }]))
    });
    let mut places: Vec<Option<(KeyLocation, &str)>> = Vec::new();
    for (scheme, _) in uncertain.flat_map(|alternative| model.asked(alternative)) {
        let place = match &scheme.kind {
            SchemeKind::ApiKey(key) => Some((key.location, key.name.as_str())),
            SchemeKind::Http(_) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect => {
                Some((KeyLocation::Header, "Authorization"))
            }
            SchemeKind::MutualTls => None,
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let presents = places.iter().map(|place| match place {
        Some((KeyLocation::Query, name)) => quote!(call.query().presents(#name)),
        Some((KeyLocation::Header, name)) => quote!(call.cx.presents(#name)),
        Some((KeyLocation::Cookie, name)) => quote!(call.cx.presents_cookie(#name)),
        None => quote!(call.cx.client_certificate().is_some()),
    });
    presents.reduce(|first, next| quote!(#first || #next))
}

/// Emits the security of an operation as data: the security schemes of each alternative, with the required scopes.
pub(super) fn requirements(access: &Access, model: &Model) -> Vec<TokenStream> {
    let alternatives = access.alternatives().iter().map(|alternative| {
        let schemes = model.asked(alternative).map(|(scheme, scopes)| {
            let name = &scheme.name;
            quote!((#name, &[#(#scopes),*]))
        });
        quote!(&[#(#schemes),*])
    });
    let anyone = matches!(access, Access::Open | Access::Optional(_)).then(|| quote!(&[]));
    alternatives.chain(anyone).collect()
}

/// Returns the challenges of an operation, one for each security scheme that it accepts. RFC 9110 requires a challenge
/// in every 401 response. HTTP's registry has no scheme for API keys and certificates, so their challenges are `ApiKey`
/// and `MutualTLS`. Only the server author knows the parameters of other schemes, such as the nonce of `Digest`.
pub(super) fn challenges(access: &Access, model: &Model) -> Vec<String> {
    let mut challenges = Vec::new();
    for (scheme, scopes) in access.alternatives().iter().flat_map(|alternative| model.asked(alternative)) {
        let realm = quoted(&scheme.name);
        let challenge = match &scheme.kind {
            SchemeKind::ApiKey(key) => {
                let location = quoted(key.location.keyword());
                let name = quoted(&key.name);
                format!("ApiKey realm={realm}, in={location}, name={name}")
            }
            SchemeKind::Http(HttpScheme::Basic) => format!("Basic realm={realm}, charset=\"UTF-8\""),
            SchemeKind::Http(HttpScheme::Other(name)) => name.clone(),
            SchemeKind::Http(HttpScheme::Bearer) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect => {
                let scope = quoted(&scopes.join(" "));
                let scope = if scopes.is_empty() { String::new() } else { format!(", scope={scope}") };
                format!("Bearer realm={realm}{scope}")
            }
            SchemeKind::MutualTls => format!("MutualTLS realm={realm}"),
        };
        if !challenges.contains(&challenge) {
            challenges.push(challenge);
        }
    }
    // The operation requires a scheme that is not defined.
    if challenges.is_empty() && *access != Access::Open {
        challenges.push("Undefined realm=\"\"".to_owned());
    }
    challenges
}

/// Returns a quoted string of RFC 9110, section 5.6.4, in visible ASCII.
fn quoted(text: &str) -> String {
    let text = text.replace(|character| !matches!(character, ' '..='~'), "?");
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
#[path = "../tests/guard.rs"]
mod tests;
