"""The generators: how each one is called, and how its output becomes a package."""

import json
from pathlib import Path

from documents import ROOT

LIB = "pub mod api;\n"
PACKAGE = '[package]\nname = "measured"\nversion = "0.1.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n'


class Tool:
    """A generator. `command` writes code into a package, and `make_package` completes it."""

    def make_package(self, document, package, folder):
        raise NotImplementedError

    def root_of(self, package):
        """The file that is written again before a measured `cargo check`."""
        return package / "src/lib.rs"

    def write(self, package, dependencies, lib=LIB):
        (package / "src").mkdir(exist_ok=True)
        (package / "Cargo.toml").write_text(PACKAGE + dependencies)
        (package / "src/lib.rs").write_text(lib)


class Stubsmith(Tool):
    name = "stubsmith"
    dependencies = (
        'axum = { version = "0.8.9", default-features = false, features = ["http1", "json", "matched-path", "tokio"] }\n'
        'base64 = "0.22"\n'
        'regex = "1"\n'
        'serde = { version = "1", features = ["derive"] }\n'
        'serde_json = { version = "1", features = ["preserve_order"] }\n'
    )

    def command(self, document, package, folder):
        program = ROOT / "target/release/stubsmith"
        return [program, "generate", document.with_settings, "--ref-root", document.root, "--out", package / "src/api"]

    def make_package(self, document, package, folder):
        # The generated code needs `base64` and `regex` only if the spec does.
        code = "".join(path.read_text() for path in (package / "src/api").rglob("*.rs"))
        needed = [line for line in self.dependencies.splitlines(keepends=True)
                  if not line.startswith(("base64", "regex")) or f"{line.split()[0]}::" in code]
        self.write(package, "".join(needed))


class Oas3Gen(Tool):
    name = "oas3-gen"

    def command(self, document, package, folder):
        return [folder / "tools/bin/oas3-gen", "generate", "server-mod", "-w", "-i", document.path, "-o", package]

    def make_package(self, document, package, folder):
        # The package is written by the tool, and must not belong to a workspace around it.
        manifest = package / "Cargo.toml"
        text = manifest.read_text()
        manifest.write_text(text if "[workspace]" in text else text + "\n[workspace]\n")

    def root_of(self, package):
        return next(path for path in [package / "src/lib.rs", package / "src/mod.rs"] if path.exists())


class OpenapiToRust(Tool):
    name = "openapi-to-rust"

    def command(self, document, package, folder):
        config = package / "openapi-to-rust.toml"
        operations = json.dumps(sorted(document.operations()))
        config.write_text(
            f'[generator]\nspec_path = "{document.path}"\noutput_dir = "{package}/src/api"\n'
            'module_name = "api"\n\n[features]\nenable_async_client = false\n\n'
            f'[server]\nframework = "axum"\noperations = {operations}\n'
        )
        return [folder / "tools/bin/openapi-to-rust", "generate", "--config", config]

    def make_package(self, document, package, folder):
        needed = (package / "src/api/REQUIRED_DEPS.toml").read_text()
        self.write(package, needed.partition("[dependencies]\n")[2])


TOOLS = [Stubsmith(), Oas3Gen(), OpenapiToRust()]
