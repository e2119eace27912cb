//! A part of an API: the setting `only`.

use std::fs;
use std::path::Path;
use stubsmith::{Config, Generated, Severity, Style};
use tempfile::TempDir;

/// Three operations that share nothing, and a family whose subtypes no `$ref` names. Most of `/broken` is wrong.
const SPEC: &str = "openapi: 3.0.3
info: {title: Rooms, version: '1'}
servers: [{url: /v1}]
tags: [{name: rooms}, {name: user accounts}]
paths:
  /rooms:
    get:
      operationId: listRooms
      tags: [rooms]
      security: [{key: []}]
      responses: {'200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}}}
    post: {operationId: addRoom, tags: [rooms], security: [{token: []}], responses: {'204': {description: Done.}}}
  /users:
    get:
      operationId: listUsers
      tags: [user accounts, admin]
      responses: {'200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}
  /pets:
    get: {responses: {'200': {description: A pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
  broken:
    get: {operationId: broken, typ: a, responses: {'999': {description: A., content: {application/json: {schema: {$ref: '#/nothing'}}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
  parameters:
    Unused: {name: a, in: query, typ: a, schema: {type: string}}
  schemas:
    Room: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}}}
    Owner: {type: object, properties: {name: {type: string}}}
    User: {type: object, properties: {status: {type: string, enum: [on, off]}}}
    Unused: {type: object, properties: {a: {type: strng}}}
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: integer}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {tricks: {type: integer}}}]}
";

fn config(folder: &Path) -> Config {
    let path = folder.join("api.yaml");
    fs::write(&path, SPEC).unwrap();
    Config::new(path)
}

fn report(generated: &Generated) -> String {
    generated.report.render(Style::Plain)
}

fn text(generated: &Generated, path: &str) -> String {
    generated.files.iter().filter(|file| file.path == path).map(|file| file.text.as_str()).collect()
}

/// The operations and the types of a part.
fn part(names: &[&str]) -> (Vec<String>, Vec<String>) {
    let folder = TempDir::new().unwrap();
    let config = names.iter().fold(config(folder.path()), |config, name| config.only(*name));
    let generated = config.generate();
    assert_eq!(report(&generated), "", "{names:?}");
    let all: String = generated.files.iter().map(|file| file.text.as_str()).collect();
    let routes = all.lines().filter_map(|line| line.trim().strip_prefix("id: \"")?.strip_suffix("\","));
    let types = text(&generated, "types.rs");
    let types = types.lines().filter_map(|line| {
        let name = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "))?;
        Some(name.trim_end_matches([' ', '{', ';']).to_owned())
    });
    (routes.map(str::to_owned).collect(), types.collect())
}

#[test]
fn operations_are_selected_by_tag_id_and_route() {
    for (names, operations, types) in [
        (&["rooms"][..], &["listRooms", "addRoom"][..], &["Room", "Owner"][..]),
        (&["listRooms"], &["listRooms"], &["Room", "Owner"]),
        (&["addRoom"], &["addRoom"], &[]),
        (&["POST /rooms"], &["addRoom"], &[]),
        (&["post /v1/rooms"], &["addRoom"], &[]),
        (&["Get  /rooms"], &["listRooms"], &["Room", "Owner"]),
        (&["user accounts"], &["listUsers"], &["User"]),
        (&["admin", "addRoom"], &["addRoom", "listUsers"], &["User"]),
        (&["rooms", "listRooms"], &["listRooms", "addRoom"], &["Room", "Owner"]),
        // The subtypes of a base are used.
        (&["GET /pets"], &["get_pets"], &["Pet", "Cat", "Dog"]),
    ] {
        let (found, generated) = part(names);
        assert_eq!(found, operations, "{names:?}");
        let has = |name: &&str| generated.iter().any(|own| own == name);
        assert!(types.iter().all(has), "{names:?}: {generated:?}");
        assert!(generated.len() >= types.len(), "{names:?}: {generated:?}");
        for other in ["Room", "Owner", "User", "Unused", "Cat"] {
            assert_eq!(has(&other), types.contains(&other), "{names:?}: {other} in {generated:?}");
        }
    }
}

/// OpenAPI 3.2 has operations with any method. An earlier version ignores them, so nothing is selected.
#[test]
fn operations_with_any_method_are_selected() {
    const OF_METHODS: &str = "openapi: 3.2.0
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    get: {operationId: listRooms, responses: {'204': {description: No rooms.}}}
    query: {operationId: searchRooms, responses: {'204': {description: No rooms.}}}
    additionalOperations:
      COPY: {operationId: copyRooms, responses: {'204': {description: The copy.}}}
      POST: {responses: {'204': {description: It cannot be here.}}}
";
    let folder = tempfile::tempdir().unwrap();
    let selected = |spec: &str, name: &str| {
        let path = folder.path().join("api.yaml");
        fs::write(&path, spec).unwrap();
        let generated = Config::new(path).only(name).generate();
        if generated.report.has_errors() { report(&generated) } else { text(&generated, "contract.rs") }
    };
    for (name, method) in
        [("QUERY /rooms", "search_rooms"), ("copy /rooms", "copy_rooms"), ("copyRooms", "copy_rooms")]
    {
        let contract = selected(OF_METHODS, name);
        assert_eq!(contract.matches("    fn ").count(), 1, "{contract}");
        assert!(contract.contains(&format!("fn {method}(")), "{contract}");
    }
    assert!(selected(OF_METHODS, "POST /rooms").contains("bad-method"));
    for name in ["QUERY /rooms", "COPY /rooms"] {
        let report = selected(&OF_METHODS.replace("3.2.0", "3.1.0"), name);
        assert!(report.contains("selects nothing"), "{report}");
    }
}

#[test]
fn a_part_has_the_security_that_it_requires() {
    let folder = TempDir::new().unwrap();
    let contract = |name: &str| text(&config(folder.path()).only(name).generate(), "contract.rs");
    let (key, token, none) = (contract("listRooms"), contract("addRoom"), contract("listUsers"));
    assert!(key.contains("Key {") && !key.contains("Token {"), "{key}");
    assert!(token.contains("Token {") && !token.contains("Key {"), "{token}");
    assert!(!none.contains("Credentials") && !none.contains("Principal"), "{none}");
}

#[test]
fn a_name_that_no_operation_has_is_rejected() {
    for (name, help) in [
        ("room", "did you mean `rooms`?"),
        ("listRoms", "did you mean `listRooms`?"),
        ("GET /room", "did you mean `GET /rooms`?"),
        ("/users", "did you mean `GET /users`?"),
        ("PUT /rooms", "did you mean `GET /rooms`?"),
        ("Rooms", "did you mean `rooms`?"),
        ("broke", "did you mean `broken`?"),
        ("something else", "write a tag, an `operationId`, or a method and a path, such as `GET /rooms`"),
        ("", "write a tag"),
        ("GET /admin/rooms", ""),
    ] {
        let folder = TempDir::new().unwrap();
        let generated = config(folder.path()).only("rooms").only(name).generate();
        let said = report(&generated);
        let message =
            format!("error[no-such-place]: `only: {name}` selects nothing: no operation has this name");
        assert!(said.contains(&message) && said.contains(help), "{name}: {said}");
        assert_eq!((generated.report.count(Severity::Error), generated.files.len()), (1, 0), "{said}");
    }
}

#[test]
fn mistakes_elsewhere_do_not_matter() {
    let folder = TempDir::new().unwrap();
    let whole = report(&config(folder.path()).generate());
    for mistake in ["does not start with `/`", "`typ`", "`999`", "#/nothing", "`strng`"] {
        assert!(whole.contains(mistake), "{mistake}: {whole}");
        assert_eq!(report(&config(folder.path()).only("rooms").generate()), "");
        // They matter in a selected operation.
        let selected = report(&config(folder.path()).only("broken").generate());
        assert_eq!(selected.contains(mistake), mistake != "`strng`", "{mistake}: {selected}");
    }
    let skipped = config(folder.path()).only("broken").only("rooms").skip_unsupported(true).generate();
    assert!(!skipped.report.has_errors() && text(&skipped, "contract.rs").contains("fn list_rooms"));
}

/// A settings file for the whole API also serves a part of it.
#[test]
fn settings_of_other_parts_are_warnings() {
    let folder = TempDir::new().unwrap();
    let settings = "only: [rooms]
rename: {'#/paths/~1users/get': accounts, '#/paths/~1rooms/get': rooms}
open-enum: ['#/components/schemas/User/properties/status']
security-scheme: {other: bearer}
";
    fs::write(folder.path().join("stubsmith.yaml"), settings).unwrap();
    let generated = config(folder.path()).generate();
    let said = report(&generated);
    assert_eq!(said.matches("warning[no-such-place]").count(), 3, "{said}");
    assert!(!generated.report.has_errors(), "{said}");
    let contract = text(&generated, "contract.rs");
    assert!(contract.contains("fn rooms(") && !contract.contains("accounts"), "{contract}");
    // The names of both are combined.
    let more = config(folder.path()).only("listUsers").generate();
    assert!(more.files.iter().any(|file| file.text.contains("fn accounts(")), "{}", report(&more));
    fs::write(folder.path().join("stubsmith.yaml"), "only: [roms]\n").unwrap();
    let said = report(&config(folder.path()).generate());
    assert!(said.contains("stubsmith.yaml:1:8") && said.contains("did you mean `rooms`?"), "{said}");
}

#[test]
fn skeletons_example_servers_and_reports_have_the_same_part() {
    let folder = TempDir::new().unwrap();
    let config = config(folder.path()).only("user accounts").example_server(true);
    let stub = config.stub(None);
    assert!(text(&stub, "stub.rs").contains("fn list_users") && !text(&stub, "stub.rs").contains("rooms"));
    let server = text(&config.generate(), "example_server.rs");
    assert!(server.contains("fn list_users") && !server.contains("rooms"), "{server}");
    let inventory = text(&config.inventory(), "report.json");
    let inventory: serde_json::Value = serde_json::from_str(&inventory).unwrap();
    assert_eq!(inventory["operations"].as_array().unwrap().len(), 1);
    assert!(inventory.to_string().contains("schemas/User") && !inventory.to_string().contains("Unused"));
}

#[test]
fn a_part_can_be_in_several_documents() {
    let folder = TempDir::new().unwrap();
    let other = folder.path().join("other.yaml");
    let text_of = "swagger: '2.0'
info: {title: Things, version: '1'}
basePath: /api
paths:
  /things: {get: {operationId: listThings, tags: [rooms], responses: {200: {description: All., schema: {$ref: '#/definitions/Thing'}}}}}
  /more: {get: {responses: {200: {description: All., schema: {$ref: '#/definitions/More'}}}}}
definitions:
  Thing: {type: object, properties: {a: {type: string}}}
  More: {type: object, properties: {a: {type: string}}}
";
    fs::write(&other, text_of).unwrap();
    let both = || config(folder.path()).input(&other);
    let types = |generated: &Generated| {
        assert_eq!(report(generated), "");
        text(generated, "types.rs")
    };
    let rooms = types(&both().only("rooms").generate());
    assert!(
        rooms.contains("struct Thing") && rooms.contains("struct Room") && !rooms.contains("struct More")
    );
    let more = types(&both().only("GET /api/more").generate());
    assert!(more.contains("struct More") && !more.contains("struct Thing") && !more.contains("struct Room"));
}

const WEBHOOKS: &str = "openapi: 3.1.0
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    post:
      operationId: addRoom
      parameters: [{name: url, in: query, required: true, schema: {type: string}}]
      responses: {'204': {description: Made.}}
      callbacks: {closed: {'{$request.query.url}': {post: {responses: {'204': {description: Seen.}}}}}}
  /users: {get: {operationId: listUsers, responses: {'204': {description: None.}}}}
webhooks:
  room.closed: {post: {responses: {'204': {description: Seen.}}}}
  room.opened: {post: {operationId: opened, responses: {'204': {description: Seen.}}}}
";

/// A callback belongs to its operation, and a webhook is selected by its key, its `operationId` or its method and key.
#[test]
fn webhooks_are_selected_like_operations() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("api.yaml");
    fs::write(&path, WEBHOOKS).unwrap();
    let rows: [(&[&str], &[&str]); 5] = [
        (&[], &["AddRoomClosedRequest", "RoomClosedRequest", "OpenedRequest"]),
        (&["addRoom"], &["AddRoomClosedRequest"]),
        (&["listUsers"], &[]),
        (&["room.closed"], &["RoomClosedRequest"]),
        (&["opened", "POST room.closed"], &["RoomClosedRequest", "OpenedRequest"]),
    ];
    for (names, expected) in rows {
        let config = names.iter().fold(Config::new(&path), |config, name| config.only(*name));
        let generated = config.generate();
        assert_eq!(report(&generated), "", "{names:?}");
        let outgoing = text(&generated, "outgoing.rs");
        let found = outgoing.lines().filter_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(';'));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{names:?}");
    }
    let received = Config::new(&path).only("room.closed").receive_webhooks("/hooks").generate();
    assert_eq!(report(&received), "");
    assert!(text(&received, "server.rs").contains("route: \"/hooks/room.closed\""));
    assert!(text(&received, "contract.rs").contains("pub trait Api"), "it is the whole API");
}
