//! Limits for a spec. Each has its diagnostic, `limit`, at the place that exceeds it.

/// The size of a file.
pub(crate) const FILE_BYTES: u64 = 32 * 1024 * 1024;

/// The number of files that a run reads.
pub(crate) const FILES: usize = 4_000;

/// The depth of `[` and `{` in a file before a parser sees it. Both parsers stop at 128 levels, but serde_yaml takes
/// seconds to get there on hostile input.
pub(crate) const BRACKETS: usize = 1_000;

/// The number of values in a file, with aliases expanded.
pub(crate) const VALUES: usize = 4_000_000;

/// The bytes of text in the values of a file, with aliases expanded.
pub(crate) const TEXT_BYTES: usize = 64 * 1024 * 1024;

/// The bytes of all keys that lead to a value: every place below contains them.
pub(crate) const KEY_BYTES: usize = 4_096;

/// The number of values of an `enum`.
pub(crate) const ENUM_VALUES: usize = 10_000;

/// The bytes of a pattern: a compiled one takes hundreds of times that.
pub(crate) const PATTERN_BYTES: usize = 65_536;

/// The bytes of the URL of a server with the values of its variables: a variable can occur many times.
pub(crate) const URL_BYTES: usize = 65_536;

/// The number of methods in `additionalOperations`: each operation of a path lists all methods of the path.
pub(crate) const METHODS: usize = 100;

/// The number of alternatives of `security`, and of schemes in each.
pub(crate) const SECURITY: usize = 100;

/// The number of operations in a run: with references to one path item, a few lines declare many.
pub(crate) const OPERATIONS: usize = 20_000;

/// The number of parameters, responses, headers, media types and security schemes of all operations together.
pub(crate) const PARTS: usize = 1_000_000;

/// The number of parameters in a list, of a path or of an operation.
pub(crate) const PARAMETERS: usize = 2_000;

/// The number of media types in `consumes` and `produces`, and of `tags` of an operation.
pub(crate) const MEDIA_TYPES: usize = 1_000;

/// The number of variables in a path: the router, matchit, panics at one more.
pub(crate) const VARIABLES: usize = 25;

/// The number of `$ref`s in a chain.
pub(crate) const REFERENCE_CHAIN: usize = 64;

/// The number of schemas in a run.
pub(crate) const SCHEMAS: usize = 100_000;

/// The number of types that they become: the schemas of `allOf`s can be combined in more ways than there are schemas.
pub(crate) const TYPES: usize = 20_000;

/// The number of fields of all types together: each `allOf` copies the fields of its schemas.
pub(crate) const FIELDS: usize = 400_000;

/// The depth to which schemas include each other with `allOf`, or schemas without a name contain others: each step uses
/// the stack.
pub(crate) const SCHEMA_DEPTH: usize = 128;

/// How often, and how deep, the rules of a schema without a name are written inline. Beyond that they get a table.
pub(crate) const INLINED: usize = 16;
/// The copies of schemas whose `required` depends on the read-only and write-only properties of the schemas around them.
pub(crate) const COPIES: usize = 2_000;

/// The number of diagnostics that are kept. The others are counted.
pub(crate) const DIAGNOSTICS: usize = 1_000;

/// The bytes of a name for which a similar name is searched.
pub(crate) const SUGGESTED_BYTES: usize = 100;

/// The number of names that are searched for a similar one.
pub(crate) const SUGGESTED_NAMES: usize = 1_000;
