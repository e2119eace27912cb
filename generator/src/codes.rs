//! The codes of diagnostics. Each is an item, so that a code that does not exist does not compile. A code means the same
//! in all versions.

use std::fmt;

/// The code of a diagnostic, such as `bad-path`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Code {
    /// The name, by which it is shown, allowed and explained.
    pub name: &'static str,
    /// How bad its diagnostics are.
    pub level: Level,
    /// How its diagnostics are reported if several places have the same message.
    pub(crate) repeats: Repeats,
    /// The meaning.
    pub explanation: &'static str,
}

/// A code is its name.
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

/// How bad the diagnostics of a code are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Level {
    /// Always an error.
    Error,
    /// An error; a warning if the mistake is harmless in its place, or if mistakes are skipped.
    Mistake,
    /// A warning, or less.
    Warning,
}

/// How diagnostics of one code and one message are reported. It matters for warnings: each error has to be fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// Each by itself.
    Separately,
    /// As one that lists the other places: many places may have it, such as a keyword that is not enforced.
    Together,
}

/// Declares the constants, and the list of all.
macro_rules! codes {
    ($($code:ident: $name:literal, $level:ident, $repeats:ident, $explanation:literal;)*) => {
        $(
            #[doc = concat!("The code `", $name, "`.")]
            pub const $code: &Code = &Code {
                name: $name,
                level: Level::$level,
                repeats: Repeats::$repeats,
                explanation: $explanation,
            };
        )*

        /// Every code, by name.
        pub const CODES: &[&Code] = &[$($code),*];
    };
}

codes! {
    ALIKE_CREDENTIALS: "alike-credentials", Warning, Together,
        "Of the alternatives of `security`, the first is chosen whose credentials are all there. One that asks for what an earlier \
         one asks for, and perhaps more, is never chosen: it goes in front of that. Two schemes that are read from the same header or \
         parameter cannot be told apart. An API key in the header `Authorization` is what does not begin with `Basic` or `Bearer`, if \
         the operation has an alternative of that scheme.";

    ALL_OF_CONFLICT: "all-of-conflict", Mistake, Separately,
        "`allOf` asks for one object that satisfies all of its members, which becomes one struct. Here two members give \
         the same property two types. Give it the same type in both, or leave it out of one.";

    ALL_OF_CYCLE: "all-of-cycle", Mistake, Separately,
        "A schema takes itself in with `allOf`, perhaps by way of others: it would have to contain its own members for \
         ever. Refer to it from a property instead, if a tree is meant.";

    BAD_DEFAULT: "bad-default", Warning, Separately,
        "A `default` is a value of its own schema: it is what a member or a parameter is where it is absent. One that the \
         schema rejects is ignored.";

    BAD_EXAMPLE: "bad-example", Warning, Separately,
        "An example is a value of its own schema. One that the schema would refuse shows readers what no server takes.";

    BAD_DISCRIMINATOR: "bad-discriminator", Mistake, Separately,
        "A `discriminator` names a required property of its schema. Its value is the name of the schema in `definitions`, \
         or of one that takes that one in with `allOf`, by way of others too; `x-ms-discriminator-value` is another value \
         in its place. (Swagger 2.0, \"Schema Object\")";

    BAD_MEDIA_TYPE: "bad-media-type", Warning, Together,
        "What an operation consumes and produces are media types: a type and a subtype, such as `application/json`, or a \
         range of them, `text/*` or `*/*`. (RFC 6838; RFC 9110, section 12.5.1)";

    BAD_PARAMETER: "bad-parameter", Mistake, Together,
        "A parameter is sent in `path`, `query`, `header`, `body` or `formData`, and an array in one of the formats csv, \
         ssv, tsv, pipes, and multi (in `query` and `formData` only). Only a body can be an object; a `file` is sent in \
         `formData`, under a name of its own: there are no arrays of files. (Swagger 2.0, \"Parameter Object\", \"Items \
         Object\") A body and a form have no meaning in a GET or HEAD request. (RFC 9110, section 9.3.1)";

    BAD_PATH: "bad-path", Mistake, Separately,
        "A key of `paths` starts with a slash and is a path alone: what stands behind a question mark is declared as \
         parameters in `query`. (Swagger 2.0, \"Paths Object\")";

    BAD_PATTERN: "bad-pattern", Mistake, Separately,
        "A `pattern` is a regular expression of ECMA 262, as are the keys of `patternProperties`. One that has an error of \
         syntax, such as a bracket that is not closed, is none. Delimiters and flags (`/^a$/i`), and classes of POSIX \
         (`[[:alpha:]]`), are of other languages. What ECMA 262 has and the generated code has not, such as a look-ahead, is a \
         warning of `not-enforced`.";

    BAD_REFERENCE: "bad-reference", Mistake, Separately,
        "A `$ref` is a path, relative to the file that it stands in, and behind `#` a JSON pointer that starts with a \
         slash. Both are percent-encoded.";

    BAD_STATUS: "bad-status", Mistake, Separately,
        "The keys of `responses` are HTTP statuses, each by itself, and `default` for all others. Swagger 2.0 has no \
         ranges such as `4XX`. (\"Responses Object\")";

    BAD_TYPE_PATH: "bad-type-path", Error, Separately,
        "A type or a derive is named by its whole path, since the generated modules import neither: `ruma::OwnedUserId`, \
         `chrono::DateTime<chrono::Utc>`, `crate::UserId`. Numbers and Rust's own derives need no more than their name.";

    BESIDE_REFERENCE: "beside-reference", Warning, Together,
        "A `$ref` stands for the whole object that it is written in: \"any properties added SHALL be ignored\". A title or a \
         description is taken, since it changes no value; everything else is ignored. (Swagger 2.0, \"Reference Object\")";

    BEYOND_I64: "beyond-i64", Warning, Separately,
        "Integers are 64 bits with a sign in the generated code, and larger ones are rejected. A bound beyond those \
         either excludes no integer or every one.";

    BODY_LEFT_OUT: "body-left-out", Warning, Separately,
        "HTTP gives the answers 1xx, 204, 205 and 304 no content, whatever a description declares: a client would take it for \
         the start of the next answer. (RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5)";

    COMMENT_IN_VALUE: "comment-in-value", Warning, Separately,
        "In YAML, a `#` after a space starts a comment and ends the value in front of it, unless that is in quotes. Here the \
         comment looks like a part of the value: it closes a bracket, starts with a number, goes on with a pattern, or is all \
         that follows the key. Put the value into quotes. If it is a comment, start it with a space.";

    CONTRADICTION: "contradiction", Warning, Separately,
        "Two bounds of a schema leave no value between them, such as a `minLength` above the `maxLength`. They are enforced as \
         they are written, and refuse every value.";

    DANGLING_REFERENCE: "dangling-reference", Mistake, Separately,
        "The file of this `$ref` was read, and there is nothing in it at the place that the JSON pointer names.";

    DUPLICATE_KEY: "duplicate-key", Error, Separately,
        "A key stands twice in one object. Parsers keep one of the two and do not say which: nothing is generated from \
         a guess. `200` and `'200'` are the same key.";

    DUPLICATE_OPERATION_ID: "duplicate-operation-id", Mistake, Separately,
        "\"The id MUST be unique among all operations described in the API.\" Two methods of one trait would have one name. In \
         different traits they can, but whoever counts requests by the operation's id cannot tell them apart. In several documents of one \
         API, an id that more than one has is not used: these methods are called by their method and path. (\"Operation Object\")";

    DUPLICATE_PARAMETER: "duplicate-parameter", Mistake, Separately,
        "A parameter is known by its name and where it is sent; an operation has it once. One of the operation's own \
         replaces one of its path. (Swagger 2.0, \"Operation Object\")";

    ENUM_VALUE: "enum-value", Warning, Separately,
        "The values of an `enum` differ from each other, and have the type that stands beside it. One that never comes is \
         left out; one that is written as another type is read as the one that is meant.";

    EXAMPLE_MEMBER: "example-member", Warning, Separately,
        "An example has a member that its schema does not name. Either the schema lacks it, or the example has a typo. \
         Decoders drop such members unless they are told to keep them.";

    HEADER_LEFT_OUT: "header-left-out", Warning, Separately,
        "A response declares a header that a handler does not give: one that is known from the body or belongs to the \
         connection, or one whose value has no form in a header.";

    INTERNAL: "internal", Error, Separately,
        "The generator has made something that is no Rust. That is its own mistake: please report it.";

    LIMIT: "limit", Mistake, Separately,
        "A description is read within bounds, so that a hostile one cannot take all time and memory. A file has at most 32 MiB, \
         4,000,000 values and, aliases expanded, 64 MiB of text; its brackets are nested at most 1,000 deep, and the keys \
         that lead to a value have 4,096 bytes together. A run reads 4,000 files and has 100,000 schemas, which become \
         20,000 types with 400,000 fields together. Of schemas, 128 are nested without a name or take in one another with \
         `allOf`, and 64 `$ref`s lead from one to the next. An `enum` has 10,000 values, `security` 100 alternatives with 100 \
         schemes, a pattern 65,536 bytes, `consumes`, `produces` and `tags` 1,000 entries, a list of parameters 2,000, a path \
         25 variables. There are 20,000 operations, with 1,000,000 parameters, responses, headers, media types and schemes \
         together. 1,000 \
         diagnostics are shown; of more, it is said how many they are.";

    LOST_DIGITS: "lost-digits", Warning, Separately,
        "JSON has numbers of any size. In the generated code an integer has 64 bits, and any other number is a floating-point \
         number of as many, which has 15 to 17 digits: a number with more is the nearest that there is.";

    MEDIA_TYPE_LEFT_OUT: "media-type-left-out", Warning, Together,
        "An operation takes or gives several media types, and the generated code can do JSON alone. The others are left \
         out: a client that insists on one of them is refused.";

    MISSING_FILE: "missing-file", Error, Separately,
        "A file that the command line or a `$ref` names does not exist. A `$ref` is relative to the file that it stands \
         in, not to the first one.";

    MISSING_KEYWORD: "missing-keyword", Mistake, Together,
        "The specification demands this keyword of every object of its kind. Where it can be done without, that is a \
         warning.";

    NAME_COLLISION: "name-collision", Mistake, Separately,
        "Two places of the description give one name in one scope of the generated code, such as the schemas `room_info` \
         and `RoomInfo`. Names depend on nothing but their own place, so that none changes when another is added; you \
         decide which of the two is called differently. With `--skip-unsupported` the later of the two gets a number.";

    NO_SUCH_PLACE: "no-such-place", Mistake, Separately,
        "A rename, or another setting, names a place at which the description has nothing, or nothing that the setting is about: \
         perhaps it has changed.";

    NOT_ENFORCED: "not-enforced", Warning, Together,
        "The description says something that the generated code does not check or do yet. It is said so that nobody \
         relies on it.";

    OUTSIDE_ROOT: "outside-root", Error, Separately,
        "References reach files under one folder: the description's own, or the one of `--ref-root`. An absolute path, \
         `..` or a symlink that leads out of it is refused, so that a description cannot read your machine.";

    PATH_PARAMETER: "path-parameter", Mistake, Together,
        "Each variable in a path has a parameter `in: path` of the same name, and each such parameter is in the path, \
         with `required: true`. \
         (Swagger 2.0, \"Path Templating\")";

    RECURSIVE_ALIAS: "recursive-alias", Warning, Separately,
        "A schema refers to another with `allOf`, and that one refers back, so that neither says what a value is. It is \
         any JSON in the generated code. Give one of them a `type`.";

    REFERENCE_CYCLE: "reference-cycle", Mistake, Separately,
        "These `$ref`s lead to each other: following them never arrives at a value.";

    REMOTE_REFERENCE: "remote-reference", Error, Separately,
        "Nothing is fetched from a network when code is generated: the output would depend on what a server says that \
         day. Save the file beside the description, and refer to it there.";

    RESPONSE_LEFT_OUT: "response-left-out", Warning, Separately,
        "A response with a status 1xx is interim: the server sends it while a handler still works, and the final response comes \
         after it. A handler gives the final one, or 101, which switches to another protocol. (RFC 9110, section 15.2)";

    ROUTE_CONFLICT: "route-conflict", Mistake, Separately,
        "Two operations answer the same requests: the same method, and paths that differ in the names of their \
         variables at most. A router could not tell them apart.";

    STALE: "stale", Error, Separately,
        "What is committed is not what the description would become now: it was changed by hand, or the description, its \
         files or the generator have changed since. `stubsmith generate` with the same options mends it.";

    STALE_OVERRIDE: "stale-override", Error, Separately,
        "An override of `stubsmith.yaml` or `Config::override_value` says what it expects to find, and that is not what is \
         there: the description has perhaps been mended since. Remove the override, or say what it is to find now.";

    SYNTAX: "syntax", Error, Separately,
        "The file is not YAML, or not JSON. What starts with a bracket is tried as JSON first; a file named `.json` is \
         JSON only.";

    UNDECLARED_REQUIRED: "undeclared-required", Warning, Separately,
        "An object requires a member that it does not describe. That is no mistake by the letter of JSON Schema, and \
         most often a typo. The member has to be there, and may be any JSON.";

    UNDEFINED_SCHEME: "undefined-scheme", Warning, Separately,
        "A security requirement names a scheme that `securityDefinitions` does not have. The operation is not open \
         then: the alternative is one that nobody satisfies, and is answered 401.";

    UNDEFINED_SCOPE: "undefined-scope", Warning, Separately,
        "A security requirement asks for a scope that its scheme does not define. The scope is handed to the author's \
         `authenticate` as it is written. Schemes other than `oauth2` have no scopes. (Swagger 2.0, \"Security \
         Requirement Object\")";

    UNKNOWN_KEYWORD: "unknown-keyword", Mistake, Separately,
        "The specification gives this key no meaning here, and so it has none in the output. One that is near a keyword is \
         probably misspelled, and its constraint would be lost: that is an error. It is a warning with `--skip-unsupported`, or if \
         nothing refers to the object that it is in. Extensions start with `x-`.";

    UNKNOWN_SCHEME_TYPE: "unknown-scheme-type", Mistake, Separately,
        "A security scheme is of type `basic`, `apiKey` (in `query` or `header`) or `oauth2`. (Swagger 2.0, \"Security \
         Scheme Object\")";

    UNKNOWN_TYPE: "unknown-type", Mistake, Separately,
        "JSON Schema has the types null, boolean, integer, number, string, array and object. What is finer, such as a \
         date, is a `format` of a string or a number. Swagger 2.0 adds `file`, as the type of a response or of a \
         parameter in a form.";

    UNREADABLE_FILE: "unreadable-file", Error, Separately,
        "The file is there and cannot be read: it is not a regular file, too large, not UTF-8, or its permissions forbid it.";

    UNSUPPORTED: "unsupported", Mistake, Separately,
        "The description is right, and the generated code cannot serve this yet. `--skip-unsupported` leaves such \
         operations out, with a warning each.";

    UNSUPPORTED_VERSION: "unsupported-version", Error, Separately,
        "The file is no description in a version that is read. Swagger 2.0 is.";

    WRONG_TYPE: "wrong-type", Mistake, Separately,
        "The keyword is known, and its value is of another type than the specification says.";
}

/// The code of a name.
pub fn find(name: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.name == name)
}

/// The explanation of a code.
pub fn explain(name: &str) -> Option<&'static str> {
    find(name).map(|code| code.explanation)
}
