//! Rules for values: the calls that make them.

use crate::model::Check;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The expression that makes a rule.
pub fn emit_check(check: &Check) -> TokenStream {
    let integer = |value: i64| Literal::i64_unsuffixed(value);
    let count = |value: u64| Literal::u64_unsuffixed(value);
    let number = |value: f64| Literal::f64_unsuffixed(value);
    match check {
        Check::Minimum(least) => call("minimum", &integer(*least)),
        Check::Maximum(most) => call("maximum", &integer(*most)),
        Check::MultipleOf(factor) => call("multiple_of", &integer(*factor)),
        Check::AtLeast(least) => call("at_least", &number(*least)),
        Check::AtMost(most) => call("at_most", &number(*most)),
        Check::MoreThan(bound) => call("more_than", &number(*bound)),
        Check::LessThan(bound) => call("less_than", &number(*bound)),
        Check::MinLength(least) => call("min_length", &count(*least)),
        Check::MaxLength(most) => call("max_length", &count(*most)),
        Check::MinCount(least) => call("min_count", &count(*least)),
        Check::MaxCount(most) => call("max_count", &count(*most)),
        Check::Unique => quote!(check::unique()),
        Check::MultipleOfNumber(factor) => call("multiple_of_number", &number(*factor)),
        Check::Each(inner) => wrap("each", inner),
        Check::EachMember(inner) => wrap("each_member", inner),
        Check::Nullable(inner) => wrap("nullable", inner),
    }
}

/// All rules of a value as one.
pub fn emit_all(checks: &[Check]) -> Option<TokenStream> {
    checks.iter().map(emit_check).reduce(|first, second| quote!(check::both(#first, #second)))
}

fn call(function: &str, argument: &Literal) -> TokenStream {
    let function = super::paths::ident(function);
    quote!(check::#function(#argument))
}

fn wrap(function: &str, inner: &Check) -> TokenStream {
    let (function, inner) = (super::paths::ident(function), emit_check(inner));
    quote!(check::#function(#inner))
}
