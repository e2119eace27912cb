//! The settings of a run. `pipeline.rs` runs the generator.

use crate::api::{ApiKey, HttpScheme, KeyLocation, SchemeKind};
use crate::choices::{CheckResponses, Head, Named, OnMistake, Unimplemented};
use crate::overrides::{Given, Override};
use crate::places::Setting;
use std::path::PathBuf;
use std::str::FromStr;

/// The input of a run, and its settings.
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
    /// A format, and the path of its type.
    pub(crate) formats: Vec<(Setting, String)>,
    /// A place, and the path of the type that replaces its schema.
    pub(crate) replacements: Vec<(Setting, String)>,
    /// The places of two enums: the first has the type of the second.
    pub(crate) same_types: Vec<(Setting, Setting)>,
    /// A place (none: every place), and the path of the trait that is derived.
    pub(crate) derives: Vec<(Option<Setting>, Setting)>,
    /// A place, or none for all types, and the attribute.
    pub(crate) attributes: Vec<(Option<Setting>, Setting)>,
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

/// Where undeclared properties are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeepUnknown {
    /// In every object, unless the schema forbids them.
    All,
    /// In the objects of the schema at this place: `#/definitions/Event`, or `event.json#` for a file.
    At(String),
}

impl From<&str> for KeepUnknown {
    fn from(place: &str) -> Self {
        Self::At(place.to_owned())
    }
}

/// How a request sends credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecurityScheme {
    /// A query parameter with this name.
    Query(String),
    /// A header with this name.
    Header(String),
    /// A user name and a password, in the header `Authorization`.
    Basic,
    /// A token in the header `Authorization`.
    Bearer,
}

impl FromStr for SecurityScheme {
    type Err = String;

    /// Parses a scheme as flags and `stubsmith.yaml` write it, such as `header:X-Key`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("header", header)) if !header.is_empty() => Ok(Self::Header(header.to_owned())),
            Some(("query", parameter)) if !parameter.is_empty() => Ok(Self::Query(parameter.to_owned())),
            None if text == "basic" => Ok(Self::Basic),
            None if text == "bearer" => Ok(Self::Bearer),
            _ => Err("a security scheme must be `basic`, `bearer`, `header:X-Key` or `query:key`".to_owned()),
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
    /// Creates a configuration for this spec, with default settings.
    pub fn new(input: impl Into<PathBuf>) -> Self {
        Self { inputs: vec![input.into()], ..Self::default() }
    }

    /// Adds a spec to the same API.
    #[must_use]
    pub fn input(mut self, input: impl Into<PathBuf>) -> Self {
        self.inputs.push(input.into());
        self
    }

    /// Sets the folder that contains all referenced files. A `$ref` to a file outside it is rejected. The default is the
    /// spec's own folder.
    #[must_use]
    pub fn ref_root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.ref_root = Some(folder.into());
        self
    }

    /// Keeps undeclared properties, in a field `additional`. By default they are dropped.
    #[must_use]
    pub fn keep_unknown(mut self, place: impl Into<KeepUnknown>) -> Self {
        match place.into() {
            KeepUnknown::All => self.keep_unknown = true,
            KeepUnknown::At(place) => self.keep_unknown_at.push(place.into()),
        }
        self
    }

    /// Accepts values that the `enum` of the schema at this place does not list, in a variant `Other`. By default they
    /// are rejected, unless the spec has `x-extensible-enum`.
    #[must_use]
    pub fn open_enum(mut self, place: impl Into<String>) -> Self {
        self.open_enums.push(place.into().into());
        self
    }

    /// Omits operations that cannot be served or that have a mistake, and ignores mistakes in schemas, with a warning
    /// for each. By default they are errors.
    #[must_use]
    pub fn skip_unsupported(mut self, skip: bool) -> Self {
        self.on_mistake = Some(OnMistake::from_skip(skip));
        self
    }

    /// Sets what happens to operations that you have not implemented. The default is a compile error.
    #[must_use]
    pub fn unimplemented(mut self, unimplemented: Unimplemented) -> Self {
        self.unimplemented = Some(unimplemented);
        self
    }

    /// Also writes a test for the examples of the spec: it deserializes each example, serializes it again, and checks
    /// that nothing is lost. By default, none is written.
    #[must_use]
    pub fn example_tests(mut self, write: bool) -> Self {
        self.example_tests = Some(write);
        self
    }

    /// Also writes a server that responds with the examples of the spec, `example_server::Examples`. Each operation
    /// responds with the example of its first success response, or with one built from the examples of its schemas, or
    /// with 501. It accepts all credentials. By default, none is written.
    #[must_use]
    pub fn example_server(mut self, write: bool) -> Self {
        self.example_server = Some(write);
        self
    }

    /// Sets when the server checks responses against the spec before it sends them. By default, it checks them only in
    /// builds with debug assertions.
    #[must_use]
    pub fn check_responses(mut self, check: CheckResponses) -> Self {
        self.check_responses = Some(check);
        self
    }

    /// Sets the response to HEAD on a path that declares GET but not HEAD. The default is the response to GET, without
    /// its body.
    #[must_use]
    pub fn head(mut self, head: Head) -> Self {
        self.head = Some(head);
        self
    }

    /// Sets how many bytes of files the server buffers before it calls the handler of a form. A form that is smaller is
    /// read completely before the call. The default is 1 MiB, in memory for each request.
    #[must_use]
    pub fn form_buffer(mut self, bytes: u32) -> Self {
        self.form_buffer = Some(bytes);
        self
    }

    /// Renames the thing at a place: an operation (`#/paths/~1rooms/get`), a parameter, a property (its field), a value
    /// of an `enum`, a header, a security scheme, a tag (`#/tags/0`, or the entry in the `tags` of an operation), a
    /// document (`#`), or a schema that is none of these (`#/definitions/Event`, or `file.json#` for a file). The name
    /// is split into words, so you can write it in any case. It is an error if the generated code has no name for this
    /// place.
    #[must_use]
    pub fn rename(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push((place.into().into(), Named::Itself, name.into()));
        self
    }

    /// Renames the type of the schema at a place. Otherwise, the type of a property, a parameter or a header is named
    /// after its place, even if [`Config::rename`] renames its field.
    #[must_use]
    pub fn rename_type(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push((place.into().into(), Named::Type, name.into()));
        self
    }

    /// Sets how requests send the credentials of a security scheme, for a scheme that the spec does not define, or
    /// defines differently. For example, an API key in the header `Authorization` is often a bearer token. The default
    /// is the definition in the spec or in another input. If the scheme has no definition, no request satisfies it.
    #[must_use]
    pub fn security_scheme(mut self, name: impl Into<String>, scheme: SecurityScheme) -> Self {
        self.security_schemes.push((name.into().into(), scheme));
        self
    }

    /// Maps a `format` of strings, integers or numbers to a type of another crate, by its full path:
    /// `config.format("mx-user-id", "ruma::OwnedUserId")`, or `config.format("uint64", "u64")`. serde deserializes
    /// and serializes the type in JSON, and `FromStr` parses it in a parameter. It must also implement `Clone`, `Debug`
    /// and `PartialEq`. Constraints next to such a format are reported as not enforced.
    #[must_use]
    pub fn format(mut self, format: impl Into<String>, path: impl Into<String>) -> Self {
        self.formats.push((format.into().into(), path.into()));
        self
    }

    /// Replaces a schema with a type of another crate, by its full path: `#/definitions/Event`, or `event.json#` in
    /// another file. No type is generated for it. The type is read and written with serde, and must implement `Clone`,
    /// `Debug` and `PartialEq`.
    #[must_use]
    pub fn replace(mut self, place: impl Into<String>, path: impl Into<String>) -> Self {
        self.replacements.push((place.into().into(), path.into()));
        self
    }

    /// Uses the type of the `enum` at `other` for the `enum` at `place`. Both must list the same values.
    #[must_use]
    pub fn same_type(mut self, place: impl Into<String>, other: impl Into<String>) -> Self {
        self.same_types.push((place.into().into(), other.into().into()));
        self
    }

    /// Derives another trait for the structs and enums of all schemas, such as `Eq` or `schemars::JsonSchema`.
    #[must_use]
    pub fn derive(mut self, path: impl Into<String>) -> Self {
        self.derives.push((None, path.into().into()));
        self
    }

    /// Derives another trait for the struct or enum of the schema at this place.
    #[must_use]
    pub fn derive_at(mut self, place: impl Into<String>, path: impl Into<String>) -> Self {
        self.derives.push((Some(place.into().into()), path.into().into()));
        self
    }

    /// Adds an attribute to the structs and enums of all schemas, such as `non_exhaustive` or `schemars(deny_unknown_fields)`.
    #[must_use]
    pub fn attribute(mut self, attribute: impl Into<String>) -> Self {
        self.attributes.push((None, attribute.into().into()));
        self
    }

    /// Adds an attribute to the field of a property, or to the struct or enum of any other schema at this place.
    #[must_use]
    pub fn attribute_at(mut self, place: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.attributes.push((Some(place.into().into()), attribute.into().into()));
        self
    }

    /// Suppresses the warnings with this code, such as `not-enforced`. Errors cannot be suppressed.
    #[must_use]
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.allowed.push(code.into().into());
        self
    }

    /// Replaces a value of the spec before it is read. If the current value is not the expected one, the spec has
    /// changed, and the run fails.
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

    /// Sets the name of the module that [`Config::build_script`] declares. The default is the file name of the spec.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}
