//! The names of types, their fields and their variants.

use super::ident::{pascal, snake, value_words, words};
use super::{
    Named, Namer, OperationName, Scope, TypeModule, TypeName, own_type, own_words, path_words,
    path_words_in_components, path_words_in_operation, reserved, shared_body_words, with_word,
};
use crate::codes;
use crate::diagnostic::{Diagnostic, FileId, Part, Place};
use crate::model::{Additional, Constructor, Enum, Label, Model, Operation, Scalar, Shape, Struct, Variant};
use crate::named::named;
use crate::pointer::Pointer;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Returns the places that have a name in addition to the name of their type.
pub(super) fn fields_of(model: &Model) -> HashSet<&Place> {
    let members = model.structs().flat_map(|structure| &structure.fields).map(|field| &field.place);
    let parameters = model.operations.iter().flat_map(|operation| &operation.parameters);
    let responses = model.operations.iter().flat_map(|operation| &operation.responses);
    let headers = responses.flat_map(|response| &response.headers).map(|header| &header.place);
    let alternatives = variants_of(model).map(|(place, _)| place);
    members.chain(parameters.map(|parameter| &parameter.place)).chain(headers).chain(alternatives).collect()
}

/// Returns the variants of unions, by place. The type of an alternative without a name is named after its variant.
pub(super) fn alternatives_of(model: &Model) -> HashMap<Alternative<'_>, &Variant> {
    variants_of(model).map(|(place, variant)| (alternative(place), variant)).collect()
}

/// The place of an alternative: its file, its part and its pointer. A pointer around a place is a slice, so that it
/// does not have to be copied to be found.
pub(super) type Alternative<'a> = (FileId, &'a Part, &'a str);

fn alternative(place: &Place) -> Alternative<'_> {
    (place.file, &place.part, place.pointer.as_str())
}

fn variants_of(model: &Model) -> impl Iterator<Item = (&Place, &Variant)> {
    let unions = model.types.iter().filter_map(|(_, ty)| match &ty.shape {
        Shape::Union(union) => Some(&union.variants),
        _ => None,
    });
    let variants = unions.flatten().filter_map(|variant| Some((variant.place.as_ref()?, variant)));
    variants.filter(|(place, variant)| !matches!(&variant.label, Label::Schema(own) if own == *place))
}

impl Namer<'_> {
    pub(super) fn name_types(&mut self) {
        for (id, ty) in self.model.types.iter() {
            let Some(place) = &ty.place else { continue };
            let (mut module, mut words) = self.named_words(place);
            // The enum of the family has the name of the definition.
            if ty.is_base {
                module = TypeModule::Inline;
                words.push("base".to_owned());
            }
            let members = self.member_names(&ty.shape);
            let name = TypeName {
                module: Some(module),
                name: self.type_name(module, &words, place),
                additional: additional_name(&ty.shape, &members),
                members,
                required: None,
            };
            let taken = self.names.scopes.entry(module).or_default().claim(&name.name, place);
            self.report(taken, place, self.type_option(place), &name.name);
            self.claim_members(Scope::default(), &name.members, |index| member_place(&ty.shape, index));
            self.names.types.insert(id.index(), name);
            self.names.by_module.entry(module).or_default().push(id);
        }
        self.name_required();
        let types = &self.names.types;
        for ids in self.names.by_module.values_mut() {
            ids.sort_by_key(|id| types.get(&id.index()).map(|name| &name.name));
        }
    }

    /// Names the structs of required fields, after all other types have their names.
    fn name_required(&mut self) {
        for (id, ty) in self.model.types.iter() {
            let is_large =
                ty.shape.as_struct().is_some_and(|structure| structure.constructor() == Constructor::Struct);
            let Some(place) = ty.place.as_ref().filter(|_| is_large) else { continue };
            let Some(name) = self.names.types.get_mut(&id.index()) else { continue };
            let scope = self.names.scopes.entry(name.module.unwrap_or(TypeModule::Types)).or_default();
            let endings = ["Required", "RequiredFields", "AllRequiredFields"];
            let own = endings.map(|ending| format!("{}{ending}", name.name));
            name.required = own.into_iter().find(|name| scope.claim(name, place).is_ok());
        }
    }

    /// Returns the name of a type. A type next to a trait must not have a name that the generated code itself uses.
    fn type_name(&self, module: TypeModule, words: &[String], place: &Place) -> String {
        let group = match module {
            TypeModule::Types | TypeModule::Inline => return pascal(words),
            TypeModule::Group(index) => self.names.groups.get(index),
            TypeModule::Outgoing | TypeModule::Client => None,
        };
        let name = own_type(words, reserved::is_type);
        let is_trait = group.is_some_and(|group| group.trait_name == name);
        // The type of a parameter with the name `request` or `response` could have one of these names.
        let around = self.enclosing_operation(place).map(|(_, around)| [&around.request, &around.response]);
        let is_operations = around.into_iter().flatten().any(|other| *other == name);
        if is_trait || is_operations { format!("{name}_") } else { name }
    }

    /// Returns the setting that renames the type of a schema.
    fn type_option(&self, place: &Place) -> Named {
        if self.fields.contains(place) { Named::Type } else { Named::Itself }
    }

    /// Returns the words of a type, from a setting or from its place.
    fn named_words(&self, place: &Place) -> (TypeModule, Vec<String>) {
        let (module, own) = self.type_words(place);
        let renamed = self.renames.name_of(place, Named::Type).or_else(|| match self.type_option(place) {
            Named::Itself => self.renames.name_of(place, Named::Itself),
            Named::Type => None,
        });
        (module, renamed.map_or(own, words))
    }

    /// Names a schema after the nearest enclosing place with a name, and the path from there.
    pub(super) fn type_words(&self, place: &Place) -> (TypeModule, Vec<String>) {
        let place = &*self.spelled(place);
        if let Some((operation, name)) = self.enclosing_operation(place) {
            let inner =
                place.pointer.as_str().strip_prefix(operation.place.pointer.as_str()).unwrap_or_default();
            let tokens = crate::pointer::Pointer::parse(inner).unwrap_or_default();
            let tokens: Vec<String> = tokens.tokens().map(Cow::into_owned).collect();
            let mut all = words(&name.method);
            let has_choice = |status| {
                let mut responses = operation.responses.iter();
                responses.any(|response| response.status == status && response.has_choice())
            };
            let own = self.parameter_words(place);
            all.extend(own.unwrap_or_else(|| path_words_in_operation(&tokens, has_choice)));
            return (name.module.unwrap_or(TypeModule::Inline), all);
        }
        if let Some(named) = named(&place.pointer) {
            let module = if named.inside.is_empty() { TypeModule::Types } else { TypeModule::Inline };
            return (module, words(&named.name).into_iter().chain(path_words(&named.inside)).collect());
        }
        let tokens: Vec<String> = place.pointer.tokens().map(Cow::into_owned).collect();
        if let Some(words) = path_words_in_components(&tokens).or_else(|| shared_body_words(&tokens)) {
            return (TypeModule::Inline, words);
        }
        let (mut all, rest) = match tokens.as_slice() {
            [first, path, _, _, ..] if first == "paths" && self.parameter_words(place).is_some() => {
                let own = self.parameter_words(place).unwrap_or_default();
                let all = words(path).into_iter().chain(own).collect();
                return (TypeModule::Inline, all);
            }
            [first, _, ..] if first == "parameters" => {
                let all = self.parameter_words(place).unwrap_or_else(|| path_words(&tokens));
                return (TypeModule::Inline, all);
            }
            rest => (words(&self.stem(place)), rest),
        };
        let module = if rest.is_empty() { TypeModule::Types } else { TypeModule::Inline };
        all.extend(path_words(rest));
        (module, all)
    }

    /// Names a schema inside a parameter after the parameter, not after its index.
    fn parameter_words(&self, place: &Place) -> Option<Vec<String>> {
        let (parameter, inner) = self.enclosing.parameter(place)?;
        let inner = crate::pointer::Pointer::parse(inner)?;
        let rest: Vec<String> = inner.tokens().map(Cow::into_owned).collect();
        let rest = match rest.as_slice() {
            [content, _, schema, rest @ ..] if content == "content" && schema == "schema" => rest,
            [schema, rest @ ..] if schema == "schema" => rest,
            rest => rest,
        };
        Some(own_words(parameter).into_iter().chain(path_words(rest)).collect())
    }

    fn enclosing_operation(&self, place: &Place) -> Option<(&Operation, &OperationName)> {
        let index = self.enclosing.operation(place)?;
        Some((self.model.operations.get(index)?, self.names.operations.get(index)?))
    }

    fn member_names(&mut self, shape: &Shape) -> Vec<String> {
        match shape {
            Shape::Struct(structure) => {
                let names = structure.fields.iter().map(|field| {
                    let renamed = self.renames.name_of(&field.place, Named::Itself);
                    snake(&words(renamed.unwrap_or(&field.wire)))
                });
                names.collect()
            }
            Shape::Enum(enumeration) => self.variant_names(enumeration),
            Shape::Union(union) => {
                union.variants.iter().map(|variant| pascal(&self.variant_words(variant))).collect()
            }
            Shape::Newtype(_) | Shape::Alias(_) => Vec::new(),
        }
    }

    /// Names the variant of a union by a setting, or after its alternative.
    fn variant_words(&self, variant: &Variant) -> Vec<String> {
        let renamed = variant.place.as_ref().and_then(|place| self.renames.name_of(place, Named::Itself));
        renamed.map_or_else(|| self.label_words(&variant.label), words)
    }

    fn label_words(&self, label: &Label) -> Vec<String> {
        match label {
            Label::Schema(place) => self.named_words(place).1,
            Label::Value(Scalar::String(text)) if text.is_empty() => vec!["empty".to_owned()],
            Label::Value(value) => scalar_words(value),
            Label::Word(word) => words(word),
            Label::List(item) => with_word(&self.label_words(item), "list"),
            Label::Map(value) => with_word(&self.label_words(value), "map"),
        }
    }

    /// Returns the place with the name of an alternative in place of its index, as if it were a property.
    fn spelled<'p>(&self, place: &'p Place) -> Cow<'p, Place> {
        let pointer = place.pointer.as_str();
        let mut spelled = String::new();
        // The length of the pointer's start that is spelled.
        let mut done = 0;
        let ends = pointer.match_indices('/').skip(2).map(|(end, _)| end);
        for end in ends.chain([pointer.len()]) {
            let Some(inner) = pointer.get(..end) else { continue };
            let Some(variant) = self.alternatives.get(&(place.file, &place.part, inner)) else { continue };
            // `oneOf/0` is two tokens.
            let around = inner.rsplitn(3, '/').nth(2).and_then(|around| pointer.get(done..around.len()));
            let Some(around) = around else { continue };
            spelled.push_str(around);
            spelled.push_str("/properties/");
            spelled.push_str(&self.variant_words(variant).join("_"));
            done = end;
        }
        if done == 0 {
            return Cow::Borrowed(place);
        }
        spelled.push_str(pointer.get(done..).unwrap_or_default());
        Cow::Owned(Place { pointer: Pointer::parse(&spelled).unwrap_or_default(), ..place.clone() })
    }

    /// Names each variant by a setting, by the spec, or after its value.
    fn variant_names(&mut self, enumeration: &Enum) -> Vec<String> {
        let given = enumeration.values.iter().map(|value| Some(pascal(&words(&value.name.as_ref()?.value))));
        let all: Vec<Option<String>> = given.collect();
        let repeated = |name: &String| all.iter().flatten().filter(|other| *other == name).count() > 1;
        let mut names = Vec::new();
        for (value, given) in enumeration.values.iter().zip(&all) {
            if let Some(name) = given.as_ref().filter(|name| repeated(name)) {
                let place = value.name.as_ref().map_or(&value.place, |name| &name.place).clone();
                let message = format!(
                    "two values have the name `{name}`; their variants are named after the values instead"
                );
                self.diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, place, message));
            }
            let renamed = self.renames.name_of(&value.place, Named::Itself).map(|name| pascal(&words(name)));
            let given = given.clone().filter(|name| !repeated(name));
            names.push(renamed.or(given).unwrap_or_else(|| pascal(&scalar_words(&value.scalar))));
        }
        names
    }
}

/// Returns the place of a field of a struct, or of a value of an enum.
fn member_place(shape: &Shape, index: usize) -> Option<Place> {
    match shape {
        Shape::Struct(structure) => structure.fields.get(index).map(|field| field.place.clone()),
        Shape::Enum(enumeration) => enumeration.values.get(index).map(|value| value.place.clone()),
        Shape::Union(union) => union.variants.get(index)?.place.clone(),
        Shape::Newtype(_) | Shape::Alias(_) => None,
    }
}

/// Returns the words of a scalar. A decimal point and the sign of an exponent are part of the name.
fn scalar_words(scalar: &Scalar) -> Vec<String> {
    match scalar {
        Scalar::Number(number) => {
            words(&number.to_string().replace('.', " point ").replace("e-", " e minus "))
        }
        other => value_words(&other.to_string()),
    }
}

/// Returns the field for undeclared properties, or the variant for other values, with a name that no other field or
/// variant has.
fn additional_name(shape: &Shape, members: &[String]) -> String {
    let names = match shape {
        Shape::Enum(_) => ["Other", "OtherValue", "AnyOther", "Other_"],
        Shape::Struct(Struct { additional: Additional::Kept | Additional::Typed(..), .. }) => {
            ["additional", "additional_members", "additional_properties_", "additional__"]
        }
        _ => return String::new(),
    };
    let free = names.into_iter().find(|name| !members.iter().any(|member| member == name));
    free.unwrap_or_default().to_owned()
}
