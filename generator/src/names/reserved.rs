//! The names that the files of the output import and declare. The lists have two uses: `emit` imports only these names,
//! and no name from the spec equals one of them in the same scope.

/// A path, and the names that a file imports from it. `super` is the root of the output.
pub(crate) type Row = (&'static str, &'static [&'static str]);

/// The modules of the root.
pub(crate) const ROOT: [&str; 12] = [
    CLIENT_MODULE,
    "codec",
    "contract",
    "embedded",
    "example_server",
    "example_tests",
    "outgoing",
    "patterns",
    "schemas",
    "server",
    "support",
    "types",
];

/// The crates that paths begin with. A module with such a name would hide the crate after a glob import of the root.
/// The `main` of a server uses `tokio`, and the attribute that excludes generated code from formatting begins with
/// `rustfmt`.
const CRATES: [&str; 10] =
    ["alloc", "axum", "core", "futures_core", "regex", "rustfmt", "serde", "serde_json", "std", "tokio"];

/// The names that the root exports from the support code.
pub(crate) const EXPORTED: [&str; 24] = [
    "Base64",
    "Base64Url",
    "Basic",
    "Bearer",
    "BodyStream",
    "ClientCertificate",
    "Content",
    "Context",
    "Event",
    "Events",
    "Files",
    "Formatted",
    "Http",
    "ItemStream",
    "Items",
    "Nullable",
    "Operation",
    "OutgoingError",
    "Rejection",
    "Routes",
    "Secret",
    "UnknownValue",
    "Upgrade",
    "Upload",
];

/// The imports of a file with a trait.
pub(crate) const CONTRACT: [Row; 5] = [
    ("super", &["types"]),
    ("super::contract", &["Api"]),
    (
        "super::support",
        &[
            "Base64",
            "Base64Url",
            "Basic",
            "Bearer",
            "BodyStream",
            "ClientCertificate",
            "Content",
            "Context",
            "Event",
            "Events",
            "Files",
            "Formatted",
            "Http",
            "ItemStream",
            "Items",
            "Nullable",
            "Operation",
            "Rejection",
            "Secret",
            "Upgrade",
            "Upload",
        ],
    ),
    ("axum::response", &["IntoResponse"]),
    ("std::future", &["Future"]),
];

/// The imports of a file with functions between axum and the traits. A method also needs the import of its trait.
pub(crate) const GLUE: [Row; 8] = [
    ("super::contract", &["Api", "Credentials"]),
    ("super", &["patterns", "schemas", "support", "types"]),
    (
        "super::support",
        &[
            "Accept",
            "Context",
            "Endpoint",
            "FormParts",
            "HandlerResult",
            "Incoming",
            "Negotiate",
            "Operation",
            "Query",
            "ReadBody",
            "ReadCredentials",
            "Rejection",
            "Render",
            "Routes",
            "Secret",
            "check",
            "json",
            "receive",
            "reject_token",
            "respond",
            "undeclared",
        ],
    ),
    ("axum", &["Router"]),
    ("axum::body", &["Body"]),
    ("axum::http", &["StatusCode"]),
    ("axum::response", &["into_response", "IntoResponse", "Response"]),
    ("std::sync", &["Arc"]),
];

/// The imports of the file with the requests that the server sends.
pub(crate) const OUTGOING: [Row; 2] = [
    ("super", &["patterns", "schemas", "support", "types"]),
    (
        "super::support",
        &[
            "Base64",
            "Base64Url",
            "BodyStream",
            "Content",
            "Event",
            "Events",
            "Files",
            "ItemStream",
            "Items",
            "Nullable",
            "OutgoingError",
            "Upload",
            "check",
        ],
    ),
];

/// The imports of the files of the client.
pub(crate) const CLIENT: [Row; 2] =
    [("super::client", &["Client", "Failure", "Reply"]), ("super::support", &["Content", "OutgoingError"])];

/// The module of the client, if there is one.
pub(crate) const CLIENT_MODULE: &str = "client";

/// The methods that every client has.
pub(crate) const CLIENT_METHODS: [&str; 6] =
    ["clone", "new", "with_base_url", "with_credentials", "with_header", "with_limit"];

/// The imports of the file that deserializes and serializes types as JSON.
pub(crate) const CODEC: [Row; 1] =
    [("super::support", &["check", "equal_enums", "newtype", "object", "support", "tagged", "values"])];

/// The names that a file with a trait uses without an import.
const PRELUDE: [&str; 13] = [
    "Box", "Clone", "Default", "Err", "From", "None", "Ok", "Option", "Result", "Send", "Some", "String",
    "Vec",
];

/// The functions of the file that joins the groups.
const FUNCTIONS: [&str; 6] = ["authenticated", "fallbacks", "recognized", "router", "routes", "service"];

fn imports(rows: &[Row], name: &str) -> bool {
    rows.iter().any(|(path, names)| path.split("::").next() == Some(name) || names.contains(&name))
}

/// Returns whether a module of this name would hide a crate.
pub(crate) fn is_crate(module: &str) -> bool {
    CRATES.contains(&module)
}

/// Returns whether a module of the root must not have this name.
pub(crate) fn is_root(module: &str, has_client: bool) -> bool {
    (ROOT.contains(&module) && (has_client || module != CLIENT_MODULE)) || is_crate(module)
}

/// Returns whether a module next to code between axum and the traits must not have this name.
pub(crate) fn is_glue(module: &str) -> bool {
    FUNCTIONS.contains(&module) || module == "operations" || imports(&GLUE, module)
}

/// Returns whether a file that imports modules from the root declares this name itself.
pub(crate) fn is_elsewhere(module: &str) -> bool {
    is_glue(module) || imports(&CODEC, module) || imports(&CONTRACT, module)
}

/// Returns whether a type next to a trait must not have this name.
pub(crate) fn is_type(name: &str) -> bool {
    let own = ["Api", "Credentials", "Self", "Send", "Sync"];
    EXPORTED.contains(&name) || PRELUDE.contains(&name) || own.contains(&name) || imports(&CONTRACT, name)
}

/// Returns whether the type of a request, a response or headers must not have this name. The code between axum and the
/// traits also uses these types.
pub(crate) fn is_type_in_glue(name: &str) -> bool {
    is_type(name) || imports(&GLUE, name)
}

/// Returns whether a file of the output declares or imports a module of this name.
pub(crate) fn is_module(name: &str) -> bool {
    let declared = ["inline", "operations", "check", "equal_enums", "newtype", "object", "tagged", "values"];
    ROOT.contains(&name) || declared.contains(&name)
}
