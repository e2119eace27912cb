#!/usr/bin/env python3
"""CPU seconds and memory to generate sixteen published documents of OpenAPI 3, next to other generators of Rust servers.

    STUBSMITH_CORPUS=<folder> python3 tests/bench/competitors/competitors.py FOLDER [ROUNDS] [DOCUMENT...]

FOLDER is that of install.sh. TOOLS=stubsmith,oas3-gen compares only these. The tools run in turn, and the least time of
all rounds counts, because other programs only add to it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CORPUS = Path(os.environ["STUBSMITH_CORPUS"])
FOLDER = Path(sys.argv[1]).resolve()
STUBSMITH = ROOT / "target/release/stubsmith"

MATRIX = "matrix-head-oas31/data/api/client-server/"
DOCUMENTS = {
    "petstore3": "ogen/_testdata/examples/swagger-petstore-1.0.27.yaml",
    "petstore30": "openapi-petstore/src/main/resources/openapi.yaml",
    "museum": "museum/openapi.yaml",
    "meilisearch": "meilisearch/open-api.json",
    "discord": "discord/specs/openapi.json",
    "stripe": "stripe/openapi/spec3.yaml",
    "digitalocean": "digitalocean/specification/DigitalOcean-public.v2.yaml",
    "matrix-sync": MATRIX + "sync.yaml",
    "matrix-login": MATRIX + "login.yaml",
    "matrix-filter": MATRIX + "filter.yaml",
    "matrix-content": MATRIX + "content-repo.yaml",
    "matrix-pushrules": MATRIX + "pushrules.yaml",
    "xero-files": "xero/xero_files.yaml",
    "xero-payroll": "xero/xero-payroll-nz.yaml",
    "adyen-checkout": "adyen/yaml/CheckoutService-v71.yaml",
    "adyen-transfer": "adyen/yaml/TransferService-v4.yaml",
}
METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

def run(command, folder=None):
    """CPU seconds, MiB, and whether the command succeeds."""
    environment = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_TARGET_DIR": str(FOLDER / "target")}
    log = open(FOLDER / "log.txt", "w")
    # A fork of this program would count with its own memory, so GNU time starts the command.
    memory = FOLDER / "memory.txt"
    timed = ["/usr/bin/time", "-q", "-f", "%M", "-o", memory, *command]
    process = subprocess.Popen(timed, cwd=folder, env=environment, stdout=log, stderr=log)
    _, status, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, int(memory.read_text()) // 1024, status == 0


def copied(name):
    """The document with its settings, if the tests have settings for it."""
    path = CORPUS / DOCUMENTS[name]
    settings = ROOT / f"tests/whole-apis/{name}.yaml"
    if not settings.exists():
        return path
    root = FOLDER / "with-settings" / name
    if not root.exists():
        shutil.copytree(CORPUS / DOCUMENTS[name].split("/")[0], root)
        subprocess.run(["chmod", "-R", "u+w", root], check=True)
        shutil.copy(settings, root.joinpath(*DOCUMENTS[name].split("/")[1:]).with_name("stubsmith.yaml"))
    return root.joinpath(*DOCUMENTS[name].split("/")[1:])


def stubsmith(name, package):
    path = copied(name)
    root = path.parents[len(DOCUMENTS[name].split("/")) - 2]
    return [STUBSMITH, "generate", path, "--ref-root", root, "--out", package / "src/api"]


def oas3_gen(name, package):
    tool = FOLDER / "tools/bin/oas3-gen"
    return [tool, "generate", "server-mod", "-w", "-i", CORPUS / DOCUMENTS[name], "-o", package]


def openapi_to_rust(name, package):
    package.mkdir(parents=True, exist_ok=True)
    config = package / "openapi-to-rust.toml"
    operations = json.dumps(sorted(operations_of(CORPUS / DOCUMENTS[name])))
    config.write_text(
        f'[generator]\nspec_path = "{CORPUS / DOCUMENTS[name]}"\noutput_dir = "{package}/src/api"\n'
        'module_name = "api"\n\n[features]\nenable_async_client = false\n\n'
        f'[server]\nframework = "axum"\noperations = {operations}\n'
    )
    return [FOLDER / "tools/bin/openapi-to-rust", "generate", "--config", config]


TOOLS = {
    "stubsmith": stubsmith,
    "oas3-gen": oas3_gen,
    "openapi-to-rust": openapi_to_rust,
}
TOOLS = {tool: TOOLS[tool] for tool in os.environ.get("TOOLS", ",".join(TOOLS)).split(",")}


def operations_of(path):
    """`GET /path` of each operation, which openapi-to-rust has to be told."""
    import yaml

    document = yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for route, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield item[method].get("operationId") or f"{method.upper()} {route}"


def generate(names, rounds):
    print("document", *TOOLS, sep=" | ", flush=True)
    for name in names:
        cells = {}
        for _ in range(rounds):
            for tool, command in TOOLS.items():
                if cells.get(tool) == "rejected":
                    continue
                package = FOLDER / "packages" / tool / name
                shutil.rmtree(package, ignore_errors=True)
                seconds, mebibytes, good = run([str(part) for part in command(name, package)])
                before = cells.get(tool, (seconds, mebibytes))
                cells[tool] = (min(before[0], seconds), max(before[1], mebibytes)) if good else "rejected"
        said = [cell if cell == "rejected" else f"{cell[0]:.3f} s, {cell[1]} MiB" for cell in cells.values()]
        print(name, *said, sep=" | ", flush=True)


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    names = sys.argv[3:] or list(DOCUMENTS)
    generate(names, rounds)


main()
