//! The support code: real Rust, tested where it stands, and copied as it is. Only the parts in use.

use crate::api::Location;
use crate::choices::{CheckResponses, Choices};
use crate::model::{Access, Additional, EnumKind, Expr, Form, Model, Newtype, Payload, Reading, Shape};
use crate::output::{Content, Dependency, Item, Module};
use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

/// Which parts a description needs.
#[expect(clippy::struct_excessive_bools, reason = "each part is there or not")]
#[derive(Default)]
pub struct Parts {
    /// Whether there is an API, and not schemas alone.
    pub api: bool,
    /// Whether the file `types` is there.
    pub types: bool,
    /// Whether a type of another crate is read by its own code.
    pub foreign: bool,
    pub integers: bool,
    pub body: bool,
    pub receive: bool,
    pub text: bool,
    pub text_or_json: bool,
    pub templates: bool,
    pub stream: bool,
    pub form: bool,
    pub multipart: bool,
    pub upload: bool,
    pub upgrade: bool,
    pub checks: bool,
    pub structs: bool,
    pub enums: bool,
    pub newtypes: bool,
    pub tags: bool,
    pub counted: bool,
    pub defaulted: bool,
    pub default_argument: bool,
    pub default_arguments: bool,
    pub read_only: bool,
    pub more: bool,
    /// Whether any JSON is read.
    pub any_json: bool,
    pub lists: bool,
    pub header_lists: bool,
    pub multi: bool,
    pub nested: bool,
    pub empty: bool,
    pub patterns: bool,
    pub schemas: bool,
    pub locations: bool,
    pub secret: bool,
    pub header_secret: bool,
    pub authorization_key: bool,
    pub headers: bool,
    pub json: bool,
    pub head: bool,
    pub accept: bool,
    pub content: bool,
    /// Those that are JSON, or JSON as well as text.
    pub json_content: bool,
    pub bytes: bool,
    /// The tests of the description's examples.
    pub examples: bool,
    /// The server that answers with them.
    pub example: bool,
    pub basic: bool,
    pub bearer: bool,
    pub presented: bool,
}

impl Parts {
    /// Whether the output needs any of the support code.
    pub fn any(&self) -> bool {
        self.api || self.codec() || self.more || self.integers
    }

    /// Whether the file `codec` is there.
    pub fn codec(&self) -> bool {
        self.structs || self.enums || self.newtypes || self.foreign
    }

    /// The crates that the output stands on.
    pub fn dependencies(&self) -> Vec<Dependency> {
        let whole =
            |name, version| Dependency { name, version, default_features: true, features: Vec::new() };
        let axum =
            Dependency { default_features: false, features: vec!["matched-path"], ..whole("axum", "0.8.9") };
        let json = Dependency { features: vec!["preserve_order"], ..whole("serde_json", "1") };
        let all = [
            (self.api, axum),
            (self.patterns, whole("regex", "1")),
            (true, whole("serde", "1")),
            (true, json),
        ];
        all.into_iter().filter(|(needed, _)| *needed).map(|(_, dependency)| dependency).collect()
    }

    /// Looks through the model.
    pub fn of(model: &Model) -> Self {
        let operations = || model.operations.iter();
        let forms = || operations().filter_map(|operation| operation.form.as_ref());
        let content = |is: fn(&Payload) -> bool| {
            let mut bodies = model.operations.iter().filter_map(|operation| operation.body.as_ref());
            bodies.any(|body| is(&body.payload))
        };
        let parameters = || model.operations.iter().flat_map(|operation| &operation.parameters);
        let responses = || model.operations.iter().flat_map(|operation| &operation.responses);
        Self {
            api: model.has_api(),
            body: content(|content| !matches!(content, Payload::Stream(_) | Payload::Text(_))),
            receive: operations().any(|operation| super::bodies::received(operation).is_some()),
            text: content(|content| matches!(content, Payload::Text(_) | Payload::TextOrJson(..))),
            text_or_json: content(|content| matches!(content, Payload::TextOrJson(..))),
            stream: content(|content| !matches!(content, Payload::Json(_))) || forms().next().is_some(),
            templates: model.operations.iter().any(|operation| operation.path.is_parted()),
            form: forms().next().is_some(),
            multipart: forms().any(|form| form.multipart),
            upload: forms().any(|form| !form.files.is_empty()),
            default_argument: parameters()
                .any(|parameter| parameter.default.is_some() && !parameter.is_sent_by_items()),
            default_arguments: parameters()
                .any(|parameter| parameter.default.is_some() && parameter.is_sent_by_items()),
            lists: parameters().any(|parameter| !parameter.styles.is_empty()),
            header_lists: parameters().any(crate::model::Parameter::is_header_list),
            multi: parameters().any(|parameter| parameter.is_sent_by_items() || parameter.styles.len() > 1),
            nested: parameters().any(|parameter| parameter.styles.len() > 1),
            empty: parameters().any(|parameter| parameter.may_be_empty),
            locations: parameters()
                .any(|parameter| [Location::Path, Location::Header].contains(&parameter.location)),
            header_secret: !model.key_headers().is_empty(),
            authorization_key: !model.keys_next_to_others.is_empty(),
            accept: model.operations.iter().any(|operation| !operation.accept.is_empty()),
            content: responses().filter_map(|response| response.body.as_ref()).any(is_other),
            bytes: responses()
                .filter_map(|response| response.body.as_ref())
                .any(|body| body.form == Form::Bytes),
            json_content: responses()
                .filter_map(|response| response.body.as_ref())
                .any(|body| body.form.is_json() && is_other(body)),
            json: responses().filter_map(|response| response.body.as_ref()).any(|body| body.form.is_json()),
            head: model.operations.iter().any(super::responses::is_bare_head),
            upgrade: responses().any(crate::model::Response::switches_protocols),
            headers: responses().any(|response| !response.headers.is_empty()),
            secret: model.schemes().next().is_some(),
            basic: model.schemes().any(|scheme| scheme.kind.authorization() == Some("Basic")),
            bearer: model.schemes().any(|scheme| scheme.kind.is_bearer()),
            presented: operations().any(|operation| matches!(operation.access, Access::Optional(_))),
            types: false,
            examples: false,
            example: false,
            ..Self::of_types(model)
        }
    }

    /// What the types need.
    fn of_types(model: &Model) -> Self {
        let fields = || model.structs().flat_map(|found| &found.fields);
        Self {
            foreign: model.reads(Reading::Own),
            integers: model.reads(Reading::Integer),
            structs: model.types.iter().any(|(_, found)| matches!(found.shape, Shape::Struct(_))),
            enums: model.types.iter().any(|(_, found)| matches!(found.shape, Shape::Enum(_))),
            newtypes: model.newtypes().next().is_some(),
            tags: model.has_tags(),
            defaulted: fields().any(|field| field.default.is_some()),
            counted: model.structs().any(|found| found.count != (None, None)),
            read_only: fields().any(|field| field.read_only),
            checks: model.has_checks(),
            more: model.has_checks() || reads(model, is_more) || fields().any(|field| field.boxed),
            any_json: reads(model, is_any),
            patterns: !model.patterns.is_empty(),
            schemas: !model.tables.is_empty(),
            ..Self::default()
        }
    }
}

/// Whether such a value is read from JSON, as a type, in one, or as a body.
fn reads(model: &Model, is: fn(&Expr) -> bool) -> bool {
    model.types.iter().any(|(_, found)| holds(&found.shape, is))
        || model.operations.iter().flat_map(bodies).any(is)
}

fn holds(shape: &Shape, is: fn(&Expr) -> bool) -> bool {
    match shape {
        // An enum of several types is read as any JSON.
        Shape::Enum(found) => found.kind() == EnumKind::Mixed && is(&Expr::Any),
        Shape::Tagged(_) => false,
        Shape::Newtype(Newtype { inner: expr, .. }) | Shape::Alias(expr) => is(expr),
        Shape::Struct(structure) => {
            let rest = match &structure.additional {
                Additional::Dropped | Additional::Refused => None,
                Additional::Kept => Some(Expr::AnyObject),
                Additional::Typed(each, _) => Some(Expr::Map(Box::new(each.clone()))),
            };
            rest.as_ref().is_some_and(is) || structure.fields.iter().any(|field| is(&field.expr))
        }
    }
}

/// The types of an operation's bodies.
fn bodies(operation: &crate::model::Operation) -> impl Iterator<Item = &Expr> {
    let responses = operation.responses.iter().filter_map(crate::model::Response::expr);
    responses.chain(operation.body.as_ref().map(|body| &body.expr))
}

/// Whether a body is anything but `application/json`.
fn is_other(content: &crate::model::Content) -> bool {
    !matches!(content.form, Form::Json(_)) || content.media_types != ["application/json"]
}

fn is_more(expr: &Expr) -> bool {
    match expr {
        Expr::Integer32 | Expr::Map(_) | Expr::Nullable(_) => true,
        Expr::List(item) => is_more(item),
        _ => false,
    }
}

fn is_any(expr: &Expr) -> bool {
    match expr {
        Expr::Any | Expr::AnyObject => true,
        Expr::List(inner) | Expr::Map(inner) | Expr::Nullable(inner) => is_any(inner),
        _ => false,
    }
}

macro_rules! part {
    ($name:literal) => {
        ($name, include_str!(concat!("../../support/", $name, ".rs")))
    };
}

/// A part: its name and its text, and what it exports.
type Part = ((&'static str, &'static str), TokenStream);

/// The parts in use, by name.
fn used_parts(parts: &Parts) -> Vec<Part> {
    let list = [
        (parts.accept || parts.bytes || parts.content, part!("accept"), quote!(Accept, Negotiate)),
        (parts.api, part!("argument"), quote!(Argument, Pairs, Query, Scalar)),
        (parts.basic || parts.bearer, part!("authorization"), quote!()),
        (parts.authorization_key, part!("authorization_key"), quote!()),
        (parts.basic, part!("basic"), quote!(Basic)),
        (parts.bearer, part!("bearer"), quote!(Bearer, refuse_token)),
        (parts.presented, part!("presented"), quote!()),
        (parts.body, part!("body"), quote!(json_body, optional_json_body)),
        (parts.receive || parts.body || parts.stream, part!("chunks"), quote!()),
        (parts.api, part!("call"), quote!(Answer, Call, Find, Outcome, Render, Serve, answer)),
        (
            parts.api && parts.checks,
            part!("checked"),
            quote!(checked, checked_body, checked_content, checked_header, checked_list),
        ),
        (parts.content, part!("content"), quote!(Content, bytes, text)),
        (parts.json_content, part!("json_content"), quote!(json_as, json_or_text)),
        (parts.api, part!("context"), quote!(Context, Operation)),
        (parts.example, part!("example"), quote!(example)),
        (parts.examples, part!("examples"), quote!(Examples)),
        (parts.empty, part!("empty"), quote!()),
        (parts.default_argument, part!("default_argument"), quote!()),
        (parts.default_arguments, part!("default_arguments"), quote!()),
        (parts.form, part!("form"), quote!(urlencoded)),
        (parts.templates, part!("dispatch"), quote!(connect)),
        (parts.templates, part!("template"), quote!()),
        (parts.api && !parts.templates, part!("router"), quote!(connect)),
        (parts.api, part!("glue"), quote!(Routes, fallbacks, undeclared)),
        (parts.header_lists, part!("header_list"), quote!()),
        (parts.head, part!("head"), quote!(head)),
        (parts.headers, part!("header"), quote!(connection_upgrade, each_header, header, list_header)),
        (parts.header_secret, part!("header_secret"), quote!()),
        (parts.api && parts.integers, part!("integer_arguments"), quote!()),
        (parts.lists, part!("list"), quote!()),
        (parts.locations, part!("location"), quote!()),
        (parts.body || parts.stream, part!("media_type"), quote!()),
        (parts.multi, part!("multi"), quote!()),
        (parts.multipart, part!("multipart"), quote!(form, multipart)),
        (parts.nested, part!("nested"), quote!()),
        (parts.receive, part!("receive"), quote!(ReadBody, receive)),
        (parts.api, part!("rejection"), quote!(Rejection)),
        (parts.secret, part!("secret"), quote!(Secret)),
        (parts.stream, part!("stream"), quote!(BodyStream, optional_stream, stream)),
        (parts.text, part!("text_body"), quote!(optional_text_body, text_body)),
        (
            parts.text_or_json,
            part!("text_or_json_body"),
            quote!(optional_text_or_json_body, text_or_json_body),
        ),
        (parts.upgrade, part!("upgrade"), quote!(Upgrade)),
        (parts.upload, part!("upload"), quote!(Files, Upload)),
        (parts.upload, part!("file_form"), quote!(FormParts, files, no_fields, required_upload)),
    ];
    let mut used: Vec<_> = list.into_iter().chain(type_parts(parts)).filter(|(used, _, _)| *used).collect();
    used.sort_by_key(|(_, (name, _), _)| *name);
    used.into_iter().map(|(_, part, exports)| (part, exports)).collect()
}

/// The parts for what is read and written as JSON, and whether each is in use.
fn type_parts(parts: &Parts) -> Vec<(bool, (&'static str, &'static str), TokenStream)> {
    let decode = parts.examples
        || parts.codec()
        || parts.body
        || parts.checks
        || parts.more
        || parts.integers
        || parts.json;
    vec![
        (parts.checks, part!("check"), quote!()),
        (parts.defaulted, part!("defaulted"), quote!()),
        (parts.counted, part!("counted"), quote!()),
        (decode, part!("decode"), quote!(Decode, Members, Object, Seed, Trail)),
        (parts.integers, part!("integers"), quote!()),
        (parts.json, part!("json"), quote!(json)),
        (parts.more, part!("more"), quote!(Nullable)),
        (parts.newtypes, part!("newtype"), quote!()),
        (parts.patterns, part!("pattern"), quote!(Pattern)),
        (parts.schemas, part!("schema"), quote!()),
        (decode && (parts.any_json || parts.schemas || parts.tags), part!("strict_value"), quote!()),
        (parts.structs, part!("object"), quote!()),
        (parts.read_only, part!("read_only"), quote!()),
        (parts.examples || parts.body || parts.json || parts.schemas, part!("reason"), quote!()),
        (parts.tags, part!("tagged"), quote!(Buffered, Tag)),
    ]
}

/// The modules of parts that are imported as such.
const PUBLIC: [&str; 5] = ["check", "newtype", "object", "schema", "tagged"];

impl Parts {
    /// Whether a path of the output has a name.
    pub fn has(&self, path: &str, name: &str) -> bool {
        match (path, name) {
            ("super", "patterns") => self.patterns,
            ("super", "schemas") => self.schemas,
            ("super", "types") => self.types,
            ("super::support", _) => self.exports(name),
            _ => true,
        }
    }

    /// Whether the support code has a name.
    fn exports(&self, name: &str) -> bool {
        let is = |tree: &TokenTree| matches!(tree, TokenTree::Ident(ident) if ident == name);
        used_parts(self).into_iter().any(|((part, _), exports)| {
            (part == name && PUBLIC.contains(&part)) || exports.into_iter().any(|tree| is(&tree))
        })
    }
}

/// The folder with the parts in use.
pub fn emit_support(parts: &Parts, choices: &Choices) -> Vec<Module> {
    if !parts.any() {
        return Vec::new();
    }
    let used = used_parts(parts);
    let declare = used.iter().map(|((name, _), _)| {
        let name = super::paths::ident(name);
        match name.to_string().as_str() {
            public if PUBLIC.contains(&public) => quote!(pub mod #name;),
            "examples" => quote! { #[cfg(test)] mod #name; },
            _ => quote!(mod #name;),
        }
    });
    let export = used.iter().filter(|(_, exports)| !exports.is_empty()).map(|((name, _), exports)| {
        let name = super::paths::ident(name);
        let test = (name == "examples").then(|| quote!(#[cfg(test)]));
        quote!(#test pub use #name::{#exports};)
    });
    let docs = vec![
        "What the generated code stands on: the same for every description, and 0BSD as well.".to_owned(),
    ];
    let attributes = vec![
        quote!(#![allow(dead_code, unused_imports, reason = "a description seldom needs the whole of a part")]),
    ];
    let check = (parts.json || parts.checks).then(|| emit_choice(choices.check_responses));
    let buffer = parts.upload.then(|| {
        let bytes = Literal::u32_unsuffixed(choices.form_buffer);
        quote! {
            /// How many bytes of a form's files are read ahead while there are fields to wait for.
            pub const FORM_BUFFER: usize = #bytes;
        }
    });
    let items = declare.chain(export).chain(check).chain(buffer).map(Item::Tokens).collect();
    let root =
        Module { path: "support/mod.rs".to_owned(), content: Content::Items { docs, attributes, items } };
    let verbatim = used.iter().map(|((name, text), _)| Module {
        path: format!("support/{name}.rs"),
        content: Content::Verbatim(text),
    });
    std::iter::once(root).chain(verbatim).collect()
}

/// Whether answers are checked.
fn emit_choice(check: CheckResponses) -> TokenStream {
    let value = match check {
        CheckResponses::Always => quote!(true),
        CheckResponses::Debug => quote!(cfg!(debug_assertions)),
        CheckResponses::Never => quote!(false),
    };
    quote! {
        /// Whether answers are held to the description before they are sent.
        pub const CHECK_RESPONSES: bool = #value;
    }
}
