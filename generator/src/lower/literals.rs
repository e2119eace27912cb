//! Converts values of the spec, such as defaults and examples, to literals of their Rust types.

use super::number::whole;
use super::strong_components::Graph;
use crate::arena::Arena;
use crate::diagnostic::{Part, Place};
use crate::model::{
    Additional, Check, Choose, Enum, EnumKind, Expr, Field, Literal, ReadOnly, Scalar, Shape, Struct, Type,
    TypeId, Union, Variant, struct_of,
};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Why a value is not a literal of its type.
pub(super) enum LiteralError {
    /// The schema rejects the value: the tokens of the JSON pointer to the mistake, innermost first, and the reason.
    Rejected(Vec<String>, String),
    /// Only a type of another crate can parse the value.
    Foreign,
    /// The value contains an object whose type leads back to the default.
    Recursive,
    /// The value cannot be serialized as the text of a parameter, for this reason.
    NotText(String),
}

fn rejected(why: String) -> LiteralError {
    LiteralError::Rejected(Vec::new(), why)
}

impl LiteralError {
    /// Converts the error to one for the value that contains this one at `token`.
    fn inside(self, token: &str) -> Self {
        match self {
            Self::Rejected(mut tokens, why) => {
                tokens.push(token.to_owned());
                Self::Rejected(tokens, why)
            }
            other => other,
        }
    }
}

/// Returns the place of the mistake inside a value.
pub(super) fn place_inside(place: &Place, tokens: &[String]) -> Place {
    let tokens = tokens.iter().rev();
    match &place.part {
        Part::Inside(pointer) => {
            let pointer = tokens.fold(pointer.clone(), |pointer, token| pointer.member(token));
            Place { part: Part::Inside(pointer), ..place.clone() }
        }
        _ => tokens.fold(place.clone(), |place, token| place.member(token)),
    }
}

/// Converts values to literals. `owner` is the struct that has the default, with the graph of types that mention each
/// other.
pub(super) struct Values<'t> {
    pub types: &'t Arena<Type>,
    pub owner: Option<(TypeId, &'t Graph)>,
    /// Whether the values are those of a response, which must have the read-only properties that are required.
    pub of_response: bool,
}

impl Values<'_> {
    /// Converts a value that must also pass these checks.
    pub(super) fn member(
        &self,
        expr: &Expr,
        checks: &[Check],
        value: &Value,
    ) -> Result<Literal, LiteralError> {
        let literal = self.literal(expr, value)?;
        match checks.iter().find(|check| !keeps(check, value)) {
            None => Ok(literal),
            Some(check) => Err(rejected(format!("it violates `{}`", keyword(check, value)))),
        }
    }

    /// Converts a value.
    pub(super) fn literal(&self, expr: &Expr, value: &Value) -> Result<Literal, LiteralError> {
        match (expr, value) {
            (Expr::Any, value) => Ok(Literal::Any(value.clone())),
            (Expr::AnyObject, Value::Object(members)) => Ok(Literal::AnyObject(members.clone())),
            (Expr::Nullable(_), Value::Null) => Ok(Literal::Null),
            (Expr::Nullable(inner), value) => {
                self.literal(inner, value).map(|inner| Literal::NotNull(Box::new(inner)))
            }
            (Expr::List(item), Value::Array(items)) => {
                let items = items.iter().enumerate();
                let items = items.map(|(index, value)| {
                    self.literal(item, value).map_err(|error| error.inside(&index.to_string()))
                });
                items.collect::<Result<_, _>>().map(Literal::List)
            }
            (Expr::Map(each), Value::Object(members)) => self.map(each, &[], members.iter()),
            (Expr::Named(id), value) => self.named(*id, value),
            (Expr::Preset(preset), Value::String(text)) => match preset.accepts(text) {
                Some(true) => Ok(Literal::Text(text.clone())),
                Some(false) => Err(rejected(preset.must_be().to_owned())),
                None => Err(LiteralError::Foreign),
            },
            (Expr::Foreign(_), _) => Err(LiteralError::Foreign),
            (expr, value) => scalar(expr, value)
                .map(Literal::Scalar)
                .ok_or_else(|| rejected(format!("expected {}", expected(expr)))),
        }
    }

    fn map<'v>(
        &self,
        each: &Expr,
        checks: &[Check],
        members: impl Iterator<Item = (&'v String, &'v Value)>,
    ) -> Result<Literal, LiteralError> {
        members
            .map(|(name, value)| {
                let literal = self.member(each, checks, value).map_err(|error| error.inside(name))?;
                Ok((name.clone(), literal))
            })
            .collect::<Result<_, _>>()
            .map(Literal::Map)
    }

    fn named(&self, id: TypeId, value: &Value) -> Result<Literal, LiteralError> {
        match &self.types.get(id).shape {
            Shape::Alias(target) => self.literal(target, value),
            Shape::Newtype(newtype) => {
                let inner = self.member(&newtype.inner, &newtype.checks, value)?;
                Ok(Literal::Newtype(id, Box::new(inner)))
            }
            Shape::Enum(enumeration) => variant(id, enumeration, value),
            Shape::Struct(structure) => self.object(id, structure, value),
            Shape::Union(union) => self.union(id, union, value),
        }
    }

    /// Converts a value of a union to the variant that the generated code would choose.
    fn union(&self, id: TypeId, union: &Union, value: &Value) -> Result<Literal, LiteralError> {
        if let Some(tag) = union.tag() {
            let given = value.get(tag);
            let selects =
                |variant: &&(usize, &Variant)| variant.1.tags.iter().any(|tag| is_scalar(tag, given));
            let mut variants = union.variants.iter().enumerate().collect::<Vec<_>>().into_iter();
            let default = union.otherwise.and_then(|index| Some((index, union.variants.get(index)?)));
            let found = variants.find(|variant| selects(&variant)).or(default);
            let (position, variant) = found.ok_or_else(|| match given {
                Some(_) => rejected(format!("`{tag}` is not the name of a subtype")),
                None => rejected(format!("`{tag}` is missing")),
            })?;
            let inner = self.member(&variant.expr, &[], value)?;
            return Ok(Literal::Union(id, position, Box::new(inner)));
        }
        let mut found: Option<(usize, Literal)> = None;
        let mut foreign = false;
        let mut first = None;
        for (position, variant) in union.variants.iter().enumerate() {
            let literal = match &variant.constant {
                Some(constant) if is_scalar(constant, Some(value)) => Ok(Literal::Variant(id, position)),
                Some(constant) => Err(rejected(format!("it is not `{constant}`"))),
                None => self
                    .member(&variant.expr, &variant.checks, value)
                    .map(|inner| Literal::Union(id, position, Box::new(inner))),
            };
            let named = self.count_named(&variant.expr, value);
            match literal {
                Ok(_) if union.choose == Choose::OneOf && found.is_some() => {
                    return Err(rejected(
                        "it matches several alternatives, but only one is allowed".to_owned(),
                    ));
                }
                Ok(literal) if found.as_ref().is_none_or(|(most, _)| named > *most) => {
                    found = Some((named, literal));
                }
                Ok(_) => {}
                Err(LiteralError::Foreign) => foreign = true,
                Err(error) => _ = first.get_or_insert(error),
            }
        }
        match found {
            _ if foreign => Err(LiteralError::Foreign),
            Some((_, literal)) => Ok(literal),
            None => Err(first.unwrap_or_else(|| rejected("it matches none of the alternatives".to_owned()))),
        }
    }

    fn count_named(&self, expr: &Expr, value: &Value) -> usize {
        let declared = struct_of(self.types, expr).into_iter().flat_map(|structure| {
            let tags = structure.tags.iter().map(|tag| &tag.wire);
            structure.fields.iter().map(|field| &field.wire).chain(tags)
        });
        declared.filter(|name| value.get(name.as_str()).is_some()).count()
    }

    fn object(&self, id: TypeId, structure: &Struct, value: &Value) -> Result<Literal, LiteralError> {
        let members = value.as_object().ok_or_else(|| rejected("expected an object".to_owned()))?;
        // A default that contains its own owner would be infinite.
        if let Some((owner, mutual)) = self.owner
            && mutual.are_together((mutual.node(owner), mutual.node(id)))
        {
            return Err(LiteralError::Recursive);
        }
        let least = structure.count.0.unwrap_or(0);
        let most = structure.count.1.unwrap_or(u64::MAX);
        let mut tags = structure.tags.iter();
        if let Some(tag) = tags.find(|tag| !is_scalar(&tag.value, members.get(&tag.wire))) {
            return Err(rejected(format!("`{}` must be `{}`", tag.wire, tag.value)));
        }
        if !(least..=most).contains(&(members.len() as u64)) {
            return Err(rejected("it has too few or too many properties".to_owned()));
        }
        let fields =
            structure.fields.iter().map(|field| self.field(field, members)).collect::<Result<_, _>>()?;
        let rest = self.rest(structure, members)?;
        if members.is_empty() {
            return Ok(Literal::Empty(id));
        }
        Ok(Literal::Struct(id, fields, rest.map(Box::new)))
    }

    fn field(&self, field: &Field, members: &Map<String, Value>) -> Result<Option<Literal>, LiteralError> {
        match members.get(&field.wire) {
            Some(value) => {
                let literal = self.member(&field.expr, &field.checks, value);
                literal.map(Some).map_err(|error| error.inside(&field.wire))
            }
            None if field.required && members.contains_key("$ref") => Err(rejected(format!(
                "`{}` is missing, and a `$ref` inside a value is not followed",
                field.wire
            ))),
            None if field.required || (self.of_response && field.read_only == ReadOnly::Required) => {
                Err(rejected(format!("`{}` is missing", field.wire)))
            }
            None => Ok(None),
        }
    }

    /// Converts the properties without a field.
    fn rest(
        &self,
        structure: &Struct,
        members: &Map<String, Value>,
    ) -> Result<Option<Literal>, LiteralError> {
        let mut others = members.iter().filter(|(name, _)| {
            structure.tags.iter().all(|tag| tag.wire != **name)
                && structure.fields.iter().all(|field| field.wire != **name)
        });
        match &structure.additional {
            Additional::Ignored => Ok(None),
            Additional::Rejected => others
                .next()
                .map_or(Ok(None), |(name, _)| Err(rejected(format!("the property `{name}` is not allowed")))),
            Additional::Kept => {
                let others = others.map(|(name, value)| (name.clone(), value.clone()));
                Ok(Some(Literal::AnyObject(others.collect())))
            }
            Additional::Typed(each, checks) => self.map(each, checks, others).map(Some),
        }
    }
}

/// Returns whether a JSON value is a scalar.
pub(super) fn is_scalar(scalar: &Scalar, value: Option<&Value>) -> bool {
    match (scalar, value) {
        (Scalar::String(text), Some(Value::String(other))) => text == other,
        (Scalar::Boolean(boolean), Some(Value::Bool(other))) => boolean == other,
        (Scalar::Integer(integer), Some(Value::Number(number))) => whole(number) == Some(*integer),
        (Scalar::Number(number), Some(Value::Number(other))) => other.as_f64() == Some(*number),
        _ => false,
    }
}

fn scalar(expr: &Expr, value: &Value) -> Option<Scalar> {
    match (expr, value) {
        (Expr::Boolean, Value::Bool(boolean)) => Some(Scalar::Boolean(*boolean)),
        (Expr::String, Value::String(text)) => Some(Scalar::String(text.clone())),
        (Expr::Number, Value::Number(number)) => number.as_f64().map(Scalar::Number),
        (Expr::Integer64, Value::Number(number)) => whole(number).map(Scalar::Integer),
        (Expr::Integer32, Value::Number(number)) => {
            whole(number).filter(|whole| i32::try_from(*whole).is_ok()).map(Scalar::Integer)
        }
        _ => None,
    }
}

fn variant(id: TypeId, enumeration: &Enum, value: &Value) -> Result<Literal, LiteralError> {
    let expr = match enumeration.kind() {
        EnumKind::Strings => Expr::String,
        EnumKind::Integers => Expr::Integer64,
        EnumKind::Numbers => Expr::Number,
        EnumKind::Mixed => Expr::Any,
    };
    let own = match value {
        Value::Number(number) if enumeration.kind() == EnumKind::Mixed => {
            whole(number).map(Scalar::Integer).or_else(|| number.as_f64().map(Scalar::Number))
        }
        Value::String(text) => Some(Scalar::String(text.clone())),
        Value::Bool(boolean) => Some(Scalar::Boolean(*boolean)),
        other => scalar(&expr, other),
    };
    let position = enumeration.values.iter().position(|listed| Some(&listed.scalar) == own.as_ref());
    let other = match expr {
        Expr::Any => Some(Literal::Any(value.clone())),
        _ => scalar(&expr, value).map(Literal::Scalar),
    };
    match (position, other) {
        (Some(position), _) => Ok(Literal::Variant(id, position)),
        (None, Some(other)) if enumeration.open => Ok(Literal::Other(id, Box::new(other))),
        (None, _) => Err(rejected("the `enum` does not list it".to_owned())),
    }
}

/// Returns whether a value passes a check.
///
/// | check | result |
/// |---|---|
/// | for a value of another type | the result for zero or an empty value: the type has been checked before |
/// | a `multipleOf` that is not an integer, `pattern`, a validator | passes: only the generated code can check it |
/// | others | checked |
pub(super) fn keeps(check: &Check, value: &Value) -> bool {
    match check {
        Check::Minimum(least) => integer(value) >= *least,
        Check::Maximum(most) => integer(value) <= *most,
        Check::MultipleOf(factor) => integer(value) % factor == 0,
        Check::AtLeast(least) => number(value) >= *least,
        Check::AtMost(most) => number(value) <= *most,
        Check::MoreThan(bound) => number(value) > *bound,
        Check::LessThan(bound) => number(value) < *bound,
        Check::MinLength(least) => length(value) >= *least,
        Check::MaxLength(most) => length(value) <= *most,
        Check::MinCount(least) => count(value) >= *least,
        Check::MaxCount(most) => count(value) <= *most,
        Check::Unique => {
            let mut known = HashSet::new();
            value.as_array().is_none_or(|items| items.iter().all(|item| known.insert(item)))
        }
        Check::Each(inner) => {
            value.as_array().is_none_or(|items| items.iter().all(|item| keeps(inner, item)))
        }
        Check::EachMember(inner) => {
            value.as_object().is_none_or(|members| members.values().all(|member| keeps(inner, member)))
        }
        Check::Nullable(inner) => value.is_null() || keeps(inner, value),
        Check::Wide(inner) | Check::Text(inner) => keeps(inner, value),
        Check::MultipleOfNumber(_) | Check::Pattern(_) | Check::Schema(_) => true,
    }
}

fn integer(value: &Value) -> i64 {
    value.as_number().and_then(whole).unwrap_or_default()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

/// Returns the number of characters of a string.
fn length(value: &Value) -> u64 {
    value.as_str().map_or(0, |text| text.chars().count() as u64)
}

/// Returns the number of items of an array, or of properties of an object.
fn count(value: &Value) -> u64 {
    let items = value.as_array().map(Vec::len).or_else(|| value.as_object().map(serde_json::Map::len));
    items.unwrap_or_default() as u64
}

/// Returns the keyword that a check comes from.
fn keyword(check: &Check, value: &Value) -> &'static str {
    match check {
        Check::MinCount(_) if value.is_object() => "minProperties",
        Check::MaxCount(_) if value.is_object() => "maxProperties",
        Check::Minimum(_) | Check::AtLeast(_) | Check::MoreThan(_) => "minimum",
        Check::Maximum(_) | Check::AtMost(_) | Check::LessThan(_) => "maximum",
        Check::MultipleOf(_) | Check::MultipleOfNumber(_) => "multipleOf",
        Check::MinLength(_) => "minLength",
        Check::MaxLength(_) => "maxLength",
        Check::MinCount(_) => "minItems",
        Check::MaxCount(_) => "maxItems",
        Check::Unique => "uniqueItems",
        Check::Pattern(_) => "pattern",
        Check::Schema(_) => "a schema",
        Check::Nullable(inner) | Check::Wide(inner) | Check::Text(inner) => keyword(inner, value),
        Check::Each(inner) | Check::EachMember(inner) => keyword(inner, &Value::Null),
    }
}

/// Returns the JSON type of an expression.
fn expected(expr: &Expr) -> &'static str {
    match expr {
        Expr::Boolean => "a boolean",
        Expr::Integer32 => "a 32-bit integer",
        Expr::Integer64 => "an integer",
        Expr::Number => "a number",
        Expr::String | Expr::Preset(_) => "a string",
        Expr::List(_) => "an array",
        _ => "an object",
    }
}

#[cfg(test)]
#[path = "../tests/literals.rs"]
mod tests;
