//! What the caller chooses, and the run.

use crate::api::{OAuth2, Scheme, SchemeKind};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::format;
use crate::load;
use crate::lower::Options;
use crate::model::Model;
use crate::names::{Names, Renames};
use crate::output::{Choices, File, Unimplemented};
use crate::pointer::Pointer;
use crate::report::Report;
use crate::sources::{Sources, lookup};
use crate::{emit, lower, names, read};
use std::path::{Path, PathBuf};

/// What to generate from, and how.
///
/// ```no_run
/// let outcome = stubsmith::Config::new("spec/api.yaml").ref_root("spec").generate();
/// print!("{}", outcome.report.render(stubsmith::Style::Plain));
/// for file in &outcome.files {
///     println!("{}: {} bytes", file.path, file.text.len());
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    inputs: Vec<PathBuf>,
    ref_root: Option<PathBuf>,
    keep_unknown: Vec<KeepUnknown>,
    open_enums: Vec<String>,
    renames: Vec<(String, String)>,
    skip_unsupported: bool,
    unimplemented: Unimplemented,
    example_tests: bool,
    security_schemes: Vec<(String, SecurityScheme)>,
    name: Option<String>,
}

/// Where members are kept that no schema names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepUnknown {
    /// In every object that does not refuse them.
    All,
    /// In the objects of the schema at this place: `#/definitions/Event`, or `event.json#` for a file.
    At(String),
}

impl From<&str> for KeepUnknown {
    fn from(place: &str) -> Self {
        Self::At(place.to_owned())
    }
}

/// How credentials are presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityScheme {
    /// A parameter of the query with this name.
    Query(String),
    /// A header of this name.
    Header(String),
    /// A user and a password, in the header `Authorization`.
    Basic,
    /// A token in the header `Authorization`.
    Bearer,
}

impl SecurityScheme {
    fn kind(&self) -> SchemeKind {
        match self {
            Self::Query(name) => SchemeKind::ApiKeyQuery(name.clone()),
            Self::Header(name) => SchemeKind::ApiKeyHeader(name.clone()),
            Self::Basic => SchemeKind::Basic,
            Self::Bearer => SchemeKind::OAuth2(OAuth2::default()),
        }
    }
}

/// What a run has made.
#[derive(Debug)]
pub struct Generated {
    /// The files of a module folder, with `mod.rs` at its root. Empty where the description is refused.
    pub files: Vec<File>,
    /// What there is to say about the description.
    pub report: Report,
    /// Every file that was read or looked for: when one of them changes, so may the output.
    pub paths: Vec<PathBuf>,
}

impl Config {
    /// Generates from a description.
    pub fn new(input: impl Into<PathBuf>) -> Self {
        Self { inputs: vec![input.into()], ..Self::default() }
    }

    /// Adds a description to the same API.
    #[must_use]
    pub fn input(mut self, input: impl Into<PathBuf>) -> Self {
        self.inputs.push(input.into());
        self
    }

    /// The folder that `$ref`s may reach, and never leave. Defaults to the description's own folder.
    #[must_use]
    pub fn ref_root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.ref_root = Some(folder.into());
        self
    }

    /// Keeps members that no schema names, in a field `additional`. Defaults to nowhere: they are dropped.
    #[must_use]
    pub fn keep_unknown(mut self, place: impl Into<KeepUnknown>) -> Self {
        self.keep_unknown.push(place.into());
        self
    }

    /// Takes values that the `enum` of the schema at this place does not list, in a variant `Other`.
    /// Defaults to refusing them, unless the description has `x-extensible-enum`.
    #[must_use]
    pub fn open_enum(mut self, place: impl Into<String>) -> Self {
        self.open_enums.push(place.into());
        self
    }

    /// Leaves out the operations that cannot be served, with a warning each. Defaults to refusing them.
    #[must_use]
    pub fn skip_unsupported(mut self, skip: bool) -> Self {
        self.skip_unsupported = skip;
        self
    }

    /// What becomes of operations that the author has not written yet. Defaults to a compile error.
    #[must_use]
    pub fn unimplemented(mut self, unimplemented: Unimplemented) -> Self {
        self.unimplemented = unimplemented;
        self
    }

    /// Writes a test for the examples of the description as well: each is read as the type that it is an
    /// example of, and what is written of it has all that the example has. Defaults to none.
    #[must_use]
    pub fn example_tests(mut self, write: bool) -> Self {
        self.example_tests = write;
        self
    }

    /// Gives a schema, a property or an operation another name: `#/definitions/Event`, or
    /// `file.json#/properties/unsigned` in another file. The name is split into words again, so that
    /// any way of writing it does.
    #[must_use]
    pub fn rename(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push((place.into(), name.into()));
        self
    }

    /// Defines a security scheme that the description names and does not define. Defaults to the one that
    /// the other descriptions define under this name; else nobody satisfies it.
    #[must_use]
    pub fn security_scheme(mut self, name: impl Into<String>, scheme: SecurityScheme) -> Self {
        self.security_schemes.push((name.into(), scheme));
        self
    }

    /// The module that [`Config::build_script`] declares. Defaults to the description's file name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The name of the module.
    pub(crate) fn module_name(&self) -> String {
        let stem = self.inputs.first().and_then(|input| input.file_stem());
        let given = self.name.clone().or_else(|| stem.map(|stem| stem.to_string_lossy().into_owned()));
        names::module_name(&given.unwrap_or_default())
    }

    /// Writes a skeleton of an implementation, for generated code that is in this module; `crate::api`
    /// where none is given. One file, `stub.rs`, not written to disk.
    pub fn stub(&self, module: Option<&str>) -> Generated {
        let module = names::module_path(module.unwrap_or("crate::api"));
        self.start(|model, names, _| {
            let text = format::format_content(&emit::stub::emit_stub(model, names, &module))?;
            Ok(vec![File { path: "stub.rs".to_owned(), text }])
        })
    }

    /// Runs, and writes nothing.
    pub fn generate(&self) -> Generated {
        let choices = Choices { unimplemented: self.unimplemented, example_tests: self.example_tests };
        self.start(|model, names, sources| {
            let modules = emit::emit(model, names, sources, choices);
            modules.iter().map(|module| format::format(module, &model.sources)).collect()
        })
    }

    fn start(&self, write: impl FnOnce(&Model, &Names, &Sources) -> Result<Vec<File>, String>) -> Generated {
        let mut diagnostics = Diagnostics::default();
        let mut inputs = self.inputs.clone();
        inputs.sort();
        inputs.dedup();
        let sources = load::load(&inputs, self.ref_root.as_deref(), &mut diagnostics);
        let files = self.run(&sources, write, &mut diagnostics);
        let files = files.filter(|_| !diagnostics.has_errors()).unwrap_or_default();
        let paths = sources.paths().map(Path::to_owned).collect();
        Generated { files, report: Report::new(sources, diagnostics.into_vec()), paths }
    }

    /// The pipeline. A stage that left an error is the last.
    fn run(
        &self,
        sources: &Sources,
        write: impl FnOnce(&Model, &Names, &Sources) -> Result<Vec<File>, String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<File>> {
        let go_on = |diagnostics: &Diagnostics| (!diagnostics.has_errors()).then_some(());
        let api = read::read(sources, diagnostics);
        let (options, renames) = self.resolve_places(sources, diagnostics);
        go_on(diagnostics)?;
        let model = lower::lower(&api, sources, &options, diagnostics);
        go_on(diagnostics)?;
        let names = names::names(&model, sources, &renames, diagnostics);
        go_on(diagnostics)?;
        write(&model, &names, sources).map_err(|error| internal(&error, sources, diagnostics)).ok()
    }

    fn schemes(&self) -> Vec<Scheme> {
        let scheme = |(name, scheme): &(String, SecurityScheme)| Scheme {
            name: name.clone(),
            description: None,
            kind: scheme.kind(),
        };
        self.security_schemes.iter().map(scheme).collect()
    }

    fn resolve_places(&self, sources: &Sources, diagnostics: &mut Diagnostics) -> (Options, Renames) {
        let mut options = Options {
            keep_unknown: self.keep_unknown.contains(&KeepUnknown::All),
            skip_unsupported: self.skip_unsupported,
            schemes: self.schemes(),
            ..Options::default()
        };
        for keep in &self.keep_unknown {
            if let KeepUnknown::At(place) = keep {
                options.keep_unknown_at.extend(find_place(place, sources, diagnostics));
            }
        }
        let open = self.open_enums.iter().filter_map(|place| find_place(place, sources, diagnostics));
        options.open_enum_at = open.collect();
        let find =
            |(place, name): &(String, String)| Some((find_place(place, sources, diagnostics)?, name.clone()));
        let renames = Renames(self.renames.iter().filter_map(find).collect());
        (options, renames)
    }
}

/// The place that the caller means: a file by the end of its path, the first input where none is named.
fn find_place(text: &str, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Place> {
    let (path, pointer) = text.split_once('#').unwrap_or((text, ""));
    let input = *sources.inputs.first()?;
    let file = if path.is_empty() { Some(input) } else { sources.find(Path::new(path)) };
    let place = file.zip(Pointer::parse(pointer)).map(|(file, pointer)| Place::value(file, pointer));
    let found = place.filter(|place| {
        let value = sources.file(place.file).and_then(|file| file.value.as_ref());
        value.is_some_and(|value| lookup(value, &place.pointer).is_some())
    });
    if found.is_none() {
        diagnostics.push(Diagnostic::error(
            "no-such-place",
            Place::file(input),
            format!("the configuration names `{text}`, and there is nothing at that place"),
        ));
    }
    found
}

/// A mistake of the generator's own: its output is not Rust.
fn internal(error: &str, sources: &Sources, diagnostics: &mut Diagnostics) {
    let file = sources.inputs.first().copied().unwrap_or(FileId(0));
    let message =
        format!("a mistake of stubsmith's own: what it made of this description is no Rust ({error})");
    let help = "please report it with the description";
    diagnostics.push(Diagnostic::error("internal", Place::file(file), message).help(help));
}
