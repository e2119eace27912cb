//! Requests for the operations of a spec, written from its parameters and schemas. They share no code with the
//! generator. A request that the server rejects proves nothing, but does no harm.

use serde_json::{Map, Value, json};
use stubsmith_tests::values::{Document, Maker};

/// A request: its method, its path with the query, its headers, and its body.
pub type Call = (String, String, Vec<(String, String)>, String);

/// The number of requests for an operation.
const EACH: usize = 8;

/// Requests for all operations of a document in one file.
pub fn calls(document: &Value) -> Vec<Call> {
    let whole = Document(document);
    let mut writer = Writer { document, maker: Maker::new(&whole) };
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
            "formData" if parameter["type"] == "file" => return None,
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
        let value = match object.get("schema") {
            Some(schema) => self.maker.value(schema),
            None => Some(json!("bytes")),
        };
        let sent = media_type.replace("*/*", "text/plain").replace('*', "plain");
        match media_type.split(';').next().unwrap_or_default() {
            "application/x-www-form-urlencoded" => {
                let fields = value?.as_object()?.clone();
                parts.form.extend(
                    fields.iter().flat_map(|(name, value)| field(&object["encoding"][name], name, value)),
                );
                parts.set_body(&sent, String::new());
            }
            "multipart/form-data" => {
                let mut text = String::new();
                for (name, value) in value?.as_object()? {
                    let items = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
                    for item in items {
                        let (head, item) = match item {
                            Value::Object(_) => ("\r\nContent-Type: application/json", item.to_string()),
                            item => ("", self::text(&item)),
                        };
                        let start = "--b\r\nContent-Disposition: form-data; name=";
                        text.extend([start, "\"", name, "\"", head, "\r\n\r\n", &item, "\r\n"]);
                    }
                }
                parts.set_body("multipart/form-data; boundary=b", text + "--b--\r\n");
            }
            json if json.ends_with("json") => parts.set_body(&sent, value?.to_string()),
            _ => parts.set_body(&sent, value.as_ref().map_or_else(|| "bytes".to_owned(), text)),
        }
        Some(())
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
            // A header cannot have other characters.
            _ => {
                let visible = |(name, text): &(String, String)| {
                    name.is_ascii() && text.chars().all(|letter| matches!(letter, ' '..='~'))
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
