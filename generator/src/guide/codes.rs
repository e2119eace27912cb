//! The codes of messages, with an explanation and an example of each. `stubsmith explain` prints the same.

/// Declares a module for each code. The documentation of the module is a file.
macro_rules! pages {
    ($($code:ident: $file:literal, $summary:literal;)*) => {
        $(
            #[doc = $summary]
            #[doc = ""]
            #[doc = include_str!($file)]
            pub mod $code {}
        )*
    };
}

pages! {
    accepted_change_gone: "codes/accepted-change-gone.md",
        "An entry of the setting `accept` accepts no change: `stubsmith diff` found no change with its id at its place, or the version of the spec has reached its `until`.";
    alike_credentials: "codes/alike-credentials.md",
        "A request cannot choose between these security schemes, or an alternative of `security` is never chosen.";
    all_of_conflict: "codes/all-of-conflict.md",
        "Two schemas of an `allOf` declare one property with different types.";
    all_of_cycle: "codes/all-of-cycle.md",
        "A schema includes itself with `allOf`, directly or through other schemas, so it would contain its own properties without end.";
    ambiguous_union: "codes/ambiguous-union.md",
        "A value matches two alternatives of a `oneOf`, so it is rejected: \"exactly one\" of them must match.";
    bad_default: "codes/bad-default.md",
        "A `default` is not a value of its own schema.";
    bad_discriminator: "codes/bad-discriminator.md",
        "A `discriminator` must be the name of a required property of its schema.";
    bad_example: "codes/bad-example.md",
        "An example is not a value of its own schema, so it misleads readers of the spec.";
    bad_expression: "codes/bad-expression.md",
        "The key of a callback is a runtime expression, which gives the URL of the requests from the request or the response of the operation: `{$request.body#/url}`, `{$request.query.url}` or `{$response.header.Location}`.";
    bad_formats: "codes/bad-formats.md",
        "The setting `formats` has a word that is not known, selects two types for one format, or selects a type that another setting names by its path.";
    bad_media_type: "codes/bad-media-type.md",
        "An entry of `consumes` or `produces`, or in OpenAPI 3 a key of `content`, is not a media type.";
    bad_parameter: "codes/bad-parameter.md",
        "A parameter cannot be sent as declared.";
    bad_method: "codes/bad-method.md",
        "A key of `additionalOperations` is not a method that it can have.";
    bad_path: "codes/bad-path.md",
        "A key of `paths` must start with a slash and cannot contain a query or a fragment.";
    bad_pattern: "codes/bad-pattern.md",
        "A `pattern`, or a key of `patternProperties`, is not a regular expression of ECMA 262.";
    bad_reference: "codes/bad-reference.md",
        "A `$ref` is not a valid reference.";
    bad_status: "codes/bad-status.md",
        "A key of `responses` is neither a status code, a range such as `4XX`, nor `default`.";
    bad_type_path: "codes/bad-type-path.md",
        "A setting must use the full path of a type or a derive macro, because the generated modules do not import it.";
    beyond_i64: "codes/beyond-i64.md",
        "A bound is outside the range of `i64`.";
    bundle: "codes/bundle.md",
        "A bundle is one document: `stubsmith bundle` prints it, and `embed-description` embeds it.";
    comment_in_value: "codes/comment-in-value.md",
        "A YAML comment looks like part of the value before it.";
    component_name: "codes/component-name.md",
        "The name of a component has a character that OpenAPI does not allow.";
    contradiction: "codes/contradiction.md",
        "Two keywords of a schema exclude every value, such as a `minLength` that is greater than the `maxLength`.";
    dangling_reference: "codes/dangling-reference.md",
        "A `$ref` points to a place that does not exist in its file.";
    different_settings: "codes/different-settings.md",
        "Several APIs share the support code, which has only one value for a setting, but their settings differ.";
    duplicate_key: "codes/duplicate-key.md",
        "An object has the same key twice.";
    duplicate_operation_id: "codes/duplicate-operation-id.md",
        "Two operations have the same `operationId`.";
    duplicate_parameter: "codes/duplicate-parameter.md",
        "An operation declares a parameter twice.";
    embed_description: "codes/embed-description.md",
        "The server cannot serve the spec at the path of the setting `embed-description`.";
    enum_value: "codes/enum-value.md",
        "An `enum` lists a value twice, or a value that does not have the type of its schema.";
    example_property: "codes/example-property.md",
        "An example has a property that its schema does not declare.";
    ignored_body: "codes/ignored-body.md",
        "HTTP allows no body in a response with this status code.";
    ignored_header: "codes/ignored-header.md",
        "A response declares a header that a handler cannot set.";
    ignored_media_type: "codes/ignored-media-type.md",
        "A media type is ignored because JSON is declared as well.";
    ignored_request: "codes/ignored-request.md",
        "A request that the server sends has callbacks.";
    ignored_response: "codes/ignored-response.md",
        "A handler cannot return a response with a status code 1xx other than 101.";
    ignored_server: "codes/ignored-server.md",
        "The servers of a document, of a path or of an operation have different base paths.";
    internal: "codes/internal.md",
        "The generated code is not valid Rust.";
    limit: "codes/limit.md",
        "The spec exceeds a limit.";
    lost_digits: "codes/lost-digits.md",
        "A number has more digits than the generated code can represent.";
    missing_file: "codes/missing-file.md",
        "A file in the command line or in a `$ref` does not exist.";
    missing_keyword: "codes/missing-keyword.md",
        "The specification requires a keyword that is missing here.";
    mixed_versions: "codes/mixed-versions.md",
        "Files of several versions of OpenAPI refer to a file that does not declare its version.";
    name_collision: "codes/name-collision.md",
        "Two items would have the same name in one scope of the generated code, such as the types of the schemas `room_info` and `RoomInfo`.";
    no_server: "codes/no-server.md",
        "With `server: false`, `--no-server` or `Config::server(false)`, the generated code has the types of the spec and a client.";
    no_such_place: "codes/no-such-place.md",
        "A setting names a place that does not exist in the spec, or to which the setting does not apply.";
    no_client_method: "codes/no-client-method.md",
        "The client has no method for the operation, because the client cannot write its request or read its response.";
    not_enforced: "codes/not-enforced.md",
        "The generated code does not enforce or support this.";
    null_not_listed: "codes/null-not-listed.md",
        "A schema has `nullable: true`, or `x-nullable: true`, and an `enum` that does not list null.";
    null_rejected: "codes/null-rejected.md",
        "A schema of OpenAPI 3.0 has `nullable: true` next to an `allOf`, `anyOf` or `oneOf` whose schemas reject null.";
    outside_root: "codes/outside-root.md",
        "A reference leaves the folder that contains all referenced files: the spec's own folder, or the folder of `--ref-root`.";
    path_parameter: "codes/path-parameter.md",
        "The variables of a path and its parameters do not match.";
    recursive_alias: "codes/recursive-alias.md",
        "A schema refers only to itself, through `allOf`.";
    reference_cycle: "codes/reference-cycle.md",
        "Several `$ref`s refer to each other and never reach a value.";
    reference_sibling: "codes/reference-sibling.md",
        "A keyword next to a `$ref` is ignored.";
    remote_reference: "codes/remote-reference.md",
        "A `$ref` is a URL, but Stubsmith fetches nothing from the network: the generated code would depend on a server's response at that moment.";
    route_conflict: "codes/route-conflict.md",
        "Two operations match the same requests.";
    stale: "codes/stale.md",
        "The files in the output folder differ from the generated ones.";
    stale_override: "codes/stale-override.md",
        "An override does not find its expected value.";
    syntax: "codes/syntax.md",
        "The file is not valid YAML or JSON.";
    undeclared_required: "codes/undeclared-required.md",
        "An object requires a property that it does not declare.";
    undefined_scheme: "codes/undefined-scheme.md",
        "A security requirement uses a scheme that is not in `securityDefinitions`, or in OpenAPI 3 in `components/securitySchemes`.";
    undefined_scope: "codes/undefined-scope.md",
        "A security requirement lists a scope that its scheme does not define.";
    unknown_format: "codes/unknown-format.md",
        "A `format` is not in the registry of OpenAPI, but is nearly spelled like one that is.";
    unknown_keyword: "codes/unknown-keyword.md",
        "The specification does not define this keyword here, so it is ignored.";
    unknown_scheme_type: "codes/unknown-scheme-type.md",
        "The type of a security scheme must be `basic`, `apiKey` (in `query` or `header`) or `oauth2`; in OpenAPI 3, `http` (with a `scheme`), `apiKey` (also in `cookie`), `oauth2`, `openIdConnect` or `mutualTLS`.";
    unknown_type: "codes/unknown-type.md",
        "The `type` of a schema is not a JSON type.";
    unreadable_file: "codes/unreadable-file.md",
        "The file exists, but cannot be read.";
    unsupported: "codes/unsupported.md",
        "The spec is valid, but the generated code cannot serve this yet.";
    unsupported_version: "codes/unsupported-version.md",
        "The file is not a spec in a supported version.";
    untyped_format: "codes/untyped-format.md",
        "The setting `formats` has a type for the `format`, but the schema stays a string.";
    untyped_union: "codes/untyped-union.md",
        "Schemas with several alternatives (`oneOf`, `anyOf`, or several types) become enums, but not if an alternative accepts any value, if the alternatives depend on other keywords, or if there are more than 128 of them.";
    wrong_type: "codes/wrong-type.md",
        "The value of a keyword does not have the type that the specification requires.";
}
