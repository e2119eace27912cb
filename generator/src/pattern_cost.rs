//! The run-time cost of a regular expression. Takes a parsed one, and gives a bound on the automaton states that one
//! character can keep busy: a matcher without backtracking spends about that much on each character. Compiles nothing.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// The number of states that one character may keep busy. Of 480 patterns in published specs, the maximum is 1,154.
const BUSY: usize = 1_200;
/// The same, times the maximum length of the text.
const BUSY_IN_ALL: usize = 12_000_000;

/// How many positions of the text can start a match of a part at the same time.
#[derive(Clone, Copy, PartialEq)]
enum Starts {
    One,
    Many,
}

/// Rejects patterns that would keep a server busy: the time is about the number of busy states, times the characters.
///
/// # Errors
/// The reason, for a message after a colon.
pub(crate) fn check_cost(hir: &Hir, longest: Option<u64>) -> Result<(), String> {
    let busy = busy_states(hir);
    let characters = longest.map(|longest| usize::try_from(longest).unwrap_or(usize::MAX));
    let in_all = characters.map(|characters| characters.saturating_mul(busy));
    if busy <= BUSY || in_all.is_some_and(|in_all| in_all <= BUSY_IN_ALL) {
        return Ok(());
    }
    let most = BUSY_IN_ALL / busy;
    Err(match most {
        0 => format!("its repetitions overlap, so each character would take {busy} steps"),
        most => format!(
            "its repetitions overlap, so each character would take {busy} steps; it would be \
             enforced with `maxLength: {most}` or less"
        ),
    })
}

/// The number of states that can be busy at the same time.
///
/// | part | begun at one position | begun at many |
/// |---|---|---|
/// | character, class | 1 | 1 |
/// | literal | 1 | its length |
/// | sequence, each part but the last of one length | the most of its parts | the sum of its parts |
/// | any other sequence | the sum of its parts: those after one of several lengths are begun at many positions | the sum |
/// | alternatives | the sum | the sum |
/// | repetition of a part of one length | the same as the part | as many copies |
/// | repetition of anything else | as many copies, begun at many positions | as many copies |
///
/// An expression without `^` in front is begun at each position of the text.
fn busy_states(hir: &Hir) -> usize {
    let anchored = hir.properties().look_set_prefix().contains(Look::Start);
    busy(hir, if anchored { Starts::One } else { Starts::Many })
}

fn busy(hir: &Hir, starts: Starts) -> usize {
    match (hir.kind(), starts) {
        (HirKind::Empty | HirKind::Look(_), _) => 0,
        (HirKind::Literal(literal), Starts::Many) => literal.0.len(),
        (HirKind::Literal(_) | HirKind::Class(Class::Bytes(_) | Class::Unicode(_)), _) => 1,
        (HirKind::Capture(capture), starts) => busy(&capture.sub, starts),
        (HirKind::Alternation(all), starts) => {
            all.iter().map(|part| busy(part, starts)).fold(0, usize::saturating_add)
        }
        (HirKind::Concat(all), starts) => busy_in_sequence(all, starts),
        (HirKind::Repetition(repetition), starts) => busy_in_repetition(repetition, starts),
    }
}

fn busy_in_sequence(all: &[Hir], mut starts: Starts) -> usize {
    let mut one = 0;
    let mut many = 0_usize;
    for part in all {
        let states = busy(part, starts);
        match starts {
            Starts::One => one = one.max(states),
            Starts::Many => many = many.saturating_add(states),
        }
        if !has_one_length(part) {
            starts = Starts::Many;
        }
    }
    many.saturating_add(one)
}

fn busy_in_repetition(repetition: &Repetition, starts: Starts) -> usize {
    let copies = repetition.max.unwrap_or(repetition.min).max(1) as usize;
    match starts {
        Starts::One if has_one_length(&repetition.sub) => busy(&repetition.sub, starts),
        _ => copies.saturating_mul(busy(&repetition.sub, Starts::Many)),
    }
}

/// Whether all strings that a part matches are as long, in characters or at least in bytes.
fn has_one_length(hir: &Hir) -> bool {
    match hir.kind() {
        // A class is one character, with one or more bytes.
        HirKind::Class(_) | HirKind::Literal(_) | HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Capture(capture) => has_one_length(&capture.sub),
        HirKind::Concat(all) => all.iter().all(has_one_length),
        HirKind::Repetition(repetition) => {
            repetition.max == Some(repetition.min) && has_one_length(&repetition.sub)
        }
        HirKind::Alternation(_) => hir.properties().minimum_len() == hir.properties().maximum_len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_busy_where_counted_repetitions_overlap() {
        let cases = [
            ("^[a-z0-9-]{1,2048}$", 1),
            ("^(?:[0-9]{4}){1,9}$", 1),
            ("^a|b$", 2),
            // It can start anywhere, so each of the copies can be active.
            ("[a-z]{1,64}b", 65),
            ("abc", 3),
            // A part of several lengths starts the next part at many positions.
            ("^[a-z]{1,5}[0-9]{1,20}$", 21),
            ("^[a-z]{5}[0-9]{1,20}$", 1),
            ("^(?:a{1,100}){1,100}b$", 10_001),
            ("(a{1,100}){1,100}b", 10_001),
            ("^(?:ab|cd){1,9}$", 2),
            ("^(?:ab|c){1,9}$", 27),
            ("^a*b+$", 2),
        ];
        for (pattern, expected) in cases {
            assert_eq!(busy_states(&regex_syntax::parse(pattern).unwrap()), expected, "{pattern}");
        }
    }
}
