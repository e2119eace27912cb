"""Loaded by schemathesis through `SCHEMATHESIS_HOOKS`.

It declares the errors of HTTP itself. A spec seldom declares them, but every server sends them: 400 for a request that
cannot be read, 401 if credentials are required, 404 for something that does not exist, 406, 413 and 415 for media types
and sizes. They are declared for each operation that can have them, so that any other undeclared status still fails.

It rewrites schemas as the guide documents them: `properties` without `type: object` rejects null, which JSON Schema
accepts; an integer has at most 64 bits; `format` of a string is not enforced.

It corrects requests that schemathesis takes for valid.

It replaces checks that a server of examples cannot pass.
"""

import base64
import os
import re
from urllib.parse import parse_qs

import schemathesis
from schemathesis.core.jsonschema import resolver
from schemathesis.specs.openapi import checks

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
IMPLIED = {"properties": "object", "additionalProperties": "object", "items": "array"}
SUBSCHEMAS = ("items", "prefixItems", "additionalProperties", "allOf", "anyOf", "oneOf", "not")
MAPS_OF_SCHEMAS = ("properties", "patternProperties", "definitions", "$defs")

TOKEN = r"[A-Za-z0-9._~+/-]+=*"
UNENFORCED = "xml|yaml|protobuf|msgpack"
FORM = "application/x-www-form-urlencoded"

# The names of all read-only properties.
READ_ONLY = set()

# A server of examples has its own error body, and returns 501 if there is no example.
EXAMPLES = "JUDGE_EXAMPLES" in os.environ


def takes_body(parameter):
    """Whether a parameter of Swagger 2.0 is in the body. A `$ref` can refer to one that is."""
    return "$ref" in parameter or parameter.get("in") in ("body", "formData")


def refusals(operation, parameters, security, is_swagger):
    """The statuses of this operation's errors."""
    statuses = {"404", "406"}
    has_body = any(map(takes_body, parameters)) if is_swagger else "requestBody" in operation
    if parameters or has_body:
        statuses.add("400")
    if has_body:
        statuses |= {"413", "415"}
    if operation.get("security", security):
        statuses |= {"400", "401"}
    return statuses | ({"501"} if EXAMPLES else set())


def declare_refusals(document):
    for path in document.get("paths", {}).values():
        for operation in (operation for method, operation in path.items() if method in METHODS):
            parameters = [*path.get("parameters", []), *operation.get("parameters", [])]
            responses = operation.setdefault("responses", {})
            if "default" not in responses:
                statuses = refusals(operation, parameters, document.get("security"), "swagger" in document)
                for status in statuses - {str(declared) for declared in responses}:
                    responses[status] = {"description": "A refusal."}


def read_as_stubsmith(schema):
    """Rewrites a schema and its subschemas as Stubsmith reads them."""
    if isinstance(schema, list):
        for item in schema:
            read_as_stubsmith(item)
    if not isinstance(schema, dict):
        return
    implied = {kind for keyword, kind in IMPLIED.items() if keyword in schema}
    if len(implied) == 1 and "type" not in schema:
        schema["type"] = implied.pop()
    types = schema.get("type")
    types = types if isinstance(types, list) else [types]
    # `binary` is a file in a form, and not a format.
    if "string" in types and schema.get("format") != "binary":
        schema.pop("format", None)
    if "integer" in types and "enum" not in schema:
        schema.setdefault("minimum", -(2**63))
        schema.setdefault("maximum", 2**63 - 1)
    for keyword in SUBSCHEMAS:
        read_as_stubsmith(schema.get(keyword))
    for keyword in MAPS_OF_SCHEMAS:
        read_as_stubsmith(list(schema.get(keyword, {}).values()))
    properties = schema.get("properties", {}).items()
    READ_ONLY.update(name for name, property in properties if isinstance(property, dict) and property.get("readOnly"))


def outer_schemas(node):
    """The schemas of parameters, bodies, responses and headers. A parameter of Swagger 2.0 is a schema itself."""
    if isinstance(node, list):
        for item in node:
            yield from outer_schemas(item)
    if isinstance(node, dict):
        if "in" in node and "type" in node:
            yield node
        for key, value in node.items():
            if key == "schema":
                yield value
            elif key not in ("schemas", "example", "examples"):
                yield from outer_schemas(value)


def drop_ignored(document):
    """OpenAPI 3 ignores header parameters with three names, and Stubsmith ignores XML and similar media types next to
    JSON."""
    components = document.get("components", {})
    named = components.get("parameters", {}).items()
    references = {f"#/components/parameters/{name}" for name, parameter in named if is_ignored(parameter)}
    bodies = [*components.get("requestBodies", {}).values()]
    for path in document.get("paths", {}).values():
        operations = [operation for method, operation in path.items() if method in METHODS]
        bodies += [operation.get("requestBody", {}) for operation in operations]
        for parameters in (owner.get("parameters", []) for owner in [path, *operations]):
            parameters[:] = [
                parameter for parameter in parameters if not is_ignored(parameter) and parameter.get("$ref") not in references
            ]
    for content in (body.get("content", {}) for body in bodies):
        if any("json" in media_type for media_type in content):
            for media_type in [media_type for media_type in content if re.search(UNENFORCED, media_type)]:
                del content[media_type]


# Such a "parameter definition SHALL be ignored".
IGNORED_HEADERS = ("accept", "content-type", "authorization")


def is_ignored(parameter):
    return parameter.get("in") == "header" and parameter.get("name", "").lower() in IGNORED_HEADERS


def rewritten(file):
    """A document, a file with parts of one, or a schema."""
    components = file.get("components", {})
    named = [*file.get("definitions", {}).values(), *components.get("schemas", {}).values()]
    read_as_stubsmith([file, *named, *outer_schemas(file)])
    return file


@schemathesis.hook
def before_load_schema(context, raw_schema):
    if "openapi" in raw_schema:
        drop_ignored(raw_schema)
    declare_refusals(rewritten(raw_schema))


def is_readable(scheme, credentials):
    try:
        text = base64.b64decode(credentials).decode() if scheme == "Basic" else credentials
    except ValueError:
        return False
    return text.isprintable() if scheme == "Basic" else re.fullmatch(TOKEN, text) is not None


@schemathesis.hook
def before_call(context, case, kwargs):
    """Corrects valid requests. schemathesis generates Basic credentials in ISO 8859-1, which a server of UTF-8 cannot
    read, or with control characters, which RFC 7617 does not allow, and bearer tokens with characters that RFC 6750 does
    not allow. It does not percent-encode cookies, but the style `form` does."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    for name, value in list((case.headers or {}).items()):
        if name.lower() == "authorization" and isinstance(value, str) and not is_readable(*value.partition(" ")[::2]):
            case.headers[name] = "Basic anVkZ2U6" if value.startswith("Basic") else "Bearer judge"
    for name, value in (case.cookies or {}).items():
        if isinstance(value, str):
            case.cookies[name] = value.replace("%", "%25")


# schemathesis has no hook for the files that a spec references.
load_file = resolver.load_file_impl
resolver.load_file_impl = lambda location, opener: rewritten(load_file(location, opener))


@schemathesis.check
def content_type_of_bodies(context, response, case):
    """`content_type_conformance` for responses with content: 204 has none, and neither have responses to HEAD."""
    if response.content and not (EXAMPLES and response.status_code >= 400):
        return checks.content_type_conformance(context, response, case)
    return None


@schemathesis.check
def schema_of_answers(context, response, case):
    """`response_schema_conformance`, except for the errors of a server of examples."""
    if not (EXAMPLES and response.status_code >= 400):
        return checks.response_schema_conformance(context, response, case)
    return None


def unsent_fields(response, case):
    """The generated fields of a form that are not in the request. A value without text, such as an empty list, is not in
    a form, so the request can be valid although the value is not, and the other way round."""
    if case.media_type != FORM or not isinstance(case.body, dict):
        return set()
    body = response.request.body or ""
    sent = parse_qs(body.decode("utf-8", "replace") if isinstance(body, bytes) else body, True)
    return set(case.body) - {name.partition("[")[0] for name in sent}


@schemathesis.check
def acceptance_of_valid_data(context, response, case):
    """`positive_data_acceptance` for requests with all generated fields."""
    return None if unsent_fields(response, case) else checks.positive_data_acceptance(context, response, case)


@schemathesis.check
def refusal_of_wrong_data(context, response, case):
    """`negative_data_rejection`, with five exceptions. Undeclared form fields, parameters and headers are ignored: a
    spec does not define their effect, while `additionalProperties` does for JSON. A form without required fields may be
    absent. A field that is not in the request has no effect. A read-only property "SHOULD NOT be sent as part of the
    request", and is ignored. The schemas of XML and YAML are not enforced."""
    try:
        return checks.negative_data_rejection(context, response, case)
    except AssertionError as failure:
        said = str(failure)
        in_json = "in body" in said and "json" in (case.media_type or "")
        operation = case.operation.definition.raw
        bodies = [operation["requestBody"]] if "requestBody" in operation else filter(takes_body, operation.get("parameters", []))
        needs_body = any(body.get("required", "$ref" in body) for body in bodies)
        property = re.search(r"(\w+): Value is not allowed", said)
        if property and property.group(1) in READ_ONLY:
            return None
        field = re.search(r"in body - .* at /properties/(\w+)", said)
        if field and field.group(1) in unsent_fields(response, case):
            return None
        if "in body" in said and re.search(UNENFORCED, case.media_type or ""):
            return None
        if ("unexpected properties" in said and not in_json) or ("Missing request body" in said and not needs_body):
            return None
        raise
