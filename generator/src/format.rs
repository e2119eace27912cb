//! FORMAT: takes modules of tokens, and gives text: prettyplease item by item, with blank lines as a person would set
//! them.

use crate::output::{Content, File, HEADER, Item, Module};
use proc_macro2::TokenStream;
use syn::buffer::Cursor;
use syn::parse::{ParseStream, Parser as _};

/// Formats a module. The header names the spec's files, and nothing that changes on its own.
///
/// # Errors
/// The parser's message if the tokens are not Rust, which is a bug in the generator.
pub(crate) fn format(module: Module, sources: &[String]) -> Result<File, String> {
    let from = match sources {
        [one] => one.clone(),
        many => format!("{} input files", many.len()),
    };
    let header = format!("{HEADER} from {}. Do not edit.\n\n", from.escape_debug());
    Ok(File { path: module.path.clone(), text: header + &format_content(module)? })
}

/// Formats the content of a module, without a header.
///
/// # Errors
/// As [`format`].
pub(crate) fn format_content(module: Module) -> Result<String, String> {
    let (docs, attributes, items) = match module.content {
        Content::Verbatim(copied) => return Ok(copied.into_owned()),
        Content::Items { docs, attributes, items } => (docs, attributes, items),
    };
    let mut text = String::new();
    for line in docs {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    text.extend(attributes.into_iter().map(|attribute| format!("{}\n", print_attribute(attribute))));
    text.push('\n');
    text.push_str(&print_items(items).map_err(|error| format!("{}: {error}", module.path))?);
    Ok(text)
}

fn print_attribute(attribute: TokenStream) -> String {
    let file = syn::parse2::<syn::File>(attribute);
    file.map(|file| prettyplease::unparse(&file).trim_end().to_owned()).unwrap_or_default()
}

fn print_items(items: Vec<Item>) -> Result<String, String> {
    let mut text = String::new();
    let mut before = None;
    let mut printed = items.into_iter().map(print_item).collect::<Result<Vec<_>, _>>()?;
    printed.retain(|(text, _)| !text.is_empty());
    printed.chunk_by_mut(|(_, group), (_, next)| group == next).for_each(sort_imports);
    for (printed, group) in printed {
        if before.is_some_and(|before| before == Group::Alone || before != group) {
            text.push('\n');
        }
        text.push_str(&printed);
        before = Some(group);
    }
    Ok(text)
}

/// Sorts the imports of a block as rustfmt does: segment by segment, `super` and `crate` before other crates, and lists last.
fn sort_imports(block: &mut [(String, Group)]) {
    if let [(_, Group::Imports), ..] = block {
        block.sort_by_cached_key(|(text, _)| {
            let path = text.trim_start_matches("use ").split('{').next().unwrap_or_default();
            let segments = path.split("::").map(|segment| match segment.trim_end().trim_end_matches(';') {
                "super" => (0, String::new()),
                "crate" => (1, String::new()),
                "*" => (3, String::new()),
                "" => (4, String::new()),
                name => (2, name.to_owned()),
            });
            segments.collect::<Vec<_>>()
        });
    }
}

/// Modules, imports and exports are grouped; every other item has blank lines around it.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    Modules,
    Imports,
    Exports,
    Alone,
}

/// Prints an item that has blank lines around it. Tokens that are not Rust are rejected by [`format`]. `see` gets the
/// tokens of the parser, which do not have to be copied.
pub(crate) fn print(tokens: TokenStream, see: &mut dyn FnMut(Cursor<'_>)) -> Item {
    let parse = |input: ParseStream<'_>| {
        see(input.cursor());
        input.parse::<syn::File>()
    };
    match parse.parse2(tokens) {
        Ok(file) => Item::Text(space(&prettyplease::unparse(&file))),
        Err(error) => Item::Refused(error.to_string()),
    }
}

fn print_item(item: Item) -> Result<(String, Group), String> {
    let tokens = match item {
        Item::Text(text) => return Ok((text, Group::Alone)),
        Item::Refused(error) => return Err(error),
        Item::Tokens(tokens) => tokens,
    };
    let file = syn::parse2::<syn::File>(tokens).map_err(|error| error.to_string())?;
    let group = match file.items.first() {
        Some(syn::Item::Mod(syn::ItemMod { content: None, .. })) => Group::Modules,
        Some(syn::Item::Use(syn::ItemUse { vis: syn::Visibility::Inherited, .. })) => Group::Imports,
        Some(syn::Item::Use(_)) => Group::Exports,
        _ => Group::Alone,
    };
    Ok((space(&prettyplease::unparse(&file)), group))
}

/// Formats the items inside an `impl`, as they are written there.
///
/// # Errors
/// As [`format`].
pub(crate) fn format_inside(implementation: TokenStream) -> Result<String, String> {
    let (text, _) = print_item(Item::Tokens(implementation))?;
    let inside = text.split_once('\n').and_then(|(_, rest)| rest.trim_end().strip_suffix('}'));
    Ok(inside.unwrap_or(&text).to_owned())
}

/// Adds a blank line before every nested item that follows a finished one.
fn space(text: &str) -> String {
    let mut out = String::new();
    let mut before: Option<(usize, &str)> = None;
    for line in text.lines() {
        let code = line.trim_start();
        let indent = line.len() - code.len();
        if starts_item(code) && before.is_some_and(|(outer, code)| outer == indent && ends_item(code)) {
            out.push('\n');
        }
        before = Some((indent, code));
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn starts_item(code: &str) -> bool {
    let starts = ["///", "#[", "pub ", "fn ", "impl", "async fn", "const ", "type ", "static "];
    starts.iter().any(|start| code.starts_with(start))
}

fn ends_item(code: &str) -> bool {
    code == "}"
        || code == "};"
        || code == "];"
        || (code.ends_with(';')
            && !["//", "let "].iter().any(|start| code.starts_with(start))
            && !code.contains(")?"))
}
