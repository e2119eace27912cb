"""A proxy in front of a server that makes one mistake: `mutants.py MISTAKE PORT`.

It listens on loopback, and prints its address.
"""

import http.client
import http.server
import json
import re
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

    def header(self, name):
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")

    def put_header(self, name, value):
        self.headers = {key: other for key, other in self.headers.items() if key.lower() != name.lower()}
        self.headers[name] = value

    def set_length(self):
        self.put_header("Content-Length", str(len(self.body)))

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


def change_target(before, after):
    """A style is decoded wrongly: the server reads the request with another text in its target."""

    def change(exchange):
        exchange.target = re.sub(before, after, exchange.target)

    return change


def split_header(exchange):
    """The items of a header are separated by semicolons."""
    for name in exchange.headers:
        if name.lower() == "x-years":
            exchange.headers[name] = exchange.headers[name].replace(",", ";")


def change_body(change):
    """The server reads another value than the JSON in the request."""

    def change_request(exchange):
        if "json" in exchange.header("Content-Type"):
            try:
                exchange.body = json.dumps(change(json.loads(exchange.body))).encode()
                exchange.set_length()
            except ValueError:
                pass

    return change_request


def without_null(value):
    """Null is read as an object."""
    return {name: {} if item is None else item for name, item in value.items()} if isinstance(value, dict) else value


def demand_read_only(value):
    """A read-only property is required: the server rejects an object without it, as one without a name."""
    return {} if isinstance(value, dict) and "id" not in value else value


def change_media_type(before, after):
    """The server takes one media type for another."""

    def change(exchange):
        if before in exchange.header("Content-Type"):
            exchange.put_header("Content-Type", after)

    return change


def rename_file(exchange):
    """The file of a form is ignored."""
    exchange.body = exchange.body.replace(b'name="scan"', b'name="scam"')


def join_fields(exchange):
    """The items of a field are separated by commas."""
    if "urlencoded" in exchange.header("Content-Type"):
        exchange.body = exchange.body.replace(b"%7C", b"%2C").replace(b"|", b"%2C")
        exchange.set_length()


def add_cookie(name, value):
    """A missing cookie is accepted."""

    def add(exchange):
        cookies = exchange.header("Cookie")
        if f"{name}=" not in cookies:
            exchange.put_header("Cookie", f"{cookies}; {name}={value}".lstrip("; "))

    return add


def set_cookie(name, value):
    """Any value of a cookie is accepted."""
    return lambda exchange: exchange.put_header("Cookie", f"{name}={value}")


def add_key(exchange):
    """Any key is accepted, and none."""
    parts = urlsplit(exchange.target)
    query = [(name, value) for name, value in parse_qsl(parts.query, True) if name != "api_key"]
    exchange.target = f"{parts.path}?{urlencode([*query, ('api_key', 'secret')])}"


def add_token(exchange):
    exchange.put_header("Authorization", "Bearer secret")


def change_header(name, value):
    """A header of a response is missing, or has another value."""
    return lambda exchange: exchange.set_header(name, value)


def add_password(value):
    return {**value, "password": "x"} if isinstance(value, dict) else value


def change_server_error(exchange):
    """A status outside of the declared range."""
    if 400 <= exchange.status < 500:
        exchange.status = 500


REQUESTS = {
    "no-authentication": let_everybody_in,
    "unread-query": drop_query,
    "label": change_target(r"^/v1/shelves/\.", "/v1/shelves/"),
    "matrix": change_target(";places=", ";place="),
    "exploded-in-path": change_target("height=", "height,"),
    "deep-object": change_target("near(%5B|\\[)", "near."),
    "pipes": change_target(r"(rows=[^&]*?)(%7C|\|)", r"\1,"),
    "spaces": change_target(r"(places=[^&]*?)(%20|\+)", r"\1,"),
    "commas": change_target(r"(floors=[^&]*?)(%2C|,)", r"\1%20"),
    "repeated": change_target(r"halls=[^&]*&(?=halls=)", ""),
    "content": change_target("filter=", "filter=x"),
    "header-list": split_header,
    "null-rejected": change_body(without_null),
    "read-only-demanded": change_body(demand_read_only),
    "text-rejected": change_media_type("text/plain", "application/xml"),
    "form-rejected": change_media_type("urlencoded", "application/xml"),
    "any-media-type": lambda exchange: exchange.put_header("Content-Type", "text/plain"),
    "file-ignored": rename_file,
    "form-commas": join_fields,
    "cookie-not-required": add_cookie("visitor", "1"),
    "any-cookie": set_cookie("visitor", "1"),
    "any-session": set_cookie("sid", "secret"),
    "no-session": add_cookie("sid", "secret"),
    "any-key": add_key,
    "any-token": add_token,
}
ANSWERS = {
    "wrong-type": wrong_type,
    "undeclared-status": undeclared_status,
    "wrong-media-type": wrong_media_type,
    "crash": crash,
    "any-method": any_method,
    "outside-range": change_server_error,
    "header-missing": change_header("x-day", None),
    "header-wrong": change_header("x-day", "soon"),
    "write-only-returned": lambda exchange: exchange.change_json(add_password),
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
