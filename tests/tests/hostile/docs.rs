//! The documentation in the generated code, as rustdoc reads it.

use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// Whether the docs only show text: no HTML, no image, no code to run, no foreign address.
pub fn do_nothing(text: &str) -> bool {
    let mut docs = Vec::new();
    collect(text.parse().unwrap(), &mut docs);
    docs.iter().all(|doc| Parser::new_ext(doc, Options::all()).all(|event| does_nothing(&event)))
}

fn does_nothing(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::Link { dest_url, .. }) => !dest_url.contains("evil"),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => &**language == "text",
        Event::Html(_)
        | Event::InlineHtml(_)
        | Event::Start(Tag::HtmlBlock | Tag::Image { .. } | Tag::CodeBlock(CodeBlockKind::Indented)) => false,
        _ => true,
    }
}

/// The docs of each item: consecutive lines are one text.
fn collect(tokens: TokenStream, docs: &mut Vec<String>) {
    let mut doc = String::new();
    for tree in tokens {
        match line(&tree) {
            Some(line) => doc.extend([line.as_str(), "\n"]),
            // The mark of an attribute.
            None if matches!(&tree, TokenTree::Punct(punct) if "#!".contains(punct.as_char())) => {}
            None => docs.push(std::mem::take(&mut doc)),
        }
        if let TokenTree::Group(group) = tree {
            collect(group.stream(), docs);
        }
    }
    docs.push(doc);
}

/// The text in `[doc = "text"]`.
fn line(tree: &TokenTree) -> Option<String> {
    let TokenTree::Group(group) = tree else { return None };
    let [TokenTree::Ident(name), _, TokenTree::Literal(text)] =
        &group.stream().into_iter().collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let text = syn::parse_str::<syn::LitStr>(&text.to_string()).ok()?.value();
    (name == "doc").then(|| text.strip_prefix(' ').map(str::to_owned).unwrap_or(text))
}
