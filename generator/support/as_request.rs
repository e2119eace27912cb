//! The direction of a value that is being serialized. serde's `Serialize` has no argument for it.

use std::cell::Cell;

thread_local! {
    static IS_REQUEST: Cell<bool> = const { Cell::new(false) };
}

/// Serializes a value as part of a request that is about to be sent: with its write-only properties, and without its
/// read-only ones. Otherwise, a value is serialized as part of a response.
pub(super) fn as_request<T>(serialize: impl FnOnce() -> T) -> T {
    let _is_request = AsRequest::start();
    serialize()
}

/// Returns whether the value is part of such a request.
pub(super) fn is_request() -> bool {
    IS_REQUEST.get()
}

/// Until it is dropped, values are serialized as parts of a request. It restores the direction, even after a panic.
pub(super) struct AsRequest(bool);

impl AsRequest {
    pub(super) fn start() -> Self {
        Self(IS_REQUEST.replace(true))
    }
}

impl Drop for AsRequest {
    fn drop(&mut self) {
        IS_REQUEST.set(self.0);
    }
}
