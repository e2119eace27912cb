//! The settings of a run. `pipeline.rs` runs the generator.

mod security_scheme;

use crate::accepted::Accepted;
use crate::choices::{CheckResponses, Head, Named, OnMistake, OneOf, Unimplemented};
use crate::diagnostic::Place;
use crate::overrides::{Given, Override};
use crate::places::Setting;
pub use security_scheme::SecurityScheme;
use std::path::PathBuf;

/// The input and the settings of a run.
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
    /// The place of `ref-root` in `stubsmith.yaml`, if it is there.
    pub(crate) ref_root_origin: Option<Place>,
    /// The beginning of URLs, and the folder with their files.
    pub(crate) refs: Vec<(Setting, PathBuf)>,
    pub(crate) only: Vec<Setting>,
    pub(crate) keep_unknown: bool,
    pub(crate) keep_unknown_at: Vec<Setting>,
    pub(crate) event_items: Option<Setting>,
    pub(crate) event_items_at: Vec<Setting>,
    pub(crate) open_enums: Vec<Setting>,
    /// A place, and the new name of the item or of the type at this place.
    pub(crate) renames: Vec<(Setting, Named, String)>,
    /// A format, and the path of its type.
    pub(crate) formats: Vec<(Setting, String)>,
    /// Words, such as `chrono`, and formats with words, such as `date-time=chrono`.
    pub(crate) presets: Vec<Setting>,
    /// A place, and the path of the type that replaces its schema.
    pub(crate) replacements: Vec<(Setting, String)>,
    /// The places of two enums. The first enum gets the type of the second.
    pub(crate) same_types: Vec<(Setting, Setting)>,
    /// A place, and how the alternatives of its schema are counted.
    pub(crate) one_of: Vec<(Setting, OneOf)>,
    /// A place, or `None` for all types, and the path of the derived trait.
    pub(crate) derives: Vec<(Option<Setting>, Setting)>,
    /// A place, or `None` for all types, and the attribute.
    pub(crate) attributes: Vec<(Option<Setting>, Setting)>,
    pub(crate) overrides: Vec<Override>,
    pub(crate) on_mistake: Option<OnMistake>,
    pub(crate) unimplemented: Option<Unimplemented>,
    pub(crate) example_tests: Option<bool>,
    pub(crate) example_server: Option<bool>,
    pub(crate) client: Option<bool>,
    pub(crate) server: Option<bool>,
    pub(crate) check_responses: Option<CheckResponses>,
    pub(crate) receive_webhooks: Option<Setting>,
    pub(crate) head: Option<Head>,
    pub(crate) form_buffer: Option<u32>,
    pub(crate) security_schemes: Vec<(Setting, SecurityScheme)>,
    pub(crate) allowed: Vec<Setting>,
    pub(crate) accepted: Vec<Accepted>,
    pub(crate) embed_description: Option<Setting>,
    pub(crate) name: Option<String>,
}

/// The objects that keep undeclared properties.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeepUnknown {
    /// All objects, unless their schema forbids undeclared properties.
    All,
    /// The objects of the schema at this place: `#/definitions/Event`, or `event.json#` for a file.
    At(String),
}

impl From<&str> for KeepUnknown {
    fn from(place: &str) -> Self {
        Self::At(place.to_owned())
    }
}

/// The streams whose schema is that of their items.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventItems {
    /// All streams: `text/event-stream`, JSON Lines and `json-seq`.
    All,
    /// The streams at this place and below it: a media type, a response, an operation or a path, such as
    /// `#/paths/~1chat/post`.
    At(String),
}

impl From<&str> for EventItems {
    fn from(place: &str) -> Self {
        Self::At(place.to_owned())
    }
}

impl Config {
    /// Creates a configuration for this spec, with the default settings. The input is a document, or a folder of JSON
    /// Schemas.
    pub fn new(input: impl Into<PathBuf>) -> Self {
        Self { inputs: vec![input.into()], ..Self::default() }
    }

    /// Adds another spec. All specs together form one API.
    #[must_use]
    pub fn input(mut self, input: impl Into<PathBuf>) -> Self {
        self.inputs.push(input.into());
        self
    }

    /// Sets the folder that contains all referenced files. A `$ref` to a file outside this folder is rejected. The
    /// default is the folder of the spec.
    #[must_use]
    pub fn ref_root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.ref_root = Some(folder.into());
        self
    }

    /// Reads references that begin with this URL from a folder inside the ref root. Nothing is ever fetched. A relative
    /// reference that an `$id` makes such a URL is read from there as well. It is an error if no reference begins with
    /// the URL. By default, a reference that is a URL is an error.
    ///
    /// ```
    /// use stubsmith::Config;
    /// let config = Config::new("spec/api.yaml").refs("https://example.org/schemas/", "spec/vendor");
    /// ```
    #[must_use]
    pub fn refs(mut self, url: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.refs.push((url.into().into(), folder.into()));
        self
    }

    /// Selects operations: those with this tag, with this `operationId`, or with this method and path. Call it again to
    /// select more. The generated code then contains only the selected operations, and the types that they use. The
    /// other operations are not read, so mistakes in them are not reported. It is an error if no operation
    /// matches. By default, all operations are selected.
    ///
    /// ```
    /// use stubsmith::Config;
    /// let config = Config::new("spec/api.yaml").only("rooms").only("getUser").only("GET /health");
    /// ```
    #[must_use]
    pub fn only(mut self, name: impl Into<String>) -> Self {
        self.only.push(name.into().into());
        self
    }

    /// Keeps undeclared properties in a field `additional`. By default, they are ignored.
    #[must_use]
    pub fn keep_unknown(mut self, place: impl Into<KeepUnknown>) -> Self {
        match place.into() {
            KeepUnknown::All => self.keep_unknown = true,
            KeepUnknown::At(place) => self.keep_unknown_at.push(place.into()),
        }
        self
    }

    /// Says that the schema of a stream is that of its items: of the data of each event, or of each JSON value. Swagger
    /// 2.0, and OpenAPI 3.0 and 3.1 have no keyword for it. By default, the schema is not enforced, and the handler
    /// reads or writes bytes. In OpenAPI 3.2, write `itemSchema` instead.
    ///
    /// ```
    /// use stubsmith::{Config, EventItems};
    /// let all = Config::new("spec/api.yaml").event_items(EventItems::All);
    /// let one = Config::new("spec/api.yaml").event_items("#/paths/~1chat/post");
    /// ```
    #[must_use]
    pub fn event_items(mut self, streams: impl Into<EventItems>) -> Self {
        match streams.into() {
            EventItems::All => self.event_items = Some("all".into()),
            EventItems::At(place) => self.event_items_at.push(place.into()),
        }
        self
    }

    /// Adds a variant `Other` to the `enum` at this place, for values that it does not list. By default, such values
    /// are rejected, unless the spec has `x-extensible-enum`.
    #[must_use]
    pub fn open_enum(mut self, place: impl Into<String>) -> Self {
        self.open_enums.push(place.into().into());
        self
    }

    /// Sets whether mistakes are skipped. If they are, operations that have a mistake or that cannot be served are
    /// omitted, and invalid keywords of schemas are ignored, with a warning for each. By default, mistakes are errors.
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

    /// Sets whether to generate tests for the examples of the spec. A test deserializes an example, serializes the
    /// value again, and checks that nothing is lost. By default, no tests are generated.
    #[must_use]
    pub fn example_tests(mut self, write: bool) -> Self {
        self.example_tests = Some(write);
        self
    }

    /// Sets whether to generate `example_server::Examples`, a server that responds with the examples of the spec. Each
    /// operation responds with the example of its first success response. If there is no such example, the response is
    /// made from the schemas, with their examples and defaults. If no valid response can be made, the operation responds
    /// with 501. The server accepts all credentials. By default, it is not generated.
    #[must_use]
    pub fn example_server(mut self, write: bool) -> Self {
        self.example_server = Some(write);
        self
    }

    /// Sets whether to generate `client::Client`, with a method for each operation. It has the types of the server, and
    /// sends requests through any tower service, such as a pool of connections or the router itself. By default, it is
    /// not generated.
    #[must_use]
    pub fn client(mut self, write: bool) -> Self {
        self.client = Some(write);
        self
    }

    /// Sets whether to generate the server. Without it, the generated code has the types of the spec and the client, but
    /// neither traits nor a router, and does not need axum. Webhooks and callbacks are omitted, because servers receive
    /// them. It is an error if there is no [`client`](Self::client) either. By default, it is generated.
    ///
    /// ```
    /// use stubsmith::Config;
    /// let config = Config::new("spec/api.yaml").client(true).server(false);
    /// ```
    #[must_use]
    pub fn server(mut self, write: bool) -> Self {
        self.server = Some(write);
        self
    }

    /// Sets when the server checks responses against the spec before it sends them. By default, it does so only in
    /// builds with debug assertions.
    #[must_use]
    pub fn check_responses(mut self, check: CheckResponses) -> Self {
        self.check_responses = Some(check);
        self
    }

    /// Sets the response to a HEAD request for a path that declares GET but not HEAD. The default is the response to
    /// GET, without the body.
    #[must_use]
    pub fn head(mut self, head: Head) -> Self {
        self.head = Some(head);
        self
    }

    /// Receives the webhooks of the spec: generates a trait with a method for each webhook, and routes for them under
    /// this path, such as `/hooks`. The last part of a route is the name of the webhook. Use it for a server that gets
    /// the webhooks of another API. The security of a webhook is that of this server. By default, webhooks are only
    /// sent.
    #[must_use]
    pub fn receive_webhooks(mut self, path: impl Into<String>) -> Self {
        self.receive_webhooks = Some(path.into().into());
        self
    }

    /// Sets how many bytes of files the server buffers before it calls the handler of a form. A smaller form is read
    /// completely before the call. The default is 1 MiB (1048576). Each request may use this much memory.
    #[must_use]
    pub fn form_buffer(mut self, bytes: u32) -> Self {
        self.form_buffer = Some(bytes);
        self
    }

    /// Embeds the spec in the generated code as one JSON document, and serves it at this path, such as `/openapi.json`.
    /// The document has the operations of the server, the overrides, and URLs that are relative to the server. It is
    /// served without authentication, so it must not contain secrets. By default, it is not embedded.
    #[must_use]
    pub fn embed_description(mut self, path: impl Into<String>) -> Self {
        self.embed_description = Some(path.into().into());
        self
    }

    /// Renames the item at a place. The name is split into words, so you can write it in any case.
    ///
    /// | place | name of |
    /// |---|---|
    /// | `#/paths/~1rooms/get` | the method of an operation |
    /// | a parameter, a property, a header | its field |
    /// | `#/definitions/Event`, or `event.json#` for a file | its type |
    /// | a value of an `enum` | its variant |
    /// | a security scheme | its variant in `Credentials` |
    /// | `#/tags/0`, or an entry in the `tags` of an operation | its module and trait |
    /// | `#` | the module of a document's operations without a tag |
    ///
    /// It is an error if the generated code has no name for the place.
    ///
    /// ```
    /// use stubsmith::Config;
    /// let config = Config::new("spec/api.yaml").rename("#/paths/~1rooms/get", "list_rooms");
    /// ```
    #[must_use]
    pub fn rename(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push((place.into().into(), Named::Itself, name.into()));
        self
    }

    /// Renames the type of a property, a parameter or a header. [`Config::rename`] renames only the field. Without this
    /// setting, the type is named after its place.
    #[must_use]
    pub fn rename_type(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push((place.into().into(), Named::Type, name.into()));
        self
    }

    /// Sets how requests send the credentials of a security scheme. Use it if the spec does not define the scheme, or
    /// defines it incorrectly. For example, an API key in the header `Authorization` is often a bearer token. The
    /// default is the definition in the spec or in another input. If the scheme has no definition, no request satisfies
    /// it.
    #[must_use]
    pub fn security_scheme(mut self, name: impl Into<String>, scheme: SecurityScheme) -> Self {
        self.security_schemes.push((name.into().into(), scheme));
        self
    }

    /// Maps a `format` of strings, integers or numbers to a type, given by its full path:
    /// `config.format("mx-user-id", "ruma::OwnedUserId")`, or `config.format("uint64", "u64")`. The type must implement
    /// `Clone`, `Debug` and `PartialEq`, serde's `Serialize` and `Deserialize`, and, if a parameter has this format,
    /// `FromStr`. Constraints next to such a format, except the bounds of integers, are not enforced; a warning lists them.
    #[must_use]
    pub fn format(mut self, format: impl Into<String>, path: impl Into<String>) -> Self {
        self.formats.push((format.into().into(), path.into()));
        self
    }

    /// Uses the types of well-known crates for strings and integers with a `format`. Each item is a word, which selects
    /// all of its formats, or a format with a word:
    ///
    /// ```
    /// use stubsmith::Config;
    /// let config = Config::new("spec/api.yaml").formats(["chrono", "uuid", "url", "bytes"]);
    /// let config = Config::new("spec/api.yaml").formats(["jiff", "date=chrono", "guid=uuid"]);
    /// ```
    ///
    /// The words are `chrono`, `jiff`, `time`, `uuid`, `url`, `bytes`, `base64`, `rust_decimal` and `integers`. A text
    /// must follow the grammar of its format, and constraints next to the format are enforced. [`Config::format`] takes
    /// precedence.
    #[must_use]
    pub fn formats<T: Into<String>>(mut self, words: impl IntoIterator<Item = T>) -> Self {
        self.presets.extend(words.into_iter().map(|word| Setting::from(word)));
        self
    }

    /// Replaces the schema at a place, such as `#/definitions/Event` or `event.json#`, with a type, given by its full
    /// path. No type is generated for the schema. The type must implement `Clone`, `Debug`, `PartialEq`,
    /// `Serialize` and `Deserialize`.
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

    /// Sets how the alternatives of the schema at a place are counted. With [`OneOf::Any`], its `oneOf` is read as an
    /// `anyOf`, so that a value of several alternatives is not rejected. With [`OneOf::Exact`], its `discriminator` is
    /// ignored, and all alternatives count.
    ///
    /// ```
    /// use stubsmith::{Config, OneOf};
    /// let config = Config::new("spec/api.yaml").one_of("#/components/schemas/Source", OneOf::Any);
    /// ```
    #[must_use]
    pub fn one_of(mut self, place: impl Into<String>, how: OneOf) -> Self {
        self.one_of.push((place.into().into(), how));
        self
    }

    /// Derives another trait, such as `Eq` or `schemars::JsonSchema`, for the structs and enums of all schemas.
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

    /// Adds an attribute, such as `non_exhaustive` or `schemars(deny_unknown_fields)`, to the structs and enums of all
    /// schemas.
    #[must_use]
    pub fn attribute(mut self, attribute: impl Into<String>) -> Self {
        self.attributes.push((None, attribute.into().into()));
        self
    }

    /// Adds an attribute to the item that is generated for this place: the field of a property, or the struct or enum
    /// of any other schema.
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

    /// Replaces the value at a place of the spec. If the current value is not the expected one, the spec has changed,
    /// and the run fails.
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

    /// Accepts a change of the spec, for [`Config::diff`]: the one with this id at this place, until the spec has this
    /// version. It is an error if there is no such change.
    ///
    /// ```
    /// use stubsmith::Config;
    /// let config = Config::new("spec/api.yaml");
    /// let reason = "the old clients are gone";
    /// let config = config.accept_change("operation-removed", "#/paths/~1boats/delete", reason, "2.0.0");
    /// ```
    #[must_use]
    pub fn accept_change(
        mut self,
        id: impl Into<String>,
        place: impl Into<String>,
        reason: impl Into<String>,
        until: impl Into<String>,
    ) -> Self {
        self.accepted.push(Accepted {
            id: id.into().into(),
            at: place.into().into(),
            reason: reason.into(),
            until: until.into().into(),
        });
        self
    }

    /// Sets the name of the module that [`Config::build_script`] declares, or of one of several [`Apis`](crate::Apis).
    /// The default is the file name of the spec without its extension.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}
