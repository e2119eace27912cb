//! Finds the strongly connected components of a graph of types or schemas: sets of nodes that all lead to each other.
//! This module does not know why one node leads to another.

use crate::arena::{Arena, Id};

/// A type or a schema.
#[derive(Default)]
pub(super) struct Node {
    to: Vec<Id<Node>>,
    state: State,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    New,
    /// The search has reached the node, and given it this number.
    Open(usize),
    /// The node is in the component with this number.
    Closed(usize),
}

/// A graph of types or schemas, and its components once they are found.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Arena<Node>,
    ids: Vec<Id<Node>>,
    /// The open nodes, whose component is not complete yet, in the order of their numbers.
    open: Vec<Id<Node>>,
    path: Vec<(usize, Id<Node>)>,
    count: usize,
}

impl Graph {
    /// Creates a graph of `count` nodes without edges.
    pub(super) fn new(count: usize) -> Self {
        let mut graph = Self::default();
        graph.ids = (0..count).map(|_| graph.nodes.push(Node::default())).collect();
        graph
    }

    /// Returns the node of a type or a schema.
    pub(super) fn node<T>(&self, id: Id<T>) -> Id<Node> {
        self.ids.get(id.index()).copied().unwrap_or_default()
    }

    /// Returns whether two nodes are in the same component.
    pub(super) fn are_together(&self, (one, other): (Id<Node>, Id<Node>)) -> bool {
        one == other || (self.state(one) != State::New && self.state(one) == self.state(other))
    }

    fn state(&self, id: Id<Node>) -> State {
        self.nodes.get(id).state
    }

    /// Finds the components by Gabow's algorithm. Uses no recursion, so that a deep graph cannot overflow the stack.
    pub(super) fn find_components(&mut self, edges: &[(Id<Node>, Id<Node>)]) {
        for (from, to) in edges {
            self.nodes.get_mut(*from).to.push(*to);
        }
        self.count = 0;
        let mut calls = Vec::new();
        for (root, _) in edges {
            if self.state(*root) == State::New {
                calls.push((self.open(*root), 0));
            }
            while let Some((node, next)) = calls.last_mut() {
                let (node, to) = (*node, self.nodes.get(*node).to.get(*next).copied());
                *next += 1;
                match to.map(|to| (to, self.state(to))) {
                    Some((to, State::New)) => calls.push((self.open(to), 0)),
                    Some((_, State::Open(number))) => {
                        while self.path.last().is_some_and(|(last, _)| *last > number) {
                            self.path.pop();
                        }
                    }
                    Some((_, State::Closed(_))) => {}
                    None => {
                        calls.pop();
                        self.close(node);
                    }
                }
            }
        }
    }

    fn open(&mut self, id: Id<Node>) -> Id<Node> {
        self.count += 1;
        self.nodes.get_mut(id).state = State::Open(self.count);
        self.open.push(id);
        self.path.push((self.count, id));
        id
    }

    /// Closes a component if this is its first node. The component consists of this node and all open nodes that were
    /// opened later.
    fn close(&mut self, id: Id<Node>) {
        let Some((number, _)) = self.path.pop_if(|(_, last)| *last == id) else { return };
        while let Some(open) = self.open.pop() {
            self.nodes.get_mut(open).state = State::Closed(number);
            if open == id {
                return;
            }
        }
    }
}
