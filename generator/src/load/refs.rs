//! URLs that settings map to local folders. Nothing is ever fetched.

use super::paths::{has_scheme, normalise};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::places::Setting;
use crate::reference::unescape;
use crate::sources::Sources;
use std::path::PathBuf;

/// The setting `refs`: prefixes of URLs, each with its folder.
pub(super) struct Refs<'c> {
    all: &'c [(Setting, PathBuf)],
    /// Whether a reference begins with the prefix.
    used: Vec<bool>,
}

impl<'c> Refs<'c> {
    pub(super) fn new(all: &'c [(Setting, PathBuf)]) -> Self {
        Self { all, used: vec![false; all.len()] }
    }

    /// Returns the local path of a URI without a fragment. The longest prefix decides.
    pub(super) fn find(&mut self, uri: &str) -> Option<PathBuf> {
        let matching = self.all.iter().zip(&mut self.used).filter_map(|((prefix, folder), used)| {
            Some((prefix.text.len(), below(&prefix.text, uri)?, folder, used))
        });
        let (_, rest, folder, used) = matching.max_by_key(|(length, ..)| *length)?;
        *used = true;
        let rest = unescape(rest)?;
        Some(if rest.is_empty() { folder.clone() } else { normalise(&folder.join(rest)) })
    }

    /// Reports prefixes that are not URLs, and those that no reference begins with.
    pub(super) fn finish(&self, sources: &Sources, diagnostics: &mut Diagnostics) {
        for ((prefix, _), used) in self.all.iter().zip(&self.used) {
            let text = &prefix.text;
            let place = prefix.place(sources);
            if !has_scheme(text) {
                let message = format!("`{text}` in `refs` is not a URL");
                let help = "write the beginning of the references, such as `https://example.org/schemas/`";
                diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, place, message).help(help));
            } else if !used {
                let message = format!("no reference begins with `{text}`");
                diagnostics.push(Diagnostic::new(codes::NO_SUCH_PLACE, place, message));
            }
        }
    }
}

/// Returns the part of a URI after a prefix, which ends at the end of a segment.
fn below<'u>(prefix: &str, uri: &'u str) -> Option<&'u str> {
    let rest = uri.strip_prefix(prefix)?;
    let is_whole = rest.is_empty() || rest.starts_with('/') || prefix.ends_with(['/', ':']);
    is_whole.then(|| rest.trim_start_matches('/'))
}
