//! The options as the caller says them. The runs are in `pipeline.rs`.

use crate::api::{ApiKey, HttpScheme, KeyLocation, SchemeKind};
use crate::choices::{CheckResponses, Head, Named, OnMistake, Unimplemented};
use crate::overrides::{Given, Override};
use crate::places::Setting;
use std::path::PathBuf;
use std::str::FromStr;

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
    pub(crate) inputs: Vec<PathBuf>,
    pub(crate) ref_root: Option<PathBuf>,
    pub(crate) keep_unknown: bool,
    pub(crate) keep_unknown_at: Vec<Setting>,
    pub(crate) open_enums: Vec<Setting>,
    /// A place, and the name of the thing or of the type there.
    pub(crate) renames: Vec<(Setting, Named, String)>,
    /// A format, and the path of the type that it becomes.
    pub(crate) formats: Vec<(Setting, String)>,
    /// A place, and the path of the type that replaces its schema.
    pub(crate) replacements: Vec<(Setting, String)>,
    /// A place, or none for all of them, and the path of the trait that is derived.
    pub(crate) derives: Vec<(Option<Setting>, Setting)>,
    pub(crate) overrides: Vec<Override>,
    pub(crate) on_mistake: Option<OnMistake>,
    pub(crate) unimplemented: Option<Unimplemented>,
    pub(crate) example_tests: Option<bool>,
    pub(crate) example_server: Option<bool>,
    pub(crate) check_responses: Option<CheckResponses>,
    pub(crate) head: Option<Head>,
    pub(crate) form_buffer: Option<u32>,
    pub(crate) security_schemes: Vec<(Setting, SecurityScheme)>,
    pub(crate) allowed: Vec<Setting>,
    pub(crate) name: Option<String>,
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

impl FromStr for SecurityScheme {
    type Err = String;

    /// As flags and `stubsmith.yaml` write it.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("header", header)) if !header.is_empty() => Ok(Self::Header(header.to_owned())),
            Some(("query", parameter)) if !parameter.is_empty() => Ok(Self::Query(parameter.to_owned())),
            None if text == "basic" => Ok(Self::Basic),
            None if text == "bearer" => Ok(Self::Bearer),
            _ => Err("a security scheme is `basic`, `bearer`, `header:X-Key` or `query:key`".to_owned()),
        }
    }
}

impl SecurityScheme {
    pub(crate) fn kind(&self) -> SchemeKind {
        match self {
            Self::Query(name) => api_key(KeyLocation::Query, name),
            Self::Header(name) => api_key(KeyLocation::Header, name),
            Self::Basic => SchemeKind::Http(HttpScheme::Basic),
            Self::Bearer => SchemeKind::Http(HttpScheme::Bearer),
        }
    }
}

fn api_key(location: KeyLocation, name: &str) -> SchemeKind {
    SchemeKind::ApiKey(ApiKey { location, name: name.to_owned() })
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
        match place.into() {
            KeepUnknown::All => self.keep_unknown = true,
            KeepUnknown::At(place) => self.keep_unknown_at.push(place.into()),
        }
        self
    }

    /// Takes values that the `enum` of the schema at this place does not list, in a variant `Other`.
    /// Defaults to refusing them, unless the description has `x-extensible-enum`.
    #[must_use]
    pub fn open_enum(mut self, place: impl Into<String>) -> Self {
        self.open_enums.push(place.into().into());
        self
    }

    /// Leaves out the operations that cannot be served, or that have a mistake, and passes over mistakes in
    /// schemas, with a warning each. Defaults to refusing them.
    #[must_use]
    pub fn skip_unsupported(mut self, skip: bool) -> Self {
        self.on_mistake = Some(OnMistake::from_skip(skip));
        self
    }

    /// What becomes of operations that the author has not written yet. Defaults to a compile error.
    #[must_use]
    pub fn unimplemented(mut self, unimplemented: Unimplemented) -> Self {
        self.unimplemented = Some(unimplemented);
        self
    }

    /// Writes a test for the examples of the description as well: each is read as the type that it is an
    /// example of, and what is written of it has all that the example has. Defaults to none.
    #[must_use]
    pub fn example_tests(mut self, write: bool) -> Self {
        self.example_tests = Some(write);
        self
    }

    /// Writes a server as well that answers with the examples of the description, `example_server::Examples`:
    /// each operation with the example of its first response that all went well, or with what the examples of
    /// its schemas make of one, or 501. It lets everybody in. Defaults to none.
    #[must_use]
    pub fn example_server(mut self, write: bool) -> Self {
        self.example_server = Some(write);
        self
    }

    /// Whether the answers of a server are held to the description before they are sent. Defaults to builds
    /// with debug assertions.
    #[must_use]
    pub fn check_responses(mut self, check: CheckResponses) -> Self {
        self.check_responses = Some(check);
        self
    }

    /// What answers HEAD on a path that declares GET and not HEAD. Defaults to what answers GET.
    #[must_use]
    pub fn head(mut self, head: Head) -> Self {
        self.head = Some(head);
        self
    }

    /// How many bytes of a form's files are read before its handler is called, while there are fields that may come after
    /// them: a form that ends within is known as a whole. Defaults to 1 MiB, which a request may take in memory.
    #[must_use]
    pub fn form_buffer(mut self, bytes: u32) -> Self {
        self.form_buffer = Some(bytes);
        self
    }

    /// Gives what stands at a place another name: an operation (`#/paths/~1rooms/get`), a parameter, a
    /// property (its field), a value of an `enum`, a header, a security scheme, a tag (`#/tags/0`, or where an
    /// operation lists it), a document (`#`), or a schema that is none of these: `#/definitions/Event`, or
    /// `file.json#` for a file. The name is split into words again, so that any way of writing it does. A
    /// place that no name comes from is an error.
    #[must_use]
    pub fn rename(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push((place.into().into(), Named::Itself, name.into()));
        self
    }

    /// Gives the type of the schema at a place another name. That of a property, a parameter or a header is
    /// called by its place until then, whatever [`Config::rename`] calls the field.
    #[must_use]
    pub fn rename_type(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push((place.into().into(), Named::Type, name.into()));
        self
    }

    /// Says how the credentials of a security scheme are presented, for one that the description names and does
    /// not define, or defines as something else: an API key in the header `Authorization` is often a bearer token.
    /// Defaults to what the description says, or the other descriptions; else nobody satisfies it.
    #[must_use]
    pub fn security_scheme(mut self, name: impl Into<String>, scheme: SecurityScheme) -> Self {
        self.security_schemes.push((name.into().into(), scheme));
        self
    }

    /// Maps a `format` of strings, integers or numbers to a type of another crate, by its whole path:
    /// `config.format("mx-user-id", "ruma::OwnedUserId")`, or `config.format("uint64", "u64")`. The type
    /// is read from JSON and written by its serde, and read from a parameter by its `FromStr`; it is
    /// `Clone`, `Debug` and `PartialEq` as well. Constraints beside such a format are not enforced.
    #[must_use]
    pub fn format(mut self, format: impl Into<String>, path: impl Into<String>) -> Self {
        self.formats.push((format.into().into(), path.into()));
        self
    }

    /// Puts a type of another crate, by its whole path, in the place of a schema: `#/definitions/Event`,
    /// or `event.json#` in another file. None is generated for it. The type is read and written by its
    /// serde, and is `Clone`, `Debug` and `PartialEq`.
    #[must_use]
    pub fn replace(mut self, place: impl Into<String>, path: impl Into<String>) -> Self {
        self.replacements.push((place.into().into(), path.into()));
        self
    }

    /// Derives one trait more for the structs and enums of all schemas, such as `Eq` or
    /// `schemars::JsonSchema`.
    #[must_use]
    pub fn derive(mut self, path: impl Into<String>) -> Self {
        self.derives.push((None, path.into().into()));
        self
    }

    /// Derives one trait more for the struct or enum of the schema at this place.
    #[must_use]
    pub fn derive_at(mut self, place: impl Into<String>, path: impl Into<String>) -> Self {
        self.derives.push((Some(place.into().into()), path.into().into()));
        self
    }

    /// Accepts the warnings of a code, such as `not-enforced`: they are not reported. What is an error stays
    /// one.
    #[must_use]
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.allowed.push(code.into().into());
        self
    }

    /// Reads the description as if another value stood at this place. Nothing is generated when what is
    /// there is not what is expected: then the description has changed.
    ///
    /// ```
    /// use stubsmith::{Absent, Config};
    /// let format = "#/paths/~1events/get/parameters/1/collectionFormat";
    /// let config = Config::new("spec/api.yaml").override_value(format, Absent, "multi");
    /// ```
    #[must_use]
    pub fn override_value(
        mut self,
        place: impl Into<String>,
        expected: impl Into<Given>,
        value: impl Into<Given>,
    ) -> Self {
        self.overrides.push(Override {
            place: place.into().into(),
            expected: expected.into(),
            value: value.into(),
        });
        self
    }

    /// The module that [`Config::build_script`] declares. Defaults to the description's file name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}
