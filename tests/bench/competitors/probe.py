"""Sends the requests of tests/probes to a server on top of the generated code, and counts the right responses."""

import http.client
import json
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

from documents import ROOT

SERVERS = ROOT / "tests/bench/competitors/servers"
REQUESTS = json.loads((ROOT / "tests/probes/requests.json").read_text())


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def ask(port, request):
    """The status, the headers and the text of the response."""
    method, path = request["send"].split(" ", 1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body=request.get("body"), headers=request.get("headers", {}))
    response = connection.getresponse()
    return response.status, response.headers, response.read().decode("utf-8", "replace")


def value(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def right(request, status, headers, text):
    """Whether the response is right. 422 is as good as 400, and the text of a rejection is free."""
    if request["status"] == 400:
        return status in (400, 422)
    if status != request["status"]:
        return False
    if "response" in request and value(text) != json.loads(request["response"]):
        return False
    return "allow" not in request or request["allow"] in headers.get("allow", "")


def server_of(tool, document, folder, run, profile="debug"):
    """Generates the code, builds our server for it, and returns the program, or a text if there is none."""
    build = ["cargo", "build", "--quiet", *(["--release"] if profile == "release" else [])]
    source = SERVERS / tool.name
    if tool.name == "stubsmith":
        _, _, failed = run([*build, "-p", "probes"], ROOT, ROOT / "target")
        return f"does not compile:\n{failed}" if failed else ROOT / "target" / profile / "probes"
    package = folder / "servers" / f"{tool.name}-{document.name}"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(source, package)
    api = package / "api"
    api.mkdir()
    _, _, failed = run(tool.command(document, api, folder))
    if failed:
        return f"rejected:\n{failed}"
    tool.make_package(document, api, folder)
    _, _, failed = run(build, package, "target/servers")
    program = folder / "target/servers" / profile / f"server-{tool.name}"
    return f"does not compile:\n{failed}" if failed else program


@contextmanager
def running(command, document):
    """Starts a server, waits until it listens, and ends it afterwards. The value is its port."""
    port = free_port()
    server = subprocess.Popen([*command, "--listen", f"127.0.0.1:{port}", "--version", document.name])
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def probe(tool, document, folder, run):
    program = server_of(tool, document, folder, run)
    if isinstance(program, str):
        print(f"{document.name} {tool.name}: {program}", flush=True)
        return
    wrong = []
    with running([program], document) as port:
        for request in REQUESTS:
            status, headers, text = ask(port, request)
            if not right(request, status, headers, text):
                wrong.append(f"    {request['send']} {request.get('body', '')}: {status} {text[:100]!r}")
    print(f"{document.name} {tool.name}: {len(REQUESTS) - len(wrong)} of {len(REQUESTS)} are right")
    print(*wrong, sep="\n", end="\n" if wrong else "", flush=True)
