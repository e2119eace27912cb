//! The codes of diagnostics. A code means the same in all versions.

/// Every code, and what it means.
pub const CODES: &[(&str, &str)] = &[
    (
        "alike-credentials",
        "Of the alternatives of `security`, the first is chosen whose credentials are all there. One that asks for what an earlier \
         one asks for, and perhaps more, is never chosen: it goes in front of that. Two schemes that are read from the same header or \
         parameter cannot be told apart. An API key in the header `Authorization` is what does not begin with `Basic` or `Bearer`, if \
         the operation has an alternative of that scheme.",
    ),
    (
        "all-of-conflict",
        "`allOf` asks for one object that satisfies all of its members, which becomes one struct. Here two members give \
         the same property two types. Give it the same type in both, or leave it out of one.",
    ),
    (
        "all-of-cycle",
        "A schema takes itself in with `allOf`, perhaps by way of others: it would have to contain its own members for \
         ever. Refer to it from a property instead, if a tree is meant.",
    ),
    (
        "bad-default",
        "A `default` is a value of its own schema: it is what a member or a parameter is where it is absent. One that the \
         schema would refuse is passed over.",
    ),
    (
        "bad-example",
        "An example is a value of its own schema. One that the schema would refuse shows readers what no server takes.",
    ),
    (
        "bad-discriminator",
        "A `discriminator` names a required property of its schema. Its value is the name of the schema in `definitions`, \
         or of one that takes that one in with `allOf`, by way of others too; `x-ms-discriminator-value` is another value \
         in its place. (Swagger 2.0, \"Schema Object\")",
    ),
    (
        "bad-media-type",
        "What an operation consumes and produces are media types: a type and a subtype, such as `application/json`, or a \
         range of them, `text/*` or `*/*`. (RFC 6838; RFC 9110, section 12.5.1)",
    ),
    (
        "bad-parameter",
        "A parameter is sent in `path`, `query`, `header`, `body` or `formData`, and an array in one of the formats csv, \
         ssv, tsv, pipes, and multi (in `query` and `formData` only). Only a body can be an object; a `file` is sent in \
         `formData`, under a name of its own: there are no arrays of files. (Swagger 2.0, \"Parameter Object\", \"Items \
         Object\") A body and a form have no meaning in a GET or HEAD request. (RFC 9110, section 9.3.1)",
    ),
    (
        "bad-path",
        "A key of `paths` starts with a slash and is a path alone: what stands behind a question mark is declared as \
         parameters in `query`. (Swagger 2.0, \"Paths Object\")",
    ),
    (
        "bad-pattern",
        "A `pattern` is a regular expression of ECMA 262, as are the keys of `patternProperties`. One that has an error of \
         syntax, such as a bracket that is not closed, is none. Delimiters and flags (`/^a$/i`), and classes of POSIX \
         (`[[:alpha:]]`), are of other languages. What ECMA 262 has and the generated code has not, such as a look-ahead, is a \
         warning of `not-enforced`.",
    ),
    (
        "bad-reference",
        "A `$ref` is a path, relative to the file that it stands in, and behind `#` a JSON pointer that starts with a \
         slash. Both are percent-encoded.",
    ),
    (
        "bad-status",
        "The keys of `responses` are HTTP statuses, each by itself, and `default` for all others. Swagger 2.0 has no \
         ranges such as `4XX`. (\"Responses Object\")",
    ),
    (
        "bad-type-path",
        "A type or a derive is named by its whole path, since the generated modules import neither: `ruma::OwnedUserId`, \
         `chrono::DateTime<chrono::Utc>`, `crate::UserId`. Numbers and Rust's own derives need no more than their name.",
    ),
    (
        "beside-reference",
        "A `$ref` stands for the whole object that it is written in: \"any properties added SHALL be ignored\". A title or a \
         description is taken, since it changes no value; all else is passed over. (Swagger 2.0, \"Reference Object\")",
    ),
    (
        "beyond-i64",
        "Integers are 64 bits with a sign in the generated code, and larger ones are rejected. A bound beyond those \
         either excludes no integer or every one.",
    ),
    (
        "body-left-out",
        "HTTP gives the answers 1xx, 204, 205 and 304 no content, whatever a description declares: a client would take it for \
         the start of the next answer. (RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5)",
    ),
    (
        "comment-in-value",
        "In YAML, a `#` after a space starts a comment and ends the value in front of it, unless that is in quotes. Here the \
         comment looks like a part of the value: it closes a bracket, starts with a number, goes on with a pattern, or is all \
         that follows the key. Put the value into quotes. If it is a comment, start it with a space.",
    ),
    (
        "contradiction",
        "Two bounds of a schema leave no value between them, such as a `minLength` above the `maxLength`. They are enforced as \
         they are written, and refuse every value.",
    ),
    (
        "dangling-reference",
        "The file of this `$ref` was read, and there is nothing in it at the place that the JSON pointer names.",
    ),
    (
        "duplicate-key",
        "A key stands twice in one object. Parsers keep one of the two and do not say which: nothing is generated from \
         a guess. `200` and `'200'` are the same key.",
    ),
    (
        "duplicate-operation-id",
        "\"The id MUST be unique among all operations described in the API.\" Two methods of one trait would have one name. In \
         different traits they can, but whoever counts requests by the operation's id cannot tell them apart. In several documents of one \
         API, an id that more than one has is not used: these methods are called by their method and path. (\"Operation Object\")",
    ),
    (
        "duplicate-parameter",
        "A parameter is known by its name and where it is sent; an operation has it once. One of the operation's own \
         replaces one of its path. (Swagger 2.0, \"Operation Object\")",
    ),
    (
        "enum-value",
        "The values of an `enum` differ from each other, and have the type that stands beside it. One that never comes is \
         left out; one that is written as another type is read as the one that is meant.",
    ),
    (
        "example-member",
        "An example has a member that its schema does not name. Either the schema lacks it, or the example has a typo. \
         Decoders drop such members unless they are told to keep them.",
    ),
    (
        "header-left-out",
        "A response declares a header that a handler does not give: one that is known from the body or belongs to the \
         connection, or one whose value has no form in a header.",
    ),
    (
        "internal",
        "The generator has made something that is no Rust. That is its own mistake: please report it.",
    ),
    (
        "limit",
        "A description is read within bounds, so that a hostile one cannot take all time and memory. A file has at most 32 MiB, \
         4,000,000 values and, aliases expanded, 64 MiB of text; its brackets are nested at most 1,000 deep, and the keys \
         that lead to a value have 4,096 bytes together. A run reads 4,000 files and has 100,000 schemas, which become \
         20,000 types with 400,000 fields together. Of schemas, 128 are nested without a name or take in one another with \
         `allOf`, and 64 `$ref`s lead from one to the next. An `enum` has 10,000 values, `security` 100 alternatives with 100 \
         schemes, a pattern 65,536 bytes, `consumes`, `produces` and `tags` 1,000 entries, a list of parameters 2,000, a path \
         25 variables. There are 20,000 operations, with 1,000,000 parameters, responses, headers, media types and schemes \
         together. 1,000 \
         diagnostics are shown; of more, it is said how many they are.",
    ),
    (
        "lost-digits",
        "JSON has numbers of any size. In the generated code an integer has 64 bits, and any other number is a floating-point \
         number of as many, which has 15 to 17 digits: a number with more is the nearest that there is.",
    ),
    (
        "media-type-left-out",
        "An operation takes or gives several media types, and the generated code can do JSON alone. The others are left \
         out: a client that insists on one of them is refused.",
    ),
    (
        "missing-file",
        "A file that the command line or a `$ref` names does not exist. A `$ref` is relative to the file that it stands \
         in, not to the first one.",
    ),
    (
        "missing-keyword",
        "The specification demands this keyword of every object of its kind. Where it can be done without, that is a \
         warning.",
    ),
    (
        "name-collision",
        "Two places of the description give one name in one scope of the generated code, such as the schemas `room_info` \
         and `RoomInfo`. Names depend on nothing but their own place, so that none changes when another is added; you \
         decide which of the two is called differently. With `--skip-unsupported` the later of the two gets a number.",
    ),
    (
        "no-such-place",
        "A rename, or another setting, names a place at which the description has nothing, or nothing that the setting is about: \
         perhaps it has changed.",
    ),
    (
        "not-enforced",
        "The description says something that the generated code does not check or do yet. It is said so that nobody \
         relies on it.",
    ),
    (
        "outside-root",
        "References reach files under one folder: the description's own, or the one of `--ref-root`. An absolute path, \
         `..` or a symlink that leads out of it is refused, so that a description cannot read your machine.",
    ),
    (
        "path-parameter",
        "Each variable in a path has a parameter `in: path` of the same name, and each such parameter is in the path, \
         with `required: true`. \
         (Swagger 2.0, \"Path Templating\")",
    ),
    (
        "recursive-alias",
        "A schema refers to another with `allOf`, and that one refers back, so that neither says what a value is. It is \
         any JSON in the generated code. Give one of them a `type`.",
    ),
    ("reference-cycle", "These `$ref`s lead to each other: following them never arrives at a value."),
    (
        "remote-reference",
        "Nothing is fetched from a network when code is generated: the output would depend on what a server says that \
         day. Save the file beside the description, and refer to it there.",
    ),
    (
        "response-left-out",
        "A response with a status 1xx is interim: the server sends it while a handler still works, and the final response comes \
         after it. A handler gives the final one, or 101, which switches to another protocol. (RFC 9110, section 15.2)",
    ),
    (
        "route-conflict",
        "Two operations answer the same requests: the same method, and paths that differ in the names of their \
         variables at most. A router could not tell them apart.",
    ),
    (
        "stale",
        "What is committed is not what the description would become now: it was changed by hand, or the description, its \
         files or the generator have changed since. `stubsmith generate` with the same options mends it.",
    ),
    (
        "stale-override",
        "An override of `stubsmith.yaml` or `Config::override_value` says what it expects to find, and that is not what is \
         there: the description has perhaps been mended since. Remove the override, or say what it is to find now.",
    ),
    (
        "syntax",
        "The file is not YAML, or not JSON. What starts with a bracket is tried as JSON first; a file named `.json` is \
         JSON only.",
    ),
    (
        "undeclared-required",
        "An object requires a member that it does not describe. That is no mistake by the letter of JSON Schema, and \
         most often a typo. The member has to be there, and may be any JSON.",
    ),
    (
        "undefined-scheme",
        "A security requirement names a scheme that `securityDefinitions` does not have. The operation is not open \
         then: the alternative is one that nobody satisfies, and is answered 401.",
    ),
    (
        "undefined-scope",
        "A security requirement asks for a scope that its scheme does not define. The scope is handed to the author's \
         `authenticate` as it is written. Schemes other than `oauth2` have no scopes. (Swagger 2.0, \"Security \
         Requirement Object\")",
    ),
    (
        "unknown-keyword",
        "The specification gives this key no meaning here, and so it has none in the output. One that is near a keyword is \
         probably misspelled, and its constraint would be lost: that is an error. It is a warning with `--skip-unsupported`, or if \
         nothing refers to the object that it is in. Extensions start with `x-`.",
    ),
    (
        "unknown-scheme-type",
        "A security scheme is of type `basic`, `apiKey` (in `query` or `header`) or `oauth2`. (Swagger 2.0, \"Security \
         Scheme Object\")",
    ),
    (
        "unknown-type",
        "JSON Schema has the types null, boolean, integer, number, string, array and object. What is finer, such as a \
         date, is a `format` of a string or a number.",
    ),
    (
        "unreadable-file",
        "The file is there and cannot be read: it is no regular file, too large, not UTF-8, or its permissions forbid it.",
    ),
    (
        "unsupported",
        "The description is right, and the generated code cannot serve this yet. `--skip-unsupported` leaves such \
         operations out, with a warning each.",
    ),
    ("unsupported-version", "The file is no description in a version that is read. Swagger 2.0 is."),
    ("wrong-type", "The keyword is known, and its value is of another type than the specification says."),
];

/// The codes that are an error however the generator is told to take mistakes.
pub const ALWAYS_ERRORS: [&str; 11] = [
    "bad-type-path",
    "duplicate-key",
    "internal",
    "missing-file",
    "outside-root",
    "remote-reference",
    "stale",
    "stale-override",
    "syntax",
    "unreadable-file",
    "unsupported-version",
];

/// What a code means.
pub fn explain(code: &str) -> Option<&'static str> {
    CODES.iter().find(|(known, _)| *known == code).map(|(_, meaning)| *meaning)
}
