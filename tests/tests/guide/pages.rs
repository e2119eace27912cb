//! The pages, and their Markdown.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::fs;
use std::path::PathBuf;

pub struct Page {
    pub path: PathBuf,
    pub text: String,
}

pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the repository.
pub fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A page of the repository.
pub fn page(path: &str) -> Page {
    Page { path: repository().join(path), text: read(path) }
}

pub fn readme() -> Page {
    page("README.md")
}

/// The first page of the library's documentation.
pub fn front_page() -> Page {
    let path = "generator/src/lib.rs";
    let source = read(path);
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let text: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    Page { path: repository().join(path), text: text.join("\n") }
}

/// The list of chapters.
pub fn index() -> Page {
    page("generator/src/guide/README.md")
}

/// The chapters of the guide.
pub fn chapters() -> Vec<Page> {
    let files = fs::read_dir(repository().join("generator/src/guide")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut paths: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    paths.retain(|path| !path.ends_with("README.md"));
    paths.sort();
    paths.into_iter().map(|path| Page { text: fs::read_to_string(&path).unwrap(), path }).collect()
}

fn parse(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

/// The targets of links. A label without a definition is not a link in Markdown: here it is an error.
pub fn links(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    let mut missing = Vec::new();
    let mut callback = |link: pulldown_cmark::BrokenLink<'_>| {
        missing.push(link.reference.to_string());
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, Options::ENABLE_TABLES, Some(&mut callback));
    for event in parser {
        if let Event::Start(Tag::Link { dest_url, .. }) = event {
            targets.push(dest_url.to_string());
        }
    }
    assert!(missing.is_empty(), "without a target: {missing:?}");
    targets
}

/// The definitions of link targets: a label, and the target.
pub fn link_labels(text: &str) -> Vec<(String, String)> {
    let parser = parse(text);
    let definitions = parser.reference_definitions();
    definitions.iter().map(|(label, definition)| (label.to_owned(), definition.dest.to_string())).collect()
}

/// Code inside a line.
pub fn codes(text: &str) -> Vec<String> {
    let code = |event| match event {
        Event::Code(code) => Some(code.to_string()),
        _ => None,
    };
    parse(text).filter_map(code).collect()
}

/// The code blocks: the word after the fence, and the text.
pub fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for event in parse(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                open = Some((info.to_string(), String::new()));
            }
            Event::Text(piece) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&piece);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

pub fn kebab(name: &str) -> String {
    name.replace('_', "-")
}
