//! Finds the change that caused an error of the compiler: by the names that both mention, and by the generated code that
//! the error shows.

use crate::finding::Finding;
use std::collections::BTreeSet;
use stubsmith::{Change, CompileError};

/// Adds each error to the changes that caused it, and returns the others.
///
/// | the names of one change, more of which than of the others are | |
/// |---|---|
/// | in the messages of the error | the change is the cause |
/// | else, those of the items of generated code at the places of the error | the change is the cause |
/// | else, on the lines that the error shows | the change is the cause |
///
/// If several changes have as many names in all of them, the error is added to each of those with the worst verdict for
/// builds. An error without a name of a change has no known cause.
pub(crate) fn attribute(findings: Vec<Finding>, changes: &mut [Change]) -> Vec<CompileError> {
    let mut rest = Vec::new();
    for finding in findings {
        let scores: Vec<Score> = changes.iter().map(|change| score(&finding, change)).collect();
        let best = scores.iter().copied().max().unwrap_or_default();
        if best == Score::default() {
            rest.push(finding.error);
            continue;
        }
        let all = changes.iter_mut().zip(scores).filter(|(_, score)| *score == best);
        let all: Vec<&mut Change> = all.map(|(change, _)| change).collect();
        let worst = all.iter().map(|change| change.build).max();
        for change in all.into_iter().filter(|change| Some(change.build) == worst) {
            change.rustc.push(finding.error.clone());
        }
    }
    rest
}

/// The number of a change's names in the messages of an error, around its places in generated code, and on its lines.
type Score = (usize, usize, usize);

fn score(finding: &Finding, change: &Change) -> Score {
    let names: BTreeSet<&String> = change.names.iter().collect();
    let count = |others: &[String]| names.iter().filter(|name| others.contains(name)).count();
    (count(&finding.named), count(&finding.around), count(&finding.shown))
}
