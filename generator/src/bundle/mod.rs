//! BUNDLE: takes [`Sources`], and gives one document without references to other files. A value of another file becomes
//! an entry of the document, with the name that it has in generated code, so that the code generated from the bundle is
//! the same.
//!
//! | a reference to | becomes |
//! |---|---|
//! | a value of the document | a reference to it, as written if it is a JSON pointer |
//! | a schema, parameter, response, .. of another file | a reference to a new entry of `definitions`, `components`, .. |
//! | a part of such an entry | a reference to this part of the entry |
//! | a path item, a security scheme, a map such as `definitions` | the value |
//! | an `$id`, an `$anchor` | a reference to the place; without these names, there is no other base |

mod copy;
mod json;
mod keep;
mod kind;
mod names;
mod node;
mod servers;
mod targets;
mod yaml;

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::dialect::Dialect;
use crate::sources::Sources;
pub(crate) use node::Node;
use node::Numbers;
use std::collections::HashSet;

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentFormat {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

impl std::str::FromStr for DocumentFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "json" => Ok(Self::Json),
            "yaml" => Ok(Self::Yaml),
            _ => Err("the format must be `json` or `yaml`".to_owned()),
        }
    }
}

/// The names in generated code.
pub(crate) struct Naming {
    /// The names that settings choose.
    pub given: Vec<Name>,
    /// The schemas that have types. `None` if they are not known.
    pub typed: Option<HashSet<Place>>,
}

impl Naming {
    /// Returns whether the name of a schema can be that of a type.
    fn can_be_type(&self, schema: &Place) -> bool {
        self.typed.as_ref().is_none_or(|typed| typed.contains(schema))
    }
}

/// A setting that names a schema.
pub(crate) struct Name {
    pub place: Place,
    pub name: String,
}

/// Creates the document. If there is an error, it can be incomplete.
pub(crate) fn bundle(sources: &Sources, names: &Naming, diagnostics: &mut Diagnostics) -> Option<Node> {
    let main = find_document(sources, diagnostics)?;
    copy::Copy::new(sources, main, names, diagnostics).document()
}

/// Changes the document for clients of the server itself: without `host` and `schemes`, and with relative `servers`.
pub(crate) fn for_own_server(document: &mut Node) {
    servers::make_relative(document);
}

/// Returns the text of the document, in the format of the input if no other one is given.
pub(crate) fn text(document: &Node, format: Option<DocumentFormat>, sources: &Sources) -> String {
    let numbers = Numbers::new(document, sources);
    let first = sources.inputs.first().and_then(|input| sources.file(*input));
    let is_yaml = first.is_some_and(|file| file.spans.is_some());
    match format.unwrap_or(if is_yaml { DocumentFormat::Yaml } else { DocumentFormat::Json }) {
        DocumentFormat::Json => json::write(document, &numbers),
        DocumentFormat::Yaml => yaml::write(document, &numbers),
    }
}

/// Returns the only document of the inputs. The others can be files that it refers to.
fn find_document(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<FileId> {
    let is_document = |id: &FileId| {
        let value = sources.file(*id).and_then(|file| file.value.as_ref());
        value.is_some_and(|root| root.get("swagger").is_some() || root.get("openapi").is_some())
    };
    let is_part = |id: &FileId| sources.resolved.iter().any(|((from, _), target)| target == id && from != id);
    let documents: Vec<FileId> = sources.inputs.iter().copied().filter(is_document).collect();
    let mut own = documents.iter().filter(|id| documents.len() == 1 || !is_part(id));
    match (own.next(), own.next()) {
        (Some(only), None) => Some(*only),
        (Some(first), Some(other)) => {
            let message = "a bundle is one document, but there are several";
            let diagnostic = Diagnostic::new(codes::BUNDLE, Place::file(*other), message);
            let first = Place::file(*first);
            diagnostics.push(diagnostic.and(first, "this is another one").help("bundle one at a time"));
            None
        }
        (None, _) => {
            let message = "a bundle needs a document with `openapi` or `swagger` at its root";
            diagnostics.push(Diagnostic::new(codes::BUNDLE, sources.first_place(), message));
            None
        }
    }
}

/// Reports a file of another version than the document, which would read its parts in another way.
fn report_other_version(file: FileId, main: FileId, sources: &Sources, diagnostics: &mut Diagnostics) {
    let (own, around) = (sources.dialect(file), sources.dialect(main));
    if own.version == around.version && own.is_draft == around.is_draft {
        return;
    }
    let name = |dialect: &Dialect| match dialect.is_draft {
        true => "an older draft of JSON Schema",
        false => dialect.version.name(),
    };
    let message = format!(
        "this file follows {}, but its parts become parts of a document that follows {}",
        name(own),
        name(around)
    );
    let referrer = sources.file(file).and_then(|file| file.referrer.clone());
    let diagnostic = Diagnostic::warning(codes::MIXED_VERSIONS, Place::file(file), message);
    diagnostics
        .push(referrer.into_iter().fold(diagnostic, |diagnostic, at| diagnostic.and(at, "referenced here")));
}
