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
    /// The query or the fragment after the path, which select the operation.
    pub selectors: Vec<Selector>,
}

/// A parameter of a request that selects the operation among those with its method and its route.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    pub name: String,
    /// Its value. If it is `None`, any value selects the operation.
    pub value: Option<String>,
    /// Whether it is in the query of the path. It is otherwise in its fragment, and names a parameter of the operation.
    pub is_sent: bool,
}

impl Path {
    /// Returns whether a variable fills a part of a segment.
    pub(crate) fn is_parted(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, Segment::Parted { .. }))
    }

    /// Returns whether the router does not select the operation by the path alone.
    pub(crate) fn is_selected(&self) -> bool {
        !self.selectors.is_empty()
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
