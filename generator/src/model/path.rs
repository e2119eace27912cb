//! Paths, and where variables are in them.

use crate::diagnostic::Place;

/// A path.
#[derive(Clone, Debug)]
pub struct Path {
    /// As the description writes it, behind the base path.
    pub template: String,
    pub place: Place,
    pub segments: Vec<Segment>,
    /// As axum's router takes it.
    pub route: String,
}

impl Path {
    /// Whether a variable fills a part of a segment.
    pub fn is_parted(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, Segment::Parted { .. }))
    }
}

/// What stands between two slashes of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    Literal(String),
    Variable(String),
    /// Variables that fill a part each, and the texts around them: one more.
    Parted {
        texts: Vec<String>,
        variables: Vec<String>,
    },
}

/// The part of a segment that a variable fills: the texts around variables, and its index among those.
#[derive(Clone, Debug)]
pub struct Part {
    pub texts: Vec<String>,
    pub index: usize,
}
