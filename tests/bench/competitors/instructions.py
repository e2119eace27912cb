"""Counts the instructions that a whole server takes for a request: its own code, axum, hyper and tokio."""

import re
import socket

from probe import running, server_of

REQUESTS = {
    "GET /page": b"GET /page?limit=5 HTTP/1.1\r\nhost: a\r\n\r\n",
    "POST /things": b"POST /things HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
    b'content-length: 20\r\n\r\n{"id":1,"tag":"abc"}',
}
FEW, MANY = 500, 2500


def send(port, request, times):
    """Sends a request over one connection, and returns the last response."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reader = connection.makefile("rb")
        for _ in range(times):
            connection.sendall(request)
            head = b"".join(iter(reader.readline, b"\r\n"))
            length = int(re.search(rb"content-length: *(\d+)", head, re.IGNORECASE).group(1))
            body = reader.read(length)
    return head.split(b"\r\n")[0].decode(), body.decode()


def total(out):
    """The instructions in a file of callgrind."""
    return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.MULTILINE).group(1))


def counted(program, document, folder, request, times):
    """The instructions of the whole process."""
    out = folder / "callgrind.out"
    out.unlink(missing_ok=True)
    command = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}", program]
    with running(command, document) as port:
        response = send(port, request, times)
    return total(out), response


def instructions(tool, document, folder, run):
    program = server_of(tool, document, folder, run, "release")
    if isinstance(program, str):
        print(f"{document.name} {tool.name}: {program}", flush=True)
        return
    cells = []
    for name, request in REQUESTS.items():
        few, _ = counted(program, document, folder, request, FEW)
        many, (status, body) = counted(program, document, folder, request, MANY)
        cells.append(f"{name}: {(many - few) / (MANY - FEW):,.0f} ({status}, {body})")
    print(tool.name, *cells, f"{program.stat().st_size:,} bytes", sep=" | ", flush=True)
