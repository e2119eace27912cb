//! The recipes in the README are those that are compiled and run.

use std::fs;
use std::path::Path;

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).collect()
}

/// The files of recipes: where each is, and what is in it.
fn recipes() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recipes");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| !path.ends_with("main.rs"));
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (format!("tests/recipes/tests/recipes/{name}"), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The section of the README.
fn section() -> String {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let (_, section) = readme.split_once("\n## Recipes\n").unwrap();
    section.split("\n## ").next().unwrap().to_owned()
}

#[test]
fn each_snippet_is_in_a_recipe() {
    let (section, recipes) = (section(), recipes());
    let snippets: Vec<&str> =
        section.split("```rust\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(snippets.len() >= 9, "{}", snippets.len());
    for snippet in snippets {
        let wanted = lines(snippet);
        let has = |text: &str| lines(text).windows(wanted.len()).any(|window| window == wanted);
        assert!(recipes.iter().any(|(_, text)| has(text)), "in no recipe:\n{snippet}");
    }
}

#[test]
fn each_recipe_is_in_the_readme() {
    let section = section();
    for (name, _) in recipes() {
        assert!(section.contains(&format!("]({name})")), "{name}");
    }
}
