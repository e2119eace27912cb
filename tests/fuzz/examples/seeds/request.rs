//! A request in the format that the target reads.

use crate::styles::{Style, plain};
use serde_json::Value;
use std::fmt::Write as _;

/// The body of a request.
pub enum Body<'s> {
    /// There is none.
    None,
    /// Parameters of Swagger 2.0, with this media type.
    Parameters(&'s str),
    /// An entry of `content` in OpenAPI 3.
    Content {
        /// Its key.
        media_type: &'s str,
        schema: &'s Value,
        encoding: &'s Value,
    },
}

pub struct Request {
    path: String,
    query: String,
    headers: String,
    cookies: Vec<String>,
    body: String,
    media_type: Option<String>,
}

impl Request {
    /// A request with credentials for each security scheme.
    pub fn new(path: &str, spec: &Value, body: &Body) -> Self {
        let media_type = match body {
            Body::None => None,
            Body::Parameters(media_type) | Body::Content { media_type, .. } => Some(named(media_type)),
        };
        let headers = "authorization: Bearer dTpw\n".to_owned();
        let path = path.to_owned();
        let mut request = Self {
            path,
            query: String::new(),
            headers,
            cookies: Vec::new(),
            body: String::new(),
            media_type,
        };
        let schemes = [&spec["securityDefinitions"], &spec["components"]["securitySchemes"]];
        for scheme in schemes.into_iter().filter_map(Value::as_object).flat_map(|schemes| schemes.values()) {
            if scheme["type"] == "apiKey" && scheme["name"] != "Authorization" {
                request.add(scheme, &Value::from("k"));
            }
        }
        request
    }

    pub fn add(&mut self, parameter: &Value, value: &Value) {
        let name = parameter["name"].as_str().unwrap_or_default();
        let location = parameter["in"].as_str().unwrap_or_default();
        let is_json =
            parameter["content"].as_object().is_some_and(|content| content.keys().any(|key| is_json(key)));
        let json = Value::from(value.to_string());
        let value = if is_json { &json } else { value };
        match location {
            "path" => {
                let text = Style::of(parameter, "simple").text(name, value);
                self.path = self.path.replace(&format!("{{{name}}}"), &escaped(&text));
            }
            "header" => {
                let text = escaped(&Style::of(parameter, "simple").text(name, value));
                writeln!(self.headers, "{name}: {text}").expect("a string takes everything");
            }
            "query" => {
                for (name, value) in Style::of(parameter, default_style(parameter)).pairs(name, value) {
                    write!(self.query, "{}={}&", escaped(&name), escaped(&value))
                        .expect("a string takes everything");
                }
            }
            "cookie" => {
                let pairs = Style::of(parameter, "form").pairs(name, value).into_iter();
                self.cookies.extend(pairs.map(|(name, value)| format!("{name}={}", escaped(&value))));
            }
            "formData" => {
                let pairs = Style::of(parameter, default_style(parameter)).pairs(name, value);
                pairs
                    .iter()
                    .for_each(|(name, value)| self.add_field(name, value, parameter["type"] == "file"));
            }
            _ => self.set_body(value, &Value::Null, &Value::Null),
        }
    }

    /// Sets the body to a value of the schema, in the media type of the request.
    pub fn set_body(&mut self, value: &Value, schema: &Value, encoding: &Value) {
        let media_type = self.media_type.clone().unwrap_or_default();
        let is_form = media_type.contains("form");
        match value.as_object().filter(|_| is_form) {
            Some(members) => {
                for (name, member) in members {
                    let style = if member.is_object() { "deepObject" } else { "form" };
                    for (name, text) in Style::of(&encoding[name], style).pairs(name, member) {
                        self.add_field(&name, &text, is_file(&schema["properties"][&name]));
                    }
                }
            }
            None if is_json(&media_type) => self.body = value.to_string(),
            None => self.body = plain(value),
        }
    }

    fn add_field(&mut self, name: &str, text: &str, is_file: bool) {
        let file = if is_file { "; filename=\"a\"" } else { "" };
        if self.media_type.as_deref().is_some_and(|media_type| media_type.starts_with("multipart")) {
            let part =
                format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n");
            self.body.push_str(&part);
        } else {
            write!(self.body, "{}={}&", escaped(name), escaped(text)).expect("a string takes everything");
        }
    }

    pub fn bytes(self, server: &str, method: &str) -> Vec<u8> {
        let Self { path, query, mut headers, cookies, mut body, media_type } = self;
        if let Some(media_type) = media_type {
            writeln!(headers, "content-type: {media_type}").expect("a string takes everything");
        }
        if !cookies.is_empty() {
            writeln!(headers, "cookie: {}", cookies.join("; ")).expect("a string takes everything");
        }
        if body.starts_with("--b") {
            body.push_str("--b--\r\n");
        }
        format!("{server} {method} {path}?{query}\n{headers}\n{body}").into_bytes()
    }
}

/// The style of a query and of a form: `form`, or `csv` in Swagger 2.0.
fn default_style(parameter: &Value) -> &'static str {
    if parameter.get("schema").is_some() { "form" } else { "simple" }
}

/// A media type that a request can have.
fn named(media_type: &str) -> String {
    match media_type {
        "multipart/form-data" => "multipart/form-data; boundary=b".to_owned(),
        other => other.replace('*', "a"),
    }
}

/// Whether a property is a file, or a list of files.
fn is_file(property: &Value) -> bool {
    property["format"] == "binary" || property["items"]["format"] == "binary"
}

fn is_json(media_type: &str) -> bool {
    media_type.ends_with("json")
}

/// Text as it may appear in a path and in a query.
fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'.' | b';' | b',' | b'=' | b'|' | b'_' | b'-' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
