//! Types as a module names them: `Option<String>`, or `std::option::Option<..>` if the spec has a type named `Option`
//! there.

use crate::diagnostic::Place;
use crate::model::{Expr, Model, Struct, TypeId};
use crate::names::{Names, OperationName, TypeModule, TypeName};
use crate::presets::Preset;
use crate::rust_path::RustPath;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Emits an identifier that `names` chose.
pub(super) fn to_ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Emits the path of a module's file if the file and the module have different names.
pub(super) fn file_path(module: &str, folder: &str, file: &str) -> Option<TokenStream> {
    let path = format!("{folder}{file}.rs");
    (module != file).then(|| quote!(#[path = #path]))
}

/// Returns the path of a type below the module of the generated code, unless an operation owns the type.
pub(super) fn path_of_type(name: &TypeName) -> Option<String> {
    match name.module? {
        TypeModule::Types => Some(format!("types::{}", name.name)),
        TypeModule::Inline => Some(format!("types::inline::{}", name.name)),
        TypeModule::Group(_) | TypeModule::Outgoing | TypeModule::Client => None,
    }
}

/// Emits a path from the settings. The path begins with `::` if the output has an item with the name of the crate.
pub(super) fn path(whole: &RustPath, names: &Names) -> TokenStream {
    path_where(whole, &|first| names.hide_crate(first))
}

/// Emits a path from the settings that begins with `::` unless it begins with `crate`.
pub(super) fn path_from_crates(whole: &RustPath) -> TokenStream {
    path_where(whole, &|first| first != "crate")
}

fn path_where(whole: &RustPath, is_hidden: &dyn Fn(&str) -> bool) -> TokenStream {
    let hidden = matches!(whole.segments.as_slice(), [(first, _), _, ..] if is_hidden(first));
    let start = hidden.then(|| quote!(::));
    let segments = whole.segments.iter().map(|(name, arguments)| {
        let arguments: Vec<_> = arguments.iter().map(|argument| path_where(argument, is_hidden)).collect();
        let name = to_ident(name);
        if arguments.is_empty() { quote!(#name) } else { quote!(#name<#(#arguments),*>) }
    });
    quote!(#start #(#segments)::*)
}

/// Emits the path of the type of a format, from a module of the root that imports `support`.
pub(super) fn preset_path(preset: &Preset, names: &Names) -> TokenStream {
    let inner = preset.rust_path().map(|inner| path(&inner, names));
    match preset.wrapper.map(to_ident) {
        Some(wrapper) => {
            let inner = inner.map(|inner| quote!(<#inner>));
            quote!(super::support::#wrapper #inner)
        }
        None => inner.unwrap_or_default(),
    }
}

/// Emits a name in an import, which may be `one as another`.
fn imported(name: &str) -> TokenStream {
    match name.split_once(" as ") {
        Some((name, local)) => {
            let name = to_ident(name);
            let local = to_ident(local);
            quote!(#name as #local)
        }
        None => to_ident(name).into_token_stream(),
    }
}

/// Emits an import of names from a path: `*` for all names, and `_` for a trait whose name is not needed.
pub(super) fn import(path: &str, names: &[&str]) -> Option<TokenStream> {
    let path = path.split("::").map(to_ident);
    match names {
        [] => None,
        ["*"] => Some(quote!(use #(#path)::*::*;)),
        ["_"] => Some(quote!(use #(#path)::* as _;)),
        [one] => {
            let one = imported(one);
            Some(quote!(use #(#path)::*::#one;))
        }
        many => {
            let mut many = many.to_vec();
            many.sort_by_key(|name| (*name != "self", !name.starts_with(char::is_uppercase), *name));
            let many = many.iter().map(|one| imported(one));
            Some(quote!(use #(#path)::*::{#(#many),*};))
        }
    }
}

/// Emits types in one module, and collects the imports that they need.
pub(super) struct Paths<'a> {
    module: Option<TypeModule>,
    /// The path to the root, for the client.
    root: &'static str,
    model: &'a Model,
    names: &'a Names,
    imports: RefCell<BTreeMap<&'static str, Vec<&'static str>>>,
}

impl<'a> Paths<'a> {
    /// Creates the value for a module with types of the spec.
    pub(super) fn new(module: TypeModule, model: &'a Model, names: &'a Names) -> Self {
        Self { module: Some(module), root: "super", model, names, imports: RefCell::default() }
    }

    /// Creates the value for a file of the client, with its path to the root.
    pub(super) fn client(root: &'static str, model: &'a Model, names: &'a Names) -> Self {
        Self { module: Some(TypeModule::Client), root, model, names, imports: RefCell::default() }
    }

    /// Creates the value for a module without types.
    pub(super) fn outside(model: &'a Model, names: &'a Names) -> Self {
        Self { module: None, root: "super", model, names, imports: RefCell::default() }
    }

    /// Emits the type of an expression.
    pub(super) fn ty(&self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Any => self.import("serde_json", "Value"),
            Expr::AnyObject => {
                let (map, string, value) = (
                    self.import("serde_json", "Map"),
                    self.std("string", "String"),
                    self.import("serde_json", "Value"),
                );
                quote!(#map<#string, #value>)
            }
            Expr::Boolean => quote!(bool),
            Expr::Integer32 => quote!(i32),
            Expr::Integer64 => quote!(i64),
            Expr::Number => quote!(f64),
            Expr::String => self.std("string", "String"),
            Expr::List(item) => self.generic(&self.std("vec", "Vec"), item),
            Expr::Nullable(inner) => self.generic(&self.support("Nullable"), inner),
            Expr::Map(each) => {
                let (map, string, each) = (
                    self.import("std::collections", "BTreeMap"),
                    self.std("string", "String"),
                    self.ty(each),
                );
                quote!(#map<#string, #each>)
            }
            Expr::Named(id) => self.named(*id),
            Expr::Preset(preset) => self.preset(preset),
            Expr::Foreign(index) => self
                .model
                .foreign
                .get(*index)
                .map(|foreign| path(&foreign.path, self.names))
                .unwrap_or_default(),
        }
    }

    fn preset(&self, preset: &Preset) -> TokenStream {
        let inner = preset.rust_path().map(|inner| path(&inner, self.names));
        match (preset.wrapper, inner) {
            (Some(wrapper), None) => self.support(wrapper),
            (Some(wrapper), Some(inner)) => {
                let wrapper = self.support(wrapper);
                quote!(#wrapper<#inner>)
            }
            (None, inner) => inner.unwrap_or_default(),
        }
    }

    /// Emits the path of the function that parses the text of a format.
    pub(super) fn known_text(&self) -> TokenStream {
        match self.module {
            None | Some(TypeModule::Client) => quote!(support::format::known),
            Some(TypeModule::Types | TypeModule::Group(_) | TypeModule::Outgoing) => {
                quote!(super::support::format::known)
            }
            Some(TypeModule::Inline) => quote!(super::super::support::format::known),
        }
    }

    /// Emits `Option` of a type.
    pub(super) fn option(&self, inner: &TokenStream) -> TokenStream {
        let option = self.std("option", "Option");
        quote!(#option<#inner>)
    }

    /// Returns the name of the file of a place.
    pub(super) fn file_name(&self, place: &Place) -> &str {
        self.model.files.get(place.file.0 as usize).map_or("", String::as_str)
    }

    /// Returns all names.
    pub(super) fn names(&self) -> &Names {
        self.names
    }

    /// Emits the trait `Default`.
    pub(super) fn default(&self) -> TokenStream {
        self.std("default", "Default")
    }

    /// Emits the type `Nullable`.
    pub(super) fn nullable(&self) -> TokenStream {
        self.support("Nullable")
    }

    /// Emits the trait `From`.
    pub(super) fn from(&self) -> TokenStream {
        self.std("convert", "From")
    }

    /// Emits `impl Into` of a type.
    pub(super) fn impl_into(&self, inner: &TokenStream) -> TokenStream {
        let into = self.std("convert", "Into");
        quote!(impl #into<#inner>)
    }

    /// Emits `Box` of a type.
    pub(super) fn boxed(&self, inner: &TokenStream) -> TokenStream {
        let boxed = self.std("boxed", "Box");
        quote!(#boxed<#inner>)
    }

    /// Emits a value in a `Box`.
    pub(super) fn in_box(&self, value: &TokenStream) -> TokenStream {
        let boxed = self.std("boxed", "Box");
        quote!(#boxed::new(#value))
    }

    /// Returns the struct if the type is a struct.
    pub(super) fn structure(&self, id: TypeId) -> Option<&Struct> {
        self.model.types.get(id).shape.as_struct()
    }

    /// Emits a type that has a name.
    pub(super) fn named(&self, id: TypeId) -> TokenStream {
        let type_name = self.names.type_name(id);
        let name = to_ident(&type_name.name);
        let to = type_name.module.unwrap_or(TypeModule::Types);
        let group = self.group_module(to);
        let root = self.root();
        match (self.module, to) {
            (Some(own), to) if own == to => quote!(#name),
            // A file of the client imports the modules of groups.
            (Some(TypeModule::Client), TypeModule::Group(_)) if self.names.is_grouped() => {
                quote!(#group #name)
            }
            (Some(TypeModule::Client), TypeModule::Group(_)) => quote!(#root::#name),
            (Some(TypeModule::Client), TypeModule::Outgoing) => quote!(#root::outgoing::#name),
            (Some(TypeModule::Types), TypeModule::Inline) => quote!(inline::#name),
            (Some(TypeModule::Inline), TypeModule::Types) => quote!(super::#name),
            (Some(TypeModule::Inline), TypeModule::Group(_)) => quote!(super::super::#group #name),
            (Some(_), TypeModule::Group(_)) => quote!(super::#group #name),
            (Some(TypeModule::Inline), TypeModule::Outgoing) => quote!(super::super::outgoing::#name),
            (Some(_), TypeModule::Outgoing) => quote!(super::outgoing::#name),
            (_, TypeModule::Types) => quote!(types::#name),
            (_, TypeModule::Inline) => quote!(types::inline::#name),
            (None, TypeModule::Group(_)) => quote!(#group #name),
            (None, TypeModule::Outgoing) => quote!(outgoing::#name),
            // The client has no types of the spec.
            (_, TypeModule::Client) => quote!(#name),
        }
    }

    /// Emits the path to the root.
    pub(super) fn root(&self) -> TokenStream {
        let path = self.root.split("::").map(to_ident);
        quote!(#(#path)::*)
    }

    /// Emits the path to the module of a group. A single group needs no path, since the root exports its items.
    fn group_module(&self, module: TypeModule) -> Option<TokenStream> {
        let TypeModule::Group(index) = module else { return None };
        let group = self.names.groups.get(index)?;
        let module = to_ident(if self.module.is_none() { &group.local } else { &group.module });
        (self.names.is_grouped() || self.module.is_none()).then(|| quote!(#module::))
    }

    /// Emits the path of a type of an operation, such as its request.
    pub(super) fn of_operation(&self, operation: &OperationName, name: &str) -> TokenStream {
        let ident = to_ident(name);
        match operation.module {
            module if module == self.module => quote!(#ident),
            Some(module @ TypeModule::Group(_)) => {
                let group = self.group_module(module);
                match self.module {
                    Some(TypeModule::Client) if self.names.is_grouped() => quote!(#group #ident),
                    _ => quote!(super::#group #ident),
                }
            }
            _ => quote!(super::outgoing::#ident),
        }
    }

    /// Emits the path of the constant that describes an operation.
    pub(super) fn constant(&self, operation: &OperationName) -> TokenStream {
        let constant = to_ident(&operation.constant);
        let group = self.names.group_of(operation).filter(|_| self.names.is_grouped());
        match group.map(|group| to_ident(&group.module)) {
            Some(module) => quote!(#module::operations::#constant),
            None => quote!(super::operations::#constant),
        }
    }

    /// Resolves aliases.
    pub(super) fn resolve(&self, expr: &Expr) -> Expr {
        self.model.resolve(expr)
    }

    /// Returns the imports of the types that have been emitted.
    pub(super) fn imports(&self) -> Vec<TokenStream> {
        self.imports.borrow().iter().filter_map(|(path, names)| import(path, names)).collect()
    }

    fn generic(&self, outer: &TokenStream, inner: &Expr) -> TokenStream {
        let inner = self.ty(inner);
        quote!(#outer<#inner>)
    }

    fn shadowed(&self, name: &str) -> bool {
        self.module.is_some_and(|module| self.names.shadows(module, name))
    }

    fn std(&self, module: &str, name: &str) -> TokenStream {
        let module = to_ident(module);
        let bare = to_ident(name);
        if self.shadowed(name) { quote!(std::#module::#bare) } else { quote!(#bare) }
    }

    /// Emits a type of the support code, which the root exports. Files with a trait import it because they mention it.
    pub(super) fn support(&self, name: &'static str) -> TokenStream {
        match self.module {
            Some(TypeModule::Types) => self.import("super", name),
            Some(TypeModule::Inline) => self.import("super::super", name),
            Some(TypeModule::Group(_) | TypeModule::Outgoing) => {
                let name = to_ident(name);
                quote!(#name)
            }
            Some(TypeModule::Client) => {
                let name = to_ident(name);
                quote!(support::#name)
            }
            None => self.import("super::support", name),
        }
    }

    fn import(&self, path: &'static str, name: &'static str) -> TokenStream {
        let bare = to_ident(name);
        if self.shadowed(name) {
            let path = path.split("::").map(to_ident);
            return quote!(#(#path)::*::#bare);
        }
        let mut imports = self.imports.borrow_mut();
        let names = imports.entry(path).or_default();
        if !names.contains(&name) {
            names.push(name);
            names.sort_unstable();
        }
        quote!(#bare)
    }
}

/// Writes a type in a table.
pub(super) fn path_text(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "")
}
