//! Walks both documents at once: from the operations to all pairs of values that they reach.

use super::draft::{Directions, Draft};
use super::pair::Pair;
use super::side::Side;
use super::values;
use crate::diagnostic::Place;
use std::collections::{BTreeSet, HashMap};

/// A pair, and the pairs of the values inside.
struct Node {
    drafts: Vec<Draft>,
    inside: Vec<(usize, Directions)>,
    /// The operations that reach it, in requests and in responses.
    reach: [BTreeSet<usize>; 2],
}

/// All pairs.
pub(super) struct Walk<'w, 's> {
    pub old: &'w Side<'s>,
    pub new: &'w Side<'s>,
    pub all: bool,
    known: HashMap<Pair, usize>,
    nodes: Vec<Option<Node>>,
    /// The names of the operations, and whether the server sends their requests.
    operations: Vec<(String, bool)>,
    /// The changes outside of schemas, with the operations that they affect.
    pub own: Vec<(Draft, BTreeSet<usize>)>,
}

/// A change with its operations.
pub(super) struct Reached {
    pub draft: Draft,
    pub operations: BTreeSet<usize>,
}

impl<'w, 's> Walk<'w, 's> {
    pub(super) fn new(old: &'w Side<'s>, new: &'w Side<'s>, all: bool) -> Self {
        let (known, nodes, operations) = Default::default();
        Self { old, new, all, known, nodes, operations, own: Vec::new() }
    }

    /// Adds the name of an operation, and returns its index.
    pub(super) fn operation(&mut self, name: String, is_sent: bool) -> usize {
        self.operations.push((name, is_sent));
        self.operations.len() - 1
    }

    /// Returns the direction of the requests of an operation. The server writes those that it sends, as it writes the
    /// responses of the others.
    pub(super) fn requests(&self, index: usize) -> Directions {
        let is_sent = self.operations.get(index).is_some_and(|(_, is_sent)| *is_sent);
        if is_sent { Directions::RESPONSE } else { Directions::REQUEST }
    }

    /// Returns the direction of the responses of an operation. The server reads those to the requests that it sends.
    pub(super) fn responses(&self, index: usize) -> Directions {
        if self.requests(index) == Directions::REQUEST { Directions::RESPONSE } else { Directions::REQUEST }
    }

    /// Adds a change of an operation.
    pub(super) fn add(&mut self, operation: usize, draft: Draft) {
        self.own.push((draft, BTreeSet::from([operation])));
    }

    /// Adds a change of an operation's requests.
    pub(super) fn add_to_requests(&mut self, operation: usize, draft: Draft) {
        self.add(operation, draft.only(self.requests(operation)));
    }

    /// Adds a change of an operation's responses.
    pub(super) fn add_to_responses(&mut self, operation: usize, draft: Draft) {
        self.add(operation, draft.only(self.responses(operation)));
    }

    /// Compares the schemas of a value that an operation sends or receives.
    pub(super) fn visit(&mut self, operation: usize, pair: Pair, directions: Directions) {
        let root = self.node(pair);
        let wanted = [directions.request, directions.response];
        for (direction, _) in wanted.into_iter().enumerate().filter(|(_, wanted)| *wanted) {
            let mut waiting = vec![root];
            while let Some(index) = waiting.pop() {
                let Some(Some(node)) = self.nodes.get_mut(index) else { continue };
                let is_new = node.reach.get_mut(direction).is_some_and(|reach| reach.insert(operation));
                if !is_new {
                    continue;
                }
                let inside = node.inside.iter();
                let inside =
                    inside.filter(|(_, one)| if direction == 0 { one.request } else { one.response });
                waiting.extend(inside.map(|(inner, _)| *inner));
            }
        }
    }

    /// Returns the node of a pair, and creates it and those inside if it is new.
    fn node(&mut self, pair: Pair) -> usize {
        let root = match self.known.get(&pair) {
            Some(known) => return *known,
            None => self.add_node(&pair),
        };
        let mut waiting = vec![(root, pair)];
        while let Some((index, pair)) = waiting.pop() {
            let found = values::compare(self.old, self.new, &pair, self.all);
            let mut inside = Vec::new();
            for (pair, directions) in found.inside {
                let inner = match self.known.get(&pair) {
                    Some(known) => *known,
                    None => {
                        let inner = self.add_node(&pair);
                        waiting.push((inner, pair));
                        inner
                    }
                };
                inside.push((inner, directions));
            }
            if let Some(node) = self.nodes.get_mut(index) {
                *node = Some(Node { drafts: found.drafts, inside, reach: Default::default() });
            }
        }
        root
    }

    fn add_node(&mut self, pair: &Pair) -> usize {
        let index = self.nodes.len();
        self.nodes.push(None);
        self.known.insert(pair.clone(), index);
        index
    }

    /// Returns all changes. A change of a value that several pairs have is one change.
    pub(super) fn finish(self) -> (Vec<Reached>, Vec<String>) {
        let own = self.own.into_iter().map(|(draft, operations)| Reached { draft, operations });
        let of_values = self.nodes.into_iter().flatten().flat_map(|node| {
            let [request, response] = node.reach;
            let directions = Directions { request: !request.is_empty(), response: !response.is_empty() };
            node.drafts.into_iter().map(move |draft| {
                let draft = draft.only(directions);
                let reach = |has: bool, of: &BTreeSet<usize>| if has { of.clone() } else { BTreeSet::new() };
                let mut operations = reach(draft.request.is_some(), &request);
                operations.extend(reach(draft.response.is_some(), &response));
                Reached { draft, operations }
            })
        });
        let mut merged: Vec<Reached> = Vec::new();
        let mut known: HashMap<(Option<Place>, Option<Place>, String), usize> = HashMap::new();
        for reached in own.chain(of_values).filter(|reached| reached.draft.effect().is_some()) {
            let draft = &reached.draft;
            let key = (draft.old.clone(), draft.new.clone(), draft.message.clone());
            match known.get(&key).and_then(|index| merged.get_mut(*index)) {
                Some(same) => {
                    same.draft.join(reached.draft);
                    same.operations.extend(reached.operations);
                }
                None => {
                    known.insert(key, merged.len());
                    merged.push(reached);
                }
            }
        }
        (merged, self.operations.into_iter().map(|(name, _)| name).collect())
    }
}
