//! Security definitions and requirements (Swagger 2.0, "Security Scheme Object" and "Security
//! Requirement Object").

use super::header::check_header_name;
use crate::api::{Requirement, Scheme, SchemeKind};
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::suggest::did_you_mean;

/// Reads `securityDefinitions`, which may stand in another file as a whole.
pub fn read_schemes(document: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Vec<Scheme> {
    let schemes = document.take("securityDefinitions").and_then(|schemes| schemes.follow(diagnostics));
    let entries = schemes.map(|schemes| schemes.entries(diagnostics)).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(name, scheme)| read_scheme(name, &scheme.follow(diagnostics)?, diagnostics))
        .collect()
}

fn read_scheme(name: &str, cursor: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Scheme> {
    let mut object = cursor.object(diagnostics)?;
    let kind = object.require("type", "a security scheme", diagnostics)?;
    let kind_name = kind.string(diagnostics)?;
    let description = object.text("description", diagnostics);
    let kind = match kind_name {
        "apiKey" => read_api_key(&mut object, diagnostics)?,
        "basic" | "oauth2" => {
            object.pass_over(&["flow", "authorizationUrl", "tokenUrl", "scopes"]);
            SchemeKind::Other(kind_name.to_owned())
        }
        other => {
            let message = format!("`{other}` is no type of security scheme");
            let help = "the types are `basic`, `apiKey` and `oauth2`";
            diagnostics.push(Diagnostic::error("unknown-scheme-type", kind.place, message).help(help));
            return None;
        }
    };
    object.finish("a security scheme", diagnostics);
    Some(Scheme { name: name.to_owned(), description, kind })
}

fn read_api_key(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Option<SchemeKind> {
    let name = object.require("name", "a security scheme of type `apiKey`", diagnostics)?;
    let location = object.require("in", "a security scheme of type `apiKey`", diagnostics)?;
    let name = name.string(diagnostics)?.to_owned();
    match location.string(diagnostics)? {
        "query" => Some(SchemeKind::ApiKeyQuery(name)),
        "header" => {
            check_header_name(&name, &object.place, diagnostics);
            Some(SchemeKind::ApiKeyHeader(name))
        }
        other => {
            let message = format!("an API key is in `query` or in `header`, not in `{other}`");
            diagnostics.push(Diagnostic::error("unknown-scheme-type", location.place, message));
            None
        }
    }
}

/// Reads a `security` list.
pub fn read_requirements(
    list: &Cursor<'_>,
    schemes: &[Scheme],
    diagnostics: &mut Diagnostics,
) -> Vec<Requirement> {
    let items = list.items(diagnostics);
    items.iter().map(|item| read_requirement(item, schemes, diagnostics)).collect()
}

fn read_requirement(item: &Cursor<'_>, schemes: &[Scheme], diagnostics: &mut Diagnostics) -> Requirement {
    let names = item.entries(diagnostics);
    let find = |(name, scopes): &(&str, Cursor<'_>)| match schemes.iter().find(|scheme| scheme.name == *name)
    {
        Some(scheme) => scheme.clone(),
        None => {
            report_undefined(name, scopes, schemes, diagnostics);
            Scheme { name: (*name).to_owned(), description: None, kind: SchemeKind::Undefined }
        }
    };
    Requirement { schemes: names.iter().map(find).collect() }
}

fn report_undefined(name: &str, scopes: &Cursor<'_>, schemes: &[Scheme], diagnostics: &mut Diagnostics) {
    let message = format!("the security scheme `{name}` is not defined; nobody can satisfy it");
    let diagnostic =
        Diagnostic::warning("undefined-scheme", scopes.place.key(), message).label("always answered 401");
    diagnostics.push(match did_you_mean(name, schemes.iter().map(|scheme| scheme.name.as_str())) {
        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
        None => diagnostic.help("define it under `securityDefinitions`"),
    });
}
