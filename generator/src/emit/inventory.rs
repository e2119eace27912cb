//! The inventory: how each keyword of a spec is treated, as JSON.

use super::paths::Paths;
use crate::api::Source;
use crate::codes;
use crate::diagnostic::{Diagnostic, FileId, Part, Place, Severity};
use crate::dialect::{Fate, openapi3};
use crate::model::{
    Access, Body, Content, Expr, Form, HeaderForm, Model, Operation, Role, Shape, UnusedMediaType,
};
use crate::names::Names;
use crate::pointer::Pointer;
use crate::sources::{Sources, lookup};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The diagnostics by place.
type ByPlace<'d> = HashMap<(FileId, &'d Pointer), &'d Diagnostic>;

/// Returns the whole inventory.
pub(crate) fn inventory(
    model: &Model,
    names: &Names,
    sources: &Sources,
    diagnostics: &[Diagnostic],
) -> Value {
    let inventory = Inventory {
        model,
        sources,
        by_place: by_place(diagnostics),
        paths: Paths::outside(model, names),
        text_types: text_types(model),
    };
    let operations: Vec<Value> = model.served().map(|operation| inventory.operation(operation)).collect();
    let sent = model.operations.iter().filter(|operation| !operation.role.is_served());
    let outgoing: Vec<Value> = sent.map(|operation| inventory.outgoing(operation)).collect();
    let schemas = model.schemas.iter().map(|(place, expr)| inventory.schema(place, expr.as_ref()));
    let any = model.schemas.iter().filter_map(|(place, expr)| inventory.any(place, expr.as_ref()?));
    let of_examples = diagnostics
        .iter()
        .filter(|diagnostic| [codes::BAD_EXAMPLE, codes::EXAMPLE_PROPERTY].contains(&diagnostic.code));
    let examples = of_examples.filter_map(|diagnostic| {
        let (place, _) = diagnostic.labels.first()?;
        let lost = diagnostic.code == codes::EXAMPLE_PROPERTY && diagnostic.severity == Severity::Warning;
        Some(json!({"place": inventory.show(place), "message": diagnostic.text(), "lost": lost}))
    });
    json!({
        "operations": operations,
        "outgoing": outgoing,
        "schemas": schemas.collect::<Vec<_>>(),
        "encodings": inventory.encodings(),
        "any": any.collect::<Vec<_>>(),
        "examples": examples.collect::<Vec<_>>(),
    })
}

fn by_place(diagnostics: &[Diagnostic]) -> ByPlace<'_> {
    let places = diagnostics.iter().flat_map(|diagnostic| {
        let first = diagnostic.labels.first().map(|(place, _)| place);
        first
            .into_iter()
            .chain(&diagnostic.elsewhere)
            .map(move |place| ((place.file, &place.pointer), diagnostic))
    });
    places.collect()
}

struct Inventory<'a> {
    model: &'a Model,
    sources: &'a Sources,
    by_place: ByPlace<'a>,
    paths: Paths<'a>,
    text_types: TextTypes<'a>,
}

/// Returns the types of parameters and headers, and of the items in their arrays, by place.
type TextTypes<'a> = HashMap<(FileId, Pointer), &'a Expr>;

fn text_types(model: &Model) -> TextTypes<'_> {
    let mut text_types = TextTypes::new();
    for operation in &model.operations {
        let parameters = operation.parameters.iter().map(|parameter| (&parameter.place, &parameter.expr));
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        let headers = headers.filter(|header| header.form != HeaderForm::Json);
        for (place, expr) in parameters.chain(headers.map(|header| (&header.place, &header.expr))) {
            // In Swagger 2.0, the parameter has the type; in OpenAPI 3, its schema.
            for mut place in [place.clone(), place.member("schema")] {
                let mut expr = expr;
                text_types.insert((place.file, place.pointer.clone()), expr);
                while let Expr::List(item) = expr {
                    (place, expr) = (place.member("items"), item);
                    text_types.insert((place.file, place.pointer.clone()), expr);
                }
            }
        }
    }
    text_types
}

impl Inventory<'_> {
    /// Formats a place as in a reference.
    fn show(&self, place: &Place) -> String {
        let path = self.sources.file(place.file).map(|file| file.path.display().to_string());
        let inside = match &place.part {
            Part::Inside(pointer) => pointer.as_str(),
            _ => "",
        };
        format!("{}#{}{inside}", path.unwrap_or_default(), place.pointer)
    }

    fn members(&self, place: &Place) -> Option<&Map<String, Value>> {
        lookup(self.sources.file(place.file)?.value.as_ref()?, &place.pointer)?.as_object()
    }

    /// Returns the type of a parameter, a header, or one of its items.
    fn text(&self, place: &Place) -> Option<&Expr> {
        self.text_types.get(&(place.file, place.pointer.clone())).copied()
    }

    /// Returns the diagnostic of the body or the response that contains a schema, if it says that the schema is not
    /// enforced.
    fn unread(&self, place: &Place) -> Option<&Diagnostic> {
        let mut inside = place.pointer.clone();
        while let Some((around, step)) = inside.split_last() {
            let at = if step == "itemSchema" { &inside } else { &around };
            let found = self.by_place.get(&(place.file, at));
            let found = found.filter(|_| ["schema", "itemSchema"].contains(&&*step));
            let found = found.filter(|found| found.code == codes::NOT_ENFORCED);
            if let Some(found) = found.filter(|_| !self.is_typed(place.file, &around)) {
                return Some(found);
            }
            inside = around;
        }
        None
    }

    /// Returns whether a response at this place has a body that is checked against the schema, next to bodies that the
    /// handler writes. In Swagger 2.0, they have the same schema.
    fn is_typed(&self, file: FileId, pointer: &Pointer) -> bool {
        let mut responses = self.model.operations.iter().flat_map(|operation| &operation.responses);
        responses.any(|response| {
            let is_here = response.place.file == file && response.place.pointer == *pointer;
            is_here && response.bodies.iter().any(|body| body.form != Form::Bytes)
        })
    }

    /// Returns how each keyword of an object is treated: the diagnostic at its place, or else its treatment in the
    /// dialect if it was read. A keyword that was not read is never reported as enforced.
    fn keywords(&self, place: &Place) -> Value {
        let taken = self.sources.log.as_ref().and_then(|log| log.at(place));
        let unread = self.unread(place);
        let keywords = self.members(place).into_iter().flatten().map(|(keyword, value)| {
            let pointer = place.pointer.member(keyword);
            let diagnostic = self.by_place.get(&(place.file, &pointer));
            // The values are checked.
            let diagnostic = diagnostic.filter(|found| found.code != codes::UNTYPED_UNION);
            let is_enforced = self.model.formats.contains(place);
            let diagnostic = diagnostic.filter(|found| found.code != codes::UNTYPED_FORMAT || !is_enforced);
            let fate = taken.as_ref().and_then(|taken| taken.fate(keyword));
            let outcome = match (diagnostic, fate) {
                (Some(diagnostic), _) => json!({"is": "ignored", "reason": diagnostic.text()}),
                (None, Some(Fate::Ignored(_)))
                    if ["contentMediaType", "contentSchema"].contains(&keyword.as_str())
                        && self.model.event_data.contains(place) =>
                {
                    json!({"is": "enforced"})
                }
                (None, Some(Fate::Ignored(reason))) => json!({"is": "ignored", "reason": reason}),
                (None, Some(Fate::Typed)) => json!({"is": "typed"}),
                (None, Some(Fate::Enforced)) if let Some(found) = unread => {
                    json!({"is": "ignored", "reason": found.text()})
                }
                (None, Some(Fate::Enforced))
                    if ["x-nullable", "nullable"].contains(&keyword.as_str())
                        && self.text(place).is_some() =>
                {
                    json!({"is": "ignored", "reason": "it is sent as text, which cannot be null"})
                }
                (None, Some(Fate::Enforced)) if keyword == "format" => self.format(place, value),
                (None, Some(Fate::Enforced)) if keyword == "enum" && self.is_open(place) => {
                    json!({"is": "typed"})
                }
                (None, Some(Fate::Enforced)) => json!({"is": "enforced"}),
                (None, Some(Fate::OtherVersion(..)) | None) if keyword.starts_with("x-") => {
                    json!({"is": "ignored", "reason": "an extension"})
                }
                (None, Some(Fate::OtherVersion(..)) | None) => {
                    json!({"is": "ignored", "reason": "it has no meaning here"})
                }
            };
            (keyword.clone(), outcome)
        });
        Value::Object(keywords.collect())
    }

    /// Returns how a `format` is treated:
    ///
    /// | format | next to | |
    /// |---|---|---|
    /// | mapped to a type | | enforced: the type decodes the value |
    /// | selected by a setting | `type: string` | enforced, unless it is an alternative next to another string |
    /// | `int32` | `type: integer` | enforced |
    /// | `int64` | `type: integer` | typed: every integer has this type |
    /// | `double` | `type: number` | typed: every number has this type |
    /// | any other | `enum` or `const` | ignored: the listed values are accepted |
    /// | any other | | ignored |
    fn format(&self, place: &Place, format: &Value) -> Value {
        let types = self.members(place).and_then(|members| members.get("type"));
        let lists_values = self
            .members(place)
            .is_some_and(|members| members.contains_key("enum") || members.contains_key("const"));
        let mut mapped = self.model.foreign.iter().flat_map(|foreign| &foreign.formats);
        match format.as_str() {
            Some(_) if self.model.formats.contains(place) => json!({"is": "enforced"}),
            Some(format) if mapped.any(|other| other == format) => json!({"is": "enforced"}),
            Some("int32") if is_type(types, "integer") => json!({"is": "enforced"}),
            Some("int64") if is_type(types, "integer") => json!({"is": "typed"}),
            Some("double") if is_type(types, "number") => json!({"is": "typed"}),
            Some(_) if lists_values => {
                json!({"is": "ignored", "reason": "the values are those of the `enum` or `const`"})
            }
            _ => json!({"is": "ignored", "reason": "no type is mapped to this format"}),
        }
    }

    /// Whether values other than the listed ones are accepted.
    fn is_open(&self, place: &Place) -> bool {
        let mut types = self.model.types.iter().filter(|(_, ty)| ty.place.as_ref() == Some(place));
        types.any(|(_, ty)| matches!(&ty.shape, Shape::Enum(listed) if listed.open))
    }

    fn schema(&self, place: &Place, expr: Option<&Expr>) -> Value {
        let ty = expr
            .or(self.text(place))
            .map(|expr| self.paths.ty(expr).to_string().replace(' ', "").replace(',', ", "));
        json!({"place": self.show(place), "type": ty, "keywords": self.keywords(place)})
    }

    /// Returns the encodings of the properties of forms. Encodings in other places have no effect.
    fn encodings(&self) -> Vec<Value> {
        let log = self.sources.log.iter();
        let places = log.flat_map(|log| log.places_of(&openapi3::ENCODING));
        let mut places: Vec<Place> = places.map(|(file, pointer)| Place::value(file, pointer)).collect();
        places.sort_by_cached_key(|place| self.show(place));
        let encoding = |place: &Place| {
            let mut keywords = self.keywords(place);
            if let (Some(reason), Some(keywords)) = (self.unused_encoding(place), keywords.as_object_mut()) {
                for (_, outcome) in keywords {
                    *outcome = json!({"is": "ignored", "reason": reason});
                }
            }
            json!({"place": self.show(place), "keywords": keywords})
        };
        places.iter().map(encoding).collect()
    }

    /// Returns the message about an encoding that has no effect, or about all encodings of its form.
    fn unused_encoding(&self, place: &Place) -> Option<String> {
        let around = place.pointer.split_last().map(|(around, _)| around);
        let of_form = around.and_then(|around| Some(*self.by_place.get(&(place.file, &around))?));
        let own = self.by_place.get(&(place.file, &place.pointer)).copied();
        let of_form = of_form.filter(|found| found.code == codes::NOT_ENFORCED);
        let own = own.filter(|found| found.code == codes::UNKNOWN_KEYWORD);
        of_form.or(own).map(Diagnostic::text)
    }

    /// Returns the reason why a type is any JSON value.
    fn any(&self, place: &Place, expr: &Expr) -> Option<Value> {
        let reason = match self.model.resolve(expr) {
            Expr::Any | Expr::AnyObject => self.reason(place),
            _ => return None,
        };
        Some(json!({"place": self.show(place), "reason": reason}))
    }

    fn reason(&self, place: &Place) -> String {
        if let Some(diagnostic) = self.by_place.get(&(place.file, &place.pointer)) {
            return diagnostic.text();
        }
        let none = Map::new();
        let members = self.members(place).unwrap_or(&none);
        let mut checked = ["oneOf", "anyOf", "not", "patternProperties", "dependencies"].into_iter();
        let checked = checked.find(|keyword| members.contains_key(*keyword));
        let several = |keyword: &str| members.get(keyword).is_some_and(Value::is_array);
        let untyped = ["oneOf", "anyOf", "type"].into_iter().find_map(|keyword| {
            let pointer = place.pointer.member(keyword);
            let found = self.by_place.get(&(place.file, &pointer))?;
            (found.code == codes::UNTYPED_UNION).then(|| found.text())
        });
        if let Some(reason) = untyped {
            return reason;
        }
        match checked {
            Some(keyword) => format!("no Rust type expresses `{keyword}`; the value is checked"),
            None if several("items") => "no Rust type expresses this tuple; the value is checked".to_owned(),
            None if several("type") => "it has several types; the value is checked".to_owned(),
            None if several("enum") => "its `enum` lists arrays or objects; the value is checked".to_owned(),
            None if members.get("type").and_then(Value::as_str) == Some("object") => {
                "an object without declared properties".to_owned()
            }
            None => "it has no type".to_owned(),
        }
    }

    fn operation(&self, operation: &Operation) -> Value {
        let statuses = operation.responses.iter().map(|response| response.status.to_string());
        let produces = operation.responses.iter().flat_map(|response| &response.bodies);
        let mut produces: Vec<&str> = produces.flat_map(media_types).collect();
        produces.sort_unstable();
        produces.dedup();
        let unused = operation.unused_media_types.iter().map(|UnusedMediaType { keyword, media_type, reason }| {
            json!({"keyword": keyword, "media_type": media_type, "reason": reason})
        });
        let responses = operation.responses.iter().map(|response| {
            let is_declared = response.place != operation.place;
            let keywords = if is_declared { self.keywords(&response.place) } else { json!({}) };
            json!({"status": response.status.to_string(), "place": self.show(&response.place), "keywords": keywords})
        });
        json!({
            "place": self.show(&operation.place),
            "id": operation.operation_id.as_ref().map(|id| &id.value),
            "method": operation.method.name(),
            "path": operation.path.template,
            "route": operation.path.route,
            "tags": operation.tags,
            "security": self.security(&operation.access),
            "statuses": statuses.collect::<Vec<_>>(),
            "consumes": consumes(operation),
            "produces": produces,
            "omitted": unused.collect::<Vec<_>>(),
            "responses": responses.collect::<Vec<_>>(),
            "limit": operation.has_body().then_some(match operation.body.as_ref().is_some_and(Body::has_items) {
                true => "axum's DefaultBodyLimit for each item",
                false => "axum's DefaultBodyLimit",
            }),
            "keywords": match operation.role {
                Role::Received(_) => ignoring(self.keywords(&operation.place), &SERVERS_OF_RECEIVED),
                Role::Served | Role::Sent(_) => self.keywords(&operation.place),
            },
        })
    }

    /// Returns a webhook or a callback. It has no path, and the receiver enforces its security.
    fn outgoing(&self, operation: &Operation) -> Value {
        let mut whole = self.operation(operation);
        let Some(members) = whole.as_object_mut() else { return whole };
        for keyword in ["path", "route", "limit"] {
            members.remove(keyword);
        }
        let (kind, name) = match &operation.role {
            Role::Sent(Source::Callback(name)) => ("callback", name.as_str()),
            role => ("webhook", role.webhook().unwrap_or_default()),
        };
        members.insert("kind".to_owned(), json!(kind));
        members.insert("name".to_owned(), json!(name));
        members.insert("security".to_owned(), json!(operation.receiver));
        let keywords = members.remove("keywords").unwrap_or_default();
        members.insert("keywords".to_owned(), ignoring(keywords, &IGNORED_IN_SENT));
        whole
    }

    /// Returns the security schemes of each alternative, with the required scopes.
    fn security(&self, access: &Access) -> Value {
        let anyone = matches!(access, Access::Open | Access::Optional(_)).then(|| json!({}));
        let alternatives = access.alternatives().iter().map(|alternative| {
            let asked = self.model.asked(alternative);
            let asked = asked.map(|(scheme, scopes)| (scheme.name.clone(), json!(scopes)));
            Value::Object(asked.collect())
        });
        alternatives.chain(anyone).collect()
    }
}

/// The keywords of a sent request that have no effect, each with the reason.
const IGNORED_IN_SENT: [(&str, &str); 2] = [
    ("security", "documentation: the sender adds the credentials, and the receiver checks them"),
    ("servers", "the receiver chooses the URL"),
];

/// The same of a received webhook.
const SERVERS_OF_RECEIVED: [(&str, &str); 1] = [("servers", "the setting `receive-webhooks` sets the path")];

/// Changes these keywords to ignored ones.
fn ignoring(mut keywords: Value, ignored: &[(&str, &str)]) -> Value {
    for (keyword, reason) in ignored {
        if let Some(value) = keywords.get_mut(keyword) {
            *value = json!({"is": "ignored", "reason": reason});
        }
    }
    keywords
}

fn media_types(content: &Content) -> impl Iterator<Item = &str> {
    content.media_types.iter().map(String::as_str)
}

fn consumes(operation: &Operation) -> Vec<&str> {
    if let Some(form) = &operation.form {
        let all =
            [(form.urlencoded, "application/x-www-form-urlencoded"), (form.multipart, "multipart/form-data")];
        return all.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    }
    operation.body.as_ref().map(Body::media_types).unwrap_or_default()
}

/// Whether `type` is this type, or this type and null.
fn is_type(types: Option<&Value>, name: &str) -> bool {
    match types {
        Some(Value::Array(types)) => {
            let mut others = types.iter().filter(|other| !other.is_null() && *other != "null");
            others.next().is_some_and(|only| only == name) && others.next().is_none()
        }
        Some(only) => only == name,
        None => false,
    }
}
