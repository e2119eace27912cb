//! The code that openapi-generator's rust-axum writes, with an implementation, so that as much of it is compiled as of
//! the code that Stubsmith generates.

use quote::{ToTokens as _, quote};
use std::fs;
use std::path::Path;
use syn::{File, Generics, Item, ItemTrait, TraitItem};

/// Adds an implementation of all its traits that does nothing, and its router.
pub fn implement(package: &Path) {
    let apis = package.join("src/apis");
    let mut traits = String::new();
    for entry in fs::read_dir(&apis).expect("it has a folder `apis`") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a module has a name");
        let module = if name == "mod" { String::new() } else { format!("::{name}") };
        traits += &format!(
            "mod r#impl_{name} {{ use crate::apis{module}::*; {} }}\n",
            implementations(&read(&path))
        );
    }
    let server = read(&package.join("src/server/mod.rs"));
    let arguments = server.items.iter().find_map(|item| match item {
        Item::Fn(function) if function.sig.ident == "new" => Some(arguments(&function.sig.generics)),
        _ => None,
    });
    let arguments = arguments.expect("`server::new` makes the router");
    let text = format!(
        "pub struct Server;
         #[derive(Clone)]
         struct Shared(std::sync::Arc<Server>);
         impl AsRef<Server> for Shared {{ fn as_ref(&self) -> &Server {{ &self.0 }} }}
         pub fn serve() -> axum::Router {{ crate::server::new::<{arguments}>(Shared(std::sync::Arc::new(Server))) }}
         {traits}"
    );
    fs::write(package.join("src/measured.rs"), text).expect("the folder can be written to");
    add(&package.join("src/lib.rs"), "\npub mod measured;\n");
    add(&package.join("Cargo.toml"), "\n[workspace]\n");
}

fn read(path: &Path) -> File {
    let text = fs::read_to_string(path).expect("the file is there");
    syn::parse_file(&text).expect("it is Rust")
}

fn add(path: &Path, text: &str) {
    let before = fs::read_to_string(path).expect("the file is there");
    if !before.contains(text.trim()) {
        fs::write(path, before + text).expect("the folder can be written to");
    }
}

/// The arguments of `server::new`: the shared implementation, the implementation, its error, and the type of the
/// claims.
fn arguments(generics: &Generics) -> String {
    let arguments = generics.type_params().map(|parameter| match parameter.ident.to_string().as_str() {
        "I" => "_",
        "A" => "Server",
        _ => "()",
    });
    arguments.collect::<Vec<_>>().join(", ")
}

/// The imports of a module, and its traits for the server.
fn implementations(module: &File) -> String {
    let items = module.items.iter().filter_map(|item| match item {
        Item::Use(import) => Some(import.to_token_stream()),
        Item::Trait(found) => Some(implementation(found)),
        _ => None,
    });
    items.map(|item| item.to_string() + "\n").collect()
}

fn implementation(found: &ItemTrait) -> proc_macro2::TokenStream {
    let name = &found.ident;
    // The methods name the parameters of the trait, which are `()` here.
    let parameters: Vec<_> = found.generics.type_params().map(|parameter| &parameter.ident).collect();
    let items = found.items.iter().filter_map(|item| match item {
        TraitItem::Type(found) => {
            let name = &found.ident;
            Some(quote!(type #name = ();))
        }
        TraitItem::Fn(function) if function.default.is_none() => {
            let signature = &function.sig;
            Some(quote!(#signature { todo!() }))
        }
        _ => None,
    });
    quote! {
        const _: () = {
            #(type #parameters = ();)*
            #[async_trait::async_trait]
            impl #name<#(#parameters),*> for crate::measured::Server { #(#items)* }
        };
    }
}
