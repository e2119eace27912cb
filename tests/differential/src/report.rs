//! The generator's report on a document, keyword by keyword.

use crate::prove::Claim;
use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;
use stubsmith::{Config, KeepUnknown};

/// The report of a document.
#[derive(Default)]
pub struct Report {
    /// The enforced keywords of schemas, parameters and headers.
    pub claims: Vec<Claim>,
    /// The enforced keywords of operations and responses.
    pub of_operations: Vec<String>,
    /// The enforced keywords of schemas in other files.
    pub elsewhere: Vec<String>,
    /// JSON pointers to the keywords that are not enforced.
    pub unenforced: HashSet<String>,
}

impl Report {
    /// Asks the generator, which skips unsupported operations; None if it still rejects the document.
    pub fn of(spec: &Path, ref_root: &Path) -> Option<Self> {
        let config =
            Config::new(spec).ref_root(ref_root).keep_unknown(KeepUnknown::All).skip_unsupported(true);
        let inventory = config.inventory();
        let report: Value = serde_json::from_str(&inventory.files.first()?.text).ok()?;
        let mut found = Self::default();
        let spec = spec.display().to_string();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        for schema in list(&report["schemas"]) {
            let (file, pointer) = schema["place"].as_str()?.split_once('#')?;
            for (keyword, outcome) in schema["keywords"].as_object().into_iter().flatten() {
                let reason = outcome["reason"].as_str().unwrap_or_default();
                match outcome["is"].as_str() {
                    Some("enforced") if file != spec => found.elsewhere.push(keyword.clone()),
                    Some("enforced") => {
                        found.claims.push(Claim { pointer: pointer.to_owned(), keyword: keyword.clone() });
                    }
                    Some("ignored") if reason.contains("not enforced") && file == spec => {
                        found.unenforced.insert(format!("{pointer}/{keyword}"));
                    }
                    _ => {}
                }
            }
        }
        for operation in list(&report["operations"]) {
            for object in std::iter::once(&operation).chain(&list(&operation["responses"])) {
                let keywords = object["keywords"].as_object().into_iter().flatten();
                let enforced = keywords.filter(|(_, outcome)| outcome["is"] == "enforced");
                found.of_operations.extend(enforced.map(|(keyword, _)| keyword.clone()));
            }
        }
        Some(found)
    }
}
