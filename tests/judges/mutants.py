"""A proxy in front of a server that makes one mistake: `mutants.py MISTAKE PORT`.

It listens on loopback, and prints its address.
"""

import http.client
import http.server
import json
import sys
from urllib.parse import parse_qsl, urlencode, urlsplit


class Exchange:
    """A request to the server, and its response."""

    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body
        self.status, self.answer_headers, self.answer = None, [], b""

    def set_header(self, name, value):
        others = [header for header in self.answer_headers if header[0].lower() != name.lower()]
        self.answer_headers = others if value is None else [*others, (name, value)]

    def change_json(self, change):
        """Changes the body of a successful response, if it is JSON."""
        is_json = dict(self.answer_headers).get("content-type", "").startswith("application/json")
        if 200 <= self.status < 300 and is_json and self.answer:
            self.answer = json.dumps(change(json.loads(self.answer))).encode()


def let_everybody_in(exchange):
    """No authentication: missing credentials are added."""
    parts = urlsplit(exchange.target)
    query = [(name, value) for name, value in parse_qsl(parts.query, True) if name != "access_token"]
    exchange.target = f"{parts.path}?{urlencode([*query, ('access_token', 'secret')])}"
    exchange.headers = {name: value for name, value in exchange.headers.items() if name.lower() != "x-till-key"}
    exchange.headers["X-Till-Key"] = "till"


def drop_query(exchange):
    """The query is ignored, except for credentials."""
    parts = urlsplit(exchange.target)
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if name == "access_token"]
    exchange.target = f"{parts.path}?{urlencode(kept)}"


def wrong_type(exchange):
    """A string or an array is replaced by a number."""
    exchange.change_json(lambda value: {name: 1 for name in value} if isinstance(value, dict) else 1)


def undeclared_status(exchange):
    """A response with an undeclared status."""
    if 200 <= exchange.status < 300:
        exchange.status = 418


def wrong_media_type(exchange):
    """JSON with the media type of text."""
    if 200 <= exchange.status < 300:
        exchange.set_header("content-type", "text/plain")


def crash(exchange):
    """The server fails at characters beyond ASCII."""
    if "%" in exchange.target or any(byte > 127 for byte in exchange.body):
        exchange.status = 500


def any_method(exchange):
    """A path accepts any method."""
    if exchange.status == 405:
        exchange.status, exchange.answer = 200, b"{}"


REQUESTS = {"no-authentication": let_everybody_in, "unread-query": drop_query}
ANSWERS = {
    "wrong-type": wrong_type,
    "undeclared-status": undeclared_status,
    "wrong-media-type": wrong_media_type,
    "crash": crash,
    "any-method": any_method,
}


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mistake, port = sys.argv[1], int(sys.argv[2])

    def log_message(self, *arguments):
        pass

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        exchange = Exchange(self.command, self.path, dict(self.headers), body)
        REQUESTS.get(self.mistake, lambda _: None)(exchange)
        server = http.client.HTTPConnection("127.0.0.1", self.port)
        server.request(exchange.method, exchange.target, exchange.body or None, exchange.headers)
        answer = server.getresponse()
        exchange.status, exchange.answer = answer.status, answer.read()
        exchange.answer_headers = [(name.lower(), value) for name, value in answer.getheaders()]
        ANSWERS.get(self.mistake, lambda _: None)(exchange)
        self.send_response_only(exchange.status)
        exchange.set_header("content-length", str(len(exchange.answer)))
        exchange.set_header("transfer-encoding", None)
        for name, value in exchange.answer_headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(exchange.answer)

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.pass_on
        raise AttributeError(name)


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
