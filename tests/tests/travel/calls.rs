//! Requests for the operations of a spec, written from its parameters and schemas. They share no code with the
//! generator. A request that the server rejects proves nothing, but does no harm.

use super::bodies::{Part, event, item, multipart};
use serde_json::{Map, Value, json};
use stubsmith_tests::values::{Document, Maker};

/// A request: its method, its path with the query, its headers, and its body.
pub type Call = (String, String, Vec<(String, String)>, String);

/// The number of requests for an operation.
pub const EACH: usize = 8;

/// Requests for all operations of a document in one file.
pub fn calls(document: &Value) -> Vec<Call> {
    let whole = Document(document);
    let mut writer = Writer { document, maker: Maker::new(&whole).with_unions() };
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let item = follow(document, item);
        for (method, operation) in item.as_object().into_iter().flatten() {
            if operation.get("responses").is_some() {
                let operation = Operation { path, method, item, operation };
                all.extend((0..EACH).filter_map(|_| writer.call(&operation)));
            }
        }
    }
    all
}

struct Operation<'d> {
    path: &'d str,
    method: &'d str,
    item: &'d Value,
    operation: &'d Value,
}

struct Writer<'d> {
    document: &'d Value,
    maker: Maker<'d>,
}

fn follow<'d>(document: &'d Value, mut value: &'d Value) -> &'d Value {
    while let Some(pointer) = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        match document.pointer(pointer) {
            Some(target) => value = target,
            None => break,
        }
    }
    value
}

fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// The text of which a text is the percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16)).unwrap_or_default();
        bytes.push(if byte == b'%' { u8::try_from(digit() * 16 + digit()).unwrap() } else { byte });
    }
    String::from_utf8(bytes).unwrap()
}

/// The text of a scalar.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl<'d> Writer<'d> {
    fn call(&mut self, of: &Operation<'d>) -> Option<Call> {
        let mut parts = Parts { path: of.path.to_owned(), ..Parts::default() };
        let mut parameters: Vec<&Value> = Vec::new();
        for list in [&of.operation["parameters"], &of.item["parameters"]] {
            for parameter in list.as_array().into_iter().flatten() {
                let parameter = follow(self.document, parameter);
                let is_known =
                    |known: &&Value| (&known["name"], &known["in"]) == (&parameter["name"], &parameter["in"]);
                if !parameters.iter().any(is_known) {
                    parameters.push(parameter);
                }
            }
        }
        for parameter in parameters {
            self.parameter(parameter, of, &mut parts)?;
        }
        self.body(of, &mut parts)?;
        self.security(of, &mut parts)?;
        Some(parts.finish(&self.base(of), of.method))
    }

    fn maybe(&mut self) -> bool {
        self.maker.draw(0..3) > 0
    }

    fn parameter(&mut self, parameter: &'d Value, of: &Operation<'d>, parts: &mut Parts) -> Option<()> {
        if parameter["required"] != true && !self.maybe() {
            return Some(());
        }
        let name = parameter["name"].as_str()?;
        let content = parameter["content"].as_object().and_then(|content| content.values().next());
        let schema = content.unwrap_or(parameter).get("schema").unwrap_or(parameter);
        let value = self.maker.value(schema)?;
        match parameter["in"].as_str()? {
            "body" => {
                let consumes = [&of.operation["consumes"], &self.document["consumes"]];
                let media_type =
                    consumes.into_iter().find_map(|list| list[0].as_str()).unwrap_or("application/json");
                parts.set_body(
                    media_type,
                    if media_type.contains("json") { value.to_string() } else { text(&value) },
                );
            }
            "formData" if parameter["type"] == "file" => {
                let part = self.file(name, &Value::Null)?;
                parts.files.push(part);
            }
            place => {
                let pairs = match content {
                    Some(_) => vec![(name.to_owned(), encoded(&value.to_string()))],
                    None => pairs(parameter, place, name, &value),
                };
                parts.add(place, name, pairs);
            }
        }
        Some(())
    }

    fn body(&mut self, of: &Operation<'d>, parts: &mut Parts) -> Option<()> {
        let body = follow(self.document, of.operation.get("requestBody").unwrap_or(&Value::Null));
        let Some(content) = body["content"].as_object() else { return Some(()) };
        if body["required"] != true && !self.maybe() {
            return Some(());
        }
        let media_types: Vec<&String> = content.keys().collect();
        let media_type = *self.maker.choose(&media_types)?;
        let object = &content[media_type.as_str()];
        let sent = media_type.replace("*/*", "text/plain").replace('*', "plain");
        let essence = media_type.split(';').next().unwrap_or_default();
        if let Some(schema) = object.get("itemSchema") {
            parts.set_body(&sent, self.items(essence, schema)?);
            return Some(());
        }
        let value = match object.get("schema") {
            Some(_) if essence == "multipart/form-data" => None,
            Some(schema) => self.maker.value(schema),
            None => Some(json!("bytes")),
        };
        match essence {
            "application/x-www-form-urlencoded" => {
                let fields = value?.as_object()?.clone();
                parts.form.extend(
                    fields.iter().flat_map(|(name, value)| field(&object["encoding"][name], name, value)),
                );
                parts.set_body(&sent, String::new());
            }
            "multipart/form-data" => {
                parts.set_body("multipart/form-data; boundary=b", multipart(&self.form_parts(object)?));
            }
            json if json.ends_with("json") => parts.set_body(&sent, value?.to_string()),
            _ => parts.set_body(&sent, value.as_ref().map_or_else(|| "bytes".to_owned(), text)),
        }
        Some(())
    }

    /// The parts of a form in OpenAPI 3.
    fn form_parts(&mut self, media_type: &'d Value) -> Option<Vec<Part>> {
        let schema = follow(self.document, &media_type["schema"]);
        let mut all = Vec::new();
        let required = schema["required"].as_array();
        for (name, property) in schema["properties"].as_object()? {
            if !required.is_some_and(|names| names.contains(&json!(name))) && !self.maybe() {
                continue;
            }
            let (property, encoding) = (follow(self.document, property), &media_type["encoding"][name]);
            let one = follow(self.document, property.get("items").unwrap_or(property));
            if is_file(one) {
                let count = if property.get("items").is_some() { self.maker.draw(1..3) } else { 1 };
                for _ in 0..count {
                    all.push(self.file(name, encoding)?);
                }
                continue;
            }
            let value = self.maker.value(property)?;
            let items = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            for item in items {
                let media_type = item.is_object().then(|| "application/json".to_owned());
                let media_type = encoding["contentType"].as_str().map(str::to_owned).or(media_type);
                let is_json = media_type.as_ref().is_some_and(|media_type| media_type.ends_with("json"));
                let content = if is_json { item.to_string() } else { text(&item) };
                all.push(Part { name: name.clone(), file_name: None, media_type, content });
            }
        }
        Some(all)
    }

    /// A file. Its text may look like a boundary, and its name has a quote.
    fn file(&mut self, name: &str, encoding: &Value) -> Option<Part> {
        let contents = ["", "a file", "a\r\n--a--\r\n", "\u{0}\u{fc}\n", "\r\n"];
        let content = (*self.maker.choose(&contents)?).to_owned();
        let declared = encoding["contentType"].as_str().unwrap_or("text/plain");
        let media_type = declared.split(',').next().unwrap_or_default().trim().replace("*/*", "text/plain");
        let file_name = *self.maker.choose(&["a.txt", "a \"b\".txt", "\u{fc}%22.png"])?;
        Some(Part {
            name: name.to_owned(),
            file_name: Some(file_name.to_owned()),
            media_type: Some(media_type.replace('*', "png")),
            content,
        })
    }

    /// A stream of items.
    fn items(&mut self, media_type: &str, schema: &'d Value) -> Option<String> {
        let count = self.maker.draw(0..4);
        let mut text = String::new();
        for _ in 0..count {
            let value = self.maker.value(schema)?;
            text += &match media_type {
                "text/event-stream" => event(&self.with_json(schema, value)?),
                media_type => item(media_type, &value),
            };
        }
        Some(text)
    }

    /// An event whose data is JSON, if the spec says so.
    fn with_json(&mut self, schema: &'d Value, mut event: Value) -> Option<Value> {
        let data = follow(self.document, &follow(self.document, schema)["properties"]["data"]);
        if let Some(content) = data.get("contentSchema") {
            event["data"] = json!(self.maker.value(content)?.to_string());
        } else if !matches!(event["data"], Value::String(_) | Value::Null) {
            event["data"] = json!(event["data"].to_string());
        }
        Some(event)
    }

    /// Adds the credentials of one of the alternatives.
    fn security(&mut self, of: &Operation<'d>, parts: &mut Parts) -> Option<()> {
        let own = of.operation.get("security").unwrap_or(&self.document["security"]);
        let alternatives: Vec<&Value> = own.as_array().into_iter().flatten().collect();
        let Some(alternative) = self.maker.choose(&alternatives) else { return Some(()) };
        for name in alternative.as_object()?.keys() {
            let places =
                [&self.document["securityDefinitions"], &self.document["components"]["securitySchemes"]];
            let scheme = follow(self.document, places.into_iter().find_map(|place| place.get(name))?);
            let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            match (scheme["type"].as_str()?, scheme["in"].as_str(), scheme["scheme"].as_str()) {
                ("apiKey", Some("query"), _) => {
                    parts.query.push((scheme["name"].as_str()?.to_owned(), "key".to_owned()));
                }
                ("apiKey", Some("header"), _) => parts.headers.push(header(scheme["name"].as_str()?, "key")),
                ("apiKey", ..) => parts.cookies.push((scheme["name"].as_str()?.to_owned(), "key".to_owned())),
                ("mutualTLS", ..) => return None,
                ("basic", ..) => parts.headers.push(header("Authorization", "Basic dXNlcjpwYXNz")),
                ("http", _, Some(kind)) if kind.eq_ignore_ascii_case("basic") => {
                    parts.headers.push(header("Authorization", "Basic dXNlcjpwYXNz"));
                }
                ("http", _, Some(kind)) if !kind.eq_ignore_ascii_case("bearer") => {
                    parts.headers.push(header("Authorization", &format!("{kind} key")));
                }
                _ => parts.headers.push(header("Authorization", "Bearer key")),
            }
        }
        Some(())
    }

    fn base(&self, of: &Operation<'d>) -> String {
        if let Some(base) = self.document["basePath"].as_str() {
            return base.trim_end_matches('/').to_owned();
        }
        let servers =
            [of.operation, of.item, self.document].into_iter().find_map(|place| place["servers"].get(0));
        let Some(server) = servers else { return String::new() };
        let mut url = server["url"].as_str().unwrap_or_default().to_owned();
        for (name, variable) in server["variables"].as_object().into_iter().flatten() {
            url = url.replace(&format!("{{{name}}}"), variable["default"].as_str().unwrap_or_default());
        }
        let path = url
            .split_once("://")
            .map_or(url.as_str(), |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
        path.trim_end_matches('/').to_owned()
    }
}

/// Whether a field of a form with this schema is a file.
fn is_file(schema: &Value) -> bool {
    let is_binary = schema["format"] == "binary" || schema.get("contentMediaType").is_some();
    match schema["type"].as_str() {
        Some("string") => is_binary,
        Some(_) => false,
        None => schema.as_object().is_some_and(Map::is_empty) || schema.get("contentMediaType").is_some(),
    }
}

/// The pairs of a form's field in OpenAPI 3.
fn field(encoding: &Value, name: &str, value: &Value) -> Vec<(String, String)> {
    let styled = encoding.get("style").or(encoding.get("explode")).is_some();
    match value {
        Value::Object(_) if !styled => vec![(name.to_owned(), encoded(&value.to_string()))],
        value => pairs(encoding, "query", name, value),
    }
}

/// The pairs of names and encoded texts in which a parameter is written.
fn pairs(parameter: &Value, place: &str, name: &str, value: &Value) -> Vec<(String, String)> {
    let own = |text: String| vec![(name.to_owned(), text)];
    let encode = |value: &Value| if place == "header" { text(value) } else { encoded(&text(value)) };
    let style = parameter["style"].as_str().unwrap_or(match place {
        "path" | "header" => "simple",
        _ => "form",
    });
    let format = parameter["collectionFormat"].as_str();
    let is_old = parameter.get("schema").is_none() && parameter.get("type").is_some();
    let explodes = match (is_old, parameter["explode"].as_bool()) {
        (true, _) => format == Some("multi"),
        (false, Some(explode)) => explode,
        (false, None) => style == "form",
    };
    let separator = match (format, style) {
        (Some("ssv"), _) | (_, "spaceDelimited") => "%20",
        (Some("tsv"), _) => "%09",
        (Some("pipes"), _) | (_, "pipeDelimited") => "%7C",
        (_, "label") if explodes => ".",
        _ => ",",
    };
    match (value, style) {
        (Value::Object(properties), "deepObject") => {
            properties.iter().map(|(key, value)| (format!("{name}[{key}]"), encode(value))).collect()
        }
        (Value::Array(items), "matrix") if explodes => {
            let texts = items.iter().map(|item| format!(";{name}={}", encode(item)));
            own(texts.collect())
        }
        (Value::Array(items), _) if explodes && ["query", "cookie", "formData"].contains(&place) => {
            items.iter().map(|item| (name.to_owned(), encode(item))).collect()
        }
        (Value::Object(properties), "form") if explodes => {
            properties.iter().map(|(key, value)| (key.clone(), encode(value))).collect()
        }
        (value, style) => {
            let texts: Vec<String> = match value {
                Value::Array(items) => items.iter().map(encode).collect(),
                Value::Object(properties) if explodes => properties
                    .iter()
                    .map(|(key, value)| format!("{}={}", encoded(key), encode(value)))
                    .collect(),
                Value::Object(properties) => {
                    properties.iter().flat_map(|(key, value)| [encoded(key), encode(value)]).collect()
                }
                scalar => vec![encode(scalar)],
            };
            let joined = texts.join(separator);
            own(match style {
                "label" => format!(".{joined}"),
                "matrix" => format!(";{name}={joined}"),
                _ => joined,
            })
        }
    }
}

/// The parts of a request.
#[derive(Default)]
struct Parts {
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    cookies: Vec<(String, String)>,
    form: Vec<(String, String)>,
    files: Vec<Part>,
    body: Option<(String, String)>,
}

impl Parts {
    fn add(&mut self, place: &str, name: &str, pairs: Vec<(String, String)>) {
        match place {
            "path" => {
                let text = pairs.into_iter().map(|(_, text)| text).collect::<String>();
                self.path = self.path.replace(&format!("{{{name}}}"), &text);
            }
            "query" => self.query.extend(pairs),
            "cookie" => self.cookies.extend(pairs),
            "formData" => self.form.extend(pairs),
            // A header cannot have other characters, and no spaces around its value.
            _ => {
                let visible = |(name, text): &(String, String)| {
                    name.is_ascii()
                        && text.trim() == text
                        && text.chars().all(|letter| matches!(letter, ' '..='~'))
                };
                self.headers.extend(pairs.into_iter().filter(visible));
            }
        }
    }

    fn set_body(&mut self, media_type: &str, text: String) {
        self.body = Some((media_type.to_owned(), text));
    }

    fn finish(self, base: &str, method: &str) -> Call {
        let joined = |pairs: &[(String, String)], separator: &str| {
            let texts: Vec<String> =
                pairs.iter().map(|(name, text)| format!("{}={text}", encoded(name))).collect();
            texts.join(separator)
        };
        let query =
            if self.query.is_empty() { String::new() } else { format!("?{}", joined(&self.query, "&")) };
        let mut headers = self.headers;
        if !self.cookies.is_empty() {
            headers.push(("Cookie".to_owned(), joined(&self.cookies, "; ")));
        }
        let form = "application/x-www-form-urlencoded".to_owned();
        let body = match self.body {
            None if !self.files.is_empty() => {
                let fields = self.form.iter().map(|(name, text)| Part::field(name, decoded(text)));
                let all: Vec<Part> = fields.chain(self.files).collect();
                Some(("multipart/form-data; boundary=b".to_owned(), multipart(&all)))
            }
            Some((media_type, _)) if media_type == form => Some((form, joined(&self.form, "&"))),
            None if !self.form.is_empty() => Some((form, joined(&self.form, "&"))),
            body => body,
        };
        let (media_type, text) = body.unzip();
        headers.extend(media_type.map(|media_type| ("Content-Type".to_owned(), media_type)));
        (method.to_uppercase(), format!("{base}{}{query}", self.path), headers, text.unwrap_or_default())
    }
}

/// Whether a document has operations.
pub fn has_operations(document: &Value) -> bool {
    document["paths"].as_object().is_some_and(|paths| !Map::is_empty(paths))
}
