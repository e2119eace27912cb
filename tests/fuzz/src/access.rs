//! Authentication for all servers: one decision per thread.

use std::cell::Cell;

thread_local! {
    static LETS_IN: Cell<bool> = const { Cell::new(false) };
}

/// Accepts all credentials from now on, or none.
pub fn let_in(all: bool) {
    LETS_IN.set(all);
}

/// The `authenticate` of every server.
pub fn authenticate<C, E>(caller: C, refusal: E) -> Result<C, E> {
    if LETS_IN.get() { Ok(caller) } else { Err(refusal) }
}

/// The principal that a handler gets.
pub trait Known {
    /// Whether it comes from `authenticate`.
    fn is_known(&self) -> bool {
        true
    }
}

impl<C: Known> Known for Option<C> {
    fn is_known(&self) -> bool {
        self.is_some()
    }
}

/// Called by each handler that has a principal.
pub fn reached(caller: &impl Known) {
    assert!(LETS_IN.get() || !caller.is_known(), "a handler was reached without valid credentials");
}
