//! The keys of `stubsmith.yaml`. The reader and the JSON Schema for editors use this table.

use crate::choices::{Named, OnMistake};
use crate::codes::{self, Code};
use crate::config::Config;
use crate::diagnostic::Place;
use crate::places::Setting;
use Form::{
    Accepted, Bytes, Flag, FlagOrList, Folder, Folders, List, ListOrMap, Lists, Map, Overrides, Text, Word,
};
use std::path::PathBuf;

/// A key.
pub(super) struct Key {
    pub name: &'static str,
    pub form: Form,
    /// The default in JSON, if a value means the same.
    pub default: Option<&'static str>,
    pub description: &'static str,
}

/// Why a value is rejected.
pub(super) type Outcome = Result<(), (&'static Code, String)>;

/// The values of a key, and where the settings keep them.
pub(super) enum Form {
    Flag(fn(&mut Config, bool)),
    Text(fn(&mut Config, Setting)),
    /// One of a few words.
    Word(&'static [&'static str], fn(&mut Config, &str) -> Result<(), String>),
    /// A number of bytes.
    Bytes(fn(&mut Config, u32)),
    /// A folder, relative to the file. The setter gets it as it is written, and as a path.
    Folder(fn(&mut Config, Setting, PathBuf)),
    /// A map from texts to folders, relative to the file.
    Folders(fn(&mut Config, Setting, PathBuf)),
    List(Values, fn(&mut Config, Setting)),
    /// `true` for all, or a list.
    FlagOrList(fn(&mut Config, bool, Place), fn(&mut Config, Setting)),
    Map(Values, fn(&mut Config, Setting, Setting) -> Outcome),
    /// A list of words, or a map from formats to words.
    ListOrMap(fn(&mut Config, Setting)),
    /// A map of lists.
    Lists(fn(&mut Config, Setting, Setting)),
    Overrides,
    Accepted,
}

/// The values of a list or a map.
pub(super) enum Values {
    Text,
    Words(&'static [&'static str]),
    /// The codes of warnings.
    Codes,
    SecuritySchemes,
}

const fn key(
    name: &'static str,
    form: Form,
    default: Option<&'static str>,
    description: &'static str,
) -> Key {
    Key { name, form, default, description }
}

/// The table, in the order of the guide.
pub(super) static KEYS: [Key; 32] = [
    key(
        "ref-root",
        Folder(|config, setting, folder| {
            if config.ref_root.is_none() {
                config.ref_root = Some(folder);
                config.ref_root_origin = setting.origin;
            }
        }),
        None,
        "The folder that contains all referenced files, relative to this file. The default is the folder of the spec.",
    ),
    key(
        "refs",
        Folders(|config, url, folder| config.refs.push((url, folder))),
        None,
        "Folders, inside the ref root and relative to this file, with the files of references that begin with these URLs, such as `https://example.org/schemas/: vendor`. Nothing is ever fetched.",
    ),
    key(
        "only",
        List(Values::Text, |config, name| config.only.push(name)),
        None,
        "Generate only these operations: a list of tags, `operationId`s, or routes such as `GET /rooms`.",
    ),
    key(
        "rename",
        Map(Values::Text, |config, place, name| {
            config.renames.push((place, Named::Itself, name.text));
            Ok(())
        }),
        None,
        "Another name for the item at a place, such as `'#/paths/~1rooms/get': list_rooms`.",
    ),
    key(
        "rename-type",
        Map(Values::Text, |config, place, name| {
            config.renames.push((place, Named::Type, name.text));
            Ok(())
        }),
        None,
        "Another name for the type of a property, a parameter or a header.",
    ),
    key(
        "formats",
        ListOrMap(|config, word| config.presets.push(word)),
        None,
        "The types of well-known crates for formats: a list of words, or a map from formats to words.",
    ),
    key(
        "map-format",
        Map(Values::Text, |config, format, path| {
            config.formats.push((format, path.text));
            Ok(())
        }),
        None,
        "A type for strings, integers or numbers with a `format`, such as `mx-user-id: ruma::OwnedUserId`.",
    ),
    key(
        "replace",
        Map(Values::Text, |config, place, path| {
            config.replacements.push((place, path.text));
            Ok(())
        }),
        None,
        "Your own type instead of a generated one, for the schema at a place.",
    ),
    key(
        "same-type",
        Map(Values::Text, |config, place, other| {
            config.same_types.push((place, other));
            Ok(())
        }),
        None,
        "Use the type of another `enum` with the same values for the `enum` at a place.",
    ),
    key(
        "one-of",
        Map(Values::Words(&["any", "exact"]), |config, place, how| {
            let how = how.text.parse().map_err(|message| (codes::WRONG_TYPE, message))?;
            config.one_of.push((place, how));
            Ok(())
        }),
        None,
        "How the alternatives of the schema at a place count: `any` reads its `oneOf` as an `anyOf`, and `exact` ignores its `discriminator`.",
    ),
    key(
        "derive",
        List(Values::Text, |config, path| config.derives.push((None, path))),
        None,
        "Additional derives for all types, such as `schemars::JsonSchema`.",
    ),
    key(
        "derive-at",
        Lists(|config, place, path| config.derives.push((Some(place), path))),
        None,
        "Additional derives for the type of the schema at a place.",
    ),
    key(
        "attribute",
        List(Values::Text, |config, attribute| config.attributes.push((None, attribute))),
        None,
        "Additional attributes for all types, such as `non_exhaustive`.",
    ),
    key(
        "attribute-at",
        Lists(|config, place, attribute| config.attributes.push((Some(place), attribute))),
        None,
        "Additional attributes for the field of a property, or for one type.",
    ),
    key(
        "keep-unknown",
        FlagOrList(
            |config, all, _| config.keep_unknown |= all,
            |config, place| config.keep_unknown_at.push(place),
        ),
        Some("false"),
        "Keep undeclared properties in a field `additional`: `true`, or a list of places.",
    ),
    key(
        "event-items",
        FlagOrList(
            |config, all, place| {
                if all {
                    config.event_items.get_or_insert_with(|| Setting::at(place, String::new()));
                }
            },
            |config, place| config.event_items_at.push(place),
        ),
        Some("false"),
        "The schema of an event stream or of JSON Lines is that of its items: `true`, or a list of places, such as operations.",
    ),
    key(
        "open-enum",
        List(Values::Text, |config, place| config.open_enums.push(place)),
        None,
        "The places of `enum`s that accept values that they do not list.",
    ),
    key(
        "security-scheme",
        Map(Values::SecuritySchemes, |config, name, kind| {
            let scheme = kind.text.parse().map_err(|message| (codes::UNKNOWN_SCHEME_TYPE, message))?;
            config.security_schemes.push((name, scheme));
            Ok(())
        }),
        None,
        "Security schemes that the spec does not define, or defines differently: `basic`, `bearer`, `header:X-Key`, `query:key`, `cookie:SID`, `http:Digest` or `mutualTLS`.",
    ),
    key(
        "head",
        Word(&["answer", "reject"], |config, word| {
            config.head.get_or_insert(word.parse()?);
            Ok(())
        }),
        Some("\"answer\""),
        "The response to HEAD on a path that declares GET but not HEAD: `answer` with the response to GET, or `reject` with 405.",
    ),
    key(
        "receive-webhooks",
        Text(|config, path| _ = config.receive_webhooks.get_or_insert(path)),
        None,
        "Receive the webhooks of the spec: a trait, and routes under this path, such as `/hooks`.",
    ),
    key(
        "check-responses",
        Word(&["always", "debug", "never"], |config, word| {
            config.check_responses.get_or_insert(word.parse()?);
            Ok(())
        }),
        Some("\"debug\""),
        "When to check responses against the spec: `always`, `debug` (in builds with debug assertions) or `never`.",
    ),
    key(
        "form-buffer",
        Bytes(|config, bytes| _ = config.form_buffer.get_or_insert(bytes)),
        Some("1048576"),
        "How many bytes of a form's files are buffered before the handler is called.",
    ),
    key(
        "unimplemented",
        Word(&["compile-error", "501"], |config, word| {
            config.unimplemented.get_or_insert(word.parse()?);
            Ok(())
        }),
        Some("\"compile-error\""),
        "Operations that you have not implemented: a `compile-error`, or a response with `501`.",
    ),
    key(
        "example-tests",
        Flag(|config, write| _ = config.example_tests.get_or_insert(write)),
        Some("false"),
        "Generate tests for the examples of the spec.",
    ),
    key(
        "example-server",
        Flag(|config, write| _ = config.example_server.get_or_insert(write)),
        Some("false"),
        "Generate a server that responds with the examples of the spec.",
    ),
    key(
        "client",
        Flag(|config, write| _ = config.client.get_or_insert(write)),
        Some("false"),
        "Generate a client next to the server.",
    ),
    key(
        "server",
        Flag(|config, write| _ = config.server.get_or_insert(write)),
        Some("true"),
        "Generate the server. Without it, set `client`.",
    ),
    key(
        "embed-description",
        Text(|config, path| _ = config.embed_description.get_or_insert(path)),
        None,
        "Embed the spec as one JSON document, and serve it at this path, such as `/openapi.json`.",
    ),
    key(
        "skip-unsupported",
        Flag(|config, skip| _ = config.on_mistake.get_or_insert(OnMistake::from_skip(skip))),
        Some("false"),
        "Turn mistakes into warnings, and omit or ignore the affected parts of the spec.",
    ),
    key(
        "allow",
        List(Values::Codes, |config, code| config.allowed.push(code)),
        None,
        "Suppress the warnings with these codes.",
    ),
    key("override", Overrides, None, "Values that replace values of the spec."),
    key("accept", Accepted, None, "Changes that `stubsmith diff` accepts."),
];

/// The keys of an override, each with its description.
pub(super) const OVERRIDE: [(&str, &str); 5] = [
    (AT, "The place, such as `api.yaml#/paths/~1rooms/get/deprecated`."),
    (EXPECTED, "The value that the spec has at this place."),
    (ABSENT, "Instead of `expected`: the spec has no value at this place."),
    (VALUE, "The value that replaces it."),
    (REMOVE, "Instead of `value`: the value is removed."),
];

pub(super) const AT: &str = "at";
pub(super) const EXPECTED: &str = "expected";
pub(super) const ABSENT: &str = "absent";
pub(super) const VALUE: &str = "value";
pub(super) const REMOVE: &str = "remove";

/// The keys of an accepted change, each with its description. All are required.
pub(super) const ACCEPTED: [(&str, &str); 4] = [
    (ID, "The id of the change, such as `parameter-required`."),
    (AT, "The place of the change, as `stubsmith diff` prints it."),
    (REASON, "The reason why the change is accepted."),
    (UNTIL, "The first version of the spec for which the change is not accepted."),
];
pub(super) const ID: &str = "id";
pub(super) const REASON: &str = "reason";
pub(super) const UNTIL: &str = "until";
