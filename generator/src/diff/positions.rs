//! The positions of changes: from places to lines and columns.

use crate::diagnostic::{FileId, Place};
use crate::locate::Index;
use crate::pointer::Pointer;
use crate::printable::escape_invisible;
use crate::report::Position;
use crate::sources::Sources;
use std::collections::HashMap;

/// Finds positions in the files of a document.
pub(crate) struct Positions<'s> {
    sources: &'s Sources,
    indexes: HashMap<FileId, Index>,
}

impl<'s> Positions<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, indexes: HashMap::new() }
    }

    /// Prepares these places. A file is read once for all of its places.
    pub(super) fn prepare<'p>(&mut self, places: impl Iterator<Item = &'p Place>) {
        let mut pointers: HashMap<FileId, Vec<&Pointer>> = HashMap::new();
        for place in places {
            pointers.entry(place.file).or_default().push(&place.pointer);
        }
        for (id, pointers) in pointers {
            let index = self.sources.file(id).map(|file| Index::new(file, pointers.into_iter()));
            self.indexes.extend(index.map(|index| (id, index)));
        }
    }

    /// Returns the position of a prepared place.
    pub(super) fn position(&self, place: &Place) -> Position {
        let Some((file, index)) = self.sources.file(place.file).zip(self.indexes.get(&place.file)) else {
            return Position::default();
        };
        let range = index.locate(file, place);
        let (line, column) = index.lines.line_column(&file.text, range.start);
        Position { path: escape_invisible(&file.path.display().to_string()), line, column }
    }
}
