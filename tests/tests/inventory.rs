//! The report, keyword by keyword.

use serde_json::{Value, json};
use std::fs;
use stubsmith::{Config, KeepUnknown};
use tempfile::TempDir;

const SPEC: &str = "swagger: '2.0'
info: {title: Rooms, version: '1'}
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  login: {type: oauth2, flow: implicit, authorizationUrl: 'http://a', scopes: {read: Reads.}}
paths:
  /rooms:
    post:
      operationId: addRoom
      tags: [rooms]
      x-own: 1
      security: [{key: [], login: [read]}, {}]
      parameters: [{name: room, in: body, schema: {$ref: '#/definitions/Room'}}]
      responses:
        200:
          description: The room.
          schema: {$ref: '#/definitions/Room'}
          examples: {application/json: {name: 1}}
        default: {description: A problem.}
definitions:
  Room:
    type: object
    properties:
      name: {type: string, minLength: 1, pattern: '^(?=a)', format: uuid, example: a}
      other: {type: string, pattern: '^(?=a)'}
      size: {type: integer, format: int32, title: Seats}
      free: {oneOf: [{type: string}, {}]}
      open: {type: object}
";

fn inventory() -> Value {
    inventory_of(SPEC)
}

fn inventory_of(text: &str) -> Value {
    let folder = TempDir::new().unwrap();
    let spec = folder.path().join("spec.yaml");
    fs::write(&spec, text).unwrap();
    let [file] = <[_; 1]>::try_from(Config::new(&spec).inventory().files).unwrap();
    assert_eq!(file.path, "report.json");
    let path = spec.display().to_string();
    serde_json::from_str(&file.text.replace(&path, "spec.yaml")).unwrap()
}

#[test]
fn each_keyword_is_enforced_typed_or_ignored() {
    let inventory = inventory();
    let schemas = inventory["schemas"].as_array().unwrap();
    let keywords = |pointer: &str| {
        let place = format!("spec.yaml#/definitions/Room{pointer}");
        schemas.iter().find(|schema| schema["place"] == *place).unwrap()
    };
    assert_eq!(keywords("")["type"], "types::Room");
    assert_eq!(
        keywords("")["keywords"],
        json!({"type": {"is": "enforced"}, "properties": {"is": "enforced"}})
    );
    let unenforced =
        json!({"is": "ignored", "reason": "the pattern `^(?=a)` is not enforced: it has a look-ahead"});
    let name = json!({
        "type": {"is": "enforced"},
        "minLength": {"is": "enforced"},
        "pattern": unenforced,
        "format": {"is": "ignored", "reason": "no type is mapped to this format"},
        "example": {"is": "ignored", "reason": "documentation"},
    });
    assert_eq!(keywords("/properties/name")["keywords"], name);
    // A diagnostic that covers many places has a line for each of them here.
    assert_eq!(keywords("/properties/other")["keywords"]["pattern"], unenforced);
    let size = json!({"type": {"is": "enforced"}, "format": {"is": "enforced"}, "title": {"is": "typed"}});
    assert_eq!(keywords("/properties/size")["keywords"], size);
}

/// A keyword that no value can break is not called enforced: it chooses a type, or is documentation.
#[test]
fn a_keyword_that_rejects_nothing_is_not_called_enforced() {
    let folder = TempDir::new().unwrap();
    let spec = folder.path().join("spec.yaml");
    let properties = "
      long: {type: integer, format: int64, default: 1}
      twice: {type: number, format: double}
      either: {type: [integer, 'null'], format: int32}
      text: {type: string, format: int32}
      count: {type: number, format: int32}
      wide: {type: string, format: int64}
      known: {type: string, enum: [a], id: known, $id: known}
      open: {type: string, enum: [a], x-extensible-enum: true}
      azure: {type: string, enum: [a], x-ms-enum: {modelAsString: true}}
      listed: {type: string, x-extensible-enum: [a]}
";
    fs::write(&spec, SPEC.replace("\n      open: {type: object}\n", properties)).unwrap();
    let inventory = Config::new(&spec).open_enum("#/definitions/Room/properties/known").inventory();
    let opened: Value = serde_json::from_str(&inventory.files[0].text).unwrap();
    let closed: Value = serde_json::from_str(&Config::new(&spec).inventory().files[0].text).unwrap();
    let keyword = |inventory: &Value, property: &str, keyword: &str| {
        let place = format!("{}#/definitions/Room/properties/{property}", spec.display());
        let schemas = inventory["schemas"].as_array().unwrap();
        let schema = schemas.iter().find(|schema| schema["place"] == *place).unwrap();
        schema["keywords"][keyword]["is"].as_str().unwrap().to_owned()
    };
    for (property, name, expected) in [
        ("long", "format", "typed"),
        ("long", "default", "typed"),
        ("twice", "format", "typed"),
        ("either", "format", "enforced"),
        ("text", "format", "ignored"),
        ("count", "format", "ignored"),
        ("wide", "format", "ignored"),
        ("known", "id", "ignored"),
        ("known", "$id", "ignored"),
        ("known", "enum", "enforced"),
        ("open", "enum", "typed"),
        ("azure", "enum", "typed"),
        ("listed", "x-extensible-enum", "typed"),
    ] {
        assert_eq!(keyword(&closed, property, name), expected, "{property} {name}");
    }
    assert_eq!(keyword(&opened, "known", "enum"), "typed");
}

#[test]
fn any_json_has_a_reason() {
    let expected = json!([
        {"place": "spec.yaml#/definitions/Room/properties/free",
         "reason": "`oneOf` does not become an enum, but its values are checked: an alternative accepts any JSON value"},
        {"place": "spec.yaml#/definitions/Room/properties/open",
         "reason": "an object without declared properties"},
    ]);
    assert_eq!(inventory()["any"], expected);
}

#[test]
fn operations_are_a_table() {
    let inventory = inventory();
    let expected = json!([{
        "place": "spec.yaml#/paths/~1rooms/post",
        "id": "addRoom",
        "method": "POST",
        "path": "/rooms",
        "route": "/rooms",
        "tags": ["rooms"],
        "security": [{"key": [], "login": ["read"]}, {}],
        "statuses": ["200", "default"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "omitted": [],
        "responses": [
            {
                "status": "200",
                "place": "spec.yaml#/paths/~1rooms/post/responses/200",
                "keywords": {
                    "description": {"is": "typed"},
                    "schema": {"is": "enforced"},
                    "examples": {
                        "is": "ignored",
                        "reason": "documentation; JSON examples are checked against the schema",
                    },
                },
            },
            {
                "status": "default",
                "place": "spec.yaml#/paths/~1rooms/post/responses/default",
                "keywords": {"description": {"is": "typed"}},
            },
        ],
        "limit": "axum's DefaultBodyLimit",
        "keywords": {
            "operationId": {"is": "typed"},
            "tags": {"is": "typed"},
            "x-own": {"is": "ignored", "reason": "an extension"},
            "security": {"is": "enforced"},
            "parameters": {"is": "enforced"},
            "responses": {"is": "enforced"},
        },
    }]);
    assert_eq!(inventory["operations"], expected);
    let example = json!({
        "place": "spec.yaml#/paths/~1rooms/post/responses/200/examples/application~1json/name",
        "message": "the example does not match its schema: expected a string",
        "lost": false,
    });
    assert_eq!(inventory["examples"], json!([example]));
}

/// An undeclared property is lost if the type does not keep it; `--keep-unknown` keeps it.
#[test]
fn examples_that_lose_properties_are_listed() {
    let folder = TempDir::new().unwrap();
    let spec = folder.path().join("spec.yaml");
    fs::write(&spec, SPEC.replace("{name: 1}", "{name: a, seats: 2}")).unwrap();
    let place =
        format!("{}#/paths/~1rooms/post/responses/200/examples/application~1json/seats", spec.display());
    let message = "the example has a property that its schema does not declare: `seats`";
    let asked = Config::new(&spec).keep_unknown(KeepUnknown::All);
    for (config, lost) in [(Config::new(&spec), true), (asked, false)] {
        let [file] = <[_; 1]>::try_from(config.inventory().files).unwrap();
        let inventory: Value = serde_json::from_str(&file.text).unwrap();
        let expected = json!([{"place": place, "message": message, "lost": lost}]);
        assert_eq!(inventory["examples"], expected);
    }
}

/// A rejected spec has no inventory, whatever the error.
#[test]
fn a_rejected_spec_has_no_inventory() {
    let folder = TempDir::new().unwrap();
    let spec = folder.path().join("spec.yaml");
    fs::write(&spec, SPEC.replace("type: integer", "type: number of seats")).unwrap();
    let rejected = Config::new(&spec).inventory();
    assert!(rejected.files.is_empty() && rejected.report.has_errors());
}

/// If there are several media types, the unused ones are listed, wherever they are declared.
#[test]
fn ignored_media_types_have_a_reason() {
    let folder = TempDir::new().unwrap();
    let spec = folder.path().join("spec.yaml");
    let types = "swagger: '2.0'\nconsumes: [application/json, application/xml]\nproduces: [application/yaml, '*/*', application/yaml]";
    fs::write(&spec, SPEC.replace("swagger: '2.0'", types)).unwrap();
    let [file] = <[_; 1]>::try_from(Config::new(&spec).inventory().files).unwrap();
    let inventory: Value = serde_json::from_str(&file.text).unwrap();
    let expected = json!([
        {"keyword": "consumes", "media_type": "application/xml",
         "reason": "the body is read as JSON"},
        {"keyword": "produces", "media_type": "application/yaml",
         "reason": "the responses are written as JSON"},
    ]);
    assert_eq!(inventory["operations"][0]["omitted"], expected);
}

/// OpenAPI 3 has neither `consumes` nor `produces`.
#[test]
fn ignored_media_types_of_openapi_3_are_in_its_words() {
    let inventory = inventory_of(
        "openapi: 3.0.3
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}, application/xml: {schema: {type: object}}}}
      responses:
        '200':
          description: The room.
          content: {application/json: {schema: {type: object}}, application/yaml: {schema: {type: object}}}
",
    );
    let expected = json!([
        {"keyword": "content", "media_type": "application/xml",
         "reason": "the body is read as JSON"},
        {"keyword": "content", "media_type": "application/yaml",
         "reason": "the responses are written as JSON"},
    ]);
    assert_eq!(inventory["operations"][0]["omitted"], expected);
}

#[test]
fn parameters_and_headers_have_their_types() {
    let folder = TempDir::new().unwrap();
    let spec = folder.path().join("spec.yaml");
    let parameters = "parameters: [{name: ids, in: query, type: array, items: {type: integer}}, ";
    let headers = "description: The room.\n          headers: {X-Left: {type: number, description: Left.}}";
    let text = SPEC.replace("parameters: [", parameters).replace("description: The room.", headers);
    fs::write(&spec, text).unwrap();
    let [file] = <[_; 1]>::try_from(Config::new(&spec).inventory().files).unwrap();
    let inventory: Value = serde_json::from_str(&file.text).unwrap();
    let ty = |pointer: &str| {
        let place = format!("{}#/paths/~1rooms/post/{pointer}", spec.display());
        let schemas = inventory["schemas"].as_array().unwrap();
        schemas.iter().find(|schema| schema["place"] == *place).unwrap()["type"].clone()
    };
    assert_eq!(ty("parameters/0"), "Vec<i64>");
    assert_eq!(ty("parameters/0/items"), "i64");
    assert_eq!(ty("responses/200/headers/X-Left"), "f64");
}

/// Nothing holds a body to its schema that the handler reads or writes, and no text is null.
#[test]
fn what_is_not_held_is_not_called_enforced() {
    let inventory = inventory_of(
        "swagger: '2.0'
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    put:
      consumes: [application/xml]
      produces: [application/xml]
      parameters: [{name: room, in: body, schema: {type: object, properties: {schema: {type: string}}}}]
      responses: {200: {description: The room., schema: {type: array, items: {type: string}}}}
    post:
      consumes: [application/octet-stream]
      parameters: [{name: photo, in: body, schema: {type: string, maxLength: 9}}]
      responses: {204: {description: Done.}}
    get:
      produces: [image/png]
      responses:
        200: {description: A photo., schema: {type: string, format: binary}}
        404: {description: Another one., schema: {type: string, minLength: 9}}
    patch:
      parameters:
        - {name: room, in: body, schema: {type: string, maxLength: 9, x-nullable: true}}
        - {name: ids, in: query, type: array, x-nullable: true, items: {type: integer, x-nullable: true}}
      responses: {204: {description: Done., headers: {X-Age: {type: integer, x-nullable: true}}}}
",
    );
    let is = |place: &str, keyword: &str| {
        let place = format!("spec.yaml#/paths/~1rooms/{place}");
        let schema = inventory["schemas"].as_array().unwrap().iter().find(|schema| schema["place"] == *place);
        let outcome = &schema.unwrap()["keywords"][keyword];
        format!("{} {}", outcome["is"].as_str().unwrap(), outcome["reason"].as_str().unwrap_or_default())
    };
    let xml = "ignored the schema is not enforced for `application/xml`: the handler reads the body itself";
    assert_eq!(is("put/parameters/0/schema", "properties"), xml);
    assert_eq!(is("put/parameters/0/schema/properties/schema", "type"), xml);
    let written =
        "ignored the schema is not enforced for `application/xml`: the handler writes the response itself";
    assert_eq!(is("put/responses/200/schema", "type"), written);
    assert_eq!(is("put/responses/200/schema/items", "type"), written);
    let bytes = "ignored the schema is not enforced for `application/octet-stream`: the handler reads the body itself";
    assert_eq!(is("post/parameters/0/schema", "maxLength"), bytes);
    let photo = "ignored the schema is not enforced for `image/png`: the handler writes the response itself";
    assert_eq!(is("get/responses/404/schema", "minLength"), photo);
    assert_eq!(is("get/responses/200/schema", "type"), "enforced ");
    assert_eq!(is("patch/parameters/0/schema", "maxLength"), "enforced ");
    assert_eq!(is("patch/parameters/0/schema", "x-nullable"), "enforced ");
    let text = "ignored it is sent as text, which cannot be null";
    for place in ["patch/parameters/1", "patch/parameters/1/items", "patch/responses/204/headers/X-Age"] {
        assert_eq!(is(place, "x-nullable"), text, "{place}");
        assert_eq!(is(place, "type"), "enforced ", "{place}");
    }
}

#[test]
fn the_items_of_a_stream_are_enforced() {
    let inventory = inventory_of(
        "openapi: 3.2.0
info: {title: Streams, version: '1'}
paths:
  /events:
    post:
      requestBody: {content: {application/jsonl: {itemSchema: {type: integer, minimum: 1}}}}
      responses:
        '200':
          description: Events.
          content:
            text/event-stream: {itemSchema: {properties: {data: {contentMediaType: application/json, contentSchema: {maxLength: 3}}}}}
        '201':
          description: Parts.
          content: {multipart/mixed: {itemSchema: {maxLength: 4}}}
components:
  schemas:
    Text: {type: string, contentMediaType: application/json, contentSchema: {maxLength: 5}}
",
    );
    assert_eq!(inventory["operations"][0]["limit"], "axum's DefaultBodyLimit for each item");
    let schemas = inventory["schemas"].as_array().unwrap();
    let keywords = |end: &str| {
        let mut found = schemas.iter().filter(|schema| schema["place"].as_str().unwrap().ends_with(end));
        found.next().unwrap_or_else(|| panic!("{end}"))["keywords"].clone()
    };
    let enforced = json!({"is": "enforced"});
    assert_eq!(keywords("jsonl/itemSchema"), json!({"type": enforced, "minimum": enforced}));
    let data = json!({"contentMediaType": enforced, "contentSchema": enforced});
    assert_eq!(keywords("event-stream/itemSchema/properties/data"), data);
    assert_eq!(keywords("data/contentSchema"), json!({"maxLength": enforced}));
    assert_eq!(keywords("mixed/itemSchema")["maxLength"]["is"], "ignored");
    assert_eq!(keywords("schemas/Text")["contentSchema"]["is"], "ignored");
    assert!(schemas.iter().all(|schema| !schema["place"].as_str().unwrap().ends_with("Text/contentSchema")));
}

#[test]
fn requests_that_are_sent_are_listed_by_themselves() {
    let spec = "openapi: 3.1.0
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    post:
      operationId: addRoom
      parameters: [{name: url, in: query, required: true, schema: {type: string}}]
      responses: {'204': {description: Made.}}
      callbacks:
        closed: {'{$request.query.url}': {put: {servers: [{url: /a}], responses: {'204': {description: Seen.}}}}}
webhooks:
  room.closed:
    post:
      security: [{Key: []}]
      requestBody: {required: true, content: {application/json: {schema: {type: string, maxLength: 3}}}}
      responses: {'204': {description: Seen.}}
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
";
    let inventory = inventory_of(spec);
    assert_eq!(inventory["operations"].as_array().unwrap().len(), 1);
    assert_eq!(inventory["operations"][0]["keywords"]["callbacks"], json!({"is": "enforced"}));
    let [callback, webhook] = inventory["outgoing"].as_array().unwrap().as_slice() else { panic!() };
    assert_eq!((&callback["kind"], &callback["name"]), (&json!("callback"), &json!("closed")));
    assert_eq!((&callback["method"], &callback["security"]), (&json!("PUT"), &json!([])));
    assert_eq!(callback["keywords"]["servers"]["reason"], "the receiver chooses the URL");
    assert_eq!((&webhook["kind"], &webhook["name"]), (&json!("webhook"), &json!("room.closed")));
    assert_eq!((&webhook["security"], &webhook["consumes"]), (&json!(["Key"]), &json!(["application/json"])));
    assert_eq!(webhook["keywords"]["security"]["is"], "ignored");
    assert_eq!(webhook.get("path"), None);
}

/// An encoding is in the report even if it has no effect.
#[test]
fn encodings_are_listed() {
    let spec = std::fs::read_to_string("invalid/encodings-without-effect/spec.yaml").unwrap();
    let inventory = inventory_of(&spec);
    let encodings = inventory["encodings"].as_array().unwrap();
    let keywords = |end: &str| {
        let mut found =
            encodings.iter().filter(|encoding| encoding["place"].as_str().unwrap().ends_with(end));
        let (first, others) = (found.next().unwrap(), found.count());
        assert_eq!(others, 0, "{end}");
        first["keywords"].clone()
    };
    let ignored = |reason: &str| json!({"is": "ignored", "reason": reason});
    let no_effect = |object: &str| {
        let reason = format!("`encoding` has no effect in {object}: it applies only to forms in requests");
        json!({"contentType": ignored(&reason)})
    };
    assert_eq!(keywords("/parameters/0/content/application~1json/encoding/name"), no_effect("a parameter"));
    assert_eq!(keywords("/X-Filter/content/application~1json/encoding/name"), no_effect("a header"));
    assert_eq!(keywords("/200/content/application~1json/encoding/name"), no_effect("a response"));
    assert_eq!(keywords("/201/content/multipart~1form-data/encoding/name"), no_effect("a response"));
    let post = "post/requestBody/content/multipart~1form-data/encoding";
    assert_eq!(keywords(&format!("{post}/name"))["contentType"], json!({"is": "enforced"}));
    assert_eq!(keywords(&format!("{post}/name"))["headers"]["is"], "ignored");
    assert_eq!(keywords(&format!("{post}/legs")), json!({"style": {"is": "enforced"}}));
    let reason = "`lamp` is not a property of the form; its encoding is ignored";
    assert_eq!(keywords(&format!("{post}/lamp")), json!({"contentType": ignored(reason)}));
    assert_eq!(encodings.len(), 10);
}
