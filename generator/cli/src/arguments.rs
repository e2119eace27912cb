//! The command line.

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;
use stubsmith::{CheckResponses, Config, Head, KeepUnknown, SecurityScheme};

/// Reads an API description (Swagger 2.0), and writes the Rust that a server author implements.
#[derive(Debug, Parser)]
#[command(name = "stubsmith", version, arg_required_else_help = true)]
#[command(
    after_help = "What there is to say about a description goes to standard error. Exit status 0: done.
1: refused, or stale. 2: wrong usage."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write what the description becomes
    #[command(after_help = "Examples:
  stubsmith generate spec/api.yaml --out src/api
  stubsmith generate spec/api/users.yaml spec/api/rooms.yaml --ref-root spec --crate chat-api --out chat-api")]
    Generate(Target),
    /// Compare what is committed with what would be written
    #[command(after_help = "Example:
  stubsmith check spec/api.yaml --out src/api")]
    Check(Target),
    /// Write a crate that serves the examples of the description: `cargo run` there is a server to try
    #[command(after_help = "Example:
  stubsmith fake spec/api.yaml --out fake-api
  cargo run --manifest-path fake-api/Cargo.toml -- 127.0.0.1:8080")]
    Fake(FakeArguments),
    /// Print a skeleton implementation to start from
    #[command(after_help = "Example:
  stubsmith stub spec/api.yaml --module crate::api > src/server.rs")]
    Stub(StubArguments),
    /// Say what a diagnostic's code means; without a code, list them
    #[command(after_help = "Example:
  stubsmith explain name-collision")]
    Explain {
        /// The code, as in `error[name-collision]`
        code: Option<String>,
    },
    /// Print completions for a shell
    #[command(after_help = "Example:
  stubsmith completions bash > ~/.local/share/bash-completion/completions/stubsmith")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// What to generate from, and where to.
#[derive(Args, Debug)]
pub struct Target {
    #[command(flatten)]
    pub source: Source,
    /// The folder to write, not a symlink: a module folder with `mod.rs`, or a crate with `--crate`
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Write a crate of this name. It owns `src/`; `Cargo.toml` is written once
    #[arg(long = "crate", value_name = "NAME", value_parser = crate_name)]
    pub crate_name: Option<String>,
    /// Write what becomes of each keyword of the description to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// What becomes of operations that the author has not written yet [default: compile-error]
    #[arg(long, value_enum, value_name = "HOW")]
    pub unimplemented: Option<Unimplemented>,
}

/// What to show, and where to write it.
#[derive(Args, Debug)]
pub struct FakeArguments {
    #[command(flatten)]
    pub source: Source,
    /// The folder to write
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The name of the crate
    #[arg(long = "crate", value_name = "NAME", value_parser = crate_name, default_value = "fake-api")]
    pub crate_name: String,
}

/// What to print a skeleton of.
#[derive(Args, Debug)]
pub struct StubArguments {
    #[command(flatten)]
    pub source: Source,
    /// The module or crate with the generated code
    #[arg(long, value_name = "PATH", default_value = "crate::api")]
    pub module: String,
}

/// What to read, and how to speak about it. Options that `stubsmith.yaml` beside the first description has
/// need not be given; those that are given come first.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[derive(Args, Clone, Debug)]
pub struct Source {
    /// The descriptions. Several make one API
    #[arg(value_name = "SPEC", required = true)]
    pub specs: Vec<PathBuf>,
    /// The folder that references may reach. Defaults to the descriptions' own
    #[arg(long, value_name = "DIR")]
    pub ref_root: Option<PathBuf>,
    /// Keep members that no schema names, instead of dropping them: everywhere, or in the objects of one
    /// schema, such as `--keep-unknown=#/definitions/Event` or `--keep-unknown=event.json#`
    #[arg(long, value_name = "PLACE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub keep_unknown: Vec<String>,
    /// Take values that the `enum` of a schema does not list, such as
    /// `--open-enum '#/definitions/Color'`
    #[arg(long, value_name = "PLACE")]
    pub open_enum: Vec<String>,
    /// Give a schema, property, enum value, parameter, header, operation, tag or security scheme another name,
    /// such as `--rename '#/definitions/Event=RoomEvent'` or `--rename 'event.json#/properties/id=key'`
    #[arg(long, value_name = "PLACE=NAME", value_parser = rename)]
    pub rename: Vec<(String, String)>,
    /// Give the type of a schema another name where `--rename` names what has it: the type of a property, a
    /// parameter or a header, such as `--rename-type '#/definitions/Event/properties/sender=Sender'`
    #[arg(long, value_name = "PLACE=NAME", value_parser = rename)]
    pub rename_type: Vec<(String, String)>,
    /// Say what a security scheme is that the description does not define, or not as it is: `NAME=basic`,
    /// `NAME=bearer`, `NAME=header:X-Key` or `NAME=query:key`
    #[arg(long, value_name = "NAME=KIND", value_parser = security_scheme)]
    pub security_scheme: Vec<(String, SecurityScheme)>,
    /// Map a `format` to a type of another crate, such as `--map-format mx-user-id=ruma::OwnedUserId`
    #[arg(long, value_name = "FORMAT=PATH", value_parser = map_format)]
    pub map_format: Vec<(String, String)>,
    /// Put a type of another crate in the place of a schema, such as
    /// `--replace '#/definitions/Event=ruma::AnyEvent'`
    #[arg(long, value_name = "PLACE=PATH", value_parser = replace)]
    pub replace: Vec<(String, String)>,
    /// Derive one trait more, for all schemas or for that of one place, such as `--derive schemars::JsonSchema`
    /// or `--derive '#/definitions/Id=Hash'`
    #[arg(long, value_name = "[PLACE=]PATH")]
    pub derive: Vec<String>,
    /// Leave out operations that cannot be served or have mistakes, and pass over mistakes in schemas, with a
    /// warning each
    #[arg(long)]
    pub skip_unsupported: bool,
    /// Write a test for the examples of the description as well
    #[arg(long)]
    pub example_tests: bool,
    /// Write a server that answers with the examples of the description as well
    #[arg(long)]
    pub example_server: bool,
    /// Hold answers to the description before they are sent: `always`, in builds with debug assertions
    /// (`debug`, the default), or `never`
    #[arg(long, value_name = "WHEN")]
    pub check_responses: Option<CheckResponses>,
    /// What answers HEAD on a path that declares GET and not HEAD: what answers GET, without the body (`answer`, the
    /// default), or 405 (`reject`)
    #[arg(long, value_name = "HOW")]
    pub head: Option<Head>,
    /// How many bytes of a form's files are read before its handler is called, while there are fields that may come after
    /// them [default: 1048576]
    #[arg(long, value_name = "BYTES")]
    pub form_buffer: Option<u32>,
    /// Accept the warnings of a code, such as `--allow not-enforced`: they are not reported, nor counted by
    /// `--deny-warnings`
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
    /// Refuse a description that has warnings
    #[arg(long)]
    pub deny_warnings: bool,
    /// How to print what there is to say
    #[arg(long, value_enum, default_value_t = Format::Full)]
    pub format: Format,
}

/// What becomes of operations that the author has not written yet.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Unimplemented {
    /// The author's crate does not compile
    CompileError,
    /// They answer 501
    #[value(name = "501")]
    NotImplemented,
}

impl From<Unimplemented> for stubsmith::Unimplemented {
    fn from(unimplemented: Unimplemented) -> Self {
        match unimplemented {
            Unimplemented::CompileError => Self::CompileError,
            Unimplemented::NotImplemented => Self::NotImplemented,
        }
    }
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// With the source line
    Full,
    /// One line each
    Short,
    /// One JSON object each, on a line
    Json,
}

impl Target {
    /// The same as the library takes it.
    pub fn config(&self) -> Config {
        let config = self.source.config();
        match self.unimplemented {
            Some(unimplemented) => config.unimplemented(unimplemented.into()),
            None => config,
        }
    }
}

impl Source {
    /// The same as the library takes it.
    pub fn config(&self) -> Config {
        let mut inputs = self.specs.iter();
        let mut config = inputs.next().map(Config::new).unwrap_or_default();
        for input in inputs {
            config = config.input(input);
        }
        if let Some(root) = &self.ref_root {
            config = config.ref_root(root);
        }
        for place in &self.keep_unknown {
            config =
                config.keep_unknown(if place.is_empty() { KeepUnknown::All } else { place.as_str().into() });
        }
        config = self.allow.iter().fold(config, |config, code| config.allow(code.as_str()));
        config = self.open_enum.iter().fold(config, |config, place| config.open_enum(place.as_str()));
        for (name, scheme) in &self.security_scheme {
            config = config.security_scheme(name, scheme.clone());
        }
        // What is not asked for here is for `stubsmith.yaml` to say.
        if self.skip_unsupported {
            config = config.skip_unsupported(true);
        }
        config = self.map_format.iter().fold(config, |config, (format, path)| config.format(format, path));
        config = self.replace.iter().fold(config, |config, (place, path)| config.replace(place, path));
        config = self.derive.iter().fold(config, |config, derive| match derive.rsplit_once('=') {
            Some((place, path)) => config.derive_at(place, path),
            None => config.derive(derive),
        });
        if let Some(check) = self.check_responses {
            config = config.check_responses(check);
        }
        if let Some(bytes) = self.form_buffer {
            config = config.form_buffer(bytes);
        }
        if let Some(head) = self.head {
            config = config.head(head);
        }
        if self.example_server {
            config = config.example_server(true);
        }
        if self.example_tests {
            config = config.example_tests(true);
        }
        config = self.rename.iter().fold(config, |config, (place, name)| config.rename(place, name));
        self.rename_type.iter().fold(config, |config, (place, name)| config.rename_type(place, name))
    }
}

/// Prints completions to standard output.
pub fn print_completions(shell: Shell) {
    clap_complete::generate(shell, &mut Arguments::command(), "stubsmith", &mut std::io::stdout());
}

/// The command that would mend what `check` found.
pub fn command_line() -> String {
    let words =
        std::env::args().skip(1).map(|word| if word == "check" { "generate".to_owned() } else { word });
    let quote = |word: String| {
        let plain = word
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "-_./=#:@%+".contains(character));
        if plain && !word.is_empty() { word } else { format!("'{}'", word.replace('\'', r"'\''")) }
    };
    std::iter::once("stubsmith".to_owned()).chain(words.map(quote)).collect::<Vec<_>>().join(" ")
}

fn crate_name(text: &str) -> Result<String, String> {
    stubsmith::check_crate_name(text).map(|()| text.to_owned())
}

fn security_scheme(text: &str) -> Result<(String, SecurityScheme), String> {
    let (name, kind) = text.split_once('=').unwrap_or((text, ""));
    Ok((name.to_owned(), kind.parse()?))
}

fn rename(text: &str) -> Result<(String, String), String> {
    pair(text, "#/definitions/Event=NewName")
}

fn map_format(text: &str) -> Result<(String, String), String> {
    pair(text, "mx-user-id=ruma::OwnedUserId")
}

fn replace(text: &str) -> Result<(String, String), String> {
    pair(text, "#/definitions/Event=ruma::AnyEvent")
}

/// The two sides of the last `=`.
fn pair(text: &str, example: &str) -> Result<(String, String), String> {
    let parts = text.rsplit_once('=').filter(|(place, name)| !place.is_empty() && !name.is_empty());
    let (place, name) = parts.ok_or_else(|| format!("write it as `{example}`"))?;
    Ok((place.to_owned(), name.to_owned()))
}
