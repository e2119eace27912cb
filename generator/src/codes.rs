//! The codes of diagnostics. Each is a constant, so that a misspelled code does not compile. A code means the same in
//! all versions.

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
    /// An error. It is a warning if the mistake is harmless in its place, or if mistakes are skipped.
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
    ALIKE_CREDENTIALS: "alike-credentials", Warning, Together,
        "A request cannot choose between these security schemes, or an alternative of `security` is never chosen. \
         The generated code chooses the first alternative whose credentials are all in the request. An alternative \
         that needs the same credentials as an earlier one, or more, is never chosen: move it in front of that one. \
         Two schemes that read the same header or parameter cannot be told apart. If an operation also accepts \
         `Basic` or `Bearer`, an API key in the header `Authorization` is a value that does not begin with that \
         word.";

    ALL_OF_CONFLICT: "all-of-conflict", Mistake, Separately,
        "Two schemas of an `allOf` give one property different types. An `allOf` becomes one struct, whose values \
         satisfy all of its schemas. Give the property the same type in both, or remove it from one.";

    ALL_OF_CYCLE: "all-of-cycle", Mistake, Separately,
        "A schema includes itself with `allOf`, directly or through other schemas. It would contain its own \
         properties without end. If you mean a tree, refer to the schema from a property instead.";

    BAD_DEFAULT: "bad-default", Warning, Separately,
        "A `default` is not a value of its own schema. It is the value of a property or a parameter that is absent. \
         Such a default is ignored.";

    BAD_DISCRIMINATOR: "bad-discriminator", Mistake, Separately,
        "A `discriminator` must name a required property of its schema. The value of the property is the name of the \
         schema in `definitions`, or of a schema that includes it with `allOf`, directly or through others. \
         `x-ms-discriminator-value` sets another value. (Swagger 2.0, \"Schema Object\")";

    BAD_EXAMPLE: "bad-example", Warning, Separately,
        "An example is not a value of its own schema. It shows readers a value that no server accepts.";

    BAD_MEDIA_TYPE: "bad-media-type", Warning, Together,
        "An entry of `consumes` or `produces` is not a media type. A media type is a type and a subtype, such as \
         `application/json`, or a range of them, such as `text/*` or `*/*`. (RFC 6838; RFC 9110, section 12.5.1)";

    BAD_PARAMETER: "bad-parameter", Mistake, Together,
        "A parameter cannot be sent as declared. A parameter is sent in `path`, `query`, `header`, `body` or \
         `formData`. An array is sent as csv, ssv, tsv, pipes, or, in `query` and `formData` only, as multi. Only a \
         body can be an object. A `file` is sent in `formData`, under its own name: there are no arrays of files. \
         (Swagger 2.0, \"Parameter Object\", \"Items Object\") A body and a form have no meaning in a GET or HEAD \
         request. (RFC 9110, section 9.3.1)";

    BAD_PATH: "bad-path", Mistake, Separately,
        "A key of `paths` must start with a slash and must not have a query. Declare what follows a question mark as \
         parameters in `query`. (Swagger 2.0, \"Paths Object\")";

    BAD_PATTERN: "bad-pattern", Mistake, Separately,
        "A `pattern`, or a key of `patternProperties`, is not a regular expression of ECMA 262. It may have a syntax \
         error, such as a bracket that is not closed. Delimiters and flags (`/^a$/i`) and POSIX classes \
         (`[[:alpha:]]`) belong to other languages. A construct that ECMA 262 has and the generated code does not \
         support, such as a look-ahead, is a `not-enforced` warning instead.";

    BAD_REFERENCE: "bad-reference", Mistake, Separately,
        "A `$ref` is not a valid reference. It is a path relative to its own file, and after `#` a JSON pointer that \
         starts with a slash. Both are percent-encoded.";

    BAD_STATUS: "bad-status", Mistake, Separately,
        "A key of `responses` is not a status code or `default`. Each status code has a key of its own, and \
         `default` is for all others. Swagger 2.0 has no ranges such as `4XX`. (\"Responses Object\")";

    BAD_TYPE_PATH: "bad-type-path", Error, Separately,
        "A type or a derive must be named by its full path, because the generated modules do not import it. Examples \
         are `ruma::OwnedUserId`, `chrono::DateTime<chrono::Utc>` and `crate::UserId`. Rust's number types and own \
         derives need only their name.";

    BEYOND_I64: "beyond-i64", Warning, Separately,
        "A bound is outside the range of `i64`. Integers in the generated code are `i64`, and larger ones are \
         rejected. Such a bound excludes either no integer or every integer.";

    COMMENT_IN_VALUE: "comment-in-value", Warning, Separately,
        "A YAML comment looks like a part of the value before it. In YAML, a `#` after a space starts a comment and \
         ends the value, unless the value is in quotes. Here the comment closes a bracket, starts with a number, \
         continues a pattern, or is all that follows the key. Put the value in quotes. If it is a comment, start it \
         with a space.";

    CONTRADICTION: "contradiction", Warning, Separately,
        "Two bounds of a schema leave no value between them, such as a `minLength` greater than the `maxLength`. \
         They are enforced as written, and reject every value.";

    DANGLING_REFERENCE: "dangling-reference", Mistake, Separately,
        "A `$ref` points to a place that does not exist in its file.";

    DUPLICATE_KEY: "duplicate-key", Error, Separately,
        "An object has the same key twice. Parsers keep one of the two values and do not tell which, so nothing is \
         generated. `200` and `'200'` are the same key.";

    DUPLICATE_OPERATION_ID: "duplicate-operation-id", Mistake, Separately,
        "Two operations have the same `operationId`. \"The id MUST be unique among all operations described in the \
         API.\" If both are in one trait, two methods would have the same name. If they are in different traits, the \
         code compiles, but a metric that counts requests by operation id cannot tell them apart. An id that several \
         documents of one API use is ignored: these methods are named after their method and path. (\"Operation \
         Object\")";

    DUPLICATE_PARAMETER: "duplicate-parameter", Mistake, Separately,
        "An operation declares a parameter twice. A parameter is identified by its name and its location. A \
         parameter of the operation replaces the same parameter of its path. (Swagger 2.0, \"Operation Object\")";

    ENUM_VALUE: "enum-value", Warning, Separately,
        "A value of an `enum` is repeated, or does not have the type of its schema. A repeated value, or one that no \
         request can have, is ignored. A value that is written as another type, such as a number in an enum of \
         strings, is read as the declared type.";

    EXAMPLE_PROPERTY: "example-property", Warning, Separately,
        "An example has a property that its schema does not declare. Either the schema lacks it, or the example has \
         a typo. Decoders drop such properties unless you keep them with `keep-unknown`.";

    IGNORED_BODY: "ignored-body", Warning, Separately,
        "A response with this status code has no body in HTTP. The statuses 1xx, 204, 205 and 304 have no content, \
         whatever the spec declares: a client would take the content for the start of the next response. (RFC 9110, \
         sections 15.2, 15.3.5, 15.3.6 and 15.4.5)";

    IGNORED_HEADER: "ignored-header", Warning, Separately,
        "A response declares a header that a handler cannot set. Either the server derives it from the body or the \
         connection, or its value cannot be written in a header.";

    IGNORED_MEDIA_TYPE: "ignored-media-type", Warning, Together,
        "A media type is ignored, because JSON is declared next to it. The generated code reads and writes only JSON \
         for this operation. A client that insists on another media type is rejected.";

    IGNORED_RESPONSE: "ignored-response", Warning, Separately,
        "A handler cannot return a response with a status 1xx other than 101. Such a response is interim: the server \
         sends it before the handler returns the final response. 101 switches to another protocol, and is final. \
         (RFC 9110, section 15.2)";

    INTERNAL: "internal", Error, Separately,
        "The generated code is not valid Rust. This is a bug in Stubsmith: please report it.";

    LIMIT: "limit", Mistake, Separately,
        "The spec exceeds a limit. The limits keep a hostile spec from using unbounded time and memory. A file has \
         at most 32 MiB, 4,000,000 values and, with aliases expanded, 64 MiB of text. Its brackets are nested at \
         most 1,000 deep, and the keys that lead to a value have at most 4,096 bytes together. A run reads at most \
         4,000 files and 100,000 schemas, which become at most 20,000 types with 400,000 fields together. Schemas \
         without a name are nested at most 128 deep, as are schemas that include each other with `allOf`. A chain of \
         `$ref`s has at most 64 links. An `enum` has at most 10,000 values, `security` 100 alternatives with 100 \
         schemes each, a pattern 65,536 bytes, `consumes`, `produces` and `tags` 1,000 entries each, a list of \
         parameters 2,000 entries, and a path 25 variables. There are at most 20,000 operations, with 1,000,000 \
         parameters, responses, headers, media types and security schemes together. At most 1,000 diagnostics are \
         shown, and the others are counted.";

    LOST_DIGITS: "lost-digits", Warning, Separately,
        "A number has more digits than the generated code can hold. JSON numbers can have any size. In the generated \
         code an integer has 64 bits, and any other number is an `f64`, which holds 15 to 17 digits: the nearest \
         number is used instead.";

    MISSING_FILE: "missing-file", Error, Separately,
        "A file that the command line or a `$ref` names does not exist. A `$ref` is relative to its own file, not to \
         the first one.";

    MISSING_KEYWORD: "missing-keyword", Mistake, Together,
        "A keyword is missing that the specification requires here. If the generated code does not need it, this is \
         a warning.";

    NAME_COLLISION: "name-collision", Mistake, Separately,
        "Two places of the spec have the same name in one scope of the generated code. An example is the schemas \
         `room_info` and `RoomInfo`. A name depends only on its own place, so that adding a schema changes no other \
         name. Rename one of the two. With `--skip-unsupported`, the later one gets a number.";

    NO_SUCH_PLACE: "no-such-place", Mistake, Separately,
        "A setting names a place that does not exist in the spec, or to which it does not apply. Perhaps the spec \
         has changed.";

    NOT_ENFORCED: "not-enforced", Warning, Together,
        "The generated code does not check or do this. The spec may be right. The warning is there so that nobody \
         relies on it.";

    OUTSIDE_ROOT: "outside-root", Error, Separately,
        "A reference leaves the folder that references may reach. That is the spec's own folder, or the folder of \
         `--ref-root`. Absolute paths, `..` and symlinks that lead out of it are rejected, so that a spec cannot \
         read other files on your machine.";

    PATH_PARAMETER: "path-parameter", Mistake, Together,
        "The variables of a path and its parameters do not match. Each variable needs a parameter `in: path` of the \
         same name with `required: true`, and each such parameter must be a variable of the path. (Swagger 2.0, \
         \"Path Templating\")";

    RECURSIVE_ALIAS: "recursive-alias", Warning, Separately,
        "A schema refers only to itself, through `allOf`. No schema of the cycle says what a value is, so the type \
         is any JSON. Give one of them a `type`.";

    REFERENCE_CYCLE: "reference-cycle", Mistake, Separately,
        "These `$ref`s refer to each other and never lead to a value.";

    REFERENCE_SIBLING: "reference-sibling", Warning, Together,
        "A keyword next to a `$ref` is ignored. A `$ref` replaces the whole object that it is in: \"any properties \
         added SHALL be ignored\". A title or a description is used all the same, since it changes no value. \
         (Swagger 2.0, \"Reference Object\")";

    REMOTE_REFERENCE: "remote-reference", Error, Separately,
        "A `$ref` is a URL, and Stubsmith fetches nothing from the network. The output would depend on a server's \
         response at that moment. Save the file next to the spec, and refer to it there.";

    ROUTE_CONFLICT: "route-conflict", Mistake, Separately,
        "Two operations match the same requests. They have the same method, and their paths differ at most in the \
         names of their variables. A router cannot tell them apart.";

    STALE: "stale", Error, Separately,
        "The committed files differ from the generated ones. Either they were edited by hand, or the spec, the \
         settings or the generator have changed. Run `stubsmith generate` with the same options.";

    STALE_OVERRIDE: "stale-override", Error, Separately,
        "An override does not find the value that it expects. Overrides are in `stubsmith.yaml` or come from \
         `Config::override_value`. Perhaps the spec has been fixed. Remove the override, or change its expected \
         value.";

    SYNTAX: "syntax", Error, Separately,
        "The file is not valid YAML or JSON. A file that starts with a bracket is tried as JSON first. A file named \
         `.json` is read only as JSON.";

    UNDECLARED_REQUIRED: "undeclared-required", Warning, Separately,
        "An object requires a property that it does not declare. JSON Schema allows that, but it is usually a typo. \
         The property must be present, and may be any JSON.";

    UNDEFINED_SCHEME: "undefined-scheme", Warning, Separately,
        "A security requirement names a scheme that is not in `securityDefinitions`. The operation does not become \
         open: no request satisfies this alternative, and the server responds with 401.";

    UNDEFINED_SCOPE: "undefined-scope", Warning, Separately,
        "A security requirement names a scope that its scheme does not define. The scope is passed to your \
         `authenticate` as written. Only `oauth2` schemes have scopes. (Swagger 2.0, \"Security Requirement \
         Object\")";

    UNKNOWN_KEYWORD: "unknown-keyword", Mistake, Separately,
        "The specification does not define this key here, and it is ignored. A key that is similar to a keyword is \
         probably a typo, which would lose a constraint: that is an error. It is a warning with \
         `--skip-unsupported`, or if nothing refers to the object. Extensions start with `x-`.";

    UNKNOWN_SCHEME_TYPE: "unknown-scheme-type", Mistake, Separately,
        "The type of a security scheme must be `basic`, `apiKey` (in `query` or `header`) or `oauth2`. (Swagger 2.0, \
         \"Security Scheme Object\")";

    UNKNOWN_TYPE: "unknown-type", Mistake, Separately,
        "The `type` of a schema is not a JSON type. The types are null, boolean, integer, number, string, array and \
         object. A finer type, such as a date, is a `format` of a string or a number. Swagger 2.0 adds `file`, for a \
         response or a form parameter.";

    UNREADABLE_FILE: "unreadable-file", Error, Separately,
        "The file exists and cannot be read. It is not a regular file, is too large, is not UTF-8, or its \
         permissions forbid it.";

    UNSUPPORTED: "unsupported", Mistake, Separately,
        "The spec is right, but the generated code cannot serve this yet. With `--skip-unsupported`, such operations \
         are omitted, with a warning for each.";

    UNSUPPORTED_VERSION: "unsupported-version", Error, Separately,
        "The file is not a spec in a supported version. Stubsmith reads Swagger 2.0.";

    WRONG_TYPE: "wrong-type", Mistake, Separately,
        "The value of this keyword has another type than the specification requires.";
}

/// Returns the code with this name.
pub(crate) fn find(name: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.name == name)
}

/// Returns the explanation of the code with this name, or `None` if there is no such code.
pub fn explain(name: &str) -> Option<&'static str> {
    find(name).map(|code| code.explanation)
}
