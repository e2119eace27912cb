//! Changes of an API that a setting accepts, until a version.

use crate::places::Setting;
use std::cmp::Ordering;

/// An accepted change.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    /// The id of the rule.
    pub id: Setting,
    /// The place of the change.
    pub at: Setting,
    pub reason: String,
    /// The first version of the spec that does not accept it.
    pub until: Setting,
}

/// Compares versions: their numbers, separated by dots, and then what follows a `-`. A version without such a suffix is
/// later than the same version with one.
pub(crate) fn compare_versions(one: &str, other: &str) -> Ordering {
    let split = |version: &str| {
        let version = version.trim().trim_start_matches(['v', 'V']).to_owned();
        let (numbers, suffix) = match version.split_once('-') {
            Some((numbers, suffix)) => (numbers.to_owned(), Some(suffix.to_owned())),
            None => (version, None),
        };
        let mut numbers: Vec<u64> = numbers.split('.').map(|number| number.parse().unwrap_or(0)).collect();
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        (numbers, suffix)
    };
    let ((one, own_suffix), (other, other_suffix)) = (split(one), split(other));
    one.cmp(&other).then_with(|| match (own_suffix, other_suffix) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(own), Some(other)) => own.cmp(&other),
    })
}

#[cfg(test)]
mod tests {
    use super::compare_versions;
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let pairs = [
            ("1.9.0", "1.10.0", Less),
            ("2.0.0", "2", Equal),
            ("v2.0.1", "2.0.0", Greater),
            ("2.0.0-rc.1", "2.0.0", Less),
            ("2.0.0-rc.1", "1.9.9", Greater),
            ("2026-11-29", "2026-12-01", Less),
            ("1.0.0-beta", "1.0.0-alpha", Greater),
        ];
        for (one, other, order) in pairs {
            assert_eq!(compare_versions(one, other), order, "{one} {other}");
            assert_eq!(compare_versions(other, one), order.reverse(), "{other} {one}");
        }
    }
}
