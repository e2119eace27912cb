//! Every snippet of Rust is compiled: as a doctest, or in a file that has it word for word.

use crate::pages::{blocks, chapters, codes, front_page, read, readme};
use std::collections::BTreeSet;

/// The files of the quick start. The test `consumer` builds them.
const QUICK_START: [&str; 3] = ["build.rs", "src/main.rs", "src/server.rs"];

/// The block of this language with this number.
pub fn block(page: &str, language: &str, number: usize) -> String {
    let mut blocks = blocks(page).into_iter().filter(|(info, _)| info == language);
    blocks.nth(number).unwrap_or_else(|| panic!("no block {number} of {language}")).1
}

/// A file of Rust, prepared for the search.
struct File {
    words: String,
    /// Where lines start in them.
    starts: BTreeSet<usize>,
    imports: BTreeSet<String>,
}

impl File {
    fn new(text: &str) -> Self {
        let mut all = String::new();
        let mut starts = BTreeSet::new();
        for line in text.lines() {
            starts.insert(all.len());
            all += &words(line);
        }
        Self { words: all, starts, imports: imports_of(text) }
    }

    /// Whether the file has each import of a snippet, and each of its paragraphs word for word.
    fn has(&self, snippet: &str) -> bool {
        let (imports, code): (Vec<_>, Vec<_>) = snippet.lines().partition(|line| line.starts_with("use "));
        let imported = imports_of(&imports.join("\n"));
        let paragraphs = code.join("\n");
        imported.is_subset(&self.imports)
            && paragraphs.split("\n\n").map(words).all(|wanted| {
                let mut found = self.words.match_indices(&wanted);
                wanted.is_empty() || found.any(|(at, _)| self.starts.contains(&at))
            })
    }
}

/// Code and comments without line breaks, and without the braces, commas and semicolons that rustfmt adds next to them: the
/// lines of the guide are shorter.
fn words(text: &str) -> String {
    let code = |line: &'_ str| -> String {
        let line = line.trim();
        let comment = ["/// ", "// "].iter().find_map(|mark| line.strip_prefix(mark));
        let is_word = |character: &char| !character.is_whitespace() && !"{},;".contains(*character);
        comment.unwrap_or(line).chars().filter(is_word).collect()
    };
    text.lines().map(code).collect()
}

/// Rustdoc shows this many columns of code without scrolling.
const WIDTH: usize = 97;

/// The manifest is that of the README, and a message is shown as the program prints it.
const WIDE: [&str; 3] = ["axum = {", "warning[ambiguous-union]: ", "parameter `title` is required and "];

#[test]
fn snippets_of_the_guide_do_not_scroll() {
    let mut wide = Vec::new();
    for chapter in chapters().into_iter().chain([front_page()]) {
        for (_, snippet) in blocks(&chapter.text) {
            let long = snippet.lines().filter(|line| line.chars().count() > WIDTH);
            let long = long.filter(|line| !WIDE.iter().any(|start| line.starts_with(start)));
            wide.extend(long.map(|line| format!("{}: {line}", chapter.path.display())));
        }
    }
    assert_eq!(wide, Vec::<String>::new());
}

fn imports_of(text: &str) -> BTreeSet<String> {
    let mut imports = BTreeSet::new();
    for item in syn::parse_file(text).unwrap().items {
        if let syn::Item::Use(item) = item {
            collect_imports("", &item.tree, &mut imports);
        }
    }
    imports
}

fn collect_imports(before: &str, tree: &syn::UseTree, imports: &mut BTreeSet<String>) {
    match tree {
        syn::UseTree::Path(path) => {
            collect_imports(&format!("{before}{}::", path.ident), &path.tree, imports);
        }
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| collect_imports(before, tree, imports));
        }
        syn::UseTree::Name(name) => _ = imports.insert(format!("{before}{}", name.ident)),
        syn::UseTree::Rename(name) => {
            imports.insert(format!("{before}{} as {}", name.ident, name.rename));
        }
        syn::UseTree::Glob(_) => _ = imports.insert(format!("{before}*")),
    }
}

/// The files that a chapter names, and those of the quick start.
fn files(chapter: &str) -> Vec<File> {
    let is_rust = |name: &String| name.rsplit_once('.').is_some_and(|(_, extension)| extension == "rs");
    let named = codes(chapter).into_iter().filter(is_rust);
    let named = named.filter(|name| name.starts_with("tests/") || name.starts_with("generated/"));
    let mut files: Vec<File> = named.map(|name| File::new(&read(&name))).collect();
    files.extend(quick_start().iter().map(|(_, text)| File::new(text)));
    files
}

/// The README's files, by their first line.
fn quick_start() -> Vec<(String, String)> {
    let blocks = blocks(&readme().text).into_iter().filter(|(info, _)| info.starts_with("rust")).skip(1);
    let name = |text: &str| text.lines().next().unwrap().trim_start_matches("// ").to_owned();
    blocks.map(|(_, text)| (name(&text), text)).collect()
}

#[test]
fn each_snippet_of_the_guide_is_compiled() {
    let mut found = 0;
    for chapter in chapters().into_iter().chain([front_page()]) {
        let files = files(&chapter.text);
        for (info, snippet) in blocks(&chapter.text) {
            match info.as_str() {
                "rust,ignore" | "ignore" => {
                    let is_there = files.iter().any(|file| file.has(&snippet));
                    assert!(
                        is_there,
                        "{}: none of the named files has this snippet:\n{snippet}",
                        chapter.path.display()
                    );
                    found += 1;
                }
                // Rustdoc compiles the first two.
                "rust" | "rust,no_run" | "no_run" | "toml" | "yaml" | "sh" | "text" => {}
                other => panic!("{}: a block of `{other}`", chapter.path.display()),
            }
        }
    }
    assert!(found >= 25, "{found}");
}

#[test]
fn the_files_of_the_quick_start_are_all_there() {
    let names: Vec<String> = quick_start().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, QUICK_START);
}

/// The manifest of the chapter is that of the README, apart from comments.
#[test]
fn both_quick_starts_have_one_manifest() {
    let without_comments = |text: String| -> Vec<String> {
        let line = |line: &str| line.split(" #").next().unwrap().trim().to_owned();
        text.lines().map(line).collect()
    };
    let chapter = block(&read("generator/src/guide/quick_start.md"), "toml", 0);
    assert_eq!(without_comments(chapter), without_comments(block(&readme().text, "toml", 0)));
}

/// Rust without comments and attributes, independent of line breaks.
fn tokens(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("#[");
    let code: String = text.lines().filter(is_code).flat_map(str::split_whitespace).collect();
    code.replace(",)", ")").replace(",}", "}")
}

/// The README's items next to the spec are generated from it, word for word.
#[test]
fn the_generated_code_of_the_readme_is_generated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chat.yaml");
    std::fs::write(&path, block(&readme().text, "yaml", 0)).unwrap();
    let generated = stubsmith::Config::new(path).generate();
    assert_eq!(
        generated.report.findings().count(),
        0,
        "{}",
        generated.report.render(stubsmith::Style::Plain)
    );
    let files: Vec<String> = generated.files.iter().map(|file| tokens(&file.text)).collect();
    let excerpt = block(&readme().text, "rust", 0);
    let items: Vec<&str> = excerpt.split("\n\npub ").map(|item| item.trim_start_matches("pub ")).collect();
    assert_eq!(items.len(), 4, "{items:?}");
    for item in items {
        let wanted = tokens(item);
        assert!(files.iter().any(|file| file.contains(&wanted)), "{item} is not generated");
    }
}

#[test]
fn each_recipe_is_in_the_guide() {
    let chapters = ["recipes", "testing", "clients"];
    let chapter: String = chapters.map(|name| read(&format!("generator/src/guide/{name}.md"))).concat();
    let folder = crate::pages::repository().join("tests/recipes/tests/recipes");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let is_named = chapter.contains(&format!("`tests/recipes/tests/recipes/{name}`"));
        assert!(name == "main.rs" || is_named, "{name}");
        count += 1;
    }
    assert!(count > 12, "{count}");
}
