//! Arenas: nodes in a list, and ids that point to them, so that cycles need no ownership.

use std::{fmt, hash, marker::PhantomData};

/// A node of an [`Arena`].
pub(crate) struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The index of the node in its arena.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

/// An id that no arena has.
impl<T> Default for Id<T> {
    fn default() -> Self {
        Self(u32::MAX, PhantomData)
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> hash::Hash for Id<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A list of nodes. An id from another arena reads as the default node, so a lookup never fails.
#[derive(Debug)]
pub(crate) struct Arena<T> {
    nodes: Vec<T>,
    none: T,
}

impl<T: Default> Default for Arena<T> {
    fn default() -> Self {
        Self { nodes: Vec::new(), none: T::default() }
    }
}

impl<T: Default> Arena<T> {
    /// Adds a node.
    pub(crate) fn push(&mut self, node: T) -> Id<T> {
        self.nodes.push(node);
        Id(u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX), PhantomData)
    }

    /// The node.
    pub(crate) fn get(&self, id: Id<T>) -> &T {
        self.nodes.get(id.index()).unwrap_or(&self.none)
    }

    /// Replaces a node, for nodes whose id is needed before they exist.
    pub(crate) fn set(&mut self, id: Id<T>, node: T) {
        if let Some(slot) = self.nodes.get_mut(id.index()) {
            *slot = node;
        }
    }

    /// The node, mutable.
    pub(crate) fn get_mut(&mut self, id: Id<T>) -> &mut T {
        self.nodes.get_mut(id.index()).unwrap_or(&mut self.none)
    }

    /// The number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All nodes, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> + Clone {
        self.nodes.iter().zip(0..).map(|(node, index)| (Id(index, PhantomData), node))
    }
}
