//! The package of a new server, apart from its code: copies of the files of the spec, and the check that the spec has
//! something to serve.

use crate::codes;
use crate::diagnostic::{Diagnostic, FileId};
use crate::model::Model;
use crate::output::File;
use crate::package::Package;
use crate::sides::nothing_to_implement;
use crate::sources::Sources;
use crate::{emit, load, settings};

/// The folder of the spec in a package.
pub(super) const SPEC_FOLDER: &str = "spec";

/// The copies of the files of a spec.
pub(super) struct Copies {
    pub files: Vec<File>,
    /// The path of the spec in the package.
    pub spec: String,
    /// Whether the build script has to set the ref root.
    pub needs_root: bool,
}

/// Copies the files of a spec. The copies have the same paths below the ref root. If nothing else sets the ref root,
/// another file of settings does.
pub(super) fn copy_spec(sources: &Sources, root_is_given: bool) -> Result<Copies, Box<Diagnostic>> {
    let below = load::paths_below_root(sources).map_err(|path| {
        let message = format!("the file `{}` is not below the ref root", path.display());
        let diagnostic = Diagnostic::new(codes::OUTSIDE_ROOT, sources.first_place(), message);
        Box::new(diagnostic.help("set `--ref-root DIR` to a folder that contains all files"))
    })?;
    let mut copies = Copies { files: Vec::new(), spec: String::new(), needs_root: false };
    for (path, id) in below {
        let parts = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let path = [SPEC_FOLDER.to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join("/");
        if sources.inputs.first() == Some(&id) {
            path.clone_into(&mut copies.spec);
        }
        let text = sources.file(id).map(|file| file.text.clone()).unwrap_or_default();
        copies.files.push(File { path, text });
    }
    let depth = copies.spec.matches('/').count();
    let has_settings = !sources.inputs.contains(&FileId(0));
    if root_is_given && depth > 1 && !has_settings {
        let folder = copies.spec.rsplit_once('/').map_or(SPEC_FOLDER, |(folder, _)| folder);
        let path = format!("{folder}/{}", settings::FILE);
        let text = format!("ref-root: {}\n", vec![".."; depth - 1].join("/"));
        copies.files.push(File { path, text });
    }
    copies.needs_root = root_is_given && depth > 1 && has_settings;
    Ok(copies)
}

/// Creates the diagnostic for a spec or a name that a new server cannot have.
pub(super) fn not_a_server(model: &Model, package: &Package, sources: &Sources) -> Option<Diagnostic> {
    let diagnostic = nothing_to_implement(model, sources);
    if diagnostic.is_some() {
        return diagnostic;
    }
    if model.served().next().is_none() {
        let message = "the spec has no operations, so there is nothing to serve";
        let diagnostic = Diagnostic::new(codes::UNSUPPORTED, sources.first_place(), message);
        return Some(diagnostic.help("to receive webhooks, set `receive-webhooks` in `stubsmith.yaml`"));
    }
    let own = emit::crates::dependencies(model).into_iter().map(|dependency| dependency.name.to_owned());
    let mut crates = own.chain(emit::named_crates(model));
    if let Some(same) = crates.find(|name| name.replace('-', "_") == package.library()) {
        let message = format!("the package depends on a crate with its own name, `{same}`");
        let diagnostic = Diagnostic::new(codes::NAME_COLLISION, sources.first_place(), message);
        return Some(diagnostic.help("choose another one with `--crate NAME`"));
    }
    let taken = emit::package::taken_by_docs(model).filter(|_| package.docs_page)?;
    let message = format!("the path of the docs page, `/docs`, belongs to the operation at `{taken}`");
    let diagnostic = Diagnostic::new(codes::ROUTE_CONFLICT, sources.first_place(), message);
    Some(diagnostic.help("omit `--docs-page`"))
}
