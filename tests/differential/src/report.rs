//! What the generator reports of a document, keyword by keyword.

use crate::prove::Claim;
use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;
use stubsmith::{Config, KeepUnknown};

/// The report of a document, of its definitions.
pub struct Report {
    /// The keywords that are called enforced.
    pub claims: Vec<Claim>,
    /// The JSON pointers to the keywords that are not enforced.
    pub unenforced: HashSet<String>,
}

impl Report {
    /// Asks the generator.
    pub fn of(spec: &Path) -> Self {
        let inventory = Config::new(spec).keep_unknown(KeepUnknown::All).inventory();
        let text = inventory.files.first().map(|file| file.text.as_str());
        let report: Value = serde_json::from_str(text.unwrap_or("{}")).unwrap();
        let (mut claims, mut unenforced) = (Vec::new(), HashSet::new());
        for schema in report["schemas"].as_array().into_iter().flatten() {
            let pointer =
                schema["place"].as_str().and_then(|place| place.split_once('#')).unwrap_or_default().1;
            if !pointer.starts_with("/definitions/") {
                continue;
            }
            for (keyword, outcome) in schema["keywords"].as_object().into_iter().flatten() {
                let reason = outcome["reason"].as_str().unwrap_or_default();
                match outcome["is"].as_str() {
                    Some("enforced") => {
                        claims.push(Claim { pointer: pointer.to_owned(), keyword: keyword.clone() });
                    }
                    Some("ignored") if reason.contains("not enforced") => {
                        unenforced.insert(format!("{pointer}/{keyword}"));
                    }
                    _ => {}
                }
            }
        }
        Self { claims, unenforced }
    }
}
