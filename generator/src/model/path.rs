//! Paths and their variables.

use crate::diagnostic::Place;

/// A path.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// As written in the spec, without the base path.
    pub template: String,
    pub place: Place,
    pub segments: Vec<Segment>,
    /// As axum's router accepts it.
    pub route: String,
}

impl Path {
    /// Whether a variable fills a part of a segment.
    pub(crate) fn is_parted(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, Segment::Parted { .. }))
    }
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(String),
    Variable(String),
    /// Variables that each fill a part of the segment, and the texts around them: one more than variables.
    Parted {
        texts: Vec<String>,
        variables: Vec<String>,
    },
}

/// The part of a segment that a variable fills: the texts around the variables, and the index of this one.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub texts: Vec<String>,
    pub index: usize,
}
