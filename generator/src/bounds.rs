//! What a description may cost. Each bound has its diagnostic, `limit`, at the place that passes it.

/// The size of one file.
pub const FILE_BYTES: u64 = 32 * 1024 * 1024;

/// The number of files that one run reads.
pub const FILES: usize = 4_000;

/// How deep `[` and `{` may be nested in a file before a parser sees it. Both parsers stop by
/// themselves at 128 levels; serde_yaml, though, takes seconds to get there on hostile input.
pub const BRACKETS: usize = 1_000;

/// How many values one file may hold, aliases expanded.
pub const VALUES: usize = 4_000_000;

/// How much text, in bytes, the values of one file may hold, aliases expanded.
pub const TEXT_BYTES: usize = 64 * 1024 * 1024;

/// How long the keys may be that lead to a value, all of them together: a place is written with them.
pub const KEY_BYTES: usize = 4_096;

/// How many values an `enum` may have.
pub const ENUM_VALUES: usize = 10_000;

/// How long a pattern may be: it takes hundreds of times its size to compile.
pub const PATTERN_BYTES: usize = 65_536;

/// How many alternatives `security` may have, and how many schemes each.
pub const SECURITY: usize = 100;

/// How many operations one run may have: references to one path item make many of few lines.
pub const OPERATIONS: usize = 20_000;

/// How many parameters, responses, headers, media types and security schemes these may have, all of them together.
pub const PARTS: usize = 1_000_000;

/// How many parameters an operation may have, of its path and its own, in each list.
pub const PARAMETERS: usize = 2_000;

/// How many media types `consumes` and `produces` may have, and how many `tags` an operation.
pub const MEDIA_TYPES: usize = 1_000;

/// How many variables a path may have: the router, matchit, panics at the next.
pub const VARIABLES: usize = 25;

/// How many `$ref`s may lead from one to the next before a value is reached.
pub const REFERENCE_CHAIN: usize = 64;

/// How many schemas one run may have.
pub const SCHEMAS: usize = 100_000;

/// How many types they may become: the members of an `allOf` can be combined in more ways than there are
/// schemas.
pub const TYPES: usize = 20_000;

/// How many fields these may have, all of them together: each `allOf` has those of its members once more.
pub const FIELDS: usize = 400_000;

/// How many schemas may take in one another with `allOf`, one inside the other, and how deep schemas
/// without a name may contain others: each step is one on the stack.
pub const SCHEMA_DEPTH: usize = 128;

/// How often, and how deep, the rules of a schema without a name are written where they are used; then they
/// are a table of their own.
pub const INLINED: usize = 16;

/// How many diagnostics are kept. Of more, it is said how many they are.
pub const DIAGNOSTICS: usize = 1_000;

/// How long a name may be for which a similar one is looked for.
pub const SUGGESTED_BYTES: usize = 100;

/// How many names are looked through for it.
pub const SUGGESTED_NAMES: usize = 1_000;
