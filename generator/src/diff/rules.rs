//! The rules: the kinds of changes, and the effect of each on clients and on the code of the server author.

use super::verdict::Verdict::{self, Breaks as B, Maybe as M, Safe as S};

/// A rule: one kind of change.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The id, such as `operation-removed`. An id has the same meaning in all versions.
    pub id: &'static str,
    /// The explanation that `stubsmith explain` prints.
    pub explanation: &'static str,
    /// The verdicts for clients and for builds if the change is in requests, or in responses that the server receives.
    pub(super) request: (Verdict, Verdict),
    /// The same if the change is in responses, or in requests that the server sends.
    pub(super) response: (Verdict, Verdict),
}

/// Rules are compared by their ids.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl Rule {
    /// Returns the usual verdicts, for clients and for builds, of the change in requests and in responses. Requests that
    /// the server sends count as responses, and responses that it receives as requests. The verdicts are equal if the
    /// direction does not matter. A change has another verdict if its details decide.
    pub fn verdicts(&self) -> [(Verdict, Verdict); 2] {
        [self.request, self.response]
    }
}

/// Declares the constants and the list of all rules. After the id are the verdicts for clients and for builds: in
/// requests and in responses, if they differ. Requests that the server sends count as responses, and responses that it
/// receives as requests.
macro_rules! rules {
    ($($name:ident: $id:literal, $request:expr $(, $response:expr)?; $explanation:literal;)*) => {
        $(
            pub(super) const $name: &Rule = &Rule {
                id: $id,
                explanation: $explanation,
                request: $request,
                response: rules!(@ $request $(, $response)?),
            };
        )*

        /// All rules of [`Config::diff`](crate::Config::diff).
        pub const RULES: &[&Rule] = &[$($name),*];
    };
    (@ $request:expr, $response:expr) => { $response };
    (@ $request:expr) => { $request };
}

rules! {
    OPERATION_ADDED: "operation-added", (S, B);
        "An operation is new. The trait has a new method, so the server does not compile until it has this method. With \
         `--unimplemented 501`, it compiles. An operation with a new tag is in a new trait.";
    OPERATION_REMOVED: "operation-removed", (B, B);
        "An operation is gone. Its clients get 404 or 405. The trait has no such method any more, so an implementation \
         of it does not compile.";
    OPERATION_PATH_CHANGED: "operation-path-changed", (B, S);
        "An operation with the same `operationId` has another path. Its clients get 404. The generated code has the same \
         names, so the compiler does not report it: look for the path in texts, such as links.";
    OPERATION_METHOD_CHANGED: "operation-method-changed", (B, S);
        "An operation with the same `operationId` has another method. Its clients get 405. The generated code has the \
         same names, so the compiler does not report it.";
    OPERATION_RENAMED: "operation-renamed", (S, B);
        "The method of an operation has another name, usually because of another `operationId`. Requests stay the same. \
         Rename your method, or keep the old name with the setting `rename`.";
    OPERATION_MOVED: "operation-moved", (S, B);
        "Operations are in another trait, because their first tag has changed. Requests stay the same. Move the methods \
         to the `impl` of the other trait, or keep the name of a tag with the setting `rename`.";
    OPERATION_DEPRECATED: "operation-deprecated", (S, S);
        "An operation is deprecated now. Nothing breaks.";
    BASE_PATH_CHANGED: "base-path-changed", (B, S);
        "The path before all paths has changed: `basePath`, or the path of `servers`. Clients get 404. Links that a \
         handler writes itself keep the old path.";
    PARAMETER_ADDED_OPTIONAL: "parameter-added-optional", (S, S), (S, M);
        "An optional parameter is new. Old clients do not send it. Old servers ignore it.";
    PARAMETER_ADDED_REQUIRED: "parameter-added-required", (B, S), (S, B);
        "A required parameter is new. Clients that do not send it get 400. The request has a new field, which nothing \
         has to read.";
    PARAMETER_REMOVED: "parameter-removed", (M, B);
        "A parameter is gone. Clients that send it get no error: it is ignored, so the response may have another \
         meaning. Code that reads the field does not compile.";
    PARAMETER_RENAMED: "parameter-renamed", (M, B);
        "A parameter is gone, and another one with the same schema is new, so it was probably renamed. The old name is \
         ignored without an error. If the parameter is required, clients with the old name get 400.";
    PARAMETER_MOVED: "parameter-moved", (B, S);
        "A parameter with the same name is sent in another place, such as a header instead of the query. The old place \
         is ignored, so clients get 400 if it is required. The field has the same name, so the compiler does not report it.";
    PARAMETER_REQUIRED: "parameter-required", (B, B), (S, B);
        "A parameter is required now. Clients that do not send it get 400. The field is a `T` instead of an `Option<T>`.";
    PARAMETER_OPTIONAL: "parameter-optional", (S, B), (B, B);
        "A parameter is optional now. The field is an `Option<T>` instead of a `T`, unless it has a `default`.";
    PARAMETER_TYPE_WIDENED: "parameter-type-widened", (S, M), (B, M);
        "The type of a parameter has more values, and each old text still has a value: `int64` in place of `int32`, or a \
         string in place of an integer. The Rust type of the field changes.";
    PARAMETER_TYPE_CHANGED: "parameter-type-changed", (B, B);
        "A parameter has another type, which does not have all texts of the old one. Clients that send one of these get \
         400. The Rust type of the field changes.";
    PARAMETER_LIST_CHANGED: "parameter-list-changed", (B, S);
        "An array or an object in a parameter is written in another way: `collectionFormat`, or `style` and `explode`. \
         The text of an old client often has another value without an error: `a,b` is one item of a repeated parameter.";
    PATH_VARIABLE_RENAMED: "path-variable-renamed", (S, B);
        "A variable of a path has another name. URLs stay the same. The field has another name.";
    BODY_REQUIRED: "body-required", (B, B), (S, B);
        "The request body is required now. Requests without it get 400. The field is a `T` instead of an `Option<T>`.";
    BODY_OPTIONAL: "body-optional", (S, B), (B, B);
        "The request body is optional now. The field is an `Option<T>` instead of a `T`.";
    BODY_ADDED: "body-added", (B, B), (S, B);
        "An operation has a request body now. If it is required, requests without it get 400.";
    BODY_REMOVED: "body-removed", (B, B);
        "An operation has no request body any more. A body that clients send is ignored.";
    REQUEST_MEDIA_TYPE_REMOVED: "request-media-type-removed", (B, S);
        "The request body is not accepted in a media type any more: clients that send it get 415.";
    REQUEST_MEDIA_TYPE_ADDED: "request-media-type-added", (S, S);
        "The request body is also accepted in another media type. The field is an enum if the media types have several \
         types.";
    FORM_ENCODING_CHANGED: "form-encoding-changed", (B, S);
        "A form is sent in another way: in the other one of `application/x-www-form-urlencoded` and \
         `multipart/form-data`, or with another `encoding`. Clients that send the old form get 415 or 400.";
    REQUEST_PROPERTY_ADDED_OPTIONAL: "request-property-added-optional", (S, M);
        "Objects in requests have a new optional property. Old servers ignore it. A pattern without `..` does not \
         compile.";
    REQUEST_PROPERTY_ADDED_REQUIRED: "request-property-added-required", (B, M);
        "Objects in requests have a new required property. Clients that do not send it get 400.";
    REQUEST_PROPERTY_REMOVED: "request-property-removed", (M, M);
        "Objects in requests do not have a property any more. If a client sends it, it is ignored without an error. If \
         the object rejects undeclared properties, the client gets 400. Code that names the field does not compile.";
    REQUEST_PROPERTY_REQUIRED: "request-property-required", (B, B);
        "A property in requests is required now. Clients that do not send it get 400. The field is a `T` instead of an \
         `Option<T>`.";
    REQUEST_PROPERTY_OPTIONAL: "request-property-optional", (S, B);
        "A property in requests is optional now. The field is an `Option<T>` instead of a `T`.";
    REQUEST_PROPERTY_TYPE_CHANGED: "request-property-type-changed", (B, M);
        "A value in requests has another type. Clients that send a value of the old type get 400, unless the new type \
         has all of these values. Code that names the Rust type does not compile.";
    REQUEST_PROPERTY_READ_ONLY: "request-property-read-only", (B, S);
        "A property is `readOnly` now. If a client sends it, it is ignored without an error, so the field is always \
         `None` in a request.";
    REQUEST_NULL_REJECTED: "request-null-rejected", (B, B);
        "Null is not accepted in requests any more: clients that send it get 400. The Rust type of the field changes.";
    REQUEST_NULL_ALLOWED: "request-null-allowed", (S, B);
        "Null is accepted in requests now. The Rust type of the field changes.";
    REQUEST_OBJECT_CLOSED: "request-object-closed", (B, S);
        "Objects in requests do not accept every undeclared property any more: clients that send one get 400.";
    REQUEST_OBJECT_OPENED: "request-object-opened", (S, M);
        "Objects in requests accept undeclared properties now.";
    RESPONSE_PROPERTY_ADDED: "response-property-added", (S, M);
        "Objects in responses have a new property. If the old spec rejects undeclared properties, clients may reject it. A \
         struct literal without it does not compile. Code that fills the struct in another way, such as from JSON, \
         compiles, and fails at run time if the property is required.";
    RESPONSE_PROPERTY_REMOVED: "response-property-removed", (M, B);
        "Objects in responses do not have a property any more. Clients that need it break. Code that sets the field does \
         not compile.";
    RESPONSE_PROPERTY_REQUIRED: "response-property-required", (S, B);
        "A property in responses is always present now. The field is a `T` instead of an `Option<T>`.";
    RESPONSE_PROPERTY_OPTIONAL: "response-property-optional", (B, M);
        "A property in responses may be absent now. Clients that rely on it break. The field is an `Option<T>` instead \
         of a `T`.";
    RESPONSE_PROPERTY_TYPE_CHANGED: "response-property-type-changed", (B, M);
        "A value in responses has another type. Clients break if it has values that the old type does not have. Code \
         that names the Rust type does not compile.";
    RESPONSE_NULL_ALLOWED: "response-null-allowed", (B, M);
        "A value in responses may be null now. Clients that do not expect null break. The Rust type changes.";
    RESPONSE_NULL_REJECTED: "response-null-rejected", (S, M);
        "A value in responses is never null now. The Rust type changes.";
    RESPONSE_OBJECT_OPENED: "response-object-opened", (M, M);
        "Objects in responses may have undeclared properties now. A client that knows the old spec may reject them.";
    RESPONSE_OBJECT_CLOSED: "response-object-closed", (S, M);
        "Objects in responses do not have undeclared properties any more.";
    CONSTRAINT_TIGHTENED: "constraint-tightened", (B, S), (S, S);
        "A constraint, such as `maximum` or `minLength`, accepts fewer values. Clients that send one of the others get \
         400. A handler that responds with one of them gets 500 in a build with debug assertions: see the setting \
         `check-responses`. The Rust type stays the same.";
    CONSTRAINT_LOOSENED: "constraint-loosened", (S, S), (B, S);
        "A constraint, such as `maximum` or `minLength`, accepts more values, or is gone. A handler may get values that \
         it did not get before, and clients may get such values in responses.";
    CONSTRAINT_CHANGED: "constraint-changed", (M, S);
        "Keywords that decide which values are valid have changed, and the diff does not know in which way: for example \
         `not`, `if`, `contains`, `multipleOf` or `patternProperties`. Compare both documents yourself.";
    PATTERN_ADDED: "pattern-added", (B, S), (S, S);
        "Texts must match a `pattern` now. Clients that send another text get 400. If it is the first pattern of the \
         spec, the generated code needs the crate `regex`.";
    DEFAULT_CHANGED: "default-changed", (B, S), (S, S);
        "A `default` has another value. Clients that omit the value get another response, without an error.";
    DEFAULT_REMOVED: "default-removed", (B, B), (S, B);
        "A `default` is gone. The handler chooses the meaning of an absent value. The field is an `Option<T>` instead of a \
         `T`.";
    DEFAULT_ADDED: "default-added", (B, B), (S, B);
        "A value that may be absent has a `default` now, so the handler does not see that it is absent. The field is a \
         `T` instead of an `Option<T>`.";
    ENUM_VALUE_ADDED: "enum-value-added", (S, M), (M, S);
        "An `enum` has a new value. In requests, the handler gets it: an exhaustive `match` does not compile, and a `_` \
         matches it. In responses, clients that know only the old values break.";
    ENUM_VALUE_REMOVED: "enum-value-removed", (B, M), (S, B);
        "An `enum` does not have a value any more. Clients that send it get 400. Code that names the variant does not \
         compile.";
    ENUM_OPENED: "enum-opened", (S, M), (M, M);
        "An `enum` accepts other values now. Its Rust type has a variant `Other`, or is not an enum any more.";
    ENUM_CLOSED: "enum-closed", (B, M), (S, M);
        "Only the values of an `enum` are accepted now. Clients that send another value get 400.";
    ALTERNATIVE_ADDED: "alternative-added", (S, M), (M, M);
        "A value can have one more schema: an alternative of `oneOf` or `anyOf`, or a subtype of a schema with a \
         `discriminator`. The enum has a new variant. Clients that know only the old ones may break.";
    ALTERNATIVE_REMOVED: "alternative-removed", (B, B), (S, B);
        "A value cannot have one of the schemas any more: an alternative of `oneOf` or `anyOf`, or a subtype of a schema with a \
         `discriminator`. Clients that send such a value get 400. The enum does not have the variant any more.";
    DISCRIMINATOR_CHANGED: "discriminator-changed", (B, S);
        "Another property is the `discriminator`, so clients and servers do not understand each other's objects. The \
         enum stays the same, so the compiler does not report it.";
    STATUS_ADDED: "status-added", (S, M), (S, S);
        "An operation has a response with another status code. Its response type has a new variant, so a `match` on the \
         response to a webhook or a callback needs another arm.";
    STATUS_ADDED_SAME_BODY: "status-added-same-body", (S, M);
        "An operation has a response with another status code, whose body has the type of another response. So `From` \
         is not generated for this type any more, because the type does not select a response: name the variant instead of \
         `.into()`.";
    STATUS_REMOVED: "status-removed", (B, M), (S, M);
        "An operation has no response with this status code any more. If it was a success, clients that expect it break, \
         and so does code that names the variant. If it was an error, code that names the variant or converts its body \
         does not compile.";
    STATUS_BODY_ADDED: "status-body-added", (B, M), (S, M);
        "A response has a body now. The variant has another form.";
    STATUS_BODY_REMOVED: "status-body-removed", (S, M), (B, M);
        "A response has no body any more. Clients that read it break. The variant has another form.";
    DEFAULT_RESPONSE_ADDED: "default-response-added", (S, M);
        "An operation has a response `default` now. If its body has the type of another response, `From` is not generated \
         for this type any more: name the variant instead of `.into()`.";
    DEFAULT_RESPONSE_REMOVED: "default-response-removed", (B, M), (S, M);
        "An operation has no response `default` any more. Code that names the variant does not compile.";
    HEADER_ADDED: "header-added", (S, M);
        "A response has a new header. A struct literal of its headers without it does not compile; one with \
         `..Default::default()` does.";
    HEADER_REMOVED: "header-removed", (S, B), (M, B);
        "A response does not have a header any more. Clients that need it break. If it was the only one, the variant has \
         no headers any more.";
    HEADER_REQUIRED: "header-required", (B, B), (S, B);
        "A header of a response is always present now. The field is a `T` instead of an `Option<T>`.";
    HEADER_OPTIONAL: "header-optional", (S, B), (M, B);
        "A header of a response may be absent now. The field is an `Option<T>` instead of a `T`.";
    HEADER_TYPE_CHANGED: "header-type-changed", (B, B);
        "A header of a response has another type.";
    RESPONSE_MEDIA_TYPE_REMOVED: "response-media-type-removed", (B, M);
        "A response is not sent in a media type any more. Clients that ask only for it get 406, and clients that look at \
         `Content-Type` break. If the media types of the response have several types, its enum loses a variant.";
    RESPONSE_MEDIA_TYPE_ADDED: "response-media-type-added", (S, S);
        "A response is also sent in another media type, to clients that ask for it.";
    SECURITY_ADDED: "security-added", (B, B);
        "An operation needs credentials now. Requests without them get 401. Its method has the principal as another \
         argument.";
    SECURITY_REMOVED: "security-removed", (S, B);
        "An operation is open now. Its method has no principal any more. Is that intended?";
    SECURITY_MADE_OPTIONAL: "security-made-optional", (S, B);
        "An operation also accepts requests without credentials now. Its principal is an `Option`.";
    SECURITY_ALTERNATIVE_ADDED: "security-alternative-added", (S, M);
        "An operation also accepts other credentials. A `match` on the credentials needs another arm; a `_` rejects them.";
    SECURITY_ALTERNATIVE_REMOVED: "security-alternative-removed", (B, M);
        "An operation does not accept some credentials any more. Clients that send them get 401.";
    SECURITY_SCOPE_ADDED: "security-scope-added", (B, S);
        "An operation needs another scope or role. Clients whose token does not have it are rejected.";
    SECURITY_SCOPE_REMOVED: "security-scope-removed", (S, S);
        "An operation does not need a scope or role any more. Is that intended?";
    SCHEME_CHANGED: "scheme-changed", (B, S);
        "The credentials of a security scheme are sent in another way, such as in another header. Clients that send them \
         in the old way get 401. If the kind of the scheme stays the same, the compiler does not report it.";
    SCHEME_RENAMED: "scheme-renamed", (S, M);
        "A security scheme has another name. Requests stay the same. Its variant of `Credentials` has another name.";
    TYPE_RENAMED: "type-renamed", (S, M);
        "A type has another name, because its schema has one. JSON stays the same. Code that names the type does not \
         compile. Keep the old name with the setting `rename`.";
    TYPE_NAMED: "type-named", (S, B);
        "An inline schema is a named one now, so its type has another path.";
    TYPE_INLINED: "type-inlined", (S, B);
        "A named schema is an inline one now, so its type has another path.";
    TYPE_MOVED: "type-moved", (S, S);
        "A schema is in another file. Its type has the same path.";
    ARGUMENTS_REORDERED: "arguments-reordered", (S, M);
        "The required properties of an object are in another order. JSON stays the same, but the function `new` of the \
         struct takes them in this order. If their types are equal, calls still compile, with the values exchanged.";
    NAME_CHANGED: "name-changed", (S, B);
        "A field or a variant has another name in Rust, although its name in JSON is the same, for example because of \
         the setting `rename`. Code that names it does not compile.";
    DEPENDENCY_NEEDED: "dependency-needed", (S, B);
        "The generated code needs another crate, so it does not compile until `Cargo.toml` lists this crate.";
    OUTGOING_CHANGED: "outgoing-changed", (M, M);
        "A webhook or a callback is new or gone. The server sends these requests, so receivers may miss them or get new \
         ones. The module `outgoing` changes.";
    TEXTS_CHANGED: "texts-changed", (S, S);
        "A title, a summary or a description has changed. It is only reported with `--all`.";
}

/// Returns the rule with this id.
pub fn find_rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
