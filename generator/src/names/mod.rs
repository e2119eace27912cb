//! NAMES: takes [`Model`], gives [`Names`]: every identifier of the output, chosen here and nowhere
//! else. A name is a function of the place of what it names: no neighbour, title or order changes it.
//! Two places with one name in one scope are refused, or numbered where mistakes are passed over.

mod around;
mod collisions;
mod groups;
mod headers;
mod ident;
mod operation_ids;
mod parameters;
mod scope;
mod statics;
mod status;
mod steps;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::model::{Additional, Enum, EnumValue, Model, Operation, Parameter, Scalar, Shape, Struct, TypeId};
use crate::sources::Sources;
use crate::table::TableId;
use around::Around;
use collisions::{Collision, Numbered};
pub use groups::Group;
use groups::group_operations;
pub use headers::HeadersName;
use ident::{pascal, screaming, snake, words};
use parameters::{parameter_name, upload_name};
use scope::Scope;
use status::status_name;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use steps::{operation_steps, steps, with};

/// The module that a type is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Module {
    /// `types`: what the description names.
    Types,
    /// `types::inline`: what it does not.
    Inline,
    /// What is a group of operations' own.
    Group(usize),
}

/// A type's name.
#[derive(Clone, Debug, Default)]
pub struct TypeName {
    pub module: Option<Module>,
    pub name: String,
    /// Of the fields of a struct or the variants of an enum, in the model's order.
    pub members: Vec<String>,
    /// Of the field with the members that the schema does not name, or of the variant with other values.
    pub additional: String,
}

/// An operation's names.
#[derive(Clone, Debug, Default)]
pub struct OperationName {
    /// The index of its group.
    pub group: usize,
    pub method: String,
    /// The function between the router and the method.
    pub shim: String,
    pub constant: String,
    pub request: String,
    pub response: String,
    pub parameters: Vec<String>,
    pub body: String,
    /// Of the field with the file of a form, or the first of several.
    pub upload: String,
    /// Of the variants of the response, in the model's order.
    pub responses: Vec<String>,
    /// Of the headers of each.
    pub headers: Vec<HeadersName>,
}

/// Every identifier of the output.
#[derive(Debug, Default)]
pub struct Names {
    types: HashMap<usize, TypeName>,
    operations: Vec<OperationName>,
    /// The types of each module, by name.
    by_module: HashMap<Module, Vec<TypeId>>,
    /// The groups of operations; one alone is the whole API.
    pub groups: Vec<Group>,
    /// The test of the examples of schemas: no operation's name ends like it.
    pub schema_tests: &'static str,
    /// Of the variants of `Credentials`, and of the fields in each.
    pub requirements: Vec<(String, Vec<String>)>,
    /// Of the patterns, by where they stand.
    patterns: HashMap<Place, String>,
    tables: HashMap<TableId, String>,
    scopes: HashMap<Module, Scope>,
    none: TypeName,
}

impl Names {
    /// The names of a type.
    pub fn of(&self, id: TypeId) -> &TypeName {
        self.types.get(&id.index()).unwrap_or(&self.none)
    }

    /// The names of the operations, in the model's order.
    pub fn operations(&self) -> &[OperationName] {
        &self.operations
    }

    /// The types of a module, by name.
    pub fn types_in(&self, module: Module) -> &[TypeId] {
        self.by_module.get(&module).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether operations are in several groups, each with a module of its own.
    pub fn is_grouped(&self) -> bool {
        self.groups.len() > 1
    }

    /// Whether a description's own name hides one of Rust's in a module.
    pub fn shadows(&self, module: Module, name: &str) -> bool {
        self.scopes.get(&module).is_some_and(|scope| scope.has(name))
    }
}

/// The caller's own names, by place.
#[derive(Clone, Debug, Default)]
pub struct Renames(pub HashMap<Place, String>);

/// A module's name, from any text.
pub fn module_name(text: &str) -> String {
    snake(&words(text))
}

/// A path of modules, from one that the caller wrote.
pub fn module_path(text: &str) -> String {
    let segment = |segment: &str| match segment {
        "crate" | "self" | "super" => segment.to_owned(),
        other => module_name(other),
    };
    text.split("::").map(segment).collect::<Vec<_>>().join("::")
}

/// Chooses all names. Where `number` says so, two places with one name are no error.
pub fn names(
    model: &Model,
    sources: &Sources,
    renames: &Renames,
    number: bool,
    diagnostics: &mut Diagnostics,
) -> Names {
    let mut renames = renames.clone();
    let mut numbered = Numbered::default();
    loop {
        let mut namer = Namer::new(model, sources, &renames);
        namer.name_all();
        let Namer { names, collisions, diagnostics: found, .. } = namer;
        if collisions.is_empty() || !number || !numbered.rename(&collisions, &mut renames) {
            numbered.report(diagnostics);
            diagnostics.append(found);
            for collision in collisions {
                diagnostics.push(collision.diagnostic);
            }
            return names;
        }
    }
}

/// What the generated code itself has beside the operations' types.
const FIXED: [&str; 14] = [
    "Api",
    "Basic",
    "Bearer",
    "Content",
    "Context",
    "Credentials",
    "Operation",
    "Rejection",
    "Routes",
    "Secret",
    "Nullable",
    "BodyStream",
    "Upgrade",
    "Upload",
];

struct Namer<'a> {
    model: &'a Model,
    sources: &'a Sources,
    renames: &'a Renames,
    around: Around<'a>,
    names: Names,
    collisions: Vec<Collision>,
    diagnostics: Diagnostics,
}

impl<'a> Namer<'a> {
    fn new(model: &'a Model, sources: &'a Sources, renames: &'a Renames) -> Self {
        let names = Names { schema_tests: "schemas_", ..Names::default() };
        let (collisions, diagnostics) = (Vec::new(), Diagnostics::default());
        Self { model, sources, renames, around: Around::of(model), names, collisions, diagnostics }
    }

    fn name_all(&mut self) {
        let members = self.name_groups();
        self.name_operations(&members);
        self.name_types();
        self.name_requirements();
        self.name_patterns();
        self.name_tables();
    }

    /// Chooses the groups, and says which one each operation is in.
    fn name_groups(&mut self) -> Vec<usize> {
        let stem = |operation: &Operation| self.stem(&Place::file(operation.document));
        let (groups, members) = group_operations(self.model, stem);
        for (index, group) in groups.iter().enumerate() {
            let scope = self.names.scopes.entry(Module::Group(index)).or_default();
            scope.reserve(&FIXED);
            scope.reserve(&[&group.contract]);
        }
        self.names.groups = groups;
        members
    }

    fn name_operations(&mut self, members: &[usize]) {
        let mut methods: HashMap<usize, Scope> = HashMap::new();
        let by_path = self.called_by_path(members);
        let mut ids: HashMap<(FileId, &str), &Place> = HashMap::new();
        let operations = self.model.operations.iter().zip(members.iter().copied());
        for (index, (operation, group)) in operations.enumerate() {
            let name = self.operation_name(operation, group, by_path.contains(&index));
            let place = operation.operation_id.as_ref().map_or(&operation.place, |(_, place)| place);
            let taken = methods.entry(group).or_default().claim(&name.method, place);
            // Where the methods clash, their types do as well, and one message is enough.
            if taken.is_ok() {
                if let Some((id, _)) = &operation.operation_id
                    && let Some(first) = ids.insert((operation.document, id), place)
                    && first != place
                {
                    self.report_repeated(id, place, first);
                }
                for own in [&name.request, &name.response] {
                    let scope = self.names.scopes.entry(Module::Group(group)).or_default();
                    let taken = scope.claim(own, place);
                    self.report(taken, &operation.place, &name.method);
                }
            }
            self.report(taken, &operation.place, &name.method);
            self.claim_members(&name.parameters, |index| {
                Some(operation.parameters.get(index)?.place.clone())
            });
            self.claim_headers(operation, &name);
            self.names.operations.push(name);
        }
    }

    fn operation_name(&self, operation: &Operation, group: usize, by_path: bool) -> OperationName {
        let words = self.operation_words(operation, by_path);
        OperationName {
            group,
            method: method_name(&words),
            shim: format!("serve_{}", words.join("_")),
            constant: screaming(&words),
            request: pascal(&with(&words, "request")),
            response: pascal(&with(&words, "response")),
            parameters: self.parameter_names(operation),
            body: "body".to_owned(),
            upload: upload_name(operation),
            responses: operation.responses.iter().map(|response| status_name(response.status)).collect(),
            headers: self.headers_names(operation, &words),
        }
    }

    fn name_types(&mut self) {
        for (id, found) in self.model.types.iter() {
            let Some(place) = &found.place else { continue };
            let (module, words) = self.type_words(place);
            let module = if found.own { Module::Inline } else { module };
            let name = TypeName {
                module: Some(module),
                name: pascal(&words),
                members: self.member_names(&found.shape),
                additional: additional_name(&found.shape),
            };
            let taken = self.names.scopes.entry(module).or_default().claim(&name.name, place);
            self.report(taken, place, &name.name);
            self.claim_members(&name.members, |index| member_place(self.model, &found.shape, index));
            self.names.types.insert(id.index(), name);
            self.names.by_module.entry(module).or_default().push(id);
        }
        let types = &self.names.types;
        for ids in self.names.by_module.values_mut() {
            ids.sort_by_key(|id| types.get(&id.index()).map(|name| &name.name));
        }
    }

    /// A schema is called by the nearest place around it that has a name, and the way from there.
    fn type_words(&self, place: &Place) -> (Module, Vec<String>) {
        if let Some((operation, name)) = self.operation_around(place) {
            let inner =
                place.pointer.as_str().strip_prefix(operation.place.pointer.as_str()).unwrap_or_default();
            let steps = crate::pointer::Pointer::parse(inner).unwrap_or_default();
            let steps: Vec<String> = steps.tokens().map(Cow::into_owned).collect();
            let mut all = words(&name.method);
            all.extend(self.parameter_words(place).unwrap_or_else(|| operation_steps(&steps)));
            return (Module::Group(name.group), self.renamed(place).map_or(all, words));
        }
        let tokens: Vec<String> = place.pointer.tokens().map(Cow::into_owned).collect();
        let (mut all, rest) = match tokens.as_slice() {
            [first, key, rest @ ..] if first == "definitions" => (words(key), rest),
            [first, path, _, _, ..] if first == "paths" && self.parameter_words(place).is_some() => {
                let own = self.parameter_words(place).unwrap_or_default();
                let all = words(path).into_iter().chain(own).collect();
                return (Module::Inline, self.renamed(place).map_or(all, words));
            }
            [first, _, ..] if first == "parameters" => {
                let all = self.parameter_words(place).unwrap_or_else(|| steps(&tokens));
                return (Module::Inline, self.renamed(place).map_or(all, words));
            }
            rest => (words(&self.stem(place)), rest),
        };
        let module = if rest.is_empty() { Module::Types } else { Module::Inline };
        all.extend(steps(rest));
        (module, self.renamed(place).map_or(all, words))
    }

    /// What is said by a parameter itself is called by its name, not by its position.
    fn parameter_words(&self, place: &Place) -> Option<Vec<String>> {
        let (parameter, inner) = self.around.parameter(place)?;
        let inner = crate::pointer::Pointer::parse(inner)?;
        let rest: Vec<String> = inner.tokens().map(Cow::into_owned).collect();
        Some(words(&parameter.name).into_iter().chain(steps(&rest)).collect())
    }

    fn operation_around(&self, place: &Place) -> Option<(&Operation, &OperationName)> {
        let index = self.around.operation(place)?;
        Some((self.model.operations.get(index)?, self.names.operations.get(index)?))
    }

    /// The name of a file, without what its type adds.
    fn stem(&self, place: &Place) -> String {
        let path = self.sources.file(place.file).map(|file| file.path.as_path());
        let name = path
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let stem = [".json", ".yaml", ".yml"].iter().find_map(|extension| name.strip_suffix(extension));
        stem.map(str::to_owned).unwrap_or(name)
    }

    fn name_requirements(&mut self) {
        let mut scope = Scope::default();
        for requirement in &self.model.requirements {
            let variant: Vec<String> = requirement.iter().flat_map(|scheme| words(&scheme.name)).collect();
            let fields = requirement.iter().map(|scheme| snake(&words(&scheme.name))).collect();
            let name = pascal(&variant);
            if scope.has(&name) {
                let place = Place::file(self.sources.inputs.first().copied().unwrap_or(FileId(0)));
                let message =
                    format!("two security requirements give the name `{name}`; call a scheme differently");
                self.diagnostics.push(Diagnostic::error("name-collision", place, message));
            }
            scope.reserve(&[&name]);
            self.names.requirements.push((name, fields));
        }
    }

    fn parameter_names(&self, operation: &Operation) -> Vec<String> {
        let name = |parameter: &Parameter| {
            let renamed = self.renamed(&parameter.place).map(|name| snake(&words(name)));
            renamed.unwrap_or_else(|| parameter_name(parameter, operation))
        };
        operation.parameters.iter().map(name).collect()
    }

    fn member_names(&self, shape: &Shape) -> Vec<String> {
        let renamed = |index| self.renamed(&member_place(self.model, shape, index)?);
        match shape {
            Shape::Struct(structure) => {
                let fields = structure.fields.iter().enumerate();
                fields.map(|(index, field)| snake(&words(renamed(index).unwrap_or(&field.wire)))).collect()
            }
            Shape::Enum(found) => {
                let values = found.values.iter().enumerate();
                let own = |value: &EnumValue| scalar_words(&value.scalar);
                values
                    .map(|(index, value)| pascal(&renamed(index).map_or_else(|| own(value), words)))
                    .collect()
            }
            Shape::Tagged(tagged) => {
                let places = tagged.variants.iter().map(|(_, id)| self.model.types.get(*id).place.as_ref());
                places
                    .map(|place| pascal(&place.map(|place| self.type_words(place).1).unwrap_or_default()))
                    .collect()
            }
            Shape::Newtype(_) | Shape::Alias(_) => Vec::new(),
        }
    }

    fn claim_members(&mut self, members: &[String], place: impl Fn(usize) -> Option<Place>) {
        let mut scope = Scope::default();
        for (index, name) in members.iter().enumerate() {
            if let Some(place) = place(index) {
                let taken = scope.claim(name, &place);
                self.report(taken, &place, name);
            }
        }
    }

    fn renamed(&self, place: &Place) -> Option<&str> {
        self.renames.0.get(place).map(String::as_str)
    }
}

/// The places of the fields of a struct, or of the values of an enum.
fn member_place(model: &Model, shape: &Shape, index: usize) -> Option<Place> {
    match shape {
        Shape::Struct(structure) => structure.fields.get(index).map(|field| field.place.clone()),
        Shape::Enum(found) => found.values.get(index).map(|value| value.place.clone()),
        Shape::Tagged(tagged) => model.types.get(tagged.variants.get(index)?.1).place.clone(),
        Shape::Newtype(_) | Shape::Alias(_) => None,
    }
}

/// A number's point and the sign of its exponent are part of its name.
fn scalar_words(scalar: &Scalar) -> Vec<String> {
    match scalar {
        Scalar::Number(number) => {
            words(&number.to_string().replace('.', " point ").replace("e-", " e minus "))
        }
        other => words(&other.to_string()),
    }
}

/// A variant for other values, which none of the set has taken.
fn other_name(found: &Enum) -> String {
    let taken: Vec<String> = found.values.iter().map(|value| pascal(&scalar_words(&value.scalar))).collect();
    let free = |name: &&str| !taken.iter().any(|other| other == name);
    ["Other", "OtherValue", "AnyOther"].into_iter().find(free).unwrap_or("Other_").to_owned()
}

/// A field that no member of the schema has taken.
fn additional_name(shape: &Shape) -> String {
    if let Shape::Enum(found) = shape {
        return other_name(found);
    }
    let Shape::Struct(Struct { additional: Additional::Kept | Additional::Typed(..), fields, .. }) = shape
    else {
        return String::new();
    };
    let taken: Vec<String> = fields.iter().map(|field| snake(&words(&field.wire))).collect();
    let free = |name: &&str| !taken.iter().any(|other| other == name);
    ["additional", "additional_members", "additional_properties_"]
        .into_iter()
        .find(free)
        .unwrap_or("additional__")
        .to_owned()
}

/// The name of a method: `authenticate` is the trait's own.
fn method_name(words: &[String]) -> String {
    let name = snake(words);
    if name == "authenticate" { format!("{name}_") } else { name }
}
