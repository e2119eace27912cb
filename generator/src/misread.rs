//! Takes the text of a YAML file, and finds in it what serde_yaml takes for another thing than YAML says: an
//! anchor's name with a `:` in it, a `?` that starts a plain scalar, a `#` without a space in front of it, or one that
//! starts a block scalar. Most of what looks so is part of a scalar, which only the parser knows: each is marked, the
//! text is read once more, and a mark that is in no value was none. Reads no YAML itself, and never looks into a
//! value's meaning.

use serde_json::Value;
use std::collections::HashSet;

const MARK: &str = "Stub5mith";

/// What may be misread, by the byte that it starts at.
pub struct Suspects {
    places: Vec<usize>,
    /// The text with a mark behind the sign of each.
    pub marked: String,
}

impl Suspects {
    /// None where nothing in the text may be misread.
    pub fn of(text: &str) -> Option<Self> {
        let (mut places, mut marked, mut copied) = (Vec::new(), String::new(), 0);
        let (mut line_start, mut block) = (0, Block::default());
        for line in text.split_inclusive('\n') {
            let cut_off = block.cuts_off(line);
            for (index, sign) in line.match_indices(['&', '*', '?', '#']) {
                let (before, rest) =
                    (line.get(..index).unwrap_or_default(), line.get(index + 1..).unwrap_or_default());
                let starts = cut_off && before.trim_start().is_empty();
                let Some(name) = name_behind(before, sign, rest).or(starts.then_some(0)) else { continue };
                let start = line_start + index + 1;
                marked.push_str(text.get(copied..start).unwrap_or_default());
                marked.extend([MARK, &places.len().to_string()]);
                // What follows is no digit.
                copied = start + name;
                places.push(start - 1);
                if sign == "#" || sign == "?" {
                    marked.push('_');
                }
            }
            line_start += line.len();
        }
        marked.push_str(text.get(copied..).unwrap_or_default());
        (!places.is_empty()).then_some(Self { places, marked })
    }

    /// The first that is in no value of the marked text.
    pub fn first_outside(&self, value: &Value) -> Option<usize> {
        let mut found = HashSet::new();
        collect(value, &mut found);
        let outside = self.places.iter().enumerate().find(|(index, _)| !found.contains(index));
        outside.map(|(_, place)| *place)
    }

    /// Where the marked text cannot be read, an alias of a name that is marked was one.
    pub fn first(&self) -> Option<usize> {
        self.places.first().copied()
    }
}

/// A block scalar that begins with lines of spaces, as far as lines tell.
#[derive(Default)]
struct Block {
    /// The indentation of its key, and the longest of those lines.
    start: Option<(usize, usize)>,
}

impl Block {
    /// Whether serde_yaml takes a line for a comment, and YAML for the first of the scalar, which the lines in front are
    /// too long for: `a: >`, three spaces, and one with ` # text`.
    fn cuts_off(&mut self, line: &str) -> bool {
        let content = line.trim_start_matches(' ');
        let indentation = line.len() - content.len();
        if content.trim_end().is_empty() {
            self.start = self.start.map(|(key, spaces)| (key, spaces.max(indentation)));
            return false;
        }
        let cut_off = content.starts_with('#')
            && self.start.is_some_and(|(key, spaces)| (key + 1..spaces).contains(&indentation));
        let header = content.split(" #").next().unwrap_or_default().trim_end();
        let header = header.trim_end_matches(|character: char| "+-123456789".contains(character));
        let key = indentation + content.len() - content.trim_start_matches(['-', ' ']).len();
        self.start = header.ends_with(['|', '>']).then_some((key, 0));
        cut_off
    }
}

/// The length of the name behind a sign, if the two may be misread. A comment holds nothing that is read.
fn name_behind(before: &str, sign: &str, rest: &str) -> Option<usize> {
    let in_comment = before.starts_with('#') || before.contains(" #") || before.contains("\t#");
    if in_comment {
        return None;
    }
    let next = |index: usize| rest.get(index..).and_then(|rest| rest.chars().next());
    match sign {
        "#" => before.ends_with([',', '[', ']', '{', '}', '>', '|']).then_some(0),
        "?" => {
            let in_flow = before.trim_end().ends_with(['[', '{', ',']);
            let is_plain = next(0).is_some_and(|next| !next.is_whitespace() && !",[]{}".contains(next));
            (in_flow && is_plain).then_some(0)
        }
        _ => {
            let starts = before.is_empty() || before.ends_with([' ', '\t', ',', '[', '{']);
            let letters =
                |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
            let name = rest.find(|character| !letters(character)).filter(|length| *length > 0)?;
            (starts && next(name).is_some_and(|next| ":?%@`".contains(next))).then_some(name)
        }
    }
}

/// The marks in what is read: each has its sign in front of it.
fn collect(value: &Value, found: &mut HashSet<usize>) {
    match value {
        Value::String(text) => look(text, found),
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => members.iter().for_each(|(key, member)| {
            look(key, found);
            collect(member, found);
        }),
        _ => {}
    }
}

fn look(text: &str, found: &mut HashSet<usize>) {
    for (index, _) in text.match_indices(MARK) {
        let (before, behind) = text.split_at(index);
        let number = behind.get(MARK.len()..).unwrap_or_default();
        let digits = number.find(|character: char| !character.is_ascii_digit()).unwrap_or(number.len());
        if before.ends_with(['&', '*', '?', '#']) {
            found.extend(number.get(..digits).and_then(|digits| digits.parse::<usize>().ok()));
        }
    }
}
