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

    /// Whether this part has arrived as the other one. A handler does not see the file name of a value, and a property
    /// of an object can be a part of its own, such as `card[number]`.
    fn is_like(&self, other: &Self) -> bool {
        let is_inside = other.name.strip_prefix(&self.name).is_some_and(|rest| rest.starts_with('['));
        let is_file = other.file_name.is_none()
            || (other.file_name == self.file_name && other.media_type == self.media_type);
        let is_same = other.name == self.name && is_file && other.content == self.content;
        is_same || (self.file_name.is_none() && is_inside)
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

/// The difference between the contents of two bodies of one media type, apart from their spelling: parts have another
/// boundary, and items other separators. `None` if there is none, or if no handler reads such a body while it arrives.
pub fn difference(sent: (&str, &str), arrived: (&str, &str)) -> Option<String> {
    if sent.0.starts_with("multipart/form-data") {
        let one = parts(sent.0, sent.1)?;
        let Some(other) = parts(arrived.0, arrived.1) else {
            return Some(format!("the form {one:?} became {:?}, {}", arrived.1, arrived.0));
        };
        let is_lost = |part: &&Part| !other.iter().any(|other| part.is_like(other));
        let lost: Vec<&Part> = one.iter().filter(is_lost).collect();
        let is_counted = one.iter().filter(|part| part.file_name.is_some()).count()
            >= other.iter().filter(|part| part.file_name.is_some()).count();
        return (!lost.is_empty() || !is_counted).then(|| format!("the parts {lost:?} became {other:?}"));
    }
    let one = content(sent.0, sent.1)?;
    let other = content(arrived.0, arrived.1);
    (other.as_ref() != Some(&one)).then(|| format!("the body {one:?} became {other:?}, {}", arrived.0))
}

fn content(media_type: &str, body: &str) -> Option<Vec<String>> {
    let essence = media_type.split(';').next().unwrap_or_default();
    match essence {
        "text/event-stream" => {
            // An event without data is ignored.
            let has_data = |event: &&str| event.lines().any(|line| line.starts_with("data: "));
            Some(body.split("\n\n").filter(has_data).map(fields).collect())
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
