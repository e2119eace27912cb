//! Request bodies and forms: their fields, and the code that decodes them.

use super::alternatives::{emit_form_fields, emit_type};
use super::arguments::emit_checked;
use super::checks::{constraints, emit_all};
use super::docs::{code, doc_attributes, docs_of, listed, route_code};
use super::parameter_struct::{emit_local_field, emit_struct, local, parameters};
use super::paths::{Paths, to_ident};
use crate::api::{Location, Style, StyleForm};
use crate::model::{File, FormData, ItemFormat, Notation, Operation, Parameter, Payload};
use crate::names::{Names, OperationName};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The field for the body, or for the files of the form.
pub(super) fn emit_field(
    operation: &Operation,
    name: &OperationName,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    let body = operation.body.as_ref().map(|body| {
        let checked = body.alternatives.iter().find(|_| !body.is_enum());
        let checked = checked.and_then(|alternative| {
            let words = constraints(&alternative.checks, &alternative.expr, paths)?;
            let of = match alternative.payload {
                Payload::Items(_, ItemFormat::Json) => "Constraints of each item:",
                Payload::Items(_, ItemFormat::Events | ItemFormat::TextEvents) => {
                    "Constraints of the data of each event:"
                }
                _ => return Some(words),
            };
            Some(words.replacen("Constraints:", of, 1))
        });
        let about = docs_of("The body.", &body.docs, checked);
        let ident = to_ident(&name.body);
        let ty = emit_type(body, name, paths);
        let ty = if body.required { ty } else { paths.option(&ty) };
        quote!(#about pub #ident: #ty,)
    });
    body.or_else(|| emit_upload(operation, name, paths))
}

/// The name of that field.
pub(super) fn field_name<'n>(operation: &Operation, name: &'n OperationName) -> Option<&'n str> {
    match (&operation.body, operation.files()) {
        (Some(_), _) => Some(&name.body),
        (None, []) => None,
        (None, _) => Some(&name.upload),
    }
}

fn emit_upload(operation: &Operation, name: &OperationName, paths: &Paths<'_>) -> Option<TokenStream> {
    let ident = to_ident(&name.upload);
    let docs = match operation.files() {
        [] => return None,
        [file] if file.repeated => {
            let about = format!(
                "{}, the files in the form, in the order in which the client sends them.",
                code(&file.name)
            );
            docs_of(&about, &file.docs, None)
        }
        [file] => docs_of(&format!("{}, a file in the form.", code(&file.name)), &file.docs, None),
        files => {
            let names: Vec<String> = files.iter().map(|file| code(&file.name)).collect();
            let about = format!("The files {}, in the order in which the client sends them.", listed(&names));
            doc_attributes(&about, None)
        }
    };
    let ty = paths.support(if needs_upload(operation) { "Upload" } else { "Files" });
    let late = operation.has_late_fields().then(|| to_ident(&name.fields));
    let late = late.map(|fields| quote!(<#fields>));
    Some(quote!(#docs pub #ident: #ty #late,))
}

/// The default of that field.
pub(super) fn emit_default(operation: &Operation) -> TokenStream {
    match operation.files() {
        [] => quote!(None),
        _ => quote!(Files::default()),
    }
}

/// The struct with the optional fields of a form with files.
pub(super) fn emit_late_fields(
    operation: &Operation,
    name: &OperationName,
    paths: &Paths<'_>,
) -> Option<TokenStream> {
    if !operation.has_late_fields() {
        return None;
    }
    let text = format!("The optional form fields of {}.", route_code(operation));
    let late: Vec<_> =
        parameters(operation, name).filter(|(parameter, _)| operation.may_come_late(parameter)).collect();
    Some(emit_struct(&doc_attributes(&text, None), &name.fields, &late, None, false, paths))
}

fn needs_upload(operation: &Operation) -> bool {
    operation.files().iter().any(|file| file.required)
}

/// Whether a handler has to wait for the request body.
pub(super) enum Waiting {
    /// There is no body.
    Never,
    /// The whole body is received first.
    Received,
    /// The body is text, a form or a stream, which has its own reader.
    Own,
}

/// How an operation waits for its request body.
pub(super) fn waiting(operation: &Operation) -> Waiting {
    match (&operation.body, &operation.form) {
        (Some(body), _) if body.is_received() => Waiting::Received,
        (None, None) => Waiting::Never,
        _ => Waiting::Own,
    }
}

/// Emits the media types of a body that is received in full before it is decoded.
pub(super) fn received(operation: &Operation) -> Option<Vec<&str>> {
    let body = operation.body.as_ref().filter(|_| matches!(waiting(operation), Waiting::Received))?;
    Some(body.media_types())
}

/// Whether the request struct needs a body, so that it has no default.
pub(super) fn is_required(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| body.required) || needs_upload(operation)
}

/// Emits the statements that read a form, and the request's fields. Parameters outside the form are decoded first,
/// since that costs less than reading the body.
pub(super) fn emit_form(
    operation: &Operation,
    form: &FormData,
    name: &OperationName,
    names: &Names,
) -> TokenStream {
    let in_request =
        || parameters(operation, name).filter(|(parameter, _)| !operation.may_come_late(parameter));
    let before = in_request().filter(|(parameter, _)| !is_in_form(parameter));
    let before = before.map(|(parameter, name)| {
        let local = local(name);
        let value = emit_checked(parameter, names);
        quote!(let #local = #value;)
    });
    let before: TokenStream = before.collect();
    let fields = in_request().map(|(parameter, name)| {
        if !is_in_form(parameter) {
            return emit_local_field(name);
        }
        let field = to_ident(name);
        let value = emit_checked(parameter, names);
        quote!(#field: #value,)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let has_fields = in_request().any(|(parameter, _)| is_in_form(parameter));
    let split = has_fields.then(|| quote!(let form = form.fields();));
    let wanted =
        in_request().filter(|(parameter, _)| is_in_form(parameter)).map(|(parameter, _)| &parameter.name);
    let wanted = quote!(&[#(#wanted),*]);
    let (pattern, read, upload) = match (form.files.as_slice(), form.multipart, form.urlencoded) {
        ([], true, true) => (quote!(form), quote!(form(cx.headers(), body, #wanted)), None),
        ([], true, false) => (quote!(form), quote!(multipart(cx.headers(), body, #wanted)), None),
        ([], false, _) => (quote!(form), quote!(urlencoded(cx.headers(), body)), None),
        _ => {
            let form_ = if has_fields { quote!(form) } else { quote!(_) };
            let field = to_ident(&name.upload);
            let read = emit_file_form(operation, form, name, names);
            let set = if field == "files" { quote!(#field,) } else { quote!(#field: files,) };
            (quote!((#form_, files)), read, Some(set))
        }
    };
    quote! {
        #before
        let #pattern = support::#read.await?;
        #split
        Ok(Self { #(#fields)* #upload })
    }
}

fn is_in_form(parameter: &Parameter) -> bool {
    parameter.location == Location::Form
}

/// Returns the names of the form's fields that satisfy a predicate.
fn names_in_form(operation: &Operation, holds: fn(&Parameter) -> bool) -> TokenStream {
    let fields = operation.parameters.iter().filter(|parameter| is_in_form(parameter) && holds(parameter));
    let names = fields.map(|parameter| &parameter.name);
    quote!(&[#(#names),*])
}

/// Whether the names of the parts of a field may have brackets.
fn may_have_brackets(field: &Parameter) -> bool {
    let list = field.styles.first().map(|style| style.form);
    match field.notation {
        Notation::Json | Notation::Union | Notation::Object(Style::DEEP) => true,
        Notation::List => list == Some(StyleForm::DeepObject),
        Notation::Object(_) | Notation::Scalar(_) | Notation::Text | Notation::Form => false,
    }
}

/// Emits the call that reads a form with files.
fn emit_file_form(
    operation: &Operation,
    form: &FormData,
    name: &OperationName,
    names: &Names,
) -> TokenStream {
    let read = to_ident(if needs_upload(operation) { "required_upload" } else { "files" });
    let required = names_in_form(operation, |parameter| parameter.required);
    let optional = names_in_form(operation, |parameter| !parameter.required);
    let fields = operation.parameters.iter().filter(|field| is_in_form(field) && field.is_sent_by_items());
    let repeated = fields.map(|field| &field.name);
    let repeated = repeated.chain(form.files.iter().filter(|file| file.repeated).map(|file| &file.name));
    let repeated: Vec<_> = repeated.collect();
    let repeated = quote!(&[#(#repeated),*]);
    let rules = emit_form_rules(form, &repeated, names);
    let files = form.files.iter().map(|File { name, required, .. }| quote!((#name, #required)));
    let bracketed = operation.parameters.iter().filter(|field| is_in_form(field) && may_have_brackets(field));
    let bracketed: Vec<_> = bracketed.map(|field| &field.name).collect();
    let json =
        operation.parameters.iter().filter(|field| is_in_form(field) && field.notation == Notation::Json);
    let json: Vec<_> = json.map(|field| &field.name).collect();
    let json = (!json.is_empty()).then(|| quote!(json: &[#(#json),*],));
    let bracketed = (!bracketed.is_empty()).then(|| quote!(bracketed: &[#(#bracketed),*],));
    let urlencoded = form.urlencoded;
    let read_fields = match operation.has_late_fields() {
        true => {
            let fields = to_ident(&name.fields);
            quote!(#fields::read)
        }
        false => quote!(support::no_fields),
    };
    quote! {
        #read(
            cx.headers(),
            body,
            &FormParts {
                required: #required,
                optional: #optional,
                repeated: #repeated,
                files: &[#(#files),*],
                urlencoded: #urlencoded,
                #json
                #bracketed
                #rules
                ..FormParts::NONE
            },
            #read_fields,
        )
    }
}

/// Emits the rules of the form's parts that only OpenAPI 3 can declare.
fn emit_form_rules(form: &FormData, lists: &TokenStream, names: &Names) -> TokenStream {
    let types = form.types.iter().map(|(name, types)| quote!((#name, &[#(#types),*])));
    let types = (!form.types.is_empty()).then(|| quote!(types: &[#(#types),*],));
    let headers = form.headers.iter().map(|(name, headers)| quote!((#name, &[#(#headers),*])));
    let headers = (!form.headers.is_empty()).then(|| quote!(headers: &[#(#headers),*],));
    let counted = form.files.iter().filter(|file| file.count != (None, None));
    let counts: Vec<_> = counted
        .map(|File { name, count: (least, most), .. }| {
            let least = Literal::u64_unsuffixed(least.unwrap_or_default());
            let most = most.map(Literal::u64_unsuffixed);
            let most = most.map_or_else(|| quote!(usize::MAX), |most| quote!(#most));
            quote!((#name, #least, #most))
        })
        .collect();
    let counts = (!counts.is_empty()).then(|| quote!(counts: &[#(#counts),*],));
    let closed = form.closed.as_ref().map(|ignored| quote!(closed: Some(&[#(#ignored),*]),));
    let check = emit_all(&form.checks, names).map(|rule| {
        let fields = emit_form_fields(&form.fields);
        quote!(check: Some(|parts| support::check_form(parts, #fields, #lists, #rule)),)
    });
    quote!(#types #headers #counts #closed #check)
}

/// Emits the function that decodes the optional fields of a form with files.
pub(super) fn emit_late_reading(
    operation: &Operation,
    name: &OperationName,
    names: &Names,
) -> Option<TokenStream> {
    if !operation.has_late_fields() {
        return None;
    }
    let late = parameters(operation, name).filter(|(parameter, _)| operation.may_come_late(parameter));
    let fields = late.map(|(parameter, name)| {
        let field = to_ident(name);
        let value = emit_checked(parameter, names);
        quote!(#field: #value,)
    });
    let ident_ = to_ident(&name.fields);
    Some(quote! {
        impl #ident_ {
            fn read(form: Query<'_>) -> Result<Self, Rejection> {
                Ok(Self { #(#fields)* })
            }
        }
    })
}
