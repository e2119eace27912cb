//! How the server reports mistakes in a form. In Swagger 2.0, each field of a form is a parameter.

/// The message, and the name of the parameter, for each of `orders::MISTAKES`.
pub const MESSAGES: [(&str, &str); 5] = [
    ("parameter `petId` is missing", "petId"),
    ("parameter `petId` must be at least 1", "petId"),
    ("parameter `petId` must be a 64-bit integer", "petId"),
    ("parameter `delivery` must be one of `pickup`, `courier`", "delivery"),
    ("parameter `extras` at `/1` repeats an earlier item: items must be unique", "extras"),
];
