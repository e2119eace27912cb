//! The rules for security: who may call an operation, and how requests send credentials.

use super::draft::Draft;
use super::rules::{
    SCHEME_CHANGED, SCHEME_RENAMED, SECURITY_ADDED, SECURITY_ALTERNATIVE_ADDED, SECURITY_ALTERNATIVE_REMOVED,
    SECURITY_MADE_OPTIONAL, SECURITY_REMOVED, SECURITY_SCOPE_ADDED, SECURITY_SCOPE_REMOVED,
};
use super::side::Side;
use super::verdict::Verdict;
use super::walk::Walk;
use crate::api::{Operation, RequiredScheme, Requirement, SchemeKind};
use crate::diagnostic::Place;
use std::collections::BTreeSet;

/// Compares the security of an operation. An alternative is the same if it has schemes with the same names, or else
/// schemes whose credentials are sent in the same way.
///
/// | was | is | rule |
/// |---|---|---|
/// | open | required, optional | added |
/// | required, optional | open | removed |
/// | required | optional | made optional |
/// | optional | required | added |
pub(super) fn compare(walk: &mut Walk<'_, '_>, index: usize, old: &Operation, new: &Operation) {
    // A request that the server sends has the credentials of its receiver.
    if !new.role.is_served() {
        return;
    }
    let names = names(walk, old, new);
    let (was, is) = (access(old), access(new));
    let places = places(walk, old, new);
    let at = |draft: Draft| draft.at(Some(&places.0), Some(&places.1)).names(names.clone());
    let change = match (was, is) {
        (Access::Open, Access::Required) => {
            let draft = Draft::new(SECURITY_ADDED, "credentials are needed now");
            Some(draft.help("take the principal as the argument after the context"))
        }
        (Access::Open, Access::Optional) => {
            Some(Draft::new(SECURITY_ADDED, "credentials are accepted now").wire(Verdict::Safe))
        }
        (Access::Required | Access::Optional, Access::Open) => {
            let draft = Draft::new(SECURITY_REMOVED, "no credentials are needed any more");
            Some(draft.help("is that intended? it accepts every request now"))
        }
        (Access::Required, Access::Optional) => {
            let draft =
                Draft::new(SECURITY_MADE_OPTIONAL, "requests without credentials are accepted too now");
            Some(draft.help("the principal is an `Option` now"))
        }
        (Access::Optional, Access::Required) => {
            let draft = Draft::new(SECURITY_ADDED, "requests without credentials are not accepted any more");
            Some(draft.help("the principal is not an `Option` any more"))
        }
        _ => None,
    };
    if let Some(draft) = change {
        walk.add(index, at(draft));
    }
    if was != Access::Open && is != Access::Open {
        for draft in alternatives(old, new) {
            let is_placed = draft.old.is_some() || draft.new.is_some();
            walk.add(index, if is_placed { draft.names(names.clone()) } else { at(draft) });
        }
    }
    carriers(walk, index, old, new);
}

/// Returns the places of the security: those of the operation if it has its own in one of the documents, or else those
/// of the documents, where a change is one change of all operations.
fn places(walk: &Walk<'_, '_>, old: &Operation, new: &Operation) -> (Place, Place) {
    let is_own = |side: &Side<'_>, operation: &Operation| {
        side.written(&operation.place).is_some_and(|written| written.get("security").is_some())
    };
    let is_own = is_own(walk.old, old) || is_own(walk.new, new);
    let place = |operation: &Operation| match is_own {
        true => operation.place.clone(),
        false => Place::file(operation.document).member("security"),
    };
    (place(old), place(new))
}

fn names(walk: &Walk<'_, '_>, old: &Operation, new: &Operation) -> Vec<String> {
    let names = [walk.old.operation(&old.place), walk.new.operation(&new.place)];
    let methods = names.into_iter().flatten().map(|(_, name)| name.method.clone());
    methods.chain(["Credentials".to_owned()]).collect()
}

/// Who may call an operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Open,
    Optional,
    Required,
}

fn access(operation: &Operation) -> Access {
    match operation.security.as_slice() {
        [] => Access::Open,
        all if all.iter().all(|one| one.schemes.is_empty()) => Access::Open,
        some if some.iter().any(|one| one.schemes.is_empty()) => Access::Optional,
        _ => Access::Required,
    }
}

/// Returns the names of the schemes of an alternative.
fn schemes(alternative: &Requirement) -> BTreeSet<&str> {
    alternative.schemes.iter().map(|scheme| scheme.name.as_str()).collect()
}

fn in_text(alternative: &Requirement) -> String {
    let names: Vec<&str> = schemes(alternative).into_iter().collect();
    format!("`{}`", names.join("` with `"))
}

/// Returns whether requests send the credentials of both alternatives in the same way.
fn is_sent_alike(one: &Requirement, other: &Requirement) -> bool {
    one.schemes.len() == other.schemes.len()
        && one.schemes.iter().all(|own| other.schemes.iter().any(|scheme| is_alike(own, scheme)))
}

fn is_alike(one: &RequiredScheme, other: &RequiredScheme) -> bool {
    match (&one.scheme, &other.scheme) {
        (Some(one), Some(other)) => one.kind.is_presented_as(&other.kind),
        _ => false,
    }
}

/// Returns whether the credentials of an old scheme are those of a new one, with all of its scopes.
fn is_enough(old: &RequiredScheme, new: &RequiredScheme) -> bool {
    let has = |scope: &str| old.scopes.iter().any(|known| known.value == scope);
    old.name == new.name && is_alike(old, new) && new.scopes.iter().all(|scope| has(&scope.value))
}

/// Returns the place of the first scheme of an alternative.
fn defined(alternative: &Requirement) -> Option<&Place> {
    alternative.schemes.first()?.scheme.as_ref().map(|scheme| &scheme.place)
}

fn alternatives(old: &Operation, new: &Operation) -> Vec<Draft> {
    let some = |operation: &'_ Operation| -> Vec<Requirement> {
        operation.security.iter().filter(|one| !one.schemes.is_empty()).cloned().collect()
    };
    let (mut gone, mut added) = (some(old), some(new));
    let mut drafts = Vec::new();
    let mut take = |is_same: fn(&Requirement, &Requirement) -> bool, drafts: &mut Vec<Draft>| {
        added.retain(|alternative| {
            let Some(known) = gone.iter().position(|known| is_same(known, alternative)) else { return true };
            let known = gone.remove(known);
            compare_scopes(&known, alternative, drafts);
            if schemes(&known) != schemes(alternative) {
                let message = format!("the credentials {} are {} now", in_text(&known), in_text(alternative));
                let draft = Draft::new(SCHEME_RENAMED, message);
                drafts.push(draft.at(defined(&known), defined(alternative)));
            }
            false
        });
    };
    take(|one, other| schemes(one) == schemes(other) && scopes(one) == scopes(other), &mut drafts);
    take(|one, other| schemes(one) == schemes(other), &mut drafts);
    take(is_sent_alike, &mut drafts);
    for alternative in &gone {
        let message = format!("the credentials {} are not accepted any more", in_text(alternative));
        let draft = Draft::new(SECURITY_ALTERNATIVE_REMOVED, message);
        // Requests that send more credentials than an alternative needs are accepted.
        let is_accepted = new.security.iter().any(|other| {
            let has = |own: &RequiredScheme| alternative.schemes.iter().any(|scheme| is_enough(scheme, own));
            !other.schemes.is_empty() && other.schemes.iter().all(has)
        });
        drafts.push(if is_accepted { draft.wire(Verdict::Safe) } else { draft });
    }
    for alternative in &added {
        let message = format!("the credentials {} are accepted now", in_text(alternative));
        let draft = Draft::new(SECURITY_ALTERNATIVE_ADDED, message);
        drafts.push(draft.help("authenticate them: a `_` in your `match` rejects them"));
    }
    drafts
}

/// Returns the scopes of an alternative, each with its scheme.
fn scopes(alternative: &Requirement) -> BTreeSet<(&str, &str)> {
    let all = alternative.schemes.iter();
    let all = all.flat_map(|scheme| scheme.scopes.iter().map(|scope| (&*scheme.name, &*scope.value)));
    all.collect()
}

/// Compares the scopes. Those of a renamed scheme stay the same.
fn compare_scopes(old: &Requirement, new: &Requirement, drafts: &mut Vec<Draft>) {
    let named = |scheme: &RequiredScheme| {
        let same = new.schemes.iter().find(|known| known.name == scheme.name);
        let renamed = || new.schemes.iter().find(|known| is_alike(known, scheme));
        same.or_else(renamed).map(|known| known.name.clone())
    };
    let mut renamed = old.clone();
    for scheme in &mut renamed.schemes {
        scheme.name = named(scheme).unwrap_or_default();
    }
    let (was, is) = (scopes(&renamed), scopes(new));
    for (_, scope) in is.difference(&was) {
        let message = format!("the credentials {} need the scope `{scope}` now", in_text(new));
        drafts.push(Draft::new(SECURITY_SCOPE_ADDED, message));
    }
    for (_, scope) in was.difference(&is) {
        let message = format!("the credentials {} do not need the scope `{scope}` any more", in_text(new));
        drafts.push(Draft::new(SECURITY_SCOPE_REMOVED, message).help("is that intended?"));
    }
}

/// Compares how the schemes with the same name are sent. The change is at the scheme, once for all operations.
fn carriers(walk: &mut Walk<'_, '_>, index: usize, old: &Operation, new: &Operation) {
    let mut compared = BTreeSet::new();
    let was: Vec<&RequiredScheme> = old.security.iter().flat_map(|one| &one.schemes).collect();
    for scheme in new.security.iter().flat_map(|one| &one.schemes) {
        let known = was.iter().find(|known| known.name == scheme.name);
        let known = known.and_then(|known| known.scheme.as_ref());
        let (Some(known), Some(is)) = (known, scheme.scheme.as_ref()) else { continue };
        if known.kind.is_presented_as(&is.kind) || !compared.insert(&scheme.name) {
            continue;
        }
        let message = match (&known.kind, &is.kind) {
            (SchemeKind::ApiKey(was), SchemeKind::ApiKey(is)) => {
                format!(
                    "the key `{}` was in {}, and is in {} now",
                    scheme.name,
                    was.describe(),
                    is.describe()
                )
            }
            _ => format!("the credentials of `{}` are sent in another way", scheme.name),
        };
        let draft = Draft::new(SCHEME_CHANGED, message).at(Some(&known.place), Some(&is.place));
        let is_key = matches!((&known.kind, &is.kind), (SchemeKind::ApiKey(_), SchemeKind::ApiKey(_)));
        let draft = if is_key { draft } else { draft.build(Verdict::Maybe) };
        walk.add(index, draft.names(["Credentials", &scheme.name]));
    }
}
