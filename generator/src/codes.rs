//! The codes of diagnostics. Each is a constant, so that a misspelled code does not compile. A code has the same
//! meaning in all versions.

use std::fmt;

/// The code of a diagnostic, such as `bad-path`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Code {
    /// The name, as messages show it and [`Config::allow`](crate::Config::allow) accepts it.
    pub name: &'static str,
    /// The severity of its diagnostics.
    pub level: Level,
    /// How diagnostics with the same message are reported.
    pub(crate) repeats: Repeats,
    /// The explanation that `stubsmith explain` prints.
    pub explanation: &'static str,
}

/// Codes are compared by name.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The severity of the diagnostics of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Level {
    /// Always an error.
    Error,
    /// An error. It is a warning if the mistake is harmless where it occurs, or if mistakes are skipped.
    Mistake,
    /// A warning or a note.
    Warning,
}

/// How warnings with the same code and message are reported. Errors are always reported separately, because each must
/// be fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// Each one by itself.
    Separately,
    /// As one warning that lists the other places, for codes such as `not-enforced`, which often occur at many places.
    Together,
}

/// Declares the constants and the list of all codes.
macro_rules! codes {
    ($($code:ident: $name:literal, $level:ident, $repeats:ident, $explanation:literal;)*) => {
        $(
            #[doc = concat!("The code `", $name, "`.")]
            #[allow(unreachable_pub, reason = "one of them is exported")]
            pub const $code: &Code = &Code {
                name: $name,
                level: Level::$level,
                repeats: Repeats::$repeats,
                explanation: $explanation,
            };
        )*

        /// All codes.
        pub const CODES: &[&Code] = &[$($code),*];
    };
}

codes! {
    ACCEPTED_CHANGE_GONE: "accepted-change-gone", Error, Separately,
        "An entry of the setting `accept` accepts no change: `stubsmith diff` found no change with its id at its place, or \
         the version of the spec has reached its `until`. Remove the entry, so that the list does not accept a later \
         change by mistake.";

    ALIKE_CREDENTIALS: "alike-credentials", Warning, Together,
        "A request cannot choose between these security schemes, or an alternative of `security` is never chosen. The \
         generated code chooses the first alternative whose credentials are all in the request. An alternative that \
         needs the same credentials as an earlier one, or more, is never chosen: move it before the earlier one. Two \
         schemes that read the same header or parameter cannot be told apart. If an operation also accepts `Basic` or \
         `Bearer`, an API key in the header `Authorization` must not start with that word.";

    ALL_OF_CONFLICT: "all-of-conflict", Mistake, Separately,
        "Two schemas of an `allOf` declare one property with different types. An `allOf` becomes one struct, whose \
         values satisfy all of its schemas. Give the property the same type in both schemas, or remove it from one.";

    ALL_OF_CYCLE: "all-of-cycle", Mistake, Separately,
        "A schema includes itself with `allOf`, directly or through other schemas, so it would contain its own \
         properties without end. If you mean a tree, refer to the schema from a property instead.";

    AMBIGUOUS_UNION: "ambiguous-union", Warning, Separately,
        "A value matches two alternatives of a `oneOf`, so it is rejected: \"exactly one\" of them must match. (JSON \
         Schema, \"oneOf\") It is a warning if the value has only the required properties of one of the alternatives, \
         and a note if it has the required properties of both. To tell the alternatives apart, let them require a \
         property with different values, or reject undeclared properties with `additionalProperties: false`. If such \
         values should be accepted, write `anyOf`, or use the setting `one-of`: with `any`, a `oneOf` is read as an \
         `anyOf`. Only overlaps that Stubsmith can prove with a value are reported.";

    BAD_DEFAULT: "bad-default", Warning, Separately,
        "A `default` is not a value of its own schema. A default is the value of a property or a parameter that is \
         absent. The generated code ignores a default that its schema rejects.";

    BAD_DISCRIMINATOR: "bad-discriminator", Mistake, Separately,
        "A `discriminator` must be the name of a required property of its schema. The value of this property is the \
         name of the schema in `definitions`, or of a schema that includes it with `allOf`, directly or through \
         others. `x-ms-discriminator-value` sets a different value. (Swagger 2.0, \"Schema Object\") In OpenAPI 3, the \
         property is the `propertyName` of the discriminator, the schemas are in `components`, and `mapping` sets \
         different values. (\"Discriminator Object\") Next to a `oneOf` or `anyOf`, the value of the property alone \
         selects the alternative, so each alternative needs its own value. If that is not possible, all alternatives \
         are checked. With the setting `one-of: exact`, they always are.";

    BAD_EXAMPLE: "bad-example", Warning, Separately,
        "An example is not a value of its own schema, so it misleads readers of the spec.";

    BAD_EXPRESSION: "bad-expression", Mistake, Separately,
        "The key of a callback is a runtime expression, which gives the URL of the requests from the request or the \
         response of the operation: `{$request.body#/url}`, `{$request.query.url}` or `{$response.header.Location}`. \
         `$url` is the URL of the request, and `$method` is its method. Text around expressions in braces is part of \
         the URL: `https://example.com/{$request.query.id}`. \
         The expression is compiled against the declared parameters, bodies and headers, so it must lead to a text that \
         they have.";

    BAD_FORMATS: "bad-formats", Error, Separately,
        "The setting `formats` has a word that is not known, selects two types for one format, or selects a type that \
         another setting names by its path. The words are `chrono`, \
         `jiff`, `time`, `uuid`, `url`, `bytes`, `base64`, `rust_decimal` and `integers`. Each one selects all of its \
         formats. To select one type, name the format: `date-time=jiff`.";

    BAD_MEDIA_TYPE: "bad-media-type", Warning, Together,
        "An entry of `consumes` or `produces`, or in OpenAPI 3 a key of `content`, is not a media type. A media type is a type and a subtype, such as \
         `application/json`, or a range of them, such as `text/*` or `*/*`. (RFC 6838; RFC 9110, section 12.5.1)";

    BAD_PARAMETER: "bad-parameter", Mistake, Together,
        "A parameter cannot be sent as declared. A parameter is sent in `path`, `query`, `header`, `body` or \
         `formData`. The `collectionFormat` of an array is `csv`, `ssv`, `tsv` or `pipes`, and in `query` and \
         `formData` also `multi`. Only a body can be an object. A `file` is sent in `formData`, and there are no \
         arrays of files. (Swagger 2.0, \"Parameter Object\", \"Items Object\") In a GET or HEAD request, a body or a \
         form has no defined meaning. (RFC 9110, section 9.3.1) In OpenAPI 3, a parameter is sent in `path`, `query`, \
         `header` or `cookie`, or since 3.2 as the whole `querystring`. It has either a `schema`, whose `style` and \
         `explode` say how it is written, or a `content` with one media type. A style that the specification does \
         not define for the type of the schema is read as clients send it, with a warning. (OpenAPI 3.0.4, \
         \"Parameter Object\", \"Style Values\")";

    BAD_METHOD: "bad-method", Mistake, Separately,
        "A key of `additionalOperations` is not a method that it can have. The key is the method as requests send it, \
         usually in upper case, such as `COPY`. The methods that have a keyword in the path item, such as `post`, are \
         not allowed. (OpenAPI 3.2.0, \"Path Item Object\")";

    BAD_PATH: "bad-path", Mistake, Separately,
        "A key of `paths` must start with a slash and cannot contain a query or a fragment. Declare query parameters \
         with `in: query`. (Swagger 2.0, \"Paths Object\") If a query or a fragment has only parameters, as in \
         `/request?cmd=diff` and `/#Action=Create`, requests with these parameters select the operation, and this is \
         a warning. The parameters of a fragment must be required parameters of the operation, since clients do not \
         send a fragment.";

    BAD_PATTERN: "bad-pattern", Mistake, Separately,
        "A `pattern`, or a key of `patternProperties`, is not a regular expression of ECMA 262. It may have a syntax \
         error, such as a bracket that is not closed. Delimiters and flags (`/^a$/i`) and POSIX classes \
         (`[[:alpha:]]`) belong to other languages. If the generated code does not support a construct of ECMA 262, \
         such as a look-ahead, the code is `not-enforced` instead.";

    BAD_REFERENCE: "bad-reference", Mistake, Separately,
        "A `$ref` is not a valid reference. A reference is a path relative to its own file, and after a `#`, a JSON \
         pointer that starts with a slash. Both are percent-encoded.";

    BAD_STATUS: "bad-status", Mistake, Separately,
        "A key of `responses` is neither a status code, a range such as `4XX`, nor `default`. The response of a status \
         code takes precedence over that of its range, and `default` is for all others. Swagger 2.0 has no ranges. \
         (\"Responses Object\")";

    BAD_TYPE_PATH: "bad-type-path", Error, Separately,
        "A setting must use the full path of a type or a derive macro, because the generated modules do not import \
         it. Examples are `ruma::OwnedUserId`, `chrono::DateTime<chrono::Utc>` and `crate::UserId`. Rust's number \
         types and the derive macros of the standard library need only their name.";

    BEYOND_I64: "beyond-i64", Warning, Separately,
        "A bound is outside the range of `i64`. The generated code uses `i64` for integers, and rejects larger ones. \
         Such a bound excludes either no integer or every integer.";

    BUNDLE: "bundle", Mistake, Separately,
        "A bundle is one document: `stubsmith bundle` prints it, and `embed-description` embeds it. It is made from one \
         document with `openapi` or `swagger` at its root, and the files that it refers to. It has no `$id`, because \
         references inside a schema with an `$id` are relative to it. So a `$dynamicRef` whose target depends on the \
         schemas around it cannot be in a bundle. If a schema gets another name, the value of a `discriminator` without \
         a `mapping` is the new name.";

    COMMENT_IN_VALUE: "comment-in-value", Warning, Separately,
        "A YAML comment looks like part of the value before it. In YAML, a `#` after a space starts a comment and \
         ends the value, unless the value is in quotes. This comment closes a bracket, starts with a number, continues \
         a pattern, or is all that follows the key. If it is part of the value, put the value in quotes. If it is a \
         comment, write a space after the `#`.";

    COMPONENT_NAME: "component-name", Warning, Together,
        "The name of a component has a character that OpenAPI does not allow. A key of `schemas`, `parameters` and the \
         other maps of `components` consists of letters, digits, `.`, `-` and `_`. Stubsmith reads other names, but \
         many tools reject them. (OpenAPI 3, \"Components Object\")";

    CONTRADICTION: "contradiction", Warning, Separately,
        "Two keywords of a schema exclude every value, such as a `minLength` that is greater than the `maxLength`. The \
         generated code enforces them as written, so it rejects every value. Or a property is both `readOnly` and \
         `writeOnly`, so neither requests nor responses have it.";

    DANGLING_REFERENCE: "dangling-reference", Mistake, Separately,
        "A `$ref` points to a place that does not exist in its file.";

    DIFFERENT_SETTINGS: "different-settings", Error, Separately,
        "Several APIs share the support code, which has only one value for a setting, but their settings differ. \
         `check-responses` and `form-buffer` must be equal for all APIs that use them. If one API reads a type of another \
         crate with a word of `formats`, such as `chrono`, no other API can select the type with `map-format` or \
         `replace`.";

    DUPLICATE_KEY: "duplicate-key", Error, Separately,
        "An object has the same key twice. Parsers silently keep one of the two values, and do not agree which, so \
         Stubsmith generates nothing. `200` and `'200'` are the same key.";

    DUPLICATE_OPERATION_ID: "duplicate-operation-id", Mistake, Separately,
        "Two operations have the same `operationId`. \"The id MUST be unique among all operations described in the \
         API.\" If both are in one trait, two methods would have the same name. If they are in different traits, the \
         code compiles, but a metric that counts requests by operation id cannot tell them apart. If several \
         documents of one API use the same id, it is ignored, and these methods are named after their method and \
         path. (\"Operation Object\")";

    DUPLICATE_PARAMETER: "duplicate-parameter", Mistake, Separately,
        "An operation declares a parameter twice. The name and the location identify a parameter. A parameter of an \
         operation replaces the same parameter of its path item. (Swagger 2.0, \"Operation Object\")";

    EMBED_DESCRIPTION: "embed-description", Error, Separately,
        "The server cannot serve the spec at the path of the setting `embed-description`. The path begins with `/`, and \
         no operation may have a path that matches it.";

    ENUM_VALUE: "enum-value", Warning, Separately,
        "An `enum` lists a value twice, or a value that does not have the type of its schema. The generated code \
         ignores a repeated value, and a value that no request can have. A value that is written as another type, \
         such as a number in an enum of strings, is read as the declared type.";

    EXAMPLE_PROPERTY: "example-property", Warning, Separately,
        "An example has a property that its schema does not declare. Either the schema lacks the property, or the \
         example has a typo. The generated code drops such properties unless you keep them with `keep-unknown`.";

    IGNORED_BODY: "ignored-body", Warning, Separately,
        "HTTP allows no body in a response with this status code. Responses with 1xx, 204, 205 and 304 have no \
         content, even if the spec declares it: a client would read the content as the start of the next response. \
         (RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5)";

    IGNORED_HEADER: "ignored-header", Warning, Separately,
        "A response declares a header that a handler cannot set. Either the server derives the header from the body \
         or the connection, or a value of this type cannot be written in a header.";

    IGNORED_MEDIA_TYPE: "ignored-media-type", Warning, Together,
        "A media type is ignored because JSON is declared as well. For this operation, the generated code reads and \
         writes only JSON. A request that needs another media type is rejected. For a response, documents such as \
         `text/csv` and `application/pdf` are not ignored: the handler chooses between them and JSON.";

    IGNORED_REQUEST: "ignored-request", Warning, Together,
        "A request that the server sends has callbacks. The receiver sends these requests, so they are requests to the \
         server, and belong to `paths`. Or a document has only webhooks: the server sends them, unless the setting \
         `receive-webhooks` says that it receives them.";

    IGNORED_RESPONSE: "ignored-response", Warning, Separately,
        "A handler cannot return a response with a status code 1xx other than 101. Such a response is interim: the \
         server sends it before the handler returns the final response. A response 101 switches to another protocol, \
         and is final. (RFC 9110, section 15.2)";

    IGNORED_SERVER: "ignored-server", Warning, Separately,
        "The servers of a document, of a path or of an operation have different base paths. The generated code serves \
         each operation at one path, which starts with the path of the first server.";

    INTERNAL: "internal", Error, Separately,
        "The generated code is not valid Rust. This is a bug in Stubsmith: please report it.";

    LIMIT: "limit", Mistake, Separately,
        "The spec exceeds a limit. The limits keep a hostile spec from using unbounded time and memory. A file has at \
         most 32 MiB, 4,000,000 values and, with aliases expanded, 64 MiB of text. Its brackets are nested at most \
         1,000 levels deep, and the keys on the path to a value add up to at most 4,096 bytes. A run reads at \
         most 4,000 files and 100,000 schemas, which become at most 20,000 types with 400,000 fields in total. \
         Schemas without a name are nested at most 128 levels deep, as are schemas that include each other with \
         `allOf`. A chain of `$ref`s has at most 64 links. An `enum` has at most 10,000 values, `security` 100 \
         alternatives with 100 schemes each, a pattern 65,536 bytes, `consumes`, `produces` and `tags` 1,000 entries \
         each, a list of parameters 2,000 entries, and a path 25 variables. There are at most 20,000 operations, with \
         1,000,000 parameters, responses, headers, media types and security schemes in total. Stubsmith shows at most \
         1,000 diagnostics, and counts the others.";

    LOST_DIGITS: "lost-digits", Warning, Separately,
        "A number has more digits than the generated code can represent. JSON numbers can have any size. In the \
         generated code, an integer has 64 bits, and any other number is an `f64`, which has 15 to 17 significant \
         digits. The nearest number is used instead.";

    MISSING_FILE: "missing-file", Error, Separately,
        "A file in the command line or in a `$ref` does not exist. A `$ref` is relative to the file that contains it, \
         not to the first input file.";

    MISSING_KEYWORD: "missing-keyword", Mistake, Together,
        "The specification requires a keyword that is missing here. This is only a warning if the generated code does \
         not need the keyword.";

    MIXED_VERSIONS: "mixed-versions", Warning, Together,
        "Files of several versions of OpenAPI refer to a file that does not declare its version. The file follows the \
         version of the first document, in the order of their paths, that refers to it. If this is not the right version, \
         declare the version in the file with `$schema`.";

    NAME_COLLISION: "name-collision", Mistake, Separately,
        "Two items would have the same name in one scope of the generated code, such as the types of the schemas \
         `room_info` and `RoomInfo`. A name depends only on its own place, so a new schema never changes another \
         name. Rename one of the two. With `--skip-unsupported`, the later one gets a number instead.";

    NO_SERVER: "no-server", Error, Separately,
        "With `server: false`, `--no-server` or `Config::server(false)`, the generated code has the types of the spec and a \
         client. It is an error if there is no client either, if a setting is only for servers, or if a command needs a \
         server, such as `new` and `stub`. If only the caller says `server: false`, the settings of a server in \
         `stubsmith.yaml` have no effect, so that two packages can share the file.";

    NO_SUCH_PLACE: "no-such-place", Mistake, Separately,
        "A setting names a place that does not exist in the spec, or to which the setting does not apply. The spec \
         may have changed. Or two settings for the same place contradict each other.";

    NO_CLIENT_METHOD: "no-client-method", Warning, Together,
        "The client has no method for the operation, because the client cannot write its request or read its response. The \
         server serves the operation nevertheless.";

    NOT_ENFORCED: "not-enforced", Warning, Together,
        "The generated code does not enforce or support this. The spec may well be correct: the warning is there so that \
         nobody relies on the missing check. If it matters, write the check in your handler. In OpenAPI 3.2, the schema of \
         each item of a stream is an `itemSchema`. The other versions only have the schema of the whole stream, which is not \
         enforced. If it is meant to be that of each item, or of the data of each event, the setting `event-items: true` \
         makes the stream typed, and each item is checked.";

    NULL_NOT_LISTED: "null-not-listed", Warning, Separately,
        "A schema has `nullable: true`, or `x-nullable: true`, and an `enum` that does not list null. In JSON Schema, a value \
         must satisfy both keywords, so null is rejected. But authors who write `nullable` intend to accept null, so the \
         generated code accepts it. Other tools may reject it: add null to the `enum`.";

    NULL_REJECTED: "null-rejected", Warning, Together,
        "A schema of OpenAPI 3.0 has `nullable: true` next to an `allOf`, `anyOf` or `oneOf` whose schemas reject null. A \
         value must be valid for both, so null is rejected. But authors who write `nullable` intend to accept null, so the \
         generated code accepts it. Other tools may reject it. In OpenAPI 3.1, `type` can list null. If another keyword of \
         the schema rejects null, such as an `enum` without null, the generated code rejects it.";

    OUTSIDE_ROOT: "outside-root", Error, Separately,
        "A reference leaves the folder that contains all referenced files: the spec's own folder, or the folder of \
         `--ref-root`. Absolute paths, `..` and symlinks that lead out of it are rejected, so a spec cannot read \
         other files on your machine.";

    PATH_PARAMETER: "path-parameter", Mistake, Together,
        "The variables of a path and its parameters do not match. Each variable needs a parameter with the same name, \
         `in: path` and `required: true`, and each such parameter must be a variable of the path. (Swagger 2.0, \
         \"Path Templating\")";

    RECURSIVE_ALIAS: "recursive-alias", Warning, Separately,
        "A schema refers only to itself, through `allOf`. No schema in the cycle has a type, so the generated code \
         accepts any JSON value. Give one of them a `type`.";

    REFERENCE_CYCLE: "reference-cycle", Mistake, Separately,
        "Several `$ref`s refer to each other and never reach a value.";

    REFERENCE_SIBLING: "reference-sibling", Warning, Together,
        "A keyword next to a `$ref` is ignored. A `$ref` replaces the whole object that contains it: \"any properties \
         added SHALL be ignored\". A title or a description is used anyway, because it changes no value. (Swagger \
         2.0 and OpenAPI 3.0, \"Reference Object\") In schemas of OpenAPI 3.1, keywords next to a `$ref` are enforced. Next \
         to a `$ref` to a path item, keywords are used too, but the specification does not define keywords that both \
         path items have.";

    REMOTE_REFERENCE: "remote-reference", Error, Separately,
        "A `$ref` is a URL, but Stubsmith fetches nothing from the network: the generated code would depend on a \
         server's response at that moment. Save the file next to the spec, and refer to it there.";

    ROUTE_CONFLICT: "route-conflict", Mistake, Separately,
        "Two operations match the same requests. They have the same method, and their paths differ only in the names \
         of their variables, if at all. A router cannot tell them apart.";

    STALE: "stale", Error, Separately,
        "The files in the output folder differ from the generated ones. Either somebody edited them, or the spec, the \
         settings or the generator have changed. Run `stubsmith generate` with the same options.";

    STALE_OVERRIDE: "stale-override", Error, Separately,
        "An override does not find its expected value. Overrides are in `stubsmith.yaml`, or come from \
         `Config::override_value`. The spec may have been fixed: remove the override, or change its expected value.";

    SYNTAX: "syntax", Error, Separately,
        "The file is not valid YAML or JSON. Stubsmith first tries to read a file that starts with a bracket as JSON, \
         and reads a file named `.json` only as JSON.";

    UNDECLARED_REQUIRED: "undeclared-required", Warning, Separately,
        "An object requires a property that it does not declare. JSON Schema allows that, but it is usually a typo. \
         The property must be present, and can be any JSON value. A name that `required` lists twice may be a typo too.";

    UNDEFINED_SCHEME: "undefined-scheme", Warning, Separately,
        "A security requirement uses a scheme that is not in `securityDefinitions`, or in OpenAPI 3 in \
         `components/securitySchemes`. This does not make the operation public: no request satisfies this alternative, and if there is no other, the server responds with 401.";

    UNDEFINED_SCOPE: "undefined-scope", Warning, Separately,
        "A security requirement lists a scope that its scheme does not define. Your `authenticate` still receives the \
         scope. Only `oauth2` and `openIdConnect` schemes have scopes. In OpenAPI 3.1, other schemes can have roles. \
         (\"Security Requirement Object\")";

    UNKNOWN_FORMAT: "unknown-format", Warning, Together,
        "A `format` is not in the registry of OpenAPI, but is nearly spelled like one that is. Any text is allowed as a \
         `format`, so this is only a note.";

    UNKNOWN_KEYWORD: "unknown-keyword", Mistake, Separately,
        "The specification does not define this keyword here, so it is ignored. A key that is similar to a keyword is \
         probably a typo that would lose a constraint, so it is an error. It is only a warning with \
         `--skip-unsupported`, or if nothing refers to the object. Extensions start with `x-`.";

    UNKNOWN_SCHEME_TYPE: "unknown-scheme-type", Mistake, Separately,
        "The type of a security scheme must be `basic`, `apiKey` (in `query` or `header`) or `oauth2`; in OpenAPI 3, \
         `http` (with a `scheme`), `apiKey` (also in `cookie`), `oauth2`, `openIdConnect` or `mutualTLS`. (\"Security \
         Scheme Object\")";

    UNKNOWN_TYPE: "unknown-type", Mistake, Separately,
        "The `type` of a schema is not a JSON type. The types are null, boolean, integer, number, string, array and \
         object. For a more specific type, such as a date, set the `format` of a string or a number. Swagger 2.0 adds \
         `file`, for a response or a form parameter.";

    UNREADABLE_FILE: "unreadable-file", Error, Separately,
        "The file exists, but cannot be read. It is not a regular file, is too large, is not UTF-8, or its \
         permissions forbid it.";

    UNSUPPORTED: "unsupported", Mistake, Separately,
        "The spec is valid, but the generated code cannot serve this yet. With `--skip-unsupported`, such operations \
         are omitted, with a warning for each.";

    UNSUPPORTED_VERSION: "unsupported-version", Mistake, Separately,
        "The file is not a spec in a supported version. Stubsmith reads Swagger 2.0, and \
         OpenAPI 3.0, 3.1 and 3.2. The schemas of OpenAPI 3.1 and 3.2 follow JSON Schema 2020-12. If `$schema` or \
         `jsonSchemaDialect` declares one of the drafts 3 to 7, the keywords of these drafts have their own meaning.";

    UNTYPED_FORMAT: "untyped-format", Warning, Together,
        "The setting `formats` has a type for the `format`, but the schema stays a string. Either a constraint applies to \
         the text, which the type does not keep, or the schema is an alternative of a union next to another one for \
         strings: a `format` does not tell strings apart.";

    UNTYPED_UNION: "untyped-union", Warning, Together,
        "Schemas with several alternatives (`oneOf`, `anyOf`, or several types) become enums, but not if an alternative \
         accepts any value, if the alternatives depend on other keywords, or if there are more than 128 of them. Such \
         a value is a `serde_json::Value`, or a struct without a field for the choice. It is checked against the schema \
         like any other. It is a warning if a `oneOf` lists the same schema twice, because every value of that schema \
         is rejected.";

    WRONG_TYPE: "wrong-type", Mistake, Separately,
        "The value of a keyword does not have the type that the specification requires.";
}

/// Returns the code with this name.
pub(crate) fn find(name: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.name == name)
}

/// Returns the explanation of the code with this name, or `None` if there is no such code.
pub fn explain(name: &str) -> Option<&'static str> {
    find(name).map(|code| code.explanation)
}
