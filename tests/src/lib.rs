//! Shared by the tests: golden outputs, compiled.
