//! Security: the credentials that an operation requires. The definition of a security scheme is in the settings, in the
//! document of the operation, or in the other documents. This is the order of precedence.

use super::alike::report_alike;
use super::schema::Types;
use crate::api::{
    Api, ApiKey, HttpScheme, KeyLocation, Operation, RequiredScheme, Requirement, Scheme, SchemeKind,
    is_cookie_name, is_header_name,
};
use crate::choices::Choices;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};
use crate::dialect::Version;
use crate::model::{Access, Alternative};
use crate::suggest::did_you_mean;

/// Lowers the security of an operation, and adds its requirements to those of all operations.
pub(super) fn lower_access(
    operation: &Operation,
    types: &Types<'_>,
    requirements: &mut Vec<Vec<Scheme>>,
    diagnostics: &mut Diagnostics,
) -> Access {
    let mut alternatives = Vec::new();
    let anonymous = operation.security.iter().any(|requirement| requirement.schemes.is_empty());
    let named = operation.security.iter().filter(|requirement| !requirement.schemes.is_empty());
    let named_schemes: Vec<_> =
        named.map(|requirement| (requirement, find_schemes(requirement, types))).collect();
    let undefined = fate_of_undefined(anonymous, named_schemes.iter().any(|(_, schemes)| schemes.is_some()));
    let mut known: Vec<(&Requirement, Vec<Scheme>)> = Vec::new();
    for (requirement, schemes) in named_schemes {
        report_schemes(requirement, Some(undefined), types, diagnostics);
        let Some(schemes) = schemes else { continue };
        let alternative = enter(&schemes, requirement, requirements);
        if !alternatives.contains(&alternative) {
            alternatives.push(alternative);
            known.push((requirement, schemes));
        }
    }
    report_alike(&known, diagnostics);
    choose_access(!operation.security.is_empty(), anonymous, alternatives)
}

/// Returns the access of an operation, by the requirements in `security`:
///
/// | requirements | those that can be satisfied | access |
/// |---|---|---|
/// | none | | open |
/// | `{}` among them | none | open |
/// | `{}` among them | some | optional |
/// | no `{}` | some | required |
/// | no `{}` | none | required, and never granted |
fn choose_access(is_secured: bool, allows_anyone: bool, alternatives: Vec<Alternative>) -> Access {
    match (is_secured, allows_anyone) {
        (false, _) => Access::Open,
        (true, true) if alternatives.is_empty() => Access::Open,
        (true, true) => Access::Optional(alternatives),
        (true, false) => Access::Required(alternatives),
    }
}

/// Returns the effect of an alternative with an undefined scheme:
///
/// | next to it | |
/// |---|---|
/// | `{}` | ignored |
/// | an alternative that can be satisfied | ignored |
/// | neither | every request is rejected with 401 |
fn fate_of_undefined(allows_anyone: bool, has_others: bool) -> &'static str {
    match (allows_anyone, has_others) {
        (true, _) => "ignored: `{}` accepts requests without credentials anyway",
        (false, true) => "ignored: the other alternatives apply",
        (false, false) => "every request is rejected with 401",
    }
}

/// Adds a requirement to those of all operations. The order of its schemes does not matter.
fn enter(schemes: &[Scheme], requirement: &Requirement, requirements: &mut Vec<Vec<Scheme>>) -> Alternative {
    let index = requirements.iter().position(|known| {
        known.len() == schemes.len() && schemes.iter().all(|scheme| known.contains(scheme))
    });
    let index = index.unwrap_or(requirements.len());
    if index == requirements.len() {
        requirements.push(schemes.to_vec());
    }
    let known = requirements.get(index).into_iter().flatten();
    let scopes = known.map(|scheme| {
        let named = requirement.schemes.iter().filter(|named| named.name == scheme.name);
        named.flat_map(|named| &named.scopes).map(|scope| scope.value.clone()).collect()
    });
    Alternative { requirement: index, scopes: scopes.collect() }
}

/// Returns the schemes of a requirement. Returns `None` if one of them is not defined, because no request can satisfy
/// it.
fn find_schemes(requirement: &Requirement, types: &Types<'_>) -> Option<Vec<Scheme>> {
    requirement.schemes.iter().map(|named| find_scheme(named, types)).collect()
}

fn find_scheme(named: &RequiredScheme, types: &Types<'_>) -> Option<Scheme> {
    let same = |scheme: &&Scheme| scheme.name == named.name;
    let defined = named.scheme.as_ref().or_else(|| {
        let first = types.facts.api.schemes.iter().find(same)?;
        // If the other documents disagree, none of their definitions applies.
        types.facts.api.schemes.iter().filter(same).all(|other| other == first).then_some(first)
    });
    let Some(supplied) = types.choices.security_schemes.iter().find(same) else { return defined.cloned() };
    // The setting decides how credentials are sent. The place and the description are those of the definition.
    let place = defined.map_or(&named.place, |defined| &defined.place).clone();
    let description = defined.and_then(|defined| defined.description.clone());
    Some(Scheme { place, description, ..supplied.clone() })
}

/// Reports undefined schemes of a request that the server sends. The documentation names the schemes.
pub(super) fn report_schemes_of_sent(
    operation: &Operation,
    types: &Types<'_>,
    diagnostics: &mut Diagnostics,
) {
    for requirement in &operation.security {
        report_schemes(requirement, None, types, diagnostics);
    }
}

/// Reports mistakes in the schemes of a requirement. `undefined` is the label of a scheme that is not defined, for
/// requests that the server receives.
fn report_schemes(
    requirement: &Requirement,
    undefined: Option<&'static str>,
    types: &Types<'_>,
    diagnostics: &mut Diagnostics,
) {
    for named in &requirement.schemes {
        match find_scheme(named, types) {
            Some(scheme) => report_scopes(named, &scheme.kind, diagnostics),
            None => diagnostics.push(undefined_scheme(named, undefined, types.facts.api)),
        }
    }
}

fn undefined_scheme(named: &RequiredScheme, undefined: Option<&'static str>, api: &Api) -> Diagnostic {
    let name = &named.name;
    let effect = if undefined.is_some() { "; no request can satisfy it" } else { "" };
    let message = format!("the security scheme `{name}` is not defined{effect}");
    let diagnostic = Diagnostic::new(codes::UNDEFINED_SCHEME, named.place.key(), message);
    let diagnostic = undefined.into_iter().fold(diagnostic, Diagnostic::label);
    let known = api.schemes.iter().map(|scheme| scheme.name.as_str());
    match did_you_mean(name, known.filter(|known| known != name)) {
        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
        None => {
            let definitions = match named.version {
                Version::Swagger2 => "securityDefinitions",
                Version::OpenApi30 | Version::OpenApi31 | Version::OpenApi32 => "components/securitySchemes",
            };
            diagnostic
                .help(format!("define it in `{definitions}`, or with `--security-scheme {name}=bearer`"))
        }
    }
}

/// Reports scopes that a scheme does not have ("Security Requirement Object"):
///
/// | scheme | Swagger 2.0 and OpenAPI 3.0 | OpenAPI 3.1 |
/// |---|---|---|
/// | `oauth2` | "a list of scope names", which the scheme defines | the same |
/// | `openIdConnect` | any scopes: the provider defines them | the same |
/// | bearer | any: many specs have scopes here, and `authenticate` receives them | roles |
/// | any other | "the array MUST be empty" | "MAY contain a list of role names" |
fn report_scopes(named: &RequiredScheme, kind: &SchemeKind, diagnostics: &mut Diagnostics) {
    for Placed { value: scope, place } in &named.scopes {
        match kind {
            SchemeKind::Http(HttpScheme::Bearer) | SchemeKind::OpenIdConnect => {}
            SchemeKind::OAuth2(oauth) => {
                let Some(scopes) = &oauth.scopes else { continue };
                if !scopes.contains(scope) {
                    let message =
                        format!("the security scheme `{}` does not define the scope `{scope}`", named.name);
                    let diagnostic = Diagnostic::new(codes::UNDEFINED_SCOPE, place.clone(), message);
                    diagnostics.push(match did_you_mean(scope, scopes.iter().map(String::as_str)) {
                        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
                        None if named.version == Version::Swagger2 => {
                            diagnostic.help("define it in the `scopes` of the scheme")
                        }
                        None => diagnostic.help("define it in the `scopes` of one of its `flows`"),
                    });
                }
            }
            SchemeKind::ApiKey(_) | SchemeKind::Http(_) | SchemeKind::MutualTls => {
                if named.version >= Version::OpenApi31 {
                    continue;
                }
                let message = format!("`{}` is not an OAuth2 scheme, so it has no scopes", named.name);
                let diagnostic = Diagnostic::new(codes::UNDEFINED_SCOPE, place.clone(), message);
                diagnostics.push(diagnostic.help("write `[]`"));
            }
        }
    }
}

/// Reports security schemes from settings that no operation requires, or that the spec defines in the same way. Such
/// settings are out of date.
pub(super) fn check_supplied(api: &Api, choices: &Choices, diagnostics: &mut Diagnostics) {
    let requirements = api.operations.iter().flat_map(|operation| &operation.security);
    let required = requirements.flat_map(|requirement| &requirement.schemes);
    for scheme in &choices.security_schemes {
        let name = &scheme.name;
        let mistake = |code, message: String, help: Option<String>| {
            let diagnostic = Diagnostic::new(code, scheme.place.clone(), message);
            help.into_iter().fold(diagnostic, Diagnostic::help)
        };
        let mut named = required.clone().filter(|named| named.name == *name).peekable();
        if named.peek().is_none() {
            let message =
                format!("a setting defines the security scheme `{name}`, which no operation requires");
            let asked = required.clone().map(|named| named.name.as_str());
            let help = did_you_mean(name, asked).map(|meant| format!("did you mean `{meant}`?"));
            diagnostics.push(choices.on_unused().judge(mistake(codes::NO_SUCH_PLACE, message, help)));
        } else if named.all(|named| {
            named.scheme.as_ref().is_some_and(|defined| defined.kind.is_presented_as(&scheme.kind))
        }) {
            let message =
                format!("a setting defines the security scheme `{name}` in the same way as the spec");
            let help = Some("remove the setting".to_owned());
            diagnostics.push(mistake(codes::NO_SUCH_PLACE, message, help));
        }
        if let Some(message) = bad_name(&scheme.kind) {
            diagnostics.push(mistake(codes::BAD_PARAMETER, message, None));
        }
    }
}

/// Returns the mistake in the name of a header, a cookie or an HTTP authentication scheme.
fn bad_name(kind: &SchemeKind) -> Option<String> {
    let (name, is_valid, of) = match kind {
        SchemeKind::ApiKey(ApiKey { location: KeyLocation::Header, name }) => {
            (name, is_header_name(name), "header")
        }
        SchemeKind::ApiKey(ApiKey { location: KeyLocation::Cookie, name }) => {
            (name, is_cookie_name(name), "cookie")
        }
        SchemeKind::Http(HttpScheme::Other(name)) => (name, is_header_name(name), "scheme"),
        _ => return None,
    };
    (!is_valid).then(|| format!("`{name}` is not a valid {of} name"))
}

#[cfg(test)]
#[path = "../tests/access.rs"]
mod tests;
