"""Loaded by schemathesis through `SCHEMATHESIS_HOOKS`.

It declares the errors of HTTP itself. A spec seldom declares them, but every server sends them: 400 for a request that
cannot be read, 401 if credentials are required, 404 for something that does not exist, 406, 413 and 415 for media types
and sizes. They are declared for each operation that can have them, so that any other undeclared status still fails.

It rewrites schemas as the guide documents them: `properties` without `type: object` rejects null, which JSON Schema
accepts; an integer has at most 64 bits; `format` of a string is not enforced.

It replaces checks that a server of examples cannot pass.
"""

import os

import schemathesis
from schemathesis.specs.openapi import checks

METHODS = {"get", "put", "post", "delete", "options", "head", "patch"}
IMPLIED = {"properties": "object", "additionalProperties": "object", "items": "array"}

# A server of examples has its own error body, and returns 501 if there is no example.
EXAMPLES = "JUDGE_EXAMPLES" in os.environ


def refusals(operation, shared, security):
    """The statuses of this operation's errors."""
    parameters = [*shared, *operation.get("parameters", [])]
    statuses = {"404", "406"}
    if parameters:
        statuses.add("400")
    if any("$ref" in parameter or parameter.get("in") in ("body", "formData") for parameter in parameters):
        statuses |= {"413", "415"}
    if operation.get("security", security):
        statuses |= {"400", "401"}
    return statuses | ({"501"} if EXAMPLES else set())


def declare_refusals(operation, shared, security):
    responses = operation.setdefault("responses", {})
    if "default" not in responses:
        declared = {str(status) for status in responses}
        for status in refusals(operation, shared, security) - declared:
            responses[status] = {"description": "A refusal."}


def read_as_stubsmith(schema):
    """Rewrites a schema and its subschemas as Stubsmith reads them."""
    if isinstance(schema, list):
        for item in schema:
            read_as_stubsmith(item)
    if not isinstance(schema, dict):
        return
    types = {kind for keyword, kind in IMPLIED.items() if keyword in schema}
    if len(types) == 1 and "type" not in schema:
        schema["type"] = types.pop()
    if schema.get("type") == "string":
        schema.pop("format", None)
    if schema.get("type") == "integer" and "enum" not in schema:
        schema.setdefault("minimum", -(2**63))
        schema.setdefault("maximum", 2**63 - 1)
    for keyword in ("items", "additionalProperties", "allOf"):
        read_as_stubsmith(schema.get(keyword))
    for property in schema.get("properties", {}).values():
        read_as_stubsmith(property)


@schemathesis.hook
def before_load_schema(context, raw_schema):
    for schema in raw_schema.get("definitions", {}).values():
        read_as_stubsmith(schema)
    for path in raw_schema.get("paths", {}).values():
        shared = path.get("parameters", [])
        for operation in (operation for method, operation in path.items() if method in METHODS):
            for parameter in [*shared, *operation.get("parameters", [])]:
                read_as_stubsmith(parameter.get("schema", parameter))
            for response in operation.get("responses", {}).values():
                read_as_stubsmith(response.get("schema"))
            declare_refusals(operation, shared, raw_schema.get("security"))


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


@schemathesis.check
def refusal_of_wrong_data(context, response, case):
    """`negative_data_rejection`, with two exceptions. Undeclared form fields, parameters and headers are ignored: a spec
    does not define their effect, while `additionalProperties` does for JSON. A form without required fields may be
    absent."""
    try:
        return checks.negative_data_rejection(context, response, case)
    except AssertionError as failure:
        said = str(failure)
        in_json = "in body" in said and "json" in (case.media_type or "")
        parameters = case.operation.definition.raw.get("parameters", [])
        required = [parameter for parameter in parameters if parameter.get("required", "$ref" in parameter)]
        needs_body = any(parameter.get("in", "body") in ("body", "formData") for parameter in required)
        if ("unexpected properties" in said and not in_json) or ("Missing request body" in said and not needs_body):
            return None
        raise
