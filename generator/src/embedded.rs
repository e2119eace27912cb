//! The spec that the server itself serves: a bundle with the operations that the server has.

use crate::api::Method;
use crate::bundle::{self, DocumentFormat, Naming, Node};
use crate::choices::Choices;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Embedded, Model, Path, Segment};
use crate::places::Setting;
use crate::sources::Sources;

/// Creates the document, for the path of a setting. Reports a path at which the server cannot serve it.
pub(crate) fn embed(
    setting: &Setting,
    model: &Model,
    choices: &Choices,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Embedded> {
    check_path(setting, model, sources, diagnostics)?;
    let mut mistakes = Diagnostics::default();
    let names = Naming { given: choices.names(), typed: Some(model.typed()) };
    let document = bundle::bundle(sources, &names, &mut mistakes);
    // If mistakes are skipped, earlier stages have reported some of them.
    let place = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|(place, _)| place.clone());
    let is_new = |mistake: &Diagnostic| {
        let mut known = diagnostics.all().iter();
        !known.any(|known| known.code == mistake.code && place(known) == place(mistake))
    };
    let mut new = Diagnostics::default();
    new.extend(mistakes.into_vec().into_iter().filter(is_new));
    choices.on_mistake.settle(new, diagnostics);
    let mut document = document?;
    bundle::for_own_server(&mut document);
    remove_omitted(&mut document, model);
    let text = bundle::text(&document, Some(DocumentFormat::Json), sources);
    Some(Embedded { path: setting.text.clone(), text })
}

/// "A path is always a sequence of zero or more path segments" (RFC 3986, section 3.3). This one is sent as it is.
fn check_path(
    setting: &Setting,
    model: &Model,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let path = &setting.text;
    let at = setting.place(sources);
    let is_segment = |segment: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(is_plain)
    };
    if !path.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_segment)) {
        let message = format!("the spec cannot be served at `{path}`");
        let help = "write a path of letters, digits, `-`, `.`, `_` and `~`, such as `/openapi.json`";
        diagnostics.push(Diagnostic::new(codes::EMBED_DESCRIPTION, at, message).help(help));
        return None;
    }
    let Some(other) = model.operations.iter().find(|operation| matches(&operation.path, path)) else {
        return Some(());
    };
    let message = format!("the path `{path}` of the spec is also that of an operation");
    let diagnostic = Diagnostic::new(codes::EMBED_DESCRIPTION, at, message);
    let label = format!("`{}` has it", other.path.template);
    diagnostics.push(diagnostic.and(other.path.place.clone(), label).help("choose another path"));
    None
}

/// Returns whether a request for the path could be one for the operation.
fn matches(path: &Path, text: &str) -> bool {
    let texts: Vec<&str> = text.split('/').skip(1).collect();
    path.segments.len() == texts.len()
        && path.segments.iter().zip(texts).all(|(segment, text)| match segment {
            Segment::Literal(own) => own == text,
            Segment::Variable(_) => true,
            Segment::Parted { texts, .. } => {
                let (first, last) = (texts.first().map_or("", |own| own), texts.last().map_or("", |own| own));
                text.starts_with(first) && text.ends_with(last)
            }
        })
}

/// Removes the operations that the server does not have: omitted ones, and those that are not selected.
fn remove_omitted(document: &mut Node, model: &Model) {
    let served = |path: &str, keyword: &str| {
        model.operations.iter().any(|operation| {
            let own = operation.path.place.pointer.split_last();
            own.is_some_and(|(_, own)| own == path) && operation.method.keyword() == keyword
        })
    };
    let Some(Node::Map(paths)) = document.get_mut("paths") else { return };
    let is_method = |keyword: &str| Method::ALL.iter().any(|(known, _)| *known == keyword);
    for (path, item) in paths.iter_mut() {
        if let Some(Node::Map(others)) = item.get_mut(ADDITIONAL) {
            others.retain(|(method, _)| served(path, method));
        }
        if let Node::Map(members) = item {
            let is_empty = |node: &Node| matches!(node, Node::Map(others) if others.is_empty());
            members.retain(|(key, node)| match key.as_str() {
                ADDITIONAL => !is_empty(node),
                key => !is_method(key) || served(path, key),
            });
        }
    }
    let is_operation = |(key, _): &(String, Node)| key == ADDITIONAL || is_method(key);
    paths.retain(|(path, item)| match item {
        Node::Map(members) => path.starts_with("x-") || members.iter().any(is_operation),
        _ => path.starts_with("x-"),
    });
}

/// The keyword of the operations of other methods.
const ADDITIONAL: &str = "additionalOperations";
