//! The options of one run as the stages read them: each is resolved once, places to [`Place`]s and paths of types to
//! [`RustPath`]s. Says nothing of how the caller wrote them.

use crate::api::Scheme;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::rust_path::RustPath;
use std::str::FromStr;

/// The resolved options.
#[derive(Clone, Debug)]
pub struct Choices {
    pub on_mistake: OnMistake,
    /// Keep the properties that no schema declares, in every object.
    pub keep_unknown: bool,
    /// The same in the objects of these schemas.
    pub keep_unknown_at: Vec<Place>,
    /// The schemas whose `enum` is open.
    pub open_enums: Vec<Place>,
    pub renames: Vec<Rename>,
    pub formats: Vec<MappedFormat>,
    /// Schemas, and the types in their place.
    pub replacements: Vec<(Place, RustPath)>,
    /// The traits that the type of a schema derives, or that all types derive.
    pub derives: Vec<(Option<Place>, RustPath)>,
    /// Security schemes that the caller defines.
    pub security_schemes: Vec<Scheme>,
    pub head: Head,
    pub unimplemented: Unimplemented,
    pub example_tests: bool,
    pub example_server: bool,
    pub check_responses: CheckResponses,
    /// How many bytes of a form's files are read before its handler is called, while more fields may come.
    pub form_buffer: u32,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            on_mistake: OnMistake::default(),
            keep_unknown: false,
            keep_unknown_at: Vec::new(),
            open_enums: Vec::new(),
            renames: Vec::new(),
            formats: Vec::new(),
            replacements: Vec::new(),
            derives: Vec::new(),
            security_schemes: Vec::new(),
            head: Head::default(),
            unimplemented: Unimplemented::default(),
            example_tests: false,
            example_server: false,
            check_responses: CheckResponses::default(),
            form_buffer: FORM_BUFFER,
        }
    }
}

/// The number of bytes of a form's files that are read ahead by default.
pub const FORM_BUFFER: u32 = 1 << 20;

/// A `format`, the type that it becomes, and the place that says so.
#[derive(Clone, Debug)]
pub struct MappedFormat {
    pub format: String,
    pub path: RustPath,
    pub origin: Place,
}

/// What happens to a mistake that only one part of a spec has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnMistake {
    /// The spec is rejected.
    #[default]
    Reject,
    /// The part is ignored or left out, with a warning: `--skip-unsupported`.
    Skip,
}

impl OnMistake {
    /// As the option says.
    pub fn from_skip(skip: bool) -> Self {
        if skip { Self::Skip } else { Self::Reject }
    }

    /// The severity of a mistake.
    pub fn severity(self) -> Severity {
        match self {
            Self::Reject => Severity::Error,
            Self::Skip => Severity::Warning,
        }
    }

    /// The diagnostic of a mistake: an error, or a warning.
    pub fn judge(self, mistake: Diagnostic) -> Diagnostic {
        match self {
            Self::Reject => mistake,
            Self::Skip => mistake.into_warning(),
        }
    }

    /// Adds the diagnostics of a part that can be ignored.
    pub fn settle(self, mistakes: Diagnostics, diagnostics: &mut Diagnostics) {
        match self {
            Self::Reject => diagnostics.append(mistakes),
            Self::Skip => diagnostics.push_skipped(mistakes),
        }
    }

    /// Adds the diagnostics of a part that cannot be used with a mistake in it. Returns whether the part is kept: one
    /// with errors is left out, unless the whole spec is rejected anyway.
    pub fn settle_part(self, part: &str, mistakes: Diagnostics, diagnostics: &mut Diagnostics) -> bool {
        let has_errors = mistakes.has_errors();
        match self {
            Self::Reject => {
                diagnostics.append(mistakes);
                true
            }
            Self::Skip => {
                diagnostics.push_left_out(part, mistakes);
                !has_errors
            }
        }
    }
}

/// What of a place is renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// What stands there: a property, a parameter, an operation, or a schema that is none of a property's.
    Itself,
    /// The type of the schema that stands there.
    Type,
}

impl Named {
    /// The option that names it, in the program, in the library.
    pub fn option(self) -> (&'static str, &'static str) {
        match self {
            Self::Itself => ("rename", "rename"),
            Self::Type => ("rename-type", "rename_type"),
        }
    }
}

/// A name of the caller's.
#[derive(Clone, Debug)]
pub struct Rename {
    pub place: Place,
    pub named: Named,
    pub name: String,
    /// Where `stubsmith.yaml` says so.
    pub origin: Option<Place>,
}

/// Whether the answers of a server are held to the description before they are sent: the JSON of bodies is
/// read again, and the constraints of headers are checked. What breaks it goes to the API's own error type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckResponses {
    /// In every build.
    Always,
    /// In builds with debug assertions. Others pay nothing.
    #[default]
    Debug,
    /// In none.
    Never,
}

impl FromStr for CheckResponses {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "always" => Ok(Self::Always),
            "debug" => Ok(Self::Debug),
            "never" => Ok(Self::Never),
            _ => Err("answers are checked `always`, in `debug` builds or `never`".to_owned()),
        }
    }
}

/// What answers HEAD on a path that declares GET and not HEAD. A declared HEAD is an operation of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Head {
    /// What answers GET, without the body: "All general-purpose servers MUST support the methods GET and HEAD." (RFC
    /// 9110, section 9.1)
    #[default]
    Answer,
    /// 405, so that HEAD never calls a method that is meant for GET.
    Reject,
}

impl FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "answer" => Ok(Self::Answer),
            "reject" => Ok(Self::Reject),
            _ => Err("`head` is `answer` or `reject`".to_owned()),
        }
    }
}

/// What becomes of an operation that the author has not written yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unimplemented {
    /// The author's crate does not compile: an operation that the description gains is noticed.
    #[default]
    CompileError,
    /// The method has a body that answers 501 through the API's own error type.
    NotImplemented,
}

impl FromStr for Unimplemented {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "compile-error" => Ok(Self::CompileError),
            "501" => Ok(Self::NotImplemented),
            _ => Err("`unimplemented` is `compile-error` or `501`".to_owned()),
        }
    }
}
