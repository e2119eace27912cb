//! Forms with files that a schema describes (OpenAPI 3): each property is a parameter of the request, and the handler
//! reads the files while they arrive.

use super::all_of::{self, Member, Merged};
use super::body::form_of_files;
use super::check::checks_of;
use super::facts::{Facts, Json, has_structures};
use super::form_fields::{Obstacles, form_fields, part_headers, part_types, written_of};
use super::form_files::{is_file_property, target};
use super::unsupported::Obstacle;
use crate::api::{
    self, Additional, Constraint, Docs, Location, MediaType, Schema, SchemaId, Style, StyleForm, Syntax,
};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::model::validator::{Part, ValidatorId};
use crate::model::{Check, File, FormData, Written};

/// An operation whose body is a form with files.
pub(super) struct FileForm {
    /// The operation with parameters in place of its body.
    pub operation: api::Operation,
    pub form: FormData,
    pub obstacles: Vec<Obstacle>,
    /// The keywords that the generated code does not enforce.
    pub unenforced: Vec<Diagnostic>,
}

/// Converts an operation whose body is a form with files.
pub(super) fn file_form(operation: &api::Operation, facts: &Facts<'_>) -> Option<FileForm> {
    let body = operation.body.as_ref()?;
    let (media_type, schema) = form_of_files(body, facts)?;
    let merged = all_of::merge(facts, &[schema], OnMistake::Skip, &mut Diagnostics::default());
    let mut converted = FileForm {
        operation: api::Operation { body: None, ..operation.clone() },
        form: FormData { multipart: true, ..FormData::default() },
        obstacles: Vec::new(),
        unenforced: Vec::new(),
    };
    converted.operation.form_types.extend(media_type.name.clone());
    for member in &merged.members {
        converted.add(member, media_type, facts);
    }
    converted.add_rules(schema, media_type, &merged, facts);
    if !body.required && merged.members.iter().any(|member| member.required) {
        converted.leave("the form is required, because it has required fields".to_owned(), &body.place);
    }
    Some(converted)
}

impl FileForm {
    fn add(&mut self, member: &Member, media_type: &MediaType, facts: &Facts<'_>) {
        let property = &member.property;
        let schema = property.schema;
        if facts.is_read_only(schema) {
            return;
        }
        let description = property.description.clone().or_else(|| facts.schema(schema).description.clone());
        let docs = Docs { description, ..Docs::default() };
        let name = property.name.clone();
        let types = part_types(media_type, &name);
        if !types.is_empty() {
            self.form.types.push((name.clone(), types));
        }
        let headers = part_headers(media_type, &name);
        if !headers.is_empty() {
            self.form.headers.push((name.clone(), headers));
        }
        if is_file_property(facts, schema) {
            let repeated = facts.array_item(schema).is_some();
            let count = self.count_of(&name, schema, facts);
            return self.form.files.push(File { name, docs, required: member.required, repeated, count });
        }
        let mut obstacles = Obstacles::new();
        let written = written_of(&name, property, media_type, facts, &mut obstacles);
        let blocked = !obstacles.is_empty();
        self.obstacles.extend(obstacles.into_iter().map(Obstacle::unsupported));
        if !blocked {
            let (syntax, style) = notation_of(written, schema, &property.place, facts);
            self.operation.parameters.push(api::Parameter {
                place: property.place.clone(),
                name,
                location: Location::Form,
                docs,
                required: member.required,
                schema,
                syntax,
                encoding: Vec::new(),
                style,
                allow_empty: false,
            });
        }
    }

    /// Adds the rules of the whole form.
    ///
    /// | keyword | |
    /// |---|---|
    /// | `additionalProperties: false` | other fields are rejected, unless `patternProperties` may apply to them |
    /// | `minProperties`, `maxProperties`, `patternProperties`, dependencies, unions, `not`, an `additionalProperties` schema, `required` for undeclared names, several schemas for one property | a check of all parts |
    fn add_rules(&mut self, schema: SchemaId, media_type: &MediaType, merged: &Merged, facts: &Facts<'_>) {
        let parts: Vec<&Schema> =
            facts.with_all_of(&[schema]).into_iter().map(|id| facts.schema(id)).collect();
        let has_patterns = parts.iter().any(|part| !part.pattern_properties.is_empty());
        let is_closed = matches!(merged.additional, Additional::Rejected)
            && !has_patterns
            && merged.undeclared.is_empty();
        let read_only = merged.members.iter().filter(|member| facts.is_read_only(member.property.schema));
        self.form.closed = is_closed.then(|| read_only.map(|member| member.property.name.clone()).collect());
        for part in &parts {
            self.report_lost(part, merged, facts);
        }
        for name in &merged.undeclared {
            let message = format!(
                "`{}` is required but not declared in `properties`; the handler does not receive it",
                name.value
            );
            self.unenforced.push(Diagnostic::new(codes::UNDECLARED_REQUIRED, name.place.clone(), message));
        }
        let is_checked = merged.count != (None, None)
            || !merged.undeclared.is_empty()
            || merged.members.iter().any(|member| !member.others().is_empty())
            || parts.iter().any(|part| {
                part.has_choices() || has_structures(part) || matches!(part.additional, Additional::Schema(_))
            });
        if let Some(place) = facts.schema(schema).place.clone().filter(|_| is_checked) {
            self.form.checks.push(Check::Schema(ValidatorId { place, part: Part::Form }));
            self.form.fields = form_fields(media_type, schema, facts, &mut Obstacles::new());
        }
    }

    /// Reports fields that the handler does not receive, because only a rule of the form describes them.
    fn report_lost(&mut self, part: &Schema, merged: &Merged, facts: &Facts<'_>) {
        let Some(place) = &part.place else { return };
        if matches!(part.additional, Additional::Schema(_)) {
            let message =
                "additional fields of a form with files are checked, but the handler does not receive them";
            self.leave(message.to_owned(), &place.member("additionalProperties").key());
        }
        if !part.pattern_properties.is_empty() {
            let message = "fields that match `patternProperties` in a form with files are checked, but the handler does not receive them";
            self.leave(message.to_owned(), &place.member("patternProperties").key());
        }
        let declared = |name: &str| merged.members.iter().any(|member| member.property.name == name);
        for union in &part.unions {
            let members = facts.with_all_of(&union.members).into_iter().map(|id| facts.schema(id));
            let mut names = members.flat_map(|member| &member.properties).map(|property| &property.name);
            if let Some(name) = names.find(|name| !declared(name)) {
                let message = format!(
                    "the field `{name}`, which only an alternative of the form declares, is checked, but the handler does not receive it"
                );
                let help = "declare it also in the `properties` of the form";
                let diagnostic = Diagnostic::new(codes::NOT_ENFORCED, union.place.clone(), message);
                self.unenforced.push(diagnostic.help(help));
            }
        }
    }

    /// Returns the least and the greatest number of files, and reports the other constraints.
    fn count_of(&mut self, name: &str, schema: SchemaId, facts: &Facts<'_>) -> (Option<u64>, Option<u64>) {
        let mut count = (None, None);
        for check in checks_of(facts, schema) {
            match check {
                Check::MinCount(least) => count.0 = Some(least),
                Check::MaxCount(most) => count.1 = Some(most),
                _ => {}
            }
        }
        let array = target(facts, schema);
        let item = facts.array_item(array).map(|item| target(facts, item));
        for constraint in
            [Some(array), item].into_iter().flatten().flat_map(|id| &facts.schema(id).constraints)
        {
            let is_count = matches!(constraint.value, Constraint::MinItems(_) | Constraint::MaxItems(_));
            if !is_count && !constraint.value.is_vacuous() {
                let message =
                    format!("`{}` of the file `{name}` is not enforced", constraint.value.keyword());
                self.leave(message, &constraint.place);
            }
        }
        count
    }

    fn leave(&mut self, message: String, place: &Place) {
        self.unenforced.push(Diagnostic::new(codes::NOT_ENFORCED, place.clone(), message));
    }
}

/// Returns how the parameter of a property is written.
///
/// | the property | the parameter |
/// |---|---|
/// | a scalar, as text | `form` |
/// | an array or an object, as text | `deepObject`: the names may have brackets |
/// | an array with separators, names and values in turn | `form` without `explode`, or another separator |
/// | JSON | `content` with JSON |
fn notation_of(written: Written, schema: SchemaId, place: &Place, facts: &Facts<'_>) -> (Syntax, Style) {
    let syntax = match written {
        Written::Json => {
            Syntax::Content(Placed { value: "application/json".to_owned(), place: place.clone() })
        }
        Written::Text | Written::Items(_) | Written::Pairs(_) => Syntax::Style,
    };
    let style = match written {
        Written::Items(',') | Written::Pairs(',') => Style { form: StyleForm::Form, explode: false },
        Written::Items(separator) | Written::Pairs(separator) => {
            Style { form: StyleForm::Delimited(separator), explode: false }
        }
        Written::Text | Written::Json => match facts.json(schema) {
            Json::Array | Json::Object => Style::DEEP,
            _ => Style::EXPLODED,
        },
    };
    (syntax, style)
}
