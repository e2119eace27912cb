//! Finds the text at a JSON pointer in the values of a type.

use crate::model::{Additional, Expr, Model, Reach, Shape, Struct};
use crate::suggest::did_you_mean;

/// The reason why a pointer leads to no text, and a fix.
pub(super) type Failure = (String, Option<String>);

/// The maximum number of alternatives in alternatives, which may contain themselves.
const DEPTH: usize = 16;

/// Returns the way to the text at these tokens of a JSON pointer.
pub(super) fn reach(model: &Model, expr: &Expr, tokens: &[String]) -> Result<Reach, Failure> {
    reach_in(model, expr, tokens, 0)
}

fn reach_in(model: &Model, expr: &Expr, tokens: &[String], depth: usize) -> Result<Reach, Failure> {
    let expr = model.resolve(expr);
    let inner = |expr: &Expr, tokens: &[String]| reach_in(model, expr, tokens, depth + 1).map(Box::new);
    if depth > DEPTH {
        return Err(("is nested too deeply".to_owned(), None));
    }
    match (&expr, tokens) {
        (Expr::Any | Expr::AnyObject, _) => {
            let steps = tokens.iter().map(|token| token.replace('~', "~0").replace('/', "~1"));
            Ok(Reach::Json(steps.fold(String::new(), |pointer, step| pointer + "/" + &step)))
        }
        (Expr::Nullable(own), _) => Ok(Reach::Nullable(inner(own, tokens)?)),
        (Expr::Named(id), _) => match &model.types.get(*id).shape {
            Shape::Struct(structure) => match tokens {
                [] => Err(("is an object, not text".to_owned(), None)),
                [name, rest @ ..] => {
                    let index = structure.fields.iter().position(|field| field.wire == *name);
                    match index.and_then(|index| Some((index, structure.fields.get(index)?))) {
                        Some((index, field)) => Ok(Reach::Field(*id, index, inner(&field.expr, rest)?)),
                        None => Err(without_property(structure, name)),
                    }
                }
            },
            Shape::Union(union) => {
                let variants = union.variants.iter().enumerate();
                let variants = variants.map(|(index, variant)| match (&variant.constant, tokens) {
                    (Some(_), []) => Ok((index, Reach::Here)),
                    (Some(_), _) => Err(("is a constant".to_owned(), None)),
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
            Err(_) => Err((format!("has `{index}` where the index of an item is needed"), None)),
        },
        (Expr::Map(each), [name, rest @ ..]) => Ok(Reach::Key(name.clone(), inner(each, rest)?)),
        (Expr::List(_), []) => Err(("is an array, not text".to_owned(), None)),
        (Expr::Map(_), []) => Err(("is an object, not text".to_owned(), None)),
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

/// Returns those of several ways that exist, or the first failure.
pub(super) fn any<T>(ways: Vec<Result<T, Failure>>) -> Result<Vec<T>, Failure> {
    let mut found = Vec::new();
    let mut first = None;
    for way in ways {
        match way {
            Ok(way) => found.push(way),
            Err(failure) => _ = first.get_or_insert(failure),
        }
    }
    match first {
        Some(failure) if found.is_empty() => Err(failure),
        _ => Ok(found),
    }
}

fn no_more(tokens: &[String]) -> Failure {
    let name = tokens.first().map_or("", String::as_str);
    (format!("points to nothing: there is no `{name}` in a value that is not an object or an array"), None)
}

fn without_property(structure: &Struct, name: &str) -> Failure {
    let names = structure.fields.iter().map(|field| field.wire.as_str());
    let help = match (did_you_mean(name, names), &structure.additional) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, Additional::Kept | Additional::Typed(..)) => {
            format!("declare the property `{name}`: undeclared properties are not searched")
        }
        (None, Additional::Ignored | Additional::Rejected) => format!("declare the property `{name}`"),
    };
    (format!("points to nothing: there is no property `{name}`"), Some(help))
}
