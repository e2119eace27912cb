//! The regular expressions and the formats of all checks and validators.

use crate::model::validator::{Inner, Keyword};
use crate::model::{Check, Model, Pattern};
use crate::presets::Preset;
use std::collections::HashSet;

/// Returns the distinct patterns of all checks and validators.
pub(in crate::lower) fn find_patterns(model: &Model) -> Vec<Pattern> {
    let mut known = HashSet::new();
    let of_checks = model.checks().filter_map(|check| match check.innermost() {
        Check::Pattern(pattern) => Some(pattern),
        _ => None,
    });
    let of_validators = model.validators.iter().flat_map(|validator| patterns_in(&validator.keywords));
    of_checks.chain(of_validators).filter(|pattern| known.insert(&pattern.place)).cloned().collect()
}

/// Returns the patterns in validators.
fn patterns_in(keywords: &[Keyword]) -> Vec<&Pattern> {
    let mut all = Vec::new();
    for keyword in keywords {
        if let Keyword::Pattern(pattern) = keyword {
            all.push(pattern);
        }
        if let Keyword::Properties { patterns, .. } = keyword {
            all.extend(patterns.iter().map(|(pattern, _)| pattern));
        }
        for inner in inners(keyword) {
            if let Inner::Inline(keywords) = inner {
                all.extend(patterns_in(keywords));
            }
        }
    }
    all
}

/// Adds the types of the formats that validators name.
pub(in crate::lower) fn add_presets(model: &mut Model) {
    let mut named = Vec::new();
    for validator in &model.validators {
        presets_in(&validator.keywords, &mut named);
    }
    for preset in named {
        if !model.presets.contains(&preset) {
            model.presets.push(preset);
        }
    }
}

fn presets_in(keywords: &[Keyword], named: &mut Vec<&'static Preset>) {
    for keyword in keywords {
        if let Keyword::Format(preset) = keyword {
            named.push(preset);
        }
        for inner in inners(keyword) {
            if let Inner::Inline(keywords) = inner {
                presets_in(keywords, named);
            }
        }
    }
}

fn inners(keyword: &Keyword) -> Vec<&Inner> {
    match keyword {
        Keyword::Items(inner)
        | Keyword::Not(inner)
        | Keyword::Contains(inner, ..)
        | Keyword::PropertyNames(inner)
        | Keyword::Content(inner)
        | Keyword::SchemaDependency(_, inner)
        | Keyword::InResponses(inner) => vec![inner],
        Keyword::UnevaluatedProperties(others) | Keyword::UnevaluatedItems(others) => {
            others.each().into_iter().collect()
        }
        Keyword::If(condition, then, otherwise) => vec![condition, then, otherwise],
        Keyword::Tuple(items, others) => items.iter().chain(others.each()).collect(),
        Keyword::AllOf(all) | Keyword::AnyOf(all) | Keyword::OneOf(all) => all.iter().collect(),
        Keyword::Properties { named, patterns, others } => {
            let named = named.iter().map(|(_, inner)| inner);
            named.chain(patterns.iter().map(|(_, inner)| inner)).chain(others.each()).collect()
        }
        _ => Vec::new(),
    }
}
