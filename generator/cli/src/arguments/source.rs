//! The options of all commands that read a spec.

use super::Reporting;
use super::values::{map_format, one_of, refs, rename, replace, same_type, security_scheme};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use stubsmith::{CheckResponses, Config, EventItems, Head, KeepUnknown, OneOf, SecurityScheme};

/// The input and its options. `stubsmith.yaml` next to the first spec has the settings that no option overrides.
#[derive(Args, Clone, Debug)]
pub(crate) struct Source {
    /// The specs. Several specs form one API
    #[arg(value_name = "SPEC", required = true)]
    pub specs: Vec<PathBuf>,
    /// The folder that contains all referenced files [default: the folder of the specs]
    #[arg(long, value_name = "DIR")]
    pub ref_root: Option<PathBuf>,
    /// Read references that begin with a URL from a folder inside the ref root, such as
    /// `--refs https://example.org/schemas/=vendor`. Nothing is ever fetched
    #[arg(long, value_name = "URL=DIR", value_parser = refs)]
    pub refs: Vec<(String, String)>,
    /// Generate only the operations with a tag, an `operationId`, or a method and a path, such as `--only rooms` or
    /// `--only 'GET /health'`, and the types that they use
    #[arg(long, value_name = "TAG|OPERATION")]
    pub only: Vec<String>,
    /// Keep undeclared properties instead of dropping them, for all schemas or for the one at a place, such as
    /// `--keep-unknown=#/definitions/Event` or `--keep-unknown=event.json#`
    #[arg(long, value_name = "PLACE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub keep_unknown: Vec<String>,
    /// Read the schema of a `text/event-stream` or JSON Lines as that of its items, for all streams or for those at a
    /// place, such as `--event-items='#/paths/~1chat/post'`
    #[arg(long, value_name = "PLACE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub event_items: Vec<String>,
    /// Accept values that the `enum` of a schema does not list, such as `--open-enum '#/definitions/Color'`
    #[arg(long, value_name = "PLACE")]
    pub open_enum: Vec<String>,
    /// Rename a schema, property, enum value, parameter, header, operation, tag or security scheme, such as `--rename
    /// '#/definitions/Event=RoomEvent'` or `--rename 'event.json#/properties/id=key'`
    #[arg(long, value_name = "PLACE=NAME", value_parser = rename)]
    pub rename: Vec<(String, String)>,
    /// Rename the type of a property, a parameter or a header (`--rename` renames its field), such as `--rename-type
    /// '#/definitions/Event/properties/sender=Sender'`
    #[arg(long, value_name = "PLACE=NAME", value_parser = rename)]
    pub rename_type: Vec<(String, String)>,
    /// Define a security scheme that the spec does not define, or defines differently: `NAME=basic`, `NAME=bearer`,
    /// `NAME=header:X-Key`, `NAME=query:key`, `NAME=cookie:SID`, `NAME=http:Digest` or `NAME=mutualTLS`
    #[arg(long, value_name = "NAME=KIND", value_parser = security_scheme)]
    pub security_scheme: Vec<(String, SecurityScheme)>,
    /// Use the types of well-known crates for formats: `chrono`, `jiff`, `time`, `uuid`, `url`, `bytes`, `base64`,
    /// `rust_decimal` or `integers`. A word selects all of its formats, or one: `--formats chrono,uuid,guid=uuid`
    #[arg(long, value_name = "[FORMAT=]WORD", value_delimiter = ',')]
    pub formats: Vec<String>,
    /// Map a `format` to a type of another crate, such as `--map-format mx-user-id=ruma::OwnedUserId`
    #[arg(long, value_name = "FORMAT=PATH", value_parser = map_format)]
    pub map_format: Vec<(String, String)>,
    /// Replace a schema with a type of another crate, such as `--replace '#/definitions/Event=ruma::AnyEvent'`
    #[arg(long, value_name = "PLACE=PATH", value_parser = replace)]
    pub replace: Vec<(String, String)>,
    /// Use the type of another `enum` with the same values for the `enum` at a place, such as
    /// `--same-type '#/definitions/Pet/properties/status=#/definitions/Status'`
    #[arg(long, value_name = "PLACE=PLACE", value_parser = same_type)]
    pub same_type: Vec<(String, String)>,
    /// Count the alternatives of a schema in another way: `PLACE=any` reads a `oneOf` as an `anyOf`, and `PLACE=exact`
    /// ignores a `discriminator`, such as `--one-of '#/components/schemas/Source=any'`
    #[arg(long, value_name = "PLACE=HOW", value_parser = one_of)]
    pub one_of: Vec<(String, OneOf)>,
    /// Derive another trait for all schemas or for the one at a place, such as `--derive schemars::JsonSchema` or
    /// `--derive '#/definitions/Id=Hash'`
    #[arg(long, value_name = "[PLACE=]PATH")]
    pub derive: Vec<String>,
    /// Add an attribute to all types, or to the field or type at a place, such as `--attribute non_exhaustive` or
    /// `--attribute '#/definitions/Id=schemars(rename = "Key")'`
    #[arg(long, value_name = "[PLACE=]ATTRIBUTE")]
    pub attribute: Vec<String>,
    /// Omit operations that cannot be served or have mistakes, and ignore mistakes in schemas, with a warning for each
    #[arg(long)]
    pub skip_unsupported: bool,
    #[command(flatten)]
    pub parts: OtherParts,
    /// Do not write a server, only the types and the client: use it with `--client`
    #[arg(long)]
    pub no_server: bool,
    /// Embed the spec in the generated code as one JSON document, and serve it at this path, such as `/openapi.json`
    #[arg(long, value_name = "PATH")]
    pub embed_description: Option<String>,
    /// Check responses against the spec before they are sent: `always`, in builds with debug assertions (`debug`, the
    /// default), or `never`
    #[arg(long, value_name = "WHEN")]
    pub check_responses: Option<CheckResponses>,
    /// How to respond to HEAD if a path declares GET but not HEAD: like GET, without the body (`answer`, the default),
    /// or with 405 (`reject`)
    #[arg(long, value_name = "HOW")]
    pub head: Option<Head>,
    /// Receive the webhooks of the spec: generate a trait and routes for them under this path, such as
    /// `--receive-webhooks /hooks`
    #[arg(long, value_name = "PATH")]
    pub receive_webhooks: Option<String>,
    /// How many bytes of files the server buffers before it calls the handler of a form, to find the fields after the
    /// files [default: 1048576]
    #[arg(long, value_name = "BYTES")]
    pub form_buffer: Option<u32>,
    #[command(flatten)]
    pub reporting: Reporting,
}

/// The parts of the output that are generated only on request.
#[derive(Args, Clone, Debug)]
pub(crate) struct OtherParts {
    /// Also write a test for the examples of the spec
    #[arg(long)]
    pub example_tests: bool,
    /// Also write a server that responds with the examples of the spec
    #[arg(long)]
    pub example_server: bool,
    /// Also write a client, with a method for each operation, over any tower service
    #[arg(long)]
    pub client: bool,
}

/// How to treat operations that are not implemented.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Unimplemented {
    /// Fail to compile
    CompileError,
    /// Respond with 501
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

impl Source {
    /// The settings for the library.
    pub(crate) fn config(&self) -> Config {
        self.config_of(&self.specs)
    }

    pub(super) fn config_of<'s>(&self, specs: impl IntoIterator<Item = &'s PathBuf>) -> Config {
        let mut inputs = specs.into_iter();
        let mut config = inputs.next().map(Config::new).unwrap_or_default();
        for input in inputs {
            config = config.input(input);
        }
        if let Some(root) = &self.ref_root {
            config = config.ref_root(root);
        }
        config = (self.refs.iter()).fold(config, |config, (url, folder)| config.refs(url, folder));
        config = self.only.iter().fold(config, |config, name| config.only(name.as_str()));
        for place in &self.keep_unknown {
            config =
                config.keep_unknown(if place.is_empty() { KeepUnknown::All } else { place.as_str().into() });
        }
        for place in &self.event_items {
            config =
                config.event_items(if place.is_empty() { EventItems::All } else { place.as_str().into() });
        }
        config = self.reporting.apply(config);
        config = self.open_enum.iter().fold(config, |config, place| config.open_enum(place.as_str()));
        config = self.one_of.iter().fold(config, |config, (place, how)| config.one_of(place, *how));
        for (name, scheme) in &self.security_scheme {
            config = config.security_scheme(name, scheme.clone());
        }
        // Flags that are not given must not override `stubsmith.yaml`.
        if self.skip_unsupported {
            config = config.skip_unsupported(true);
        }
        config = config.formats(&self.formats);
        config = self.map_format.iter().fold(config, |config, (format, path)| config.format(format, path));
        config = self.replace.iter().fold(config, |config, (place, path)| config.replace(place, path));
        config =
            (self.same_type.iter()).fold(config, |config, (place, other)| config.same_type(place, other));
        // A place has a `#`, and a path of an attribute has none.
        config = self.attribute.iter().fold(config, |config, attribute| match attribute.split_once('=') {
            Some((place, attribute)) if place.contains('#') => config.attribute_at(place, attribute),
            _ => config.attribute(attribute),
        });
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
        if let Some(path) = &self.embed_description {
            config = config.embed_description(path);
        }
        if let Some(head) = self.head {
            config = config.head(head);
        }
        if let Some(path) = &self.receive_webhooks {
            config = config.receive_webhooks(path.as_str());
        }
        if self.parts.example_server {
            config = config.example_server(true);
        }
        if self.parts.client {
            config = config.client(true);
        }
        if self.no_server {
            config = config.server(false);
        }
        if self.parts.example_tests {
            config = config.example_tests(true);
        }
        config = self.rename.iter().fold(config, |config, (place, name)| config.rename(place, name));
        self.rename_type.iter().fold(config, |config, (place, name)| config.rename_type(place, name))
    }
}
