//! The pipeline: from a [`Config`] to [`Generated`]. Each stage accepts data and returns data, and only this module
//! calls stages. A run stops after a stage with an error.

mod server_package;

use crate::allow::{check_allowed, without_allowed};
use crate::api::Api;
use crate::apis::{Apis, name_conflicts, setting_conflicts};
use crate::bundle::{self, DocumentFormat, Naming};
use crate::choices::Choices;
use crate::codes;
use crate::config::{Config, KeepUnknown};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::dialect::Log;
use crate::diff::{Change, Side};
use crate::embedded::embed;
use crate::emit::apis::{Member, emit_apis};
use crate::emit::parts::Used;
use crate::emit::support::{Home, SupportSettings, emit_support};
use crate::model::Model;
use crate::names::Names;
use crate::output::{Dependency, File, Print};
use crate::overrides::Overrides;
use crate::package::Package;
use crate::report::Report;
use crate::sides::{check_sides, nothing_to_implement};
use crate::sources::Sources;
use crate::suggest::did_you_mean;
use crate::{diff, digits, emit, format, load, lower, names, read, resolve, settings};
use serde_json::{Map, Value};
use server_package::{SPEC_FOLDER, copy_spec, not_a_server};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The result of a run.
#[derive(Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The files of a module folder, with `mod.rs` at its root. Empty if the spec is rejected.
    pub files: Vec<File>,
    /// The crates that the generated code needs.
    pub dependencies: Vec<Dependency>,
    /// The other crates that settings name, for types and derives. You choose their versions.
    pub named_crates: Vec<String>,
    /// The diagnostics of the run.
    pub report: Report,
    /// All files that the run read or looked for. If one of them changes, the output may change.
    pub paths: Vec<PathBuf>,
    /// The operations for which the example server responds with 501, such as `GET /rooms`.
    pub unanswered: Vec<String>,
}

impl Config {
    /// Generates the files without writing them to disk.
    pub fn generate(&self) -> Generated {
        run(self, None, |prepared, _| {
            let (mut files, used) = write_module(prepared, Home::Inside)?;
            let Prepared { choices, model, .. } = prepared;
            for module in emit_support(&used, SupportSettings::new(choices, model)) {
                files.push(format::format(module, &model.sources)?);
            }
            Ok(files)
        })
    }

    /// Checks the spec, and generates nothing. The report is the one that [`Config::generate`] would return.
    pub fn check(&self) -> Generated {
        run(self, None, |_, _| Ok(Vec::new()))
    }

    /// Generates a skeleton of a server, for generated code in the module `module` (`crate::api` if it is `None`). The
    /// result is one file, `stub.rs`, which is not written to disk.
    pub fn stub(&self, module: Option<&str>) -> Generated {
        let module = names::module_path(module.unwrap_or("crate::api"));
        run(self, None, |Prepared { sources, model, names, .. }, diagnostics| {
            if let Some(diagnostic) = nothing_to_implement(model, sources) {
                diagnostics.push(diagnostic);
                return Ok(Vec::new());
            }
            let text = format::format_content(emit::stub::emit_stub(model, names, &module))?;
            Ok(vec![File { path: "stub.rs".to_owned(), text }])
        })
    }

    /// Generates the method of one operation, with 501 as its response, for the skeleton of [`Config::stub`]. `operation`
    /// is its `operationId`, the name of its method in Rust, or a method and a path, such as `GET /rooms`. The result is
    /// one file, `stub.rs`, which is not written to disk. It begins with the imports that the method needs, as comments.
    pub fn stub_operation(&self, module: Option<&str>, operation: &str) -> Generated {
        let module = names::module_path(module.unwrap_or("crate::api"));
        run(self, None, |Prepared { sources, model, names, .. }, diagnostics| {
            if let Some(diagnostic) = nothing_to_implement(model, sources) {
                diagnostics.push(diagnostic);
                return Ok(Vec::new());
            }
            let Some((imports, tokens)) = emit::stub::emit_operation(model, names, &module, operation) else {
                diagnostics.push(no_such_operation(operation, model, sources));
                return Ok(Vec::new());
            };
            let imports: Vec<String> = imports.iter().map(|line| format!("    // {line}\n")).collect();
            let text = imports.concat() + &format::format_inside(tokens)?;
            Ok(vec![File { path: "stub.rs".to_owned(), text }])
        })
    }

    /// Generates the package of a new server: a library with a skeleton of the server, a program that serves it, a test,
    /// and a copy of the spec. Its build script generates the code. The files are not written to disk.
    pub fn package(&self, package: &Package) -> Generated {
        let mut config = self.clone();
        if package.docs_page {
            config = config.embed_description(emit::package::DESCRIPTION);
        }
        let root_is_given = self.ref_root.is_some();
        run(&config, None, |Prepared { sources, model, names, .. }, diagnostics| {
            let copies = match copy_spec(sources, root_is_given) {
                Ok(copies) => copies,
                Err(diagnostic) => {
                    diagnostics.push(*diagnostic);
                    return Ok(Vec::new());
                }
            };
            if let Some(diagnostic) = not_a_server(model, package, sources) {
                diagnostics.push(diagnostic);
                return Ok(Vec::new());
            }
            let root = copies.needs_root.then_some(SPEC_FOLDER);
            let parts = emit::package::emit_package(model, names, package, &copies.spec, root);
            let mut files = parts.files;
            files.extend(copies.files);
            for module in parts.modules {
                let path = module.path.clone();
                files.push(File { path, text: format::format_content(module)? });
            }
            Ok(files)
        })
    }

    /// Reports the effect of each keyword of the spec, as JSON. The result is one file, `report.json`, which is not
    /// written to disk. It has these properties:
    ///
    /// - `operations`: for each operation, its `place`, `id`, `method`, `path`, `tags`, `security` (the alternatives,
    ///   each with its schemes and their scopes), `statuses`, `consumes` (`*+json` is any JSON subtype), `produces`,
    ///   the ignored media types with the reasons (`omitted`), `responses`, `keywords`, and the size limit of its body
    ///   (`limit`);
    /// - `outgoing`: for each webhook and callback that is only sent, its `kind`, its `name`, the names of the security
    ///   schemes of its receiver (`security`), and the other properties of an operation;
    /// - `schemas`: for each schema, its `place`, its Rust `type`, and its `keywords`. A keyword is `enforced`, `typed`
    ///   or `ignored`, with the `reason`;
    /// - `encodings`: for each `encoding` of a property of a form, its `place` and its `keywords`;
    /// - `any`: the places whose type is any JSON value, each with the `reason`;
    /// - `examples`: the examples that lose properties, or that their schemas reject.
    pub fn inventory(&self) -> Generated {
        run(self, Some(Log::default()), |Prepared { sources, model, names, .. }, diagnostics| {
            let report = emit::inventory::inventory(model, names, sources, diagnostics.all());
            Ok(vec![File { path: "report.json".to_owned(), text: format!("{report:#}\n") }])
        })
    }

    /// Creates one document without references to other files. The result is one file, `bundle.yaml` or `bundle.json`,
    /// which is not written to disk. Without a format, it has that of the spec. The overrides of the settings are
    /// applied if `overrides` is set.
    ///
    /// A schema of another file becomes a definition with the name that it has in generated code. If two schemas have
    /// the same name, [`Config::rename`] chooses another one. The code that is generated from the document is the same.
    pub fn bundle(&self, format: Option<DocumentFormat>, overrides: bool) -> Generated {
        let mut diagnostics = Diagnostics::default();
        let (config, sources) = load(self, overrides, &mut diagnostics);
        let given = resolve::resolve(&config, &sources, &mut diagnostics).names();
        let names = Naming { given, typed: typed(&config, &sources) };
        let document = diagnostics.gate().and_then(|()| bundle::bundle(&sources, &names, &mut diagnostics));
        let text = document
            .filter(|_| !diagnostics.has_errors())
            .map(|document| bundle::text(&document, format, &sources));
        let extension = match format {
            Some(DocumentFormat::Json) => "json",
            _ => "yaml",
        };
        Generated {
            files: text.map(|text| File { path: format!("bundle.{extension}"), text }).into_iter().collect(),
            dependencies: Vec::new(),
            named_crates: Vec::new(),
            unanswered: Vec::new(),
            paths: sources.paths().map(Path::to_owned).collect(),
            report: Report::new(sources, without_allowed(&config.allowed, diagnostics.into_vec())),
        }
    }
}

impl Apis {
    /// Generates the files without writing them to disk: a module folder with a root, the support code, and a folder for
    /// each API.
    pub fn generate(&self) -> Generated {
        let modules: Vec<String> = self.configs.iter().map(Config::module_name).collect();
        let mut members = Vec::new();
        let runs = self.configs.iter().zip(&modules).map(|(config, module)| {
            let mut member = None;
            let mut generated = run(config, None, |prepared, _| {
                let (files, used) = write_module(prepared, Home::Shared)?;
                member = Some(Member::new(module.clone(), &prepared.model, &prepared.choices, used));
                Ok(files)
            });
            generated.files.iter_mut().for_each(|file| file.path.insert_str(0, &format!("{module}/")));
            members.push(member);
            generated
        });
        let mut runs: Vec<Generated> = runs.collect();
        for conflict in name_conflicts(&modules).into_iter().chain(setting_conflicts(&self.configs, &members))
        {
            if let Some(run) = runs.get_mut(conflict.index) {
                run.report.add(conflict.code, conflict.key, conflict.message, conflict.help);
            }
        }
        let mut all = joined(runs);
        if !all.report.has_errors() {
            let members: Vec<Member> = members.into_iter().flatten().collect();
            let own = all.dependencies.iter().map(|dependency| dependency.name);
            let crates: Vec<&str> = own.chain(all.named_crates.iter().map(String::as_str)).collect();
            let sources: Vec<String> = members.iter().flat_map(|member| member.sources.clone()).collect();
            let root =
                emit_apis(&members, &crates).into_iter().map(|module| format::format(module, &sources));
            match root.collect::<Result<Vec<File>, String>>() {
                Ok(root) => all.files.extend(root),
                Err(error) => {
                    all.report.add(codes::INTERNAL, None, internal_message(&error), INTERNAL_HELP.to_owned());
                }
            }
        }
        if all.report.has_errors() {
            all.files.clear();
        }
        all
    }

    /// Reports the effect of each keyword of the specs, as JSON. The result is one file, `report.json`, which is not
    /// written to disk. It has a property for each API, with the name of its module. The values are those of
    /// [`Config::inventory`].
    pub fn inventory(&self) -> Generated {
        let mut reports = Map::new();
        let runs = self.configs.iter().map(|config| {
            run(config, Some(Log::default()), |Prepared { sources, model, names, .. }, diagnostics| {
                let report = emit::inventory::inventory(model, names, sources, diagnostics.all());
                reports.insert(config.module_name(), report);
                Ok(Vec::new())
            })
        });
        let mut all = joined(runs.collect());
        if !all.report.has_errors() {
            let text = format!("{:#}\n", Value::Object(reports));
            all.files = vec![File { path: "report.json".to_owned(), text }];
        }
        all
    }
}

/// Joins the runs of several APIs.
fn joined(runs: Vec<Generated>) -> Generated {
    let mut runs = runs.into_iter();
    let mut all = runs.next().unwrap_or_else(|| {
        let mut nothing = Config::default().generate();
        let (message, help) = ("there are no APIs", "pass a `Config` for each API to `Apis::new`");
        nothing.report.add(codes::MISSING_FILE, None, message.to_owned(), help.to_owned());
        nothing
    });
    for run in runs {
        all.files.extend(run.files);
        for dependency in run.dependencies {
            match all.dependencies.iter_mut().find(|known| known.name == dependency.name) {
                Some(known) => known.add(&dependency),
                None => all.dependencies.push(dependency),
            }
        }
        all.named_crates.extend(run.named_crates);
        all.paths.extend(run.paths);
        all.unanswered.extend(run.unanswered);
        all.report.join(run.report);
    }
    all.dependencies.sort_by_key(|dependency| dependency.name);
    all.named_crates.retain(|name| all.dependencies.iter().all(|dependency| dependency.name != name));
    all.named_crates.sort();
    all.named_crates.dedup();
    all.paths.sort();
    all.paths.dedup();
    all
}

/// Writes the files of a module, and returns the parts of the support code that they use.
fn write_module(
    Prepared { sources, choices, model, names, .. }: &Prepared<'_>,
    home: Home,
) -> Result<(Vec<File>, Used), String> {
    let mut files = Vec::new();
    let prepare = if model.is_only_client { emit::without_axum::renamed } else { |tokens| tokens };
    let print = Print { prepare, print: format::print };
    let used = emit::emit(model, names, sources, choices, home, print, |module| {
        files.push(format::format(module, &model.sources));
    });
    Ok((files.into_iter().collect::<Result<_, _>>()?, used))
}

/// The result of [`Config::diff`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Compared {
    /// The changes, by their places. `None` if one of the specs is rejected.
    pub changes: Option<Vec<Change>>,
    /// The diagnostics of the old spec.
    pub old: Report,
    /// The diagnostics of the new spec, and of accepted changes that do not exist.
    pub new: Report,
    /// All files that were read or looked for: those of the old spec, and those of the new one.
    pub paths: [Vec<PathBuf>; 2],
}

impl Config {
    /// Compares an older spec with this one, and returns the changes, each with its effect on clients and on the code of
    /// a server. Each spec has the settings next to it. Changes of texts are only returned if `all` is set.
    ///
    /// ```no_run
    /// use stubsmith::{Config, Verdict};
    /// let compared = Config::new("spec/api.yaml").diff(&Config::new("old/api.yaml"), false);
    /// for change in compared.changes.iter().flatten().filter(|change| change.wire == Verdict::Breaks) {
    ///     println!("{}: {}", change.place().position, change.message);
    /// }
    /// ```
    pub fn diff(&self, old: &Self, all: bool) -> Compared {
        let (mut new_found, mut old_found) = (Diagnostics::default(), Diagnostics::default());
        let (old_config, old_sources) = load(old, true, &mut old_found);
        let (new_config, new_sources) = load(self, true, &mut new_found);
        let old = prepare(&old_config, &old_sources, &mut old_found);
        let new = prepare(&new_config, &new_sources, &mut new_found);
        let changes = old.zip(new).map(|(old, new)| {
            let mut changes = diff::compare(&mut old.side(), &mut new.side(), all);
            let version = new.api.documents.first().map_or("", |document| document.version.as_str());
            let sources = (&old_sources, &new_sources);
            diff::accept(&mut changes, &new_config.accepted, sources, version, &mut new_found);
            changes
        });
        let paths = [&old_sources, &new_sources].map(|sources| sources.paths().map(Path::to_owned).collect());
        Compared {
            changes,
            paths,
            old: Report::new(old_sources, without_allowed(&old_config.allowed, old_found.into_vec())),
            new: Report::new(new_sources, without_allowed(&new_config.allowed, new_found.into_vec())),
        }
    }
}

/// A spec that is ready for output.
struct Prepared<'s> {
    sources: &'s Sources,
    choices: Choices,
    api: Api,
    model: Model,
    names: Names,
}

/// Loads and prepares the spec, and writes the output. The log, if there is one, records the keywords that are read. An
/// error of `write` is a bug in the generator: the output is not Rust.
fn run(
    config: &Config,
    log: Option<Log>,
    write: impl FnOnce(&Prepared<'_>, &mut Diagnostics) -> Result<Vec<File>, String>,
) -> Generated {
    let mut diagnostics = Diagnostics::default();
    let (config, mut sources) = load(config, true, &mut diagnostics);
    sources.log = log;
    let written = prepare(&config, &sources, &mut diagnostics).and_then(|prepared| {
        match write(&prepared, &mut diagnostics) {
            Ok(files) => Some((files, prepared)),
            Err(error) => {
                diagnostics.push(internal(&error, &sources));
                None
            }
        }
    });
    let (files, prepared) = written.filter(|_| !diagnostics.has_errors()).unzip();
    Generated {
        files: files.unwrap_or_default(),
        dependencies: prepared.as_ref().map(Prepared::dependencies).unwrap_or_default(),
        named_crates: prepared.as_ref().map(Prepared::named_crates).unwrap_or_default(),
        unanswered: prepared.as_ref().map(Prepared::unanswered).unwrap_or_default(),
        paths: sources.paths().map(Path::to_owned).collect(),
        report: Report::new(sources, without_allowed(&config.allowed, diagnostics.into_vec())),
    }
}

/// Reads the settings in `stubsmith.yaml` next to the first input, and then the spec with its overrides.
fn load(config: &Config, overrides: bool, diagnostics: &mut Diagnostics) -> (Config, Sources) {
    let mut config = config.clone();
    config.inputs.sort();
    config.inputs.dedup();
    let first = config.inputs.first().cloned().unwrap_or_default();
    let sources = load::load_settings(&first, settings::FILE, diagnostics);
    let own = config.clone();
    settings::read(&sources, &mut config, diagnostics);
    if !overrides {
        config.overrides.clear();
    }
    let mut overrides = Overrides::new(&config.overrides);
    let sources = load::load(
        sources,
        &config.inputs,
        config.ref_root.as_deref(),
        &config.refs,
        |sources, file, diagnostics| overrides.apply(sources, file, diagnostics),
        diagnostics,
    );
    if let Some(root) = &config.ref_root {
        let origin = config.ref_root_origin.clone().unwrap_or_else(|| sources.options_place());
        load::check_root(root, origin, diagnostics);
    }
    overrides.finish(&sources, diagnostics);
    check_sides(&own, &mut config, &sources, diagnostics);
    check_allowed(&config.allowed, &sources, diagnostics);
    (config, sources)
}

/// Runs the stages from files to names.
fn prepare<'s>(config: &Config, sources: &'s Sources, diagnostics: &mut Diagnostics) -> Option<Prepared<'s>> {
    let choices = resolve::resolve(config, sources, diagnostics);
    let api = read::read(sources, &choices, diagnostics);
    diagnostics.gate()?;
    digits::report_lost(&api, sources, diagnostics);
    let mut model = lower::lower(&api, sources, &choices, diagnostics);
    diagnostics.gate()?;
    let names = names::choose_names(&model, sources, &choices, diagnostics);
    if let Some(path) = &config.embed_description {
        model.embedded = embed(path, &model, &choices, sources, diagnostics);
    }
    diagnostics.gate()?;
    Some(Prepared { sources, choices, api, model, names })
}

/// Returns the schemas that have types in the generated code. `None` if the spec is rejected.
fn typed(config: &Config, sources: &Sources) -> Option<HashSet<Place>> {
    // A bundle does not have to give code, so it can have mistakes that `generate` reports.
    let config = config.clone().skip_unsupported(true).keep_unknown(KeepUnknown::All);
    let mut ignored = Diagnostics::default();
    let choices = resolve::resolve(&config, sources, &mut ignored);
    let api = read::read(sources, &choices, &mut ignored);
    ignored.gate()?;
    let model = lower::lower(&api, sources, &choices, &mut ignored);
    ignored.gate()?;
    Some(model.typed())
}

impl Prepared<'_> {
    fn side(&self) -> Side<'_> {
        let crates = self.dependencies().into_iter().map(|dependency| dependency.name).collect();
        Side::new(self.sources, (&self.api, &self.model, &self.names), crates)
    }

    fn dependencies(&self) -> Vec<Dependency> {
        emit::crates::dependencies(&self.model)
    }

    fn named_crates(&self) -> Vec<String> {
        emit::named_crates(&self.model)
    }

    fn unanswered(&self) -> Vec<String> {
        let has_server = self.choices.example_server;
        if has_server { emit::example_server::unanswered(&self.model) } else { Vec::new() }
    }
}

/// Creates the diagnostic for output that is not Rust.
fn internal(error: &str, sources: &Sources) -> Diagnostic {
    Diagnostic::new(codes::INTERNAL, sources.first_place(), internal_message(error)).help(INTERNAL_HELP)
}

fn internal_message(error: &str) -> String {
    format!("a bug in Stubsmith: the code generated from this spec is not valid Rust ({error})")
}

const INTERNAL_HELP: &str = "please report it, with the spec";

/// Creates the diagnostic for an operation that does not exist.
fn no_such_operation(name: &str, model: &Model, sources: &Sources) -> Diagnostic {
    let message = format!("no operation has the name `{name}`");
    let ids = model.served().filter_map(|operation| Some(operation.operation_id.as_ref()?.value.as_str()));
    let routes = model.served().map(emit::stub::route);
    let known: Vec<String> = ids.map(str::to_owned).chain(routes).collect();
    let diagnostic = Diagnostic::new(codes::NO_SUCH_PLACE, sources.first_place(), message);
    match did_you_mean(name, known.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help("write an `operationId`, or a method and a path, such as `GET /rooms`"),
    }
}
