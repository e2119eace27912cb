//! Who is let in: one answer for all servers, and one thread that asks.

use std::cell::Cell;

thread_local! {
    static LETS_IN: Cell<bool> = const { Cell::new(false) };
}

/// From now on everybody is let in, or nobody.
pub fn let_in(all: bool) {
    LETS_IN.set(all);
}

/// What `authenticate` of every server does.
pub fn authenticate<C, E>(caller: C, refusal: E) -> Result<C, E> {
    if LETS_IN.get() { Ok(caller) } else { Err(refusal) }
}

/// A caller as a handler gets one.
pub trait Known {
    /// Whether `authenticate` gave it.
    fn is_known(&self) -> bool {
        true
    }
}

impl<C: Known> Known for Option<C> {
    fn is_known(&self) -> bool {
        self.is_some()
    }
}

/// Called by each handler that has a caller.
pub fn reached(caller: &impl Known) {
    assert!(LETS_IN.get() || !caller.is_known(), "a handler is reached by a caller who was not let in");
}
