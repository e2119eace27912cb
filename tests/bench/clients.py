#!/usr/bin/env python3
"""CPU seconds to check and to build generated clients and a program that calls all of their operations.

    python3 clients.py STUBSMITH TOOLS [ROUNDS] [OPERATIONS]

STUBSMITH is the program. TOOLS is the folder with the programs of the others: `cargo install --root TOOLS` of
cargo-progenitor 0.15.1 and oas3-gen 0.29.0. Each client is a crate, and the program is another one. Their dependencies
are built before. GNU time counts the user and system time of cargo and of its processes.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent / "target" / "clients"
FIELDS = {
    "id": ("integer", "int64"),
    "name": ("string", None),
    "size": ("number", "double"),
    "open": ("boolean", None),
    "tags": ("array", None),
    "note": ("string", None),
    "count": ("integer", "int32"),
    "kind": ("string", None),
}
REQUIRED = ["id", "name", "open", "tags"]


def schema(kind, form):
    found = {"type": kind}
    if form:
        found["format"] = form
    if kind == "array":
        found["items"] = {"type": "string"}
    return found


def parameter(name, place, kind, form=None):
    return {"name": name, "in": place, "required": place == "path", "schema": schema(kind, form)}


def document(operations, version):
    """A made-up document: each operation has four parameters, every second one a body, and each its own struct."""
    properties = {name: schema(*kind) for name, kind in FIELDS.items()}
    paths, schemas = {}, {"Problem": {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}}
    for index in range(operations):
        reference = {"$ref": f"#/components/schemas/Thing{index}"}
        schemas[f"Thing{index}"] = {"type": "object", "required": REQUIRED, "properties": properties}
        content = {"application/json": {"schema": reference}}
        problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation = {
            "operationId": f"callThing{index}",
            "parameters": [
                parameter("id", "path", "integer", "int64"),
                parameter("limit", "query", "integer", "int32"),
                parameter("filter", "query", "string"),
                parameter("X-Trace", "header", "string"),
            ],
            "responses": {
                "200": {"description": "The thing.", "content": content},
                "4XX": {"description": "A problem.", "content": problem},
            },
        }
        if index % 2:
            operation["requestBody"] = {"required": True, "content": content}
        paths[f"/things{index}/{{id}}"] = {"put" if index % 2 else "get": operation}
    return {"openapi": version, "info": {"title": "Things", "version": "1"}, "paths": paths, "components": {"schemas": schemas}}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def package(folder, name, dependencies):
    write(folder / "Cargo.toml", f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n{dependencies}')


def run(*command, **options):
    made = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if made.returncode:
        sys.exit(f"{command}: {made.stdout[-3000:]}{made.stderr[-3000:]}")
    return made


THING = '{path}Thing{index} {{ id: 1, name: "a".to_owned(), size: None, open: true, tags: Vec::new(), note: None, count: None, kind: None }}'


def program(calls, connect, head):
    body = "\n".join(calls)
    return (
        f"{head}\ntype Error = Box<dyn std::error::Error>;\n\n"
        f'#[tokio::main(flavor = "current_thread")]\nasync fn main() -> Result<(), Error> {{\n    {connect}\n{body}\n    Ok(())\n}}\n'
    )


def stubsmith(tool, operations):
    folder = FOLDER / "stubsmith"
    spec = FOLDER / "things31.json"
    run(tool, "generate", spec, "--client", "--no-server", "--out", folder / "client/src/api")
    write(folder / "client/src/lib.rs", "pub mod api;\n")
    crates = 'bytes = "1"\nhttp = "1"\nhttp-body = "1"\nserde = "1"\nserde_json = { version = "1", features = ["preserve_order"] }\ntower-service = "0.3"\n'
    package(folder / "client", "things", crates)
    calls = []
    for index in range(operations):
        thing = THING.format(path="api::types::", index=index)
        sent = f", body: {thing}" if index % 2 else ""
        request = f'api::CallThing{index}Request {{ id: 1, limit: Some(2), filter: Some("a".to_owned()), x_trace: None{sent} }}'
        calls.append(f'    println!("{{}}", client.call_thing{index}({request}).await?.success()?.name);')
    connect = 'let pool = Pool::builder(TokioExecutor::new()).build_http::<Body>();\n    let client = Client::new(pool).with_base_url(&"http://localhost:1".parse()?);'
    head = "use hyper_util::client::legacy::Client as Pool;\nuse hyper_util::rt::TokioExecutor;\nuse things::api::{self, client::{Body, Client}};\n"
    write(folder / "program/src/main.rs", program(calls, connect, head))
    used = 'hyper-util = { version = "0.1", features = ["client-legacy", "http1", "tokio"] }\nhttp = "1"\nthings = { path = "../client" }\ntokio = { version = "1", features = ["macros", "rt"] }\n'
    package(folder / "program", "program", used)
    return folder


def progenitor(tool, operations):
    folder = FOLDER / "progenitor"
    shutil.rmtree(folder / "client", ignore_errors=True)
    run(tool, "progenitor", "-i", FOLDER / "things30.json", "-o", folder / "client", "-n", "things", "-v", "0.1.0", "--interface", "positional")
    manifest = (folder / "client/Cargo.toml").read_text()
    write(folder / "client/Cargo.toml", manifest + "\n[workspace]\n")
    text = (folder / "client/src/lib.rs").read_text()
    values = {"id": "1", "limit": "Some(2)", "filter": 'Some("a")', "x_trace": "None"}
    calls = []
    for index in range(operations):
        found = re.search(rf"pub async fn call_thing{index}<'a>\(([^)]*)\)", text)
        names = re.findall(r"(\w+): ", found.group(1).replace("&'a self,", ""))
        values["body"] = "&" + THING.format(path="things::types::", index=index)
        given = ", ".join(values[name] for name in names)
        calls.append(f'    println!("{{}}", client.call_thing{index}({given}).await?.into_inner().name);')
    head = "use things::Client;\n"
    write(folder / "program/src/main.rs", program(calls, 'let client = Client::new("http://localhost:1");', head))
    package(folder / "program", "program", 'things = { path = "../client" }\ntokio = { version = "1", features = ["macros", "rt"] }\n')
    return folder


def oas3_gen(tool, operations):
    folder = FOLDER / "oas3-gen"
    run(tool, "generate", "client-mod", "-i", FOLDER / "things31.json", "-o", folder / "client/src/api")
    write(folder / "client/src/lib.rs", "pub mod api;\n")
    crates = (
        'anyhow = "1"\nhttp = "1"\noas3-gen-support = "0.29"\n'
        'reqwest = { version = "0.13", default-features = false, features = ["json"] }\n'
        'serde = { version = "1", features = ["derive"] }\nserde_html_form = "0.4"\nserde_with = "3"\n'
        'validator = { version = "0.20", features = ["derive"] }\n'
    )
    package(folder / "client", "things", crates)
    calls = []
    for index in range(operations):
        # The prefix that all operations have is removed.
        parts = f'path: Thing{index}RequestPath {{ id: 1 }}, query: Thing{index}RequestQuery {{ limit: Some(2), filter: Some("a".to_owned()) }}, header: Thing{index}RequestHeader {{ x_trace: None }}'
        body = f', body: {THING.format(path="", index=index)}' if index % 2 else ""
        request = f"Thing{index}Request {{ {parts}{body} }}"
        calls.append(f'    if let ApiResponse::Ok(body) = client.thing{index}({request}).await? {{ println!("{{}}", body.name); }}')
    head = "use things::api::*;\n"
    write(folder / "program/src/main.rs", program(calls, 'let client = ThingsClient::with_base_url("http://localhost:1")?;', head))
    used = 'things = { path = "../client" }\ntokio = { version = "1", features = ["macros", "rt"] }\n'
    package(folder / "program", "program", used)
    return folder


def measure(folder, step):
    figures = []
    # First the crate alone, then the crate and the program.
    for part in ("client", "program"):
        for path in (folder / "client/src/lib.rs", folder / "program/src/main.rs"):
            path.write_text(path.read_text())
        command = ["time", "-f", "%U %S", "cargo", step, "--quiet", "-j1", "--target-dir", folder / "target"]
        made = run(*command, cwd=folder / part, env=ENVIRONMENT)
        figures.append(sum(map(float, made.stderr.splitlines()[-1].split())))
    return figures


def main():
    import os

    global ENVIRONMENT
    ENVIRONMENT = {**os.environ, "CARGO_INCREMENTAL": "0"}
    tool, tools = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    operations = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    for version, name in (("3.0.3", "things30"), ("3.1.0", "things31")):
        write(FOLDER / f"{name}.json", json.dumps(document(operations, version)))
    folders = [
        stubsmith(tool, operations),
        progenitor(tools / "bin/cargo-progenitor", operations),
        oas3_gen(tools / "bin/oas3-gen", operations),
    ]
    for step in ("check", "build"):
        for folder in folders:
            measure(folder, step)
        seen = {folder: [] for folder in folders}
        for _ in range(rounds):
            for folder in folders:
                seen[folder].append(measure(folder, step))
        first = None
        for folder in folders:
            client, both = (min(figures[part] for figures in seen[folder]) for part in (0, 1))
            first = first or both
            print(f"{step:6} {folder.name:12} client {client:6.2f} s, with the program {both:6.2f} s, ours of it {first / both:.2f}")


if __name__ == "__main__":
    main()
