//! Finds the change that caused an error of the compiler: by the names that both mention.

use crate::compile::Finding;
use stubsmith::{Change, CompileError};

/// The weight of a name in a message. The lines that it shows have other names too.
const NAMED: usize = 4;

/// Adds each error to the changes that caused it, and returns the others.
///
/// | the error mentions | the change |
/// |---|---|
/// | more of the names of one change than of the others, in its messages | is this one |
/// | none in its messages, but some on the lines that it shows | is the one with most of these names |
/// | as many names of several changes | is one of them: the error is added to each |
/// | no name of a change | is unknown |
pub(crate) fn attribute(findings: Vec<Finding>, changes: &mut [Change]) -> Vec<CompileError> {
    let mut rest = Vec::new();
    for finding in findings {
        let scores: Vec<usize> = changes.iter().map(|change| score(&finding, change)).collect();
        let best = scores.iter().copied().max().unwrap_or(0);
        if best == 0 {
            rest.push(finding.error);
            continue;
        }
        for (change, _) in changes.iter_mut().zip(scores).filter(|(_, score)| *score == best) {
            change.rustc.push(finding.error.clone());
        }
    }
    rest
}

fn score(finding: &Finding, change: &Change) -> usize {
    let mut names: Vec<&String> = change.names.iter().collect();
    names.sort();
    names.dedup();
    let mentioned = names.iter().filter(|name| finding.named.contains(name)).count();
    let shown = names.iter().filter(|name| finding.shown.contains(name)).count();
    mentioned * NAMED + shown
}
