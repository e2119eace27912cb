//! The bound of the size of a file.

use super::read_bounded;
use crate::bounds;
use std::io::{self, Read as _};

/// A source of the maximum size is read to its end. Of an endless source, at most one more byte is read.
#[test]
fn no_source_is_read_without_an_end() {
    let whole = read_bounded(io::repeat(b'a').take(bounds::FILE_BYTES)).map(|bytes| bytes.len() as u64);
    assert_eq!(whole.ok(), Some(bounds::FILE_BYTES));
    let refused = read_bounded(io::repeat(b'a')).map_err(|error| error.to_string());
    assert_eq!(refused.err().as_deref(), Some("it has more bytes than its reported size"));
}
