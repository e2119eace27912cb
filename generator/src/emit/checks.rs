//! Constraints: the calls that return rules, and the constraints in words.

use super::docs::code;
use super::paths::{Paths, to_ident};
use crate::model::{Check, Expr};
use crate::names::Names;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the expression for a rule.
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
        Check::Wide(inner) => {
            // The rules have the same names.
            let rule: TokenStream = emit_check(inner, names).into_iter().skip(1).collect();
            quote!(support::wide_integers #rule)
        }
        Check::Text(inner) => {
            let inner = emit_check(inner, names);
            quote!(support::format::text(#inner))
        }
    }
}

/// Combines all rules of a value.
pub(super) fn emit_all(checks: &[Check], names: &Names) -> Option<TokenStream> {
    checks
        .iter()
        .map(|check| emit_check(check, names))
        .reduce(|first, second| quote!(check::both(#first, #second)))
}

/// Returns all constraints of a value in words, for its docs, or `None` if none can be shown.
pub(super) fn constraints(checks: &[Check], expr: &Expr, paths: &Paths<'_>) -> Option<String> {
    let checks: Vec<&Check> = checks.iter().collect();
    all_in_words(&checks, expr, "for each", paths).map(|words| format!("Constraints: {words}."))
}

/// Returns the constraints of a value, followed by those of its items or properties.
fn all_in_words(checks: &[&Check], expr: &Expr, each: &str, paths: &Paths<'_>) -> Option<String> {
    let expr = paths.resolve(expr);
    let (one, several) = inside_words(&expr);
    let (mut own, mut of_each, mut of_value) = (Vec::new(), Vec::new(), Vec::new());
    for check in checks {
        match check {
            Check::Each(inner) | Check::EachMember(inner) => of_each.push(&**inner),
            Check::Nullable(inner) | Check::Wide(inner) | Check::Text(inner) => {
                of_value.push(&**inner);
            }
            check => own.extend(in_words(check, (one, several))),
        }
    }
    let inner = inside(&expr);
    let of_each =
        (!of_each.is_empty()).then(|| all_in_words(&of_each, inner, "for each of its", paths)).flatten();
    let noun = if each == "for each" { one } else { several };
    let of_each = of_each.map(|words| format!("{each} {noun}, {words}"));
    let of_value = (!of_value.is_empty()).then(|| all_in_words(&of_value, inner, each, paths)).flatten();
    let own = (!own.is_empty()).then(|| own.join(", "));
    let parts: Vec<String> = [own, of_value, of_each].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Returns the nouns for the items or properties of a value.
fn inside_words(expr: &Expr) -> (&'static str, &'static str) {
    match expr {
        Expr::Map(_) | Expr::AnyObject => ("property", "properties"),
        _ => ("item", "items"),
    }
}

/// Returns the message for a value that an `enum` does not list.
pub(super) fn one_of(values: &[String]) -> String {
    format!("must be {}{}", if values.len() > 1 { "one of " } else { "" }, values.join(", "))
}

/// Writes the rules of a value in brackets, if it has any.
pub(super) fn write_checks(checks: &[Check], names: &Names) -> String {
    let checks: Vec<String> =
        checks.iter().map(|check| emit_check(check, names).to_string().replace(' ', "")).collect();
    if checks.is_empty() { String::new() } else { format!(" [{}]", checks.join(", ")) }
}

/// Returns one constraint in words, or `None` for a schema, which would be too long.
fn in_words(check: &Check, (one, several): (&str, &str)) -> Option<String> {
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
        Check::Schema(_)
        | Check::Each(_)
        | Check::EachMember(_)
        | Check::Nullable(_)
        | Check::Wide(_)
        | Check::Text(_) => return None,
    };
    Some(text)
}

fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Returns the type of the items or properties, or of the value that may be null.
fn inside(expr: &Expr) -> &Expr {
    match expr {
        Expr::List(inner) | Expr::Map(inner) | Expr::Nullable(inner) => inner,
        other => other,
    }
}

/// The maximum length of a value in docs.
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
