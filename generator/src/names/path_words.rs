//! The words of a place without a name: the path to it from the nearest place with a name.

use super::ident::{header_words, words};
use super::media_type::media_type_words;
use super::request_body::body_words;
use super::status::status_name;
use crate::api::Status;

pub(super) fn with_word(words: &[String], last: &str) -> Vec<String> {
    words.iter().cloned().chain([last.to_owned()]).collect()
}

/// Returns the words of a path inside an operation: the status code of a response, or the name of the body. The type of
/// a response's only body has the name of the response. If `has_choice`, this is the name of an enum.
pub(super) fn path_words_in_operation(tokens: &[String], has_choice: impl Fn(Status) -> bool) -> Vec<String> {
    match with_items(tokens).as_slice() {
        [first, status, schema, rest @ ..] if first == "responses" && schema == "schema" => {
            let status = Status::parse(status).unwrap_or(Status::Default);
            let mut all = words(&status_name(status));
            all.extend(has_choice(status).then(|| "json".to_owned()));
            all.extend(path_words(rest));
            all
        }
        [first, status, content, media_type, schema, rest @ ..]
            if first == "responses" && content == "content" && schema == "schema" =>
        {
            let status = Status::parse(status).unwrap_or(Status::Default);
            let mut all = words(&status_name(status));
            if has_choice(status) {
                all.extend(media_type_words(media_type));
            }
            all.extend(path_words(rest));
            all
        }
        [first, status, headers, name, rest @ ..] if first == "responses" && headers == "headers" => {
            let status = Status::parse(status).unwrap_or(Status::Default);
            let rest = without_schema(rest);
            words(&status_name(status))
                .into_iter()
                .chain(header_words(name))
                .chain(path_words(rest))
                .collect()
        }
        [first, content, media_type, schema, rest @ ..]
            if first == "requestBody" && content == "content" && schema == "schema" =>
        {
            body_words(media_type).into_iter().chain(path_words(rest)).collect()
        }
        [first, index, rest @ ..] if first == "parameters" => {
            let rest = rest
                .strip_prefix(&["schema".to_owned()])
                .map_or_else(|| with_word(&path_words(rest), index), path_words);
            ["body".to_owned()].into_iter().chain(rest).collect()
        }
        other => path_words(other),
    }
}

/// Returns the words of a path inside a response, a parameter or a header in `components`.
pub(super) fn path_words_in_components(tokens: &[String]) -> Option<Vec<String>> {
    let tokens = with_items(tokens);
    let (name, inner): (_, Vec<String>) = match tokens.as_slice() {
        [components, responses, name, content, media_type, schema, rest @ ..]
            if components == "components"
                && responses == "responses"
                && content == "content"
                && schema == "schema" =>
        {
            let mut all = vec!["response".to_owned()];
            if media_type != "application/json" {
                all.extend(media_type_words(media_type));
            }
            all.extend(path_words(rest));
            (name, all)
        }
        [components, responses, name, headers, header, rest @ ..]
            if components == "components" && responses == "responses" && headers == "headers" =>
        {
            let rest = path_words(without_schema(rest));
            (name, header_words(header).into_iter().chain(rest).collect())
        }
        [components, headers, name, rest @ ..] if components == "components" && headers == "headers" => {
            let rest = path_words(without_schema(rest));
            (name, ["header".to_owned()].into_iter().chain(rest).collect())
        }
        [components, parameters, name, rest @ ..]
            if components == "components" && parameters == "parameters" =>
        {
            let rest = path_words(without_schema(rest));
            (name, ["parameter".to_owned()].into_iter().chain(rest).collect())
        }
        _ => return None,
    };
    Some(words(name).into_iter().chain(inner).collect())
}

/// Replaces `itemSchema` of a media type with the items of its schema, whose types have the same names.
fn with_items(tokens: &[String]) -> Vec<String> {
    let mut tokens = tokens.to_vec();
    let is_in_content =
        |index: usize| tokens.get(index.wrapping_sub(2)).is_some_and(|word| word == "content");
    let items =
        tokens.iter().enumerate().position(|(index, word)| word == "itemSchema" && is_in_content(index));
    if let Some(index) = items {
        tokens.splice(index..=index, ["schema", "items"].map(str::to_owned));
    }
    tokens
}

/// Returns the tokens after the schema of an OpenAPI 3 header.
fn without_schema(tokens: &[String]) -> &[String] {
    match tokens {
        [schema, rest @ ..] if schema == "schema" => rest,
        [content, _, schema, rest @ ..] if content == "content" && schema == "schema" => rest,
        other => other,
    }
}

/// Returns the words of a schema in a shared request body, which are those of the body.
pub(super) fn shared_body_words(tokens: &[String]) -> Option<Vec<String>> {
    let tokens = with_items(tokens);
    let [components, bodies, name, content, media_type, schema, rest @ ..] = tokens.as_slice() else {
        return None;
    };
    if [components, bodies, content, schema] != ["components", "requestBodies", "content", "schema"] {
        return None;
    }
    let mut all = words(name);
    all.pop_if(|last| last == "body");
    Some(all.into_iter().chain(body_words(media_type)).chain(path_words(rest)).collect())
}

/// Returns the words of a path from a schema to one inside it: the names of properties, and a word for each keyword
/// that a schema can have only once.
pub(super) fn path_words(tokens: &[String]) -> Vec<String> {
    match tokens {
        [] => Vec::new(),
        [keyword, name, rest @ ..] if keyword == "properties" => {
            words(name).into_iter().chain(path_words(rest)).collect()
        }
        [keyword, _, rest @ ..] if keyword == "allOf" => path_words(rest),
        // The type of a string that contains JSON has the name of the property.
        [keyword, rest @ ..] if keyword == "contentSchema" => path_words(rest),
        [keyword, rest @ ..] if keyword == "items" => {
            ["item".to_owned()].into_iter().chain(path_words(rest)).collect()
        }
        [keyword, rest @ ..] if keyword == "additionalProperties" => {
            ["value".to_owned()].into_iter().chain(path_words(rest)).collect()
        }
        [other, rest @ ..] => words(other).into_iter().chain(path_words(rest)).collect(),
    }
}

#[cfg(test)]
#[path = "../tests/path_words.rs"]
mod tests;
