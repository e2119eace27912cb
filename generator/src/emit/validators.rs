//! Schemas as data: a static for each schema that values are checked against.

use super::docs::{code, doc_attributes};
use super::file::{File, Items};
use super::imports::schema_imports;
use super::paths::{preset_path, to_ident};
use crate::api::JsonType;
use crate::model::validator::{Inner, Keyword, Others, Validator};
use crate::model::{Model, Pattern};
use crate::names::Names;
use crate::output::Print;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Emits the file with the schemas.
pub(super) fn emit_validators(model: &Model, names: &Names, print: Print) -> Option<File> {
    let mut validators: Vec<&Validator> = model.validators.iter().collect();
    validators.sort_by_key(|validator| names.validator(&validator.id));
    let mut items = Items::new(print);
    items.extend(validators.iter().map(|validator| emit_validator(validator, names)));
    let docs = vec!["Schemas as data, for constraints that Rust types do not express.".to_owned()];
    (!items.is_empty()).then(|| items.into_file("schemas.rs".to_owned(), docs, schema_imports))
}

fn emit_validator(validator: &Validator, names: &Names) -> TokenStream {
    let about = doc_attributes(&code(&format!("#{}", validator.id.place.pointer)), None);
    let name = to_ident(names.validator(&validator.id));
    let schema = emit_keywords(&validator.keywords, names);
    quote! {
        #about
        pub static #name: Schema = #schema;
    }
}

fn emit_keywords(keywords: &[Keyword], names: &Names) -> TokenStream {
    let keywords = keywords.iter().map(|keyword| emit_keyword(keyword, names));
    quote!(Schema(&[#(Keyword::#keywords),*]))
}

fn emit_keyword(keyword: &Keyword, names: &Names) -> TokenStream {
    match keyword {
        Keyword::Nullable => quote!(Nullable),
        Keyword::Types(types) => {
            let types = types.iter().map(|one| to_ident(type_name(*one)));
            quote!(Type(&[#(Type::#types),*]))
        }
        Keyword::Enum(values) => {
            let values = values.iter().map(ToString::to_string);
            quote!(Enum(&[#(#values),*]))
        }
        Keyword::AtLeast(bound) => call("Minimum", &Literal::f64_unsuffixed(*bound)),
        Keyword::AtMost(bound) => call("Maximum", &Literal::f64_unsuffixed(*bound)),
        Keyword::MoreThan(bound) => call("MoreThan", &Literal::f64_unsuffixed(*bound)),
        Keyword::LessThan(bound) => call("LessThan", &Literal::f64_unsuffixed(*bound)),
        Keyword::MultipleOf(factor) => call("MultipleOf", &Literal::f64_unsuffixed(*factor)),
        Keyword::MinLength(least) => call("MinLength", &Literal::u64_unsuffixed(*least)),
        Keyword::MaxLength(most) => call("MaxLength", &Literal::u64_unsuffixed(*most)),
        Keyword::MinItems(least) => call("MinItems", &Literal::u64_unsuffixed(*least)),
        Keyword::MaxItems(most) => call("MaxItems", &Literal::u64_unsuffixed(*most)),
        Keyword::MinProperties(least) => call("MinProperties", &Literal::u64_unsuffixed(*least)),
        Keyword::MaxProperties(most) => call("MaxProperties", &Literal::u64_unsuffixed(*most)),
        Keyword::Unique => quote!(UniqueItems),
        Keyword::Pattern(pattern) => {
            let matches = emit_matches(pattern, names);
            quote!(Pattern(#matches))
        }
        Keyword::Format(preset) => {
            let ty = preset_path(preset, names);
            quote!(Format(<#ty as Format>::MUST_BE, <#ty as Format>::has))
        }
        Keyword::Items(inner) => {
            let inner = emit_inner(inner, names);
            quote!(Items(#inner))
        }
        Keyword::Tuple(items, others) => {
            let items = emit_inners(items, names);
            let others = emit_others(others, names);
            quote!(Tuple(#items, #others))
        }
        Keyword::Required(required) => quote!(Required(&[#(#required),*])),
        Keyword::RequiredInResponses(required) => quote!(RequiredInResponses(&[#(#required),*])),
        Keyword::RequiredInRequests(required) => quote!(RequiredInRequests(&[#(#required),*])),
        Keyword::WriteOnly => quote!(WriteOnly),
        Keyword::InResponses(inner) => call("InResponses", &emit_inner(inner, names)),
        Keyword::Properties { named, patterns, others } => emit_properties(named, patterns, others, names),
        Keyword::Dependency(name, others) => quote!(Dependency(#name, &[#(#others),*])),
        Keyword::SchemaDependency(name, inner) => {
            let inner = emit_inner(inner, names);
            quote!(SchemaDependency(#name, #inner))
        }
        Keyword::AllOf(inners) => call("AllOf", &emit_inners(inners, names)),
        Keyword::AnyOf(inners) => call("AnyOf", &emit_inners(inners, names)),
        Keyword::OneOf(inners) => call("OneOf", &emit_inners(inners, names)),
        Keyword::Not(inner) => call("Not", &emit_inner(inner, names)),
        Keyword::If(condition, then, otherwise) => {
            let [condition, then, otherwise] =
                [condition, then, otherwise].map(|inner| emit_inner(inner, names));
            quote!(If(#condition, #then, #otherwise))
        }
        Keyword::Contains(inner, least, most) => {
            let inner = emit_inner(inner, names);
            let least = Literal::u64_unsuffixed(*least);
            let most = most.map_or_else(|| quote!(None), |most| call("Some", &Literal::u64_unsuffixed(most)));
            quote!(Contains(#inner, #least, #most))
        }
        Keyword::Content(inner) => call("Content", &emit_inner(inner, names)),
        Keyword::PropertyNames(inner) => call("PropertyNames", &emit_inner(inner, names)),
        Keyword::UnevaluatedProperties(others) => call("UnevaluatedProperties", &emit_others(others, names)),
        Keyword::UnevaluatedItems(others) => call("UnevaluatedItems", &emit_others(others, names)),
    }
}

fn emit_properties(
    named: &[(String, Inner)],
    patterns: &[(Pattern, Inner)],
    others: &Others,
    names: &Names,
) -> TokenStream {
    let named = named.iter().map(|(name, inner)| {
        let inner = emit_inner(inner, names);
        quote!((#name, #inner))
    });
    let patterns = patterns.iter().map(|(pattern, inner)| {
        let matches = emit_matches(pattern, names);
        let inner = emit_inner(inner, names);
        quote!((#matches, #inner))
    });
    let others = emit_others(others, names);
    quote!(Properties { named: &[#(#named),*], by_pattern: &[#(#patterns),*], others: #others })
}

fn emit_matches(pattern: &Pattern, names: &Names) -> TokenStream {
    let text = &pattern.ecma;
    let name = to_ident(names.pattern(pattern));
    quote!((#text, |text| patterns::#name.is_match(text)))
}

fn emit_others(others: &Others, names: &Names) -> TokenStream {
    match others {
        Others::Any => quote!(Others::Any),
        Others::Rejected => quote!(Others::Rejected),
        Others::Each(inner) => {
            let inner = emit_inner(inner, names);
            quote!(Others::Each(#inner))
        }
    }
}

fn emit_inners(inners: &[Inner], names: &Names) -> TokenStream {
    let inners = inners.iter().map(|inner| emit_inner(inner, names));
    quote!(&[#(#inners),*])
}

fn emit_inner(inner: &Inner, names: &Names) -> TokenStream {
    match inner {
        Inner::Validator(id) => {
            let name = to_ident(names.validator(id));
            quote!(&#name)
        }
        Inner::Inline(keywords) => {
            let schema = emit_keywords(keywords, names);
            quote!(&#schema)
        }
    }
}

fn call(keyword: &str, argument: &impl quote::ToTokens) -> TokenStream {
    let keyword = to_ident(keyword);
    quote!(#keyword(#argument))
}

fn type_name(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Null => "Null",
        JsonType::Boolean => "Boolean",
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::String | JsonType::File => "String",
        JsonType::Array => "Array",
        JsonType::Object => "Object",
    }
}
