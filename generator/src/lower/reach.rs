//! Finds the text at a JSON pointer in the values of a type.

use crate::model::{Additional, Expr, Model, Reach, Shape, Struct, TypeId};
use crate::suggest::did_you_mean;

/// The reason why an expression leads to no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub reason: String,
    pub help: Option<String>,
    /// Whether the text is a property that the schema allows without declaring it, so that requests may have it.
    pub is_undeclared: bool,
    /// Whether a declared property has nearly this name.
    pub is_typo: bool,
}

impl Failure {
    pub(super) fn new(reason: impl Into<String>, help: Option<String>) -> Self {
        Self { reason: reason.into(), help, is_undeclared: false, is_typo: false }
    }
}

/// The fix for a pointer to an array.
const ITEM: &str = "add the index of an item to the pointer, such as `/0`";

/// The maximum depth of nested alternatives, which may contain themselves.
const DEPTH: usize = 16;

/// Returns the way to the text at these tokens of a JSON pointer.
pub(super) fn reach(model: &Model, expr: &Expr, tokens: &[String]) -> Result<Reach, Failure> {
    reach_in(model, expr, tokens, 0)
}

fn reach_in(model: &Model, expr: &Expr, tokens: &[String], depth: usize) -> Result<Reach, Failure> {
    let expr = model.resolve(expr);
    let inner = |expr: &Expr, tokens: &[String]| reach_in(model, expr, tokens, depth + 1).map(Box::new);
    if depth > DEPTH {
        return Err(Failure::new("is nested too deeply", None));
    }
    match (&expr, tokens) {
        (Expr::Any, _) => {
            let steps = tokens.iter().map(|token| token.replace('~', "~0").replace('/', "~1"));
            Ok(Reach::Json(steps.fold(String::new(), |pointer, step| pointer + "/" + &step)))
        }
        (Expr::Nullable(own), _) => Ok(Reach::Nullable(inner(own, tokens)?)),
        (Expr::Named(id), _) => match &model.types.get(*id).shape {
            Shape::Struct(structure) => match tokens {
                [] => Err(Failure::new("is an object, not text", None)),
                [name, rest @ ..] => {
                    let index = structure.fields.iter().position(|field| field.wire == *name);
                    match index.and_then(|index| Some((index, structure.fields.get(index)?))) {
                        Some((index, field)) => Ok(Reach::Field(*id, index, inner(&field.expr, rest)?)),
                        None => others(model, *id, structure, (name, rest), depth),
                    }
                }
            },
            Shape::Union(union) => {
                let variants = union.variants.iter().enumerate();
                let variants = variants.map(|(index, variant)| match (&variant.constant, tokens) {
                    (Some(_), []) => Ok((index, Reach::Here)),
                    (Some(_), _) => Err(Failure::new("is a constant", None)),
                    (None, _) => Ok((index, *inner(&variant.expr, tokens)?)),
                });
                let variants = any(variants.collect())?;
                Ok(Reach::Variants(Some(*id), variants))
            }
            Shape::Newtype(newtype) => Ok(Reach::Inside(inner(&newtype.inner, tokens)?)),
            Shape::Enum(_) if tokens.is_empty() => Ok(Reach::Here),
            Shape::Enum(_) | Shape::Alias(_) => Err(no_more(tokens)),
        },
        (Expr::List(item), [index, rest @ ..]) => match index.parse() {
            Ok(index) => Ok(Reach::Item(index, inner(item, rest)?)),
            Err(_) => Err(Failure::new(format!("has `{index}` where the index of an item is needed"), None)),
        },
        (Expr::Map(each), [name, rest @ ..]) => Ok(Reach::Key(name.clone(), inner(each, rest)?)),
        (Expr::List(_), []) => Err(Failure::new("is an array, not text", Some(ITEM.to_owned()))),
        (Expr::AnyObject, [name, rest @ ..]) => Ok(Reach::Key(name.clone(), inner(&Expr::Any, rest)?)),
        (Expr::Map(_) | Expr::AnyObject, []) => Err(Failure::new("is an object, not text", None)),
        (
            Expr::Boolean
            | Expr::Integer32
            | Expr::Integer64
            | Expr::Number
            | Expr::String
            | Expr::Foreign(_)
            | Expr::Preset(_),
            [],
        ) => Ok(Reach::Here),
        (
            Expr::Boolean
            | Expr::Integer32
            | Expr::Integer64
            | Expr::Number
            | Expr::String
            | Expr::Foreign(_)
            | Expr::Preset(_),
            _,
        ) => Err(no_more(tokens)),
    }
}

/// The kind of a value at the end of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Boolean,
    Number,
    /// Text, or a value of any type.
    Text,
}

/// Adds the kinds of values at the end of a way, each once.
pub(super) fn ends(model: &Model, expr: &Expr, way: &Reach, found: &mut Vec<End>) {
    let expr = model.resolve(expr);
    let shape = |id: TypeId| &model.types.get(id).shape;
    let next = match (way, &expr) {
        (Reach::Field(id, index, inner), _) => {
            let field = shape(*id).as_struct().and_then(|structure| structure.fields.get(*index));
            field.map(|field| (&field.expr, inner))
        }
        (Reach::Others(id, inner), _) => {
            match (shape(*id).as_struct().map(|one| &one.additional), &**inner) {
                (Some(Additional::Typed(each, _)), Reach::Key(_, inner)) => Some((each, inner)),
                _ => None,
            }
        }
        (Reach::Item(_, inner), Expr::List(each))
        | (Reach::Key(_, inner), Expr::Map(each))
        | (Reach::Nullable(inner), Expr::Nullable(each)) => Some((&**each, inner)),
        (Reach::Inside(inner), Expr::Named(id)) => match shape(*id) {
            Shape::Newtype(newtype) => Some((&newtype.inner, inner)),
            _ => None,
        },
        (Reach::Variants(Some(id), variants), _) => {
            if let Shape::Union(union) = shape(*id) {
                for (index, inner) in variants {
                    let variant = union.variants.get(*index).filter(|variant| variant.constant.is_none());
                    ends(model, variant.map_or(&Expr::String, |variant| &variant.expr), inner, found);
                }
            }
            return;
        }
        _ => None,
    };
    if let Some((expr, inner)) = next {
        return ends(model, expr, inner, found);
    }
    let end = match (way, &expr) {
        (Reach::Here, Expr::Boolean) => End::Boolean,
        (Reach::Here, Expr::Integer32 | Expr::Integer64 | Expr::Number) => End::Number,
        _ => End::Text,
    };
    if !found.contains(&end) {
        found.push(end);
    }
}

/// Returns those of several ways that exist, or the first failure.
pub(super) fn any<T>(ways: Vec<Result<T, Failure>>) -> Result<Vec<T>, Failure> {
    let mut found = Vec::new();
    let mut first = None;
    for way in ways {
        match way {
            Ok(way) => found.push(way),
            Err(failure) => {
                // A value that one alternative allows is not a mistake in the others, unless it is a typo.
                let rank = |failure: &Failure| (failure.is_typo, failure.is_undeclared);
                if first.as_ref().is_none_or(|first| rank(&failure) > rank(first)) {
                    first = Some(failure);
                }
            }
        }
    }
    match first {
        Some(failure) if found.is_empty() => Err(failure),
        _ => Ok(found),
    }
}

fn no_more(tokens: &[String]) -> Failure {
    let name = tokens.first().map_or("", String::as_str);
    let reason =
        format!("points to nothing: there is no `{name}` in a value that is not an object or an array");
    Failure::new(reason, None)
}

/// Returns the way to a property that the schema does not declare:
///
/// | undeclared properties are | and a similar one is declared | the property |
/// |---|---|---|
/// | kept | | is with the others |
/// | ignored | no | may be in a request, but the generated code does not keep it |
/// | ignored | yes | is a typo |
/// | rejected | | does not exist |
fn others(
    model: &Model,
    id: TypeId,
    structure: &Struct,
    (name, rest): (&String, &[String]),
    depth: usize,
) -> Result<Reach, Failure> {
    let inside = |each: &Expr| {
        let inner = Box::new(reach_in(model, each, rest, depth + 1)?);
        Ok(Reach::Others(id, Box::new(Reach::Key(name.clone(), inner))))
    };
    let names = structure.fields.iter().map(|field| field.wire.as_str());
    let reason = format!("points to nothing: there is no property `{name}`");
    match (&structure.additional, did_you_mean(name, names)) {
        (Additional::Kept, _) => inside(&Expr::Any),
        (Additional::Typed(each, _), _) => inside(each),
        (_, Some(meant)) => {
            Err(Failure { is_typo: true, ..Failure::new(reason, Some(format!("did you mean `{meant}`?"))) })
        }
        (Additional::Rejected, None) => {
            Err(Failure::new(reason, Some(format!("declare the property `{name}`"))))
        }
        (Additional::Ignored, None) => Err(Failure {
            reason: format!("is a property that its schema does not declare: `{name}`"),
            help: Some("declare the property, or keep it with the setting `keep-unknown`".to_owned()),
            is_undeclared: true,
            is_typo: false,
        }),
    }
}
