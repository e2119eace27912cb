//! Security: who may call an operation. A scheme that a document names and does not define is looked for
//! in the caller's configuration, and in the other documents.

use super::schema::Types;
use crate::api::{Api, Operation, RequiredScheme, Requirement, Scheme, SchemeKind, is_header_name};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Access, Alternative};
use crate::suggest::did_you_mean;

/// Who may call an operation. Its requirements are entered among those of all operations.
pub fn lower_access(
    operation: &Operation,
    types: &Types<'_>,
    requirements: &mut Vec<Vec<Scheme>>,
    diagnostics: &mut Diagnostics,
) -> Access {
    let mut alternatives = Vec::new();
    let anonymous = operation.security.iter().any(|requirement| requirement.schemes.is_empty());
    let named = operation.security.iter().filter(|requirement| !requirement.schemes.is_empty());
    let found: Vec<_> = named.map(|requirement| (requirement, find_schemes(requirement, types))).collect();
    let undefined = match (anonymous, found.iter().any(|(_, schemes)| schemes.is_some())) {
        (true, _) => "passed over: who presents nothing is let in all the same, by `{}`",
        (false, true) => "passed over: the other alternatives are asked for",
        (false, false) => "always answered 401",
    };
    for (requirement, schemes) in found {
        report_schemes(requirement, undefined, types, diagnostics);
        let Some(schemes) = schemes else { continue };
        report_unsatisfiable(requirement, &schemes, diagnostics);
        let alternative = enter(schemes, requirement, requirements);
        if !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    }
    match (operation.security.is_empty() || (alternatives.is_empty() && anonymous), anonymous) {
        (true, _) => Access::Open,
        (false, false) => Access::Required(alternatives),
        (false, true) => Access::Optional(alternatives),
    }
}

/// A requirement among those of all operations. Its schemes have no order.
fn enter(
    schemes: Vec<Scheme>,
    requirement: &Requirement,
    requirements: &mut Vec<Vec<Scheme>>,
) -> Alternative {
    let same = |known: &Vec<Scheme>| {
        known.len() == schemes.len() && schemes.iter().all(|scheme| known.contains(scheme))
    };
    let index = requirements.iter().position(same).unwrap_or(requirements.len());
    if index == requirements.len() {
        requirements.push(schemes);
    }
    let known = requirements.get(index).into_iter().flatten();
    let scopes = known.map(|scheme| {
        let named = requirement.schemes.iter().filter(|named| named.name == scheme.name);
        named.flat_map(|named| &named.scopes).map(|(scope, _)| scope.clone()).collect()
    });
    Alternative { requirement: index, scopes: scopes.collect() }
}

/// The schemes that a requirement names. None where one of them is not defined: nobody satisfies it.
fn find_schemes(requirement: &Requirement, types: &Types<'_>) -> Option<Vec<Scheme>> {
    requirement.schemes.iter().map(|named| find_scheme(named, types).cloned()).collect()
}

fn find_scheme<'t>(named: &'t RequiredScheme, types: &'t Types<'_>) -> Option<&'t Scheme> {
    let same = |scheme: &&Scheme| scheme.name == named.name;
    let supplied = || types.options.schemes.iter().find(same);
    named.scheme.as_ref().or_else(supplied).or_else(|| {
        let first = types.api.schemes.iter().find(same)?;
        // Where the other documents disagree, none of them is right.
        types.api.schemes.iter().filter(same).all(|other| other == first).then_some(first)
    })
}

/// What is said of the schemes that a requirement names, and of one that is not defined what becomes of callers.
fn report_schemes(
    requirement: &Requirement,
    undefined: &'static str,
    types: &Types<'_>,
    diagnostics: &mut Diagnostics,
) {
    for named in &requirement.schemes {
        match find_scheme(named, types) {
            Some(scheme) => report_scopes(named, &scheme.kind, diagnostics),
            None => diagnostics.push(undefined_scheme(named, types.api).label(undefined)),
        }
    }
}

fn undefined_scheme(named: &RequiredScheme, api: &Api) -> Diagnostic {
    let name = &named.name;
    let message = format!("the security scheme `{name}` is not defined; nobody can satisfy it");
    let diagnostic = Diagnostic::warning("undefined-scheme", named.place.key(), message);
    let known = api.schemes.iter().map(|scheme| scheme.name.as_str());
    match did_you_mean(name, known.filter(|known| known != name)) {
        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
        None => diagnostic.help(format!(
            "define it under `securityDefinitions`, or supply it: `--security-scheme {name}=bearer`"
        )),
    }
}

/// "For `oauth2` type, the value is a list of scope names required for the execution. For other security
/// scheme types, the array MUST be empty."
fn report_scopes(named: &RequiredScheme, kind: &SchemeKind, diagnostics: &mut Diagnostics) {
    for (scope, place) in &named.scopes {
        let diagnostic = |message| Diagnostic::warning("undefined-scope", place.clone(), message);
        match kind {
            SchemeKind::OAuth2(oauth) => {
                let Some(scopes) = &oauth.scopes else { continue };
                if !scopes.contains(scope) {
                    let message = format!("the scheme `{}` defines no scope `{scope}`", named.name);
                    let diagnostic = diagnostic(message);
                    diagnostics.push(match did_you_mean(scope, scopes.iter().map(String::as_str)) {
                        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
                        None => diagnostic.help("define it under `scopes` of the scheme"),
                    });
                }
            }
            _ => {
                let message = format!("`{}` is no OAuth2 scheme, and has no scopes", named.name);
                diagnostics.push(diagnostic(message).help("write `[]`"));
            }
        }
    }
}

/// A request has one `Authorization` header (RFC 9110, section 5.3: it is no list).
fn report_unsatisfiable(requirement: &Requirement, schemes: &[Scheme], diagnostics: &mut Diagnostics) {
    let in_authorization = |kind: &SchemeKind| match kind {
        SchemeKind::Basic => Some("Basic"),
        SchemeKind::OAuth2(_) => Some("Bearer"),
        _ => None,
    };
    let mut kinds = schemes
        .iter()
        .zip(&requirement.schemes)
        .filter_map(|(scheme, named)| Some((in_authorization(&scheme.kind)?, named)));
    let Some((first, _)) = kinds.next() else { return };
    if let Some((_, named)) = kinds.find(|(kind, _)| *kind != first) {
        let message =
            "`basic` and `oauth2` at once cannot be satisfied: a request has one `Authorization` header";
        let help = "as alternatives they are two items of the list";
        diagnostics.push(Diagnostic::warning("undefined-scheme", named.place.key(), message).help(help));
    }
}

/// A scheme that the configuration supplies is one that is lacking: when it no longer is, the
/// configuration is out of date.
pub fn check_supplied(api: &Api, supplied: &[Scheme], diagnostics: &mut Diagnostics) {
    let Some(document) = api.documents.first() else { return };
    let mut report = |code, message| {
        diagnostics.push(Diagnostic::error(code, Place::file(document.file), message));
    };
    let required = || api.operations.iter().flat_map(|operation| &operation.security);
    for scheme in supplied {
        let name = &scheme.name;
        let lacks = |named: &RequiredScheme| named.name == *name && named.scheme.is_none();
        if !required().flat_map(|requirement| &requirement.schemes).any(lacks) {
            let message = format!(
                "the configuration supplies the security scheme `{name}`, which no requirement lacks"
            );
            report("no-such-place", message);
        }
        if let SchemeKind::ApiKeyHeader(header) = &scheme.kind
            && !is_header_name(header)
        {
            report("bad-parameter", format!("`{header}` is no name of a header"));
        }
    }
}
