//! The root of several APIs: their modules, and the support code that they share.

use super::docs::{code, listed};
use super::mentions::Mentions;
use super::parts::{CHECK_RESPONSES, FORM_BUFFER, Used};
use super::paths::{import, path_from_crates, to_ident};
use super::support::{SupportSettings, emit_support};
use super::{foreign, root};
use crate::choices::{CheckResponses, Choices};
use crate::model::{Foreign, Model, Reading};
use crate::output::{Content, Item, Module};
use crate::presets::Preset;
use crate::rust_path::RustPath;
use quote::quote;

/// One of the APIs.
pub(crate) struct Member {
    /// The name of its module.
    pub module: String,
    /// The titles of its documents.
    titles: Vec<String>,
    used: Used,
    is_only_client: bool,
    /// The types of other crates that it reads.
    pub foreign: Vec<Foreign>,
    /// The types of formats that the support code reads.
    pub presets: Vec<&'static Preset>,
    check_responses: CheckResponses,
    form_buffer: u32,
    /// The file names of its documents.
    pub sources: Vec<String>,
}

impl Member {
    /// Creates the member whose module has this name.
    pub(crate) fn new(module: String, model: &Model, choices: &Choices, used: Used) -> Self {
        let titles = model.documents.iter().map(|(title, version, _)| root::emit_title(title, version));
        let is_own = |foreign: &&Foreign| foreign.reading == Reading::Own && (foreign.json || foreign.text);
        Self {
            module,
            titles: titles.collect(),
            used,
            is_only_client: model.is_only_client,
            foreign: model.foreign.iter().filter(is_own).cloned().collect(),
            presets: model.presets.clone(),
            check_responses: choices.check_responses,
            form_buffer: choices.form_buffer,
            sources: model.sources.clone(),
        }
    }

    /// Returns when it checks responses, if it does.
    pub(crate) fn check_responses(&self) -> Option<CheckResponses> {
        self.used.has_constant(CHECK_RESPONSES).then_some(self.check_responses)
    }

    /// Returns how many bytes of a form's files it buffers, if it reads such forms.
    pub(crate) fn form_buffer(&self) -> Option<u32> {
        self.used.has_constant(FORM_BUFFER).then_some(self.form_buffer)
    }
}

/// Emits the root and the support code. The crates are those that any of the APIs needs.
pub(crate) fn emit_apis(members: &[Member], crates: &[&str]) -> Vec<Module> {
    let of_crates = foreign::emit_codec(&shared_foreign(members), path_from_crates);
    let mut used = Used::of_mentions(&Mentions::of(&of_crates));
    for member in members {
        used.add(&member.used);
    }
    let settings = SupportSettings {
        has_server: !members.iter().all(|member| member.is_only_client),
        is_routed: true,
        check_responses: members.iter().find_map(Member::check_responses).unwrap_or_default(),
        form_buffer: members.iter().find_map(Member::form_buffer).unwrap_or_default(),
    };
    let mut modules: Vec<(&str, bool)> =
        members.iter().map(|member| (member.module.as_str(), true)).collect();
    modules.extend((!used.is_empty()).then_some(("support", false)));
    modules.sort_unstable();
    let modules = modules.into_iter().map(|(name, is_public)| {
        let public = is_public.then(|| quote!(pub));
        let name = to_ident(name);
        quote! { #[rustfmt::skip] #public mod #name; }
    });
    let export = import("support", &root::exported(&used)).map(|import| quote!(pub #import));
    let items = modules.chain(export).chain(of_crates).map(Item::Tokens).collect();
    let user = if settings.has_server { "server" } else { "client" };
    let mut attributes = root::emit_attributes(&format!("not every {user} uses all of the APIs"));
    attributes.push(
        quote!(#![allow(clippy::module_inception, reason = "an API may have the name of its parent module")]),
    );
    let content = Content::Items { docs: emit_docs(members, crates), attributes, items };
    let root = Module { path: "mod.rs".to_owned(), content };
    std::iter::once(root).chain(emit_support(&used, settings)).collect()
}

fn emit_docs(members: &[Member], crates: &[&str]) -> Vec<String> {
    let mut docs = vec!["Several APIs, which share the support code:".to_owned(), String::new()];
    docs.extend(members.iter().map(|member| {
        let titles = match member.titles.as_slice() {
            [] => "The types of JSON Schemas.".to_owned(),
            titles => titles.join(" "),
        };
        format!("- [`{}`]: {titles}", member.module)
    }));
    let needs: Vec<String> = crates.iter().map(|name| code(name)).collect();
    docs.extend([String::new(), format!("Requires {} in `Cargo.toml`.", listed(&needs))]);
    docs
}

/// Returns each type of another crate once, as all of the APIs read it. The generated types of an API are read by its own
/// code.
fn shared_foreign(members: &[Member]) -> Vec<Foreign> {
    let mut all: Vec<Foreign> = Vec::new();
    let foreign = members.iter().flat_map(|member| &member.foreign);
    for foreign in foreign.filter(|foreign| !is_generated(&foreign.path, members)) {
        match all.iter_mut().find(|known| known.path == foreign.path) {
            None => all.push(foreign.clone()),
            Some(known) => {
                let formats = foreign.formats.iter().filter(|format| !known.formats.contains(format));
                known.formats.extend(formats.cloned().collect::<Vec<_>>());
                known.json |= foreign.json;
                known.text |= foreign.text;
            }
        }
    }
    all
}

/// Returns whether a path is that of a type in one of the APIs, such as `crate::apis::shop::types::Error`.
fn is_generated(path: &RustPath, members: &[Member]) -> bool {
    path.segments.windows(2).any(|pair| match pair {
        [(module, _), (types, _)] => {
            types == "types" && members.iter().any(|member| member.module == *module)
        }
        _ => false,
    })
}
