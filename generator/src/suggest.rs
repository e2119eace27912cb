//! Spelling suggestions.

use crate::bounds;

/// The name that was probably meant: the nearest one, if it is near enough.
pub(crate) fn did_you_mean<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if typed.len() > bounds::SUGGESTED_BYTES {
        return None;
    }
    let typed = typed.to_lowercase();
    let limit = typed.chars().count() / 3;
    let near = names
        .into_iter()
        .filter(|name| name.len() <= 2 * bounds::SUGGESTED_BYTES)
        .take(bounds::SUGGESTED_NAMES);
    let near = near.map(|name| (distance(&typed, &name.to_lowercase()), name));
    near.filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The Levenshtein distance, row by row. Swapped neighboring letters count as one mistake.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut rows: [Vec<usize>; 2] = [Vec::new(), (0..=b.len()).collect()];
    let mut before = None;
    for (index, from) in a.chars().enumerate() {
        let [above_that, above] = &rows;
        let mut row = vec![index + 1];
        for (column, to) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(above, column) + usize::from(from != *to);
            let mut least = replaced.min(at(above, column + 1) + 1).min(at(&row, column) + 1);
            let left = column.checked_sub(1).and_then(|left| Some((left, b.get(left)?)));
            if let Some((left, _)) = left.filter(|(_, left)| **left == from && before == Some(*to)) {
                least = least.min(at(above_that, left) + 1);
            }
            row.push(least);
        }
        before = Some(from);
        let [_, above] = rows;
        rows = [above, row];
    }
    let [_, last] = rows;
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_after_the_first_thousand_are_not_suggested() {
        let suggested =
            |others: usize| did_you_mean("nmae", vec!["other"; others].into_iter().chain(["name"]));
        assert_eq!([suggested(999), suggested(1_000)], [Some("name"), None]);
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let names = ["name", "operationId", "description", "type"];
        let cases = [
            ("nmae", Some("name")),
            ("Name", Some("name")),
            ("operatonId", Some("operationId")),
            ("descripton", Some("description")),
            ("tpye", Some("type")),
            ("summary", None),
            ("", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(did_you_mean(typed, names), expected, "{typed}");
        }
        assert_eq!(
            [
                distance("", "abc"),
                distance("abc", ""),
                distance("abcd", "acbd"),
                distance("kitten", "sitting")
            ],
            [3, 3, 1, 3]
        );
    }
}
