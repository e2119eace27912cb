//! Security schemes and requirements ("Security Scheme Object" and "Security Requirement Object").

use super::header_name::{check_cookie_name, check_header_name, check_query_name};
use crate::api::{
    ApiKey, HttpScheme, KeyLocation, OAuth2, RequiredScheme, Requirement, Scheme, SchemeKind, is_header_name,
};
use crate::bounds;
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::dialect::{Version, openapi3, swagger2};
use crate::suggest::did_you_mean;

/// Reads `securityDefinitions` or `securitySchemes`, which may be a reference to another file.
pub(super) fn read_schemes(
    schemes: Option<&Cursor<'_>>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Vec<Scheme> {
    let schemes = schemes.and_then(|schemes| schemes.follow(diagnostics));
    let entries = schemes.map(|schemes| schemes.entries(diagnostics)).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(name, scheme)| {
            let place = scheme.place.clone();
            Some(Scheme {
                place,
                ..read_scheme(name, &scheme.follow(diagnostics)?, on_mistake, diagnostics)?
            })
        })
        .collect()
}

fn read_scheme(
    name: &str,
    cursor: &Cursor<'_>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Option<Scheme> {
    let is_openapi3 = cursor.dialect().is_openapi3();
    let fields = if is_openapi3 { &openapi3::SECURITY_SCHEME } else { &swagger2::SECURITY_SCHEME };
    let mut object = cursor.object_of(fields, diagnostics)?;
    let kind = object.require("type", "a security scheme", diagnostics)?;
    let kind_name = kind.string(diagnostics)?;
    let description = read_description(&mut object, is_openapi3, diagnostics);
    let kind = match kind_name {
        "apiKey" => SchemeKind::ApiKey(read_api_key(&mut object, diagnostics)?),
        "basic" if !is_openapi3 => SchemeKind::Http(HttpScheme::Basic),
        "oauth2" if !is_openapi3 => SchemeKind::OAuth2(read_oauth(&mut object, diagnostics)),
        "oauth2" => SchemeKind::OAuth2(read_flows(&mut object, on_mistake, diagnostics)),
        "http" if is_openapi3 => SchemeKind::Http(read_http(&mut object, diagnostics)?),
        "openIdConnect" if is_openapi3 => {
            // The URL is for clients, so its absence is no risk.
            object.take("openIdConnectUrl");
            SchemeKind::OpenIdConnect
        }
        "mutualTLS" if is_openapi3 => {
            report_mutual_tls(&kind, diagnostics);
            SchemeKind::MutualTls
        }
        other => {
            diagnostics.push(unknown_type(other, is_openapi3, kind.place));
            return None;
        }
    };
    object.finish(fields, on_mistake.severity(), diagnostics);
    Some(Scheme { name: name.to_owned(), place: cursor.place.clone(), description, kind })
}

/// "deprecated: Declares this security scheme to be deprecated." (OpenAPI 3.2) A client can still use it.
fn read_description(
    object: &mut Object<'_>,
    is_openapi3: bool,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let description = object.description(diagnostics);
    if !is_openapi3 || !object.flag("deprecated", diagnostics) {
        return description;
    }
    let parts = description.into_iter().chain(["Deprecated.".to_owned()]);
    parts.reduce(|description, deprecated| format!("{description}\n\n{deprecated}"))
}

/// OpenAPI 3.0 does not have `mutualTLS`.
fn report_mutual_tls(kind: &Cursor<'_>, diagnostics: &mut Diagnostics) {
    if kind.dialect().version == Version::OpenApi30 {
        let message = "OpenAPI 3.0 does not have the type `mutualTLS`; it is read as in OpenAPI 3.1";
        let diagnostic = Diagnostic::warning(codes::UNKNOWN_SCHEME_TYPE, kind.place.clone(), message);
        diagnostics.push(diagnostic.help("write `openapi: 3.1.0` to use it"));
    }
}

fn unknown_type(name: &str, is_openapi3: bool, place: Place) -> Diagnostic {
    let message = format!("`{name}` is not a type of security scheme");
    let help = match (is_openapi3, name) {
        (false, _) => "the types are `basic`, `apiKey` and `oauth2`",
        (true, "basic") => "write `type: http` and `scheme: basic`",
        (true, "bearer") => "write `type: http` and `scheme: bearer`",
        (true, _) => "the types are `http`, `apiKey`, `oauth2`, `openIdConnect` and `mutualTLS`",
    };
    Diagnostic::new(codes::UNKNOWN_SCHEME_TYPE, place, message).help(help)
}

/// "The name of the HTTP Authentication scheme to be used in the Authorization header as defined in RFC 9110. The
/// values used SHOULD be registered", so any other name is read as well.
fn read_http(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Option<HttpScheme> {
    let scheme = object.require("scheme", "a security scheme of type `http`", diagnostics)?;
    let name = scheme.string(diagnostics)?;
    let kind = HttpScheme::from_name(name);
    // A misspelled `bearer` would reject every token.
    let meant = did_you_mean(name, ["basic", "bearer"]).filter(|_| matches!(kind, HttpScheme::Other(_)));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if is_header_name(name) => return Some(kind),
        None => "write only the name, such as `bearer`, without spaces".to_owned(),
    };
    let message = format!("`{name}` is not the name of an HTTP authentication scheme");
    diagnostics.push(Diagnostic::new(codes::UNKNOWN_SCHEME_TYPE, scheme.place, message).help(help));
    None
}

const FLOWS: [&str; 5] =
    ["implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"];

/// Reads an "OAuth Flows Object". A server needs only the scopes, of all flows.
fn read_flows(object: &mut Object<'_>, on_mistake: OnMistake, diagnostics: &mut Diagnostics) -> OAuth2 {
    let mut oauth = OAuth2 { scopes: Some(Vec::new()), ..OAuth2::default() };
    let flows = object.require("flows", "a security scheme of type `oauth2`", diagnostics);
    let Some(mut flows) = flows.and_then(|flows| flows.object_of(&openapi3::FLOWS, diagnostics)) else {
        return oauth;
    };
    for name in FLOWS {
        let flow = flows.take(name);
        let Some(mut flow) = flow.and_then(|flow| flow.object_of(&openapi3::FLOW, diagnostics)) else {
            continue;
        };
        let urls = ["authorizationUrl", "tokenUrl"].map(|keyword| flow.text(keyword, diagnostics));
        let [authorization_url, token_url] = urls;
        oauth.flow.get_or_insert_with(|| name.to_owned());
        oauth.authorization_url = oauth.authorization_url.or(authorization_url);
        oauth.token_url = oauth.token_url.or(token_url);
        let scopes = flow.take("scopes").map(|scopes| scopes.entries(diagnostics)).unwrap_or_default();
        let scopes = scopes.into_iter().map(|(name, _)| name.to_owned());
        oauth.scopes.get_or_insert_default().extend(scopes.filter(|name| !name.starts_with("x-")));
        flow.finish(&openapi3::FLOW, on_mistake.severity(), diagnostics);
    }
    flows.finish(&openapi3::FLOWS, on_mistake.severity(), diagnostics);
    oauth
}

fn read_api_key(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Option<ApiKey> {
    let name = object.require("name", "a security scheme of type `apiKey`", diagnostics)?;
    let location = object.require("in", "a security scheme of type `apiKey`", diagnostics)?;
    let name = name.string(diagnostics)?.to_owned();
    let is_openapi3 = object.dialect().is_openapi3();
    let location = match location.string(diagnostics)? {
        "query" => {
            check_query_name(&name, &object.place, diagnostics);
            KeyLocation::Query
        }
        "cookie" if is_openapi3 => {
            check_cookie_name(&name, &object.place, diagnostics);
            KeyLocation::Cookie
        }
        "header" => {
            check_header_name(&name, &object.place, diagnostics);
            KeyLocation::Header
        }
        other => {
            let places = if is_openapi3 { "`query`, `header` or `cookie`" } else { "`query` or `header`" };
            let message = format!("the `in` of an API key must be {places}, not `{other}`");
            diagnostics.push(Diagnostic::new(codes::UNKNOWN_SCHEME_TYPE, location.place, message));
            return None;
        }
    };
    Some(ApiKey { location, name })
}

fn read_oauth(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> OAuth2 {
    let scopes = object.take("scopes").and_then(|scopes| scopes.follow(diagnostics));
    let scopes = scopes.map(|scopes| scopes.entries(diagnostics)).unwrap_or_default();
    let names = scopes.into_iter().map(|(name, _)| name.to_owned());
    OAuth2 {
        flow: object.text("flow", diagnostics),
        authorization_url: object.text("authorizationUrl", diagnostics),
        token_url: object.text("tokenUrl", diagnostics),
        scopes: Some(names.filter(|name| !name.starts_with("x-")).collect()),
    }
}

/// Reads a `security` list.
pub(super) fn read_requirements(
    list: &Cursor<'_>,
    schemes: &[Scheme],
    diagnostics: &mut Diagnostics,
) -> Vec<Requirement> {
    let items = list.items(diagnostics);
    if items.len() > bounds::SECURITY {
        let message = format!("`security` has more than {} alternatives", bounds::SECURITY);
        diagnostics.push(Diagnostic::new(codes::LIMIT, list.place.clone(), message));
    }
    items.iter().take(bounds::SECURITY).map(|item| read_requirement(item, schemes, diagnostics)).collect()
}

/// Reads the `security` of a document, which applies to each operation without its own. If it has a mistake and
/// mistakes are skipped, its requirements are unknown, and ignoring it would open the operations. So it becomes a
/// scheme that is not defined, `security` or `security_`, which no request satisfies.
pub(super) fn read_shared_requirements(
    list: &Cursor<'_>,
    schemes: &[Scheme],
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Vec<Requirement> {
    let mut found = Diagnostics::default();
    let requirements = read_requirements(list, schemes, &mut found);
    let is_closed = on_mistake == OnMistake::Skip && found.has_errors();
    on_mistake.settle(found, diagnostics);
    if !is_closed {
        return requirements;
    }
    let mut name = "security".to_owned();
    while schemes.iter().any(|scheme| scheme.name == name) {
        name.push('_');
    }
    let version = list.dialect().version;
    let unknown =
        RequiredScheme { name, version, scopes: Vec::new(), place: list.place.clone(), scheme: None };
    vec![Requirement { schemes: vec![unknown] }]
}

fn read_requirement(item: &Cursor<'_>, schemes: &[Scheme], diagnostics: &mut Diagnostics) -> Requirement {
    let mut names = item.entries(diagnostics);
    if names.len() > bounds::SECURITY {
        let message = format!("this alternative has more than {} schemes", bounds::SECURITY);
        diagnostics.push(Diagnostic::new(codes::LIMIT, item.place.clone(), message));
        names.truncate(bounds::SECURITY);
    }
    let schemes = names.into_iter().map(|(name, scopes)| {
        let scheme = find_scheme(name, &scopes, schemes);
        RequiredScheme {
            name: scheme.as_ref().map_or(name, |scheme| &scheme.name).to_owned(),
            version: item.dialect().version,
            scopes: read_scopes(&scopes, diagnostics),
            scheme,
            place: scopes.place,
        }
    });
    Requirement { schemes: schemes.collect() }
}

/// Returns the scheme that a requirement names. "The name used for each property MUST either correspond to a security
/// scheme declared in the Security Schemes under the Components Object, or be the URI of a Security Scheme Object."
/// (OpenAPI 3.2)
fn find_scheme(name: &str, at: &Cursor<'_>, schemes: &[Scheme]) -> Option<Scheme> {
    if let Some(scheme) = schemes.iter().find(|scheme| scheme.name == name) {
        return Some(scheme.clone());
    }
    if at.dialect().version < Version::OpenApi32 {
        return None;
    }
    let target = at.find(name)?;
    let own = target.place.pointer.split_last().map(|(_, own)| own);
    // Its document reports its mistakes.
    let ignored = &mut Diagnostics::default();
    read_scheme(own.as_deref().unwrap_or(name), &target.follow(ignored)?, OnMistake::Reject, ignored)
}

fn read_scopes(list: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Vec<Placed<String>> {
    // In YAML, a scheme without a list is null. It has no scopes.
    let items = if list.value.is_null() { Vec::new() } else { list.items(diagnostics) };
    let scopes = items.into_iter().filter_map(|scope| {
        Some(Placed { value: scope.text(diagnostics)?.into_owned(), place: scope.place })
    });
    scopes.collect()
}
