//! Forms with files that a schema describes (OpenAPI 3): each property is a parameter of the request, and the handler
//! reads the files while they arrive.

use super::all_of::{self, Member};
use super::body::{form_of_files, is_file_property};
use super::check::checks_of;
use super::facts::Facts;
use super::form_fields::{Obstacles, written_of};
use super::unsupported::Obstacle;
use crate::api::{self, Additional, Docs, Location, MediaType, SchemaId, Style, StyleForm};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{File, FormData, Written};

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
    let place = media_type.place.clone().unwrap_or_else(|| body.place.clone());
    let mut converted = FileForm {
        operation: api::Operation { body: None, ..operation.clone() },
        form: FormData { urlencoded: false, multipart: true, files: Vec::new() },
        obstacles: Vec::new(),
        unenforced: Vec::new(),
    };
    converted.operation.form_types.extend(media_type.name.clone());
    for member in &merged.members {
        converted.add(member, media_type, facts);
    }
    if matches!(merged.additional, Additional::Rejected) {
        converted.leave("other fields of a form with files are ignored, not rejected".to_owned(), &place);
    }
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
        if is_file_property(facts, schema) {
            let repeated = facts.array_item(schema).is_some();
            self.report_unenforced(&name, schema, media_type, facts);
            return self.form.files.push(File { name, docs, required: member.required, repeated });
        }
        let mut obstacles = Obstacles::new();
        let written = written_of(&name, property, media_type, facts, &mut obstacles);
        let (form, explode) = match written {
            Written::Text => (StyleForm::Form, true),
            Written::Items(',') => (StyleForm::Form, false),
            Written::Items(separator) => (StyleForm::Delimited(separator), false),
            Written::Json | Written::Pairs(_) => {
                let message = format!(
                    "the property `{name}` is an object in a form with files, which is not supported"
                );
                let help = "declare it as a string that contains JSON, or move its properties to the form";
                obstacles.push((property.place.clone(), message, help));
                (StyleForm::Form, true)
            }
        };
        let blocked = !obstacles.is_empty();
        self.obstacles.extend(obstacles.into_iter().map(Obstacle::unsupported));
        if !blocked {
            self.operation.parameters.push(api::Parameter {
                place: property.place.clone(),
                name,
                location: Location::Form,
                docs,
                required: member.required,
                schema,
                syntax: api::Syntax::Style,
                style: Style { form, explode },
                allow_empty: false,
            });
        }
    }

    fn report_unenforced(&mut self, name: &str, schema: SchemaId, media_type: &MediaType, facts: &Facts<'_>) {
        let encoding = media_type.encoding.iter().find(|encoding| encoding.name == name);
        if let Some(encoding) = encoding.filter(|encoding| !encoding.content_types.is_empty()) {
            let message = format!("the media type of the file `{name}` is not checked");
            self.leave(message, &encoding.place.member("contentType"));
        }
        let place = facts.schema(schema).place.clone();
        if let (false, Some(place)) = (checks_of(facts, schema).is_empty(), place) {
            self.leave(format!("the constraints of the file `{name}` are not enforced"), &place);
        }
    }

    fn leave(&mut self, message: String, place: &Place) {
        self.unenforced.push(Diagnostic::new(codes::NOT_ENFORCED, place.clone(), message));
    }
}
