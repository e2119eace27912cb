//! Constraints: the calls that make rules, and the constraints in words.

use super::docs::code;
use super::paths::{Paths, to_ident};
use crate::model::{Check, Expr};
use crate::names::Names;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The expression that makes a rule.
pub(super) fn emit_check(check: &Check, names: &Names) -> TokenStream {
    match check {
        Check::Minimum(least) => call("minimum", &Literal::i64_unsuffixed(*least)),
        Check::Maximum(most) => call("maximum", &Literal::i64_unsuffixed(*most)),
        Check::MultipleOf(factor) => call("multiple_of", &Literal::i64_unsuffixed(*factor)),
        Check::AtLeast(least) => call("at_least", &Literal::f64_unsuffixed(*least)),
        Check::AtMost(most) => call("at_most", &Literal::f64_unsuffixed(*most)),
        Check::MoreThan(bound) => call("more_than", &Literal::f64_unsuffixed(*bound)),
        Check::LessThan(bound) => call("less_than", &Literal::f64_unsuffixed(*bound)),
        Check::MinLength(least) => call("min_length", &Literal::u64_unsuffixed(*least)),
        Check::MaxLength(most) => call("max_length", &Literal::u64_unsuffixed(*most)),
        Check::MinCount(least) => call("min_count", &Literal::u64_unsuffixed(*least)),
        Check::MaxCount(most) => call("max_count", &Literal::u64_unsuffixed(*most)),
        Check::Unique => quote!(check::unique()),
        Check::MultipleOfNumber(factor) => call("multiple_of_number", &Literal::f64_unsuffixed(*factor)),
        Check::Pattern(pattern) => {
            let name = to_ident(names.pattern(pattern));
            quote!(patterns::#name.rule())
        }
        Check::Schema(id) => {
            let name = to_ident(names.validator(id));
            quote!(schemas::#name.rule())
        }
        Check::Each(inner) => wrap("each", inner, names),
        Check::EachMember(inner) => wrap("each_property", inner, names),
        Check::Nullable(inner) => wrap("nullable", inner, names),
    }
}

/// All rules of a value as one.
pub(super) fn emit_all(checks: &[Check], names: &Names) -> Option<TokenStream> {
    checks
        .iter()
        .map(|check| emit_check(check, names))
        .reduce(|first, second| quote!(check::both(#first, #second)))
}

/// All constraints of a value in words, for its docs. `None` if there are none that can be shown.
pub(super) fn constraints(checks: &[Check], expr: &Expr, paths: &Paths<'_>) -> Option<String> {
    let words: Vec<String> = checks.iter().filter_map(|check| in_words(check, expr, paths)).collect();
    (!words.is_empty()).then(|| format!("Constraints: {}.", words.join(", ")))
}

/// The message for a value that an `enum` does not list.
pub(super) fn one_of(values: &[String]) -> String {
    format!("must be {}{}", if values.len() > 1 { "one of " } else { "" }, values.join(", "))
}

/// `None` for a schema, which would be too long.
fn in_words(check: &Check, expr: &Expr, paths: &Paths<'_>) -> Option<String> {
    let expr = paths.resolve(expr);
    let (one, several) = match expr {
        Expr::Map(_) | Expr::AnyObject => ("property", "properties"),
        _ => ("item", "items"),
    };
    let text = match check {
        Check::Minimum(least) => format!("at least {least}"),
        Check::AtLeast(least) => format!("at least {least}"),
        Check::Maximum(most) => format!("at most {most}"),
        Check::AtMost(most) => format!("at most {most}"),
        Check::MoreThan(bound) => format!("greater than {bound}"),
        Check::LessThan(bound) => format!("less than {bound}"),
        Check::MultipleOf(factor) => format!("a multiple of {factor}"),
        Check::MultipleOfNumber(factor) => format!("a multiple of {factor}"),
        Check::MinLength(least) => format!("at least {}", counted(*least, "character", "characters")),
        Check::MaxLength(most) => format!("at most {}", counted(*most, "character", "characters")),
        Check::MinCount(least) => format!("at least {}", counted(*least, one, several)),
        Check::MaxCount(most) => format!("at most {}", counted(*most, one, several)),
        Check::Unique => "unique items".to_owned(),
        Check::Pattern(pattern) if pattern.ecma.len() <= SHOWN => format!("matches {}", code(&pattern.ecma)),
        Check::Pattern(_) => "matches its `pattern`".to_owned(),
        Check::Schema(_) => return None,
        Check::Each(inner) | Check::EachMember(inner) => {
            let words = in_words(inner, inside(&expr), paths)?;
            format!("each {one}: {words}")
        }
        Check::Nullable(inner) => in_words(inner, inside(&expr), paths)?,
    };
    Some(text)
}

fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The type of the items or properties, or of the value that may be null.
fn inside(expr: &Expr) -> &Expr {
    match expr {
        Expr::List(inner) | Expr::Map(inner) | Expr::Nullable(inner) => inner,
        other => other,
    }
}

/// A longer text is not shown in docs.
pub(super) const SHOWN: usize = 60;

fn call(function: &str, argument: &Literal) -> TokenStream {
    let function = to_ident(function);
    quote!(check::#function(#argument))
}

fn wrap(function: &str, inner: &Check, names: &Names) -> TokenStream {
    let function = to_ident(function);
    let inner = emit_check(inner, names);
    quote!(check::#function(#inner))
}
