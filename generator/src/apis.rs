//! Several APIs in one program, which share the support code. `pipeline.rs` generates them.

use crate::codes::{self, Code};
use crate::config::Config;
use crate::emit::apis::Member;
use crate::names;
use crate::presets::{instead_of_path, reader_of};

/// Several APIs whose generated modules share the support code, so that a program has one `Rejection`, one `Context`
/// and one `From<Rejection>` for all of them. Each API is a module, and all of them are in one module:
///
/// ```no_run
/// // build.rs
/// use stubsmith::{Apis, Config};
///
/// fn main() {
///     Apis::new([Config::new("spec/shop.yaml"), Config::new("spec/stock.yaml")]).build_script();
/// }
/// ```
///
/// ```text
/// // src/main.rs: declares `pub mod apis`, with the modules `shop` and `stock`
/// include!(concat!(env!("OUT_DIR"), "/apis.rs"));
/// ```
///
/// The name of a module is that of its configuration: [`Config::name`], or the file name of the spec without its
/// extension. Each API has its own settings, and reads the `stubsmith.yaml` next to its first spec. The settings of the
/// shared code, [`Config::check_responses`] and [`Config::form_buffer`], must be equal if several APIs use them.
#[derive(Clone, Debug)]
pub struct Apis {
    pub(crate) configs: Vec<Config>,
    pub(crate) name: Option<String>,
}

impl Apis {
    /// Creates a configuration for these APIs.
    pub fn new(configs: impl IntoIterator<Item = Config>) -> Self {
        Self { configs: configs.into_iter().collect(), name: None }
    }

    /// Sets the name of the module that [`Apis::build_script`] declares. The default is `apis`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Returns the name of the module that contains the APIs.
    pub(crate) fn module_name(&self) -> String {
        names::module_name(self.name.as_deref().unwrap_or("apis"))
    }
}

impl Config {
    /// Returns the name of the module.
    pub(crate) fn module_name(&self) -> String {
        let stem = self.inputs.first().and_then(|input| input.file_stem());
        let name = self.name.clone().or_else(|| stem.map(|stem| stem.to_string_lossy().into_owned()));
        names::module_name(&name.unwrap_or_default())
    }
}

/// A mistake in the combination of several APIs. The report of one of them shows it.
pub(crate) struct Conflict {
    /// The index of the API.
    pub index: usize,
    pub code: &'static Code,
    pub message: String,
    pub help: String,
    /// The key of the setting, if it can be in the API's `stubsmith.yaml`.
    pub key: Option<&'static str>,
}

/// Returns the modules that cannot be next to each other.
pub(crate) fn name_conflicts(modules: &[String]) -> Vec<Conflict> {
    let conflict = |(index, module): (usize, &String)| {
        let is_repeated = modules.iter().take(index).any(|other| other == module);
        let message = match module.as_str() {
            "support" => {
                "an API cannot have the module `support`, which is the code that the APIs share".to_owned()
            }
            _ if is_repeated => format!("two APIs have the module `{module}`"),
            _ => return None,
        };
        let help = "choose another name with `Config::name` or `--api NAME=SPEC`".to_owned();
        Some(Conflict { index, code: codes::NAME_COLLISION, message, help, key: None })
    };
    modules.iter().enumerate().filter_map(conflict).collect()
}

/// Returns the settings of the shared code that differ.
pub(crate) fn setting_conflicts(configs: &[Config], members: &[Option<Member>]) -> Vec<Conflict> {
    let members = configs.iter().zip(members).enumerate();
    let members = members.filter_map(|(index, (config, member))| Some((index, config, member.as_ref()?)));
    let members: Vec<(usize, &Config, &Member)> = members.collect();
    let checks = members.iter().filter_map(|(index, config, member)| {
        let value = member.check_responses()?.word().to_owned();
        Some(Value {
            index: *index,
            module: &member.module,
            is_in_file: config.check_responses.is_none(),
            value,
        })
    });
    let buffers = members.iter().filter_map(|(index, config, member)| {
        let value = member.form_buffer()?.to_string();
        Some(Value { index: *index, module: &member.module, is_in_file: config.form_buffer.is_none(), value })
    });
    let checks = differing("check-responses", checks);
    checks.into_iter().chain(differing("form-buffer", buffers)).chain(type_conflicts(&members)).collect()
}

/// The value that an API has for a setting.
struct Value<'m> {
    index: usize,
    module: &'m str,
    value: String,
    /// Whether it is that of `stubsmith.yaml`, if the file has the setting.
    is_in_file: bool,
}

/// Returns the values that differ from the first one.
fn differing<'m>(key: &'static str, mut values: impl Iterator<Item = Value<'m>>) -> Vec<Conflict> {
    let Some(first) = values.next() else { return Vec::new() };
    let others = values.filter(|other| other.value != first.value);
    let conflict = |Value { index, module, value, is_in_file }: Value<'_>| Conflict {
        index,
        code: codes::DIFFERENT_SETTINGS,
        message: format!(
            "`{key}` is `{value}` for the API `{module}`, but `{}` for `{}`",
            first.value, first.module
        ),
        help: format!(
            "set `{key}` to the same value for both: it is a setting of the code that the APIs share"
        ),
        key: is_in_file.then_some(key),
    };
    others.map(conflict).collect()
}

/// Returns the types that one API names by their path, although the support code reads them for a word of another API.
fn type_conflicts(members: &[(usize, &Config, &Member)]) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for (index, _, member) in members {
        for foreign in &member.foreign {
            let mut others = members.iter().filter(|(other, ..)| other != index);
            let found = others.find_map(|(_, _, other)| {
                Some((&other.module, reader_of(&foreign.path, foreign.text, &other.presets)?))
            });
            let Some((module, preset)) = found else { continue };
            conflicts.push(Conflict {
                index: *index,
                code: codes::DIFFERENT_SETTINGS,
                message: format!(
                    "the API `{}` cannot name the type `{}` by its path, because the code for the word `{}` of `{module}` \
                     already reads it",
                    member.module, foreign.path, preset.word
                ),
                help: instead_of_path(preset, &foreign.formats),
                key: None,
            });
        }
    }
    conflicts
}
