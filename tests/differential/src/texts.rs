//! Looks for texts of a parameter that only one keyword rejects.

use crate::arguments::{Argument, unwritable};
use crate::compare::Source;
use crate::make::Maker;
use crate::mutate::mutations;
use crate::prove::{Claim, Proof, deleted};
use crate::reach::Root;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Texts to try before values are made.
const FIRST: [&[&str]; 10] =
    [&[], &[""], &["a"], &["7"], &["true"], &["1.5"], &["7", "7"], &["7", "8"], &["a", "b"], &["1,2"]];

/// Looks for texts that only this keyword rejects or allows.
pub fn search(
    document: &Value,
    pointer: &str,
    claim: &Claim,
    unenforced: &HashSet<String>,
    rounds: u64,
) -> Proof {
    let without = deleted(document, &claim.pointer, &claim.keyword);
    let (whole, rest) = (Source::of(document, unenforced), Source::of(&without, unenforced));
    let with_it = Argument::of(document, &whole, pointer);
    let Some((with_it, without_it)) = with_it.zip(Argument::of(&without, &rest, pointer)) else {
        return Proof::None;
    };
    let Some(parameter) = document.pointer(pointer) else { return Proof::None };
    let mut unsent = Proof::None;
    for texts in candidates(&[&with_it, &without_it], rounds) {
        let text = || json!(texts).to_string();
        let proof = match (with_it.accepts(&texts), without_it.accepts(&texts)) {
            (false, true) => Proof::Rejects(text()),
            (true, false) => Proof::Accepts(text()),
            _ => continue,
        };
        match unwritable(parameter, &texts) {
            None => return proof,
            Some(why) => unsent = Proof::Reason(why),
        }
    }
    unsent
}

/// Texts that prove `name` and `in` of a parameter, and whether they are accepted. Sent under another name or in
/// another place, they get the opposite verdict. None if no texts do that.
pub fn placed(document: &Value, pointer: &str, unenforced: &HashSet<String>) -> Option<(Vec<String>, bool)> {
    let source = Source::of(document, unenforced);
    let argument = Argument::of(document, &source, pointer)?;
    let parameter = document.pointer(pointer)?;
    let is_accepted_elsewhere = argument.accepts(&[]);
    let shows = |texts: &Vec<String>| {
        argument.accepts(texts) != is_accepted_elsewhere && unwritable(parameter, texts).is_none()
    };
    let texts = candidates(&[&argument], 10).find(shows)?;
    Some((texts, !is_accepted_elsewhere))
}

/// Texts made from the schemas of the parameters, and texts that differ in one place, in the format of each parameter.
fn candidates<'a>(arguments: &'a [&'a Argument<'a>], rounds: u64) -> impl Iterator<Item = Vec<String>> + 'a {
    let first = FIRST.iter().map(|texts| texts.iter().map(|text| (*text).to_owned()).collect());
    let made = (0..rounds).flat_map(move |seed| {
        let of_each = arguments.iter().flat_map(move |argument| {
            let root = Root(&argument.schema);
            let value = Maker::new(root, seed).prefer(vec![String::new()]).value();
            let changed = value.iter().flat_map(|value| mutations(root, value)).collect::<Vec<_>>();
            let changed = changed.into_iter().filter(|change| change.kind != "depth");
            let changed = changed.filter_map(|change| serde_json::from_str(&change.text).ok());
            value.clone().into_iter().chain(changed)
        });
        of_each.flat_map(move |value: Value| arguments.iter().map(move |argument| argument.texts(&value)))
    });
    first.chain(made)
}
