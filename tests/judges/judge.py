#!/usr/bin/env python3
"""Runs the judges against servers on this machine, and prints their findings.

    tests/judges/judge.py guest-events     schemathesis against the example server
    tests/judges/judge.py reference        ... against the reference server, with SQLite
    tests/judges/judge.py petstore [PART]  ... against the petstore, in Swagger 2.0 and in OpenAPI 3.1
    tests/judges/judge.py library          ... against the server of mistakes.yaml
    tests/judges/judge.py mutants [PART]   ... against all of them with one mistake each, which has to be found
    tests/judges/judge.py fakes [PART]     ... against `stubsmith fake` of the specs in documents.txt
    tests/judges/judge.py prism            prism as a proxy, which checks requests and responses

The exit status is 0 if each mistake is found, and nothing else.
"""

import contextlib
import functools
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/judges"
TOOLS = ROOT / "target/judges"
EVENTS = ROOT / "spec/api/client-server/guest_events.yaml"
PETS = {package: ROOT / f"tests/{package}/spec/petstore.yaml" for package in ("petstore", "petstore31")}
LIBRARY = HERE / "mistakes.yaml"


@contextlib.contextmanager
def serve(*command):
    """Runs a program that prints its address, until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    try:
        lines = iter(process.stdout.readline, "")
        found = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in lines)
        yield next(origin.group() for origin in found if origin)
    finally:
        process.kill()
        process.wait()


def cargo(*arguments, **environment):
    command = ["cargo", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, **environment})
    if run.returncode != 0:
        sys.exit(run.stderr)


def guest_events():
    cargo("build", "--package", "guest-events", "--example", "server")
    server = ROOT / "target/debug/examples/server"
    return serve(server, "--token", "secret", "--listen", "127.0.0.1:0", "--longest-poll", "5")


@contextlib.contextmanager
def reference():
    """The reference server with a new file, and a guest whose tokens are in the environment."""
    cargo("build", "--package", "guest-events-server")
    server = ROOT / "target/debug/guest-events-server"
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "GUEST_EVENTS_STORE": f"sqlite:{folder}/events.db",
            "GUEST_EVENTS_LISTEN": "127.0.0.1:0",
            "GUEST_EVENTS_LIMITS__LONGEST_POLL_MS": "5",
        }
        printed = subprocess.run([server, "add-guest", "!a:x"], check=True, capture_output=True, text=True)
        os.environ["JUDGE_TOKEN"] = printed.stdout.strip()
        with serve(server, "serve") as origin:
            poll = f"{origin}/_matrix/client/api/v1/events?access_token={os.environ['JUDGE_TOKEN']}"
            with urllib.request.urlopen(poll, timeout=10) as response:
                os.environ["JUDGE_FROM"] = json.load(response)["end"]
            yield origin


@contextlib.contextmanager
def petstore(package="petstore"):
    """A shop with a cat, and with an account whose token is in the environment."""
    cargo("build", "--package", package)
    with serve(ROOT / "target/debug" / package, "till", "0") as origin:
        user = {"name": "judge", "password": "correct horse", "scopes": ["pets", "orders"]}
        ask(f"{origin}/v1/users", {"Content-Type": "application/json"}, user)
        cat = {"kind": "Cat", "name": "Minka"}
        ask(f"{origin}/v1/pets", {"Content-Type": "application/json", "X-Till-Key": "till"}, cat)
        session = ask(f"{origin}/v1/sessions", {"Authorization": "Basic anVkZ2U6Y29ycmVjdCBob3JzZQ=="})
        os.environ["JUDGE_TOKEN"] = session["access_token"]
        yield origin


def ask(url, headers, body=None):
    data = json.dumps(body).encode() if body else b""
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=10) as answer:
        return json.load(answer)


# hooks.py has its own checks in their place.
REPLACED = "content_type_conformance,response_schema_conformance,negative_data_rejection,positive_data_acceptance"


def schemathesis(config, spec, origin, *options, **environment):
    """The report, and the printed output."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        command = [TOOLS / "python/bin/st", "--config-file", HERE / config, "run", spec, "--origin", origin]
        command += ["--exclude-checks", REPLACED, "--seed", "1", "--report", "json", "--report-json-path", report, *options]
        environment |= {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if not report.exists():
            raise RuntimeError(run.stdout + run.stderr)
        return json.loads(report.read_text()), run.stdout


def judge(name, config, spec, origin, *options, **environment):
    """Prints the numbers and the findings. Returns whether there are any findings."""
    report, printed = schemathesis(config, spec, origin, *options, **environment)
    operations, cases = report["operations"], report["test_cases"]
    found = [f"{failure['code']} x{failure['count']}" for failure in report["failures"]]
    errors = [str(error)[:200] for error in report["errors"]]
    print(f"{name:<60} {operations['tested']:>3} operations {cases['generated']:>6} cases", *found, *errors, flush=True)
    if (found or errors) and "--verbose" in sys.argv:
        print(printed)
    return bool(found or errors)


def judge_guest_events():
    with guest_events() as origin:
        found = judge("guest-events", "guest-events.toml", EVENTS, origin, "--max-examples", "100")
        polls = judge("guest-events, polls", "guest-events-polls.toml", EVENTS, origin, "--max-examples", "100")
    return not (found or polls)


def judge_reference():
    with reference() as origin:
        found = judge("reference", "reference.toml", EVENTS, origin, "--max-examples", "100")
        polls = judge("reference, polls", "reference-polls.toml", EVENTS, origin, "--max-examples", "100")
    return not (found or polls)


def judge_petstore(part=""):
    found = []
    for package, spec in PETS.items():
        for caller in (caller for caller in ("till", "account") if part in f"{package}, {caller}"):
            with petstore(package) as origin:
                config = f"petstore-{caller}.toml"
                found.append(judge(f"{package}, {caller}", config, spec, origin, "--max-examples", "50"))
    return not any(found)


# In place of a server that accepts all credentials.
AUTHENTICATE = """async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<(), Rejection> {
        let given = match &credentials {
            Credentials::Session { session } => [session.expose(); 2],
            Credentials::Key { key } => [key.expose(); 2],
            Credentials::Token { token } => [token.token.expose(); 2],
            Credentials::KeySession { key, session } => [key.expose(), session.expose()],
        };
        if given == ["secret"; 2] { Ok(()) } else { Err(Rejection::MissingCredentials) }
    }"""


@functools.cache
def build_library():
    """The server of mistakes.yaml, which knows the credentials `secret`."""

    def authenticate(folder):
        file = folder / "src/example_server.rs"
        text, count = re.subn(r"async fn authenticate.*?\n    }", AUTHENTICATE, file.read_text(), flags=re.DOTALL)
        assert count == 1, f"{file} has another `authenticate`"
        file.write_text(text)

    return build_fake(LIBRARY, HERE, authenticate)


def library():
    return serve(build_library(), "127.0.0.1:0")


def judge_library():
    with library() as origin:
        return not judge("library", "library.toml", LIBRARY, origin, "--max-examples", "50")


GENERAL = [
    "no-authentication", "unread-query", "wrong-type", "undeclared-status", "wrong-media-type", "crash", "any-method",
]
# The mistakes of each operation of mistakes.yaml.
OPENAPI3 = {
    "findShelf": ["label", "matrix", "exploded-in-path"],
    "findShelves": ["deep-object", "pipes", "spaces", "commas", "repeated", "content", "header-list"],
    "countVisits": ["cookie-not-required", "any-cookie", "header-missing", "header-wrong"],
    "addReader": ["null-rejected", "read-only-demanded", "write-only-returned", "outside-range"],
    "addNote": ["text-rejected", "form-rejected", "form-commas", "any-media-type"],
    "addScan": ["file-ignored"],
    "byCookie": ["no-session", "any-session"],
    "byQuery": ["any-key"],
    "byToken": ["any-token"],
    # schemathesis omits all credentials at once. It therefore cannot find a mistake in one of the two schemes of `byBoth`.
}


def judge_mutants(part=""):
    """Fails if a mistake is not found."""
    runs = [
        ("guest-events", guest_events, "guest-events.toml", EVENTS, GENERAL, ["--max-examples", "100"]),
        ("petstore", petstore, "petstore-till.toml", PETS["petstore"], GENERAL, []),
        ("petstore31", lambda: petstore("petstore31"), "petstore-till.toml", PETS["petstore31"], GENERAL, []),
    ]
    for operation, mistakes in OPENAPI3.items():
        chosen = ["--include-operation-id", operation]
        runs.append((f"library, {operation}", library, "library.toml", LIBRARY, mistakes, chosen))
    passed = []
    for name, start, config, spec, mistakes, options in runs:
        mistakes = [mistake for mistake in mistakes if part in f"{name}, {mistake}"]
        with start() if mistakes else contextlib.nullcontext() as origin:
            for mistake in mistakes:
                with serve(sys.executable, HERE / "mutants.py", mistake, origin.rsplit(":", 1)[1]) as mutant:
                    if not judge(f"{name}, {mistake}", config, spec, mutant, "--max-examples", "10", *options):
                        passed.append(f"{name}, {mistake}")
    print("not found:", passed or "none")
    return not passed


def documents(part):
    corpus = pathlib.Path(os.environ["STUBSMITH_CORPUS"])
    lines = (HERE / "documents.txt").read_text().splitlines()
    return [(line, corpus) for line in lines if line and not line.startswith("#") and part in line]


def build_fake(spec, ref_root, change=lambda folder: None):
    """The path of a program that serves the examples of a document."""
    crate = "fake-" + re.sub(r"[^a-z0-9]+", "-", spec.stem.lower())
    folder = TOOLS / "fakes" / crate
    cargo(
        "run", "--package", "stubsmith-cli", "--", "fake", spec, "--ref-root", ref_root,
        "--skip-unsupported", "--keep-unknown", "--crate", crate, "--out", folder,
    )
    change(folder)
    cargo("build", "--manifest-path", folder / "Cargo.toml", CARGO_TARGET_DIR=str(TOOLS / "target"))
    return TOOLS / "target/debug" / crate


def judge_fakes(part=""):
    found = []
    for name, corpus in documents(part):
        with serve(build_fake(corpus / name, corpus / name.split("/")[0]), "127.0.0.1:0") as origin:
            phases = ["--phases", "examples,coverage,fuzzing", "--max-examples", "10"]
            # schemathesis finds few values for some parameters, such as an object as JSON in a path.
            phases += ["--suppress-health-check", "filter_too_much,too_slow"]
            if judge(name, "fakes.toml", corpus / name, origin, *phases, JUDGE_EXAMPLES="1"):
                found.append(name)
    print("findings in:", found or "none")
    return not found


# The requests through prism: the path after the base path, headers, and the body of a POST.
TILL = {"X-Till-Key": "till"}
QUESTIONS = {
    "guest-events": [
        ("/events?access_token=secret", {}, None),
        ("/events?access_token=secret&timeout=1&from=s0&room_id=!a:x", {}, None),
    ],
    "petstore": [
        ("/pets?limit=1&order=name", {}, None),
        ("/pets/1", {}, None),
        ("/pets/2", {}, None),
        ("/pets", TILL, {"kind": "Dog", "name": "Rollo", "size": 41.5}),
        ("/pets", TILL, {"kind": "Dog", "name": "Rollo", "size": 41.5}),
        ("/inventory", TILL, None),
        ("/users", {}, {"name": "ada_l", "password": "correct horse"}),
        ("/sessions", {"Authorization": "Basic anVkZ2U6Y29ycmVjdCBob3JzZQ=="}, ""),
    ],
}
# Requests that prism rejects itself, without the server.
WRONG = {"guest-events": "/events?access_token=secret&timeout=soon", "petstore": "/pets?limit=0"}


@contextlib.contextmanager
def prism(spec, upstream):
    """prism in front of a server; it checks requests and responses against the spec."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    program = TOOLS / "node/node_modules/.bin/prism"
    with serve(program, "proxy", spec, upstream, "--errors", "--host", "127.0.0.1", "--port", port) as origin:
        yield origin


def violations(origin, questions):
    """The violations that prism reports for all requests."""
    found = []
    for path, headers, body in questions:
        headers = {"Content-Type": "application/json", **headers} if body else headers
        data = None if body is None else json.dumps(body).encode() if body else b""
        try:
            answer = urllib.request.urlopen(urllib.request.Request(origin + path, data, headers), timeout=10)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            problems = json.loads(answer.headers.get("sl-violations", "[]"))
            if answer.headers.get_content_type() == "application/problem+json":
                problems += json.load(answer).get("validation", [])
        found += [f"{path}: {problem['message']}" for problem in problems]
    return found


def judge_prism():
    """The servers have no violations, each mistake has one, and a wrong request is rejected."""
    right = True
    for name, start, spec, base in [
        ("guest-events", guest_events, EVENTS, "/_matrix/client/api/v1"),
        ("petstore", petstore, PETS["petstore"], "/v1"),
    ]:
        with start() as server:
            with prism(spec, server + base) as origin:
                found, refused = violations(origin, QUESTIONS[name]), violations(origin, [(WRONG[name], {}, None)])
            print(f"{name:<40} {len(QUESTIONS[name])} requests, found: {found or 'none'}; refused: {refused}", flush=True)
            right &= not found and bool(refused)
            for mistake in ["wrong-type", "undeclared-status", "wrong-media-type"]:
                with serve(sys.executable, HERE / "mutants.py", mistake, server.rsplit(":", 1)[1]) as mutant:
                    with prism(spec, mutant + base) as origin:
                        found = violations(origin, QUESTIONS[name])
                print(f"{name + ', ' + mistake:<40} found: {len(found)}, such as {found[:1]}", flush=True)
                right &= bool(found)
    return right


JUDGES = {
    "guest-events": judge_guest_events,
    "reference": judge_reference,
    "petstore": judge_petstore,
    "library": judge_library,
    "mutants": judge_mutants,
    "fakes": judge_fakes,
    "prism": judge_prism,
}


if __name__ == "__main__":
    names = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if not names or names[0] not in JUDGES:
        sys.exit(__doc__)
    sys.exit(0 if JUDGES[names[0]](*names[1:]) else 1)
