//! How the server reports mistakes in a form. In OpenAPI 3, a form without files is a body with a schema.

/// The message, and the JSON pointer of the value, for each of `orders::MISTAKES`.
pub const MESSAGES: [(&str, &str); 5] = [
    ("the body: property `petId` is missing", ""),
    ("the body at `/petId`: must be at least 1", "/petId"),
    ("the body at `/petId`: must be an integer", "/petId"),
    ("the body at `/delivery`: must be one of `pickup`, `courier`", "/delivery"),
    ("the body at `/extras/1`: repeats an earlier item: items must be unique", "/extras/1"),
];
