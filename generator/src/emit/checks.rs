//! Rules for values: the calls that make them.

use crate::model::Check;
use crate::names::Names;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The expression that makes a rule.
pub fn emit_check(check: &Check, names: &Names) -> TokenStream {
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
        Check::Pattern(pattern) => {
            let name = super::paths::ident(names.pattern(pattern));
            quote!(patterns::#name.rule())
        }
        Check::Schema(id) => {
            let name = super::paths::ident(names.table(id));
            quote!(schemas::#name.rule())
        }
        Check::Each(inner) => wrap("each", inner, names),
        Check::EachMember(inner) => wrap("each_member", inner, names),
        Check::Nullable(inner) => wrap("nullable", inner, names),
    }
}

/// All rules of a value as one.
pub fn emit_all(checks: &[Check], names: &Names) -> Option<TokenStream> {
    checks
        .iter()
        .map(|check| emit_check(check, names))
        .reduce(|first, second| quote!(check::both(#first, #second)))
}

fn call(function: &str, argument: &Literal) -> TokenStream {
    let function = super::paths::ident(function);
    quote!(check::#function(#argument))
}

fn wrap(function: &str, inner: &Check, names: &Names) -> TokenStream {
    let (function, inner) = (super::paths::ident(function), emit_check(inner, names));
    quote!(check::#function(#inner))
}
