//! Numbers that lose digits: compares the numbers of schemas with their files. JSON numbers can have any size; here
//! they are 64-bit integers, or `f64` (IEEE 754).

use crate::api::{Api, JsonType, Schema};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::locate::Index;
use crate::pointer::Pointer;
use crate::sources::{File, Sources};
use serde_json::{Number, Value};
use std::collections::{BTreeMap, HashMap};

/// Every integer up to this one is an exact `f64`.
const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
/// A number with as many digits is always read and written exactly.
const ALWAYS_EXACT: usize = f64::DIGITS as usize;

/// Reports the numbers of bounds, `multipleOf`, `enum` and `default` that lose digits.
pub(crate) fn report_lost(api: &Api, sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut long: HashMap<FileId, bool> = HashMap::new();
    let mut may_be_long = |id: FileId| {
        *long.entry(id).or_insert_with(|| sources.file(id).is_some_and(|file| has_long_number(&file.text)))
    };
    let mut doubtful: BTreeMap<FileId, Vec<(Pointer, f64)>> = BTreeMap::new();
    for (_, schema) in api.schemas.iter() {
        let floats = !schema.types.is_empty() && !schema.types.contains(&JsonType::Integer);
        numbers_of(schema, &mut |place, number| match number.as_f64() {
            Some(_) if !may_be_long(place.file) => {}
            Some(float) if number.is_f64() => {
                doubtful.entry(place.file).or_default().push((place.pointer, float));
            }
            Some(float) if floats && !is_exact(number) => {
                report(&number.to_string(), float, place, diagnostics);
            }
            _ => {}
        });
    }
    for (id, numbers) in doubtful {
        let Some(file) = sources.file(id) else { continue };
        let index = Index::new(file, numbers.iter().map(|(pointer, _)| pointer));
        for (pointer, float) in numbers {
            if let Some(text) = written(file, &index, &pointer).filter(|text| is_other(text, float)) {
                report(text, float, Place::value(id, pointer), diagnostics);
            }
        }
    }
}

fn report(text: &str, float: f64, place: Place, diagnostics: &mut Diagnostics) {
    let message = format!(
        "the number `{text}` is read as {float:?}: a 64-bit float cannot represent all of its digits"
    );
    diagnostics.push(Diagnostic::new(codes::LOST_DIGITS, place, message));
}

/// The numbers of a schema that the generated code may contain, each with its place.
fn numbers_of(schema: &Schema, take: &mut impl FnMut(Place, &Number)) {
    for constraint in &schema.constraints {
        if let Some(number) = constraint.value.number() {
            take(constraint.place.clone(), number);
        }
    }
    for (index, value) in schema.enumeration.iter().flatten().enumerate() {
        if let Some(place) = schema.value_place(index) {
            numbers_in(place, value, take);
        }
    }
    if let Some(default) = &schema.default {
        numbers_in(default.place.clone(), &default.value, take);
    }
}

fn numbers_in(place: Place, value: &Value, take: &mut impl FnMut(Place, &Number)) {
    match value {
        Value::Number(number) => take(place, number),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| numbers_in(place.item(index), item, take));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| numbers_in(place.member(name), member, take));
        }
        _ => {}
    }
}

/// Whether the text contains a number with more digits than every `f64` can hold.
fn has_long_number(text: &str) -> bool {
    let mut numbers = text.as_bytes().split(|byte| !byte.is_ascii_digit() && *byte != b'.');
    numbers.any(|number| number.iter().filter(|byte| byte.is_ascii_digit()).count() > ALWAYS_EXACT)
}

fn is_exact(number: &Number) -> bool {
    let size = number.as_i64().map(i64::unsigned_abs).or(number.as_u64()).unwrap_or_default();
    // An integer is exact if its significant bits fit in the mantissa.
    size <= EXACT || size.leading_zeros() + size.trailing_zeros() >= u64::BITS - f64::MANTISSA_DIGITS
}

/// The number as its file writes it. The text may also be the start of a collection, or a string.
fn written<'f>(file: &'f File, index: &Index, pointer: &Pointer) -> Option<&'f str> {
    let rest = index.written(file, pointer)?;
    let end = rest.find(|character: char| !character.is_ascii_digit() && !"+-.eE".contains(character));
    rest.get(..end.unwrap_or(rest.len()))
}

/// Whether the text is not exactly this number.
fn is_other(text: &str, float: f64) -> bool {
    let (Some(written), Some(taken)) = (decimal(text), decimal(&format!("{float:e}"))) else { return false };
    written != taken
}

/// A number without its leading and trailing zeros: its sign, its digits, and the decimal exponent of the last digit.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let unsigned = mantissa.trim_start_matches(['+', '-']);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = all.trim_end_matches('0');
    let zeros = all.len() - digits.len();
    let exponent =
        exponent.parse::<i64>().ok()? - i64::try_from(fraction.len()).ok()? + i64::try_from(zeros).ok()?;
    let digits = digits.trim_start_matches('0');
    let exponent = if digits.is_empty() { 0 } else { exponent };
    Some((mantissa.starts_with('-') && !digits.is_empty(), digits.to_owned(), exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_their_digits() {
        for (text, float) in [
            ("0.1", 0.1),
            ("1.0", 1.0),
            ("100", 100.0),
            ("-1.50e2", -150.0),
            ("+0.00", 0.0),
            ("1E+22", 1e22),
            ("0.30000000000000004", 0.1 + 0.2),
            ("9007199254740993e3", 9_007_199_254_740_993e3),
        ] {
            assert!(!is_other(text, float), "{text}");
        }
        for (text, float) in [
            ("12345678901234567890123", 1.234_567_890_123_456_8e22),
            ("0.1000000000000000055", 0.1),
            ("12345678901234567890.123456789", 1.234_567_890_123_456_7e19),
            ("-18446744073709551617", -18_446_744_073_709_551_616.0),
        ] {
            assert!(is_other(text, float), "{text}");
        }
        assert!(!is_other("0x10", 16.0) && !is_other("", 1.0));
    }
}
