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

/// How many `$ref`s may lead from one to the next before a value is reached.
pub const REFERENCE_CHAIN: usize = 64;
