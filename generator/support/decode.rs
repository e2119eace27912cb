//! Decodes JSON as JSON Schema defines it. serde's derives differ: they accept an array for a struct, reject `1.0` for
//! an integer, treat null as an absent property, and accept duplicates of unknown properties.

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;
use std::cell::Cell;
use std::{borrow::Cow, fmt, marker::PhantomData};

/// The path to the invalid value, innermost step first. It is filled only if decoding fails.
#[derive(Debug, Default)]
pub struct Trail {
    pub(super) steps: Vec<String>,
    /// Whether the JSON belongs to a request, not to a response.
    pub(super) of_request: bool,
    /// Whether the JSON is a body or a header of a response that is about to be sent.
    pub(super) of_response: bool,
    /// Whether constraints are not enforced, because a client reads the response of a server that need not be exact.
    /// Types and required properties are enforced.
    pub(super) is_lenient: bool,
    /// Whether the value is written as text, not as JSON, so a string may be a number or a boolean.
    pub(super) of_text: bool,
    /// Whether the value is decoded to find out whether an alternative accepts it.
    pub(super) in_alternative: bool,
    /// The number of values that were evaluated to choose between alternatives.
    pub(super) evaluations: Cell<u64>,
    /// The number of evaluations that are allowed because of the size of the values.
    pub(super) allowed: Cell<u64>,
    /// Whether the values of ignored properties are decoded instead of skipped.
    pub(super) reads_ignored: bool,
    /// The names of the ignored properties of the current object and of the objects around it, to find duplicates.
    pub(super) ignored: Vec<Cow<'static, str>>,
    /// The reason why the value is invalid, if it replaces the error that the value's type returns.
    pub(super) must_be: Option<&'static str>,
}

/// The number of evaluations that any input may take. Alternatives that contain themselves several times take exponential
/// time.
const EVALUATIONS: u64 = 100_000;

/// How often each value may be evaluated beyond that. Each level of alternatives evaluates it once more.
const REPEATED: u64 = 32;

impl Trail {
    pub(crate) fn push(&mut self, step: impl ToString) {
        self.steps.push(step.to_string());
    }

    /// Returns whether constraints are enforced.
    #[inline]
    pub(crate) fn is_strict(&self) -> bool {
        !self.is_lenient
    }

    /// Replaces the error that the value's type returns.
    pub(crate) fn must_be(&mut self, text: &'static str) {
        self.must_be = Some(text);
    }

    /// Returns the number or the boolean that a text may be, if the value is written as text.
    pub(super) fn scalar(&self, text: &str) -> Option<Value> {
        let number = || text.parse().map(Value::Number).ok();
        if self.of_text { number().or_else(|| text.parse().map(Value::Bool).ok()) } else { None }
    }

    /// Returns the trail for a value that is decoded to find out whether an alternative accepts it. Its size is the number
    /// of values in it.
    pub(super) fn of_alternative(&self, size: u64) -> Self {
        // The values of alternatives inside it count already.
        let more = if self.in_alternative { 0 } else { size * REPEATED };
        self.allowed.set(self.allowed.get() + more);
        Self {
            of_request: self.of_request,
            of_response: self.of_response,
            of_text: self.of_text,
            in_alternative: true,
            evaluations: Cell::new(self.evaluations.get() + size),
            allowed: self.allowed.clone(),
            ..Self::default()
        }
    }

    /// Adds the evaluations for an alternative.
    pub(super) fn spend(&self, alternative: &Self) {
        self.evaluations.set(alternative.evaluations.get());
    }

    /// Adds one evaluation of a value in an alternative.
    pub(super) fn evaluate(&self) {
        if self.in_alternative {
            self.evaluations.set(self.evaluations.get() + 1);
        }
    }

    pub(super) fn is_too_complex(&self) -> bool {
        self.evaluations.get() > EVALUATIONS + self.allowed.get()
    }

    /// Returns the path as a JSON pointer.
    pub(super) fn pointer(&self) -> String {
        let steps = self.steps.iter().rev().map(|step| step.replace('~', "~0").replace('/', "~1"));
        steps.fold(String::new(), |pointer, step| pointer + "/" + &step)
    }
}

/// The newtype name that asks for a text of a form as bytes, because it has no type. JSON has no bytes, and deserializers of
/// JSON ignore the name of a newtype, so their strings remain strings.
pub(super) const UNTYPED: &str = "a text without a type";

/// The newtype name that asks for the same. If an array or an object is in memory, it also asks for a value that can be read
/// several times.
pub(super) const AGAIN: &str = "a value that may be in memory";

pub(super) fn asks_for_untyped(newtype: &str) -> bool {
    newtype == UNTYPED || newtype == AGAIN
}

/// A type that can be decoded from JSON. A struct implements `properties`, and any other type `decode`. They are one trait,
/// because each function of a struct takes time to compile.
pub trait Decode: Sized {
    /// The names of a struct's properties in JSON.
    const PROPERTIES: &'static [&'static str] = &[];
    /// Decodes the properties of a struct, one after another.
    fn properties<'de, A: MapAccess<'de, Error = E>, E: Error>(
        _: &mut Properties<'_, A, E>,
    ) -> Result<Self, E> {
        Err(E::custom("must not be an object"))
    }
    /// Decodes one value.
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        object(input, trail)
    }
}

/// Decodes one value for serde.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    T::decode(input, &mut Trail::default())
}

/// Decodes a struct.
pub(super) fn object<'de, T: Decode, D: Deserializer<'de>>(
    input: D,
    trail: &mut Trail,
) -> Result<T, D::Error> {
    input.deserialize_map(ObjectVisitor(trail, PhantomData))
}

/// The properties of an object that is being decoded. After an error, `next` returns false.
pub struct Properties<'t, A, E> {
    map: A,
    pub(super) names: Names,
    /// The number of properties so far.
    pub(super) count: usize,
    /// The number of ignored properties in the objects around this one.
    ignored_around: usize,
    pub(super) error: Option<E>,
    pub(super) trail: &'t mut Trail,
}

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// Decodes the name of the next property, and finds its row in the table. For a property without a row, the row is
    /// past the last one. Returns whether there is a property.
    pub(crate) fn next(&mut self, row: &mut usize) -> bool {
        if self.error.is_some() {
            return false;
        }
        match self.map.next_key_seed(&mut self.names) {
            Ok(None) => return false,
            Ok(Some(index)) => *row = index,
            Err(error) => {
                self.error = Some(error);
                return false;
            }
        }
        self.count += 1;
        true
    }

    /// Returns the first error.
    pub(crate) fn error(&mut self) -> Option<E> {
        self.error.take()
    }

    /// Checks that no ignored property is a duplicate.
    #[cold]
    pub(super) fn end(&mut self) -> Result<(), E> {
        let mut names = self.trail.ignored.split_off(self.ignored_around);
        once(&mut names, self.trail)
    }

    /// Decodes the property if this is its row. Returns whether it is.
    #[inline]
    pub(crate) fn value<T: Decode>(&mut self, row: &mut usize, name: &str, slot: &mut Option<T>) -> bool {
        let is_here = *row == 0;
        *row = row.wrapping_sub(1);
        if is_here {
            self.take(name, slot);
        }
        is_here
    }

    pub(super) fn take<T: Decode>(&mut self, name: &str, slot: &mut Option<T>) {
        let value = match slot {
            None => self.map.next_value_seed(Seed::new(self.trail)),
            Some(_) => Err(E::custom("duplicate property")),
        };
        match value {
            Ok(value) => *slot = Some(value),
            Err(error) => {
                *slot = None;
                self.fail(name, error);
            }
        }
    }

    // It is not inlined, so the code for each property stays small.
    #[cold]
    pub(super) fn fail(&mut self, name: &str, error: E) {
        self.trail.push(name);
        self.error = Some(error);
    }

    // It is not inlined, for the same reason as `fail`.
    #[inline(never)]
    pub(crate) fn ignored(&mut self) -> bool {
        if self.trail.reads_ignored {
            let name = std::mem::take(&mut self.names.other);
            self.ignore(Cow::Owned(name));
        } else {
            self.error = self.map.next_value::<IgnoredAny>().err();
        }
        true
    }

    /// Ignores a property, but remembers its name, to find duplicates.
    #[cold]
    pub(super) fn ignore(&mut self, name: Cow<'static, str>) {
        let value = match self.trail.reads_ignored {
            true => self.map.next_value_seed(Seed::new(self.trail)).map(|Ignored| ()),
            false => self.map.next_value::<IgnoredAny>().map(drop),
        };
        if let Err(error) = value {
            self.fail(&name, error);
        }
        self.trail.ignored.push(name);
    }

    pub(crate) fn rejected(&mut self) -> bool {
        if self.trail.is_lenient {
            return self.ignored();
        }
        self.error = Some(E::custom(format_args!("property `{}` is not allowed", self.names.other)));
        true
    }

    /// Returns the error for an absent property.
    #[cold]
    pub(crate) fn missing(&self, name: &str) -> E {
        E::custom(format_args!("property `{name}` is missing"))
    }
}

/// Decodes a `T`: as a seed, and as the visitor of an array.
pub struct Seed<'t, T>(pub(super) &'t mut Trail, PhantomData<T>);

impl<'t, T> Seed<'t, T> {
    pub(crate) fn new(trail: &'t mut Trail) -> Self {
        Self(trail, PhantomData)
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = T;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        T::decode(input, self.0)
    }
}

/// A visitor that decodes a struct.
struct ObjectVisitor<'t, T>(&'t mut Trail, PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut properties = Properties {
            map,
            names: Names { table: T::PROPERTIES, next: 0, other: String::new() },
            count: 0,
            ignored_around: self.0.ignored.len(),
            error: None,
            trail: self.0,
        };
        let value = T::properties(&mut properties);
        if properties.trail.ignored.len() > properties.ignored_around && value.is_ok() {
            properties.end()?;
        }
        value
    }
}

/// Finds the rows of properties by their names.
pub(super) struct Names {
    table: &'static [&'static str],
    /// The row after that of the last property: most objects have their properties in the order of the table.
    next: usize,
    /// The last name that is not in the table.
    pub(super) other: String,
}

impl Names {
    #[cold]
    fn find(&mut self, name: &str) -> usize {
        self.table.iter().position(|known| *known == name).unwrap_or_else(|| {
            name.clone_into(&mut self.other);
            usize::MAX
        })
    }
}

impl<'de> DeserializeSeed<'de> for &mut Names {
    type Value = usize;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<usize, D::Error> {
        input.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Names {
    type Value = usize;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property's name")
    }
    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        let row = match self.table.get(self.next) {
            Some(next) if *next == name => self.next,
            _ => self.find(name),
        };
        self.next = row.wrapping_add(1);
        Ok(row)
    }
}

/// Any JSON value, which is decoded and then ignored. No object in it may have duplicate properties.
struct Ignored;

impl Decode for Ignored {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        input.deserialize_any(Seed::<Self>::new(trail))
    }
}

macro_rules! ignore_each {
    ($($method:ident $type:ty,)*) => { $(fn $method<E>(self, _: $type) -> Result<Ignored, E> { Ok(Ignored) })* };
}

impl<'de> Visitor<'de> for Seed<'_, Ignored> {
    type Value = Ignored;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    ignore_each! {
        visit_bool bool, visit_str &str, visit_f64 f64,
        visit_i64 i64, visit_u64 u64, visit_i128 i128, visit_u128 u128,
    }
    fn visit_unit<E>(self) -> Result<Ignored, E> {
        Ok(Ignored)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Ignored, A::Error> {
        let mut index = 0;
        while let Some(Ignored) =
            items.next_element_seed(Seed::new(self.0)).inspect_err(|_| self.0.push(index))?
        {
            index += 1;
        }
        Ok(Ignored)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ignored, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(Seed::<Ignored>::new(self.0));
            value.inspect_err(|_| self.0.push(&name))?;
            names.push(Cow::Owned(name));
        }
        once(&mut names, self.0).map(|()| Ignored)
    }
}

/// Checks that there are no duplicates. It sorts the names, because hostile names cannot make sorting slow.
fn once<E: Error>(names: &mut [Cow<'static, str>], trail: &mut Trail) -> Result<(), E> {
    names.sort_unstable();
    let mut pairs = names.iter().zip(names.iter().skip(1));
    match pairs.find(|(name, next)| name == next) {
        None => Ok(()),
        Some((name, _)) => {
            trail.push(name);
            Err(E::custom("duplicate property"))
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        input.deserialize_seq(Seed::<Self>::new(trail))
    }
}

impl<'de, T: Decode> Visitor<'de> for Seed<'_, Vec<T>> {
    type Value = Vec<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        loop {
            match items.next_element_seed(Seed::new(self.0)) {
                Ok(Some(item)) => list.push(item),
                Ok(None) => return Ok(list),
                Err(error) => {
                    self.0.push(list.len());
                    return Err(error);
                }
            }
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        T::decode(input, trail).map(Self::new)
    }
}

impl Decode for i64 {
    fn decode<'de, D: Deserializer<'de>>(input: D, _: &mut Trail) -> Result<Self, D::Error> {
        input.deserialize_i64(Integer)?.ok_or_else(|| D::Error::custom("must be a 64-bit integer"))
    }
}

/// Decodes a number. Returns `None` if it is not an integer of this type. In JSON Schema, `1.0` is an integer.
pub(super) struct Integer;

impl Visitor<'_> for Integer {
    type Value = Option<i64>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }
    fn visit_i64<E>(self, integer: i64) -> Result<Option<i64>, E> {
        Ok(Some(integer))
    }
    fn visit_u64<E>(self, integer: u64) -> Result<Option<i64>, E> {
        Ok(integer.try_into().ok())
    }
    fn visit_f64<E>(self, float: f64) -> Result<Option<i64>, E> {
        let is_whole = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
        #[allow(clippy::cast_possible_truncation, reason = "a whole number up to 2^53 fits")]
        Ok(is_whole.then_some(float as i64))
    }
}

impl Decode for i32 {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        let wide = i64::decode(input, trail)?;
        Self::try_from(wide).map_err(|_| D::Error::custom("must be a 32-bit integer"))
    }
}

macro_rules! decode_as_serde {
    ($($type:ty),*) => { $(impl Decode for $type {
        fn decode<'de, D: Deserializer<'de>>(input: D, _: &mut Trail) -> Result<Self, D::Error> {
            Self::deserialize(input)
        }
    })* };
}

decode_as_serde!(String, bool, f64);
