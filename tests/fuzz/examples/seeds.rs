//! Writes the seeds of each target into `corpus/`: the golden and the invalid specs, as they are and as JSON, and
//! requests to every operation with values that its schemas accept.

use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use stubsmith_tests::values::{Document, Maker};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

fn main() {
    for target in ["loader", "generator", "decoders"] {
        fs::create_dir_all(Path::new("corpus").join(target)).expect("a folder can be made");
    }
    let servers = [
        ("petstore", PathBuf::from("../petstore/spec/petstore.yaml")),
        ("guest_events", PathBuf::from("../../spec/api/client-server/guest_events.yaml")),
    ];
    let servers = servers.map(|(name, path)| (name.to_owned(), path));
    let golden = specs("../golden");
    for (name, path) in golden.iter().cloned().chain(specs("../invalid")).chain(servers.clone()) {
        let text = fs::read(&path).expect("a spec can be read");
        write("loader", &name, &text);
        if let Ok(spec) = serde_yaml::from_slice::<Value>(&text) {
            write("generator", &name, spec.to_string().as_bytes());
        }
    }
    for (server, path) in golden.into_iter().chain(servers) {
        let text = fs::read_to_string(path).expect("a spec is text");
        let spec: Value = serde_yaml::from_str(&text).expect("a golden spec is YAML");
        for (index, request) in requests(&server, &spec).into_iter().enumerate() {
            write("decoders", &format!("{server}_{index}"), request.as_bytes());
        }
    }
}

fn write(target: &str, name: &str, bytes: &[u8]) {
    fs::write(Path::new("corpus").join(target).join(name), bytes).expect("a seed can be written");
}

/// The specs in the subfolders of a folder, by the subfolder's name.
fn specs(folder: &str) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).expect("the folder is there").filter_map(Result::ok);
    let mut found: Vec<(String, PathBuf)> = entries
        .flat_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            ["spec.yaml", "spec.json"].map(|file| (name.clone(), entry.path().join(file)))
        })
        .filter(|(_, path)| path.is_file())
        .collect();
    found.sort();
    found
}

/// One request to each operation.
fn requests(server: &str, spec: &Value) -> Vec<String> {
    let document = Document(spec);
    let mut maker = Maker::new(&document);
    let base = spec["basePath"].as_str().unwrap_or_default().trim_end_matches('/');
    let mut found = Vec::new();
    for (path, item) in spec["paths"].as_object().into_iter().flatten() {
        for (method, operation) in METHODS.iter().filter_map(|method| Some((method, item.get(method)?))) {
            let consumes =
                [&operation["consumes"], &spec["consumes"]].into_iter().find_map(|list| list[0].as_str());
            let mut request = Request::new(format!("{base}{path}"), consumes);
            for parameter in
                [item, operation].into_iter().flat_map(|owner| owner["parameters"].as_array()).flatten()
            {
                let parameter =
                    parameter["$ref"].as_str().map_or(Some(parameter), |to| spec.pointer(&to[1..]));
                let Some(parameter) = parameter else { continue };
                let schema = if parameter["in"] == "body" { &parameter["schema"] } else { parameter };
                request.add(parameter, maker.value(schema).unwrap_or_else(|| Value::from("a")));
            }
            found.push(request.text(server, &method.to_uppercase()));
        }
    }
    found
}

/// A request in the format that the target reads.
struct Request {
    path: String,
    query: String,
    headers: String,
    body: String,
    media_type: Option<String>,
}

impl Request {
    fn new(path: String, consumes: Option<&str>) -> Self {
        let headers = "authorization: Bearer dTpw\nx-key: k\n".to_owned();
        let media_type = consumes.map(str::to_owned);
        Self { path, query: String::new(), headers, body: String::new(), media_type }
    }

    fn add(&mut self, parameter: &Value, value: Value) {
        let name = parameter["name"].as_str().unwrap_or_default();
        let text = match &value {
            Value::String(text) => text.clone(),
            Value::Array(items) => {
                let items =
                    items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
                items.collect::<Vec<_>>().join(",")
            }
            other => other.to_string(),
        };
        let escaped: String = text.bytes().map(escape).collect();
        match parameter["in"].as_str() {
            Some("path") => self.path = self.path.replace(&format!("{{{name}}}"), &escaped),
            Some("query") => write!(self.query, "{name}={escaped}&").expect("a string takes everything"),
            Some("header") => write!(self.headers, "{name}: {escaped}\n").expect("a string takes everything"),
            Some("formData") => self.add_field(name, &text, &escaped),
            _ => {
                self.media_type.get_or_insert_with(|| "application/json".to_owned());
                self.body =
                    if self.media_type.as_deref() == Some("text/plain") { text } else { value.to_string() };
            }
        }
    }

    fn add_field(&mut self, name: &str, text: &str, escaped: &str) {
        let multipart =
            self.media_type.as_deref().is_some_and(|media_type| media_type.starts_with("multipart"));
        if multipart {
            self.media_type = Some("multipart/form-data; boundary=b".to_owned());
            let part = format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
            self.body.push_str(&part);
        } else {
            write!(self.body, "{name}={escaped}&").expect("a string takes everything");
        }
    }

    fn text(self, server: &str, method: &str) -> String {
        let Self { path, query, mut headers, mut body, media_type } = self;
        if let Some(media_type) = media_type {
            writeln!(headers, "content-type: {media_type}").expect("a string takes everything");
        }
        if body.starts_with("--b") {
            body.push_str("--b--\r\n");
        }
        format!("{server} {method} {path}?{query}\n{headers}\n{body}")
    }
}

/// A byte as it may appear in a path and in a query.
fn escape(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}
