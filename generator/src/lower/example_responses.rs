//! Finds the example response of each operation: the example of a response, or one that is composed of the examples of
//! its schemas.

use super::literals::Values;
use crate::api::Status;
use crate::diagnostic::Place;
use crate::model::{
    Content, EnumValue, ExampleResponse, Expr, Form, Header, Model, Operation, Response, Scalar, Shape,
    Struct, TypeId,
};
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::HashMap;

/// The maximum number of values in a composed example.
const LARGEST: usize = 10_000;

/// Finds the example response of each operation.
pub(super) fn find_example_responses(model: &mut Model) {
    let known = model.examples.iter().map(|example| (&example.place, &example.value)).collect();
    let shown = Shown { model, known, made: RefCell::default() };
    let responses: Vec<_> = model.operations.iter().map(|operation| shown.response(operation)).collect();
    for (operation, response) in model.operations.iter_mut().zip(responses) {
        operation.example_response = response;
    }
}

/// The examples of the spec.
struct Shown<'m> {
    model: &'m Model,
    /// By the place of the `example` keyword.
    known: HashMap<&'m Place, &'m Value>,
    /// The composed examples. `None` for a type that has no example, or whose example is being composed.
    made: RefCell<HashMap<TypeId, Option<Value>>>,
}

impl Shown<'_> {
    /// Returns the first success response that has an example, or `default` if the operation declares no success
    /// response.
    fn response(&self, operation: &Operation) -> Option<ExampleResponse> {
        let mut responses: Vec<(usize, &Response)> = operation.responses.iter().enumerate().collect();
        match operation.responses.iter().any(|response| response.status.is_success()) {
            true => responses.retain(|(_, response)| response.status.is_success()),
            false => responses.retain(|(_, response)| response.status == Status::Default),
        }
        responses.sort_by_key(|(_, response)| response.status);
        responses.into_iter().find_map(|(index, response)| {
            let headers = self.headers(response)?;
            if response.bodies.is_empty() {
                return Some(ExampleResponse { response: index, content: 0, body: None, headers });
            }
            let mut bodies: Vec<(usize, &Content)> = response.bodies.iter().enumerate().collect();
            bodies.sort_by_key(|(_, content)| !content.form.is_json());
            let found = bodies.into_iter().find_map(|(content, body)| Some((content, self.body(body)?)));
            let (content, body) = found?;
            Some(ExampleResponse { response: index, content, body: Some(body), headers })
        })
    }

    /// Returns the values of the headers that need one. Returns `None` if a value is not known.
    fn headers(&self, response: &Response) -> Option<Vec<Option<Value>>> {
        let values = response.headers.iter().map(|header| {
            let value = if header.required { self.header(header) } else { None };
            (value.is_some() || !header.needs_value()).then_some(value)
        });
        values.collect()
    }

    fn header(&self, header: &Header) -> Option<Value> {
        let given = header.example.clone().filter(|value| self.fits(&header.expr, value));
        let made = || if header.checks.is_empty() { scalar(&header.expr) } else { None };
        given.or_else(|| self.value_of(&header.expr)).or_else(made)
    }

    fn body(&self, content: &Content) -> Option<Value> {
        let text = content.texts.first().cloned().map(Value::String);
        let place = content.place.as_ref();
        match &content.form {
            Form::Bytes => text.or_else(|| content.examples.first().map(|example| example.value.clone())),
            Form::Text(expr) => text.or_else(|| self.in_json(content, place, expr)),
            Form::Json(expr) => self.in_json(content, place, expr),
            Form::JsonOrText(expr) => {
                self.in_json(content, place, expr).or_else(|| text.filter(|text| self.fits(expr, text)))
            }
        }
    }

    fn in_json(&self, content: &Content, place: Option<&Place>, expr: &Expr) -> Option<Value> {
        let given = content.examples.iter().map(|example| &example.value);
        let mut given = given.map(|value| self.model.held_json(expr, value).unwrap_or_else(|| value.clone()));
        given
            .find(|value| self.fits(expr, value))
            .or_else(|| place.and_then(|place| self.at(place, expr)).or_else(|| self.value_of(expr)))
    }

    fn fits(&self, expr: &Expr, value: &Value) -> bool {
        Values { types: &self.model.types, owner: None }.literal(expr, value).is_ok()
    }

    /// Returns the example of the schema at this place, or an array with the example of its items.
    fn at(&self, place: &Place, expr: &Expr) -> Option<Value> {
        let Some(value) = self.known.get(&place.member("example")) else {
            let Expr::List(item) = expr else { return None };
            return Some(Value::Array(vec![self.at(&place.member("items"), item)?]));
        };
        Some(self.model.held_json(expr, value).unwrap_or_else(|| (*value).clone()))
            .filter(|value| self.fits(expr, value))
    }

    /// Returns an example of a type: its own, or one that is composed of the examples inside.
    fn value_of(&self, expr: &Expr) -> Option<Value> {
        match expr {
            Expr::List(item) => Some(Value::Array(vec![self.value_of(item)?])),
            Expr::Nullable(inner) => Some(self.value_of(inner).unwrap_or(Value::Null)),
            Expr::Named(id) => {
                if let Some(made) = self.made.borrow().get(id) {
                    return made.clone();
                }
                self.made.borrow_mut().insert(*id, None);
                let value = self.named(*id, expr).filter(|value| size(value) <= LARGEST);
                self.made.borrow_mut().insert(*id, value.clone());
                value
            }
            _ => None,
        }
    }

    fn named(&self, id: TypeId, expr: &Expr) -> Option<Value> {
        let ty = self.model.types.get(id);
        let own = ty.place.as_ref().and_then(|place| self.at(place, expr));
        own.or_else(|| match &ty.shape {
            Shape::Alias(target) => self.value_of(target),
            Shape::Newtype(newtype) => {
                let empty = if matches!(newtype.inner, Expr::List(_)) { json!([]) } else { json!({}) };
                self.value_of(&newtype.inner).into_iter().chain([empty]).find(|value| self.fits(expr, value))
            }
            Shape::Struct(structure) => self.object(structure),
            Shape::Enum(enumeration) => enumeration.values.first().map(listed),
            Shape::Union(union) => union.variants.iter().find_map(|variant| self.value_of(&variant.expr)),
        })
    }

    /// Composes an object with all required properties, and the optional ones that have an example.
    fn object(&self, structure: &Struct) -> Option<Value> {
        let tags = structure.tags.iter().map(|tag| (tag.wire.clone(), Value::String(tag.value.clone())));
        let mut members: Map<String, Value> = tags.collect();
        for field in &structure.fields {
            let default = field.given.as_ref().map(|given| &given.value);
            let default = default.filter(|value| self.fits(&field.expr, value)).cloned();
            let shown = self.at(&field.place, &field.expr).or(default).or_else(|| self.value_of(&field.expr));
            match shown {
                Some(value) => drop(members.insert(field.wire.clone(), value)),
                None if field.required => return None,
                None => {}
            }
        }
        Some(Value::Object(members))
    }
}

/// Returns a value of a header without constraints.
fn scalar(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Any | Expr::Boolean => Some(json!(true)),
        Expr::Integer32 | Expr::Integer64 | Expr::Number => Some(json!(1)),
        Expr::String => Some(json!("text")),
        Expr::List(item) => Some(json!([scalar(item)?])),
        _ => None,
    }
}

/// Returns the number of values in a value, including itself.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

fn listed(value: &EnumValue) -> Value {
    match &value.scalar {
        Scalar::Boolean(boolean) => (*boolean).into(),
        Scalar::Integer(integer) => (*integer).into(),
        Scalar::Number(number) => (*number).into(),
        Scalar::String(text) => text.clone().into(),
    }
}
