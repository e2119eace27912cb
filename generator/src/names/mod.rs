//! NAMES: takes [`Model`], and returns [`Names`]: all identifiers of the output, which are chosen only here. A name
//! depends only on its place: no neighbor, title or order changes it. Two places with the same name in one scope are an
//! error. With `--skip-unsupported`, they are numbered instead.

mod bodies;
mod collisions;
mod enclosing;
mod groups;
mod headers;
mod ident;
mod letters;
mod media_type;
mod operation_ids;
mod parameters;
mod path_words;
mod renames;
mod request_body;
mod requirements;
pub(crate) mod reserved;
mod scope;
mod statics;
mod status;
mod targets;
mod types;

use crate::choices::{Choices, Named, OnMistake};
use crate::diagnostic::{Diagnostics, FileId, Place};
use crate::model::validator::ValidatorId;
use crate::model::{Model, Operation, Role, TypeId, Variant};
use crate::sources::Sources;
pub(crate) use bodies::BodiesName;
use collisions::{Collision, Numbered};
use enclosing::Enclosing;
pub(crate) use groups::Group;
pub(crate) use headers::HeadersName;
use ident::{in_ascii, pascal, screaming, snake, words};
use operation_ids::{in_different_traits, repeated_id};
use parameters::{own_words, parameter_name, upload_name};
use path_words::{
    path_words, path_words_in_components, path_words_in_operation, shared_body_words, with_word,
};
use renames::Renames;
pub(crate) use requirements::RequirementName;
use scope::Scope;
use status::status_name;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use types::Alternative;

/// The module that contains a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TypeModule {
    /// `types`: schemas with a name in the spec.
    Types,
    /// `types::inline`: schemas without a name.
    Inline,
    /// The types of a group of operations.
    Group(usize),
    /// `outgoing`: the requests that the server sends, and their types.
    Outgoing,
    /// `client`, which has no types of the spec.
    Client,
}

/// The names of a type.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypeName {
    pub module: Option<TypeModule>,
    pub name: String,
    /// The fields of a struct or the variants of an enum, in the model's order.
    pub members: Vec<String>,
    /// The field with undeclared properties, or the variant with other values.
    pub additional: String,
    /// The name of the struct of its required fields, if there are too many for the arguments of `new`.
    pub required: Option<String>,
}

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct OperationName {
    /// The module of its request and its response.
    pub module: Option<TypeModule>,
    pub method: String,
    /// The method of the client.
    pub client_method: String,
    /// The function that the router calls, and that calls the method.
    pub endpoint: String,
    pub constant: String,
    pub request: String,
    pub response: String,
    /// The struct with the optional fields of a form with files.
    pub fields: String,
    pub parameters: Vec<String>,
    pub body: String,
    /// The enum of a body with several types.
    pub body_type: String,
    /// Its variants, in the model's order. Empty if the body is not an enum.
    pub body_variants: Vec<String>,
    /// The field with the file of a form, or with the first of several files.
    pub upload: String,
    /// The variants of the response, in the model's order.
    pub responses: Vec<String>,
    /// The headers of each response.
    pub headers: Vec<HeadersName>,
    /// The bodies of each response.
    pub bodies: Vec<BodiesName>,
}

/// All identifiers of the output.
#[derive(Debug, Default)]
pub(crate) struct Names {
    types: HashMap<usize, TypeName>,
    operations: Vec<OperationName>,
    /// The types of each module, by name.
    by_module: HashMap<TypeModule, Vec<TypeId>>,
    /// The groups of operations. A single group is the whole API.
    pub groups: Vec<Group>,
    /// The test of the examples of schemas. The name of an operation never ends like this.
    pub schema_tests: &'static str,
    /// The functions of the targets of callbacks, in the model's order.
    pub targets: Vec<String>,
    /// The variants of `Credentials`.
    pub requirements: Vec<RequirementName>,
    /// The patterns, by place.
    patterns: HashMap<Place, String>,
    validators: HashMap<ValidatorId, String>,
    scopes: HashMap<TypeModule, Scope>,
    none: TypeName,
}

impl Names {
    /// Returns the names of a type.
    pub(crate) fn type_name(&self, id: TypeId) -> &TypeName {
        self.types.get(&id.index()).unwrap_or(&self.none)
    }

    /// Returns the names of the operations, in the model's order.
    pub(crate) fn operations(&self) -> &[OperationName] {
        &self.operations
    }

    /// Returns the types of a module, by name.
    pub(crate) fn types_in(&self, module: TypeModule) -> &[TypeId] {
        self.by_module.get(&module).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whether the operations are in several groups, each with its own module.
    pub(crate) fn is_grouped(&self) -> bool {
        self.groups.len() > 1
    }

    /// Returns the group of an operation. A request that the server sends is in none.
    pub(crate) fn group_of(&self, name: &OperationName) -> Option<&Group> {
        match name.module {
            Some(TypeModule::Group(index)) => self.groups.get(index),
            _ => None,
        }
    }

    /// Returns whether a module of the output hides a crate from the settings, because it has the same name.
    pub(crate) fn hide_crate(&self, name: &str) -> bool {
        let mut modules =
            self.groups.iter().flat_map(|group| [&group.module, &group.local, &group.server_module]);
        reserved::is_module(name) || modules.any(|module| module == name)
    }

    /// Returns whether a name from the spec hides a name of Rust in a module.
    pub(crate) fn shadows(&self, module: TypeModule, name: &str) -> bool {
        self.scopes.get(&module).is_some_and(|scope| scope.has(name))
    }
}

/// Returns whether a crate that generated code depends on has this name.
pub(crate) fn is_other_crate(name: &str) -> bool {
    reserved::is_crate(name)
}

/// Converts any text to the name of a module. It is also the name of a file, and does not hide a crate from the server
/// author.
pub(crate) fn module_name(text: &str) -> String {
    let name = in_ascii(&snake(&words(text)));
    if reserved::is_crate(&name) { format!("{name}_") } else { name }
}

/// Checks the name of a crate that contains generated code.
///
/// # Errors
/// Returns a message if cargo or Rust would not accept the name, or if it would hide another crate.
pub fn check_crate_name(name: &str) -> Result<(), String> {
    if !name.starts_with(|first: char| first.is_ascii_alphabetic())
        || !name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
    {
        return Err(
            "a crate name must start with a letter, and can contain only letters, digits, `-` and `_`"
                .to_owned(),
        );
    }
    let library = name.replace('-', "_");
    if ident::is_keyword(&library) {
        return Err(format!("`{name}` is a Rust keyword"));
    }
    if reserved::is_crate(&library) || ["proc_macro", "test"].contains(&library.as_str()) {
        return Err(format!("`{name}` is the name of a crate that the generated code or Rust itself needs"));
    }
    Ok(())
}

/// Converts a module path from a setting.
pub(crate) fn module_path(text: &str) -> String {
    let segments = text.split("::").map(|segment| match segment {
        "crate" | "self" | "super" => segment.to_owned(),
        other => snake(&words(other)),
    });
    segments.collect::<Vec<_>>().join("::")
}

/// Chooses all names. If mistakes are skipped, the later of two places with one name gets a number.
pub(crate) fn choose_names(
    model: &Model,
    sources: &Sources,
    choices: &Choices,
    diagnostics: &mut Diagnostics,
) -> Names {
    let on_mistake = choices.on_mistake;
    let mut renames = Renames::new(choices.renames.clone());
    let mut numbered = Numbered::default();
    loop {
        let mut namer = Namer::new(model, sources, &renames);
        namer.name_all();
        namer.report_unused(choices.on_unused());
        let Namer { names, collisions, diagnostics: own, .. } = namer;
        if collisions.is_empty()
            || on_mistake == OnMistake::Reject
            || !numbered.rename(&collisions, &mut renames)
        {
            numbered.report(diagnostics);
            diagnostics.append(own);
            for collision in collisions {
                diagnostics.push(collision.diagnostic);
            }
            return names;
        }
    }
}

struct Namer<'a> {
    model: &'a Model,
    sources: &'a Sources,
    renames: &'a Renames,
    enclosing: Enclosing<'a>,
    /// The places that have a name in addition to the name of their type: properties, parameters and headers.
    fields: HashSet<&'a Place>,
    /// The variants of unions, by the place of the alternative.
    alternatives: HashMap<Alternative<'a>, &'a Variant>,
    names: Names,
    collisions: Vec<Collision>,
    diagnostics: Diagnostics,
}

impl<'a> Namer<'a> {
    fn new(model: &'a Model, sources: &'a Sources, renames: &'a Renames) -> Self {
        Self {
            model,
            sources,
            renames,
            enclosing: Enclosing::new(model),
            fields: types::fields_of(model),
            alternatives: types::alternatives_of(model),
            names: Names { schema_tests: "schemas_", ..Names::default() },
            collisions: Vec::new(),
            diagnostics: Diagnostics::default(),
        }
    }

    fn name_all(&mut self) {
        let members = self.name_groups();
        self.name_operations(&members);
        self.name_targets();
        self.name_types();
        self.name_requirements();
        self.name_patterns();
        self.name_tables();
    }

    fn name_operations(&mut self, members: &[TypeModule]) {
        let mut methods: HashMap<TypeModule, (Scope, Scope)> = HashMap::new();
        let mut client = Scope::default();
        let by_path = self.called_by_path(members);
        let mut ids: HashMap<(FileId, &str), &Place> = HashMap::new();
        let operations = self.model.operations.iter().zip(members.iter().copied());
        for (index, (operation, module)) in operations.enumerate() {
            let name = self.operation_name(operation, module, by_path.contains(&index));
            let place = operation.operation_id.as_ref().map_or(&operation.place, |id| &id.place);
            let (methods, constants) = methods.entry(module).or_default();
            // Texts that differ in lower case can be equal in upper case: `ß` and `ss`.
            let taken =
                methods.claim(&name.method, place).and_then(|()| constants.claim(&name.constant, place));
            let id = operation.operation_id.as_ref().map(|id| id.value.as_str());
            let first = id.map(|id| *ids.entry((operation.document, id)).or_insert(place));
            let repeated = id.zip(first.filter(|first| *first != place));
            let repeated = repeated.map(|(id, first)| repeated_id(id, place, first));
            let taken = taken.map_err(|diagnostic| match &repeated {
                Some(repeated) => Box::new(repeated.clone()),
                None => diagnostic,
            });
            // If the methods collide, their types collide too, but one message is enough.
            if taken.is_ok() && self.model.has_client && operation.role == Role::Served {
                // The methods of all groups are in one struct.
                let taken = client.claim(&name.client_method, place);
                self.report(taken, &operation.place, Named::Itself, &name.method);
            }
            if taken.is_ok() {
                self.diagnostics.extend(repeated.map(in_different_traits));
                let fields = operation.has_late_fields().then_some(&name.fields);
                let body = (!name.body_variants.is_empty()).then_some(&name.body_type);
                for own in [&name.request, &name.response].into_iter().chain(fields).chain(body) {
                    let scope = self.names.scopes.entry(module).or_default();
                    let taken = scope.claim(own, place);
                    self.report(taken, &operation.place, Named::Itself, &name.method);
                }
            }
            self.report(taken, &operation.place, Named::Itself, &name.method);
            self.claim_parameters(operation, &name);
            self.claim_body_variants(operation, &name);
            self.claim_headers(operation, &name);
            self.claim_bodies(operation, &name);
            self.names.operations.push(name);
        }
    }

    fn operation_name(&self, operation: &Operation, module: TypeModule, by_path: bool) -> OperationName {
        let words = self.operation_words(operation, by_path);
        let method = method_name(&words);
        let client_method = snake(&words);
        let is_taken = reserved::CLIENT_METHODS.contains(&client_method.as_str());
        OperationName {
            module: Some(module),
            endpoint: format!("{}_endpoint", method.trim_end_matches('_')),
            client_method: if is_taken { format!("{client_method}_") } else { client_method },
            method,
            constant: screaming(&words),
            request: own_type(&with_word(&words, "request"), reserved::is_type_in_glue),
            response: own_type(&with_word(&words, "response"), reserved::is_type_in_glue),
            fields: own_type(&with_word(&words, "fields"), reserved::is_type_in_glue),
            parameters: self.parameter_names(operation),
            body: "body".to_owned(),
            body_type: own_type(&self.body_type_words(operation, &words), reserved::is_type_in_glue),
            body_variants: self.body_variants(operation),
            upload: upload_name(operation),
            responses: operation.responses.iter().map(|response| status_name(response.status)).collect(),
            headers: self.headers_names(operation, &words),
            bodies: self.bodies_names(operation, &words),
        }
    }

    /// Returns the name of a file, without its extensions.
    fn stem(&self, place: &Place) -> String {
        let path = self.sources.file(place.file).map(|file| file.path.as_path());
        let name = path
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let stem = [".json", ".yaml", ".yml"].iter().find_map(|extension| name.strip_suffix(extension));
        stem.map(str::to_owned).unwrap_or(name)
    }

    fn parameter_names(&self, operation: &Operation) -> Vec<String> {
        let names = operation.parameters.iter().map(|parameter| {
            let renamed =
                self.renames.name_of(&parameter.place, Named::Itself).map(|name| snake(&words(name)));
            renamed.unwrap_or_else(|| parameter_name(parameter, operation))
        });
        names.collect()
    }

    /// Claims the fields of a request. The generated code determines the names of the body and the files.
    fn claim_parameters(&mut self, operation: &Operation, name: &OperationName) {
        let mut scope = Scope::default();
        let body = operation.body.is_some().then_some(name.body.as_str());
        let upload = (!operation.files().is_empty()).then_some(name.upload.as_str());
        scope.reserve(&body.into_iter().chain(upload).collect::<Vec<_>>());
        self.claim_members(scope, &name.parameters, |index| {
            Some(operation.parameters.get(index)?.place.clone())
        });
    }

    fn claim_members(
        &mut self,
        mut scope: Scope,
        members: &[String],
        place: impl Fn(usize) -> Option<Place>,
    ) {
        for (index, name) in members.iter().enumerate() {
            if let Some(place) = place(index) {
                let taken = scope.claim(name, &place);
                self.report(taken, &place, Named::Itself, name);
            }
        }
    }
}

/// Returns the name of a type next to a trait. A name that the generated code itself uses gets an underscore.
fn own_type(words: &[String], is_taken: fn(&str) -> bool) -> String {
    let name = pascal(words);
    if is_taken(&name) { format!("{name}_") } else { name }
}

/// Returns the name of a method. The trait already has a method `authenticate`.
fn method_name(words: &[String]) -> String {
    let name = snake(words);
    if name == "authenticate" { format!("{name}_") } else { name }
}
