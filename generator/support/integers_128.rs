//! Integers with 128 bits. A number that `u64` does not contain must be written without a point and without an exponent,
//! since it would otherwise lose digits.

use super::decode::{Decode, Integer, Trail};
use serde::de::{Deserializer, Error, Visitor};
use std::fmt;

macro_rules! integers {
    ($($type:ty, $method:ident, $must_be:literal;)*) => { $(impl Decode for $type {
        fn decode<'de, D: Deserializer<'de>>(input: D, _: &mut Trail) -> Result<Self, D::Error> {
            let number = input.$method(Number)?;
            let integer = match number {
                Number128::Signed(integer) => integer.try_into().ok(),
                Number128::Unsigned(integer) => integer.try_into().ok(),
                Number128::Other => None,
            };
            integer.ok_or_else(|| D::Error::custom($must_be))
        }
    })* };
}

integers! {
    i128, deserialize_i128, "must be a 128-bit integer";
    u128, deserialize_u128, "must be an unsigned 128-bit integer";
}

enum Number128 {
    Signed(i128),
    Unsigned(u128),
    Other,
}

struct Number;

impl Visitor<'_> for Number {
    type Value = Number128;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Integer.expecting(f)
    }
    fn visit_i64<E>(self, integer: i64) -> Result<Number128, E> {
        Ok(Number128::Signed(integer.into()))
    }
    fn visit_u64<E>(self, integer: u64) -> Result<Number128, E> {
        Ok(Number128::Unsigned(integer.into()))
    }
    fn visit_i128<E>(self, integer: i128) -> Result<Number128, E> {
        Ok(Number128::Signed(integer))
    }
    fn visit_u128<E>(self, integer: u128) -> Result<Number128, E> {
        Ok(Number128::Unsigned(integer))
    }
    fn visit_f64<E: Error>(self, float: f64) -> Result<Number128, E> {
        let integer = Integer.visit_f64(float)?;
        Ok(integer.map_or(Number128::Other, |integer| Number128::Signed(integer.into())))
    }
}
