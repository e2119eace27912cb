//! Paths and their variables.

use crate::diagnostic::Place;

/// A path.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// The path as it is written in the spec, without the base path.
    pub template: String,
    pub place: Place,
    pub segments: Vec<Segment>,
    /// The path in the syntax of axum's router.
    pub route: String,
}

impl Path {
    /// Returns whether a variable fills a part of a segment.
    pub(crate) fn is_parted(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, Segment::Parted { .. }))
    }
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(String),
    Variable(String),
    /// Variables that each fill a part of the segment, and the literal parts around them. There is one more literal
    /// part than variables.
    Parted {
        texts: Vec<String>,
        variables: Vec<String>,
    },
}

/// The part of a segment that a variable fills: the literal parts around the variables, and the index of this variable.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub texts: Vec<String>,
    pub index: usize,
}
