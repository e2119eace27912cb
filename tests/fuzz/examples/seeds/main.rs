//! Writes the seeds of each target into `corpus/`: the golden and the invalid specs, as they are and as JSON, and
//! requests to every operation with values that its schemas accept.

mod document;
mod request;
mod styles;

use document::whole;
use request::{Body, Request};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use stubsmith_tests::values::{Document, Maker};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn main() {
    for target in ["loader", "generator", "decoders"] {
        fs::create_dir_all(Path::new("corpus").join(target)).expect("a folder can be made");
    }
    let servers = [
        ("petstore", PathBuf::from("../petstore/spec/petstore.yaml")),
        ("petstore31", PathBuf::from("../petstore31/spec/petstore.yaml")),
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
        for (index, request) in requests(&server, &whole(&path)).into_iter().enumerate() {
            write("decoders", &format!("{server}_{index}"), &request);
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

/// A request to each operation with each media type of its body.
fn requests(server: &str, spec: &Value) -> Vec<Vec<u8>> {
    let document = Document(spec);
    let mut maker = Maker::new(&document);
    let mut found = Vec::new();
    for (path, item) in spec["paths"].as_object().into_iter().flatten() {
        let item = document::followed(spec, item);
        for (method, operation) in METHODS.iter().filter_map(|method| Some((method, item.get(method)?))) {
            let path = format!("{}{path}", document::base_path(spec, item, operation));
            let lists = [&item["parameters"], &operation["parameters"]];
            let parameters: Vec<&Value> = lists
                .into_iter()
                .filter_map(Value::as_array)
                .flatten()
                .map(|parameter| document::followed(spec, parameter))
                .collect();
            for body in document::bodies(spec, operation, &parameters) {
                let mut request = Request::new(&path, spec, &body);
                for parameter in &parameters {
                    let schema = document::schema(parameter);
                    request.add(parameter, &maker.value(schema).unwrap_or_else(|| Value::from("a")));
                }
                if let Body::Content { schema, encoding, .. } = body {
                    let value = maker.value(schema).unwrap_or_else(|| Value::from("a"));
                    request.set_body(&value, document::followed(spec, schema), encoding);
                }
                found.push(request.bytes(server, &method.to_uppercase()));
            }
        }
    }
    found
}
