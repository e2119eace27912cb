//! Finds the example response of each operation: an example of the response, or a value that is made from its schema.

use super::values::Maker;
use crate::api::{Api, Status};
use crate::diagnostic::Place;
use crate::model::{
    Content, EventChecks, ExampleResponse, Expr, Form, Header, ItemFormat, Model, Operation, Response,
};
use serde_json::Value;
use std::collections::HashMap;

/// Finds the example response of each operation.
pub(super) fn find_example_responses(model: &mut Model, api: &Api) {
    let schemas = api.schemas.iter().map(|(_, schema)| schema);
    let formats = schemas.filter_map(|schema| Some((schema.place.clone()?, schema.format.clone()?)));
    let formats: HashMap<Place, String> = formats.collect();
    let shown = Shown { model, maker: Maker::new(model, &formats) };
    let responses: Vec<_> = model.operations.iter().map(|operation| shown.response(operation)).collect();
    for (operation, response) in model.operations.iter_mut().zip(responses) {
        operation.example_response = response;
    }
}

/// The examples of the spec.
struct Shown<'m> {
    model: &'m Model,
    maker: Maker<'m>,
}

impl<'m> Shown<'m> {
    /// Returns the first response that has an example of its own, or else the first for which a body can be made:
    ///
    /// | the operation declares | responses |
    /// |---|---|
    /// | success responses | these, by status code |
    /// | no success response, but `default` | `default` |
    /// | neither | all, by status code |
    fn response(&self, operation: &'m Operation) -> Option<ExampleResponse> {
        let mut responses: Vec<(usize, &Response)> = operation.responses.iter().enumerate().collect();
        let has = |is: fn(&Response) -> bool| operation.responses.iter().any(is);
        let is_default = |response: &Response| response.status == Status::Default;
        if has(|response| response.status.is_success()) {
            responses.retain(|(_, response)| response.status.is_success());
        } else if has(is_default) {
            responses.retain(|(_, response)| is_default(response));
        }
        // Such a response needs the connection of a request.
        responses.retain(|(_, response)| !response.switches_protocols());
        responses.sort_by_key(|(_, response)| response.status);
        let given = responses.iter().find_map(|(index, response)| {
            find_body(response, |content| self.given(content))
                .and_then(|found| self.whole(*index, response, found))
        });
        given.or_else(|| {
            responses.iter().find_map(|(index, response)| {
                let found = match response.bodies.is_empty() {
                    true => (0, None),
                    false => find_body(response, |content| self.made(content))?,
                };
                self.whole(*index, response, found)
            })
        })
    }

    /// Returns the response with the values of its headers. Returns `None` if a header that needs a value has none.
    fn whole(
        &self,
        index: usize,
        response: &'m Response,
        (content, body): (usize, Option<Value>),
    ) -> Option<ExampleResponse> {
        let headers = response.headers.iter().map(|header| {
            let value = if header.required { self.header(header) } else { None };
            (value.is_some() || !header.needs_value()).then_some(value)
        });
        let headers = headers.collect::<Option<_>>()?;
        Some(ExampleResponse { response: index, content, body, headers })
    }

    fn header(&self, header: &'m Header) -> Option<Value> {
        let given = header.example.clone();
        let given = given.filter(|value| self.maker.accepts(&header.expr, &header.checks, value));
        given.or_else(|| self.maker.value(&header.expr, Some(&header.place), &header.checks))
    }

    /// Returns the first example of a body that its schema accepts.
    fn given(&self, content: &'m Content) -> Option<Value> {
        let text = content.texts.first().cloned().map(Value::String);
        match &content.form {
            Form::Bytes => text.or_else(|| content.examples.first().map(|example| (*example.value).clone())),
            Form::Text(expr) => text.or_else(|| self.json(content, expr)),
            Form::Json(expr) => self.json(content, expr),
            Form::Items(expr, ItemFormat::Json) => {
                let items = content.examples.iter().map(|example| (*example.value).clone());
                let items = items.filter(|value| self.maker.accepts(expr, &content.checks, value));
                let items: Vec<Value> = items.collect();
                (!items.is_empty()).then_some(Value::Array(items))
            }
            Form::Items(..) => None,
            Form::JsonOrText(expr) => self
                .json(content, expr)
                .or_else(|| text.filter(|text| self.maker.accepts(expr, &content.checks, text))),
        }
    }

    fn json(&self, content: &'m Content, expr: &'m Expr) -> Option<Value> {
        let given = content.examples.iter().map(|example| &*example.value);
        let mut given = given.map(|value| self.model.held_json(expr, value).unwrap_or_else(|| value.clone()));
        given.find(|value| self.maker.accepts(expr, &content.checks, value))
    }

    /// Makes an event, as an object with its fields.
    fn event(&self, content: &'m Content, expr: &'m Expr) -> Option<Value> {
        let EventChecks { checks, in_string } = &content.event;
        let whole = match checks.as_slice() {
            [] => None,
            checks => Some(self.maker.value(&Expr::Any, None, checks)?),
        };
        let mut event = whole.and_then(|event| event.as_object().cloned()).unwrap_or_default();
        let own =
            event.get("data").filter(|data| !in_string && self.maker.accepts(expr, &content.checks, data));
        let data = match own {
            Some(data) => data.clone(),
            None => self.maker.value(expr, content.place.as_ref(), &content.checks)?,
        };
        event.insert("data".to_owned(), if *in_string { data.to_string().into() } else { data.clone() });
        let event = Value::Object(event);
        let is_valid = checks.is_empty() || self.maker.accepts(&Expr::Any, checks, &event);
        let mut event = event.as_object().cloned().filter(|_| is_valid)?;
        event.insert("data".to_owned(), data);
        Some(Value::Object(event))
    }

    /// Makes a body.
    fn made(&self, content: &'m Content) -> Option<Value> {
        match &content.form {
            Form::Bytes => Some(bytes(content).into()),
            Form::Text(expr) | Form::Json(expr) | Form::JsonOrText(expr) => {
                self.maker.value(expr, content.place.as_ref(), &content.checks)
            }
            Form::Items(expr, ItemFormat::Json) => {
                let item = self.maker.value(expr, content.place.as_ref(), &content.checks)?;
                Some(Value::Array(vec![item]))
            }
            Form::Items(expr, ItemFormat::Events | ItemFormat::TextEvents) => self.event(content, expr),
        }
    }
}

/// Returns the first body that `find` has a value for, with its index. JSON comes first.
fn find_body<'m>(
    response: &'m Response,
    find: impl Fn(&'m Content) -> Option<Value>,
) -> Option<(usize, Option<Value>)> {
    let mut bodies: Vec<(usize, &'m Content)> = response.bodies.iter().enumerate().collect();
    bodies.sort_by_key(|(_, content)| !content.form.is_json());
    bodies.into_iter().find_map(|(index, content)| Some((index, Some(find(content)?))))
}

/// Returns the bytes of a body without an example.
fn bytes(content: &Content) -> &'static str {
    let media_type = content.media_types.first().map_or("", String::as_str);
    match media_type.split_once('/') {
        Some((_, subtype)) if subtype.contains("json") => "{}",
        Some((_, subtype)) if subtype.contains("xml") => "<example/>",
        _ => "example",
    }
}
