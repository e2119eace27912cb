//! Bodies that a handler reads while they arrive. Their values are not in the log of a server, so the bytes that arrive at
//! the recorder are read here, and compared with those that were sent.

use serde_json::Value;
use std::fmt::Write as _;

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub name: String,
    pub file_name: Option<String>,
    pub media_type: Option<String>,
    pub content: String,
}

impl Part {
    /// A part that is not a file.
    pub fn field(name: &str, content: String) -> Self {
        Self { name: name.to_owned(), file_name: None, media_type: None, content }
    }
}

/// A form with the boundary `b`.
pub fn multipart(parts: &[Part]) -> String {
    let mut text = String::new();
    for Part { name, file_name, media_type, content } in parts {
        let quoted = |text: &str| text.replace('"', "\\\"");
        write!(text, "--b\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name)).unwrap();
        if let Some(file_name) = file_name {
            write!(text, "; filename=\"{}\"", quoted(file_name)).unwrap();
        }
        if let Some(media_type) = media_type {
            write!(text, "\r\nContent-Type: {media_type}").unwrap();
        }
        write!(text, "\r\n\r\n{content}\r\n").unwrap();
    }
    text + "--b--\r\n"
}

/// An item of a stream of JSON values.
pub fn item(media_type: &str, value: &Value) -> String {
    let start = if media_type.ends_with("json-seq") { "\u{1E}" } else { "" };
    format!("{start}{value}\n")
}

/// A server-sent event.
pub fn event(value: &Value) -> String {
    let mut text = String::new();
    for name in ["event", "id", "retry", "data"] {
        let Some(value) = value.get(name) else { continue };
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        for line in value.replace("\r\n", "\n").split(['\r', '\n']) {
            writeln!(text, "{name}: {line}").unwrap();
        }
    }
    text + "\n"
}

/// The content of a body, apart from its spelling: parts have another boundary, and items other separators. `None` if the
/// body is not one that a handler reads while it arrives.
pub fn content(media_type: &str, body: &str) -> Option<Vec<String>> {
    let essence = media_type.split(';').next().unwrap_or_default();
    match essence {
        "multipart/form-data" => {
            let mut parts: Vec<String> =
                parts(media_type, body)?.iter().map(|part| format!("{part:?}")).collect();
            parts.sort();
            Some(parts)
        }
        "text/event-stream" => {
            let events = body.split("\n\n").filter(|event| !event.is_empty());
            Some(events.map(fields).collect())
        }
        _ if ["jsonl", "ndjson", "json-seq"].iter().any(|end| essence.ends_with(end)) => {
            let items = body.split(['\n', '\u{1E}']).filter(|item| !item.trim().is_empty());
            Some(items.map(|item| sorted(&serde_json::from_str(item).unwrap_or_default())).collect())
        }
        "application/octet-stream" | "image/png" | "application/pdf" => Some(vec![body.to_owned()]),
        _ => None,
    }
}

/// The fields of an event, in one order. The data may be JSON.
fn fields(event: &str) -> String {
    let all = |name: &str| -> String {
        let start = format!("{name}: ");
        let values: Vec<&str> = event.lines().filter_map(|line| line.strip_prefix(&start)).collect();
        values.join("\n")
    };
    let data = all("data");
    let data = serde_json::from_str(&data).map_or(data, |value: Value| sorted(&value));
    [all("event"), all("id"), all("retry"), data].join("\u{1F}")
}

/// JSON whose properties are sorted, and whose numbers have one form.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(properties) => {
            let mut all: Vec<String> =
                properties.iter().map(|(name, value)| format!("{name:?}:{}", sorted(value))).collect();
            all.sort();
            format!("{{{}}}", all.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(",")),
        Value::Number(number) => number.as_f64().unwrap_or_default().to_string(),
        other => other.to_string(),
    }
}

fn parts(media_type: &str, body: &str) -> Option<Vec<Part>> {
    let boundary = media_type.split_once("boundary=")?.1.trim_matches('"');
    let whole = format!("\r\n{body}");
    let mut pieces =
        whole.split(&format!("\r\n--{boundary}\r\n")).skip(1).map(str::to_owned).collect::<Vec<_>>();
    let last = pieces.last_mut()?;
    *last = last.strip_suffix(&format!("\r\n--{boundary}--\r\n"))?.to_owned();
    let part = |piece: &String| {
        let (head, content) = piece.split_once("\r\n\r\n")?;
        let header = |name: &str| {
            let mut lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
            lines.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        };
        let disposition = header("Content-Disposition")?;
        let quoted = |name: &str| {
            let (_, rest) = disposition.split_once(&format!("; {name}=\""))?;
            let rest = rest.replace("\\\"", "%22");
            // Browsers write a quote so, and so does the client.
            Some(rest.split('"').next()?.replace("%22", "\""))
        };
        Some(Part {
            name: quoted("name")?,
            file_name: quoted("filename"),
            media_type: header("Content-Type"),
            content: content.to_owned(),
        })
    };
    pieces.iter().map(part).collect()
}
