//! A spec with an operation for every combination of the parts that the generated code depends on: the body, the
//! security, the parameters, and the responses.

/// The kinds of bodies: keywords of the operation, and its parameters.
const BODIES: [(&str, &str); 9] = [
    ("", ""),
    ("", "{name: body, in: body, required: true, schema: {$ref: '#/definitions/Room'}}"),
    ("", "{name: body, in: body, schema: {type: array, items: {type: integer, format: int32}}}"),
    (
        "consumes: [text/plain]",
        "{name: body, in: body, required: true, schema: {type: string, maxLength: 5}}",
    ),
    ("consumes: [text/plain, application/json]", "{name: body, in: body, schema: {type: integer}}"),
    (
        "consumes: [image/png]",
        "{name: body, in: body, required: true, schema: {type: string, format: binary}}",
    ),
    ("consumes: [application/x-www-form-urlencoded]", "{name: f, in: formData, type: string, minLength: 2}"),
    (
        "consumes: [multipart/form-data, application/x-www-form-urlencoded]",
        "{name: f, in: formData, required: true, type: integer}",
    ),
    (
        "consumes: [multipart/form-data]",
        "{name: f, in: formData, type: integer}, {name: file, in: formData, required: true, type: file}",
    ),
];

const SECURITY: [&str; 4] = [
    "security: []",
    "security: [{key: []}]",
    "security: [{}, {token: [read]}, {header: []}]",
    "security: [{key: [], header: []}, {password: []}]",
];

const PARAMETERS: [&str; 4] = [
    "",
    "{name: q, in: query, type: string, maxLength: 9}",
    "{name: X-H, in: header, type: array, items: {type: integer}}",
    "{name: q, in: query, type: array, collectionFormat: multi, items: {type: string}}, {name: h, in: header, required: true, type: boolean}",
];

const ANSWERS: [&str; 3] = [
    "responses: {204: {description: Nothing.}}",
    "responses: {200: {description: A room., schema: {$ref: '#/definitions/Room'}}, default: {description: A problem.}}",
    "produces: [application/json, text/csv]\n      responses: {200: {description: A text., schema: {type: string, example: a}, headers: {X-Next: {type: integer}}}}",
];

const HEAD: &str = "swagger: '2.0'
info: {title: All combinations, version: '1'}
securityDefinitions:
  key: {type: apiKey, in: query, name: key}
  header: {type: apiKey, in: header, name: X-Key}
  password: {type: basic}
  token: {type: oauth2, flow: implicit, authorizationUrl: 'https://a.example', scopes: {read: Reading.}}
definitions:
  Room: {type: object, required: [id], properties: {id: {type: integer, minimum: 1}, name: {type: string}}, example: {id: 1}}
paths:
";

/// One of each kind, by its index.
pub struct Combination {
    pub body: usize,
    pub security: usize,
    pub parameters: usize,
    pub answers: usize,
    /// Every second path has a variable.
    pub path: String,
    index: usize,
}

/// All combinations.
pub fn combinations() -> impl Iterator<Item = Combination> {
    let all = BODIES.len() * SECURITY.len() * PARAMETERS.len() * ANSWERS.len();
    (0..all).map(|index| {
        let (answers, rest) = (index % ANSWERS.len(), index / ANSWERS.len());
        let (parameters, rest) = (rest % PARAMETERS.len(), rest / PARAMETERS.len());
        let (security, body) = (rest % SECURITY.len(), rest / SECURITY.len());
        let path = if index % 2 == 0 { format!("/c{index}/{{id}}") } else { format!("/c{index}") };
        Combination { body, security, parameters, answers, path, index }
    })
}

/// The spec, in YAML.
pub fn spec() -> String {
    let mut text = HEAD.to_owned();
    for Combination { body, security, parameters, answers, path, index } in combinations() {
        let (consumes, own) = BODIES[body];
        let variable =
            if path.contains('{') { "{name: id, in: path, required: true, type: integer}" } else { "" };
        let given = [variable, own, PARAMETERS[parameters]].into_iter().filter(|given| !given.is_empty());
        let parameters = format!("parameters: [{}]", given.collect::<Vec<_>>().join(", "));
        text += &format!("  {path}:\n    post:\n      operationId: c{index}\n");
        for keyword in [&parameters, consumes, SECURITY[security], ANSWERS[answers]] {
            if !keyword.is_empty() {
                text += &format!("      {keyword}\n");
            }
        }
    }
    text
}
