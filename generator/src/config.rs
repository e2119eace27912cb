//! What the caller chooses, and the run.

use crate::diagnostic::{Diagnostics, Place};
use crate::format::{self, File};
use crate::load::{self, Sources};
use crate::lower::Options;
use crate::names::Renames;
use crate::pointer::Pointer;
use crate::report::Report;
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
    renames: Vec<(String, String)>,
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

    /// Gives a schema, a property or an operation another name: `#/definitions/Event`, or
    /// `file.json#/properties/unsigned` in another file. The name is split into words again, so that
    /// any way of writing it does.
    #[must_use]
    pub fn rename(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push((place.into(), name.into()));
        self
    }

    /// Runs, and writes nothing.
    pub fn generate(&self) -> Generated {
        let mut diagnostics = Diagnostics::default();
        let mut inputs = self.inputs.clone();
        inputs.sort();
        inputs.dedup();
        let sources = load::load(&inputs, self.ref_root.as_deref(), &mut diagnostics);
        let files =
            self.run(&sources, &mut diagnostics).filter(|_| !diagnostics.has_errors()).unwrap_or_default();
        let paths = sources.paths().map(Path::to_owned).collect();
        Generated { files, report: Report::new(sources, diagnostics.into_vec()), paths }
    }

    /// The pipeline. A stage that left an error is the last.
    fn run(&self, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Vec<File>> {
        let go_on = |diagnostics: &Diagnostics| (!diagnostics.has_errors()).then_some(());
        let api = read::read(sources, diagnostics);
        let (options, renames) = self.resolve_places(sources, diagnostics);
        go_on(diagnostics)?;
        let model = lower::lower(&api, sources, &options, diagnostics);
        go_on(diagnostics)?;
        let names = names::names(&model, sources, &renames, diagnostics);
        go_on(diagnostics)?;
        let modules = emit::emit(&model, &names);
        let files = modules.iter().map(|module| format::format(module, &model.sources));
        files
            .collect::<Result<_, _>>()
            .map_err(|error| crate::diagnostic::internal(&error, sources, diagnostics))
            .ok()
    }

    fn resolve_places(&self, sources: &Sources, diagnostics: &mut Diagnostics) -> (Options, Renames) {
        let mut options =
            Options { keep_unknown: self.keep_unknown.contains(&KeepUnknown::All), ..Options::default() };
        for keep in &self.keep_unknown {
            if let KeepUnknown::At(place) = keep {
                options.keep_unknown_at.extend(find_place(place, sources, diagnostics));
            }
        }
        let find =
            |(place, name): &(String, String)| Some((find_place(place, sources, diagnostics)?, name.clone()));
        let renames = Renames(self.renames.iter().filter_map(find).collect());
        (options, renames)
    }
}

/// The place that the caller means: a file by the end of its path, the first input where none is named.
fn find_place(text: &str, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Place> {
    let (path, pointer) = text.split_once('#').unwrap_or((text, ""));
    let input = *sources.inputs().first()?;
    let file = if path.is_empty() { Some(input) } else { sources.find(Path::new(path)) };
    let place = file.zip(Pointer::parse(pointer)).map(|(file, pointer)| Place::value(file, pointer));
    let found = place.filter(|place| {
        let value = sources.file(place.file).and_then(|file| file.value.as_ref());
        value.is_some_and(|value| load::lookup(value, &place.pointer).is_some())
    });
    if found.is_none() {
        diagnostics.push(crate::diagnostic::Diagnostic::error(
            "no-such-place",
            Place::file(input),
            format!("the configuration names `{text}`, and there is nothing at that place"),
        ));
    }
    found
}
