//! The command line.

mod source;
mod values;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
pub(crate) use source::Source;
use source::Unimplemented;
use std::path::PathBuf;
use stubsmith::{Config, DocumentFormat};
use values::{api, crate_name, refs, rename};

/// Generates the server side of an HTTP API from its spec (OpenAPI 3.0 to 3.2, or Swagger 2.0): types, a trait and
/// an axum router.
#[derive(Debug, Parser)]
#[command(name = "stubsmith", version, arg_required_else_help = true)]
#[command(after_help = "Diagnostics go to standard error. Exit status 0: success.
1: the spec is rejected, or files are stale. 2: invalid usage.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// A subcommand.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a package with a server for a spec, in an empty folder
    #[command(after_help = "Example:
  stubsmith new my-server api.yaml
  cd my-server
  cargo test
  cargo run")]
    New(NewArguments),
    /// Generate code from a spec
    #[command(after_help = "Examples:
  stubsmith generate spec/api.yaml --out src/api
  stubsmith generate spec/api/users.yaml spec/api/rooms.yaml --ref-root spec --crate chat-api --out chat-api
  stubsmith generate --api shop=spec/shop.yaml --api stock=spec/stock.yaml --out src/apis")]
    Generate(Target),
    /// Report the mistakes of a spec. With `--out`, also check that the committed code is up to date
    #[command(after_help = "Examples:
  stubsmith check spec/api.yaml --deny-warnings
  stubsmith check spec/api.yaml --format sarif > stubsmith.sarif
  stubsmith check spec/api.yaml --out src/api")]
    Check(CheckArguments),
    /// Write a crate that serves the examples of the spec; start it with `cargo run`
    #[command(after_help = "Example:
  stubsmith fake spec/api.yaml --out fake-api
  cargo run --manifest-path fake-api/Cargo.toml -- 127.0.0.1:8080")]
    Fake(FakeArguments),
    /// Print a skeleton implementation to start from
    #[command(after_help = "Example:
  stubsmith stub spec/api.yaml --module crate::api > src/server.rs
  stubsmith stub spec/api.yaml --operation getRoom")]
    Stub(StubArguments),
    /// Print the spec as one document, without references to other files
    #[command(after_help = "Examples:
  stubsmith bundle spec/api.yaml > api.yaml
  stubsmith bundle spec/api.yaml --to json > api.json")]
    Bundle(BundleArguments),
    /// Report the changes from an older spec, with their effects on clients and on your code
    #[command(after_help = "Examples:
  stubsmith diff old/api.yaml spec/api.yaml
  stubsmith diff --from main:spec/api.yaml spec/api.yaml --deny wire --deny build
  stubsmith diff --from main:spec/api.yaml spec/api.yaml --build .
Exit status 0: nothing is denied. 1: a change is denied. 2: invalid usage. 3: a spec is rejected.")]
    Diff(DiffArguments),
    /// Explain the code of a diagnostic or the id of a change, or list all codes and ids
    #[command(after_help = "Example:
  stubsmith explain name-collision")]
    Explain {
        /// The code, such as `name-collision` in `error[name-collision]` [default: list all codes]
        code: Option<String>,
    },
    /// Print the JSON Schema of `stubsmith.yaml`, for editors
    #[command(after_help = "Example:
  stubsmith settings-schema > stubsmith.schema.json")]
    SettingsSchema,
    /// Print shell completions
    #[command(after_help = "Example:
  stubsmith completions bash > ~/.local/share/bash-completion/completions/stubsmith")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// The input, and the output folder.
#[derive(Args, Debug)]
#[command(mut_arg("specs", |specs| specs.required(false).required_unless_present("api").conflicts_with("api")))]
pub(crate) struct Target {
    #[command(flatten)]
    pub source: Source,
    /// Generate several APIs, each as a module with this name, which share the support code, such as
    /// `--api shop=shop.yaml --api stock=stock.yaml`. Specs with the same name form one API. The other options apply to
    /// each API
    #[arg(long, value_name = "NAME=SPEC", value_parser = api)]
    pub api: Vec<(String, PathBuf)>,
    /// The output folder: a module with `mod.rs`, or with `--crate` a crate. It must not be a symlink
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Write a crate with this name. Later runs replace `src/`, but not `Cargo.toml`
    #[arg(long = "crate", value_name = "NAME", value_parser = crate_name)]
    pub crate_name: Option<String>,
    /// Write the effect of each keyword of the spec to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// How to treat operations that you have not implemented [default: compile-error]
    #[arg(long, value_enum, value_name = "HOW")]
    pub unimplemented: Option<Unimplemented>,
}

/// The input, and the output folder if it is compared.
#[derive(Args, Debug)]
#[command(mut_arg("specs", |specs| specs.required(false).required_unless_present("api").conflicts_with("api")))]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub source: Source,
    /// The APIs of the output folder, such as `--api shop=shop.yaml --api stock=stock.yaml`
    #[arg(long, value_name = "NAME=SPEC", value_parser = api, requires = "out")]
    pub api: Vec<(String, PathBuf)>,
    /// The output folder of `generate`, to be compared with the code that it would write
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The name of the crate in the output folder
    #[arg(long = "crate", value_name = "NAME", value_parser = crate_name, requires = "out")]
    pub crate_name: Option<String>,
    // `generate` with the same flags is the command that updates the folder.
    #[arg(long, value_name = "FILE", requires = "out", hide = true)]
    pub report: Option<PathBuf>,
    /// How to treat operations that you have not implemented [default: compile-error]
    #[arg(long, value_enum, value_name = "HOW")]
    pub unimplemented: Option<Unimplemented>,
}

/// The input, and the folder of the crate.
#[derive(Args, Debug)]
pub(crate) struct FakeArguments {
    #[command(flatten)]
    pub source: Source,
    /// The output folder
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The name of the crate
    #[arg(long = "crate", value_name = "NAME", value_parser = crate_name, default_value = "fake-api")]
    pub crate_name: String,
}

/// The input, and the module of the generated code.
#[derive(Args, Debug)]
pub(crate) struct StubArguments {
    #[command(flatten)]
    pub source: Source,
    /// The module or crate that contains the generated code
    #[arg(long, value_name = "PATH", default_value = "crate::api")]
    pub module: String,
    /// Print only the method of this operation: its `operationId`, or its method and path, such as `GET /rooms`
    #[arg(long, value_name = "OPERATION")]
    pub operation: Option<String>,
}

/// The folder of the package, and the input.
#[derive(Args, Debug)]
pub(crate) struct NewArguments {
    /// The folder of the package. It must be empty, or not exist
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The spec, which is copied into the package with the files that it references, and with its `stubsmith.yaml`
    #[arg(value_name = "SPEC")]
    pub spec: PathBuf,
    /// The name of the package [default: the name of the folder]
    #[arg(long = "crate", value_name = "NAME")]
    pub crate_name: Option<String>,
    /// The folder that contains all referenced files [default: the folder of the spec]
    #[arg(long, value_name = "DIR")]
    pub ref_root: Option<PathBuf>,
    /// Add a docs page at `/docs`, which works offline: Swagger UI, behind the feature `docs` of the package
    #[arg(long)]
    pub docs_page: bool,
    /// Use the Stubsmith in this folder, a clone of its repository, in the build script
    #[arg(long, value_name = "DIR")]
    pub stubsmith_path: Option<PathBuf>,
    #[command(flatten)]
    pub reporting: Reporting,
}

/// The input, and the format of the document.
#[derive(Args, Debug)]
pub(crate) struct BundleArguments {
    /// The spec. `stubsmith.yaml` next to it can have its `ref-root`, and a `rename` for schemas with the same name
    #[arg(value_name = "SPEC")]
    pub spec: PathBuf,
    /// The folder that contains all referenced files [default: the folder of the spec]
    #[arg(long, value_name = "DIR")]
    pub ref_root: Option<PathBuf>,
    /// Read references that begin with a URL from a folder inside the ref root
    #[arg(long, value_name = "URL=DIR", value_parser = refs)]
    pub refs: Vec<(String, String)>,
    /// Choose the name of a schema, such as `--rename 'event.yaml#=RoomEvent'`
    #[arg(long, value_name = "PLACE=NAME", value_parser = rename)]
    pub rename: Vec<(String, String)>,
    /// The format of the document: `json` or `yaml` [default: that of the spec]
    #[arg(long, value_name = "FORMAT")]
    pub to: Option<DocumentFormat>,
    /// Apply the overrides in `stubsmith.yaml`
    #[arg(long)]
    pub apply_overrides: bool,
    #[command(flatten)]
    pub reporting: Reporting,
}

/// The two specs, and what to report. `stubsmith.yaml` next to each spec has its settings.
#[derive(Args, Debug)]
pub(crate) struct DiffArguments {
    /// The old spec, unless `--from` has it, and the new spec
    #[arg(value_name = "SPEC", required = true, num_args = 1..=2)]
    pub specs: Vec<PathBuf>,
    /// The old spec in a revision of git, such as `main:spec/api.yaml`. All files that it refers to are read from there
    #[arg(long, value_name = "REV:PATH")]
    pub from: Option<String>,
    /// Compile the package in this folder with the new generated code, in a copy, and report the errors of each change
    #[arg(long, value_name = "DIR")]
    pub build: Option<PathBuf>,
    /// Exit with 1 if a change breaks clients (`wire`, the default), may break clients (`wire-maybe`), or breaks your
    /// code (`build`)
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Vec<Deny>,
    /// Also report changes of texts, such as descriptions
    #[arg(long)]
    pub all: bool,
    /// The folder that contains all referenced files [default: the folder of the spec]
    #[arg(long, value_name = "DIR")]
    pub ref_root: Option<PathBuf>,
    /// Omit operations that cannot be served or have mistakes, and ignore mistakes in schemas
    #[arg(long)]
    pub skip_unsupported: bool,
    /// The format of the changes, on standard output
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
}

/// The changes that are denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    Wire,
    WireMaybe,
    Build,
}

/// The format of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// A paragraph for each change, and a summary
    Text,
    /// One JSON object per line, one for each change, and a summary
    Json,
    /// Annotations of a GitHub workflow
    Github,
}

/// The options of diagnostics.
#[derive(Args, Clone, Debug)]
pub(crate) struct Reporting {
    /// Do not report the warnings of a code, such as `--allow not-enforced`. `--deny-warnings` does not count them
    /// either
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
    /// Reject a spec that has warnings
    #[arg(long)]
    pub deny_warnings: bool,
    /// The format of diagnostics
    #[arg(long, value_enum, default_value_t = Format::Full)]
    pub format: Format,
}

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With source lines
    Full,
    /// One line per diagnostic
    Short,
    /// One JSON object per line, one for each diagnostic
    Json,
    /// Commands for GitHub Actions, which shows them as annotations
    Github,
    /// A log in SARIF 2.1.0, for code scanning. It goes to standard output
    Sarif,
}

impl Target {
    /// The settings for the library, for an API with these specs.
    pub(crate) fn config<'s>(&self, specs: impl IntoIterator<Item = &'s PathBuf>) -> Config {
        with_unimplemented(self.source.config_of(specs), self.unimplemented)
    }
}

fn with_unimplemented(config: Config, unimplemented: Option<Unimplemented>) -> Config {
    match unimplemented {
        Some(unimplemented) => config.unimplemented(unimplemented.into()),
        None => config,
    }
}

impl CheckArguments {
    /// The settings for the library.
    pub(crate) fn config(&self) -> Config {
        with_unimplemented(self.source.config(), self.unimplemented)
    }

    /// The target of `generate` with the same flags.
    pub(crate) fn target(&self) -> Option<Target> {
        let Self { source, api, out, crate_name, report, unimplemented } = self;
        Some(Target {
            source: source.clone(),
            api: api.clone(),
            out: out.clone()?,
            crate_name: crate_name.clone(),
            report: report.clone(),
            unimplemented: *unimplemented,
        })
    }
}

impl Reporting {
    fn apply(&self, config: Config) -> Config {
        self.allow.iter().fold(config, |config, code| config.allow(code.as_str()))
    }
}

impl NewArguments {
    /// The settings for the library.
    pub(crate) fn config(&self) -> Config {
        let config = self.ref_root.iter().fold(Config::new(&self.spec), Config::ref_root);
        self.reporting.apply(config)
    }
}

impl BundleArguments {
    /// The settings for the library.
    pub(crate) fn config(&self) -> Config {
        let config = Config::new(&self.spec);
        let config = self.ref_root.iter().fold(config, Config::ref_root);
        let config = self.refs.iter().fold(config, |config, (url, folder)| config.refs(url, folder));
        let config = self.reporting.apply(config);
        self.rename.iter().fold(config, |config, (place, name)| config.rename(place, name))
    }
}

/// Prints completions to standard output.
pub(crate) fn print_completions(shell: Shell) {
    clap_complete::generate(shell, &mut Arguments::command(), "stubsmith", &mut std::io::stdout());
}

/// The command that fixes the findings of `check`: `generate` with the same flags.
pub(crate) fn command_line() -> String {
    let flags = std::env::args_os().skip(2).map(|word| quote(&word.to_string_lossy()));
    ["stubsmith".to_owned(), "generate".to_owned()].into_iter().chain(flags).collect::<Vec<_>>().join(" ")
}

/// Quotes a word for a shell, if it needs quotes. A `#` at the start begins a comment.
pub(crate) fn quote(word: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_./=#:@%+".contains(character);
    match !word.is_empty() && !word.starts_with('#') && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}
