//! Stream tokens: `s5_1a2b3c4d` is the place after the event with position 5, in the stream with the epoch `1a2b3c4d`.
//!
//! A token has no permissions, since the rooms come from the access token of each request. It therefore needs no signature.
//! It stays valid if the server restarts, and it is valid on every node.

/// Writes the token of a place.
pub(crate) fn write(position: i64, epoch: &str) -> String {
    format!("s{position}_{epoch}")
}

/// Reads a token of this epoch. `s+1` and `s01` are numbers in Rust, but the server does not write them.
pub(crate) fn read(token: &str, epoch: &str) -> Option<i64> {
    let (position, _) = token.strip_prefix('s')?.split_once('_')?;
    let position = position.parse().ok().filter(|position| *position >= 0)?;
    (write(position, epoch) == token).then_some(position)
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn a_token_is_read_only_if_it_was_written() {
        for position in [0, 1, 10, i64::MAX] {
            assert_eq!(read(&write(position, "1a2b3c4d"), "1a2b3c4d"), Some(position));
        }
        for token in [
            "",
            "s",
            "s1",
            "s_1a2b3c4d",
            "1_1a2b3c4d",
            "s1_",
            "s1_1A2B3C4D",
            "s+1_1a2b3c4d",
            "s01_1a2b3c4d",
            "s-1_1a2b3c4d",
            "s1_1a2b3c4d ",
            "s 1_1a2b3c4d",
            "s1_1a2b3c4d_",
            "s9223372036854775808_1a2b3c4d",
            "t1_1a2b3c4d",
            "s1_00000000",
        ] {
            assert_eq!(read(token, "1a2b3c4d"), None, "{token}");
        }
    }
}
