//! Parameters with a `format`.

use super::argument::Scalar;
use super::format::Format;

impl<T: Format> Scalar for T {
    const MUST_BE: &'static str = T::MUST_BE;
    fn from_text(text: &str) -> Option<Self> {
        T::parse(text)
    }
}
