//! Parses the values of flags.

use std::path::PathBuf;
use stubsmith::{OneOf, SecurityScheme};

pub(super) fn crate_name(text: &str) -> Result<String, String> {
    stubsmith::check_crate_name(text).map(|()| text.to_owned())
}

pub(super) fn api(text: &str) -> Result<(String, PathBuf), String> {
    let parts = text.split_once('=').filter(|(name, spec)| !name.is_empty() && !spec.is_empty());
    let (name, spec) = parts.ok_or("expected the form `shop=spec/shop.yaml`")?;
    Ok((name.to_owned(), spec.into()))
}

pub(super) fn security_scheme(text: &str) -> Result<(String, SecurityScheme), String> {
    let (name, kind) = text.split_once('=').unwrap_or((text, ""));
    Ok((name.to_owned(), kind.parse()?))
}

pub(super) fn rename(text: &str) -> Result<(String, String), String> {
    pair(text, "#/definitions/Event=NewName")
}

pub(super) fn refs(text: &str) -> Result<(String, String), String> {
    pair(text, "https://example.org/schemas/=vendor")
}

pub(super) fn map_format(text: &str) -> Result<(String, String), String> {
    pair(text, "mx-user-id=ruma::OwnedUserId")
}

pub(super) fn replace(text: &str) -> Result<(String, String), String> {
    pair(text, "#/definitions/Event=ruma::AnyEvent")
}

pub(super) fn one_of(text: &str) -> Result<(String, OneOf), String> {
    let (place, how) = pair(text, "#/components/schemas/Source=any")?;
    Ok((place, how.parse()?))
}

pub(super) fn same_type(text: &str) -> Result<(String, String), String> {
    pair(text, "#/definitions/Color=#/definitions/Paint")
}

/// The two sides of the last `=`.
fn pair(text: &str, example: &str) -> Result<(String, String), String> {
    let parts = text.rsplit_once('=').filter(|(place, name)| !place.is_empty() && !name.is_empty());
    let (place, name) = parts.ok_or_else(|| format!("expected the form `{example}`"))?;
    Ok((place.to_owned(), name.to_owned()))
}
