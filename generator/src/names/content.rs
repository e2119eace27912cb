//! The tokens of places in OpenAPI 3's `content`, without the levels that Swagger 2.0 does not have.

use crate::diagnostic::Place;
use crate::pointer::Pointer;
use crate::sources::{Sources, lookup};

/// Returns the tokens to a place from an operation, a component or a file, in the form of Swagger 2.0. The first media
/// type of a `content` has no token, so that the names of its schemas do not change if another one is added after it.
///
/// | tokens | result |
/// |---|---|
/// | `requestBody/content/application~1json/schema/..` | `body/..` |
/// | `requestBody/content/text~1csv/schema/..`, not the first | `body/csv/..` |
/// | `components/requestBodies/Pet/content/application~1json/schema/..` | `Pet/body/..` |
/// | `components/parameters/Sort/schema/..` | `Sort/parameter/..` |
/// | others | the same |
pub(super) fn without_content(tokens: &[String], at: &Place, sources: &Sources) -> Vec<String> {
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (owner, rest): (Vec<&str>, &[&str]) = match tokens.as_slice() {
        ["requestBody", rest @ ..] => (vec!["body"], rest),
        ["components", "requestBodies", name, rest @ ..] => (vec![*name, "body"], rest),
        ["components", "parameters", name, rest @ ..] => (vec![*name, "parameter"], rest),
        _ => return tokens.into_iter().map(str::to_owned).collect(),
    };
    let inner = match rest {
        ["content", rest @ ..] => after_content(rest, at, sources),
        ["schema", rest @ ..] | rest => rest.to_vec(),
    };
    [owner, inner].concat().into_iter().map(str::to_owned).collect()
}

/// Returns the tokens after `content`.
fn after_content<'t>(tokens: &[&'t str], at: &Place, sources: &Sources) -> Vec<&'t str> {
    match tokens {
        [media_type, "schema", rest @ ..] if is_first(media_type, at, sources) => rest.to_vec(),
        [media_type, "schema", rest @ ..] => {
            let subtype = media_type.split('/').next_back().unwrap_or_default();
            let subtype = subtype.split(';').next().unwrap_or_default();
            [&[subtype.strip_prefix("x-").unwrap_or(subtype)], rest].concat()
        }
        rest => rest.to_vec(),
    }
}

/// Returns whether a media type is the first of the `content` around a place.
fn is_first(media_type: &str, at: &Place, sources: &Sources) -> bool {
    let escaped = media_type.replace('~', "~0").replace('/', "~1");
    let pointer = at.pointer.as_str();
    let content =
        pointer.split_once(&format!("/content/{escaped}/")).map(|(before, _)| format!("{before}/content"));
    let content = content.and_then(|content| Pointer::parse(&content));
    let root = sources.file(at.file).and_then(|file| file.value.as_ref());
    let map = root.zip(content).and_then(|(root, content)| lookup(root, &content)?.as_object());
    map.and_then(|map| map.keys().next()).is_none_or(|first| first == media_type)
}
