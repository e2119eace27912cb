//! The settings of one run, resolved once for all stages: places to [`Place`]s, and paths of types to [`RustPath`]s.

use crate::api::Scheme;
use crate::attribute::Attribute;
use crate::bundle::Name;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed, Severity};
use crate::presets::Preset;
use crate::rust_path::RustPath;
use std::str::FromStr;

/// The resolved settings.
#[derive(Clone, Debug)]
pub(crate) struct Choices {
    pub on_mistake: OnMistake,
    /// The names of the selected operations. All operations are selected if there are none.
    pub only: Vec<Placed<String>>,
    /// Whether every object keeps the properties that its schema does not declare.
    pub keep_unknown: bool,
    /// The schemas whose objects keep undeclared properties.
    pub keep_unknown_at: Vec<Place>,
    /// The schemas whose `enum` is open.
    pub open_enums: Vec<Place>,
    pub renames: Vec<Rename>,
    pub formats: Vec<MappedFormat>,
    /// The formats whose types a word selects. The types in `formats` take precedence.
    pub presets: Vec<ChosenPreset>,
    /// Schemas, and the types that replace them.
    pub replacements: Vec<(Place, RustPath)>,
    /// Enums, each with the enum whose type it gets.
    pub same_types: Vec<(Place, Place)>,
    /// The schemas whose `oneOf` or `anyOf` is read in another way.
    pub one_of: Vec<(Place, OneOf)>,
    pub event_items: EventItems,
    /// The traits that the type of a schema derives. Without a place, all types derive the trait.
    pub derives: Vec<(Option<Place>, RustPath)>,
    /// The attributes of a field or a type. Without a place, all types have the attribute.
    pub attributes: Vec<(Option<Place>, Attribute)>,
    /// The security schemes from settings.
    pub security_schemes: Vec<Scheme>,
    /// The path before the names of webhooks, if the generated code receives them.
    pub receive_webhooks: Option<Placed<String>>,
    pub head: Head,
    pub unimplemented: Unimplemented,
    pub example_tests: bool,
    pub example_server: bool,
    pub sides: Sides,
    pub check_responses: CheckResponses,
    /// How many bytes of files the server buffers before it calls the handler of a form.
    pub form_buffer: u32,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            on_mistake: OnMistake::default(),
            only: Vec::new(),
            keep_unknown: false,
            keep_unknown_at: Vec::new(),
            open_enums: Vec::new(),
            renames: Vec::new(),
            formats: Vec::new(),
            presets: Vec::new(),
            replacements: Vec::new(),
            same_types: Vec::new(),
            one_of: Vec::new(),
            event_items: EventItems::default(),
            derives: Vec::new(),
            attributes: Vec::new(),
            security_schemes: Vec::new(),
            receive_webhooks: None,
            head: Head::default(),
            unimplemented: Unimplemented::default(),
            example_tests: false,
            example_server: false,
            sides: Sides::default(),
            check_responses: CheckResponses::default(),
            form_buffer: FORM_BUFFER,
        }
    }
}

impl Choices {
    /// Returns the names of schemas, for a bundle.
    pub(crate) fn names(&self) -> Vec<Name> {
        let renames = self.renames.iter();
        renames.map(|rename| Name { place: rename.place.clone(), name: rename.name.clone() }).collect()
    }

    /// Returns the severity of a setting without an effect. Its place may be in an omitted operation, or in one that is
    /// not selected.
    pub(crate) fn on_unused(&self) -> OnMistake {
        let is_whole = self.only.is_empty() && self.sides != Sides::Client;
        if is_whole { self.on_mistake } else { OnMistake::Skip }
    }
}

/// The sides of the API that are generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sides {
    #[default]
    Server,
    Both,
    Client,
}

/// The streams whose schema is that of their items.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventItems {
    /// The place of the setting for all streams, if there is one.
    pub all: Option<Place>,
    /// The places of media types, or places around them.
    pub at: Vec<Place>,
}

/// The default of `form_buffer`, in bytes.
pub(crate) const FORM_BUFFER: u32 = 1 << 20;

/// A `format`, the path of its type, and the place of the setting.
#[derive(Clone, Debug)]
pub(crate) struct MappedFormat {
    pub format: String,
    pub path: RustPath,
    /// `None` for a format that the word `integers` selects together with others.
    pub origin: Option<Place>,
}

/// A `format`, the type that a word selects for it, and the place of the setting.
#[derive(Clone, Debug)]
pub(crate) struct ChosenPreset {
    pub format: String,
    pub preset: &'static Preset,
    pub origin: Place,
    /// Whether the setting names the format, not only the word.
    pub is_named: bool,
}

/// The effect of a mistake in one part of a spec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OnMistake {
    /// The spec is rejected.
    #[default]
    Reject,
    /// The part is ignored or omitted, with a warning: `--skip-unsupported`.
    Skip,
}

impl OnMistake {
    /// Converts the setting `skip-unsupported`.
    pub(crate) fn from_skip(skip: bool) -> Self {
        if skip { Self::Skip } else { Self::Reject }
    }

    /// Returns the severity of a mistake.
    pub(crate) fn severity(self) -> Severity {
        match self {
            Self::Reject => Severity::Error,
            Self::Skip => Severity::Warning,
        }
    }

    /// Makes the diagnostic of a mistake a warning, if mistakes are skipped.
    pub(crate) fn judge(self, mistake: Diagnostic) -> Diagnostic {
        match self {
            Self::Reject => mistake,
            Self::Skip => mistake.into_warning(),
        }
    }

    /// Adds the diagnostics of a part that can be ignored.
    pub(crate) fn settle(self, mistakes: Diagnostics, diagnostics: &mut Diagnostics) {
        match self {
            Self::Reject => diagnostics.append(mistakes),
            Self::Skip => diagnostics.push_skipped(mistakes),
        }
    }

    /// Adds the diagnostics of a part that cannot be used if it has a mistake. Returns whether the part is kept: a part
    /// with errors is omitted, unless the whole spec is rejected anyway.
    pub(crate) fn settle_part(
        self,
        part: &str,
        mistakes: Diagnostics,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let has_errors = mistakes.has_errors();
        match self {
            Self::Reject => {
                diagnostics.append(mistakes);
                true
            }
            Self::Skip => {
                diagnostics.push_omitted(part, mistakes);
                !has_errors
            }
        }
    }
}

/// The item that a setting renames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Named {
    /// The item at the place: a property, a parameter, an operation, or a schema that does not belong to a property.
    Itself,
    /// The type of the schema.
    Type,
}

impl Named {
    /// Returns the names of the option on the command line and in the library.
    pub(crate) fn option(self) -> (&'static str, &'static str) {
        match self {
            Self::Itself => ("rename", "rename"),
            Self::Type => ("rename-type", "rename_type"),
        }
    }
}

/// A name from a setting.
#[derive(Clone, Debug)]
pub(crate) struct Rename {
    pub place: Place,
    pub named: Named,
    pub name: String,
    /// The place of the setting, if it is in `stubsmith.yaml`.
    pub origin: Option<Place>,
}

/// How the alternatives of a schema are counted, if not as its `oneOf` and its `discriminator` say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OneOf {
    /// At least one alternative must match: the `oneOf` is read as an `anyOf`.
    Any,
    /// All alternatives count: the `discriminator` does not select one.
    Exact,
}

impl OneOf {
    /// Returns the word in settings.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Exact => "exact",
        }
    }
}

impl FromStr for OneOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "any" => Ok(Self::Any),
            "exact" => Ok(Self::Exact),
            _ => Err("`one-of` must be `any` or `exact`".to_owned()),
        }
    }
}

/// When the generated server checks responses against the spec before it sends them. It deserializes the JSON of a body
/// again, and checks the constraints of headers. A violation becomes an error of the API's own type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckResponses {
    /// In every build.
    Always,
    /// In builds with debug assertions. In other builds, the checks cost nothing.
    #[default]
    Debug,
    /// Never.
    Never,
}

impl CheckResponses {
    /// Returns the word in settings.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Debug => "debug",
            Self::Never => "never",
        }
    }
}

impl FromStr for CheckResponses {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "always" => Ok(Self::Always),
            "debug" => Ok(Self::Debug),
            "never" => Ok(Self::Never),
            _ => Err("`check-responses` must be `always`, `debug` or `never`".to_owned()),
        }
    }
}

/// The response to a HEAD request for a path that declares GET but not HEAD. If the path declares HEAD, that operation
/// has its own handler.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Head {
    /// The response to GET, without the body: "All general-purpose servers MUST support the methods GET and HEAD." (RFC
    /// 9110, section 9.1)
    #[default]
    Answer,
    /// A 405 response, so that a HEAD request never calls the handler of GET.
    Reject,
}

impl FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "answer" => Ok(Self::Answer),
            "reject" => Ok(Self::Reject),
            _ => Err("`head` must be `answer` or `reject`".to_owned()),
        }
    }
}

/// What happens to an operation that you have not implemented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unimplemented {
    /// Your crate does not compile, so you notice new operations in the spec.
    #[default]
    CompileError,
    /// The method has a default body that responds with 501 through the API's own error type.
    NotImplemented,
}

impl FromStr for Unimplemented {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "compile-error" => Ok(Self::CompileError),
            "501" => Ok(Self::NotImplemented),
            _ => Err("`unimplemented` must be `compile-error` or `501`".to_owned()),
        }
    }
}
