//! A crate that generates code in its build script, and the changes that its author makes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::{env, fs};
use tempfile::TempDir;

/// The path of the generator in the manifest.
const GENERATOR: &str = "GENERATOR";

struct Consumer {
    folder: TempDir,
    target: PathBuf,
}

impl Consumer {
    /// A copy of `consumer`, with its own target folder.
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        copy(Path::new("consumer"), folder.path());
        let manifest = fs::read_to_string("consumer/Cargo.toml").unwrap();
        Self::in_folder(folder, &manifest.replace("../../generator", GENERATOR))
    }

    /// The files of the README's quick start, and the spec at its beginning.
    fn of_readme() -> Self {
        let folder = TempDir::new().unwrap();
        let readme = fs::read_to_string("../README.md").unwrap();
        let spec = block(&readme, "```yaml\n");
        let blocks = ["build.rs", "src/main.rs", "src/server.rs"]
            .map(|path| (path, block(&readme, &format!("```rust\n// {path}\n"))));
        for (path, text) in blocks.into_iter().chain([("spec/chat.yaml", spec)]) {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let manifest = block(&readme, "```toml\n# Cargo.toml\n").replace("../stubsmith/generator", GENERATOR);
        assert!(manifest.contains(GENERATOR), "{manifest}");
        Self::in_folder(folder, &format!("{manifest}\n[workspace]\n"))
    }

    fn in_folder(folder: TempDir, manifest: &str) -> Self {
        let generator = fs::canonicalize("../generator").unwrap();
        let manifest = manifest.replace(GENERATOR, generator.to_str().unwrap());
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        fs::copy("../Cargo.lock", folder.path().join("Cargo.lock")).unwrap();
        let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().join("consumer");
        Self { folder, target }
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(self.folder.path()).args(arguments);
        command
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env("RUST_BACKTRACE", "1");
        command.output().unwrap()
    }

    /// The output of the built program.
    #[track_caller]
    fn run(&self) -> String {
        let output = self.cargo(&["run", "--quiet"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The output of a build that fails.
    #[track_caller]
    fn fails(&self) -> String {
        let output = self.cargo(&["build"]);
        assert!(!output.status.success());
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!text.contains("panicked") && !text.contains("stack backtrace"), "{text}");
        text
    }

    fn write(&self, path: &str, text: &str) {
        // Cargo compares times of modification, and some file systems round them.
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(self.folder.path().join("spec").join(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join("spec").join(path)).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The text after this start of a code block.
fn block(readme: &str, start: &str) -> String {
    let (_, text) = readme.split_once(start).unwrap_or_else(|| panic!("the README has no {start}"));
    text.split("```").next().unwrap().to_owned()
}

/// Ends the program when the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The program listens on any free port, and prints it.
#[test]
fn the_quick_start_of_the_readme_runs() {
    let consumer = Consumer::of_readme();
    let path = consumer.folder.path().join("src/main.rs");
    let main = fs::read_to_string(&path).unwrap();
    let any_port = main
        .replace("127.0.0.1:8080", "127.0.0.1:0")
        .replace("    axum::serve", "    println!(\"{}\", listener.local_addr()?);\n    axum::serve");
    assert!(any_port.contains("println!") && any_port.contains("127.0.0.1:0"), "{main}");
    fs::write(&path, any_port).unwrap();
    let output = consumer.cargo(&["build"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !text.contains("warning"), "{text}");

    let output = consumer.cargo(&["test"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("test result: ok. 1 passed"), "{text}");

    let program = Command::new(consumer.target.join("debug/my-server")).stdout(Stdio::piped()).spawn();
    let mut program = Running(program.unwrap());
    let mut address = String::new();
    // The handler prints too, so the pipe stays open.
    let mut printed = BufReader::new(program.0.stdout.take().unwrap());
    printed.read_line(&mut address).unwrap();
    let readme = fs::read_to_string("../README.md").unwrap();
    let console = block(&readme, "```console\n");
    let lines: Vec<&str> = console.lines().collect();
    assert_eq!(lines.len(), 4, "{console}");
    for exchange in lines.chunks(2) {
        // `URL -H 'HEADER' --json 'BODY'`
        let command = exchange[0].strip_prefix("$ curl http://127.0.0.1:8080").unwrap();
        let [path, header, json, body, ""] = command.split('\'').collect::<Vec<_>>()[..] else {
            panic!("{command}")
        };
        let path = path.strip_suffix(" -H ").unwrap();
        assert_eq!(json, " --json ");
        let mut stream = TcpStream::connect(address.trim()).unwrap();
        let length = body.len();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{header}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        assert!(response.ends_with(&format!("\r\n\r\n{}", exchange[1])), "{response}");
    }
}

#[test]
fn a_build_script_follows_the_spec() {
    let consumer = Consumer::new();
    assert!(consumer.run().contains("Room { name: None, id: None }"));

    // The deepest file changes: it has a new field.
    let named = consumer.read("schemas/named.yaml");
    consumer.write("schemas/named.yaml", &format!("{named}  topic: {{type: string}}\n"));
    assert!(consumer.run().contains("Room { name: None, topic: None, id: None }"));

    // A `stubsmith.yaml` is added, and removed.
    consumer.write("stubsmith.yaml", "rename: {schemas/room.json#: Chamber}\n");
    let text = consumer.fails();
    assert!(text.contains("no `Room` in `rooms::types`"), "{text}");
    fs::remove_file(consumer.folder.path().join("spec/stubsmith.yaml")).unwrap();
    assert!(consumer.run().contains("Room {"));

    // If nothing changes, nothing runs.
    let again = consumer.cargo(&["build", "--verbose"]);
    let text = String::from_utf8(again.stderr).unwrap();
    assert!(text.contains("Fresh consumer v0.1.0") && !text.contains("build-script-build"), "{text}");

    // A mistake: the whole report, without a backtrace.
    consumer.write("schemas/named.yaml", &format!("{named}  topic: {{type: strng}}\n"));
    let text = consumer.fails();
    let report = [
        "error[unknown-type]: `strng` is not a JSON type",
        "spec/schemas/named.yaml:4:17",
        "4 |   topic: {type: strng}",
        "::: spec/schemas/room.json:1:23",
        "::: spec/rooms.yaml:8:54",
        "referenced here",
        "did you mean `string`?",
    ];
    for part in report {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }

    // A pattern needs a crate that the manifest lacks.
    consumer.write("schemas/named.yaml", &format!("{named}  topic: {{type: string, pattern: ^a}}\n"));
    let text = consumer.fails();
    let lacks = "warning: consumer@0.1.0: Cargo.toml lacks this line under `[dependencies]`: regex = \"1\"";
    assert!(text.contains(lacks), "{text}");

    // A comment and a dev-dependency do not count as a dependency.
    let path = consumer.folder.path().join("Cargo.toml");
    let manifest = fs::read_to_string(&path).unwrap();
    let words = "# regex = \"1\"\n[dev-dependencies]\nregex = \"1\"\n\n[lints.rust]";
    fs::write(&path, manifest.replace("[lints.rust]", words)).unwrap();
    let text = consumer.fails();
    assert!(text.contains(lacks), "{text}");

    // Without this feature the code does not compile.
    fs::write(&path, manifest.replace(", features = [\"matched-path\"]", "")).unwrap();
    let text = consumer.fails();
    let lacks =
        "warning: consumer@0.1.0: Cargo.toml lacks the feature `matched-path` of `axum`; write: axum = ";
    assert!(text.contains(lacks), "{text}");
    fs::write(&path, &manifest).unwrap();

    // A missing file, which is then added.
    consumer.write("schemas/named.yaml", &format!("{named}  topic: {{$ref: topic.yaml}}\n"));
    let text = consumer.fails();
    assert!(text.contains("the file `spec/schemas/topic.yaml` does not exist"), "{text}");
    consumer.write("schemas/topic.yaml", "type: object\nproperties: {text: {type: string}}\n");
    assert!(consumer.run().contains("topic: None"));
    consumer.write("schemas/topic.yaml", "type: boolean\n");
    assert!(consumer.run().contains("topic: None"));

    // Cargo shows a warning.
    let rooms = consumer.read("rooms.yaml");
    consumer.write(
        "rooms.yaml",
        &rooms.replace("      operationId", "      nonsense: The room.\n      operationId"),
    );
    let output = consumer.cargo(&["build"]);
    let text = String::from_utf8(output.stderr).unwrap();
    let warning = "warning: consumer@0.1.0: spec/rooms.yaml:6:7: warning[unknown-keyword]: `nonsense`";
    assert!(output.status.success() && text.contains(warning), "{text}");

    // The spec gains an operation: the author's crate does not compile until it implements the operation.
    consumer.write(
        "rooms.yaml",
        &rooms.replace(
            "    get:",
            "    delete: {operationId: deleteRoom, responses: {204: {description: Gone.}}}\n    get:",
        ),
    );
    let text = consumer.fails();
    assert!(text.contains("error[E0046]: not all trait items implemented, missing: `delete_room`"), "{text}");

    // It gains security: the crate does not compile either.
    let secured = "securityDefinitions: {password: {type: basic}}\nsecurity: [{password: []}]\npaths:";
    consumer.write("rooms.yaml", &rooms.replace("paths:", secured));
    let text = consumer.fails();
    for part in ["missing: `Principal`, `authenticate`", "has 2 parameters but the declaration in trait"] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}
